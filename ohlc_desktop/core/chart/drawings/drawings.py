"""What can be drawn on a chart, as plain data that is stored as JSON.

A drawing is anchored in (stamp, price), so it stays put in every timeframe of an instrument. Nothing here knows
pixels: :mod:`ohlc_desktop.core.chart.drawings.drawing_shapes` turns a drawing into lines and finds what lies under a point,
:mod:`ohlc_desktop.core.chart.drawings.moving` moves it, :mod:`ohlc_desktop.core.chart.drawings.measuring` writes what a measure
says, :mod:`ohlc_desktop.core.chart.drawings.edits` changes a list of drawings.
"""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, NewType

from ohlc_desktop.core.chart.line_look import Stroke
from ohlc_desktop.core.chart.plain_values import (
    choice_in,
    colour_in,
    levels_in,
    list_in,
    number_in,
    switch_in,
    text_in,
    texts_in,
    whole_in,
)

#: What part of a drawing is meant: 0, 1, … are handles, :data:`BODY` is all of it, :data:`INSIDE` too, taken at its fill.
Handle = NewType("Handle", int)
BODY, INSIDE = Handle(-1), Handle(-2)

#: Fibonacci levels unless a drawing has its own; ``MORE_LEVELS`` are beyond the move that is measured.
FIBONACCI_LEVELS = (0.0, 0.236, 0.382, 0.5, 0.618, 0.786, 1.0)
MORE_LEVELS = (1.272, 1.618, 2.618)

WIDEST = 6
#: Smallest, usual and largest height of a text, logical pixels.
SMALLEST_TEXT, USUAL_TEXT, LARGEST_TEXT = 8, 14, 48
#: Percent of a colour that is in a fill, unless a drawing has its own share.
USUAL_OPACITY = 12

# Stamps of the years 1 to 9999, the only ones that a time axis can label.
_STAMPS = (-62_135_596_800, 253_402_300_799)
# Nothing costs as much, and a float64 still has room for ticks there.
_HIGHEST = 1e12


class DrawingKind(StrEnum):
    """What is drawn; the values are stored."""

    TREND = "trend"
    RAY = "ray"
    EXTENDED = "extended-line"
    HORIZONTAL = "horizontal"
    HORIZONTAL_RAY = "horizontal-ray"
    VERTICAL = "vertical"
    CHANNEL = "channel"
    RECTANGLE = "rectangle"
    FIBONACCI = "fibonacci"
    LONG = "long"
    SHORT = "short"
    MEASURE = "measure"
    PRICE_RANGE = "price-range"
    DATE_RANGE = "date-range"
    TEXT = "text"
    VOLUME_PROFILE = "volume-profile"

    @property
    def anchors(self) -> int:
        """How many anchors it has."""
        return 1 if self in _OF_ONE else 3 if self in _OF_THREE else 2

    @property
    def clicks(self) -> int:
        """How many clicks place it: one for each anchor, but a position comes with its target and stop."""
        return 1 if self in POSITIONS else self.anchors

    @property
    def filled(self) -> bool:
        """Whether it has a fill, within which it can be taken."""
        return self in _FILLED

    @property
    def texted(self) -> bool:
        """Whether a text of the user's can stand at it."""
        return self in _TEXTED


#: What buys or sells: entry, target and stop are its anchors, in this order.
POSITIONS = frozenset({DrawingKind.LONG, DrawingKind.SHORT})
#: What is at one price, all along.
LEVEL_LINES = frozenset({DrawingKind.HORIZONTAL, DrawingKind.HORIZONTAL_RAY})
#: What says how far it is from one anchor to the other.
MEASURES = frozenset({DrawingKind.MEASURE, DrawingKind.PRICE_RANGE, DrawingKind.DATE_RANGE})
_OF_ONE = frozenset({DrawingKind.HORIZONTAL, DrawingKind.HORIZONTAL_RAY, DrawingKind.VERTICAL, DrawingKind.TEXT})
_OF_THREE = frozenset({DrawingKind.CHANNEL}) | POSITIONS
_FILLED = frozenset({DrawingKind.RECTANGLE, DrawingKind.CHANNEL}) | POSITIONS | MEASURES
_TEXTED = _OF_ONE | {DrawingKind.TREND, DrawingKind.RAY, DrawingKind.EXTENDED, DrawingKind.RECTANGLE}


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
        points: ``kind.anchors`` of them, in the order they were placed; of a channel two of one line, then the one
            beside the first on the other line.
        colour: ``#rrggbb``; empty for the theme's own.
        width: 1 (thin) to ``WIDEST``.
        locked: It can be neither moved nor deleted by a key.
        levels: Of a Fibonacci retracement; empty for ``FIBONACCI_LEVELS``.
        extended: Fibonacci levels and channels run on to the right edge of the chart.
        stroke: How its lines are drawn.
        fill: Colour of what is filled, ``#rrggbb``; empty for that of the lines.
        opacity: Percent of that colour in the fill; with 0 there is none.
        text: What stands at it; lines are parted by ``\\n``.
        text_size: Its height in logical pixels.
        middle: A channel has a line in its middle.
        hidden: It is not shown.
        followed: Contracts, as ``NQU26``, to whose level it was brought at their rolls, or was drawn at: it is moved
            over each roll once.
        rest: What another version stored with it and this one does not know, as a JSON object; kept.

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
    stroke: Stroke = Stroke.SOLID
    fill: str = ""
    opacity: int = USUAL_OPACITY
    text: str = ""
    text_size: int = USUAL_TEXT
    middle: bool = True
    hidden: bool = False
    followed: tuple[str, ...] = ()
    rest: str = "{}"

    def __post_init__(self) -> None:
        if len(self.points) != self.kind.anchors:
            raise ValueError(f"a {self.kind} drawing has {self.kind.anchors} anchors, not {len(self.points)}")

    def to_json(self) -> dict[str, Any]:
        """Plain data from which ``from_json`` makes the same drawing; what has its default is left out."""
        known = {"id": self.id, "kind": self.kind.value, "points": [list(anchor) for anchor in self.points]}
        rest: dict[str, Any] = json.loads(self.rest)
        return rest | known | {name: value for name, value in self._options() if value != _DEFAULTS[name]}

    def _options(self) -> list[tuple[str, Any]]:
        found = [(name, getattr(self, name)) for name in _DEFAULTS]
        return [(name, list(value) if isinstance(value, tuple) else value) for name, value in found]

    @classmethod
    def from_json(cls, data: object) -> Drawing:
        """The drawing that was stored; options that make no sense fall back to their defaults.

        Raises:
            ValueError: there is nothing to draw: no mapping, an unknown kind, or anchors that are none.
        """
        if not isinstance(data, Mapping):
            raise ValueError("a drawing is stored as an object")
        given = data.get
        read = cls(
            id=name if isinstance(name := given("id"), str) and name else new_id(),
            kind=DrawingKind(str(given("kind"))),
            points=tuple(map(_anchor, list_in(given("points")))),
            colour=colour_in(given("colour")),
            width=whole_in(given("width"), 1, 1, WIDEST),
            locked=switch_in(given("locked")),
            levels=levels_in(given("levels")),
            extended=switch_in(given("extended")),
            stroke=choice_in(Stroke, given("stroke"), Stroke.SOLID),
            fill=colour_in(given("fill")),
            opacity=whole_in(given("opacity"), USUAL_OPACITY, 0, 100),
            text=text_in(given("text")),
            text_size=whole_in(given("text_size"), USUAL_TEXT, SMALLEST_TEXT, LARGEST_TEXT),
            middle=switch_in(given("middle"), default=True),
            hidden=switch_in(given("hidden")),
            followed=texts_in(given("followed")),
        )
        return replace(read, rest=json.dumps(read._rest_of(data)))

    def _rest_of(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What is stored with it beyond what was read: other options, and values of which this version makes nothing."""
        lost = {name for name, value in self._options() if value == _DEFAULTS[name] and data.get(name, value) != value}
        return {key: value for key, value in data.items() if key not in _KNOWN or key in lost}


_DEFAULTS: dict[str, Any] = {
    "colour": "", "width": 1, "locked": False, "levels": [], "extended": False, "stroke": Stroke.SOLID, "fill": "",
    "opacity": USUAL_OPACITY, "text": "", "text_size": USUAL_TEXT, "middle": True, "hidden": False,
    "followed": [],
}  # fmt: skip
_KNOWN = {"id", "kind", "points", *_DEFAULTS}


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


def _anchor(value: object) -> Anchor:
    pair = list_in(value) if len(list_in(value)) == 2 else (None, None)
    ts, price = (number_in(part, math.nan) for part in pair)
    if not (_STAMPS[0] <= ts <= _STAMPS[1] and abs(price) <= _HIGHEST):
        raise ValueError(f"{value!r} is no anchor")
    return Anchor(int(ts), price)
