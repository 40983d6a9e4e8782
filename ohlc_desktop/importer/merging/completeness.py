"""Where a series is known whole, so that coarser candles may be made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ohlc_desktop.core.candles import Bools
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval, inside, union
from ohlc_desktop.core.timeframes import DAY


def whole_sessions(calendar: Calendar, heard: Sequence[Interval]) -> Bools:
    """Which sessions lie whole in what a source speaks of."""
    return inside(calendar.open, calendar.close, heard)


def session_stretches(calendar: Calendar, which: Bools) -> list[Interval]:
    """Begin and end of the chosen sessions."""
    return union(zip(calendar.open[which].tolist(), calendar.close[which].tolist(), strict=True))


def day_stretches(calendar: Calendar, which: Bools) -> list[Interval]:
    """The chosen sessions in stamps of days, each up to the next session's: nothing is traded between."""
    ends = np.append(calendar.trade_date[1:], calendar.trade_date[-1:] + 1)
    return union(zip((calendar.trade_date[which] * DAY).tolist(), (ends[which] * DAY).tolist(), strict=True))


def around_sessions(calendar: Calendar, stretch: Interval) -> Interval:
    """A stretch of time widened to the whole sessions that it touches."""
    near = touching(calendar, stretch)
    if not len(near):
        return stretch
    return Interval(min(stretch.start, int(near.open[0])), max(stretch.end, int(near.close[-1])))


def touching(calendar: Calendar, stretch: Interval) -> Calendar:
    """The sessions that a stretch of time touches."""
    return calendar.take((calendar.close > stretch.start) & (calendar.open < stretch.end))


def days_of(calendar: Calendar, stretch: Interval) -> Interval | None:
    """The trade dates of the sessions that a stretch of time touches, in stamps of days; None without any."""
    near = touching(calendar, stretch)
    if not len(near):
        return None
    return Interval(int(near.trade_date[0]) * DAY, (int(near.trade_date[-1]) + 1) * DAY)


def clipped(stretches: Iterable[Interval], window: Interval) -> list[Interval]:
    """The parts of some stretches that lie in a window."""
    cut = ((max(start, window.start), min(end, window.end)) for start, end in stretches)
    return [Interval(start, end) for start, end in cut if start < end]
