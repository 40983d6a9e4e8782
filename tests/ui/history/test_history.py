"""The history page: a real ledger, real widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.messages import Message, verbatim
from ohlc_desktop.core.schedule.policy import identity
from ohlc_desktop.core.schedule.skipped import Skip
from ohlc_desktop.core.schedule.times import TradeDates, at_pacific
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.store import ledger
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.ledger import Item
from ohlc_desktop.ui.history.page import HistoryPage
from ohlc_desktop.ui.history.run_days import days_of, summary
from ohlc_desktop.ui.history.texts import HistoryColumn
from tests.waiting import wait_until

#: The screenless platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

TODAY = date(2026, 11, 30)  # a Monday
NOW = at_pacific(TODAY).timestamp() + 3600
TOLD = "2 series could not be brought up to date. Yahoo could not be reached."


def trade_dates() -> TradeDates:
    """Weekdays, and Thanksgiving off."""
    every = (date(2026, 1, 1) + timedelta(days=at) for at in range(400))
    found = frozenset(day for day in every if day.weekday() < 5 and day != date(2026, 11, 26))
    return TradeDates(min(found), max(found), found)


class Book:
    """A ledger in a real file, written as the importer does."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def begin(self, trigger: str, day: date | None = None, at: float | None = None) -> int:
        """A run under way; ``day`` is that of its occurrence."""
        planned = None if day is None else at_pacific(day)
        started = planned.timestamp() + 2 if at is None and planned is not None else at or NOW
        with self.store.transaction() as connection:
            return ledger.begin_run(connection, trigger, planned and identity(planned), started)

    def end(self, run: int, state: RunState, reason: str = "", items: tuple[Item, ...] = (), took: float = 65) -> int:
        """The run is over."""
        began = next(r.started for r in ledger.newest_runs(self.store.connection, 400) if r.id == run)
        with self.store.transaction() as connection:
            ledger.save_items(connection, run, items)
            ledger.end_run(connection, run, state, began + took, verbatim(reason), 39)
        return run

    def skip(self, day: date, reason: str) -> None:
        """A date without a run."""
        with self.store.transaction() as connection:
            ledger.record_skips(connection, [Skip(at_pacific(day), verbatim(reason))])

    def items(self, run: int) -> list[Item]:
        """What became of each series in a run."""
        return ledger.items_of(self.store.connection, run)

    def snapshot(self, now: float = NOW) -> Snapshot:
        """What the window is given."""
        runs = tuple(ledger.newest_runs(self.store.connection, 400))
        return Snapshot(now, (), not runs, DatabaseState(self.store.path), runs=runs, trade_dates=trade_dates())


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    store = open_store(tmp_path / "ohlc.sqlite3", demo=False)
    yield Book(store)
    store.close()


@pytest.fixture
def filled(book: Book) -> Book:
    """Two weeks: a partial and a failed day, a weekend, a holiday, a repair and a cancelled run."""
    book.end(book.begin("schedule", date(2026, 11, 19)), RunState.DONE, "All up to date.", written())
    partial = book.begin("schedule", date(2026, 11, 20))
    book.end(partial, RunState.FAILED, TOLD)
    book.end(book.begin("schedule", date(2026, 11, 20), at_pacific(date(2026, 11, 20)).timestamp() + 400),
             RunState.PARTIAL, TOLD, mixed())  # fmt: skip
    book.skip(date(2026, 11, 21), "Saturday: no session.")
    book.skip(date(2026, 11, 26), "Holiday: CME has no session on 2026-11-26.")
    book.end(book.begin("schedule", date(2026, 11, 27)), RunState.FAILED, "The disk is full.")
    book.end(book.begin("repair", at=at_pacific(date(2026, 11, 27)).timestamp() + 900), RunState.DONE)
    book.end(book.begin("manual", at=NOW - 600), RunState.CANCELLED, "Cancelled.")
    return book


def written() -> tuple[Item, ...]:
    return (Item("ES=F", "5m", ItemState.WRITTEN, 0, 300, 276, 270, 6, 0),)


def mixed() -> tuple[Item, ...]:
    """One of each kind, in no good order."""
    return (
        Item("CL=F", "1d", ItemState.UNCHANGED, 0, 300, 3),
        Item("ES=F", "5m", ItemState.WRITTEN, 0, 300, 276, 270, 6, 1),
        Item("ES=F", "1m", ItemState.WRITTEN, 0, 300, 1300, 1300),
        Item("CL=F", "1m", ItemState.DEFERRED, 0, 300, message=Message("Yahoo asked for a pause.")),
        Item("NQ=F", "5m", ItemState.FAILED, 0, 300, message=Message("Yahoo did not answer.")),
        Item("NQ=F", "1d", ItemState.UNCHANGED, 0, 300, 3),
    )


@pytest.fixture
def page(qtbot: QtBot) -> HistoryPage:
    """A page as wide as a small window, its model checked at every change."""
    page = HistoryPage()
    qtbot.addWidget(page)
    page.resize(1000, 640)
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning, page.model)
    return page


def cells(page: HistoryPage, index: QModelIndex) -> list[str]:
    """A row as it is read, column by column."""
    return [str(index.siblingAtColumn(column).data()).strip() for column in HistoryColumn]


def column(page: HistoryPage, which: HistoryColumn, parent: QModelIndex | None = None) -> list[str]:
    """One column, from top to bottom."""
    parent = parent or QModelIndex()
    rows = range(page.model.rowCount(parent))
    return [str(page.model.index(row, which, parent).data()).strip() for row in rows]


def open_run(page: HistoryPage, book: Book, result: str) -> QModelIndex:
    """Open the newest run with a result, as a click on its arrow does, and give what it asks for."""
    page.items_wanted.connect(lambda run: page.show_items(run, book.items(run)))
    index = page.model.index(column(page, HistoryColumn.RESULT).index(result), 0)
    page.tree.expand(index)
    return index


# -- runs ----------------------------------------------------------------------------------------------


def test_runs_are_told_with_their_times_results_counts_and_reasons(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    assert column(page, HistoryColumn.RESULT) == [
        "Cancelled", "Done", "Failed", "Skipped", "Skipped", "Partly done", "Done"
    ]  # fmt: skip
    done = cells(page, page.model.index(6, 0))
    assert done[HistoryColumn.PLANNED] == "Thu 2026-11-19 14:05 PST"
    assert done[HistoryColumn.STARTED] == datetime.fromtimestamp(
        at_pacific(date(2026, 11, 19)).timestamp() + 2
    ).astimezone().strftime("%a %Y-%m-%d %H:%M")
    assert done[HistoryColumn.TRIGGER] == "Schedule"
    assert done[HistoryColumn.TOOK] == "1 min 5 s"
    assert done[HistoryColumn.WRITTEN : HistoryColumn.REASON] == ["270", "6", "0"]
    assert done[HistoryColumn.REASON] == "All up to date."


def test_a_retried_run_tells_its_attempts_and_how_late_it_was(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    index = page.model.index(5, 0)
    assert cells(page, index)[HistoryColumn.TRIGGER] == "Schedule ×2"
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "6 min 40 s after the planned time" in tip
    assert "attempt 2" in tip
    assert TOLD in tip


def test_a_skipped_day_has_its_reason_and_nothing_else(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    index = page.model.index(3, 0)
    skipped = cells(page, index)
    assert skipped[HistoryColumn.PLANNED] == "Thu 2026-11-26 14:05 PST"
    assert skipped[HistoryColumn.REASON] == "Holiday: CME has no session on 2026-11-26."
    assert set(skipped[HistoryColumn.WRITTEN : HistoryColumn.REASON]) == {"–"}
    assert skipped[HistoryColumn.STARTED] == skipped[HistoryColumn.TOOK] == "–"
    assert not page.model.hasChildren(index)


def test_a_running_import_counts_its_seconds(page: HistoryPage, book: Book) -> None:
    book.begin("manual", at=NOW - 42)
    page.show_snapshot(book.snapshot())
    assert cells(page, page.model.index(0, 0))[HistoryColumn.TOOK] == "42 s"
    page.show_snapshot(book.snapshot(NOW + 3))
    assert cells(page, page.model.index(0, 0))[HistoryColumn.TOOK] == "45 s"


def test_a_new_snapshot_keeps_what_is_selected_and_open(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    opened = open_run(page, filled, "Partly done")
    run = page.model.node(opened).run
    page.select_run(run.id)
    again = filled.begin("manual", at=NOW - 5)
    page.show_snapshot(filled.snapshot())
    assert column(page, HistoryColumn.RESULT)[:2] == ["Running", "Cancelled"]
    here = page.model.index_of_run(run.id)
    assert page.tree.isExpanded(here)
    assert page.tree.currentIndex() == here
    filled.end(again, RunState.DONE)
    page.show_snapshot(filled.snapshot())
    assert column(page, HistoryColumn.RESULT)[0] == "Done"
    assert page.tree.isExpanded(page.model.index_of_run(run.id))


def test_an_occurrence_that_is_begun_again_moves_to_the_top(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    failed = page.model.node(page.model.index(2, 0)).run
    filled.begin("schedule", date(2026, 11, 27), NOW)
    page.show_snapshot(filled.snapshot())
    assert page.model.node(page.model.index(0, 0)).run.id == failed.id
    assert column(page, HistoryColumn.RESULT).count("Failed") == 0
    assert page.model.rowCount() == 7


# -- items ---------------------------------------------------------------------------------------------


def test_an_opened_run_shows_what_needs_somebody_first(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    index = open_run(page, filled, "Partly done")
    assert column(page, HistoryColumn.RESULT, index) == ["Failed", "Deferred", "Written", "Written", "2 unchanged"]
    assert column(page, HistoryColumn.PLANNED, index) == ["NQ=F  5m", "CL=F  1m", "ES=F  1m", "ES=F  5m", ""]
    assert column(page, HistoryColumn.WRITTEN, index)[3] == "270"
    assert column(page, HistoryColumn.QUARANTINED, index)[3] == "1"
    assert column(page, HistoryColumn.REASON, index)[0] == "Yahoo did not answer."
    folded = page.model.index(4, 0, index)
    assert not page.tree.isExpanded(folded)
    assert column(page, HistoryColumn.PLANNED, folded) == ["CL=F  1d", "NQ=F  1d"]


def test_items_are_asked_for_once_and_only_when_opened(page: HistoryPage, filled: Book) -> None:
    asked: list[int] = []
    page.items_wanted.connect(asked.append)
    page.show_snapshot(filled.snapshot())
    assert asked == []
    index = page.model.index(6, 0)
    assert page.model.hasChildren(index)
    page.tree.expand(index)
    assert column(page, HistoryColumn.RESULT, index) == ["Reading…"]
    run = page.model.node(index).run.id
    page.show_items(run, filled.items(run))
    page.tree.collapse(index)
    page.tree.expand(index)
    assert asked == [run]


def test_items_of_a_running_import_are_read_anew_with_every_snapshot(page: HistoryPage, book: Book) -> None:
    run = book.begin("manual", at=NOW - 10)
    book.end(
        run, RunState.RUNNING, items=(Item("ES=F", "5m", ItemState.FETCHING), Item("NQ=F", "5m", ItemState.WAITING))
    )
    page.show_snapshot(book.snapshot())
    index = open_run(page, book, "Running")
    assert column(page, HistoryColumn.RESULT, index) == ["Fetching", "Waiting"]
    page.tree.setCurrentIndex(page.model.index(1, 0, index))
    book.end(run, RunState.DONE, items=(*written(), Item("NQ=F", "5m", ItemState.UNCHANGED)))
    page.show_snapshot(book.snapshot())
    assert column(page, HistoryColumn.RESULT, page.model.index(0, 0)) == ["Written", "1 unchanged"]


def test_a_run_without_items_says_so(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    index = open_run(page, filled, "Failed")
    assert column(page, HistoryColumn.RESULT, index) == ["Nothing was asked for in this run."]


def test_items_of_a_run_that_is_gone_are_left_out(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    page.show_items(4711, list(mixed()))
    assert page.model.rowCount() == 7


def test_enter_on_an_item_leads_to_its_series(page: HistoryPage, filled: Book, qtbot: QtBot) -> None:
    page.show()
    page.show_snapshot(filled.snapshot())
    index = open_run(page, filled, "Partly done")
    page.tree.setCurrentIndex(page.model.index(0, 0, index))
    with qtbot.waitSignal(page.show_series) as heard:
        QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert heard.args == ["NQ=F", "5m"]


def test_enter_on_a_run_opens_and_closes_it(page: HistoryPage, filled: Book) -> None:
    page.show()
    page.show_snapshot(filled.snapshot())
    page.items_wanted.connect(lambda run: page.show_items(run, filled.items(run)))
    index = page.model.index(5, 0)
    page.tree.setCurrentIndex(index)
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert page.tree.isExpanded(index)
    assert page.model.rowCount(index) == 5
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert not page.tree.isExpanded(index)


# -- filters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "text", "results"),
    [
        (1, "", ["Cancelled", "Done", "Failed", "Partly done", "Done"]),
        (2, "", ["Cancelled", "Failed", "Partly done"]),
        (0, "holiday", ["Skipped"]),
        (0, "REPAIR done", ["Done"]),
        (0, "2026-11-20", ["Partly done"]),
        (2, "nothing like it", []),
    ],
)
def test_filters_by_kind_and_text(page: HistoryPage, filled: Book, choice: int, text: str, results: list[str]) -> None:
    page.show_snapshot(filled.snapshot())
    page.shown.setCurrentIndex(choice)
    page.search.setText(text)
    assert column(page, HistoryColumn.RESULT) == results
    page.shown.setCurrentIndex(0)
    page.search.clear()
    assert page.model.rowCount() == 7


def test_a_filter_that_takes_nothing_says_so_and_offers_the_way_back(
    page: HistoryPage, filled: Book, qtbot: QtBot
) -> None:
    page.show()
    page.show_snapshot(filled.snapshot())
    page.search.setText("nothing like it")
    nothing = page.findChild(QLabel, "nothing")
    assert nothing.isVisible()
    assert nothing.text() == "No run matches the filter."
    qtbot.mouseClick(page._show_all_button, Qt.MouseButton.LeftButton)
    assert page.tree.isVisible()
    assert page.model.rowCount() == 7


def test_before_the_first_import_the_page_says_what_it_is_for(page: HistoryPage, book: Book) -> None:
    page.show()
    page.show_snapshot(book.snapshot())
    assert page.findChild(QLabel, "nothing").isVisible()
    assert "Nothing was imported yet." in page.findChild(QLabel, "nothing").text()
    assert not page.strip.isVisible()
    book.begin("manual")
    page.show_snapshot(book.snapshot())
    assert page.tree.isVisible()
    assert page.strip.isVisible()


def test_the_find_key_leads_to_the_filter(page: HistoryPage, filled: Book, qtbot: QtBot) -> None:
    with qtbot.waitActive(page):
        page.show()
    page.show_snapshot(filled.snapshot())
    page.tree.setFocus()
    QTest.keySequence(page.tree, QKeySequence(QKeySequence.StandardKey.Find))
    assert page.search.hasFocus()


# -- copying -------------------------------------------------------------------------------------------


def test_copies_everything_shown_as_tab_separated_text(page: HistoryPage, filled: Book, qtbot: QtBot) -> None:
    page.show_snapshot(filled.snapshot())
    open_run(page, filled, "Partly done")
    qtbot.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0][:3] == ["Result", "Planned (Pacific)", "Started"]
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines) == 1 + 7 + 6
    item = next(line for line in lines if line[0] == "Deferred")
    assert item[5:7] == ["CL=F", "1m"]
    assert next(line for line in lines if line[5:7] == ["ES=F", "1m"])[7] == "1300"


def test_copies_the_selected_rows_from_top_to_bottom(page: HistoryPage, filled: Book, qtbot: QtBot) -> None:
    with qtbot.waitActive(page):
        page.show()
    page.show_snapshot(filled.snapshot())
    page.tree.setFocus()
    flags = page.tree.selectionModel().SelectionFlag
    for row in (5, 2):
        page.tree.selectionModel().select(page.model.index(row, 0), flags.Select | flags.Rows)
    QTest.keySequence(page.tree, QKeySequence(QKeySequence.StandardKey.Copy))
    results = [line.split("\t")[0] for line in QGuiApplication.clipboard().text().split("\n")]
    assert results == ["Result", "Failed", "Partly done"]


# -- the strip -----------------------------------------------------------------------------------------


def marks(book: Book) -> dict[date, Severity | None]:
    snapshot = book.snapshot()
    return {day.date: day.severity for day in days_of(snapshot.runs, snapshot.taken, snapshot.trade_dates)}


def test_the_strip_shows_thirty_days_with_today_on_the_right(page: HistoryPage, filled: Book) -> None:
    page.show_snapshot(filled.snapshot())
    days = page.strip.days
    assert len(days) == 30
    assert days[-1].date == TODAY
    found = marks(filled)
    assert found[date(2026, 11, 19)] is Severity.OK
    assert found[date(2026, 11, 20)] is Severity.ATTENTION
    assert found[date(2026, 11, 21)] is None
    assert found[date(2026, 11, 26)] is None
    assert found[date(2026, 11, 23)] is Severity.UNKNOWN  # a session, but nothing recorded
    assert found[date(2026, 11, 18)] is None  # before the first import


def test_a_repair_never_hides_a_failed_day(filled: Book) -> None:
    assert marks(filled)[date(2026, 11, 27)] is Severity.FAILING


def test_a_whole_import_by_hand_settles_a_failed_day_and_a_cancelled_one_does_not(filled: Book) -> None:
    at = at_pacific(date(2026, 11, 27)).timestamp()
    filled.end(filled.begin("manual", at=at + 1000), RunState.CANCELLED)
    assert marks(filled)[date(2026, 11, 27)] is Severity.FAILING
    filled.end(filled.begin("manual", at=at + 2000), RunState.DONE)
    assert marks(filled)[date(2026, 11, 27)] is Severity.OK


def test_a_skipped_session_is_no_quiet_day(book: Book) -> None:
    book.skip(date(2026, 11, 24), "The schedule was paused.")
    assert marks(book)[date(2026, 11, 24)] is Severity.OFF


def test_a_run_belongs_to_the_date_in_los_angeles(book: Book) -> None:
    late = datetime(2026, 11, 25, 7, 30, tzinfo=UTC).timestamp()  # 23:30 on the 24th in Los Angeles
    book.end(book.begin("manual", at=late), RunState.DONE)
    book.end(book.begin("schedule", date(2026, 11, 20), late), RunState.DONE)  # caught up four days late
    found = marks(book)
    assert found[date(2026, 11, 24)] is Severity.OK
    assert found[date(2026, 11, 25)] is Severity.UNKNOWN
    assert found[date(2026, 11, 20)] is Severity.OK


def test_the_line_above_sums_up_and_follows_the_day_looked_at(page: HistoryPage, filled: Book, qtbot: QtBot) -> None:
    with qtbot.waitActive(page):
        page.show()
    page.tree.setFocus()
    page.show_snapshot(filled.snapshot())
    words = [words for _, words in summary(page.strip.days)]
    assert "1 done" in words
    assert "1 failed" in words
    assert page.day_line.text == "  ·  ".join(words)
    at = page.strip.square(26).center().toPoint()
    qtbot.mouseMove(page.strip, at)
    wait_until(qtbot, lambda: page.day_line.text.startswith("Fri 2026-11-27: failed"), 20_000)
    assert "14:20 PST (repair) done" in page.day_line.text
    page.show_snapshot(filled.snapshot(NOW + 60))  # while an import runs, every second
    assert page.day_line.text.startswith("Fri 2026-11-27: failed")


def test_a_click_on_a_day_selects_its_run_even_when_it_is_filtered_out(
    page: HistoryPage, filled: Book, qtbot: QtBot
) -> None:
    page.show()
    page.show_snapshot(filled.snapshot())
    page.search.setText("holiday")
    qtbot.mouseClick(page.strip, Qt.MouseButton.LeftButton, pos=page.strip.square(18).center().toPoint())
    assert page.model.node(page.tree.currentIndex()).run.reason == verbatim("All up to date.")
    assert page.search.text() == ""
    details = page.findChild(QLabel, "run-details")
    assert details.text().endswith("All up to date.")
    assert details.accessibleName() == f"About the selected row: {details.text()}"


def test_the_strip_is_reached_by_keys_and_read_aloud(page: HistoryPage, filled: Book) -> None:
    page.show()
    page.show_snapshot(filled.snapshot())
    page.strip.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(page.strip, key)
    assert page.strip.accessibleDescription().startswith("Fri 2026-11-27: failed\n")
    QTest.keyClick(page.strip, Qt.Key.Key_Space)
    assert page.model.node(page.tree.currentIndex()).run.reason == verbatim("The disk is full.")
    QTest.keyClick(page.strip, Qt.Key.Key_Home)
    QTest.keyClick(page.strip, Qt.Key.Key_Left)
    assert page.strip.current.date == TODAY - timedelta(days=29)


@pytest.mark.parametrize("width", [720, 1000, 1800])
def test_every_square_is_on_the_strip_and_answers_to_the_pointer(page: HistoryPage, filled: Book, width: int) -> None:
    page.resize(width, 500)
    page.show()
    page.show_snapshot(filled.snapshot())
    assert page.width() == width
    for at in range(30):
        square = page.strip.square(at)
        assert page.strip.rect().contains(square.toAlignedRect())
        assert page.strip._at(square.center().toPoint()) == at
        assert page.strip._at(QPointF(square.left() + 1, 0).toPoint()) == at
    assert page.strip._at(QPoint(page.strip.width() + 50, 0)) == -1


def test_every_control_has_a_name(page: HistoryPage) -> None:
    controls: list[Callable[[], str]] = [
        page.tree.accessibleName, page.strip.accessibleName, page.search.accessibleName, page.shown.accessibleName,
        page.copy_button.text,
    ]  # fmt: skip
    assert all(name() for name in controls)
