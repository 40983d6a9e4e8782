"""Work off the GUI thread: plain functions on one thread, their results back on the GUI thread, in order.

Only functions and data cross over; no QObject lives on the worker thread (cyclic garbage collection could
delete it there).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from ohlc_desktop.core.errors import Cancelled, OhlcError, unexpected

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class BackgroundWorker(QObject):
    """One worker thread.

    Attributes:
        failed: An :class:`OhlcError` that no caller of :meth:`run` asked to hear of.
    """

    failed = Signal(object)
    _finished = Signal(object, object, object)  # future, done, failed

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._stopped = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        function: Callable[[], _Result],
        done: Callable[[_Result], None] | None = None,
        failed: Callable[[OhlcError], None] | None = None,
    ) -> None:
        """Call ``function`` on the worker thread, then ``done`` or ``failed`` on this object's thread.

        After :meth:`stop` nothing is called any more. An exception that is none of ours is logged with its
        traceback and becomes an ``UnexpectedFault``.
        """
        if self._stopped:
            return
        future = self._threads.submit(function)
        future.add_done_callback(lambda finished: self._hop(finished, done, failed))

    def stop(self) -> None:
        """Drop what has not begun and wait for what has; functions given to :meth:`run` are short."""
        self._stopped = True
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _hop(self, future: Future[Any], done: object, failed: object) -> None:
        if not self._stopped:
            self._finished.emit(future, done, failed)

    def _deliver(
        self, future: Future[Any], done: Callable[[Any], None] | None, failed: Callable[[OhlcError], None] | None
    ) -> None:
        if self._stopped:
            return
        try:
            result = future.result()
        except (CancelledError, Cancelled):
            return
        except OhlcError as error:
            (failed or self.failed.emit)(error)
        except Exception as error:  # noqa: BLE001  # the outermost place of this thread
            _log.exception("Unexpected fault while working in the background")
            (failed or self.failed.emit)(unexpected(error))
        else:
            if done is not None:
                done(result)
