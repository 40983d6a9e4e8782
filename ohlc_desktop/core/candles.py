"""The column block that candles travel in, from the feed to the file, the cache and the chart.

Six numpy arrays of equal length instead of a list of objects: every room works on whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: The columns of a packed block: little-endian.
_PACKED = tuple(map(np.dtype, ("<i8", "<f8", "<f8", "<f8", "<f8", "<i8")))
#: One candle of a packed block.
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

    Stored series are sorted by ``ts`` without repeats; a block fresh from a feed need not be. Charts hold prices as
    float32, which is all that the feed has.
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
        """The columns one after another, little-endian, ``ROW_BYTES`` a candle, prices as float64."""
        columns = zip(self.columns, _PACKED, strict=True)
        return b"".join(np.ascontiguousarray(column, dtype).tobytes() for column, dtype in columns)


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


def join_packed(
    blocks: Iterable[bytes | memoryview], prices: DTypeLike = np.float64, count: int | None = None
) -> Candles:
    """The candles of several packed blocks in the given order, in fresh arrays.

    Args:
        blocks: Packed candles.
        prices: Type of the price columns; float32 halves what they take.
        count: How many candles there are in all. The blocks are then taken one by one, so that a long series is never
            in memory twice.

    Raises:
        ValueError: the length of a block is not a whole number of candles, or they are not ``count``.
    """
    if count is None:
        blocks = list(blocks)
        count = sum(memoryview(block).nbytes for block in blocks) // ROW_BYTES
    columns = [np.empty(count, dtype=dtype) for dtype in (np.int64, *[prices] * 4, np.int64)]
    filled = 0
    for block in blocks:
        filled += _unpack_into(columns, filled, memoryview(block))
    if filled != count:
        raise ValueError("packed blocks do not hold the candles that were told")
    return Candles(*columns)


def _unpack_into(columns: Sequence[NDArray[Any]], place: int, block: memoryview) -> int:
    """Put the candles of a packed block into columns from a place on, converting them; how many there are."""
    count, rest = divmod(block.nbytes, ROW_BYTES)
    if rest or place + count > len(columns[0]):
        raise ValueError("a packed block does not hold whole candles, or more than were told")
    for number, (column, dtype) in enumerate(zip(columns, _PACKED, strict=True)):
        column[place : place + count] = np.frombuffer(block, dtype, count, number * count * 8)
    return count


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
