"""What anchor a point of the chart means."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt

from ohlc_desktop.core.chart.drawings.drawings import Anchor, DrawingKind
from ohlc_desktop.core.chart.drawings.measuring import on_tick
from ohlc_desktop.ui.chart.engine.surface import PriceSurface

Modifiers = Qt.KeyboardModifier

_EIGHTH = math.pi / 4
# Kinds that have no direction which Shift could keep.
_UNDIRECTED = (
    DrawingKind.FIBONACCI, DrawingKind.CHANNEL, DrawingKind.PRICE_RANGE, DrawingKind.DATE_RANGE,
    DrawingKind.VOLUME_PROFILE,
)  # fmt: skip


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
        return Anchor(int(ts), self.on_tick(price))

    def against(self, fixed: Anchor | None, kind: DrawingKind, point: QPointF, modifiers: Modifiers) -> Anchor:
        """The anchor that is meant by a point while another stays ``fixed``.

        Shift keeps lines horizontal, vertical or at 45 degrees, and rectangles square, as seen on the screen; what is
        measured in levels, parallels or one direction knows none.
        """
        if fixed is None or not modifiers & Modifiers.ShiftModifier or kind in _UNDIRECTED:
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
        return Anchor(int(ts) if in_time else anchor.ts, self.on_tick(price) if in_price else anchor.price)

    def stepped(self, anchor: Anchor, candles: int, ticks: int) -> Anchor:
        """An anchor so many candles later and so many ticks higher; without a tick so many pixels."""
        ts = self.surface.stamp_beside(anchor.ts, candles) if candles else anchor.ts
        return Anchor(ts, self.on_tick(anchor.price + ticks * self._step(anchor)))

    def inside(self, point: QPointF) -> QPointF:
        """The nearest point of the price pane."""
        pane = self.surface.price_rect()
        x, y = min(point.x(), pane.right()), min(point.y(), pane.bottom())
        return QPointF(max(x, pane.left()), max(y, pane.top()))

    def on_tick(self, price: float) -> float:
        """A price of the instrument."""
        return on_tick(price, self.surface.series.instrument)

    def _step(self, anchor: Anchor) -> float:
        tick = self.surface.series.instrument.tick
        if tick is not None:
            return float(tick)
        _, above = self.surface.from_pixel(self.surface.to_pixel(*anchor) - QPointF(0, 1))
        return above - anchor.price if math.isfinite(above) else 0.0

    def _diagonal(self, fixed: Anchor, free: Anchor, start: QPointF, end: QPointF) -> Anchor:
        """As far up or down as it is to the candle, whose place decides because there is nothing between candles."""
        x = self.surface.to_pixel(free.ts, fixed.price).x()
        down = math.copysign(abs(x - start.x()), end.y() - start.y())
        _, price = self.surface.from_pixel(QPointF(x, start.y() + down))
        return Anchor(free.ts, self.on_tick(price))
