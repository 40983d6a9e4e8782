"""The editor of a text with a password in it."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton

from ohlc_desktop.core.settings import Unusable
from ohlc_desktop.core.settings.masking import MASK, mask_url
from ohlc_desktop.ui.settings.editors import Editor
from ohlc_desktop.ui.widgets.boxes import hbox


class SecretEditor(Editor):
    """Text with a password in it: masked, and the mask may stay while the rest is changed."""

    wide = True

    def __init__(self, name: str) -> None:
        self.field = QLineEdit()
        super().__init__(name, self.field)
        self._value = ""
        self.field.editingFinished.connect(self.committed)
        self.field.textChanged.connect(self.touched)
        self.reveal = QPushButton(self.tr("Show &password"))
        self.reveal.setCheckable(True)
        self.reveal.setAccessibleName(self.tr("Show the password in {name}").format(name=name))
        self.reveal.toggled.connect(self._show)
        hbox(self.field, self.reveal, parent=self)

    def show_value(self, value: Any) -> None:
        """Show it masked, unless the user is in the middle of changing it."""
        fresh = str(value) != self._value
        if not fresh and self.field.hasFocus() and self.field.text() != self._shown():
            return
        self._value = str(value)
        if fresh:
            with QSignalBlocker(self.reveal):
                self.reveal.setChecked(False)
        self._show()

    def raw(self) -> object:
        """The text with the password where the mask stands."""
        text = self.field.text().strip()
        return text if self.reveal.isChecked() else unmasked(text, self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape brings the value in force back."""
        if event.key() == Qt.Key.Key_Escape and self.field.text() != self._shown():
            self.field.setText(self._shown())
        else:
            super().keyPressEvent(event)

    def _shown(self) -> str:
        return self._value if self.reveal.isChecked() else mask_url(self._value)

    def _show(self) -> None:
        with QSignalBlocker(self.field):
            self.field.setText(self._shown())
        self.reveal.setVisible(MASK in mask_url(self._value) and self.isEnabled())


def unmasked(text: str, value: str) -> str:
    """An address that was edited while its secrets were masked, with the secrets of ``value`` put back.

    Raises:
        Unusable: a mask is left over whose secret nobody knows.
    """
    parts = mask_url(value).split(MASK)
    if len(parts) == 1 or MASK not in text:
        return text
    known = re.fullmatch("(.*)".join(re.escape(part) for part in parts), value, re.DOTALL)
    if known is None or text.count(MASK) != len(parts) - 1:
        raise Unusable("write the whole password in place of ***")
    secrets = iter(known.groups())
    return re.sub(re.escape(MASK), lambda _: next(secrets), text)
