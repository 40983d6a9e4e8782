"""Leads to the missing candles of a chart, and says of each gap what is missing and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.chart.axes.time_texts import describe_time, zone_text
from ohlc_desktop.core.chart.options import zone_of
from ohlc_desktop.core.chart.series import ChartSeries, Hole
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.panes.notices import HoleCard

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView


class HoleGuide(QObject):
    """The gaps of one chart.

    Attributes:
        card: Says what is missing at a place.
        opening: The card is about to be shown.
    """

    opening = Signal()

    def __init__(
        self, view: ChartView, series: Callable[[], ChartSeries | None], importing: Callable[[], bool]
    ) -> None:  # fmt: skip
        """
        Args:
            view: The chart.
            series: What it shows; None while that is being loaded.
            importing: Whether an import runs, so that nothing else can be asked for.
        """
        super().__init__(view)
        self._view, self._series, self._importing = view, series, importing
        self._last: Hole | None = None
        self.card = HoleCard(view)
        view.range_changed.connect(self.card.put_away)
        view.hole_pressed.connect(self.show)

    def show(self, hole: Hole) -> None:
        """Show what is missing there, and why."""
        self._last = hole
        series, refused = self._series(), ""
        if series is None:
            return
        if self._importing():
            refused = self.tr("An import is running; repair what is still missing when it has ended.")
        self.opening.emit()
        span, why = self._span(hole, series), shown(hole.reason)
        self.card.tell(self._title(hole), span, why, hole.repairable, refused)
        self.card.open_at(self._view.point_of(hole.place))

    def go_on(self) -> None:
        """Go to the missing candles next to the left of what is in sight, from the newest ones again at the end."""
        series = self._series()
        holes = [hole for hole in series.holes if not hole.unserved] if series is not None else []
        if series is None or not holes:
            return
        first = self._view.visible_places()[0]
        before = [hole for hole in holes if hole is not self._last and hole.place < first]
        if self._last not in holes:
            before = [hole for hole in holes if hole.place < self._view.visible_places()[1]]
        hole = before[-1] if before else holes[-1]
        place = min(max(int(hole.place), 0), len(series) - 1)
        self._view.go_to(int(series.candles.ts[place]))
        self.show(hole)

    def _title(self, hole: Hole) -> str:
        one, many = self.tr("1 candle is missing"), self.tr("{count} candles are missing")
        if hole.unserved:
            one, many = self.tr("1 candle is not served"), self.tr("{count} candles are not served")
        return (one if hole.candles == 1 else many).format(count=wording.count(hole.candles))

    def _span(self, hole: Hole, series: ChartSeries) -> str:
        """From when to when candles are missing."""
        zone, names, timeframe = zone_of(self._view.options.zone), chart_names(), series.timeframe
        last = hole.end - timeframe.seconds if not timeframe.daily else hole.end - 1
        first, final = (describe_time(stamp, timeframe, zone, names) for stamp in (hole.start, max(last, hole.start)))
        if first == final:
            return first
        if timeframe.daily:
            return self.tr("{first} to {last}").format(first=first, last=final)
        day, _, clock = final.rpartition(" ")
        text = self.tr("{first} to {last}").format(first=first, last=clock if first.startswith(day) else final)
        return f"{text} {zone_text(hole.start, zone)}"
