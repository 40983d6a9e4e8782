"""All charts of the program: opened, remembered, restored, following imports, closed without a trace."""

from __future__ import annotations

import gc
import json
import shutil
import sqlite3
import subprocess
import sys
import weakref
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ohlc_desktop.core.chart.drawings.drawings import DrawingKind
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone, Style
from ohlc_desktop.core.importing.request import ImportRequest, repair_request
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series.removal import remove_candles
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.links import Link, LinkColour
from tests.commands.conftest import CommandLine
from tests.ui.chart.conftest import Start
from tests.ui.chart.rig import DAY, HOUR, NOW, Rig, choose, finished, loaded, press, run, watch, with_compare

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT = Qt.MouseButton.LeftButton


def click(widget: QWidget) -> None:
    """With the left button, in its middle."""
    QTest.mouseClick(widget, LEFT)


# -- opening --------------------------------------------------------------------------------------------


def test_a_chart_opens_with_its_whole_history(rig: Rig) -> None:
    window = rig.open("ES=F", "1m")
    assert loaded(window.active) == ("ES=F", "1m", True)
    ((count,),) = rig.rows(
        "SELECT count FROM series JOIN instrument ON id=instrument_id WHERE symbol='ES=F' AND timeframe='1m'"
    )
    assert window.active.series is not None
    assert len(window.active.series) == count
    assert window.active.banner.isHidden()
    assert window.active.empty.text == ""


def test_a_series_that_is_open_is_brought_to_the_front(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    window.set_layout(ChartLayout.SIDE_BY_SIDE)
    window.cells[1].switch("CL=F", "1h")
    other = rig.open("ES=F", "1d")
    assert other is not window
    assert rig.open("CL=F", "1h") is window
    assert window.active is window.cells[1]
    assert rig.charts.open("CL=F") is window, "of an instrument alone, whatever chart there is"
    assert rig.charts.open("GC=F").active.timeframe == "1h", "else one in the timeframe of the chart used last"
    assert len(rig.charts.windows) == 3


def test_a_new_chart_looks_like_the_last_one_without_its_indicators(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    window.active.set_options(
        ChartOptions(style=Style.BARS, zone=ChartZone.CHICAGO, indicators=(indicator("SMA"),), grid=False)
    )
    window.close()
    fresh = rig.open("CL=F", "5m").active.options
    assert (fresh.style, fresh.zone, fresh.grid, fresh.indicators) == (Style.BARS, ChartZone.CHICAGO, False, ())


def test_another_window_shows_the_same(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    window.active.set_options(ChartOptions(style=Style.LINE, indicators=(indicator("SMA"),)))
    QTest.keyClick(window.active.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    other = rig.charts.windows[-1]
    assert other is not window
    assert other.active.state == window.active.state


def test_the_first_chart_is_the_first_of_the_watchlist(rig: Rig) -> None:
    rig.charts.open_last()
    rig.settle()
    assert [loaded(cell) for cell in rig.charts.windows[0].cells] == [("ES=F", "5m", True)]
    rig.charts.open_last()
    assert len(rig.charts.windows) == 1


def test_the_program_loads_nothing_of_it_before(tmp_path: Path) -> None:
    code = "import sys, ohlc_desktop.ui.shell.chart_launcher; print('numpy' in sys.modules, 'ohlc_desktop.ui.chart' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


# -- remembering ----------------------------------------------------------------------------------------


def test_everything_is_as_it_was_after_a_restart(start: Start) -> None:
    rig = start()
    window = rig.open("ES=F", "5m")
    window.resize(760, 520)
    window.set_layout(ChartLayout.BIG_AND_TWO)
    window.cells[1].switch("CL=F", "1h")
    window.cells[2].switch("ES=F", "1d")
    window.cells[0].set_options(ChartOptions(style=Style.HOLLOW, indicators=(indicator("RSI", period=9),), volume=False))
    window.cells[1].set_link(Link(LinkColour.GREEN, timeframe=True))
    window.activate(1)
    rig.open("CL=F", "1d")
    before = [window.state for window in rig.charts.windows]
    rig.close()
    again = start()
    again.charts.open_last()
    again.settle()
    assert [state.cells for state in (w.state for w in again.charts.windows)] == [state.cells for state in before]
    assert [w.state.layout for w in again.charts.windows] == [ChartLayout.BIG_AND_TWO, ChartLayout.ONE]
    restored = again.charts.windows[0]
    assert restored.active is restored.cells[1]
    assert restored.size() == QSize(760, 520)
    assert [loaded(cell) for cell in restored.cells] == [("ES=F", "5m", True), ("CL=F", "1h", True), ("ES=F", "1d", True)]


def test_a_window_is_remembered_also_while_it_goes_on_changing(
    start: Start, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohlc_desktop.ui.chart.window.chart_windows.REST_MS", 60)
    rig = start()
    window = rig.open()
    window.active.set_options(ChartOptions(indicators=(indicator("RSI"),)))

    def stored() -> str:
        """The windows, as they are remembered; that one of them changes meanwhile is no reason to wait."""
        window.changed.emit()
        memory = QSettings(str(profile.folder / "window.ini"), QSettings.Format.IniFormat)
        return str(memory.value("charts/windows"))

    rig.until(lambda: "RSI" in stored())


def test_a_window_that_was_closed_is_forgotten_unless_it_was_the_last(start: Start) -> None:
    rig = start()
    one, other = rig.open("ES=F", "5m"), rig.open("CL=F", "1h")
    one.close()
    other.set_layout(ChartLayout.STACKED)
    other.close()
    assert not rig.charts.windows
    rig.charts.open_last()
    assert [window.state.layout for window in rig.charts.windows] == [ChartLayout.STACKED]
    assert rig.charts.windows[0].active.symbol == "CL=F"


def test_a_chart_that_was_only_looked_at_does_not_replace_a_layout(start: Start) -> None:
    rig = start()
    rig.open("ES=F", "5m").set_layout(ChartLayout.FOUR)
    rig.close()
    again = start()
    again.open("CL=F", "1d").close()
    again.charts.open_last()
    assert [window.state.layout for window in again.charts.windows] == [ChartLayout.FOUR]


def test_damaged_memories_do_not_keep_a_chart_from_opening(start: Start, profile: Profile) -> None:
    memory = QSettings(str(profile.folder / "window.ini"), QSettings.Format.IniFormat)
    for damaged in (
        "", "{", "[]", "7", '[{"cells": 3}]', '[{"cells": [{"symbol": 1, "timeframe": "5m"}]}]',
        '[{"cells": [{"symbol": "ES=F", "timeframe": "7m"}]}]', "[" * 5000, b"\xff\xfe".decode("latin-1"),
    ):  # fmt: skip
        for key in ("charts/windows", "charts/favourites", "charts/look"):
            memory.setValue(key, damaged)
        memory.sync()
        rig = start()
        rig.charts.open_last()
        assert [(w.active.symbol, w.active.timeframe) for w in rig.charts.windows] == [("ES=F", "5m")], damaged
        rig.close()


def test_what_can_be_read_of_a_damaged_memory_is_used(start: Start, profile: Profile) -> None:
    cell = {"symbol": "CL=F", "timeframe": "60m", "options": {"style": "nonsense", "grid": False}, "link": "red"}
    window = {"layout": "four", "cells": [cell, 9], "active": 12, "sizes": [[1, "x"], [-4]], "geometry": "AAAA"}
    memory = QSettings(str(profile.folder / "window.ini"), QSettings.Format.IniFormat)
    memory.setValue("charts/windows", json.dumps([window, "nothing"]))
    memory.sync()
    rig = start()
    rig.charts.open_last()
    rig.settle()
    (found,) = rig.charts.windows
    assert [loaded(each) for each in found.cells] == [("CL=F", "1h", True)] * 4
    assert found.active is found.cells[0]
    assert (found.active.options.style, found.active.options.grid) == (Style.CANDLES, False)


# -- following imports ----------------------------------------------------------------------------------


def test_new_candles_appear_by_themselves_and_nothing_in_sight_moves(rig: Rig) -> None:
    window, beside = rig.open("ES=F", "5m"), rig.open("ES=F", "1h")
    view = window.active.view
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    seen = view.visible_range()
    at = [view.surface.to_pixel(stamp, 6000.0).x() for stamp in seen]
    count = len(window.active.series or ())
    rig.clock.set(NOW + 10 * HOUR)
    run(rig.profile.database, NOW + 10 * HOUR, "ES", sources=["5m"])
    rig.follow(finished("ES=F"))
    assert window.active.series is not None
    assert len(window.active.series) > count + 80
    assert view.visible_range() == seen
    assert [view.surface.to_pixel(stamp, 6000.0).x() for stamp in seen] == at
    rig.until(lambda: beside.active.series is not None and beside.active.series.candles.ts[-1] > NOW)
    assert beside.active.view.visible_range()[1] == beside.active.series.candles.ts[-1]  # type: ignore[union-attr]


def test_only_charts_that_somebody_can_see_are_refreshed(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    count = len(window.active.series or ())
    window.showMinimized()
    rig.clock.set(NOW + 3 * HOUR)
    run(rig.profile.database, NOW + 3 * HOUR, "ES", sources=["5m"])
    rig.follow(finished("ES=F"))
    assert len(window.active.series or ()) == count
    window.bring_up()
    rig.charts._to_front(window)
    rig.settle()
    assert len(window.active.series or ()) > count


def test_many_commits_are_one_look(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    looks: list[None] = []
    window.active.refresh = lambda: looks.append(None)  # type: ignore[method-assign]
    rig.charts.updates._pause.setInterval(0)  # over when the event loop comes round
    for number in range(20):
        rig.charts.show_import(finished(*["ES=F", *(f"X{n}" for n in range(number))]))
    assert len(looks) == 1
    rig.charts.show_import(finished("ES=F", "CL=F", over=True))
    assert len(looks) == 1
    rig.until(lambda: len(looks) == 2)


def test_an_import_of_another_program_is_seen_when_the_window_comes_to_the_front(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    count = len(window.active.series or ())
    rig.clock.set(NOW + 3 * HOUR)
    run(rig.profile.database, NOW + 3 * HOUR, "ES", sources=["5m"])
    rig.open("CL=F", "5m")
    window.activateWindow()
    rig.until(lambda: len(window.active.series or ()) > count)


def test_f5_looks_at_once(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    count = len(window.active.series or ())
    rig.clock.set(NOW + 3 * HOUR)
    run(rig.profile.database, NOW + 3 * HOUR, "ES", sources=["5m"])
    QTest.keyClick(window.active.view, Qt.Key.Key_F5)
    rig.until(lambda: len(window.active.series or ()) > count)


def test_an_instrument_beside_another_follows_too(rig: Rig) -> None:
    window = rig.open("CL=F", "5m")
    with_compare(window.active, "ES=F")
    rig.until(lambda: window.active.view.model is not None and window.active.view.model.compared)
    rig.clock.set(NOW + 3 * HOUR)
    run(rig.profile.database, NOW + 3 * HOUR, "ES", "CL", sources=["5m"])
    rig.follow(finished("ES=F", "CL=F"))
    model = window.active.view.model
    assert model is not None
    assert np.isfinite(model.compared[0].closes[-1])


# -- what is wrong --------------------------------------------------------------------------------------


def test_the_banner_of_a_series_with_gaps_repairs_it(rig: Rig) -> None:
    window = rig.open("CL=F", "5m")
    banner = window.active.banner
    assert banner.isVisible()
    assert banner.problem is not None
    assert "missing" in banner.problem.text
    assert banner.button.text() == "Repair"
    click(banner.button)
    assert rig.requests == [repair_request([("CL=F", "5m")])]


def test_a_pressed_hole_tells_why_and_can_be_repaired(rig: Rig) -> None:
    window = rig.open("CL=F", "5m")
    cell, view = window.active, window.active.view
    choose(window.toolbar.menus.view, "Go to missing candles")
    card = cell.holes.card
    assert card.isVisible()
    assert "12 candles are missing" in card.text
    assert "07:00 to 07:55 PST" in card.text
    assert card.repair.hasFocus()
    press(window, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert view.hasFocus()
    assert cell.series is not None
    assert view.time is not None
    x = round(float(view.time.pixel(cell.series.holes[-1].place)) / view.devicePixelRatioF())
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(x, 200))
    assert card.isVisible()
    assert view.rect().contains(card.geometry())
    QTest.keyClick(card.repair, Qt.Key.Key_Space)
    assert rig.requests == [repair_request([("CL=F", "5m")])]
    assert not card.isVisible()


def test_what_is_not_served_is_told_as_such_and_is_no_hole_to_go_to(rig: Rig) -> None:
    window = rig.open("CL=F", "5m")
    cell = window.active
    assert cell.series is not None
    served = replace(cell.series.holes[-1], unserved=True, repairable=False, reason=YAHOO.habits)
    cell.holes.show(served)
    assert "12 candles are not served" in cell.holes.card.text
    assert str(YAHOO.habits) in cell.holes.card.text
    assert not cell.holes.card.repair.isVisible()
    cell.holes.card.put_away()
    cell.view.show_model(build_model(replace(cell.series, holes=(served,)), cell.options))
    window.active.holes.go_on()
    assert not cell.holes.card.isVisible()


def test_a_hole_cannot_be_repaired_while_an_import_runs(rig: Rig) -> None:
    window = rig.open("CL=F", "5m")
    rig.charts.show_import(finished("ES=F"))
    assert window.active.banner.problem is not None
    assert "An import is running" in window.active.banner.problem.text
    assert window.active.banner.button.isHidden()
    window.active.holes.go_on()
    assert not window.active.holes.card.repair.isEnabled()
    assert window.active.holes.card.close_button.hasFocus()


def test_a_stale_series_offers_to_import(rig: Rig) -> None:
    rig.clock.set(NOW + 4 * DAY)
    window = rig.open("ES=F", "5m")
    problem = window.active.banner.problem
    assert problem is not None
    assert window.active.banner.button.text() == "Import now"
    click(window.active.banner.button)
    assert rig.requests == [ImportRequest()]
    run(rig.profile.database, NOW + 4 * DAY, "ES", sources=["5m"])
    rig.follow(finished("ES=F", over=True))
    rig.until(window.active.banner.isHidden)


def test_an_empty_chart_says_why_and_offers_the_import(rig: Rig) -> None:
    window = rig.open("GC=F", "5m")
    empty = window.active.empty
    assert empty.isVisible()
    assert "No 5m candles of GC=F have been imported yet." in empty.text
    assert empty.geometry() == window.active.view.rect()
    click(empty.button)
    assert rig.requests == [ImportRequest()]
    rig.charts.show_import(finished())
    assert "An import is running" in empty.text
    assert empty.button.isHidden()
    run(rig.profile.database, NOW, "GC", sources=["5m"])
    rig.follow(finished("GC=F", over=True))
    assert loaded(window.active) == ("GC=F", "5m", True)
    assert empty.isHidden()


def test_what_is_not_watched_can_be_put_on_the_watchlist(rig: Rig) -> None:
    window = rig.open("SI=F", "5m")
    assert "not on the watchlist" in window.active.empty.text
    assert window.active.empty.button.text() == "Add to watchlist and import"
    click(window.active.empty.button)
    rig.until(lambda: rig.requests == [ImportRequest()])
    with closing(open_store(rig.profile.database, demo=True)) as store:
        assert watchlist.watchlist(store.connection)[-1] == "SI=F"


def test_before_the_first_import_a_chart_says_so(start: Start, tmp_path: Path) -> None:
    fresh = Profile(tmp_path / "fresh", demo=True)
    create(fresh)
    rig = start(fresh, look=False)
    rig.charts.open_last()
    rig.settle()
    (window,) = rig.charts.windows
    assert "Nothing has been imported yet" in window.active.empty.text
    click(window.active.empty.button)
    assert rig.requests == [ImportRequest()]


def test_a_symbol_that_is_removed_while_it_is_shown(rig: Rig) -> None:
    window = rig.open("CL=F", "5m")
    with closing(open_store(rig.profile.database, demo=True)) as store, store.transaction() as connection:
        watchlist.set_watchlist(connection, ["ES=F", "GC=F"])
        remove_candles(connection, "CL=F")
    rig.store_service.refresh()
    rig.until(lambda: window.active.empty.isVisible())
    assert "were deleted" in window.active.empty.text
    assert window.active.empty.button.text() == "Add to watchlist and import"
    QTest.keyClick(window.active.view, Qt.Key.Key_Left)
    window.active.switch("ES=F", "5m")
    rig.until(lambda: loaded(window.active) == ("ES=F", "5m", True))
    assert window.active.empty.isHidden()


def test_a_database_in_use_is_told_and_tried_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_TRIES", 2)
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(rig.profile.database)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE held(x)")
        window = rig.charts.open("ES=F", "5m")
        rig.until(lambda: window.active.empty.isVisible())
        assert "in use by another program" in window.active.empty.text
        assert window.active.empty.button.text() == "Try again"
        other.rollback()
    click(window.active.empty.button)
    rig.until(lambda: loaded(window.active) == ("ES=F", "5m", True))
    assert window.active.empty.isHidden()
    rig.settle()


def test_a_database_that_is_gone_leaves_what_is_shown(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    kept = rig.profile.database.with_suffix(".away")
    for path in rig.profile.folder.glob("ohlc.sqlite3*"):
        path.rename(path.with_name(path.name.replace("ohlc.sqlite3", kept.name)))
    window.active.refresh()
    rig.settle()
    assert window.active.banner.isVisible()
    assert loaded(window.active) == ("ES=F", "5m", True)
    for path in rig.profile.folder.glob(f"{kept.name}*"):
        path.rename(path.with_name(path.name.replace(kept.name, "ohlc.sqlite3")))
    click(window.active.banner.button)
    rig.until(window.active.banner.isHidden)


# -- data taken elsewhere -------------------------------------------------------------------------------


def test_visible_candles_are_what_export_writes(rig: Rig, tmp_path: Path) -> None:
    base = tmp_path / "base"
    shutil.copytree(rig.profile.folder, base / "demo")
    window = rig.open("ES=F", "5m")
    window.active.set_options(ChartOptions(style=Style.HEIKIN_ASHI))
    for timeframe in ("5m", "1h", "1d"):
        window.active.switch("ES=F", timeframe)
        rig.until(lambda name=timeframe: loaded(window.active) == ("ES=F", name, True))
        QTest.keyClick(window.active.view, Qt.Key.Key_PageUp)
        rig.settle()
        choose(window.toolbar.menus.snapshot, "Copy visible candles")
        copied = QApplication.clipboard().text().splitlines()
        QApplication.clipboard().clear()
        exported = CommandLine(base).run("export", "ES", timeframe).out.splitlines()
        assert copied[0] == exported[0] == "time,open,high,low,close,volume"
        begin = exported.index(copied[1])
        assert copied[1:] == exported[begin : begin + len(copied) - 1]
        first, last = window.active.view.visible_places()
        assert len(copied) == last - first + 1


# -- closing --------------------------------------------------------------------------------------------


def test_a_drawing_is_kept_when_the_program_ends_at_once(start: Start) -> None:
    rig = start()
    window = rig.open("ES=F", "5m")
    window.drawing.kinds[DrawingKind.HORIZONTAL].trigger()
    QTest.mouseClick(window.active.view.viewport(), LEFT, pos=QPoint(300, 200))
    rig.close()
    assert rig.rows("SELECT kind FROM drawing") == [("horizontal",)]


def test_windows_leave_nothing_however_many_were_opened(rig: Rig, qapp: QApplication) -> None:
    """Neither widgets nor candles; some have four charts, an indicator, a drawing, the data window and a table."""
    before, seen = len(qapp.allWidgets()), []
    for number in range(4):
        window = rig.open(["ES=F", "CL=F"][number % 2], ["5m", "1m", "1h"][number % 3])
        if number % 3 == 0:
            window.set_layout(ChartLayout.FOUR)
            window.active.set_options(ChartOptions(indicators=(indicator("VWAP"), indicator("MACD"))))
            window.drawing.kinds[DrawingKind.HORIZONTAL].trigger()
            QTest.mouseClick(window.active.view.viewport(), LEFT, pos=QPoint(80, 90))
            window.data.show_panel(True)
            window.data.open_table()
            rig.settle()
        seen += [weakref.ref(cell.view.series.candles.ts) for cell in window.cells]
        window.close()
        del window
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
    gc.collect()
    assert not [stamps() for stamps in seen if stamps() is not None]
    assert len(qapp.allWidgets()) == before
    assert not rig.charts.windows


def test_closing_in_the_middle_of_loading_does_no_harm(rig: Rig, qapp: QApplication) -> None:
    for timeframe in ("1m", "5m", "1d"):
        window = rig.charts.open("ES=F", timeframe)
        window.active.set_options(ChartOptions(indicators=(indicator("EMA"),)))
        window.close()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    rig.settle()
    assert not rig.charts.windows


def test_a_quick_hand_sees_only_the_last_series(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    for timeframe in ("1m", "2m", "15m", "1h", "4h", "1d"):
        window.active.switch("CL=F" if timeframe == "1h" else "ES=F", timeframe)
    rig.until(lambda: loaded(window.active) == ("ES=F", "1d", True))
    rig.settle()
    assert loaded(window.active) == ("ES=F", "1d", True)


def test_an_import_state_of_nothing_changes_nothing(rig: Rig) -> None:
    rig.charts.show_import(ImportState())
    rig.charts.updates.look_again()
    watch(rig.profile.database, "CL")
    rig.store_service.refresh()
    rig.settle()
    assert not rig.charts.windows
