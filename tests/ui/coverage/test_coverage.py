"""The coverage page on real widgets, over a real database that the real importer filled with demo candles."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QHeaderView, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.following.followed import FollowedContract, QuietContract
from ohlc_desktop.core.importing.request import ImportRequest, Trigger, repair_request
from ohlc_desktop.core.importing.state import ImportState, ItemView, Phase
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import verbatim
from ohlc_desktop.core.planning.assess import Assessment
from ohlc_desktop.core.planning.coverage import Answered
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import SOURCES, TIMEFRAMES
from ohlc_desktop.core.voices.counts import KnownCounts
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.importer.engine import run_import
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.profile import Profile
from ohlc_desktop.resource_files import resource
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.i18n import wording, zones
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.sources.source_reading import SeriesWitness
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.reader import SeriesView, views
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources.verdicts import SeriesVerdict
from ohlc_desktop.ui.coverage.cells import COLUMNS, Cell, last_date, percent
from ohlc_desktop.ui.coverage.page import CoveragePage
from ohlc_desktop.ui.coverage.texts import sentence, tooltip
from ohlc_desktop.ui.widgets.labels import ElidedLabel
from ohlc_desktop.ui.widgets.theme import apply_theme, colours
from tests.conftest import Once
from tests.standins.clock import FakeClock
from tests.waiting import wait_until

# The offscreen platform says so of windows with a smallest size and of menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

#: Monday 2026-11-23 22:30 UTC: 17:30 in New York, the day's session is over.
NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC).timestamp()
DAY = 86400
DERIVED_FROM_5M = ("5m", "15m", "30m", "1h", "90m", "2h", "4h", "6h", "8h", "12h")
COLUMN = {timeframe.name: place for place, timeframe in enumerate(COLUMNS)}


def instrument(name: str) -> Instrument:
    """The instrument meant by a name."""
    return load_catalogue(resource("instruments.toml")).resolve(name, date(2026, 11, 23))


@pytest.fixture(scope="module")
def imported(once: Once) -> Path:
    """A database with two instruments, imported once."""
    return once("covered", fill) / "ohlc.sqlite3"


def fill(folder: Path) -> None:
    """Import both."""
    store, clock = open_store(folder / "ohlc.sqlite3", demo=True), FakeClock(NOW)
    tools = Tools(
        store, clock, Settings(), DEMO, lambda _: None,
        threading.Event(),
    )  # fmt: skip
    done = run_import(Order("manual", (instrument("ES"), instrument("CL")), SOURCES), tools)
    store.close()
    assert done.exit_code == 0


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoiled."""
    return Path(shutil.copy(imported, tmp_path / "ohlc.sqlite3"))


def read(path: Path, *names: str, now: float = NOW) -> Snapshot:
    """What the window is shown of a database."""
    store = open_store(path, demo=True)
    watched = tuple(instrument(name) for name in names or ("ES", "CL"))
    found = {(i.symbol, view.timeframe.name): view for i in watched for view in views(store.connection, i, DEMO, now)}
    store.close()
    return Snapshot(now, watched, False, DatabaseState(path), found)


def forget(path: Path, symbol: str, source: str, holes: Sequence[tuple[int, int]] = (), tail: int = 0) -> None:
    """Make a source series as if stretches of it, or its last ``tail`` seconds, had not been answered."""
    store = open_store(path, demo=True)
    piece = series_summary.coverage(store.connection, watchlist.instrument_id(store.connection, symbol), source)[0]
    store.close()
    bounds = [piece.start, *(edge for hole in holes for edge in hole), piece.end - tail]
    answer(
        path, symbol, source, [Answered(*ends, piece.day, True) for ends in zip(bounds[::2], bounds[1::2], strict=True)]
    )


def answer(path: Path, symbol: str, source: str, pieces: Sequence[Answered]) -> None:
    """Make a source series as if just this had been answered."""
    store = open_store(path, demo=True)
    with store.transaction() as connection:
        series_summary.save_coverage(connection, watchlist.instrument_id(connection, symbol), source, pieces)
    store.close()


def fail(path: Path, symbol: str, timeframes: Sequence[str], cause: str, message: str) -> None:
    """Note a failure as the importer does."""
    store = open_store(path, demo=True)
    with store.transaction() as connection:
        series_summary.note_failure(
            connection, watchlist.instrument_id(connection, symbol), timeframes, cause, verbatim(message)
        )
    store.close()


def a_hole(minutes: int, days_ago: int = 12) -> tuple[int, int]:
    """So many minutes in the middle of a session."""
    start = int(NOW) - int(NOW) % DAY - days_ago * DAY + 15 * 3600
    assert datetime.fromtimestamp(start, UTC).weekday() < 5
    return start, start + minutes * 60


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands."""
    return FakeClock(NOW)


@pytest.fixture
def page(qtbot: QtBot, clock: FakeClock) -> Iterator[CoveragePage]:
    """The page on the screen."""
    made = CoveragePage(clock, Settings, YAHOO)
    qtbot.addWidget(made)
    made.resize(1120, 700)
    made.show()
    yield made
    made.hide()


def state(page: CoveragePage, symbol: str, timeframe: str) -> str:
    """The state that a cell shows."""
    place = page.model.place((symbol, timeframe))
    return page.model.cell(place.row(), place.column()).state


def choose(page: CoveragePage, symbol: str, *timeframes: str) -> None:
    """Select cells of an instrument; no second click is waited for."""
    page._unfold.setInterval(0)
    places = [page.model.place((symbol, name)) for name in timeframes]
    page.matrix.setCurrentIndex(places[0])
    for place in places[1:]:
        page.matrix.selectionModel().select(place, page.matrix.selectionModel().SelectionFlag.Select)


def texts(widget: QWidget) -> str:
    """Everything that a widget says at the moment."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def running(*items: tuple[str, str, ItemState]) -> ImportState:
    """An import at work on these."""
    made = {(symbol, name): ItemView(symbol, name, at) for symbol, name, at in items}
    return ImportState(Phase.RUNNING, "manual", items=made)


# -- what is complete -----------------------------------------------------------------------------------


def test_a_complete_store_is_seen_at_a_glance(page: CoveragePage, imported: Path) -> None:
    page.show_snapshot(read(imported))
    assert "All 34 series are complete" in texts(page)
    assert page.legend.text("complete") == "complete 34"
    assert {cell.main for cell in page.model.every_cell()} == {"100\u202f%"}
    assert not page.repair_all.isEnabled()
    assert page.repair_all.text() == "Nothing to repair"


def test_one_missing_candle_is_never_rounded_away(page: CoveragePage, database: Path) -> None:
    forget(database, "ES=F", "5m", [a_hole(5)])
    page.show_snapshot(read(database))
    states = {name: state(page, "ES=F", name) for name in TIMEFRAMES}
    assert {name for name, found in states.items() if found == "partial"} == set(DERIVED_FROM_5M)
    place = page.model.place(("ES=F", "5m"))
    assert page.model.cell(place.row(), place.column()).main == "99\u202f%"
    assert "10 of 34 series are not complete" in texts(page)
    tip = place.data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("ES=F 5m: partial\n99.99\u202f% complete. Missing: 1 of ")


@pytest.mark.parametrize(
    ("expected", "missing", "digits", "text"),
    [(1000, 0, 0, "100\u202f%"), (1000, 1, 0, "99\u202f%"), (100_000, 1, 2, "99.99\u202f%"), (3, 3, 0, "0\u202f%"), (0, 0, 0, "–"), (None, None, 0, "–")],
)  # fmt: skip
def test_percentages_round_down(expected: int | None, missing: int | None, digits: int, text: str) -> None:
    assert percent(expected, missing, digits) == text


def test_stale_failed_and_empty_series_differ_in_mark_word_and_text(page: CoveragePage, database: Path) -> None:
    forget(database, "ES=F", "1m", tail=3 * DAY)
    forget(database, "CL=F", "1d", tail=4 * DAY)
    fail(database, "CL=F", ["1d", "1wk"], "timeout", "Yahoo did not answer within 20 s.")
    page.show_snapshot(read(database, "ES", "CL", "GC"))
    assert state(page, "ES=F", "1m") == "stale"
    assert state(page, "CL=F", "1d") == "failed"
    assert state(page, "GC=F", "5m") == "empty"
    assert page.legend.text("empty") == f"empty {len(TIMEFRAMES)}"
    assert len({found.severity for found in (CoverageState.STALE, CoverageState.FAILED, CoverageState.EMPTY)}) == 3
    assert len({shown(found.word) for found in CoverageState}) == len(CoverageState)
    spoken = page.model.place(("ES=F", "1m")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("ES=F 1m: stale, ")


def test_what_has_no_calendar_is_counted_instead(page: CoveragePage, imported: Path) -> None:
    found = read(imported, "ES", "AAPL")
    as_share = {
        ("AAPL", name): replace(view, instrument=instrument("AAPL"), assessment=None)
        for (symbol, name), view in found.series.items()
        if symbol == "ES=F"
    }
    page.show_snapshot(replace(found, series={**found.series, **as_share}))
    row = page.model.row(1)
    assert row[COLUMN["1m"]].main == "6k"
    assert row[COLUMN["1d"]].main == str(row[COLUMN["1d"]].candles)


def test_timeframes_that_the_settings_do_not_want_are_off(qtbot: QtBot, clock: FakeClock, database: Path) -> None:
    forget(database, "ES=F", "1m", tail=3 * DAY)
    page = CoveragePage(clock, lambda: Settings(timeframes=("1h", "1d")), YAHOO)
    qtbot.addWidget(page)
    page.show_snapshot(read(database))
    assert state(page, "ES=F", "1m") == state(page, "CL=F", "2m") == "off"
    assert "All 30 series are complete" in texts(page)
    assert not page.repair_all.isEnabled()


# -- ages -----------------------------------------------------------------------------------------------


def test_ages_count_from_the_end_of_the_newest_candle(page: CoveragePage, imported: Path) -> None:
    page.show_snapshot(read(imported))
    row = page.model.row(0)
    # 17:00 New York was half an hour ago, for the short last candle of 12h as well
    assert {row[COLUMN[name]].age for name in ("1m", "5m", "1h", "12h", "1d")} == {"30 min"}
    assert row[COLUMN["1wk"]].age == "3 d"


def test_what_has_just_ended_is_not_called_old(page: CoveragePage, clock: FakeClock, imported: Path) -> None:
    def line() -> str:
        page.show_snapshot(read(imported))
        return next(label.whole for label in page.findChildren(ElidedLabel) if "newest" in label.whole)

    assert line().endswith("newest 30 min old")
    clock.advance(-1800 + 30)
    assert line().endswith("newest ended just now")


def test_ages_grow_while_the_page_is_looked_at_and_rest_while_it_is_not(
    qtbot: QtBot, page: CoveragePage, clock: FakeClock, imported: Path
) -> None:
    page.show_snapshot(read(imported))
    clock.advance(2 * 3600)
    page.hide()
    assert not [timer for timer in page.findChildren(QTimer) if timer.isActive()]
    assert page.model.row(0)[0].age == "30 min"
    page.show()
    assert page.model.row(0)[0].age == "2 h"
    assert [timer.interval() >= 1000 for timer in page.findChildren(QTimer) if timer.isActive()] == [True]


@pytest.mark.parametrize(
    ("timeframe", "stamp", "last"),
    [
        ("1d", "2026-11-23", "2026-11-23"),
        ("1wk", "2026-11-16", "2026-11-20"),
        ("1mo", "2026-12-01", "2026-12-31"),
        ("1mo", "2028-02-01", "2028-02-29"),
        ("3mo", "2026-10-01", "2026-12-31"),
    ],
)
def test_the_last_day_of_a_candle(timeframe: str, stamp: str, last: str) -> None:
    seconds = int(datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp())
    assert last_date(seconds, TIMEFRAMES[timeframe]).isoformat() == last


# -- changes --------------------------------------------------------------------------------------------


def test_only_changed_cells_are_told(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    page.show_snapshot(read(database))
    told: list[tuple[int, int, int, int]] = []
    resets: list[int] = []
    page.model.dataChanged.connect(lambda a, b: told.append((a.row(), a.column(), b.row(), b.column())))
    page.model.modelReset.connect(lambda: resets.append(1))
    page.show_snapshot(read(database))
    assert told == []
    forget(database, "CL=F", "5m", [a_hole(5)])
    page.show_snapshot(read(database))
    assert told == [(1, COLUMN["5m"], 1, COLUMN["12h"])]
    assert resets == []


def test_a_request_on_its_way_marks_what_it_brings_and_nothing_else(page: CoveragePage, imported: Path) -> None:
    page.show_snapshot(read(imported))
    page.show_import(running(("ES=F", "5m", ItemState.FETCHING), ("CL=F", "5m", ItemState.WAITING)))
    marked = {cell.key for cell in page.model.every_cell() if cell.state == "importing"}
    assert marked == {("ES=F", name) for name in DERIVED_FROM_5M}
    assert page.legend.text("importing") == "importing 10"
    page.show_import(ImportState(Phase.ENDED))
    assert {cell.state for cell in page.model.every_cell()} == {"complete"}
    assert page.legend.text("importing") == "importing 0"


def test_nothing_blocks_the_screen_with_fifty_instruments(page: CoveragePage, imported: Path) -> None:
    found = read(imported)
    many = [replace(instrument("ES"), symbol=f"S{number}=F") for number in range(50)]
    filled = {(i.symbol, name): replace(found.series["ES=F", name], instrument=i) for i in many for name in TIMEFRAMES}
    page.resize(1280, 2000)
    page.show_snapshot(replace(found, watched=tuple(many), series=filled))
    assert page.matrix.viewport().height() >= 50 * page.matrix.rowHeight(0)

    def show(number: int) -> None:
        page.model.show_time(NOW + number * DAY)
        page.matrix.viewport().repaint()

    def write(_: int) -> None:
        painter = QPainter(sheet)
        for number in range(50 * 18):
            painter.drawText(8 * (number % 18), number // 18, "100 %")
        painter.end()

    sheet = QPixmap(page.matrix.size())
    assert cost(show) < 20 * cost(write)  # of texts alone: 50 ms where those take 2.5


def cost(action: Callable[[int], None]) -> float:
    """Seconds of the processor that an action takes at best."""
    found = []
    for number in range(1, 6):
        began = time.thread_time()
        action(number)
        found.append(time.thread_time() - began)
    return min(found)


# -- details --------------------------------------------------------------------------------------------


def test_details_tell_what_is_missing_and_why(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    forget(database, "CL=F", "5m", [a_hole(10, 13), a_hole(60, 12)])
    fail(database, "CL=F", ["5m"], "timeout", "Yahoo did not answer within 20 s, four times.")
    page.show_snapshot(read(database))
    choose(page, "CL=F", "5m")
    wait_until(qtbot, page.details.isVisible, 20_000)
    said = texts(page.details)
    assert "CL=F  5m" in said
    assert "Missing: 14 of " in said
    assert "Last error: Yahoo did not answer within 20 s, four times." in said
    assert "longer request timeout" in said
    windows = page.details.windows
    assert windows.rowCount() == 2
    assert [windows.index(row, 1).data() for row in (0, 1)] == ["1 h 0 min", "10 min 0 s"]
    assert windows.index(0, 0).data() == _window_here("2026-11-11T15:00", 60)


def test_missing_days_are_trade_dates_without_a_zone(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    monday = int(datetime(2026, 10, 12, tzinfo=UTC).timestamp())
    forget(database, "ES=F", "1d", [(monday, monday + 2 * DAY)])
    page.show_snapshot(read(database))
    choose(page, "ES=F", "1d")
    wait_until(qtbot, page.details.isVisible, 20_000)
    windows = page.details.windows
    assert [windows.index(0, column).data() for column in range(2)] == ["Mon 2026-10-12 – Tue 2026-10-13", ""]
    assert page.details.table.isColumnHidden(1)


def test_times_are_told_in_the_zone_that_the_user_chose(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    zones.choose("NEW_YORK")
    try:
        forget(database, "ES=F", "5m", [a_hole(10)])
        page.show_snapshot(read(database))
        choose(page, "ES=F", "5m")
        wait_until(qtbot, page.details.isVisible, 20_000)
        windows = page.details.windows
        assert [windows.index(0, column).data() for column in range(2)] == [
            "Wed 2026-11-11 10:00 – 10:10",
            "10 min 0 s",
        ]
        assert "Mon 2026-11-23 16:55" in texts(page.details)  # of the newest candle; the zone is told by the window
    finally:
        zones.choose("LOCAL")


def test_several_series_are_summed_up(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    forget(database, "ES=F", "5m", [a_hole(10)])
    page.show_snapshot(read(database))
    page._unfold.setInterval(0)
    page.matrix.selectRow(0)
    wait_until(qtbot, page.details.isVisible, 20_000)
    assert "17 series" in texts(page.details)
    assert "10 partial, 7 complete" in texts(page.details)
    assert not page.details.table.isVisible()


def test_details_lead_to_the_contract_that_is_traded(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    snapshot = read(database)
    quiet = QuietContract("CL=F", "CLZ26.NYM", "CLF27.NYM", (40, 160_000), 5)
    follows = FollowedContract("CLZ26.NYM", True, quiet=quiet)
    key = "CL=F", "1wk"
    page.show_snapshot(
        replace(snapshot, series={**snapshot.series, key: replace(snapshot.series[key], follows=follows)})
    )
    page.select(*key)
    wait_until(qtbot, page.details.isVisible, 20_000)
    assert "Follows CLZ26.NYM, proven by that contract's candles. CL=F follows CLZ26.NYM, which" in texts(page.details)
    assert page.details.active.text() == "Show CLF27.NYM"
    with qtbot.waitSignal(page.chart_wanted) as asked:
        page.details.active.click()
    assert asked.args == ["CLF27.NYM", "1wk"]
    page.select("CL=F", "1d")
    assert not page.details.active.isVisible()


def test_details_follow_the_store(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    forget(database, "ES=F", "5m", [a_hole(10)])
    page.show_snapshot(read(database))
    choose(page, "ES=F", "5m")
    wait_until(qtbot, page.details.isVisible, 20_000)
    assert "Missing: 2 of " in texts(page.details)
    start = int(NOW) - 60 * DAY
    answer(database, "ES=F", "5m", [Answered(start, int(NOW), int(NOW) // DAY, True)])
    page.show_snapshot(read(database))
    assert "expected candles are stored, or were never traded." in texts(page.details)
    assert not page.details.repair.isEnabled()


# -- repair ---------------------------------------------------------------------------------------------


def test_repair_asks_for_the_selected_series_that_are_not_complete(
    qtbot: QtBot, page: CoveragePage, database: Path
) -> None:
    forget(database, "ES=F", "5m", [a_hole(10)])
    page.show_snapshot(read(database))
    choose(page, "ES=F", "15m", "1m", "5m")
    assert page.details.repair.text() == "&Repair 2 series"
    assert page.details.repair.toolTip() == "Asks the feed only for what is missing in ES=F, as 5m candles."
    with qtbot.waitSignal(page.import_wanted) as heard:
        qtbot.keyClick(page.matrix, Qt.Key.Key_R)
    assert heard.args == [repair_request([("ES=F", "5m")])]
    choose(page, "CL=F", "1m")
    with qtbot.assertNotEmitted(page.import_wanted):
        qtbot.keyClick(page.matrix, Qt.Key.Key_R)
    assert page.details.repair.text() == "Nothing to repair"


def test_a_repair_of_two_series_is_not_for_both_instruments_in_both_timeframes(
    qtbot: QtBot, page: CoveragePage, database: Path
) -> None:
    for symbol in ("ES=F", "CL=F"):
        forget(database, symbol, "1m", tail=DAY)
        forget(database, symbol, "1d", tail=4 * DAY)
    page.show_snapshot(read(database))
    for symbol, name in (("ES=F", "1m"), ("CL=F", "1d")):
        where = page.matrix.visualRect(page.model.place((symbol, name))).center()
        control = Qt.KeyboardModifier.ControlModifier
        qtbot.mouseClick(page.matrix.viewport(), Qt.MouseButton.LeftButton, control, where)
    assert page.details.repair.text() == "&Repair 2 series"
    with qtbot.waitSignal(page.import_wanted) as heard:
        page.details.repair.click()
    assert heard.args == [ImportRequest(Trigger.REPAIR, series=(("ES=F", "1m"), ("CL=F", "1d")))]


def test_repair_all_leaves_out_no_instrument_that_is_filtered_away(
    qtbot: QtBot, page: CoveragePage, database: Path
) -> None:
    forget(database, "ES=F", "1m", tail=DAY)
    forget(database, "CL=F", "1d", tail=4 * DAY)
    page.show_snapshot(read(database))
    page.filter.setText("crude")
    count = page.model.totals.incomplete
    assert page.repair_all.text() == f"Repair &all {count}"
    with qtbot.waitSignal(page.import_wanted) as heard:
        qtbot.mouseClick(page.repair_all, Qt.MouseButton.LeftButton)
    assert heard.args == [repair_request([("ES=F", "1m"), ("CL=F", "1d")])]


def test_rows_and_columns_have_a_repair_of_their_own(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    forget(database, "CL=F", "5m", [a_hole(10)])
    page.show_snapshot(read(database))

    def press(header: QHeaderView, where: QPoint, text: str) -> list[object]:
        header.customContextMenuRequested.emit(where)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(a for a in menu.actions() if a.text() == text)
        with qtbot.waitSignal(page.import_wanted) as heard:
            action.trigger()
        menu.close()
        return list(heard.args or [])

    rows, columns = page.matrix.verticalHeader(), page.matrix.horizontalHeader()
    below = QPoint(5, rows.sectionViewportPosition(1) + 5)
    assert press(rows, below, "&Repair CL=F: 10 series") == [repair_request([("CL=F", "5m")])]
    beside = QPoint(columns.sectionViewportPosition(COLUMN["1h"]) + 5, 5)
    assert press(columns, beside, "&Repair 1h: 1 series") == [repair_request([("CL=F", "1h")])]


def test_the_menu_of_a_cell_repairs_its_row_and_column_too(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    forget(database, "CL=F", "5m", [a_hole(10)])
    page.show_snapshot(read(database))

    def repairs(symbol: str, timeframe: str) -> list[str]:
        page.matrix.customContextMenuRequested.emit(
            page.matrix.visualRect(page.model.place((symbol, timeframe))).center()
        )
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found = [action.text() for action in menu.actions() if "epair" in action.text()]
        menu.close()
        return found

    assert repairs("CL=F", "1m") == ["Nothing to repair", "Repair &instrument CL=F: 10 series"]
    assert repairs("ES=F", "1h") == ["Nothing to repair", "Repair &timeframe 1h: 1 series"]
    assert repairs("CL=F", "5m") == [
        "&Repair 1 series", "Repair &instrument CL=F: 10 series", "Repair &timeframe 5m: 1 series"
    ]  # fmt: skip


def test_nothing_is_repaired_while_an_import_runs(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    forget(database, "ES=F", "5m", [a_hole(10)])
    page.show_snapshot(read(database))
    choose(page, "ES=F", "5m")
    page.show_import(running(("CL=F", "1d", ItemState.FETCHING)))
    assert not page.repair_all.isEnabled()
    assert not page.details.repair.isEnabled()
    assert "import is running" in page.repair_all.toolTip()
    with qtbot.assertNotEmitted(page.import_wanted):
        qtbot.keyClick(page.matrix, Qt.Key.Key_R)
    page.show_import(ImportState(Phase.ENDED))
    assert page.repair_all.isEnabled()
    assert page.details.repair.isEnabled()


# -- keyboard and mouse ---------------------------------------------------------------------------------


def test_the_keyboard_reaches_everything(qtbot: QtBot, page: CoveragePage, database: Path) -> None:
    forget(database, "ES=F", "5m", [a_hole(10)])
    page.show_snapshot(read(database))
    page.activateWindow()
    page.setFocus()
    wait_until(qtbot, page.matrix.hasFocus, 20_000)
    page.matrix.setCurrentIndex(page.model.place(("ES=F", "2m")))
    qtbot.keyClick(page.matrix, Qt.Key.Key_Right)
    qtbot.keyClick(page.matrix, Qt.Key.Key_Return)
    assert page.details.isVisible()
    assert page.details.table.hasFocus()
    qtbot.keyClick(page.matrix, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.matrix.selected_cells()) == 2 * len(TIMEFRAMES)
    qtbot.keyClick(page.matrix, Qt.Key.Key_Escape)
    assert not page.details.isVisible()
    qtbot.keyClick(page.matrix, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filter.hasFocus()


def test_a_double_click_opens_the_chart_and_nothing_moves_before_it(
    qtbot: QtBot, page: CoveragePage, imported: Path
) -> None:
    page.show_snapshot(read(imported, "ES", "CL", "GC"))
    place = page.matrix.visualRect(page.model.place(("CL=F", "15m"))).center()
    height = page.matrix.height()
    viewport = page.matrix.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert page.matrix.height() == height
    with qtbot.waitSignal(page.chart_wanted) as heard:
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == ["CL=F", "15m"]
    page._unfold.setInterval(0)
    empty = page.matrix.visualRect(page.model.place(("GC=F", "15m"))).center()
    with qtbot.assertNotEmitted(page.chart_wanted):
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=empty)
    wait_until(qtbot, page.details.isVisible, 20_000)


def test_the_filter_keeps_the_selection_and_says_when_nothing_matches(page: CoveragePage, imported: Path) -> None:
    page.show_snapshot(read(imported))
    choose(page, "CL=F", "1d", "1wk")
    page.filter.setText("CRUDE")
    assert [cell.key for cell in page.matrix.selected_cells()] == [("CL=F", "1d"), ("CL=F", "1wk")]
    page.filter.setText("zzz")
    assert "No instrument of the watchlist matches." in texts(page)
    page.filter.clear()
    assert page.model.rowCount() == 2
    assert "No instrument" not in texts(page)


def test_a_series_asked_for_from_elsewhere_is_shown_whatever_is_filtered(page: CoveragePage, imported: Path) -> None:
    page.select("CL=F", "1d")  # the page was made for it, the store is still being read
    page.show_snapshot(read(imported))
    assert [cell.key for cell in page.matrix.selected_cells()] == [("CL=F", "1d")]
    assert page.details.isVisible()
    page.filter.setText("ES")
    page.select("CL=F", "5m")
    assert page.filter.text() == ""
    assert [cell.key for cell in page.matrix.selected_cells()] == [("CL=F", "5m")]
    page.filter.setText("ES")
    page.select("ES=F", "1m")
    assert page.filter.text() == "ES"
    page.select("GC=F", "1m")
    assert "No instrument of the watchlist matches." in texts(page)


def test_screen_readers_hear_what_the_details_say(page: CoveragePage, imported: Path) -> None:
    page.show_snapshot(read(imported))
    page.select("ES=F", "1d")
    spoken = [label.accessibleName() for label in page.details.findChildren(QLabel)]
    assert any(text.startswith("State of the series: All ") for text in spoken)


def test_every_control_has_a_name_for_screen_readers(page: CoveragePage, imported: Path) -> None:
    page.show_snapshot(read(imported))
    choose(page, "ES=F", "1m")
    controls = [page.matrix, page.filter, page.repair_all, page.details.repair, page.details.table, page.start.button]
    assert all(control.accessibleName() for control in controls)
    assert page.details.chart.text()


# -- empty and broken -----------------------------------------------------------------------------------


def first_start(*names: str) -> Snapshot:
    """A profile into which nothing was ever imported."""
    watched = tuple(map(instrument, names))
    empty = {(one.symbol, name): SeriesView(one, tf, None, None) for one in watched for name, tf in TIMEFRAMES.items()}
    return Snapshot(NOW, watched, True, DatabaseState(Path("ohlc.sqlite3")), empty)


def test_the_first_start_says_what_will_be_downloaded(qtbot: QtBot, page: CoveragePage) -> None:
    page.show_snapshot(first_start("ES", "NQ", "YM", "RTY", "MNQ", "CL", "GC"))
    said = texts(page.start)
    assert page.start.isVisible()
    assert "ES=F, NQ=F, YM=F, RTY=F, MNQ=F, CL=F, GC=F (7)" in said
    assert "about 30, at most 2 a second" in said
    assert "about 15 s" in said
    with qtbot.waitSignal(page.import_wanted) as heard:
        qtbot.mouseClick(page.start.button, Qt.MouseButton.LeftButton)
    assert heard.args == [ImportRequest()]
    page.show_import(running(("ES=F", "1d", ItemState.FETCHING)))
    assert not page.start.isVisible()
    assert state(page, "ES=F", "1wk") == "importing"
    assert state(page, "ES=F", "1m") == "empty"


def test_the_demo_does_not_claim_to_download(qtbot: QtBot, clock: FakeClock) -> None:
    page = CoveragePage(clock, Settings, DEMO)
    qtbot.addWidget(page)
    page.show()
    page.show_snapshot(first_start("ES"))
    assert "Yahoo" not in texts(page.start)
    assert "nothing is downloaded" in texts(page.start)


def test_an_empty_watchlist_says_where_to_add_instruments(page: CoveragePage) -> None:
    page.show_snapshot(first_start())
    assert "The watchlist is empty. Add instruments on the page Watchlist." in texts(page)
    assert not page.start.isVisible()


def test_a_broken_database_is_told_over_the_last_known_matrix(page: CoveragePage, imported: Path) -> None:
    found = read(imported)
    broken = replace(found.database, problem="The file is damaged.", fix="Put a backup in its place.")
    page.show_snapshot(replace(found, database=broken))
    assert "The database cannot be read" in texts(page)
    assert "The file is damaged. Put a backup in its place." in texts(page)
    assert page.model.rowCount() == 2


def test_an_open_page_takes_on_another_theme(qapp: QApplication, page: CoveragePage, imported: Path) -> None:
    page.show_snapshot(read(imported))
    try:
        for name, dark in (("DARK", True), ("LIGHT", False)):
            apply_theme(qapp, name)
            qapp.processEvents()
            picture = page.matrix.viewport().grab().toImage()
            corner = QColor(picture.pixel(2, page.matrix.rowHeight(0) - 3))
            assert (corner.lightness() < 128) is dark
            assert (page.legend.findChildren(QLabel)[0].palette().windowText().color().lightness() > 128) is dark
    finally:
        apply_theme(qapp, "SYSTEM")
        qapp.processEvents()


def _window_here(start: str, minutes: int) -> str:
    """A stretch of time that begins at ``start`` (UTC), as it is told in the machine's zone."""
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    return f"{begin.astimezone():%a %Y-%m-%d %H:%M} – {(begin + timedelta(minutes=minutes)).astimezone():%H:%M}"


# -- contracts that have ended ----------------------------------------------------------------------------


def test_an_ended_contract_is_complete_and_says_when_it_ended(page: CoveragePage, database: Path) -> None:
    with closing(open_store(database, demo=True)) as store:
        clock = FakeClock(NOW)
        tools = Tools(
            store, clock, Settings(), DEMO, lambda _: None,
            threading.Event(),
        )  # fmt: skip
        assert run_import(Order("manual", (instrument("CLZ26.NYM"),), SOURCES), tools).exit_code == 0
    page.show_snapshot(read(database, "CLZ26.NYM", now=NOW + 20 * DAY))
    assert {state(page, "CLZ26.NYM", name) for name in TIMEFRAMES} == {"complete"}
    place = page.model.place(("CLZ26.NYM", "1h"))
    assert page.model.cell(place.row(), place.column()).below == ("ended",)
    told = "CLZ26.NYM ended on 2026-11-20; nothing newer can come."
    assert told in place.data(Qt.ItemDataRole.ToolTipRole)
    choose(page, "CLZ26.NYM", "1h")
    assert told in texts(page.details)
    assert not page.repair_all.isEnabled()


# -- how well candles are known -------------------------------------------------------------------------


def doubt(path: Path, symbol: str, timeframe: str, suspect: int = 0, disputed: int = 0, agreed: int = 0) -> None:
    """Say of so many of the newest candles of a series how well they are known, as the importer does."""
    told = [Confidence.SUSPECT] * suspect + [Confidence.DISPUTED] * disputed + [Confidence.AGREED] * agreed
    store = open_store(path, demo=True)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, symbol)
        ts = rows.read_rows(connection, number, TIMEFRAMES[timeframe], 0, 2**62).ts[-len(told) :]
        levels.write(connection, number, TIMEFRAMES[timeframe], ts, CandleConfidence(ts, np.array(told, dtype=np.int8)))
    store.close()


def drawn(page: CoveragePage, symbol: str, timeframe: str) -> QColor:
    """The middle of the mark at the end of a cell's second line."""
    view, lines = page.matrix, page.matrix.text_lines
    rect = view.visualRect(page.model.place((symbol, timeframe)))
    below = lines.above(rect.height()) + lines.second_top + lines.second_height // 2
    return view.viewport().grab().toImage().pixelColor(rect.topRight() + QPoint(-6, below))


def colours_of(page: CoveragePage, symbol: str, timeframe: str) -> set[str]:
    """All colours that are seen in a cell, but for the lines between cells."""
    rect = page.matrix.visualRect(page.model.place((symbol, timeframe))).adjusted(1, 0, 0, -1)
    image = page.matrix.viewport().grab(rect).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_what_is_complete_recedes_and_cells_grow_with_the_room(page: CoveragePage, database: Path) -> None:
    forget(database, "ES=F", "5m", [a_hole(5)])
    page.resize(1600, 700)
    page.show_snapshot(read(database))
    page.matrix.grab()
    c, view = colours(page), page.matrix
    loud = {c.ok.name(), c.attention.name(), c.attention_soft.name(), c.failing.name()}
    assert state(page, "CL=F", "5m") == "complete"
    assert not loud & colours_of(page, "CL=F", "5m")
    assert {c.attention.name(), c.attention_soft.name()} <= colours_of(page, "ES=F", "5m")  # and a word and a shape
    assert sum(view.columnWidth(column) for column in range(view.model().columnCount())) == view.viewport().width()
    assert view.rowHeight(0) > view.text_lines.height
    assert "failed 0" not in [
        label.text() for label in page.legend.findChildren(QLabel) if not label.isHidden() and label.isVisibleTo(page)
    ]


@pytest.mark.parametrize(
    ("suspect", "disputed", "told"),
    [
        (2, 0, "Suspect candles: 2. The chart marks them and shows what was said."),
        (0, 1, "Disputed candles: 1. The chart marks them and shows what was said."),
        (2, 1, "Suspect candles: 2, disputed: 1. The chart marks them and shows what was said."),
    ],
)
def test_a_series_with_doubtful_candles_says_so_and_keeps_its_state(
    page: CoveragePage, database: Path, suspect: int, disputed: int, told: str
) -> None:
    page.show_snapshot(read(database))
    assert (page.legend.doubtful, drawn(page, "ES=F", "5m")) == ("", colours(page).base)
    doubt(database, "ES=F", "5m", suspect, disputed)
    page.show_snapshot(read(database))
    assert state(page, "ES=F", "5m") == "complete"
    assert page.legend.text("complete") == "complete 34"
    assert page.legend.doubtful == "doubtful 1"
    place = page.model.place(("ES=F", "5m"))
    assert told in place.data(Qt.ItemDataRole.ToolTipRole)
    assert told in place.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Disputed" not in page.model.place(("CL=F", "5m")).data(Qt.ItemDataRole.ToolTipRole)
    assert f"Disputed or suspect: {suspect + disputed}" in page.summary.findChild(ElidedLabel).whole
    ground = colours(page).attention if suspect else colours(page).base
    assert drawn(page, "ES=F", "5m") == ground  # filled, or hollow
    assert drawn(page, "CL=F", "5m") == colours(page).base
    choose(page, "ES=F", "5m")
    assert told in texts(page.details)
    choose(page, "ES=F", "5m", "1d")
    assert told in texts(page.details)


def test_the_details_count_how_well_the_candles_are_known(qtbot: QtBot, database: Path, clock: FakeClock) -> None:
    """With the real store service behind the page, as the window connects them."""
    doubt(database, "ES=F", "5m", 1, 2, 300)
    work = BackgroundWorker("store")
    store_service = StoreService(Profile(database.parent, demo=True), clock, work, Settings)
    page = CoveragePage(clock, Settings, YAHOO)
    qtbot.addWidget(page)
    asked: list[tuple[str, str]] = []

    def count(symbol: str, timeframe: str) -> None:
        asked.append((symbol, timeframe))
        store_service.known(symbol, timeframe, partial(page.show_known, symbol, timeframe))

    page.known_wanted.connect(count)
    page.show_snapshot(read(database))
    choose(page, "ES=F", "5m")
    value = page.details._values["known"]
    single = page.model.view_of(("ES=F", "5m")).count - 303
    expected = f"agreed 300  ·  single {wording.count(single)}  ·  chosen 0  ·  disputed 2  ·  suspect 1"
    wait_until(qtbot, lambda: value.whole == expected, 20_000)
    page.show_snapshot(read(database))  # nothing has happened to the series
    assert asked == [("ES=F", "5m")]
    choose(page, "CL=F", "1d")
    assert value.whole == "…"
    page.show_known("ES=F", "5m", KnownCounts(7))  # too late
    assert value.whole == "…"
    wait_until(qtbot, lambda: value.whole.startswith("agreed 0  ·  single "), 20_000)
    store = open_store(database, demo=True)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "CL=F")
        series_summary.note_assessment(connection, number, "1d", Assessment(1, 0, 0, ()), NOW + 1)
    store.close()
    page.show_snapshot(read(database))
    assert asked == [("ES=F", "5m"), ("CL=F", "1d"), ("CL=F", "1d")]
    work.stop()


def test_what_is_not_served_is_explained_and_nothing_to_repair(qapp: QApplication) -> None:
    cell = Cell(
        "ES=F",
        "5m",
        CoverageState.COMPLETE,
        CoverageState.COMPLETE,
        100,
        105,
        0,
        None,
        "100\u202f%",
        "1 h",
        unserved=3,
        silent=2,
    )
    view = SeriesView(instrument("ES"), TIMEFRAMES["5m"], None, None)
    for told in (sentence(cell, view, YAHOO), tooltip(cell, view, "ES=F", YAHOO)):
        assert f"Not served: 3 expected candles. {YAHOO.habits}" in told
        assert f"Not traded or not served: 2 expected candles. {YAHOO.silence}" in told
    assert not cell.repairable
    plain = cell._replace(unserved=0, silent=0)
    assert "served" not in sentence(plain, view, YAHOO).lower()


def test_the_details_tell_how_several_sources_agree(qtbot: QtBot, database: Path, clock: FakeClock) -> None:
    page = CoveragePage(clock, Settings, YAHOO)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.show_snapshot(read(database))
    choose(page, "ES=F", "5m")
    value = page.details._values["witness"]
    day = int(NOW // DAY)
    page.show_witness("ES=F", "5m", SeriesWitness(SeriesVerdict(("kibot", "yahoo"), 14, 12, 3, 0.5), (day,)))
    assert value.whole == (
        "3 candles differ, by at most 2 ticks  ·  12 of 14 sessions equal in kibot, Yahoo"
        "  ·  taken back by the feed, stays: Mon 2026-11-23"
    )
    page.show_witness("CL=F", "1d", SeriesWitness(SeriesVerdict(("kibot", "yahoo"), 1, 1)))  # not the one shown
    assert value.whole.startswith("3 candles")
    choose(page, "CL=F", "1d")
    page.show_witness("CL=F", "1d", SeriesWitness(SeriesVerdict(("yahoo",))))
    assert value.whole == "one source: Yahoo"
    page.show_witness("CL=F", "1d", SeriesWitness(SeriesVerdict(("kibot", "yahoo"), 7, 7), tuple(range(day - 4, day))))
    assert value.whole == "7 of 7 sessions equal in kibot, Yahoo  ·  4 days taken back by the feed, they stay"
