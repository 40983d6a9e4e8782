"""Weeks and months of a continuous series: made of its days once those are adjusted, for a period can hold a roll."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.derive import aggregate
from ohlc_desktop.core.market.holidays import BusinessDays
from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.market.sessions import CME_ZONE, Calendar, day_calendar, period_key
from ohlc_desktop.core.timeframes import DAY, Timeframe

#: The timeframes that can be made without numbers of trade dates, which are known for two years only.
PERIODS = ("1wk", "1mo", "3mo")


def period_candles(
    days: Candles, numbers: Int64, timeframe: Timeframe, calendar: Calendar | None
) -> tuple[Candles, Int64]:
    """Candles of weeks, months or quarters that are over, and the number of the contract that each ends with.

    Args:
        days: Candles of 1d, sorted.
        numbers: int64, of the contract of each.
        timeframe: One of ``PERIODS``.
        calendar: The stored sessions, which name the trade date that comes next.
    """
    if not len(days):
        return days, numbers
    named = calendar or day_calendar(GENERIC, 0, 0, CME_ZONE)  # not asked for these timeframes
    keys = period_key(days.ts // DAY, named, timeframe)
    last = np.append(np.flatnonzero(np.diff(keys)), len(keys) - 1)
    made, ends = aggregate(days, keys), numbers[last]
    following = np.array([BusinessDays(calendar).after(int(days.ts[-1]) // DAY)], dtype=np.int64)
    if period_key(following, named, timeframe)[0] == keys[-1]:  # it goes on
        made, ends = made.take(slice(-1)), ends[:-1]
    return made, ends
