"""Plays a chart's past: at which moment it stands, steps, and steps by themselves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ohlc_desktop.core.chart.replay import closed_by, end_of
from ohlc_desktop.core.chart.series import ChartSeries

#: Candles a second that can be chosen.
PACES = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
_FIRST_PACE = 2.0


class ReplayPlayer(QObject):
    """At which moment a chart is replayed, if it is.

    Attributes:
        moment: UTC epoch seconds; None while the chart shows all that there is.
        pace: Candles a second while it plays.
        moved: Another moment, or the end (int or None), because of what was done here: linked charts follow.
        changed: Anything of it is another now.
    """

    moved = Signal(object)
    changed = Signal()

    def __init__(self, series: Callable[[], ChartSeries | None], parent: QObject | None = None) -> None:
        """
        Args:
            series: All that there is of the series which the chart shows; None while it is being loaded.
            parent: The owner.
        """
        super().__init__(parent)
        self._series = series
        self.moment: int | None = None
        self.pace = _FIRST_PACE
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    @property
    def left(self) -> int:
        """How many candles are still hidden."""
        series = self._series()
        return 0 if series is None or self.moment is None else len(series) - closed_by(series, self.moment)

    def start(self, stamp: int) -> None:
        """Hide whatever came after the candle that a moment (UTC epoch seconds) belongs to."""
        series = self._series()
        if series is not None and len(series):
            place = max(int(series.candles.ts.searchsorted(stamp, side="right")) - 1, 0)
            self._move(end_of(series, place))

    def step(self, candles: int = 1) -> None:
        """Show so many candles more, or fewer; at the end it stops playing."""
        series = self._series()
        if series is None or self.moment is None or not len(series):
            return
        shown = closed_by(series, self.moment)
        place = min(max(shown + candles, 1), len(series)) - 1
        if place == len(series) - 1:
            self._timer.stop()
        self._move(end_of(series, place))

    def play(self, on: bool) -> None:
        """Go on by itself, or stay."""
        if on and self.moment is not None and self.left:
            self._timer.start(round(1000 / self.pace))
        else:
            self._timer.stop()
        self.changed.emit()

    def set_pace(self, pace: float) -> None:
        """Go on faster, or more slowly."""
        self.pace = pace
        self.play(self.playing)

    def stop(self) -> None:
        """Show all that there is again."""
        if self.moment is not None:
            self._timer.stop()
            self._move(None)

    def let_go(self) -> None:
        """The chart is about to be deleted."""
        self._timer.stop()

    def follow(self, moment: int | None) -> None:
        """Stand where a linked chart stands; linked charts are not told."""
        self._timer.stop()
        if moment != self.moment:
            self.moment = moment
            self.changed.emit()

    def _move(self, moment: int | None) -> None:
        self.moment = moment
        self.changed.emit()
        self.moved.emit(moment)
