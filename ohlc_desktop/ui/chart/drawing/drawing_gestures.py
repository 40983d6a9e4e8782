"""What a hand does with a drawing: placing a new one, dragging one that is there.

Both work on anchors, never on kept pixels, so that the chart may be zoomed or moved under a gesture.
"""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt

from ohlc_desktop.core.chart.drawings.drawings import (
    BODY,
    Anchor,
    Drawing,
    DrawingKind,
    Handle,
    move,
    move_body,
    new_id,
    opposite,
)
from ohlc_desktop.core.chart.drawings.measuring import on_tick
from ohlc_desktop.ui.chart.engine.surface import PriceSurface

#: A hand that presses a button moves by so many pixels without meaning it.
STILL = 3.0

Modifiers = Qt.KeyboardModifier

_EIGHTH = math.pi / 4


class Aim:
    """Turns pixels into anchors.

    Prices are put on the instrument's tick. Points outside of the price pane count as its edge.

    Attributes:
        magnet: Anchors snap to open, high, low and close; holding Ctrl does so for once.
    """

    def __init__(self, surface: PriceSurface) -> None:
        self.surface = surface
        self.magnet = False

    def anchor(self, point: QPointF, modifiers: Modifiers) -> Anchor:
        """The anchor that is meant by a point."""
        point = self.inside(point)
        snaps = self.magnet or bool(modifiers & Modifiers.ControlModifier)
        ts, price = self.surface.snap(point) if snaps else self.surface.from_pixel(point)
        return Anchor(int(ts), self._on_tick(price))

    def against(self, fixed: Anchor, kind: DrawingKind, point: QPointF, modifiers: Modifiers) -> Anchor:
        """The anchor that is meant by a point while another stays ``fixed``.

        Shift keeps lines horizontal, vertical or at 45 degrees, and rectangles square, as seen on the screen; a
        Fibonacci retracement knows no direction.
        """
        if not modifiers & Modifiers.ShiftModifier or kind is DrawingKind.FIBONACCI:
            return self.anchor(point, modifiers)
        start, end = self.surface.to_pixel(*fixed), self.inside(point)
        turns = round(math.atan2(end.y() - start.y(), end.x() - start.x()) / _EIGHTH)
        if kind is DrawingKind.RECTANGLE:
            turns = 1
        free = self.anchor(end, Modifiers.NoModifier)
        if turns % 4 == 0:
            return Anchor(free.ts, fixed.price)
        if turns % 4 == 2:
            return Anchor(fixed.ts, free.price)
        return self._diagonal(fixed, free, start, end)

    def moved(self, anchor: Anchor, by: QPointF, in_time: bool, in_price: bool) -> Anchor:
        """An anchor so many pixels elsewhere, in one direction or both."""
        if not (in_time or in_price):
            return anchor
        ts, price = self.surface.from_pixel(self.surface.to_pixel(*anchor) + by)
        in_price = in_price and math.isfinite(price)  # far above a logarithmic pane there are no prices left
        return Anchor(int(ts) if in_time else anchor.ts, self._on_tick(price) if in_price else anchor.price)

    def inside(self, point: QPointF) -> QPointF:
        """The nearest point of the price pane."""
        pane = self.surface.price_rect()
        x, y = min(point.x(), pane.right()), min(point.y(), pane.bottom())
        return QPointF(max(x, pane.left()), max(y, pane.top()))

    def _diagonal(self, fixed: Anchor, free: Anchor, start: QPointF, end: QPointF) -> Anchor:
        """As far up or down as it is to the candle, whose place decides because there is nothing between candles."""
        x = self.surface.to_pixel(free.ts, fixed.price).x()
        down = math.copysign(abs(x - start.x()), end.y() - start.y())
        _, price = self.surface.from_pixel(QPointF(x, start.y() + down))
        return Anchor(free.ts, self._on_tick(price))

    def _on_tick(self, price: float) -> float:
        return on_tick(price, self.surface.series.instrument)


class Placing:
    """A new drawing: click and click again, or press, drag and release.

    Attributes:
        kind: What is placed.
        keep: A measure is kept as a drawing instead of vanishing with the next click.
        draft: What there is of it so far; None before the first press.
        pressed: Where the button went down; None while it is up.
    """

    def __init__(self, aim: Aim, kind: DrawingKind, keep: bool = False) -> None:
        self._aim = aim
        self.kind = kind
        self.keep = keep
        self.draft: Drawing | None = None
        self.pressed: QPointF | None = None
        self._second = False

    def press(self, point: QPointF, modifiers: Modifiers) -> None:
        """Set the first anchor, or take hold of the second."""
        self._second = self.draft is not None
        self.pressed = point
        if self.draft is None:
            first = self._aim.anchor(point, modifiers & ~Modifiers.ShiftModifier)
            self.draft = Drawing(new_id(), self.kind, (first,) * self.kind.anchors)
        self.move(point, modifiers)

    def move(self, point: QPointF, modifiers: Modifiers) -> bool:
        """Let the last anchor follow; False while there is none."""
        if self.draft is None:
            return False
        first, last = self.draft.points[0], len(self.draft.points) - 1
        to = self._aim.against(first, self.kind, point, modifiers) if last else self._aim.anchor(point, modifiers)
        self.draft = move(self.draft, Handle(last), to)
        return True

    def release(self, point: QPointF, modifiers: Modifiers) -> Drawing | None:
        """The finished drawing; None if another click is needed."""
        pressed, self.pressed = self.pressed, None
        if pressed is None or self.draft is None:
            return None
        self.move(point, modifiers)
        meant = self._second or _far(pressed, point)
        return self.draft if self.kind.anchors == 1 or (meant and self._extent(self.draft)) else None

    def _extent(self, draft: Drawing) -> bool:
        """Whether the anchors can be told apart."""
        first, second = (self._aim.surface.to_pixel(*anchor) for anchor in draft.points)
        return _far(first, second)


class Dragging:
    """A drawing that is moved by a handle or as a whole.

    Attributes:
        before: The drawing as it was; ``now`` as it is.
    """

    def __init__(self, aim: Aim, drawing: Drawing, handle: Handle, point: QPointF) -> None:
        self._aim = aim
        self.before = self.now = drawing
        # A horizontal line has but one anchor, so it can snap like a handle.
        self._handle = Handle(0) if drawing.kind is DrawingKind.HORIZONTAL else handle
        self._pressed = point
        self._begun = False
        surface = aim.surface
        self._grabbed = Anchor(*surface.from_pixel(point)) if self._handle == BODY else self._held()
        self._offset = surface.to_pixel(*self._grabbed) - point

    def move(self, point: QPointF, modifiers: Modifiers) -> bool:
        """Let it follow; False if that changes nothing."""
        self._begun = self._begun or _far(self._pressed, point)
        if not self._begun:
            return False
        before, self.now = self.now, self._moved(self._aim.inside(point), modifiers)
        return before != self.now

    def _moved(self, point: QPointF, modifiers: Modifiers) -> Drawing:
        target = point + self._offset
        if self._handle == BODY:
            return self._shifted(target - self._aim.surface.to_pixel(*self._grabbed), modifiers)
        if self.before.kind is DrawingKind.HORIZONTAL:
            price = self._aim.anchor(QPointF(point.x(), target.y()), modifiers).price
            return replace(self.before, points=(Anchor(self.before.points[0].ts, price),))
        fixed = opposite(self.before, self._handle)
        return move(self.before, self._handle, self._aim.against(fixed, self.before.kind, target, modifiers))

    def _shifted(self, by: QPointF, modifiers: Modifiers) -> Drawing:
        """All of it elsewhere; with Shift only sideways, or only up and down.

        Stamps are kept as long as the pointer is above the same candle: anchors that were set in a finer timeframe
        would otherwise lose their time of day to the candle around them.
        """
        if modifiers & Modifiers.ShiftModifier:
            by = QPointF(by.x(), 0) if abs(by.x()) > abs(by.y()) else QPointF(0, by.y())
        in_time = self._aim.moved(self._grabbed, by, in_time=True, in_price=False).ts != self._grabbed.ts
        return move_body(self.before, lambda anchor: self._aim.moved(anchor, by, in_time, by.y() != 0))

    def _held(self) -> Anchor:
        """The point of the drawing that is dragged."""
        points = self.before.points
        if self._handle < len(points):
            return points[self._handle]
        return opposite(self.before, Handle(5 - self._handle))


def _far(one: QPointF, other: QPointF) -> bool:
    return math.dist(one.toTuple(), other.toTuple()) > STILL
