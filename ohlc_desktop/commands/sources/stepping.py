"""A long change of what stands, in steps that are each whole: it can be cancelled, killed, and tried without being made."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from ohlc_desktop.commands.terminal.cancelling import Stop, listening
from ohlc_desktop.commands.terminal.display import Lines
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.importing.events import Progress
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store

_Told = TypeVar("_Told")


class _Rehearsed(Exception):
    """A step was made as if in earnest, and is to be undone."""


@dataclass
class StepwiseChange:
    """A change in steps, each in a transaction of its own.

    Attributes:
        store: Open for writing.
        cancel: Ends it within a second; what is begun is undone.
        rehearsal: Undo every step.
        lines: Are told of each step; None for nobody.
        total: How many there are; ``done`` are made.
    """

    store: Store
    cancel: threading.Event
    rehearsal: bool
    lines: Lines | None
    total: int = 0
    done: int = 0

    def step(self, act: Callable[[Connection], _Told]) -> _Told:
        """Make one, and count it; what it told.

        Raises:
            Cancelled: it is not to go on; nothing of this step is stored.
        """
        self.go_on()
        with suppress(_Rehearsed), self.store.transaction(self.cancel) as connection:
            told = act(connection)
            if self.rehearsal:
                raise _Rehearsed
        self.done += 1
        if self.lines is not None:
            self.lines.show(Progress(self.done, self.total, 0, 0, 0.0, None))
        return told

    def go_on(self) -> None:
        """To be called now and then within a step.

        Raises:
            Cancelled: it is not to go on.
        """
        if self.cancel.is_set():
            raise Cancelled


@contextmanager
def stepping(store: Store, rehearsal: bool, progress: bool) -> Iterator[StepwiseChange]:
    """StepwiseChange that end on SIGINT, SIGTERM and SIGHUP; with ``progress`` on a line ``cancel`` of stdin, too, and told on stdout."""
    stop = Stop()
    with listening(stop, sys.stdin if progress else None):
        yield StepwiseChange(store, stop.cancel, rehearsal, Lines(sys.stdout) if progress else None)
