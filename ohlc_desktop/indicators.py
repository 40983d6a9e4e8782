"""What authors of plug-ins import: all that is needed to declare an indicator for charts.

A distribution lists its indicators in the entry point group :data:`GROUP`; each entry point names a
:class:`CustomIndicator`. ``resources/docs/charts.md`` has a complete example. Other modules of this program may change
at any time.
"""

from ohlc_desktop.core.chart.indicators import (
    CandleColumns,
    CustomIndicator,
    Line,
    LineStyle,
    Parameter,
    ParameterKind,
    Place,
)

__all__ = ["GROUP", "CandleColumns", "CustomIndicator", "Line", "LineStyle", "Parameter", "ParameterKind", "Place"]

#: The entry point group of indicators.
GROUP = "ohlc_desktop.indicators"
