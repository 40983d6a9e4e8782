"""The look of one drawing as a form: colours, widths, and what only some kinds have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from ohlc_desktop.core.chart.drawings.drawings import (
    FIBONACCI_LEVELS,
    LARGEST_TEXT,
    POSITIONS,
    SMALLEST_TEXT,
    WIDEST,
    Drawing,
    DrawingKind,
)
from ohlc_desktop.core.chart.plain_values import levels_in
from ohlc_desktop.core.numbers import NoNumber, read_number
from ohlc_desktop.ui.chart.drawing.drawing_menu import stroke_words
from ohlc_desktop.ui.chart.items.drawn.drawn_colours import line_colour
from ohlc_desktop.ui.chart.settings.colour_well import ColourWell
from ohlc_desktop.ui.widgets.boxes import form_rows, hbox
from ohlc_desktop.ui.widgets.theme import GAP, colours

#: Characters that can be typed.
LONGEST_TEXT = 2_000
_WIDE, _NARROW, _WORD = 260, 90, 160


class StyleForm(QWidget):
    """Fields for what a kind of drawing has, and for nothing else.

    Attributes:
        edited: The :class:`Drawing` as it is wanted now.
        fields: By the name of what they are for.
        usable: Whether all that is written can be read.
    """

    edited = Signal(object)

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing, self.usable = drawing, True
        self.fields: dict[str, QWidget] = {}
        self._rows = form_rows(self)
        self._build(drawing.kind)
        self.show_drawing(drawing)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show how it looks; nothing is emitted."""
        self._drawing = drawing
        for name, field in self.fields.items():
            with QSignalBlocker(field):
                self._show(field, name, getattr(drawing, name))

    def _build(self, kind: DrawingKind) -> None:
        text, lined = kind is DrawingKind.TEXT, kind is not DrawingKind.TEXT
        if kind.texted:
            several = text or kind is DrawingKind.RECTANGLE
            self._add(self.tr("&Text"), "text", self._lines() if several else self._line())
        if text:
            self._add(self.tr("Si&ze"), "text_size", self._number("text_size", SMALLEST_TEXT, LARGEST_TEXT, "px"))
        self._add(self.tr("&Colour"), "colour", self._well("colour", self.tr("Colour")))
        if lined:
            self._add(self.tr("&Width"), "width", self._number("width", 1, WIDEST, "px"))
            self._add(self.tr("Line &style"), "stroke", self._stroke())
        if kind.filled:
            self._add_fill(kind)
        if kind in (DrawingKind.FIBONACCI, DrawingKind.CHANNEL):
            self._switch("extended", self.tr("&Extend to the right"))
        if kind is DrawingKind.CHANNEL:
            self._switch("middle", self.tr("&Middle line"))
        if kind is DrawingKind.FIBONACCI:
            self._add(self.tr("&Levels"), "levels", self._levels())

    def _add(self, title: str, name: str, field: QWidget) -> None:
        label = QLabel(title)
        label.setBuddy(field)
        label.setMinimumHeight(0 if isinstance(field, QPlainTextEdit) else field.sizeHint().height())
        if not field.accessibleName():
            field.setAccessibleName(title.replace("&", ""))
        self.fields[name] = field
        self._rows.addRow(label, field)

    def _add_fill(self, kind: DrawingKind) -> None:
        """Colour and opacity in one row; won and lost have colours of their own."""
        opacity = self._number("opacity", 0, 100, "%")
        opacity.setSpecialValueText(self.tr("none"))
        if kind in POSITIONS:
            self._add(self.tr("&Fill"), "opacity", opacity)
            return
        label, well = QLabel(self.tr("&Fill")), self._well("fill", self.tr("Fill"))
        label.setBuddy(well)
        label.setMinimumHeight(opacity.sizeHint().height())
        opacity.setAccessibleName(self.tr("Opacity of the fill"))
        self.fields |= {"fill": well, "opacity": opacity}
        self._rows.addRow(label, hbox(well, opacity, 1))

    # -- fields ------------------------------------------------------------------------------------

    def _lines(self) -> QWidget:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedSize(_WIDE, 4 * field.fontMetrics().lineSpacing() + 2 * GAP)
        field.textChanged.connect(lambda: self._edit(text=field.toPlainText()[:LONGEST_TEXT]))
        return field

    def _line(self) -> QWidget:
        field = QLineEdit()
        field.setMaxLength(LONGEST_TEXT)
        field.setFixedWidth(_WIDE)
        field.textChanged.connect(lambda text: self._edit(text=text))
        return field

    def _number(self, name: str, least: int, most: int, unit: str) -> QSpinBox:
        field = QSpinBox()
        field.setRange(least, most)
        field.setSuffix(f" {unit}")
        field.setFixedWidth(_NARROW)
        field.valueChanged.connect(lambda value: self._edit(**{name: value}))
        return field

    def _well(self, name: str, title: str) -> ColourWell:
        well = ColourWell(title)
        well.chosen.connect(lambda colour: self._edit(**{name: colour}))
        well.chosen.connect(lambda _: self._show(well, name, getattr(self._drawing, name)))
        return well

    def _stroke(self) -> QComboBox:
        field, words = QComboBox(), stroke_words()
        for word in words.values():
            field.addItem(word)
        field.setFixedWidth(_WORD)
        field.activated.connect(lambda at: self._edit(stroke=list(words)[at]))
        return field

    def _switch(self, name: str, text: str) -> None:
        box = QCheckBox(text)
        box.toggled.connect(lambda on: self._edit(**{name: on}))
        self.fields[name] = box
        self._rows.addRow(box)

    def _levels(self) -> QLineEdit:
        field = QLineEdit()
        field.setFixedWidth(_WIDE)
        field.setToolTip(self.tr("Shares of the move such as 0.618, with spaces between them"))
        field.textChanged.connect(self._read_levels)
        return field

    def _read_levels(self, text: str) -> None:
        """Take the levels that are written; none while one of them is no number."""
        try:
            levels = levels_in([read_number(part) for part in text.replace(";", " ").split()])
        except NoNumber:
            levels = ()
        self.usable = bool(levels)
        self._edit(levels=() if levels == FIBONACCI_LEVELS else levels or self._drawing.levels)

    # -- both ways ---------------------------------------------------------------------------------

    def _edit(self, **options: Any) -> None:
        self._drawing = replace(self._drawing, **options)
        self.edited.emit(self._drawing)

    def _show(self, field: QWidget, name: str, value: Any) -> None:
        match field:
            case ColourWell():
                field.show_colour(value, self._seen(name, value))
            case QSpinBox():
                field.setValue(value)
            case QComboBox():
                field.setCurrentIndex(list(stroke_words()).index(value))
            case QCheckBox():
                field.setChecked(value)
            case QPlainTextEdit():
                field.setPlainText(value)
            case QLineEdit():
                field.setText(
                    "  ".join(f"{each:g}" for each in value or FIBONACCI_LEVELS) if name == "levels" else value
                )

    def _seen(self, name: str, value: str) -> QColor:
        """What a colour looks like on the chart."""
        if name == "fill" and value:
            return QColor(value)
        return line_colour(self._drawing, colours(self))
