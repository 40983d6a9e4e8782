"""The tray process: composition root. The one file that knows every service and every window.

The tray icon is put up before anything heavy is loaded; then come the scheduler and the store, and the window
when it is wanted. Everything is connected here, with signals, and nowhere else.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ohlc_desktop.core.clock import Clock, SystemClock
from ohlc_desktop.core.errors import OhlcError, UnexpectedFault, UsageError
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.messages import Message
from ohlc_desktop.diagnostics.logs import start_logging
from ohlc_desktop.diagnostics.redaction import hide, secrets_of
from ohlc_desktop.platform.single_instance import SingleInstance
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.i18n.languages import Languages
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.services.memory import forget_sources, forget_windows
from ohlc_desktop.sources.registry import feed_of
from ohlc_desktop.ui.tray.icon import Tray
from ohlc_desktop.ui.widgets.theme import apply_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from ohlc_desktop.core.schedule.policy import Start
    from ohlc_desktop.core.settings import Settings
    from ohlc_desktop.diagnostics.report_files import Report
    from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
    from ohlc_desktop.services.store_access.snapshot import Snapshot
    from ohlc_desktop.store.watchlist_summary import WatchlistSummary
    from ohlc_desktop.ui.shell.window import MainWindow
    from ohlc_desktop.ui.shell.window_controller import WindowController
    from ohlc_desktop.ui.tray.notifications import Notification

_log = logging.getLogger(__name__)

#: A tray that starts after us, as at login, gets this long before the window is opened instead.
TRAY_MS = 5_000
#: A window that was closed is forgotten after so long.
FORGET_MS = 300_000
#: A cancelled import that has not ended after so many seconds is killed.
LAST_SECONDS = 1.6
#: Kept beside the window's size: the user knows that closing it leaves the tray icon.
_TOLD = "told-about-tray"


def run(profile: Profile, hidden: bool) -> int:
    """Run the tray app until the user quits; returns the exit code.

    Args:
        profile: Whose data.
        hidden: Open no window, as at login.

    Raises:
        UsageError: there is no display.
        ProfileError: the data folder cannot be used.
    """
    application = make_application()
    create(profile)
    instance = SingleInstance(profile.folder)
    if not instance.claim():
        return _already_running(instance)
    app = App(application, profile, SystemClock(), hidden)
    instance.show_wanted.connect(app.open_window)
    try:
        return application.exec()
    finally:
        app.close()
        instance.release()


def make_application() -> QApplication:
    """The Qt application on a display that works.

    Raises:
        UsageError: there is none.
    """
    asked = os.environ.get("QT_QPA_PLATFORM")
    if not asked and sys.platform.startswith("linux"):
        # With a last resort in the list, Qt does not abort where no display answers.
        wayland = "wayland;" if os.environ.get("WAYLAND_DISPLAY") else ""
        os.environ["QT_QPA_PLATFORM"] = f"{wayland}xcb;offscreen"
    application = QApplication.instance() or _new_application()
    assert isinstance(application, QApplication)
    if not asked and application.platformName() == "offscreen":
        raise UsageError(
            "The display cannot be used.", "Nothing was started; stored candles are as they were.",
            "Import once with: ohlc-desktop import. Keep the daily schedule without a screen with: ohlc-desktop run",
        )  # fmt: skip
    application.setApplicationName("ohlc-desktop")
    application.setDesktopFileName("ohlc-desktop")
    application.setQuitOnLastWindowClosed(False)
    application.setQuitLockEnabled(False)
    return application


def _new_application() -> QApplication:
    if sys.platform == "win32":
        from ohlc_desktop.platform.windows import claim_identity

        claim_identity()
    if sys.platform == "darwin":
        from ohlc_desktop.platform.macos import Application

        return Application(["ohlc-desktop"])
    return QApplication(["ohlc-desktop"])


def _already_running(instance: SingleInstance) -> int:
    holder = instance.holder
    if holder is not None and holder.answered and holder.role != "run":
        sys.stderr.write("OHLC Desktop is already running with this data folder; its window was opened.\n")
        return 0
    who = f"process {holder.pid}" if holder and holder.pid else "another process"
    does = "without a screen (ohlc-desktop run)" if holder and holder.role == "run" else "and does not answer"
    sys.stderr.write(
        f"OHLC Desktop already runs with this data folder: {who}, {does}.\n"
        "Nothing was started; its schedule goes on.\nEnd that process, then start again.\n"
    )
    return 4


class App(QObject):
    """One tray app, from its icon to its end: services and windows, connected."""

    def __init__(self, application: QApplication, profile: Profile, clock: Clock, hidden: bool) -> None:
        super().__init__()
        self._application, self._profile, self._clock, self._hidden = application, profile, clock, hidden
        self._begun = self._closed = self._quitting = False
        self._desk: WindowController | None = None
        self._memory: QSettings | None = None
        self._fault = ""  # one line about the newest fault of ours
        self._reports: list[Report] = []  # of faults, not shown yet
        self._trouble: OhlcError | None = None
        self._unreadable = ""  # why the database could not be glanced at
        self._first = False  # nothing was ever imported
        self._store = ""  # names what is stored
        self._watched: frozenset[str] = frozenset()  # symbols, as the window last saw them
        self._ended: ImportState | None = None
        self.live = LiveSettings(profile, parent=self)
        start_logging(profile, self.live.current.log_level, logging.CRITICAL + 1, self._mask, shared=True)
        apply_theme(application, self.live.current.theme)
        self.languages = Languages(self)
        self.languages.speak(self.live.current.language)
        self.tray = Tray(profile.demo, charts_available=True, parent=self)
        self.tray.show()
        QTimer.singleShot(0, self, self._begin)

    def _mask(self, text: str) -> str:
        return hide(text, *secrets_of(self.live.current))

    # -- beginning ---------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Load the services; the icon is already there."""
        if self._closed:
            return
        _log.info("The tray icon is up (process %d).", os.getpid())
        from ohlc_desktop.services.health.faults import Faults

        self.faults = Faults(self._profile, self._mask, self._clock, self)
        self.faults.listen()
        from ohlc_desktop.platform.power import PowerWatch
        from ohlc_desktop.platform.unix_signals import QuitSignals
        from ohlc_desktop.services.background_worker import BackgroundWorker
        from ohlc_desktop.services.health.network import Network
        from ohlc_desktop.services.importing.import_runner import ImportRunner
        from ohlc_desktop.services.scheduling.scheduler import Scheduler
        from ohlc_desktop.services.store_access.store_service import StoreService
        from ohlc_desktop.ui.shell.chart_launcher import ChartLauncher
        from ohlc_desktop.ui.tray.notifications import Notices

        profile, clock = self._profile, self._clock
        self.signals = QuitSignals(self)
        self.work = BackgroundWorker("store", self)
        feed = feed_of(profile.demo)
        self.network = Network(feed, parent=self)
        self.power = PowerWatch(clock, parent=self)
        self.runner = ImportRunner(
            profile, clock, self, mask=self._mask, request_limit=lambda: self.live.current.request_timeout
        )
        self.library = StoreService(profile, clock, self.work, self._settings, self)
        self.scheduler = Scheduler(
            profile, clock, self._settings, self.work, self.network, lambda: self.runner.active,
            interactive=True, parent=self,
        )  # fmt: skip
        self.charts = ChartLauncher(profile, clock, self._settings, self.library, self._window_memory, self)
        self.notices = Notices(feed, self.live.current.quiet)
        self._forgetting = QTimer(self, singleShot=True, interval=FORGET_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._forgetting.timeout.connect(self._forget_window)
        self._begun = True
        self._connect()
        self._start()

    def _settings(self) -> Settings:
        return self.live.current

    def _connect(self) -> None:
        """Who hears whom."""
        wires: list[tuple[object, Callable[..., object]]] = [
            (self.scheduler.start_wanted, self._start_due),
            (self.scheduler.decided, self._on_outlook),
            (self.scheduler.stuck, self._on_stuck),
            (self.runner.changed, self._on_import),
            (self.runner.ended, self._on_ended),
            (self.power.resumed, self._on_resumed),
            (self.live.changed, self._on_settings),
            (self.live.error_changed, lambda _error: self._show_problems()),
            (self.library.changed, self._on_snapshot),
            (self.work.failed, self._on_failure),
            (self.faults.seen, self._on_fault),
            (self.signals.quit_wanted, self._quit_now),
            (self.tray.open_window, self.open_window),
            (self.tray.import_wanted, self.import_now),
            (self.tray.cancel_wanted, self.runner.cancel),
            (self.tray.pause_wanted, self._pause),
            (self.tray.settings_wanted, self._open_settings),
            (self.tray.charts_wanted, self.charts.open_last),
            (self.charts.import_wanted, self.import_now),
            (self.charts.repair_wanted, self.repair),
            (self.charts.failed, self._on_charts_failure),
            (self.charts.emptied, self._on_windows_gone),
            (self.live.changed, self.charts.show_settings),
            (self.tray.quit_wanted, self.quit),
        ]
        for signal, slot in wires:
            signal.connect(slot)  # type: ignore[attr-defined]
        self._application.aboutToQuit.connect(self.close)
        if sys.platform == "darwin":
            from ohlc_desktop.platform.macos import Application

            if isinstance(self._application, Application):
                self._application.quit_asked.connect(self.quit)

    def _start(self) -> None:
        forget_sources()
        gc.freeze()  # what is loaded now stays: collections need not look at it, which would take tens of ms
        self._on_settings(self.live.current)
        self._offer_reports()
        self._close_dead_runs()
        self.scheduler.start()
        self.power.start()
        self._glance()
        if not self._hidden:
            self.open_window()
        elif not self.tray.host_present():
            QTimer.singleShot(TRAY_MS, self, self._open_without_tray)

    def _close_dead_runs(self) -> None:
        """What a process that is no more left under way was interrupted; said before the schedule looks."""
        from ohlc_desktop.services.importing.runs import close_dead_runs

        profile, clock = self._profile, self._clock
        self.work.run(lambda: close_dead_runs(profile, clock))

    def _open_without_tray(self) -> None:
        """No icon to click on: the window is the only way in."""
        if not self.tray.host_present():
            _log.warning("No tray was found: the window is opened instead.")
            self.open_window()

    # -- importing ---------------------------------------------------------------------------------

    def import_now(self) -> None:
        """Import what is missing, for the whole watchlist."""
        self.runner.start("manual")

    def _start_due(self, start: Start) -> None:
        if not self._quitting:
            self.runner.start(start.trigger, start.planned)

    def repair(self, symbols: list[str], timeframes: list[str]) -> None:
        """Ask again for what is missing in these series."""
        self.runner.start("repair", symbols=symbols, timeframes=timeframes)

    def _on_import(self, state: ImportState) -> None:
        self.tray.show_import(state)
        self.charts.show_import(state)
        if self._desk is not None:
            self._desk.show_import(state)

    def _on_ended(self, state: ImportState) -> None:
        """The ledger has the result: look at it, tell the user once, and decide what is next."""
        self._reports = self.faults.reports()  # should it have died
        self._on_import(state)
        self._ended = state  # what to tell the user depends on what the schedule makes of it
        self.scheduler.import_ended(state)
        self._show_problems()
        if self._desk is not None:
            self._desk.refresh()

    def _glance(self) -> None:
        self.library.glance(self._on_glance)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if not snapshot.database.problem:
            self._trouble = None
        self._show_problems()
        watched = frozenset(instrument.symbol for instrument in snapshot.watched)
        if watched != self._watched:
            self._watched = watched
            self._glance()
        if self._store and snapshot.store not in ("", self._store):
            self.scheduler.look("a backup was put back")
        self._store = snapshot.store or self._store
        if self._desk is not None and self._desk.window.isVisible():
            QTimer.singleShot(0, self.charts, self.charts.prepare)  # not before: it would delay what is shown now

    def _on_glance(self, glance: WatchlistSummary) -> None:
        self.tray.show_glance(glance)
        self._unreadable = glance.problem
        if glance.problem:
            self._show_problems()
            return
        self._trouble = None
        self._show_problems()
        if not self.runner.active and self._ended is None:
            self._first = glance.candles == 0

    # -- what happens around us ---------------------------------------------------------------------

    def _on_outlook(self, outlook: ScheduleStatus) -> None:
        self.tray.show_outlook(outlook)
        if self._desk is not None:
            self._desk.show_outlook(outlook)
        self._show_problems()
        self._glance()
        state, self._ended = self._ended, None
        if state is not None:
            watched = self.charts.in_front or (self._desk is not None and self._desk.window.isActiveWindow())
            self._tell(self.notices.after_import(state, outlook, self._first, watched))
            self._first = False

    def _on_stuck(self, why: Message) -> None:
        outlook = self.scheduler.outlook
        if outlook is not None and outlook.decision.planned is not None:
            self._tell(self.notices.stuck(outlook.decision.planned, why))

    def _tell(self, message: Notification | None) -> None:
        if message is not None:
            self.tray.notify(message.title, message.text)

    def _on_resumed(self, why: str) -> None:
        _log.info("Looking at the schedule again: %s.", why)
        self.scheduler.look(why)

    def _on_settings(self, settings: Settings) -> None:
        apply_theme(self._application, settings.theme)
        start_logging(self._profile, settings.log_level, logging.CRITICAL + 1, self._mask, shared=True)
        self.notices.quiet = settings.quiet
        if self.languages.speak(settings.language):
            QTimer.singleShot(0, self, self._retell)  # not while the page that it was chosen on is at work
        self.tray.set_paused_forced(self.live.forced_by("schedule_enabled") is not None)
        self.scheduler.look("settings")
        self._glance()
        if self._desk is not None:
            self._desk.show_settings()
        self._show_problems()

    def _retell(self) -> None:
        """Show everything anew, in another language."""
        if self._closed:
            return
        if self._application.activeModalWidget() is not None:  # what is being typed there is not thrown away
            QTimer.singleShot(500, self, self._retell)
            return
        self.tray.retranslate()
        self.charts.retranslate()
        if self._desk is not None:
            visible, page = self._desk.window.isVisible(), self._desk.window.current_page
            self._drop_window()
            if visible:
                self._make_desk()
                self._desk.show_again(page)

    def _on_failure(self, error: OhlcError) -> None:
        """Something went wrong in the background; told until it goes well again."""
        _log.error("%s", error)
        if isinstance(error, UnexpectedFault):
            self._on_fault(str(error.title))
        else:
            self._trouble = error
            self._show_problems()

    def _on_charts_failure(self, error: OhlcError) -> None:
        """Who clicked on the tray's icon may have no window in sight to read it in."""
        self._on_failure(error)
        if isinstance(error, UnexpectedFault):
            self._tell(self.notices.no_charts(error))

    def _on_fault(self, text: str) -> None:
        self._fault, self._reports = text, self.faults.reports()
        self._show_problems()

    def _forget_fault(self) -> None:
        self._fault, self._reports = "", []
        self._show_problems()

    def _offer_reports(self) -> None:
        """Tell of what ended the program last time, and of other faults that nobody has read about."""
        self._reports = self.faults.reports()
        if self._reports:
            self._tell(self.notices.faulty(self._reports[0]))
            self._show_problems()

    def _show_reports(self) -> None:
        """Show the reports of faults, to be copied; they are not offered again."""
        if self._desk is not None:
            shown = list(self._reports)
            self._desk.show_reports(shown, lambda: self.faults.put_away(shown))
            self._forget_fault()

    def _went_well(self) -> None:
        if self._trouble is not None:
            self._trouble = None
            self._show_problems()

    def _show_problems(self) -> None:
        """Tell by the icon what keeps the app from working, and in the window's banner all that needs a person."""
        error = self.live.error or self._trouble
        self.tray.show_problem(str(error) if error else self._unreadable)
        if self._desk is not None:
            forced = self.live.forced_by("schedule_enabled") is not None
            self._desk.show_problems(
                self.live.error, self._trouble, self.runner.state, self.scheduler.outlook, forced, self._fault,
                self._reports,
            )  # fmt: skip

    def _pause(self, pause: bool) -> None:
        try:
            self.live.set("schedule_enabled", None if not pause else False)
            self._went_well()
        except OhlcError as error:
            self._on_failure(error)

    # -- the window --------------------------------------------------------------------------------

    def open_window(self) -> None:
        """Show the window in front of others."""
        if self._closed:
            return
        if self._desk is None:
            self._make_desk()
        assert self._desk is not None
        self._desk.window.bring_up()

    def _window_memory(self) -> QSettings:
        """Where windows keep their places."""
        from PySide6.QtCore import QSettings

        if self._memory is None:
            self._memory = QSettings(str(self._profile.folder / "window.ini"), QSettings.Format.IniFormat, self)
        return self._memory

    def _make_desk(self) -> None:
        from ohlc_desktop.ui.shell.window_controller import Services, WindowController
        from ohlc_desktop.ui.widgets.icons import app_icon

        self._application.setWindowIcon(app_icon())
        memory = self._window_memory()
        services = Services(self._profile, self._clock, self.live, self.library, self.network, memory)
        self._desk = desk = WindowController(services, self)
        desk.window.import_wanted.connect(self.import_now)
        desk.window.cancel_wanted.connect(self.runner.cancel)
        desk.window.close_wanted.connect(self._close_window)
        desk.window.quit_wanted.connect(self.quit)
        desk.repair_wanted.connect(self.repair)
        desk.chart_wanted.connect(self.charts.open)
        desk.resume_wanted.connect(lambda: self._pause(False))
        desk.failed.connect(self._on_failure)
        desk.log_opened.connect(self._forget_fault)
        desk.report_wanted.connect(self._show_reports)
        desk.window.shown.connect(self._on_shown)
        desk.show_import(self.runner.state)
        if self.scheduler.outlook is not None:
            desk.show_outlook(self.scheduler.outlook)
        self._show_problems()

    @property
    def window(self) -> MainWindow | None:
        """The window, once it was opened."""
        return self._desk.window if self._desk is not None else None

    def _on_shown(self, visible: bool) -> None:
        """A window that stays closed gives its memory back."""
        self._forgetting.stop() if visible else self._forgetting.start()

    def _forget_window(self) -> None:
        if self._desk is not None and not self._desk.window.isVisible():
            self._drop_window()
            self.library.forget()

    def _drop_window(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk.destroyed.connect(self._on_windows_gone, Qt.ConnectionType.QueuedConnection)
            self._desk.deleteLater()
            self._desk = None

    def _on_windows_gone(self) -> None:
        """The window, or the last chart, is gone as far as Qt knew it."""
        if self._desk is None and not self.charts.any_open:
            forget_windows()

    def _open_settings(self) -> None:
        self.open_window()
        if self._desk is not None:
            self._desk.open_settings()

    def _close_window(self) -> None:
        """Closing keeps the tray icon; where there is none, ask."""
        assert self._desk is not None
        if self.tray.host_present():
            self._desk.window.hide()
            self._tell_about_tray()
        else:
            self._desk.ask_close(self.quit)

    def _tell_about_tray(self) -> None:
        if self._memory is not None and not self._memory.value(_TOLD):
            self._memory.setValue(_TOLD, "yes")
            self.tray.notify(
                self.tr("OHLC Desktop keeps running"),
                self.tr("It imports every trading day. Its icon in the tray opens the window and quits the program."),
            )

    # -- ending ------------------------------------------------------------------------------------

    def quit(self) -> None:
        """End the program; an import that runs is asked about first."""
        if not self.runner.active:
            self._quit_now()
            return
        self.open_window()
        assert self._desk is not None
        self._desk.ask_quit(self._quit_now)

    def _quit_now(self) -> None:
        self._quitting = True
        self.close()
        self._application.exit(0)

    def close(self) -> None:
        """Stop everything, an import within two seconds; twice does no harm."""
        if self._closed:
            return
        self._closed = True
        self.tray.stop()
        if self._begun:
            began = self._clock.monotonic()
            self.runner.let_go()
            self.library.stop()
            self.charts.close()
            self.scheduler.stop()
            self.power.stop()
            self.network.stop()
            if self._desk is not None:
                self._desk.close()  # a silent Redis takes a second and a half, beside the import's
            self.runner.stop(max(LAST_SECONDS - (self._clock.monotonic() - began), 0.1))
            self.work.stop()
            self.signals.close()
            self.faults.stop()
        self.languages.silence()
