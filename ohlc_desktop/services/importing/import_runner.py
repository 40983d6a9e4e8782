"""One import in a child process, as one state that every view shows.

The child is this same program (``import --json``). Its events go through the one reducer of
``core.importing.state``; whatever becomes of the child (it cannot be started, is killed, hangs, talks rubbish), the
import ends exactly once, with a result and, where something went wrong, a failure that a person can read.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import bare
from ohlc_desktop.core.importing.events import Event, Failure, RunDone
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.importing.state import ImportState, Phase, ask_cancel, begin, reduce
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.diagnostics.redaction import hide
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.importing.importer_process import ImporterProcess, ProcessExit, Timeouts

_log = logging.getLogger(__name__)

#: Views hear of changes at most so often, in seconds; the last change always arrives.
THROTTLE = 0.1
#: Exit codes of an import that could not tell its own: an unexpected fault, and a cancel.
FAULT, CANCELLED = 70, 130


def importer_command() -> list[str]:
    """This program, as another process; a frozen one is its own interpreter."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ohlc_desktop"]


class ImportRunner(QObject):
    """Runs one import at a time in a child process. Call :meth:`stop` before it is deleted.

    Attributes:
        changed: The :class:`ImportState`, at most ten times a second; the last one always arrives.
        ended: The :class:`ImportState` with its result, exactly once for each start, after the child is gone.
        state: The import that runs, or the last one; IDLE before the first. To be read only.
    """

    changed = Signal(object)
    ended = Signal(object)

    def __init__(
        self,
        profile: Profile,
        clock: Clock,
        parent: QObject | None = None,
        *,
        mask: Callable[[str], str] = str,
        timeouts: Timeouts | None = None,
        command: Sequence[str] = (),
        request_limit: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """Prepare; nothing is started.

        Args:
            profile: Whose candles to import.
            clock: The one clock.
            parent: Owner.
            mask: Takes secrets out of what the child wrote to stderr; what stands before the ``@`` of an
                address never passes anyway.
            timeouts: How long a silent importer is waited for.
            command: The importing program, without arguments; this program if not given.
            request_limit: Seconds that one request may take; what is asked for may need several, in silence.
        """
        super().__init__(parent)
        self._profile, self._clock, self._mask = profile, clock, mask
        self._timeouts, self._command = timeouts or Timeouts(), list(command)
        self._request_limit = request_limit
        self.state = ImportState()
        self._process: ImporterProcess | None = None
        self._emitted_at = float("-inf")
        self._throttle = QTimer(self, singleShot=True)
        self._throttle.timeout.connect(self._emit_changed)

    @property
    def active(self) -> bool:
        """Whether a child process is at work."""
        return self._process is not None

    def start(self, request: ImportRequest) -> bool:
        """Begin an import; False, and nothing happens, when one is active."""
        if self._process is not None:
            return False
        timeouts = replace(self._timeouts, silence=self._timeouts.silence + 4 * self._request_limit())
        self._process = ImporterProcess(self._clock, timeouts, self)
        self._process.event_received.connect(self._on_event)
        self._process.exited.connect(self._on_exit)
        self.state = begin(request, self._clock.now())
        self._process.start([*(self._command or importer_command()), *self._words(request)])
        self._emit_changed()
        return True

    def cancel(self) -> None:
        """Ask the import to end; what was answered stays stored. Does nothing when none is active."""
        if self._process is None or self.state.phase is Phase.CANCELLING:
            return
        self.state = ask_cancel(self.state)
        self._process.cancel()
        self._emit_changed()

    def let_go(self) -> None:
        """Ask a running import to end with the program; :meth:`stop` waits for that.

        A scheduled import counts as interrupted then, so that the schedule tries it again after the next start.
        """
        if self._process is not None:
            self.state = ask_cancel(self.state)
            self._process.quit()
            self._emit_changed()

    def stop(self, seconds: float = 1.5) -> None:
        """For quitting: let go, wait at most ``seconds``, then kill. The child is gone when it returns."""
        self.let_go()
        if self._process is not None:
            self._process.stop(seconds)
        self._throttle.stop()

    # -- inside ------------------------------------------------------------------------------------

    def _words(self, request: ImportRequest) -> list[str]:
        folder = self._profile.folder.parent if self._profile.demo else self._profile.folder
        demo = ["--demo"] if self._profile.demo else []
        return ["--profile", str(folder), *demo, "import", "--json", *request.to_argv()]

    def _on_event(self, event: Event) -> None:
        self.state = reduce(self.state, event, self._clock.now())
        if self._throttle.isActive():
            return
        early = self._emitted_at + THROTTLE - self._clock.monotonic()
        if early > 0:
            self._throttle.start(int(early * 1000) + 1)
        else:
            self._emit_changed()

    def _emit_changed(self) -> None:
        self._throttle.stop()
        self._emitted_at = self._clock.monotonic()
        self.changed.emit(self.state)

    def _on_exit(self, end: ProcessExit) -> None:
        """The child is gone: close the state and tell, once."""
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        result = end.result or self._without_result(end)
        self._log_end(end, result)
        self.state = reduce(self.state, result, self._clock.now())
        self._emit_changed()
        self.ended.emit(self.state)

    def _without_result(self, end: ProcessExit) -> RunDone:
        """The result that the importer owes us; the failure, if it is one, becomes part of the state."""
        if self.state.phase is Phase.CANCELLING and not end.refused:
            text = Message("Cancelled. What had been answered is stored; the next import asks for the rest.")
            return self._result(RunState.CANCELLED, CANCELLED, text)
        failure = self._failure(end)
        self.state = reduce(self.state, failure, self._clock.now())
        state = RunState.FAILED if end.refused else RunState.INTERRUPTED
        return self._result(state, failure.exit_code, sentences(failure.title, failure.message))

    def _result(self, state: RunState, code: int, message: Message) -> RunDone:
        now, so_far = self._clock.now(), self.state
        return RunDone(
            so_far.run, state, code, written=so_far.written, revised=so_far.revised,
            seconds=round(max(now - so_far.started, 0.0), 3), message=message,
        )  # fmt: skip

    def _failure(self, end: ProcessExit) -> Failure:
        """What happened, what it means, what to do next."""
        whole = Message("What had been stored is whole and stays; the next import completes the rest.")
        if end.refused:
            return Failure(
                Message("The importing process could not be started: {reason}.", reason=bare(end.refused)),
                Message("Nothing was imported; stored candles are as they were."),
                Message("Close and start the app again; if that does not help, install it again."),
                FAULT,
            )
        if end.hung:
            title = Message("The importing process stopped answering and was ended.")
            return Failure(title, whole, Message("Check the disk and the network, then import again."), FAULT)
        signalled = end.crashed and sys.platform != "win32"
        how = Message("signal {number}", number=end.code) if signalled else Message("exit code {code}", code=end.code)
        title = Message("The importing process ended unexpectedly ({how}).", how=how)
        return Failure(title, whole, self._hint(end), FAULT)

    def _hint(self, end: ProcessExit) -> Message:
        if end.crashed and end.code == getattr(signal, "SIGKILL", None):
            return Message("A system short of memory ends processes this way: close other programs, then import again.")
        if end.errors:
            words = hide(self._mask(end.errors.splitlines()[-1]))[:300]
            return Message("Import again. Its last words were: {words}", words=words)
        return Message("Import again; if it happens again, the log holds the details.")

    def _log_end(self, end: ProcessExit, result: RunDone) -> None:
        if end.result is None:
            _log.log(logging.INFO if result.state is RunState.CANCELLED else logging.ERROR, "%s", result.message)
        elif end.crashed:
            _log.info("The importing process had done its work but did not end by itself in time.")
        if end.errors:
            level = logging.DEBUG if end.result is not None else logging.WARNING
            _log.log(level, "The importing process wrote to stderr: %s", hide(self._mask(end.errors)))
