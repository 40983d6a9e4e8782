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

from ohlc_desktop.profile import Profile
from ohlc_desktop.reports import CrashFile, collect, new_reports

if TYPE_CHECKING:
    from ohlc_desktop.report_files import Mask, Report

_log = logging.getLogger(__name__)
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

    def __init__(self, profile: Profile, mask: Mask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile, self._mask = profile, mask
        self._crashes = CrashFile(profile.logs, "app")
        self._before = (sys.excepthook, sys.unraisablehook, threading.excepthook)
        self._heard.connect(self.seen, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Report what an earlier process died of, and begin to listen; :meth:`stop` puts everything back."""
        collect(self._profile, self._mask)
        self._before = (sys.excepthook, sys.unraisablehook, threading.excepthook)
        sys.excepthook = self._on_exception
        sys.unraisablehook = self._on_unraisable
        threading.excepthook = self._on_thread
        qInstallMessageHandler(_on_message)
        self._crashes.open()

    def stop(self) -> None:
        """Stop listening."""
        sys.excepthook, sys.unraisablehook, threading.excepthook = self._before
        qInstallMessageHandler(None)
        self._crashes.close()

    def reports(self) -> list[Report]:
        """What happened here, in an import or before this start, and has not been shown; newest first."""
        collect(self._profile, self._mask)
        return new_reports(self._profile)

    def put_away(self, reports: Iterable[Report]) -> None:
        """These were shown, and are not offered again."""
        from ohlc_desktop.report_files import mark_seen

        for report in reports:
            mark_seen(report)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("Unexpected fault", exc_info=(kind, error, trace))
        self._heard.emit(f"{kind.__name__}: {error}")

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def _on_message(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    logging.getLogger("ohlc_desktop.qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
