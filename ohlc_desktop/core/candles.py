"""The column block that candles travel in, from the feed to the file, the cache and the chart.

Six numpy arrays of equal length instead of a list of objects: every room works on whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: One candle of a packed block: little-endian, 48 bytes.
ROW_BYTES = 48


@dataclass(frozen=True, slots=True)
class Candles:
    """Candles of one series as columns.

    Attributes:
        ts: int64, UTC epoch seconds of the candle's open; for 1d and longer 00:00 UTC of the trade date.
        open: float64 price.
        high: float64 price.
        low: float64 price.
        close: float64 price.
        volume: int64, contracts or shares.

    Stored series are sorted by ``ts`` without repeats; a block fresh from a feed need not be.
    """

    ts: Int64
    open: Float64
    high: Float64
    low: Float64
    close: Float64
    volume: Int64

    def __len__(self) -> int:
        return len(self.ts)

    @property
    def columns(self) -> tuple[Int64, Float64, Float64, Float64, Float64, Int64]:
        """The six arrays in storage order."""
        return (self.ts, self.open, self.high, self.low, self.close, self.volume)

    def take(self, index: Bools | Int64 | slice) -> Candles:
        """The rows chosen by a mask, positions or a slice; arrays are views where numpy allows."""
        return Candles(
            self.ts[index], self.open[index], self.high[index], self.low[index], self.close[index], self.volume[index]
        )

    def between(self, start: int, end: int) -> Candles:
        """The rows with ``start <= ts < end`` of a sorted block, as views."""
        first, last = np.searchsorted(self.ts, (start, end))
        return self.take(slice(int(first), int(last)))

    def pack(self) -> bytes:
        """The columns one after another, little-endian, ``ROW_BYTES`` a candle."""
        return b"".join(
            np.ascontiguousarray(column, dtype=column.dtype.newbyteorder("<")).tobytes() for column in self.columns
        )


def make(
    ts: Iterable[float], open_: Iterable[float], high: Iterable[float],
    low: Iterable[float], close: Iterable[float], volume: Iterable[float],
) -> Candles:  # fmt: skip
    """Candles from any sequences of numbers, converted to the column types."""
    return Candles(
        np.asarray(ts, dtype=np.int64),
        np.asarray(open_, dtype=np.float64),
        np.asarray(high, dtype=np.float64),
        np.asarray(low, dtype=np.float64),
        np.asarray(close, dtype=np.float64),
        np.asarray(volume, dtype=np.int64),
    )


def empty() -> Candles:
    """No candles."""
    return make((), (), (), (), (), ())


def unpack(data: bytes | memoryview) -> Candles:
    """The candles of one packed block, in fresh arrays.

    Raises:
        ValueError: the length is not a whole number of candles.
    """
    return join_packed([data])


def join_packed(blocks: Iterable[bytes | memoryview]) -> Candles:
    """The candles of several packed blocks in the given order, in fresh arrays.

    Raises:
        ValueError: the length of a block is not a whole number of candles.
    """
    views = [memoryview(block) for block in blocks]
    if any(view.nbytes % ROW_BYTES for view in views):
        raise ValueError("a packed block does not hold whole candles")
    counts = [view.nbytes // ROW_BYTES for view in views]
    ends = np.cumsum(counts)
    dtypes = (np.int64, *[np.float64] * 4, np.int64)
    columns = [np.empty(sum(counts), dtype=dtype) for dtype in dtypes]
    for view, count, end in zip(views, counts, ends, strict=True):
        for place, column in enumerate(columns):
            column[end - count : end] = np.frombuffer(view, column.dtype, count, place * count * 8)
    return Candles(*columns)


def concat(blocks: Iterable[Candles]) -> Candles:
    """All rows of the blocks, in the given order."""
    parts = list(blocks)
    if not parts:
        return empty()
    return Candles(*(np.concatenate(column) for column in zip(*(b.columns for b in parts), strict=True)))


def merge(old: Candles, new: Candles) -> Candles:
    """Both blocks as one sorted block without repeats; where both have a candle, ``new`` wins."""
    both = concat((new, old))
    _, first = np.unique(both.ts, return_index=True)
    return both.take(first)
