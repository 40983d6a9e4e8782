"""Indicators of a chart: a registry of kinds, specs of what a chart shows, and their computation in numpy.

The flow: a chart keeps :class:`IndicatorSpec` values; ``compute`` makes the lines of one for a series, ``extend``
makes them anew from a place on; ``kinds`` tells what can be chosen and where it is drawn: what the program brings, which
is ``KINDS``, and what plug-ins add.
"""

from ohlc_desktop.core.chart.indicators.computing import Computed, compute, cut, extend
from ohlc_desktop.core.chart.indicators.custom import CandleColumns
from ohlc_desktop.core.chart.indicators.kinds.vwap import LAST_STAMP
from ohlc_desktop.core.chart.indicators.model import (
    IndicatorKind,
    Line,
    LineStyle,
    Parameter,
    ParameterKind,
    Place,
    Tone,
    Value,
)
from ohlc_desktop.core.chart.indicators.registry import KINDS, find_kind, kinds, refuse, refused, register
from ohlc_desktop.core.chart.indicators.spec import (
    PALETTE_SIZE,
    IndicatorSpec,
    StyledLine,
    colour_number,
    drawn_lines,
    indicator,
    kind_of,
    label,
    lines_of,
    look_of,
    mark_of,
    spec_from_json,
    spec_to_json,
    styled,
    with_free_colour,
)

__all__ = [
    "KINDS",
    "LAST_STAMP",
    "PALETTE_SIZE",
    "CandleColumns",
    "Computed",
    "IndicatorKind",
    "IndicatorSpec",
    "Line",
    "LineStyle",
    "Parameter",
    "ParameterKind",
    "Place",
    "StyledLine",
    "Tone",
    "Value",
    "colour_number",
    "compute",
    "cut",
    "drawn_lines",
    "extend",
    "find_kind",
    "indicator",
    "kind_of",
    "kinds",
    "label",
    "lines_of",
    "look_of",
    "mark_of",
    "refuse",
    "refused",
    "register",
    "spec_from_json",
    "spec_to_json",
    "styled",
    "with_free_colour",
]
