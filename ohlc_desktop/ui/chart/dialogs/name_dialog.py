"""Asks for a name under which something is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QWidget

from ohlc_desktop.core.chart.saved.names import LONGEST, same_name, tidy_name
from ohlc_desktop.ui.widgets.boxes import vbox
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import MARGIN


class NameDialog(QDialog):
    """A field for a name. One that is taken is not given again, or only when the button says so.

    Attributes:
        chosen: The name, tidied.
        field: Where it is written; ``note`` what is to be told of it; ``accept_button`` takes it.
        check: A choice beside it; hidden unless there is a text for it.
    """

    chosen = Signal(str)

    def __init__(
        self, title: str, name: str, taken: Sequence[str], replacing: bool, check: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """
        Args:
            title: Of the window: what is done.
            name: What is proposed.
            taken: Names that are there already.
            replacing: Whether one of these may be taken, for what it names is replaced.
            check: Text of a choice beside the name.
            parent: The window.
        """
        super().__init__(parent)
        self._taken, self._replacing = taken, replacing
        self.setWindowTitle(title)
        self.field, self.note, self.check = QLineEdit(name), Sentence(small=True), QCheckBox(check)
        self.field.setMaxLength(LONGEST)
        self.check.setVisible(bool(check))
        label = QLabel(self.tr("&Name"))
        label.setBuddy(self.field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = QPushButton(self.tr("&Save"))
        buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        vbox(label, self.field, self.check, self.note, 1, buttons, parent=self, margins=MARGIN)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(tidy_name(self.field.text())))
        self.field.textChanged.connect(self._look)
        self.setMinimumWidth(340)
        self.field.selectAll()
        self._look()

    def _look(self) -> None:
        """Say what becomes of a name that is taken."""
        name = tidy_name(self.field.text())
        there = same_name(name, self._taken)
        told = self.tr("“{name}” is there already: it is replaced.")
        if there and not self._replacing:
            told = self.tr("“{name}” is there already. Choose another name.")
        self.note.setText(told.format(name=there) if there else "")
        self.accept_button.setEnabled(bool(name) and (self._replacing or not there))
        self.accept_button.setText(self.tr("&Replace") if there and self._replacing else self.tr("&Save"))
