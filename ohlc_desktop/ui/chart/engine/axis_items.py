"""The axes: their room, the label of the crosshair, and the mouse that stretches what they measure.

Their texts are part of the chart's picture: pyqtgraph's own take as long to paint as all else of a chart, and know no
32nds, trade dates or time zones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsWidget

from ohlc_desktop.ui.chart.cursor import paint_label
from ohlc_desktop.ui.chart.engine.device_item import device_pixels, logical
from ohlc_desktop.ui.chart.engine.wheel import turn_wheel
from ohlc_desktop.ui.chart.frame import AXIS_HEIGHT

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.view import ChartView

#: A label of the crosshair: device pixels of the chart, and its text.
Label = tuple[QRectF, str]

#: Dragging an axis by so many logical pixels doubles or halves it.
_DOUBLING = 160.0
_LEFT = Qt.MouseButton.LeftButton


class ChartAxis(pg.AxisItem):
    """An axis that shows where the crosshair is."""

    #: pyqtgraph's own reaches beyond the axis, for texts that we never write there.
    boundingRect = QGraphicsWidget.boundingRect  # noqa: N815  # named by Qt

    def __init__(self, chart: ChartView, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self._chart = chart
        self._label: Label | None = None

    def show_label(self, label: Label | None) -> None:
        """Show where the crosshair is, or that it is nowhere on this axis."""
        before, self._label = self._label, label
        picture = self._chart.painted
        if picture is None or before == label:
            return
        for box, _ in filter(None, (before, label)):
            area = logical(box, picture.frame.look.ratio).adjusted(-1, -1, 1, 1)
            self.update(area.translated(-self.scenePos()))

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Paint the label of the crosshair; all else is part of the chart's picture."""
        picture = self._chart.painted
        if picture is not None and self._label is not None:
            with device_pixels(painter, self.scenePos(), picture.frame.look.ratio):
                paint_label(painter, picture.frame, self._label)


class ValueAxis(ChartAxis):
    """The axis of one pane, at its right. That of the prices stretches them by drag and wheel.

    Attributes:
        number: Of the pane, from top to bottom; 0 for that of the prices.
    """

    def __init__(self, chart: ChartView) -> None:
        super().__init__(chart, "right")
        self.number = 0

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Stretch prices."""
        if self.number or event.button() != _LEFT:
            event.ignore()
            return
        event.accept()
        down = event.scenePos().y() - event.lastScenePos().y()
        self._chart.scale_prices(2 ** (-down / _DOUBLING))

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Let prices follow the candles again, after a double click."""
        if event.double() and event.button() == _LEFT and not self.number:
            event.accept()
            self._chart.show_prices(None)

    def wheelEvent(self, event: Any) -> None:  # noqa: N802  # named by Qt
        """Stretch prices at the pointer."""
        turn_wheel(self._chart, event, prices=True)


class TimeScaleAxis(ChartAxis):
    """The time axis, below all panes; drag and wheel make candles wider or narrower."""

    def __init__(self, chart: ChartView) -> None:
        super().__init__(chart, "bottom")
        self.setHeight(AXIS_HEIGHT)

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Stretch time; the right edge stays."""
        if event.button() != _LEFT:
            event.ignore()
            return
        event.accept()
        right = event.scenePos().x() - event.lastScenePos().x()
        self._chart.scale_time(2 ** (right / _DOUBLING))

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Show the newest candles in their usual width, after a double click."""
        if event.double() and event.button() == _LEFT:
            event.accept()
            self._chart.reset()

    def wheelEvent(self, event: Any) -> None:  # noqa: N802  # named by Qt
        """Zoom at the pointer."""
        turn_wheel(self._chart, event)
