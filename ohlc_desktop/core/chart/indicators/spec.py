"""One indicator of a chart: its kind, the values of its parameters and how its lines look."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from ohlc_desktop.core.chart.indicators.model import (
    IndicatorKind,
    Line,
    LineStyle,
    Parameter,
    ParameterKind,
    Place,
    Value,
)
from ohlc_desktop.core.chart.indicators.registry import find_kind
from ohlc_desktop.core.chart.line_look import LineLook, look_from_json, look_to_json, usable_colour

#: Colours that a theme has for lines of indicators; after the last one it begins again with the first.
PALETTE_SIZE = 10
#: How a line is drawn about which nothing was said.
_PLAIN = LineLook()
#: The largest number of a colour that is kept.
_MOST_COLOURS = 10_000


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """What is to be computed and drawn; hashable.

    A spec always holds all parameters of its kind, in the kind's order, each within its limits: what is missing or
    of no use becomes the default, what is too small or too large the limit. So equal indicators are equal specs.

    The kind may not be installed, as that of a plug-in that was taken out: then the spec keeps what it was given, of the
    types that parameters have, until it is. Plug-ins are therefore loaded before stored specs are read.

    Attributes:
        kind: Name of the kind.
        parameters: (key, value) of each parameter.
        looks: How each line is drawn, in the kind's order; those that are missing at the end are as by default.
        first_colour: Number of the theme's colour that its first line has, unless its look names another; from 0 on.
        hidden: Nothing of it is drawn. It is computed nevertheless, so that it is there at once when it is shown again.
    """

    kind: str
    parameters: tuple[tuple[str, Value], ...] = ()
    looks: tuple[LineLook, ...] = ()
    first_colour: int = 0
    hidden: bool = False

    def __post_init__(self) -> None:
        kind, given = find_kind(self.kind), dict(self.parameters)
        if kind is None:
            kept = tuple((key, value) for key, value in given.items() if _is_plain(value))
        else:
            kept = tuple((p.key, _usable(p, given.get(p.key, p.default))) for p in kind.parameters)
        object.__setattr__(self, "parameters", kept)
        object.__setattr__(self, "looks", _without_tail(self.looks[: len(kind.lines) if kind else None]))

    @property
    def values(self) -> dict[str, Value]:
        """The parameters by key."""
        return dict(self.parameters)

    @property
    def computation(self) -> tuple[str, tuple[tuple[str, Value], ...]]:
        """What has to be computed: equal for indicators that differ only in how they are drawn."""
        return self.kind, self.parameters


def indicator(kind: str, /, colours: Sequence[str] = (), **parameters: Value) -> IndicatorSpec:
    """A spec, written short: ``indicator("SMA", period=50)``."""
    return IndicatorSpec(kind, tuple(parameters.items()), tuple(map(LineLook, colours)))


def spec_to_json(spec: IndicatorSpec) -> dict[str, Any]:
    """Plain values, for a file. Older versions read ``colours``, and nothing of the other looks."""
    return {
        "kind": spec.kind, "parameters": spec.values, "colours": [look.colour for look in spec.looks],
        "looks": [look_to_json(look) for look in spec.looks], "first_colour": spec.first_colour, "hidden": spec.hidden,
    }  # fmt: skip


def spec_from_json(plain: object) -> IndicatorSpec:
    """What :func:`spec_to_json` wrote, now or in an older version. Wrong values are as by default; unknown keys are ignored.

    Raises:
        ValueError: it is no spec.
    """
    if not isinstance(plain, dict) or not isinstance(plain.get("kind"), str) or not plain["kind"]:
        raise ValueError("An indicator must have a kind.")
    given, first = plain.get("parameters"), plain.get("first_colour")
    parameters = tuple(given.items()) if isinstance(given, dict) else ()
    number = first if type(first) is int and 0 <= first < _MOST_COLOURS else 0
    return IndicatorSpec(plain["kind"], parameters, _looks(plain), number, plain.get("hidden") is True)


def _looks(plain: Mapping[str, Any]) -> tuple[LineLook, ...]:
    """Those of a file; in one of an older version lines have colours only."""
    if isinstance(plain.get("looks"), list):
        return tuple(map(look_from_json, plain["looks"]))
    colours = plain.get("colours")
    return tuple(LineLook(usable_colour(colour)) for colour in colours) if isinstance(colours, list) else ()


@dataclass(frozen=True, slots=True)
class StyledLine:
    """A line of an indicator, and how it is drawn.

    Attributes:
        line: Which.
        look: What the user chose.
        number: Of the theme's colour that it has, unless its look or its tone names another.
    """

    line: Line
    look: LineLook
    number: int

    @property
    def key(self) -> str:
        """The line's own."""
        return self.line.key


def styled(spec: IndicatorSpec, line: Line) -> StyledLine:
    """A line of an indicator's kind, as this indicator draws it."""
    return StyledLine(line, look_of(spec, line.key), colour_number(spec, line.key))


def look_of(spec: IndicatorSpec, key: str) -> LineLook:
    """How the line of a key is drawn; as by default where there is no such line."""
    lines = kind_of(spec).lines
    return next((look for line, look in zip(lines, spec.looks, strict=False) if line.key == key), _PLAIN)


def drawn_lines(spec: IndicatorSpec) -> tuple[Line, ...]:
    """The lines that are to be drawn: those that it has, less what the user hid."""
    return () if spec.hidden else tuple(line for line in lines_of(spec) if look_of(spec, line.key).visible)


def colour_number(spec: IndicatorSpec, key: str) -> int:
    """Number of the theme's colour for the line of a key: lines of a band have one, all others the next one each."""
    keys = [line.key for line in kind_of(spec).lines]
    return spec.first_colour + (0 if _is_band(kind_of(spec)) or key not in keys else keys.index(key))


def with_free_colour(spec: IndicatorSpec, others: Iterable[IndicatorSpec]) -> IndicatorSpec:
    """The indicator in the first of the theme's colours that least of the others' lines have.

    It is to be asked once, when the indicator is added: so it keeps its colours when others go.
    """
    counts = [0] * PALETTE_SIZE
    for other in others:
        for number in _colour_numbers(other):
            counts[number % PALETTE_SIZE] += 1
    return replace(spec, first_colour=min(range(PALETTE_SIZE), key=lambda number: (counts[number], number)))


def _colour_numbers(spec: IndicatorSpec) -> set[int]:
    """Numbers of the theme's colours that its lines have."""
    return {colour_number(spec, line.key) for line in lines_of(spec) if not look_of(spec, line.key).colour}


def mark_of(spec: IndicatorSpec, line: Line) -> str:
    """What is written at a line on the chart: ``R1``, ``PDH``; empty for nothing."""
    return line.mark.format(**{key: str(value)[:1].upper() for key, value in spec.parameters})


def kind_of(spec: IndicatorSpec) -> IndicatorKind:
    """The kind of a spec; where it is not installed one without parameters and lines, drawn with the prices."""
    return find_kind(spec.kind) or IndicatorKind(spec.kind, spec.kind, spec.kind, Place.PRICE, (), (), None)


def lines_of(spec: IndicatorSpec) -> tuple[Line, ...]:
    """The lines that a spec has: those of its kind, less the bands that it does not ask for."""
    pairs = spec.values.get("bands", 0)
    return tuple(line for line in kind_of(spec).lines if not line.pair or line.pair <= int(pairs))


def label(spec: IndicatorSpec) -> str:
    """What a legend calls it: ``SMA 20``, ``EMA 9 hl2``, ``BB 20 2``, ``MACD 12 26 9``, ``VWAP``.

    Sources, bands and the like are named only where they are not the default; anchors are written in UTC.
    """
    kind, values = kind_of(spec), spec.values
    told = [_text(p, values[p.key]) for p in kind.parameters if not (p.quiet and values[p.key] == p.default)]
    return " ".join((kind.short, *told))


def _is_plain(value: object) -> bool:
    """Whether it can be a parameter's value, compared and written to a file."""
    return isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))


def _usable(parameter: Parameter, value: object) -> Value:
    """The value within its limits; the default if it is of no use."""
    if parameter.kind is ParameterKind.CHOICE:
        return value if isinstance(value, str) and value in parameter.choices else parameter.default
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        value = float(parameter.default) if parameter.kind is ParameterKind.FLOAT else int(parameter.default)
    number = min(max(value, parameter.smallest), parameter.largest)
    return float(number) if parameter.kind is ParameterKind.FLOAT else int(number)


def _without_tail(looks: Sequence[LineLook]) -> tuple[LineLook, ...]:
    """Without those at the end that are as by default."""
    count = len(looks)
    while count and looks[count - 1] == LineLook():
        count -= 1
    return tuple(looks[:count])


def _is_band(kind: IndicatorKind) -> bool:
    """Whether its lines belong together, and so are of one colour."""
    return any(line.style in (LineStyle.BAND_EDGE, LineStyle.LEVEL) for line in kind.lines)


def _text(parameter: Parameter, value: Value) -> str:
    if parameter.kind is ParameterKind.TIME:
        return datetime.fromtimestamp(int(value), UTC).strftime("%Y-%m-%d %H:%M UTC")
    return value if isinstance(value, str) else f"{value:g}"
