"""From when to when a series can be whole: how far back a feed keeps it, and up to which candle it is closed.

Moments are UTC epoch seconds; the stamps of daily candles are 00:00 UTC of their trade date.
"""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.market.feed_spec import FeedLimits
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, local_day
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, HOUR, TIMEFRAMES, Timeframe

#: Windows stay this far inside a feed's limits: ``now - 60 days`` exactly may be refused already.
MARGIN = HOUR
#: The feed needs a little longer than its delay before the last candle of a session is whole.
SETTLE = 120


def due_until(instrument: Instrument, now: float) -> int:
    """UTC epoch seconds up to which the feed should have whole candles by ``now``."""
    return int(now) - instrument.feed_delay - SETTLE


def closed_until(
    instrument: Instrument, calendar: Calendar, now: float, feed_time: int, trading_end: int | None = None
) -> int:
    """UTC epoch seconds up to which candles count as closed.

    A candle is closed when its end is at or before the feed's last trade, or when its session is over and
    the feed's delay has passed (the last trade of a session nearly always comes before the bell).

    Args:
        instrument: Gives the feed's delay.
        calendar: Its sessions.
        now: UTC epoch seconds, best by the feed's own clock.
        feed_time: UTC epoch seconds of the feed's last trade.
        trading_end: End of the day's regular trading as the feed states it; used where no calendar rules.
    """
    feed_time = min(feed_time, int(now))
    settled = calendar.settled_by(due_until(instrument, now))
    if not calendar.strict and trading_end and feed_time >= trading_end - 1 and now >= trading_end + SETTLE:
        day = int(calendar.session_at(np.array([trading_end - 1]))[0])
        settled = max(settled, int(calendar.close[day]) if day >= 0 else 0)
    return max(feed_time, settled)


def series_start(state: InstrumentState, timeframe: Timeframe, now: float) -> int:
    """First stamp that a series should hold: its backfill, or what it already reaches back to."""
    limits, held = state.feed.limits_of(timeframe), [p.start for p in state.of(timeframe.source).coverage[:1]]
    if timeframe.daily:
        return min([local_day(now - limits.backfill * DAY, state.calendar.zone) * DAY, *held])
    return max(reach_start(limits, now), min([backfill_start(limits, now), *held]))


def reach_start(limits: FeedLimits, now: float) -> int:
    """UTC epoch seconds from which on intraday candles are asked for, inside the feed's limits."""
    return int(now) - limits.reach * DAY + MARGIN


def backfill_start(limits: FeedLimits, now: float) -> int:
    """UTC epoch seconds at which an intraday backfill begins, inside the feed's limits."""
    return max(int(now) - limits.backfill * DAY, reach_start(limits, now))


def final_trade_date(state: InstrumentState, now: float) -> int:
    """End (exclusive, as a stamp) of the trade dates whose daily candle the feed should have by ``now``."""
    last = state.calendar.last_closed(due_until(state.instrument, now))
    return int(state.calendar.trade_date[last] + 1) * DAY if last >= 0 else 0


def minutes_take_over(state: InstrumentState, now: float) -> int:
    """From this session open on, 2m is derived from 1m; before it, 2m is asked for."""
    start = series_start(state, TIMEFRAMES["1m"], now)
    later = state.calendar.open[state.calendar.open >= start]
    return int(later[0]) if len(later) else start
