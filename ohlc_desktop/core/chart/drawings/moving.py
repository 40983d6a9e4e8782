"""Drawings that are moved, by a handle or as a whole.

Handles 0, 1, … are the anchors. A rectangle has its other two corners as well: 2 has the stamp of the first anchor and
the price of the second, 3 the reverse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ohlc_desktop.core.chart.drawings.drawings import BODY, POSITIONS, Anchor, Drawing, DrawingKind, Handle


def move(drawing: Drawing, handle: Handle, to: Anchor) -> Drawing:
    """The drawing with one handle elsewhere; a locked one stays as it is.

    A channel keeps its width when its first line is moved at either end. The target of a position stays on its side of
    the entry, and so does the stop; both end at the same time.
    """
    if drawing.locked or handle <= BODY:
        return drawing
    if drawing.kind in POSITIONS:
        return replace(drawing, points=_position(drawing, handle, to))
    if drawing.kind is DrawingKind.CHANNEL:
        return replace(drawing, points=_channel(drawing, handle, to))
    return replace(drawing, points=_corner(drawing, handle, to))


def opposite(drawing: Drawing, handle: Handle) -> Anchor | None:
    """The point of a drawing that stays where it is while a handle is dragged; None where there is not just one."""
    if drawing.kind in POSITIONS or drawing.kind.anchors == 1 or handle == 2 == drawing.kind.anchors - 1:
        return None
    first, second = drawing.points[:2]
    return {0: second, 1: first, 2: Anchor(second.ts, first.price)}.get(handle, Anchor(first.ts, second.price))


def move_body(drawing: Drawing, shift: Callable[[Anchor], Anchor]) -> Drawing:
    """The drawing with every anchor shifted; a locked one stays as it is."""
    return drawing if drawing.locked else replace(drawing, points=tuple(map(shift, drawing.points)))


def _corner(drawing: Drawing, handle: Handle, to: Anchor) -> tuple[Anchor, ...]:
    points = list(drawing.points)
    if handle < len(points):
        points[handle] = to
        return tuple(points)
    first, second = points
    if handle == 3:
        return Anchor(first.ts, to.price), Anchor(to.ts, second.price)
    return Anchor(to.ts, first.price), Anchor(second.ts, to.price)


def _channel(drawing: Drawing, handle: Handle, to: Anchor) -> tuple[Anchor, ...]:
    first, second, beside = drawing.points
    if handle == 0:
        return to, second, Anchor(to.ts, beside.price + to.price - first.price)
    return (first, to, beside) if handle == 1 else (first, second, Anchor(first.ts, to.price))


def _position(drawing: Drawing, handle: Handle, to: Anchor) -> tuple[Anchor, ...]:
    entry, target, stop = drawing.points
    low, high = sorted((target.price, stop.price))
    if handle == 0:
        return Anchor(to.ts, min(max(to.price, low), high)), target, stop
    above = (drawing.kind is DrawingKind.LONG) is (handle == 1)
    price = max(to.price, entry.price) if above else min(to.price, entry.price)
    target, stop = (target._replace(price=price), stop) if handle == 1 else (target, stop._replace(price=price))
    return entry, target._replace(ts=to.ts), stop._replace(ts=to.ts)
