"""Bands around a moving average."""

from __future__ import annotations

from collections.abc import Mapping

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.columns.recursion import exponential
from ohlc_desktop.core.chart.indicators.columns.windows import means_and_deviations
from ohlc_desktop.core.chart.indicators.declaring import LONGEST, UNKNOWN, edge, period, source, times
from ohlc_desktop.core.chart.indicators.kinds.oscillators import average_true_ranges
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Parameter, ParameterKind, Place, State, Values
from ohlc_desktop.core.chart.indicators.span import Span, fitted


def bollinger(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Bollinger bands: simple moving average, and ``deviations`` population standard deviations to each side.

    Source: John Bollinger, *Bollinger on Bollinger Bands* (2001).
    """
    prices = span.price(values["source"], values["period"] - 1)
    middle, deviation = means_and_deviations(prices, values["period"])
    return _around(fitted(middle, len(span)), fitted(deviation, len(span)), values["deviations"]), state


def keltner(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Keltner channels: exponential moving average, and ``multiple`` average true ranges to each side.

    The edges begin where both are defined. Sources: Chester W. Keltner, *How to Make Money in Commodities*
    (1960); the exponential average and the true range are Linda B. Raschke's form of it, which charts show today.
    """
    middle = exponential(span.price(values["source"]), values["period"], state[0])
    ranges = average_true_ranges(span, values["atr_period"], state[1])
    return _around(middle, ranges, values["multiple"]), (float(middle[-1]), float(ranges[-1]))


def _around(middle: Float64, width: Float64, factor: float) -> Mapping[str, Float64]:
    return {"middle": middle, "upper": middle + factor * width, "lower": middle - factor * width}


_BAND = (Line("middle", "Middle"), edge("upper", "Upper"), edge("lower", "Lower"))
#: Between them the ground is filled.
_FILL = ("upper", "lower")

#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "BB", "BB", "Bollinger bands", Place.PRICE,
        (period(smallest=2), times("deviations", "Standard deviations", 2.0), source()),
        _BAND, bollinger, fill=_FILL,
    ),
    IndicatorKind(
        "KC", "KC", "Keltner channels", Place.PRICE,
        (period(), times("multiple", "Average true ranges", 2.0),
         Parameter("atr_period", "ATR period", ParameterKind.INT, 10, 1, LONGEST, quiet=True), source()),
        _BAND, keltner, (UNKNOWN, UNKNOWN), fill=_FILL,
    ),
)  # fmt: skip
