"""The settings of one indicator: its inputs and how it is drawn. The chart shows each change at once."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QWidget

from ohlc_desktop.core.chart.indicators import IndicatorSpec, kind_of
from ohlc_desktop.core.chart.saved.study_defaults import set_back
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.messages import translated
from ohlc_desktop.ui.chart.dialogs.input_form import InputForm
from ohlc_desktop.ui.chart.dialogs.look_form import LookForm
from ohlc_desktop.ui.widgets.boxes import hbox, scrolled, vbox
from ohlc_desktop.ui.widgets.form import FormNote
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, heading

#: Share of the screen's height that the dialog takes at most, and what is around its form, logical pixels.
_TALLEST, _AROUND = 0.8, 84


class IndicatorDialog(QDialog):
    """Asks for the parameters and looks of an indicator.

    Attributes:
        changed: The :class:`IndicatorSpec` that the chart is to show now, also that of before when it is cancelled.
        default_wanted: The :class:`IndicatorSpec` that new indicators of its kind are to begin like.
        spec: As it is entered. To be read only.
        inputs: The fields of its parameters; ``looks`` those of its lines.
        note: What is wrong with what was entered, or what was done.
    """

    changed = Signal(object)
    default_wanted = Signal(object)

    def __init__(self, spec: IndicatorSpec, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        """
        Args:
            spec: As it is; an anchor is shown and entered in ``zone`` (None for the machine's own).
            zone: The chart's time zone.
            parent: The window.
        """
        super().__init__(parent)
        self._before = self.spec = spec
        self.setWindowTitle(translated(kind_of(spec).title))
        self.inputs, self.looks, self.note = InputForm(spec, zone), LookForm(spec), FormNote(filled=True)
        self.inputs.edited.connect(self._take_inputs)
        self.looks.edited.connect(self._take)
        self._build()

    def reject(self) -> None:
        """Draw it as it was."""
        if self.spec != self._before:
            self.changed.emit(self._before)
        super().reject()

    def _build(self) -> None:
        parts = [heading(QLabel(self.tr("Inputs"))), self.inputs]
        if self.looks.rows:
            parts += [heading(QLabel(self.tr("Style"))), self.looks]
        self._page = QWidget()
        vbox(*parts, 1, parent=self._page, spacing=GAP + 2)
        area = scrolled(self._page)
        area.setMinimumWidth(self._page.sizeHint().width() + GAP)
        vbox((area, 1), self.note, self._make_buttons(), parent=self, margins=MARGIN, spacing=GAP + 4)
        self._make_room()

    def _make_room(self) -> None:
        """Grow so that all fields are seen, as far as the screen is high enough."""
        said = self.note.sizeHint().height() + GAP if self.note.text else 0
        wanted = self._page.sizeHint().height() + _AROUND + said
        most = int(self.screen().availableSize().height() * _TALLEST)
        self.resize(
            self.sizeHint().width(), max(self.height(), min(wanted, most)) if self.isVisible() else min(wanted, most)
        )

    def _make_buttons(self) -> QWidget:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._accept = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.default_button = QPushButton(self.tr("Use as &default"))
        self.reset_button = QPushButton(self.tr("R&eset"))
        self.default_button.clicked.connect(self._use_as_default)
        self.reset_button.clicked.connect(lambda: self._show(set_back(self.spec)))
        for button in (self.default_button, self.reset_button):
            button.setAutoDefault(False)
        row = QWidget()
        hbox(self.default_button, self.reset_button, 1, buttons, parent=row)
        return row

    def _take_inputs(self) -> None:
        """Take the parameters as they are entered; nothing while one of them cannot be used, and say why."""
        problem = self.inputs.problem
        self._accept.setEnabled(not problem)
        self.default_button.setEnabled(not problem)
        self.note.tell(Severity.ATTENTION, problem)
        self._take(self.spec if problem else self.inputs.read(self.spec))

    def _take(self, spec: IndicatorSpec) -> None:
        """Have it drawn like this."""
        if spec != self.spec:
            self.spec = spec
            self.looks.show_spec(spec)
            self.changed.emit(spec)
        self._make_room()

    def _show(self, spec: IndicatorSpec) -> None:
        """Show these settings in all fields."""
        self.inputs.show_spec(spec)
        self._take_inputs()
        self._take(spec)

    def _use_as_default(self) -> None:
        self.default_wanted.emit(self.spec)
        text = self.tr("New indicators of the kind {name} begin like this.")
        self.note.tell(Severity.OK, text.format(name=translated(kind_of(self.spec).title)))
        self._make_room()
