"""A command in a child process: what it says becomes data, and its end, however it comes, is told once."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, Qt, QTimer, Signal

from ohlc_desktop.core.importing.events import from_json

_log = logging.getLogger(__name__)

#: After it was asked to end, a process is waited for so many milliseconds; then it is killed, at no loss.
GRACE_MS = 700
#: So many of the last bytes that it wrote to stderr are kept, and so many lines that tell of no event.
_ERRORS_KEPT, _LINES_KEPT = 4_000, 10_000


@dataclass(frozen=True, slots=True)
class CommandEnd:
    """How the process ended.

    Attributes:
        code: Its exit code.
        refused: Why it could not be started; empty if it was.
        errors: The last of what it wrote to stderr.
        cancelled: A person wanted it to end.
        answer: What it wrote that tells of no event: the document of a command that answers with one.
    """

    code: int
    refused: str = ""
    errors: str = ""
    cancelled: bool = False
    answer: str = ""


class CommandProcess(QObject):
    """One run of a command.

    Attributes:
        told: Each :class:`~ohlc_desktop.core.importing.events.Event`.
        ended: The :class:`CommandEnd`, once, after every line.
    """

    told = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._on_error, Qt.ConnectionType.QueuedConnection)
        self._killing = QTimer(self, singleShot=True, interval=GRACE_MS)
        self._killing.timeout.connect(self._process.kill)
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell_end)
        self._partial, self._errors = b"", b""
        self._answer: deque[str] = deque(maxlen=_LINES_KEPT)
        self._cancelled = self._over = False

    def start(self, command: Sequence[str]) -> None:
        """Start the program; that it could not be started is told later, as its end."""
        self._process.start(command[0], list(command[1:]))

    def cancel(self) -> None:
        """Ask it to end; it is killed if it does not within a second."""
        self._cancelled = True
        self._process.write(b"cancel\n")
        self._killing.start()

    def stop(self) -> None:
        """For quitting: it is gone when this returns, and nothing is told any more."""
        self.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished(GRACE_MS)
        self._telling.stop()

    def _read(self) -> None:
        *lines, self._partial = (self._partial + self._process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            text = line.decode("utf-8", "replace")
            event = from_json(text)
            if event is not None:
                self.told.emit(event)
            else:
                self._answer.append(text)

    def _read_errors(self) -> None:
        self._errors = (self._errors + self._process.readAllStandardError().data())[-_ERRORS_KEPT:]

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._finish()

    def _finish(self) -> None:
        """It is gone; that is told when its own signals are over."""
        if not self._over:
            self._over = True
            self._killing.stop()
            self._telling.start()

    def _tell_end(self) -> None:
        self._read()
        self._read_errors()
        failed = self._process.error() is QProcess.ProcessError.FailedToStart
        errors = self._errors.decode("utf-8", "replace").strip()
        if errors:
            _log.info("A command wrote to stderr: %s", errors)
        refused = self._process.errorString() if failed else ""
        answer = "\n".join(self._answer)
        self.ended.emit(CommandEnd(self._process.exitCode(), refused, errors, self._cancelled, answer))
