"""Trading outside of the known hours: what proves it, what does not, and the sessions with it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.market.sessions import buckets, candle_key
from ohlc_desktop.core.planning.observed import FROZEN_ROWS, frozen, proven, quotes, widened
from tests.core.helpers import INTRADAY, STRICT_CALENDARS, calendar, day, ny, session_of

EQUITY = calendar("cme_equity")

#: Rows as a feed could send them: prices in a few ticks, so that equal neighbours are common, and volumes.
ROWS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(0, 2)), max_size=40)


def columns(rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Prices of shape (4, n) and volumes: a base, a range above it, and a volume of each row."""
    base = np.array([row[0] for row in rows], dtype=np.float64)
    high = base + np.array([row[1] for row in rows], dtype=np.float64)
    return np.stack([base, high, base, high]), np.array([row[2] for row in rows], dtype=np.float64)


def stamps(first: str, count: int, seconds: int = 300) -> np.ndarray:
    return ny(first) + seconds * np.arange(count, dtype=np.int64)


# -- frozen stretches --------------------------------------------------------------------------------


@given(ROWS)
def test_a_row_with_a_range_or_a_volume_is_never_frozen(rows: list[tuple[int, int, int]]) -> None:
    prices, volume = columns(rows)
    found = frozen(prices, volume)
    assert not found[(volume > 0) | (prices[1] > prices[2])].any()
    assert not found[~quotes(prices, volume)].any()


@given(ROWS)
def test_just_the_runs_of_three_and_more_at_one_price_are_frozen(rows: list[tuple[int, int, int]]) -> None:
    prices, volume = columns(rows)
    expected, run = [False] * len(rows), 0
    for place, (base, spread, traded) in enumerate(rows):
        same = place and spread == traded == 0 == rows[place - 1][1] == rows[place - 1][2] and base == rows[place - 1][0]
        run = run + 1 if same else int(spread == traded == 0)
        if run >= FROZEN_ROWS:
            expected[place - run + 1 : place + 1] = [True] * run
    assert frozen(prices, volume).tolist() == expected


@given(ROWS, ROWS, st.integers(FROZEN_ROWS, 30))
def test_a_feed_that_stands_still_is_found_whatever_is_around_it(
    before: list[tuple[int, int, int]], after: list[tuple[int, int, int]], length: int
) -> None:
    stands = [(7, 0, 0)] * length
    found = frozen(*columns([*before, *stands, *after]))
    assert found[len(before) : len(before) + length].all()


def test_an_unknown_volume_is_none() -> None:
    flat, unknown = np.full((4, 3), 5.0), np.full(3, np.nan)
    assert frozen(flat, unknown).tolist() == [True] * 3
    assert quotes(flat, np.array([1.0, 0.0, np.nan])).tolist() == [False, True, True]


# -- what proves other hours -------------------------------------------------------------------------


def test_ten_minutes_of_trading_prove_hours_and_a_lone_trade_does_not() -> None:
    assert proven(stamps("2026-11-23 17:00", 1), EQUITY, 300) == []
    assert proven(stamps("2026-11-23 17:00", 9, 60), EQUITY, 60) == []
    assert proven(stamps("2026-11-23 17:00", 10, 60), EQUITY, 60) == [(ny("2026-11-23 17:00"), ny("2026-11-23 17:10"))]
    assert proven(stamps("2026-11-21 12:00", 2), EQUITY, 300) == [(ny("2026-11-21 12:00"), ny("2026-11-21 12:10"))]


def test_trades_far_from_each_other_do_not_add_up() -> None:
    lone = np.array([ny("2026-11-21 12:00"), ny("2026-11-21 12:35"), ny("2026-11-21 13:10")])
    assert proven(lone, EQUITY, 300) == []
    assert proven(lone[:2] - [0, 300], EQUITY, 300) == [(lone[0], lone[1])]


def test_within_hours_nothing_is_to_be_proven() -> None:
    assert proven(stamps("2026-11-23 10:00", 50), EQUITY, 300) == []
    assert proven(stamps("2026-11-21 10:00", 50), calendar("generic"), 300) == []


# -- the sessions with it ----------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["2026-11-27", "2026-03-06", "2026-10-30"])  # the last two before the clock changes
def test_a_later_close(date: str) -> None:
    opened, closed = session_of("cme_equity", date)
    found = widened(EQUITY, [(closed, closed + 900)])
    at = int(np.flatnonzero(found.trade_date == day(date))[0])
    assert (found.open[at], found.close[at]) == (opened, closed + 900)
    same = np.arange(len(found)) != at
    assert found.close[same].tolist() == EQUITY.close[same].tolist()
    assert (found.open.tolist(), found.ordinal.tolist()) == (EQUITY.open.tolist(), EQUITY.ordinal.tolist())


@pytest.mark.parametrize("date", ["2026-11-23", "2026-03-09", "2026-11-02"])  # the last two after the clock changed
def test_an_earlier_open_moves_no_candle(date: str) -> None:
    opened, closed = session_of("cme_equity", date)
    found = widened(EQUITY, [(opened - 1500, opened)])
    for length in INTRADAY:
        before, after = buckets(EQUITY, length, opened, closed), buckets(found, length, opened - 1500, closed)
        assert after.key[after.start >= opened].tolist() == before.key.tolist()
        early = after.take(after.start < opened)
        assert (early.start[0], early.end[-1]) == (opened - 1500, opened)
        assert early.start[1:].tolist() == early.end[:-1].tolist()
        assert candle_key(np.arange(opened - 1500, opened, 60), found, length).tolist() == [
            int(early.key[early.start <= ts][-1]) for ts in range(opened - 1500, opened, 60)
        ]


def test_trading_after_a_halt_leaves_a_pause() -> None:
    closed = session_of("cme_equity", "2026-11-26")[1]
    found = widened(EQUITY, [(closed + 3600, closed + 7200)])
    at = int(np.flatnonzero(found.trade_date == day("2026-11-26"))[0])
    assert (found.close[at], found.break_start[at], found.break_end[at]) == (closed + 7200, closed, closed + 3600)
    assert found.session_at(np.array([closed, closed + 3599, closed + 3600])).tolist() == [-1, -1, at]


def test_trading_in_a_pause_shortens_it() -> None:
    grains = calendar("cme_grains")
    at = int(np.flatnonzero(grains.trade_date == day("2026-11-23"))[0])
    pause, resume = int(grains.break_start[at]), int(grains.break_end[at])
    for part, left in (((pause, pause + 600), (pause + 600, resume)), ((resume - 600, resume), (pause, resume - 600))):
        found = widened(grains, [part])
        assert (found.break_start[at], found.break_end[at]) == left
    late = int(np.flatnonzero(grains.trade_date == day("2026-11-27"))[0])  # opens at 8:30 Chicago, no evening before
    evening = int(grains.open[late])
    found = widened(grains, [(evening, evening + 3600)])
    assert (found.break_start[late], found.break_end[late]) == (evening + 3600, grains.break_end[late])


@pytest.mark.parametrize("date", ["2027-03-26", "2026-12-25"])
def test_a_day_without_a_session_gets_one(date: str) -> None:
    traded = ny(f"{date} 08:00"), ny(f"{date} 09:15")
    found = widened(EQUITY, [traded])
    at = int(np.flatnonzero(found.trade_date == day(date))[0])
    assert (found.open[at], found.close[at]) == traded
    assert found.ordinal[at] == found.ordinal[at - 1]
    assert (np.diff(found.trade_date) > 0).all()
    assert (np.diff(found.open) > 0).all()
    assert len(found) == len(EQUITY) + 1


@settings(deadline=None)  # sessions are worked out on first use
@given(st.sampled_from(STRICT_CALENDARS), st.lists(st.tuples(st.integers(0, 3000), st.integers(2, 400)), max_size=6))
def test_sessions_stay_in_order_and_trade_what_they_did(name: str, parts: list[tuple[int, int]]) -> None:
    known, start = calendar(name), ny("2026-10-20 00:00")
    seen = [(start + first * 900, start + first * 900 + length * 300) for first, length in parts]
    found = widened(known, seen)
    assert (np.diff(found.trade_date) > 0).all()
    assert (found.open[1:] >= found.close[:-1]).all()
    assert (found.close > found.open).all()
    assert (np.diff(found.ordinal) >= 0).all()
    ts = np.arange(start - 86400, start + 45 * 86400, 300)
    assert (found.session_at(ts)[known.session_at(ts) >= 0] >= 0).all()
    assert widened(found, seen).open.tolist() == found.open.tolist()
