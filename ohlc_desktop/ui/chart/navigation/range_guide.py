"""Shows a range of a chart that was asked for with one click, as soon as its candles are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.chart.axes.time_texts import describe_time, zone_text
from ohlc_desktop.core.chart.options import zone_of
from ohlc_desktop.core.chart.ranges import ChartRange, begins_late, first_place, range_start
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.ui.chart.panes.date_names import chart_names

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView


class RangeGuide(QObject):
    """The range that one chart is to show.

    Attributes:
        wanted: What was asked for and is not shown yet.
        told: A sentence, where the candles begin later than the range.
    """

    told = Signal(str)

    def __init__(self, view: ChartView, series: Callable[[], ChartSeries | None]) -> None:
        """
        Args:
            view: The chart.
            series: What it shows; None while that is being loaded.
        """
        super().__init__(view)
        self._view, self._series = view, series
        self.wanted: ChartRange | None = None

    def reach(self) -> int | None:
        """Stamp of the oldest candle that has to be loaded for it; None where it is of no matter."""
        time = self._view.time
        if self.wanted is None or time is None or not len(time.stamps):
            return None
        return range_start(int(time.stamps[-1]), self.wanted) or int(time.stamps[0])

    def show(self) -> None:
        """Show it, if it was asked for and the candles are there; whoever went on to another timeframe has no use for it."""
        wanted, series, time = self.wanted, self._series(), self._view.time
        if wanted is None or series is None or time is None or not len(series):
            return
        self.wanted = None
        if series.timeframe.name != wanted.timeframe:
            return
        self._view.show_prices(None)
        self._view.show_time(time.showing(first_place(series, wanted) - 0.5, len(series) - 0.5))
        if begins_late(series, wanted):
            self._tell(series)

    def _tell(self, series: ChartSeries) -> None:
        oldest, zone = int(series.candles.ts[0]), zone_of(self._view.options.zone)
        since = describe_time(oldest, series.timeframe, zone, chart_names())
        since += "" if series.timeframe.daily else f" {zone_text(oldest, zone)}"
        text = self.tr("{symbol} has {timeframe} candles since {time}: all of them are shown.")
        name = series.timeframe.name
        self.told.emit(text.format(symbol=series.instrument.symbol, timeframe=name, time=since))
