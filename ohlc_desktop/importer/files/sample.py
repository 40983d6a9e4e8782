"""The first look at a file: all of it is read, the newest candles are kept, the rest is counted."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.files.file_candles import FileCandles, joined
from ohlc_desktop.core.timeframes import EVER
from ohlc_desktop.sources.files.parts import CandleFile, FilePart
from ohlc_desktop.sources.files.refusals import FileRefused

#: So many candles are kept at least; a file of no more is read once only.
KEPT = 500_000


@dataclass(frozen=True, slots=True)
class Watching:
    """Who watches an examination: told of bytes that were read, and asked whether to go on."""

    cancel: threading.Event
    advance: Callable[[int], None]

    def parts(self, file: CandleFile) -> Iterator[FilePart]:
        """The parts of a file.

        Raises:
            Cancelled: it is not to go on.
        """
        done = 0
        for part in file.parts():
            if self.cancel.is_set():
                raise Cancelled
            self.advance(part.done - done)
            done = part.done
            yield part


@dataclass(slots=True)
class FileSample:
    """What a first look at a file tells.

    Attributes:
        rows: Candles.
        first: The oldest stamp, as the file writes it; ``EVER`` without any.
        last: The newest.
        back: Steps to an older stamp.
        tickers: What the rows name as their instrument.
        parts: The newest candles, at least ``KEPT`` where there are so many.
        whole: Whether all of the file is kept.
    """

    rows: int = 0
    first: int = EVER
    last: int = -EVER
    back: int = 0
    tickers: set[str] = field(default_factory=set)
    parts: deque[FilePart] = field(default_factory=deque)
    whole: bool = True

    def newest(self, count: int) -> FileCandles:
        """The newest candles that are kept, so many at most."""
        return joined(part.candles for part in self.parts).take(slice(-count, None))

    def add(self, part: FilePart) -> None:
        """One more part of the file."""
        self.tickers |= part.tickers
        self.parts.append(part)
        stamps = part.candles.stamp
        if len(stamps):
            self.rows += len(stamps)
            self.first, self.last = min(self.first, int(stamps.min())), max(self.last, int(stamps.max()))
            self.back += int(np.count_nonzero(np.diff(stamps) < 0))
        held = sum(len(each.candles) for each in self.parts)
        while held - len(self.parts[0].candles) >= KEPT:
            held -= len(self.parts.popleft().candles)
            self.whole = False


def look_at(file: CandleFile, watching: Watching) -> FileSample:
    """Read a file once.

    Raises:
        FileRefused: it has no candles, or is sorted newest first.
        Cancelled: it is not to go on.
    """
    sample = FileSample()
    for part in watching.parts(file):
        sample.add(part)
    if not sample.rows:
        raise FileRefused(
            "{path} has no candles.", "There is nothing in it to be stored.", "Export it again, with its rows.",
            path=str(file.path),
        )  # fmt: skip
    if sample.back > sample.rows / 2:
        raise FileRefused(
            "{path} has its newest candle first.", "Nothing of it can be used; what is stored is as it was.",
            "Sort its rows by time, the oldest first.", path=str(file.path),
        )  # fmt: skip
    return sample
