"""What the feed does not serve: the dates and hours of its habits, and which times without candles they explain."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pandas_market_calendars
import pytest

from ohlc_desktop.core.errors import SettingsError
from ohlc_desktop.core.market.feed_habits import always_unserved, load_habits, unserved
from ohlc_desktop.core.market.holidays import us_half_days, us_holidays
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import Answered, Interval
from ohlc_desktop.core.planning.plan import make_plan
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.yahoo.spec import YAHOO
from tests.core.helpers import calendar, day, instrument, ny

FILE = resource(YAHOO.habits_file)
HABITS = load_habits(FILE)
EQUITY = calendar("cme_equity")


def absent(name: str, *parts: tuple[str, str], now: str = "2026-12-31 12:00", of: str = "cme_equity") -> list[Interval]:
    """What is not served of some stretches that were asked for, New York times."""
    asked = [Interval(ny(start), ny(end)) for start, end in parts]
    return unserved(HABITS, TIMEFRAMES[name], calendar(of), asked, [], ny(now))


def test_half_days_and_holidays_are_those_of_the_new_york_stock_exchange() -> None:
    """The witness is the exchange's own calendar in a library; special closures are none that the feed cuts."""
    nyse = pandas_market_calendars.get_calendar("NYSE")
    schedule = nyse.schedule("2013-01-01", "2032-12-31")
    early = {stamp.date() for stamp in nyse.early_closes(schedule).index}
    assert {day_of(found) for year in range(2013, 2033) for found in us_half_days(year)} == early
    open_days = {stamp.date() for stamp in schedule.index}
    assert not open_days & {day_of(found) for year in range(2013, 2033) for found in us_holidays(year)}


@pytest.mark.parametrize("name", ["1m", "2m", "5m"])
@pytest.mark.parametrize("date", ["2026-05-25", "2026-06-19", "2026-07-03", "2026-11-26", "2027-01-18"])
def test_no_candle_has_the_date_of_a_holiday(name: str, date: str) -> None:
    whole = Interval(ny(f"{date} 00:00"), ny(f"{date} 00:00") + DAY)
    assert unserved(HABITS, TIMEFRAMES[name], EQUITY, [whole], [], ny("2027-12-01")) == [whole]
    assert always_unserved(HABITS, TIMEFRAMES[name], EQUITY, whole)[-1].end == whole.end
    assert unserved(HABITS, TIMEFRAMES["1d"], EQUITY, [Interval(day(date) * DAY, (day(date) + 1) * DAY)], [], 2e9)


def test_of_half_days_the_hours_of_the_stock_market_are_kept() -> None:
    whole = ("2026-11-27 00:00", "2026-11-28 00:00")
    kept = [Interval(ny(whole[0]), ny("2026-11-27 09:30")), Interval(ny("2026-11-27 13:00"), ny(whole[1]))]
    assert absent("5m", whole) == kept
    assert absent("1m", whole) == kept
    assert absent("2m", whole) == kept
    assert unserved(HABITS, TIMEFRAMES["1d"], EQUITY, [Interval(day("2026-11-27") * DAY, day("2026-11-28") * DAY)], [], 2e9) == []


def test_a_few_candles_amid_a_holiday_that_is_served_are_lost_like_any() -> None:
    for first, last, cut in (("10:00", "10:05", False), ("10:00", "10:25", False), ("10:00", "10:30", True), ("00:00", "00:05", True)):
        assert bool(absent("5m", (f"2026-11-26 {first}", f"2026-11-26 {last}"))) == cut
    assert absent("5m", ("2026-11-27 13:00", "2026-11-27 13:15")) == [Interval(ny("2026-11-27 13:00"), ny("2026-11-27 13:15"))]


def test_dates_that_were_served_are_no_holidays_of_the_feed() -> None:
    for date in ("2025-05-26", "2025-06-19", "2025-07-04"):
        part = Interval(ny(f"{date} 08:00"), ny(f"{date} 12:00"))
        assert unserved(HABITS, TIMEFRAMES["5m"], EQUITY, [part], [], ny("2026-01-01")) == []


@pytest.mark.parametrize("sunday", ["2026-03-08", "2026-10-25", "2026-11-01"])  # before and after the clock changes
def test_midnight_is_where_it_is_in_new_york(sunday: str) -> None:
    week = [day_of(day(sunday) + n).isoformat() for n in range(7)]
    asked = [(f"{date} 23:50", f"{after} 00:20") for date, after in pairwise(week)]
    found = absent("5m", *asked)
    expected = [Interval(ny(f"{date} 00:00"), ny(f"{date} 00:05")) for date in week[2:6]]
    assert found == expected
    minutes = absent("1m", *asked)
    assert minutes[0] == Interval(ny(f"{week[0]} 23:59"), ny(f"{week[1]} 00:00"))
    assert minutes[1:] == [
        Interval(ny(f"{date} 23:59"), ny(f"{after} 00:09")) for date, after in pairwise(week[1:6])
    ]
    assert absent("2m", *asked) == [Interval(ny(f"{date} 00:00"), ny(f"{date} 00:08")) for date in week[2:6]]
    assert absent("5m", *asked, of="cme_metals") == []


@pytest.mark.parametrize("monday", ["2026-03-09", "2026-10-26", "2026-11-02"])
@pytest.mark.parametrize("first", ["18:10", "20:15", "23:55"])
def test_sunday_evening_begins_late(monday: str, first: str) -> None:
    sunday = day_of(day(monday) - 1).isoformat()
    gap = (f"{sunday} 18:00", f"{sunday} {first}")
    assert absent("5m", gap) == [Interval(ny(gap[0]), ny(gap[1]))]
    later = (f"{sunday} 18:05", f"{sunday} {first}")
    assert absent("5m", later) == []  # the open is there, so that what follows is lost
    assert absent("5m", (f"{sunday} 18:00", f"{monday} 03:00")) == []  # longer than it ever was


def test_sunday_evening_before_a_holiday_is_not_served_either() -> None:
    assert absent("5m", ("2026-05-24 18:00", "2026-05-26 00:05")) == [Interval(ny("2026-05-24 18:00"), ny("2026-05-26 00:05"))]


# -- what is asked for, and what is counted ----------------------------------------------------------


def lately(start: str, now: str, *holes: tuple[str, str], first_asked: str | None = None) -> InstrumentState:
    """NQ, answered from a time to now on days before, with some holes in it."""
    asked = day(first_asked or now[:10])
    window, parts = Interval(ny(start), ny(now)), [Interval(ny(a), ny(b)) for a, b in holes]
    pieces, at = [], window.start
    for part in parts:
        pieces += [Answered(at, part.start, asked, True), Answered(*part, asked, False)]
        at = part.end
    pieces.append(Answered(at, window.end, asked, True))
    series = {"5m": SeriesState(1, tuple(pieces), ny(now), window.start, absent=tuple(parts))}
    return InstrumentState(instrument("NQ=F"), EQUITY, YAHOO, series, habits=HABITS)


def test_what_is_not_served_is_counted_apart_in_every_timeframe() -> None:
    state = lately("2026-09-29 12:00", "2026-11-28 12:00", ("2026-11-26 00:00", "2026-11-26 13:00"), ("2026-11-24 00:00", "2026-11-24 00:05"))
    for name, count in (("5m", 157), ("15m", 52), ("1h", 13), ("4h", 3)):
        found = assess(state, TIMEFRAMES[name], ny("2026-11-28 12:00"))
        assert (found.missing, found.unserved, found.newer, found.windows) == (0, count, 0, ()), name
    without = InstrumentState(state.instrument, EQUITY, YAHOO, state.series)
    assert assess(without, TIMEFRAMES["5m"], ny("2026-11-28 12:00")).missing == 157


def test_a_holiday_is_asked_for_on_the_day_after_and_then_no_more() -> None:
    gap = ("2026-11-26 00:00", "2026-11-26 13:00")
    for now, asked in (("2026-11-27 17:05", True), ("2026-11-30 17:05", True), ("2026-12-01 17:05", False)):
        state = lately("2026-10-02 12:00", now, gap, first_asked="2026-11-26")
        series = {"5m": state.of("5m")}
        requests = make_plan([InstrumentState(state.instrument, EQUITY, YAHOO, series, habits=HABITS)], ny(now) + 3600, ["5m"]).requests
        assert any(request.window.start <= ny(gap[0]) for request in requests) == asked, now


def test_midnight_alone_is_never_asked_for() -> None:
    state = lately("2026-09-21 12:00", "2026-11-20 17:00", ("2026-11-17 00:00", "2026-11-17 00:05"), first_asked="2026-11-17")
    assert make_plan([state], ny("2026-11-20 17:01"), ["5m"]).requests == ()
    without = InstrumentState(state.instrument, EQUITY, YAHOO, state.series)
    assert len(make_plan([without], ny("2026-11-20 17:01"), ["5m"]).requests) == 1


def test_a_lost_week_is_missing_but_for_its_midnights() -> None:
    state = lately("2026-09-21 12:00", "2026-11-20 17:00", ("2026-11-08 18:00", "2026-11-13 17:00"))
    found = assess(state, TIMEFRAMES["5m"], ny("2026-11-20 17:00"))
    assert (found.missing, found.unserved) == (5 * 276 - 4, 4)


# -- the file ----------------------------------------------------------------------------------------


def test_every_habit_names_where_it_was_seen() -> None:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert {name for habit in data["habits"] for name in habit["sources"]} == set(data["sources"])
    assert all(re.search(r"https://", text) for text in data["sources"].values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('dates = "us_holidays"', 'dates = "holidays"'),
        ('dates = ["mon"]', 'dates = ["someday"]'),
        ('dates = ["mon"]', "dates = []"),
        ('until = "09:30"', 'until = "00:00"'),
        ("opening = 6.5", 'opening = 6.5\nuntil = "20:00"'),
        ('timeframes = ["5m"]', 'timeframes = ["15m"]'),
        ('sources = ["es_1m"]', 'sources = ["nowhere"]'),
        ("asked_days = 0", "ask = 0"),
        ("but = [2025-05-26, ", 'but = ["2025-05-26", '),
        ("[[habits]]", "[[habits]"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "yahoo.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_habits(path)
    assert str(path) in str(caught.value)


def test_a_feed_without_habits_serves_all() -> None:
    part = Interval(ny("2026-11-26 08:00"), ny("2026-11-26 12:00"))
    assert unserved((), TIMEFRAMES["5m"], EQUITY, [part], [], 2e9) == []
