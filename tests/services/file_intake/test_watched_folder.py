"""The watched folder: whole files are taken in, questions wait, every outcome is told; nothing in it is ever changed."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.file_intake import watching
from ohlc_desktop.core.file_intake.watching import FolderLook, WatchState
from ohlc_desktop.services.file_intake import watched_folder
from ohlc_desktop.services.file_intake.file_queue import FileExaminer, FileIngester
from ohlc_desktop.services.file_intake.watched_folder import MEMORY, WatchedFolder
from tests.services.file_intake.conftest import FileBench
from tests.waiting import wait_until

LIMIT = 30_000


class WatchBench:
    """A watched folder that looks when it is told to, not by itself.

    Attributes:
        folder: The watcher.
        states: All that it told.
    """

    def __init__(self, qtbot: QtBot, bench: FileBench, monkeypatch: pytest.MonkeyPatch) -> None:
        self._qtbot, self._bench = qtbot, bench
        self._looks: list[FolderLook] = []
        looked = watching.looked

        def noted(*found: object) -> FolderLook:
            self._looks.append(looked(*found))  # type: ignore[arg-type]
            return self._looks[-1]

        monkeypatch.setattr(watching, "looked", noted)
        self.folder = self.made()
        self.states: list[WatchState] = []
        self.folder.changed.connect(self.states.append)

    def made(self) -> WatchedFolder:
        """A new watcher, as after a start of the program."""
        files = (kind(self._bench.profile, command=self._bench.command) for kind in (FileExaminer, FileIngester))
        return WatchedFolder(self._bench.profile, *files)  # type: ignore[arg-type]

    def look(self, folder: WatchedFolder | None = None) -> FolderLook:
        """Look once, and wait until what is at work is done."""
        folder, count = folder or self.folder, len(self._looks)
        folder.look()
        wait_until(self._qtbot, lambda: len(self._looks) > count and not folder.state.working, LIMIT)
        return self._looks[-1]

    def begin(self, folder: WatchedFolder | None = None) -> None:
        """Watch, and wait for the first look."""
        count = len(self._looks)
        (folder or self.folder).watch(str(self._bench.folder))
        wait_until(self._qtbot, lambda: len(self._looks) > count, LIMIT)


@pytest.fixture
def watch(qtbot: QtBot, bench: FileBench, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchBench]:
    """A watcher that hears of nothing by itself."""
    monkeypatch.setattr(watched_folder, "SETTLING_MS", 10**8)
    made = WatchBench(qtbot, bench, monkeypatch)
    yield made
    made.folder.stop()


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Files as they are."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def remembered(bench: FileBench) -> dict[str, str]:
    """What has become of each file, as the profile keeps it."""
    memory = bench.profile.folder / MEMORY
    known = json.loads(memory.read_text()) if memory.exists() else {}
    return {Path(path).name: entry["state"] for path, entry in known.items()}


def test_files_are_taken_in_when_they_no_longer_grow(watch: WatchBench, bench: FileBench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for word in ("new", "refused", "same", "question"):
        bench.file(f"{word}.txt", word)
    growing = Path(bench.file("growing.txt", "new"))
    before = contents(bench.folder)
    watch.begin()
    assert bench.calls == []
    growing.write_text("new and more of it")
    watch.look()
    assert sorted(bench.names("--dry-run")) == ["new.txt", "question.txt", "refused.txt", "same.txt"]
    assert bench.names("--yes") == ["new.txt"]
    watch.look()
    assert bench.names("--yes") == ["new.txt", "growing.txt"]
    assert [Path(preview.path).name for preview in watch.folder.state.waiting] == ["question.txt"]
    assert max(state.working for state in watch.states) == 4
    told = "\n".join(record.message for record in caplog.records)
    assert "new.txt was taken in: 9 candles added, 1 revised, 2 rows refused." in told
    assert "question.txt waits for an answer." in told
    assert "It failed." in told
    assert "same.txt: all of its candles are stored already." in told
    assert {n: c for n, c in contents(bench.folder).items() if n != growing.name} == {n: c for n, c in before.items() if n != growing.name}


def test_a_file_is_taken_in_once_and_again_when_it_changed(watch: WatchBench, bench: FileBench, qtbot: QtBot) -> None:
    bench.file("a.txt", "new")
    question = bench.file("q.txt", "question")
    watch.begin()
    watch.look()
    watch.look()
    assert bench.names("--yes") == ["a.txt"]
    wait_until(qtbot, lambda: remembered(bench) == {"a.txt": "taken", "q.txt": "waiting"}, LIMIT)
    watch.folder.stop()
    again = watch.made()
    try:
        watch.begin(again)
        watch.look(again)
        assert bench.names("--yes") == ["a.txt"]
        assert [preview.path for preview in again.state.waiting] == [question]  # what nobody answered is asked again
        bench.file("a.txt", "new rows")
        watch.look(again)
        watch.look(again)
        assert bench.names("--yes") == ["a.txt", "a.txt"]
        again.forget(question)
        assert again.state.waiting == ()
        wait_until(qtbot, lambda: remembered(bench) == {"a.txt": "taken", "q.txt": "taken"}, LIMIT)
    finally:
        again.stop()


def test_while_another_import_is_at_work_a_file_waits_for_the_next_look(watch: WatchBench, bench: FileBench) -> None:
    bench.file("a.txt", "busy")
    watch.begin()
    for times in (1, 2):
        watch.look()
        assert bench.names("--yes") == ["a.txt"] * times


def test_a_file_whose_process_comes_to_grief_is_tried_again_but_not_for_ever(
    watch: WatchBench, bench: FileBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.file("a.txt", "crash")
    watch.begin()
    for times in (1, 2, 3, 3):
        watch.look()
        assert bench.names("--dry-run") == ["a.txt"] * times
    again = watch.made()
    try:
        watch.begin(again)
        watch.look(again)
        assert len(bench.names("--dry-run")) == 4
    finally:
        again.stop()


def test_a_share_that_does_not_answer_keeps_nobody_waiting(
    watch: WatchBench, bench: FileBench, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    answered, asked, look_into = threading.Event(), threading.Event(), os.scandir

    def silent(folder: str) -> object:
        if folder != str(bench.folder):
            return look_into(folder)
        asked.set()
        answered.wait(LIMIT / 1000)
        raise OSError("it does not answer")

    monkeypatch.setattr(os, "scandir", silent)
    watch.folder.watch(str(bench.folder))
    wait_until(qtbot, asked.is_set, LIMIT)
    watch.folder.stop()  # returns, though the look does not
    assert not answered.is_set()
    (thread,) = [each for each in threading.enumerate() if each.name == "watched-folder"]
    assert thread.daemon
    answered.set()
    thread.join()


def test_a_folder_that_is_not_there_is_told_until_it_is(
    watch: WatchBench, bench: FileBench, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    gone = bench.folder / "gone"
    watch.folder.watch(str(gone))
    wait_until(qtbot, lambda: watch.folder.state.problem, LIMIT)
    assert f"The watched folder {gone} cannot be looked into" in str(watch.folder.state.problem)
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1
    gone.mkdir()
    watch.look()
    assert not watch.folder.state.problem
    watch.folder.watch("")
    assert watch.folder.state == WatchState()


def test_the_system_tells_of_new_files(qtbot: QtBot, bench: FileBench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched_folder, "SETTLING_MS", 20)
    made = WatchBench(qtbot, bench, monkeypatch)
    try:
        made.begin()
        wait_until(qtbot, lambda: not made.folder.state.working, LIMIT)
        bench.file("a.txt", "new")
        wait_until(qtbot, lambda: bench.names("--yes") == ["a.txt"], LIMIT)
    finally:
        made.folder.stop()
