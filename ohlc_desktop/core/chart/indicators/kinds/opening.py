"""Ranges of the first minutes of a session: opening range and initial balance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.chart.annotations.days import visible_days
from ohlc_desktop.core.chart.annotations.hours import REGULAR
from ohlc_desktop.core.chart.indicators.model import (
    IndicatorKind,
    Line,
    LineStyle,
    Parameter,
    ParameterKind,
    Place,
    State,
    Step,
    Values,
)
from ohlc_desktop.core.chart.indicators.span import Span
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.timeframes import MINUTE

#: Longest range, minutes: the whole of a futures session.
_LONGEST = 1380


def opening_range(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """High, low and middle of the first ``minutes`` of the regular hours, to the end of the trade date.

    While they last it is the range so far. Instruments without regular hours have the range of their session's first
    minutes; holidays, on which others have none, have no range. It is undefined as well where candles of it are
    missing, where candles do not divide it (30 minutes of 1h candles), and for 1d and longer.
    Source: Toby Crabel, *Day Trading with Short Term Price Patterns and Opening Range Breakout* (1990).
    """
    return _range(span, values, state)


def initial_balance(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """High, low and middle of the first ``minutes`` of the regular hours, in all as :func:`opening_range` has it.

    Source: J. Peter Steidlmayer and Kevin Koy, *Markets and Market Logic* (1986): the first hour.
    """
    return _range(span, values, state)


def _range(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    high, low = (np.full(len(span), np.nan) for _ in range(2))
    candles = span.series.candles
    for begin, end, close in _places(span, values["minutes"] * MINUTE):
        within = slice(begin, end)
        _put(high, span, begin, close, np.maximum.accumulate(candles.high[within]))
        _put(low, span, begin, close, np.minimum.accumulate(candles.low[within]))
    return {"high": high, "low": low, "middle": (high + low) / 2}, state


def _put(line: Float64, span: Span, begin: int, close: int, values: Float64) -> None:
    """Put the values from the place ``begin`` on, and the last one up to ``close``, as far as they are in the span."""
    end = begin + len(values)
    first, last = max(begin, span.first), min(end, span.last)
    line[first - span.first : max(last - span.first, 0)] = values[first - begin : max(last - begin, 0)]
    line[max(end - span.first, 0) : max(close - span.first, 0)] = values[-1]


def _places(span: Span, seconds: int) -> list[tuple[int, int, int]]:
    """Places of each range in or before a span: its first candle, the one after its last, and the end of its trade date."""
    series = span.series
    days, ts, step = series.days, series.candles.ts, series.timeframe.seconds
    rows = visible_days(days, span.first, span.last)
    if not len(days) or seconds % step:
        return []
    opens = (days.rth_open if series.instrument.calendar in REGULAR else days.open)[rows]
    ends = opens + seconds
    begin, end = np.searchsorted(ts, opens), np.searchsorted(ts, ends)
    close = np.append(days.first[1:], len(series))[rows]
    some = (opens < days.close[rows]) & (begin < np.minimum(end, close)) & ~_torn(series, opens, ends)
    some[some] = (ts[begin[some]] - opens[some]) % step == 0
    found = np.stack((begin, np.minimum(end, close), close), axis=1)[some]
    return [tuple(row) for row in found.tolist()]


def _torn(series: ChartSeries, starts: Int64, ends: Int64) -> Bools:
    """Whether candles are missing in stretches of time."""
    holes = [hole for hole in series.holes if not hole.unserved]
    begins, finishes = (np.array([getattr(h, name) for h in holes], dtype=np.int64) for name in ("start", "end"))
    at = np.searchsorted(finishes, starts, side="right")
    return np.append(begins, np.iinfo(np.int64).max)[at] < ends


def _kind(name: str, short: str, title: str, minutes: int, step: Step) -> IndicatorKind:
    titles = ("High", "Low", "Middle")
    lines = tuple(Line(title.lower(), title, LineStyle.LEVEL, mark=f"{short}{title[0]}") for title in titles)
    parameter = Parameter("minutes", "Minutes", ParameterKind.INT, minutes, 1, _LONGEST)
    return IndicatorKind(name, short, title, Place.PRICE, (parameter,), lines, step, intraday_only=True)


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    _kind("OR", "OR", "Opening range", 30, opening_range),
    _kind("IB", "IB", "Initial balance", 60, initial_balance),
)
