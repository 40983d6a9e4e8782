"""Volume-weighted average price since a session's open or since an anchor, with standard deviation bands."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Float64, Int64
from ohlc_desktop.core.chart.indicators.declaring import edge, source, times
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Parameter, ParameterKind, Place, State, Values
from ohlc_desktop.core.chart.indicators.span import Span
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.market.exchanges import trade_day
from ohlc_desktop.core.timeframes import DAY

#: Most pairs of bands.
PAIRS = 3
#: The last second of the year 9999.
LAST_STAMP = 253402300799


def session(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Volume-weighted average price of the session so far; it starts anew with each trade date.

    NaN until the first volume of the session, and for candles of 1d and longer, which know no sessions.
    Source: Berkowitz, Logue and Noser, *The Total Cost of Transactions on the NYSE*, Journal of Finance 43 (1988).
    """
    first = span.series.days.first
    if not len(first):
        return _undefined(len(span), values["bands"]), state
    within = first[slice(*np.searchsorted(first, (span.first, span.last)))]
    return _since(span, within - span.first, values, state)


def anchored(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Volume-weighted average price since the candle that holds the stamp ``anchor``; NaN before it.

    The anchor 0 is the first candle. An anchor before the first candle leaves all undefined, for what was
    traded since is not all there.
    Source: Brian Shannon, *Maximum Trading Gains with Anchored VWAP* (2023).
    """
    start = anchor_place(span.series, values["anchor"])
    if start is None or start >= span.last:
        return _undefined(len(span), values["bands"]), state
    begin = max(start, span.first)
    starts = np.zeros(int(start == begin), dtype=np.int64)
    lines, after = _since(Span(span.series, begin, span.last), starts, values, state)
    before = np.full(begin - span.first, np.nan)
    return {key: np.concatenate((before, line)) for key, line in lines.items()}, after


def anchor_place(series: ChartSeries, anchor: int) -> int | None:
    """Place of the candle that holds a stamp, else of the first one after it.

    It is ``len(series)`` for a stamp after the last candle, and None for one before the first (0 means the first).
    """
    ts, timeframe = series.candles.ts, series.timeframe
    if len(ts) and anchor > 0 and timeframe.daily:
        anchor = _trade_date(series, min(anchor, int(ts[-1]) + 366 * DAY))
    if not len(ts) or 0 < anchor < ts[0]:
        return None
    if anchor <= 0:
        return 0
    place = int(np.searchsorted(ts, anchor, side="right")) - 1
    # 5d has holidays in it, a month or quarter can be longer than its nominal length
    longest = timeframe.seconds + (3 * DAY if timeframe.seconds > DAY else 0)
    return place if anchor < ts[place] + longest else place + 1


def _trade_date(series: ChartSeries, anchor: int) -> int:
    """Stamp of the trade date that a moment belongs to, in the time of the instrument's own market."""
    return trade_day(series.instrument.calendar, anchor) * DAY


def _undefined(length: int, pairs: int) -> Mapping[str, Float64]:
    nothing = np.full(length, np.nan)
    return {"vwap": nothing, **_edges(nothing, nothing, pairs, 1)}


def _since(span: Span, starts: Int64, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """The lines, added up anew from each of ``starts`` (places in the span); before the first from ``state``.

    The state is (volume, volume times price, volume times squared deviation) up to the span.
    """
    price, volume = span.price(values["source"]), span.column("volume")
    both = np.empty(len(span), dtype=np.complex128)  # one pass over the sessions for two sums
    both.real, both.imag = volume, volume * price
    _run(both, starts, complex(state[0], state[1]))
    traded, mean = both.real, _ratio(both.imag, both.real)
    if not values["bands"]:
        return {"vwap": mean}, (float(traded[-1]), float(both.imag[-1]), 0.0)
    earlier = np.concatenate((_ratio(np.array([state[1]]), np.array([state[0]])), mean[:-1]))
    earlier[starts] = np.nan
    squares = _growth(volume, price, earlier, mean)
    _run(squares, starts, state[2])
    deviation = np.sqrt(_ratio(squares, traded))
    lines = {"vwap": mean, **_edges(mean, deviation, values["bands"], values["width"])}
    return lines, (float(traded[-1]), float(both.imag[-1]), float(squares[-1]))


def _growth(volume: Float64, price: Float64, earlier: Float64, mean: Float64) -> Float64:
    """What each candle adds to the squared deviations, from the means before and after it; never negative.

    Source: D. H. D. West, *Updating Mean and Variance Estimates*, Communications of the ACM 22 (1979).
    """
    growth: Float64 = volume * (price - earlier) * (price - mean)
    return np.fmax(growth, 0, out=growth)  # the first volume of all has no mean before it: NaN becomes 0


def _run(values: NDArray[np.inexact[Any]], starts: Int64, before: complex) -> None:
    """Turns values into running sums, begun anew at each start; those before the first start go on from ``before``.

    Session by session, so that no sum ever holds what another session traded.
    """
    bounds = starts.tolist()
    if not bounds or bounds[0] > 0:
        values[0] += before
        bounds.insert(0, 0)
    for first, last in pairwise((*bounds, len(values))):
        np.add.accumulate(values[first:last], out=values[first:last])


def _ratio(part: Float64, whole: Float64) -> Float64:
    """``part / whole``, NaN without volume, where both are 0."""
    with np.errstate(invalid="ignore"):
        return part / whole


def _edges(middle: Float64, deviation: Float64, pairs: int, width: float) -> dict[str, Float64]:
    edges = {}
    for pair in range(1, pairs + 1):
        edges[f"upper{pair}"] = middle + pair * width * deviation
        edges[f"lower{pair}"] = middle - pair * width * deviation
    return edges


_VWAP_LINES = (
    Line("vwap", "VWAP"),
    *(
        edge(f"{side.lower()}{pair}", f"{side} {pair}", pair)
        for pair in range(1, PAIRS + 1)
        for side in ("Upper", "Lower")
    ),
)
_VWAP_PARAMETERS = (
    Parameter("bands", "Bands", ParameterKind.INT, 0, 0, PAIRS, quiet=True),
    times("width", "Standard deviations a band", 1.0, quiet=True),
    source("hlc3"),
)

#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "VWAP", "VWAP", "Session VWAP", Place.PRICE, _VWAP_PARAMETERS, _VWAP_LINES, session,
        (0.0, 0.0, 0.0), intraday_only=True,
    ),
    IndicatorKind(
        "AVWAP", "AVWAP", "Anchored VWAP", Place.PRICE,
        (Parameter("anchor", "Anchor", ParameterKind.TIME, 0, 0, LAST_STAMP, quiet=True), *_VWAP_PARAMETERS),
        _VWAP_LINES, anchored, (0.0, 0.0, 0.0),
    ),
)  # fmt: skip
