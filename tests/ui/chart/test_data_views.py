"""The data window and the table of candles, on charts of a real database: what they say, follow, copy and remember."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import ChartOptions, ChartZone
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.ui.chart.data.candle_table import CandleTable
from ohlc_desktop.ui.chart.data.table_model import CandleColumn
from ohlc_desktop.ui.chart.panes.cursor import Cursor
from ohlc_desktop.ui.chart.window.layouts import ChartLayout
from ohlc_desktop.ui.chart.window.window import ChartWindow
from ohlc_desktop.ui.chart.window.window_state import window_from_json, window_to_json
from tests.ui.chart.rig import NOW, Rig

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("ohlc_desktop.ui.chart.data.candle_details.REST_MS", 0)
    return None


def facts(window: ChartWindow) -> dict[str, str]:
    """What the data window says now, by name."""
    panel = window.data.panel
    assert panel is not None
    panel.fill()
    return {fact.name: fact.value for fact in panel.list.facts.facts}


def point_at(window: ChartWindow, back: int) -> int:
    """Point at a candle so many before the newest; returns its place."""
    series = window.active.series
    assert series is not None
    window.active.view.show_crosshair(int(series.candles.ts[len(series) - 1 - back]))
    return len(series) - 1 - back


def opened_table(rig: Rig, window: ChartWindow) -> CandleTable:
    QTest.keyClick(window.active.view, Qt.Key.Key_T, CTRL)
    table = window.data.table
    assert table is not None
    rig.until(lambda: table.isActiveWindow() and table.table.hasFocus())
    return table


def correct(rig: Rig, back: int) -> tuple[int, float]:
    """Let the feed correct a stored 5m candle of ES: its high is 2.00 more; returns its stamp and the old high."""
    with closing(open_store(rig.profile.database, demo=True)) as store, store.transaction() as connection:
        number, timeframe = watchlist.find_instrument(connection, "ES=F"), TIMEFRAMES["5m"]
        assert number is not None
        newest = rows.read_newest(connection, number, timeframe, back + 1)
        old = newest.take(slice(0, 1))
        revision = series_summary.next_revision(connection, number, "5m")
        new = Candles(old.ts, old.open, old.high + 2, old.low, old.close, old.volume)
        change = rows.write(connection, number, timeframe, new, "yahoo", revision, at=NOW)
        series_summary.note_change(connection, number, "5m", change, revision, int(old.ts[0]), int(old.ts[0]))
    return int(old.ts[0]), float(old.high[0])


def test_the_data_window_tells_all_of_the_candle_under_the_crosshair(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    options = ChartOptions(zone=ChartZone.UTC, indicators=(indicator("MACD"), indicator("SMA")), compare=("CL=F",))
    window.active.set_options(options)
    rig.settle()
    QTest.keyClick(window.active.view, Qt.Key.Key_D, ALT)
    series = window.active.series
    assert series is not None
    newest = facts(window)
    assert newest["Time"] == "Mon 2026-11-23 21:55 UTC"
    assert (newest["Trade date"], newest["Origin"]) == ("Mon 2026-11-23", "simulated")
    place = point_at(window, 5)
    told, price = facts(window), series.instrument.format_price
    candle = [float(column[place]) for column in series.candles.columns[1:5]]
    assert [told[name] for name in ("Open", "High", "Low", "Close")] == [price(value) for value in candle]
    assert told["Range"] == f"{price(candle[1] - candle[2])} ({round((candle[1] - candle[2]) * 4)} ticks)"
    assert told["Time"].startswith("Mon 2026-11-23 21:30")
    model = window.active.view.model
    assert model is not None
    assert float(told["SMA 20"]) == pytest.approx(model.studies[1].computed.lines["average"][place], abs=0.01)
    assert {"MACD 12 26 9", "Signal", "Histogram", "Compared", "CL=F", "Volume", "Change", "Known"} <= told.keys()
    assert window.data.panel is not None
    window.data.panel.list.copy()
    assert f"High\t{told['High']}" in QGuiApplication.clipboard().text().splitlines()


def test_the_data_window_follows_the_active_chart_and_is_remembered(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    window.data.show_panel(True)
    window.set_layout(ChartLayout.SIDE_BY_SIDE)
    window.cells[1].switch("CL=F", "1d")
    window.activate(1)
    rig.settle()
    assert "CL=F  1d" in facts(window)
    assert "Time" not in facts(window), "a day has no time"
    window.cells[0].view.point(Cursor(50))
    assert "ES=F  5m" in facts(window), "what is pointed at"
    window.activate(1)
    assert "CL=F  1d" in facts(window)
    state = window_from_json(window_to_json(window.state))
    assert state is not None
    assert state.data
    assert window_from_json({**window_to_json(window.state), "data": "yes"}) == replace(state, data=False)
    assert window.data.panel is not None
    window.data.panel.closed.emit()
    assert not window.state.data


def test_the_table_has_a_row_for_each_candle_and_leads_to_the_chart(rig: Rig) -> None:
    window = rig.open("ES=F", "5m")
    table = opened_table(rig, window)
    series, model = window.active.series, table.model
    assert series is not None
    assert model.rowCount() == len(series)
    assert model.series is not None
    assert np.shares_memory(model.series.candles.close, series.candles.close), "nothing is copied"
    close, newest = CandleColumn.CLOSE, series.instrument.format_price(float(series.candles.close[-1]))
    assert model.index(0, close).data() == newest
    table.newest.click()
    assert model.index(model.rowCount() - 1, close).data() == newest
    table._go(20_776)
    first = int(series.days.first[np.searchsorted(series.days.trade_date, 20_776)])
    assert table.table.currentIndex().row() == first
    QTest.keyClick(table.table, Qt.Key.Key_Return)
    assert window.active.view.cursor_at.place == first
    table.following.click()
    place = point_at(window, 7)
    assert table.table.currentIndex().row() == place
    window.active.switch("GC=F", "5m")
    rig.settle()
    assert table.model.rowCount() == 0
    assert "GC=F" in table.empty.text
    window.close()
    assert not table.isVisible()


def test_rows_are_copied_for_a_spreadsheet(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    window = rig.open("ES=F", "5m")
    window.active.set_options(replace(window.active.options, zone=ChartZone.UTC))
    table = opened_table(rig, window)
    series = window.active.series
    assert series is not None
    table.choose(int(series.candles.ts[-2]))
    QTest.keyClick(table.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table.table, Qt.Key.Key_C, CTRL)
    titles, older, newer = (line.split("\t") for line in QGuiApplication.clipboard().text().splitlines())
    assert titles[:3] == ["Time (UTC)", "Trade date", "Open"]
    assert (older[0], newer[0]) == ("2026-11-23 21:45:00", "2026-11-23 21:50:00")
    shown = [table.model.index(1, column).data() for column in CandleColumn]
    assert newer[2:6] == shown[2:6]
    assert (newer[1], newer[6], newer[-2:]) == (shown[1], shown[6].replace(",", ""), shown[-2:])
    monkeypatch.setattr("ohlc_desktop.ui.chart.data.candle_table.MOST_COPIED", 100)
    QGuiApplication.clipboard().clear()
    table.table.selectAll()
    table.copy.click()
    assert f"{len(series):,} rows are too many" in table.note.text
    assert QGuiApplication.clipboard().text() == ""


def test_a_corrected_candle_tells_what_it_was_before(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_TRIES", 2)
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)
    stamp, high = correct(rig, 3)
    window = rig.open("ES=F", "5m")
    table = opened_table(rig, window)
    table.choose(stamp)
    versions = table.details.versions
    rig.until(lambda: versions.rowCount() == 2)
    price = window.active.view.series.instrument.format_price
    assert [versions.index(row, 2).data() for row in range(2)] == [price(high + 2), price(high)]
    assert versions.index(1, 0).data().startswith("Until Mon 2026-11-23 ")
    assert versions.index(1, 2).data(Qt.ItemDataRole.FontRole).bold(), "what differs"
    assert versions.index(1, 1).data(Qt.ItemDataRole.FontRole) is None
    assert "It was corrected once." in table.details.text
    row = table.table.currentIndex().row()
    assert table.model.index(row, CandleColumn.NOTES).data() == "revised by the feed"
    table.noted.click()
    assert table.model.rowCount() == 1, "only what needs attention"
    assert table.table.currentIndex().row() == 0
    table.copy.click()
    assert QGuiApplication.clipboard().text().count("revised by the feed") == 1
    table.noted.click()
    assert table.table.currentIndex().row() == row, "the same candle is chosen"
    inspector = window.active.inspector
    inspector.show_candle(stamp)
    rig.until(lambda: f"until 2026-11-23 {price(float(window.active.view.series.candles.open[-4]))}" in inspector.card.text)
    with closing(sqlite3.connect(rig.profile.database)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE held(x)")
        table.choose(stamp - 300)
        rig.until(lambda: "Another program holds the database" in table.details.text)
        other.rollback()
    table.details.read()
    rig.until(lambda: "It was never corrected." in table.details.text)
