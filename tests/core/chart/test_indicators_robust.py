"""Indicators of bad input: few candles, equal and negative prices, spikes, no volume, very long histories."""

from __future__ import annotations

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.chart.indicators import IndicatorSpec, compute, indicator, lines_of
from ohlc_desktop.core.chart.indicators.columns import recursion, windows
from ohlc_desktop.core.chart.series import ChartSeries
from tests.core.chart.indicator_making import (
    SPECS,
    close_to,
    days_of,
    flat,
    oldest,
    only,
    series_of,
    settled,
    spec_id,
    walk,
)

SPIKE = 1000
LARGE = 2.0**100


def spiked(series: ChartSeries) -> ChartSeries:
    """With one candle a hundred times too high."""
    columns = [np.array(values) for values in series.candles.columns]
    for values in columns[1:5]:
        values[SPIKE] *= 100
    return replace(series, candles=Candles(*columns))


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
def test_few_candles_have_lines_of_their_length(spec: IndicatorSpec) -> None:
    longer = compute(spec, walk(60)).lines
    for count in (0, 1, 2, 3, 5, 30):
        series = oldest(walk(60), count) if count else series_of(empty())
        computed = compute(spec, series)
        assert len(computed) == count
        assert list(computed.lines) == [line.key for line in lines_of(spec)]
        for key, line in settled(computed, count).items():
            assert computed.lines[key].dtype == np.float32
            assert len(computed.lines[key]) >= count
            np.testing.assert_array_equal(line, longer[key][: len(line)])


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
@pytest.mark.parametrize("price", [0.0, 7.25, -37.63, 118.03125, 1e-5, 3e7])
def test_equal_prices(spec: IndicatorSpec, price: float) -> None:
    width = np.float32(abs(price) * 1e-6 + 1e-12)
    known = {"RSI": 50.0, "STOCH": 50.0, "MACD": 0.0, "ATR": 0.0, "ADX": 0.0, "CCI": 0.0, "ROC": 0.0}
    expected = known.get(spec.kind, np.float32(price))
    if spec.kind in ("OBV", "VOLMA"):
        expected = 9.0
    series = series_of(flat(np.full(3000, price), 9).candles, range(0, 3000, 288))
    before = {"day": 288, "week": 3000}.get(str(spec.values.get("unit")), 0)  # the oldest ones have none before them
    for key, line in compute(spec, series).lines.items():
        defined = line[~np.isnan(line)]
        assert len(defined) > 2900 - before or (spec.kind, key) == ("ST", "up")
        np.testing.assert_allclose(defined, expected, rtol=2e-7, atol=width)


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
def test_negative_prices_are_prices(spec: IndicatorSpec) -> None:
    series = walk(3000)
    ts, *prices, volume = series.candles.columns
    opened, high, low, close = (p - np.float32(12000) for p in prices)
    candles = Candles(ts, opened, high, low, close, volume)
    lower = replace(series, candles=candles, days=days_of(candles, series.days.first.tolist()))
    if spec.kind == "ROC":  # it is a share of the price
        return
    moved = 0 if spec.kind in ("RSI", "MACD", "ATR", "STOCH", "OBV", "VOLMA", "ADX", "CCI") else 12000
    there = compute(spec, lower).lines
    for key, line in compute(spec, series).lines.items():
        np.testing.assert_allclose(there[key], line - moved, rtol=1e-5, atol=2e-3, equal_nan=True)


@pytest.mark.parametrize("name", ["SMA", "WMA", "BB", "STOCH", "DC", "CCI", "ROC"])
def test_a_spike_is_forgotten_once_it_leaves_the_window(name: str) -> None:
    series = walk(3000)
    clean, found = compute(indicator(name), series).lines, compute(indicator(name), spiked(series)).lines
    for key, line in found.items():
        np.testing.assert_array_equal(line[:SPIKE], clean[key][:SPIKE])
        assert (line[SPIKE:SPIKE + 10] != clean[key][SPIKE:SPIKE + 10]).any() or key == "lower"  # fmt: skip
        np.testing.assert_array_equal(line[SPIKE + 20 :], clean[key][SPIKE + 20 :])


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
def test_a_spike_leaves_no_noise_behind(spec: IndicatorSpec) -> None:
    series = walk(40_000)
    clean, found = compute(spec, series).lines, compute(spec, spiked(series)).lines
    if spec.kind in ("AVWAP", "OBV"):  # they remember it for ever, and rightly
        assert all(np.isfinite(line[SPIKE:]).all() for line in found.values())
        return
    for key, line in found.items():
        np.testing.assert_allclose(line[20_000:], clean[key][20_000:], rtol=2e-7, atol=1e-9)


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
def test_values_stay_within_their_bounds(spec: IndicatorSpec) -> None:
    for line in settled(compute(spec, spiked(walk(3000))), 3000).values():
        begun = line[np.argmax(~np.isnan(line)) :]
        assert np.isfinite(begun).all() or spec.kind == "ST" or spec.values.get("unit") == "week"
        if spec.kind in ("RSI", "STOCH", "ADX"):
            assert begun.min() >= 0
            assert begun.max() <= 100


@settings(deadline=None)
@given(
    st.lists(st.floats(-LARGE, LARGE, width=32), max_size=60),
    st.integers(1, 40),
    st.sampled_from(("sums", "weighted", "highest", "lowest", "deviations")),
)
def test_windows_are_what_their_values_say(values: list[float], length: int, what: str) -> None:
    column = np.array(values)
    rows = [values[i : i + length] for i in range(len(values) - length + 1)]
    size = max((abs(v) for v in values), default=0) * length
    if what == "deviations":
        found = windows.means_and_deviations(column, length)[1]
        means = [math.fsum(row) / length for row in rows]
        pairs = zip(rows, means, strict=True)
        expected = [math.sqrt(math.fsum((v - mean) ** 2 for v in row) / length) for row, mean in pairs]
    elif what == "weighted":
        found = windows.weighted_means(column, length)
        whole = length * (length + 1) / 2
        expected = [math.fsum(v * (i + 1) / whole for i, v in enumerate(row)) for row in rows]
    else:
        found = getattr(windows, what)(column, length)
        expected = [{"sums": math.fsum, "highest": max, "lowest": min}[what](row) for row in rows]
    np.testing.assert_allclose(found, np.array(expected), rtol=1e-12, atol=size * 1e-14)


@settings(deadline=None)
@given(
    st.lists(st.floats(-LARGE, LARGE, width=32), max_size=700),
    st.sampled_from((1, 2, 3, 14, 200, 5000)),
    st.sampled_from((recursion.exponential, recursion.wilder)),
    st.floats(-1e6, 1e6) | st.just(math.nan),
)
def test_recursions_are_what_a_loop_says(values: list[float], period: int, average, before: float) -> None:
    alpha = 2 / (period + 1) if average is recursion.exponential else 1 / period
    expected, last = [], before
    for place, value in enumerate(values):
        if math.isnan(before) and place < period:
            last = math.fsum(values[:period]) / period if place == period - 1 else math.nan
        else:
            last += alpha * (value - last)
        expected.append(last)
    found = average(np.array(values), period, before)
    size = max(abs(v) for v in (*values, before, 0) if not math.isnan(v))
    np.testing.assert_allclose(found, np.array(expected), rtol=1e-12, atol=size * 1e-12, equal_nan=True)


def test_no_volume_is_no_warning() -> None:
    series = walk(500)
    silent = replace(series, candles=replace(series.candles, volume=np.zeros(500, dtype=np.int64)))
    for spec in SPECS:
        found = settled(compute(spec, silent), 500)
        if spec.kind in ("VWAP", "AVWAP", "OBV", "VOLMA"):
            assert all(np.isnan(line).all() for line in found.values())
        elif spec.values.get("unit") != "week":  # they are of one week
            assert any(np.isfinite(line[-1]) for line in found.values())


def test_unknown_volume_does_not_count() -> None:
    series = flat([5, 6, 6, 4, 7, 8], [0, 20, 0, 40, 0, 60])
    nan = np.nan
    np.testing.assert_array_equal(only(compute(indicator("OBV"), series)), np.array([nan, 20, 20, -20, -20, 40], np.float32))
    found = only(compute(indicator("VOLMA", period=2), series))
    np.testing.assert_array_equal(found, np.array([nan, 20, 20, 40, 40, 60], np.float32))


def test_on_balance_volume_stands_still_without_a_change() -> None:
    series = flat([5, 6, 6, 4, 7], [10, 20, 30, 40, 50])
    np.testing.assert_array_equal(only(compute(indicator("OBV"), series)), np.array([10, 30, 30, -10, 40], np.float32))


def test_candles_in_float64_do_as_well() -> None:
    series = walk(500)
    wide = [np.asarray(values, dtype=np.float64) for values in series.candles.columns[1:5]]
    other = replace(series, candles=Candles(series.candles.ts, *wide, series.candles.volume))
    for spec in SPECS:
        for key, line in compute(spec, series).lines.items():
            close_to(compute(spec, other).lines[key], line)


def test_a_million_candles_need_little_more_than_their_result() -> None:
    series = walk(1_000_000)
    for spec in (indicator("EMA"), indicator("BB"), indicator("STOCH"), indicator("VWAP", bands=1)):
        tracemalloc.start()
        lines = compute(spec, series).lines
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 4e6 * len(lines) + 4e6
