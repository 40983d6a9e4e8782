"""Whether prices are on our scale: a feed may count them in another unit, a hundred times ours as a rule.

The first public sample of Databento's encoding has the S&P future at 372,025 for 3,720.25, every price still on the tick. So
the tick alone proves nothing, and other witnesses are heard: the step of the price by the feed's own word, and stored candles.
"""

from __future__ import annotations

import math

import numpy as np

from ohlc_desktop.core.candles import Candles, Float64
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import DAY

#: Prices of one market are not so many powers of ten apart, in whatever years; a unit of a hundredth is two.
_APART = 1.5
#: Within so many days not even so many: a third, or the triple.
_NEAR_DAYS, _NEAR_APART = 30, 0.5
#: Of prices as an exchange makes them, no more than this share is off the tick.
_STRAY = 0.001
#: What a float64 may be off, in ticks.
_NOISE = 1e-3


def off_scale(price: float, known: float, apart: float = _APART) -> bool:
    """Whether two prices, or steps of prices, are of different units; False where one is not positive or not known."""
    if not (price > 0 and known > 0 and math.isfinite(price) and math.isfinite(known)):
        return False
    return abs(math.log10(price / known)) >= apart


def contradicts(rows: RawRows, witness: Candles) -> bool:
    """Whether rows are on another scale than the stored candle that is nearest in time; False without one."""
    close = rows.close[np.isfinite(rows.close)]
    if not len(close) or not len(witness):
        return False
    first, last = int(rows.ts.min()), int(rows.ts.max())
    away = np.maximum(np.maximum(first - witness.ts, witness.ts - last), 0)
    nearest = int(np.argmin(away))
    apart = _NEAR_APART if away[nearest] <= _NEAR_DAYS * DAY else _APART
    return off_scale(abs(float(np.median(close))), abs(float(witness.close[nearest])), apart)


def of_another_unit(candles: Candles, witness: Candles, within: int) -> bool:
    """Whether candles are on another scale than the stored ones that are nearest to each in time, by the most of those of
    which one is within so many seconds; False without one. Both are sorted.
    """
    if not len(witness):
        return False
    after = np.clip(np.searchsorted(witness.ts, candles.ts), 1, max(len(witness) - 1, 1))
    places = np.stack((after - 1, np.minimum(after, len(witness) - 1)))
    away = np.abs(witness.ts[places] - candles.ts)
    known = witness.close[np.where(away[0] <= away[1], places[0], places[1])]
    near = (away.min(axis=0) <= within) & (known > 0) & (candles.close > 0)
    return bool(near.any()) and bool(np.median(np.abs(np.log10(candles.close[near] / known[near]))) >= _NEAR_APART)


def off_tick(rows: RawRows, instrument: Instrument, noise: float = _NOISE) -> int:
    """How many prices are off the tick by more than ``noise`` ticks, where those are too many for an exchange; 0 else, and
    without a tick."""
    if instrument.tick is None:
        return 0
    prices: Float64 = np.concatenate((rows.open, rows.high, rows.low, rows.close))
    prices = prices[np.isfinite(prices)]
    counts = prices / float(instrument.tick)
    stray = int(np.count_nonzero(np.abs(counts - np.rint(counts)) > np.maximum(noise, np.abs(counts) * 1e-12)))
    return stray if stray > _STRAY * len(prices) else 0
