"""What authors of plug-ins import: all that is needed to declare an indicator for charts.

A distribution lists its indicators in the entry point group :data:`GROUP`; each entry point names a
:class:`CustomIndicator`. ``resources/docs/charts.md`` has a complete example. Other modules of this program may change
at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from numpy.typing import ArrayLike

from ohlc_desktop.core.chart.indicators import CandleColumns, Line, LineStyle, Parameter, ParameterKind, Place

__all__ = ["GROUP", "CandleColumns", "CustomIndicator", "Line", "LineStyle", "Parameter", "ParameterKind", "Place"]

#: The entry point group of indicators.
GROUP = "ohlc_desktop.indicators"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomIndicator:
    """An indicator that a plug-in provides.

    ``function(candles, **parameters)`` gets :class:`CandleColumns` of all candles that are drawn, and the parameters by
    their keys, each within its limits. It returns a mapping from the key of each line to an array as long as the series,
    or, for a single line, the array; NaN where the line is undefined. It is called on a worker thread, anew whenever
    there are other candles, first with the newest part of a long series alone; so it keeps no state.

    Attributes:
        title: Its name in the menu.
        short: What its label in the legend begins with; the parameters follow.
        function: Computes it.
        lines: At least one, in the order of the colours.
        place: Which pane it is drawn in.
        parameters: In the order of the label.
        levels: Values worth a line across its own pane.
    """

    title: str
    short: str
    function: Callable[..., Mapping[str, ArrayLike] | ArrayLike]
    lines: tuple[Line, ...]
    place: Place = Place.PRICE
    parameters: tuple[Parameter, ...] = ()
    levels: tuple[float, ...] = ()
