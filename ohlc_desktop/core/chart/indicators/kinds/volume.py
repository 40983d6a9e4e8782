"""Volume added up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.columns import windows
from ohlc_desktop.core.chart.indicators.declaring import AVERAGE, period
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Place, State, Values
from ohlc_desktop.core.chart.indicators.span import Span, fitted


def of_volume(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Simple moving average of the volume, from place ``period - 1`` on.

    A candle whose volume is not known (0) does not count: the average is that of the others, and undefined without any.
    Source: John J. Murphy, *Technical Analysis of the Financial Markets* (1999), chapter 7.
    """
    volume = span.column("volume", values["period"] - 1)
    total, known = (windows.sums(column, values["period"]) for column in (volume, (volume > 0).astype(np.float64)))
    average = np.divide(total, known, out=np.full(len(total), np.nan), where=known > 0)
    return {"average": fitted(average, len(span))}, state


def on_balance(span: Span, _values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """On-balance volume: the volume of candles that closed higher less that of those that closed lower.

    It begins with the first volume that is known, as TA-Lib's does, and stays where it was at a candle whose volume is
    not (0). Sums are exact up to 2 ** 53. The state is the sum, and whether it has begun.
    Source: Joseph E. Granville, *New Key to Stock Market Profits* (1963).
    """
    volume = span.column("volume")
    begun = np.logical_or.accumulate(volume > 0) | bool(state[1])
    sign = np.sign(np.diff(span.column("close", 1)))
    added = volume.copy()
    added[len(volume) - len(sign) :] *= sign
    if not state[1] and begun[-1]:
        at = int(begun.argmax())
        added[at] = volume[at]
    added[0] += state[0]
    total = np.cumsum(added)
    return {"obv": np.where(begun, total, np.nan)}, (float(total[-1]), float(begun[-1]))


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "VOLMA", "Vol MA", "Volume moving average", Place.VOLUME, (period(),), AVERAGE, of_volume,
    ),
    IndicatorKind(
        "OBV", "OBV", "On-balance volume (OBV)", Place.OWN, (), (Line("obv", "OBV"),), on_balance, (0.0, 0.0),
    ),
)  # fmt: skip
