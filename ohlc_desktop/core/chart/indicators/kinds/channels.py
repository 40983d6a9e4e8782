"""Channels between past extremes, and the trend that a channel of true ranges tells."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64
from ohlc_desktop.core.chart.indicators.columns import windows
from ohlc_desktop.core.chart.indicators.declaring import UNKNOWN, edge, period, times
from ohlc_desktop.core.chart.indicators.kinds.oscillators import average_true_ranges
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Place, State, Tone, Values
from ohlc_desktop.core.chart.indicators.span import Span, fitted


def donchian(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Donchian channels: highest high and lowest low of the last ``period`` candles, this one among them, and their mean.

    Source: Richard D. Donchian, *Donchian's 5- and 20-Day Moving Averages*, Commodities (1974).
    """
    upper, lower = extremes(span, values["period"])
    return {"middle": (upper + lower) / 2, "upper": upper, "lower": lower}, state


def supertrend(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Supertrend: while prices rise a line below them that never falls, while they fall one above that never rises.

    Its bands are ``multiple`` average true ranges away from the middle of the candle. The lower one rises only, until a
    close falls below it; the upper one likewise. A close beyond a band turns the trend; it begins falling. Candles
    have no line until the average true range begins, at place ``period``.
    Source: Olivier Seban, *Tout le monde mérite d'être riche* (2009); the rules are those of TradingView's ``ta.supertrend``.
    """
    ranges = average_true_ranges(span, values["period"], state[0])
    reach = values["multiple"] * ranges
    middle, close = span.price("hl2"), span.column("close")
    before = fitted(span.column("close", 1)[:-1], len(span))
    lower = -_held(reach - middle, -before, -state[1])
    upper = _held(middle + reach, before, state[2])
    rising = _trend(close > upper, close < lower, state[3])
    lines = {"up": np.where(rising, lower, np.nan), "down": np.where(rising, np.nan, upper)}
    return lines, (float(ranges[-1]), float(lower[-1]), float(upper[-1]), float(rising[-1]))


def extremes(span: Span, length: int) -> tuple[Float64, Float64]:
    """Highest high and lowest low of each ``length`` candles in a row; NaN for the first candles of the series."""
    high, low = (span.column(name, length - 1) for name in ("high", "low"))
    return fitted(windows.highest(high, length), len(span)), fitted(windows.lowest(low, length), len(span))


def _held(offered: Float64, before: Float64, band: float) -> Float64:
    """A band that falls only, until a close was above it; candle by candle, for each value depends on the last.

    Args:
        offered: Where the band would be without its past; NaN where it has not begun.
        before: The close before each candle.
        band: The band before the first candle; NaN if there is none.
    """
    found = []
    for value, close in zip(offered.tolist(), before.tolist(), strict=True):
        if not (value >= band and close <= band):
            band = value
        found.append(band)
    return np.array(found)


def _trend(above: Bools, below: Bools, before: float) -> Bools:
    """Whether the trend rises: as the last close beyond a band told."""
    turns = np.where(above | below, np.arange(len(above)), -1)
    last = np.maximum.accumulate(turns)
    return np.where(last >= 0, above[last], before > 0)


#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "DC", "DC", "Donchian channels", Place.PRICE, (period(),),
        (Line("middle", "Middle"), edge("upper", "Upper"), edge("lower", "Lower")), donchian, fill=("upper", "lower"),
    ),
    IndicatorKind(
        "ST", "Supertrend", "Supertrend", Place.PRICE,
        (period(default=10), times("multiple", "Average true ranges", 3.0)),
        (Line("up", "Rising", tone=Tone.UP), Line("down", "Falling", tone=Tone.DOWN)),
        supertrend, (UNKNOWN, UNKNOWN, UNKNOWN, 0.0),
    ),
)  # fmt: skip
