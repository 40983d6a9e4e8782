"""The watchlist page over a real store: adding, pasting, ordering, removing, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.following.followed import NamedContract
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.hub.reading import SharedWatchlist
from ohlc_desktop.profile import Profile, import_lock
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_reader, open_store
from ohlc_desktop.store.evidence import followed
from ohlc_desktop.store.series import candles, series_summary
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.watchlist.page import WatchlistPage
from ohlc_desktop.ui.watchlist.rows import WatchlistColumn, moved
from ohlc_desktop.ui.widgets.theme import colours
from tests.standins.clock import FakeClock
from tests.store.test_following import days
from tests.waiting import wait_until

NOW = 1_795_558_000.0  # 2026-11-24, a Tuesday
MONDAY = 20_780 * 86_400
START = ["NQ=F", "ES=F", "GC=F", "CL=F"]


class WatchlistBench:
    """A page wired to a store service over a store, as the window wires them."""

    def __init__(self, folder: Path, symbols: list[str], stored: dict[str, int]) -> None:
        self.profile, self.clock = Profile(folder), FakeClock(NOW)
        folder.mkdir()
        self._fill(symbols, stored)
        self.work = BackgroundWorker("store")
        self.store_service = StoreService(self.profile, self.clock, self.work, Settings)
        self.page = WatchlistPage(YAHOO)
        self.wanted: list[tuple[list[str], list[str]]] = []
        self._connect()

    def _fill(self, symbols: list[str], stored: dict[str, int]) -> None:
        with closing(open_store(self.profile.database, False)) as store, store.transaction() as connection:
            watchlist.set_watchlist(connection, symbols)
            for symbol, count in stored.items():
                number = watchlist.instrument_id(connection, symbol)
                ones = [1.0] * count
                block = make([60 * n for n in range(count)], ones, ones, ones, ones, [1] * count)
                change = candles.write(connection, number, TIMEFRAMES["1m"], block, "yahoo", 1)
                series_summary.note_change(connection, number, "1m", change, 1, 0, 60 * (count - 1))

    def _connect(self) -> None:
        page, store_service = self.page, self.store_service
        store_service.changed.connect(page.show_snapshot)
        page.resolve_wanted.connect(lambda text: store_service.resolve(text, page.show_resolved))
        page.catalogue_wanted.connect(lambda: store_service.catalogue(page.set_catalogue))
        page.watch_wanted.connect(lambda symbols, gone: self.wanted.append((symbols, gone)))
        page.watch_wanted.connect(lambda symbols, gone: store_service.watch(symbols, gone, failed=page.show_refused))

    def shown(self) -> list[str]:
        return [row.symbol for row in self.page.model.rows]

    def stored(self) -> list[str]:
        with closing(open_reader(self.profile.database, False)) as store:
            return watchlist.watchlist(store.connection)

    def candles(self, symbol: str) -> int:
        with closing(open_reader(self.profile.database, False)) as store:
            found = store.connection.execute("SELECT count(*) FROM candles WHERE symbol=?", (symbol,))
            return int(found.fetchone()[0])

    def choose(self, *symbols: str) -> None:
        model = self.page.table.selectionModel()
        model.clearSelection()
        for symbol in symbols:
            index = self.page.model.index(self.shown().index(symbol), 0)
            model.select(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)

    def stop(self) -> None:
        self.page.close()
        self.work.stop()


Open = Callable[..., WatchlistBench]


@pytest.fixture
def open_bench(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setattr("ohlc_desktop.ui.watchlist.paste_dialog._TYPING_MS", 0)
    desks: list[WatchlistBench] = []

    def opened(symbols: list[str] = START, **stored: int) -> WatchlistBench:
        names = {f"{root}=F": count for root, count in stored.items()}
        bench = WatchlistBench(tmp_path / "data", symbols, names)
        desks.append(bench)
        qtbot.addWidget(bench.page)
        bench.page.resize(800, 500)
        bench.page.show()
        bench.page.activateWindow()
        wait_until(qtbot, bench.page.isActiveWindow, 20_000)
        with qtbot.waitSignal(bench.store_service.changed):
            bench.store_service.refresh()
        return bench

    yield opened
    for bench in desks:
        bench.stop()


def add(bench: WatchlistBench, text: str, qtbot: QtBot) -> None:
    """Type a name and press Enter; waits for what is said."""
    bench.page.field.setFocus()
    QTest.keyClicks(bench.page.field, text)
    QTest.keyClick(bench.page.field, Qt.Key.Key_Return)
    wait_until(qtbot, lambda: bool(bench.page.note.text) or bench.page.dialog is not None, 20_000)


def press(box: QMessageBox, words: str) -> None:
    """Press the button of a question that says this."""
    button = next(b for b in box.buttons() if b.text().replace("&", "") == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# -- showing ---------------------------------------------------------------------------------------


def test_the_stored_watchlist_is_shown_in_its_order_with_its_candles(open_bench: Open) -> None:
    bench = open_bench(["NQ=F", "AAPL", "MNQZ26.CME"], NQ=7)
    model = bench.page.model
    shown = (WatchlistColumn.SYMBOL, WatchlistColumn.NAME, *list(WatchlistColumn)[-3:])
    texts = [[model.index(row, column).data() for column in shown] for row in range(model.rowCount())]
    assert texts == [
        ["NQ=F", "E-mini Nasdaq-100", "CME", "0.25", "7"],
        ["AAPL", "AAPL", "–", "–", "none yet"],
        ["MNQZ26.CME", "Micro E-mini Nasdaq-100 Dec 2026", "CME", "0.25", "none yet"],
    ]
    assert bench.page.buttons.total.text() == "3 instruments, 7 candles"
    assert model.index(0, WatchlistColumn.CANDLES).data(Qt.ItemDataRole.AccessibleTextRole) == "Stored candles: 7"


def test_nothing_can_be_changed_before_the_list_is_known(qtbot: QtBot) -> None:
    page = WatchlistPage(YAHOO)
    qtbot.addWidget(page)
    page.show()
    assert not any(widget.isEnabled() for widget in (page.field, page.add, page.paste))
    page.close()


def test_an_empty_watchlist_says_what_that_means(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench([])
    assert bench.page.field.isEnabled()
    assert not bench.page.table.isVisible()
    assert not bench.page.buttons.remove.isVisible()
    add(bench, "NQ=F", qtbot)
    assert bench.page.table.isVisible()
    assert bench.shown() == ["NQ=F"]


def test_controls_are_named_and_work_from_the_keyboard(open_bench: Open) -> None:
    page = open_bench().page
    for control in (page.field, page.add, page.paste, page.table, page.buttons.up, page.buttons.down, page.buttons.remove):
        assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


# -- adding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "symbol", "severity"),
    [
        ("ym=f", "YM=F", Severity.OK),
        ("MNQ 12-26", "MNQZ26.CME", Severity.OK),
        ("MNQ DEC26", "MNQZ26.CME", Severity.OK),
        (" RTY ", "RTY=F", Severity.OK),
        ("AAPL", "AAPL", Severity.ATTENTION),
    ],
)
def test_a_typed_name_is_added_at_the_end(open_bench: Open, qtbot: QtBot, text: str, symbol: str, severity: Severity) -> None:
    bench = open_bench()
    add(bench, text, qtbot)
    assert bench.shown() == [*START, symbol]
    assert bench.page.note.severity is severity
    assert symbol in bench.page.note.text
    assert bench.page.field.text() == ""
    wait_until(qtbot, lambda: bench.stored() == [*START, symbol], 20_000)
    assert bench.wanted == [([*START, symbol], [])]


def test_a_name_that_means_nothing_is_refused_with_what_was_meant(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    add(bench, "NQX26.CMEE", qtbot)
    assert bench.page.note.severity is Severity.FAILING
    assert "NQX26.CMEE" in bench.page.note.text
    assert "NQZ26.CME" in bench.page.note.text
    assert bench.page.field.text() == "NQX26.CMEE", "to be corrected"
    assert bench.wanted == []
    QTest.keyClick(bench.page.field, Qt.Key.Key_Backspace)
    assert not bench.page.note.isVisible()


def test_what_is_on_the_list_is_not_added_again(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    add(bench, "GC", qtbot)
    assert "GC=F is on the watchlist already." in bench.page.note.text
    assert bench.wanted == []
    assert [index.row() for index in bench.page.table.selectionModel().selectedRows()] == [2]


def test_the_catalogue_completes_names(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench([])
    completer = bench.page.field.completer()
    wait_until(qtbot, lambda: completer.model().rowCount() > 20, 20_000)
    bench.page.field.setFocus()
    QTest.keyClicks(bench.page.field, "nasdaq")
    popup = completer.popup()
    offered = [completer.completionModel().index(row, 0).data() for row in range(completer.completionCount())]
    assert offered == ["NQ=F", "MNQ=F"]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    wait_until(qtbot, lambda: bench.stored() == ["MNQ=F"], 20_000)
    assert not popup.isVisible()
    assert bench.page.field.text() == ""


def test_a_pasted_list_is_explained_word_by_word_before_it_is_added(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    QTest.mouseClick(bench.page.paste, Qt.MouseButton.LeftButton)
    dialog = bench.page.dialog
    assert dialog is not None
    assert not dialog.add.isEnabled()
    dialog.text.setPlainText("NQ=F; MNQ 12-26\nNQX99, ym")
    wait_until(qtbot, lambda: dialog.results.topLevelItemCount() == 4, 20_000)
    rows = [[dialog.results.topLevelItem(n).text(c) for c in range(3)] for n in range(4)]
    assert [row[:2] for row in rows] == [
        ["NQ=F", "NQ=F"], ["MNQ 12-26", "MNQZ26.CME"], ["NQX99", ""], ["ym", "YM=F"],
    ]  # fmt: skip
    assert rows[0][2] == "On the watchlist already."
    assert "Micro E-mini Nasdaq-100 Dec 2026" in rows[1][2]
    assert "not an instrument" in rows[2][2]
    assert dialog.add.text() == "&Add 2 instruments"
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: bench.stored() == [*START, "MNQZ26.CME", "YM=F"], 20_000)
    assert bench.page.dialog is None
    assert bench.page.note.text.startswith("2 instruments were added")


def test_a_cancelled_list_adds_nothing(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    add(bench, "YM RTY", qtbot)
    dialog = bench.page.dialog
    assert dialog is not None, "several names go to the list"
    assert dialog.results.topLevelItemCount() == 2
    dialog.reject()
    assert bench.page.dialog is None
    assert bench.shown() == START
    assert bench.wanted == []


def test_a_list_pasted_into_the_field_opens_the_list(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    QGuiApplication.clipboard().setText("YM=F\nRTY=F\n")
    QTest.keyClick(bench.page.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = bench.page.dialog
    assert dialog is not None
    wait_until(qtbot, lambda: dialog.results.topLevelItemCount() == 2, 20_000)
    dialog.reject()
    QGuiApplication.clipboard().setText("YM=F\n")
    QTest.keyClick(bench.page.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bench.page.dialog is None
    assert bench.page.field.text().strip() == "YM=F"


# -- ordering --------------------------------------------------------------------------------------


def test_instruments_are_moved_with_alt_and_arrows(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.choose("GC=F")
    bench.page.table.setFocus()
    QTest.keyClick(bench.page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(bench.page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert bench.shown() == ["GC=F", "NQ=F", "ES=F", "CL=F"]
    assert not bench.page.buttons.up.isEnabled()
    QTest.keyClick(bench.page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(bench.page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    wait_until(qtbot, lambda: bench.stored() == ["NQ=F", "GC=F", "ES=F", "CL=F"], 20_000)
    assert len(bench.wanted) == 3


def test_several_move_together(open_bench: Open) -> None:
    bench = open_bench()
    bench.choose("NQ=F", "GC=F")
    QTest.mouseClick(bench.page.buttons.down, Qt.MouseButton.LeftButton)
    assert bench.shown() == ["ES=F", "CL=F", "NQ=F", "GC=F"]
    assert not bench.page.buttons.down.isEnabled()


@pytest.mark.parametrize(("target", "order"), [(0, "CNEG"), (2, "NECG"), (-1, "NEGC"), (4, "NEGC")])
def test_instruments_are_moved_by_dragging(open_bench: Open, target: int, order: str) -> None:
    bench = open_bench()
    model = bench.page.model
    dragged: QMimeData = model.mimeData([model.index(3, column) for column in WatchlistColumn])
    assert model.dropMimeData(dragged, Qt.DropAction.MoveAction, target, 0, QModelIndex())
    assert "".join(symbol[0] for symbol in bench.shown()) == order
    assert model.rowCount() == 4


def test_foreign_things_cannot_be_dropped(open_bench: Open) -> None:
    model = open_bench().page.model
    text = QMimeData()
    text.setText("YM=F")
    assert not model.dropMimeData(text, Qt.DropAction.MoveAction, 0, 0, QModelIndex())


# -- prices and sorting ----------------------------------------------------------------------------


def quoted(bench: WatchlistBench, qtbot: QtBot, **closes: tuple[float, float]) -> None:
    """Store a daily close of Monday and a newer price of Tuesday, 30 minutes ago, of these."""
    with closing(open_store(bench.profile.database, False)) as store, store.transaction() as connection:
        for root, prices in closes.items():
            number = watchlist.find_instrument(connection, f"{root}=F")
            assert number is not None
            for name, stamp, price in zip(("1d", "1m"), (MONDAY, int(NOW) // 60 * 60 - 1800), prices, strict=True):
                block = make([stamp], *([[price]] * 4), [1])
                change = candles.write(connection, number, TIMEFRAMES[name], block, "yahoo", 1)
                series_summary.note_change(connection, number, name, change, 1, stamp, stamp)
    with qtbot.waitSignal(bench.store_service.changed):
        bench.store_service.refresh()


def seen(bench: WatchlistBench) -> list[str]:
    """The symbols as they are shown."""
    return [bench.page.model.index(row, 0).data() for row in range(bench.page.model.rowCount())]


def press_title(bench: WatchlistBench, column: WatchlistColumn) -> None:
    header = bench.page.table.header()
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, header.height() // 2))


def test_prices_change_with_what_is_stored_and_say_what_they_are_of(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    model, column = bench.page.model, WatchlistColumn
    assert [model.index(0, each).data() for each in (column.LAST, column.CHANGE, column.TIME)] == ["–", "–", "–"]
    assert "No candles are stored yet" in model.index(0, column.LAST).data(Qt.ItemDataRole.ToolTipRole)
    quoted(bench, qtbot, NQ=(100.0, 103.0))
    texts = [model.index(0, each).data() for each in (column.LAST, column.CHANGE, column.PERCENT)]
    assert texts == ["103.00", "+3.00", "+3.00\u202f%"]
    assert "Against 100.00, the daily close of Mon 2026-11-23" in model.index(0, column.CHANGE).data(
        Qt.ItemDataRole.ToolTipRole
    )
    spoken = model.index(0, column.COURSE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Up 3.0 % in 2 trade dates"
    cell = bench.page.table.visualRect(model.index(0, column.COURSE))
    picture = bench.page.table.viewport().grab(cell).toImage()
    up = chart_colours(colours(bench.page)).up.rgb()
    assert any(picture.pixel(x, y) == up for x in range(picture.width()) for y in range(picture.height()))


def test_titles_sort_and_the_own_order_comes_back(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    quoted(bench, qtbot, NQ=(100.0, 101.0), GC=(100.0, 103.0), CL=(100.0, 99.0))
    bench.choose("GC=F")
    page, model = bench.page, bench.page.model
    press_title(bench, WatchlistColumn.PERCENT)
    assert seen(bench) == ["GC=F", "NQ=F", "CL=F", "ES=F"], "what is not known stands at the end"
    press_title(bench, WatchlistColumn.PERCENT)
    assert seen(bench) == ["CL=F", "NQ=F", "GC=F", "ES=F"]
    assert [model.at(index.row()).symbol for index in page.table.selectionModel().selectedRows()] == ["GC=F"]
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert "own order only" in page.note.text
    assert not page.buttons.up.isVisible()
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    quoted(bench, qtbot, ES=(100.0, 90.0))
    assert seen(bench)[0] == "ES=F", "sorted anew with what an import brought"
    assert bench.wanted == []
    press_title(bench, WatchlistColumn.PERCENT)
    assert seen(bench) == START == bench.shown()
    assert page.buttons.up.isVisible()


def test_a_sorted_row_is_what_is_removed_and_charted(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    wanted: list[str] = []
    bench.page.chart_wanted.connect(wanted.append)
    bench.page.table.sort_by(WatchlistColumn.SYMBOL)
    table, first = bench.page.table, bench.page.model.index(0, 0)
    table.setCurrentIndex(first)
    QTest.keyClick(table, Qt.Key.Key_Return)
    middle = table.visualRect(first).center()
    for press_twice in (QTest.mouseClick, QTest.mouseDClick):
        press_twice(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert wanted == ["CL=F", "CL=F"]
    QTest.keyClick(table, Qt.Key.Key_Delete)
    wait_until(qtbot, lambda: bench.stored() == ["NQ=F", "ES=F", "GC=F"], 20_000)
    sorting = table.make_menu().actions()[1].menu()
    assert [action.text() for action in sorting.actions() if action.isChecked()] == ["Symbol"]
    sorting.actions()[0].trigger()
    assert seen(bench) == ["NQ=F", "ES=F", "GC=F"]


def test_rows_keep_their_order_while_they_move(open_bench: Open) -> None:
    rows = open_bench().page.model.rows
    for chosen in ({0}, {1, 3}, {0, 1, 2, 3}, set()):
        for target in range(5):
            found = moved(rows, chosen, target)
            assert sorted(row.symbol for row in found) == sorted(START)
            assert [row for row in found if rows.index(row) in chosen] == [rows[n] for n in sorted(chosen)]


# -- removing --------------------------------------------------------------------------------------


def test_an_instrument_without_candles_is_removed_without_a_question(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.choose("ES=F")
    bench.page.table.setFocus()
    QTest.keyClick(bench.page.table, Qt.Key.Key_Delete)
    assert bench.page.question is None
    wait_until(qtbot, lambda: bench.stored() == ["NQ=F", "GC=F", "CL=F"], 20_000)
    assert [index.row() for index in bench.page.table.selectionModel().selectedRows()] == [1], "the next one"


@pytest.mark.parametrize(("words", "left"), [("Keep candles", 7), ("Delete candles", 0)])
def test_removing_asks_what_becomes_of_the_candles(open_bench: Open, qtbot: QtBot, words: str, left: int) -> None:
    bench = open_bench(NQ=7, GC=3)
    bench.choose("NQ=F", "ES=F")
    QTest.mouseClick(bench.page.buttons.remove, Qt.MouseButton.LeftButton)
    box = bench.page.question
    assert box is not None
    assert box.text() == "Remove 2 instruments from the watchlist?"
    assert box.informativeText().startswith("7 candles are stored.")
    assert box.defaultButton().text() == "&Keep candles"
    press(box, words)
    assert bench.page.question is None
    wait_until(qtbot, lambda: bench.stored() == ["GC=F", "CL=F"], 20_000)
    assert bench.wanted == [(["GC=F", "CL=F"], [] if left else ["NQ=F"])]
    assert (bench.candles("NQ=F"), bench.candles("GC=F")) == (left, 3)


def test_a_question_that_is_cancelled_changes_nothing(open_bench: Open) -> None:
    bench = open_bench(NQ=7)
    bench.choose("NQ=F")
    QTest.mouseClick(bench.page.buttons.remove, Qt.MouseButton.LeftButton)
    assert bench.page.question is not None
    press(bench.page.question, "Cancel")
    assert bench.page.question is None
    assert bench.shown() == START
    assert bench.wanted == []


def test_candles_are_not_deleted_while_an_import_runs(open_bench: Open) -> None:
    bench = open_bench(NQ=7)
    bench.page.show_import(ImportState(phase=Phase.RUNNING))
    bench.choose("NQ=F")
    QTest.mouseClick(bench.page.buttons.remove, Qt.MouseButton.LeftButton)
    box = bench.page.question
    assert box is not None
    assert {b.text(): b.isEnabled() for b in box.buttons()}["&Delete candles"] is False
    assert "cannot be deleted while an import runs" in box.informativeText()
    press(box, "Keep candles")
    assert bench.shown() == START[1:]


def test_a_refused_change_is_explained_and_taken_back(open_bench: Open, qtbot: QtBot) -> None:
    """An import began while the question was open."""
    bench = open_bench(NQ=7)
    with import_lock(bench.profile, bench.clock, "manual"):
        bench.choose("NQ=F")
        QTest.mouseClick(bench.page.buttons.remove, Qt.MouseButton.LeftButton)
        assert bench.page.question is not None
        press(bench.page.question, "Delete candles")
        assert bench.shown() == START[1:]
        wait_until(qtbot, lambda: bench.page.note.severity is Severity.FAILING, 20_000)
    assert "Candles cannot be deleted while an import runs." in bench.page.note.text
    assert bench.shown() == bench.stored() == START
    assert bench.candles("NQ=F") == 7


# -- snapshots -------------------------------------------------------------------------------------


def test_a_snapshot_read_before_a_change_does_not_take_it_back(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    old = bench.store_service.snapshot
    assert old is not None
    bench.choose("NQ=F")
    QTest.mouseClick(bench.page.buttons.remove, Qt.MouseButton.LeftButton)
    bench.page.show_snapshot(old)
    assert bench.shown() == START[1:]
    wait_until(qtbot, lambda: bench.stored() == START[1:], 20_000)


def test_what_another_program_stores_is_shown_in_the_end(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.page.watch_wanted.disconnect()
    bench.choose("NQ=F")
    QTest.mouseClick(bench.page.buttons.remove, Qt.MouseButton.LeftButton)
    for _ in range(3):
        with qtbot.waitSignal(bench.store_service.changed):
            bench.store_service.refresh()
    assert bench.shown() == START


def test_new_counts_keep_selection_and_place(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench(NQ=7)
    bench.choose("ES=F")
    snapshot = bench.store_service.snapshot
    assert isinstance(snapshot, Snapshot)
    with qtbot.assertNotEmitted(bench.page.model.modelReset):
        bench.page.show_snapshot(replace(snapshot, series={}))
    assert bench.page.model.rows[0].candles == 0
    assert [index.row() for index in bench.page.table.selectionModel().selectedRows()] == [1]
    bench.page.show_snapshot(replace(snapshot, watched=snapshot.watched[1:]))
    assert [index.row() for index in bench.page.table.selectionModel().selectedRows()] == [0]


def test_a_store_that_cannot_be_written_is_told(open_bench: Open) -> None:
    bench = open_bench()
    bench.page.show_refused(StoreError("The database is locked.", "Nothing was changed.", "Close the other program."))
    assert bench.page.note.severity is Severity.FAILING
    assert bench.page.note.text == "The database is locked. Nothing was changed. Close the other program."


# -- contracts that have ended -----------------------------------------------------------------------


def test_an_ended_contract_is_taken_off_and_followed_with_one_click_each(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench(["NQ=F", "MNQU26.CME", "MNQZ26.CME", "CLZ26.NYM"])
    strip = bench.page.ended
    assert strip.text == (
        "MNQU26.CME ended on 2026-09-18; nothing newer can come. CLZ26.NYM ended on 2026-11-20; nothing newer can come."
        " Stored candles stay."
    )
    assert strip.add.text() == "Add CLF27.NYM"  # MNQZ26 is watched already
    assert strip.remove.text() == "Take 2 contracts off"
    QTest.mouseClick(strip.add, Qt.MouseButton.LeftButton)
    assert bench.shown()[-1] == "CLF27.NYM"
    assert not strip.add.isVisible()
    QTest.mouseClick(strip.remove, Qt.MouseButton.LeftButton)
    assert strip.text == ""
    assert "Removed: MNQU26.CME, CLZ26.NYM." in bench.page.note.text
    wait_until(qtbot, lambda: bench.stored() == ["NQ=F", "MNQZ26.CME", "CLF27.NYM"], 20_000)
    assert [gone for _, gone in bench.wanted] == [[], []]  # no candle is deleted


def test_one_ended_contract_is_named_on_the_buttons(open_bench: Open) -> None:
    strip = open_bench(["GCV26.CMX"]).page.ended
    assert (strip.add.text(), strip.remove.text()) == ("Add GCZ26.CMX", "Take GCV26.CMX off")
    assert strip.isVisible()


def test_a_month_that_hardly_trades_is_told_and_the_active_one_offered(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench(["NQ=F", "GC=F"])
    assert bench.page.quiet.text == ""
    with closing(open_store(bench.profile.database, False)) as store, store.transaction() as connection:
        number = days(connection, "GC=F", 900)
        days(connection, "GCZ26.CMX", 160_000)
        followed.note_named(connection, number, "1d", NamedContract(20_780, "Gold Oct 26", "GCV26.CMX"))
    with qtbot.waitSignal(bench.store_service.changed):
        bench.store_service.refresh()
    strip = bench.page.quiet
    assert strip.text == (
        "GC=F follows GCV26.CMX, which hardly trades: 900 contracts a day against 160,000 of GCZ26.CMX."
    )
    with qtbot.waitSignal(bench.page.chart_wanted) as asked:
        QTest.mouseClick(strip.chart, Qt.MouseButton.LeftButton)
    assert asked.args == ["GCZ26.CMX"]
    QTest.mouseClick(strip.add, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: bench.stored() == ["NQ=F", "GC=F", "GCZ26.CMX"], 20_000)
    assert strip.text == ""


def test_a_list_shared_over_the_hub_is_told_and_what_is_new_on_it_offered(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench(["NQ=F", "GC=F"])
    strip = bench.page.shared
    strip.show_lists([SharedWatchlist("desk-1", ("NQ=F",))])
    assert strip.text == ""
    strip.show_lists([SharedWatchlist("desk-1", ("NQ=F", "ES=F", "CL=F"))])
    assert strip.text == "desk-1 shares its watchlist over the hub. On it and not on yours: 2 (ES=F, CL=F)."
    QTest.mouseClick(strip.add, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: bench.page.dialog is not None, 20_000)
    QTest.mouseClick(bench.page.dialog.add, Qt.MouseButton.LeftButton)
    wait_until(qtbot, lambda: bench.stored() == ["NQ=F", "GC=F", "ES=F", "CL=F"], 20_000)
    assert strip.text == ""
    strip.show_lists([])
    assert strip.text == ""


def test_without_ended_contracts_nothing_is_offered(open_bench: Open) -> None:
    assert not open_bench(["NQ=F", "MNQZ26.CME", "AAPL"]).page.ended.isVisible()
