"""Panning and zooming: nothing jumps, nothing is lost out of sight."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.time_scale import FEWEST, KEPT, TimeScale, fitted

#: Two sessions of 5m with a night between them.
GAPPED = np.concatenate((np.arange(200), 200 + 500 + np.arange(300))) * 300 + 1_795_000_200
WIDTH = 1000.0


def scale(count: int = 500, real: bool = False) -> TimeScale:
    return fitted(GAPPED[:count], 300, real, WIDTH)


@pytest.mark.parametrize("real", [False, True])
def test_places_and_pixels_are_each_others_opposite(real: bool) -> None:
    time = scale(real=real)
    for place in (0.0, 10.5, 199.0, 200.0, 499.0, 505.0, -3.0):
        assert time.place(float(time.pixel(place))) == pytest.approx(place, abs=1e-6)
    assert time.pixel(np.array([498, 499])) == pytest.approx([time.pixel(498), time.pixel(499)])


def test_scales_that_show_the_same_stretch_are_equal_whatever_array_holds_the_stamps() -> None:
    time = scale()
    assert time == replace(time, stamps=GAPPED.copy())
    assert time != replace(time, left=time.left - 1)


@pytest.mark.parametrize("real", [False, True])
def test_a_new_chart_ends_with_the_newest_candle(real: bool) -> None:
    time = scale(real=real)
    assert time.visible()[1] == 500
    assert time.follows()
    assert time.pitch == pytest.approx(7.0)
    assert 0 < WIDTH - time.pixel(499) < WIDTH / 10


@pytest.mark.parametrize("real", [False, True])
@settings(deadline=None, max_examples=80)
@given(factor=st.floats(0.01, 100), pixel=st.floats(0, WIDTH), pan=st.floats(-5000, 5000))
def test_zooming_keeps_what_is_under_the_pointer(real: bool, factor: float, pixel: float, pan: float) -> None:
    time = scale(real=real).panned(pan)
    before = time.place(pixel)
    zoomed = time.zoomed(factor, pixel)
    first, last = zoomed.visible()
    assert last - first >= 1
    assert zoomed.right - zoomed.left >= FEWEST * (300 if real else 1) * 0.999
    inside = factor > 1 and 2 < before < 497 and first > 1 and last < 499
    if inside:
        assert zoomed.place(pixel) == pytest.approx(before, abs=0.02)


@pytest.mark.parametrize("real", [False, True])
@given(moves=st.lists(st.tuples(st.sampled_from(["pan", "zoom"]), st.floats(-3, 3)), max_size=25))
@settings(deadline=None, max_examples=60)
def test_some_candles_are_always_in_sight(real: bool, moves: list[tuple[str, float]]) -> None:
    time = scale(real=real)
    for kind, amount in moves:
        time = time.panned(amount * 1e5) if kind == "pan" else time.zoomed(10**amount, WIDTH / 3)
        first, last = time.visible()
        assert last - first >= min(KEPT, 1)
        assert time.right > time.left


def test_everything_and_the_ends() -> None:
    time = scale()
    assert time.all().visible() == (0, 500)
    assert time.oldest().visible()[0] == 0
    assert time.oldest().latest() == time.latest()
    assert time.showing(100, 120).visible()[0] in (99, 100)
    assert time.showing(100, 101).right - time.showing(100, 101).left >= FEWEST


def test_going_to_a_moment() -> None:
    for real in (False, True):
        time = scale(real=real).centred(float(GAPPED[250]))
        assert time.nearest(WIDTH / 2) == 250


def test_stamps_go_on_beyond_the_candles() -> None:
    time = scale()
    assert time.stamp_at(499 + 4) == GAPPED[499] + 1200
    assert time.place_of(float(GAPPED[0]) - 600) == -2
    assert time.nearest_stamp(float(time.pixel(503.2))) == GAPPED[499] + 1200
    assert time.place_of(float(GAPPED[199] + 250 * 300)) == pytest.approx(199.5, abs=0.01)
    assert time.nearest(1e9) == 499


@pytest.mark.parametrize("real", [False, True])
def test_history_that_arrives_behind_moves_nothing(real: bool) -> None:
    newest = fitted(GAPPED[300:], 300, real, WIDTH).panned(400)
    whole = newest.over(GAPPED, 300, real)
    for old, new in ((100, 400), (150, 450)):
        assert whole.pixel(new) == pytest.approx(float(newest.pixel(old)))


def test_new_candles_push_along_only_what_looks_at_the_newest() -> None:
    following = scale(480)
    pushed = following.over(GAPPED[:490], 300, False)
    assert pushed.pixel(489) == pytest.approx(float(following.pixel(479)))
    back = scale(480).panned(900)
    assert not back.follows()
    stayed = back.over(GAPPED[:490], 300, False)
    assert (stayed.left, stayed.right) == (back.left, back.right)


def test_another_timeframe_shows_about_the_same_end() -> None:
    back = scale().panned(900)
    last = back.stamp_at(back.place(WIDTH))
    hours = GAPPED[::12]
    other = back.over(hours, 3600, False)
    assert abs(other.stamp_at(other.place(WIDTH)) - last) <= 3600
    assert scale().over(hours, 3600, False).follows()


def test_real_time_and_back_shows_the_same_end() -> None:
    time = scale().panned(700)
    real = time.over(GAPPED, 300, True)
    assert real.real
    assert real.stamp_at(real.place(WIDTH)) == pytest.approx(float(time.stamp_at(time.place(WIDTH))), abs=300)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("real", [False, True])
def test_a_few_candles_can_be_moved_about(count: int, real: bool) -> None:
    time = scale(count, real)
    for moved in (time, time.panned(500), time.panned(-5e6), time.zoomed(1e6, 3), time.zoomed(1e-6, 3), time.all(), time.latest()):
        first, last = moved.visible()
        assert 0 <= first <= last <= count
        assert np.isfinite([moved.left, moved.right]).all()
        assert last > first or not count
    assert time.over(GAPPED, 300, real).visible()[1] == 500
    assert scale().over(GAPPED[:count], 300, real).visible()[1] <= count


def test_resizing_keeps_the_newest_at_its_distance() -> None:
    time = scale()
    wider = time.resized(1500.0)
    assert wider.pitch == pytest.approx(time.pitch)
    assert 1500 - wider.pixel(499) == pytest.approx(WIDTH - time.pixel(499))


def test_another_scaling_shows_the_same_candles() -> None:
    wide = replace(scale(), width=2 * WIDTH)
    assert wide.visible() == scale().visible()
    assert wide.pixel(450) == pytest.approx(2 * float(scale().pixel(450)))


@pytest.mark.parametrize("real", [False, True])
def test_a_moment_belongs_to_one_candle_in_every_timeframe(real: bool) -> None:
    """What is drawn at 15:00 UTC on a Tuesday stands over Tuesday in 1d, and what at 23:00 over Wednesday."""
    days = np.arange(20, 28) * 86_400 + 1_795_392_000  # 00:00 UTC of trade dates
    daily, hours = fitted(days, 86_400, real, WIDTH), fitted(days[0] + np.arange(100) * 3600, 3600, real, WIDTH)
    tuesday = int(days[3])
    assert daily.holding(tuesday) == daily.holding(tuesday + 15 * 3600) == 3
    assert daily.holding(tuesday + 23 * 3600) == 4
    assert daily.pixel_of(tuesday + 15 * 3600) == pytest.approx(float(daily.pixel(3)))
    assert hours.holding(int(hours.stamps[7]) + 3599) == 7
    assert hours.holding(int(hours.stamps[-1]) + 7200) == 101
    assert hours.holding(int(hours.stamps[0]) - 1) == -1
