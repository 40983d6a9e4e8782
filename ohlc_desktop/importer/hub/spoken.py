"""Of what time a hub speaks: whole days come, but it knows nothing before its first candle, nor of what is not closed yet.

What it is silent of is not known whole, so that no longer candle is made over it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.importer.checks.answers import STALE


def spoken(window: Interval, held: Interval, calendar: Calendar, timeframe: Timeframe, due: float) -> Interval:
    """The part of a window of which a hub speaks, with the days before it on which nothing is traded; perhaps an empty one.

    Args:
        window: What was asked for, in stamps of the series.
        held: From the stamp of the hub's first candle of the series to the end of its last one.
        calendar: The sessions of the instrument.
        timeframe: Of the series.
        due: UTC epoch seconds up to which whoever fills the hub should have had whole candles when it pushed last.
    """
    end = held.end if timeframe.daily or not calendar.strict else _edge(held.end, calendar, due)
    begins = _after_the_day_before(window.start, calendar) if timeframe.daily else window.start
    start, end = max(begins, held.start), min(window.end, end)
    return Interval(start, max(start, end))


def _after_the_day_before(start: int, calendar: Calendar) -> int:
    """A stamp of days, taken back over days without trading: they are spoken of with the day that follows."""
    place = int(calendar.trade_date.searchsorted(start // DAY)) - 1
    return int(calendar.trade_date[place] + 1) * DAY if calendar.strict and place >= 0 else start


def _edge(end: int, calendar: Calendar, due: float) -> int:
    """The close of the session in which the last candle ends, once that is over and little was not traded before it."""
    place = int(calendar.session_at(np.array([end - 1]))[0])
    close = int(calendar.close[place]) if place >= 0 else end
    return close if close <= due and close - end < STALE else end


def lost_sessions(holes: Sequence[Interval], calendar: Calendar, timeframe: Timeframe) -> list[Interval]:
    """Those of some holes in which a whole session lies: nobody asked then, and did not just find nothing traded."""
    if timeframe.daily or not holes:
        return []
    bounds: Int64 = np.array(holes, dtype=np.int64)
    first = calendar.open.searchsorted(bounds[:, 0])
    over = calendar.close.searchsorted(bounds[:, 1], side="right")
    return [hole for hole, whole in zip(holes, (over > first).tolist(), strict=True) if whole]
