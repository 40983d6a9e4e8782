"""Ending a command early, but cleanly, when a person or the system asks for it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TextIO

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


@dataclass(frozen=True, slots=True)
class Stop:
    """Wishes that the run ends: ``cancel`` ends it, ``quitting`` says that the program ends and not only the run."""

    cancel: threading.Event = field(default_factory=threading.Event)
    quitting: threading.Event = field(default_factory=threading.Event)

    def quit(self) -> None:
        """End the run because the program ends."""
        self.quitting.set()
        self.cancel.set()


@contextmanager
def listening(stop: Stop, commands: TextIO | None) -> Iterator[None]:
    """End on SIGINT, SIGTERM, SIGHUP and, if given, on a line ``cancel`` or ``quit`` from a stream."""
    with on_ending_signals(stop.quit):
        if commands is not None:
            threading.Thread(target=_read_commands, args=(commands, stop), name="commands", daemon=True).start()
        yield


def _read_commands(commands: TextIO, stop: Stop) -> None:
    acts = {"cancel": stop.cancel.set, "quit": stop.quit}
    with suppress(OSError, ValueError):  # the stream is gone; signals still work
        for line in commands:
            if line.strip() in acts:
                acts[line.strip()]()
                return
