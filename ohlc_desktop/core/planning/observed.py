"""Trading that the calendar does not know of: what proves it, and the sessions with it.

**What tells trading from what a feed makes up.** A row with traded prices is evidence for its own hour, whatever a calendar
says; none is refused for its hour. These are none:

- The *live row* is a quote of the moment: off the timeframe's grid, or at the second of the feed's last trade outside of
  the session. Its candle is still open.
- A *quote* outside of trading hours: one price and no volume, so that nothing says that anything was traded.
- A *frozen stretch*: three rows or more, one after the other, with one price and without volume (on 2025-07-03 a feed
  repeated the price of 13:10 New York every 5 to 20 minutes until 19:55). They are kept out within trading hours too, for
  the volume of these hours comes in a lump with the next trade. Two in a row may be a market in which nothing moves.
- The *evening trap*: a daily row under a date that is no trade date, a Sunday's for instance, or under the one before its
  own. A daily row says nothing of hours, so it is no evidence; the day's own candles of minutes are.

**What widens a session.** Rows that together hold ten minutes of trading, none further than half an hour from the next: a
calendar that is wrong is so for longer than that. A lone trade is stored and shown, but it moves no hours: one contract at
17:00 New York, in the daily break (5 of 590 days in public recordings, 1 to 61 contracts), would make candles of an hour
and more that nobody else has, and would be expected in every other instrument. What is derived leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.market.exchanges import trade_day
from ohlc_desktop.core.market.sessions import Calendar, traded_stretches
from ohlc_desktop.core.planning.coverage import Interval, subtract, union
from ohlc_desktop.core.timeframes import MINUTE

#: So many rows of one price without volume are no trading.
FROZEN_ROWS = 3
#: Trading outside of hours that proves other hours, in seconds; and how far its rows may lie from each other.
PROOF, NEAR = 10 * MINUTE, 30 * MINUTE


def quotes(prices: Float64, volume: Float64) -> Bools:
    """Which rows are one price without volume.

    Args:
        prices: float64 of shape (4, n): open, high, low, close.
        volume: float64 of shape (n,); NaN where missing.
    """
    return np.asarray((prices == prices[0]).all(axis=0) & ~(volume > 0))


def frozen(prices: Float64, volume: Float64) -> Bools:
    """Which rows belong to a stretch in which the feed stood still; arguments as for :func:`quotes`, sorted by time."""
    flat = quotes(prices, volume)
    same = flat[1:] & flat[:-1] & (prices[0, 1:] == prices[0, :-1])
    run = np.concatenate(([0], np.cumsum(~same))) if len(flat) else np.empty(0, dtype=np.int64)
    long = np.bincount(run, minlength=1)[run] >= FROZEN_ROWS
    return np.asarray(flat & long)


def proven(ts: Int64, calendar: Calendar, seconds: int) -> list[Interval]:
    """The stretches outside of trading hours that rows at ``ts`` (int64, sorted) prove to be traded.

    Args:
        ts: Stamps of rows with traded prices, on the grid.
        calendar: Without hours of its own nothing is outside of them.
        seconds: Length of a row.
    """
    if not calendar.strict:
        return []
    outside = ts[calendar.session_at(ts) < 0]
    if not len(outside):
        return []
    firsts = np.flatnonzero(np.append(True, np.diff(outside) > NEAR))
    ends = np.append(firsts[1:], len(outside))
    runs = [outside[first:end] for first, end in zip(firsts.tolist(), ends.tolist(), strict=True)]
    return [Interval(int(run[0]), int(run[-1]) + seconds) for run in runs if len(run) * seconds >= PROOF]


def widened(calendar: Calendar, stretches: Iterable[tuple[int, int]]) -> Calendar:
    """The sessions with stretches of trading that the calendar does not have, in UTC epoch seconds.

    A stretch belongs to the session of its trade date, or to the one that it touches; what lies between, if it is longer
    than ``NEAR`` and the session has no pause yet, is one. On a day without any session it is a session itself, whose trade
    date joins the one before in five-day candles. Candles keep their places: they count from the scheduled open.
    """
    if not calendar.strict or not len(calendar):
        return calendar
    for stretch in union(stretches):
        for part in subtract([stretch], traded_stretches(calendar)):
            calendar = _with(calendar, part)
    return calendar


def _with(calendar: Calendar, part: Interval) -> Calendar:
    """The sessions with one stretch that lies outside of them."""
    after = int(np.searchsorted(calendar.open, part.start, side="right"))
    before, day = after - 1, trade_day(calendar.name, part.start)
    if before >= 0 and part.start < calendar.close[before]:
        return _resumed(calendar, before, part)
    if before >= 0 and (part.start - calendar.close[before] <= NEAR or calendar.trade_date[before] == day):
        return _longer(calendar, before, part)
    if after < len(calendar) and (calendar.open[after] - part.end <= NEAR or calendar.trade_date[after] == day):
        return _longer(calendar, after, part)
    return _added(calendar, after, day, part)


def _resumed(calendar: Calendar, at: int, part: Interval) -> Calendar:
    """A session whose pause is shorter by a stretch of trading: what is left of it is its longer rest."""
    pause, resume = int(calendar.break_start[at]), int(calendar.break_end[at])
    first = part.start - pause >= resume - part.end
    return _put(calendar, at, break_start=pause if first else part.end, break_end=part.start if first else resume)


def _longer(calendar: Calendar, at: int, part: Interval) -> Calendar:
    """A session that begins earlier or ends later; unchanged where it would have two pauses."""
    opened, closed = int(calendar.open[at]), int(calendar.close[at])
    gap = (closed, part.start) if part.start >= closed else (part.end, opened)
    hours = {"open": min(opened, part.start), "close": max(closed, part.end)}
    if gap[1] - gap[0] <= NEAR:
        return _put(calendar, at, **hours)
    if calendar.break_end[at] > calendar.break_start[at]:
        return calendar
    return _put(calendar, at, **hours, break_start=gap[0], break_end=gap[1])


def _put(calendar: Calendar, at: int, **values: int) -> Calendar:
    """The calendar with other hours of one session, whose candles stay where they were scheduled."""
    columns: dict[str, Any] = {name: getattr(calendar, name).copy() for name in values}
    for name, value in values.items():
        columns[name][at] = value
    return replace(calendar, **columns, anchor=calendar.anchors)


def _added(calendar: Calendar, at: int, day: int, part: Interval) -> Calendar:
    """The calendar with one more session, of a date that had none."""
    ordinal = calendar.ordinal[max(at - 1, 0)]
    values = {
        "trade_date": day, "open": part.start, "close": part.end, "break_start": part.start, "break_end": part.start,
        "early": False, "ordinal": ordinal,
    }  # fmt: skip
    columns: dict[str, Any] = {name: np.insert(getattr(calendar, name), at, value) for name, value in values.items()}
    return replace(calendar, **columns, anchor=np.insert(calendar.anchors, at, part.start))
