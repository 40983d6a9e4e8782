"""Markets that the feed tells of: which hours they have, and candles around a pause at noon."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.market.exchanges import (
    EXCHANGES,
    Market,
    calendar_name,
    computed,
    known_of,
    placed,
    settled,
    trade_day,
    zone_of,
)  # fmt: skip
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, buckets, candle_key, day_of
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE, TIMEFRAMES
from tests.core.helpers import day, instrument

INTRADAY = [name for name, timeframe in TIMEFRAMES.items() if not timeframe.daily]


@pytest.mark.parametrize(
    ("market", "name", "zone"),
    [
        (Market("America/New_York", "EQUITY", "NMS"), "new_york", "America/New_York"),
        (Market("America/New_York", "ETF", "PCX"), "new_york", "America/New_York"),
        (Market("Asia/Tokyo", "INDEX", "OSA"), "tokyo", "Asia/Tokyo"),
        (Market("Asia/Calcutta", "INDEX", "NSI"), "india", "Asia/Kolkata"),
        (Market("UTC", "CRYPTOCURRENCY", "CCC"), "coins", "UTC"),
        (Market("Europe/London", "CURRENCY", "CCY"), "currencies", "Europe/London"),
        (Market("America/New_York", "FUTURE", "NYB", begins=0), "futures", "America/New_York"),
        (Market("Asia/Jakarta", "EQUITY", "JKT", begins=9 * HOUR, ends=16 * HOUR), "Asia/Jakarta 09:00-16:00",
         "Asia/Jakarta"),
        (Market("Europe/Berlin", "EQUITY", "FRA", begins=8 * HOUR), "Europe/Berlin 08:00", "Europe/Berlin"),
        # one price a day, whatever its exchange trades at
        (Market("America/New_York", "MUTUALFUND", "NAS", begins=34200), "America/New_York 09:30", "America/New_York"),
        (Market("America/Argentina/Buenos_Aires", "EQUITY", "BUE", begins=39600),
         "America/Argentina/Buenos_Aires 11:00", "America/Argentina/Buenos_Aires"),
        (Market("UTC", "INDEX"), "UTC 00:00", "UTC"),
        (Market("UTC", "INDEX", begins=0, ends=86340), "UTC 00:00", "UTC"),
        (Market("Mars/Olympus", "EQUITY", "XXX"), "generic", "America/New_York"),
    ],
)  # fmt: skip
def test_what_is_told_names_the_hours(market: Market, name: str, zone: str) -> None:
    assert (calendar_name(market), zone_of(name)) == (name, zone)
    there = placed(Instrument("XY", "XY"), market)
    assert there.calendar == name
    assert known_of(there)
    assert (computed(name, day("2026-11-20"), day("2026-11-24")) is None) == (name in EXCHANGES)


def test_the_catalogue_keeps_its_own_hours() -> None:
    assert placed(instrument("NQ=F"), Market("UTC", "CRYPTOCURRENCY", "CCC")) == instrument("NQ=F")
    assert placed(Instrument("XY", "XY"), None) == Instrument("XY", "XY")


def test_a_code_belongs_to_one_exchange() -> None:
    codes = [code for exchange in EXCHANGES.values() for code in exchange.codes]
    assert len(codes) == len(set(codes))


def test_the_widest_hours_that_were_told_count() -> None:
    first = Market("Asia/Jakarta", "EQUITY", "JKT", "Jakarta", 9 * HOUR, 16 * HOUR)
    half = Market("Asia/Jakarta", "EQUITY", "JKT", "IDX", 9 * HOUR, 11 * HOUR)
    assert settled(None, half) == half
    assert settled(first, half) == Market("Asia/Jakarta", "EQUITY", "JKT", "IDX", 9 * HOUR, 16 * HOUR)
    assert settled(half, first).ends == 16 * HOUR
    moved = Market("Asia/Makassar", "EQUITY", "JKT", "IDX", 10 * HOUR, 17 * HOUR)
    assert settled(first, moved) == moved


@pytest.mark.parametrize(
    ("name", "moment", "zone", "date"),
    [
        ("cme_equity", "2026-11-22 18:00", "America/New_York", "2026-11-23"),
        ("futures", "2026-11-22 18:00", "America/New_York", "2026-11-23"),
        ("new_york", "2026-11-23 19:30", "America/New_York", "2026-11-23"),
        ("tokyo", "2026-11-24 14:00", "Asia/Tokyo", "2026-11-24"),
        ("sydney", "2026-10-05 10:00", "Australia/Sydney", "2026-10-05"),
        ("coins", "2026-11-23 23:59", "UTC", "2026-11-23"),
        ("currencies", "2026-07-01 00:01", "Europe/London", "2026-07-01"),
        ("Asia/Jakarta 09:00", "2026-11-23 09:00", "Asia/Jakarta", "2026-11-23"),
    ],
)
def test_moments_belong_to_days_of_the_market(name: str, moment: str, zone: str, date: str) -> None:
    at = int(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).timestamp())
    assert day_of(trade_day(name, at)).isoformat() == date
    assert trade_day(name, day(date) * DAY) == day(date)


def test_currencies_rest_from_friday_evening_to_sunday() -> None:
    found = computed("currencies", day("2026-03-23"), day("2026-04-01"))
    assert found is not None
    names = [f"{day_of(d):%a}" for d in found.trade_date.tolist()]
    assert names == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sun", "Mon", "Tue", "Wed"]
    friday = datetime.fromtimestamp(int(found.close[4]), ZoneInfo("Europe/London"))
    assert f"{friday:%a %H:%M}" == "Fri 22:30"
    # the clocks change on the Sunday: the days around it begin at midnight all the same
    assert {f"{datetime.fromtimestamp(ts, ZoneInfo('Europe/London')):%H:%M}" for ts in found.open.tolist()} == {"00:00"}


def noon(pause: tuple[int, int]) -> Calendar:
    """Two sessions with a pause at these seconds after the open."""
    opened = np.array([10 * DAY, 11 * DAY], dtype=np.int64)
    return Calendar(
        "tokyo", True, np.array([10, 11]), opened, opened + 6 * HOUR + 30 * MINUTE, opened + pause[0], opened + pause[1],
        np.zeros(2, dtype=np.bool_), np.arange(2), "Asia/Tokyo", parted=True,
    )  # fmt: skip


steps = st.integers(1, 70)


@given(st.sampled_from(INTRADAY), steps, steps)
def test_no_candle_goes_across_a_pause_and_none_is_lost(name: str, before: int, length: int) -> None:
    """Whatever the pause: every minute of trading is in exactly the candle whose stretch it is in."""
    pause = (before * 5 * MINUTE, (before + length) * 5 * MINUTE)
    if pause[1] >= 6 * HOUR + 30 * MINUTE:
        return
    calendar = noon(pause)
    found = buckets(calendar, TIMEFRAMES[name], 0, 20 * DAY)
    assert (np.diff(found.key) > 0).all()
    assert (found.start == found.key).all()
    minutes = np.arange(10 * DAY, 12 * DAY, MINUTE)
    traded = minutes[calendar.session_at(minutes) >= 0]
    place = np.searchsorted(found.start, traded, side="right") - 1
    assert (traded < found.end[place]).all()
    assert candle_key(traded, calendar, TIMEFRAMES[name]).tolist() == found.key[place].tolist()
    assert int((found.end - found.start).sum()) == len(traded) * MINUTE


def test_where_there_is_no_pause_nothing_is_parted() -> None:
    calendar = noon((0, 0))
    found = buckets(calendar, TIMEFRAMES["4h"], 0, 20 * DAY)
    assert [(ts - 10 * DAY) // HOUR for ts in found.key.tolist()] == [0, 4, 24, 28]


def test_coins_are_expected_at_all_times() -> None:
    found = computed("coins", day("2026-10-31"), day("2026-11-02"))
    assert found is not None
    assert found.strict
    assert [datetime.fromtimestamp(ts, UTC).hour for ts in found.open.tolist()] == [0, 0, 0]
    assert set((found.close - found.open).tolist()) == {DAY}
