"""What describes a kind of indicator: its parameters, its lines and how it is computed.

A kind of ours is computed span by span, oldest first. Its *step* gets a span, the values of the parameters by key,
and the state in which the step before left it; it returns the lines of the span and the state for the next one. So
the newest candles can be computed again without the old ones. A kind of a plug-in has a function of the whole series
instead, see :mod:`~ohlc_desktop.core.chart.indicators.custom`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.indicators.span import Span

#: Value of a parameter: a plain JSON value.
Value = int | float | str

#: Values of all parameters of a kind by key, each of the type that its parameter says.
Values = Mapping[str, Any]

#: What a step leaves to the next one, in float64; NaN for an average that has not begun.
State = tuple[float, ...]

Step = Callable[[Span, Values, State], tuple[Mapping[str, Float64], State]]

#: A function of a plug-in: gets the columns of a whole series, and the parameters by name. It may return anything.
Whole = Callable[..., object]


class Place(StrEnum):
    """Which pane an indicator is drawn in: with the candles, with their volume, or in one of its own."""

    PRICE = "price"
    VOLUME = "volume"
    OWN = "own"


class LineStyle(StrEnum):
    """How a line is drawn; ``BAND_EDGE`` are the upper and lower edges of a band, ``HISTOGRAM`` bars from zero.

    ``LEVEL`` holds for a stretch of candles: where its value changes it begins anew, without a line from the old one.
    """

    LINE = "line"
    BAND_EDGE = "band_edge"
    HISTOGRAM = "histogram"
    LEVEL = "level"


class Tone(StrEnum):
    """What a line means, where its colour tells it: prices that rise or that fall."""

    UP = "up"
    DOWN = "down"


class ParameterKind(StrEnum):
    """What a parameter holds; ``TIME`` is UTC epoch seconds."""

    INT = "int"
    FLOAT = "float"
    CHOICE = "choice"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        key: Its name in a spec.
        title: Its name for people.
        default: The value that traders expect.
        smallest: The smallest value; ``largest`` the largest. Not for choices.
        choices: The words of a choice.
        quiet: It is no part of the label while it has its default.
    """

    key: str
    title: str
    kind: ParameterKind
    default: Value
    smallest: float = 0
    largest: float = 0
    choices: tuple[str, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an indicator.

    Attributes:
        key: Its name among the computed lines.
        title: Its name for people.
        pair: 1, 2... for the edges of a band that is only there when the parameter ``bands`` is at least that.
        mark: What is written at it on the chart: ``R1``. ``{unit}`` in it stands for the first letter of that parameter's
            value. Empty for nothing.
        tone: What its colour means, unless the user gave it one; None for the next colour of the theme.
        ahead: Key of a parameter, a number of candles that counts the newest one: so far the line goes on into the future.
            Empty for a line that ends with the candles.
        behind: Likewise for a line whose value at a candle is of a later one: so many of the newest candles have none
            yet. Empty where a value depends on its candle and those before it.
    """

    key: str
    title: str
    style: LineStyle = LineStyle.LINE
    pair: int = 0
    mark: str = ""
    tone: Tone | None = None
    ahead: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorKind:
    """One kind of indicator.

    Attributes:
        name: Its key in the registry and in stored charts: ``SMA``.
        short: What its label begins with: ``SMA``, ``Vol MA``.
        title: Its name in a list: ``Simple moving average``.
        place: Where it is drawn.
        parameters: In the order of the label.
        lines: In the order of the colours; all there can be.
        step: Computes it; its docstring names the definition's source. None for a kind that has ``whole``.
        fresh: State before the first candle.
        levels: Values worth a line across its own pane: 30 and 70.
        bounds: Least and greatest value there can be; None where there is no limit.
        intraday_only: It starts anew each session and is undefined (NaN) for 1d and longer.
        in_price: Its values are distances of prices, and have their decimals.
        fill: Keys of two lines between which the ground is filled; none where it is not. Where the first line of two with
            a tone is the higher one, the ground is that of prices that rise.
        whole: Computes it for a whole series at once, for a kind without ``step``; it is not trusted.
    """

    name: str
    short: str
    title: str
    place: Place
    parameters: tuple[Parameter, ...]
    lines: tuple[Line, ...]
    step: Step | None
    fresh: State = ()
    levels: tuple[float, ...] = ()
    bounds: tuple[float, float] | None = None
    intraday_only: bool = False
    whole: Whole | None = None
    in_price: bool = False
    fill: tuple[str, str] | None = None
