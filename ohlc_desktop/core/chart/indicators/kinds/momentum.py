"""How far prices have come from where they were."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.columns import windows
from ohlc_desktop.core.chart.indicators.declaring import period, source
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Place, State, Values
from ohlc_desktop.core.chart.indicators.span import Span, fitted

#: Lambert's constant: with it most values lie between -100 and 100.
_LAMBERT = 0.015
#: A mean deviation below this share of the price is the rounding of equal prices.
_NOTHING = 1e-12


def channel_index(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Commodity channel index: how far the price is from its mean, in 0.015 mean absolute deviations, from ``period - 1`` on.

    It is 0 where no price of the period differs from the others.
    Source: Donald R. Lambert, *Commodity Channel Index: Tool for Trading Cyclic Trends*, Commodities 9 (1980).
    """
    length = values["period"]
    prices = span.price(values["source"], length - 1)
    means = windows.means(prices, length)
    spread = np.zeros(len(means))
    for place in range(
        length
    ):  # each candle of the windows in turn: a mean deviation is not made of those of its parts
        spread += np.abs(prices[place : place + len(means)] - means)
    spread /= length
    apart = fitted(prices, len(means)) - means
    some = spread > _NOTHING * np.abs(means)
    index = np.divide(apart, _LAMBERT * spread, out=np.zeros(len(means)), where=some)
    return {"cci": fitted(index, len(span))}, state


def rate_of_change(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Rate of change: the price against the one ``period`` candles before, in percent of it, from place ``period`` on.

    Of a price below zero the percent are those of its size, so that a rise is above 0 always. Undefined where the price
    before was zero, unless nothing has changed.
    Source: John J. Murphy, *Technical Analysis of the Financial Markets* (1999), chapter 10.
    """
    prices = span.price(values["source"], values["period"])
    before = prices[: -values["period"]]
    change = prices[values["period"] :] - before
    rate = np.where(change == 0, 0.0, np.nan)
    np.divide(100 * change, np.abs(before), out=rate, where=before != 0)
    return {"roc": fitted(rate, len(span))}, state


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "CCI", "CCI", "Commodity channel index (CCI)", Place.OWN, (period(smallest=2), source("hlc3")),
        (Line("cci", "CCI"),), channel_index, (), (-100, 100),
    ),
    IndicatorKind(
        "ROC", "ROC", "Rate of change (ROC)", Place.OWN, (period(default=9), source()), (Line("roc", "ROC"),),
        rate_of_change, (), (0,),
    ),
)  # fmt: skip
