"""Decides when what was pushed to the hub is to be taken: as soon as it is heard of, and once for each push.

What was taken is in the archive, so that nothing is asked for after a start that an import of any process has brought.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.settings import Settings
from ohlc_desktop.hub.following.health import HubHealth
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.hub.hub_monitor import HubMonitor
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.file.addresses import is_absent


class HubFollowing(QObject):
    """Listens to the hub of the settings; nothing happens before :meth:`set_up`.

    Attributes:
        changed: A :class:`~ohlc_desktop.hub.following.health.HubHealth`, or None where there is no hub any more.
        wanted: Something was pushed that is not taken yet: import now.
    """

    changed = Signal(object)
    wanted = Signal()

    def __init__(
        self, profile: Profile, settings: Callable[[], Settings], work: BackgroundWorker,
        importing: Callable[[], bool], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """``work`` reads the archive; ``importing`` tells whether an import of this process runs."""
        super().__init__(parent)
        self._profile, self._settings, self._work, self._importing = profile, settings, work, importing
        self._watch = HubMonitor(self)
        self._watch.changed.connect(self._on_health)
        self._health: HubHealth | None = None
        self._tried = ("", 0)

    def set_up(self) -> None:
        """Go by the settings in force."""
        url = self._settings().hub_url
        if not url and self._health is not None:
            self._health = None
            self.changed.emit(None)
        self._watch.watch(url)
        self.look()

    def stop(self) -> None:
        """Listen no more."""
        self._watch.stop()

    def look(self) -> None:
        """Find out whether something is to be taken, unless nothing may start now: after an import, or other settings."""
        settings, health = self._settings(), self._health
        if settings.follows and settings.schedule_enabled and health and health.works and not self._importing():
            self._work.run(self._taken, self._compare)

    def _on_health(self, health: HubHealth) -> None:
        self._health = health
        self.changed.emit(health)
        self.look()

    def _taken(self) -> str:
        """The hub and the push up to which all is taken, as the archive has it. Called from the worker."""
        if is_absent(self._profile.database):
            return ""
        with closing(open_reader(self._profile.database, self._profile.demo)) as store, store.errors():
            return facts.fact(store.connection, facts.HUB_PUSH) or ""

    def _compare(self, taken: str) -> None:
        state = self._health.state if self._health else None
        if state is None or not state.push or self._importing():
            return
        newest = (state.name, state.push)
        if taken != f"{state.name} {state.push}" and newest != self._tried:
            self._tried = newest
            self.wanted.emit()
