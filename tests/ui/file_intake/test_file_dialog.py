"""The dialog of files: what is told of each, what is asked, what is taken in; and how files come onto the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.file_intake.outcomes import FileOutcome
from ohlc_desktop.core.file_intake.previews import FileAnswers
from ohlc_desktop.core.messages import Message
from ohlc_desktop.ui.file_intake.dialog import FileDialog
from ohlc_desktop.ui.file_intake.dropping import DropVeil, FileDrop
from tests.ui.file_intake.previews import BROKEN, COLUMNS, JOINED, NAMELESS, READY, SAME, UNPROVEN, UNSURE


@pytest.fixture
def dialog(qtbot: QtBot) -> FileDialog:
    """An open dialog."""
    dialog = FileDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def fates(dialog: FileDialog) -> list[str]:
    """What becomes of each file."""
    last = dialog.model.columnCount() - 1
    return [dialog.model.index(row, last).data() for row in range(dialog.model.rowCount())]


def texts(dialog: FileDialog) -> str:
    """Everything that is told of the chosen file."""
    QApplication.processEvents()  # labels that were laid out just now are shown by the next event
    return "\n".join(label.text() for label in dialog.details.findChildren(QLabel) if label.isVisible())


def test_files_are_told_as_they_are_read_and_only_what_can_be_is_taken_in(qtbot: QtBot, dialog: FileDialog) -> None:
    files = [READY, SAME, UNPROVEN, BROKEN]
    dialog.expect(dict.fromkeys((file.path for file in files), 10), more=False)
    for count, file in enumerate(files, 1):
        assert (dialog.busy, dialog.add.isEnabled()) == (True, False)
        dialog.show_preview(file)
        assert dialog.model.rowCount() == count
    dialog.show_examined()
    assert fates(dialog) == [
        "Will add 1,200 candles; 4 others are kept beside the stored ones.", "All of its candles are stored already.",
        "What its stamps mean is not proven: say it below.", "It has no format that is known.",
    ]  # fmt: skip
    assert dialog.table.currentIndex().row() == 2  # the first that asks something
    assert dialog.add.text() == "&Add 1 file"
    with qtbot.waitSignal(dialog.take_wanted) as wanted:
        dialog.add.click()
    assert wanted.args == [[(READY.path, FileAnswers())]]
    dialog.show_progress(READY.path, 0.5)
    assert fates(dialog)[0] == "Being added: 50\u202f%"
    dialog.show_outcome(FileOutcome(READY.path, added=1300, revised=1))
    dialog.show_taken()
    assert fates(dialog)[0] == "1,300 candles added, 1 revised."
    assert (dialog.busy, dialog.add.isVisible(), dialog.cancel_button.text()) == (False, False, "&Close")


def test_all_that_was_recognised_is_told_with_what_proves_it(dialog: FileDialog) -> None:
    dialog.show_preview(replace(READY, replaces=True, documented="open", unfinished=True))
    told = texts(dialog)
    for part in (
        "NinjaTrader, minutes, source ninjatrader", "NQZ26.CME 1m", "1,234 of 1m, from 2026-11-22 23:00 to 2026-11-27 18:14",
        "UTC, end of the candle. 100 of 100 candles that are stored too are equal. The maker of the format says otherwise.",
        "Not adjusted.", "1,200 new, 30 equal, 4 different", "2 rows: outside of the sessions", "Lines 7, 9",
        "Will add 1,200 candles and replace 4, which are kept beside them.", "It ends within a row",
    ):  # fmt: skip
        assert part in told, (part, told)
    dialog.show_preview(replace(READY, source="ohlc-desktop", naming=Message("Its rows say {ticker}.", ticker="NQ")))
    assert "NQZ26.CME 1m\nIts rows say NQ." in texts(dialog)
    assert "NinjaTrader, minutes, our own export: no second source" in texts(dialog)
    assert dialog.details.readings.topLevelItemCount() == 2
    assert [dialog.details.readings.topLevelItem(1).text(n) for n in range(5)] == ["UTC", "open", "1", "5 of 5", "99 of 100"]


def test_what_is_not_proven_is_asked_and_the_file_examined_again(qtbot: QtBot, dialog: FileDialog) -> None:
    dialog.show_preview(UNPROVEN)
    form = dialog.details.form
    assert (form.zone.isVisible(), form.stamp.isVisible(), form.unadjusted.isVisible()) == (True, True, False)
    wanted: list[tuple[str, FileAnswers]] = []
    dialog.examine_wanted.connect(lambda *args: wanted.append(args))
    form.zone.setCurrentIndex(form.zone.findData("America/Chicago"))
    form.zone.activated.emit(form.zone.currentIndex())
    assert wanted == []  # the zone alone tells nothing
    form.stamp.setCurrentIndex(form.stamp.findData("end"))
    form.stamp.activated.emit(form.stamp.currentIndex())
    said = FileAnswers(zone="America/Chicago", stamp="end")
    assert wanted == [(UNPROVEN.path, said)]
    assert dialog.busy
    dialog.show_preview(replace(UNPROVEN, question=None, accepted=True, proven=True, new=50))
    assert (dialog.busy, fates(dialog)) == (False, ["Will add 50 candles."])
    assert form.zone.isVisible()  # what was said can be taken back
    with qtbot.waitSignal(dialog.take_wanted) as taken:
        dialog.add.click()
    assert taken.args == [[(UNPROVEN.path, said)]]


def test_other_questions(dialog: FileDialog) -> None:
    wanted: list[FileAnswers] = []
    dialog.examine_wanted.connect(lambda _, answers: wanted.append(answers))
    dialog.show_preview(NAMELESS)
    form = dialog.details.form
    assert (form.symbol.isVisible(), form.zone.isVisible()) == (True, False)
    form.symbol.setText(" NQ ")
    form.symbol.editingFinished.emit()
    form.symbol.editingFinished.emit()
    dialog.show_preview(UNSURE)
    dialog.table.setCurrentIndex(dialog.model.index(1, 0))
    assert form.unadjusted.isVisible()
    assert form.symbol.text() == ""
    form.unadjusted.click()
    assert form.unadjusted.text() == "They are as they were traded"
    assert wanted == [FileAnswers(symbol="NQ"), FileAnswers(unadjusted=True)]
    dialog.show_preview(JOINED)
    dialog.table.setCurrentIndex(dialog.model.index(2, 0))
    assert (form.unadjusted.isVisible(), form.unadjusted.text()) == (True, "All of it is one contract")
    assert "From line 7 on prices stand apart." in texts(dialog)
    assert dialog.details.note.text == "One contract, or two? See its prices, and say it below."
    dialog.show_preview(BROKEN)
    dialog.table.setCurrentIndex(dialog.model.index(3, 0))
    assert not form.isVisible()
    assert dialog.details.note.text == "It has no format that is known."


def test_columns_that_nobody_knows_are_named(qtbot: QtBot, dialog: FileDialog) -> None:
    wanted: list[tuple[str, FileAnswers]] = []
    dialog.examine_wanted.connect(lambda *args: wanted.append(args))
    dialog.show_preview(COLUMNS)
    form, columns = dialog.details.form, dialog.details.columns
    assert (form.isVisible(), columns.isVisible(), columns.read.isEnabled()) == (False, True, False)
    assert fates(dialog) == ["What stands in its columns is not known: say it below."]
    assert [box.currentText() for box in columns.boxes] == ["passed over", "Date and time", "Open", "High", "Low", "passed over"]
    assert "Still to be named: Close" in texts(dialog)

    def choose(place: int, role: str) -> None:
        columns.boxes[place].setCurrentIndex(columns.boxes[place].findData(role))
        columns.boxes[place].activated.emit(columns.boxes[place].currentIndex())

    choose(5, "open")
    assert columns.boxes[2].currentData() == "skip", "an open stands in one column only"
    assert "Still to be named: Open" not in texts(dialog)
    choose(2, "close")
    choose(0, "date")
    assert columns.boxes[1].currentData() == "skip", "a date beside a moment means nothing"
    choose(1, "moment")
    assert "Still to be named" not in texts(dialog)
    columns.read.click()
    said = FileAnswers(columns="skip,moment,close,high,low,open")
    assert wanted == [(COLUMNS.path, said)]
    dialog.show_preview(replace(COLUMNS, failure=Message("It has no row that can be read.")))
    assert fates(dialog) == ["It has no row that can be read."]
    assert columns.boxes[5].currentData() == "open"
    dialog.show_preview(replace(NAMELESS, path=COLUMNS.path))
    assert (form.isVisible(), columns.isVisible()) == (True, True), "what was named can be named otherwise"
    form.symbol.setText("NQ")
    form.symbol.editingFinished.emit()
    assert wanted[-1] == (COLUMNS.path, replace(said, symbol="NQ"))
    dialog.show_preview(BROKEN)
    dialog.table.setCurrentIndex(dialog.model.index(1, 0))
    assert not columns.isVisible()


def test_the_bar_tells_how_many_bytes_are_read(dialog: FileDialog) -> None:
    small, large = replace(READY, path="/d/small"), replace(READY, path="/d/large")
    dialog.expect({small.path: 1_000, large.path: 3_000_000_000, "/d/gone": 0}, more=False)

    def share() -> float:
        return round(dialog._bar.value() / dialog._bar.maximum(), 2)

    assert share() == 0
    dialog.show_preview(small)
    assert share() == 0, "one of three files, but next to nothing of their bytes"
    dialog.show_reading(large.path, 0.5)
    assert share() == 0.5
    dialog.show_preview(large)
    assert (share(), dialog.busy) == (1.0, True)


@pytest.mark.parametrize("leave", [FileDialog.close, FileDialog.reject, lambda dialog: dialog.cancel_button.click()])
def test_leaving_ends_what_runs(qtbot: QtBot, dialog: FileDialog, leave: Callable[[FileDialog], object]) -> None:
    dialog.expect({"/d/a": 10, "/d/b": 10}, more=True)
    dialog.show_preview(replace(READY, path="/d/a"))
    with qtbot.waitSignal(dialog.cancel_wanted):
        leave(dialog)
    assert not dialog.isVisible()


def test_cancel_while_files_are_taken_in_shows_what_became_of_them(qtbot: QtBot, dialog: FileDialog) -> None:
    dialog.show_preview(READY)
    dialog.add.click()
    with qtbot.waitSignal(dialog.cancel_wanted):
        dialog.cancel_button.click()
    assert dialog.isVisible()
    dialog.show_outcome(FileOutcome(READY.path, failure=Message("Cancelled: whole sessions of it may be stored."), cancelled=True))
    dialog.show_taken()
    assert fates(dialog) == ["Cancelled: whole sessions of it may be stored."]


def test_a_folder_without_files_is_told(dialog: FileDialog) -> None:
    dialog.expect({}, more=False)
    dialog.show_examined()
    assert any("There are no files" in label.text() for label in dialog.findChildren(QLabel))
    assert dialog.cancel_button.text() == "&Close"


# -- dropping --------------------------------------------------------------------------------------------


def held(*urls: str) -> QMimeData:
    """What is held over a window."""
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def drag(window: QWidget, data: QMimeData, kind: type[QDragEnterEvent] | type[QDropEvent]) -> QDropEvent:
    """Hold it over the window, or let it fall."""
    at = QPoint(9, 9) if kind is QDragEnterEvent else QPointF(9, 9)
    event = kind(at, Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # type: ignore[arg-type]
    event.setDropAction(Qt.DropAction.MoveAction)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event


def test_files_and_folders_are_dropped_and_never_moved(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    drop = FileDrop(window)
    window.show()
    dropped: list[list[str]] = []
    drop.dropped.connect(dropped.append)
    for kind in (QDragEnterEvent, QDropEvent):
        assert not drag(window, held("https://example.com/a.csv"), kind).isAccepted()
    data = held("file:///d/a.csv", "file:///d/folder")
    entered = drag(window, data, QDragEnterEvent)
    assert (entered.isAccepted(), entered.dropAction()) == (True, Qt.DropAction.CopyAction)
    (veil,) = window.findChildren(DropVeil)
    assert veil.geometry() == window.rect()
    assert veil.isVisible()
    assert not veil.grab().toImage().isNull()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not veil.isVisible()
    drag(window, data, QDragEnterEvent)
    assert drag(window, data, QDropEvent).dropAction() is Qt.DropAction.CopyAction
    assert dropped == [["/d/a.csv", "/d/folder"]]
    assert not veil.isVisible()
