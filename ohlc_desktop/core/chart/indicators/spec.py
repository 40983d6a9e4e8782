"""One indicator of a chart: its kind, the values of its parameters and the colours of its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Parameter, ParameterKind, Value
from ohlc_desktop.core.chart.indicators.registry import KINDS

_COLOUR = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """What is to be computed and drawn; hashable.

    A spec always holds all parameters of its kind, in the kind's order, each within its limits: what is missing or
    of no use becomes the default, what is too small or too large the limit. So equal indicators are equal specs.

    Attributes:
        kind: A name in ``KINDS``.
        parameters: (key, value) of each parameter.
        colours: ``#rrggbb`` of each line in the kind's order; ``""``, or none at all, is the theme's colour.

    Raises:
        ValueError: there is no such kind.
    """

    kind: str
    parameters: tuple[tuple[str, Value], ...] = ()
    colours: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        kind = _known(self.kind)
        given = dict(self.parameters)
        complete = tuple((p.key, _usable(p, given.get(p.key, p.default))) for p in kind.parameters)
        object.__setattr__(self, "parameters", complete)
        object.__setattr__(self, "colours", _colours(self.colours[: len(kind.lines)]))

    @property
    def values(self) -> dict[str, Value]:
        """The parameters by key."""
        return dict(self.parameters)


def indicator(kind: str, /, colours: Sequence[str] = (), **parameters: Value) -> IndicatorSpec:
    """A spec, written short: ``indicator("SMA", period=50)``.

    Raises:
        ValueError: there is no such kind.
    """
    return IndicatorSpec(kind, tuple(parameters.items()), tuple(colours))


def spec_to_json(spec: IndicatorSpec) -> dict[str, Any]:
    """Plain values, for a file."""
    return {"kind": spec.kind, "parameters": spec.values, "colours": list(spec.colours)}


def spec_from_json(plain: object) -> IndicatorSpec:
    """What :func:`spec_to_json` wrote. Wrong parameters and colours are as by default; unknown keys are ignored.

    Raises:
        ValueError: it is no spec, or of a kind that this version does not know; the sentence says which.
    """
    if not isinstance(plain, dict) or not isinstance(plain.get("kind"), str):
        raise ValueError("An indicator must have a kind.")
    given, colours = plain.get("parameters"), plain.get("colours")
    parameters = tuple(given.items()) if isinstance(given, dict) else ()
    return IndicatorSpec(plain["kind"], parameters, tuple(colours) if isinstance(colours, list) else ())


def kind_of(spec: IndicatorSpec) -> IndicatorKind:
    """The kind of a spec."""
    return KINDS[spec.kind]


def lines_of(spec: IndicatorSpec) -> tuple[Line, ...]:
    """The lines that a spec has: those of its kind, less the bands that it does not ask for."""
    pairs = spec.values.get("bands", 0)
    return tuple(line for line in KINDS[spec.kind].lines if line.pair <= int(pairs))


def label(spec: IndicatorSpec) -> str:
    """What a legend calls it: ``SMA 20``, ``EMA 9 hl2``, ``BB 20 2``, ``MACD 12 26 9``, ``VWAP``.

    Sources, bands and the like are named only where they are not the default; anchors are written in UTC.
    """
    kind = KINDS[spec.kind]
    pairs = zip(kind.parameters, (value for _, value in spec.parameters), strict=True)
    told = [_text(p, value) for p, value in pairs if not (p.quiet and value == p.default)]
    return " ".join((kind.short, *told))


def _known(name: str) -> IndicatorKind:
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError(f"There is no indicator '{name}'; known are {', '.join(KINDS)}.")
    return kind


def _usable(parameter: Parameter, value: object) -> Value:
    """The value within its limits; the default if it is of no use."""
    if parameter.kind is ParameterKind.CHOICE:
        return value if isinstance(value, str) and value in parameter.choices else parameter.default
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return parameter.default
    number = min(max(value, parameter.smallest), parameter.largest)
    return float(number) if parameter.kind is ParameterKind.FLOAT else int(number)


def _colours(colours: Sequence[object]) -> tuple[str, ...]:
    """Without what is no colour, and without empty ones at the end."""
    usable = [c.lower() if isinstance(c, str) and _COLOUR.fullmatch(c) else "" for c in colours]
    while usable and not usable[-1]:
        usable.pop()
    return tuple(usable)


def _text(parameter: Parameter, value: Value) -> str:
    if parameter.kind is ParameterKind.TIME:
        return datetime.fromtimestamp(int(value), UTC).strftime("%Y-%m-%d %H:%M UTC")
    return value if isinstance(value, str) else f"{value:g}"
