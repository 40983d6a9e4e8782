"""What the feed said of each candle: the distinct rows of any number of answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64, concat
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import NEW_YORK
from ohlc_desktop.core.timeframes import Timeframe


@dataclass(frozen=True, slots=True)
class Grid:
    """The steps that candles and prices of a series come in.

    Attributes:
        step: Seconds from one candle to the next.
        tick: Smallest step of the price; None when unknown.
        zone: Where the day is the market's: the usual range is known by time of day there.
    """

    step: int
    tick: float | None = None
    zone: tzinfo = NEW_YORK

    @classmethod
    def of(cls, instrument: Instrument, timeframe: Timeframe, zone: tzinfo = NEW_YORK) -> Grid:
        """The grid of a series that the feed is asked for (1m, 2m, 5m, 1d)."""
        return cls(timeframe.seconds, None if instrument.tick is None else float(instrument.tick), zone)


@dataclass(frozen=True, slots=True)
class Candidates:
    """All distinct rows of a series, those of one candle together.

    Attributes:
        rows: Sorted by stamp, then open, high, low, close and volume; no two are equal. Volume 0 stands for unknown.
        first: int64, one a candle: where its rows begin.
        candle: int64, one a row: which candle it speaks of.
    """

    rows: Candles
    first: Int64
    candle: Int64

    @property
    def ts(self) -> Int64:
        """The stamp of each candle, sorted, without repeats."""
        return self.rows.ts[self.first]

    @property
    def count(self) -> Int64:
        """How many rows each candle has."""
        return np.diff(self.first, append=len(self.rows))

    @property
    def contested(self) -> Bools:
        """Which candles have rows that differ in a price."""
        wider = [self.most(column) > self.least(column) for column in self.rows.columns[1:5]]
        return np.asarray(np.logical_or.reduce(wider), dtype=np.bool_)

    @property
    def ranges(self) -> Float64:
        """High less low of each row."""
        return self.rows.high - self.rows.low

    def least(self, values: Float64) -> Float64:
        """The smallest of the values, one a row, of each candle."""
        return np.minimum.reduceat(values, self.first) if len(values) else values

    def most(self, values: Float64) -> Float64:
        """The largest of the values, one a row, of each candle."""
        return np.maximum.reduceat(values, self.first) if len(values) else values

    def between(self, start: int, end: int) -> Candidates:
        """Those of the candles with ``start <= ts < end``."""
        return grouped(self.rows.between(start, end))


def gather(blocks: Iterable[Candles]) -> Candidates:
    """The set of distinct rows of the blocks: the same for every order and for every repetition of them."""
    rows = concat(blocks)
    rows = rows.take(np.lexsort(rows.columns[::-1]))
    return grouped(rows.take(distinct(rows)))


def distinct(rows: Candles) -> Int64:
    """Where each distinct row of sorted rows begins."""
    fresh = np.ones(len(rows), dtype=np.bool_)
    fresh[1:] = np.any([column[1:] != column[:-1] for column in rows.columns], axis=0)
    return np.flatnonzero(fresh)


def grouped(rows: Candles) -> Candidates:
    """Candidates of rows that are sorted and distinct."""
    fresh = np.ones(len(rows), dtype=np.bool_)
    fresh[1:] = rows.ts[1:] != rows.ts[:-1]
    return Candidates(rows, np.flatnonzero(fresh), np.cumsum(fresh) - 1)
