"""Where candles are missing: what was never asked, what failed, what was empty or refused, and what is out of reach."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.annotations.holes import QUIET, HoleFacts, find_holes
from ohlc_desktop.core.chart.series import Hole
from ohlc_desktop.core.market.feed_habits import load_habits
from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import REFUSED, Answered, Interval, inside, sound, subtract, union
from ohlc_desktop.core.planning.reach import due_until
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.yahoo.spec import YAHOO
from tests.core.helpers import calendar, day, instrument, ny, session_of, utc

#: Monday 2026-11-23 17:30 in New York: the session is over and the feed has had it.
NOW = utc("2026-11-23 22:30")
TODAY = day("2026-11-23")
#: Answered since then: before the reach of every intraday timeframe.
SINCE = utc("2026-09-20 00:00")


def covered(*lost: tuple[int, int], end: int = NOW, start: int = SINCE) -> list[Answered]:
    """Everything answered, but for some stretches."""
    return [Answered(*part, TODAY, True) for part in subtract([(start, end)], lost)]


class HoleCase:
    """A series with the coverage of its source, and the candles that go with it.

    Attributes:
        ts: Stamps of the stored candles.
    """

    def __init__(self, timeframe: str, pieces: list[Answered], name: str = "ES") -> None:
        self.timeframe = TIMEFRAMES[timeframe]
        known = instrument(name)
        series = {self.timeframe.source: SeriesState(1, tuple(sorted(pieces)))}
        self.state = InstrumentState(known, calendar(known.calendar), YAHOO, series)
        self.ts = self.stored(sound(pieces), [piece for piece in pieces if not piece.settled])

    def stored(self, good: list[Interval], empty: list[Answered]) -> Int64:
        """Every expected candle of what was answered, but for those that were not there."""
        begin = SINCE if not self.timeframe.daily else utc("2025-11-20 00:00")
        found = buckets(self.state.calendar, self.timeframe, begin, NOW).within(begin, NOW + DAY, due_until(self.state.instrument, NOW))
        absent = inside(found.start, found.end, union((piece.start, piece.end) for piece in empty))
        return found.take(inside(found.start, found.end, good) & ~absent).key

    def holes(self, known: HoleFacts = HoleFacts(), whole: bool = True, now: float = NOW) -> tuple[Hole, ...]:  # noqa: B008
        return find_holes(self.state, self.timeframe, self.ts, now, now, known, whole)


def hours(date: str, first: int, last: int) -> tuple[int, int]:
    """Two hours of UTC."""
    return utc(f"{date} 00:00") + first * 3600, utc(f"{date} 00:00") + last * 3600


def test_a_complete_series_has_none() -> None:
    for timeframe in ("1m", "5m", "1h", "12h"):
        assert HoleCase(timeframe, covered()).holes() == ()
    assert HoleCase("1d", covered(start=utc("2025-11-20 00:00"), end=(TODAY + 1) * DAY)).holes() == ()


def test_what_was_never_asked_for() -> None:
    lost = hours("2026-11-18", 15, 17)
    case = HoleCase("5m", covered(lost))
    (hole,) = case.holes()
    assert (hole.start, hole.end, hole.candles, hole.repairable) == (*lost, 24, True)
    assert case.ts[int(hole.place - 0.5)] == lost[0] - 300
    assert case.ts[int(hole.place + 0.5)] == lost[1]
    assert "not been asked for yet" in str(hole.reason)


def test_a_failure_is_the_reason_for_what_was_not_answered_only() -> None:
    never, empty = hours("2026-11-18", 15, 17), hours("2026-11-19", 15, 17)
    case = HoleCase("5m", [*covered(never, empty), Answered(*empty, day("2026-11-20"), False)])
    first, second = case.holes(HoleFacts(Message("Yahoo did not answer within 20 s.")))
    assert str(first.reason) == "The last attempt to get them failed: Yahoo did not answer within 20 s."
    assert str(second.reason) == "Yahoo had none of them when it was asked on 2026-11-20; they are asked for again on another day."


def test_nobody_asks_for_what_is_not_watched() -> None:
    never, empty, bad = (hours(f"2026-11-{date}", 15, 17) for date in (18, 19, 20))
    case = HoleCase("5m", [*covered(never, empty, bad), Answered(*empty, TODAY, False), Answered(*bad, REFUSED, False)])
    reasons = [str(hole.reason) for hole in case.holes(HoleFacts(watched=False))]
    assert len(reasons) == 3
    assert all(reason.endswith("; no import asks for them while the instrument is not on the watchlist.") for reason in reasons)


def test_minutes_without_trades_are_no_holes() -> None:
    start = utc("2026-11-20 03:00")
    quiet = [(start + n * 600, start + n * 600 + QUIET // 6) for n in range(40)]
    once = [Answered(*span, TODAY, False) for span in quiet]
    for timeframe in ("1m", "5m"):
        assert HoleCase(timeframe, [*covered(*quiet), *once]).holes() == ()
    settled = hours("2026-11-19", 5, 9)
    assert HoleCase("1m", [*covered(settled), Answered(*settled, TODAY, True)]).holes() == ()


def test_quiet_minutes_are_no_holes_when_what_was_answered_is_forgotten() -> None:
    case = HoleCase("1m", covered())
    start = utc("2026-11-06 03:00")
    quiet = [start + n * 600 for n in range(40)]
    lost = utc("2026-11-05 03:00"), utc("2026-11-05 03:30")
    case.ts = case.ts[~np.isin(case.ts, quiet) & ((case.ts < lost[0]) | (case.ts >= lost[1]))]
    asked_again = (Answered(NOW - 7 * DAY, NOW, TODAY, True),)  # as after another program has changed the file
    case.state = replace(case.state, series={"1m": SeriesState(1, asked_again)})
    (hole,) = case.holes()
    assert (hole.start, hole.end, hole.candles, hole.repairable) == (*lost, 30, False)


def test_a_long_stretch_that_was_empty_once_is_one() -> None:
    empty = utc("2026-11-20 15:00"), utc("2026-11-20 15:00") + QUIET
    (hole,) = HoleCase("1m", [*covered(empty), Answered(*empty, TODAY, False)]).holes()
    assert (hole.start, hole.end, hole.candles, hole.repairable) == (*empty, 30, True)


def test_refused_rows_are_counted_and_their_reasons_told() -> None:
    bad = utc("2026-11-20 15:00"), utc("2026-11-20 15:10")
    case = HoleCase("5m", [*covered(bad), Answered(*bad, REFUSED, False)])
    assert len(case.ts) > 0
    refused = ((bad[0], "a price is missing"), (bad[0] + 300, "negative volume"), (bad[1], "of another candle"))
    known = HoleFacts(Message("Timeout."), tuple((ts, Message(reason)) for ts, reason in refused))
    (hole,) = case.holes(known)
    assert str(hole.reason) == "Yahoo sent 2 rows that cannot be candles (a price is missing, negative volume); they are asked for again."
    assert (hole.candles, hole.repairable) == (2, True)
    (hour,) = HoleCase("1h", [*covered(bad), Answered(*bad, REFUSED, False)]).holes(HoleFacts(refused=known.refused[:1]))
    assert (hour.start, hour.candles) == (bad[0], 1)
    assert str(hour.reason).startswith("Yahoo sent a row that cannot be a candle (a price is missing)")


def test_what_was_not_asked_for_in_time_cannot_be_had() -> None:
    lost, near = hours("2026-10-15", 15, 17), hours("2026-11-18", 15, 17)
    gone, there = HoleCase("1m", covered(lost, near)).holes()
    assert (gone.start, gone.end, gone.candles, gone.repairable) == (*lost, 120, False)
    assert str(gone.reason) == "They were not asked for in time: Yahoo keeps 1m candles for 30 days only."
    assert there.repairable
    for timeframe in ("5m", "15m"):
        assert all(hole.repairable for hole in HoleCase(timeframe, covered(lost)).holes())
    late = utc("2026-12-31 12:00")
    hole = HoleCase("15m", covered(lost, end=late)).holes(now=late)[0]
    assert (hole.start, hole.repairable) == (lost[0], False)
    assert "Yahoo keeps 5m candles for 60 days only" in str(hole.reason)


def test_empty_or_refused_and_out_of_reach() -> None:
    lost = hours("2026-10-15", 15, 17)
    (empty,) = HoleCase("1m", [*covered(lost), Answered(*lost, day("2026-10-16"), False)]).holes()
    assert str(empty.reason) == "Yahoo had none of them when it was asked on 2026-10-16, and Yahoo keeps 1m candles for 30 days only."
    (refused,) = HoleCase("1m", [*covered(lost), Answered(*lost, REFUSED, False)]).holes()
    assert str(refused.reason) == "Yahoo sent rows that cannot be candles, and Yahoo keeps 1m candles for 30 days only."
    assert not empty.repairable
    assert not refused.repairable


def test_holes_that_touch_are_one_with_all_reasons() -> None:
    never, bad = hours("2026-11-18", 15, 17), hours("2026-11-18", 17, 18)
    (hole,) = HoleCase("5m", [*covered(never, bad), Answered(*bad, REFUSED, False)]).holes()
    assert (hole.start, hole.end, hole.candles) == (never[0], bad[1], 36)
    assert str(hole.reason) == (
        "They have not been asked for yet; the next import does. Yahoo sent rows that cannot be candles; they are asked for again."
    )


def test_a_hole_that_leaves_the_reach_can_be_repaired_in_part() -> None:
    reach = NOW - 29 * DAY
    lost = reach - DAY, reach + DAY
    (hole,) = HoleCase("1m", covered(lost)).holes()
    assert hole.repairable
    assert str(hole.reason).startswith("They were not asked for in time")
    assert str(hole.reason).endswith("the next import does.")


def test_a_series_that_is_behind_has_one_at_its_end() -> None:
    behind = utc("2026-11-19 20:00")
    case = HoleCase("5m", covered(end=behind))
    (hole,) = case.holes()
    assert hole.place == len(case.ts) - 0.5
    assert (hole.start, hole.end) == (behind, session_of("cme_equity", "2026-11-23")[1])
    assert hole.candles == assess(case.state, case.timeframe, NOW, NOW).newer


def test_what_is_missing_before_the_first_candle() -> None:
    early, start = (utc("2026-11-09 00:00"), utc("2026-11-11 00:00")), utc("2026-11-05 00:00")
    case = HoleCase("5m", [Answered(start, start + 3600, TODAY, True), *covered(early, start=early[0])])
    case.ts = case.ts[case.ts >= early[1]]
    (hole,) = [hole for hole in case.holes() if hole.place == -0.5]
    assert hole.start < early[0]
    assert case.holes(whole=False) == ()


def test_daily_candles() -> None:
    start = utc("2025-11-20 00:00")
    lost = day("2026-11-11") * DAY, day("2026-11-14") * DAY
    (hole,) = HoleCase("1d", covered(lost, start=start, end=(TODAY + 1) * DAY)).holes()
    assert (hole.start, hole.end, hole.candles) == (*lost, 3)
    (week,) = HoleCase("1wk", covered(lost, start=start, end=(TODAY + 1) * DAY)).holes()
    assert (week.start, week.candles) == (day("2026-11-09") * DAY, 1)
    once = day("2026-11-17") * DAY, day("2026-11-18") * DAY
    (hole,) = HoleCase("1d", [*covered(once, start=start, end=(TODAY + 1) * DAY), Answered(*once, TODAY, False)]).holes()
    assert hole.candles == 1


def test_stored_candles_are_no_holes_whatever_the_coverage_says() -> None:
    case = HoleCase("5m", covered())
    case.state = replace(case.state, series={})
    held = set(case.ts.tolist())
    for hole in case.holes():
        assert hole.place in (-0.5, len(held) - 0.5)


def test_nothing_is_missing_where_nothing_is_stored_or_no_calendar_rules() -> None:
    case = HoleCase("5m", covered(hours("2026-11-18", 15, 17)))
    case.ts = case.ts[:0]
    assert case.holes() == ()
    case = HoleCase("5m", covered(hours("2026-11-18", 15, 17)), "AAPL")
    assert case.state.calendar.name == GENERIC
    assert case.holes() == ()


@settings(max_examples=40, deadline=None)
@given(
    lost=st.lists(st.tuples(st.integers(0, 64 * 288), st.integers(1, 900)), max_size=5),
    timeframe=st.sampled_from(["1m", "5m", "1h", "4h"]), refused=st.booleans(),
)  # fmt: skip
def test_what_can_be_repaired_is_what_is_missing(lost: list[tuple[int, int]], timeframe: str, refused: bool) -> None:
    spans = union((SINCE + start * 300, min(SINCE + (start + length) * 300, NOW)) for start, length in lost)
    pieces = [Answered(*span, REFUSED, False) for span in spans] if refused else []
    case = HoleCase(timeframe, [*covered(*spans), *pieces])
    found = case.holes()
    assert sum(hole.candles for hole in found if hole.repairable) >= (assess(case.state, case.timeframe, NOW, NOW).missing or 0)
    absent = set(expected_of(case)) - set(case.ts.tolist())
    assert sum(hole.candles for hole in found) == len(absent - short_gaps_out_of_reach(case, absent, refused))
    assert [hole.place for hole in found] == sorted({hole.place for hole in found})
    for hole in found:
        assert not np.isin(case.ts, np.arange(hole.start, hole.end, 60)).any()


def expected_of(case: HoleCase) -> list[int]:
    """Every candle that there should be since the first one that is."""
    if not len(case.ts):
        return []
    begin = min(int(case.ts[0]), NOW - YAHOO.limits_of(case.timeframe).reach * DAY + 3600)
    found = buckets(case.state.calendar, case.timeframe, begin, NOW)
    return found.within(begin, NOW, due_until(case.state.instrument, NOW)).key.tolist()


def short_gaps_out_of_reach(case: HoleCase, absent: set[int], refused: bool) -> set[int]:
    """Those of absent candles that are next to each other for less than half an hour, beyond reach and never answered."""
    reach, seconds = NOW - YAHOO.limits_of(case.timeframe).reach * DAY + 3600, case.timeframe.seconds
    found, gaps = set(), dict[int, list[int]]()
    for key in sorted(absent):
        gaps.setdefault(int(np.searchsorted(case.ts, key)), []).append(key)
    for gap in gaps.values():
        if not refused and gap[-1] < reach and gap[-1] + seconds - gap[0] < QUIET:
            found |= set(gap)
    return found


# -- what is not served ------------------------------------------------------------------------------


def _with_holiday(silence: tuple[Interval, ...] = (), feed: bool = True) -> InstrumentState:
    """ES up to Friday, answered on it, without Thanksgiving and an hour of Tuesday."""
    now, day_asked = ny("2026-11-27 20:00"), day("2026-11-27")
    gaps = [Interval(ny("2026-11-24 10:00"), ny("2026-11-24 11:00")), Interval(ny("2026-11-26 00:00"), ny("2026-11-26 13:00"))]
    pieces, at = [], ny("2026-09-28 20:00")
    for gap in gaps:
        pieces += [Answered(at, gap.start, day_asked, True), Answered(*gap, day_asked, False)]
        at = gap.end
    pieces.append(Answered(at, now, day_asked, True))
    series = {"5m": SeriesState(1, tuple(pieces), now, pieces[0].start, absent=tuple(gaps))}
    shipped = load_habits(resource(YAHOO.habits_file)) if feed else ()
    return InstrumentState(instrument("ES"), calendar("cme_equity"), YAHOO, series, habits=shipped, silence={"5m": silence})


def _stored(state: InstrumentState, timeframe: str) -> np.ndarray:
    """The stamps of all expected candles that are whole outside of the gaps."""
    known = state.of("5m")
    span = Interval(known.coverage[0].start, ny("2026-11-27 13:15"))
    found = buckets(state.calendar, TIMEFRAMES[timeframe], *span).within(*span, span.end)
    return found.key[~inside(found.start, found.end, known.absent)]


@pytest.mark.parametrize(("timeframe", "gone", "lost"), [("5m", 156, 12), ("15m", 52, 4), ("1h", 13, 1)])
def test_a_holiday_is_a_hole_of_its_own_kind(timeframe: str, gone: int, lost: int) -> None:
    state, now = _with_holiday(), ny("2026-11-27 20:00")
    stored = _stored(state, timeframe)
    missing, unserved = find_holes(state, TIMEFRAMES[timeframe], stored, now, now)
    assert (missing.unserved, missing.candles, missing.repairable) == (False, lost, True)
    assert (unserved.unserved, unserved.candles, unserved.repairable) == (True, gone, False)
    assert unserved.reason == YAHOO.habits
    assert (unserved.start, unserved.end) == (ny("2026-11-26 00:00"), ny("2026-11-26 13:00"))
    told = assess(state, TIMEFRAMES[timeframe], now)
    assert (told.missing, told.unserved) == (lost, gone)
    without = find_holes(_with_holiday(feed=False), TIMEFRAMES[timeframe], stored, now, now)
    assert [(hole.unserved, hole.candles) for hole in without] == [(False, lost), (False, gone)]


def test_silence_is_a_hole_in_which_nothing_is_missing() -> None:
    state, now = _with_holiday(silence=(Interval(ny("2026-11-24 10:00"), ny("2026-11-24 11:00")),)), ny("2026-11-27 20:00")
    silent, unserved = find_holes(state, TIMEFRAMES["5m"], _stored(state, "5m"), now, now)
    assert (silent.unserved, silent.candles, silent.reason) == (True, 12, YAHOO.silence)
    assert unserved.reason == YAHOO.habits


def test_stored_candles_of_a_holiday_are_no_hole() -> None:
    state, now = _with_holiday(), ny("2026-11-27 20:00")
    every = buckets(state.calendar, TIMEFRAMES["5m"], ny("2026-09-28 20:00"), ny("2026-11-27 13:15")).key
    assert find_holes(state, TIMEFRAMES["5m"], every, now, now) == ()


def test_midnight_is_too_short_to_be_drawn() -> None:
    now, gap = ny("2026-11-20 20:00"), Interval(ny("2026-11-19 00:00"), ny("2026-11-19 00:05"))
    asked = day("2026-11-20")
    pieces = (
        Answered(ny("2026-09-21 20:00"), gap.start, asked, True), Answered(*gap, asked, False), Answered(gap.end, now, asked, True),
    )  # fmt: skip
    series = {"5m": SeriesState(1, pieces, now, pieces[0].start, absent=(gap,))}
    state = InstrumentState(instrument("ES"), calendar("cme_equity"), YAHOO, series, habits=load_habits(resource(YAHOO.habits_file)))
    every = buckets(state.calendar, TIMEFRAMES["5m"], pieces[0].start, ny("2026-11-20 17:00")).key
    assert find_holes(state, TIMEFRAMES["5m"], every[every != gap.start], now, now) == ()
    assert assess(state, TIMEFRAMES["5m"], now).unserved == 1
