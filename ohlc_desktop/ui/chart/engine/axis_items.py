"""The axes: their room beside the panes, and the mouse that stretches what they measure.

What they tell is part of the chart's picture: pyqtgraph's own texts take as long to paint as all else of a chart, and know
no 32nds, trade dates or time zones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsWidget

from ohlc_desktop.ui.chart.engine.gestures import Drag, followed, turn_wheel
from ohlc_desktop.ui.chart.frame import AXIS_HEIGHT

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.view import ChartView


class ChartAxis(pg.AxisItem):
    """An axis that is dragged, and set back by a double click; the middle button moves the chart along."""

    #: pyqtgraph's own reaches beyond the axis, for texts that we never write there.
    boundingRect = QGraphicsWidget.boundingRect  # noqa: N815  # named by Qt

    def __init__(self, chart: ChartView, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self._chart = chart
        self._drag: Drag | None = None

    def paint(self, *_: Any) -> None:
        """Paint nothing."""

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Stretch what is measured, or move along."""
        self._drag = followed(self._drag, self._chart, event)
        if self._drag is not None and self._drag.button == Qt.MouseButton.MiddleButton:
            self._drag.pan()
        elif self._drag is not None:
            self.stretch(self._drag)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Set it back, after a double click."""
        if event.double() and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.set_back()

    def stretch(self, drag: Drag) -> None:
        """Stretch what is measured."""
        raise NotImplementedError

    def set_back(self) -> None:
        """Show what is measured as it is usually shown."""
        raise NotImplementedError


class ValueAxis(ChartAxis):
    """The axis at the right of a pane, which stretches prices."""

    def __init__(self, chart: ChartView) -> None:
        super().__init__(chart, "right")

    def stretch(self, drag: Drag) -> None:
        """Stretch prices."""
        drag.stretch_prices()

    def set_back(self) -> None:
        """Let prices follow the candles again."""
        self._chart.show_prices(None)

    def wheelEvent(self, event: Any) -> None:  # noqa: N802  # named by Qt
        """Stretch prices at the pointer."""
        turn_wheel(self._chart, event, prices=True)


class TimeScaleAxis(ChartAxis):
    """The time axis, below all panes."""

    def __init__(self, chart: ChartView) -> None:
        super().__init__(chart, "bottom")
        self.setHeight(AXIS_HEIGHT)

    def stretch(self, drag: Drag) -> None:
        """Stretch time."""
        drag.stretch_time()

    def set_back(self) -> None:
        """Show the newest candles in their usual width."""
        self._chart.reset()

    def wheelEvent(self, event: Any) -> None:  # noqa: N802  # named by Qt
        """Zoom at the pointer."""
        turn_wheel(self._chart, event)
