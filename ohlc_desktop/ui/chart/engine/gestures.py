"""What wheel and drags do to a chart.

The wheel zooms at the pointer; held Shift, or sideways, it moves along; held Ctrl, or over prices, it stretches these. A
drag goes on from where it began, so that whoever drags back is where he was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.view import ChartView

#: A notch of the wheel makes candles so much wider, or moves on by such a share of the width.
NOTCH, SHARE = 1.18, 1 / 12
_ANGLE = 120.0
#: Dragging an axis by so many logical pixels doubles or halves it.
_DOUBLING = 160.0
#: Buttons that drag.
DRAGS = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)


def turn_wheel(chart: ChartView, event: QGraphicsSceneWheelEvent, prices: bool = False) -> None:
    """Do what a turn of the wheel over a chart is for.

    Args:
        chart: The chart.
        event: As the scene hands it to the item under the pointer.
        prices: It is over the axis of the prices.
    """
    event.accept()
    notches, held, at = event.delta() / _ANGLE, event.modifiers(), event.scenePos()
    if event.orientation() is Qt.Orientation.Horizontal or held & Qt.KeyboardModifier.ShiftModifier:
        chart.pan_by(notches * SHARE * chart.plot_width)
    elif prices or held & Qt.KeyboardModifier.ControlModifier:
        chart.scale_prices(NOTCH**notches, at.y())
    else:
        chart.scale_time(NOTCH**notches, at.x())


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
        if self._prices is not None:
            self._chart.show_prices(self._prices.zoomed(2 ** ((self._from - self._to).y() / _DOUBLING)))


def followed(drag: Drag | None, chart: ChartView, event: Any) -> Drag | None:
    """The drag after pyqtgraph's next event; None where there is none of the left or middle button."""
    if event.isStart():
        drag = Drag(chart, event) if event.button() in DRAGS else None
    if drag is None or drag.over:
        event.ignore()
        return None
    event.accept()
    drag.follow(event)
    return drag
