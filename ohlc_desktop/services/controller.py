"""The services of one profile, connected: what happens becomes part of the application state, wishes become work.

It knows no window: the tray app puts a shell of windows over it, ``ohlc-desktop run`` lines of text.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError, UnexpectedFault
from ohlc_desktop.core.importing.request import ImportRequest, Trigger
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.schedule.policy import Start
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.diagnostics.logs import Mask
from ohlc_desktop.platform.power import PowerWatch
from ohlc_desktop.profile import Profile
from ohlc_desktop.services import app_state
from ohlc_desktop.services.app_state import AppModel, AppState
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health.faults import Faults
from ohlc_desktop.services.health.network import Network
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.importing.import_runner import ImportRunner
from ohlc_desktop.services.importing.runs import close_dead_runs
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.services.neighbours.neighbour_news import NeighbourNews
from ohlc_desktop.services.scheduling.scheduler import Scheduler, ScheduleStatus
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.sources.hub.spec import hub_at
from ohlc_desktop.sources.registry import ActiveFeeds, active_feeds
from ohlc_desktop.store.watchlist_summary import WatchlistSummary

if TYPE_CHECKING:
    from ohlc_desktop.services.file_intake.watched_folder import WatchedFolder
    from ohlc_desktop.services.health.update_checker import UpdateChecker
    from ohlc_desktop.services.hub.hub_following import HubFollowing
    from ohlc_desktop.services.hub.hub_pushing import HubPushing

_log = logging.getLogger(__name__)


class Controller(QObject):
    """One profile at work. Nothing happens before :meth:`start`; call :meth:`let_go` and :meth:`stop` at the end.

    Attributes:
        model: The application state.
        import_settled: An import of this process has ended and the schedule has decided what is next: its
            :class:`ImportState`, and whether nothing was stored before it.
    """

    import_settled = Signal(object, bool)

    def __init__(
        self, profile: Profile, clock: Clock, live_settings: LiveSettings, faults: Faults, mask: Mask, interactive: bool,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """
        Args:
            profile: Whose data.
            clock: The one clock.
            live_settings: The settings.
            faults: Listens for faults already.
            mask: Takes secrets out of a text.
            interactive: A person is there: the first import is left to them, and they are told how complete things are.
            parent: Owner.
        """
        super().__init__(parent)
        self.profile, self.clock, self.live_settings, self.faults = profile, clock, live_settings, faults
        self._interactive = interactive
        self._stopped = False
        self._ended: ImportState | None = None  # what to tell of it depends on what the schedule makes of it
        self._first = False
        feeds = active_feeds(profile.demo, live_settings.current.feeds)
        self.feed = feeds.order[0]
        self.model = AppModel(self._settings_into(AppState(live_settings.current)), self)
        self.work = BackgroundWorker("store", self)
        self.network = Network(*_asked(live_settings.current, feeds), parent=self)
        self.power = PowerWatch(clock, parent=self)
        self.runner = ImportRunner(
            profile, clock, self, mask=mask, request_limit=lambda: self.live_settings.current.request_timeout
        )
        self.store_service = StoreService(profile, clock, self.work, self.settings, self)
        self.scheduler = Scheduler(
            profile, clock, self.settings, self.work, self.network, lambda: self.runner.active,
            interactive=interactive, parent=self,
        )  # fmt: skip
        self.neighbours = NeighbourNews(
            profile, clock, self.settings, self.work, lambda: self.runner.active or self._stopped, self
        )
        self._folder: WatchedFolder | None = None
        self._updates: UpdateChecker | None = None
        self._hub: HubFollowing | None = None
        self._pushing: HubPushing | None = None
        self._connect()

    def settings(self) -> Settings:
        """The settings in force."""
        return self.live_settings.current

    def _connect(self) -> None:
        self.scheduler.start_wanted.connect(self._start_due)
        self.scheduler.decided.connect(self._on_decided)
        self.runner.changed.connect(lambda state: self.model.apply(app_state.import_changed, state))
        self.runner.ended.connect(self._on_ended)
        self.power.resumed.connect(self._on_resumed)
        self.live_settings.changed.connect(self._on_settings)
        self.live_settings.error_changed.connect(lambda _error: self.model.apply(self._settings_into))
        self.store_service.changed.connect(self._on_snapshot)
        self.store_service.edited.connect(self._push_edits)
        self.work.failed.connect(self.fail)
        self.faults.seen.connect(self.note_fault)
        self.neighbours.import_wanted.connect(self._start_as_told)

    def start(self) -> None:
        """Begin to keep the schedule."""
        self.note_fault()  # of what ended the program last time
        # What a process that is no more left under way was interrupted; said before the schedule looks.
        self.work.run(lambda: close_dead_runs(self.profile, self.clock))
        self.scheduler.start()
        self.power.start()
        self.summarise()
        self._watch_folder()
        self._ask_daily()
        self.neighbours.follow_settings()
        self._listen_to_hub()

    # -- what a person wants -----------------------------------------------------------------------

    def start_import(self, request: ImportRequest) -> None:
        """Begin an import; does nothing while one runs."""
        summary = self.model.state.summary
        if not self.runner.active:
            self._first = summary is not None and not summary.problem and summary.candles == 0
        self.runner.start(request)

    def pause(self, paused: bool) -> None:
        """Pause the schedule, or let it go on."""
        try:
            self.live_settings.set("schedule_enabled", False if paused else None)
            self.model.apply(app_state.went_well)
        except OhlcError as error:
            self.fail(error)

    def check_updates(self) -> None:
        """Ask for the newest version, now."""
        self._update_checker().ask(self.settings().releases_url)

    def forget_snapshot(self) -> None:
        """Let the look at the store go, for nobody looks at it any more."""
        self.store_service.forget()
        self.model.apply(app_state.snapshot_forgotten)

    def forget_faults(self) -> None:
        """Somebody has read about the faults: they are not told any more."""
        self.model.apply(app_state.fault_read)

    # -- what happens ------------------------------------------------------------------------------

    def fail(self, error: OhlcError) -> None:
        """Something went wrong in the background."""
        _log.error("%s", error)
        if isinstance(error, UnexpectedFault):
            self.note_fault(shown(error.title))
        else:
            self.model.apply(app_state.failed, error)

    def note_fault(self, fault: str = "") -> None:
        """A fault was logged, or may have left a report."""
        self.model.apply(app_state.fault_noted, fault, self.faults.reports() if self._interactive else ())

    def summarise(self) -> None:
        """Read how complete the watchlist is, where a person is there to look."""
        if self._interactive:
            self.store_service.read_summary(self._on_summary)

    def _on_summary(self, summary: WatchlistSummary) -> None:
        self.model.apply(app_state.summary_read, summary)

    def _start_due(self, start: Start) -> None:
        if not self._stopped:
            self.start_import(start.request)

    def _start_as_told(self, request: ImportRequest) -> None:
        """Another machine has imported what is due here, too."""
        if not self._stopped and not self.runner.active:
            self.start_import(request)

    def _on_ended(self, state: ImportState) -> None:
        """The ledger has the result: decide what is next, and look at what is stored."""
        self.model.apply(app_state.import_changed, state)
        self.note_fault()  # should it have died
        self._ended = state
        self.scheduler.import_ended(state)

    def _on_decided(self, schedule: ScheduleStatus) -> None:
        self.model.apply(app_state.schedule_decided, schedule)
        self.summarise()
        ended, self._ended = self._ended, None
        if ended is not None:
            self.import_settled.emit(ended, self._first)
            self.neighbours.look_again()
            self._look_at_hub()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        before = self.model.state
        self.model.apply(app_state.store_read, snapshot)
        after = self.model.state
        if after.watched != before.watched:
            self.summarise()
        if before.store and after.store != before.store:
            self.scheduler.look("a backup was put back")

    def _on_resumed(self, why: str) -> None:
        _log.info("Looking at the schedule again: %s.", why)
        self.scheduler.look(why)

    def _on_settings(self, settings: Settings) -> None:
        feeds = active_feeds(self.profile.demo, settings.feeds)
        self.feed = feeds.order[0]
        self.network.set_feeds(_asked(settings, feeds))
        self.model.apply(self._settings_into)
        self.scheduler.look("settings")
        self.summarise()
        self._watch_folder()
        self._ask_daily()
        self.neighbours.follow_settings()
        self._listen_to_hub()

    def _ask_daily(self) -> None:
        """Ask for newer versions once a day where the settings say so; else nothing of it is loaded."""
        wanted = self._interactive and self.settings().update_check
        if wanted or self._updates is not None:
            self._update_checker().ask_daily(self.settings().releases_url if wanted else "")

    def _update_checker(self) -> UpdateChecker:
        if self._updates is None:
            from ohlc_desktop.services.health.update_checker import UpdateChecker

            self._updates = UpdateChecker(self)
            self._updates.changed.connect(lambda state: self.model.apply(app_state.updates_told, state))
        return self._updates

    def _listen_to_hub(self) -> None:
        """Listen to the hub of the settings; without one nothing of it is loaded."""
        if self._hub is None and self.settings().hub_url:
            from ohlc_desktop.services.hub.hub_following import HubFollowing

            self._hub = HubFollowing(self.profile, self.settings, self.work, lambda: self.runner.active, self)
            self._hub.changed.connect(lambda health: self.model.apply(app_state.hub_heard, health))
            self._hub.wanted.connect(self._follow_hub)
        if self._hub is not None:
            self._hub.set_up()

    def _look_at_hub(self) -> None:
        if self._hub is not None:
            self._hub.look()

    def _push_edits(self) -> None:
        """Tell the hub of what a person changed, where this machine fills one, and no other does, as its indicator tells."""
        hub = self.model.state.hub
        led = hub is not None and hub.state is not None and hub.state.leader
        if self._stopped or led or not self.settings().pushes:
            return
        if self._pushing is None:
            from ohlc_desktop.services.hub.hub_pushing import HubPushing

            self._pushing = HubPushing(self.profile, self.settings, self)
            self._pushing.pushed.connect(lambda error: self.model.apply(app_state.push_ended, error))
        self._pushing.push()

    def _follow_hub(self) -> None:
        if not self._stopped:
            self.start_import(ImportRequest(Trigger.HUB))

    def _watch_folder(self) -> None:
        """Watch the folder of the settings; without one nothing of it is loaded."""
        folder = self.settings().watched_folder
        if self._folder is None and folder:
            from ohlc_desktop.services.file_intake.file_queue import FileExaminer, FileIngester
            from ohlc_desktop.services.file_intake.watched_folder import WatchedFolder

            files = FileExaminer(self.profile, self), FileIngester(self.profile, self)
            self._folder = WatchedFolder(self.profile, *files, self)
            self._folder.changed.connect(lambda state: self.model.apply(app_state.folder_looked_into, state))
            self._folder.stored.connect(self.note_stored)
        if self._folder is not None:
            self._folder.watch(folder)

    def note_stored(self) -> None:
        """Candles of files were stored: whoever looks sees them."""
        if self.store_service.snapshot is not None:
            self.store_service.refresh()
        self.summarise()

    def file_taken(self, path: str) -> None:
        """A file that may wait in the watched folder was answered and taken in."""
        if self._folder is not None:
            self._folder.forget(path)

    def _settings_into(self, state: AppState) -> AppState:
        forced = self.live_settings.forced_by("schedule_enabled") is not None
        return app_state.settings_read(state, self.live_settings.current, self.live_settings.error, forced)

    # -- ending ------------------------------------------------------------------------------------

    def let_go(self) -> None:
        """Start nothing more, and ask what runs to end."""
        self._stopped = True
        if self._folder is not None:
            self._folder.stop()
        if self._updates is not None:
            self._updates.stop()
        if self._hub is not None:
            self._hub.stop()
        if self._pushing is not None:
            self._pushing.stop()
        self.runner.let_go()
        self.store_service.stop()
        self.scheduler.stop()
        self.power.stop()
        self.network.stop()
        self.neighbours.stop()

    def stop(self, seconds: float) -> None:
        """End everything; an import that still runs after so many seconds is killed."""
        self.runner.stop(max(seconds, 0.1))
        self.work.stop()
        self.faults.stop()


def _asked(settings: Settings, feeds: ActiveFeeds) -> tuple[FeedSpec, ...]:
    """Whom an import may ask, the hub that is followed first."""
    return (hub_at(settings.hub_url), *feeds.order) if settings.follows else feeds.order
