"""Ending a command early, but cleanly, when a person or the system asks for it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.ending import ending_signals


class Stopped(OhlcError):
    """A command that was cancelled."""

    exit_code = 130


@contextmanager
def cancelled_by_signals() -> Iterator[threading.Event]:
    """An event that SIGINT, SIGTERM and SIGHUP set; they do nothing else meanwhile."""
    cancel = threading.Event()
    with on_ending_signals(cancel.set):
        yield cancel


@contextmanager
def on_ending_signals(act: Callable[[], None]) -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP call ``act``; they do nothing else meanwhile."""
    before = {number: signal.signal(number, lambda *_: act()) for number in ending_signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell_cancelled(meaning: str, as_json: bool = False) -> int:
    """Say on stderr, and to programs on stdout, that a command was cancelled, and what that means; returns its exit code."""
    sys.stderr.write(f"Cancelled. {meaning}\n")
    if as_json:
        documents.put(documents.failure(Stopped("Cancelled.", meaning)))
    return Stopped.exit_code
