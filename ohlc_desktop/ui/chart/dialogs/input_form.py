"""The parameters of one indicator as a form made from what its kind declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from decimal import Decimal

from PySide6.QtCore import QDateTime, QSignalBlocker, QTimeZone, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QLabel, QWidget

from ohlc_desktop.core.chart.axes.time_texts import utc_of_wall, utc_offset
from ohlc_desktop.core.chart.indicators import IndicatorSpec, Parameter, ParameterKind, Value, kind_of
from ohlc_desktop.core.numbers import write_decimals
from ohlc_desktop.services.i18n.messages import translated
from ohlc_desktop.ui.widgets.boxes import form_rows
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.number_box import NumberBox

_FIELD = 170

#: Shows nothing, gives the value that was entered; shows a value.
Read = Callable[[], Value]
Show = Callable[[Value], object]


class InputForm(QWidget):
    """Fields for parameters.

    Attributes:
        edited: Something was entered; what cannot be used is told as well.
        fields: By the key of the parameter.
    """

    edited = Signal()

    def __init__(self, spec: IndicatorSpec, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        """
        Args:
            spec: As it is; an anchor is shown and entered in ``zone`` (None for the machine's own).
            zone: The chart's time zone.
            parent: The dialog.
        """
        super().__init__(parent)
        self._kind, self._zone = kind_of(spec), zone
        self._reads: dict[str, Read] = {}
        self._shows: dict[str, Show] = {}
        self.fields: dict[str, QWidget] = {}
        self._form = form_rows(self)
        self._fill(spec)

    def read(self, spec: IndicatorSpec) -> IndicatorSpec:
        """The indicator with the parameters as they are entered."""
        return replace(spec, parameters=tuple((key, read()) for key, read in self._reads.items()))

    def show_spec(self, spec: IndicatorSpec) -> None:
        """Show its parameters; nothing is emitted."""
        for key, show in self._shows.items():
            with QSignalBlocker(self.fields[key]):
                show(spec.values[key])

    @property
    def problem(self) -> str:
        """What is to be written where a field holds no number that it can take; empty where all do."""
        boxes = (field for field in self.fields.values() if isinstance(field, NumberBox))
        wrong = next((box for box in boxes if not box.usable), None)
        if wrong is None:
            return ""
        text = self.tr("Write a number from {low} to {high} such as {example}, with {decimals} decimals at most.")
        example = wrong.textFromValue(wrong.value())
        low, high = f"{wrong.minimum():g}", write_decimals(wrong.maximum(), 0)
        return text.format(low=low, high=high, example=example, decimals=wrong.decimals())

    def _fill(self, spec: IndicatorSpec) -> None:
        makers = {
            ParameterKind.INT: self._whole, ParameterKind.FLOAT: self._real,
            ParameterKind.CHOICE: self._choice, ParameterKind.TIME: self._time,
        }  # fmt: skip
        for parameter in self._kind.parameters:
            field = makers[parameter.kind](parameter)
            field.setAccessibleName(translated(parameter.title))
            field.setMinimumWidth(_FIELD)
            self.fields[parameter.key] = field
            label = QLabel(translated(parameter.title))
            label.setBuddy(field)
            self._form.addRow(label, field)
        if not self.fields:
            note = Sentence()
            note.setText(self.tr("It has no parameters."))
            self._form.addRow(note)
        self.show_spec(spec)

    def _whole(self, parameter: Parameter) -> QWidget:
        field = NumberBox(parameter.smallest, parameter.largest, 0)
        self._reads[parameter.key] = lambda: int(field.value())
        self._shows[parameter.key] = lambda value: field.setValue(int(value))
        return self._told(field)

    def _real(self, parameter: Parameter) -> QWidget:
        field = NumberBox(parameter.smallest, parameter.largest, _decimals(parameter))
        self._reads[parameter.key] = field.value
        self._shows[parameter.key] = lambda value: field.setValue(float(value))
        return self._told(field)

    def _told(self, field: NumberBox) -> NumberBox:
        field.valueChanged.connect(self.edited)
        field.lineEdit().textChanged.connect(self.edited)
        return field

    def _choice(self, parameter: Parameter) -> QWidget:
        field = QComboBox()
        for word in parameter.choices:
            field.addItem(translated(word), word)
        field.currentIndexChanged.connect(self.edited)
        self._reads[parameter.key] = field.currentData
        self._shows[parameter.key] = lambda value: field.setCurrentIndex(field.findData(str(value)))
        return field

    def _time(self, parameter: Parameter) -> QWidget:
        """The wall clock of the chart's zone, carried as if it were UTC: Qt need not know the zone."""
        field = QDateTimeEdit()
        field.setTimeZone(QTimeZone.utc())
        field.setDisplayFormat("yyyy-MM-dd HH:mm")
        field.setCalendarPopup(True)
        field.dateTimeChanged.connect(self.edited)
        self._reads[parameter.key] = lambda: utc_of_wall(field.dateTime().toSecsSinceEpoch(), self._zone)
        self._shows[parameter.key] = lambda value: self._show_time(field, int(value))
        return field

    def _show_time(self, field: QDateTimeEdit, stamp: int) -> None:
        wall = stamp + utc_offset(stamp, self._zone)
        field.setDateTime(QDateTime.fromSecsSinceEpoch(wall, QTimeZone.utc()))


def _decimals(parameter: Parameter) -> int:
    """Digits after the point: two, or as many as the default and the smallest value have."""
    exponents = (Decimal(str(value)).as_tuple().exponent for value in (parameter.default, parameter.smallest))
    return max(2, *(-int(exponent) for exponent in exponents))
