"""The editor of a setting that is an address."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit

from ohlc_desktop.ui.settings.editors import Editor
from ohlc_desktop.ui.widgets.boxes import hbox


class AddressEditor(Editor):
    """A line of text."""

    wide = True

    def __init__(self, name: str) -> None:
        self.field = QLineEdit()
        super().__init__(name, self.field)
        self._value = ""
        self.field.editingFinished.connect(self.committed)
        self.field.textChanged.connect(self.touched)
        hbox(self.field, parent=self)

    def show_value(self, value: Any) -> None:
        """Show an address, unless the user is in the middle of changing it."""
        if str(value) == self._value and self.field.hasFocus() and self.field.text() != self._value:
            return
        self._value = str(value)
        with QSignalBlocker(self.field):
            self.field.setText(self._value)
            self.field.setCursorPosition(0)

    def raw(self) -> object:
        """The text."""
        return self.field.text()
