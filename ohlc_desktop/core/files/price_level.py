"""Whether prices of a file are those that were traded, or were moved to hide rolls, as back-adjusted series are.

A series that is adjusted by differences lies off the traded one by the same amount over months, which changes at a roll; after
the last roll before it was exported it is equal. So equal prices prove something of the time before the last roll only.
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
    """

    start: int
    line: int
    compared: int
    equal: int
    offset: float
    shifted: int
    least: int = LEAST_COMPARED

    @property
    def same(self) -> bool:
        """They are the traded ones."""
        return self.compared >= self.least and self.equal >= RIGHT * self.compared

    @property
    def off(self) -> bool:
        """They lie off the traded ones all along."""
        few = self.equal <= WRONG * self.compared
        return self.compared >= self.least and few and self.shifted >= RIGHT * self.compared


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
    return PriceLevel(int(day[0]) if len(day) else EVER, line, len(day), equal, offset, shifted, LEAST_DAYS)


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
