"""Volume added up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.model import State, Values
from ohlc_desktop.core.chart.indicators.span import Span


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
