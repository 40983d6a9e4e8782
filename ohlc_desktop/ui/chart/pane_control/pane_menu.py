"""The actions of a pane by name, and as data for menus."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.chart.pane_layout.pane_edits import PaneCommand
from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE, VOLUME
from ohlc_desktop.ui.chart.menus.menu_items import MenuItem, user_text

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.view import ChartView

translate = QCoreApplication.translate


def pane_menu_items(view: ChartView, name: str) -> list[MenuItem]:
    """What can be done with a pane, named as :meth:`ChartView.pane` names it; empty for one that is gone.

    Whatever cannot be done now is left out, but for the place: that the pane is the first or the last is shown.
    """
    commands = view.pane_control.commands(name)
    if not commands:
        return []
    several = len(view.pane_stack.slots) > 1
    places = [PaneCommand.UP, PaneCommand.DOWN] if several and PaneCommand.RESTORE not in commands else []
    offered = [*places, *(each for each in commands if each not in places)]
    lines = [
        MenuItem(command_text(each), partial(view.pane_control.run, name, each), enabled=each in commands)
        for each in offered
    ]
    return [*lines, MenuItem(), MenuItem(translate("Panes", "Usual hei&ghts of all panes"), view.pane_control.reset)]


def all_panes_items(view: ChartView) -> list[MenuItem]:
    """A menu within the menu for each pane of a chart, from top to bottom."""
    names = [slot.name for slot in view.pane_stack.slots]
    inner = {name: pane_menu_items(view, name) for name in names}
    return [MenuItem(user_text(pane_title(name)), items=tuple(inner[name])) for name in names if inner[name]]


def pane_title(name: str) -> str:
    """A pane as people call it."""
    return {PRICE: translate("Panes", "Prices"), VOLUME: translate("Panes", "Volume")}.get(name, name)


def command_text(command: PaneCommand) -> str:
    """A line of a menu."""
    return {
        PaneCommand.UP: translate("Panes", "Move pane &up"),
        PaneCommand.DOWN: translate("Panes", "Move pane &down"),
        PaneCommand.COLLAPSE: translate("Panes", "&Collapse pane"),
        PaneCommand.EXPAND: translate("Panes", "&Expand pane"),
        PaneCommand.MAXIMISE: translate("Panes", "&Maximise pane"),
        PaneCommand.RESTORE: translate("Panes", "&Show all panes"),
        PaneCommand.CLOSE: translate("Panes", "C&lose pane"),
    }[command]
