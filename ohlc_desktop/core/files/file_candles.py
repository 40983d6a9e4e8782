"""Candles as a file writes them, and the readings of their stamps: in which zone, at the open or the end of a candle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import pairwise

import numpy as np
import pytz

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64
from ohlc_desktop.core.chart.axes.time_texts import offset_pieces
from ohlc_desktop.core.market.instruments import FLOAT32_NOISE
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import DAY

#: Volume of a candle of a file that gives none.
UNKNOWN_VOLUME = -1


class Stamp(StrEnum):
    """Which end of a candle its stamp names."""

    OPEN = "open"
    END = "end"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the stamps of a file may mean.

    Attributes:
        zone: Name of the time zone of their clock; empty where they are moments already.
        stamp: Which end of a candle they name.
    """

    zone: str
    stamp: Stamp

    @property
    def told(self) -> Message:
        """It in words."""
        if self.stamp is Stamp.OPEN:
            return Message("{zone}, open of the candle", zone=self.zone or "UTC")
        return Message("{zone}, end of the candle", zone=self.zone or "UTC")


@dataclass(frozen=True, slots=True)
class FileCandles:
    """Candles of one instrument and timeframe, in the order of the file.

    Attributes:
        stamp: int64, seconds. Of the clock as it is written, counted as if it were UTC, or of UTC where ``absolute``.
        open: float64, as are ``high``, ``low`` and ``close``.
        volume: int64; ``UNKNOWN_VOLUME`` where none is given.
        line: int64, the line of the file, from 1; of a binary file the record.
        absolute: The stamps are moments.
        dated: The stamps are dates: 00:00.
    """

    stamp: Int64
    open: Float64
    high: Float64
    low: Float64
    close: Float64
    volume: Int64
    line: Int64
    absolute: bool = False
    dated: bool = False

    def __len__(self) -> int:
        return len(self.stamp)

    @property
    def prices(self) -> Float64:
        """float64 of shape (4, n): open, high, low and close."""
        return np.stack((self.open, self.high, self.low, self.close))

    def take(self, rows: Bools | Int64 | slice) -> FileCandles:
        """Some of them."""
        columns = {each.name: getattr(self, each.name)[rows] for each in fields(self)[:7]}
        return FileCandles(**columns, absolute=self.absolute, dated=self.dated)


def no_rows(absolute: bool = False, dated: bool = False) -> FileCandles:
    """A file, or a part of it, without candles."""
    whole, price = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
    return FileCandles(whole, price, price, price, price, whole, whole, absolute, dated)


def joined(parts: Iterable[FileCandles]) -> FileCandles:
    """Parts of one file, in their order, as one."""
    known = list(parts)
    if len(known) < 2:
        return known[0] if known else no_rows()
    columns = {each.name: np.concatenate([getattr(part, each.name) for part in known]) for each in fields(known[0])[:7]}
    return FileCandles(**columns, absolute=known[0].absolute, dated=known[0].dated)


def equal_prices(candles: FileCandles, stored: Candles, tick: float) -> Bools:
    """Which candles of a file have the prices of as many stored ones: to half a tick, and to what float32 can tell.

    Of days their highs and lows: the close of one feed is the last trade, of another the settlement.
    """
    near = np.maximum(tick / 2, FLOAT32_NOISE * np.abs(stored.close))
    equal = np.ones(len(candles), dtype=np.bool_)
    for name in ("high", "low") if candles.dated else ("open", "high", "low", "close"):
        equal &= np.abs(getattr(candles, name) - getattr(stored, name)) < near
    return equal


def spacing(candles: FileCandles) -> int:
    """Seconds from one candle to the next, as most of them stand; 0 for fewer than two."""
    if candles.dated:
        return DAY
    steps = np.diff(np.unique(candles.stamp))
    if not len(steps):
        return 0
    values, counts = np.unique(steps, return_counts=True)
    return int(values[counts.argmax()])


def opens(candles: FileCandles, reading: Reading, seconds: int) -> Int64:
    """The opens of the candles under a reading, int64 UTC epoch seconds; of dates the date at 00:00 UTC.

    An hour that a clock shows twice is taken once each where the stamps of the file go back in it, else as the first.

    Args:
        candles: In the order of the file.
        reading: What the stamps mean.
        seconds: Length of a candle.
    """
    if candles.dated:
        return candles.stamp
    moments = candles.stamp if candles.absolute or not reading.zone else _utc(candles.stamp, reading.zone)
    return moments - seconds if reading.stamp is Stamp.END else moments


def _utc(wall: Int64, zone: str) -> Int64:
    """Moments of readings of a clock, in the order of the file."""
    if not len(wall):
        return wall
    there = pytz.timezone(zone)
    pieces = offset_pieces(int(wall.min()) - DAY, int(wall.max()) + DAY, there)
    ahead = np.array([offset for *_, offset in pieces], dtype=np.int64)
    # until then the clock has not changed, by its own readings: one that it skips counts as before the change
    until = [max(end + offset, end + later) for (_, end, offset), (*_, later) in pairwise(pieces)]
    piece = np.searchsorted(np.array(until, dtype=np.int64), wall, side="right")
    back = np.flatnonzero(np.diff(wall) < 0) + 1
    for number, ((_, end, offset), (*_, later)) in enumerate(pairwise(pieces)):
        twice = np.flatnonzero((wall >= end + later) & (wall < end + offset))
        gone_back = back[np.isin(back, twice)]
        if len(gone_back):
            piece[twice[twice >= gone_back[0]]] = number + 1
    return wall - ahead[piece]
