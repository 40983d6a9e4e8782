"""Moments in words, and the arithmetic of wall clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.time_texts import (
    ENGLISH,
    Names,
    day_of_number,
    describe_time,
    offset_pieces,
    utc_of_wall,
    utc_offset,
    zone_text,
)
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from tests.core.chart.axis_helpers import NEW_YORK, PACIFIC, ZONES
from tests.core.helpers import day, ny, utc

STAMPS = st.integers(utc("2024-01-01"), utc("2030-01-01"))


def told(ts: int, timeframe: str, zone: str = "Pacific") -> str:
    return describe_time(ts, TIMEFRAMES[timeframe], ZONES[zone])


def test_an_intraday_candle_is_told_by_the_wall_clock() -> None:
    at = utc("2026-11-24 22:05")
    assert told(at, "5m") == "Tue 2026-11-24 14:05"
    assert told(at, "5m", "New York") == "Tue 2026-11-24 17:05"
    assert told(at, "5m", "Kathmandu") == "Wed 2026-11-25 03:50"


def test_both_hours_of_a_change_of_the_clock_have_their_abbreviation() -> None:
    first = utc("2026-11-01 05:30")
    assert [told(first + hour * 3600, "1h", "New York")[-5:] for hour in range(3)] == ["01:30", "01:30", "02:30"]
    assert [zone_text(first + hour * 3600, NEW_YORK) for hour in range(3)] == ["EDT", "EST", "EST"]
    before = utc("2027-03-14 09:59")
    assert (told(before, "1m"), zone_text(before, PACIFIC)) == ("Sun 2027-03-14 01:59", "PST")
    assert (told(before + 60, "1m"), zone_text(before + 60, PACIFIC)) == ("Sun 2027-03-14 03:00", "PDT")


@pytest.mark.parametrize("zone", ZONES)
def test_longer_candles_are_told_by_trade_date_in_every_zone(zone: str) -> None:
    assert told(day("2026-11-24") * DAY, "1d", zone) == "Tue 2026-11-24"
    assert told(day("2026-11-23") * DAY, "1wk", zone) == "Mon 2026-11-23"
    assert told(day("2026-11-20") * DAY, "5d", zone) == "Fri 2026-11-20"
    assert told(day("2026-11-01") * DAY, "1mo", zone) == "Nov 2026"
    assert told(day("2026-10-01") * DAY, "3mo", zone) == "Q4 2026"
    assert told(day("1927-12-30") * DAY, "1d", zone) == "Fri 1927-12-30"


def test_words_are_taken_from_the_names() -> None:
    names = Names(weekdays=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), quarter_year="{quarter}. Quartal {year}")
    assert describe_time(utc("2026-11-24 22:05"), TIMEFRAMES["5m"], PACIFIC, names) == "Di 2026-11-24 14:05"
    assert describe_time(utc("2026-10-01"), TIMEFRAMES["3mo"], PACIFIC, names) == "4. Quartal 2026"


def test_a_zone_without_an_abbreviation_is_told_by_its_distance() -> None:
    assert zone_text(utc("2026-11-24"), PACIFIC) == "PST"
    assert zone_text(utc("2026-07-24"), PACIFIC) == "PDT"
    assert zone_text(utc("2026-11-24"), UTC) == "UTC"
    assert zone_text(utc("2026-11-24"), ZONES["Kathmandu"]) == "UTC+05:45"
    assert zone_text(utc("2026-11-24"), ZoneInfo("America/Sao_Paulo")) == "UTC-03:00"


def test_the_machines_own_zone_is_none() -> None:
    at = utc("2026-11-24 22:05")
    here = datetime.fromtimestamp(at).astimezone()
    assert describe_time(at, TIMEFRAMES["5m"], None) == f"{here:%a %Y-%m-%d %H:%M}"
    assert utc_offset(at, None) == here.utcoffset().total_seconds()  # type: ignore[union-attr]
    assert zone_text(at, None)


def test_no_label_is_wider_than_the_widest() -> None:
    widest = ENGLISH.widest()
    assert max(map(len, widest)) == 10
    assert {"2028-08-28", "00:00", "Mon 22", "Sun 28", "Jan 28", "Dec 28"} <= set(widest)


@pytest.mark.parametrize("number", [-(10**9), -719163, 2932897, 10**12])
def test_day_numbers_outside_the_calendar_are_the_nearest_inside(number: int) -> None:
    assert day_of_number(number).year in (1, 9999)
    assert utc_offset(float(number) * DAY, PACIFIC) < 0
    assert zone_text(float(number) * DAY, UTC) == "UTC"


@given(start=STAMPS, length=st.integers(1, 900 * DAY), zone=st.sampled_from(sorted(ZONES)))
def test_pieces_cover_a_stretch_and_the_clock_does_not_change_inside(start: int, length: int, zone: str) -> None:
    pieces = offset_pieces(start, start + length, ZONES[zone])
    assert pieces[0][0] == start
    assert pieces[-1][1] == start + length
    assert [end for _, end, _ in pieces[:-1]] == [begin for begin, _, _ in pieces[1:]]
    for begin, end, offset in pieces:
        assert begin < end
        inside = range(begin, end, max((end - begin) // 5, 1))
        assert all(utc_offset(ts, ZONES[zone]) == offset for ts in (*inside, end - 1))
    for (_, _, before), (_, _, after) in pairwise(pieces):
        assert before != after


def test_an_empty_stretch_has_no_pieces() -> None:
    assert offset_pieces(0, 0, PACIFIC) == []


@given(ts=STAMPS, zone=st.sampled_from(sorted(ZONES)))
def test_a_wall_clock_reading_leads_back_to_its_moment(ts: int, zone: str) -> None:
    offset = utc_offset(ts, ZONES[zone])
    back = utc_of_wall(ts + offset, ZONES[zone])
    assert back <= ts  # of a reading that comes twice the first is meant
    assert back + utc_offset(back, ZONES[zone]) == ts + offset


def test_a_reading_that_comes_twice_is_the_first_and_a_skipped_one_as_before_the_change() -> None:
    assert utc_of_wall(utc("2026-11-01 01:30"), NEW_YORK) == utc("2026-11-01 05:30")
    assert utc_of_wall(utc("2027-03-14 02:30"), NEW_YORK) == utc("2027-03-14 07:30")
    assert utc_of_wall(utc("2026-11-24"), NEW_YORK) == ny("2026-11-24")


@given(number=st.integers(-200_000, 200_000))
def test_a_day_number_is_that_many_days_after_1970(number: int) -> None:
    assert day_of_number(number) == (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number)).date()
