"""The volume profiles of one chart, kept up with what is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ohlc_desktop.core.chart.drawings.drawings import DrawingKind
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.services.chart_data.profile_loader import ProfileLoader
from ohlc_desktop.ui.chart.panes.view import ChartView

if TYPE_CHECKING:
    from ohlc_desktop.core.chart.profile.profiling import ChartProfiles, ProfileRequest

#: While a chart moves, profiles are asked for at most so often, in milliseconds.
PAUSE_MS = 100
#: Logical pixels that a trade date takes, on average, where each has a profile of its own.
_NARROWEST = 24.0


class ProfileOverlay(QObject):
    """Asks for the profiles of a chart whenever it shows something else, and shows them.

    Until new ones come the old ones stay, unless they are of another instrument, or a replay has gone back before their end.
    """

    def __init__(self, view: ChartView, loader: ProfileLoader) -> None:
        super().__init__(view)
        self._view, self._loader = view, loader
        loader.setParent(self)
        self._asked: tuple[str, ProfileRequest] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        loader.ready.connect(self._show)
        loader.failed.connect(self._fail)
        view.range_changed.connect(self.update)
        for signal in (view.tool.changed, view.tool.replaced, view.tool.hiding_changed):
            signal.connect(lambda *_: self.update())

    def update(self) -> None:
        """What is in sight, or how it is drawn, is another now."""
        symbol = self._symbol()
        if not symbol or (self._asked is not None and self._asked[0] != symbol):
            self.forget()
        if self._view.profiles is not None and self._tells_the_future(self._view.profiles):
            self._view.show_profiles(None)
        if symbol and not self._pause.isActive():
            self._pause.start()

    def refresh(self) -> None:
        """An import committed."""
        self._loader.refresh()

    def forget(self) -> None:
        """Show none, and let go of what they are made of."""
        self._pause.stop()
        if self._asked is not None or self._view.profiles is not None:
            self._asked = None
            self._loader.forget()
            self._view.show_profiles(None)

    def _symbol(self) -> str:
        """The instrument that profiles are wanted of; empty where none are."""
        model = self._view.model
        wanted = self._view.options.profile.shown or bool(self._fixed())
        return model.series.instrument.symbol if model is not None and wanted else ""

    def _fixed(self) -> tuple[tuple[int, int], ...]:
        """The stretches of time that are drawn, with the candle at the end of each."""
        tool, model = self._view.tool, self._view.model
        if model is None or tool.symbol != model.series.instrument.symbol:
            return ()
        drawn = (each.points for each in tool.shown().drawings if each.kind is DrawingKind.VOLUME_PROFILE)
        stretches = (sorted(anchor.ts for anchor in points) for points in drawn)
        return tuple((first, last + model.series.timeframe.seconds) for first, last in stretches)

    def _ask(self) -> None:
        symbol, request = self._symbol(), self._request()
        if symbol and request is not None and (symbol, request) != self._asked:
            self._asked = symbol, request
            self._loader.ask(symbol, request)

    def _request(self) -> ProfileRequest | None:
        """What is wanted of what is in sight; None while there are no candles."""
        from ohlc_desktop.core.chart.profile.profiling import request_of  # few charts have profiles

        view, (first, last) = self._view, self._view.visible_places()
        if view.model is None or first >= last:
            return None
        series, options = view.model.series, view.options
        candles = len(series) / max(len(series.days), 1)
        wide = view.time is not None and view.time.pitch * candles >= _NARROWEST * view.devicePixelRatioF()
        return request_of(series, options.profile, first, last, options.rth_only, wide, self._fixed())

    def _tells_the_future(self, profiles: ChartProfiles) -> bool:
        """Whether they are made of candles that the chart does not show any more."""
        now, then = self._request(), profiles.request
        return now is not None and now.daily == then.daily and now.until < then.until

    def _show(self, profiles: ChartProfiles) -> None:
        if not self._tells_the_future(profiles):
            self._view.show_profiles(profiles)

    def _fail(self, _: OhlcError) -> None:
        """The chart tells of a store that cannot be read; what cannot be read is not drawn from memory."""
        self._asked = None
        self._view.show_profiles(None)
