"""Prices to pixels and back, whatever the prices are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.price_scale import PriceScale, fitted
from ohlc_desktop.core.chart.options import Scale

PRICES = st.floats(-1e9, 1e9, allow_nan=False)


@given(low=PRICES, high=PRICES, kind=st.sampled_from(Scale))
@example(low=1e-300, high=1.0, kind=Scale.LOG)
def test_everything_fits_with_room(low: float, high: float, kind: Scale) -> None:
    low, high = min(low, high), max(low, high)
    scale = fitted(low, high, kind, 10.0, 410.0)
    assert scale.low < scale.high
    top, bottom = float(scale.pixel(high)), float(scale.pixel(low))
    assert 10.0 <= top <= bottom <= 410.0
    assert scale.price(scale.top) == pytest.approx(scale.high, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("kind", Scale)
def test_equal_prices_are_opened_by_the_tick(kind: Scale) -> None:
    scale = fitted(6000.0, 6000.0, kind, 0.0, 400.0, 0.25)
    assert 0 < scale.pixel(6000.0) < 400
    assert scale.high - scale.low >= 5


def test_a_logarithm_needs_prices_above_zero() -> None:
    assert fitted(-37.63, 20.0, Scale.LOG, 0, 400).kind is Scale.LINEAR
    assert fitted(0.0, 0.0, Scale.LOG, 0, 400).kind is Scale.LINEAR
    log = fitted(1.0, 100.0, Scale.LOG, 0, 400)
    assert log.pixel(1.0) - log.pixel(10.0) == pytest.approx(log.pixel(10.0) - log.pixel(100.0))
    assert np.isnan(log.pixel(np.array([0.0, -5.0]))).all()


@pytest.mark.parametrize("kind", [Scale.LINEAR, Scale.LOG])
def test_dragging_and_stretching(kind: Scale) -> None:
    scale = fitted(100.0, 200.0, kind, 0.0, 400.0)
    assert float(scale.panned(30.0).pixel(150.0)) == pytest.approx(float(scale.pixel(150.0)) + 30.0)
    taller = scale.zoomed(2.0, 100.0)
    assert taller.price(100.0) == pytest.approx(scale.price(100.0))
    assert taller.per_unit == pytest.approx(scale.per_unit * 2)


def test_stretching_ends_before_numbers_do() -> None:
    scale = PriceScale(Scale.LINEAR, 6000.0, 6001.0, 0.0, 400.0)
    for factor in (1.5, 1 / 1.5):
        for _ in range(500):
            scale = scale.zoomed(factor, 57.0)
        assert scale.low < scale.high
        assert math.isfinite(scale.low)
        assert math.isfinite(scale.high)


def test_stretching_logarithms_ends_before_numbers_do() -> None:
    for factor, pixel in ((1 / 1.5, 57.0), (1 / 1.5, 399.0), (1.5, 57.0)):
        scale = fitted(5900.0, 6100.0, Scale.LOG, 0.0, 400.0)
        for _ in range(500):
            scale = scale.zoomed(factor, pixel).panned(-3.0)
            assert 0 < scale.low < scale.high
            assert math.isfinite(scale.pixel(6000.0))


@given(low=PRICES, high=PRICES, kind=st.sampled_from(Scale))
def test_an_inverted_scale_is_the_same_upside_down(low: float, high: float, kind: Scale) -> None:
    low, high = min(low, high), max(low, high)
    scale = fitted(low, high, kind, 10.0, 410.0, margins=(0.1, 0.1), inverted=True)
    upright = fitted(low, high, kind, 10.0, 410.0, margins=(0.1, 0.1))
    assert (scale.low, scale.high) == pytest.approx((upright.low, upright.high), rel=1e-6, abs=1e-6)
    assert float(scale.pixel(high)) == pytest.approx(420 - float(upright.pixel(high)), abs=1e-3)
    assert 10.0 <= float(scale.pixel(low)) <= float(scale.pixel(high)) <= 410.0
    assert scale.price(scale.bottom) == pytest.approx(scale.high, rel=1e-6, abs=1e-6)
    assert np.isfinite(scale.pixel(np.array([low, high]))).all()


@pytest.mark.parametrize("kind", Scale)
def test_an_inverted_scale_is_dragged_and_stretched_at_the_pointer(kind: Scale) -> None:
    scale = fitted(100.0, 200.0, kind, 0.0, 400.0, inverted=True)
    assert float(scale.panned(30.0).pixel(150.0)) == pytest.approx(float(scale.pixel(150.0)) + 30.0)
    assert scale.zoomed(2.0, 100.0).price(100.0) == pytest.approx(scale.price(100.0))
    wide = scale.coordinate(400.0) - scale.coordinate(0.0)
    assert wide == pytest.approx(scale.bounds[1] - scale.bounds[0])


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("kind", [Scale.LINEAR, Scale.LOG])
def test_a_locked_scale_keeps_its_pixels_a_unit_over_another_height(kind: Scale, inverted: bool) -> None:
    scale = fitted(100.0, 200.0, kind, 0.0, 400.0, inverted=inverted)
    low = scale.over(0.0, 200.0, locked=True)
    assert low.per_unit == pytest.approx(scale.per_unit)
    assert low.price(100.0) == pytest.approx(scale.price(200.0))
    free = scale.over(0.0, 200.0)
    assert (free.low, free.high) == (scale.low, scale.high)


def test_nothing_to_show_is_a_scale_all_the_same() -> None:
    scale = fitted(math.nan, math.nan, Scale.LOG, 0.0, 400.0)
    assert scale.low < scale.high
    assert fitted(1.0, 2.0, Scale.LINEAR, 5.0, 5.0).bottom > 5.0
