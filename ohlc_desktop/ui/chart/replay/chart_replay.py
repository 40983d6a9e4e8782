"""The replay of one chart: where it begins, what the chart shows of it, and the bar over its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ohlc_desktop.ui.chart.replay.player import ReplayPlayer

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.chart_feed import ChartFeed
    from ohlc_desktop.ui.chart.panes.view import ChartView
    from ohlc_desktop.ui.chart.replay.bar import ReplayBar


class ChartReplay(QObject):
    """Replays one chart.

    Attributes:
        player: At which moment it stands.
        bar: What it is played with; None before the first replay, for the first picture does not wait for it.
        told: A sentence for the user; empty when the last one is done with.
    """

    told = Signal(str)

    def __init__(self, view: ChartView, feed: ChartFeed, chart: QWidget) -> None:
        """
        Args:
            view: The picture.
            feed: What gives it its models.
            chart: Whose keys the replay takes.
        """
        super().__init__(chart)
        self._view, self._feed, self._chart = view, feed, chart
        self.player = ReplayPlayer(lambda: feed.series, self)
        self.bar: ReplayBar | None = None
        self.player.changed.connect(self._show)
        feed.ready.connect(self._show_left)
        view.resized.connect(self._place)

    def toggle(self) -> None:
        """Replay from the candle that is clicked next; while there is a replay, show all candles again."""
        if self.player.moment is not None:
            self.player.stop()
        else:
            self._ask()

    def hand_over(self, other: ChartReplay) -> None:
        """Another chart of the window is pressed: the candle that is asked for here is one of that chart."""
        if other is not self and self._view.picking:
            self._view.pick_candle(None)
            self.told.emit("")
            if other.player.moment is None:
                other._ask()

    def _ask(self) -> None:
        if self._feed.series is not None and len(self._feed.series):
            self._view.pick_candle(self._start)
            text = self.tr("Click the candle from which to replay, or point at it and press Enter. Esc: not now.")
            self.told.emit(text)

    def _start(self, stamp: int) -> None:
        self.told.emit("")  # what was asked is answered
        self.player.start(stamp)

    def _show(self) -> None:
        """Show the chart at the moment at which it is replayed, and the bar."""
        if self.bar is None:
            from ohlc_desktop.ui.chart.replay.bar import ReplayBar

            self.bar = ReplayBar(self.player, self._view)
            self.bar.add_keys(self._chart)
        self._view.tool.hide_after(self.player.moment)
        self._feed.show_moment(self.player.moment)

    def _show_left(self) -> None:
        """Another timeframe has more or fewer candles left."""
        if self.bar is not None:
            self.bar.show_state()

    def _place(self) -> None:
        if self.bar is not None:
            self.bar.place()
