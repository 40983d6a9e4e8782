"""What is evidence for a split, and exactness of rescaling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.checking.splits import (
    Split,
    SplitVerdict,
    Step,
    can_split,
    find,
    read_event,
    rescale,
    rescaled_price,
    scale_prices,
    scale_volume,
    simplest,
    step_of,
)  # fmt: skip
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES

SHARE = Instrument("AAPL", "AAPL")
D1 = TIMEFRAMES["1d"]
FOUR = Split(10 * DAY + 48_600, 10, 4, 1)
TWO = Split(20 * DAY + 48_600, 20, 2, 1)


def days(first: int, prices: Sequence[float]) -> Candles:
    """Daily candles that open and close at these prices."""
    ts, p = (first + np.arange(len(prices))) * DAY, np.asarray(prices, np.float64)
    return make(ts, p, p * 1.01, p * 0.99, p, np.full(len(p), 1000))


def steps(*splits: Split) -> list[Step]:
    return [step_of(split, D1) for split in splits]


def found(stored: Candles, answer: Candles, fresh: Sequence[Split] = (), applied: Sequence[Split] = ()) -> SplitVerdict:
    told = fresh
    start = int(answer.ts[0]) if len(answer) else 0
    return find(stored, answer, steps(*fresh), steps(*applied), told, start).verdict


OLD = days(0, [400.0] * 10)


def test_the_overlap_shows_an_event() -> None:
    assert found(OLD, days(5, [100.0] * 8), [FOUR]) is SplitVerdict.STORED


def test_an_event_alone_changes_nothing() -> None:
    assert found(days(0, [100.0] * 10), days(5, [100.0] * 8), [FOUR]) is SplitVerdict.SAME


def test_a_feed_that_has_not_adjusted_its_older_candles() -> None:
    assert found(OLD, days(5, [400.0] * 5 + [100.0] * 3), [FOUR]) is SplitVerdict.BOTH


def test_a_crash_is_no_split() -> None:
    assert found(OLD, days(5, [400.0] * 5 + [100.0] * 3)) is SplitVerdict.SAME


def test_a_crash_on_the_day_of_an_adjusted_split_is_none() -> None:
    """A 3:2 split that the store has, and a price that halves on that day."""
    split = Split(FOUR.at, FOUR.day, 3, 2)
    assert found(OLD, days(5, [400.0] * 5 + [200.0] * 3), [split]) is SplitVerdict.SAME


@pytest.mark.parametrize("wrong", [1, 2])
def test_prices_that_were_halved_by_mistake_are_corrections(wrong: int) -> None:
    prices = [400.0] * 10
    prices[-wrong:] = [200.0] * wrong
    assert found(days(0, prices), days(5, [400.0] * 8)) is SplitVerdict.SAME
    assert found(OLD, days(5, [*prices[5:], 400.0])) is SplitVerdict.SAME


def test_a_ratio_without_event_stops() -> None:
    result = find(OLD, days(5, [4.0] * 8), [], [], (), 5 * DAY)
    assert (result.verdict, result.ratio) == (SplitVerdict.UNTOLD, Fraction(100))


def test_too_few_candles_prove_no_ratio() -> None:
    assert found(OLD, days(7, [100.0] * 6)) is SplitVerdict.SAME


def test_two_splits_since_the_last_answer() -> None:
    stored = days(0, [800.0] * 10)
    result = find(stored, days(5, [100.0] * 20), steps(FOUR, TWO), [], (FOUR, TWO), 5 * DAY)
    assert result.verdict is SplitVerdict.STORED
    assert len(result.steps) == 2


def test_the_second_of_two_splits() -> None:
    stored = days(0, [200.0] * 18)
    result = find(stored, days(5, [100.0] * 20), steps(TWO), steps(FOUR), (FOUR, TWO), 5 * DAY)
    assert result.steps == tuple(steps(TWO))


@pytest.mark.parametrize(("after", "verdict"), [(100.0, "stored"), (60.0, "stored"), (390.0, "same"), (800.0, "same")])
def test_without_overlap_prices_may_contradict_the_event(after: float, verdict: str) -> None:
    assert found(OLD, days(12, [after] * 8), [FOUR]) == ("same" if verdict == "same" else "stored")


def test_without_overlap_a_small_ratio_is_believed() -> None:
    assert found(OLD, days(12, [400.0] * 8), [Split(FOUR.at, 11, 21, 20)]) is SplitVerdict.STORED


def test_without_overlap_and_event_nothing_is_done() -> None:
    assert found(OLD, days(50, [200.0] * 8)) is SplitVerdict.SAME


def test_late_data_and_a_split_that_is_taken_back() -> None:
    stored, answer = days(0, [100.0] * 13), days(5, [400.0] * 5 + [100.0] * 3)
    assert find(stored, answer, [], steps(FOUR), (FOUR,), 5 * DAY).verdict is SplitVerdict.ANSWER
    assert find(stored, answer, [], steps(FOUR), (), 5 * DAY).verdict is SplitVerdict.ANSWER  # it falls, so it was split
    level = days(5, [400.0] * 8)
    assert find(days(0, [100.0] * 10 + [400.0] * 3), level, [], steps(FOUR), (), 5 * DAY).verdict is SplitVerdict.BACK
    older = days(2, [400.0] * 5)  # does not reach the event: nothing was taken back
    assert find(stored, older, [], steps(FOUR), (), 2 * DAY).verdict is SplitVerdict.ANSWER


def test_a_feed_without_a_step_is_right() -> None:
    """What is stored was rescaled once too often."""
    stored, answer = days(0, [25.0] * 10), days(5, [100.0] * 8)
    assert find(stored, answer, [], steps(FOUR), (FOUR,), 5 * DAY).verdict is SplitVerdict.SAME


def test_nothing_stored_or_answered() -> None:
    none = OLD.take(slice(0))
    assert found(none, days(5, [100.0] * 8), [FOUR]) is SplitVerdict.SAME
    assert found(OLD, none, [FOUR]) is SplitVerdict.SAME


# -- events ------------------------------------------------------------------------------------------


def test_events_as_a_feed_sends_them() -> None:
    day = 1_598_880_600 // DAY
    event = {"date": 1598880600, "numerator": 4.0, "denominator": 1.0, "splitRatio": "4:1"}
    assert read_event(event, lambda at: at // DAY) == Split(1598880600, day, 4, 1)
    odd = read_event({**event, "numerator": 1281.0, "denominator": 1000.0}, lambda at: at // DAY)
    assert odd is not None
    assert odd.ratio == Fraction(1281, 1000)


@pytest.mark.parametrize(
    "change",
    [{"numerator": 0.0}, {"denominator": 0.0}, {"numerator": -4.0}, {"numerator": 1.0}, {"numerator": None},
     {"numerator": "x"}, {"numerator": float("nan")}, {"numerator": 1e300}, {"date": None}, {"date": "soon"}],
)  # fmt: skip
def test_events_that_make_no_sense(change: dict[str, object]) -> None:
    event = {"date": 1598880600, "numerator": 4.0, "denominator": 1.0} | change
    assert read_event(event, lambda at: at // DAY) is None
    assert read_event(None, lambda at: at // DAY) is None


def test_futures_never_split() -> None:
    assert not can_split(Instrument("ES=F", "", root="ES"))
    for symbol in ("KC=F", "LEZ26.CME", "CCH27.NYB"):
        assert not can_split(Instrument(symbol, ""))
    for symbol in ("AAPL", "BRK-B", "7203.T", "BTC-USD", "^N225", "NIFTY_FIN_SERVICE.NS"):
        assert can_split(Instrument(symbol, ""))


# -- exactness ---------------------------------------------------------------------------------------

RATIOS = st.builds(Fraction, st.integers(1, 2002), st.integers(1, 2002)).filter(lambda r: r != 1)
PRICES = st.floats(2**-13, 2**20, width=32).map(float)
VOLUMES = st.integers(0, 2**40)


@given(st.lists(PRICES, min_size=1), RATIOS)
def test_prices_are_the_nearest_float32(prices: list[float], ratio: Fraction) -> None:
    for old, new in zip(prices, scale_prices(np.array(prices), ratio, SHARE).tolist(), strict=True):
        exact = Fraction(old) / ratio
        near = [float(np.nextafter(np.float32(new), np.float32(to))) for to in (-np.inf, np.inf)]
        assert float(np.float32(new)) == new
        assert all(
            abs(Fraction(new) - exact) <= abs(Fraction(other) - exact) * (1 + Fraction(1, 2**27)) for other in near
        )


@given(st.lists(PRICES, min_size=2), RATIOS)
def test_the_order_of_prices_stays(prices: list[float], ratio: Fraction) -> None:
    ordered = np.sort(np.array(prices))
    assert (np.diff(scale_prices(ordered, ratio, SHARE)) >= 0).all()


@given(PRICES, RATIOS)
def test_prices_stay_on_the_tick(price: float, ratio: Fraction) -> None:
    tick = Instrument("X", "X", tick=Fraction(1, 100))
    scaled = scale_prices(np.array([price]), ratio, tick)[0]
    assert abs(Fraction(scaled) - Fraction(price) / ratio) <= Fraction(51, 10_000) + Fraction(price) / ratio / 2**50


@given(VOLUMES, RATIOS)
def test_volumes_are_exact(volume: int, ratio: Fraction) -> None:
    scaled = int(scale_volume(np.array([volume]), ratio)[0])
    assert scaled == math.floor(volume * ratio + Fraction(1, 2))
    if ratio.denominator == 1:
        assert int(scale_volume(np.array([scaled]), 1 / ratio)[0]) == volume


def test_volumes_never_overflow() -> None:
    assert int(scale_volume(np.array([2**62]), Fraction(1_000_000))[0]) > 0


@given(st.floats(0.01, 1e6), RATIOS)
def test_drawings_are_divided_exactly(price: float, ratio: Fraction) -> None:
    assert rescaled_price(price, ratio) == float(Fraction(price) / ratio)


@given(st.lists(PRICES, min_size=1, max_size=30), RATIOS, RATIOS)
def test_two_splits_round_once(prices: list[float], first: Fraction, second: Fraction) -> None:
    block = days(0, prices)
    a, b = (Split(at * DAY, at, r.numerator, r.denominator) for at, r in ((10, first), (20, second)))
    new = rescale(block, steps(a, b), SHARE)
    assert np.array_equal(new.close[:10], scale_prices(block.close[:10], first * second, SHARE))
    assert np.array_equal(new.close[10:20], scale_prices(block.close[10:20], second, SHARE))
    assert np.array_equal(new.close[20:], block.close[20:])
    assert np.array_equal(new.ts, block.ts)


@given(RATIOS)
def test_a_measured_ratio_becomes_a_simple_one(ratio: Fraction) -> None:
    assert abs(float(simplest(float(ratio)) / ratio) - 1) <= 1.1e-3
    for exact in (Fraction(4), Fraction(1, 10), Fraction(3, 2), Fraction(100)):
        assert simplest(float(exact) * 1.0003) == exact
