"""Files from the drop to what has become of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.file_intake.previews import FilePreview, FileQuestion
from ohlc_desktop.ui.file_intake.file_intake import FileIntake
from tests.services.file_intake.conftest import FileBench
from tests.waiting import wait_until

LIMIT = 30_000


class IntakeBench(FileBench):
    """The way of files into the store.

    Attributes:
        intake: The way.
        stored: The files of which it told that they were taken in.
    """

    def __init__(self, qtbot: QtBot, place: Path) -> None:
        super().__init__(place)
        self._qtbot, window = qtbot, QWidget()
        qtbot.addWidget(window)
        self.window = window
        self.intake = FileIntake(self.profile, window, command=self.command)
        self.stored: list[str] = []
        self.intake.answered.connect(self.stored.append)

    def fates(self) -> dict[str, str]:
        """What becomes of each file, once nothing is read any more."""
        dialog = self.intake.dialog
        assert dialog is not None
        wait_until(self._qtbot, lambda: dialog.model.rows and not dialog.busy, LIMIT)
        last = dialog.model.columnCount() - 1
        rows = range(dialog.model.rowCount())
        return {Path(dialog.model.rows[row].preview.path).name: dialog.model.index(row, last).data() for row in rows}


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[IntakeBench]:
    """A bench of one's own."""
    bench = IntakeBench(qtbot, tmp_path)
    yield bench
    bench.intake.close()


def test_a_dropped_folder_is_shown_and_what_can_be_is_taken_in_when_wished(qtbot: QtBot, bench: IntakeBench) -> None:
    for word in ("new", "refused", "same"):
        bench.file(f"{word}.txt", word)
    bench.intake.open_paths([str(bench.folder)])
    assert bench.fates() == {
        "new.txt": "Will add 9 candles.", "refused.txt": "It failed.", "same.txt": "All of its candles are stored already.",
    }  # fmt: skip
    assert bench.names("--yes") == []
    dialog = bench.intake.dialog
    assert dialog is not None
    dialog.add.click()
    wait_until(qtbot, lambda: not dialog.busy, LIMIT)
    assert bench.fates()["new.txt"] == "9 candles added, 1 revised."
    assert bench.names("--yes") == ["new.txt"]
    assert bench.stored == [str(bench.folder / "new.txt")]
    dialog.close()
    assert bench.intake.dialog is None


def test_a_waiting_file_is_answered(qtbot: QtBot, bench: IntakeBench) -> None:
    path = bench.file("q.txt", "question")
    bench.intake.open_waiting([FilePreview(path, question=FileQuestion.STAMPS)])
    assert bench.fates() == {"q.txt": "What its stamps mean is not proven: say it below."}
    dialog = bench.intake.dialog
    assert dialog is not None
    form = dialog.details.form
    for box, word in ((form.zone, "UTC"), (form.stamp, "open")):
        box.setCurrentIndex(box.findData(word))
        box.activated.emit(box.currentIndex())
    assert bench.fates() == {"q.txt": "Will add 9 candles."}
    dialog.add.click()
    wait_until(qtbot, lambda: bench.stored == [path], LIMIT)
    name, *words = bench.calls[-1]
    assert (name, words[3:]) == ("q.txt", ["--json", "--yes", "--zone", "UTC", "--stamp", "open", "--"])


def test_closing_the_dialog_ends_what_runs(qtbot: QtBot, bench: IntakeBench) -> None:
    bench.intake.open_paths([bench.file(name, "slow") for name in ("a", "b")])
    wait_until(qtbot, lambda: bench.calls, LIMIT)
    dialog = bench.intake.dialog
    assert dialog is not None
    with qtbot.waitSignal(bench.intake._examiner.ended, timeout=LIMIT):
        dialog.close()
    assert (len(bench.calls), bench.intake.dialog) == (1, None)


def test_files_are_chosen(qtbot: QtBot, bench: IntakeBench) -> None:
    path = bench.file("new.txt", "new")
    bench.intake.choose()
    (chooser,) = bench.window.findChildren(QFileDialog)
    assert chooser.fileMode() is QFileDialog.FileMode.ExistingFiles
    chooser.filesSelected.emit([path])
    chooser.reject()
    assert bench.fates() == {"new.txt": "Will add 9 candles."}
