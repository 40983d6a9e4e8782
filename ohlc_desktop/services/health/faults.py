"""Faults of ours: logged with their traceback, reported, told once, and the program goes on.

Python calls the exception hooks for what escapes a slot, a thread or a finaliser, Qt its message handler for its own
warnings, and the interpreter writes to the crash file when it dies.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.diagnostics.crash_reports import CrashFile, collect, new_reports
from ohlc_desktop.profile import Profile, importing_now

if TYPE_CHECKING:
    from ohlc_desktop.diagnostics.report_files import Mask, Report

_log = logging.getLogger(__name__)
_Place = tuple[type[BaseException], str, int]

#: The same fault is told so often at most, in seconds.
PAUSE = 60.0
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Faults(QObject):
    """Listens for faults while the program runs.

    Attributes:
        seen: A fault was logged; carries one line about it, on the GUI thread whatever thread it came from.
    """

    seen = Signal(str)
    _heard = Signal(str)

    def __init__(self, profile: Profile, mask: Mask, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile, self._mask, self._clock = profile, mask, clock
        self._reported: dict[_Place, tuple[float, int]] = {}  # when it was told last, and how often it came since
        self._crashes = CrashFile(profile.logs, "app")
        self._before = (sys.excepthook, sys.unraisablehook, threading.excepthook)
        self._heard.connect(self.seen, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Report what an earlier process died of, and begin to listen; :meth:`stop` puts everything back."""
        collect(self._profile, self._mask, "app")
        self._before = (sys.excepthook, sys.unraisablehook, threading.excepthook)
        sys.excepthook = self._on_exception
        sys.unraisablehook = threading.excepthook = self._on_args
        qInstallMessageHandler(_on_message)
        self._crashes.open()

    def stop(self) -> None:
        """Stop listening."""
        sys.excepthook, sys.unraisablehook, threading.excepthook = self._before
        qInstallMessageHandler(None)
        self._crashes.close()

    def reports(self) -> list[Report]:
        """What happened here, in an import or before this start, and has not been shown; newest first."""
        if not importing_now(self._profile):
            collect(self._profile, self._mask, "import")
        return new_reports(self._profile)

    def put_away(self, reports: Iterable[Report]) -> None:
        """These were shown, and are not offered again."""
        from ohlc_desktop.diagnostics.report_files import mark_seen

        for report in reports:
            mark_seen(report)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        again = self._again(_place_of(kind, trace))
        if again is not None:
            _log.critical("Unexpected fault%s", again, exc_info=(kind, error, trace))
            self._heard.emit(f"{kind.__name__}: {error}")

    def _again(self, place: _Place) -> str | None:
        """How often a fault came that was not told; None while it is not to be told.

        One that comes with each frame, or of its own telling, would fill the disk.
        """
        now = self._clock.monotonic()
        told, since = self._reported.get(place, (-PAUSE, 0))
        if now - told < PAUSE:
            self._reported[place] = (told, since + 1)
            return None
        self._reported[place] = (now, 0)
        return f", {since} more times since it was told last" if since else ""

    def _on_args(self, args: threading.ExceptHookArgs | sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def _place_of(kind: type[BaseException], trace: TracebackType | None) -> _Place:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (kind, trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace is not None else (kind, "", 0)


def _on_message(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    logging.getLogger("ohlc_desktop.qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
