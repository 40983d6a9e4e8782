"""Moving averages of a price or of the volume."""

from __future__ import annotations

from collections.abc import Mapping

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.columns import windows
from ohlc_desktop.core.chart.indicators.columns.recursion import exponential
from ohlc_desktop.core.chart.indicators.declaring import AVERAGE, UNKNOWN, period, source
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Place, State, Values
from ohlc_desktop.core.chart.indicators.span import Span, fitted


def simple(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Simple moving average: mean of the last ``period`` prices, from place ``period - 1`` on.

    Source: John J. Murphy, *Technical Analysis of the Financial Markets* (1999), chapter 9.
    """
    prices = span.price(values["source"], values["period"] - 1)
    return {"average": fitted(windows.means(prices, values["period"]), len(span))}, state


def weighted(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Linearly weighted moving average: the newest price counts ``period`` times, the one before once less...

    Source: John J. Murphy, *Technical Analysis of the Financial Markets* (1999), chapter 9.
    """
    prices = span.price(values["source"], values["period"] - 1)
    return {"average": fitted(windows.weighted_means(prices, values["period"]), len(span))}, state


def exponentially(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Exponential moving average: each price counts ``2 / (period + 1)``, from place ``period - 1`` on.

    It begins with the simple mean of the first ``period`` prices, as TA-Lib's does.
    Source: P. N. Haurlan, *Measuring Trend Values* (1968).
    """
    average = exponential(span.price(values["source"]), values["period"], state[0])
    return {"average": average}, (float(average[-1]),)


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "SMA", "SMA", "Simple moving average (SMA)", Place.PRICE, (period(), source()), AVERAGE, simple,
    ),
    IndicatorKind(
        "EMA", "EMA", "Exponential moving average (EMA)", Place.PRICE, (period(), source()), AVERAGE,
        exponentially, (UNKNOWN,),
    ),
    IndicatorKind(
        "WMA", "WMA", "Weighted moving average (WMA)", Place.PRICE, (period(), source()), AVERAGE, weighted,
    ),
)  # fmt: skip
