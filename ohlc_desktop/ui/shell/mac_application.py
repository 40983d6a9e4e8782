"""Quitting with Cmd+Q."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """The Qt application on macOS; the desktop's wish to quit (Cmd+Q) becomes a signal.

    Qt itself would close the window, which only hides it, and then think better of quitting.

    Attributes:
        quit_asked: The desktop asks the program to end.
    """

    quit_asked = Signal()

    def event(self, event: QEvent) -> bool:
        """Hear the wish to quit."""
        if event.type() is not QEvent.Type.Quit:
            return super().event(event)
        event.ignore()
        self.quit_asked.emit()
        return True
