"""A volume profile: volume at rows of prices, the point of control and the value area.

A candle tells how much was traded between its low and its high, not where. Its volume is spread evenly over the rows
that its range touches; the finer the candles, the less that matters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Candles, Float64
from ohlc_desktop.core.chart.profile.price_rows import PriceRows, lay_rows
from ohlc_desktop.core.chart.profile.settings import ProfileSettings

#: A share of the whole volume that is the rounding of sums.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class VolumeProfile:
    """How much was traded at which prices.

    Attributes:
        rows: Steps of price; none where there are no candles.
        up: float64, volume in each row of candles that closed at or above their open; ``down`` of the others.
        poc: The point of control: the row with most volume; -1 where no volume is known.
        first: Lowest row of the value area; ``last`` the highest.
        candles: How many candles it is made of; ``unknown`` of them have no known volume (0) and add nothing.
    """

    rows: PriceRows
    up: Float64
    down: Float64
    poc: int
    first: int
    last: int
    candles: int
    unknown: int

    @property
    def volume(self) -> Float64:
        """Volume in each row."""
        return self.up + self.down

    @property
    def known(self) -> bool:
        """Whether any volume is known."""
        return self.poc >= 0

    @property
    def poc_price(self) -> float:
        """The middle of the point of control."""
        return self.rows.middle(self.poc)

    @property
    def value_low(self) -> float:
        """The lowest price of the value area: one that can be traded, where the tick is known."""
        return float(self.rows.edges[self.first]) + self.rows.tick / 2

    @property
    def value_high(self) -> float:
        """The highest price of the value area."""
        return float(self.rows.edges[self.last + 1]) - self.rows.tick / 2


def profile_of(candles: Candles, tick: float, settings: ProfileSettings) -> VolumeProfile:
    """The profile of some candles.

    Args:
        candles: In any order, of any timeframes.
        tick: Smallest step of the price; 0 where it is not known.
        settings: How tall rows are, and how much the value area holds.
    """
    if not len(candles):
        nothing = np.empty(0, dtype=np.float64)
        return VolumeProfile(PriceRows(0.0, 1.0, 0, tick), nothing, nothing, -1, 0, -1, 0, 0)
    rows = lay_rows(float(candles.low.min()), float(candles.high.max()), tick, settings)
    up, down = _spread(candles, rows)
    poc = point_of_control(up + down)
    first, last = value_area(up + down, poc, settings.value_area / 100)
    unknown = len(candles) - int(np.count_nonzero(candles.volume))
    return VolumeProfile(rows, up, down, poc, first, last, len(candles), unknown)


def point_of_control(volume: Float64) -> int:
    """The row with most volume; of several the one nearest to the middle, the lower of two as near. -1 without volume.

    Source: Chicago Board of Trade, *CBOT Market Profile* (1991).
    """
    most = volume.max(initial=0.0)
    if not most > 0:
        return -1
    rows = np.flatnonzero(volume >= most * (1 - _NOTHING))
    return int(rows[np.abs(rows - (len(volume) - 1) / 2).argmin()])


def value_area(volume: Float64, poc: int, share: float) -> tuple[int, int]:
    """The lowest and the highest row of the value area: ``share`` of the volume around the point of control, or more.

    It begins with the point of control. Again and again the two rows above it and the two below it are compared, and the
    pair with more volume is added, the upper one of equal pairs; at an end of the profile one row is a pair. It ends
    as soon as it holds enough. (0, -1) without volume.
    Sources: Chicago Board of Trade, *CBOT Market Profile* (1991), the calculation of the value area by pairs; TradingView
    describes the same for its volume profiles.
    """
    if poc < 0:
        return 0, -1
    first = last = poc
    total, held = float(volume.sum()), float(volume[poc])
    wanted, rounding = share * total * (1 - _NOTHING), total * _NOTHING
    while held < wanted and (first > 0 or last < len(volume) - 1):
        above = float(volume[last + 1 : last + 3].sum())
        below = float(volume[max(first - 2, 0) : first].sum())
        if last < len(volume) - 1 and (above >= below - rounding or first == 0):
            last, held = min(last + 2, len(volume) - 1), held + above
        else:
            first, held = max(first - 2, 0), held + below
    return first, last


def _spread(candles: Candles, rows: PriceRows) -> tuple[Float64, Float64]:
    """Volume in each row of rising and of falling candles.

    Each candle raises what follows by its share at its lowest row and lowers it above its highest: sums then tell
    what each row has, whatever the number of rows that candles touch.
    """
    lowest, highest = rows.at(candles.low), rows.at(candles.high) + 1
    share = candles.volume / (highest - lowest)
    width = rows.count + 1
    falls = (candles.close < candles.open) * width
    change = np.bincount(lowest + falls, share, 2 * width) - np.bincount(highest + falls, share, 2 * width)
    found = np.cumsum(change.reshape(2, width), axis=1)[:, :-1]
    found[found < share.sum() * _NOTHING] = 0.0
    return found[0], found[1]
