"""Whether prices of a file are those that were traded, or were moved to hide rolls, as back-adjusted series are.

A series that is adjusted by differences lies off the traded one by the same amount over months, which changes at a roll; after
the last roll before it was exported it is equal. So equal prices prove something of the time before the last roll only. One that
is adjusted by ratios, or for dividends, or that is not for splits, is so many times the traded one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Float64, Int64
from ohlc_desktop.core.files.proof import LEAST_COMPARED, RIGHT, WRONG
from ohlc_desktop.core.timeframes import DAY, EVER

#: No contract is the front month for longer.
LONGEST_CONTRACT = 100 * DAY
#: So many days prove what ``LEAST_COMPARED`` shorter candles do.
LEAST_DAYS = 10
#: Where no tick is known prices are rounded to such a part of themselves.
_ROUNDED = 5e-5
#: Prices that lie no more ticks off are not on another scale.
_MORE = 4


@dataclass(frozen=True, slots=True)
class PriceLevel:
    """Prices of a stretch of a file against stored ones.

    Attributes:
        start: First stamp of them, UTC epoch seconds.
        line: Of the file.
        compared: How many.
        equal: Those that are the same.
        offset: The difference that most have.
        shifted: How many have it, if it is not zero.
        least: How many prove something.
        ratio: How many times the stored prices most are.
        scaled: How many are, if they are not the stored ones.
    """

    start: int
    line: int
    compared: int
    equal: int
    offset: float
    shifted: int
    least: int = LEAST_COMPARED
    ratio: float = 1.0
    scaled: int = 0

    @property
    def same(self) -> bool:
        """They are the traded ones."""
        return self.compared >= self.least and self.equal >= RIGHT * self.compared

    @property
    def off(self) -> bool:
        """They lie off the traded ones all along."""
        few = self.equal <= WRONG * self.compared
        return self.compared >= self.least and few and max(self.shifted, self.scaled) >= RIGHT * self.compared


def day_level(
    day: Int64, line: int, high: Float64, low: Float64, stored: tuple[Float64, Float64], tick: float
) -> PriceLevel:
    """Highs and lows of whole sessions against those of stored days.

    Args:
        day: int64, stamps of the trade dates, sorted.
        line: Of the file, where the first begins.
        high: float64, likewise ``low``.
        low: Of the sessions.
        stored: Highs and lows of the stored days.
        tick: Smallest step of prices; 0 where it is not known.
    """
    step = tick or 1e-3
    off = np.rint(np.stack((high - stored[0], low - stored[1])) / step).astype(np.int64)
    values, counts = np.unique(off[0][off[0] == off[1]], return_counts=True)
    most = int(counts.argmax()) if len(values) else 0
    shifted = int(counts[most]) if len(values) and values[most] else 0
    equal = int(np.count_nonzero((off == 0).all(axis=0)))
    offset = float(values[most] * step) if len(values) else 0.0
    start, scale = int(day[0]) if len(day) else EVER, scale_of(high, stored[0], tick)
    return PriceLevel(start, line, len(day), equal, offset, shifted, LEAST_DAYS, *scale)


def scale_of(prices: Float64, stored: Float64, tick: float) -> tuple[float, int]:
    """How many times the stored prices most are, and how many are: series that are adjusted by ratio, or by splits.

    1 and none where that is within some ticks, and where prices are not above zero.

    Args:
        prices: float64, of a file.
        stored: float64, of the same candles.
        tick: Smallest step of prices; 0 where it is not known.
    """
    sound = (prices > 0) & (stored > 0)
    prices, stored = prices[sound], stored[sound]
    if not len(prices):
        return 1.0, 0
    near, ratio = tick or _ROUNDED * float(np.median(stored)), float(np.median(prices / stored))
    if abs(ratio - 1) * float(np.median(stored)) <= _MORE * near:
        return 1.0, 0
    return ratio, int(np.count_nonzero(np.abs(prices - ratio * stored) <= near * max(ratio, 1.0)))


def adjusted(levels: Sequence[PriceLevel], first: int, last: int, dated: bool) -> bool | None:
    """Whether the prices of a file were adjusted; None where that cannot be told.

    Args:
        levels: Of its stretches.
        first: Its first stamp, UTC epoch seconds.
        last: Its newest.
        dated: It is of one contract, which nobody adjusts.
    """
    if any(level.off for level in levels):
        return True
    since = min((level.start for level in levels if level.same), default=EVER)
    if since < EVER and (dated or since <= first + DAY or since <= last - LONGEST_CONTRACT):
        return False
    return None
