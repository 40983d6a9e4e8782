"""Where a continuous series really changed from one contract to the next.

Mixed candles tell how far the next contract is above the old one, or below it. Where the derived candles step by that
much and nothing lies in between, the contract changed: the step is real, and is marked, never smoothed.
"""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.timeframes import HOUR
from ohlc_desktop.core.voices.choice import ChosenCandles
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.core.voices.mixing import COMPANY

#: A longer time without candles is a pause. After one the market may open as far away as the other contract is, so that
#: mixed candles must stand within so many seconds of the step; without one they need not be that near.
_PAUSE, _NEAR = HOUR // 2, 2 * HOUR
#: A step is one of contract if it is the spread to this share, the market's own move in that time taken in.
_LIKE = 0.25


def changes(choice: ChosenCandles) -> tuple[ContractChange, ...]:
    """Where the derived candles change contract, oldest first; suspect candles are passed over.

    None where no answer mixed the contracts: without it nobody knows the spread, and a step may be a weekend's.
    """
    mixtures = np.flatnonzero(choice.spread)
    sound = choice.take(choice.known < Confidence.SUSPECT).candles
    if not len(mixtures) or len(sound) < 2:
        return ()
    ts = sound.ts[1:]
    points = sound.open[1:] - sound.close[:-1]
    mixed_at = choice.candles.ts[mixtures]
    last = np.maximum(np.searchsorted(mixed_at, ts, side="right") - 1, 0)
    following = np.minimum(last + 1, len(mixtures) - 1)
    nearest = np.where(np.abs(mixed_at[last] - ts) <= np.abs(mixed_at[following] - ts), last, following)
    spread = choice.spread[mixtures[nearest]]
    reach = np.where(np.diff(sound.ts) <= _PAUSE, COMPANY, _NEAR)
    close = (np.abs(mixed_at[nearest] - ts) <= reach) & (np.diff(sound.ts) <= COMPANY)
    stepped = close & (np.abs(points - spread) <= _LIKE * np.abs(spread))
    return tuple(ContractChange(int(ts[i]), float(points[i])) for i in np.flatnonzero(stepped))
