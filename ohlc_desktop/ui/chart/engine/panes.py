"""The panes of a chart: pyqtgraph's view boxes over one time axis, one below the other, and what moves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem, QGraphicsWidget

from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.ui.chart.engine.axis_items import TimeScaleAxis, ValueAxis
from ohlc_desktop.ui.chart.engine.crosshair import CrosshairLine
from ohlc_desktop.ui.chart.engine.wheel import turn_wheel
from ohlc_desktop.ui.chart.frame import AXIS_HEIGHT, Frame

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.view import ChartView

#: Share of the height that each pane below the prices takes, and the least that is left to the prices.
_SHARE, _PRICES = 0.17, 0.4
#: Lowest pane, logical pixels, where there is room.
_LOWEST = 46.0
#: A drag that is shorter than this is no box, logical pixels.
_CLICK = 4.0

_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class PaneBox(pg.ViewBox):
    """The plot of a pane. Dragging moves along; with Shift a box is drawn that is then zoomed to.

    Attributes:
        boxed: The drag that is under way, or was last, draws a box.
    """

    boundingRect = QGraphicsWidget.boundingRect  # noqa: N815  # named by Qt; pyqtgraph's own is for its border

    def __init__(self, chart: ChartView) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self._chart = chart
        self.boxed = False
        self.disableAutoRange()
        self.borderRect.hide()

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: ARG002, N802  # named by pyqtgraph
        """Move along with the pointer, or draw the box."""
        if event.button() not in (_LEFT, _MIDDLE):
            event.ignore()
            return
        event.accept()
        if event.isStart():
            held = self.scene().clickEvents[0].modifiers()  # when the button was pressed
            self.boxed = event.button() == _LEFT and bool(held & Qt.KeyboardModifier.ShiftModifier)
        if self.boxed:
            self._draw_box(event)
        else:
            moved = event.scenePos() - event.lastScenePos()
            self._chart.drag_by(moved.x(), moved.y())

    def _draw_box(self, event: Any) -> None:
        """Show the box, or zoom to it when the button is let go."""
        prices = self._chart.pane("price").box
        drawn = QRectF(event.buttonDownScenePos(), event.scenePos()).normalized()
        box = drawn.intersected(self._chart.surface.price_rect())
        prices.updateScaleBox(prices.mapFromScene(box.topLeft()), prices.mapFromScene(box.bottomRight()))
        if event.isFinish():
            prices.rbScaleBox.hide()
            if box.width() >= _CLICK and box.height() >= _CLICK:
                self._chart.zoom_to(box)

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802  # named by pyqtgraph
        """Press what is drawn there."""
        hole = self._chart.hole_under(event.scenePos())
        if event.button() == _LEFT and hole is not None:
            event.accept()
            self._chart.hole_pressed.emit(hole)

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: ARG002, N802  # named by Qt
        """Zoom, or move along."""
        turn_wheel(self._chart, event)


class ChartPane:
    """One strip of a chart, with its axis, open to items of others.

    Items are placed in these coordinates, whatever is in sight:

    * ``x``: the place of a candle, 0 for the oldest, with fractions between two; on an axis in real time UTC epoch
      seconds, the middle of a candle. :meth:`ChartView.x_of` gives the ``x`` of times.
    * ``y``: the price or value, also where the axis tells percent; its base-10 logarithm on a logarithmic axis. Items
      that have ``setLogMode``, as :class:`pyqtgraph.PlotDataItem` has, are told of that by the pane.

    Attributes:
        name: ``price``, ``volume`` or the label of a study.
        box: The plot.
        axis: At its right.
    """

    def __init__(self, chart: ChartView, name: str) -> None:
        self.name = name
        self.box = PaneBox(chart)
        self.axis = ValueAxis(chart)
        self.axis.linkToView(self.box)
        self.upright, self.across = CrosshairLine(90), CrosshairLine(0)
        for line in (self.upright, self.across):
            self.box.addItem(line, ignoreBounds=True)
        self._items: list[QGraphicsItem] = []
        self._log = False

    @property
    def items(self) -> tuple[QGraphicsItem, ...]:
        """The items of others, in the order in which they came."""
        return tuple(self._items)

    def add_item(self, item: QGraphicsItem) -> None:
        """Show an item above candles, studies and drawings, below crosshair and legend.

        It stays until it is removed or the pane goes, also while another series is shown; what the pane shows is not
        scaled to it. When it cannot be painted, it is hidden, with the other items on the chart, and reported.
        """
        self._items.append(item)
        self._tell_log(item)
        self.box.addItem(item, ignoreBounds=True)

    def remove_item(self, item: QGraphicsItem) -> None:
        """Take an item off.

        Raises:
            ValueError: it is not on this pane.
        """
        self._items.remove(item)
        self.box.removeItem(item)

    def hide_items(self) -> bool:
        """Hide the items of others; False where none is shown."""
        shown = [item for item in self._items if item.isVisible()]
        for item in shown:
            item.setVisible(False)
        return bool(shown)

    def show_range(self, x: tuple[float, float], y: tuple[float, float], log: bool) -> None:
        """Show a range of coordinates."""
        if log is not self._log:
            self._log = log
            for item in self._items:
                self._tell_log(item)
        self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=False)

    def set_look(self, crosshair: QColor, box: QColor, line: int) -> None:
        """Take on the colours of a theme, and lines of so many device pixels."""
        self.upright.set_look(crosshair, line)
        self.across.set_look(crosshair, line)
        if self.name == "price":
            self.box.rbScaleBox.setPen(pg.mkPen(box, width=line, style=Qt.PenStyle.DashLine))
            self.box.rbScaleBox.setBrush(pg.mkBrush(None))

    def _tell_log(self, item: QGraphicsItem) -> None:
        if hasattr(item, "setLogMode"):
            item.setLogMode(False, self._log)


class PaneStack:
    """The panes of a chart in a grid: plots in the first column, their axes in the second, times below all."""

    def __init__(self, chart: ChartView) -> None:
        self._chart, self._grid = chart, chart.ci
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._panes: list[ChartPane] = []
        self._width = 0
        self.times = TimeScaleAxis(chart)
        self.lay_out(["price", "volume"])

    def __iter__(self) -> Iterator[ChartPane]:
        return iter(self._panes)

    def __getitem__(self, name: str) -> ChartPane:
        for pane in self._panes:
            if pane.name == name:
                return pane
        raise KeyError(f"There is no pane '{name}'; there are {', '.join(pane.name for pane in self._panes)}.")

    def lay_out(self, names: Sequence[str]) -> bool:
        """Have these panes, from top to bottom; those that stay keep their items. False if they are there already."""
        if names == [pane.name for pane in self._panes]:
            return False
        known = {pane.name: pane for pane in self._panes}
        for item in list(self._grid.items):
            self._grid.removeItem(item)
        self._panes = [known.get(name) or self._make(name) for name in names]
        for row, pane in enumerate(self._panes):
            pane.axis.number = row
            pane.axis.setWidth(self._width)
            self._grid.addItem(pane.box, row, 0)
            self._grid.addItem(pane.axis, row, 1)
            pane.box.setXLink(None if row == 0 else self._panes[0].box)
        self._grid.addItem(self.times, len(names), 0, 1, 2)
        self.times.linkToView(self._panes[0].box)
        for row in range(len(names), self._grid.layout.rowCount()):
            self._grid.layout.setRowFixedHeight(row, AXIS_HEIGHT if row == len(names) else 0.0)
        return True

    @property
    def plot_height(self) -> float:
        """Logical pixels above the time axis."""
        return float(self.times.sceneBoundingRect().top())

    def fit(self, height: float) -> None:
        """Share out the height of the chart, logical pixels."""
        room, below = max(height - AXIS_HEIGHT, 1.0), len(self._panes) - 1
        each = min(max(round(room * _SHARE), _LOWEST), int(room * (1 - _PRICES) / max(below, 1)))
        for row in range(below + 1):
            self._grid.layout.setRowFixedHeight(row, float(each) if row else room - each * below)
        self._grid.layout.activate()

    def set_axis_width(self, width: int) -> None:
        """Have axes of so many logical pixels."""
        self._width = width
        for pane in self._panes:
            pane.axis.setWidth(width)
        self._grid.layout.activate()

    def rects(self, ratio: float, width: int, height: int) -> list[QRect]:
        """Where the panes lie, in device pixels of the chart, without the line between two.

        ``width`` and ``height`` are of all panes together.
        """
        edges = [round(pane.box.sceneBoundingRect().top() * ratio) for pane in self._panes] + [height]
        tops = [edge + (max(round(ratio), 1) if row else 0) for row, edge in enumerate(edges[:-1])]
        return [
            QRect(0, top, width, max(bottom - top, 1)) for top, bottom in zip(tops, edges[1:], strict=True)
        ]  # fmt: skip

    def show_frame(self, frame: Frame) -> None:
        """Let all panes show the coordinates that a frame shows. Links have nothing to do: time is the same in all."""
        time = frame.time.left, frame.time.right
        for pane in self._panes:
            pane.box.blockLink(True)
        for pane, shown in zip(self._panes, frame.panes, strict=True):
            pane.show_range(time, shown.scale.bounds, shown.scale.kind is Scale.LOG)
        for pane in self._panes:
            pane.box.blockLink(False)

    def _make(self, name: str) -> ChartPane:
        pane = ChartPane(self._chart, name)
        if name == "price":  # whose time the others are linked to
            pane.box.sigXRangeChanged.connect(self._chart.follow_time)
            pane.box.sigYRangeChanged.connect(self._chart.follow_prices)
        return pane
