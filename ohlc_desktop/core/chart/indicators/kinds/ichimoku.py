"""Ichimoku Kinko Hyo: middles of past ranges, a cloud drawn ahead of prices, and the close drawn behind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.columns import windows
from ohlc_desktop.core.chart.indicators.declaring import period
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Place, State, Tone, Values
from ohlc_desktop.core.chart.indicators.span import Span, fitted

#: How far the cloud is drawn ahead and the close behind.
_MOVED = "displacement"


def ichimoku(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Ichimoku: middles of the highest and lowest price of the last ``conversion``, ``base`` and ``span`` candles.

    Span A is the mean of conversion and base line, span B the middle of the longest range; both are drawn
    ``displacement - 1`` candles ahead, so that the cloud between them ends that far in the future, where every place is
    taken for a candle. The lagging line is the close drawn as far behind: the newest candles have none. As in
    TradingView the displacement counts the candle itself.
    Source: Goichi Hosoda, *Ichimoku Kinko Hyo* (1969).
    """
    moved = values[_MOVED] - 1
    wide = len(span) + min(moved, span.first)  # what is drawn here began that much earlier
    conversion, base, longest = (_middles(span, values[key], moved, wide) for key in ("conversion", "base", "span"))
    lead = len(span) + moved
    lines = {
        "conversion": fitted(conversion, len(span)), "base": fitted(base, len(span)),
        "span_a": fitted((conversion + base) / 2, lead), "span_b": fitted(longest, lead), "lagging": _later(span, moved),
    }  # fmt: skip
    return lines, state


def _middles(span: Span, length: int, back: int, count: int) -> Float64:
    """Middle of the range of each ``length`` candles, for the span and ``back`` candles before it, as far as there are any."""
    high, low = (span.column(name, length - 1 + back) for name in ("high", "low"))
    return fitted((windows.highest(high, length) + windows.lowest(low, length)) / 2, count)


def _later(span: Span, moved: int) -> Float64:
    """The close ``moved`` candles after each; NaN where it is not there yet."""
    closes = span.series.candles.close[span.first + moved : span.last + moved].astype(np.float64)
    return np.concatenate((closes, np.full(len(span) - len(closes), np.nan)))


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "ICHIMOKU", "Ichimoku", "Ichimoku cloud", Place.PRICE,
        (period("conversion", "Conversion line", 9), period("base", "Base line", 26), period("span", "Leading span B", 52),
         period(_MOVED, "Displacement", 26)),
        (Line("conversion", "Conversion line"), Line("base", "Base line"),
         Line("span_a", "Leading span A", tone=Tone.UP, ahead=_MOVED),
         Line("span_b", "Leading span B", tone=Tone.DOWN, ahead=_MOVED),
         Line("lagging", "Lagging line", behind=_MOVED)),
        ichimoku, fill=("span_a", "span_b"),
    ),
)  # fmt: skip
