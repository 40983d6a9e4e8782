"""What keys and mouse do in a chart, in one table."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ohlc_desktop.ui.widgets.labels import Sentence, key_text
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading

translate = QCoreApplication.translate


#: Keys, as Qt writes them, and what they do.
KeyLines = list[tuple[str, str]]


def key_table() -> list[tuple[str, KeyLines]]:
    """Sections of the table: a title, and for each line keys, as Qt writes them, and what they do."""
    return [
        (translate("ChartKeys", "Another chart"), _another_chart()),
        (translate("ChartKeys", "Moving about"), _moving()),
        (translate("ChartKeys", "What is there"), _what_is_there()),
        (translate("ChartKeys", "Drawings"), _drawings()),
    ]


def _another_chart() -> KeyLines:
    return [
        ("A…Z, 0…9", translate("ChartKeys", "type a symbol or a timeframe")),
        ("Alt+Up, Alt+Down", translate("ChartKeys", "the instrument before or after it on the watchlist")),
        ("Alt+PgUp, Alt+PgDown", translate("ChartKeys", "a coarser or finer timeframe")),
        ("Alt+Left, Alt+Right", translate("ChartKeys", "the series before, and back")),
        ("Ctrl+N, Ctrl+W", translate("ChartKeys", "another window, close this one")),
        ("F6, Alt+Return", translate("ChartKeys", "the next chart of the window, all the room for one")),
        ("F11", translate("ChartKeys", "full screen")),
    ]


def _moving() -> KeyLines:
    return [
        ("Left, Right", translate("ChartKeys", "one candle back or on")),
        ("PgUp, PgDown", translate("ChartKeys", "a page back or on")),
        ("Home, End", translate("ChartKeys", "the oldest or the newest candles")),
        ("Up, Down, +, -", translate("ChartKeys", "wider or narrower candles")),
        ("Ctrl+Home, Ctrl+0", translate("ChartKeys", "all candles, or as at first")),
        ("Ctrl+Left, Ctrl+Right", translate("ChartKeys", "the crosshair to the next candle")),
        ("Ctrl+G", translate("ChartKeys", "go to a date")),
        ("Alt+R", translate("ChartKeys", "the chart as at first")),
        (
            "Alt+I, Alt+L, Alt+P",
            translate("ChartKeys", "prices upside down, logarithmic, in percent; and back"),
        ),
        (
            "Shift+Left, Shift+Right, Shift+Down",
            translate("ChartKeys", "in a replay: step back, step on, play"),
        ),
    ]


def _what_is_there() -> KeyLines:
    return [
        ("Return", translate("ChartKeys", "what the feed said of the candle at the crosshair")),
        ("Menu, Shift+F10", translate("ChartKeys", "what can be done there")),
        ("Alt+D, Ctrl+T", translate("ChartKeys", "the data window, the table of candles")),
        ("F5, Ctrl+I", translate("ChartKeys", "look for new candles, import now")),
        ("Ctrl+C", translate("ChartKeys", "copy the picture, or the selected drawing")),
        ("Ctrl+,", translate("ChartKeys", "how the chart is drawn")),
    ]


def _drawings() -> KeyLines:
    return [
        (
            "Alt+T, Alt+H, Alt+J, Alt+V",
            translate("ChartKeys", "trend line, horizontal line, ray, vertical line"),
        ),
        ("Alt+C, Alt+F, Alt+Shift+R", translate("ChartKeys", "parallel channel, Fibonacci, rectangle")),
        ("Alt+B, Alt+S, Alt+M, Alt+X", translate("ChartKeys", "long, short, measure, text")),
        ("Ctrl+Tab, Ctrl+Shift+Tab", translate("ChartKeys", "select the next drawing, or the one before")),
        (
            "Left, Right, Up, Down",
            translate("ChartKeys", "move the selected drawing by a candle or a tick; with Shift by ten"),
        ),
        ("Return, Del", translate("ChartKeys", "properties of the selected drawing, delete it")),
        ("Ctrl+C, Ctrl+X, Ctrl+V", translate("ChartKeys", "copy, cut, paste; Ctrl and drag makes a copy")),
        ("Ctrl+Z, Ctrl+Shift+Z", translate("ChartKeys", "undo, redo")),
        ("Ctrl+Alt+H, Alt+O", translate("ChartKeys", "hide all drawings, list all objects")),
        ("Esc", translate("ChartKeys", "end what was begun")),
    ]


def native_keys(keys: str) -> str:
    """Keys as this system and language write them; what is no key stays as it is."""
    parts = [part.strip() for part in keys.split(", ")]
    return ",  ".join(map(key_text, parts))


class KeysDialog(QDialog):
    """The table, by section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys of the chart"))
        table = QWidget()
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self._grid.setHorizontalSpacing(2 * MARGIN)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        for title, lines in key_table():
            self._add_section(title, lines)
        area = QScrollArea()
        area.setWidget(table)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        wanted = table.sizeHint()
        self.resize(640, min(wanted.height() + 5 * MARGIN, 560))

    def _add_section(self, title: str, lines: list[tuple[str, str]]) -> None:
        head = heading(QLabel(title))
        head.setContentsMargins(0, GAP, 0, 0)
        self._grid.addWidget(head, self._grid.rowCount(), 0, 1, 2)
        for keys, text in lines:
            row = self._grid.rowCount()
            pressed = QLabel(native_keys(keys))
            pressed.setWordWrap(True)
            self._grid.addWidget(pressed, row, 0, Qt.AlignmentFlag.AlignTop)
            what = Sentence()
            what.setText(text)
            what.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(what, row, 1)
