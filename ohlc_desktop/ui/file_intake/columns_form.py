"""What stands in the columns of a text that nobody knows: a choice for each, beside its first values."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QWidget

from ohlc_desktop.core.file_intake.previews import PreviewColumns
from ohlc_desktop.core.files.remembered import ROLES, SKIP, unnamed
from ohlc_desktop.ui.widgets.boxes import hbox, vbox
from ohlc_desktop.ui.widgets.labels import ElidedLabel, Sentence, TintedLabel
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

_WIDTH = 180
# What cannot stand beside one another: a time of day is a part of a moment.
_EITHER = {"moment": ("date", "time"), "date": ("moment",), "time": ("moment",)}

translate = QCoreApplication.translate


def role_word(role: str) -> str:
    """What stands in a column, by a word of ``ROLES`` or ``SKIP``."""
    return {
        "moment": lambda: translate("ColumnsForm", "Date and time"),
        "date": lambda: translate("ColumnsForm", "Date"),
        "time": lambda: translate("ColumnsForm", "Time of day"),
        "open": lambda: translate("ColumnsForm", "Open"),
        "high": lambda: translate("ColumnsForm", "High"),
        "low": lambda: translate("ColumnsForm", "Low"),
        "close": lambda: translate("ColumnsForm", "Close"),
        "volume": lambda: translate("ColumnsForm", "Volume"),
        "ticker": lambda: translate("ColumnsForm", "Symbol"),
        SKIP: lambda: translate("ColumnsForm", "passed over"),
    }[role]()


class ColumnsForm(QWidget):
    """A row for each column of a file.

    Attributes:
        boxes: The choices, one a column.
        read: The button that has the file read with them.
        named: The columns were named: as the option ``--columns`` takes them.
    """

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[QComboBox] = []
        self._shown: PreviewColumns | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(MARGIN)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(2, 1)
        self._lacking = Sentence()
        self.read = QPushButton(self.tr("&Read it with these columns"))
        self.read.setAutoDefault(False)
        self.read.clicked.connect(lambda: self.named.emit(self._said()))
        vbox(self._grid, hbox(self.read, (self._lacking, 1)), parent=self)

    def show_columns(self, columns: PreviewColumns, said: str) -> None:
        """Show the columns of a file, with what was ``said`` of them, else what they look like."""
        if columns != self._shown:
            self._shown = columns
            self._build(columns)
        named = said.split(",") if said else columns.guess
        for box, role in zip(self.boxes, named, strict=False):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(box.findData(role), 0))
        self._show_state()

    # -- inside ------------------------------------------------------------------------------------

    def _build(self, columns: PreviewColumns) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        titles = (self.tr("Column"), self.tr("Holds"), self.tr("First rows"))
        for place, title in enumerate(titles):
            self._grid.addWidget(TintedLabel(title), 0, place)
        self.boxes = [self._box(place) for place in range(len(columns.guess))]
        for place, box in enumerate(self.boxes):
            values = ElidedLabel(colour="text", title=self.tr("First rows"))
            values.show_text("   ".join(row[place] for row in columns.rows))
            number = TintedLabel(str(place + 1), colour="text")
            for at, widget in enumerate((number, box, values)):
                self._grid.addWidget(widget, place + 1, at, Qt.AlignmentFlag(0) if at else Qt.AlignmentFlag.AlignRight)

    def _box(self, place: int) -> QComboBox:
        box = QComboBox()
        box.setFixedWidth(_WIDTH)
        box.setAccessibleName(self.tr("Column {number}").format(number=place + 1))
        for role in (SKIP, *ROLES):
            box.addItem(role_word(role), role)
        box.activated.connect(lambda _: self._choose(box))
        return box

    def _choose(self, chosen: QComboBox) -> None:
        """Pass over what another column holds now, or what cannot stand beside it."""
        role = chosen.currentData()
        gone = {role, *_EITHER.get(role, ())} - {SKIP}
        for box in self.boxes:
            if box is not chosen and box.currentData() in gone:
                box.setCurrentIndex(0)
        self._show_state()

    def _said(self) -> str:
        return ",".join(box.currentData() for box in self.boxes)

    def _show_state(self) -> None:
        lacking = unnamed(self._said().split(","))
        self.read.setEnabled(not lacking)
        told = self.tr("Still to be named: {columns}").format(columns=", ".join(map(role_word, lacking)))
        self._lacking.setText(told if lacking else "")
