"""The kinds of indicators: ours, with the defaults that traders expect, and those that plug-ins add."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from ohlc_desktop.core.chart.indicators import averages, bands, oscillators, volume, vwap
from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, LineStyle, Parameter, ParameterKind, Place
from ohlc_desktop.core.chart.indicators.span import SOURCES

#: Longest period. Three in a row still begin within the first chunk that is computed (see ``computing``).
LONGEST = 5000

#: The last second of the year 9999.
LAST_STAMP = 253402300799

_UNKNOWN = math.nan


def _period(key: str = "period", title: str = "Period", default: int = 20, smallest: int = 1) -> Parameter:
    return Parameter(key, title, ParameterKind.INT, default, smallest, LONGEST)


def _times(key: str, title: str, default: float, quiet: bool = False) -> Parameter:
    return Parameter(key, title, ParameterKind.FLOAT, default, 0.1, 20, quiet=quiet)


def _source(default: str = "close") -> Parameter:
    return Parameter("source", "Source", ParameterKind.CHOICE, default, choices=SOURCES, quiet=True)


def _edge(key: str, title: str, pair: int = 0) -> Line:
    return Line(key, title, LineStyle.BAND_EDGE, pair)


_AVERAGE = (Line("average", "Average"),)
_BAND = (Line("middle", "Middle"), _edge("upper", "Upper"), _edge("lower", "Lower"))
_VWAP_LINES = (
    Line("vwap", "VWAP"),
    *(
        _edge(f"{side.lower()}{pair}", f"{side} {pair}", pair)
        for pair in range(1, vwap.PAIRS + 1)
        for side in ("Upper", "Lower")
    ),
)
_VWAP_PARAMETERS = (
    Parameter("bands", "Bands", ParameterKind.INT, 0, 0, vwap.PAIRS, quiet=True),
    _times("width", "Standard deviations a band", 1.0, quiet=True),
    _source("hlc3"),
)

_KINDS = (
    IndicatorKind(
        "SMA", "SMA", "Simple moving average", Place.PRICE, (_period(), _source()), _AVERAGE, averages.simple,
    ),
    IndicatorKind(
        "EMA", "EMA", "Exponential moving average", Place.PRICE, (_period(), _source()), _AVERAGE,
        averages.exponentially, (_UNKNOWN,),
    ),
    IndicatorKind(
        "WMA", "WMA", "Weighted moving average", Place.PRICE, (_period(), _source()), _AVERAGE, averages.weighted,
    ),
    IndicatorKind(
        "BB", "BB", "Bollinger bands", Place.PRICE,
        (_period(smallest=2), _times("deviations", "Standard deviations", 2.0), _source()),
        _BAND, bands.bollinger,
    ),
    IndicatorKind(
        "KC", "KC", "Keltner channels", Place.PRICE,
        (_period(), _times("multiple", "Average true ranges", 2.0),
         Parameter("atr_period", "ATR period", ParameterKind.INT, 10, 1, LONGEST, quiet=True), _source()),
        _BAND, bands.keltner, (_UNKNOWN, _UNKNOWN),
    ),
    IndicatorKind(
        "VWAP", "VWAP", "Session VWAP", Place.PRICE, _VWAP_PARAMETERS, _VWAP_LINES, vwap.session,
        (0.0, 0.0, 0.0), intraday_only=True,
    ),
    IndicatorKind(
        "AVWAP", "AVWAP", "Anchored VWAP", Place.PRICE,
        (Parameter("anchor", "Anchor", ParameterKind.TIME, 0, 0, LAST_STAMP, quiet=True), *_VWAP_PARAMETERS),
        _VWAP_LINES, vwap.anchored, (0.0, 0.0, 0.0),
    ),
    IndicatorKind(
        "VOLMA", "Vol MA", "Volume moving average", Place.VOLUME, (_period(),), _AVERAGE, averages.of_volume,
    ),
    IndicatorKind(
        "RSI", "RSI", "Relative strength index", Place.OWN, (_period(default=14, smallest=2), _source()),
        (Line("rsi", "RSI"),), oscillators.relative_strength, (_UNKNOWN, _UNKNOWN), (30, 70), (0, 100),
    ),
    IndicatorKind(
        "MACD", "MACD", "Moving average convergence/divergence", Place.OWN,
        (_period("fast", "Fast", 12), _period("slow", "Slow", 26), _period("signal", "Signal", 9), _source()),
        (Line("macd", "MACD"), Line("signal", "Signal"), Line("histogram", "Histogram", LineStyle.HISTOGRAM)),
        oscillators.convergence, (_UNKNOWN, _UNKNOWN, _UNKNOWN), (0,), in_price=True,
    ),
    IndicatorKind(
        "ATR", "ATR", "Average true range", Place.OWN, (_period(default=14),), (Line("atr", "ATR"),),
        oscillators.average_true_range, (_UNKNOWN,), in_price=True,
    ),
    IndicatorKind(
        "STOCH", "Stoch", "Slow stochastic", Place.OWN,
        (_period("k", "%K", 14), _period("smoothing", "%K smoothing", 3), _period("d", "%D", 3)),
        (Line("k", "%K"), Line("d", "%D")), oscillators.stochastic, (), (20, 80), (0, 100),
    ),
    IndicatorKind(
        "OBV", "OBV", "On-balance volume", Place.OWN, (), (Line("obv", "OBV"),), volume.on_balance, (0.0,),
    ),
)  # fmt: skip

#: The kinds that the program brings, by name, in the order in which they are offered.
KINDS: Mapping[str, IndicatorKind] = MappingProxyType({kind.name: kind for kind in _KINDS})

_custom: dict[str, IndicatorKind] = {}
_refused: dict[str, str] = {}


def register(kind: IndicatorKind) -> None:
    """Offer the kind of a plug-in; its name has a slash in it, which no name of ours has."""
    _custom[kind.name] = kind


def refuse(name: str, problem: str) -> None:
    """Remember why the plug-in of a kind cannot be used, as a sentence."""
    _refused[name] = problem


def kinds() -> Mapping[str, IndicatorKind]:
    """All kinds there are now, by name: ours, then those of plug-ins. What is registered later is not in it."""
    return {**KINDS, **_custom}


def find_kind(name: str) -> IndicatorKind | None:
    """The kind of a name; None where nothing that is installed provides it."""
    return KINDS.get(name) or _custom.get(name)


def refused() -> Mapping[str, str]:
    """Why the plug-ins that cannot be used cannot, by the name of the kind."""
    return dict(_refused)
