"""The first look at a file: some of its candles, by which the meaning of its stamps is proven."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.files.file_candles import FileCandles, joined
from ohlc_desktop.sources.files.parts import CandleFile, FilePart
from ohlc_desktop.sources.files.refusals import FileRefused

#: A file of no more bytes is kept whole after the first look, so that it is read once only.
WHOLE = 16_000_000
#: The newest candles of a file, so many, prove what all of its stamps mean: more would take long and prove no more.
PROVING = 200_000


@dataclass(frozen=True, slots=True)
class Watching:
    """Who watches an examination: told of bytes that were read, and asked whether to go on."""

    cancel: threading.Event
    advance: Callable[[int], None]

    def parts(self, parts: Iterable[FilePart]) -> Iterator[FilePart]:
        """Parts of a file.

        Raises:
            Cancelled: it is not to go on.
        """
        done = 0
        for part in parts:
            if self.cancel.is_set():
                raise Cancelled
            self.advance(max(part.done - done, 0))
            done = part.done
            yield part


@dataclass(frozen=True, slots=True)
class FileSample:
    """What a first look at a file tells.

    Attributes:
        candles: Of a small file the newest; of a large one some of the newest, or of ticks from all over it.
        first: The first stamp, as the file writes it.
        tickers: What the rows name as their instrument.
        parts: All of the file, where it is small.
    """

    candles: FileCandles
    first: int
    tickers: tuple[str, ...]
    parts: tuple[FilePart, ...] | None

    @property
    def last(self) -> int:
        """The newest stamp, as the file writes it."""
        return int(self.candles.stamp.max())


def look_at(file: CandleFile, watching: Watching) -> FileSample:
    """Look into a file.

    Raises:
        FileRefused: it has no candles, or is sorted newest first.
        Cancelled: it is not to go on.
    """
    whole = file.size <= WHOLE
    parts = tuple(watching.parts(file.parts() if whole else _silently(file.sample())))
    candles = joined(part.candles for part in parts)
    if not len(candles):
        raise FileRefused(
            "{path} has no candles.", "There is nothing in it to be stored.", "Export it again, with its rows.",
            path=str(file.path),
        )  # fmt: skip
    if np.count_nonzero(np.diff(candles.stamp) < 0) > len(candles) / 2:
        raise FileRefused(
            "{path} has its newest candle first.", "Nothing of it can be used; what is stored is as it was.",
            "Sort its rows by time, the oldest first.", path=str(file.path),
        )  # fmt: skip
    first = int(candles.stamp.min()) if whole else _first(file)
    tickers = tuple(dict.fromkeys(name for part in parts for name in part.tickers))
    return FileSample(candles.take(slice(-PROVING, None)), first, tickers, parts if whole else None)


def _silently(parts: Iterable[FilePart]) -> Iterator[FilePart]:
    """Parts that count as none read: the whole file is read afterwards."""
    return (FilePart(part.candles, part.faults, 0, part.tickers) for part in parts)


def _first(file: CandleFile) -> int:
    """The oldest stamp of the first part of a file that has candles."""
    return next(int(part.candles.stamp.min()) for part in file.parts() if len(part.candles))
