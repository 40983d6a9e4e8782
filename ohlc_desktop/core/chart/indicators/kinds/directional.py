"""How strongly prices move in one direction, and in which."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.columns.recursion import wilder
from ohlc_desktop.core.chart.indicators.declaring import LONGEST, UNKNOWN, period
from ohlc_desktop.core.chart.indicators.kinds.oscillators import average_true_ranges
from ohlc_desktop.core.chart.indicators.model import (
    IndicatorKind,
    Line,
    Parameter,
    ParameterKind,
    Place,
    State,
    Tone,
    Values,
)
from ohlc_desktop.core.chart.indicators.span import Span, fitted


def directional(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Directional movement: +DI and -DI from place ``period`` on, ADX ``smoothing - 1`` places later; all 0 to 100.

    What a candle reaches beyond the one before, on the side on which it reaches further, is averaged as Wilder does and
    divided by the average true range. ADX is the average of the difference of the two in percent of their sum; it is 0
    where nothing has moved. All averages begin with a simple mean, as TradingView's do. Wilder's own begin with a sum
    that is one value short, and TA-Lib's with them: the difference decays.
    Source: J. Welles Wilder, *New Concepts in Technical Trading Systems* (1978).
    """
    length = values["period"]
    ranges = average_true_ranges(span, length, state[0])
    rises, falls = _movements(span)
    up = fitted(wilder(rises, length, state[1]), len(span))
    down = fitted(wilder(falls, length, state[2]), len(span))
    plus, minus = _percent(up, ranges), _percent(down, ranges)
    apart = _percent(np.abs(plus - minus), plus + minus)
    begun = apart if span.first else apart[length:]
    adx = fitted(wilder(begun, values["smoothing"], state[3]), len(span))
    after = tuple(float(column[-1]) for column in (ranges, up, down, adx))
    return {"adx": adx, "plus": plus, "minus": minus}, after


def _movements(span: Span) -> tuple[Float64, Float64]:
    """By how much each candle reaches above, and below, the one before; 0 for the side on which it reaches less far."""
    rises, falls = np.diff(span.column("high", 1)), -np.diff(span.column("low", 1))
    return np.where((rises > falls) & (rises > 0), rises, 0.0), np.where((falls > rises) & (falls > 0), falls, 0.0)


def _percent(part: Float64, whole: Float64) -> Float64:
    """``part`` in percent of ``whole``; 0 where both are."""
    result = np.zeros(len(whole))
    np.divide(100 * part, whole, out=result, where=whole != 0)
    return np.minimum(result, 100.0)


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "ADX", "ADX", "Average directional index (ADX, +DI, -DI)", Place.OWN,
        (period(default=14),
         Parameter("smoothing", "ADX smoothing", ParameterKind.INT, 14, 1, LONGEST, quiet=True)),
        (Line("adx", "ADX"), Line("plus", "+DI", tone=Tone.UP), Line("minus", "-DI", tone=Tone.DOWN)),
        directional, (UNKNOWN,) * 4, (25,), (0, 100),
    ),
)  # fmt: skip
