"""How volume profiles are made and drawn, as a form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from ohlc_desktop.core.chart.profile.settings import LIMITS, ProfileSettings, ProfileSide, RowLayout
from ohlc_desktop.ui.widgets.boxes import form_rows
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.number_box import NumberBox
from ohlc_desktop.ui.widgets.theme import MARGIN

_FIELD = 170


class ProfileDialog(QDialog):
    """Asks for the settings of volume profiles.

    Attributes:
        chosen: The :class:`ProfileSettings` as they are wanted.
    """

    chosen = Signal(object)

    def __init__(self, settings: ProfileSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Volume profile"))
        self.visible, self.sessions = self._switch(settings.visible), self._switch(settings.sessions)
        self.split = self._switch(settings.split)
        self.layouts = self._choice(
            {RowLayout.ROWS: self.tr("by their number"), RowLayout.TICKS: self.tr("by their ticks")}, settings.layout
        )
        self.sides = self._choice(
            {ProfileSide.RIGHT: self.tr("right"), ProfileSide.LEFT: self.tr("left")}, settings.side
        )
        names = ("rows", "ticks", "value_area", "width")
        self.numbers = {name: self._number(name, getattr(settings, name)) for name in names}
        self._form = form_rows()
        self._fill()
        self.note = Sentence()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN)
        column.addLayout(self._form)
        column.addWidget(self.note)
        column.addStretch()
        column.addWidget(self._make_buttons())
        self.setMinimumWidth(360)
        self._check()
        self.layouts.currentIndexChanged.connect(self._show_rows)
        self._show_rows()

    @property
    def settings(self) -> ProfileSettings:
        """As they are entered."""
        numbers = {name: int(box.value()) for name, box in self.numbers.items()}
        return ProfileSettings(
            self.visible.isChecked(), self.sessions.isChecked(), RowLayout(self.layouts.currentData()),
            side=ProfileSide(self.sides.currentData()), split=self.split.isChecked(), **numbers,
        )  # fmt: skip

    def _fill(self) -> None:
        numbers = self.numbers
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Of what is in sight"), self.visible), (self.tr("Of each trade date"), self.sessions),
            (self.tr("Height of rows"), self.layouts), (self.tr("Rows at most"), numbers["rows"]),
            (self.tr("Ticks in a row"), numbers["ticks"]), (self.tr("Value area, percent"), numbers["value_area"]),
            (self.tr("Longest row, percent of the width"), numbers["width"]),
            (self.tr("Edge, of what is in sight"), self.sides), (self.tr("Rising and falling apart"), self.split),
        )  # fmt: skip
        for text, field in rows:
            field.setAccessibleName(text)
            if not isinstance(field, QCheckBox):
                field.setMinimumWidth(_FIELD)
            self._form.addRow(QLabel(text), field)

    def _switch(self, on: bool) -> QCheckBox:
        field = QCheckBox()
        field.setChecked(on)
        return field

    def _choice(self, words: dict[RowLayout, str] | dict[ProfileSide, str], chosen: object) -> QComboBox:
        field = QComboBox()
        for value, word in words.items():
            field.addItem(word, value)
        field.setCurrentIndex(list(words).index(chosen))  # type: ignore[arg-type]
        return field

    def _number(self, name: str, value: int) -> NumberBox:
        field = NumberBox(*LIMITS[name], 0)
        field.setValue(value)
        field.lineEdit().textChanged.connect(self._check)
        return field

    def _check(self) -> None:
        """Say what is to be written where a field holds no number that it can take, and take nothing meanwhile."""
        wrong = next((box for box in self.numbers.values() if not box.usable), None)
        self._accept.setEnabled(wrong is None)
        self.note.setVisible(wrong is not None)
        if wrong is not None:
            text = self.tr("Write a whole number from {low} to {high}.")
            self.note.setText(text.format(low=f"{wrong.minimum():g}", high=f"{wrong.maximum():g}"))

    def _show_rows(self) -> None:
        """The number that tells how tall rows are, and not the other one."""
        by_number = RowLayout(self.layouts.currentData()) is RowLayout.ROWS
        self._form.setRowVisible(self.numbers["rows"], by_number)
        self._form.setRowVisible(self.numbers["ticks"], not by_number)

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._accept = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(self.settings))
        return buttons
