"""Weeks, months and fives of days of a continuous series: made of its days once those are adjusted, for they can hold a roll."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Bools, Candles, Int64
from ohlc_desktop.core.derive import aggregate
from ohlc_desktop.core.market.holidays import BusinessDays
from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.market.sessions import CME_ZONE, Calendar, day_calendar, period_key
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.core.voices.levels import least_known

#: The timeframe that is counted by numbers of trade dates, which the stored sessions have.
_COUNTED = "5d"


def period_candles(
    days: Candles, numbers: Int64, timeframe: Timeframe, calendar: Calendar | None
) -> tuple[Candles, Int64]:
    """Candles of a longer timeframe that are over, and the number of the contract that each ends with.

    Of 5d those are left out that begin before the stored sessions do: nobody knows how their days are counted.

    Args:
        days: Candles of 1d, sorted.
        numbers: int64, of the contract of each.
        timeframe: Longer than 1d.
        calendar: The stored sessions, which name the trade date that comes next.
    """
    named = _named(days.ts, timeframe, calendar)
    days, numbers = days.take(named), numbers[named]
    if not len(days):
        return days, numbers
    keys = _keys(days.ts, timeframe, calendar)
    last = np.append(np.flatnonzero(np.diff(keys)), len(keys) - 1)
    made, ends = aggregate(days, keys), numbers[last]
    following = np.array([_next_day(int(days.ts[-1]) // DAY, calendar) * DAY], dtype=np.int64)
    if _keys(following, timeframe, calendar)[0] == keys[-1]:  # it goes on
        made, ends = made.take(slice(-1)), ends[:-1]
    return made, ends


def days_of_periods(
    days: Int64, start: int, end: int, timeframe: Timeframe, calendar: Calendar | None
) -> tuple[int, int]:
    """The stretch, its end not included, of the days that candles of a longer timeframe with ``start <= ts < end`` are made of.

    Args:
        days: int64, stamps of candles of 1d, sorted.
        start: First stamp of the longer candles.
        end: The stamp after their last.
        timeframe: Theirs.
        calendar: The stored sessions.
    """
    named = days[_named(days, timeframe, calendar)]
    keys = _keys(named, timeframe, calendar) if len(named) else named
    inside = named[(keys >= start) & (keys < end)]
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 0)


def period_levels(
    days: Int64, known: NDArray[np.int8], made: Int64, timeframe: Timeframe, calendar: Calendar | None
) -> NDArray[np.int8]:
    """How well candles of a longer timeframe are known: each as well as the least known of its days.

    Args:
        days: int64, stamps of candles of 1d, sorted.
        known: int8 values of ``Confidence``, one a day.
        made: int64, stamps of what :func:`period_candles` made of them.
        timeframe: Of these.
        calendar: The stored sessions.
    """
    named = _named(days, timeframe, calendar)
    return least_known(_keys(days[named], timeframe, calendar), known[named]).of(made)


def _named(ts: Int64, timeframe: Timeframe, calendar: Calendar | None) -> Bools:
    """Which days are in a candle whose first day is known."""
    if timeframe.name != _COUNTED:
        return np.ones(len(ts), dtype=np.bool_)
    begins = np.empty(0, np.int64) if calendar is None else calendar.trade_date[calendar.ordinal % 5 == 0]
    if calendar is None or not len(begins):
        return np.zeros(len(ts), dtype=np.bool_)
    return np.asarray((ts // DAY >= begins[0]) & (ts // DAY <= calendar.trade_date[-1]))


def _keys(ts: Int64, timeframe: Timeframe, calendar: Calendar | None) -> Int64:
    # only 5d asks the sessions, and has none without them
    return period_key(ts // DAY, calendar or day_calendar(GENERIC, 0, 0, CME_ZONE), timeframe)


def _next_day(day: int, calendar: Calendar | None) -> int:
    """The trade date after one: of the stored sessions, where those do not reach a business day."""
    known = np.empty(0, np.int64) if calendar is None else calendar.trade_date
    at = int(np.searchsorted(known, day, side="right"))
    return int(known[at]) if 0 < at < len(known) else BusinessDays(calendar).after(day)
