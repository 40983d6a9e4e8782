"""Labels of the time axis: what they say, that they stand still while panning, and that they never overlap."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.time_labels import TimeAxis, TimeLabel, Weight
from ohlc_desktop.core.chart.axes.time_texts import Names, moment
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from tests.core.chart.axis_helpers import NEW_YORK, PACIFIC, ZONES, in_sessions, of_stamps, series
from tests.core.helpers import day, ny, utc

ALL = tuple(TIMEFRAMES)
INTRADAY = tuple(name for name, timeframe in TIMEFRAMES.items() if not timeframe.daily)


def place_of(found: ChartSeries, ts: int) -> int:
    """Place of the candle with exactly this stamp."""
    place = int(np.searchsorted(found.candles.ts, ts))
    assert found.candles.ts[place] == ts
    return place


def texts(labels: list[TimeLabel]) -> list[str]:
    return [label.text for label in labels]


def around(found: ChartSeries, moment: int, candles: int, distance: float, zone: str = "New York") -> list[str]:
    """Texts of the labels of so many candles with a moment in the middle."""
    middle = int(np.searchsorted(found.candles.ts, moment))
    first = middle - candles // 2
    return texts(TimeAxis(found, ZONES[zone]).labels(first, first + candles, distance))


# -- what they say -------------------------------------------------------------------------------------


def test_close_up_labels_are_minutes_on_the_wall_clock() -> None:
    assert around(series("1m"), ny("2026-11-24 10:10"), 20, 4) == ["10:00", "10:05", "10:10", "10:15", "10:20"]
    assert around(series("5m"), ny("2026-11-24 10:00"), 24, 5, "Pacific") == ["06:00", "06:30", "07:00", "07:30", "08:00"]


def test_the_first_label_of_a_trade_date_tells_the_date_that_begins_in_the_evening_before() -> None:
    labels = around(series("1h"), ny("2026-11-24 18:00"), 24, 2)
    assert labels == ["06:00", "08:00", "10:00", "12:00", "14:00", "Wed 25", "20:00", "22:00", "00:00", "02:00", "04:00", "06:00"]
    assert "Wed 25" in around(series("1h"), ny("2026-11-24 18:00"), 24, 2, "Pacific")


def test_the_day_label_stands_at_the_first_candle_of_the_session() -> None:
    found = series("5m")
    place = place_of(found, ny("2026-11-24 18:00"))
    labels = TimeAxis(found, PACIFIC).labels(place - 20, place + 20, 12)
    assert TimeLabel(place, "Wed 25", Weight.DAY) in labels


def test_a_week_of_hours_is_labelled_by_days_and_a_month_begins_with_its_name() -> None:
    assert around(series("1h"), ny("2026-11-27 10:00"), 23 * 8, 15) == [
        "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Mon 30", "Dec 1", "Wed 2", "Thu 3",
    ]  # fmt: skip


def test_the_year_begins_with_the_whole_date_among_days_and_with_the_year_among_months() -> None:
    found = series("1h")
    assert "2027-01-04" in around(found, ny("2027-01-04 10:00"), 200, 20)
    assert around(found, ny("2027-01-04 10:00"), 2500, 300) == ["Nov", "Dec", "2027", "Feb", "Mar"]


def test_daily_candles_are_labelled_by_days_then_weeks_then_months_then_years() -> None:
    found = series("1d", "2024-01-02", "2028-01-01")
    middle = utc("2026-11-18")
    assert around(found, middle, 8, 1) == [
        "Thu 12", "Fri 13", "Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Mon 23", "Tue 24"
    ]  # fmt: skip
    assert around(found, middle, 40, 4) == [
        "Mon 26", "Nov 2", "Mon 9", "Mon 16", "Mon 23", "Dec 1", "Mon 7", "Mon 14",
    ]  # fmt: skip
    assert around(found, middle, 240, 20) == [
        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "2027", "Feb", "Mar", "Apr", "May"
    ]  # fmt: skip
    assert around(found, middle, 240, 50) == ["Jul", "Oct", "2027", "Apr"]
    assert around(found, middle, 2 * len(found), 200) == ["2025", "2026", "2027"]


@pytest.mark.parametrize("timeframe", ["1d", "5d", "1wk", "1mo", "3mo"])
def test_trade_dates_are_the_same_in_every_zone(timeframe: str) -> None:
    found = series(timeframe, "2024-01-02", "2028-01-01")
    for distance in (1, 3, 10, 100):
        here, *others = (TimeAxis(found, zone).labels(0, len(found), distance) for zone in (*ZONES.values(), None))
        assert here
        assert all(labels == here for labels in others)


def test_longer_candles_are_labelled_by_what_they_begin_with() -> None:
    years = "2024-01-02", "2028-01-01"
    assert around(series("1wk", *years), utc("2026-11-16"), 5, 1) == ["Nov 2", "Nov 9", "Nov 16", "Nov 23", "Nov 30", "Dec 7"]
    assert around(series("1mo", *years), utc("2027-01-01"), 4, 1) == ["Nov", "Dec", "2027", "Feb", "Mar"]
    assert around(series("3mo", *years), utc("2027-01-01"), 4, 1) == ["Jul", "Oct", "2027", "Apr", "Jul"]


def test_a_holiday_moves_the_week_to_its_first_trade_date() -> None:
    full = series("1d", "2024-01-02", "2028-01-01").candles.ts
    found = of_stamps("1d", full[full != utc("2026-11-23")])
    assert around(found, utc("2026-11-24"), 20, 4) == ["Mon 9", "Mon 16", "Tue 24", "Dec 1", "Mon 7"]


@pytest.mark.parametrize("zone", ["Pacific", "Chicago", "New York", "UTC", "Berlin", "Kathmandu"])
@pytest.mark.parametrize("change", ["2026-11-01", "2027-03-14"])
def test_times_are_right_on_both_sides_of_a_change_of_the_clock(zone: str, change: str) -> None:
    found = series("15m")
    middle = int(np.searchsorted(found.candles.ts, utc(change)))
    labels = TimeAxis(found, ZONES[zone]).labels(middle - 200, middle + 200, 9)
    clock = [label for label in labels if label.weight < Weight.DAY]
    assert len(clock) > 20
    for label in clock:
        there = moment(int(found.candles.ts[int(label.place)]), ZONES[zone])
        assert label.text == f"{there:%H:%M}"
        assert there.hour % 3 == 0
        assert there.minute == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("2026-11-01", ["00:00", "01:00", "01:00", "02:00", "03:00", "04:00"]),
        ("2027-03-14", ["00:00", "01:00", "03:00", "04:00", "05:00", "06:00"]),
    ],
)
def test_an_hour_that_comes_twice_or_not_at_all(change: str, expected: list[str]) -> None:
    stamps = np.arange(ny(change) - 2 * DAY, ny(change) + 2 * DAY, 60)
    found = in_sessions("1m", stamps, "generic")
    first = place_of(found, ny(change))
    labels = TimeAxis(found, NEW_YORK).labels(first - 30, first + 330, 60)
    assert texts(labels)[1:] == expected[1:]
    assert labels[0] in (TimeLabel(first, "Nov 1", Weight.MONTH), TimeLabel(first, "Sun 14", Weight.DAY))
    assert [b.place - a.place for a, b in pairwise(labels)] == [60] * 5


def test_twelve_hours_stay_at_noon_over_a_change_of_the_clock() -> None:
    stamps = np.arange(utc("2026-10-20"), utc("2026-11-10"), 3600)
    found = of_stamps("1h", stamps)
    labels = TimeAxis(found, ZONES["Berlin"]).labels(0, len(found) - 24, 9)
    assert {label.text for label in labels if label.weight < Weight.DAY} == {"12:00"}


def test_candles_off_the_round_times_carry_their_own_time() -> None:
    found = series("4h")
    labels = around(found, ny("2026-11-24 10:00"), 6, 1)
    assert labels == ["22:00", "02:00", "06:00", "10:00", "14:00", "Wed 25", "22:00"]


def test_words_come_from_the_names() -> None:
    names = Names(
        weekdays=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
        months=("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
        weekday_day="{weekday} {day}.", month_day="{day}. {month}",
    )  # fmt: skip
    found = series("1h")
    middle = place_of(found, ny("2026-11-30 10:00"))
    labels = TimeAxis(found, NEW_YORK, names).labels(middle - 50, middle + 50, 20)
    assert [text for text in texts(labels) if "." in text] == ["Mo 30.", "1. Dez", "Mi 2."]


def test_the_day_is_told_by_a_later_label_where_its_first_candle_has_no_room() -> None:
    # Tuesday has only ten candles, so that Wednesday's label would touch Tuesday's.
    tuesday = np.arange(ny("2026-11-23 18:00"), ny("2026-11-23 18:10"), 60)
    wednesday = np.arange(ny("2026-11-24 18:00"), ny("2026-11-25 02:00"), 60)
    found = in_sessions("1m", np.concatenate((tuesday, wednesday)))
    labels = TimeAxis(found, NEW_YORK).labels(0, len(found), 60)
    assert texts(labels)[:3] == ["Tue 24", "Wed 25", "20:00"]
    assert labels[1].place == place_of(found, ny("2026-11-24 19:00"))


# -- sizes and gaps ------------------------------------------------------------------------------------


@pytest.mark.parametrize("timeframe", ALL)
def test_no_candle_and_one_candle(timeframe: str) -> None:
    none = TimeAxis(of_stamps(timeframe, np.empty(0)), PACIFIC)
    assert none.labels(0, 100, 10) == []
    assert len(none.separators(0, 100, 10)) == 0
    only = TimeAxis(of_stamps(timeframe, np.array([day("2026-11-24") * DAY])), PACIFIC)
    for distance in (0.01, 1, 1e6):
        (label,) = only.labels(-100, 100, distance)
        assert label.place == 0
        assert label.text == {"1mo": "Nov", "3mo": "Nov"}.get(timeframe, label.text)
        assert label.text
    assert len(only.separators(-100, 100, 1)) == 0


@pytest.mark.parametrize("arguments", [(0, 10, 0), (0, 10, -1), (0, 10, math.nan), (10, 0, 5), (math.nan, 10, 5)])
def test_what_makes_no_sense_has_no_labels(arguments: tuple[float, float, float]) -> None:
    axis = TimeAxis(series("1h"), PACIFIC)
    assert axis.labels(*arguments) == []
    assert len(axis.separators(*arguments)) == 0


def test_outside_of_the_candles_is_nothing() -> None:
    found = series("1h")
    axis = TimeAxis(found, PACIFIC)
    assert axis.labels(-500, -1, 10) == []
    assert axis.labels(len(found), len(found) + 500, 10) == []


def test_the_oldest_candle_alone_in_sight_has_its_date() -> None:
    found = series("1m")
    assert texts(TimeAxis(found, PACIFIC).labels(-50, 0.5, 5)) == ["Thu 1"]


@pytest.mark.parametrize("timeframe", ALL)
def test_there_is_something_to_read_at_every_zoom(timeframe: str) -> None:
    found = series(timeframe, "2024-01-02", "2028-01-01")
    for share in (0.003, 0.03, 0.3, 1.0, 3.0):
        candles = max(len(found) * share, 5)
        first = (len(found) - candles) / 2
        labels = TimeAxis(found, PACIFIC).labels(first, first + candles, candles / 12)
        assert 1 <= len(labels) <= 13, share


def test_weeks_without_candles_take_no_room() -> None:
    full = series("5m", "2026-10-01", "2026-12-01")
    kept = (full.candles.ts < ny("2026-10-20 12:00")) | (full.candles.ts > ny("2026-11-17 09:30"))
    found = in_sessions("5m", full.candles.ts[kept])
    labels = around(found, ny("2026-11-10 00:00"), 48, 6)
    assert labels == ["10:00", "10:30", "11:00", "11:30", "Nov 17", "10:30", "11:00", "11:30"]


def test_rare_trades_are_labelled_by_what_is_there() -> None:
    rng = np.random.default_rng(5)
    full = series("1m", "2026-10-01", "2026-12-01").candles.ts
    found = in_sessions("1m", full[np.sort(rng.choice(len(full), 400, replace=False))])
    labels = TimeAxis(found, PACIFIC).labels(0, len(found), 25)
    assert 8 <= len(labels) <= 17
    assert all(b.place - a.place >= 25 for a, b in pairwise(labels))


def test_regular_hours_alone_are_labelled_by_their_own_length() -> None:
    full = series("1m", "2026-11-01", "2026-12-01").candles.ts
    minute = (full - ny("2026-11-02 00:00")) % DAY // 60
    found = in_sessions("1m", full[(minute >= 9 * 60 + 30) & (minute < 16 * 60)])
    assert around(found, ny("2026-11-18 09:30"), 780, 60) == [
        "Tue 17", "11:00", "12:00", "13:00", "14:00", "15:00", "Wed 18", "11:00", "12:00", "13:00", "14:00", "15:00", "Thu 19",
    ]  # fmt: skip
    assert around(found, ny("2026-11-18 09:30"), 390 * 8, 260) == [
        "Thu 12", "Fri 13", "Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Mon 23", "Tue 24",
    ]  # fmt: skip


def test_without_trade_dates_days_of_utc_are_taken() -> None:
    found = of_stamps("1h", np.arange(utc("2026-11-23"), utc("2026-11-26"), 3600))
    assert texts(TimeAxis(found, PACIFIC).labels(0, len(found), 20)) == ["Mon 23", "Tue 24", "Wed 25"]


# -- stability and distance ----------------------------------------------------------------------------


@st.composite
def views(draw: st.DrawFn) -> tuple[ChartSeries, str, float, float, float]:
    """A series with or without gaps, a zone, a window and a zoom."""
    timeframe = draw(st.sampled_from(ALL))
    found = series(timeframe, "2024-01-02", "2028-01-01") if TIMEFRAMES[timeframe].seconds > 300 else series(timeframe)
    if draw(st.booleans()):
        rng = np.random.default_rng(draw(st.integers(0, 10)))
        kept = rng.random(len(found)) < draw(st.sampled_from([0.02, 0.5, 0.9]))
        kept[draw(st.integers(0, len(found) - 1)) :][: draw(st.integers(0, len(found)))] = False
        kept[0] = True
        found = in_sessions(timeframe, found.candles.ts[kept])
    zone = draw(st.sampled_from(sorted(ZONES)))
    visible = math.exp(draw(st.floats(math.log(5), math.log(max(2 * len(found), 6)))))
    first = draw(st.floats(-visible / 2, len(found) - visible / 2))
    distance = visible / draw(st.floats(1.5, 20))
    return found, zone, first, first + visible, distance


@settings(deadline=None, max_examples=40)
@given(view=views(), shift=st.floats(-1, 1))
def test_panning_moves_labels_with_their_candles(view: tuple[ChartSeries, str, float, float, float], shift: float) -> None:
    found, zone, first, last, distance = view
    by = shift * (last - first)
    axis, other = (TimeAxis(found, ZONES[zone]) for _ in range(2))
    common = max(first, first + by), min(last, last + by)
    here, there = axis.labels(first, last, distance), other.labels(first + by, last + by, distance)

    def shared(labels: list[TimeLabel]) -> list[TimeLabel]:
        return [label for label in labels if common[0] <= label.place <= common[1]]

    assert shared(here) == shared(there)
    assert here == other.labels(first, last, distance)
    lines, others = axis.separators(first, last, distance), other.separators(first + by, last + by, distance)
    assert [p for p in lines if common[0] <= p <= common[1]] == [p for p in others if common[0] <= p <= common[1]]


@settings(deadline=None, max_examples=40)
@given(view=views())
def test_labels_are_within_sight_in_order_and_far_enough_apart(view: tuple[ChartSeries, str, float, float, float]) -> None:
    found, zone, first, last, distance = view
    axis = TimeAxis(found, ZONES[zone])
    labels = axis.labels(first, last, distance)
    assert all(first <= label.place <= last and 0 <= label.place < len(found) for label in labels)
    assert all(label.place == int(label.place) for label in labels)
    assert all(b.place - a.place >= distance * (1 - 1e-9) for a, b in pairwise(labels))
    lines = axis.separators(first, last, distance).tolist()
    assert all(first <= place <= last and 0 < place < len(found) for place in lines)
    assert all(b - a >= distance * (1 - 1e-9) for a, b in pairwise(lines))


@settings(deadline=None, max_examples=40)
@given(view=views())
def test_every_text_is_true_of_its_candle(view: tuple[ChartSeries, str, float, float, float]) -> None:
    found, zone, first, last, distance = view
    seen = set()
    for label in TimeAxis(found, ZONES[zone]).labels(first, last, distance):
        place = int(label.place)
        if len(found.days):
            row = int(np.searchsorted(found.days.first, place, side="right")) - 1
            number = int(found.days.trade_date[row])
        else:
            row, number = place, int(found.candles.ts[place]) // DAY
        date = datetime.fromtimestamp(number * DAY, UTC)
        there = moment(int(found.candles.ts[place]), ZONES[zone])
        dated = {f"{date:%a} {date.day}", f"{date:%b} {date.day}", f"{date:%b}", f"{date:%Y-%m-%d}", f"{date:%Y}"}
        assert label.text in (dated if label.weight >= Weight.DAY else {f"{there:%H:%M}"})
        # Before a time of day stands the date it belongs to, unless that is out of sight.
        assert label.weight >= Weight.DAY or row in seen or not seen or place < first
        assert label.weight < Weight.DAY or row not in seen
        seen.add(row)


# -- lines between trade dates -------------------------------------------------------------------------


def test_lines_stand_at_trade_dates_and_give_way_to_weeks_months_and_years() -> None:
    found = series("1h", "2024-01-02", "2028-01-01")
    axis, first = TimeAxis(found, PACIFIC), found.days.first
    starts = {
        "day": first[1:],
        "month": first[np.flatnonzero(np.diff(found.days.trade_date.astype("datetime64[D]").astype("datetime64[M]").astype(int))) + 1],
    }
    early = np.diff(first, append=len(found)).min()
    assert axis.separators(0, len(found), float(early)).tolist() == starts["day"].tolist()
    assert axis.separators(0, len(found), 300).tolist() == starts["month"].tolist()
    assert len(axis.separators(0, len(found), 5000)) == 3
    assert len(axis.separators(0, len(found), 1e6)) <= 1


def test_lines_of_days_are_months_and_those_of_months_years() -> None:
    years = "2024-01-02", "2028-01-01"
    daily, monthly = series("1d", *years), series("1mo", *years)
    assert len(TimeAxis(daily, PACIFIC).separators(0, len(daily), 2)) == 47
    assert len(TimeAxis(daily, PACIFIC).separators(0, len(daily), 30)) == 15
    assert len(TimeAxis(daily, PACIFIC).separators(0, len(daily), 200)) == 3
    assert TimeAxis(monthly, PACIFIC).separators(0, len(monthly), 2).tolist() == [12, 24, 36]


def test_lines_stand_in_part_of_a_series_too() -> None:
    found = series("1h")
    axis = TimeAxis(found, PACIFIC)
    everything = axis.separators(0, len(found), 5)
    part = axis.separators(1000, 1200, 5)
    assert part.tolist() == [place for place in everything.tolist() if 1000 <= place <= 1200]
    assert part.dtype == np.int64


# -- cost ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many() -> ChartSeries:
    """Ten years of minutes."""
    return of_stamps("1m", utc("2015-01-01") + np.arange(5_000_000, dtype=np.int64) * 60)


def spent(look: Callable[..., object], *arguments: Any) -> float:
    """The seconds that something takes."""
    begin = perf_counter()
    look(*arguments)
    return perf_counter() - begin


@pytest.mark.parametrize("visible", [200, 1_000_000, 5_000_000])
def test_a_frame_costs_less_than_a_look_at_every_candle(many: ChartSeries, visible: int) -> None:
    axis = TimeAxis(many, PACIFIC)

    def frame(step: int) -> list[TimeLabel]:
        first = (len(many) - visible) / 2 + step * visible / 1440
        axis.separators(first, first + visible, visible / 30)
        return axis.labels(first, first + visible, visible / 12 * (1 + step / 1000))

    costs = [spent(frame, step) for step in range(60)]
    assert all(3 <= len(frame(step)) <= 13 for step in range(60))
    every = min(spent(lambda ts: np.flatnonzero(np.diff(ts) > 60), many.candles.ts) for _ in range(3))
    assert sorted(costs)[len(costs) // 4] < every / 5


def test_no_frame_looks_at_the_rest_of_the_series(many: ChartSeries) -> None:
    """A label right at the edge once made every sixtieth frame a thousand times as long.

    Both of two axes have to take long for a frame: once may be the machine's own pause.
    """
    axes = TimeAxis(many, PACIFIC), TimeAxis(many, PACIFIC)
    frames = range(100_000, 100_400)
    costs = [min(spent(axis.labels, first, first + 20, 1.5) for axis in axes) for first in frames]
    assert max(costs) < 100 * float(np.median(costs))


def test_daily_stamps_beyond_the_calendar_do_no_harm() -> None:
    found = of_stamps("1d", np.arange(-800_000, 4_000_000, 50, dtype=np.int64) * DAY)
    axis = TimeAxis(found, PACIFIC)
    for first in (0, len(found) / 2, len(found) - 200):
        assert axis.labels(first, first + 200, 20)
    assert axis.labels(0, len(found), len(found) / 10)
