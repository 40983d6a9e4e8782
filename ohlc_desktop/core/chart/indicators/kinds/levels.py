"""Levels of the trade date, week or month before: its prices, and pivots made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.columns.periods import UNITS, periods_of
from ohlc_desktop.core.chart.indicators.model import (
    IndicatorKind,
    Line,
    LineStyle,
    Parameter,
    ParameterKind,
    Place,
    State,
    Values,
)
from ohlc_desktop.core.chart.indicators.span import Span

#: Most levels to each side of a pivot.
_PAIRS = 4
#: The sides of a pivot: resistance above, support below.
_SIDES = (("r", "R", 1.0), ("s", "S", -1.0))

#: A level from the pivot, high, low and close of the period before, and the side, 1 or -1.
_Level = Callable[[Float64, Float64, Float64, Float64, float], Float64]


def prior(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """High, low and close of the trade date, week or month before; whole sessions, also where only regular hours are shown.

    There a trade date without regular hours is none that was before. Undefined where the period before is not known whole (see :func:`~.periods.periods_of`), and above 1d.
    Source: Robert D. Edwards and John Magee, *Technical Analysis of Stock Trends* (1948), of prior highs and lows.
    """
    high, low, close = _before(span, values["unit"])
    return {"high": high, "low": low, "close": close}, state


def pivots(span: Span, values: Values, state: State) -> tuple[Mapping[str, Float64], State]:
    """Pivot, and levels above (R) and below (S), of the trade date, week or month before; as :func:`prior` takes them.

    With the range ``h - l`` and the pivot ``p = (h + l + c) / 3``, which all methods share, the distances are

    - traditional: R1 ``2p - l``, R2 ``p + (h - l)``, R3 ``2p + h - 2l``, R4 ``3p + h - 3l``; S likewise below;
    - classic: as traditional, but R3 ``p + 2(h - l)`` and R4 ``p + 3(h - l)``;
    - fibonacci: 38.2, 61.8 and 100 percent of the range from the pivot; there is no fourth;
    - camarilla: 1.1/12, 1.1/6, 1.1/4 and 1.1/2 of the range from the close.

    Sources: the floor traders' method by John L. Person, *A Complete Guide to Technical Trading Tactics* (2004);
    Camarilla by Nick Scott (1989); all four as in TradingView's *Pivot Points Standard*.
    """
    high, low, close = _before(span, values["unit"])
    pivot = (high + low + close) / 3
    rules = _METHODS[values["method"]]
    lines = {"p": pivot}
    for number in range(1, values["bands"] + 1):
        for key, _, side in _SIDES:
            rule = rules[number - 1] if number <= len(rules) else _none
            lines[f"{key}{number}"] = rule(pivot, high, low, close, side)
    return lines, state


def _before(span: Span, unit: str) -> tuple[Float64, Float64, Float64]:
    """High, low and close of the period before that of each candle of a span; NaN where they are not known."""
    periods = periods_of(span.series, unit)
    rows = np.searchsorted(periods.first, np.arange(span.first, span.last), side="right") - 2
    known = rows >= 0
    known[known] = periods.known[rows[known]]
    found = (np.full(len(span), np.nan) for _ in range(3))
    high, low, close = found
    for line, column in ((high, periods.high), (low, periods.low), (close, periods.close)):
        line[known] = column[rows[known]]
    return high, low, close


def _far(high: Float64, low: Float64, side: float) -> tuple[Float64, Float64]:
    """The price on a side, and the one on the other."""
    return (high, low) if side > 0 else (low, high)


def _traditional(times: int) -> _Level:
    def level(pivot: Float64, high: Float64, low: Float64, _close: Float64, side: float) -> Float64:
        near, other = _far(high, low, side)
        return times * pivot + near - times * other

    return level


def _ranges(share: float, from_close: bool = False) -> _Level:
    def level(pivot: Float64, high: Float64, low: Float64, close: Float64, side: float) -> Float64:
        return (close if from_close else pivot) + side * share * (high - low)

    return level


def _first(pivot: Float64, high: Float64, low: Float64, _close: Float64, side: float) -> Float64:
    return 2 * pivot - _far(high, low, side)[1]


def _none(pivot: Float64, *_: object) -> Float64:
    return np.full(len(pivot), np.nan)


#: Levels of each method, from the one nearest to the pivot on.
_METHODS: Mapping[str, tuple[_Level, ...]] = {
    "traditional": (_first, _ranges(1), _traditional(2), _traditional(3)),
    "classic": (_first, _ranges(1), _ranges(2), _ranges(3)),
    "fibonacci": (_ranges(0.382), _ranges(0.618), _ranges(1)),
    "camarilla": tuple(_ranges(1.1 / part, from_close=True) for part in (12, 6, 4, 2)),
}
_UNIT = Parameter("unit", "Period", ParameterKind.CHOICE, UNITS[0], choices=UNITS)
_QUIET_UNIT = replace(_UNIT, quiet=True)

#: The kinds of this module, in the order in which they are offered.
KINDS = (
    IndicatorKind(
        "PRIOR", "Prior", "High, low and close of the prior day, week or month", Place.PRICE, (_UNIT,),
        tuple(Line(title.lower(), title, LineStyle.LEVEL, mark=f"P{{unit}}{title[0]}") for title in ("High", "Low", "Close")),
        prior,
    ),
    IndicatorKind(
        "PIVOTS", "Pivots", "Pivot points", Place.PRICE,
        (Parameter("method", "Method", ParameterKind.CHOICE, "traditional", choices=tuple(_METHODS)), _QUIET_UNIT,
         Parameter("bands", "Levels to each side", ParameterKind.INT, 3, 0, _PAIRS, quiet=True)),
        (Line("p", "Pivot", LineStyle.LEVEL, mark="P"),
         *(Line(f"{key}{number}", f"{title}{number}", LineStyle.LEVEL, number, f"{title}{number}")
           for number in range(1, _PAIRS + 1) for key, title, _ in _SIDES)),
        pivots,
    ),
)  # fmt: skip
