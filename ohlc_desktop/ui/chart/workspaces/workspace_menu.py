"""The button of a chart window that names the open workspace, and its menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from ohlc_desktop.ui.chart.menus.menu_items import user_text
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import StripButton
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture
from ohlc_desktop.ui.chart.window.window_state import WindowState

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.window.window import ChartWindow
    from ohlc_desktop.ui.chart.workspaces.workspace_keeper import WorkspaceKeeper


#: Characters of a name on the button.
_SHORT = 18


class WorkspaceButton(StripButton):
    """Shows the name of the open workspace, and opens the menu."""

    def __init__(self, keeper: WorkspaceKeeper, window: ChartWindow) -> None:
        menu = WorkspaceMenu(keeper, window)
        super().__init__(self.tr("Workspace"), Picture.WORKSPACE, menu=menu)
        self.setToolTip(self.tr("Workspaces: sets of chart windows under names"))
        self._keeper, self._bar = keeper, window.toolbar
        keeper.changed.connect(self._show_name)
        self._show_name()

    def _show_name(self) -> None:
        name = self._keeper.workspaces.current
        self.setText(name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…")
        told = self.tr("Workspace: {name}").format(name=name)
        self.setAccessibleName(told if name else self.tr("Workspace"))
        self._bar.arrange()


class WorkspaceMenu(QMenu):
    """Filled when it opens."""

    def __init__(self, keeper: WorkspaceKeeper, window: ChartWindow) -> None:
        super().__init__(window)
        self._keeper, self._window = keeper, window
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        workspaces, keeper = self._keeper.workspaces, self._keeper
        self._add_names()
        self.addAction(self.tr("&New…"), partial(self._ask_name, self.tr("New workspace"), self._create))
        self.addAction(
            self.tr("Save &as…"), partial(self._ask_name, self.tr("Save workspace as"), keeper.save_as, True)
        )
        named = [
            self.addAction(self.tr("&Rename…"), self._rename), self.addAction(self.tr("&Duplicate"), keeper.duplicate),
            self.addAction(self.tr("&Save now"), keeper.save), self._add_autosave(),
        ]  # fmt: skip
        for action in named:
            action.setEnabled(bool(workspaces.current))
        named[2].setVisible(not workspaces.autosave)
        self._add_delete()
        self.addSeparator()
        self.addAction(self.tr("&Close all chart windows"), self._window.all_closing.emit)

    def _add_names(self) -> None:
        """Those that there are, to be opened; the open one is marked."""
        workspaces, group = self._keeper.workspaces, QActionGroup(self)
        if not workspaces.saved:
            self.addAction(self.tr("No workspaces yet: give these windows a name")).setEnabled(False)
        for name in workspaces.names:
            action = group.addAction(self.addAction(user_text(name)))
            action.setCheckable(True)
            action.setChecked(name == workspaces.current)
            action.triggered.connect(lambda _on=False, name=name: self._keeper.open(name, self._window))
        self.addSeparator()

    def _add_autosave(self) -> QAction:
        action = self.addAction(self.tr("Save changes au&tomatically"))
        action.setCheckable(True)
        action.setChecked(self._keeper.workspaces.autosave)
        action.triggered.connect(self._keeper.set_autosave)
        return action

    def _add_delete(self) -> None:
        menu = self.addMenu(self.tr("D&elete"))
        for name in self._keeper.workspaces.names:
            menu.addAction(user_text(name), partial(self._ask_delete, name))
        menu.setEnabled(not menu.isEmpty())

    # -- asking ------------------------------------------------------------------------------------

    def _create(self, name: str) -> None:
        self._keeper.create(name, [WindowState((self._window.active.state,))])

    def _rename(self) -> None:
        current = self._keeper.workspaces.current
        self._ask_name(self.tr("Rename workspace"), partial(self._keeper.rename, current), name=current)

    def _ask_name(self, title: str, act: Callable[[str], object], replacing: bool = False, name: str = "") -> None:
        from ohlc_desktop.ui.chart.dialogs.name_dialog import NameDialog

        taken = [each for each in self._keeper.workspaces.names if each != name]
        dialog = NameDialog(title, name, taken, replacing, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(act)
        dialog.open()

    def _ask_delete(self, name: str) -> None:
        from ohlc_desktop.ui.chart.dialogs.delete_question import ask_delete

        question = self.tr("Delete the workspace “{name}”?").format(name=name)
        meaning = self.tr("Candles and drawings stay, and so do windows that are open.")
        ask_delete(self._window, question, meaning, partial(self._keeper.delete, name))
