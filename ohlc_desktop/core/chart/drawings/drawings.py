"""Drawings on a chart: what they are, and how they are kept as JSON.

A drawing is anchored in (stamp, price), so it stays put in every timeframe of an instrument. Nothing here knows
pixels: :mod:`ohlc_desktop.core.chart.drawings.drawing_shapes` turns a drawing into lines and finds what lies under a point,
:mod:`ohlc_desktop.core.chart.drawings.measuring` writes what a measure says, :mod:`ohlc_desktop.core.chart.drawings.edits` changes a
list of drawings.
"""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, NewType

#: What part of a drawing is meant: 0, 1, … are handles, :data:`BODY` is all of it.
Handle = NewType("Handle", int)
BODY = Handle(-1)

#: Fibonacci levels unless a drawing has its own; ``MORE_LEVELS`` are beyond the move that is measured.
FIBONACCI_LEVELS = (0.0, 0.236, 0.382, 0.5, 0.618, 0.786, 1.0)
MORE_LEVELS = (1.272, 1.618, 2.618)

WIDEST = 6

# More levels than anybody can read; a file may hold anything.
_MOST_LEVELS = 32
# Stamps of the years 1 to 9999, the only ones that a time axis can label.
_STAMPS = (-62_135_596_800, 253_402_300_799)
# Nothing costs as much, and a float64 still has room for ticks there.
_HIGHEST = 1e12
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class DrawingKind(StrEnum):
    """What is drawn; the values are stored."""

    HORIZONTAL = "horizontal"
    TREND = "trend"
    RAY = "ray"
    RECTANGLE = "rectangle"
    FIBONACCI = "fibonacci"
    MEASURE = "measure"

    @property
    def anchors(self) -> int:
        """How many anchors it has."""
        return 1 if self is DrawingKind.HORIZONTAL else 2


class Anchor(NamedTuple):
    """A point of a drawing.

    Attributes:
        ts: UTC epoch seconds, as in :class:`~ohlc_desktop.core.chart.series.ChartSeries`.
        price: In the quoted price.
    """

    ts: int
    price: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing.

    Attributes:
        id: Tells it from all others.
        points: ``kind.anchors`` of them, in the order they were placed.
        colour: ``#rrggbb``; empty for the theme's own.
        width: 1 (thin) to ``WIDEST``.
        locked: It can be neither moved nor deleted by a key.
        levels: Of a Fibonacci retracement; empty for ``FIBONACCI_LEVELS``.
        extended: Fibonacci levels run on to the right edge of the chart.

    Raises:
        ValueError: the number of points does not fit the kind.
    """

    id: str
    kind: DrawingKind
    points: tuple[Anchor, ...]
    colour: str = ""
    width: int = 1
    locked: bool = False
    levels: tuple[float, ...] = ()
    extended: bool = False

    def __post_init__(self) -> None:
        if len(self.points) != self.kind.anchors:
            raise ValueError(f"a {self.kind} drawing has {self.kind.anchors} anchors, not {len(self.points)}")

    def to_json(self) -> dict[str, Any]:
        """Plain data from which ``from_json`` makes the same drawing; what has its default is left out."""
        data: dict[str, Any] = {"id": self.id, "kind": self.kind.value, "points": [list(a) for a in self.points]}
        options = {"colour": self.colour, "width": self.width, "locked": self.locked,
                   "levels": list(self.levels), "extended": self.extended}  # fmt: skip
        defaults = {"colour": "", "width": 1, "locked": False, "levels": [], "extended": False}
        return data | {key: value for key, value in options.items() if value != defaults[key]}

    @classmethod
    def from_json(cls, data: object) -> Drawing:
        """The drawing that was stored; options that make no sense fall back to their defaults.

        Raises:
            ValueError: there is nothing to draw: no mapping, an unknown kind, or anchors that are none.
        """
        if not isinstance(data, Mapping):
            raise ValueError("a drawing is stored as an object")
        return cls(
            id=name if isinstance(name := data.get("id"), str) and name else new_id(),
            kind=DrawingKind(str(data.get("kind"))),
            points=tuple(map(_anchor, _listed(data.get("points")))),
            colour=_colour(data.get("colour")),
            width=min(max(int(_number(data.get("width"), 1)), 1), WIDEST),
            locked=data.get("locked") is True,
            levels=_levels(_listed(data.get("levels"))),
            extended=data.get("extended") is True,
        )


def new_id() -> str:
    """An id that no other drawing has, here or on another machine."""
    return uuid.uuid4().hex


def level_prices(drawing: Drawing) -> tuple[tuple[float, float], ...]:
    """Level (0 to 1 and beyond) and price of each line of a Fibonacci retracement.

    A move goes from the first anchor to the second; a retracement is counted back from where it ended. So 0 % is the
    second anchor and 100 % the first. Prices are spaced linearly, on a logarithmic scale as well.
    """
    start, end = drawing.points[0].price, drawing.points[-1].price
    return tuple((level, end + (start - end) * level) for level in drawing.levels or FIBONACCI_LEVELS)


def move(drawing: Drawing, handle: Handle, to: Anchor) -> Drawing:
    """The drawing with one handle elsewhere; a locked one stays as it is.

    Handles 0 and 1 are the anchors. A rectangle has its other two corners as well: 2 has the stamp of the first anchor
    and the price of the second, 3 the reverse.
    """
    if drawing.locked or handle == BODY:
        return drawing
    points = list(drawing.points)
    if handle < len(points):
        points[handle] = to
    else:
        first, second = points
        points = [Anchor(to.ts, first.price), Anchor(second.ts, to.price)]
        if handle == 3:
            points = [Anchor(first.ts, to.price), Anchor(to.ts, second.price)]
    return replace(drawing, points=tuple(points))


def opposite(drawing: Drawing, handle: Handle) -> Anchor:
    """The point of a drawing with two anchors that stays where it is while a handle is dragged."""
    first, second = drawing.points
    return {0: second, 1: first, 2: Anchor(second.ts, first.price)}.get(handle, Anchor(first.ts, second.price))


def move_body(drawing: Drawing, shift: Callable[[Anchor], Anchor]) -> Drawing:
    """The drawing with every anchor shifted; a locked one stays as it is."""
    return drawing if drawing.locked else replace(drawing, points=tuple(map(shift, drawing.points)))


# -- reading ------------------------------------------------------------------------------------------------


def _number(value: object, default: float) -> float:
    """A finite number, or the default."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    try:
        return float(value) if math.isfinite(value) else default
    except OverflowError:  # JSON has whole numbers that no float64 holds
        return default


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _anchor(value: object) -> Anchor:
    pair = _listed(value) if len(_listed(value)) == 2 else (None, None)
    ts, price = (_number(part, math.nan) for part in pair)
    if not (_STAMPS[0] <= ts <= _STAMPS[1] and abs(price) <= _HIGHEST):
        raise ValueError(f"{value!r} is no anchor")
    return Anchor(int(ts), price)


def _colour(value: object) -> str:
    return value if isinstance(value, str) and _COLOUR.fullmatch(value) else ""


def _levels(values: Sequence[object]) -> tuple[float, ...]:
    numbers = {_number(value, math.nan) for value in values}
    return tuple(sorted(number for number in numbers if abs(number) <= 100))[:_MOST_LEVELS]
