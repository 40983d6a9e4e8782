"""When another machine's answer is as good as asking, and what of it belongs to a request."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.timeframes import DAY, HOUR
from ohlc_desktop.importer.sharing.shared_answer import SharedAnswer
from ohlc_desktop.importer.sharing.usable import cut, usable
from ohlc_desktop.sources.source import Answer
from tests.importer.bench import at, future, load_sessions

ES = future("ES=F")
CALENDAR = load_sessions(ES.calendar, 20_600, 20_900)
#: A Tuesday in the middle of trading, and the time between the close and the next open.
OPEN, SHUT = int(at("2026-11-24 10:40")), int(at("2026-11-24 17:20"))


def tail(now: int, needed: int, days: int = 4) -> FetchRequest:
    """A request for what was not answered from ``needed`` on, which looks at some days before it again."""
    window = Interval(needed - days * DAY, now)
    return FetchRequest(ES, "5m", *window, window, Purpose.SYNC, Interval(needed, now - 720), now - DAY)


def answer(request: FetchRequest, fetched: float, window: Interval | None = None) -> SharedAnswer:
    """What was answered to it at some time."""
    stamps = np.arange(request.window.start // 300 * 300, request.window.end, 300, dtype=np.int64)
    rows = RawRows(stamps, *(np.arange(len(stamps), dtype=np.float64) + place for place in range(5)))
    told = Answer(rows, int(fetched), valueless=stamps[:3], volumeless=stamps[-2:])
    return SharedAnswer(told, window or request.window, request.purpose, fetched, "alpha")


@pytest.mark.parametrize(("now", "age", "good"), [
    (OPEN, 0, True), (OPEN, 300, True), (OPEN, 301, False),      # candles have closed since
    (SHUT, 301, True), (SHUT, 420, True), (SHUT, 600, False),    # trading was over, but the feed late
    (OPEN, -60, True), (OPEN, -200, False),                      # clocks differ a little, and not more
])  # fmt: skip
def test_how_old_an_answer_may_be(now: int, age: int, good: bool) -> None:
    mine, theirs = tail(now, OPEN - 2 * HOUR), tail(now - age, OPEN - 2 * HOUR)
    assert usable(answer(theirs, now - age), mine, CALENDAR, now) is good


def test_an_answer_of_another_hour_is_none() -> None:
    now = OPEN // HOUR * HOUR + 5
    request = tail(now, now - 2 * HOUR)
    assert not usable(answer(request, now - 6), request, CALENDAR, now)
    assert usable(answer(request, now - 5), request, CALENDAR, now)


@pytest.mark.parametrize(("theirs", "good"), [(0, True), (3600, True), (4 * DAY, True), (4 * DAY + 1, False)])
def test_it_reaches_back_to_what_is_needed(theirs: int, good: bool) -> None:
    needed = OPEN - 6 * DAY
    assert usable(answer(tail(OPEN, needed + theirs), OPEN), tail(OPEN, needed), CALENDAR, OPEN) is good


def test_two_backfills_begin_where_they_were_planned() -> None:
    def backfill(now: int) -> FetchRequest:
        window = Interval(now - 60 * DAY + HOUR, now)
        return FetchRequest(ES, "5m", *window, window, Purpose.BACKFILL)

    assert usable(answer(backfill(OPEN), OPEN), backfill(OPEN - 200), CALENDAR, OPEN + 5)
    assert not usable(answer(backfill(OPEN), OPEN), backfill(OPEN - HOUR), CALENDAR, OPEN + 5)
    assert not usable(answer(tail(OPEN, OPEN - DAY), OPEN), backfill(OPEN), CALENDAR, OPEN + 5)


def test_a_request_that_waited_long_reaches_only_to_when_it_was_planned() -> None:
    planned = OPEN - 1500
    theirs = answer(tail(planned, OPEN - 2 * HOUR), OPEN - 10)
    assert not usable(theirs, tail(OPEN, OPEN - 2 * HOUR), CALENDAR, OPEN)


def test_it_tells_something_new() -> None:
    fetched = OPEN - 100
    theirs = answer(tail(fetched, OPEN - 2 * HOUR), fetched)
    assert usable(theirs, tail(OPEN, fetched - 721), CALENDAR, OPEN)
    assert not usable(theirs, tail(OPEN, fetched - 720), CALENDAR, OPEN)
    heard = replace(tail(OPEN, OPEN - 2 * HOUR), heard=float(fetched))
    assert not usable(theirs, heard, CALENDAR, OPEN)
    assert usable(theirs, replace(heard, heard=fetched - 1.0), CALENDAR, OPEN)


def test_a_hole_in_the_past_is_as_it_was_an_hour_ago() -> None:
    window = Interval(OPEN - 9 * DAY, OPEN - 8 * DAY)
    hole = FetchRequest(ES, "5m", *window, window, Purpose.REPAIR, window, OPEN - DAY)
    assert usable(answer(hole, OPEN - 2000), hole, CALENDAR, OPEN)
    shorter = answer(hole, OPEN - 2000, Interval(window.start, window.end - HOUR))
    assert not usable(shorter, hole, CALENDAR, OPEN)


@pytest.mark.parametrize(("fetched", "now", "good"), [
    ("10:05", "10:55", True), ("17:08", "17:12:30", True), ("17:05", "17:13", False), ("17:13", "17:59", True),
])  # fmt: skip
def test_days_are_as_they_were_until_one_more_has_settled(fetched: str, now: str, good: bool) -> None:
    first, second = (at(f"2026-11-24 {clock}") for clock in (fetched, now))
    window = Interval(20_700 * DAY, 20_782 * DAY)
    request = FetchRequest(ES, "1d", int(second) - 80 * DAY, int(second), window, Purpose.REFRESH)
    assert usable(answer(request, first), request, CALENDAR, second) is good
    longer = replace(request, window=Interval(window.start, window.end + DAY))
    assert not usable(answer(request, first), longer, CALENDAR, second)


def test_where_no_calendar_rules_only_minutes_count() -> None:
    calendar = replace(CALENDAR, strict=False)
    request = tail(SHUT, OPEN)
    assert usable(answer(request, SHUT - 300), request, calendar, SHUT)
    assert not usable(answer(tail(SHUT - 420, OPEN), SHUT - 420), request, calendar, SHUT)


def test_days_of_a_market_that_is_not_known_are_to_be_the_same() -> None:
    window = Interval(20_700 * DAY, 20_782 * DAY)
    request = FetchRequest(replace(ES, calendar=GENERIC), "1d", 1, OPEN, window, Purpose.BACKFILL)
    assert usable(answer(request, OPEN), request, CALENDAR, OPEN)
    wider = answer(request, OPEN, Interval(window.start - DAY, window.end))
    assert not usable(wider, request, CALENDAR, OPEN)
    assert usable(wider, replace(request, instrument=ES), CALENDAR, OPEN)


def test_only_what_belongs_to_the_request_is_heard() -> None:
    theirs, mine = tail(OPEN, OPEN - 3 * DAY), tail(OPEN - 450, OPEN - DAY)
    sent, found = cut(answer(theirs, OPEN), mine)
    assert sent == replace(mine, window=Interval(mine.window.start, OPEN - 450))
    rows = found.answer.rows
    assert (rows.ts[0], rows.ts[-1]) == (mine.window.start, OPEN - 600)
    assert (rows.close - rows.open).tolist() == [3.0] * len(rows)
    assert (len(found.answer.valueless), found.answer.volumeless.tolist()) == (0, [OPEN - 600])


def test_what_it_does_not_reach_stays_unanswered() -> None:
    theirs, mine = tail(OPEN - 200, OPEN - DAY), tail(OPEN, OPEN - DAY)
    sent, found = cut(answer(theirs, OPEN - 200), mine)
    assert sent.window == found.window == Interval(mine.window.start, OPEN - 200)
