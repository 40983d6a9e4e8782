"""Series for the tests of the axes: candles of real calendars without prices, and parts of them."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytz

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.chart.series import ChartSeries, Days, no_days
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from tests.core.helpers import calendar, day

ZONES = {
    "Pacific": pytz.timezone("America/Los_Angeles"),
    "Chicago": pytz.timezone("America/Chicago"),
    "New York": pytz.timezone("America/New_York"),
    "UTC": pytz.UTC,
    "Berlin": ZoneInfo("Europe/Berlin"),
    "Kathmandu": ZoneInfo("Asia/Kathmandu"),
    "Casablanca": ZoneInfo("Africa/Casablanca"),
}
PACIFIC, NEW_YORK = ZONES["Pacific"], ZONES["New York"]


def of_stamps(timeframe: str, ts: Int64, days: Days | None = None) -> ChartSeries:
    """A series with these stamps and no prices."""
    ts = np.asarray(ts, dtype=np.int64)
    flat, none = np.zeros(len(ts), dtype=np.float32), np.zeros(len(ts), dtype=np.int64)
    candles = Candles(ts, flat, flat, flat, flat, none)
    flags = np.zeros(len(ts), dtype=np.uint8)
    return ChartSeries(Instrument("X", "X"), TIMEFRAMES[timeframe], candles, flags, days or no_days())


def in_sessions(timeframe: str, ts: Int64, name: str = "cme_equity") -> ChartSeries:
    """A series with these stamps, and the trade dates of a calendar that have any."""
    if TIMEFRAMES[timeframe].daily or not len(ts):
        return of_stamps(timeframe, ts)
    sessions = calendar(name)
    at = np.searchsorted(sessions.open, ts, side="right") - 1
    rows, first = np.unique(at, return_index=True)
    opened, closed = sessions.open[rows], sessions.close[rows]
    none = np.zeros(len(rows))
    days = Days(
        sessions.trade_date[rows], first, opened, closed, closed, closed, sessions.early[rows], none, none, none
    )
    return of_stamps(timeframe, ts, days)


@cache
def series(timeframe: str, first: str = "2026-10-01", last: str = "2027-04-01", name: str = "cme_equity") -> ChartSeries:
    """Every candle that a calendar expects from one trade date to before another."""
    expected = buckets(calendar(name), TIMEFRAMES[timeframe], day(first) * DAY, day(last) * DAY)
    return in_sessions(timeframe, expected.key, name)
