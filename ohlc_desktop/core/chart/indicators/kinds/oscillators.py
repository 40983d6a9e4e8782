"""What moves around a middle or between two limits, and the true range."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.columns import windows
from ohlc_desktop.core.chart.indicators.columns.recursion import exponential, wilder
from ohlc_desktop.core.chart.indicators.declaring import UNKNOWN, period, source
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, LineStyle, Place, State, Values
from ohlc_desktop.core.chart.indicators.span import Span, fitted


def relative_strength(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Relative strength index: the share of gains in all changes, 0 to 100, from place ``period`` on.

    Gains and losses are averaged as Wilder does, beginning with their simple mean. Where nothing has moved yet
    it is 50: neither side is the stronger (TA-Lib says 0).
    Source: J. Welles Wilder, *New Concepts in Technical Trading Systems* (1978).
    """
    changes = np.diff(span.price(values["source"], 1))
    gains = fitted(wilder(np.maximum(changes, 0), values["period"], state[0]), len(span))
    losses = fitted(wilder(np.maximum(-changes, 0), values["period"], state[1]), len(span))
    return {"rsi": _percent(gains, gains + losses)}, (float(gains[-1]), float(losses[-1]))


def convergence(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Moving average convergence/divergence: fast less slow exponential average, their own average, the rest.

    Each average begins with the simple mean of its own first values, so that the line is the difference of the
    two averages that the chart can show besides. TA-Lib begins the fast one later; that decays.
    Sources: Gerald Appel, *The Moving Average Convergence-Divergence Method* (1979); the histogram is Thomas
    Aspray's (1986).
    """
    prices = span.price(values["source"])
    short, long = sorted((values["fast"], values["slow"]))
    fast = exponential(prices, short, state[0])
    slow = exponential(prices, long, state[1])
    line = fast - slow
    begun = line if span.first else line[long - 1 :]
    signal = fitted(exponential(begun, values["signal"], state[2]), len(span))
    lines = {"macd": line, "signal": signal, "histogram": line - signal}
    return lines, (float(fast[-1]), float(slow[-1]), float(signal[-1]))


def average_true_range(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Average true range, from place ``period`` on: Wilder's average (RMA) of the true ranges, begun with their simple mean.

    TradingView takes the first candle of all, which has no close before it, with its high less its low: what that
    changes decays.
    Source: J. Welles Wilder, *New Concepts in Technical Trading Systems* (1978).
    """
    ranges = average_true_ranges(span, values["period"], state[0])
    return {"atr": ranges}, (float(ranges[-1]),)


def stochastic(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Stochastic: where the close is in the range of the last ``k`` candles, 0 to 100.

    %K is smoothed over ``smoothing`` candles (1: not at all, the fast stochastic; 3: the slow one), %D is %K smoothed
    over ``d`` more. In a range of no height the close is in the middle, 50 (TA-Lib says 0).
    Source: George C. Lane, *Lane's Stochastics*, Technical Analysis of Stocks & Commodities 2 (1984).
    """
    back = values["k"] + values["smoothing"] + values["d"] - 3
    top = windows.highest(span.column("high", back), values["k"])
    bottom = windows.lowest(span.column("low", back), values["k"])
    raw = _percent(fitted(span.column("close", back), len(top)) - bottom, top - bottom)
    slow = windows.means(raw, values["smoothing"])
    return {"k": fitted(slow, len(span)), "d": fitted(windows.means(slow, values["d"]), len(span))}, state


def average_true_ranges(span: Span, period: int, before: float) -> Float64:
    """Wilder's average of the true range, NaN up to place ``period - 1``; ``before`` the one before the span.

    The first candle has no true range, for there is no close before it. The average begins with the simple mean
    of the first ``period`` true ranges.
    """
    close = span.column("close", 1)[:-1]
    high, low = (fitted(span.column(name), len(close)) for name in ("high", "low"))
    ranges = np.maximum(high, close) - np.minimum(low, close)
    return fitted(wilder(ranges, period, before), len(span))


def _percent(part: Float64, whole: Float64) -> Float64:
    """``part`` in percent of ``whole``; 50 where there is nothing to share out, NaN where either is NaN."""
    result = np.full(len(whole), 50.0)
    np.divide(100 * part, whole, out=result, where=whole != 0)
    return result


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "RSI", "RSI", "Relative strength index (RSI)", Place.OWN, (period(default=14, smallest=2), source()),
        (Line("rsi", "RSI"),), relative_strength, (UNKNOWN, UNKNOWN), (30, 70), (0, 100),
    ),
    IndicatorKind(
        "MACD", "MACD", "Moving average convergence/divergence (MACD)", Place.OWN,
        (period("fast", "Fast", 12), period("slow", "Slow", 26), period("signal", "Signal", 9), source()),
        (Line("macd", "MACD"), Line("signal", "Signal"), Line("histogram", "Histogram", LineStyle.HISTOGRAM)),
        convergence, (UNKNOWN, UNKNOWN, UNKNOWN), (0,), in_price=True,
    ),
    IndicatorKind(
        "ATR", "ATR", "Average true range (ATR)", Place.OWN, (period(default=14),), (Line("atr", "ATR"),),
        average_true_range, (UNKNOWN,), in_price=True,
    ),
    IndicatorKind(
        "STOCH", "Stoch", "Stochastic", Place.OWN,
        (period("k", "%K", 14), period("smoothing", "%K smoothing", 1), period("d", "%D", 3)),
        (Line("k", "%K"), Line("d", "%D")), stochastic, (), (20, 80), (0, 100),
    ),
)  # fmt: skip
