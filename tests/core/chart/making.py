"""Charts on paper: series of any length over real sessions."""

from __future__ import annotations

from functools import cache

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.annotations.days import build_days, build_flags, traded_sessions
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.timeframes import TIMEFRAMES
from tests.core.helpers import calendar, instrument, utc

NONE = np.empty(0, dtype=np.int64)


def prices(stamps: np.ndarray, start: float, tick: float, seed: int = 1) -> Candles:
    """A random walk in whole ticks."""
    count = len(stamps)
    rng = np.random.default_rng(seed)
    closes = start + np.cumsum(np.rint(rng.normal(0, 6, count))) * tick
    opens = np.concatenate(([start], closes[:-1]))[:count]
    up, down = np.abs(np.rint(rng.normal(0, 4, (2, count)))) * tick
    high, low = np.maximum(opens, closes) + up, np.minimum(opens, closes) - down
    columns = [column.astype(np.float32) for column in (opens, high, low, closes)]
    return Candles(stamps.astype(np.int64), *columns, rng.integers(1, 5000, count))


@cache
def _stamps(calendar_name: str, timeframe: str, until: str) -> np.ndarray:
    expected = buckets(calendar(calendar_name), TIMEFRAMES[timeframe], 0, utc(until))
    return expected.key[expected.closes <= utc(until)]


def make_series(
    count: int = 2000, symbol: str = "ES=F", name: str = "5m", until: str = "2026-11-24 22:00", start: float = 6000.0
) -> ChartSeries:
    """The newest ``count`` candles that the calendar expects until a moment (UTC), without a hole."""
    found, timeframe = instrument(symbol), TIMEFRAMES[name]
    sessions = calendar(found.calendar)
    keys = _stamps(found.calendar, name, until)[-count:] if count else NONE
    candles = prices(keys, start, float(found.tick or 0.01))
    if timeframe.daily:
        return ChartSeries(found, timeframe, candles, np.zeros(len(candles), dtype=np.uint8))
    traded = traded_sessions(candles.ts, found.calendar, sessions)
    days = build_days(candles, traded)
    return ChartSeries(found, timeframe, candles, build_flags(candles.ts, timeframe, days, traded, NONE, NONE), days)
