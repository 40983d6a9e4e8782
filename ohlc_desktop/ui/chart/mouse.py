"""The chart by mouse: point, drag, zoom, and scale the axes.

Dragging in the chart moves it along; with Shift a box is drawn that is then zoomed to. Dragging an axis stretches it; a
double click sets it back. The wheel zooms at the pointer; held Shift, or a sideways wheel, moves along; held Ctrl, or
over the price axis, it stretches prices. Nothing goes on moving after the button is let go.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QWheelEvent

from ohlc_desktop.core.chart.price_scale import PriceScale
from ohlc_desktop.core.chart.time_scale import TimeScale
from ohlc_desktop.ui.chart.cursor import Cursor
from ohlc_desktop.ui.chart.frame import Frame

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.view import ChartView

#: A notch of the wheel makes candles so much wider.
NOTCH = 1.18
_NOTCH_ANGLE = 120.0
#: Dragging an axis by so many logical pixels doubles or halves it.
_DOUBLING = 160.0
#: A press that moves less than this is a click, logical pixels.
_CLICK = 4.0


class Spot(Enum):
    """Where in the chart."""

    PLOT = "plot"
    PRICES = "prices"
    TIMES = "times"


class Drag(Enum):
    """What a held button does."""

    PAN = "pan"
    BOX = "box"
    PRICES = "prices"
    TIMES = "times"


class Mouse:
    """What the mouse does to one chart."""

    def __init__(self, view: ChartView) -> None:
        self._view = view
        self._drag: Drag | None = None
        self._from = self._to = QPointF()
        self._time: TimeScale | None = None
        self._prices: PriceScale | None = None
        self._moved = False

    @property
    def dragging(self) -> bool:
        """Whether a button is held that began here."""
        return self._drag is not None

    def spot(self, at: QPointF) -> Spot:
        """What is at a logical pixel."""
        frame = self._view.frame
        if frame is None:
            return Spot.PLOT
        ratio, look = frame.look.ratio, frame.look
        if at.y() * ratio >= look.plot_height:
            return Spot.TIMES
        return Spot.PRICES if at.x() * ratio >= look.plot_width else Spot.PLOT

    def shape(self, at: QPointF) -> Qt.CursorShape:
        """The pointer's shape there."""
        if self._drag is Drag.PAN and self._moved:
            return Qt.CursorShape.ClosedHandCursor
        if self._view.frame is None:
            return Qt.CursorShape.ArrowCursor
        spot = self.spot(at)
        if spot is Spot.PLOT:
            return Qt.CursorShape.PointingHandCursor if self._view.hole_under(at) else Qt.CursorShape.CrossCursor
        return Qt.CursorShape.SizeHorCursor if spot is Spot.TIMES else Qt.CursorShape.SizeVerCursor

    # -- buttons -----------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        frame = self._view.frame
        if frame is None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._from = self._to = event.position()
        self._time, self._prices, self._moved = frame.time, frame.price.scale, False
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        drags = {Spot.PLOT: Drag.BOX if shifted else Drag.PAN, Spot.PRICES: Drag.PRICES, Spot.TIMES: Drag.TIMES}
        self._drag = Drag.PAN if event.button() is Qt.MouseButton.MiddleButton else drags[self.spot(self._from)]

    def move(self, event: QMouseEvent, drag: bool = True) -> None:
        """Point, and drag on."""
        self._to = event.position()
        if drag and self._drag is not None:
            self._moved = self._moved or (self._to - self._from).manhattanLength() > _CLICK
            if self._moved:
                self._go_on()
        self._point()

    def release(self, event: QMouseEvent) -> None:
        """Let go: zoom to the box, or press what was clicked."""
        drag, self._drag = self._drag, None
        self._to = event.position()
        if drag is Drag.BOX and self._moved:
            self._zoom_to_box()
        elif drag is Drag.PAN and not self._moved:
            hole = self._view.hole_under(self._to)
            if hole is not None:
                self._view.hole_pressed.emit(hole)

    def cancel(self) -> None:
        """Forget a drag."""
        if self._drag is Drag.BOX:
            self._view.update()
        self._drag = None

    def double_click(self, event: QMouseEvent) -> None:
        """Set an axis back."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        spot = self.spot(event.position())
        if spot is Spot.PRICES:
            self._view.show_prices(None)
        elif spot is Spot.TIMES:
            self._view.reset()

    def _go_on(self) -> None:
        self._keep_up()
        time, prices = self._time, self._prices
        if time is None or prices is None:
            return
        ratio = self._ratio()
        moved = (self._to - self._from) * ratio
        if self._drag is Drag.PAN:
            self._view.show_time(time.panned(moved.x()))
            if not self._view.options.auto_scale:
                self._view.show_prices(prices.panned(moved.y()))
        elif self._drag is Drag.TIMES:
            self._view.show_time(time.zoomed(2 ** (moved.x() / ratio / _DOUBLING), time.width))
        elif self._drag is Drag.PRICES:
            self._view.show_prices(prices.zoomed(2 ** (-moved.y() / ratio / _DOUBLING)))
        else:
            self._view.update()

    def _keep_up(self) -> None:
        """Other candles came while the button was held: a drag goes on from what is shown now, a box stays."""
        frame = self._view.frame
        if frame is None:
            self._time = None
        elif self._time is None or self._time.stamps is not frame.time.stamps:
            self._time, self._prices = frame.time, frame.price.scale
            self._from = self._from if self._drag is Drag.BOX else self._to

    def _point(self) -> None:
        frame = self._view.frame
        if frame is None or not len(frame.model) or self.spot(self._to) is not Spot.PLOT:
            self._view.point(Cursor())
            return
        at = self._to * frame.look.ratio
        self._view.point(Cursor(frame.time.nearest(at.x()), int(at.y())))

    # -- wheel -------------------------------------------------------------------------------------

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer, or move along."""
        frame = self._view.frame
        if frame is None:
            event.ignore()
            return
        event.accept()
        angle, held = event.angleDelta(), event.modifiers()
        across = angle.x() if abs(angle.x()) > abs(angle.y()) else 0
        if held & Qt.KeyboardModifier.ShiftModifier and not across:
            across = angle.y()
        at = event.position() * frame.look.ratio
        if across:
            self._view.show_time(frame.time.panned(across / _NOTCH_ANGLE * frame.time.width / 12))
            return
        factor = NOTCH ** (angle.y() / _NOTCH_ANGLE)
        if held & Qt.KeyboardModifier.ControlModifier or self.spot(event.position()) is Spot.PRICES:
            self._view.show_prices(frame.price.scale.zoomed(factor, at.y()))
        else:
            self._view.show_time(frame.time.zoomed(factor, min(at.x(), frame.time.width)))

    # -- the box -----------------------------------------------------------------------------------

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """The box that will be zoomed to; device pixels."""
        if self._drag is not Drag.BOX or not self._moved:
            return
        painter.setPen(QPen(frame.look.colours.theme.accent, frame.look.px(1), Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._box(frame))

    def _box(self, frame: Frame) -> QRectF:
        ratio = frame.look.ratio
        return QRectF(self._from * ratio, self._to * ratio).normalized().intersected(QRectF(frame.price.rect))

    def _zoom_to_box(self) -> None:
        frame = self._view.frame
        if frame is None:
            return
        box, scale = self._box(frame), frame.price.scale
        if box.width() < _CLICK or box.height() < _CLICK:
            return
        low, high = scale.price(box.bottom()), scale.price(box.top())
        self._view.show_time(frame.time.showing(frame.time.place(box.left()), frame.time.place(box.right())))
        if low < high and math.isfinite(low) and math.isfinite(high):
            self._view.show_prices(PriceScale(scale.kind, low, high, scale.top, scale.bottom))

    def _ratio(self) -> float:
        return self._view.devicePixelRatioF()
