"""The planner: the fewest requests, never beyond Yahoo's limits, and an end to asking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.market.feed_spec import FeedLimits
from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.planning.coverage import Answered
from ohlc_desktop.core.planning.plan import FetchRequest, Plan, Purpose, make_plan
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE, SOURCES
from ohlc_desktop.sources.yahoo.spec import YAHOO
from tests.core.helpers import PaperFeed, calendar, day, instrument, ny, utc

#: Monday 23 November 2026, 14:05 in Los Angeles.
MONDAY = utc("2026-11-23 22:05")

# Any second of a year with both changes of the clock, holidays and weekends; and the second before, of and
# after events of the day.
moments = st.one_of(
    st.integers(utc("2026-01-02"), utc("2026-12-31")),
    st.builds(
        lambda d, at, off: utc("2026-01-02") + d * DAY + at + off,
        st.integers(0, 362),
        st.sampled_from([0, 13 * HOUR, 21 * HOUR, 22 * HOUR, 23 * HOUR]),
        st.sampled_from([-1, 0, 1, 120, 720, 1920]),
    ),
)
names = st.sampled_from(["ES", "CL", "GC", "ZN", "6E", "ZC", "BTC", "AAPL"])


def asked(plan: Plan) -> list[str]:
    return [request.timeframe for request in plan.requests]


def within_limits(request: FetchRequest, now: float) -> bool:
    """What Yahoo accepts: 1m at most 8 days and within 30, 2m and 5m within 60 days; a bit inside."""
    if request.timeframe == "1d":
        return request.start < request.end <= now
    reach = {"1m": 30, "2m": 60, "5m": 60}[request.timeframe]
    longest = {"1m": 8, "2m": 60, "5m": 60}[request.timeframe]
    return (
        request.start < request.end <= now
        and request.start >= now - reach * DAY + HOUR - 1
        and request.end - request.start <= longest * DAY
    )


# -- nothing stored ---------------------------------------------------------------------------------------


def test_an_empty_store_asks_four_times_for_a_backfill() -> None:
    plan = PaperFeed("NQ").plan(MONDAY)
    assert asked(plan) == ["1d", "1m", "2m", "5m"]
    assert {request.purpose for request in plan.requests} == {Purpose.BACKFILL}
    assert plan.complete == ()
    daily, minute, two, five = plan.requests
    assert daily.start == ny("2025-11-23 00:00")
    assert daily.window == (utc("2025-11-23"), utc("2026-11-24"))
    assert minute.start == MONDAY - 7 * DAY
    assert two.start == five.start == MONDAY - 60 * DAY + HOUR
    assert minute.end == five.end == MONDAY
    # from the first whole session of minutes on, 2m is made of 1m
    assert two.end == ny("2026-11-16 18:00")
    assert all(request.window == (request.start, request.end) for request in (minute, two, five))


@given(names, moments)
@settings(max_examples=40, deadline=None)
def test_an_empty_store_is_filled_with_four_requests_at_any_moment(name: str, now: int) -> None:
    plan = PaperFeed(name).plan(now)
    assert asked(plan) == ["1d", "1m", "2m", "5m"]
    days_asked = [round((now - request.start) / DAY) for request in plan.requests]
    assert days_asked[0] in (365, 366, 367)  # a day more while the market is not known
    assert days_asked[1:] == [7, 60, 60]
    assert all(within_limits(request, now) for request in plan.requests)
    two = plan.requests[2]
    assert now - 7 * DAY <= two.end <= now


def test_no_request_of_a_backfill_is_longer_than_the_feed_allows() -> None:
    """The newest tells whether the feed has the instrument at all; of older ones it may have nothing."""
    feed = PaperFeed("NQ")
    limits = {"1d": FeedLimits(365, 365, 365), "1m": FeedLimits(30, 60, 7), "5m": FeedLimits(7, 30, 7)}
    feed.state = replace(feed.state, feed=replace(YAHOO, limits=limits))
    minutes = [request for request in feed.plan(MONDAY).requests if request.timeframe == "1m"]
    assert [request.purpose for request in minutes] == [*[Purpose.REPAIR] * 4, Purpose.BACKFILL]
    assert all(request.end - request.start <= 7 * DAY for request in minutes)
    assert (minutes[0].start, minutes[-1].end) == (MONDAY - 30 * DAY, MONDAY)
    assert [request.start for request in minutes[1:]] == [request.end for request in minutes[:-1]]
    assert asked(feed.plan(MONDAY)).count("5m") == 1, "as long as it may be"


def test_only_the_wanted_sources_are_asked_in_the_order_of_asking() -> None:
    state = PaperFeed("NQ").state
    assert asked(make_plan([state], MONDAY, ["5m", "1d"])) == ["1d", "5m"]
    assert make_plan([state], MONDAY, []) == Plan((), ())
    assert make_plan([], MONDAY) == Plan((), ())


# -- days after -------------------------------------------------------------------------------------------


@given(names, moments)
@settings(max_examples=50, deadline=None)
def test_what_is_complete_is_not_asked_again(name: str, now: int) -> None:
    feed = PaperFeed(name)
    feed.answer_all(now)
    again = feed.plan(now)
    assert again.requests == ()
    assert again.complete == tuple((feed.state.instrument.symbol, source) for source in SOURCES)


@given(names, moments, st.lists(st.one_of(st.integers(1, 5 * DAY), st.just(DAY)), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_a_normal_day_needs_at_most_three_requests(name: str, now: int, steps: list[int]) -> None:
    """Also when a machine was off for some days; 2m is never asked for again."""
    feed = PaperFeed(name)
    feed.answer_all(now)
    for step in steps:
        now += step
        plan = feed.answer_all(now)
        assert len(plan.requests) <= 3
        assert "2m" not in asked(plan)
        assert len(set(asked(plan))) == len(plan.requests)
        assert all(within_limits(request, now) for request in plan.requests)
        assert feed.plan(now).requests == ()


def test_the_next_trading_day_asks_three_times_for_what_is_new() -> None:
    feed = PaperFeed("NQ")
    feed.answer_all(MONDAY)
    plan = feed.plan(MONDAY + DAY)
    assert asked(plan) == ["1d", "1m", "5m"]
    assert {request.purpose for request in plan.requests} == {Purpose.SYNC}
    daily, minute, five = plan.requests
    assert daily.start <= ny("2026-11-20 00:00")  # the three newest daily candles are looked at again
    # the feed trails by ten minutes: what was not there yet comes first, with a second look at the four days before
    assert minute.start == utc("2026-11-19 21:55")
    assert five.start == utc("2026-11-19 21:55")


def test_on_saturday_only_the_settlements_are_looked_at_again() -> None:
    feed = PaperFeed("NQ")
    feed.answer_all(utc("2026-11-20 22:30"))
    plan = feed.plan(utc("2026-11-21 16:00"))
    assert [(r.timeframe, r.purpose) for r in plan.requests] == [("1d", Purpose.REFRESH)]
    assert plan.requests[0].start == ny("2026-10-22 00:00")
    assert plan.requests[0].end <= ny("2026-11-22 18:00")


def test_the_daily_candles_are_refreshed_once_the_session_is_final() -> None:
    """An import in the morning must not stop the one after the close from asking for settlements."""
    feed = PaperFeed("NQ")
    feed.answer_all(utc("2026-11-23 15:00"))
    assert "1d" not in asked(feed.plan(utc("2026-11-23 18:00")))
    assert "1d" in asked(feed.plan(utc("2026-11-23 22:15")))


def known(name: str, series: dict[str, SeriesState]) -> InstrumentState:
    return InstrumentState(instrument(name), calendar(instrument(name).calendar), YAHOO, series)


def test_a_daily_candle_that_came_before_the_session_was_final_is_looked_at_again() -> None:
    """Twelve minutes after the bell the settlement should be there."""
    coverage = (Answered(utc("2025-11-01"), utc("2026-11-24"), MONDAY // DAY, True),)
    now = ny("2026-11-23 17:35")
    early, late = (SeriesState(260, coverage, ny(f"2026-11-23 {at}")) for at in ("17:05", "17:12"))
    assert [r.purpose for r in make_plan([known("ES", {"1d": early})], now, ["1d"]).requests] == [Purpose.REFRESH]
    assert make_plan([known("ES", {"1d": late})], now, ["1d"]).requests == ()


def test_a_tail_that_the_feed_does_not_have_yet_is_left_alone_for_two_minutes() -> None:
    now = utc("2026-11-23 15:00")
    coverage = (Answered(now - 7 * DAY, now - HOUR, now // DAY, True),)
    state = known("NQ", {"1m": SeriesState(6000, coverage, now)})
    assert make_plan([state], now + 119, ["1m"]).requests == ()
    assert asked(make_plan([state], now + 120, ["1m"])) == ["1m"]


def test_a_hole_does_not_wait_with_the_tail() -> None:
    now = utc("2026-11-23 15:00")
    start, hole = now - 7 * DAY, now - 3 * HOUR
    coverage = (Answered(start, hole, now // DAY, True), Answered(hole + 600, now - HOUR, now // DAY, True))
    state = known("NQ", {"1m": SeriesState(6000, coverage, now)})
    assert [r.purpose for r in make_plan([state], now + 1, ["1m"]).requests] == [Purpose.REPAIR]


# -- the evening trap -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ES", "CL", "ZN"])
@pytest.mark.parametrize("date", ["2026-03-05", "2026-03-08", "2026-11-01", "2026-11-22", "2026-11-23"])
def test_in_the_evening_daily_candles_end_with_the_session_that_closed(name: str, date: str) -> None:
    for at in ("18:00", "18:01", "20:00", "23:59"):
        now = ny(f"{date} {at}")
        daily = PaperFeed(name).plan(now).requests[0]
        assert daily.end == ny(f"{date} 18:00")
        # Sunday's answer ends with Friday, Monday's with Monday
        last = day(date) if np.datetime64(date).astype("datetime64[D]").item().weekday() < 5 else day(date) - 2
        assert daily.window.end == (last + 1) * DAY


@given(st.sampled_from(["ES", "CL", "GC", "ZN", "6E", "ZC", "BTC"]), moments)
@settings(max_examples=40, deadline=None)
def test_a_daily_request_never_reaches_into_the_running_session(name: str, now: int) -> None:
    feed = PaperFeed(name)
    daily = feed.plan(now).requests[0]
    found = feed.state.calendar
    closed = found.close <= now
    running = found.open[~closed][0]
    assert daily.end <= running
    assert daily.window.end == (found.trade_date[closed][-1] + 1) * DAY
    assert daily.end >= found.close[closed][-1]


# -- an end to asking -------------------------------------------------------------------------------------


@given(name=names, now=moments, seed=st.integers(0, 2**32), data=st.data())
@settings(max_examples=40, deadline=None)
def test_asking_comes_to_an_end_whatever_is_answered(name: str, now: int, seed: int, data: st.DataObject) -> None:
    """Some requests fail, some candles are absent: a few rounds later nothing is asked, day after day."""
    feed = PaperFeed(name, reliable=False, seed=seed)
    for _ in range(3):
        for attempt in range(6):
            plan = feed.plan(now)
            assert plan == feed.plan(now)
            assert all(within_limits(request, now) for request in plan.requests)
            for request in plan.requests:
                if attempt >= 2 or feed.random.random() < 0.5:
                    feed.answer(request, now)
        assert feed.plan(now).requests == ()
        now += data.draw(st.sampled_from([2 * HOUR, DAY, DAY, 3 * DAY, 20 * DAY]))


@given(
    name=names,
    now=moments,
    pieces=st.lists(
        st.tuples(
            st.sampled_from(SOURCES), st.integers(0, 80 * 24), st.integers(1, 600), st.integers(0, 3), st.booleans()
        ),
        max_size=8,
    ),
)
@settings(max_examples=50, deadline=None)
def test_any_coverage_is_completed_within_a_few_rounds_and_the_limits(
    name: str, now: int, pieces: list[tuple[str, int, int, int, bool]]
) -> None:
    """However scattered the answers so far, settled or not, every question is one that Yahoo accepts."""
    feed = PaperFeed(name)
    series = {source: SeriesState(100, scattered(now, source, pieces), now - DAY) for source in SOURCES}
    feed.state = InstrumentState(feed.state.instrument, feed.state.calendar, YAHOO, series)
    for _ in range(4):
        plan = feed.answer_all(now)
        assert all(within_limits(request, now) for request in plan.requests)
        # a window of minutes may span 7 of 29 days; everything else fits into one question
        assert sum(request.timeframe == "1m" for request in plan.requests) <= 5
        assert sum(request.timeframe != "1m" for request in plan.requests) <= 3
    assert feed.plan(now).requests == ()


def scattered(now: int, source: str, pieces: list[tuple[str, int, int, int, bool]]) -> tuple[Answered, ...]:
    """Disjoint answered stretches, oldest first, at hours before now; whole days for daily candles."""
    step = DAY if source == "1d" else HOUR
    found: list[Answered] = []
    for _, ago, size, days_ago, settled in sorted((p for p in pieces if p[0] == source), key=lambda p: -p[1]):
        end = now // step * step - ago * HOUR // step * step
        start = max(end - size * HOUR // step * step, found[-1].end if found else 0)
        if start < end:
            found.append(Answered(start, end, now // DAY - days_ago, settled))
    return tuple(found)


def test_a_hole_is_asked_for_again_on_another_day_and_then_believed() -> None:
    hole = (utc("2026-11-19 15:00"), utc("2026-11-19 15:05"))
    feed = PaperFeed("NQ")
    feed.answer_all(MONDAY)
    series = dict(feed.state.series)
    start, end = series["5m"].coverage[0][:2]
    today = MONDAY // DAY
    series["5m"] = SeriesState(
        series["5m"].count,
        (Answered(start, hole[0], today, True), Answered(*hole, today, False), Answered(hole[1], end, today, True)),
        MONDAY,
    )
    feed.state = InstrumentState(feed.state.instrument, feed.state.calendar, YAHOO, series)
    assert feed.plan(MONDAY).requests == ()
    plan = feed.plan(MONDAY + DAY)
    assert asked(plan) == ["1d", "1m", "5m"]
    five = plan.requests[-1]
    assert five.purpose is Purpose.REPAIR
    assert five.start == hole[0] - 5 * MINUTE
    assert five.end == MONDAY + DAY  # one question for the hole and the new candles
    feed.answer_all(MONDAY + DAY)
    assert feed.plan(MONDAY + DAY).requests == ()


def test_a_day_that_was_never_fetched_is_asked_for() -> None:
    feed = PaperFeed("NQ")
    feed.answer_all(MONDAY)
    series = dict(feed.state.series)
    (first, end, today, *_) = series["1d"].coverage[0]
    lost = utc("2026-03-10")
    series["1d"] = SeriesState(
        250, (Answered(first, lost, today, True), Answered(lost + DAY, end, today, True)), MONDAY
    )
    feed.state = InstrumentState(feed.state.instrument, feed.state.calendar, YAHOO, series)
    plan = feed.plan(MONDAY)
    assert [(r.timeframe, r.purpose) for r in plan.requests] == [("1d", Purpose.REPAIR)]
    assert plan.requests[0].start <= ny("2026-03-10 00:00")
    assert plan.requests[0].window.start <= lost


def test_a_weekend_that_was_never_asked_about_is_no_hole() -> None:
    feed = PaperFeed("NQ")
    feed.answer_all(MONDAY)
    series = dict(feed.state.series)
    (first, end, today, *_) = series["5m"].coverage[0]
    friday, sunday = ny("2026-11-20 17:00"), ny("2026-11-22 18:00")
    series["5m"] = SeriesState(999, (Answered(first, friday, today, True), Answered(sunday, end, today, True)), MONDAY)
    feed.state = InstrumentState(feed.state.instrument, feed.state.calendar, YAHOO, series)
    assert feed.plan(MONDAY).requests == ()


def test_a_series_without_candles_is_tried_again_tomorrow_and_not_sooner() -> None:
    """A contract that does not trade yet: four questions a day, not four a run."""
    feed = PaperFeed("NQ")
    nothing = SeriesState(0, (), MONDAY)
    feed.state = InstrumentState(feed.state.instrument, feed.state.calendar, YAHOO, dict.fromkeys(SOURCES, nothing))
    assert all(r.purpose is not Purpose.BACKFILL for r in feed.plan(MONDAY + HOUR).requests)
    assert {r.purpose for r in feed.plan(MONDAY + DAY).requests} == {Purpose.BACKFILL}


# -- a repair ---------------------------------------------------------------------------------------------


def with_hole(feed: PaperFeed, name: str, hole: tuple[int, int]) -> InstrumentState:
    """A fed instrument of which a stretch was answered as empty today, a moment ago."""
    series, today = dict(feed.state.series), MONDAY // DAY
    start, end = series[name].coverage[0][:2]
    pieces = (Answered(start, hole[0], today, True), Answered(*hole, today, False), Answered(hole[1], end, today, True))
    series[name] = SeriesState(series[name].count, pieces, MONDAY)
    return InstrumentState(feed.state.instrument, feed.state.calendar, YAHOO, series)


@pytest.mark.parametrize(
    ("name", "hole", "first"),
    [
        ("5m", (utc("2026-11-19 15:00"), utc("2026-11-19 15:05")), utc("2026-11-19 14:55")),
        ("1m", (utc("2026-11-19 15:00"), utc("2026-11-19 15:02")), utc("2026-11-19 14:59")),
        ("2m", (utc("2026-10-19 15:00"), utc("2026-10-19 15:02")), utc("2026-10-19 14:58")),
        ("1d", (utc("2026-03-10"), utc("2026-03-11")), ny("2026-03-10 00:00")),
    ],
)
def test_a_repair_asks_the_same_day_for_what_was_answered_as_empty_and_for_nothing_else(
    name: str, hole: tuple[int, int], first: int
) -> None:
    feed = PaperFeed("NQ")
    feed.answer_all(MONDAY)
    state = with_hole(feed, name, hole)
    assert make_plan([state], MONDAY).requests == ()
    plan = make_plan([state], MONDAY, insist=True)
    assert [(r.timeframe, r.purpose, r.start) for r in plan.requests] == [(name, Purpose.REPAIR, first)]
    assert plan.requests[0].end == (MONDAY if name == "1d" else hole[1])
    feed.state = state
    feed.answer(plan.requests[0], MONDAY)
    assert make_plan([feed.state], MONDAY, insist=True).requests == ()


def test_a_repair_asks_again_for_a_series_without_candles_and_for_a_tail_that_has_just_been_asked_for() -> None:
    empty = known("NQ", dict.fromkeys(SOURCES, SeriesState(0, (), MONDAY)))
    assert {r.purpose for r in make_plan([empty], MONDAY, insist=True).requests} == {Purpose.BACKFILL}
    now = utc("2026-11-23 15:00")
    coverage = (Answered(now - 7 * DAY, now - HOUR, now // DAY, True),)
    state = known("NQ", {"1m": SeriesState(6000, coverage, now)})
    assert asked(make_plan([state], now + 1, ["1m"], insist=True)) == ["1m"]


def test_a_repair_does_not_look_at_settlements_that_are_there() -> None:
    feed = PaperFeed("NQ")
    feed.answer_all(utc("2026-11-20 22:30"))
    saturday = utc("2026-11-21 16:00")
    assert asked(feed.plan(saturday)) == ["1d"]
    assert make_plan([feed.state], saturday, insist=True).requests == ()


@given(names, moments)
@settings(max_examples=40, deadline=None)
def test_a_repair_leaves_alone_what_is_complete(name: str, now: int) -> None:
    feed = PaperFeed(name)
    feed.answer_all(now)
    assert make_plan([feed.state], now, insist=True).requests == ()


@given(names, moments, st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_a_repair_asks_for_whatever_a_normal_import_would_complete(name: str, now: int, seed: int) -> None:
    """Whatever the feed left out: a repair asks at least for what the next day's import would ask for again."""
    feed = PaperFeed(name, reliable=False, seed=seed)
    feed.answer_all(now)
    plan = make_plan([feed.state], now, insist=True)
    assert all(within_limits(request, now) for request in plan.requests)
    open_series = {source for source in SOURCES if any(not p.settled for p in feed.state.of(source).coverage)}
    assert open_series <= set(asked(plan)) | {"2m"}


# -- what the plan does not depend on ---------------------------------------------------------------------


@given(moments, st.permutations(["ES", "CL", "ZC", "AAPL"]))
@settings(max_examples=30, deadline=None)
def test_the_plan_follows_the_watchlist_and_each_instrument_stands_alone(now: int, order: list[str]) -> None:
    states = [PaperFeed(name).state for name in order]
    together = make_plan(states, now)
    alone = [make_plan([state], now) for state in states]
    assert together.requests == tuple(request for plan in alone for request in plan.requests)
    assert together.complete == tuple(pair for plan in alone for pair in plan.complete)


def test_an_instrument_of_no_catalogue_is_planned_on_a_calendar_of_all_days() -> None:
    feed = PaperFeed("AAPL")
    assert instrument("AAPL").calendar == GENERIC
    assert not calendar(GENERIC).strict
    plan = feed.answer_all(MONDAY)
    assert asked(plan) == ["1d", "1m", "2m", "5m"]
    assert plan.requests[0].window.end == utc("2026-11-24")
    assert feed.plan(MONDAY).requests == ()
    assert asked(feed.plan(MONDAY + DAY)) == ["1d", "1m", "5m"]
