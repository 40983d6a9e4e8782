"""The last candle of a session that was given the settlement: found by its prices, and not by chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, concat, make
from ohlc_desktop.core.checking.objections import Objection, Reason
from ohlc_desktop.core.planning.settlement import (
    FINAL,
    closings,
    fullest,
    holds_settlement,
    objections_of,
    settlements,
    settles_apart,
)  # fmt: skip
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from tests.core.helpers import calendar, day, ny

FIVE, ONE, TWO = TIMEFRAMES["5m"], TIMEFRAMES["1m"], TIMEFRAMES["2m"]
SESSIONS = calendar("cme_equity")
TICK = 0.25
FRIDAY, WEDNESDAY = "2026-06-05", "2026-05-20"
Prices = tuple[float, float, float, float]


def ending(date: str, before: Prices, last: Prices, timeframe: Timeframe = FIVE, close: str = "17:00") -> Candles:
    """The last two candles of a session."""
    end = ny(f"{date} {close}")
    stamps = [end - 2 * timeframe.seconds, end - timeframe.seconds]
    return make(stamps, *zip(before, last, strict=True), [500, 900])


def daily(date: str, close: float) -> Candles:
    return make([day(date) * DAY], [close], [close], [close], [close], [0])


def found(candles: Candles, settled: Candles, asked: float | None = 2e9, timeframe: Timeframe = FIVE) -> list[Objection]:
    ends = closings(candles, SESSIONS, timeframe)
    prices = settlements(ends.day, settled)
    return objections_of(ends, prices, holds_settlement(ends, prices, TICK, asked))


# the candles that the feed gave of NQ=F on these days
DRAGGED = ending(FRIDAY, (28852.5, 28859.5, 28809.75, 28850.25), (28850.75, 29026.5, 28827.75, 29026.5))
SMALL = ending("2026-05-08", (29340.0, 29344.5, 29336.5, 29338.0), (29337.75, 29337.75, 29330.25, 29332.5))
MIDWEEK = ending(WEDNESDAY, (29300.0, 29302.75, 29252.25, 29265.5), (29264.0, 29390.5, 29263.75, 29390.5))
SOUND = ending("2026-06-04", (30409.0, 30417.0, 30398.5, 30409.25), (30410.0, 30419.0, 30399.5, 30399.5))


def test_a_fridays_wick_to_the_settlement_is_found_and_what_is_left_without_it_is_told() -> None:
    objections = found(DRAGGED, daily(FRIDAY, 29026.5))
    assert objections == [Objection(ny(f"{FRIDAY} 16:55"), Reason.SETTLEMENT, 28827.75, 28850.75, 28850.25)]


def test_the_wick_is_found_before_the_settlement_is_sure_and_the_close_alone_after() -> None:
    early = ny(f"{FRIDAY} 17:35")
    assert found(DRAGGED, daily(FRIDAY, 29026.5), early)
    assert not found(SMALL, daily("2026-05-08", 29332.5), None)
    assert found(SMALL, daily("2026-05-08", 29332.5), ny("2026-05-08 17:00") + FINAL)


def test_in_the_middle_of_a_week_it_takes_a_wick_and_a_settlement_that_is_sure() -> None:
    assert found(MIDWEEK, daily(WEDNESDAY, 29390.5))
    assert not found(MIDWEEK, daily(WEDNESDAY, 29390.5), ny(f"{WEDNESDAY} 17:35"))
    assert not found(SOUND, daily("2026-06-04", 30399.5))


def test_the_settlement_as_a_wick_only_is_found() -> None:
    """ES=F in 1m on 2025-10-17: the close is true, the low is the settlement."""
    candles = ending("2025-10-17", (6711.0, 6711.5, 6710.75, 6711.0), (6711.0, 6711.5, 6702.5, 6711.0), ONE)
    assert found(candles, daily("2025-10-17", 6702.5), timeframe=ONE)
    assert not found(candles, daily("2025-10-17", 6702.25), timeframe=ONE)


@pytest.mark.parametrize(("timeframe", "last"), [(ONE, "13:14"), (TWO, "13:14"), (FIVE, "13:10")])
def test_an_early_close_ends_a_session_as_well(timeframe: Timeframe, last: str) -> None:
    """The Friday after Thanksgiving, whose last candle of 2m is a minute long."""
    stamps = np.array([ny(f"2026-11-27 {last}") - timeframe.seconds, ny(f"2026-11-27 {last}")])
    candles = replace(ending("2026-11-27", (100, 101, 100, 100.5), (100.5, 120, 100, 120)), ts=stamps)
    assert len(found(candles, daily("2026-11-27", 120), timeframe=timeframe)) == 1


def context(*closes_at_daily: bool) -> tuple[Candles, Candles]:
    """Sessions from Monday 2026-05-18 on that close at the daily close, or not."""
    days = SESSIONS.take(SESSIONS.trade_date >= day("2026-05-18")).take(slice(0, len(closes_at_daily)))
    parts = [_at(int(close)) for close in days.close]
    prices = np.array([120.0 if alike else 119.0 for alike in closes_at_daily])
    return concat(parts), make(days.trade_date * DAY, prices, prices, prices, prices, [0] * len(prices))


@pytest.mark.parametrize(
    ("alike", "apart"),
    [
        ((False, False, False, False, True), True),  # a week whose Friday has it
        ((True, True, True, True, True), False),  # a market whose daily close is the last trade
        ((True, False, False, False, True), True),
        ((True, True, False, False, True), False),
        ((False, True), False),  # too little is known
    ],
)
def test_other_days_show_whether_the_daily_close_is_the_last_trade(alike: tuple[bool, ...], apart: bool) -> None:
    candles, settled = context(*alike)
    ends = closings(candles, SESSIONS, FIVE)
    assert settles_apart(ends, settlements(ends.day, settled), 2e9).tolist()[min(4, len(ends) - 1)] == apart
    assert not settles_apart(ends, settlements(ends.day, settled), None).any()


def test_where_a_series_begins_the_days_after_tell() -> None:
    candles, settled = context(True, False, False, False, True)
    ends = closings(candles.take(slice(6, None)), SESSIONS, FIVE)  # from Thursday on
    assert not settles_apart(ends, settlements(ends.day, settled), 2e9).any()
    candles, settled = context(False, False, False, False, True, False, False)
    ends = closings(candles.take(slice(6, None)), SESSIONS, FIVE)
    assert settles_apart(ends, settlements(ends.day, settled), 2e9).all()


def test_the_row_of_the_most_trades_is_the_same_in_every_order() -> None:
    rows = make([0, 0, 0], [1, 2, 1], [9, 9, 9], [1, 1, 1], [5, 5, 6], [70, 70, 60])
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        shuffled = rows.take(np.array(order))
        assert shuffled.open[fullest(shuffled)] == 2


def test_without_a_daily_candle_or_the_last_one_nothing_is_said() -> None:
    assert not found(DRAGGED, daily("2026-06-04", 29026.5))
    assert not found(DRAGGED.take(slice(0, 1)), daily(FRIDAY, 29026.5))
    assert not found(DRAGGED.take(slice(1, 2)), daily(FRIDAY, 29026.5))
    assert not found(DRAGGED.take(slice(0, 0)), daily(FRIDAY, 29026.5))


def test_a_cheap_instrument_is_not_doubted_for_closing_where_it_settles() -> None:
    """A note that moves by a tick or two closes at its settlement every other week by chance."""
    candles = ending(FRIDAY, (100, 100.25, 100, 100.25), (100.25, 100.5, 100.25, 100.5))
    assert not found(candles, daily(FRIDAY, 100.5))


@given(st.integers(-200_000, 200_000), st.integers(0, 200), st.booleans())
def test_only_the_distance_counts_not_the_price(moved: int, away: int, weekly: bool) -> None:
    """Below zero as above it, and more only where it is farther away."""
    date, base = (FRIDAY if weekly else WEDNESDAY), moved * TICK
    settled = base + away * TICK
    before: Prices = (base, base + 2, base - 1, base)
    last: Prices = (base, max(base, settled), base, settled)
    objections = found(ending(date, before, last), daily(date, settled))
    assert bool(objections) == (away > 12 or weekly)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=10, unique=True))
def test_each_session_is_judged_by_itself(numbers: list[int]) -> None:
    days = SESSIONS.take(slice(700, 761)).take(np.isin(np.arange(61), sorted(numbers)))
    parts = [_at(int(close)) for close in days.close]
    alone = [_objections(part) for part in parts]
    assert _objections(concat(parts)) == [objection for objections in alone for objection in objections]


def _at(close: int) -> Candles:
    return make([close - 600, close - 300], [100, 100], [101, 120], [99, 100], [100, 120], [5, 5])


def _objections(candles: Candles) -> list[Objection]:
    ends = closings(candles, SESSIONS, FIVE)
    settled = np.full(len(ends), 120.0)
    return objections_of(ends, settled, holds_settlement(ends, settled, TICK, 4e9))
