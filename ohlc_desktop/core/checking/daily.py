"""What a daily candle of a future tells, and from when on it counts.

Its close is the settlement, which on a day of expiry lies off the tick (NQ 30,263.35, ES 7,508.43 in June 2026) and is
stored as it is. Its volume is a copy of the day before's until the exchange has published one, mostly a day later; some
copies stay. In a recorded answer (NQ=F, two years, asked for on a Sunday) Friday's volume was Thursday's, one more copy
had stayed for months, and 6 of 503 volumes were 0, which nobody traded either.
"""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64
from ohlc_desktop.core.market.instruments import FLOAT32_NOISE
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY

#: A daily volume counts so many seconds after its session.
VOLUME_COUNTS = 2 * DAY
#: Volumes so small can be the same on two days by chance.
_SMALL = 100


def on_tick_or_exact(prices: Float64, rounded: Float64) -> Float64:
    """Daily prices as they are stored: rounded to the tick where the feed means that, else as few digits as they have.

    Args:
        prices: As they came, float32 widened to float64; NaN where missing.
        rounded: The same on the nearest tick.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        off = np.abs(prices - rounded) > FLOAT32_NOISE * np.abs(prices)
    exact = np.array([float(str(price)) for price in prices[off].astype(np.float32)], dtype=np.float64)
    found = np.array(rounded, dtype=np.float64)
    found[off] = exact
    return found


def unknown_volumes(daily: Candles, calendar: Calendar, now: float) -> Bools:
    """Which volumes of daily candles do not count (yet): none, a copy of the day before's, or too young.

    Args:
        daily: Sorted candles of one answer, volumes as they came.
        calendar: The sessions.
        now: UTC epoch seconds of the answer.
    """
    copied = np.zeros(len(daily), dtype=np.bool_)
    copied[1:] = (np.diff(daily.volume) == 0) & (daily.volume[1:] > _SMALL)
    return np.asarray((daily.volume == 0) | copied | _young(daily.ts, calendar, now), dtype=np.bool_)


def known_before(answer: Candles, unknown: Bools, stored: Candles) -> Int64:
    """The volumes of an answer: where they do not count the stored ones, else 0.

    A stored one that is the very volume which does not count was stored before that was known, and goes.

    Args:
        answer: Sorted candles.
        unknown: Which volumes do not count.
        stored: Sorted candles of the same series.
    """
    volume = np.where(unknown, 0, answer.volume)
    _, mine, theirs = np.intersect1d(answer.ts, stored.ts, assume_unique=True, return_indices=True)
    better = unknown[mine] & (stored.volume[theirs] != answer.volume[mine])
    volume[mine[better]] = stored.volume[theirs[better]]
    return volume


def _young(ts: Int64, calendar: Calendar, now: float) -> Bools:
    """Which candles are of sessions that ended less than ``VOLUME_COUNTS`` ago."""
    sessions = calendar.trade_date[calendar.close + VOLUME_COUNTS > now]
    return np.isin(ts, sessions * DAY)
