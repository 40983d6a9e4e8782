"""Extending what is computed gives what computing it all would, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.chart.indicators import KINDS, IndicatorSpec, compute, computing, extend, indicator
from ohlc_desktop.core.chart.indicators.columns import recursion
from ohlc_desktop.core.chart.indicators.computing import CHUNK
from ohlc_desktop.core.chart.indicators.model import ParameterKind
from ohlc_desktop.core.chart.series import ChartSeries
from tests.core.chart.indicator_making import SPECS, days_of, oldest, same, series_of, settled, spec_id, walk


@st.composite
def histories(draw: st.DrawFn) -> tuple[ChartSeries, ChartSeries, int]:
    """A series, a later state of it, and how many candles from the oldest on did not change."""
    old, new = draw(st.integers(0, 400)), draw(st.integers(0, 400))
    unchanged = draw(st.integers(0, min(old, new)))
    seed = draw(st.integers(0, 99))
    firsts = sorted(draw(st.sets(st.integers(1, 399), max_size=40)) | {0})
    later = sorted(draw(st.sets(st.integers(unchanged, 400), max_size=40)) | {f for f in firsts if f < unchanged} | {0})
    before, other = walk(400, seed), walk(400, seed + 1000)
    columns = zip(before.candles.columns, other.candles.columns, strict=True)
    mixed = type(before.candles)(*(np.concatenate((a[:unchanged], b[unchanged:])) for a, b in columns))
    return oldest(series_of(before.candles, firsts), old), oldest(series_of(mixed, later), new), unchanged


@settings(deadline=None)
@given(st.sampled_from(SPECS), histories())
def test_extending_equals_computing(spec: IndicatorSpec, history: tuple[ChartSeries, ChartSeries, int]) -> None:
    old, new, unchanged = history
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(computing, "CHUNK", 64)
        same(extend(compute(spec, old), spec, new, unchanged), compute(spec, new))


@settings(deadline=None)
@given(st.sampled_from(SPECS), st.lists(st.integers(0, 400), min_size=1, max_size=6), st.integers(0, 99))
def test_extending_again_and_again_equals_computing(spec: IndicatorSpec, counts: list[int], seed: int) -> None:
    series = walk(400, seed, session=57)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(computing, "CHUNK", 64)
        computed = compute(spec, oldest(series, 0))
        for before, count in zip([0, *sorted(counts)], sorted(counts), strict=False):
            computed = extend(computed, spec, oldest(series, count), before)
        same(computed, compute(spec, oldest(series, max(counts))))


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
def test_small_chunks_and_blocks_give_what_one_large_chunk_gives(
    spec: IndicatorSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = walk(5000, session=313)
    whole = compute(spec, series)
    monkeypatch.setattr(computing, "CHUNK", 64)
    recursion._powers.cache_clear()
    monkeypatch.setattr(recursion, "BLOCK", 8)
    for key, line in compute(spec, series).lines.items():
        np.testing.assert_allclose(line, whole.lines[key], rtol=1.5e-7, atol=1e-7, equal_nan=True)
    recursion._powers.cache_clear()


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
def test_extending_over_real_chunks(spec: IndicatorSpec) -> None:
    series = walk(3 * CHUNK + 100, session=1380)
    whole = compute(spec, series)
    assert all(line.dtype == np.float32 and len(line) >= len(series) for line in whole.lines.values())
    for count in (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 99):
        same(extend(compute(spec, oldest(series, count)), spec, series, count), whole)
    shorter = compute(spec, oldest(series, 2 * CHUNK))
    same(extend(whole, spec, oldest(series, 2 * CHUNK), 2 * CHUNK), shorter)


@pytest.mark.parametrize("spec", SPECS, ids=spec_id)
def test_old_candles_are_not_read_again(spec: IndicatorSpec) -> None:
    series = walk(4 * CHUNK, session=1380)
    computed = compute(spec, oldest(series, 4 * CHUNK - 1))
    old = slice(0, 3 * CHUNK - 1500)  # the longest window here is shorter than this, and so is a session
    columns = [np.array(values) for values in series.candles.columns]
    for values in columns[1:]:
        values[old] = 0
    spoilt = replace(series, candles=type(series.candles)(*columns))
    same(extend(computed, spec, spoilt, 4 * CHUNK - 1), compute(spec, series))


def test_nothing_is_taken_from_another_indicator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "CHUNK", 64)
    series = walk(500)
    for old in (indicator("SMA", period=5), indicator("VWAP")):
        for spec in (indicator("SMA", period=6), indicator("EMA", period=5), indicator("VWAP", bands=1)):
            same(extend(compute(old, series), spec, series, 500), compute(spec, series))


def test_another_colour_keeps_what_is_computed() -> None:
    series = walk(500)
    spec = indicator("SMA", colours=("#ff0000",))
    found = extend(compute(indicator("SMA"), series), spec, series, 500)
    same(found, compute(spec, series))
    assert found.spec == spec


def test_places_out_of_range_are_taken_for_what_they_must_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "CHUNK", 64)
    series = walk(500)
    spec = indicator("EMA")
    short = compute(spec, oldest(series, 100))
    same(extend(short, spec, series, 10_000), compute(spec, series))
    same(extend(short, spec, series, -1), compute(spec, series))


def test_what_was_computed_is_left_alone() -> None:
    series = walk(CHUNK + 10)
    spec = indicator("BB")
    computed = compute(spec, series)
    copies = {key: line.copy() for key, line in computed.lines.items()}
    extend(computed, spec, walk(CHUNK + 10, seed=2), 0)
    for key, line in copies.items():
        np.testing.assert_array_equal(computed.lines[key], line)


@pytest.mark.parametrize("name", KINDS)
def test_the_longest_periods_begin_within_the_first_chunk(name: str) -> None:
    longest = {p.key: p.largest for p in KINDS[name].parameters if p.kind is ParameterKind.INT}
    series = walk(CHUNK)
    begun = [not np.isnan(line[-1]) for line in settled(compute(indicator(name, **longest), series), CHUNK).values()]
    assert any(begun) if name == "ST" else all(begun)  # which has one of its two lines at a time


def test_sessions_may_begin_anywhere() -> None:
    series = walk(100)
    series = replace(series, days=days_of(series.candles, [0, 64, 65, 99]))
    same(extend(compute(indicator("VWAP"), oldest(series, 64)), indicator("VWAP"), series, 64),
         compute(indicator("VWAP"), series))  # fmt: skip
