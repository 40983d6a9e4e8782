"""Candles for the chart's benchmarks: minutes of NQ as sessions bring them, in memory or in a profile's file."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.chart.annotations.days import build_days, build_flags, traded_sessions
from ohlc_desktop.core.chart.annotations.hours import reaching
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.profile.settings import ProfileSettings
from ohlc_desktop.core.chart.series import ChartSeries, Hole, Roll
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Answered
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.profile import Profile
from ohlc_desktop.resource_files import resource
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary

#: Close of the session of Monday 2026-11-23.
NOW = 1_795_471_200
#: Everything that stands in the issue: volume, grid, sessions, levels, two indicators, one of them in a pane of its own,
#: and volume profiles.
OPTIONS = ChartOptions(
    levels=True, indicators=(indicator("BB"), indicator("RSI")),
    profile=ProfileSettings(visible=True, sessions=True, rows=100),
)  # fmt: skip
_LEVEL = 20_000.0
#: A hole and a roll every so many candles.
_HOLES_APART, _ROLLS_APART = 40_000, 88_000
#: A suspect candle every so many; a real feed with two voices has one in 700.
_DOUBTS_APART = 500


def future() -> Instrument:
    """The continuous E-mini Nasdaq."""
    return load_catalogue(resource("instruments.toml")).resolve("NQ", date(2026, 11, 23))


def candles_of(count: int, name: str = "1m") -> Candles:
    """So many candles up to ``NOW``, none outside of the sessions; prices are float64 multiples of the tick."""
    ts = _stamps(count, TIMEFRAMES[name].seconds)
    random, tick = np.random.default_rng(4), 0.25
    close = _LEVEL + np.cumsum(random.normal(0, 4, count).round()) * tick
    open_ = np.concatenate(([_LEVEL], close[:-1]))
    reach = np.abs(random.normal(0, 4, (2, count)).round()) * tick
    high, low = np.maximum(open_, close) + reach[0], np.minimum(open_, close) - reach[1]
    return Candles(ts, open_, high, low, close, random.integers(1, 4000, count))


def _stamps(count: int, seconds: int) -> Int64:
    each = 23 * 3600 // seconds
    start = NOW - (count // each + 2) * DAY * 7 // 5 - 7 * DAY
    sessions = reaching("cme_equity", None, start, NOW - 1)
    parts = [np.arange(opened, closed, seconds) for opened, closed in zip(sessions.open, sessions.close, strict=True)]
    ts = np.concatenate(parts).astype(np.int64)
    return ts[ts < NOW][-count:]


def series_of(count: int) -> ChartSeries:
    """Minutes with their trade dates, holes and rolls, as the reading of a file gives them."""
    made, timeframe, instrument = candles_of(count), TIMEFRAMES["1m"], future()
    prices = (column.astype(np.float32) for column in made.columns[1:5])
    candles = Candles(made.ts, *prices, made.volume)
    sessions = traded_sessions(candles.ts, instrument.calendar, None)
    days = build_days(candles, sessions)
    none = np.empty(0, dtype=np.int64)
    found = ChartSeries(
        instrument, timeframe, candles, build_flags(candles.ts, timeframe, days, sessions, (), none), days
    )
    known = np.where(np.arange(count) % _DOUBTS_APART, Confidence.AGREED, Confidence.SUSPECT).astype(np.int8)
    return replace(found, holes=_holes(candles.ts), rolls=_rolls(candles.ts)).with_known(known)


def _holes(ts: Int64) -> tuple[Hole, ...]:
    places = range(len(ts) - 60, 0, -_HOLES_APART)
    return tuple(Hole(int(ts[at]) - 600, int(ts[at]), at - 0.5, 10, Message("Missing."), True) for at in reversed(places))


def _rolls(ts: Int64) -> tuple[Roll, ...]:
    places = range(len(ts) - 120, 0, -_ROLLS_APART)
    return tuple(Roll(int(ts[at]), at - 0.5, "NQZ26", "NQH27") for at in reversed(places))


def fill(profile: Profile, counts: dict[str, int]) -> None:
    """Write so many candles of each timeframe into a profile's file, as an import leaves them."""
    symbol = future().symbol
    with closing(open_store(profile.database, profile.demo)) as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, symbol)
        watchlist.set_watchlist(connection, [symbol])
        series_summary.save_calendar(connection, reaching("cme_equity", None, NOW - 700 * DAY, NOW + 300 * DAY))
        for name, count in counts.items():
            made = candles_of(count, name)
            change = rows.write(connection, number, TIMEFRAMES[name], made, "demo", 1)
            series_summary.note_change(connection, number, name, change, 1, int(made.ts[0]), int(made.ts[-1]))
            series_summary.note_answer(connection, number, [name], NOW)
            covered = [Answered(int(made.ts[0]), NOW, NOW // DAY, True)]
            series_summary.save_coverage(connection, number, name, covered)
