"""The window with its pages, connected to the services that fill them. Made when the window is first opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.importing.request import ImportRequest, SeriesKey
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.services.app_state import AppState, shared_lists
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.controller import Controller
from ohlc_desktop.services.health.connections import try_hub, try_redis
from ohlc_desktop.services.health.health_checks import IndicatorName
from ohlc_desktop.services.health.health_monitor import HealthMonitor
from ohlc_desktop.ui.shell.problems import Action, problems
from ohlc_desktop.ui.shell.window import MainWindow, Page

if TYPE_CHECKING:
    from ohlc_desktop.ui.file_intake.file_intake import FileIntake
    from ohlc_desktop.ui.settings.connection_row import Connection
    from ohlc_desktop.ui.settings.page import SettingsPage
    from ohlc_desktop.ui.sources.source_dialogs import SourceDialogs


class WindowController(QObject):
    """The window, filled.

    Attributes:
        window: The window.
        health: What looks after the indicators.
    """

    def __init__(
        self, controller: Controller, memory: QSettings, open_chart: Callable[..., object],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """
        Args:
            controller: The services.
            memory: Where size and place are kept.
            open_chart: Opens the chart of an instrument and timeframe (both ``str``); without the latter, any of it.
            parent: Owner.
        """
        super().__init__(parent)
        self._controller, self._open_chart = controller, open_chart
        self._finished: frozenset[SeriesKey] = frozenset()
        self._question: QMessageBox | None = None
        self._question_of_import = False
        self._settings_page: SettingsPage | None = None
        self._tests, self._logs = BackgroundWorker("connection-test", self), BackgroundWorker("log", self)
        self._logs.failed.connect(controller.fail)
        makers = {
            Page.COVERAGE: self._make_coverage, Page.HISTORY: self._make_history, Page.WATCHLIST: self._make_watchlist,
            Page.CONTRACTS: self._make_contracts, Page.LOG: self._make_log, Page.SETTINGS: self._make_settings,
        }  # fmt: skip
        profile, clock, model = controller.profile, controller.clock, controller.model
        self.window = MainWindow(clock, profile.demo, makers, memory)
        self.health = HealthMonitor(profile.demo, clock, model, controller.store_service, controller.network, self)
        model.changed.connect(self._render)
        controller.runner.ended.connect(self.refresh)
        self.window.header.import_wanted.connect(controller.start_import)
        self.window.header.cancel_wanted.connect(controller.runner.cancel)
        self.window.shown.connect(self._on_shown)
        self.window.refresh_wanted.connect(self.refresh)
        self.window.banner.pressed.connect(self._help)
        self._files: FileIntake | None = None
        self._sources: SourceDialogs | None = None
        self.window.files_dropped.connect(lambda paths: self._file_intake().open_paths(paths))
        self.window.waiting_wanted.connect(lambda: self._help(Action.FILES))
        self.window.files_wanted.connect(lambda: self._file_intake().choose())
        self._render(model.state, AppState(model.state.settings))

    # -- what is shown -----------------------------------------------------------------------------

    def _render(self, state: AppState, before: AppState) -> None:
        if state.importing is not before.importing:
            self._show_import(state.importing)
        if state.schedule is not None and state.schedule is not before.schedule:
            self.window.header.show_schedule(state.schedule)
        if state.updates is not before.updates and self._settings_page is not None:
            self._settings_page.show_updates(state.updates)
        if state.watched_folder is not before.watched_folder:
            self.window.show_folder(state.watched_folder)
        if state.hub is not before.hub or state.settings is not before.settings:
            self._show_shared(state)
        if state.indicators is not before.indicators:
            self.window.indicators.show_indicators(state.indicators)
            self._show_hub(state)
        settings_changed = state.settings is not before.settings
        if state.snapshot is not None and (settings_changed or state.snapshot is not before.snapshot):
            self.window.show_snapshot(state.snapshot)
        if not (state.importing.phase.active and before.importing.phase is state.importing.phase):
            self.window.banner.show_problems(problems(state))

    def _show_hub(self, state: AppState) -> None:
        if self._settings_page is not None:
            self._settings_page.show_hub(state.indicators.get(IndicatorName.HUB))

    def _show_shared(self, state: AppState) -> None:
        """What other machines watch, where the page was opened already."""
        page = self.window.built(Page.WATCHLIST)
        if page is not None:
            from ohlc_desktop.ui.watchlist.page import WatchlistPage

            assert isinstance(page, WatchlistPage)
            page.shared.show_lists(shared_lists(state))

    def _show_import(self, importing: ImportState) -> None:
        """Follow an import; what it has stored is read anew while somebody looks."""
        self.window.show_import(importing)
        if self._question is not None and self._question_of_import and not importing.phase.active:
            self._question.close()  # there is nothing left to ask
        finished = frozenset(key for key, item in importing.items.items() if item.state.final)
        fresh = {symbol for symbol, _ in finished - self._finished}
        self._finished = finished
        if fresh and importing.phase.active and self.window.isVisible():
            self._controller.store_service.refresh_series(fresh)

    def refresh(self) -> None:
        """Read everything anew, if somebody looks; else when the window is shown again."""
        if self.window.isVisible():
            self._controller.store_service.refresh()

    def _show_reports(self) -> None:
        """Show the reports of faults, to be copied; they are not offered again."""
        from ohlc_desktop.ui.shell.report_dialog import ReportDialog

        reports = self._controller.model.state.reports
        dialog = ReportDialog(reports, self.window)
        dialog.finished.connect(lambda: self._controller.faults.put_away(reports))
        dialog.open()
        self._controller.forget_faults()

    def show_again(self, page: Page, setting: str) -> None:
        """Show the window as it was before a setting was changed, on this page."""
        self.window.open_page(page)
        self.window.bring_up()
        if page is Page.SETTINGS:
            from ohlc_desktop.ui.settings.page import SettingsPage

            settings = self.window.page(page)
            assert isinstance(settings, SettingsPage)
            settings.bring_up(setting)

    def close(self) -> None:
        """Let go of everything; what happens until it is deleted is not shown any more."""
        self._controller.model.changed.disconnect(self._render)
        self._controller.runner.ended.disconnect(self.refresh)
        self.health.stop()
        if self._files is not None:
            self._files.close()
        if self._sources is not None:
            self._sources.close()
        self._tests.stop()
        self._logs.stop()
        if self._question is not None:
            self._question.close()
        self.window.hide()
        self.window.deleteLater()

    def _on_shown(self, visible: bool) -> None:
        if visible:
            self._controller.store_service.refresh()
        self.health.set_active(visible)

    # -- pages -------------------------------------------------------------------------------------

    # (each imports what it needs, so that the window opens before the pages nobody has asked for are loaded)

    def _make_coverage(self) -> QWidget:
        from ohlc_desktop.ui.coverage.cells import forget_texts
        from ohlc_desktop.ui.coverage.page import CoveragePage

        forget_texts()  # those of a page before may be in another language
        controller, store_service = self._controller, self._controller.store_service
        page = CoveragePage(controller.clock, controller.settings, controller.feed)
        page.chart_wanted.connect(self._open_chart)
        page.import_wanted.connect(controller.start_import)
        page.known_wanted.connect(
            lambda symbol, timeframe: store_service.known(
                symbol, timeframe, partial(page.show_known, symbol, timeframe)
            )
        )
        page.witness_wanted.connect(
            lambda instrument, timeframe: store_service.witness(
                instrument, timeframe, partial(page.show_witness, instrument.symbol, timeframe)
            )
        )
        page.sessions_wanted.connect(
            lambda instrument, timeframe: self._source_dialogs().show_sessions(
                self.window, instrument, TIMEFRAMES[timeframe]
            )
        )
        page.order_wanted.connect(lambda: self._source_dialogs().show_order(self.window))
        return page

    def _make_history(self) -> QWidget:
        from ohlc_desktop.ui.history.page import HistoryPage

        page = HistoryPage()
        store_service = self._controller.store_service

        def failed(run: int, error: OhlcError) -> None:
            page.show_items(run, [])
            self._controller.fail(error)

        page.items_wanted.connect(
            lambda run: store_service.items(
                run, lambda items: page.show_items(run, items), lambda error: failed(run, error)
            )
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

        page = WatchlistPage(self._controller.feed)
        page.shared.show_lists(shared_lists(self._controller.model.state))
        store_service = self._controller.store_service
        page.watch_wanted.connect(
            lambda symbols, removed: store_service.watch(symbols, removed, failed=page.show_refused)
        )
        page.resolve_wanted.connect(lambda text: store_service.resolve(text, page.show_resolved))
        page.catalogue_wanted.connect(lambda: store_service.catalogue(page.set_catalogue))
        page.chart_wanted.connect(self._open_chart)
        return page

    def _make_contracts(self) -> QWidget:
        from ohlc_desktop.ui.contracts.page import ContractsPage

        page = ContractsPage(self._controller.clock)
        page.reading_wanted.connect(
            lambda: self._controller.store_service.contracts(page.show_contracts, page.show_failure)
        )
        page.chart_wanted.connect(self._open_chart)
        return page

    def _make_log(self) -> QWidget:
        from ohlc_desktop.ui.log.page import LogPage

        return LogPage(self._controller.profile.logs, self._logs)

    def _make_settings(self) -> QWidget:
        from ohlc_desktop import platform
        from ohlc_desktop.ui.settings.feeds_editor import find_feeds
        from ohlc_desktop.ui.settings.page import SettingsPage

        profile = self._controller.profile
        page = SettingsPage(
            self._controller.live_settings,
            platform.current().autostart(profile),
            profile,
            self._test_connection,
            self._controller.clock,
            find_feeds=lambda done: self._controller.work.run(find_feeds, done),
        )
        page.newest_wanted.connect(self._controller.check_updates)
        self._settings_page = page
        page.show_updates(self._controller.model.state.updates)
        self._show_hub(self._controller.model.state)
        return page

    def _test_connection(self, key: str, url: str, done: Callable[[Connection], None]) -> None:
        """Try the address in a setting, off the GUI thread."""
        from ohlc_desktop.ui.settings.connection_row import Connection

        test = try_hub if key == "hub_url" else try_redis
        self._tests.run(
            partial(test, url),
            lambda found: done(Connection(*found)),
            lambda error: done(Connection(False, error.text)),
        )

    # -- helping -----------------------------------------------------------------------------------

    def _help(self, action: str) -> None:
        """Do what the banner's button says."""
        match action:
            case Action.IMPORT:
                self._controller.start_import(ImportRequest())
            case Action.REFRESH:
                self.refresh()
            case Action.SETTINGS:
                self.window.open_page(Page.SETTINGS)
            case Action.WATCHLIST:
                self.window.open_page(Page.WATCHLIST)
            case Action.LOG:
                self.window.open_page(Page.LOG)
                self._controller.forget_faults()
            case Action.REPORT:
                self._show_reports()
            case Action.RESUME:
                self._controller.pause(False)
            case Action.FILES:
                self._file_intake().open_waiting(self._controller.model.state.watched_folder.waiting)

    def _file_intake(self) -> FileIntake:
        """The way of files into the store, made when it is first wanted."""
        if self._files is None:
            from ohlc_desktop.ui.file_intake.file_intake import FileIntake

            self._files = FileIntake(self._controller.profile, self.window, self)
            self._files.stored.connect(self._controller.note_stored)
            self._files.answered.connect(self._controller.file_taken)
        return self._files

    def _source_dialogs(self) -> SourceDialogs:
        """The dialogs of sources, made when one is first wanted."""
        if self._sources is None:
            from ohlc_desktop.ui.sources.source_dialogs import SourceDialogs

            self._sources = SourceDialogs(self._controller.profile, self._controller.clock, self)
            self._sources.changed.connect(self._controller.note_stored)
            self._sources.changed.connect(self._controller.store_service.edited)
        return self._sources

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
        box.defaultButton().setFocus()  # a window that was shown just now would have given it to the first

    def _answered(self) -> None:
        box, self._question = self._question, None
        if box is not None:
            box.deleteLater()
