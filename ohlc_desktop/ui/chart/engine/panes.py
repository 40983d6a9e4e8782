"""The panes of a chart: pyqtgraph's view boxes over one time axis, one below the other, and what moves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem, QGraphicsWidget

from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.ui.chart.engine.axis_items import TimeScaleAxis, ValueAxis
from ohlc_desktop.ui.chart.engine.crosshair import CrosshairLine
from ohlc_desktop.ui.chart.engine.gestures import DRAGS, Drag, followed, turn_wheel
from ohlc_desktop.ui.chart.engine.guards import guard, release
from ohlc_desktop.ui.chart.frame import AXIS_HEIGHT, Frame

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.view import ChartView

#: Share of the height that each pane below the prices takes, and the least that is left to the prices.
_SHARE, _PRICES = 0.17, 0.4
#: Lowest pane, logical pixels, where there is room.
_LOWEST = 46.0
#: A drag that is shorter than this is no box, logical pixels.
_CLICK = 4.0

_LEFT, _SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


class PaneBox(pg.ViewBox):
    """The plot of a pane. Dragging moves along; with Shift a box is drawn that is then zoomed to."""

    boundingRect = QGraphicsWidget.boundingRect  # noqa: N815  # named by Qt; pyqtgraph's own is for its border

    def __init__(self, chart: ChartView) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self._chart = chart
        self._drag: Drag | None = None
        self._boxed = False
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
        """Press what is drawn there."""
        if event.double() or event.button() not in DRAGS or event.modifiers() & _SHIFT:
            return
        hole = self._chart.hole_under(event.scenePos())
        if hole is not None:
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
        self.name, self._chart = name, chart
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
        scaled to it. When it cannot be painted, it is hidden and reported.
        """
        for part in self.box.allChildren(item):
            guard(part, lambda: self._chart.viewport().update())
        self._tell_log(item)
        self.box.addItem(item, ignoreBounds=True)
        self._items.append(item)

    def remove_item(self, item: QGraphicsItem) -> None:
        """Take an item off.

        Raises:
            ValueError: it is not on this pane.
        """
        self._items.remove(item)
        self.box.removeItem(item)
        for part in self.box.allChildren(item):
            release(part)

    def show_range(self, x: tuple[float, float], y: tuple[float, float], log: bool) -> None:
        """Show a range of coordinates."""
        if log is not self._log:
            self._log = log
            for item in self._items:
                self._tell_log(item)
        self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=False)

    def set_look(self, colour: QColor, line: int) -> None:
        """Draw the crosshair in a colour of the theme, so many device pixels wide."""
        self.upright.set_look(colour, line)
        self.across.set_look(colour, line)

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
        self._panes = [known.get(name) or ChartPane(self._chart, name) for name in names]
        for row, pane in enumerate(self._panes):
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

    def fit(self, size: QSizeF) -> None:
        """Fill a chart of this size, logical pixels."""
        room, below = max(size.height() - AXIS_HEIGHT, 1.0), len(self._panes) - 1
        each = min(max(round(room * _SHARE), _LOWEST), int(room * (1 - _PRICES) / max(below, 1)))
        for row in range(below + 1):
            self._grid.layout.setRowFixedHeight(row, float(each) if row else room - each * below)
        self._grid.setGeometry(QRectF(QPointF(), size))
        self._grid.layout.activate()

    @property
    def size(self) -> QSizeF:
        """What is filled."""
        return QSizeF(self._grid.size())

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
