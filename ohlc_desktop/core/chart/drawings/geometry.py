"""Points, lines and rectangles in pixels, y downwards, and how they are cut to a pane."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

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


def between(points: Sequence[Point]) -> PixelRect:
    """The smallest rectangle around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return PixelRect(min(xs), min(ys), max(xs), max(ys))


def common(one: PixelRect, other: PixelRect) -> PixelRect | None:
    """What two rectangles have in common; None if it has no area."""
    left, top = max(one.left, other.left), max(one.top, other.top)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return PixelRect(left, top, right, bottom) if left < right and top < bottom else None


def distance(point: Point, line: Segment) -> float:
    """Pixels from a point to the nearest point of a line."""
    dx, dy = line.x2 - line.x1, line.y2 - line.y1
    square = dx * dx + dy * dy
    along = ((point[0] - line.x1) * dx + (point[1] - line.y1) * dy) / square if square else 0.0
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (line.x1 + along * dx, line.y1 + along * dy))


def flat(y: float, left: float, right: float, pane: PixelRect) -> Segment | None:
    """The part of a horizontal line that lies within a pane; ``left <= right``, y may be NaN."""
    if not pane.top <= y <= pane.bottom or left > pane.right or right < pane.left:
        return None
    return Segment(max(left, pane.left), y, min(right, pane.right), y)


def upright(x: float, top: float, bottom: float, pane: PixelRect) -> Segment | None:
    """The same of a vertical line; ``top <= bottom``."""
    if not pane.left <= x <= pane.right or top > pane.bottom or bottom < pane.top:
        return None
    return Segment(x, max(top, pane.top), x, min(bottom, pane.bottom))


def clip(start: Point, end: Point, pane: PixelRect, until: float = 1.0, since: float = 0.0) -> Segment | None:
    """The part of a slanted line that lies within a pane; None if there is none.

    The method of Liang and Barsky: each edge of the pane cuts a piece off the stretch [``since``, ``until``] of the line,
    where 0 is ``start`` and 1 ``end``; with ``until`` infinite it is a ray, with both a line without ends.
    """
    if (since, until) == (0.0, 1.0) and pane.holds(start) and pane.holds(end):
        return Segment(*start, *end)
    dx, dy = end[0] - start[0], end[1] - start[1]
    first, last = (since, until) if math.isfinite(dx) and math.isfinite(dy) else (1.0, 0.0)
    for step, room in ((-dx, start[0] - pane.left), (dx, pane.right - start[0]),
                       (-dy, start[1] - pane.top), (dy, pane.bottom - start[1])):  # fmt: skip
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    if first > last or not (math.isfinite(first) and math.isfinite(last)):
        return None
    return Segment(*_along(start, dx, dy, first, pane), *_along(start, dx, dy, last, pane))


def clip_polygon(corners: Sequence[Point], pane: PixelRect) -> tuple[Point, ...]:
    """The part of a convex polygon that lies within a pane; empty if there is none.

    The method of Sutherland and Hodgman: one edge of the pane after the other cuts away what is beyond it.
    """
    found = list(corners)
    for axis, edge, sign in ((0, pane.left, 1), (0, pane.right, -1), (1, pane.top, 1), (1, pane.bottom, -1)):
        found = _beyond_edge(found, axis, edge, sign)
    return tuple(found)


def _beyond_edge(corners: list[Point], axis: int, edge: float, sign: int) -> list[Point]:
    """What of a polygon is on the inner side of one edge of the pane."""
    found: list[Point] = []
    for last, corner in zip([*corners[-1:], *corners[:-1]], corners, strict=True):
        inside, was_inside = ((point[axis] - edge) * sign >= 0 for point in (corner, last))
        if inside is not was_inside:
            part = (edge - last[axis]) / (corner[axis] - last[axis])
            crossing = [start + part * (end - start) for start, end in zip(last, corner, strict=True)]
            crossing[axis] = edge
            found.append((crossing[0], crossing[1]))
        if inside:
            found.append(corner)
    return found


def _along(start: Point, dx: float, dy: float, part: float, pane: PixelRect) -> Point:
    """A point of a line; kept within the pane, which rounding may leave for starts that are very far away."""
    x, y = start[0] + part * dx, start[1] + part * dy
    return min(max(x, pane.left), pane.right), min(max(y, pane.top), pane.bottom)
