"""Parameters and lines that several kinds of indicators declare alike."""

from __future__ import annotations

import math

from ohlc_desktop.core.chart.indicators.model import Line, LineStyle, Parameter, ParameterKind
from ohlc_desktop.core.chart.indicators.span import SOURCES

#: Longest period. Three in a row still begin within the first chunk that is computed (see ``computing``).
LONGEST = 5000
#: Start of a state that is not known before the first candle.
UNKNOWN = math.nan
#: The line of an average.
AVERAGE = (Line("average", "Average"),)


def period(key: str = "period", title: str = "Period", default: int = 20, smallest: int = 1) -> Parameter:
    """How many candles an average looks back."""
    return Parameter(key, title, ParameterKind.INT, default, smallest, LONGEST)


def times(key: str, title: str, default: float, quiet: bool = False) -> Parameter:
    """A factor; ``quiet``: it is left out of the label."""
    return Parameter(key, title, ParameterKind.FLOAT, default, 0.1, 20, quiet=quiet)


def source(default: str = "close") -> Parameter:
    """Which price of a candle is taken."""
    return Parameter("source", "Source", ParameterKind.CHOICE, default, choices=SOURCES, quiet=True)


def edge(key: str, title: str, pair: int = 0) -> Line:
    """The upper or lower edge of a band."""
    return Line(key, title, LineStyle.BAND_EDGE, pair)
