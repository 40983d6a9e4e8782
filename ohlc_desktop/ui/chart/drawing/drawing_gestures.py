"""Gestures of the mouse: a new drawing is placed, one that is there is dragged.

Both work on anchors, never on kept pixels, so that the chart may be zoomed or moved under a gesture.
"""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF

from ohlc_desktop.core.chart.drawings.drawings import (
    BODY,
    INSIDE,
    MEASURES,
    POSITIONS,
    Anchor,
    Drawing,
    DrawingKind,
    Handle,
    new_id,
)
from ohlc_desktop.core.chart.drawings.moving import move, move_body, opposite
from ohlc_desktop.core.chart.drawings.positions import USUAL_RATIO
from ohlc_desktop.core.chart.drawings.styles import PlainStyle, renamed, styled
from ohlc_desktop.ui.chart.drawing.drawing_aim import Aim, Modifiers

#: A hand that presses a button moves by so many pixels without meaning it.
STILL = 3.0

# A position that was just placed: its share of the width, and that of its stop of the height.
_WIDE, _STOP = 0.16, 0.08


class Placing:
    """A new drawing: a click for each anchor, or press, drag and release.

    Attributes:
        kind: What is placed.
        keep: A measure is kept as a drawing instead of vanishing with the next click.
        draft: What there is of it so far; None before the first press.
        pressed: Where the button went down; None while it is up.
    """

    def __init__(self, aim: Aim, kind: DrawingKind, keep: bool = False, style: PlainStyle | None = None) -> None:
        self._aim = aim
        self.kind = kind
        self.keep = keep
        self.draft: Drawing | None = None
        self.pressed: QPointF | None = None
        self._style = style or {}
        self._handle = Handle(min(1, kind.clicks - 1))  # that follows the pointer
        self._second = False

    def press(self, point: QPointF, modifiers: Modifiers) -> None:
        """Set the first anchor, or take hold of the next."""
        self._second = self.draft is not None
        self.pressed = point
        if self.draft is None:
            first = self._aim.anchor(point, modifiers & ~Modifiers.ShiftModifier)
            self.draft = styled(Drawing(new_id(), self.kind, (first,) * self.kind.anchors), self._style)
        self.move(point, modifiers)

    def move(self, point: QPointF, modifiers: Modifiers) -> bool:
        """Let the last anchor follow; False while there is none."""
        if self.draft is None:
            return False
        if self.kind in POSITIONS:
            self.draft = replace(self.draft, points=self._position(self._aim.anchor(point, modifiers)))
        else:
            self.draft = move(self.draft, self._handle, self._meant(self.draft, point, modifiers))
        return True

    def release(self, point: QPointF, modifiers: Modifiers) -> Drawing | None:
        """The finished drawing; None if another click is needed."""
        pressed, self.pressed = self.pressed, None
        if pressed is None or self.draft is None:
            return None
        self.move(point, modifiers)
        meant = self._second or _far(pressed, point)
        if self.kind.clicks > 1 and not (meant and self._extent(self.draft)):
            return None
        self._handle = Handle(self._handle + 1)
        return self.draft if self._handle >= self.kind.clicks else None

    def _meant(self, draft: Drawing, point: QPointF, modifiers: Modifiers) -> Anchor:
        """The anchor that follows the pointer."""
        if self._handle == 0:
            return self._aim.anchor(point, modifiers)
        if self._handle == 2:
            return self._beside(draft, point)
        return self._aim.against(draft.points[0], self.kind, point, modifiers)

    def _beside(self, draft: Drawing, point: QPointF) -> Anchor:
        """Beside the first anchor of a channel, as far up or down as the pointer is from its first line."""
        start, end = (self._aim.surface.to_pixel(*anchor) for anchor in draft.points[:2])
        point, across = self._aim.inside(point), end.x() - start.x()
        part = (point.x() - start.x()) / across if across else 0.0
        down = point.y() - (start.y() + part * (end.y() - start.y()))
        return self._aim.moved(draft.points[0], QPointF(0, down), in_time=False, in_price=True)

    def _position(self, entry: Anchor) -> tuple[Anchor, ...]:
        """Entry, target and stop of a position that begins at an anchor."""
        pane, surface = self._aim.surface.price_rect(), self._aim.surface
        end = surface.to_pixel(*entry) + QPointF(pane.width() * _WIDE, pane.height() * _STOP)
        ts, price = surface.from_pixel(end)
        risk = abs(entry.price - price) * (1 if self.kind is DrawingKind.LONG else -1)
        prices = (entry.price + risk * USUAL_RATIO, entry.price - risk)
        return entry, *(Anchor(int(ts), self._aim.on_tick(each)) for each in prices)

    def _extent(self, draft: Drawing) -> bool:
        """Whether the anchors can be told apart."""
        first, second = (self._aim.surface.to_pixel(*anchor) for anchor in draft.points[:2])
        return _far(first, second)


class Dragging:
    """A drawing that is moved by a handle or as a whole.

    Attributes:
        before: The drawing as it was; ``now`` as it is.
    """

    def __init__(self, aim: Aim, drawing: Drawing, handle: Handle, point: QPointF, copy: bool = False) -> None:
        """``copy`` leaves the drawing where it is, and moves another one like it."""
        self._aim = aim
        self.before = self.now = renamed(drawing, new_id()) if copy else drawing
        # A line across the chart has but one anchor, so it can snap like a handle.
        self._handle = Handle(0) if drawing.kind in _ACROSS else BODY if handle == INSIDE else handle
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
        if self.before.kind in _ACROSS:
            return move(self.before, self._handle, self._across(point, target, modifiers))
        fixed = opposite(self.before, self._handle)
        return move(self.before, self._handle, self._aim.against(fixed, self.before.kind, target, modifiers))

    def _across(self, point: QPointF, target: QPointF, modifiers: Modifiers) -> Anchor:
        """A horizontal line keeps its stamp, a vertical one its price."""
        ts, price = self.before.points[0]
        if self.before.kind is DrawingKind.HORIZONTAL:
            return Anchor(ts, self._aim.anchor(QPointF(point.x(), target.y()), modifiers).price)
        return Anchor(self._aim.anchor(QPointF(target.x(), point.y()), modifiers).ts, price)

    def _shifted(self, by: QPointF, modifiers: Modifiers) -> Drawing:
        """All of it elsewhere; with Shift only sideways, or only up and down.

        Stamps are kept as long as the pointer is above the same candle: anchors that were set in a finer timeframe
        would otherwise lose their time of day to the candle around them.
        """
        if modifiers & Modifiers.ShiftModifier:
            by = QPointF(by.x(), 0) if abs(by.x()) > abs(by.y()) else QPointF(0, by.y())
        in_time = self._aim.moved(self._grabbed, by, in_time=True, in_price=False).ts != self._grabbed.ts
        moved = move_body(self.before, lambda anchor: self._aim.moved(anchor, by, in_time, by.y() != 0))
        return self._of_the_same_size(moved) if self.before.kind in POSITIONS | MEASURES else moved

    def _of_the_same_size(self, moved: Drawing) -> Drawing:
        """As many points from anchor to anchor as before: rounding each to its tick may have changed that by one."""
        first = moved.points[0].price - self.before.points[0].price
        pairs = zip(moved.points, self.before.points, strict=True)
        points = (Anchor(now.ts, self._aim.on_tick(before.price + first)) for now, before in pairs)
        return replace(moved, points=tuple(points))

    def _held(self) -> Anchor:
        """The point of the drawing that is dragged."""
        points = self.before.points
        if self._handle < len(points):
            return points[self._handle]
        return opposite(self.before, Handle(5 - self._handle)) or points[0]


_ACROSS = (DrawingKind.HORIZONTAL, DrawingKind.VERTICAL)


def _far(one: QPointF, other: QPointF) -> bool:
    return math.dist(one.toTuple(), other.toTuple()) > STILL
