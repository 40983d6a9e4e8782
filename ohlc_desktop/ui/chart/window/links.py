"""Charts that go together: those with the same link colour share instrument, timeframe and crosshair, in all windows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ohlc_desktop.core.chart.plain_values import choice_in, mapping_in

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell


class LinkColour(StrEnum):
    """The groups that a chart can belong to; the values are stored."""

    NONE = ""
    BLUE = "blue"
    ORANGE = "orange"
    GREEN = "green"
    VIOLET = "violet"


@dataclass(frozen=True, slots=True)
class Link:
    """What a chart shares with those of its colour, besides the crosshair.

    Attributes:
        colour: Its group.
        symbol: It shares the instrument; on by default, for several timeframes of one instrument side by side.
        timeframe: It shares the timeframe.
        time: It shares the moment at which what is in sight ends.
    """

    colour: LinkColour = LinkColour.NONE
    symbol: bool = True
    timeframe: bool = False
    time: bool = False


def link_from_json(plain: object) -> Link:
    """The link that was stored as plain values; whatever is wrong is as by default."""
    given = mapping_in(plain)
    colour = choice_in(LinkColour, given.get("colour"), LinkColour.NONE)
    return Link(colour, given.get("symbol") is not False, given.get("timeframe") is True, given.get("time") is True)


class Links:
    """Passes on what happens in one chart to those that are linked with it."""

    def __init__(self) -> None:
        self._charts: list[ChartCell] = []
        self._moving = False

    def join(self, chart: ChartCell) -> None:
        """A chart has been opened."""
        self._charts.append(chart)

    def leave(self, chart: ChartCell) -> None:
        """A chart has been closed."""
        if chart in self._charts:
            self._charts.remove(chart)

    def switched(self, chart: ChartCell) -> None:
        """The user chose another instrument or timeframe in a chart: its group follows."""
        for other in self._group(chart):
            self._bring(other, chart)

    def linked(self, chart: ChartCell) -> None:
        """A chart was given a colour: it shows what its group shows."""
        group = self._group(chart)
        if group:
            self._bring(chart, group[0])

    def pointed(self, chart: ChartCell, stamp: int | None) -> None:
        """The crosshair moved in a chart."""
        for other in self._group(chart):
            other.view.show_crosshair(stamp)

    def moved(self, chart: ChartCell) -> None:
        """Another stretch of a chart is in sight: those that share its time end where it ends."""
        moment = chart.view.end_in_sight()
        if self._moving or not chart.link.time or moment is None:
            return
        self._moving = True  # what they show now is told, too, and is no wish of the user
        try:
            for other in (other for other in self._group(chart) if other.link.time):
                other.view.change_time(lambda time: time.ending(moment))
        finally:
            self._moving = False

    def replayed(self, chart: ChartCell, moment: int | None) -> None:
        """A chart is replayed, and stands at a moment (UTC epoch seconds), or the replay has ended (None)."""
        for other in self._group(chart):
            other.replay.player.follow(moment)

    def _group(self, chart: ChartCell) -> list[ChartCell]:
        colour = chart.link.colour
        if colour is LinkColour.NONE:
            return []
        return [other for other in self._charts if other is not chart and other.link.colour is colour]

    def _bring(self, chart: ChartCell, to: ChartCell) -> None:
        """Let a chart show what another shows, as far as both share it."""
        symbol = to.symbol if chart.link.symbol and to.link.symbol else chart.symbol
        timeframe = to.timeframe if chart.link.timeframe and to.link.timeframe else chart.timeframe
        chart.visit(chart.visits.to((symbol, timeframe)), leading=False)
