"""Round prices on the axis, and prices written and read as traders do."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.price_labels import (
    axis_texts,
    format_axis,
    log_steps,
    percent_of,
    percent_steps,
    percent_text,
    price_at,
    price_steps,
)
from ohlc_desktop.core.market.instruments import Instrument
from tests.core.helpers import CATALOGUE, instrument

QUARTER, BOND, NOTE = Fraction(1, 4), Fraction(1, 32), Fraction(1, 64)
TICKS = sorted({product.tick for product in CATALOGUE.products.values()})
INSTRUMENTS = [product.continuous() for product in CATALOGUE.products.values()]
UNKNOWN = Instrument("X", "X")

ticks = st.none() | st.sampled_from([*TICKS, Fraction(3), Fraction(3, 10)])
prices = st.floats(-1e12, 1e12) | st.floats(-300, 300) | st.sampled_from([0.0, 1e-9, -37.63, 118.5, 21450.25])
pixels = st.floats(1, 4000)
distances = st.floats(1, 200)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[float, float]:
    low = draw(prices)
    span = 10.0 ** draw(st.floats(-9, 12))
    return low, low + span


# -- linear --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "tick", "expected"),
    [
        (21449.6, 21451.1, QUARTER, [21449.75, 21450, 21450.25, 21450.5, 21450.75, 21451]),
        (21448, 21451.9, QUARTER, [21448, 21448.5, 21449, 21449.5, 21450, 21450.5, 21451, 21451.5]),
        (21401, 21442, QUARTER, [21405, 21410, 21415, 21420, 21425, 21430, 21435, 21440]),
        (118.02, 118.2, BOND, [118 + n / 32 for n in range(1, 7)]),
        (118.02, 118.4, BOND, [118 + n / 16 for n in range(1, 7)]),
        (118.02, 119.4, BOND, [118.25, 118.5, 118.75, 119, 119.25]),
        (118.02, 121.4, BOND, [118.5, 119, 119.5, 120, 120.5, 121]),
        (118.02, 124.9, BOND, [119, 120, 121, 122, 123, 124]),
        (110.001, 110.05, NOTE, [110 + n / 64 for n in range(1, 4)]),
        (97_003, 97_041, Fraction(5), [97_005, 97_010, 97_015, 97_020, 97_025, 97_030, 97_035, 97_040]),
        (0.00665, 0.0066533, Fraction(1, 2_000_000), [0.00665, 0.0066505, 0.006651, 0.0066515, 0.006652, 0.0066525, 0.006653]),
        (-38.2, -36.7, Fraction(1, 100), [-38.2, -38, -37.8, -37.6, -37.4, -37.2, -37, -36.8]),
        (-0.3, 0.3, Fraction(1, 100), [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]),
        (1.0, 1.000_000_001, None, [1 + n / 1e10 for n in range(0, 11, 2)]),
        (0, 1e12, None, [0, 2e11, 4e11, 6e11, 8e11, 1e12]),
        (100, 700, Fraction(3), [150, 300, 450, 600]),
    ],
)
def test_round_prices(low: float, high: float, tick: Fraction | None, expected: list[float]) -> None:
    found = price_steps(low, high, 400, tick, 45)
    assert found.dtype == np.float64
    assert found.tolist() == expected


def test_equal_prices_give_the_price_if_it_is_on_the_tick() -> None:
    assert price_steps(118.5, 118.5, 400, BOND, 40).tolist() == [118.5]
    assert price_steps(1.1, 1.1, 400, Fraction(1, 10), 40).tolist() == [1.1]
    assert price_steps(118.51, 118.51, 400, BOND, 40).tolist() == []
    assert price_steps(118.51, 118.51, 400, None, 40).tolist() == [118.51]
    assert log_steps(118.5, 118.5, 400, BOND, 40).tolist() == [118.5]
    assert str(price_steps(-0.0, -0.0, 400, None, 40)[0]) == "0.0"


@pytest.mark.parametrize("low", [math.nan, math.inf, -math.inf, -1e308, 5.0])
@pytest.mark.parametrize("high", [math.nan, math.inf, 1e308, 4.0])
def test_what_is_no_range_has_no_steps(low: float, high: float) -> None:
    assume_range = math.isfinite(high - low) and low < high
    for found in (price_steps(low, high, 400, None, 40), log_steps(low, high, 400, None, 40), percent_steps(low, high, 5, 400, 40)):
        assert np.isfinite(found).all()
        assert assume_range or not len(found)


@pytest.mark.parametrize("height", [0.0, -5.0, math.nan, math.inf])
def test_without_a_height_there_are_no_steps(height: float) -> None:
    assert not len(price_steps(1, 2, height, None, 40))
    assert not len(log_steps(1, 2, height, None, 40))
    assert not len(percent_steps(1, 2, 1, height, 40))


def test_all_numbers_there_are_on_a_pixel_have_no_steps() -> None:
    assert not len(log_steps(1e-300, 1e300, 1, None, 40))


@given(bounds=ranges(), height=pixels, tick=ticks, apart=distances)
@example(bounds=(1e12, 1e12 + 1e-3), height=4000.0, tick=None, apart=1.0)
@example(bounds=(0.0, 5e-324), height=4000.0, tick=None, apart=1.0)
def test_steps_are_rising_multiples_within_the_range_and_apart(
    bounds: tuple[float, float], height: float, tick: Fraction | None, apart: float
) -> None:
    low, high = bounds
    found = price_steps(low, high, height, tick, apart).tolist()
    assert all(math.isfinite(price) and low <= price <= high for price in found)
    if high > low:
        room = math.ulp(max(abs(low), abs(high)))
        assert all(b - a >= apart / height * (high - low) * (1 - 1e-6) - room for a, b in pairwise(found))
        assert all(a < b for a, b in pairwise(found))
    for price in found if tick else ():
        assert float(round(Fraction(price) / tick) * tick) == price


@given(low=st.floats(1, 1e6), span=st.floats(0.05, 1e5), tick=st.sampled_from([None, *TICKS[:30]]))
def test_there_is_never_much_less_than_fits(low: float, span: float, tick: Fraction | None) -> None:
    assume(tick is None or span > float(tick) * 40)
    count = len(price_steps(low, low + span, 800, tick, 40))
    assert 20 / 2.5 / 2 - 1 <= count <= 21


@given(low=st.floats(1, 1e5), share=st.floats(-1, 1), tick=ticks)
def test_dragging_prices_does_not_change_which_are_labelled(low: float, share: float, tick: Fraction | None) -> None:
    span = low / 50
    here = price_steps(low, low + span, 500, tick, 40)
    moved = low + share * span
    there = price_steps(moved, moved + (low + span - low), 500, tick, 40)
    common = max(low, moved), min(low + span, moved + span)
    steps = {round(float(step), 9) for values in (here, there) for step in np.diff(values)[:1]}
    assume(len(steps) == 1)  # rounding of the span can tip the choice of the step
    assert [p for p in here if common[0] < p < common[1]] == [p for p in there if common[0] < p < common[1]]


# -- logarithmic and percent -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "tick", "expected"),
    [
        (1, 1e6, None, [1, 10, 100, 1e3, 1e4, 1e5, 1e6]),
        (1e-9, 1e12, None, [1e-5, 1, 1e5, 1e10]),
        (90, 1100, QUARTER, [100, 150, 200, 500, 1000]),
        (90, 300, QUARTER, [100, 150, 200, 250, 300]),
        (21_000, 22_000, QUARTER, [21_000, 21_200, 21_400, 21_600, 21_800, 22_000]),
        (118.1, 119.3, BOND, [118.25, 118.5, 118.75, 119, 119.25]),
        (0.1, 40, QUARTER, [0.5, 1, 2, 5, 10, 20]),
        (0.001, 4000, QUARTER, [1, 10, 100, 1000]),
    ],
)
def test_round_prices_by_logarithm(low: float, high: float, tick: Fraction | None, expected: list[float]) -> None:
    assert log_steps(low, high, 400, tick, 45).tolist() == expected


@pytest.mark.parametrize("low", [0.0, -5.0, -1e-9])
def test_nothing_at_or_below_zero_has_a_logarithm(low: float) -> None:
    assert not len(log_steps(low, 100, 400, None, 40))


@given(low=st.floats(1e-9, 1e6), ratio=st.floats(1e-7, 30), height=st.floats(50, 4000), tick=ticks, apart=st.floats(10, 100))
def test_steps_by_logarithm_are_rising_multiples_and_apart(
    low: float, ratio: float, height: float, tick: Fraction | None, apart: float
) -> None:
    high = low * math.exp(ratio)
    found = log_steps(low, high, height, tick, apart).tolist()
    assert all(math.isfinite(price) and low <= price <= high for price in found)
    gap = apart / height * (math.log(high) - math.log(low))
    assert all(math.log(b) - math.log(a) >= gap * (1 - 1e-6) - 1e-13 for a, b in pairwise(found))
    for price in found if tick else ():
        assert float(round(Fraction(price) / tick) * tick) == price


def test_extreme_logarithms_stay_finite() -> None:
    for bounds in ((5e-324, 1e308), (1e-300, 1e300), (1e300, 1.1e300), (5e-324, 1e-320)):
        found = log_steps(*bounds, 800, None, 40)
        assert np.isfinite(found).all()
        assert (np.diff(found) > 0).all()


def test_round_percentages() -> None:
    assert percent_steps(95, 107, 100, 400, 45).tolist() == [-4, -2, 0, 2, 4, 6]
    assert percent_steps(21_000, 21_500, 21_350, 400, 45).tolist() == [-1.5, -1, -0.5, 0, 0.5]
    assert percent_steps(-40, -30, -36, 400, 45).tolist() == [-10, -5, 0, 5, 10, 15]
    assert not len(percent_steps(95, 107, 0, 400, 45))
    assert not len(percent_steps(95, 107, math.nan, 400, 45))
    assert not len(percent_steps(95, 107, 5e-324, 400, 45))


def test_percentages_are_of_the_size_of_the_base() -> None:
    assert percent_of(99, 100) == -1
    assert percent_of(-35, -40) == 12.5
    assert price_at(12.5, -40) == -35


@given(base=st.floats(0.01, 1e6), low=st.floats(-50, 50), span=st.floats(0.01, 100))
def test_percentages_lie_in_the_range(base: float, low: float, span: float) -> None:
    bounds = price_at(low, base), price_at(low + span, base)
    for percent in percent_steps(*bounds, base, 500, 40):
        room = 1e-9 * base
        assert bounds[0] - room <= price_at(float(percent), base) <= bounds[1] + room


@pytest.mark.parametrize(
    ("percent", "step", "text"),
    [
        (1.5, 0.5, "+1.5 %"), (0, 0.5, "0.0 %"), (-2, 1, "-2 %"), (-0.001, 0, "0.00 %"), (12.345, 0, "+12.35 %"),
        (0.02, 0.01, "+0.02 %"), (1e6, 1e5, "+1000000 %"), (math.nan, 1, ""), (math.inf, 1, ""),
    ],
)  # fmt: skip
def test_percentages_in_words(percent: float, step: float, text: str) -> None:
    assert percent_text(percent, step) == text


# -- texts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "price", "text"),
    [
        ("ES", 6712.5, "6712.50"), ("YM", 47_123.0, "47123"), ("6E", 1.15005, "1.15005"), ("6J", 0.0066595, "0.0066595"),
        ("CL", -37.63, "-37.63"), ("ES", -0.0, "0.00"), ("BTC", 97_005.0, "97005"), ("ES", 6712.13, "6712.13"),
        ("ZB", 118.5, "118'16"), ("ZB", 118.03125, "118'01"), ("ZB", 118.0, "118'00"), ("ZB", 117.99, "118'00"),
        ("ZB", -0.5, "-0'16"), ("ZB", 0.0, "0'00"), ("ZB", -0.001, "0'00"),
        ("ZN", 110.515625, "110'165"), ("ZN", 110.5, "110'160"), ("TN", -110.515625, "-110'165"),
        ("ZF", 107.3828125, "107'122"), ("ZF", 107.390625, "107'125"), ("ZF", 107.3984375, "107'127"),
        # Both from CME's page of examples.
        ("ZT", 104.8828125, "104'282"), ("ZT", 108.69921875, "108'223"),
        ("ZT", 104.87890625, "104'281"), ("ZT", 104.890625, "104'285"), ("ZT", 104.89453125, "104'286"),
        ("ZT", 104.8984375, "104'287"), ("ZT", 104.90234375, "104'288"),
        ("ES", math.nan, ""), ("ZB", math.nan, ""), ("ZB", math.inf, ""), ("ZT", 1e300, f"{1e300:.8f}"), ("AAPL", math.nan, ""),
        ("AAPL", 45.34000015258789, "45.34"), ("AAPL", 1e-7, "0.0000001"),
    ],
)  # fmt: skip
def test_prices_as_traders_read_them(name: str, price: float, text: str) -> None:
    assert format_axis(instrument(name), price) == text


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1.0, 1.08, ["1.00", "1.02", "1.04", "1.06", "1.08"]),
        (98, 106, ["98", "100", "102", "104", "106"]),
        (1.0, 1.000_000_004, ["1.000000000", "1.000000001", "1.000000002", "1.000000003", "1.000000004"]),
        (-1, 1, ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
        (0, 4e12, ["0", "1000000000000", "2000000000000", "3000000000000", "4000000000000"]),
    ],
)
def test_without_a_tick_neighbours_have_the_fewest_digits_that_differ(low: float, high: float, expected: list[str]) -> None:
    assert axis_texts(UNKNOWN, price_steps(low, high, 400, None, 80)) == expected


def test_texts_of_an_axis_with_a_tick_have_its_digits() -> None:
    assert axis_texts(instrument("ES"), np.array([6700.0, 6710.0])) == ["6700.00", "6710.00"]
    assert axis_texts(instrument("ZN"), np.array([110.0, 110.5])) == ["110'000", "110'160"]
    assert axis_texts(UNKNOWN, np.array([45.34])) == ["45.34"]
    assert axis_texts(UNKNOWN, np.empty(0)) == []
    assert format_axis(UNKNOWN, 45.34, math.inf) == "45.34"


@given(bounds=ranges(), height=pixels, apart=distances)
def test_texts_of_an_axis_differ_from_each_other(bounds: tuple[float, float], height: float, apart: float) -> None:
    found = axis_texts(UNKNOWN, price_steps(*bounds, height, None, apart))
    assert len(set(found)) == len(found)
    assert not any("e" in text or "n" in text or text == "-0" for text in found)
