"""The parameters and colours of one indicator, as a form made from what its kind declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from decimal import Decimal

from PySide6.QtCore import QDateTime, Qt, QTimeZone, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ohlc_desktop.core.chart.axes.time_texts import utc_of_wall, utc_offset
from ohlc_desktop.core.chart.indicators import (
    IndicatorSpec,
    Line,
    Parameter,
    ParameterKind,
    Value,
    kind_of,
    lines_of,
    look_of,
)
from ohlc_desktop.core.numbers import write_decimals
from ohlc_desktop.services.i18n.messages import translated
from ohlc_desktop.ui.chart.drawing.drawing_menu import colour_names
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.number_box import NumberBox
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours

_SWATCH = 14
_FIELD = 170

#: Shows nothing, gives the value that was entered.
Read = Callable[[], Value]


class IndicatorDialog(QDialog):
    """Asks for the parameters and colours of an indicator.

    Attributes:
        chosen: The :class:`IndicatorSpec` as it is wanted.
    """

    chosen = Signal(object)

    def __init__(self, spec: IndicatorSpec, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        """
        Args:
            spec: As it is; an anchor is shown and entered in ``zone`` (None for the machine's own).
            zone: The chart's time zone.
            parent: The window.
        """
        super().__init__(parent)
        self._spec, self._kind, self._zone = spec, kind_of(spec), zone
        self._reads: dict[str, Read] = {}
        self.fields: dict[str, QWidget] = {}
        self.swatches: dict[str, ColourButton] = {}
        self.setWindowTitle(translated(self._kind.title))
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(MARGIN)
        self._form.setVerticalSpacing(GAP)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN)
        column.addLayout(self._form)
        self.note = Sentence()
        self.note.hide()
        column.addWidget(self.note)
        column.addStretch()
        column.addWidget(self._make_buttons())
        self.setMinimumWidth(340)

    @property
    def spec(self) -> IndicatorSpec:
        """As it is entered."""
        parameters = tuple((key, read()) for key, read in self._reads.items())
        looks = (look_of(self._spec, line.key) for line in self._kind.lines)
        coloured = (
            replace(look, colour=self.swatches[line.key].colour if line.key in self.swatches else look.colour)
            for line, look in zip(self._kind.lines, looks, strict=True)
        )
        return replace(self._spec, parameters=parameters, looks=tuple(coloured))

    def _fill(self) -> None:
        values = self._spec.values
        for parameter in self._kind.parameters:
            field = self._field(parameter, values[parameter.key])
            field.setAccessibleName(translated(parameter.title))
            field.setMinimumWidth(_FIELD)
            self.fields[parameter.key] = field
            self._form.addRow(QLabel(translated(parameter.title)), field)
        if not self.fields:
            note = Sentence()
            note.setText(self.tr("It has no parameters."))
            self._form.addRow(note)
        for line in self._kind.lines:
            self._add_colour(line, look_of(self._spec, line.key).colour)
        self._show_lines()

    def _field(self, parameter: Parameter, value: Value) -> QWidget:
        makers = {
            ParameterKind.INT: self._whole, ParameterKind.FLOAT: self._real,
            ParameterKind.CHOICE: self._choice, ParameterKind.TIME: self._time,
        }  # fmt: skip
        return makers[parameter.kind](parameter, value)

    def _whole(self, parameter: Parameter, value: Value) -> QWidget:
        field = NumberBox(parameter.smallest, parameter.largest, 0)
        field.setValue(int(value))
        field.valueChanged.connect(self._show_lines)
        field.lineEdit().textChanged.connect(self._check)
        self._reads[parameter.key] = lambda: int(field.value())
        return field

    def _real(self, parameter: Parameter, value: Value) -> QWidget:
        field = NumberBox(parameter.smallest, parameter.largest, _decimals(parameter))
        field.setValue(float(value))
        field.lineEdit().textChanged.connect(self._check)
        self._reads[parameter.key] = field.value
        return field

    def _check(self) -> None:
        """Say what is to be written where a field holds no number that it can take, and take nothing meanwhile."""
        boxes = [field for field in self.fields.values() if isinstance(field, NumberBox)]
        wrong = next((box for box in boxes if not box.usable), None)
        self._accept.setEnabled(wrong is None)
        self.note.setVisible(wrong is not None)
        if wrong is not None:
            text = self.tr("Write a number from {low} to {high} such as {example}, with {decimals} decimals at most.")
            example = wrong.textFromValue(wrong.value())
            low, high = f"{wrong.minimum():g}", write_decimals(wrong.maximum(), 0)
            self.note.setText(text.format(low=low, high=high, example=example, decimals=wrong.decimals()))

    def _choice(self, parameter: Parameter, value: Value) -> QWidget:
        field = QComboBox()
        for word in parameter.choices:
            field.addItem(translated(word), word)
        field.setCurrentIndex(field.findData(str(value)))
        self._reads[parameter.key] = field.currentData
        return field

    def _time(self, parameter: Parameter, value: Value) -> QWidget:
        """The wall clock of the chart's zone, carried as if it were UTC: Qt need not know the zone."""
        wall = int(value) + utc_offset(int(value), self._zone)
        field = QDateTimeEdit(QDateTime.fromSecsSinceEpoch(wall, QTimeZone.utc()))
        field.setTimeZone(QTimeZone.utc())
        field.setDateTime(QDateTime.fromSecsSinceEpoch(wall, QTimeZone.utc()))
        field.setDisplayFormat("yyyy-MM-dd HH:mm")
        field.setCalendarPopup(True)
        self._reads[parameter.key] = lambda: utc_of_wall(field.dateTime().toSecsSinceEpoch(), self._zone)
        return field

    def _add_colour(self, line: Line, colour: str) -> None:
        button = ColourButton(self.tr("Colour of {line}").format(line=translated(line.title)), colour)
        button.setMinimumWidth(_FIELD)
        self.swatches[line.key] = button
        self._form.addRow(QLabel(translated(line.title)), button)

    def _show_lines(self) -> None:
        """Colours of the bands that are asked for, and of no others."""
        if len(self.swatches) < len(self._kind.lines):
            return
        wanted = {line.key for line in lines_of(self.spec)}
        for key, button in self.swatches.items():
            self._form.setRowVisible(button, key in wanted)

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._accept = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(self.spec))
        return buttons


class ColourButton(QPushButton):
    """A colour to choose: the theme's own, one of some that can be read on both themes, or any other.

    Attributes:
        colour: ``#rrggbb``; empty for the theme's.
    """

    def __init__(self, name: str, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.colour = colour
        menu = QMenu(self)
        self._names = colour_names()
        for value, word in self._names.items():
            menu.addAction(_swatch(value), word, lambda value=value: self.choose(value))
        menu.addSeparator()
        menu.addAction(self.tr("&Other…"), self._ask)
        self.setMenu(menu)
        self.choose(colour)

    def choose(self, colour: str) -> None:
        """Take this colour."""
        self.colour = colour
        self.setText(self._names.get(colour, colour))
        self.setIcon(_swatch(colour))

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self.colour or colours(self).accent.name()), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.colorSelected.connect(lambda chosen: self.choose(chosen.name()))
        dialog.open()


def _decimals(parameter: Parameter) -> int:
    """Digits after the point: two, or as many as the default and the smallest value have."""
    exponents = (Decimal(str(value)).as_tuple().exponent for value in (parameter.default, parameter.smallest))
    return max(2, *(-int(exponent) for exponent in exponents))


def _swatch(colour: str) -> QIcon:
    """A square in a colour; an empty one for the theme's."""
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setPen(colours().muted)
        painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
        painter.drawRect(0, 0, _SWATCH - 1, _SWATCH - 1)
    return QIcon(pixmap)
