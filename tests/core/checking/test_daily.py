"""Daily candles of futures: a settlement off the tick, and volumes that do not count yet or never will."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.checking.daily import known_before, on_tick_or_exact, unknown_volumes
from ohlc_desktop.core.timeframes import DAY
from tests.core.helpers import calendar, day, instrument, ny

SESSIONS = calendar("cme_equity")
DATES = ("2026-07-06", "2026-07-07", "2026-07-08", "2026-07-09", "2026-07-10")


def daily(*volumes: int) -> Candles:
    prices = [100.0] * len(volumes)
    return make([day(date) * DAY for date in DATES[: len(volumes)]], prices, prices, prices, prices, volumes)


def unknown(candles: Candles, now: str) -> list[bool]:
    return unknown_volumes(candles, SESSIONS, ny(now)).tolist()


def test_the_newest_volume_is_yesterdays_and_does_not_count() -> None:
    """What the feed gave of NQ=F on 2026-07-12."""
    candles = daily(600_001, 587_510, 553_586, 472_581, 472_581)
    assert unknown(candles, "2026-07-12 12:00") == [False, False, False, False, True]
    assert unknown(candles, "2026-09-12 12:00") == [False, False, False, False, True]


def test_a_volume_counts_two_days_after_its_session() -> None:
    candles = daily(600_001, 587_510, 553_586)
    assert unknown(candles, "2026-07-08 17:35") == [False, True, True]
    assert unknown(candles, "2026-07-09 16:59") == [False, True, True]
    assert unknown(candles, "2026-07-09 17:00") == [False, False, True]


def test_nothing_is_a_volume_of_none() -> None:
    assert unknown(daily(600_001, 0, 600_001), "2026-09-01 12:00") == [False, True, False]


def test_three_alike_are_two_copies_and_small_ones_are_chance() -> None:
    assert unknown(daily(5000, 5000, 5000), "2026-09-01 12:00") == [False, True, True]
    assert unknown(daily(3, 3, 3), "2026-09-01 12:00") == [False, False, False]
    assert unknown(daily(), "2026-09-01 12:00") == []


def test_what_is_known_is_not_lost_for_what_does_not_count() -> None:
    answer, stored = daily(900, 500, 500, 0), daily(800, 0, 450, 600)
    mask = np.array([False, False, True, True])
    assert known_before(answer, mask, stored).tolist() == [900, 500, 450, 600]
    assert known_before(answer, mask, answer).tolist() == [900, 500, 0, 0]
    assert known_before(answer, mask, daily()).tolist() == [900, 500, 0, 0]


@pytest.mark.parametrize(
    ("symbol", "sent", "kept"),
    [
        ("NQ=F", 30263.349609375, 30263.35),  # the final settlement of June 2026
        ("ES=F", 7508.43017578125, 7508.43),
        ("ES=F", 6595.25, 6595.25),
        ("CL=F", 45.34000015258789, 45.34),
        ("CL=F", -40.31999969482422, -40.32),
        ("6E=F", 1.0873500108718872, 1.08735),
        ("ZB=F", 118.03125, 118.03125),
        ("6J=F", 0.006712500005960464, 0.0067125),
        ("YM=F", 45123.671875, 45123.67),
    ],
)
def test_a_daily_price_is_stored_as_it_is(symbol: str, sent: float, kept: float) -> None:
    prices = np.array([sent])
    assert on_tick_or_exact(prices, instrument(symbol).round_prices(prices)).tolist() == [kept]


@pytest.mark.parametrize("symbol", ["ES=F", "NQ=F", "YM=F", "CL=F", "GC=F", "ZN=F", "ZC=F", "6E=F", "6J=F", "HG=F"])
@given(count=st.integers(-100_000, 200_000))
def test_a_price_on_the_tick_is_the_same_as_ever(symbol: str, count: int) -> None:
    tick = instrument(symbol).tick
    assert tick is not None
    sent = np.array([count * float(tick)], dtype=np.float32).astype(np.float64)
    rounded = instrument(symbol).round_prices(sent)
    assert on_tick_or_exact(sent, rounded).tolist() == rounded.tolist()


def test_what_is_missing_stays_missing() -> None:
    prices = np.array([np.nan, np.inf, 0.0, 100.25])
    assert np.array_equal(on_tick_or_exact(prices, prices), prices, equal_nan=True)
