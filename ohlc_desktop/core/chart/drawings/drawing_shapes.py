"""Drawings in pixels: the lines of each, cut to the pane, and what lies under a point.

Everything works through one mapping, (stamp, price) to pixel. Only anchors are mapped, so lines are straight in pixels
on a logarithmic scale too. An anchor that cannot be mapped (a negative price on a logarithmic scale) hides its drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ohlc_desktop.core.chart.drawings.drawings import (
    BODY,
    INSIDE,
    POSITIONS,
    Drawing,
    DrawingKind,
    Handle,
    level_prices,
)
from ohlc_desktop.core.chart.drawings.geometry import (
    PixelRect,
    Point,
    Segment,
    ToPixel,
    between,
    clip,
    clip_polygon,
    common,
    distance,
    flat,
    upright,
)

#: Width and height of a drawing's text, in pixels.
Extent = Callable[[Drawing], tuple[float, float]]

# Nothing is further away than so many pixels, so that a float64 can be reckoned with.
_FAR = 1e15


class FibonacciLevel(NamedTuple):
    """One line of a Fibonacci retracement: 0.618, its price and where it runs."""

    ratio: float
    price: float
    line: Segment


class Shape(NamedTuple):
    """A drawing in pixels; all lines, boxes and the area lie within the pane.

    Attributes:
        lines: What it consists of.
        guides: Fainter lines: the move that a Fibonacci retracement measures, the middle of a channel.
        box: The filled part of a rectangle or measure, or the room of a text; None where there is none in sight.
        gain: The filled part of a position between entry and target; ``loss`` that between entry and stop.
        area: Corners of the filled part of a channel.
        levels: Of a Fibonacci retracement, as far as they are in sight.
        handles: Where it can be dragged; may lie outside of the pane.
    """

    lines: tuple[Segment, ...] = ()
    guides: tuple[Segment, ...] = ()
    box: PixelRect | None = None
    gain: PixelRect | None = None
    loss: PixelRect | None = None
    area: tuple[Point, ...] = ()
    levels: tuple[FibonacciLevel, ...] = ()
    handles: tuple[Point, ...] = ()

    @property
    def visible(self) -> bool:
        """Whether any of it is in the pane."""
        return bool(self.lines or self.guides or self.levels or self.filled)

    @property
    def filled(self) -> bool:
        """Whether any of its fill, or of its text, is in the pane."""
        return bool(self.box or self.gain or self.loss or self.area)


_NOTHING = Shape()


def no_extent(_: Drawing) -> tuple[float, float]:
    """Where there are no texts."""
    return 0.0, 0.0


def shape(drawing: Drawing, to_pixel: ToPixel, pane: PixelRect, extent: Extent = no_extent) -> Shape:
    """A drawing within a pane; costs the same however far away its anchors are.

    ``extent`` is asked for the room of a text. A vertical line runs over all of ``pane``, whatever its price.
    """
    if drawing.kind is DrawingKind.VERTICAL:
        return _vertical(to_pixel(*drawing.points[0])[0], pane)
    ends = [to_pixel(*anchor) for anchor in drawing.points]
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in ends):
        return _NOTHING
    if drawing.kind is DrawingKind.TEXT:
        return Shape(box=common(_text_box(ends[0], extent(drawing)), pane), handles=tuple(ends))
    return _SHAPES[drawing.kind](drawing, ends, to_pixel, pane)


def hit(
    drawing: Drawing, to_pixel: ToPixel, point: Point, tolerance: float, extent: Extent = no_extent
) -> Handle | None:  # fmt: skip
    """What of a drawing lies within ``tolerance`` pixels of a point: the nearest handle, else ``BODY``, ``INSIDE``, None.

    ``INSIDE`` is the fill; without one (``opacity`` is 0) a chart can be panned within a rectangle. A horizontal or
    vertical line has no handle to be dragged by, it is moved as a whole.
    """
    near = shape(drawing, to_pixel, PixelRect(*point, *point).grown(tolerance), extent)
    if drawing.kind not in _WITHOUT_HANDLES:
        distances = [math.dist(point, handle) for handle in near.handles]
        nearest = min(distances, default=math.inf)
        if nearest <= tolerance:
            return Handle(distances.index(nearest))
    if drawing.kind is DrawingKind.TEXT:
        return BODY if near.box is not None else None
    lines = (*near.lines, *near.guides, *(level.line for level in near.levels))
    if any(distance(point, line) <= tolerance for line in lines):
        return BODY
    return INSIDE if drawing.opacity and near.filled else None


def reach(drawing: Drawing, to_pixel: ToPixel, extent: Extent = no_extent) -> PixelRect | None:
    """The smallest rectangle that holds all of a drawing; without bounds where the drawing has none.

    None for one that cannot be mapped. A point outside of it, by more than a tolerance, cannot hit.
    """
    ends = [to_pixel(*anchor) for anchor in drawing.points]
    if drawing.kind is DrawingKind.VERTICAL:
        x = ends[0][0]
        return PixelRect(x, -math.inf, x, math.inf) if math.isfinite(x) else None
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in ends):
        return None
    whole = between(ends)
    match drawing.kind:
        case DrawingKind.HORIZONTAL:
            return whole._replace(left=-math.inf, right=math.inf)
        case DrawingKind.VOLUME_PROFILE:
            return whole._replace(top=-math.inf, bottom=math.inf)
        case DrawingKind.HORIZONTAL_RAY:
            return whole._replace(right=math.inf)
        case DrawingKind.EXTENDED:
            return PixelRect(-math.inf, -math.inf, math.inf, math.inf)
        case DrawingKind.RAY:
            return _beyond(ends[0], ends[1], whole)
        case DrawingKind.CHANNEL:
            return _channel_reach(drawing, ends)
        case DrawingKind.FIBONACCI:
            return _levels_reach(drawing, to_pixel, whole)
        case DrawingKind.TEXT:
            return _text_box(ends[0], extent(drawing))
    return whole


def _levels_reach(drawing: Drawing, to_pixel: ToPixel, whole: PixelRect) -> PixelRect:
    rows = [to_pixel(drawing.points[0].ts, price)[1] for _, price in level_prices(drawing)]
    rows = [row for row in rows if math.isfinite(row)]
    top, bottom = min((*rows, whole.top)), max((*rows, whole.bottom))
    return PixelRect(whole.left, top, math.inf if drawing.extended else whole.right, bottom)


def _channel_reach(drawing: Drawing, ends: list[Point]) -> PixelRect:
    whole = between([*ends[:2], *_parallel(ends)])
    if not drawing.extended:
        return whole
    left, right = sorted(ends[:2])
    return _beyond(left, right, whole) if left[0] < right[0] else whole


def _beyond(start: Point, end: Point, whole: PixelRect) -> PixelRect:
    """A rectangle without bounds on the sides that a ray runs to."""
    return PixelRect(
        -math.inf if end[0] < start[0] else whole.left,
        -math.inf if end[1] < start[1] else whole.top,
        math.inf if end[0] > start[0] else whole.right,
        math.inf if end[1] > start[1] else whole.bottom,
    )


# -- one function a kind ------------------------------------------------------------------------------------


def _some(*lines: Segment | None) -> tuple[Segment, ...]:
    return tuple(line for line in lines if line is not None)


def _horizontal(_: Drawing, ends: list[Point], __: ToPixel, pane: PixelRect) -> Shape:
    """A line over all of the pane; its handle, which only shows that it is selected, is in the middle."""
    y = ends[0][1]
    line = flat(y, pane.left, pane.right, pane)
    return Shape(_some(line), handles=(((pane.left + pane.right) / 2, y),))


def _horizontal_ray(_: Drawing, ends: list[Point], __: ToPixel, pane: PixelRect) -> Shape:
    """A line from its anchor to the right edge."""
    x, y = ends[0]
    return Shape(_some(flat(y, x, max(x, pane.right), pane)), handles=tuple(ends))


def _vertical(x: float, pane: PixelRect) -> Shape:
    """A line over all of the pane, whose handle is in the middle; none without a pixel."""
    line = upright(x, pane.top, pane.bottom, pane)
    return Shape(_some(line), handles=((x, (pane.top + pane.bottom) / 2),)) if line is not None else _NOTHING


def _stretch(_: Drawing, ends: list[Point], __: ToPixel, pane: PixelRect) -> Shape:
    """Where a stretch of time begins and ends, over all of the pane; all of an edge is its handle."""
    middle = (pane.top + pane.bottom) / 2
    edges = _some(*(upright(x, pane.top, pane.bottom, pane) for x, _ in ends))
    return Shape(edges, handles=tuple((x, middle) for x, _ in ends))


def _slanted(drawing: Drawing, ends: list[Point], _: ToPixel, pane: PixelRect) -> Shape:
    """From the first anchor to the second; a ray goes on, an extended line in both directions."""
    goes_on = drawing.kind is not DrawingKind.TREND and ends[0] != ends[1]
    until = math.inf if goes_on else 1.0
    since = -math.inf if goes_on and drawing.kind is DrawingKind.EXTENDED else 0.0
    return Shape(_some(clip(ends[0], ends[1], pane, until, since)), handles=tuple(ends))


def _channel(drawing: Drawing, ends: list[Point], _: ToPixel, pane: PixelRect) -> Shape:
    """Two lines as far apart, up or down, as the third anchor is from the first; parallel on the screen."""
    start, end = ends[:2]
    other = _parallel(ends)
    down, handle = other[0][1] - start[1], _halfway(*other)
    if drawing.extended and start[0] != end[0]:
        start, end = _run_on(min(start, end), max(start, end), pane)
    other, middle = (((start[0], start[1] + by), (end[0], end[1] + by)) for by in (down, down / 2))
    lines = _some(clip(start, end, pane), clip(*other, pane))
    guides = _some(clip(*middle, pane)) if drawing.middle else ()
    area = clip_polygon([_near(point) for point in (start, end, other[1], other[0])], pane)
    return Shape(lines, guides, area=area, handles=(*ends[:2], handle))


def _run_on(start: Point, end: Point, pane: PixelRect) -> tuple[Point, Point]:
    """A line that goes to the right, run on to the right edge of the pane."""
    part = (max(pane.right, end[0]) - start[0]) / (end[0] - start[0])
    return start, (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)


def _rectangle(_: Drawing, ends: list[Point], __: ToPixel, pane: PixelRect) -> Shape:
    (x1, y1), (x2, y2) = ends
    left, top, right, bottom = box = between(ends)
    sides = _some(
        flat(top, left, right, pane), upright(right, top, bottom, pane),
        flat(bottom, left, right, pane), upright(left, top, bottom, pane),
    )  # fmt: skip
    return Shape(sides, box=common(box, pane), handles=(ends[0], ends[1], (x1, y2), (x2, y1)))


def _measure(drawing: Drawing, ends: list[Point], _: ToPixel, pane: PixelRect) -> Shape:
    """How far up or down, how long, or both as a cross; the range of one has its bounds as well."""
    left, top, right, bottom = box = between(ends)
    tall = upright((left + right) / 2, top, bottom, pane)
    long = flat((top + bottom) / 2, left, right, pane)
    bounds: tuple[Segment, ...] = ()
    if drawing.kind is DrawingKind.PRICE_RANGE:
        long, bounds = None, _some(flat(top, left, right, pane), flat(bottom, left, right, pane))
    elif drawing.kind is DrawingKind.DATE_RANGE:
        tall, bounds = None, _some(upright(left, top, bottom, pane), upright(right, top, bottom, pane))
    return Shape((*_some(tall, long), *bounds), box=common(box, pane), handles=tuple(ends))


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
        line = flat(y, *across, pane)
        if line is not None:
            yield FibonacciLevel(ratio, price, line)


def _position(_: Drawing, ends: list[Point], __: ToPixel, pane: PixelRect) -> Shape:
    """Target, entry and stop as lines, with what is won and what is lost between them."""
    entry, target, stop = ends
    left, right = sorted((entry[0], target[0]))
    lines = _some(*(flat(y, left, right, pane) for _, y in (entry, target, stop)))
    zones = [PixelRect(left, min(entry[1], y), right, max(entry[1], y)) for _, y in (target, stop)]
    gain, loss = (common(zone, pane) for zone in zones)
    return Shape(lines, gain=gain, loss=loss, handles=tuple(ends))


def _text_box(at: Point, size: tuple[float, float]) -> PixelRect:
    """The room of a text, whose upper left corner is at its anchor."""
    return PixelRect(at[0], at[1], at[0] + size[0], at[1] + size[1])


def _parallel(ends: list[Point]) -> tuple[Point, Point]:
    """The other line of a channel, beside its first."""
    (x1, y1), (x2, y2), (_, beside) = ends
    return (x1, beside), (x2, y2 + beside - y1)


def _halfway(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _near(point: Point) -> Point:
    """A point that is far beyond all panes, a little nearer."""
    x, y = (min(max(part, -_FAR), _FAR) for part in point)
    return x, y


_SHAPES: dict[DrawingKind, Callable[[Drawing, list[Point], ToPixel, PixelRect], Shape]] = {
    DrawingKind.HORIZONTAL: _horizontal,
    DrawingKind.HORIZONTAL_RAY: _horizontal_ray,
    DrawingKind.TREND: _slanted,
    DrawingKind.RAY: _slanted,
    DrawingKind.EXTENDED: _slanted,
    DrawingKind.CHANNEL: _channel,
    DrawingKind.RECTANGLE: _rectangle,
    DrawingKind.FIBONACCI: _fibonacci,
    DrawingKind.VOLUME_PROFILE: _stretch,
    **dict.fromkeys((DrawingKind.MEASURE, DrawingKind.PRICE_RANGE, DrawingKind.DATE_RANGE), _measure),
    **dict.fromkeys(POSITIONS, _position),
}
_WITHOUT_HANDLES = frozenset({DrawingKind.HORIZONTAL, DrawingKind.VERTICAL})
