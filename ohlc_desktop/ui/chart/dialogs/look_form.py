"""How the lines of one indicator are drawn, as a form: a row for each line."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QWidget

from ohlc_desktop.core.chart.indicators import (
    IndicatorSpec,
    Line,
    LineStyle,
    kind_of,
    lines_of,
    look_of,
    styled,
)
from ohlc_desktop.core.chart.line_look import LINE_WIDTHS, LineLook, Stroke
from ohlc_desktop.services.i18n.messages import translated
from ohlc_desktop.ui.chart.drawing.drawing_menu import stroke_words
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.chart.items.paint_candles import dashed_pen
from ohlc_desktop.ui.chart.panes.frame import line_width
from ohlc_desktop.ui.chart.settings.colour_well import ColourWell
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours

translate = QCoreApplication.translate

#: Of the picture of a line in a list, logical pixels.
_SAMPLE = QSize(40, 14)
#: Around picture and text of a choice, logical pixels.
_AROUND = 54
#: In the order of their words.
_STROKES = tuple(Stroke)


class LookRow:
    """The fields of one line.

    Attributes:
        visible: Whether it is drawn; its text is the line's name.
        well: Its colour; ``width`` and ``stroke`` likewise.
        value: Whether its newest value stands at the axis.
    """

    def __init__(self, line: Line) -> None:
        self.line, title = line, translated(line.title)
        self.visible, self.value = QCheckBox(title), QCheckBox()
        self.well = ColourWell(translate("LookForm", "Colour of {line}").format(line=title))
        pixels = translate("LookForm", "{pixels} px")
        self.width = _choice([pixels.format(pixels=f"{width:g}") for width in LINE_WIDTHS])
        self.stroke = _choice(list(stroke_words().values()))
        for field, name in (
            (self.visible, translate("LookForm", "Show {line}")), (self.width, translate("LookForm", "Width of {line}")),
            (self.stroke, translate("LookForm", "Line style of {line}")), (self.value, translate("LookForm", "Value of {line} at the axis")),
        ):  # fmt: skip
            field.setAccessibleName(name.format(line=title))

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """In the order of the columns."""
        return self.visible, self.well, self.width, self.stroke, self.value

    def show_look(self, look: LineLook, colour: QColor, ink: QColor) -> None:
        """Show how it is drawn, in this colour; nothing is emitted."""
        for field in self.fields:
            field.blockSignals(True)
        self.visible.setChecked(look.visible)
        self.value.setChecked(look.value_label)
        self.well.show_colour(look.colour, colour)
        self.width.setCurrentIndex(_nearest(line_width(self.line, look)))
        self.stroke.setCurrentIndex(_STROKES.index(look.stroke))
        for at, width in enumerate(LINE_WIDTHS):
            self.width.setItemIcon(at, _sample(ink, width, Stroke.SOLID))
        for at, stroke in enumerate(_STROKES):
            self.stroke.setItemIcon(at, _sample(ink, 2.0, stroke))
        for field in (self.well, self.width, self.stroke, self.value):
            field.setEnabled(look.visible)
        if self.line.style is LineStyle.HISTOGRAM:  # which has neither
            self.width.setEnabled(False)
            self.stroke.setEnabled(False)
        for field in self.fields:
            field.blockSignals(False)


class LookForm(QWidget):
    """A row for each line that the indicator has.

    Attributes:
        edited: The :class:`IndicatorSpec` as it is wanted now.
        rows: By the key of the line.
    """

    edited = Signal(object)

    def __init__(self, spec: IndicatorSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self.rows = {line.key: LookRow(line) for line in kind_of(spec).lines}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(5, 1)
        self._grid.setColumnMinimumWidth(0, 2 * MARGIN)
        self._add_titles()
        for number, row in enumerate(self.rows.values()):
            self._add_row(row, number + 1)
        self.show_spec(spec)

    def show_spec(self, spec: IndicatorSpec) -> None:
        """Show how its lines are drawn, those that it has now; nothing is emitted."""
        self._spec = spec
        there = {line.key for line in lines_of(spec)}
        for key, row in self.rows.items():
            with QSignalBlocker(self):
                row.show_look(look_of(spec, key), self._seen(key), colours(self).text)
            for field in row.fields:
                field.setVisible(key in there)

    def _add_titles(self) -> None:
        titles = ("", self.tr("Colour"), self.tr("Width"), self.tr("Line style"), self.tr("Value at the axis"))
        for column, title in enumerate(titles):
            label = QLabel(title)
            label.setVisible(bool(self.rows))
            self._grid.addWidget(label, 0, column)

    def _add_row(self, row: LookRow, number: int) -> None:
        for column, field in enumerate(row.fields):
            self._grid.addWidget(field, number, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        key = row.line.key
        row.visible.toggled.connect(lambda on: self._edit(key, visible=on))
        row.value.toggled.connect(lambda on: self._edit(key, value_label=on))
        row.well.chosen.connect(lambda colour: self._edit(key, colour=colour))
        row.width.activated.connect(lambda at: self._edit(key, width=self._width(row.line, LINE_WIDTHS[at])))
        row.stroke.activated.connect(lambda at: self._edit(key, stroke=_STROKES[at]))

    def _width(self, line: Line, width: float) -> float:
        """What is stored for a width: 0 where it is the usual one."""
        return 0.0 if width == line_width(line, LineLook()) else width

    def _edit(self, key: str, **changes: object) -> None:
        looks = (
            replace(look, **changes) if line.key == key else look  # type: ignore[arg-type]
            for line, look in ((line, look_of(self._spec, line.key)) for line in kind_of(self._spec).lines)
        )
        self.show_spec(replace(self._spec, looks=tuple(looks)))
        self.edited.emit(self._spec)

    def _seen(self, key: str) -> QColor:
        """The colour in which a line is drawn."""
        own, theme = look_of(self._spec, key).colour, chart_colours(colours(self))
        if not own and self.rows[key].line.style is LineStyle.HISTOGRAM:
            return theme.up_soft
        return theme.study_line(styled(self._spec, self.rows[key].line))


def _choice(words: list[str]) -> QComboBox:
    field = QComboBox()
    field.setIconSize(_SAMPLE)
    field.addItems(words)
    field.setMinimumWidth(_SAMPLE.width() + max(map(field.fontMetrics().horizontalAdvance, words)) + _AROUND)
    return field


def _nearest(width: float) -> int:
    """Number of the offered width that comes nearest."""
    return min(range(len(LINE_WIDTHS)), key=lambda at: abs(LINE_WIDTHS[at] - width))


def _sample(ink: QColor, width: float, stroke: Stroke) -> QIcon:
    """A picture of a line."""
    pixmap = QPixmap(_SAMPLE * 2)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setPen(dashed_pen(QPen(ink, width), stroke))
        painter.drawLine(0, _SAMPLE.height() // 2, _SAMPLE.width(), _SAMPLE.height() // 2)
    return QIcon(pixmap)
