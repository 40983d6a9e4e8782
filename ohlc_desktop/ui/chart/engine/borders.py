"""The borders between panes: what takes the mouse there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsObject

from ohlc_desktop.core.chart.pane_layout.pane_heights import resized

if TYPE_CHECKING:
    from ohlc_desktop.core.chart.options import ChartOptions
    from ohlc_desktop.ui.chart.panes.view import ChartView

#: Above and below a border so many logical pixels belong to it.
BORDER = 4
#: Above the panes, below the legend.
_ABOVE = 60.0


class PaneBorder(QGraphicsObject):
    """The border above a pane. Dragging it makes the panes on both sides higher and lower; a double click maximises.

    Only the pane below it is ever the one that a double click means.
    """

    def __init__(self, chart: ChartView, name: str) -> None:
        self._chart, self._name, self._area = chart, name, QRectF()
        self._from: tuple[ChartOptions, list[int], tuple[int, int]] | None = None
        super().__init__(chart.ci)
        self.setZValue(_ABOVE)
        self.setVisible(False)
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)  # the line belongs to the axes

    def cover(self, area: QRectF) -> None:
        """Cover this part of the chart, logical pixels."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area

    def boundingRect(self) -> QRectF:  # noqa: N802  # named by Qt
        """What is covered."""
        return self._area

    def shape(self) -> QPainterPath:
        """The same."""
        path = QPainterPath()
        path.addRect(self._area)
        return path

    def mouseDragEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Follow the pointer."""
        if event.isStart():
            self._begin(event)
        if self._from is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        options, heights, (upper, lower) = self._from
        down = event.scenePos().y() - event.buttonDownScenePos().y()
        panes = resized(options.panes, heights, upper, lower, down)
        if [pane.key for pane in panes] == [pane.key for pane in self._chart.options.panes]:
            self._chart.show_panes(panes, tell=event.isFinish())

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Maximise the pane below, after a double click, or show all again."""
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            if event.double():
                self._chart.pane_control.toggle_maximised(self._name)

    def _begin(self, event: Any) -> None:
        sides = self._chart.pane_stack.sides(self._name)
        held = event.button() == Qt.MouseButton.LeftButton and sides is not None
        self._from = (self._chart.options, self._numbered_heights(), sides) if held and sides is not None else None

    def _numbered_heights(self) -> list[int]:
        """Heights of all panes of the options, also of those that the chart has not now."""
        stack, found = self._chart.pane_stack, [0] * len(self._chart.options.panes)
        for slot, height in zip(stack.slots, stack.heights, strict=True):
            found[slot.number] = height
        return found
