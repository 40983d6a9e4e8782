"""A sentence that stands over the foot of a window for some seconds."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.widgets.form import FormNote
from ohlc_desktop.ui.widgets.theme import GAP

#: So many milliseconds.
_SHOWN_MS = 6_000
_WIDTH = 520


class PassingNote(FormNote):
    """The sentence."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(filled=True, parent=window)
        self._window = window
        self._over = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._over.timeout.connect(self.clear)

    def show_for_a_while(self, severity: Severity, text: str) -> None:
        """Say something for some seconds; an empty text ends it."""
        if not text:
            self.clear()
            return
        self.tell(severity, text)
        self.place()
        self.raise_()
        self._over.start()

    def stop(self) -> None:
        """Wait for nothing any more; the window is about to be deleted."""
        self._over.stop()

    def place(self) -> None:
        """Stand where the window has its foot now."""
        width = min(_WIDTH, self._window.width() - 4 * GAP)
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        self.setGeometry((self._window.width() - width) // 2, self._window.height() - height - 5 * GAP, width, height)
