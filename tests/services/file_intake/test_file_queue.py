"""Files examined and taken in by child processes, one after another; whatever becomes of a process is told once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.file_intake.outcomes import FileOutcome
from ohlc_desktop.core.file_intake.previews import FileAnswers, FilePreview, FileVerdict
from ohlc_desktop.services.child_commands import command_process
from ohlc_desktop.services.file_intake.expanding import files_in
from ohlc_desktop.services.file_intake.file_queue import FileExaminer, FileIngester, FileTask
from tests.services.file_intake.conftest import FileBench
from tests.waiting import wait_until

LIMIT = 30_000


def test_every_file_is_examined_whatever_is_wrong_with_others(qtbot: QtBot, bench: FileBench) -> None:
    found: list[FilePreview] = []
    examiner = FileExaminer(bench.profile, command=bench.command)
    examiner.found.connect(found.append)
    paths = [bench.file(f"{word}.txt", word) for word in ("new", "crash", "refused", "question", "same")]
    with qtbot.waitSignal(examiner.ended, timeout=LIMIT):
        examiner.add([FileTask(path) for path in paths])
        assert examiner.active
    assert [preview.path for preview in found] == paths
    assert [preview.verdict.value for preview in found] == ["ready", "refused", "refused", "question", "nothing_new"]
    assert "exit code 9" in str(found[1].failure)
    assert str(found[2].failure) == "It failed."
    with qtbot.waitSignal(examiner.ended, timeout=LIMIT):
        examiner.add([FileTask(paths[3], FileAnswers(zone="America/Chicago", stamp="end"))])
    assert found[-1].verdict is FileVerdict.READY
    assert bench.calls[-1][1:] == [
        "--profile", str(bench.profile.folder), "ingest", "--json", "--dry-run", "--zone", "America/Chicago", "--stamp", "end", "--",
    ]  # fmt: skip


def test_files_are_taken_in_one_after_another(qtbot: QtBot, bench: FileBench) -> None:
    outcomes: list[FileOutcome] = []
    shares: list[float] = []
    ingester = FileIngester(bench.profile, command=bench.command)
    ingester.outcome.connect(outcomes.append)
    ingester.progress.connect(lambda _, share: shares.append(share))
    paths = [bench.file(f"{word}.txt", word) for word in ("new", "busy", "crash")]
    with qtbot.waitSignal(ingester.ended, timeout=LIMIT):
        ingester.add([FileTask(path) for path in paths])
    assert [(each.path, each.added, bool(each.failure), each.busy) for each in outcomes] == [
        (paths[0], 9, False, False), (paths[1], 0, True, True), (paths[2], 0, True, False),
    ]  # fmt: skip
    assert shares == [0.75]
    assert bench.names("--yes") == ["new.txt", "busy.txt", "crash.txt"]


@pytest.mark.parametrize(("word", "grace"), [("slow", 10**8), ("deaf", 20)])
def test_cancel_ends_the_file_at_work_and_begins_no_other(
    qtbot: QtBot, bench: FileBench, monkeypatch: pytest.MonkeyPatch, word: str, grace: int
) -> None:
    """By a word that the process understands; else by force."""
    monkeypatch.setattr(command_process, "GRACE_MS", grace)
    outcomes: list[FileOutcome] = []
    ingester = FileIngester(bench.profile, command=bench.command)
    ingester.outcome.connect(outcomes.append)
    with qtbot.waitSignal(ingester.progress, timeout=LIMIT):
        ingester.add([FileTask(bench.file(name, word)) for name in ("a", "b")])
    with qtbot.waitSignal(ingester.ended, timeout=LIMIT):
        ingester.cancel()
    assert [(each.cancelled, bool(each.failure)) for each in outcomes] == [(True, True)]
    assert len(bench.calls) == 1


def test_quitting_leaves_no_process(qtbot: QtBot, bench: FileBench) -> None:
    examiner = FileExaminer(bench.profile, command=bench.command)
    told: list[object] = []
    examiner.found.connect(told.append)
    examiner.add([FileTask(bench.file(name, "slow")) for name in ("a", "b")])
    wait_until(qtbot, lambda: bench.calls, LIMIT)
    examiner.stop()
    assert (examiner.active, told, len(bench.calls)) == (False, [], 1)


def test_a_program_that_cannot_be_started(qtbot: QtBot, bench: FileBench) -> None:
    examiner = FileExaminer(bench.profile, command=[str(bench.folder / "nothing")])
    with qtbot.waitSignal(examiner.found, timeout=LIMIT) as found:
        examiner.add([FileTask("a.txt")])
    assert "could not be started" in str(found.args[0].failure)


def test_folders_become_the_files_in_them(bench: FileBench, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = bench.folder / "2026"
    inner.mkdir()
    (bench.folder / ".cache").mkdir()
    (bench.folder / ".cache" / "x.txt").write_text("x")
    paths = [bench.file("b.csv", "x"), bench.file("a.csv", "x"), bench.file("a.csv.part", "x"), str(inner / "c.txt")]
    (inner / "c.txt").write_text("x")
    files, more = files_in([str(bench.folder), paths[1], "gone.txt"])
    assert (files, more) == ([paths[1], paths[0], paths[3], "gone.txt"], False)
    monkeypatch.setattr("ohlc_desktop.services.file_intake.expanding.MOST_FILES", 2)
    assert files_in([str(bench.folder)]) == ([paths[1], paths[0]], True)
