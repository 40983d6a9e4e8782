"""What the mouse does to a chart: plots and axes that are dragged, clicked and turned the wheel over.

The wheel zooms at the pointer; held Shift, or sideways, it moves along; held Ctrl, or over prices, it stretches these. A
drag goes on from where it began, so that whoever drags back is where he was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsSceneWheelEvent, QGraphicsWidget

from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

#: A notch of the wheel makes candles so much wider, or moves on by such a share of the width.
NOTCH, SHARE = 1.18, 1 / 12
_ANGLE = 120.0
#: Dragging an axis by so many logical pixels doubles or halves it.
_DOUBLING = 160.0
#: A drag that is shorter than this is no box, logical pixels.
_CLICK = 4.0
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def turn_wheel(chart: ChartView, event: QGraphicsSceneWheelEvent, prices: bool = False) -> None:
    """Do what a turn of the wheel over a chart is for.

    Args:
        chart: The chart.
        event: As the scene hands it to the item under the pointer.
        prices: It is over an axis of prices or values.
    """
    event.accept()
    notches, held, at = event.delta() / _ANGLE, event.modifiers(), event.scenePos() * chart.devicePixelRatioF()
    zoomed = NOTCH**notches
    if event.orientation() is Qt.Orientation.Horizontal or held & _SHIFT:
        chart.change_time(lambda time: time.panned(notches * SHARE * time.width))
    elif not prices and not held & Qt.KeyboardModifier.ControlModifier:
        chart.change_time(lambda time: time.zoomed(zoomed, min(at.x(), time.width)))
    else:
        pane = chart.pane_control.under(event.scenePos())
        if pane is not None and pane.name != PRICE:
            chart.pane_control.stretch(pane.name, pane.scale, zoomed, at.y())
        elif (scale := chart.price_scale) is not None and chart.time is not None:
            chart.stretch_prices(scale, chart.time, zoomed, at.y())


class Drag:
    """One drag of the mouse over a chart.

    Attributes:
        button: That is held; another one that is pressed meanwhile changes nothing.
        over: It was let go.
    """

    def __init__(self, chart: ChartView, event: Any) -> None:
        self._chart, self.button, self.over = chart, event.button(), False
        self._begin(event.buttonDownScenePos())

    def _begin(self, at: QPointF) -> None:
        """Begin at a place, from what is in sight now."""
        self._from = self._to = at
        self._time, self._prices = self._chart.time, self._chart.price_scale
        self._values = self._chart.pane_control.scales()

    def follow(self, event: Any) -> None:
        """Follow pyqtgraph's next event; over other candles that came meanwhile it begins anew."""
        if self._time is None or self._chart.time is None or self._chart.time.stamps is not self._time.stamps:
            self._begin(event.lastScenePos())
        self._to = event.scenePos()
        self.over = event.isFinish() and not event.buttons() & self.button

    def pan(self) -> None:
        """Move along with the pointer; prices too, where they do not follow the candles."""
        moved = (self._to - self._from) * self._chart.devicePixelRatioF()
        if self._time is not None:
            self._chart.show_time(self._time.panned(moved.x()))
        if self._prices is not None and not self._chart.options.auto_scale:
            self._chart.show_prices(self._prices.panned(moved.y()))

    def stretch_time(self) -> None:
        """Stretch time; the right edge stays."""
        if self._time is not None:
            factor = 2 ** ((self._to - self._from).x() / _DOUBLING)
            self._chart.show_time(self._time.zoomed(factor, self._time.width))

    def stretch_prices(self) -> None:
        """Stretch prices about their middle."""
        if self._prices is not None and self._time is not None:
            self._chart.stretch_prices(self._prices, self._time, 2 ** ((self._from - self._to).y() / _DOUBLING))

    def stretch_values(self, pane: str) -> None:
        """Stretch the values of another pane likewise."""
        if pane in self._values:
            factor = 2 ** ((self._from - self._to).y() / _DOUBLING)
            self._chart.pane_control.stretch(pane, self._values[pane], factor)


def followed(drag: Drag | None, chart: ChartView, event: Any) -> Drag | None:
    """The drag after pyqtgraph's next event; None where there is none of the left or middle button."""
    if event.isStart():
        drag = Drag(chart, event) if event.button() in (_LEFT, _MIDDLE) else None
    if drag is None or drag.over:
        event.ignore()
        return None
    event.accept()
    drag.follow(event)
    return drag


class PaneBox(pg.ViewBox):
    """The plot of a pane. Dragging moves along; with Shift a box is drawn that is then zoomed to."""

    boundingRect = QGraphicsWidget.boundingRect  # noqa: N815  # named by Qt; pyqtgraph's own is for its border

    def __init__(self, chart: ChartView) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self._chart = chart
        self._drag: Drag | None = None
        self._boxed = False
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)
        self.disableAutoRange()
        self.borderRect.hide()

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: ARG002, N802  # named by pyqtgraph
        """Move along with the pointer, or draw the box."""
        self._drag = followed(self._drag, self._chart, event)
        if self._drag is None:
            return
        if event.isStart():
            held = self._chart.scene().clickEvents[0].modifiers()  # when the button was pressed
            self._boxed = self._drag.button == _LEFT and bool(held & _SHIFT)
        if self._boxed:
            self._draw_box(event, self._drag.over)
        else:
            self._drag.pan()

    def _draw_box(self, event: Any, over: bool) -> None:
        """Show the box, or zoom to it when the button is let go."""
        drawn = QRectF(event.buttonDownScenePos(), event.scenePos()).normalized()
        box = drawn.intersected(self._chart.surface.price_rect())
        self._chart.show_box(None if over else box)
        if over and box.width() >= _CLICK and box.height() >= _CLICK:
            self._chart.zoom_to(box)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Press what is drawn there, or select the study; a double click opens it, or maximises the pane beside it."""
        at, plain = event.scenePos(), event.button() == _LEFT and not event.modifiers()
        if event.double():
            if plain:
                event.accept()
                self._double_click(at)
        elif event.button() in (_LEFT, _MIDDLE) and not event.modifiers() & _SHIFT:
            stamp, hole = self._chart.doubt_under(at), self._chart.hole_under(at)
            if stamp is not None:
                event.accept()
                self._chart.candle_pressed.emit(stamp)
            elif hole is not None:
                event.accept()
                self._chart.hole_pressed.emit(hole)
            elif plain and (roll := self._chart.roll_under(at)) is not None:
                event.accept()
                self._chart.roll_pressed.emit(roll)
            elif plain:
                self._chart.legend.click(at)

    def _double_click(self, at: QPointF) -> None:
        if not self._chart.legend.open_study(at):
            self._chart.pane_control.maximise_at(at)

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: ARG002, N802  # named by Qt
        """Zoom, or move along."""
        turn_wheel(self._chart, event)


class ChartAxis(pg.AxisItem):
    """An axis that is dragged, and set back by a double click; the middle button moves the chart along.

    It is the room beside the panes, and what takes the mouse there. What it tells is part of the chart's picture:
    pyqtgraph's own texts take as long to paint as all else of a chart, and know no 32nds, trade dates or time zones.
    """

    #: pyqtgraph's own reaches beyond the axis, for texts that we never write there.
    boundingRect = QGraphicsWidget.boundingRect  # noqa: N815  # named by Qt

    def __init__(
        self, chart: ChartView, orientation: str, stretch: Callable[[Drag], None], set_back: Callable[[], None]
    ) -> None:  # fmt: skip
        """
        Args:
            chart: The chart.
            orientation: ``right`` for values, ``bottom`` for time.
            stretch: What a drag does.
            set_back: What a double click does.
        """
        super().__init__(orientation)
        self._chart, self._stretch, self._set_back = chart, stretch, set_back
        self._drag: Drag | None = None
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)

    def updateAutoSIPrefix(self) -> None:  # noqa: N802  # named by pyqtgraph
        """Do nothing: there is no label, and pyqtgraph lays the empty one out with each new range."""

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Stretch what is measured, or move along."""
        self._drag = followed(self._drag, self._chart, event)
        if self._drag is not None:
            (Drag.pan if self._drag.button == _MIDDLE else self._stretch)(self._drag)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Set it back, after a double click."""
        if event.double() and event.button() == _LEFT:
            event.accept()
            self._set_back()

    def wheelEvent(self, event: Any) -> None:  # noqa: N802  # named by Qt
        """Stretch prices at the pointer, or time."""
        turn_wheel(self._chart, event, prices=self.orientation == "right")
