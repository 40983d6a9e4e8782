"""Charts in the whole program: opened from the tray and the matrix, following real imports, kept over a restart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from ohlc_desktop.ui.chart.window import chart_updates
from ohlc_desktop.ui.chart.window.chart_windows import Charts
from ohlc_desktop.ui.chart.window.window import ChartWindow
from ohlc_desktop.ui.shell.window import Page
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.app.conftest import STALL, Heartbeat, Rig, Start

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def charts_of(rig: Rig) -> Charts:
    """The charts, once they are loaded; one was asked for before."""
    rig.until(lambda: rig.app.shell.charts.charts)
    charts = rig.app.shell.charts.charts
    assert charts is not None
    return charts


def shown(rig: Rig, number: int = 0) -> ChartWindow:
    """A chart window, once it shows its candles."""
    rig.until(lambda: len(charts_of(rig).windows) > number and charts_of(rig).windows[number].active.series is not None)
    window = charts_of(rig).windows[number]
    rig.until(lambda: window.active.series is None or window.active.series.whole)
    return window


def candles(window: ChartWindow) -> int:
    """How many are drawn."""
    return len(window.active.series or ())


def test_the_tray_opens_the_first_chart(start: Start, filled: Path) -> None:
    rig = start(filled, hidden=True)
    with Heartbeat() as heart:
        rig.menu("Charts").trigger()
        window = shown(rig)
        rig.settle()
    assert heart.longest < STALL, heart.stalls
    assert (window.active.symbol, window.active.timeframe) == ("ES=F", "5m")
    assert window.windowTitle().endswith("(DEMO)")
    assert candles(window) > 1000
    with Heartbeat() as heart:
        window.active.switch("ES=F", "1m")
        rig.until(lambda: window.active.series is not None and window.active.series.whole)
        rig.settle()
    assert heart.longest < STALL, heart.stalls


def test_a_double_click_on_the_matrix_opens_the_chart(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.until(lambda: "complete" in rig.states("ES=F"))
    matrix, model = rig.coverage.matrix, rig.coverage.model
    place = matrix.visualRect(model.place(("ES=F", "1h"))).center()
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window = shown(rig)
    assert (window.active.symbol, window.active.timeframe) == ("ES=F", "1h")


def test_an_import_fills_a_chart_that_is_open(
    start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "5m")
    monkeypatch.setattr(chart_updates, "PAUSE_MS", 100)
    rig = start(filled, hidden=True)
    rig.app.shell.charts.open("NQ=F", "5m")
    window = shown(rig)
    assert "have been imported yet" in window.active.empty.text
    rig.press(window.active.empty.button)
    rig.until(lambda: rig.app.controller.runner.active)
    rig.until(lambda: "An import is running" in window.active.empty.text)
    rig.until_ended()
    rig.until(lambda: candles(window) > 1000)
    assert window.active.empty.text == ""
    assert window.active.banner.isHidden()


def test_a_repair_from_a_chart_asks_for_its_series(start: Start, filled: Path) -> None:
    rig = start(filled, hidden=True)
    rig.app.shell.charts.open("NQ=F", "1d")
    window = shown(rig)
    window.active.holes.card.repair.click()
    rig.until_ended()
    rig.until(lambda: candles(window) > 100)
    assert rig.rows("SELECT trigger FROM run ORDER BY id DESC LIMIT 1") == [("repair",)]


def test_charts_come_back_after_a_restart(start: Start, filled: Path) -> None:
    rig = start(filled, hidden=True)
    rig.app.shell.charts.open("ES=F", "1h")
    rig.app.shell.charts.open("ES=F", "1d")
    shown(rig, 1)
    rig.close()
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    again = start(filled, hidden=True)
    again.menu("Charts").trigger()
    shown(again, 1)
    assert [window.active.timeframe for window in charts_of(again).windows] == ["1h", "1d"]
    again.close()

    # who starts the program, other than the login does, finds the charts that were open, by themselves
    third = start(filled, hidden=False)
    shown(third, 1)
    assert [window.active.timeframe for window in charts_of(third).windows] == ["1h", "1d"]
    for window in list(charts_of(third).windows):
        window.close()
    assert third.app.shell is not None
    third.app.shell.charts.restore()
    assert not charts_of(third).windows


def test_a_change_of_theme_reaches_the_charts(start: Start, filled: Path, qapp: QApplication) -> None:
    rig = start(filled, hidden=True)
    rig.app.shell.charts.open("ES=F", "1h")
    window = shown(rig)
    try:
        rig.app.live_settings.set("theme", "DARK")
        rig.until(lambda: window.grab().toImage().pixelColor(400, 4).lightness() < 128)
    finally:
        rig.app.live_settings.set("theme", None)
        apply_theme(qapp, "SYSTEM")


def test_removing_an_instrument_with_its_candles_empties_its_chart(
    start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart_updates, "PAUSE_MS", 100)
    rig = start(filled)
    rig.app.shell.charts.open("ES=F", "5m")
    window = shown(rig)
    rig.open(Page.WATCHLIST)
    rig.app.controller.store_service.watch(["NQ=F"], ["ES=F"])
    rig.until(lambda: "were deleted" in window.active.empty.text)
    rig.until(lambda: window.active.empty.findChildren(QPushButton)[0].text() == "Add to watchlist and import")


def test_nothing_of_the_charts_is_loaded_while_the_tray_idles() -> None:
    code = (
        "import sys\nimport ohlc_desktop.app, ohlc_desktop.ui.shell.chart_launcher, ohlc_desktop.ui.shell.window_controller\n"
        "print([name for name in sys.modules if name in ('numpy', 'pyqtgraph') or '.ui.chart.' in name or '.ui.contracts' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
