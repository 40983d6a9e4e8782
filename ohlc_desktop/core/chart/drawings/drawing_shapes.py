"""Drawings in pixels: the lines of each, cut to the pane, and what lies under a point.

Everything works through one mapping, (stamp, price) to pixel. Only anchors are mapped, so lines are straight in pixels
on a logarithmic scale too. An anchor that cannot be mapped (a negative price on a logarithmic scale) hides its drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ohlc_desktop.core.chart.drawings.drawings import BODY, Drawing, DrawingKind, Handle, level_prices

#: Pixels, y downwards.
Point = tuple[float, float]
#: Stamp (UTC epoch seconds) and price to pixel; may give NaN or infinity where there is none.
ToPixel = Callable[[float, float], Point]


class PixelRect(NamedTuple):
    """A rectangle in pixels; ``left <= right``, ``top <= bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> PixelRect:
        """The same with a margin around it."""
        return PixelRect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, point: Point) -> bool:
        """Whether a point lies within it, edges included; NaN does not."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


class Segment(NamedTuple):
    """A straight line from (x1, y1) to (x2, y2)."""

    x1: float
    y1: float
    x2: float
    y2: float


class FibonacciLevel(NamedTuple):
    """One line of a Fibonacci retracement: 0.618, its price and where it runs."""

    ratio: float
    price: float
    line: Segment


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawing in pixels; all lines and the box lie within the pane.

    Attributes:
        lines: What it consists of.
        guides: Fainter lines: the move that a Fibonacci retracement measures.
        box: The filled part of a rectangle or measure, None where there is none in sight.
        levels: Of a Fibonacci retracement, as far as they are in sight.
        handles: Where it can be dragged; may lie outside of the pane.
    """

    lines: tuple[Segment, ...] = ()
    guides: tuple[Segment, ...] = ()
    box: PixelRect | None = None
    levels: tuple[FibonacciLevel, ...] = ()
    handles: tuple[Point, ...] = ()

    @property
    def visible(self) -> bool:
        """Whether any of it is in the pane."""
        return bool(self.lines or self.guides or self.levels or self.box)


_NOTHING = Shape()


def shape(drawing: Drawing, to_pixel: ToPixel, pane: PixelRect) -> Shape:
    """A drawing within a pane; costs the same however far away its anchors are."""
    ends = [to_pixel(*anchor) for anchor in drawing.points]
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in ends):
        return _NOTHING
    return _SHAPES[drawing.kind](drawing, ends, to_pixel, pane)


def hit(drawing: Drawing, to_pixel: ToPixel, point: Point, tolerance: float) -> Handle | None:
    """What of a drawing lies within ``tolerance`` pixels of a point: the nearest handle, else ``BODY``, else None.

    Rectangles and measures are hollow: within them a chart can still be panned. A horizontal line has no handle to be
    dragged by, it is moved as a whole.
    """
    near = shape(drawing, to_pixel, PixelRect(*point, *point).grown(tolerance))
    if drawing.kind is not DrawingKind.HORIZONTAL:
        distances = [math.dist(point, handle) for handle in near.handles]
        nearest = min(distances, default=math.inf)
        if nearest <= tolerance:
            return Handle(distances.index(nearest))
    lines = (*near.lines, *near.guides, *(level.line for level in near.levels))
    return BODY if any(distance(point, line) <= tolerance for line in lines) else None


def reach(drawing: Drawing, to_pixel: ToPixel) -> PixelRect | None:
    """The smallest rectangle that holds all of a drawing; without bounds where the drawing has none.

    None for one that cannot be mapped. A point outside of it, by more than a tolerance, cannot hit.
    """
    ends = [to_pixel(*anchor) for anchor in drawing.points]
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in ends):
        return None
    whole = _between([ends[0], ends[-1]])
    if drawing.kind is DrawingKind.HORIZONTAL:
        return whole._replace(left=-math.inf, right=math.inf)
    if drawing.kind is DrawingKind.RAY:
        return _beyond(ends[0], ends[1], whole)
    if drawing.kind is DrawingKind.FIBONACCI:
        rows = [to_pixel(drawing.points[0].ts, price)[1] for _, price in level_prices(drawing)]
        rows = [row for row in rows if math.isfinite(row)]
        top, bottom = min((*rows, whole.top)), max((*rows, whole.bottom))
        return PixelRect(whole.left, top, math.inf if drawing.extended else whole.right, bottom)
    return whole


def _beyond(start: Point, end: Point, whole: PixelRect) -> PixelRect:
    """A rectangle without bounds on the sides that a ray runs to."""
    return PixelRect(
        -math.inf if end[0] < start[0] else whole.left,
        -math.inf if end[1] < start[1] else whole.top,
        math.inf if end[0] > start[0] else whole.right,
        math.inf if end[1] > start[1] else whole.bottom,
    )


def distance(point: Point, line: Segment) -> float:
    """Pixels from a point to the nearest point of a line."""
    dx, dy = line.x2 - line.x1, line.y2 - line.y1
    square = dx * dx + dy * dy
    along = ((point[0] - line.x1) * dx + (point[1] - line.y1) * dy) / square if square else 0.0
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (line.x1 + along * dx, line.y1 + along * dy))


def clip(start: Point, end: Point, pane: PixelRect, until: float = 1.0) -> Segment | None:
    """The part of a slanted line that lies within a pane; None if there is none.

    The method of Liang and Barsky: each edge of the pane cuts a piece off the stretch [0, ``until``] of the line, where
    0 is ``start`` and 1 ``end``; with ``until`` infinite it is a ray.
    """
    if until == 1.0 and pane.holds(start) and pane.holds(end):
        return Segment(*start, *end)
    dx, dy = end[0] - start[0], end[1] - start[1]
    first, last = (0.0, until) if math.isfinite(dx) and math.isfinite(dy) else (1.0, 0.0)
    for step, room in ((-dx, start[0] - pane.left), (dx, pane.right - start[0]),
                       (-dy, start[1] - pane.top), (dy, pane.bottom - start[1])):  # fmt: skip
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    if first > last or not math.isfinite(last):
        return None
    return Segment(*_along(start, dx, dy, first, pane), *_along(start, dx, dy, last, pane))


def _along(start: Point, dx: float, dy: float, part: float, pane: PixelRect) -> Point:
    """A point of a line; kept within the pane, which rounding may leave for starts that are very far away."""
    x, y = start[0] + part * dx, start[1] + part * dy
    return min(max(x, pane.left), pane.right), min(max(y, pane.top), pane.bottom)


# -- one function a kind ------------------------------------------------------------------------------------


def _some(*lines: Segment | None) -> tuple[Segment, ...]:
    return tuple(line for line in lines if line is not None)


def _flat(y: float, left: float, right: float, pane: PixelRect) -> Segment | None:
    """The part of a horizontal line that lies within a pane; ``left <= right``, y may be NaN."""
    if not pane.top <= y <= pane.bottom or left > pane.right or right < pane.left:
        return None
    return Segment(max(left, pane.left), y, min(right, pane.right), y)


def _upright(x: float, top: float, bottom: float, pane: PixelRect) -> Segment | None:
    """The same of a vertical line; ``top <= bottom``."""
    if not pane.left <= x <= pane.right or top > pane.bottom or bottom < pane.top:
        return None
    return Segment(x, max(top, pane.top), x, min(bottom, pane.bottom))


def _horizontal(_: Drawing, ends: list[Point], __: ToPixel, pane: PixelRect) -> Shape:
    """A line over all of the pane; its handle, which only shows that it is selected, is in the middle."""
    y = ends[0][1]
    line = _flat(y, pane.left, pane.right, pane)
    return Shape(_some(line), handles=(((pane.left + pane.right) / 2, y),))


def _slanted(drawing: Drawing, ends: list[Point], _: ToPixel, pane: PixelRect) -> Shape:
    """From the first anchor to the second; a ray goes on."""
    until = math.inf if drawing.kind is DrawingKind.RAY and ends[0] != ends[1] else 1.0
    return Shape(_some(clip(ends[0], ends[1], pane, until)), handles=tuple(ends))


def _rectangle(_: Drawing, ends: list[Point], __: ToPixel, pane: PixelRect) -> Shape:
    (x1, y1), (x2, y2) = ends
    left, top, right, bottom = box = _between(ends)
    sides = _some(
        _flat(top, left, right, pane), _upright(right, top, bottom, pane),
        _flat(bottom, left, right, pane), _upright(left, top, bottom, pane),
    )  # fmt: skip
    return Shape(sides, box=_common(box, pane), handles=(ends[0], ends[1], (x1, y2), (x2, y1)))


def _measure(_: Drawing, ends: list[Point], __: ToPixel, pane: PixelRect) -> Shape:
    """A cross: how far up or down, and how long."""
    left, top, right, bottom = box = _between(ends)
    lines = _some(_upright((left + right) / 2, top, bottom, pane), _flat((top + bottom) / 2, left, right, pane))
    return Shape(lines, box=_common(box, pane), handles=tuple(ends))


def _fibonacci(drawing: Drawing, ends: list[Point], to_pixel: ToPixel, pane: PixelRect) -> Shape:
    left, right = sorted((ends[0][0], ends[1][0]))
    if drawing.extended:
        right = max(right, pane.right)
    guides = _some(clip(ends[0], ends[1], pane))
    levels = tuple(_levels(drawing, (left, right), to_pixel, pane)) if right >= pane.left and left <= pane.right else ()
    return Shape(guides=guides, levels=levels, handles=tuple(ends))


def _levels(drawing: Drawing, across: Point, to_pixel: ToPixel, pane: PixelRect) -> Iterator[FibonacciLevel]:
    for ratio, price in level_prices(drawing):
        _, y = to_pixel(drawing.points[0].ts, price)
        line = _flat(y, *across, pane)
        if line is not None:
            yield FibonacciLevel(ratio, price, line)


def _between(ends: list[Point]) -> PixelRect:
    """The rectangle between two points."""
    (x1, y1), (x2, y2) = ends
    return PixelRect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _common(one: PixelRect, other: PixelRect) -> PixelRect | None:
    """What two rectangles have in common; None if it has no area."""
    left, top = max(one.left, other.left), max(one.top, other.top)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return PixelRect(left, top, right, bottom) if left < right and top < bottom else None


_SHAPES: dict[DrawingKind, Callable[[Drawing, list[Point], ToPixel, PixelRect], Shape]] = {
    DrawingKind.HORIZONTAL: _horizontal,
    DrawingKind.TREND: _slanted,
    DrawingKind.RAY: _slanted,
    DrawingKind.RECTANGLE: _rectangle,
    DrawingKind.FIBONACCI: _fibonacci,
    DrawingKind.MEASURE: _measure,
}
