"""Faults of ours: logged with their traceback, told once, and the program goes on.

Python calls the exception hooks for what escapes a slot or a thread, Qt its message handler for its own
warnings, and the interpreter writes to the crash file when it dies.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

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

    def __init__(self, logs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._logs = logs
        self._crashes: TextIO | None = None
        self._heard.connect(self.seen, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Begin to listen; :meth:`stop` puts everything back."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        qInstallMessageHandler(_on_message)
        try:
            self._crashes = (self._logs / "crash.log").open("a", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._crashes)

    def stop(self) -> None:
        """Stop listening."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()
            self._crashes = None

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("Unexpected fault", exc_info=(kind, error, trace))
        self._heard.emit(f"{kind.__name__}: {error}")

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def _on_message(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    logging.getLogger("ohlc_desktop.qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
