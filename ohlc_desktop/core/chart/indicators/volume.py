"""Volume added up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators import windows
from ohlc_desktop.core.chart.indicators.declaring import AVERAGE, period
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Place, State, Values
from ohlc_desktop.core.chart.indicators.span import Span, fitted


def of_volume(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Simple moving average of the volume, from place ``period - 1`` on.

    Source: John J. Murphy, *Technical Analysis of the Financial Markets* (1999), chapter 7.
    """
    volume = span.column("volume", values["period"] - 1)
    return {"average": fitted(windows.means(volume, values["period"]), len(span))}, state


def on_balance(span: Span, _values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """On-balance volume: the volume of candles that closed higher less that of those that closed lower.

    It begins with the volume of the first candle, as TA-Lib's does. Sums are exact up to 2 ** 53.
    Source: Joseph E. Granville, *New Key to Stock Market Profits* (1963).
    """
    volume = span.column("volume")
    sign = np.sign(np.diff(span.column("close", 1)))
    volume[len(volume) - len(sign) :] *= sign
    volume[0] += state[0]
    total = np.cumsum(volume)
    return {"obv": total}, (float(total[-1]),)


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "VOLMA", "Vol MA", "Volume moving average", Place.VOLUME, (period(),), AVERAGE, of_volume,
    ),
    IndicatorKind(
        "OBV", "OBV", "On-balance volume", Place.OWN, (), (Line("obv", "OBV"),), on_balance, (0.0,),
    ),
)  # fmt: skip
