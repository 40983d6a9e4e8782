"""Candles of a coarser timeframe from a finer one: first open, highest high, lowest low, last close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64, empty
from ohlc_desktop.core.market.sessions import Buckets, Calendar, buckets, candle_key
from ohlc_desktop.core.planning.coverage import Interval, inside
from ohlc_desktop.core.timeframes import Timeframe


def aggregate(source: Candles, keys: Int64) -> Candles:
    """One candle for each run of equal ``keys``; ``source`` sorted, keys non-decreasing."""
    if not len(source):
        return empty()
    first = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    last = np.append(first[1:], len(keys)) - 1
    return Candles(
        keys[first],
        source.open[first],
        np.maximum.reduceat(source.high, first),
        np.minimum.reduceat(source.low, first),
        source.close[last],
        np.add.reduceat(source.volume, first),
    )


def derive(
    source: Candles, calendar: Calendar, timeframe: Timeframe, covered: Sequence[Interval], closed_by: float
) -> Candles:
    """The finished candles of ``timeframe`` that ``source`` gives.

    Args:
        source: Sorted candles of the source series; whole buckets at both ends, or they are left out.
        calendar: Sessions of the instrument.
        timeframe: What to derive.
        covered: Where the source series has been answered; a candle needs all of its stretch.
        closed_by: UTC epoch seconds; candles that close later are left out.
    """
    if calendar.strict and not timeframe.daily:
        source = source.take(calendar.session_at(source.ts) >= 0)  # a lone trade outside of hours makes no candles
    if not len(source):
        return empty()
    keys = candle_key(source.ts, calendar, timeframe)
    made = aggregate(source, keys)
    if timeframe.daily:  # a volume of 0 stands for one that is not known: what is summed over it is not known either
        made = replace(made, volume=np.where(np.isin(made.ts, keys[source.volume == 0]), 0, made.volume))
    expected = buckets(calendar, timeframe, int(source.ts[0]), int(source.ts[-1]) + 1)
    return made.take(np.isin(made.ts, finished(expected, covered, closed_by).key, assume_unique=True))


def finished(expected: Buckets, covered: Sequence[Interval], closed_by: float) -> Buckets:
    """The expected candles whose stretch is answered whole and that have closed."""
    return expected.take(inside(expected.start, expected.end, covered) & (expected.closes <= closed_by))


def source_window(calendar: Calendar, timeframe: Timeframe, window: Interval) -> Interval:
    """The stretch of source stamps that the candles of ``timeframe`` touching ``window`` are made of."""
    touched = buckets(calendar, timeframe, *window)
    if not len(touched):
        return window
    return Interval(min(window.start, int(touched.start[0])), max(window.end, int(touched.end[-1])))
