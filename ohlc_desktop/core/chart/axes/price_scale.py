"""The vertical axis: prices to pixels and back, linear, logarithmic or in percent, either way up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ohlc_desktop.core.chart.options import Scale

#: Empty room above, where the legend is, and below, as shares of the height.
ABOVE, BELOW = 0.1, 0.09
_MOST = 0.35
#: No range is narrower, as a share of the price.
_NARROWEST = 1e-9
#: A range of less is none: there are not enough numbers in it.
_NOTHING = 1e-200
#: No range is wider, as a multiple of what is shown.
_WIDEST = 1e15


@dataclass(frozen=True, slots=True)
class PriceScale:
    """A range of prices, and the pixels it takes.

    Attributes:
        kind: ``LOG`` only where the range is above zero. ``PERCENT`` is laid out like ``LINEAR``; only its labels differ.
        low: Price at ``bottom``; ``high`` at ``top``, or the other way round on an inverted scale; always ``low < high``.
        top: Pixel of the upper edge, counted downwards; ``bottom`` of the lower one.
        inverted: Prices grow downwards.
        per_unit: Pixels of one unit (of price, or of its logarithm).
    """

    kind: Scale
    low: float
    high: float
    top: float
    bottom: float
    inverted: bool = False
    per_unit: float = field(init=False, repr=False, compare=False)
    _lowest: float = field(init=False, repr=False, compare=False)
    _log: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_log", self.kind is Scale.LOG)
        object.__setattr__(self, "_lowest", self._unit(self.low))
        object.__setattr__(self, "per_unit", (self.bottom - self.top) / (self._unit(self.high) - self._lowest))

    @property
    def bounds(self) -> tuple[float, float]:
        """``low`` and ``high`` as coordinates of a pane: base-10 logarithms where the scale is logarithmic."""
        return (math.log10(self.low), math.log10(self.high)) if self.kind is Scale.LOG else (self.low, self.high)

    def with_bounds(self, low: float, high: float) -> PriceScale:
        """Another range, in the coordinates of :attr:`bounds`; this one where there are no such prices."""
        logarithmic = math.log(10) if self.kind is Scale.LOG else 1.0
        return self._with(low * logarithmic, high * logarithmic)

    def coordinate(self, pixel: float) -> float:
        """What is at a pixel, in the coordinates of :attr:`bounds`."""
        low, high = self.bounds
        return low + self._above_low(pixel) / (self.bottom - self.top) * (high - low)

    def pixel(self, price: Any) -> Any:
        """Pixel of a price or of an array of them (float64 back); NaN where a price has no logarithm."""
        if isinstance(price, float):
            usable = not self._log or price > 0
            return self._placed((self._unit(price) - self._lowest) * self.per_unit) if usable else math.nan
        if self._log:
            with np.errstate(divide="ignore", invalid="ignore"):
                price = np.log(np.maximum(price, 0.0))
            price = np.where(np.isfinite(price), price, np.nan)
        return self._placed((np.asarray(price, dtype=np.float64) - self._lowest) * self.per_unit)

    def price(self, pixel: float) -> float:
        """Price at a pixel."""
        unit = self._lowest + self._above_low(pixel) / self.per_unit
        return float(np.exp(unit)) if self.kind is Scale.LOG else unit

    def panned(self, pixels: float) -> PriceScale:
        """What is seen after dragging prices down by so many pixels."""
        shift = (-pixels if self.inverted else pixels) / self.per_unit
        return self._with(self._unit(self.low) + shift, self._unit(self.high) + shift)

    def zoomed(self, factor: float, pixel: float | None = None) -> PriceScale:
        """Prices ``factor`` times as tall; what is at ``pixel`` (the middle if not given) stays there."""
        low, high = self._unit(self.low), self._unit(self.high)
        fixed = (low + high) / 2 if pixel is None else low + self._above_low(pixel) / self.per_unit
        narrowest = max(abs(fixed), 1e-300) * _NARROWEST
        if not narrowest < (high - low) / factor < _WIDEST * max(high - low, narrowest):
            return self
        return self._with(fixed + (low - fixed) / factor, fixed + (high - fixed) / factor)

    def over(self, top: float, bottom: float, locked: bool = False) -> PriceScale:
        """The same prices over other pixels; a ``locked`` scale keeps its pixels a unit, and what is in the middle."""
        moved = replace(self, top=top, bottom=bottom)
        return (
            moved.zoomed(self.per_unit / moved.per_unit) if locked and bottom - top != self.bottom - self.top else moved
        )

    def _above_low(self, pixel: float) -> float:
        """How far a pixel is from the one of the lowest price, towards higher ones."""
        return pixel - self.top if self.inverted else self.bottom - pixel

    def _placed(self, above_low: Any) -> Any:
        """Pixels that are so far from it."""
        return self.top + above_low if self.inverted else self.bottom - above_low

    def _unit(self, price: float) -> float:
        return math.log(price) if self._log else price

    def _with(self, low: float, high: float) -> PriceScale:
        if self.kind is Scale.LOG:
            with np.errstate(over="ignore", under="ignore"):
                low, high = float(np.exp(low)), float(np.exp(high))
        usable = np.isfinite(low) and np.isfinite(high) and low < high and (low > 0 or self.kind is not Scale.LOG)
        return replace(self, low=low, high=high) if usable else self


def fitted(
    low: float, high: float, kind: Scale, top: float, bottom: float, step: float = 0.0, above: float = 0.0,
    margins: tuple[float, float] = (ABOVE, BELOW), inverted: bool = False,
) -> PriceScale:  # fmt: skip
    """A scale on which everything from ``low`` to ``high`` is seen, with room above and below.

    Args:
        low: Lowest price; not a number where there is none.
        high: Highest price.
        kind: As wished; linear instead of logarithmic where not everything is above zero.
        top: Pixel of the upper edge.
        bottom: Pixel of the lower edge.
        step: The instrument's tick; a range of equal prices is opened by some of them.
        above: Pixels that something else takes at the top; it gets them unless little would be left.
        margins: Empty room above and below, as shares of the height.
        inverted: Prices grow downwards.
    """
    bottom = max(bottom, top + 1.0)
    if not (np.isfinite(low) and np.isfinite(high)):
        low, high = 0.0, 1.0
    if kind is Scale.LOG and low <= 0:
        kind = Scale.LINEAR
    if not high - low > max(abs(low), abs(high)) * _NARROWEST * 1e-3 + _NOTHING:
        opened = max(step * 10, abs(high) * 1e-3)
        opened = opened if opened > _NOTHING else 1.0
        low, high = low - opened, high + opened
        kind = Scale.LINEAR if low <= 0 and kind is Scale.LOG else kind
    room = bottom - top
    first, last = top + max(room * margins[0], min(above, room * _MOST)), bottom - room * margins[1]
    inner = PriceScale(kind, low, high, first, last, inverted)
    least = math.ulp(0.0) if kind is Scale.LOG else -math.inf  # the room below can end where numbers do
    low, high = sorted((inner.price(bottom), inner.price(top)))
    return replace(inner, low=max(low, least), high=high, top=top, bottom=bottom)
