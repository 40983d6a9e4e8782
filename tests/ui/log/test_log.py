"""The log page: a real file written by real logging, read on a real thread."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QFileSystemWatcher, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ohlc_desktop.diagnostics import logs
from ohlc_desktop.profile import LOG_NAME, Profile, create
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.ui.log.model import LogColumn, LogLevel, LogModel, parse
from ohlc_desktop.ui.log.page import LogPage
from ohlc_desktop.ui.log.tail import TailPosition, read_piece
from tests.waiting import wait_until

#: The screenless platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

HEAD = "2026-11-24T22:05:{second:02d}.000Z {level:<7} ohlc_desktop.importer.engine: {text}"


def head(text: str, level: str = "INFO", second: int = 0) -> str:
    """A line as logging writes it."""
    return HEAD.format(text=text, level=level, second=second)


@pytest.fixture
def work() -> Iterator[BackgroundWorker]:
    work = BackgroundWorker("log-test")
    yield work
    work.stop()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / LOG_NAME


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, work: BackgroundWorker, monkeypatch: pytest.MonkeyPatch) -> LogPage:
    monkeypatch.setattr("ohlc_desktop.ui.log.follower._LOOK", 50)
    monkeypatch.setattr("ohlc_desktop.ui.log.follower._GATHER", 5)
    page = LogPage(tmp_path, work)
    qtbot.addWidget(page)
    page.resize(900, 420)
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning, page.model)
    return page


def write(file: Path, *lines: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.writelines(line + "\n" for line in lines)


def messages(page: LogPage) -> list[str]:
    return [page.model.index(row, LogColumn.MESSAGE).data() for row in range(page.model.rowCount())]


def show(page: LogPage, qtbot: QtBot) -> None:
    """Open the page and wait until it has read the file."""
    with qtbot.waitSignal(page.follower.caught_up):
        page.show()


# -- live ----------------------------------------------------------------------------------------------


def test_shows_what_logging_writes_and_goes_on_showing_it(work: BackgroundWorker, tmp_path: Path, qtbot: QtBot) -> None:
    profile = Profile(tmp_path)
    create(profile)
    page = LogPage(profile.logs, work)
    qtbot.addWidget(page)
    logs.start_logging(profile, "INFO", logging.CRITICAL, str)
    logger = logging.getLogger("ohlc_desktop.test_log")
    try:
        logger.warning("Yahoo asked for a pause.")
        show(page, qtbot)
        assert messages(page) == ["Yahoo asked for a pause."]
        row = [page.model.index(0, column).data() for column in LogColumn]
        assert row[LogColumn.LEVEL] == "Warning"
        assert row[LogColumn.SOURCE] == "test_log"
        logger.warning("It answers again.")
        wait_until(qtbot, lambda: messages(page)[1:] == ["It answers again."], 20_000)
    finally:
        logs.stop_logging()


def test_a_file_that_comes_later_is_shown(page: LogPage, file: Path, qtbot: QtBot) -> None:
    show(page, qtbot)
    nothing = page.findChild(QLabel, "nothing")
    assert nothing.isVisible()
    assert "Nothing has been logged yet." in nothing.text()
    write(file, head("first"))
    wait_until(qtbot, lambda: messages(page) == ["first"], 20_000)
    assert page.table.isVisible()


def test_a_rotated_file_loses_no_line(page: LogPage, file: Path, qtbot: QtBot) -> None:
    write(file, head("one"))
    show(page, qtbot)
    page.hide()
    write(file, head("two"))
    file.rename(file.with_name(f"{LOG_NAME}.1"))
    write(file, head("three"))
    show(page, qtbot)
    assert messages(page) == ["one", "two", "three"]
    file.replace(file.with_name(f"{LOG_NAME}.1"))
    write(file, head("four"))
    wait_until(qtbot, lambda: messages(page)[3:] == ["four"], 20_000)


def test_hidden_it_reads_and_watches_nothing(page: LogPage, file: Path, qtbot: QtBot) -> None:
    write(file, head("one"))
    show(page, qtbot)
    page.hide()
    watcher = page.follower.findChild(QFileSystemWatcher)
    assert watcher.files() + watcher.directories() == []
    assert not any(timer.isActive() for timer in page.findChildren(QTimer))
    write(file, head("two"))
    with qtbot.assertNotEmitted(page.follower.lines, wait=200):
        pass
    assert messages(page) == ["one"]
    show(page, qtbot)
    assert messages(page) == ["one", "two"]


def test_a_log_that_is_a_folder_is_explained(page: LogPage, file: Path, qtbot: QtBot) -> None:
    file.mkdir()
    page.show()
    nothing = page.findChild(QLabel, "nothing")
    wait_until(qtbot, lambda: "The log file cannot be read" in nothing.text(), 20_000)
    assert str(file) in nothing.text()
    file.rmdir()
    write(file, head("one"))
    wait_until(qtbot, lambda: messages(page) == ["one"], 20_000)
    assert not nothing.isVisible()


# -- filters, following, copying -----------------------------------------------------------------------


TRACEBACK = ("Traceback (most recent call last):", '  File "work.py", line 71', "OSError: disk I/O error")


@pytest.fixture
def shown(page: LogPage, file: Path, qtbot: QtBot) -> LogPage:
    """A page with a line of each level."""
    write(
        file, head("asked", "DEBUG", 1), head("stored"), head("a pause", "WARNING"), head("fault", "ERROR"), *TRACEBACK
    )
    write(file, head("goes on"))
    show(page, qtbot)
    return page


@pytest.mark.parametrize(
    ("level", "text", "found"),
    [
        (LogLevel.DEBUG, "", ["asked", "stored", "a pause", "fault", *TRACEBACK, "goes on"]),
        (LogLevel.INFO, "", ["stored", "a pause", "fault", *TRACEBACK, "goes on"]),
        (LogLevel.WARNING, "", ["a pause", "fault", *TRACEBACK]),
        (LogLevel.ERROR, "", ["fault", *TRACEBACK]),
        (LogLevel.DEBUG, "disk i/o", ["fault", *TRACEBACK]),
        (LogLevel.DEBUG, "engine: A PAUSE", ["a pause"]),
        (LogLevel.ERROR, "pause", []),
    ],
)
def test_filters_take_whole_records(shown: LogPage, level: LogLevel, text: str, found: list[str]) -> None:
    shown.level.setCurrentIndex(shown.level.findData(level.value))
    shown.search.setText(text)
    assert messages(shown) == found
    assert shown.findChild(QLabel, "nothing").isVisible() == (not found)
    shown.search.clear()
    shown.level.setCurrentIndex(0)
    assert len(messages(shown)) == 8


def test_new_lines_pass_the_filter_too(shown: LogPage, file: Path, qtbot: QtBot) -> None:
    shown.search.setText("full")
    write(file, head("unimportant"), head("The disk is full."))
    wait_until(qtbot, lambda: messages(shown) == ["The disk is full."], 20_000)
    assert shown.findChild(QLabel, "log-status").text() == "1 of 10 lines"


def test_a_level_is_told_by_word_colour_and_shape(shown: LogPage) -> None:
    index = shown.model.index(3, LogColumn.LEVEL)
    usual = shown.model.index(1, LogColumn.LEVEL)
    assert index.data() == "Error"
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert usual.data(Qt.ItemDataRole.DecorationRole) is None
    assert index.data(Qt.ItemDataRole.ForegroundRole) != usual.data(Qt.ItemDataRole.ForegroundRole)


def test_a_selected_line_shows_its_whole_record(shown: LogPage) -> None:
    assert not shown.details.isVisible()
    shown.table.selectRow(5)
    assert shown.details.toPlainText() == "\n".join((head("fault", "ERROR"), *TRACEBACK))
    shown.search.setText("goes on")
    assert not shown.details.isVisible()


def test_copies_lines_as_they_stand_in_the_file(shown: LogPage, file: Path, qtbot: QtBot) -> None:
    qtbot.mouseClick(shown.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() + "\n" == file.read_text(encoding="utf-8")
    shown.table.setFocus()
    shown.table.selectRow(2)
    QTest.keySequence(shown.table, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text() == head("a pause", "WARNING")


def test_opens_the_folder(shown: LogPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)  # no desktop in tests
    qtbot.mouseClick(shown.folder_button, Qt.MouseButton.LeftButton)
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]


def test_following_stops_when_scrolled_up_and_resumes_at_the_end(page: LogPage, file: Path, qtbot: QtBot) -> None:
    write(file, *(head(f"line {number}") for number in range(200)))
    show(page, qtbot)
    bar = page.table.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    wheel(page, 1200)
    assert not page.follow.isChecked()
    at = bar.value()
    write(file, head("new"), head("newer"))
    wait_until(qtbot, lambda: page.model.rowCount() == 202, 20_000)
    assert bar.value() == at
    assert page.findChild(QLabel, "log-status").text() == "202 lines, 2 new below"
    wheel(page, -1200)
    wheel(page, -1200)
    assert page.follow.isChecked()
    write(file, head("newest"))
    wait_until(qtbot, lambda: page.model.rowCount() == 203 and bar.value() == bar.maximum(), 20_000)


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_line_that_is_read_stays_in_view(page: LogPage, file: Path, qtbot: QtBot, place: str) -> None:
    write(file, *(head(f"line {number}") for number in range(200)))
    show(page, qtbot)
    rect = page.table.viewport().rect()
    row = page.table.rowAt(2) if place == "first" else page.table.rowAt(rect.height() - 2)
    page.table.selectRow(row)
    assert not page.follow.isChecked()
    write(file, head("new"))
    wait_until(qtbot, lambda: page.model.rowCount() == 201, 20_000)
    assert page.details.isVisible()
    seen = page.table.visualRect(page.model.index(row, LogColumn.MESSAGE))
    assert page.table.viewport().rect().contains(seen.center())


def wheel(page: LogPage, angle: int) -> None:
    """Turn the wheel over the lines."""
    at = QPointF(page.table.viewport().rect().center())
    event = QWheelEvent(
        at, page.table.viewport().mapToGlobal(at), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.table.viewport(), event)


def test_lines_that_stay_keep_their_place_when_the_oldest_go(page: LogPage, file: Path, qtbot: QtBot) -> None:
    page.model._most = 300
    write(file, *(head(f"line {number}") for number in range(300)))
    show(page, qtbot)
    page.follow.setChecked(False)
    page.table.verticalScrollBar().setValue(150)
    top = page.table.indexAt(QPoint(5, 5)).siblingAtColumn(LogColumn.MESSAGE).data()
    write(file, *(head(f"new {number}") for number in range(100)))
    wait_until(qtbot, lambda: messages(page)[-1] == "new 99", 20_000)
    assert page.model.rowCount() == 300
    assert page.table.indexAt(QPoint(5, 5)).siblingAtColumn(LogColumn.MESSAGE).data() == top


# -- the model -----------------------------------------------------------------------------------------


def test_keeps_at_most_so_many_lines() -> None:
    model = LogModel(most=100)
    for start in range(0, 500, 60):
        model.append(parse(head(f"{number}") for number in range(start, start + 60)))
    assert model.rowCount() == model.kept == 100
    assert model.index(99, LogColumn.MESSAGE).data() == "539"
    model.append(parse(["no head at all"] * 5_000))
    assert model.kept <= 100 + 300  # a record stays whole


def test_a_hidden_record_appears_when_its_new_line_matches() -> None:
    model = LogModel()
    model.set_filter(LogLevel.DEBUG, "disk")
    model.append(parse([head("fault", "ERROR")]))
    assert model.rowCount() == 0
    model.append(parse(TRACEBACK))
    assert model.lines() == [head("fault", "ERROR"), *TRACEBACK]


def test_lines_that_nobody_formatted_are_shown_as_they_are() -> None:
    model = LogModel()
    model.append(parse(["Fatal Python error: Segmentation fault", "2026 is no time", "x" * 50_000]))
    assert model.index(0, LogColumn.MESSAGE).data() == "Fatal Python error: Segmentation fault"
    assert len(model.index(2, LogColumn.MESSAGE).data()) <= 1_000
    assert len(model.lines([2])[0]) == 50_000


# -- reading -------------------------------------------------------------------------------------------


def drain(file: Path, place: TailPosition | None, **limits: int) -> tuple[list[str], TailPosition | None, int]:
    """All lines there are, the place after them, and how many pieces it took."""
    lines: list[str] = []
    for pieces in range(1, 1000):
        piece = read_piece(file, place, **limits)
        lines += piece.lines
        place = piece.place
        if not piece.more:
            return lines, place, pieces
    raise AssertionError("it never ends")


def test_reads_in_bounded_pieces_from_whole_lines(file: Path) -> None:
    write(file, *(head(f"line {number}") for number in range(500)))
    lines, place, pieces = drain(file, None, most=2_000)
    assert lines == file.read_text(encoding="utf-8").splitlines()
    assert pieces >= file.stat().st_size / 2_000
    assert drain(file, place)[0] == []


def test_begins_near_the_end_of_a_long_file_at_the_begin_of_a_line(file: Path) -> None:
    write(file, *(f"line {number:04d}" for number in range(5_000)))
    lines, _, _ = drain(file, None, backlog=1_000)
    assert lines == [f"line {number:04d}" for number in range(4_900, 5_000)]
    lines, _, _ = drain(file, None, backlog=1_004)
    assert lines[0] == "line 4900"


def test_what_went_before_a_rotation_is_read_while_the_new_file_is_short(file: Path) -> None:
    older = file.with_name(f"{LOG_NAME}.1")
    write(older, "old 1", "old 2")
    write(file, "new")
    assert drain(file, None)[0] == ["old 1", "old 2", "new"]


def test_a_line_is_held_back_until_it_is_whole(file: Path) -> None:
    file.write_bytes(b"one\ntwo and \xc3")
    lines, place, _ = drain(file, None)
    assert lines == ["one"]
    with file.open("ab") as opened:
        opened.write(b"\xa9\r\n")
    assert drain(file, place)[0] == ["two and é"]


def test_a_file_that_shrank_is_read_from_its_beginning(file: Path) -> None:
    write(file, *(f"line {number}" for number in range(100)))
    _, place, _ = drain(file, None)
    with file.open("r+", encoding="utf-8") as opened:
        opened.truncate(0)
    write(file, "fresh")
    assert drain(file, place)[0] == ["fresh"]


def test_a_file_deleted_and_made_again_goes_on(file: Path) -> None:
    write(file, "one", "two", "three")
    _, place, _ = drain(file, None)
    file.unlink()
    assert drain(file, place) == ([], place, 1)
    write(file, "new")
    assert drain(file, place)[0] == ["new"]


def test_a_burst_larger_than_is_kept_is_skipped_and_told(file: Path) -> None:
    write(file, "one")
    _, place, _ = drain(file, None)
    write(file, *(f"line {number:04d}" for number in range(1_000)))
    piece = read_piece(file, place, backlog=100)
    assert piece.left_out == 9_900
    assert piece.lines == tuple(f"line {number:04d}" for number in range(990, 1_000))


def test_bytes_that_are_no_text_and_endless_lines_are_read_too(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00\n" + b"x" * 5_000)
    lines, _, _ = drain(file, None, most=1_000)
    assert lines[0] == "\ufffd\ufffd\x00"
    assert sum(map(len, lines[1:])) == 5_000
