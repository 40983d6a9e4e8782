"""The importing child process: its lines become events, and its end, however it comes, is told once.

Knows no state of an import; that is ``services.import_runner``.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, Qt, QTimer, Signal, Slot

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.importing.events import RunDone, Waiting, from_json

_log = logging.getLogger(__name__)

#: Lines worked off before other work of the GUI thread has its turn.
LINES_AT_ONCE = 50
#: A line that is longer than so many bytes is rubbish and dropped.
LONGEST_LINE = 4_000_000
#: So many of the last bytes that the process wrote to stderr are kept.
ERRORS_KEPT = 4_000
#: Once killed, a process is gone within so many milliseconds.
_KILLED = 400


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a silent importer is waited for, in seconds.

    Attributes:
        silence: The longest time without a line.
        beyond_wait: The same beyond the end of a wait that was announced.
        grace: From asking to cancel, or from the importer's last event, to its end.
        look: How often this is looked at.
    """

    silence: float = 150.0
    beyond_wait: float = 60.0
    grace: float = 5.0
    look: float = 1.0


@dataclass(frozen=True, slots=True)
class End:
    """How the process ended.

    Attributes:
        result: The importer's own last event; None if it never came.
        refused: Why the process could not be started; empty if it was.
        code: Its exit code, or the number of the signal that ended it.
        crashed: Whether it was ended by a signal, or by Windows.
        hung: Whether it was killed for its silence.
        errors: The last of what it wrote to stderr.
    """

    result: RunDone | None
    refused: str = ""
    code: int = 0
    crashed: bool = False
    hung: bool = False
    errors: str = ""


class ImporterProcess(QObject):
    """One run of the importing program.

    Qt opens no console window for it on Windows unless this process has one itself.

    Attributes:
        told: Each :class:`~ohlc_desktop.core.importing.events.Event`, save the last one, which is part of the end.
        gone: The :class:`End`, once, after every event.
    """

    told = Signal(object)
    gone = Signal(object)

    def __init__(self, clock: Clock, patience: Patience, parent: QObject) -> None:
        super().__init__(parent)
        self._clock, self._patience = clock, patience
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._over)
        self._process.errorOccurred.connect(self._error, Qt.ConnectionType.QueuedConnection)
        self._more = QTimer(self)  # a queued call would come before everything else, not after it
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._work_off)
        self._watch = QTimer(self)
        self._watch.setInterval(int(patience.look * 1000))
        self._watch.timeout.connect(self._look)
        self._part, self._lines, self._errors = b"", deque[bytes](), b""
        self._result: RunDone | None = None
        self._hung = self._ended = self._told_end = False
        self._looked = self._silent = self._wait_left = 0.0
        self._grace_left: float | None = None

    def start(self, command: Sequence[str]) -> None:
        """Start the program; that it could not be started is told later, as its end."""
        self._looked = self._clock.monotonic()
        self._watch.start()
        self._process.start(command[0], list(command[1:]))

    def cancel(self) -> None:
        """Ask it to end, as the user wishes. It is killed if it does not, in good time."""
        self._ask("cancel")

    def _ask(self, word: str) -> None:
        self._allow_grace()
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.write(f"{word}\n".encode())

    def let_go(self) -> None:
        """Ask it to end with the program; it hears of it before this returns."""
        self._ask("quit")
        self._process.waitForBytesWritten(50)

    def stop(self, seconds: float) -> None:
        """Wait at most so long for its end, then kill it; returns when it is gone and its end is told."""
        if not self._process.waitForFinished(max(int(seconds * 1000), 1)):
            self._process.kill()
            self._process.waitForFinished(_KILLED)
        self._over()
        self._work_off(everything=True)

    # -- what it says ------------------------------------------------------------------------------

    def _read(self) -> None:
        """Take over what has come; the last line may not be whole yet."""
        *lines, self._part = (self._part + self._process.readAllStandardOutput().data()).split(b"\n")
        if len(self._part) > LONGEST_LINE:
            self._part = b""
        if lines:
            self._silent = 0.0
            self._lines.extend(lines)
            self._more.start(0)

    @Slot()
    def _work_off(self, everything: bool = False) -> None:
        """Tell some of the events that have come, and the end after the last one."""
        left = len(self._lines) if everything else LINES_AT_ONCE
        while self._lines and left:
            left -= 1
            self._line(self._lines.popleft())
        if self._lines:
            self._more.start(0)
        elif self._ended and not self._told_end:
            self._told_end = True
            self._more.stop()
            self.gone.emit(self._end())

    def _line(self, line: bytes) -> None:
        event = from_json(line.decode("utf-8", "replace"))
        if event is None:
            if line.strip():
                _log.debug("The importing process wrote no event but: %.200r", line)
            return
        if isinstance(event, Waiting):
            self._wait_left = max(self._wait_left, event.seconds + self._patience.beyond_wait)
        if isinstance(event, RunDone):
            self._result = event
            self._allow_grace()
        else:
            self.told.emit(event)

    def _read_errors(self) -> None:
        self._errors = (self._errors + self._process.readAllStandardError().data())[-ERRORS_KEPT:]

    # -- whether it lives --------------------------------------------------------------------------

    def _allow_grace(self) -> None:
        if self._grace_left is None:
            self._grace_left = self._patience.grace

    def _look(self) -> None:
        """Kill a process that is silent for too long. Time asleep, its and ours, counts as one look."""
        now = self._clock.monotonic()
        passed, self._looked = min(now - self._looked, 2 * self._patience.look), now
        self._silent += passed
        self._wait_left -= passed
        if self._grace_left is not None:
            self._grace_left -= passed
            if self._grace_left <= 0:
                self._process.kill()
        elif self._silent > self._patience.silence and self._wait_left <= 0:
            # a cancel would be noted as the user's, and the occurrence never tried again
            self._hung = True
            self._process.kill()

    def _error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._over()

    def _over(self) -> None:
        """It is gone; what it has said last is worked off first."""
        if self._ended:
            return
        self._ended = True
        self._watch.stop()
        self._read()
        self._read_errors()
        self._lines.append(self._part)
        self._more.start(0)

    def _end(self) -> End:
        errors = self._errors.decode("utf-8", "replace").strip()
        if self._process.error() is QProcess.ProcessError.FailedToStart:
            return End(None, refused=self._process.errorString(), errors=errors)
        crashed = self._process.exitStatus() is QProcess.ExitStatus.CrashExit
        return End(self._result, "", self._process.exitCode(), crashed, self._hung, errors)
