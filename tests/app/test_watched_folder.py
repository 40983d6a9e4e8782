"""The watched folder in the whole tray app: what waits there is told, shown and answered."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from ohlc_desktop.core.file_intake.watching import NOT_WATCHED
from ohlc_desktop.services.child_commands import command_queue
from ohlc_desktop.services.file_intake import watched_folder
from ohlc_desktop.ui.file_intake.dialog import FileDialog
from ohlc_desktop.ui.importing.page import ProgressPage
from ohlc_desktop.ui.shell.window import Page
from tests.app.conftest import Start, child

FILE_IMPORTER = Path(__file__).parents[1] / "services" / "file_intake" / "importer.py"


def test_the_watched_folder_of_the_settings_is_looked_into_and_what_waits_is_shown(
    start: Start, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_folder, "SETTLING_MS", 20)
    monkeypatch.setattr(command_queue, "importer_command", lambda: [sys.executable, "-S", "-E", str(script)])
    script, folder = tmp_path / "importer.py", tmp_path / "files"
    shutil.copy(FILE_IMPORTER, script)
    folder.mkdir()
    (folder / "q.txt").write_text("question")
    rig = start(filled)
    rig.app.controller.live_settings.set("watched_folder", str(folder))
    rig.until(lambda: rig.app.controller.model.state.watched_folder.waiting)
    assert rig.told[-1][0] == "Files wait for an answer"
    window = rig.open(Page.IMPORT)
    rig.until(lambda: rig.banner == "A file in the watched folder waits for an answer: q.txt.")
    line = rig.page(Page.IMPORT, ProgressPage).folder
    assert line.note.text == f"Watched folder {folder}; waiting for an answer: 1"
    rig.press(line.button)
    rig.until(lambda: window.findChildren(FileDialog))
    dialog = child(window, FileDialog)
    rig.until(lambda: dialog.model.rows and not dialog.busy)
    form = dialog.details.form
    for box in (form.zone, form.stamp):
        box.setCurrentIndex(1)
        box.activated.emit(1)
    rig.until(lambda: dialog.add.isEnabled())
    dialog.add.click()
    rig.until(lambda: not rig.app.controller.model.state.watched_folder.waiting)
    dialog.close()
    assert line.note.text == f"Watched folder {folder}"
    rig.press(rig.page(Page.IMPORT, ProgressPage).files_button)
    child(window, QFileDialog).reject()
    rig.app.controller.live_settings.set("watched_folder", None)
    assert rig.app.controller.model.state.watched_folder == NOT_WATCHED
    assert not line.isVisible()
