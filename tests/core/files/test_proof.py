"""What the stamps of a file mean is proven or asked, and never wrong: files of every zone and stamp, thin markets, clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, Int64, empty
from ohlc_desktop.core.files.file_candles import FileCandles, Reading, Stamp, opens, spacing
from ohlc_desktop.core.files.proof import Proof, prove
from ohlc_desktop.core.files.seasons import ZONES
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from tests.core.chart.making import prices
from tests.core.helpers import calendar, utc

#: Both changes of the clocks of 2026 in New York and London are in it, Thanksgiving and other early closes too.
BEGIN, END = "2026-01-02 00:00", "2026-12-20 00:00"


@cache
def market(name: str) -> tuple[Int64, Candles]:
    """All candles of a year: what a feed with everything would have."""
    expected = buckets(calendar("cme_equity"), TIMEFRAMES[name], utc(BEGIN), utc(END))
    return expected.key, prices(expected.key, 6000.0, 0.25)


def written(candles: Candles, reading: Reading, seconds: int) -> FileCandles:
    """A file with these candles, by another time zone library than the app's."""
    stamps = candles.ts + (seconds if reading.stamp is Stamp.END else 0)
    zone = ZoneInfo(reading.zone or "UTC")
    hours, which = np.unique(stamps // 3600, return_inverse=True)
    there = [datetime.fromtimestamp(hour * 3600, zone).replace(tzinfo=UTC) for hour in hours.tolist()]
    ahead = np.array([int(moment.timestamp()) for moment in there], dtype=np.int64) - hours * 3600
    walls = stamps + ahead[which]
    columns = [np.asarray(column, dtype=np.float64) for column in candles.columns[1:5]]
    return FileCandles(walls, *columns, candles.volume, np.arange(1, len(walls) + 1), absolute=not reading.zone)


def some(name: str, random: np.random.Generator, share: float, days: float) -> Candles:
    """A stretch of the market, of which a share of the candles was traded."""
    stamps, candles = market(name)
    start = random.integers(int(stamps[0]), int(stamps[-1] - days * DAY))
    rows = (stamps >= start) & (stamps < start + days * DAY) & (random.random(len(stamps)) < share)
    return candles.take(rows)


def proven(candles: Candles, reading: Reading, name: str, stored: Candles) -> tuple[Proof, FileCandles]:
    seconds = TIMEFRAMES[name].seconds
    file = written(candles, reading, seconds)
    return prove(file, seconds, calendar("cme_equity"), stored, 0.25), file


def test_no_file_is_read_wrongly_and_full_ones_are_proven() -> None:
    random, outcomes = np.random.default_rng(15), {True: 0, False: 0}
    for number in range(52):
        reading = Reading(ZONES[number % len(ZONES)], (Stamp.OPEN, Stamp.END)[number // len(ZONES) % 2])
        name, full = ("1m", "5m", "1h")[number % 3], number % 4 != 3
        candles = some(name, random, 1.0 if full else random.choice((0.02, 0.3)), random.integers(4, 25))
        proof, file = proven(candles, reading, name, empty())
        if proof.reading is not None:
            seconds = TIMEFRAMES[name].seconds
            assert np.array_equal(opens(file, proof.reading, seconds), candles.ts), (number, reading, proof)
        outcomes[proof.reading is not None] += full
    assert outcomes[True] >= 9 * outcomes[False], outcomes


@pytest.mark.parametrize("reading", [Reading("America/Chicago", Stamp.END), Reading("Europe/London", Stamp.OPEN)])
def test_stored_candles_prove_what_the_sessions_cannot(reading: Reading) -> None:
    """Regular hours only: shifted by an hour they are still within the session."""
    stamps, every = market("5m")
    hours = (stamps // 3600) % 24
    candles = every.take((hours >= 15) & (hours < 20) & (stamps > utc("2026-06-01 00:00")) & (stamps < utc("2026-07-01 00:00")))
    alone, _ = proven(candles, reading, "5m", empty())
    assert alone.reading is None
    proof, file = proven(candles, reading, "5m", every.take(slice(30_000, 36_000)))
    assert proof.reading is not None
    assert np.array_equal(opens(file, proof.reading, 300), candles.ts)


def test_a_zone_that_is_another_one_for_half_the_year_is_told_from_it_by_the_other_half() -> None:
    """Hours: the sessions leave open which it is, and London shows UTC from October on."""
    every = market("1h")[1]
    candles = every.between(utc("2026-10-01 00:00"), utc("2026-11-29 00:00"))
    reading = Reading("UTC", Stamp.OPEN)
    assert proven(candles, reading, "1h", empty())[0].reading is None
    assert proven(candles, reading, "1h", candles)[0].reading == reading
    assert proven(candles, reading, "1h", candles.between(utc("2026-10-26 00:00"), utc(END)))[0].reading is None


def test_adjusted_prices_are_told_and_other_prices_prove_nothing() -> None:
    candles = some("5m", np.random.default_rng(1), 1.0, 20)
    reading = Reading("UTC", Stamp.OPEN)
    higher = replace(candles, **{name: getattr(candles, name) + np.float32(293.25) for name in ("open", "high", "low", "close")})
    proof, _ = proven(higher, reading, "5m", candles)
    assert proof.adjusted
    assert "+293.25" in str(proof.why)
    other = prices(candles.ts, 4000.0, 0.25, seed=9)
    assert proven(other, reading, "5m", candles)[0].reading is None


def test_stray_rows_do_not_hide_the_right_reading() -> None:
    """NinjaTrader's files hold up to 0.04 % flat rows in the pause."""
    candles = some("1m", np.random.default_rng(2), 1.0, 30)
    pause = np.array([utc("2026-06-03 21:30") + 60 * n for n in range(10)])
    stamps = np.sort(np.concatenate((candles.ts, pause)))
    stray = prices(stamps, 6000.0, 0.25)
    proof, file = proven(stray, Reading("UTC", Stamp.END), "1m", empty())
    assert proof.reading is not None
    assert np.array_equal(opens(file, proof.reading, 60), stamps)


def test_an_hour_that_a_clock_shows_twice_is_taken_twice() -> None:
    zone = Reading("America/New_York", Stamp.OPEN)
    stamps = np.arange(utc("2026-11-01 04:00"), utc("2026-11-01 08:00"), 900)
    candles = prices(stamps, 100.0, 0.25)
    assert np.array_equal(opens(written(candles, zone, 900), zone, 900), stamps)
    spring = np.arange(utc("2026-03-08 05:00"), utc("2026-03-08 09:00"), 900)
    assert np.array_equal(opens(written(prices(spring, 1.0, 0.25), zone, 900), zone, 900), spring)


def test_dates_need_no_zone() -> None:
    dates = calendar("cme_equity").trade_date[300:400] * DAY
    candles = prices(dates, 100.0, 0.25)
    columns = [np.asarray(column, dtype=np.float64) for column in candles.columns[1:5]]
    file = FileCandles(dates, *columns, candles.volume, np.arange(100), dated=True)
    proof = prove(file, spacing(file), calendar("cme_equity"), empty(), 0.25)
    assert proof.reading == Reading("", Stamp.OPEN)


def test_a_steady_trend_is_no_adjustment() -> None:
    """Read a candle off, a market that rises by a tick a candle lies off the stored one by a tick all along."""
    stamps = market("5m")[0][5000:5600]
    closes = np.float32(6000.0) + np.arange(len(stamps), dtype=np.float32) * np.float32(0.25)
    rising = Candles(stamps, closes, closes, closes, closes, np.ones(len(stamps), dtype=np.int64))
    proof, file = proven(rising, Reading("UTC", Stamp.OPEN), "5m", rising)
    assert not proof.adjusted
    assert proof.reading is not None
    assert np.array_equal(opens(file, proof.reading, 300), stamps)
