"""One indicator of a chart: its kind, the values of its parameters and the colours of its lines."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ohlc_desktop.core.chart.indicators.model import IndicatorKind, Line, Parameter, ParameterKind, Place, Value
from ohlc_desktop.core.chart.indicators.registry import find_kind

_COLOUR = re.compile("#[0-9a-fA-F]{6}")


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
        colours: ``#rrggbb`` of each line in the kind's order; ``""``, or none at all, is the theme's colour.
    """

    kind: str
    parameters: tuple[tuple[str, Value], ...] = ()
    colours: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        kind, given = find_kind(self.kind), dict(self.parameters)
        if kind is None:
            kept = tuple((key, value) for key, value in given.items() if _is_plain(value))
        else:
            kept = tuple((p.key, _usable(p, given.get(p.key, p.default))) for p in kind.parameters)
        object.__setattr__(self, "parameters", kept)
        object.__setattr__(self, "colours", _colours(self.colours[: len(kind.lines) if kind else None]))

    @property
    def values(self) -> dict[str, Value]:
        """The parameters by key."""
        return dict(self.parameters)


def indicator(kind: str, /, colours: Sequence[str] = (), **parameters: Value) -> IndicatorSpec:
    """A spec, written short: ``indicator("SMA", period=50)``."""
    return IndicatorSpec(kind, tuple(parameters.items()), tuple(colours))


def spec_to_json(spec: IndicatorSpec) -> dict[str, Any]:
    """Plain values, for a file."""
    return {"kind": spec.kind, "parameters": spec.values, "colours": list(spec.colours)}


def spec_from_json(plain: object) -> IndicatorSpec:
    """What :func:`spec_to_json` wrote. Wrong parameters and colours are as by default; unknown keys are ignored.

    Raises:
        ValueError: it is no spec.
    """
    if not isinstance(plain, dict) or not isinstance(plain.get("kind"), str) or not plain["kind"]:
        raise ValueError("An indicator must have a kind.")
    given, colours = plain.get("parameters"), plain.get("colours")
    parameters = tuple(given.items()) if isinstance(given, dict) else ()
    return IndicatorSpec(plain["kind"], parameters, tuple(colours) if isinstance(colours, list) else ())


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
