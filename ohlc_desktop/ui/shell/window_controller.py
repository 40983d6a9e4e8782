"""The window with its pages, connected to the services that fill them. Made when the window is first opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.importing.state import ImportState, SeriesKey
from ohlc_desktop.diagnostics.report_files import Report
from ohlc_desktop.profile import Profile
from ohlc_desktop.redis_share.status import RedisStatus, failing, probe
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health.health_monitor import HealthMonitor
from ohlc_desktop.services.health.network import Network
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.sources.registry import feed_of
from ohlc_desktop.ui.shell.problems import Action, Situation, problems
from ohlc_desktop.ui.shell.window import MainWindow, Page


@dataclass(frozen=True, slots=True)
class Services:
    """What the window is filled from."""

    profile: Profile
    clock: Clock
    live: LiveSettings
    library: StoreService
    network: Network
    memory: QSettings


class WindowController(QObject):
    """The window, filled.

    Attributes:
        window: The window.
        repair_wanted: Ask again for what is missing: instruments (list) and timeframes (list).
        chart_wanted: Open the chart of an instrument and timeframe.
        resume_wanted: Let the schedule go on.
        failed: An :class:`OhlcError`: something could not be read.
        log_opened: The log was opened because of a fault.
        report_wanted: Show the reports of faults.
    """

    repair_wanted = Signal(list, list)
    chart_wanted = Signal(str, str)
    resume_wanted = Signal()
    failed = Signal(object)
    log_opened = Signal()
    report_wanted = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._finished: frozenset[SeriesKey] = frozenset()
        self._question: QMessageBox | None = None
        self._question_of_import = False
        self._redis, self._logs = BackgroundWorker("redis-test", self), BackgroundWorker("log", self)
        self._logs.failed.connect(self.failed)
        profile = services.profile
        makers = {
            Page.COVERAGE: self._make_coverage, Page.HISTORY: self._make_history, Page.WATCHLIST: self._make_watchlist,
            Page.LOG: self._make_log, Page.SETTINGS: self._make_settings,
        }  # fmt: skip
        self.window = MainWindow(services.clock, profile.demo, makers, services.memory)
        self.probes = HealthMonitor(
            profile, services.clock, lambda: services.live.current, services.library, services.network, self
        )
        self.probes.changed.connect(self.window.show_indicators)
        services.library.changed.connect(self._on_snapshot)
        self.window.shown.connect(self._on_shown)
        self.window.refresh_wanted.connect(self.refresh)
        self.window.problem_pressed.connect(self._help)
        if services.library.snapshot is not None:
            self.window.show_snapshot(services.library.snapshot)

    # -- what is shown -----------------------------------------------------------------------------

    def show_import(self, state: ImportState) -> None:
        """Follow an import; what it has stored is read anew while somebody looks."""
        self.window.show_import(state)
        self.probes.show_import(state)
        if self._question is not None and self._question_of_import and not state.phase.active:
            self._question.close()  # there is nothing left to ask
        finished = frozenset(key for key, item in state.items.items() if item.state.final)
        fresh = {symbol for symbol, _ in finished - self._finished}
        self._finished = finished
        if fresh and state.phase.active and self.window.isVisible():
            self._services.library.refresh_series(fresh)

    def show_outlook(self, outlook: ScheduleStatus) -> None:
        """Show when the next import is due, or why not."""
        self.window.show_outlook(outlook)
        self.probes.show_outlook(outlook)

    def show_problems(
        self, settings: OhlcError | None, trouble: OhlcError | None, importing: ImportState, outlook: ScheduleStatus | None,
        pause_forced: bool, fault: str, reports: Sequence[Report],
    ) -> None:  # fmt: skip
        """Show in the banner what needs a person; see :class:`~ohlc_desktop.ui.shell.problems.Situation`."""
        snapshot = self._services.library.snapshot
        now = Situation(settings, trouble, snapshot, importing, outlook, pause_forced, fault, reports)
        self.window.show_problems(problems(now))

    def show_settings(self) -> None:
        """Show everything in the light of changed settings."""
        self.probes.look()
        if self._services.library.snapshot is not None:
            self.window.show_snapshot(self._services.library.snapshot)

    def refresh(self) -> None:
        """Read everything anew, if somebody looks; else when the window is shown again."""
        if self.window.isVisible():
            self._services.library.refresh()

    def show_reports(self, reports: Sequence[Report], closed: Callable[[], None]) -> None:
        """Open the dialog that shows the reports of faults."""
        from ohlc_desktop.ui.shell.report_dialog import ReportDialog

        dialog = ReportDialog(reports, self.window)
        dialog.finished.connect(closed)
        dialog.open()

    def open_settings(self) -> None:
        """Bring the settings to the front."""
        self.window.open_page(Page.SETTINGS)

    def show_again(self, page: Page) -> None:
        """Show the window as it was before the language was changed, on this page."""
        self.window.open_page(page)
        self.window.bring_up()
        if page is Page.SETTINGS:
            from ohlc_desktop.ui.settings.page import SettingsPage

            settings = self.window.page(page)
            assert isinstance(settings, SettingsPage)
            settings.bring_up("language")

    def close(self) -> None:
        """Let go of everything."""
        self.probes.stop()
        self._redis.stop()
        self._logs.stop()
        if self._question is not None:
            self._question.close()
        self.window.hide()
        self.window.deleteLater()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self.window.show_snapshot(snapshot)
        self.probes.show_snapshot(snapshot)

    def _on_shown(self, visible: bool) -> None:
        if visible:
            self._services.library.refresh()
        self.probes.set_active(visible)

    # -- pages -------------------------------------------------------------------------------------

    # (each imports what it needs, so that the window opens before the pages nobody has asked for are loaded)

    def _make_coverage(self) -> QWidget:
        from ohlc_desktop.ui.coverage.model import forget_texts
        from ohlc_desktop.ui.coverage.page import CoveragePage

        forget_texts()  # those of a page before may be in another language
        page = CoveragePage(
            self._services.clock, lambda: self._services.live.current, feed_of(self._services.profile.demo)
        )
        page.repair_wanted.connect(self.repair_wanted)
        page.chart_wanted.connect(self.chart_wanted)
        page.import_wanted.connect(self.window.import_wanted)
        library = self._services.library
        page.known_wanted.connect(
            lambda symbol, timeframe: library.known(symbol, timeframe, partial(page.show_known, symbol, timeframe))
        )
        return page

    def _make_history(self) -> QWidget:
        from ohlc_desktop.ui.history.page import HistoryPage

        page = HistoryPage()
        library = self._services.library

        def failed(run: int, error: OhlcError) -> None:
            page.show_items(run, [])
            self.failed.emit(error)

        page.items_wanted.connect(
            lambda run: library.items(run, lambda items: page.show_items(run, items), lambda error: failed(run, error))
        )
        page.show_series.connect(self._show_series)
        return page

    def _show_series(self, symbol: str, timeframe: str) -> None:
        from ohlc_desktop.ui.coverage.page import CoveragePage

        self.window.open_page(Page.COVERAGE)
        page = self.window.page(Page.COVERAGE)
        assert isinstance(page, CoveragePage)
        page.select(symbol, timeframe)

    def _make_watchlist(self) -> QWidget:
        from ohlc_desktop.ui.watchlist.page import WatchlistPage

        page = WatchlistPage(feed_of(self._services.profile.demo))
        library = self._services.library
        page.watch_wanted.connect(lambda symbols, removed: library.watch(symbols, removed, failed=page.show_refused))
        page.resolve_wanted.connect(lambda text: library.resolve(text, page.show_resolved))
        page.catalogue_wanted.connect(lambda: library.catalogue(page.set_catalogue))
        return page

    def _make_log(self) -> QWidget:
        from ohlc_desktop.ui.log.page import LogPage

        return LogPage(self._services.profile.logs, self._logs)

    def _make_settings(self) -> QWidget:
        from ohlc_desktop import platform
        from ohlc_desktop.ui.settings.page import SettingsPage

        profile = self._services.profile
        return SettingsPage(self._services.live, platform.current().autostart(profile), profile, self._test_redis)

    def _test_redis(self, url: str, done: Callable[[RedisStatus], None]) -> None:
        self._redis.run(lambda: probe(url), done, lambda error: done(failing(error, url)))

    # -- helping -----------------------------------------------------------------------------------

    def _help(self, action: str) -> None:
        """Do what the banner's button says."""
        match action:
            case Action.IMPORT:
                self.window.import_wanted.emit()
            case Action.REFRESH:
                self.refresh()
            case Action.SETTINGS:
                self.open_settings()
            case Action.WATCHLIST:
                self.window.open_page(Page.WATCHLIST)
            case Action.LOG:
                self.window.open_page(Page.LOG)
                self.log_opened.emit()
            case Action.REPORT:
                self.report_wanted.emit()
            case Action.RESUME:
                self.resume_wanted.emit()

    # -- asking ------------------------------------------------------------------------------------

    def ask_quit(self, quit_now: Callable[[], None]) -> None:
        """Quit during an import? What was answered stays stored either way."""
        box = self._ask(
            self.tr("An import is running. Quit all the same?"),
            self.tr("It is cancelled: what was answered stays stored, and the next import asks for the rest."),
        )
        self._question_of_import = True
        quitting = box.addButton(self.tr("&Quit"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(self.tr("&Go on importing"), QMessageBox.ButtonRole.RejectRole))
        self._open(box, {quitting: quit_now})

    def ask_close(self, quit_now: Callable[[], None]) -> None:
        """Close the only window, without a tray icon to come back to?"""
        box = self._ask(
            self.tr("Quit, or keep importing in the background?"),
            self.tr(
                "This desktop has no tray, so there would be no icon to open the window again: start OHLC Desktop"
                " once more to see it."
            ),
        )
        quitting = box.addButton(self.tr("&Quit"), QMessageBox.ButtonRole.DestructiveRole)
        hiding = box.addButton(self.tr("&Keep running"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(hiding)
        self._open(box, {quitting: quit_now, hiding: self.window.hide})

    def _ask(self, question: str, meaning: str) -> QMessageBox:
        if self._question is not None:
            self._question.close()
        self._question = box = QMessageBox(QMessageBox.Icon.Question, self.window.windowTitle(), question)
        box.setParent(self.window, box.windowFlags())
        box.setInformativeText(meaning)
        self._question_of_import = False
        box.finished.connect(self._answered)
        return box

    def _open(self, box: QMessageBox, answers: dict[QPushButton, Callable[[], object]]) -> None:
        for button, action in answers.items():
            button.clicked.connect(action)
        box.open()

    def _answered(self) -> None:
        box, self._question = self._question, None
        if box is not None:
            box.deleteLater()
