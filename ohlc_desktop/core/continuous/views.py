"""Candles of a continuous series as they look adjusted, each price worked out where it is read.

The candles and their levels of detail stay as they were traded, so that an adjustment is switched at the cost of what a
picture needs, however many candles there are. Every price is the very one that
:func:`~ohlc_desktop.core.continuous.adjustment.adjusted_for_charts` makes, to the last bit: rounding keeps the order of
prices, so the highest of a stretch, adjusted, is the highest of its adjusted ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import DTypeLike, NDArray

from ohlc_desktop.core.candles import Candles, Float64, Int64
from ohlc_desktop.core.chart.lod import FACTOR, Float32, LineLevel, Reals
from ohlc_desktop.core.continuous.adjustment import Adjustment, narrowed, part_of

_Level = TypeVar("_Level", bound=LineLevel)


@dataclass(frozen=True, slots=True, eq=False)
class AdjustedPrices:
    """A column of prices that is read like a float32 array, by place, slice, mask or array; ``np.asarray`` makes it one.

    Attributes:
        prices: As they were traded.
        what: Is done to them.
        torn: int64, sorted: places whose price is none of one stretch; ``made``, float32, are the prices there.
    """

    prices: Float32
    what: Adjustment
    torn: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    made: Float32 = field(default_factory=lambda: np.empty(0, dtype=np.float32))

    dtype = np.dtype(np.float32)

    def __len__(self) -> int:
        return len(self.prices)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            first, last, step = index.indices(len(self))
            return self._slice(first, max(last, first)) if step == 1 else self._at(np.arange(first, last, step))
        places = np.asarray(index)
        if places.dtype == np.bool_:
            return self._at(np.flatnonzero(places))
        return self._at(np.where(places < 0, places + len(self), places))

    def _slice(self, first: int, last: int) -> Float32:
        found = narrowed(self.prices[first:last], part_of(self.what, first, last))
        begin, end = np.searchsorted(self.torn, (first, last))
        found[self.torn[begin:end] - first] = self.made[begin:end]
        return found

    def _at(self, places: Int64) -> Any:
        found = moved(self.prices[places], self.what, self.what.stretch(places))
        if len(self.torn):
            near = np.minimum(np.searchsorted(self.torn, places), len(self.torn) - 1)
            found = np.where(self.torn[near] == places, self.made[near], found)
        return found[()]  # of a single place a number

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        return self._slice(0, len(self)).astype(dtype or np.float32, copy=False)

    def astype(self, dtype: DTypeLike, copy: bool = True) -> Any:
        """Itself where that is no other type and need not be a copy; else an array."""
        return self if not copy and np.dtype(dtype) == self.dtype else np.asarray(self, dtype)


def moved(prices: NDArray[Any], what: Adjustment, stretch: Int64) -> Float32:
    """Single prices adjusted, each as of its stretch; float32."""
    return np.asarray(prices * what.factor[stretch] + what.offset[stretch], dtype=np.float32)


def adjusted_view(candles: Candles, what: Adjustment) -> Candles:
    """Candles with float32 prices as they look adjusted, worked out as they are read."""
    if what.changes_nothing:
        return candles
    columns = (cast(Float64, AdjustedPrices(cast(Float32, column), what)) for column in candles.columns[1:5])
    return Candles(candles.ts, *columns, candles.volume)  # type: ignore[arg-type, call-arg]


def settled(candles: Candles) -> Candles:
    """The same candles with arrays for prices; themselves where they have them."""
    if not isinstance(candles.close, AdjustedPrices):
        return candles
    return Candles(candles.ts, *map(np.asarray, candles.columns[1:5]), candles.volume)


def adjusted_levels(levels: Sequence[_Level], high: Reals, low: Reals, what: Adjustment) -> tuple[_Level, ...]:
    """What the levels of detail of adjusted prices are.

    An entry within a stretch is moved when it is read; one that holds several contracts is made of the finer entries below.

    Args:
        levels: Of the prices as they were traded, finest first.
        high: The adjusted prices below the finest level, as an array or a view; ``low`` likewise.
        low: May be the same.
        what: Was done to the prices.
    """
    if what.changes_nothing:
        return tuple(levels)
    found: list[_Level] = []
    for number, level in enumerate(levels, 1):
        entry = FACTOR**number
        within = replace(what, starts=what.starts // entry)
        torn = np.unique(what.starts[what.starts % entry != 0] // entry)
        places = np.minimum(torn[:, None] * FACTOR + np.arange(FACTOR), len(high) - 1)
        highest, lowest = np.fmax.reduce(high[places], axis=1), np.fmin.reduce(low[places], axis=1)
        high = cast(Float32, AdjustedPrices(level.high, within, torn, highest))
        low = cast(Float32, AdjustedPrices(level.low, within, torn, lowest))
        found.append(replace(level, high=high, low=low))
    return tuple(found)
