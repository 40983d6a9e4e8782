"""Fewer bars than candles: nothing is lost, nothing moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.lod import (
    FACTOR,
    bucket_size,
    build_line_pyramid,
    build_pyramid,
    merged,
    merged_line,
    reduce,
    reduce_line,
)


def some_candles(count: int, seed: int = 0) -> Candles:
    rng = np.random.default_rng(seed)
    closes = np.cumsum(rng.normal(0, 3, count)).astype(np.float32)
    opens = np.concatenate((closes[:1], closes[:-1]))
    spread = np.abs(rng.normal(0, 2, (2, count))).astype(np.float32)
    high, low = np.maximum(opens, closes) + spread[0], np.minimum(opens, closes) - spread[1]
    return Candles(np.arange(count) * 60, opens, high, low, closes, rng.integers(0, 1000, count))


@settings(deadline=None, max_examples=40)
@given(
    count=st.integers(1, 6000), power=st.integers(0, 11), start=st.floats(0, 1), share=st.floats(0, 1),
    seed=st.integers(0, 5),
)  # fmt: skip
def test_each_bar_is_exactly_what_its_candles_are(count: int, power: int, start: float, share: float, seed: int) -> None:
    candles = some_candles(count, seed)
    first = int(start * (count - 1))
    last = first + 1 + int(share * (count - first - 1))
    bars = reduce(candles, build_pyramid(candles), first, last, 2**power)
    assert bars.first[0] <= first
    assert bars.last[-1] >= last - 1
    for n in range(len(bars)):
        rows = candles.take(slice(int(bars.first[n]), int(bars.last[n]) + 1))
        assert (bars.high[n], bars.low[n]) == (rows.high.max(), rows.low.min())
        assert (bars.open[n], bars.close[n], bars.volume[n]) == (rows.open[0], rows.close[-1], rows.volume.sum())
    assert (bars.first[1:] == bars.last[:-1] + 1).all()


@settings(deadline=None, max_examples=40)
@given(count=st.integers(600, 4000), power=st.integers(1, 9), first=st.integers(0, 500), step=st.integers(1, 50))
def test_bars_stay_the_same_while_panning(count: int, power: int, first: int, step: int) -> None:
    candles = some_candles(count)
    pyramid = build_pyramid(candles)
    one = reduce(candles, pyramid, first, first + 100, 2**power)
    other = reduce(candles, pyramid, first + step, min(first + step + 100, count), 2**power)
    common, at, there = np.intersect1d(one.first, other.first, return_indices=True)
    assert (one.high[at] == other.high[there]).all()
    assert (one.close[at] == other.close[there]).all()
    assert len(common) or step >= 100 - 2**power


@settings(deadline=None, max_examples=40)
@given(count=st.integers(1, 5000), power=st.integers(0, 10), start=st.integers(0, 400), unknown=st.integers(0, 700))
def test_a_line_keeps_its_extremes_and_what_is_undefined(count: int, power: int, start: int, unknown: int) -> None:
    values = some_candles(count, 2).close.copy()
    values[: min(start, count)] = np.nan
    values[unknown : unknown + 3] = np.nan
    spans = reduce_line(values, build_line_pyramid(values), 0, count, 2**power)
    for n in range(len(spans)):
        rows = values[int(spans.first[n]) : int(spans.last[n]) + 1]
        known = rows[~np.isnan(rows)]
        expected = (known.min(), known.max()) if len(known) else (np.nan, np.nan)
        np.testing.assert_array_equal((spans.low[n], spans.high[n]), expected)
        np.testing.assert_array_equal((spans.enter[n], spans.leave[n]), (rows[0], rows[-1]))


def test_buckets_are_one_to_two_pixels_wide() -> None:
    for per_pixel in (1.01, 1.5, 2.0, 3.7, 800.0, 4166.6):
        assert 1.0 <= bucket_size(per_pixel) / per_pixel < 2.0
    assert [bucket_size(n) for n in (0.0, 0.2, 1.0)] == [1, 1, 1]


def test_a_pyramid_is_small_and_ends() -> None:
    pyramid = build_pyramid(some_candles(100_000))
    assert [len(level.high) for level in pyramid] == [12_500, 1_563, 196]
    assert sum(level.high.nbytes + level.low.nbytes + level.volume.nbytes for level in pyramid) < 100_000 * 16 / (FACTOR - 1) * 1.1
    assert build_pyramid(some_candles(1)) == ()


def test_bars_on_the_same_pixel_become_one() -> None:
    candles = some_candles(10)
    bars = merged(reduce(candles, (), 0, 10, 1), np.array([0, 0, 0, 1, 5, 5, 6, 7, 7, 7]))
    assert bars.first.tolist() == [0, 3, 4, 6, 7]
    assert bars.last.tolist() == [2, 3, 5, 6, 9]
    assert bars.high[0] == candles.high[:3].max()
    assert bars.volume[4] == candles.volume[7:].sum()
    spans = merged_line(reduce_line(candles.close, (), 0, 10, 1), np.array([0, 0, 0, 1, 5, 5, 6, 7, 7, 7]))
    assert spans.low[4] == candles.close[7:].min()
    assert (spans.enter[0], spans.leave[0]) == (candles.close[0], candles.close[2])


def test_a_line_that_starts_anew_has_no_way_in() -> None:
    values = some_candles(20).close
    spans = reduce_line(values, (), 5, 15, 1).broken(np.array([0, 7, 12, 19]))
    assert spans.first[np.isnan(spans.enter)].tolist() == [7, 12]
    np.testing.assert_array_equal(spans.leave, values[5:15])
    empty = reduce_line(values, (), 30, 40, 1)
    assert len(empty.broken(np.array([3]))) == 0


@pytest.mark.parametrize("size", [1, 4, 64])
def test_nothing_is_reduced_to_nothing(size: int) -> None:
    candles = some_candles(5)
    assert len(reduce(candles, (), 3, 3, size)) == 0
    assert len(reduce_line(candles.close, (), 7, 9, size)) == 0
    assert len(merged(reduce(candles, (), 3, 3, size), np.empty(0, dtype=np.int64))) == 0
