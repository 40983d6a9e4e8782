"""The panes of a chart: pyqtgraph's view boxes over one time axis, one below the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF
from PySide6.QtWidgets import QGraphicsItem

from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.core.chart.pane_layout.pane_heights import pane_heights
from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE
from ohlc_desktop.ui.chart.engine.borders import BORDER, PaneBorder
from ohlc_desktop.ui.chart.engine.gestures import ChartAxis, Drag, PaneBox
from ohlc_desktop.ui.chart.engine.guards import guard, release
from ohlc_desktop.ui.chart.items.look import AXIS_HEIGHT
from ohlc_desktop.ui.chart.panes.frame import Frame, PaneSlot, pane_slots

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView


class ChartPane:
    """One strip of a chart, with its axis, open to items of others.

    Items are placed in these coordinates, whatever is in sight:

    * ``x``: the place of a candle, 0 for the oldest, with fractions between two; on an axis in real time UTC epoch
      seconds, the middle of a candle. :meth:`ChartView.x_of` gives the ``x`` of times.
    * ``y``: the price or value, also where the axis tells percent; its base-10 logarithm on a logarithmic axis. Items
      that have ``setLogMode``, as :class:`pyqtgraph.PlotDataItem` has, are told of that by the pane. On an inverted axis
      it grows downwards.

    Attributes:
        name: ``price``, ``volume`` or the label of a study.
        box: The plot.
        axis: At its right.
        items: The items of others, in the order in which they came. To be read only.
    """

    def __init__(self, chart: ChartView, name: str) -> None:
        self.name, self._chart = name, chart
        self.box = PaneBox(chart)
        self.axis = self._make_axis()
        self.axis.linkToView(self.box)
        self.border = PaneBorder(chart, name)
        self.items: list[QGraphicsItem] = []
        self._log = False

    def _make_axis(self) -> ChartAxis:
        chart, name = self._chart, self.name
        if name == PRICE:
            return ChartAxis(chart, "right", Drag.stretch_prices, lambda: chart.show_prices(None))
        stretch: Callable[[Drag], None] = lambda drag: drag.stretch_values(name)  # noqa: E731  # a method of no class
        return ChartAxis(chart, "right", stretch, lambda: chart.pane_control.fit(name))

    def add_item(self, item: QGraphicsItem) -> None:
        """Show an item above candles, studies and drawings, below crosshair and legend.

        It stays until it is removed or the pane goes, also while another series is shown; what the pane shows is not
        scaled to it. When it cannot be painted, it is hidden and reported.
        """
        for part in self.box.allChildren(item):
            guard(part, lambda: self._chart.viewport().update())
        self._tell_log(item)
        self.box.addItem(item, ignoreBounds=True)
        self.items.append(item)

    def remove_item(self, item: QGraphicsItem) -> None:
        """Take an item off.

        Raises:
            ValueError: it is not on this pane.
        """
        self.items.remove(item)
        self.box.removeItem(item)
        for part in self.box.allChildren(item):
            release(part)

    def show_range(self, x: tuple[float, float], scale: PriceScale) -> None:
        """Show a range of coordinates."""
        log = scale.kind is Scale.LOG
        if self.box.yInverted() is not scale.inverted:
            self.box.invertY(scale.inverted)
        if log is not self._log:
            self._log = log
            for item in self.items:
                self._tell_log(item)
        self.box.setRange(xRange=x, yRange=scale.bounds, padding=0, disableAutoRange=False)

    def set_shown(self, shown: bool) -> None:
        """Show it, or not while there is no room for it."""
        for part in (self.box, self.axis):
            if part.isVisible() is not shown:
                part.setVisible(shown)

    def _tell_log(self, item: QGraphicsItem) -> None:
        if hasattr(item, "setLogMode"):
            item.setLogMode(False, self._log)


class PaneStack:
    """The panes of a chart in a grid: plots in the first column, their axes in the second, times below all.

    Attributes:
        shared: Others have seen a pane. From then on panes have the coordinates of what is in sight, and time is linked;
            the chart itself has no use for them.
    """

    def __init__(self, chart: ChartView) -> None:
        self._chart, self._grid = chart, chart.ci
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._panes: list[ChartPane] = []
        self._heights: list[int] = []
        self.slots: list[PaneSlot] = []
        self._width = 0
        self.shared = False
        self.times = ChartAxis(chart, "bottom", Drag.stretch_time, lambda: chart.reset())
        self.times.setHeight(AXIS_HEIGHT)
        self.lay_out(pane_slots((), chart.options))

    def __iter__(self) -> Iterator[ChartPane]:
        return iter(self._panes)

    def __getitem__(self, name: str) -> ChartPane:
        for pane in self._panes:
            if pane.name == name:
                return pane
        raise KeyError(f"There is no pane '{name}'; there are {', '.join(pane.name for pane in self._panes)}.")

    def lay_out(self, slots: Sequence[PaneSlot]) -> bool:
        """Have these panes, from top to bottom; those that stay keep their items. False if they are there already."""
        if [(slot.name, slot.state) for slot in slots] == [(slot.name, slot.state) for slot in self.slots]:
            self.slots = list(slots)
            return False
        self.slots, names = list(slots), [slot.name for slot in slots]
        if names != [pane.name for pane in self._panes]:
            self._fill_grid(names)
        return True

    def _fill_grid(self, names: Sequence[str]) -> None:
        known = {pane.name: pane for pane in self._panes}
        for item in list(self._grid.items):
            self._grid.removeItem(item)
        self._panes = [known.pop(name) if name in known else ChartPane(self._chart, name) for name in names]
        for gone in known.values():
            self._chart.scene().removeItem(gone.border)
        for row, pane in enumerate(self._panes):
            pane.axis.setWidth(self._width)
            self._grid.addItem(pane.box, row, 0)
            self._grid.addItem(pane.axis, row, 1)
        if self.shared:
            self._link()
        self._grid.addItem(self.times, len(names), 0, 1, 2)
        self.times.linkToView(self[PRICE].box)
        for row in range(len(names), self._grid.layout.rowCount()):
            self._grid.layout.setRowFixedHeight(row, AXIS_HEIGHT if row == len(names) else 0.0)

    def share(self) -> None:
        """Have the coordinates of what is in sight from now on, because others may look at them."""
        self.shared = True
        self._link()

    def _link(self) -> None:
        """Let all panes follow the time of the prices."""
        for pane in self._panes:
            pane.box.setXLink(None if pane.name == PRICE else self[PRICE].box)

    @property
    def plot_height(self) -> float:
        """Logical pixels above the time axis."""
        return float(self.times.sceneBoundingRect().top())

    def fit(self, size: QSizeF) -> None:
        """Fill a chart of this size, logical pixels."""
        room = max(round(size.height() - AXIS_HEIGHT), 1)
        self._heights = pane_heights([slot.state for slot in self.slots], room)
        for row, (pane, height) in enumerate(zip(self._panes, self._heights, strict=True)):
            self._grid.layout.setRowFixedHeight(row, float(height))
            pane.set_shown(height > 0)
        self._grid.setGeometry(QRectF(QPointF(), size))
        self._grid.layout.activate()
        self._place_borders(size.width())

    def _place_borders(self, width: float) -> None:
        """Put what takes the mouse between two panes there."""
        for pane in self._panes:
            pane.border.setVisible(False)
        shown = [(pane, top) for pane, top, height in zip(self._panes, self.tops, self._heights, strict=True) if height]
        for pane, top in shown[1:]:
            pane.border.cover(QRectF(0, top - BORDER, width, 2 * BORDER))
            pane.border.setVisible(True)

    @property
    def heights(self) -> list[int]:
        """Logical pixels of each pane; 0 for one that is not shown."""
        return self._heights

    @property
    def tops(self) -> list[int]:
        """Logical pixel where each pane begins."""
        return [0, *accumulate(self._heights)][:-1]

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
        """Where the panes lie, in device pixels of the chart, without the line between two; empty for one not shown.

        ``width`` and ``height`` are of all panes together.
        """
        line, found = max(round(ratio), 1), []
        edges = [round(edge * ratio) for edge in accumulate(self._heights)]
        edges = [edge if edge < round(self.plot_height * ratio) else height for edge in edges]
        for above, below, tall in zip([0, *edges], edges, self._heights, strict=False):
            top = above + (line if above else 0)
            found.append(QRect(0, top, width, max(below - top, 1)) if tall else QRect(0, above, width, 0))
        return found

    def sides(self, name: str) -> tuple[int, int] | None:
        """Numbers of the nearest panes above and below the upper border of a pane that are not collapsed, if any."""
        at = [slot.name for slot in self.slots].index(name)
        seen = [height > 0 and not slot.state.collapsed for slot, height in zip(self.slots, self._heights, strict=True)]
        above = next((slot for slot, open_ in reversed([*zip(self.slots, seen, strict=True)][:at]) if open_), None)
        below = next((slot for slot, open_ in [*zip(self.slots, seen, strict=True)][at:] if open_), None)
        return (above.number, below.number) if above is not None and below is not None else None

    def border_at(self, y: float) -> bool:
        """Whether a border that can be dragged is at a logical pixel."""
        pairs = zip(self._panes, self.tops, strict=True)
        near = (pane.name for pane, top in pairs if abs(top - y) <= BORDER and pane.border.isVisible())
        return any(self.sides(name) is not None for name in near)

    def show_frame(self, frame: Frame) -> None:
        """Let all panes show the coordinates that a frame shows. Links have nothing to do: time is the same in all."""
        time = frame.time.left, frame.time.right
        for pane in self._panes:
            pane.box.blockLink(True)
        for shown in frame.panes:
            pane = self[shown.name]
            pane.show_range(time, shown.scale)
        for pane in self._panes:
            pane.box.blockLink(False)
