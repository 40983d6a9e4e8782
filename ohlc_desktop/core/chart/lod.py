"""Level of detail: as many bars as there are pixels, however many candles there are.

Candles are put together in buckets of a power of two, counted from place 0, so that a bucket holds the same candles
wherever the visible range begins: nothing shimmers while panning. A pyramid holds the extremes of every 8, 64, 512 …
candles; a bucket is made of at most eight of its entries, so that a picture costs the same at a thousand and at five
million candles. No extreme is ever lost: the high of a bucket is the highest high in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64

Float32 = NDArray[np.float32]
Reals = NDArray[np.floating]

#: Entries of a level that make one of the next.
FACTOR = 8
#: A level with fewer entries than this is the last.
_SMALLEST = 64


@dataclass(frozen=True, slots=True)
class LineLevel:
    """Extremes of every ``FACTOR ** (n + 1)`` values of a line: float32 arrays; NaN where none is defined."""

    high: Float32
    low: Float32


@dataclass(frozen=True, slots=True)
class CandleLevel(LineLevel):
    """The same of candles; ``volume`` is a float64 sum."""

    volume: NDArray[np.float64]


_Level = TypeVar("_Level", bound=LineLevel)


@dataclass(frozen=True, slots=True)
class Bars:
    """Buckets of candles, left to right.

    Attributes:
        first: int64, place of the first candle of each; ``last`` of the last one (they are equal where a bar is a candle).
        open: Price of the first candle's open; ``close`` of the last one's close.
        high: Highest price of the bucket; ``low`` the lowest.
        volume: float64, sum of the bucket.
    """

    first: Int64
    last: Int64
    open: Reals
    high: Reals
    low: Reals
    close: Reals
    volume: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True)
class Spans:
    """Buckets of a line, left to right: the range it passes through, and where it enters and leaves.

    Attributes:
        first: int64, place of the first value of each; ``last`` of the last one.
        low: Least value; ``high`` the greatest; ``enter`` the first and ``leave`` the last; NaN where undefined.
    """

    first: Int64
    last: Int64
    low: Reals
    high: Reals
    enter: Reals
    leave: Reals

    def __len__(self) -> int:
        return len(self.first)

    def broken(self, places: Int64) -> Spans:
        """The same without a way into the buckets that begin at ``places`` (sorted): there the line starts anew."""
        begin, end = np.searchsorted(places, (self.first[0], self.last[-1] + 1)) if len(self) else (0, 0)
        starts = np.isin(self.first, places[begin:end])
        return replace(self, enter=np.where(starts, np.nan, self.enter)) if starts.any() else self

    def scaled(self, factor: float) -> Spans:
        """The same with all values times ``factor``, which is above zero."""
        low, high, enter, leave = (values * factor for values in (self.low, self.high, self.enter, self.leave))
        return Spans(self.first, self.last, low, high, enter, leave)


def build_pyramid(candles: Candles) -> tuple[CandleLevel, ...]:
    """The levels above the candles, finest first; none for a few candles."""
    levels: list[CandleLevel] = []
    high, low = candles.high.astype(np.float32, copy=False), candles.low.astype(np.float32, copy=False)
    volume: NDArray[np.float64] = candles.volume.astype(np.float64)
    while len(high) >= _SMALLEST * FACTOR:
        high, low = grouped(np.maximum, high, FACTOR), grouped(np.minimum, low, FACTOR)
        volume = grouped(np.add, volume, FACTOR)
        levels.append(CandleLevel(high, low, volume))
    return tuple(levels)


def build_line_pyramid(values: Float32) -> tuple[LineLevel, ...]:
    """The levels above the values of a line, finest first; undefined values (NaN) are passed over."""
    levels: list[LineLevel] = []
    high = low = values
    while len(high) >= _SMALLEST * FACTOR:
        high, low = grouped(np.fmax, high, FACTOR), grouped(np.fmin, low, FACTOR)
        levels.append(LineLevel(high, low))
    return tuple(levels)


def cut_pyramid(pyramid: tuple[CandleLevel, ...], candles: Candles, count: int) -> tuple[CandleLevel, ...]:
    """What :func:`build_pyramid` makes of the first ``count`` candles, at least one; only the last entries are made anew.

    Args:
        pyramid: Of all ``candles``.
        candles: Sorted.
        count: How many of them count.
    """
    levels = []
    for level, entries, rest in _levels_of(pyramid, count):
        high, low = np.max(candles.high[rest]), np.min(candles.low[rest])
        volume = np.sum(candles.volume[rest], dtype=np.float64)
        levels.append(
            CandleLevel(
                _ending(level.high, entries, high),
                _ending(level.low, entries, low),
                _ending(level.volume, entries, volume),
            )
        )
    return tuple(levels)


def cut_line_pyramid(pyramid: tuple[LineLevel, ...], values: Float32, count: int) -> tuple[LineLevel, ...]:
    """The same for a line: what :func:`build_line_pyramid` makes of its first ``count`` values."""
    levels = []
    for level, entries, rest in _levels_of(pyramid, count):
        high, low = np.fmax.reduce(values[rest]), np.fmin.reduce(values[rest])
        levels.append(LineLevel(_ending(level.high, entries, high), _ending(level.low, entries, low)))
    return tuple(levels)


def _levels_of(pyramid: tuple[_Level, ...], count: int) -> Iterator[tuple[_Level, int, slice]]:
    """The levels that ``count`` values have, how many entries each then has, and the places of its last entry."""
    for number, level in enumerate(pyramid, 1):
        if -(-count // FACTOR ** (number - 1)) < _SMALLEST * FACTOR:
            return
        entry = FACTOR**number
        entries = -(-count // entry)
        yield level, entries, slice((entries - 1) * entry, count)


def _ending(values: Any, entries: int, last: Any) -> Any:
    """The first entries of a level, the last of them another one."""
    kept = values[:entries].copy()
    kept[-1] = last
    return kept


def bucket_size(per_pixel: float) -> int:
    """Candles in a bucket, a power of two, where ``per_pixel`` candles fall on a pixel: buckets are 1 to 2 pixels wide."""
    if not per_pixel > 1:
        return 1
    return 1 << int(np.ceil(np.log2(per_pixel)))


def reduce(candles: Candles, pyramid: tuple[CandleLevel, ...], first: int, last: int, size: int) -> Bars:
    """The buckets that touch the places ``[first, last)``, each whole, also where it reaches beyond them.

    Args:
        candles: Sorted; not empty between ``first`` and ``last``.
        pyramid: Of these candles.
        first: The first place, at least 0; ``last`` at most the number of candles.
        last: The place after the last.
        size: Candles in a bucket, a power of two.
    """
    if last <= first:
        none, real = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
        return Bars(none, none, real, real, real, real, real)
    starts, ends = _bounds(first, last, size, len(candles))
    if size == 1:
        rows = candles.take(slice(first, last))
        return Bars(starts, starts, rows.open, rows.high, rows.low, rows.close, rows.volume.astype(np.float64))
    number = _level(size, len(pyramid))
    entry, extremes = FACTOR**number, pyramid[number - 1] if number else candles
    cut, count = slice(int(starts[0]) // entry, -(-int(ends[-1] + 1) // entry)), size // entry
    return Bars(
        starts, ends, candles.open[starts], grouped(np.maximum, extremes.high[cut], count),
        grouped(np.minimum, extremes.low[cut], count), candles.close[ends],
        grouped(np.add, extremes.volume[cut].astype(np.float64, copy=False), count),
    )  # fmt: skip


def reduce_line(values: Float32, pyramid: tuple[LineLevel, ...], first: int, last: int, size: int) -> Spans:
    """The buckets of a line that touch the places ``[first, last)``; see :func:`reduce`."""
    first, last = max(first, 0), min(last, len(values))
    if last <= first:
        none, real = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        return Spans(none, none, real, real, real, real)
    starts, ends = _bounds(first, last, size, len(values))
    if size == 1:
        part = values[first:last]
        return Spans(starts, starts, part, part, part, part)
    number = _level(size, len(pyramid))
    entry = FACTOR**number
    high, low = (pyramid[number - 1].high, pyramid[number - 1].low) if number else (values, values)
    cut, count = slice(int(starts[0]) // entry, -(-int(ends[-1] + 1) // entry)), size // entry
    return Spans(
        starts, ends, grouped(np.fmin, low[cut], count), grouped(np.fmax, high[cut], count),
        values[starts], values[ends],
    )  # fmt: skip


def merged(bars: Bars, column: Int64) -> Bars:
    """Neighbouring bars of the same column as one bar, for an axis on which candles are not evenly spaced.

    Args:
        bars: Left to right.
        column: int64, not decreasing, of each bar.
    """
    if len(bars) < 2:
        return bars
    starts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    ends = np.append(starts[1:], len(bars)) - 1
    return Bars(
        bars.first[starts], bars.last[ends], bars.open[starts], np.maximum.reduceat(bars.high, starts),
        np.minimum.reduceat(bars.low, starts), bars.close[ends], np.add.reduceat(bars.volume, starts),
    )  # fmt: skip


def merged_line(spans: Spans, column: Int64) -> Spans:
    """Neighbouring buckets of the same column as one; see :func:`merged`."""
    if len(spans) < 2:
        return spans
    starts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    ends = np.append(starts[1:], len(spans)) - 1
    return Spans(
        spans.first[starts], spans.last[ends], np.fmin.reduceat(spans.low, starts),
        np.fmax.reduceat(spans.high, starts), spans.enter[starts], spans.leave[ends],
    )  # fmt: skip


def grouped(reduce: np.ufunc, values: Any, size: int) -> Any:
    """Every ``size`` values, a power of two, put together; the last group may be shorter.

    Halves against halves: numpy does that many times as fast as ``reduceat``.
    """
    whole = len(values) // size * size
    found, rest = values[:whole], values[whole:]
    while size > 1:
        found = reduce(found[::2], found[1::2])
        size //= 2
    return np.append(found, reduce.reduce(rest)) if len(rest) else found


@lru_cache(maxsize=8)  # the candles and all lines of a picture have the same
def _bounds(first: int, last: int, size: int, count: int) -> tuple[Int64, Int64]:
    """First and last place of every bucket that touches ``[first, last)``; not to be written to."""
    starts = np.arange(first // size, (last - 1) // size + 1, dtype=np.int64) * size
    ends = np.minimum(starts + size, count) - 1
    starts.flags.writeable = ends.flags.writeable = False
    return starts, ends


def _level(size: int, count: int) -> int:
    """The coarsest of ``count`` levels whose entries fit into buckets of ``size``; 0 for the candles themselves."""
    return min((size.bit_length() - 1) // 3, count)
