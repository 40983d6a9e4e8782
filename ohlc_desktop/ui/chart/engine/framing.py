"""Makes the frames of one chart, and keeps what does not change from one to the next: its look and its time axis."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont

from ohlc_desktop.core.chart.axes.time_labels import TimeAxis
from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.axes.time_texts import Names
from ohlc_desktop.core.chart.model import ChartModel
from ohlc_desktop.core.chart.options import ChartZone, zone_of
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.engine.panes import PaneStack
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.chart.items.look import Look, make_look
from ohlc_desktop.ui.chart.panes.axes import Axes, axis_width, make_axes
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.frame import Fixed, Frame, make_frame
from ohlc_desktop.ui.widgets.theme import colours

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

#: Width of the price axis before it has labels.
_FIRST_AXIS = 60


class FrameMaker:
    """Makes frames. The price axis is as wide as its labels, and grows narrower only by a lot.

    Attributes:
        needed: Logical pixels that the axis needs for its labels; 0 before it has any.
        least: It is at least so wide, for the sake of other charts.
    """

    def __init__(self, chart: ChartView, stack: PaneStack) -> None:
        self._chart, self._stack = chart, stack
        self.needed = self.least = 0
        self._look: Look | None = None
        self._font = QFont()
        self._made: tuple[Frame, Axes] | None = None
        self._times: TimeAxis | None = None
        self._times_of: tuple[ChartSeries | None, ChartZone, Names] = (None, ChartZone.UTC, chart_names())
        stack.set_axis_width(_FIRST_AXIS)

    @property
    def axis(self) -> int:
        """Logical pixels of the price axis."""
        return max(self.needed or _FIRST_AXIS, self.least)

    def make(self, model: ChartModel, time: TimeScale, fixed: Fixed, ratio: float) -> tuple[Frame, Axes]:
        """A frame at a scaling, and what stands at its axes; its time has the width of the plot."""
        fitted = partial(self._fitted, model, time, fixed, ratio)
        frame, axes = fitted()
        wanted, before = axis_width(frame, axes), self.axis
        if self.needed * 0.75 <= wanted <= self.needed:
            return frame, axes
        self.needed = wanted
        self._chart.axis_changed.emit()
        if self.axis == before:
            return frame, axes
        self._stack.set_axis_width(self.axis)
        return fitted()

    def _fitted(self, model: ChartModel, time: TimeScale, fixed: Fixed, ratio: float) -> tuple[Frame, Axes]:
        look, options = self._look_at(ratio), self._chart.options
        rects = self._stack.rects(ratio, look.plot_width, look.plot_height)
        times, time = self._time_axis(model.series, options.zone), replace(time, width=look.plot_width)
        frame = make_frame(model, options, look, time, times, self._stack.slots, rects, fixed)
        self._made = frame, make_axes(frame, self._made)
        return self._made

    def _look_at(self, ratio: float) -> Look:
        chart, look = self._chart, self._look
        chosen, font = chart.options.appearance, chart.font()
        theme = chart_colours(colours(chart), chosen)
        wanted = (round(chart.width() * ratio), round(chart.height() * ratio), ratio, round(self.axis * ratio))
        same = look is not None and (look.width, look.height, look.ratio, look.axis) == wanted
        same = same and look is not None and look.colours is theme and look.text_size == chosen.text_size
        if look is None or not same or font != self._font:
            self._font = QFont(font)
            self._look = look = make_look(*wanted, theme, self._font, chosen.text_size)
        return look

    def _time_axis(self, series: ChartSeries, zone: ChartZone) -> TimeAxis:
        """The labels of the time axis, made anew for other candles, another zone or language."""
        key = (series, zone, chart_names())
        if self._times is None or self._times_of[0] is not series or self._times_of[1:] != key[1:]:
            self._times_of, self._times = key, TimeAxis(series, zone_of(zone), key[2])
        return self._times
