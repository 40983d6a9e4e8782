"""Labels of a time axis in real time."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.real_time_labels import real_time_labels
from ohlc_desktop.core.chart.axes.time_labels import TimeLabel, Weight
from ohlc_desktop.core.chart.axes.time_texts import moment
from ohlc_desktop.core.timeframes import DAY, HOUR
from tests.core.chart.axis_helpers import NEW_YORK, PACIFIC, ZONES
from tests.core.helpers import ny, utc


def texts(start: int, end: int, distance: float, zone: str = "New York", daily: bool = False) -> list[str]:
    return [label.text for label in real_time_labels(start, end, distance, ZONES[zone], daily)]


def test_hours_through_a_pause_and_the_date_at_midnight() -> None:
    start = ny("2026-11-24 15:00")
    assert texts(start, start + 12 * HOUR, 7000) == ["16:00", "18:00", "20:00", "22:00", "Wed 25", "02:00"]


@pytest.mark.parametrize(
    ("days", "distance", "expected"),
    [
        (4, 0.9, ["Wed 25", "Thu 26", "Fri 27", "Sat 28"]),
        (9, 0.9, ["Wed 25", "Thu 26", "Fri 27", "Sat 28", "Sun 29", "Mon 30", "Dec 1", "Wed 2", "Thu 3"]),
        (30, 5, ["Mon 30", "Dec 7", "Mon 14", "Mon 21"]),
        (50, 5, ["Mon 30", "Dec 7", "Mon 14", "Mon 21", "Mon 28", "2027-01-04", "Mon 11"]),
        (150, 25, ["Dec", "2027", "Feb", "Mar", "Apr"]),
        (700, 80, ["2027", "Apr", "Jul", "Oct", "2028", "Apr", "Jul", "Oct"]),
        (700, 150, ["2027", "Jul", "2028", "Jul"]),
        (3000, 360, ["2027", "2028", "2029", "2030", "2031", "2032", "2033", "2034", "2035"]),
        (3000, 700, ["2028", "2030", "2032", "2034"]),
        (9000, 1500, ["2030", "2035", "2040", "2045", "2050"]),
    ],
)
def test_days_weeks_months_and_years(days: int, distance: float, expected: list[str]) -> None:
    start = ny("2026-11-24 15:00")
    assert texts(start, start + days * DAY, distance * DAY) == expected


def test_trade_dates_stay_where_they_are_in_every_zone() -> None:
    start, end = utc("2026-11-24"), utc("2026-11-28")
    for zone in ZONES:
        assert texts(start, end, 600, zone, daily=True) == ["Tue 24", "Wed 25", "Thu 26", "Fri 27", "Sat 28"]


def test_weights_tell_what_begins() -> None:
    start = ny("2026-12-31 23:30")
    labels = real_time_labels(start, start + HOUR, 900, NEW_YORK)
    assert labels == [
        TimeLabel(start, "23:30", Weight.MINUTE),
        TimeLabel(start + 900, "23:45", Weight.MINUTE),
        TimeLabel(start + 1800, "2027-01-01", Weight.YEAR),
        TimeLabel(start + 2700, "00:15", Weight.MINUTE),
        TimeLabel(start + 3600, "00:30", Weight.MINUTE),
    ]


def test_an_hour_that_comes_twice_or_not_at_all() -> None:
    autumn, spring = ny("2026-11-01 00:30"), ny("2027-03-14 00:30")
    assert texts(autumn, autumn + 4 * HOUR, 3600) == ["01:00", "01:00", "02:00", "03:00"]
    assert texts(spring, spring + 4 * HOUR, 3600) == ["01:00", "03:00", "04:00", "05:00"]


def test_a_label_that_comes_too_near_because_the_clock_is_put_forward_is_left_out() -> None:
    start = ny("2027-03-14 00:00")
    assert texts(start, start + 9 * HOUR, 3 * HOUR) == ["Sun 14", "06:00", "09:00"]
    assert texts(start + 60, start + 9 * HOUR, 3 * HOUR) == ["06:00", "09:00"]


@pytest.mark.parametrize(
    "arguments", [(0, 10, 0), (0, 10, -5), (0, 10, math.nan), (10, 0, 5), (math.nan, 1, 5), (0, math.inf, 5), (0, 10, 1e300)]
)
def test_what_makes_no_sense_has_no_labels(arguments: tuple[float, float, float]) -> None:
    assert [label for label in real_time_labels(*arguments, PACIFIC) if label.place] == []


@st.composite
def views(draw: st.DrawFn) -> tuple[float, float, float, str, bool]:
    length = math.exp(draw(st.floats(math.log(120), math.log(40_000 * DAY))))
    start = draw(st.floats(utc("1990-01-01"), utc("2035-01-01")))
    if draw(st.booleans()):
        start = ny("2027-03-14 00:00") - length * draw(st.floats(0, 1))
    zone = draw(st.sampled_from(sorted(ZONES)))
    return start, start + length, length / draw(st.floats(1.5, 25)), zone, draw(st.booleans())


@settings(deadline=None)
@given(view=views(), shift=st.floats(-1, 1))
def test_labels_stand_still_are_apart_and_true(view: tuple[float, float, float, str, bool], shift: float) -> None:
    start, end, distance, zone, daily = view
    by = shift * (end - start)
    common = max(start, start + by), min(end, end + by)
    here, there = (real_time_labels(start + move, end + move, distance, ZONES[zone], daily) for move in (0, by))
    assert [a for a in here if common[0] <= a.place <= common[1]] == [a for a in there if common[0] <= a.place <= common[1]]
    assert all(b.place - a.place >= distance for a, b in pairwise(here))
    assert all(start <= label.place <= end for label in here)
    for label in here:
        wall = moment(label.place, ZONES["UTC"] if daily else ZONES[zone])
        dated = {f"{wall:%a} {wall.day}", f"{wall:%b} {wall.day}", f"{wall:%b}", f"{wall:%Y-%m-%d}", f"{wall:%Y}"}
        assert label.text in (dated if label.weight >= Weight.DAY else {f"{wall:%H:%M}"})
