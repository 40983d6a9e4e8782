"""The tray icon and every window of the tray app over one controller: shows the application state, takes wishes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ohlc_desktop.core.errors import OhlcError, UnexpectedFault
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.messages import Message
from ohlc_desktop.services.app_state import AppState
from ohlc_desktop.services.controller import Controller
from ohlc_desktop.services.i18n import zones
from ohlc_desktop.services.i18n.languages import Languages
from ohlc_desktop.services.memory import forget_windows
from ohlc_desktop.ui.shell.chart_launcher import ChartLauncher
from ohlc_desktop.ui.shell.window import MainWindow, Page
from ohlc_desktop.ui.shell.window_controller import WindowController
from ohlc_desktop.ui.tray.icon import Tray
from ohlc_desktop.ui.tray.notifications import Notices, Notification
from ohlc_desktop.ui.widgets.icons import app_icon
from ohlc_desktop.ui.widgets.theme import apply_theme

#: A window that was closed is forgotten after so long.
FORGET_MS = 300_000
#: While a dialog is open, a changed language or feed waits so long.
RETRANSLATE_MS = 500
#: Kept beside the window's size: the user knows that closing it leaves the tray icon.
_TOLD = "told-about-tray"


class Shell(QObject):
    """What a person sees of the program, connected to what it does.

    Attributes:
        tray: The icon.
        charts: The way to the charts.
    """

    def __init__(
        self, application: QApplication, controller: Controller, tray: Tray, languages: Languages,
        quit_now: Callable[[], None], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._application, self._controller, self._languages = application, controller, languages
        self._quit_now = quit_now
        self._closed = False
        self._main: WindowController | None = None
        self.tray = tray
        self.charts = ChartLauncher(controller, lambda: self._memory, self)
        self._notices = Notices(controller.feed, controller.live_settings.current.quiet)
        self._forgetting = QTimer(self, singleShot=True, interval=FORGET_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._forgetting.timeout.connect(self._forget_window)
        self._connect()
        self.tray.show_state(controller.model.state)

    def _connect(self) -> None:
        controller, tray = self._controller, self.tray
        controller.model.changed.connect(self._render)
        controller.import_settled.connect(self._on_settled)
        controller.scheduler.stuck.connect(self._on_stuck)
        controller.store_service.changed.connect(self._prepare_charts)
        tray.open_window.connect(self.open_window)
        tray.import_wanted.connect(controller.start_import)
        tray.cancel_wanted.connect(controller.runner.cancel)
        tray.pause_wanted.connect(controller.pause)
        tray.settings_wanted.connect(self._open_settings)
        tray.charts_wanted.connect(self.charts.open_last)
        tray.workspace_wanted.connect(self.charts.open_workspace)
        tray.offer_workspaces(self.charts.workspaces)
        tray.quit_wanted.connect(self.quit)
        self._application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.charts.failed.connect(self._on_charts_failure)
        self.charts.emptied.connect(self._on_windows_gone)

    # -- what happens ------------------------------------------------------------------------------

    def _render(self, state: AppState, before: AppState) -> None:
        if state.settings is not before.settings:
            self._on_settings(state)
        waiting = len(state.watched_folder.waiting)
        if waiting > len(before.watched_folder.waiting) and not self._in_front:
            self._notify(self._notices.files_waiting(waiting))
        newest = state.updates.newest
        if newest is not None and state.updates.newer and newest != before.updates.newest and not self._in_front:
            self._notify(self._notices.newer_version(newest))
        self.tray.show_state(state)

    def _on_settings(self, state: AppState) -> None:
        zones.choose(state.settings.time_zone)
        apply_theme(self._application, state.settings.theme)
        self._notices.quiet = state.settings.quiet
        if self._languages.speak(state.settings.language):
            self._make_anew("language")
        elif self._notices.feed != self._controller.feed:
            self._notices.feed = self._controller.feed
            self._make_anew("feeds")

    def _make_anew(self, setting: str) -> None:
        """Show everything as a setting has it, once the page that it was chosen on is not at work."""
        QTimer.singleShot(0, self, partial(self._show_anew, setting))

    def _follow_system(self) -> None:
        """The system turned light or dark, or we did."""
        apply_theme(self._application, self._controller.model.state.settings.theme)

    def _show_anew(self, setting: str) -> None:
        """Make tray, charts and window anew: in another language, or with the name of another feed."""
        if self._closed:
            return
        if self._application.activeModalWidget() is not None:  # what is being typed there is not thrown away
            QTimer.singleShot(RETRANSLATE_MS, self, partial(self._show_anew, setting))
            return
        self.tray.retranslate()
        self.charts.retranslate()
        if self._main is not None:
            visible, page = self._main.window.isVisible(), self._main.window.current_page
            self._drop_window()
            if visible:
                self._made().show_again(page, setting)

    def _on_settled(self, ended: ImportState, first: bool) -> None:
        watched = self.charts.in_front or self._in_front
        self._notify(self._notices.after_import(ended, self._controller.scheduler.status, first, watched))

    def _on_stuck(self, why: Message) -> None:
        schedule = self._controller.scheduler.status
        if schedule is not None and schedule.decision.planned is not None:
            self._notify(self._notices.stuck(schedule.decision.planned, why))

    def notify_of_reports(self) -> None:
        """Tell of what ended the program last time, and of other faults that nobody has read about."""
        if reports := self._controller.model.state.reports:
            self._notify(self._notices.faulty(reports[0]))

    def _on_charts_failure(self, error: OhlcError) -> None:
        """Who clicked on the tray's icon may have no window in sight to read it in."""
        self._controller.fail(error)
        if isinstance(error, UnexpectedFault):
            self._notify(self._notices.no_charts(error))

    def _notify(self, message: Notification | None) -> None:
        if message is not None:
            self.tray.notify(message.title, message.text)

    def _prepare_charts(self) -> None:
        if self._main is not None and self._main.window.isVisible():
            QTimer.singleShot(0, self.charts, self.charts.prepare)  # not before: it would delay what is shown now

    # -- the window --------------------------------------------------------------------------------

    @property
    def _in_front(self) -> bool:
        """Whether the user looks at the window."""
        return self._main is not None and self._main.window.isActiveWindow()

    @property
    def window(self) -> MainWindow | None:
        """The window, once it was opened."""
        return self._main.window if self._main is not None else None

    def open_window(self) -> None:
        """Show the window in front of others."""
        if not self._closed:
            self._made().window.bring_up()

    def _open_settings(self) -> None:
        self.open_window()
        if self._main is not None:
            self._main.window.open_page(Page.SETTINGS)

    @cached_property
    def _memory(self) -> QSettings:
        """Where windows keep their places."""
        path = self._controller.profile.folder / "window.ini"
        return QSettings(str(path), QSettings.Format.IniFormat, self)

    def _made(self) -> WindowController:
        if self._main is None:
            self._application.setWindowIcon(app_icon())
            self._main = main = WindowController(self._controller, self._memory, self.charts.open, self)
            main.window.close_wanted.connect(self._close_window)
            main.window.quit_wanted.connect(self.quit)
            main.window.shown.connect(self._on_shown)
        return self._main

    def _on_shown(self, visible: bool) -> None:
        """A window that stays closed gives its memory back."""
        self._forgetting.stop() if visible else self._forgetting.start()

    def _forget_window(self) -> None:
        if self._main is not None and not self._main.window.isVisible():
            self._drop_window()
            self._controller.forget_snapshot()

    def _drop_window(self) -> None:
        if self._main is not None:
            self._main.close()
            self._main.destroyed.connect(self._on_windows_gone, Qt.ConnectionType.QueuedConnection)
            self._main.deleteLater()
            self._main = None

    def _on_windows_gone(self) -> None:
        """The window, or the last chart, is gone as far as Qt knew it."""
        if self._main is None and not self.charts.any_open:
            forget_windows()

    def _close_window(self) -> None:
        """Closing keeps the tray icon; where there is none, ask."""
        assert self._main is not None
        if self.tray.host_present():
            self._main.window.hide()
            self._notify_of_tray()
        else:
            self._main.ask_close(self.quit)

    def _notify_of_tray(self) -> None:
        if not self._memory.value(_TOLD):
            self._memory.setValue(_TOLD, "yes")
            self.tray.notify(
                self.tr("OHLC Desktop keeps running"),
                self.tr("It imports every trading day. Its icon in the tray opens the window and quits the program."),
            )

    # -- ending ------------------------------------------------------------------------------------

    def quit(self) -> None:
        """End the program; an import that runs is asked about first."""
        if not self._controller.runner.active:
            self._quit_now()
            return
        self.open_window()
        self._made().ask_quit(self._quit_now)

    def close(self) -> None:
        """Close every window."""
        self._closed = True
        self.charts.close()
        if self._main is not None:
            self._main.close()
