"""How complete a series is, against a brute-force count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.planning.assess import Assessment, assess
from ohlc_desktop.core.planning.coverage import Answered, Interval, record_answer
from ohlc_desktop.core.planning.reach import due_until
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE, TIMEFRAMES
from ohlc_desktop.sources.yahoo.spec import YAHOO
from tests.core.helpers import PaperFeed, calendar, instrument, ny, slow_buckets, utc

MONDAY = utc("2026-11-23 22:35")
ES = instrument("ES")


def es(coverage: tuple[Answered, ...], timeframe: str = "5m", name: str = "ES", count: int = 1) -> InstrumentState:
    known = instrument(name)
    return InstrumentState(known, calendar(known.calendar), YAHOO, {timeframe: SeriesState(count, coverage, MONDAY)})


def whole(timeframe: str, until: int) -> tuple[Answered, ...]:
    """Everything inside the reach answered, up to a time."""
    first = {"1m": MONDAY - 7 * DAY, "5m": MONDAY - 60 * DAY + HOUR, "1d": utc("2025-11-23")}[timeframe]
    return (Answered(first, until, MONDAY // DAY, True),)


def state_of(found: Assessment, count: int = 100, failed: bool = False) -> CoverageState:
    return found.state(count, failed)


# -- one word ---------------------------------------------------------------------------------------------


def test_a_series_that_was_never_answered_is_empty_and_everything_is_missing() -> None:
    found = assess(InstrumentState(ES, calendar("cme_equity"), YAHOO), TIMEFRAMES["5m"], MONDAY)
    assert found.missing == found.expected
    assert found.expected > 11_000
    assert state_of(found, 0) is CoverageState.EMPTY
    assert state_of(found, 0, failed=True) is CoverageState.FAILED


def test_a_series_that_is_answered_to_the_end_is_complete() -> None:
    found = assess(es(whole("5m", ny("2026-11-23 17:00"))), TIMEFRAMES["5m"], MONDAY)
    assert (found.missing, found.newer, found.windows) == (0, 0, ())
    assert state_of(found) is CoverageState.COMPLETE
    # the last attempt failed, but nothing is lacking
    assert state_of(found, failed=True) is CoverageState.COMPLETE


def test_a_series_that_lacks_only_the_newest_candles_is_stale() -> None:
    found = assess(es(whole("5m", ny("2026-11-23 16:00"))), TIMEFRAMES["5m"], MONDAY)
    assert (found.missing, found.newer) == (12, 12)
    assert found.windows == ((ny("2026-11-23 16:00"), ny("2026-11-23 17:00")),)
    assert state_of(found) is CoverageState.STALE
    assert state_of(found, failed=True) is CoverageState.FAILED


def test_a_series_with_a_hole_is_partial() -> None:
    window = Interval(MONDAY - 60 * DAY + HOUR, ny("2026-11-23 17:00"))
    hole = Interval(ny("2026-11-19 10:00"), ny("2026-11-19 11:00"))
    pieces = record_answer((), window, MONDAY // DAY, [hole])
    found = assess(es(pieces), TIMEFRAMES["5m"], MONDAY)
    assert (found.missing, found.newer, found.windows) == (12, 0, (hole,))
    assert state_of(found) is CoverageState.PARTIAL
    assert state_of(found, failed=True) is CoverageState.FAILED
    # answered as empty on a second day: nothing was traded
    settled = record_answer(pieces, window, MONDAY // DAY + 1, [hole])
    assert state_of(assess(es(settled), TIMEFRAMES["5m"], MONDAY)) is CoverageState.COMPLETE


def test_a_series_with_an_old_hole_that_is_also_behind_is_stale() -> None:
    friday, monday = ny("2026-11-20 17:00"), ny("2026-11-23 16:00")
    pieces = (*whole("5m", ny("2026-11-20 16:00")), Answered(friday, monday, MONDAY // DAY, True))
    found = assess(es(pieces), TIMEFRAMES["5m"], MONDAY)
    assert (found.missing, found.newer) == (24, 12)
    assert len(found.windows) == 2
    assert state_of(found) is CoverageState.STALE


def test_a_series_that_is_answered_without_a_single_candle_is_empty() -> None:
    found = assess(es(whole("5m", ny("2026-11-23 17:00")), count=0), TIMEFRAMES["5m"], MONDAY)
    assert state_of(found, 0) is CoverageState.EMPTY


def test_a_window_of_missing_candles_may_span_a_weekend() -> None:
    friday, monday = ny("2026-11-20 16:55"), ny("2026-11-22 18:05")
    pieces = (*whole("5m", friday), Answered(monday, ny("2026-11-23 17:00"), MONDAY // DAY, True))
    found = assess(es(pieces), TIMEFRAMES["5m"], MONDAY)
    assert (found.missing, found.windows) == (2, ((friday, monday),))


def test_a_candle_is_not_expected_before_the_feed_can_have_it() -> None:
    """At 17:10 in New York a feed that is ten minutes late may still lack the last minutes."""
    pieces = whole("1m", ny("2026-11-23 16:55"))
    for minutes, missing in ((7, 0), (8, 1), (12, 5), (30, 5)):
        now = ny("2026-11-23 17:00") + minutes * MINUTE
        assert assess(es(pieces, "1m"), TIMEFRAMES["1m"], now).missing == missing


def test_longer_candles_follow_the_coverage_of_days() -> None:
    pieces = whole("1d", utc("2026-11-24"))
    state = es(pieces, "1d")
    counts = {name: assess(state, TIMEFRAMES[name], MONDAY) for name in ("1d", "1wk", "1mo", "3mo")}
    assert all(found.missing == 0 for found in counts.values())
    # November 23rd to 23rd: 52 weeks, of which the last runs; 11 whole months; 3 whole quarters
    assert counts["1wk"].expected == 52
    assert counts["1mo"].expected == 11
    assert counts["3mo"].expected == 3
    assert 255 <= counts["1d"].expected <= 262


def test_where_no_calendar_rules_only_being_behind_is_told() -> None:
    fresh = assess(es(whole("5m", ny("2026-11-23 17:00")), name="AAPL"), TIMEFRAMES["5m"], MONDAY)
    assert (fresh.expected, fresh.missing) == (None, None)
    assert state_of(fresh) is CoverageState.COMPLETE
    behind = assess(es(whole("5m", ny("2026-11-20 17:00")), name="AAPL"), TIMEFRAMES["5m"], MONDAY)
    assert state_of(behind) is CoverageState.STALE
    nothing = assess(InstrumentState(instrument("AAPL"), calendar("generic"), YAHOO), TIMEFRAMES["1d"], MONDAY)
    assert state_of(nothing, 0) is CoverageState.EMPTY


@pytest.mark.parametrize("name", ["ES", "ZC", "CL", "AAPL"])
def test_after_a_full_import_every_timeframe_is_complete(name: str) -> None:
    feed = PaperFeed(name)
    feed.answer_all(MONDAY)
    for timeframe in TIMEFRAMES.values():
        found = assess(feed.state, timeframe, MONDAY)
        assert state_of(found) is CoverageState.COMPLETE, timeframe.name
        assert found.windows == (), timeframe.name


@given(
    name=st.sampled_from(["ES", "CL", "GC", "ZN", "ZC", "BTC"]),
    now=st.integers(utc("2026-01-02"), utc("2026-12-31")),
    steps=st.lists(st.sampled_from([HOUR, DAY, DAY, 3 * DAY, 9 * DAY, 35 * DAY, 70 * DAY]), max_size=4),
)
@settings(max_examples=25, deadline=None)
def test_nothing_stays_missing_however_long_the_machine_was_off(name: str, now: int, steps: list[int]) -> None:
    feed = PaperFeed(name)
    feed.answer_all(now)
    for step in steps:
        now += step
        feed.answer_all(now)
    lacking = {tf.name: assess(feed.state, tf, now).missing for tf in TIMEFRAMES.values()}
    assert set(lacking.values()) == {0}


# -- the count --------------------------------------------------------------------------------------------

slots = st.integers(0, 8 * 288)
history = st.lists(
    st.tuples(slots, st.integers(1, 600), st.lists(st.tuples(slots, st.integers(1, 60)), max_size=4), st.booleans()),
    max_size=5,
)
FAMILY = ["5m", "15m", "30m", "1h", "90m", "2h", "4h", "6h", "8h", "12h"]


@given(name=st.sampled_from(["ES", "ZC", "CL"]), timeframe=st.sampled_from(FAMILY), answers=history,
       now=st.integers(utc("2026-11-24"), utc("2026-12-01")))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_missing_is_what_a_count_candle_by_candle_finds(
    name: str, timeframe: str, answers: list[tuple[int, int, list[tuple[int, int]], bool]], now: int
) -> None:
    """Thanksgiving week in five-minute slots: answered, answered as empty once, or not at all."""
    base = utc("2026-11-22")
    first = Interval(base - 60 * DAY, base)
    pieces = record_answer((), first, 0, [])
    for start, size, holes, later in answers:
        window = Interval(base + start * 300, base + (start + size) * 300)
        stretches = [(base + a * 300, base + (a + b) * 300) for a, b in holes]
        pieces = record_answer(pieces, window, int(later), stretches)
    slots_of = {t: p.settled for p in pieces for t in range(p.start, p.end, 300)}

    state = es(pieces, name=name)
    due = due_until(state.instrument, now)
    seconds = TIMEFRAMES[timeframe].seconds
    reach = now - 60 * DAY + HOUR
    expected = [b for b in slow_buckets(state.calendar, seconds, reach, due) if reach <= b[1] and b[2] <= due]
    closes = {key: min(key + seconds, close_of(state, key)) for key, *_ in expected}
    expected = [b for b in expected if closes[b[0]] <= due]
    missing = []
    for key, start, end in expected:
        known = [slots_of.get(t) for t in range(start, end, 300)]
        if None in known or not any(known):
            missing.append((key, start, end))
    newest = max(piece.end for piece in pieces)

    found = assess(state, TIMEFRAMES[timeframe], now)
    assert found.expected == len(expected)
    assert found.missing == len(missing)
    assert found.newer == sum(end > newest for *_, end in missing)
    held = [any(a <= start and end <= b for a, b in found.windows) for _, start, end in expected]
    assert sum(held) == len(missing)


def close_of(state: InstrumentState, ts: int) -> int:
    """Close of the session that a time falls into or that paused at it."""
    return int(state.calendar.close[state.calendar.open <= ts][-1])


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), max_size=6))
@settings(max_examples=25, deadline=None)
def test_missing_days_are_counted_by_trade_date(holes: list[tuple[int, int]]) -> None:
    start, end = utc("2025-11-23"), utc("2026-11-24")
    stretches = [(start + a * DAY, start + (a + b) * DAY) for a, b in holes]
    pieces = record_answer((), Interval(start, end), MONDAY // DAY, stretches)
    trade_dates = [d * DAY for d in calendar("cme_equity").trade_date.tolist() if start <= d * DAY < end]
    lost = [d for d in trade_dates if any(a <= d < b for a, b in stretches)]
    found = assess(es(pieces, "1d"), TIMEFRAMES["1d"], MONDAY)
    assert (found.expected, found.missing) == (len(trade_dates), len(lost))


def test_an_assessment_says_nothing_of_failure_by_itself() -> None:
    fine = Assessment(10, 0, 0, ())
    assert fine.state(10) is fine.state(10, failed=True) is CoverageState.COMPLETE
    assert replace(fine, missing=3, newer=3).state(10) is CoverageState.STALE
    assert replace(fine, missing=3).state(10) is CoverageState.PARTIAL
    assert replace(fine, expected=None, missing=None, newer=1).state(10) is CoverageState.STALE


def test_what_was_not_due_yet_is_no_hole() -> None:
    state, later = es(whole("5m", ny("2026-11-23 17:00"))), MONDAY + 17 * HOUR
    assert state_of(assess(state, TIMEFRAMES["5m"], later)) is CoverageState.STALE
    found = assess(state, TIMEFRAMES["5m"], later, by=MONDAY)
    assert (found.missing, state_of(found)) == (0, CoverageState.COMPLETE)
