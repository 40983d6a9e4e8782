"""Loads the series of one chart off the GUI thread: the newest candles first, then all, then what imports change.

Imports nothing heavy: numpy and the chart's rooms are loaded by the worker thread when the first series is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import Cancelled, OhlcError
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.timeframes import Timeframe, timeframe
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker

if TYPE_CHECKING:
    from ohlc_desktop.core.chart.series import ChartSeries
    from ohlc_desktop.services.chart_data.chart_reading import Refreshed

Failed = Callable[[OhlcError], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    """One series that was asked for; ``over`` once another is, so that the worker does not begin on it."""

    symbol: str
    timeframe: Timeframe
    over: threading.Event = field(default_factory=threading.Event)


class ChartLoader(QObject):
    """The series of one chart. Answers to an older :meth:`load` are dropped.

    Give it a :class:`BackgroundWorker` that nothing slow shares: a click waits for whatever is under way there.

    Attributes:
        series: What was loaded last; None while nothing of the present series is. To be read only.
        pauses: After the newest part nothing is read until :meth:`read_rest` is called: while a first picture is made of it,
            the GUI thread would have to share the interpreter.
        loaded: A ``ChartSeries``: the newest part, then, unless that was all, the whole.
        refreshed: A ``Refreshed``: the series after an import, and how many leading candles are the same.
        failed: An :class:`OhlcError`: the series cannot be read; what was loaded before stays.
    """

    loaded = Signal(object)
    refreshed = Signal(object)
    failed = Signal(object)

    def __init__(
        self, profile: Profile, clock: Clock, work: BackgroundWorker, settings: Callable[[], Settings],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._profile, self._clock, self._work, self._settings = profile, clock, work, settings
        self._wish: _Wish | None = None
        self.series: ChartSeries | None = None
        self.pauses = self._paused = False
        self._busy = self._again = False

    def prepare(self) -> None:
        """Load numpy and the chart's rooms ahead of the first series."""
        self._work.run(_prepare)

    def load(self, symbol: str, name: str) -> None:
        """Load a series: its symbol, and the name or alias of a timeframe.

        Raises:
            UsageError: there is no such timeframe.
        """
        wish = _Wish(symbol, timeframe(name))
        self.forget()
        self._wish = wish
        self._read(wish, newest=True)

    def read_rest(self) -> None:
        """Read what comes after the newest part; nothing happens where that is done, under way or not wanted."""
        if self._wish is not None and self._paused:
            self._paused = False
            self._read(self._wish, newest=False)

    def readjust(self, symbol: str) -> ChartSeries | None:
        """Load the series that is there with another adjustment, without reading it; None where it has to be loaded.

        What is returned has views for prices, to be shown at once; ``loaded`` brings the same with arrays. Then the store
        is looked at, for an import may have come since.
        """
        series = self.series
        if self._wish is None or series is None or symbol == self._wish.symbol:
            return None
        found = _readjusted(series, symbol)
        if found is not None:
            self.forget()
            self._wish = wish = _Wish(symbol, series.timeframe)
            self.series, self._busy, self._again = found, True, True
            self._work.run(lambda: _settled(wish, found), partial(self._show, wish), partial(self._fail, wish))
        return found

    def refresh(self) -> None:
        """Look again, after an import committed or time has passed; what is under way is not disturbed."""
        if self._wish is None:
            return
        if self._busy:
            self._again = True
        elif self.series is None or not self.series.whole:  # it could not be read
            self._read(self._wish, newest=self.series is None)
        else:
            self._look_again(self._wish, self.series)

    def forget(self) -> None:
        """Let go of the series, and of answers that are under way; to be called before the chart closes."""
        if self._wish is not None:
            self._wish.over.set()
        self._wish = self.series = None
        self._busy = self._again = self._paused = False

    # -- loading -------------------------------------------------------------------------------------

    def _read(self, wish: _Wish, newest: bool) -> None:
        profile, clock, settings = self._profile, self._clock, self._settings()
        self._busy = True
        self._work.run(
            lambda: _read(profile, wish, clock, settings, newest), partial(self._show, wish), partial(self._fail, wish)
        )

    def _look_again(self, wish: _Wish, before: ChartSeries) -> None:
        profile, clock, settings = self._profile, self._clock, self._settings()
        self._busy = True
        self._work.run(
            lambda: _refresh(profile, wish, before, clock, settings),
            partial(self._update, wish), partial(self._fail, wish),
        )  # fmt: skip

    def _show(self, wish: _Wish, series: ChartSeries) -> None:
        if wish is not self._wish:
            return
        self.series, self._paused = series, self.pauses and not series.whole
        self.loaded.emit(series)
        if wish is not self._wish:  # a slot asked for another
            return
        if series.whole:
            self._settle(wish)
        elif not self.pauses:  # behind what was given to the same thread meanwhile, as the model of the first picture
            self._read(wish, newest=False)

    def _update(self, wish: _Wish, found: Refreshed | None) -> None:
        if wish is not self._wish:
            return
        if found is not None:
            self.series = found.series
            self.refreshed.emit(found)
        self._settle(wish)

    def _fail(self, wish: _Wish, error: OhlcError) -> None:
        if wish is self._wish:
            self.failed.emit(error)
            self._settle(wish)

    def _settle(self, wish: _Wish) -> None:
        """What was asked for meanwhile is done next, unless a slot has asked for another series."""
        if wish is not self._wish:
            return
        self._busy = False
        if self._again:
            self._again = False
            self.refresh()


def _readjusted(series: ChartSeries, symbol: str) -> ChartSeries | None:
    from ohlc_desktop.core.continuous.readjusting import readjusted  # numpy is there once a series is

    return readjusted(series, symbol)


# -- on the worker thread ----------------------------------------------------------------------------


def _prepare() -> None:
    import ohlc_desktop.services.chart_data.chart_reading  # noqa: F401


def _read(profile: Profile, wish: _Wish, clock: Clock, settings: Settings, newest: bool) -> ChartSeries:
    from ohlc_desktop.services.chart_data.chart_reading import read_newest_part, read_whole

    _go_on(wish)
    read = read_newest_part if newest else read_whole
    return read(profile, wish.symbol, wish.timeframe, clock.now(), settings.import_time)


def _settled(wish: _Wish, series: ChartSeries) -> ChartSeries:
    from ohlc_desktop.core.continuous.views import settled

    _go_on(wish)
    return replace(series, candles=settled(series.candles))


def _refresh(
    profile: Profile, wish: _Wish, before: ChartSeries, clock: Clock, settings: Settings
) -> Refreshed | None:  # fmt: skip
    from ohlc_desktop.services.chart_data.chart_reading import refresh

    _go_on(wish)
    return refresh(profile, before, clock.now(), settings.import_time)


def _go_on(wish: _Wish) -> None:
    """Raises Cancelled when another series was asked for in the meantime."""
    if wish.over.is_set():
        raise Cancelled
