"""Of what time a hub speaks: no longer candle may be made over what it does not know yet."""

from __future__ import annotations

import numpy as np
import pytest

from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.hub.spoken import lost_sessions, spoken
from tests.importer.bench import at, load_sessions

CALENDAR = load_sessions("cme_equity", 20_700, 20_900)
M1, D1 = TIMEFRAMES["1m"], TIMEFRAMES["1d"]
#: Tuesday 2026-11-24 in UTC: the session closes at 22:00 and the next one opens at 23:00.
DAY_START = int(at("2026-11-23 19:00"))
TUESDAY = Interval(DAY_START, DAY_START + DAY)
BEGAN = int(at("2026-11-02 18:00"))


@pytest.mark.parametrize(
    ("last", "due", "end"),
    [
        ("2026-11-24 11:00", "2026-11-24 11:05", "2026-11-24 11:00"),
        ("2026-11-24 16:54", "2026-11-24 16:59", "2026-11-24 16:54"),  # the session is not over
        ("2026-11-24 16:54", "2026-11-24 17:00", "2026-11-24 17:00"),  # nothing was traded in the last minutes
        ("2026-11-24 15:59", "2026-11-24 18:30", "2026-11-24 15:59"),  # too long to be sure
        ("2026-11-25 11:00", "2026-11-25 11:05", "2026-11-24 19:00"),  # the window ends before
    ],
)
def test_it_ends_where_candles_end_or_with_the_session_once_that_is_over(last: str, due: str, end: str) -> None:
    found = spoken(TUESDAY, Interval(BEGAN, int(at(last))), CALENDAR, M1, at(due))
    assert found == Interval(TUESDAY.start, int(at(end)))


def test_it_begins_with_the_first_candle() -> None:
    first = int(at("2026-11-24 09:31"))
    assert spoken(TUESDAY, Interval(first, int(at("2026-11-24 11:00"))), CALENDAR, M1, 0.0).start == first


def test_before_the_first_and_after_the_last_candle_it_says_nothing() -> None:
    for held in (Interval(BEGAN, TUESDAY.start - 60), Interval(TUESDAY.end + 60, TUESDAY.end + DAY)):
        found = spoken(TUESDAY, held, CALENDAR, M1, 0.0)
        assert found.end <= found.start


def test_a_monday_brings_the_weekend_before_it() -> None:
    monday = 20_780 * DAY
    assert spoken(Interval(monday, monday + DAY), Interval(monday - 90 * DAY, monday + DAY), CALENDAR, D1, 0.0) == (
        monday - 2 * DAY, monday + DAY,
    )  # fmt: skip


def test_a_session_without_a_candle_was_lost_and_a_pause_in_one_was_not() -> None:
    pause = Interval(int(at("2026-11-24 02:00")), int(at("2026-11-24 09:00")))
    lost = Interval(int(at("2026-11-23 12:00")), int(at("2026-11-25 09:00")))
    assert lost_sessions([pause, lost], CALENDAR, M1) == [lost]
    assert lost_sessions([lost], CALENDAR, D1) == lost_sessions([], CALENDAR, M1) == []
    assert np.all(CALENDAR.open < CALENDAR.close)
