"""Makes the frames of one chart, and keeps what does not change from one to the next: its look and its time axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from ohlc_desktop.core.chart.model import ChartModel
from ohlc_desktop.core.chart.options import ChartOptions, Zone, zone_of
from ohlc_desktop.core.chart.price_scale import PriceScale
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.chart.time_labels import TimeAxis
from ohlc_desktop.core.chart.time_scale import TimeScale
from ohlc_desktop.core.chart.time_texts import Names
from ohlc_desktop.ui.chart.axes import Axes, make_axes
from ohlc_desktop.ui.chart.colours import ChartColours
from ohlc_desktop.ui.chart.frame import Frame, Look, make_frame, make_look
from ohlc_desktop.ui.chart.names import chart_names

#: Where panes lie, from the look's ratio, plot width and plot height.
Rects = Callable[[float, int, int], list[QRect]]


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a chart is painted on.

    Attributes:
        width: Logical pixels of the whole chart; ``height`` likewise.
        ratio: Device pixels of a logical pixel.
        axis: Logical pixels of the price axis.
        colours: Of the theme.
        font: Of the application.
    """

    width: int
    height: int
    ratio: float
    axis: int
    colours: ChartColours
    font: QFont


class FrameMaker:
    """Makes frames."""

    def __init__(self) -> None:
        self._look: Look | None = None
        self._font = QFont()
        self._times: TimeAxis | None = None
        self._times_of: tuple[ChartSeries | None, Zone, Names] = (None, Zone.UTC, chart_names())

    @property
    def look(self) -> Look | None:
        """The look of the frame that was made last."""
        return self._look

    def make(
        self, model: ChartModel, options: ChartOptions, time: TimeScale, fixed: PriceScale | None, canvas: Canvas,
        rects: Rects,
    ) -> tuple[Frame, Axes]:  # fmt: skip
        """A frame of a model, and what stands at its axes; ``time`` takes on the width of the plot."""
        look = self._look_of(canvas)
        time, panes = time.stretched(look.plot_width), rects(look.ratio, look.plot_width, look.plot_height)
        frame = make_frame(model, options, look, time, self._time_axis(model, options), panes, fixed)
        return frame, make_axes(frame)

    def _look_of(self, canvas: Canvas) -> Look:
        ratio, theme = canvas.ratio, canvas.colours
        wanted = (round(canvas.width * ratio), round(canvas.height * ratio), ratio, round(canvas.axis * ratio))
        look = self._look
        same = look is not None and (look.width, look.height, look.ratio, look.axis) == wanted
        if look is None or not same or look.colours is not theme or canvas.font != self._font:
            self._font = QFont(canvas.font)
            self._look = look = make_look(*wanted, theme, self._font)
        return look

    def _time_axis(self, model: ChartModel, options: ChartOptions) -> TimeAxis:
        """The labels of the time axis, made anew for other candles, another zone or language."""
        key = (model.series, options.zone, chart_names())
        if self._times is None or self._times_of[0] is not key[0] or self._times_of[1:] != key[1:]:
            self._times_of = key
            self._times = TimeAxis(key[0], zone_of(key[1]), key[2])
        return self._times
