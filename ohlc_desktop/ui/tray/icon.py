"""The icon in the tray and its menu. It only shows what it is told and says what the user wants."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.schedule.policy import ScheduleWaitReason
from ohlc_desktop.ui.tray.texts import first_line, tooltip, tray_state, waits_for
from ohlc_desktop.ui.widgets.icons import TrayState, app_icon, tray_icon

if TYPE_CHECKING:
    from ohlc_desktop.services.app_state import AppState

#: The icon's progress moves in steps of 5 %.
_STEPS = 20
_NOTIFICATION_MS = 10_000


class Tray(QObject):
    """The tray icon.

    Icon, tooltip and texts change only when what they say does; the menu's texts are made anew whenever it opens.

    Signals:
        open_window: The icon, a notification or the menu asks for the window.
        import_wanted: Import now; an :class:`~ohlc_desktop.core.importing.request.ImportRequest`.
        cancel_wanted: Cancel the import.
        pause_wanted: True to pause the schedule, False to resume it.
        workspace_wanted: Open the chart windows of a name.
        settings_wanted, charts_wanted, quit_wanted: The rest of the menu.
    """

    open_window = Signal()
    import_wanted = Signal(object)
    cancel_wanted = Signal()
    pause_wanted = Signal(bool)
    settings_wanted = Signal()
    charts_wanted = Signal()
    workspace_wanted = Signal(str)
    quit_wanted = Signal()

    def __init__(self, state: AppState, demo: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state, self._demo = state, demo
        self._names: Callable[[], Sequence[str]] = tuple
        self._drawn: tuple[TrayState, int | None] | None = None
        self._icon = QSystemTrayIcon(self)
        self._menu = QMenu()  # has no parent: a tray is no widget; stop() deletes it
        self._workspaces = QMenu(self._menu)
        self._make_menu()
        self._menu.aboutToShow.connect(self._write_menu)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self._on_message)
        self.show_state(state)

    @staticmethod
    def host_present() -> bool:
        """Whether there is a tray to show the icon in at the moment; one may still start."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def state(self) -> TrayState:
        """What the icon says."""
        return tray_state(self._state)

    def show(self) -> None:
        """Show the icon, at once or as soon as a tray starts."""
        self._icon.show()

    def stop(self) -> None:
        """Take the icon away for good."""
        self._icon.hide()
        self._menu.deleteLater()

    def show_state(self, state: AppState) -> None:
        """Tell how everything stands; may be called many times a second."""
        same_phase = state.importing.phase is self._state.importing.phase
        self._state = state
        redrawn = self._draw()
        if redrawn or not (state.importing.phase.active and same_phase):
            self._write()

    def retranslate(self) -> None:
        """Say everything anew, in another language."""
        self._menu.clear()
        self._make_menu()
        self._write()

    def notify(self, title: str, text: str) -> None:
        """Show a notification; where the desktop tells of a click on it, that opens the window."""
        self._icon.showMessage(title, text, app_icon(), _NOTIFICATION_MS)

    def offer_workspaces(self, names: Callable[[], Sequence[str]]) -> None:
        """Have a menu of workspaces, whose names are asked for whenever the menu is written."""
        self._names = names
        self._write_menu()

    def _on_message(self) -> None:
        """Qt says so of any click on the icon while its own balloon is up, even of one for the menu."""
        if not self._menu.isVisible():
            self.open_window.emit()

    def _make_menu(self) -> None:
        self._first = self._menu.addAction("")
        self._first.setEnabled(False)
        self._menu.addSeparator()
        self._import = self._add(self.tr("&Import now"), lambda: self.import_wanted.emit(ImportRequest()))
        self._cancel = self._add(self.tr("&Cancel import"), self.cancel_wanted.emit)
        self._add(self.tr("&Open window"), self.open_window.emit)
        self._add(self.tr("C&harts…"), self.charts_wanted.emit)
        self._workspaces.setTitle(self.tr("&Workspaces"))
        self._menu.addMenu(self._workspaces)
        self._menu.addSeparator()
        self._pause: QAction = self._add("", lambda: self.pause_wanted.emit(bool(self._pause.data())))
        self._add(self.tr("&Settings…"), self.settings_wanted.emit)
        self._menu.addSeparator()
        self._add(self.tr("&Quit"), self.quit_wanted.emit)

    def _add(self, text: str, wanted: object) -> QAction:
        action = self._menu.addAction(text)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would move some of them to another menu
        action.triggered.connect(wanted)
        return action

    def _draw(self) -> bool:
        """Draw the icon anew if it says something else now."""
        state = tray_state(self._state)
        fraction = self._state.importing.fraction if state is TrayState.IMPORTING else None
        step = None if fraction is None else int(fraction * _STEPS)
        if (state, step) == self._drawn:
            return False
        self._drawn = (state, step)
        self._icon.setIcon(tray_icon(state, None if step is None else step / _STEPS, self._demo))
        return True

    def _write(self) -> None:
        """Write tooltip and menu anew; hosts that show the menu themselves do not always ask first."""
        self._write_menu()
        text = tooltip(self._state, self._demo)
        if text != self._icon.toolTip():
            self._icon.setToolTip(text)

    def _write_menu(self) -> None:
        importing = self._state.importing.phase.active
        paused = waits_for(self._state) is ScheduleWaitReason.PAUSED
        self._first.setText(first_line(self._state).replace("&", "&&"))
        self._import.setVisible(not importing)
        self._cancel.setVisible(importing)
        self._pause.setData(not paused)
        self._pause.setEnabled(not self._state.pause_forced)
        self._pause.setText(self._pause_text(paused))
        self._write_workspaces()

    def _write_workspaces(self) -> None:
        names = list(self._names())
        self._workspaces.menuAction().setVisible(bool(names))
        if names != [action.data() for action in self._workspaces.actions()]:
            self._workspaces.clear()
            for name in names:
                action = self._workspaces.addAction(name.replace("&", "&&"))
                action.setData(name)
                action.triggered.connect(partial(self.workspace_wanted.emit, name))

    def _pause_text(self, paused: bool) -> str:
        if self._state.pause_forced:
            return (
                self.tr("Schedule paused by OHLC_DESKTOP_SCHEDULE") if paused else self.tr("Schedule set from outside")
            )
        return self.tr("&Resume schedule") if paused else self.tr("&Pause schedule")

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A click opens the window; on macOS it opens the menu, and nothing else should happen."""
        if reason is QSystemTrayIcon.ActivationReason.Trigger and sys.platform != "darwin":
            self.open_window.emit()
