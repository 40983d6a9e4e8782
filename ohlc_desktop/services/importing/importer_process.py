"""The importing child process: its lines become events, and its end, however it comes, is told once.

The state of the import is kept by ``import_runner``.
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
class Timeouts:
    """How long a silent importer is waited for, in seconds.

    Attributes:
        silence: The longest time without a line.
        beyond_wait: The same beyond the end of a wait that was announced.
        grace: From asking to cancel, or from the importer's last event, to its end.
        poll: How often this is checked.
    """

    silence: float = 150.0
    beyond_wait: float = 60.0
    grace: float = 5.0
    poll: float = 1.0


@dataclass(frozen=True, slots=True)
class ProcessExit:
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
        event_received: Each :class:`~ohlc_desktop.core.importing.events.Event`, save the last one, which is part of the
            exit.
        exited: The :class:`ProcessExit`, once, after every event.
    """

    event_received = Signal(object)
    exited = Signal(object)

    def __init__(self, clock: Clock, timeouts: Timeouts, parent: QObject) -> None:
        super().__init__(parent)
        self._clock, self._timeouts = clock, timeouts
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error, Qt.ConnectionType.QueuedConnection)
        # not a queued call, which would come before everything else instead of after it
        self._drain_timer = QTimer(self, singleShot=True)
        self._drain_timer.timeout.connect(self._drain)
        self._watchdog = QTimer(self, interval=int(timeouts.poll * 1000))
        self._watchdog.timeout.connect(self._check)
        self._partial, self._lines, self._errors = b"", deque[bytes](), b""
        self._result: RunDone | None = None
        self._hung = self._ended = self._exit_emitted = False
        self._checked_at = self._silent_for = self._wait_left = 0.0
        self._grace_left: float | None = None

    def start(self, command: Sequence[str]) -> None:
        """Start the program; that it could not be started is told later, as its end."""
        self._checked_at = self._clock.monotonic()
        self._watchdog.start()
        self._process.start(command[0], list(command[1:]))

    def cancel(self) -> None:
        """Ask it to end, as the user wishes. It is killed if it does not, in good time."""
        self._send("cancel")

    def _send(self, word: str) -> None:
        self._start_grace()
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.write(f"{word}\n".encode())

    def quit(self) -> None:
        """Ask it to end with the program; it hears of it before this returns."""
        self._send("quit")
        self._process.waitForBytesWritten(50)

    def stop(self, seconds: float) -> None:
        """Wait at most so long for its end, then kill it; returns when it is gone and its end is told."""
        if not self._process.waitForFinished(max(int(seconds * 1000), 1)):
            self._process.kill()
            self._process.waitForFinished(_KILLED)
        self._on_finished()
        self._drain(everything=True)

    # -- what it says ------------------------------------------------------------------------------

    def _read(self) -> None:
        """Take over what has come; the last line may not be whole yet."""
        *lines, self._partial = (self._partial + self._process.readAllStandardOutput().data()).split(b"\n")
        if len(self._partial) > LONGEST_LINE:
            self._partial = b""
        if lines:
            self._silent_for = 0.0
            self._lines.extend(lines)
            self._drain_timer.start(0)

    @Slot()
    def _drain(self, everything: bool = False) -> None:
        """Tell some of the events that have come, and the end after the last one."""
        left = len(self._lines) if everything else LINES_AT_ONCE
        while self._lines and left:
            left -= 1
            self._line(self._lines.popleft())
        if self._lines:
            self._drain_timer.start(0)
        elif self._ended and not self._exit_emitted:
            self._exit_emitted = True
            self._drain_timer.stop()
            self.exited.emit(self._exit())

    def _line(self, line: bytes) -> None:
        event = from_json(line.decode("utf-8", "replace"))
        if event is None:
            if line.strip():
                _log.debug("The importing process wrote no event but: %.200r", line)
            return
        if isinstance(event, Waiting):
            self._wait_left = max(self._wait_left, event.seconds + self._timeouts.beyond_wait)
        if isinstance(event, RunDone):
            self._result = event
            self._start_grace()
        else:
            self.event_received.emit(event)

    def _read_errors(self) -> None:
        self._errors = (self._errors + self._process.readAllStandardError().data())[-ERRORS_KEPT:]

    # -- whether it lives --------------------------------------------------------------------------

    def _start_grace(self) -> None:
        if self._grace_left is None:
            self._grace_left = self._timeouts.grace

    def _check(self) -> None:
        """Kill a process that is silent for too long. Time asleep, its and ours, counts as one look."""
        now = self._clock.monotonic()
        passed, self._checked_at = min(now - self._checked_at, 2 * self._timeouts.poll), now
        self._silent_for += passed
        self._wait_left -= passed
        if self._grace_left is not None:
            self._grace_left -= passed
            if self._grace_left <= 0:
                self._process.kill()
        elif self._silent_for > self._timeouts.silence and self._wait_left <= 0:
            # a cancel would be noted as the user's, and the occurrence never tried again
            self._hung = True
            self._process.kill()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._on_finished()

    def _on_finished(self) -> None:
        """It is gone; what it has said last is worked off first."""
        if self._ended:
            return
        self._ended = True
        self._watchdog.stop()
        self._read()
        self._read_errors()
        self._lines.append(self._partial)
        self._drain_timer.start(0)

    def _exit(self) -> ProcessExit:
        errors = self._errors.decode("utf-8", "replace").strip()
        if self._process.error() is QProcess.ProcessError.FailedToStart:
            return ProcessExit(None, refused=self._process.errorString(), errors=errors)
        crashed = self._process.exitStatus() is QProcess.ExitStatus.CrashExit
        return ProcessExit(self._result, "", self._process.exitCode(), crashed, self._hung, errors)
