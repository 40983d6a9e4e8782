"""Candles held against those of another timeframe: what one has and the other cannot have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.checking.objections import Reason, suspects
from ohlc_desktop.core.checking.witness import Held, by_day, by_minutes
from ohlc_desktop.core.derive import aggregate
from ohlc_desktop.core.market.sessions import Calendar, buckets, candle_key
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from tests.core.helpers import calendar, day

TICK = 0.25
FIVE, ONE = TIMEFRAMES["5m"], TIMEFRAMES["1m"]
SESSIONS = calendar("cme_equity")
DAYS = SESSIONS.take((SESSIONS.trade_date >= day("2026-10-26")) & (SESSIONS.trade_date <= day("2026-11-06")))
WEEK = DAYS.take(slice(0, 5))


def walk(seed: int, days: Calendar = DAYS, base: float = 1000.0) -> Candles:
    """1m candles of whole sessions, on the tick; a walk whose day's range is some thirty times that of 5 minutes."""
    ts = buckets(days, ONE, int(days.open[0]), int(days.close[-1])).key
    rng = np.random.default_rng(seed)
    ends = base * 4 + np.cumsum(rng.integers(-3, 4, len(ts) + 1))
    open_, close = ends[:-1], ends[1:]
    high = np.maximum(open_, close) + rng.integers(0, 3, len(ts))
    low = np.minimum(open_, close) - rng.integers(0, 3, len(ts))
    return make(ts, *(column / 4 for column in (open_, high, low, close)), rng.integers(1, 500, len(ts)))


def fives(minutes: Candles) -> Candles:
    return aggregate(minutes, candle_key(minutes.ts, SESSIONS, FIVE))


def dailies(minutes: Candles) -> Candles:
    return aggregate(minutes, SESSIONS.trade_date[SESSIONS.session_at(minutes.ts)] * DAY)


def spoilt(candles: Candles, place: int, factor: float, columns: str = "open high low close") -> Candles:
    """One candle with some prices multiplied; high and low made to hold the others."""
    changed = {name: np.array(getattr(candles, name)) for name in ("open", "high", "low", "close")}
    for name in columns.split():
        changed[name][place] *= factor
    prices = [changed[name][place] for name in changed]
    changed["high"][place], changed["low"][place] = max(prices), min(prices)
    return replace(candles, **changed)


SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=25, deadline=None)


@FEW
@given(SEEDS, st.sampled_from((-500.0, 0.0, 1000.0, 30_000.0)))
def test_families_of_the_same_trades_are_never_in_doubt(seed: int, base: float) -> None:
    """Whatever the price, below zero as well: crude oil traded at -40.32 on 2020-04-20, in 5m and in 1d."""
    minutes = walk(seed, WEEK, base)
    five = fives(minutes)
    held = by_day(five, FIVE, dailies(minutes), SESSIONS, TICK)
    assert not held.finer
    assert not held.coarser
    held = by_minutes(minutes, five, FIVE, SESSIONS, TICK)
    assert not held.finer
    assert not held.coarser


@FEW
@given(SEEDS, SEEDS, st.floats(0.5, 1.0))
def test_what_is_missing_is_no_fault_of_what_is_there(seed: int, lost: int, share: float) -> None:
    minutes = walk(seed, WEEK)
    there = np.random.default_rng(lost).random(len(minutes)) < share
    daily = dailies(minutes)
    held = by_day(fives(minutes.take(there)), FIVE, daily, SESSIONS, TICK)
    assert not held.finer
    assert not held.coarser
    held = by_minutes(minutes.take(there), fives(minutes), FIVE, SESSIONS, TICK)
    assert not held.finer
    assert not held.coarser


@FEW
@given(SEEDS, SEEDS, st.sampled_from((100.0, 0.01, -1.0)), st.sampled_from(("high low", "open high low close")))
def test_a_price_out_of_this_world_is_found_where_it_is_and_nowhere_else(
    seed: int, place: int, factor: float, columns: str
) -> None:
    minutes = walk(seed, WEEK)
    five, daily = fives(minutes), dailies(minutes)
    at = place % len(five)
    held = by_day(spoilt(five, at, factor, columns), FIVE, daily, SESSIONS, TICK)
    assert [objection.ts for objection in held.finer] == [five.ts[at]]
    assert not held.coarser
    assert held.finer[0].reason is Reason.BEYOND
    where = int(np.searchsorted(daily.ts, SESSIONS.trade_date[SESSIONS.session_at(five.ts[at : at + 1])[0]] * DAY))
    assert held.finer[0][2:] == (daily.low[where], daily.high[where], daily.close[where])
    held = by_minutes(minutes, spoilt(five, at, factor, columns), FIVE, SESSIONS, TICK)
    assert suspects(held.coarser) == [five.ts[at]]
    assert not held.finer
    held = by_minutes(spoilt(minutes, at, factor, columns), five, FIVE, SESSIONS, TICK)
    assert suspects(held.finer) == [minutes.ts[at]]
    assert not held.coarser


@FEW
@given(SEEDS, st.integers(0, 4), st.sampled_from((100.0, 0.01, -1.0)))
def test_a_daily_candle_out_of_this_world_is_found(seed: int, place: int, factor: float) -> None:
    minutes = walk(seed, WEEK)
    held = by_day(fives(minutes), FIVE, spoilt(dailies(minutes), place, factor), SESSIONS, TICK)
    assert suspects(held.coarser) == [dailies(minutes).ts[place]]
    assert not held.finer


@FEW
@given(SEEDS, st.sampled_from((-8.0, -3.0, 3.0, 8.0)), st.integers(1, 4))
def test_another_contract_is_said_and_nothing_is_suspect_for_it(seed: int, spread: float, count: int) -> None:
    """The spread of a roll week, in percent; the intraday candles change first."""
    minutes = walk(seed, WEEK)
    daily = dailies(minutes)
    moved = minutes.ts >= WEEK.open[5 - count]
    shift = np.where(moved, 1000 * spread / 100, 0.0)
    rolled = replace(minutes, **{name: getattr(minutes, name) + shift for name in ("open", "high", "low", "close")})
    held = by_day(fives(rolled), FIVE, daily, SESSIONS, TICK)
    assert not suspects(held.finer)
    assert not suspects(held.coarser)
    assert [objection.ts for objection in held.coarser] == daily.ts[5 - count :].tolist()


def test_a_price_that_no_contract_has_is_found_in_a_roll_week_too() -> None:
    minutes = walk(1, WEEK)
    five = replace(fives(minutes), **{n: getattr(fives(minutes), n) + 80 for n in ("open", "high", "low", "close")})
    held = by_day(spoilt(five, 700, 100.0), FIVE, dailies(minutes), SESSIONS, TICK)
    assert suspects(held.finer) == [five.ts[700]]
    assert not suspects(held.coarser)
    assert len(held.coarser) == 5


def test_the_days_of_both_clock_changes_are_whole_sessions() -> None:
    for first, last in (("2026-03-06", "2026-03-10"), ("2026-10-30", "2026-11-03")):
        days = SESSIONS.take((SESSIONS.trade_date >= day(first)) & (SESSIONS.trade_date <= day(last)))
        minutes = walk(3, days)
        held = by_day(spoilt(fives(minutes), 300, 100.0), FIVE, dailies(minutes), SESSIONS, TICK)
        assert suspects(held.finer) == [fives(minutes).ts[300]]


def test_edge_trades_are_no_matter() -> None:
    """A few ticks, as the recorded 1m and 1h candles differ; and ordinary widths of a candle."""
    minutes = walk(5, WEEK)
    five = fives(minutes)
    wider = replace(five, high=five.high + 4 * TICK, low=five.low - 4 * TICK)
    assert not suspects(by_day(wider, FIVE, dailies(minutes), SESSIONS, TICK).finer)
    assert not suspects(by_minutes(minutes, wider, FIVE, SESSIONS, TICK).coarser)


def test_of_what_nobody_measured_only_the_gross_is_doubted() -> None:
    minutes = walk(6, WEEK)
    five, daily = fives(minutes), dailies(minutes)
    top = int(np.argmax(five.high))
    wide = float((daily.high - daily.low).max())
    for beyond, futures, others in ((wide / 2, [five.ts[top]], []), (2 * wide, [five.ts[top]], [five.ts[top]])):
        high = five.high.copy()
        high[top] += beyond
        spiked = replace(five, high=high)
        assert suspects(by_day(spiked, FIVE, daily, SESSIONS, TICK).finer) == futures
        assert suspects(by_day(spiked, FIVE, daily, SESSIONS, TICK, measured=False).finer) == others


@pytest.mark.parametrize("tick", [TICK, None])
def test_nothing_is_said_of_nothing(tick: float | None) -> None:
    minutes = walk(2, WEEK)
    none = minutes.take(slice(0, 0))
    for one, other in ((none, dailies(minutes)), (fives(minutes), none), (none, none)):
        held = by_day(one, FIVE, other, SESSIONS, tick)
        assert not held.finer
        assert not held.coarser
        held = by_minutes(one, other, FIVE, SESSIONS, tick)
        assert not held.finer
        assert not held.coarser


def test_crude_oil_below_zero_is_no_spike() -> None:
    """2020-04-20: it traded at -40.32, in five minutes that fell by some thirty dollars in all, and the day says so too."""
    energy = calendar("cme_energy").take(slice(0, 5))
    minutes = walk(4, energy, 20.0)
    drop = np.where(
        minutes.ts >= int(energy.close[2]) - 3 * 3600, -np.minimum((minutes.ts - energy.close[2] + 10_800) / 180, 60), 0
    )
    fallen = {name: np.round(getattr(minutes, name) / 10 + 18 + drop, 2) for name in ("open", "high", "low", "close")}
    oil = replace(minutes, **fallen)
    assert oil.low.min() < -30
    five, daily = fives(oil), dailies(oil)
    assert by_day(five, FIVE, daily, SESSIONS, 0.01) == Held([], [])
    spoiled = spoilt(five, int(np.argmin(five.low)), 100.0, "low")
    assert suspects(by_day(spoiled, FIVE, daily, SESSIONS, 0.01).finer) == [five.ts[np.argmin(five.low)]]
