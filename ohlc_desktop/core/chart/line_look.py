"""How one line of a chart is drawn, as the user chose it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from ohlc_desktop.core.chart.plain_values import choice_in, mapping_in

#: Widths that are offered, logical pixels. No line is drawn wider than the widest.
LINE_WIDTHS = (1.0, 1.5, 2.0, 3.0, 4.0)

_COLOUR = re.compile("#[0-9a-fA-F]{6}")


class Stroke(StrEnum):
    """How a line is drawn; the values are stored."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True)
class LineLook:
    """How a line is drawn; hashable. What is of no use is as by default.

    Attributes:
        colour: ``#rrggbb``; empty for the theme's.
        width: Logical pixels; 0 for what is usual for such a line.
        stroke: Whether it is solid.
        visible: Whether it is drawn.
        value_label: Its newest value stands at the axis.
    """

    colour: str = ""
    width: float = 0.0
    stroke: Stroke = Stroke.SOLID
    visible: bool = True
    value_label: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "colour", usable_colour(self.colour))
        object.__setattr__(self, "width", _usable_width(self.width))


def usable_colour(value: object) -> str:
    """``#rrggbb`` in small letters; empty for what is no colour."""
    return value.lower() if isinstance(value, str) and _COLOUR.fullmatch(value) else ""


def look_to_json(look: LineLook) -> dict[str, Any]:
    """Plain values, for a file."""
    return {**{field.name: getattr(look, field.name) for field in fields(look)}, "stroke": look.stroke.value}


def look_from_json(plain: object) -> LineLook:
    """What :func:`look_to_json` wrote. Whatever is unknown or wrong is as by default; nothing is raised."""
    given = mapping_in(plain)
    stroke = choice_in(Stroke, given.get("stroke"), Stroke.SOLID)
    shown = (value if isinstance(value := given.get(key), bool) else True for key in ("visible", "value_label"))
    return LineLook(usable_colour(given.get("colour")), _usable_width(given.get("width")), stroke, *shown)


def _usable_width(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    # limited first: JSON has whole numbers that no float64 holds
    return float(min(max(value, 0), LINE_WIDTHS[-1])) if abs(value) < math.inf else 0.0
