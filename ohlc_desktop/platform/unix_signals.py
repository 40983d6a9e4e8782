"""SIGTERM, SIGINT and SIGHUP as a Qt signal: the system's wish that the program ends, heard inside the event loop.

Python runs its own handlers only between two of its instructions, which an idle event loop never reaches.
The interpreter therefore writes the number of the signal into a socket that Qt watches. Sockets are what both
Windows and Qt can wait for, so one way serves everywhere.
"""

from __future__ import annotations

import signal
import socket
from contextlib import suppress
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from ohlc_desktop.ending import ending_signals

#: What is listened to.
NUMBERS = ending_signals()


def _note(_number: int, _frame: FrameType | None) -> None:
    """Keeps the signal's usual effect away; the socket carries the news."""


class QuitSignals(QObject):
    """Listens from its making until :meth:`close`. Must be made on the main thread, one at a time.

    Attributes:
        quit_wanted: The system, or a person in the terminal, wants the program to end. May come more than once.
    """

    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)
        self._fd_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _note) for number in NUMBERS}
        self._closed = False

    def close(self) -> None:
        """Let signals do again what they did before; idempotent."""
        if self._closed:
            return
        self._closed = True
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd_before)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _heard(self) -> None:
        heard = b""
        with suppress(OSError):
            heard = self._reader.recv(4096)
        if any(number in NUMBERS for number in heard):
            self.quit_wanted.emit()
