"""Indicators of a chart: a registry of kinds, specs of what a chart shows, and their computation in numpy.

The flow: a chart keeps :class:`IndicatorSpec` values; ``compute`` makes the lines of one for a series, ``extend``
makes them anew from a place on; ``KINDS`` tells what can be chosen and where it is drawn.
"""

from ohlc_desktop.core.chart.indicators.computing import Computed, compute, extend
from ohlc_desktop.core.chart.indicators.model import (
    IndicatorKind,
    Line,
    LineStyle,
    Parameter,
    ParameterKind,
    Place,
    Value,
)
from ohlc_desktop.core.chart.indicators.registry import KINDS
from ohlc_desktop.core.chart.indicators.spec import (
    IndicatorSpec,
    indicator,
    kind_of,
    label,
    lines_of,
    spec_from_json,
    spec_to_json,
)

__all__ = [
    "KINDS",
    "Computed",
    "IndicatorKind",
    "IndicatorSpec",
    "Line",
    "LineStyle",
    "Parameter",
    "ParameterKind",
    "Place",
    "Value",
    "compute",
    "extend",
    "indicator",
    "kind_of",
    "label",
    "lines_of",
    "spec_from_json",
    "spec_to_json",
]
