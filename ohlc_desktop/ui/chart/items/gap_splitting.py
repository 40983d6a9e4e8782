"""Buckets of candles on an axis in real time: one that holds a pause is two, or what comes after it were drawn before it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Bools, Candles, Int64
from ohlc_desktop.core.chart.lod import Bars, Float32, Spans


def split_bars(bars: Bars, candles: Candles, pause: float, seconds: int) -> Bars:
    """The same bars, each cut at the longest pause in it.

    Args:
        bars: Buckets of ``candles``, none longer than the first or the second.
        candles: Sorted.
        pause: What is longer is one, in seconds.
        seconds: Length of a candle.
    """
    torn = _torn(bars.first, bars.last, candles.ts, pause, seconds)
    if not len(torn):
        return bars
    places, before, cut = _cut(bars.first[torn], bars.last[torn], candles.ts)
    high, low, volume = candles.high[places], candles.low[places], candles.volume[places].astype(np.float64)
    own = places[:, 1:] > places[:, :-1]  # the last bucket may be shorter: its last candle is repeated
    volume[:, 1:] *= own
    return Bars(
        _put(bars.first, torn, bars.first[torn], cut + 1), _put(bars.last, torn, cut, bars.last[torn]),
        _put(bars.open, torn, bars.open[torn], candles.open[cut + 1]),
        _put(bars.high, torn, *(np.where(side, high, -np.inf).max(axis=1) for side in (before, ~before))),
        _put(bars.low, torn, *(np.where(side, low, np.inf).min(axis=1) for side in (before, ~before))),
        _put(bars.close, torn, candles.close[cut], bars.close[torn]),
        _put(bars.volume, torn, *(np.where(side, volume, 0.0).sum(axis=1) for side in (before, ~before))),
    )  # fmt: skip


def split_spans(spans: Spans, values: Float32, stamps: Int64, pause: float, seconds: int) -> Spans:
    """The same buckets of a line through ``values``, cut likewise."""
    torn = _torn(spans.first, spans.last, stamps, pause, seconds)
    if not len(torn):
        return spans
    places, before, cut = _cut(spans.first[torn], spans.last[torn], stamps)
    found = values[places]
    return Spans(
        _put(spans.first, torn, spans.first[torn], cut + 1), _put(spans.last, torn, cut, spans.last[torn]),
        _put(spans.low, torn, *(np.fmin.reduce(np.where(side, found, np.nan), axis=1) for side in (before, ~before))),
        _put(spans.high, torn, *(np.fmax.reduce(np.where(side, found, np.nan), axis=1) for side in (before, ~before))),
        _put(spans.enter, torn, spans.enter[torn], values[cut + 1]),
        _put(spans.leave, torn, values[cut], spans.leave[torn]),
    )  # fmt: skip


def _torn(first: Int64, last: Int64, stamps: Int64, pause: float, seconds: int) -> Int64:
    """Which buckets are longer than their candles by a pause."""
    return np.flatnonzero(stamps[last] - stamps[first] - (last - first) * seconds > pause)


def _cut(first: Int64, last: Int64, stamps: Int64) -> tuple[Int64, Bools, Int64]:
    """Places of the candles of each bucket, in rows; which of them come before the pause; the last of those."""
    places = np.minimum(first[:, None] + np.arange(int((last - first).max()) + 1), last[:, None])
    at = np.diff(stamps[places], axis=1).argmax(axis=1)
    return places, np.arange(places.shape[1]) <= at[:, None], first + at


def _put(
    column: NDArray[np.generic], torn: Int64, before: NDArray[np.generic], after: NDArray[np.generic]
) -> np.ndarray:
    """A column with two entries in the place of each that is torn."""
    found = np.insert(column, torn + 1, after)
    found[torn + np.arange(len(torn))] = before
    return found
