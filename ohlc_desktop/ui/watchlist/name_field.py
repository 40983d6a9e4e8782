"""Where the name of an instrument is typed or pasted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_SEVERAL = "\n\t,;"


class NameField(QLineEdit):
    """A field for one name; a pasted list is passed on instead.

    Attributes:
        list_pasted: What was pasted, when it has several names.
    """

    list_pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Look at what is pasted first."""
        pasted = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if any(separator in pasted.strip() for separator in _SEVERAL):
            self.list_pasted.emit(pasted.strip())
        else:
            super().keyPressEvent(event)
