"""Hears what other machines have imported, and wants the same taken over; nothing is asked of a feed for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.importing.request import ImportRequest, SeriesKey, Trigger, write_series
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.redis_share.news import News, NewsListener
from ohlc_desktop.services.background_worker import BackgroundWorker

_log = logging.getLogger(__name__)

#: Characters of series that a command line takes on every system; for more, all that is watched is looked for.
LONGEST = 20_000
#: So much news waits for the end of an import at most; the oldest of more is forgotten, and left to the schedule.
MOST = 50


class NeighbourNews(QObject):
    """Listens while the settings share a Redis and the schedule is kept; a demo shares nothing.

    Attributes:
        import_wanted: The :class:`ImportRequest` for what another machine has newer candles of.
    """

    import_wanted = Signal(object)
    _heard = Signal(object)

    def __init__(
        self, profile: Profile, clock: Clock, settings: Callable[[], Settings], work: BackgroundWorker,
        busy: Callable[[], bool], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """``work`` reads the store; while ``busy`` news wait for :meth:`look_again`."""
        super().__init__(parent)
        self._profile, self._clock, self._settings = profile, clock, settings
        self._work, self._busy = work, busy
        self._url = ""
        self._listener: NewsListener | None = None
        self._waiting: list[News] = []
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def follow_settings(self) -> None:
        """Listen where the settings say so now, or not at all."""
        settings = self._settings()
        listens = settings.cache_enabled and settings.schedule_enabled and not self._profile.demo
        url = settings.redis_url if listens else ""
        if url == self._url:
            return
        self._hang_up(wait=False)
        self._url = url
        if url:
            self._listener = NewsListener(url, self._heard.emit)
            self._listener.start()

    def look_again(self) -> None:
        """An import has ended: what was heard while it ran may be newer."""
        if self._waiting and not self._busy():
            told, self._waiting = self._waiting, []
            look = partial(self._due, told)
            self._work.run(look, self._on_due, self._on_unread)

    def stop(self) -> None:
        """Listen no more; takes a second at most."""
        self._hang_up(wait=True)
        self._url = ""

    def _hang_up(self, wait: bool) -> None:
        listener, self._listener = self._listener, None
        self._waiting.clear()
        if listener is not None:
            listener.stop(wait)

    def _on_heard(self, news: News) -> None:
        if self._listener is None:
            return
        _log.debug("%s has imported %d series", news.machine, len(news.series))
        self._waiting = [*self._waiting[1 - MOST :], news]
        self.look_again()

    def _due(self, told: list[News]) -> tuple[SeriesKey, ...]:
        from ohlc_desktop.services.neighbours.due_series import due_series

        return due_series(self._profile, self._settings(), told, self._clock.now())

    def _on_due(self, series: tuple[SeriesKey, ...]) -> None:
        if series and self._listener is not None:
            named = series if len(write_series(series)) <= LONGEST else ()
            self.import_wanted.emit(ImportRequest(Trigger.NEIGHBOUR, series=named))

    def _on_unread(self, error: OhlcError) -> None:
        """The schedule reads the same file, and tells."""
        _log.info("What another machine has imported is not taken over: %s", error)
