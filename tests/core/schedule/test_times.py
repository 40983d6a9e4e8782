"""14:05 in Los Angeles on trading days, whatever the date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.schedule.times import (
    PACIFIC_NAME,
    TradeDates,
    at_pacific,
    is_trading_day,
    next_occurrence,
    pacific,
    zone_at,
)
from tests.core.helpers import calendar, utc


def trade_dates(found: Calendar) -> TradeDates:
    days = [day_of(number) for number in found.trade_date.tolist()]
    return TradeDates(days[0], days[-1], frozenset(days))


EQUITY = trade_dates(calendar("cme_equity"))


def written(moment: datetime) -> str:
    assert moment.tzinfo is UTC
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def following(now: str, found: TradeDates | None = EQUITY, at: time = time(14, 5)) -> str:
    return written(next_occurrence(utc(now), found, at))[:16]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-10-31", "2026-10-31 21:05:00"),  # the day before the clock goes back
        ("2026-11-01", "2026-11-01 22:05:00"),
        ("2027-03-13", "2027-03-13 22:05:00"),  # the day before it goes forward
        ("2027-03-14", "2027-03-14 21:05:00"),
        ("2026-07-01", "2026-07-01 21:05:00"),
        ("2026-12-31", "2026-12-31 22:05:00"),
    ],
)
def test_five_past_two_pacific_in_utc(day: str, expected: str) -> None:
    assert written(at_pacific(date.fromisoformat(day))) == expected


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        ("2026-03-08", time(2, 30), "2026-03-08 10:30:00"),  # skipped: 3:30 daylight time instead
        ("2026-03-08", time(1, 59), "2026-03-08 09:59:00"),
        ("2026-03-08", time(3, 0), "2026-03-08 10:00:00"),
        ("2026-11-01", time(1, 30), "2026-11-01 08:30:00"),  # twice: the first, in daylight time
        ("2026-11-01", time(0, 59), "2026-11-01 07:59:00"),
        ("2026-11-01", time(2, 0), "2026-11-01 10:00:00"),
        ("2026-11-23", time(0, 0), "2026-11-23 08:00:00"),
        ("2026-11-23", time(23, 59), "2026-11-24 07:59:00"),
    ],
)
def test_other_times_of_day(day: str, at: time, expected: str) -> None:
    assert written(at_pacific(date.fromisoformat(day), at)) == expected


@given(st.dates(date(2020, 1, 1), date(2036, 12, 31)), st.times())
def test_a_time_that_exists_once_reads_the_same_in_los_angeles(day: date, at: time) -> None:
    at = at.replace(microsecond=0)
    local = at_pacific(day, at).astimezone(ZoneInfo(PACIFIC_NAME))
    if local.replace(tzinfo=None) == datetime.combine(day, at):
        assert local.fold == 0
    else:
        assert local.replace(tzinfo=None) == datetime.combine(day, at) + timedelta(hours=1)
        assert (day.month, at.hour) == (3, 2)


def test_the_next_import_is_today_until_its_minute_and_then_the_next_trading_day() -> None:
    assert following("2026-11-23 22:04") == "2026-11-23 22:05"
    assert following("2026-11-23 22:05") == "2026-11-24 22:05"
    assert following("2026-11-20 22:05") == "2026-11-23 22:05"  # Friday to Monday
    assert following("2026-11-21 12:00") == "2026-11-23 22:05"  # Saturday


def test_it_is_the_date_in_los_angeles_that_counts() -> None:
    # Monday 06:00 UTC is Sunday evening in Los Angeles; Saturday 01:00 UTC is still Friday there
    assert following("2026-11-23 06:00") == "2026-11-23 22:05"
    assert following("2026-11-21 01:00", at=time(17, 30)) == "2026-11-21 01:30"


def test_over_both_changes_of_the_clock() -> None:
    assert following("2026-10-30 21:05") == "2026-11-02 22:05"
    assert following("2026-03-06 22:05") == "2026-03-09 21:05"


def test_full_holidays_are_skipped_and_early_closes_are_not() -> None:
    assert following("2026-12-24 22:05") == "2026-12-28 22:05"  # Christmas is a Friday
    assert following("2026-12-31 22:05") == "2027-01-04 22:05"
    assert following("2026-11-25 22:05") == "2026-11-26 22:05"  # Thanksgiving: indices trade until noon
    assert following("2026-11-26 22:05") == "2026-11-27 22:05"
    assert following("2026-04-02 21:05") == "2026-04-03 21:05"  # Good Friday: until 9:15
    assert following("2026-04-02 21:05", trade_dates(calendar("cme_energy"))) == "2026-04-06 21:05"


def test_without_sessions_weekdays_decide() -> None:
    beyond = TradeDates(EQUITY.first, EQUITY.first + timedelta(days=700), EQUITY.dates)
    for found in (None, beyond):
        assert following("2026-12-24 22:05", found) == "2026-12-25 22:05"
        assert following("2026-12-25 22:05", found) == "2026-12-28 22:05"
        assert not is_trading_day(date(2026, 12, 26), found)


@given(st.integers(utc("2024-02-01"), utc("2027-12-01")), st.times())
@settings(max_examples=60, deadline=None)
def test_the_next_import_is_the_first_one_after_now(now: int, at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    found = next_occurrence(now, EQUITY, at)
    assert found.timestamp() > now
    today = datetime.fromtimestamp(now, ZoneInfo(PACIFIC_NAME)).date()
    days = [today + timedelta(days=n) for n in range(12)]
    later = [at_pacific(d, at) for d in days if is_trading_day(d, EQUITY) and at_pacific(d, at).timestamp() > now]
    assert found == min(later)


@pytest.mark.parametrize(
    ("now", "abbreviation", "offset", "change"),
    [
        ("2026-07-01 12:00", "PDT", "-07:00", "2026-11-01 09:00:00"),
        ("2026-11-01 08:59", "PDT", "-07:00", "2026-11-01 09:00:00"),
        ("2026-11-01 09:00", "PST", "-08:00", "2027-03-14 10:00:00"),
        ("2026-12-24 12:00", "PST", "-08:00", "2027-03-14 10:00:00"),
        ("2027-03-14 09:59", "PST", "-08:00", "2027-03-14 10:00:00"),
        ("2027-03-14 10:00", "PDT", "-07:00", "2027-11-07 09:00:00"),
    ],
)
def test_what_pacific_time_is_and_when_it_changes(now: str, abbreviation: str, offset: str, change: str) -> None:
    zone = zone_at(utc(now))
    assert (zone.name, zone.abbreviation, zone.utc_offset) == ("America/Los_Angeles", abbreviation, offset)
    assert written(zone.next_change) == change


@given(st.floats(utc("2024-01-01"), utc("2030-01-01")))
@settings(max_examples=60, deadline=None)
def test_the_next_change_is_exact_from_any_moment(now: float) -> None:
    change = zone_at(now).next_change
    assert change.timestamp() > now
    before, after = (datetime.fromtimestamp(change.timestamp() + s, pacific()).utcoffset() for s in (-1, 0))
    assert before == datetime.fromtimestamp(now, pacific()).utcoffset()
    assert before != after
