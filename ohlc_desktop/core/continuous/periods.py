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
#: Between two trade dates there are fewer seconds, over New Year as well: longer ones are days that are not stored.
_PAUSE = 6 * DAY


def period_candles(
    days: Candles, numbers: Int64, timeframe: Timeframe, calendar: Calendar | None
) -> tuple[Candles, Int64]:
    """Candles of a longer timeframe whose days are all there, and the number of the contract that each ends with.

    What has not ended is left out, and what a series begins within, or lacks a longer stretch of. Of 5d those are left out that begin before the stored sessions do: nobody knows how their days are counted.

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
    whole = ~np.isin(made.ts, _torn(days.ts, timeframe, calendar))
    return made.take(whole), ends[whole]


def _torn(ts: Int64, timeframe: Timeframe, calendar: Calendar | None) -> Int64:
    """The candles of which days are not there: before a stretch of consecutive ones, or after it."""
    gaps = np.flatnonzero(np.diff(ts) > _PAUSE)
    begins, ends = (ts[np.append(*places)].tolist() for places in ((0, gaps + 1), (gaps, len(ts) - 1)))
    pairs = [(each, _neighbour(each, calendar, step)) for step, days in ((-1, begins), (1, ends)) for each in days]
    apart = [pair for pair in pairs if pair[1] not in (*begins, *ends)]  # else nothing was traded in between
    inside, outside = (_keys(np.array(each, dtype=np.int64), timeframe, calendar) for each in zip(*apart, strict=True))
    return np.asarray(inside[inside == outside], dtype=np.int64)


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


def _neighbour(ts: int, calendar: Calendar | None, step: int) -> int:
    """The trade date after (1) or before (-1) one, as stamps: of the stored sessions, where those do not reach a business day."""
    day, known = ts // DAY, np.empty(0, np.int64) if calendar is None else calendar.trade_date
    at = int(np.searchsorted(known, day, side="right" if step > 0 else "left")) - (step < 0)
    if 0 <= at < len(known) and (at > 0 or step < 0):
        return int(known[at]) * DAY
    days = BusinessDays(calendar)
    return (days.after(day) if step > 0 else days.before(day)) * DAY
