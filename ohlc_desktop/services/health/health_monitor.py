"""Keeps the indicators true while somebody looks at them; asks nobody anything while the window is hidden."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import Message
from ohlc_desktop.redis_share.status import RedisStatus, probe
from ohlc_desktop.services.app_state import AppModel, AppState, health_checked
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health import health_checks
from ohlc_desktop.services.health.health_checks import Indicator, Reach
from ohlc_desktop.services.health.hub_check import hub_indicator
from ohlc_desktop.services.health.network import Network
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.sources.registry import active_feeds, counted_as

#: How often Redis and the database file are looked at while the window is visible.
EVERY_MS = 5_000
#: How often the feed's host is asked for a connection while no import runs.
ASK_EVERY = 60.0


class HealthMonitor(QObject):
    """Checks everything around the program, and makes the indicators part of the application state."""

    def __init__(
        self, demo: bool, clock: Clock, model: AppModel, store_service: StoreService, network: Network,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._demo, self._clock, self._model = demo, clock, model
        self._store_service, self._network = store_service, network
        self._work = BackgroundWorker("redis", self)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._redis: RedisStatus | None = None
        self._asked_redis = ""
        self._reach: Reach | None = None
        self._asked_feed = float("-inf")
        model.changed.connect(self._on_changed)

    def set_active(self, active: bool) -> None:
        """Look now and every few seconds, or not at all."""
        if not active:
            self._timer.stop()
        elif not self._timer.isActive():
            self._redis = None  # what was so before nobody looked may be long ago
            self._timer.start()
            self.look()

    def stop(self) -> None:
        """Look no more; waits for a Redis that is being asked, at most two seconds."""
        self._timer.stop()
        self._work.stop()

    def _on_changed(self, state: AppState, before: AppState) -> None:
        if state.settings is not before.settings:
            self.look()
        self._update()
        if before.snapshot is None and state.snapshot is not None:
            self._ask_redis()

    # -- looking -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask everybody; the answers come when they come. Does nothing while nobody looks."""
        if not self._timer.isActive():
            return
        self._update()
        self._ask_redis()
        if not self._model.state.importing.phase.active:
            self._store_service.check()
            self._ask_feed()

    def _ask_redis(self) -> None:
        """One question at a time; an answer for an address that is not in force any more is dropped.

        The first comes after the first look at the store: two threads that load libraries at once would take the
        window's share of the time as well.
        """
        settings = self._model.state.settings
        url = settings.redis_url if settings.cache_enabled else ""
        if self._asked_redis or not url or not self._timer.isActive() or self._model.state.snapshot is None:
            return
        self._asked_redis = url
        day = datetime.fromtimestamp(self._clock.now(), UTC).date().isoformat()
        feed = counted_as(active_feeds(self._demo, settings.feeds).order[0])
        self._work.run(partial(probe, url, day=day, feed=feed), partial(self._on_redis, url), self._on_redis_fault)

    def _on_redis(self, url: str, status: RedisStatus) -> None:
        self._asked_redis = ""
        if url == self._model.state.settings.redis_url:
            self._redis = status
            self._update()
        else:
            self._redis = None
            self.look()

    def _on_redis_fault(self, _error: OhlcError) -> None:
        """A fault of ours, which was logged: it is asked again."""
        self._asked_redis = ""

    def _ask_feed(self) -> None:
        now = self._clock.monotonic()
        if now - self._asked_feed >= ASK_EVERY:
            self._asked_feed = now
            self._network.ask(self._on_feed)

    def _on_feed(self, ok: bool, why: Message) -> None:
        self._reach = Reach(ok, why)
        self._update()

    # -- telling -------------------------------------------------------------------------------------

    def _update(self) -> None:
        """Tell what changed, if somebody looks."""
        if not self._timer.isActive():
            return
        found = {indicator.name: indicator for indicator in self._indicate()}
        if found != self._model.state.indicators:
            self._model.apply(health_checked, found)

    def _indicate(self) -> tuple[Indicator, ...]:
        state, now = self._model.state, self._clock.now()
        settings, snapshot = state.settings, state.snapshot
        local = datetime.fromtimestamp(now, UTC).astimezone()
        hub = (hub_indicator(state.hub, settings, now),) if settings.hub_url else ()
        return (
            health_checks.redis_indicator(self._redis, settings),
            *hub,
            health_checks.zone_indicator(now, local, snapshot.clock_offset if snapshot else None, self._demo),
            health_checks.schedule_indicator(state.schedule, settings),
            health_checks.feed_indicator(
                active_feeds(self._demo, settings.feeds).order[0], state.importing, self._reach, snapshot.requests_today if snapshot else 0,
                settings.daily_quota, now,
            ),
            health_checks.database_indicator(snapshot.database if snapshot else None),
        )  # fmt: skip
