"""A page of settings: rows of fields, each of which reads and writes one of a chart's options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpacerItem, QSpinBox, QWidget

from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.ui.chart.items.colours import ChartColours, chart_colours
from ohlc_desktop.ui.chart.settings.colour_well import ColourWell
from ohlc_desktop.ui.widgets.boxes import form_rows, hbox
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours

#: Logical pixels of a field with a word or number, and the height of a row with colours.
_FIELD, _HIGH = 230, 26


class Option(NamedTuple):
    """Reads an option, and gives options in which it is another."""

    get: Callable[[ChartOptions], Any]
    put: Callable[[ChartOptions, Any], ChartOptions]


def option(name: str) -> Option:
    """An option by its name: ``volume``, or ``appearance.margin_top``."""
    if not name.startswith("appearance."):
        return Option(lambda options: getattr(options, name), lambda options, value: replace(options, **{name: value}))
    field = name.removeprefix("appearance.")

    def put(options: ChartOptions, value: Any) -> ChartOptions:
        return replace(options, appearance=replace(options.appearance, **{field: value}))

    return Option(lambda options: getattr(options.appearance, field), put)


class OptionForm(QWidget):
    """A page.

    Attributes:
        edited: :class:`ChartOptions` as the user wants them now.
        fields: Its fields by the name of what they are for.
        labels: What stands before fields.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = ChartOptions()
        self._shows: list[Callable[[ChartOptions], object]] = []
        self.fields: dict[str, QWidget] = {}
        self.labels: list[QWidget] = []
        self._rows = form_rows(self, (MARGIN, GAP, MARGIN, GAP))

    def show_options(self, options: ChartOptions) -> None:
        """Show how things stand; nothing is emitted."""
        self._options = options
        for show in self._shows:
            show(options)

    def _edit(self, of: Option, value: object) -> None:
        self.edited.emit(of.put(self._options, value))

    # -- rows --------------------------------------------------------------------------------------

    def add_switch(self, text: str, name: str, of: Option | None = None) -> None:
        """A row with something that is on or off."""
        self._rows.addRow(self._switch(text, name, of))

    def add_gap(self) -> None:
        """Some space between rows."""
        self._rows.addItem(QSpacerItem(0, GAP))

    def add_choice(self, title: str, name: str, words: Sequence[tuple[object, str]]) -> None:
        """A row in which one of several values is chosen, each with its word."""
        of, field = option(name), QComboBox()
        for value, word in words:
            field.addItem(word, value)
        field.setFixedWidth(_FIELD)
        values = [value for value, _ in words]
        field.activated.connect(lambda at: self._edit(of, values[at]))
        self._shows.append(lambda options: field.setCurrentIndex(values.index(of.get(options))))
        self._add_row(title, name, field)

    def add_number(self, title: str, name: str, limits: tuple[int, int], unit: str, none: str = "") -> None:
        """A row with a whole number and its unit; ``none`` is what stands below the least one for no number."""
        of, field = option(name), QSpinBox()
        low, high = limits
        field.setRange(low - 1 if none else low, high)
        field.setSpecialValueText(none)
        field.setSuffix(f" {unit}")
        field.setFixedWidth(_FIELD)
        field.valueChanged.connect(lambda value: self._edit(of, None if none and value < low else value))
        self._shows.append(lambda options: _show_number(field, of.get(options), low - 1))
        self._add_row(title, name, field)

    def add_colours(self, title: str, *wells: tuple[str, str, str], switch: str = "") -> None:
        """A row of colours: the name of each, what it is called, and its field of :class:`ChartColours`.

        ``switch`` names the option, if there is one, that says whether they are drawn; then ``title`` is what turns it on.
        """
        found = [self._well(*each) for each in wells]
        row = hbox(*found, 1)
        if switch:
            box = self._switch(title, switch)
            box.setFixedHeight(_HIGH)
            self.labels.append(box)
            self._shows.extend(partial(_enable, well, option(switch)) for well in found)
            self._rows.addRow(box, row)
        else:
            label = QLabel(title)
            label.setFixedHeight(_HIGH)
            self.labels.append(label)
            self._rows.addRow(label, row)

    def add_heading(self, *titles: str) -> None:
        """Titles above the colours that follow."""
        labels = [QLabel(title) for title in titles]
        for label in labels:
            label.setFixedWidth(56)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rows.addRow(QLabel(), hbox(*labels, 1))

    # -- fields ------------------------------------------------------------------------------------

    def _add_row(self, title: str, name: str, field: QWidget) -> None:
        label = QLabel(title)
        label.setBuddy(field)
        label.setMinimumHeight(field.sizeHint().height())
        self.labels.append(label)
        field.setAccessibleName(title.replace("&", ""))
        self.fields[name] = field
        self._rows.addRow(label, field)

    def _switch(self, text: str, name: str, of: Option | None = None) -> QCheckBox:
        box, of = QCheckBox(text), of or option(name)
        box.clicked.connect(lambda on: self._edit(of, on))
        self._shows.append(lambda options: box.setChecked(of.get(options)))
        self.fields[name] = box
        return box

    def _well(self, name: str, title: str, drawn: str) -> ColourWell:
        of, well = option(name), ColourWell(title)
        well.chosen.connect(lambda colour: self._edit(of, colour))
        self._shows.append(lambda options: well.show_colour(of.get(options), self._drawn(options, drawn)))
        self.fields[name] = well
        return well

    def _drawn(self, options: ChartOptions, name: str) -> QColor:
        found: ChartColours = chart_colours(colours(self), options.appearance)
        colour: QColor = getattr(found, name)
        return colour


def _enable(well: ColourWell, of: Option, options: ChartOptions) -> None:
    well.setEnabled(of.get(options))


def _show_number(field: QSpinBox, value: int | None, none: int) -> None:
    with QSignalBlocker(field):
        field.setValue(none if value is None else value)


def align_labels(forms: Sequence[OptionForm]) -> None:
    """Let the fields of several pages begin at the same place."""
    labels = [label for form in forms for label in form.labels]
    widest = max(label.sizeHint().width() for label in labels)
    for label in labels:
        label.setMinimumWidth(widest)
