"""Workspaces: windows under a name come back as they were left, and nothing is lost on the way from one to another."""

from __future__ import annotations

import json
from dataclasses import replace

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.chart.options import ChartOptions, Style
from ohlc_desktop.core.chart.saved.names import workspace_names
from ohlc_desktop.core.chart.saved.screens import Area, ScreenArea, WindowPlace
from ohlc_desktop.profile import Profile
from ohlc_desktop.ui.chart.dialogs.name_dialog import NameDialog
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.placing import place_of, put_back
from ohlc_desktop.ui.chart.window.window import ChartWindow
from ohlc_desktop.ui.chart.window.window_state import CellState, WindowState
from ohlc_desktop.ui.chart.workspaces.workspace_menu import WorkspaceButton
from ohlc_desktop.ui.chart.workspaces.workspaces import (
    Workspace,
    Workspaces,
    differ,
    workspaces_from_json,
    workspaces_to_json,
)
from tests.ui.chart.conftest import Start
from tests.ui.chart.rig import Rig, choose, lines

PLACE = WindowPlace(Area(5, 6, 700, 500), ScreenArea("DP-1", "A1", Area(0, 0, 1920, 1040)))
ONE = WindowState((CellState("ES=F", "5m"),), geometry="x", place=PLACE)
TWO = WindowState((CellState("CL=F", "1h"), CellState("ES=F", "1d")), ChartLayout.STACKED)


# -- as data --------------------------------------------------------------------------------------------


def test_all_come_back_from_a_file() -> None:
    kept = Workspaces().keeping("Night", [TWO]).keeping("day", [ONE, TWO])
    kept = replace(kept, current="Night", autosave=False)
    assert kept.names == ["day", "Night"]
    assert workspaces_from_json(json.loads(json.dumps(workspaces_to_json(kept)))) == kept


def test_what_cannot_be_read_is_left_out() -> None:
    assert workspace_names(json.dumps({"saved": [{"name": "A"}, {"name": 3}, 5]})) == ["A"]
    assert workspace_names(None) == workspace_names("[") == workspace_names("[]") == workspace_names("{}") == []
    for damaged in (None, 3, [], {"saved": 5}, {"saved": [None, {"name": ""}, {"windows": []}]}, {"current": "gone"}):
        assert workspaces_from_json(damaged) == Workspaces()
    found = workspaces_from_json({"current": "A", "saved": [{"name": "a", "windows": [3, {"cells": []}]}]})
    assert found == Workspaces("a", saved=(Workspace("a", ()),))


def test_names_change_and_go() -> None:
    kept = replace(Workspaces().keeping("A", [ONE]).keeping("B", [TWO]), current="A")
    assert kept.renamed("a", "Z") == replace(Workspaces().keeping("B", [TWO]).keeping("Z", [ONE]), current="Z")
    assert kept.renamed("B", "b").find("B") == Workspace("b", (TWO,))
    assert kept.without("A") == Workspaces().keeping("B", [TWO])
    assert kept.keeping("b", [ONE] * 20).find("B") == Workspace("b", (ONE,) * 12)


def test_a_window_that_was_only_moved_shows_the_same() -> None:
    assert not differ([ONE], [replace(ONE, geometry="y", place=None, active=0, sizes=((1, 2),))])
    assert differ([ONE], [replace(ONE, cells=(CellState("ES=F", "1h"),))])


# -- in the window --------------------------------------------------------------------------------------


def button(window: ChartWindow) -> WorkspaceButton:
    found = window.findChild(WorkspaceButton)
    assert isinstance(found, WorkspaceButton)
    return found


def menu(rig: Rig) -> QMenu:
    return button(rig.charts.windows[-1]).menu()


def give_name(rig: Rig, name: str) -> None:
    (dialog,) = [d for w in rig.charts.windows for d in w.findChildren(NameDialog) if d.isVisible()]
    dialog.field.setText(name)
    QTest.keyClick(dialog, Qt.Key.Key_Return)


def answer(rig: Rig, word: str) -> None:
    (box,) = [d for w in rig.charts.windows for d in w.findChildren(QMessageBox) if d.isVisible()]
    next(each for each in box.findChildren(QPushButton) if word in each.text().replace("&", "")).click()


def shown(rig: Rig) -> list[list[tuple[str, str]]]:
    return [[(cell.symbol, cell.timeframe) for cell in window.cells] for window in rig.charts.windows]


def test_a_change_made_a_moment_before_is_not_lost(start: Start) -> None:
    rig = start()
    rig.open("ES=F", "5m").set_layout(ChartLayout.STACKED)
    rig.open("CL=F", "1h")
    choose(menu(rig), "Save as")
    give_name(rig, "Desk")
    assert button(rig.charts.windows[0]).text() == "Desk"
    choose(menu(rig), "New")
    give_name(rig, "Crude")
    assert shown(rig) == [[("CL=F", "1h")]]
    rig.settle()

    # nothing waits between the change and the switch, there and back again
    rig.charts.windows[0].active.switch("ES=F", "1d")
    rig.charts.windows[0].active.set_options(ChartOptions(Style.BARS))
    choose(menu(rig), "Desk")
    assert shown(rig) == [[("ES=F", "5m"), ("ES=F", "5m")], [("CL=F", "1h")]]
    rig.charts.windows[0].cells[1].switch("CL=F", "1d")
    choose(menu(rig), "Crude")
    assert shown(rig) == [[("ES=F", "1d")]]
    assert rig.charts.windows[0].active.options.style is Style.BARS
    rig.close()

    # the open one comes back by itself at the next start, and the other is still as it was left
    again = start()
    again.charts.open_last()
    assert shown(again) == [[("ES=F", "1d")]]
    assert button(again.charts.windows[0]).text() == "Crude"
    choose(menu(again), "Desk")
    assert shown(again) == [[("ES=F", "5m"), ("CL=F", "1d")], [("CL=F", "1h")]]
    again.close()

    # by the tray, before any window is open
    third = start()
    third.charts.open_workspace("crude")
    assert shown(third) == [[("ES=F", "1d")]]
    third.charts.windows[0].close()
    third.charts.open_workspace("Crude")  # the one that is open, as "Charts…" does
    assert shown(third) == [[("ES=F", "1d")]]
    assert not third.failures


def test_a_window_is_seen_whole_where_its_screen_is_gone(qtbot: QtBot) -> None:
    gone = ScreenArea("none", "of these", Area(7000, 0, 3000, 2000))
    window = QWidget()
    qtbot.addWidget(window)
    assert put_back(window, "", WindowPlace(Area(7300, 300, 5000, 400), gone, maximised=True))
    room = window.screen().availableGeometry()
    assert room.contains(window.geometry())
    assert window.width() == room.width()
    assert window.isMaximized()
    assert place_of(window).area.width == room.width()
    assert not put_back(QWidget(), "", None)


def test_windows_without_a_name_are_kept_under_one(start: Start) -> None:
    rig = start()
    rig.open("ES=F", "1h")
    choose(menu(rig), "New")
    give_name(rig, "Other")
    assert lines(menu(rig))[:2] == ["Other", "Workspace 1"]
    choose(menu(rig), "Workspace 1")
    assert shown(rig) == [[("ES=F", "1h")]]
    choose(menu(rig), "Rename")
    give_name(rig, "other")  # taken: nothing happens
    assert rig.charts.workspaces.workspaces.current == "Workspace 1"
    give_name(rig, "Main")
    choose(menu(rig), "Duplicate")
    assert lines(menu(rig))[:3] == ["Main", "Main 2", "Other"]
    choose(menu(rig), "Delete", "Main 2")
    answer(rig, "Delete")
    assert shown(rig) == [[("ES=F", "1h")]]
    assert button(rig.charts.windows[0]).text() == ""
    rig.charts.windows[0].all_closing.emit()
    assert not rig.charts.windows
    rig.charts.open_last()
    assert shown(rig) == [[("ES=F", "1h")]]


def test_changes_that_are_not_kept_by_themselves_are_asked_for(start: Start, profile: Profile) -> None:
    rig = start()
    rig.open("ES=F", "1h")
    choose(menu(rig), "Save as")
    give_name(rig, "First")
    choose(menu(rig), "Save as")
    give_name(rig, "Second")
    choose(menu(rig), "Save changes automatically")
    rig.charts.windows[0].active.switch("CL=F", "1h")
    choose(menu(rig), "First")
    answer(rig, "Cancel")
    assert shown(rig) == [[("CL=F", "1h")]]
    choose(menu(rig), "First")
    answer(rig, "Do not save")
    assert shown(rig) == [[("ES=F", "1h")]]
    choose(menu(rig), "Second")  # nothing changed: nothing is asked
    assert shown(rig) == [[("ES=F", "1h")]]
    rig.charts.windows[0].active.switch("CL=F", "1d")
    choose(menu(rig), "Save now")
    assert not rig.charts.workspaces.unsaved
    rig.charts.windows[0].active.switch("ES=F", "1d")
    rig.close()

    # what was not saved is there at the next start all the same, as it was left
    again = start()
    again.charts.open_workspace("First")
    assert shown(again) == [[("ES=F", "1d")]]
    assert again.charts.workspaces.unsaved
    answer(again, "Cancel")
    again.close()

    # and an older version's file has windows only
    memory = QSettings(str(profile.folder / "window.ini"), QSettings.Format.IniFormat)
    memory.remove("charts/workspaces")
    memory.sync()
    third = start()
    third.charts.open_last()
    assert shown(third) == [[("ES=F", "1d")]]
    assert lines(menu(third))[0].startswith("No workspaces yet")
