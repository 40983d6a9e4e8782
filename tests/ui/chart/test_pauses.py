"""Buckets in real time: what was traded after a pause is not drawn before it."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.lod import build_line_pyramid, build_pyramid, reduce, reduce_line
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.ui.chart.items.gap_splitting import split_bars, split_spans
from tests.core.chart.making import make_series
from tests.core.helpers import utc
from tests.ui.chart.charting import make_view

HOUR = 3600


def checked(candles: Candles, first: np.ndarray, last: np.ndarray, begin: int) -> None:
    """Whether the buckets follow each other without a candle between them, and hold no pause."""
    assert first[0] <= begin
    np.testing.assert_array_equal(first[1:], last[:-1] + 1)
    assert (candles.ts[last] - candles.ts[first] - (last - first) * 300 <= 2 * HOUR).all()


@pytest.mark.parametrize(("first", "last", "size"), [(0, 9000, 16), (5, 8999, 64), (1234, 5678, 8), (8000, 9000, 512)])
def test_bars_are_cut_at_pauses_and_nothing_is_lost(first: int, last: int, size: int) -> None:
    candles = make_series(9000).candles
    whole = reduce(candles, build_pyramid(candles), first, last, size)
    bars = split_bars(whole, candles, 2 * HOUR, 300)
    assert len(bars) > len(whole)
    checked(candles, bars.first, bars.last, first)
    for n in range(len(bars)):
        part = candles.take(slice(int(bars.first[n]), int(bars.last[n]) + 1))
        assert (bars.open[n], bars.high[n]) == (part.open[0], part.high.max())
        assert (bars.low[n], bars.close[n], bars.volume[n]) == (part.low.min(), part.close[-1], part.volume.sum())


@pytest.mark.parametrize("size", [8, 64, 512])
def test_lines_are_cut_at_pauses_and_nothing_is_lost(size: int) -> None:
    candles = make_series(9000).candles
    values = candles.close.astype(np.float32)
    values[:700] = np.nan
    whole = reduce_line(values, build_line_pyramid(values), 0, 9000, size)
    spans = split_spans(whole, values, candles.ts, 2 * HOUR, 300)
    assert len(spans) > len(whole)
    checked(candles, spans.first, spans.last, 0)
    for n in range(len(spans)):
        part = values[int(spans.first[n]) : int(spans.last[n]) + 1]
        expected = (np.fmin.reduce(part), np.fmax.reduce(part), part[0], part[-1])
        np.testing.assert_array_equal((spans.low[n], spans.high[n], spans.enter[n], spans.leave[n]), expected)


def test_without_a_pause_nothing_is_cut() -> None:
    candles = make_series(200).candles
    bars = reduce(candles, (), 0, 200, 4)
    assert split_bars(bars, candles, 100 * HOUR, 300) is bars
    spans = reduce_line(candles.close, (), 0, 200, 4)
    assert split_spans(spans, candles.close, candles.ts, 100 * HOUR, 300) is spans


def test_the_week_ends_at_its_last_prices(qtbot: QtBot) -> None:
    view = make_view(qtbot, make_series(9000), ChartOptions(real_time=True))
    view.change_time(TimeScale.all)
    assert view.frame is not None
    bars, candles = view.frame.bars, view.series.candles
    friday = int(np.searchsorted(candles.ts, utc("2026-11-14 00:00"))) - 1
    assert friday in bars.last
    assert friday + 1 in bars.first
