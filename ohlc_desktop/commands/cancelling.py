"""Ending a command early, but cleanly, when a person or the system asks for it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ohlc_desktop.ending import ending_signals


@contextmanager
def cancelled_by_signals() -> Iterator[threading.Event]:
    """An event that SIGINT, SIGTERM and SIGHUP set; they do nothing else meanwhile."""
    cancel = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        cancel.set()

    before = {number: signal.signal(number, on_signal) for number in ending_signals()}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
