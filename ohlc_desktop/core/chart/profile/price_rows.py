"""The rows of a volume profile: steps of price from the lowest to the highest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ohlc_desktop.core.candles import Float64, Int64
from ohlc_desktop.core.chart.profile.settings import LIMITS, ProfileSettings, RowLayout

#: Most rows that a profile has, however few ticks each is wanted to have.
MOST_ROWS = 2000
#: A price without a known step counts as this share of itself.
_GRAIN = 1e-5


@dataclass(frozen=True, slots=True)
class PriceRows:
    """Rows of equal height, the lowest first.

    With a known tick each holds the same number of prices that can be traded, and its edges lie between two of them.

    Attributes:
        low: Lower edge of the lowest one.
        step: Height of each.
        count: How many.
        tick: The smallest step of the price; 0 where it is not known.
    """

    low: float
    step: float
    count: int
    tick: float

    @property
    def edges(self) -> Float64:
        """Their edges, ``count + 1`` prices, the lowest first."""
        return self.low + self.step * np.arange(self.count + 1, dtype=np.float64)

    @property
    def ticks(self) -> int:
        """Prices that can be traded in each; 0 where the tick is not known."""
        return round(self.step / self.tick) if self.tick else 0

    def at(self, price: Any) -> Int64:
        """The row of each price; what lies beyond belongs to the outermost ones."""
        found = np.floor((np.asarray(price, dtype=np.float64) - self.low) / self.step)
        return np.clip(found, 0, self.count - 1).astype(np.int64)

    def middle(self, row: int) -> float:
        """The price in the middle of a row; with a known tick one that can be traded, the lower one of two."""
        if not self.tick:
            return self.low + self.step * (row + 0.5)
        return self.low + self.step * row + self.tick * ((self.ticks - 1) // 2 + 0.5)


def lay_rows(low: float, high: float, tick: float, settings: ProfileSettings) -> PriceRows:
    """The rows for prices from ``low`` to ``high``; one where they are the same.

    A row has whole ticks: with a number of rows as few as make no more rows than that. More than ``MOST_ROWS`` are not
    laid; rows are taller then. Without a tick (0) the range is cut in as many rows as are wanted.
    """
    if not tick:
        count = settings.rows if settings.layout is RowLayout.ROWS else LIMITS["rows"][1]
        count = count if high > low else 1
        step = (high - low) / count or max(abs(low) * _GRAIN, _GRAIN)
        return PriceRows(low, step, count, 0.0)
    first, last = round(low / tick), round(high / tick)
    prices = last - first + 1
    wanted = -(-prices // settings.rows) if settings.layout is RowLayout.ROWS else settings.ticks
    ticks = max(wanted, -(-prices // (MOST_ROWS - 1)))
    if settings.layout is RowLayout.TICKS:
        first = first // ticks * ticks  # so that rows stay where they are when the range grows
    return PriceRows((first - 0.5) * tick, ticks * tick, -(-(last - first + 1) // ticks), tick)
