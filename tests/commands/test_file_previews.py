"""The window understands what ``ingest --json`` tells of files: previews, questions, outcomes."""

from __future__ import annotations

from pathlib import Path

from ohlc_desktop.core.file_intake.outcomes import FileOutcome, outcome_of
from ohlc_desktop.core.file_intake.previews import (
    NOTHING_SAID,
    FileAnswers,
    FilePreview,
    FileQuestion,
    FileVerdict,
    preview_of,
)
from ohlc_desktop.core.importing.events import Event, Failure, IngestPreview, RunDone, from_json
from ohlc_desktop.core.messages import NOTHING, Message
from tests.commands.conftest import CommandLine

SILENCE = Message("silence")


def told(shell: CommandLine, path: Path, step: str, answers: FileAnswers) -> tuple[dict[type[Event], Event], int]:
    """The last event of each kind that a file brings, and the exit code."""
    answer = shell.run("ingest", "--json", step, *answers.to_argv(), "--", str(path))
    events = [from_json(line) for line in answer.out.splitlines()]
    assert all(events), answer
    return {type(event): event for event in events if event is not None}, answer.code


def examined(shell: CommandLine, path: Path, answers: FileAnswers = NOTHING_SAID) -> FilePreview:
    """What is in a file."""
    events, _ = told(shell, path, "--dry-run", answers)
    return preview_of(str(path), answers, events.get(IngestPreview), events.get(Failure), SILENCE)  # type: ignore[arg-type]


def taken(shell: CommandLine, path: Path, answers: FileAnswers = NOTHING_SAID) -> FileOutcome:
    """What has become of a file."""
    events, code = told(shell, path, "--yes", answers)
    return outcome_of(str(path), events.get(RunDone), events.get(Failure), code, SILENCE, False)  # type: ignore[arg-type]


def test_previews_and_outcomes_of_real_files(filled: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "ES_1m.csv"
    assert filled.run("export", "ES", "1m", "-o", str(path)).code == 0
    equal = examined(filled, path)
    assert (equal.symbol, equal.timeframe, equal.zone, equal.stamp) == ("ES=F", "1m", "UTC", "open")
    assert (equal.verdict, equal.new, equal.different, equal.equal) == (FileVerdict.READY, 0, 0, equal.rows)  # a second witness
    lines = path.read_text().splitlines()
    changed = tmp_path / "ES more.csv"
    stamp, *values = lines[-1].split(",")
    changed.write_text("\n".join([*lines[:-1], ",".join([stamp, *(f"{float(value) + 1:.2f}" for value in values[:4]), values[4]])]))
    ready = examined(filled, changed)
    assert (ready.verdict, ready.different, ready.source != "") == (FileVerdict.READY, 1, True)
    done = taken(filled, changed)
    assert (done.failure, str(done.message) != "") == (NOTHING, True)
    assert examined(filled, changed).verdict is FileVerdict.NOTHING_NEW


def test_questions_and_refusals_of_real_files(filled: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "ES_1m.csv"
    assert filled.run("export", "ES", "1m", "-o", str(path)).code == 0
    nameless = tmp_path / "prices.csv"
    nameless.write_text(path.read_text())
    assert examined(filled, nameless).question is FileQuestion.SYMBOL
    assert examined(filled, nameless, FileAnswers(symbol="ES")).verdict is FileVerdict.READY
    wall = tmp_path / "NQ 12-26.csv"  # one session of a contract, of which nothing is stored
    rows = (line.replace("T", " ").replace("Z", "") for line in path.read_text().splitlines()[:120])
    wall.write_text("\n".join(rows))
    asked = examined(filled, wall)
    assert (asked.question, asked.rows, asked.symbol) == (FileQuestion.STAMPS, 119, "NQZ26.CME")
    answers = FileAnswers(zone="UTC", stamp="open", source="mine")
    answered = examined(filled, wall, answers)
    assert (answered.verdict, answered.source, answered.new) == (FileVerdict.READY, "mine", 119)
    front = tmp_path / "NQ.csv"
    front.write_text(wall.read_text())
    assert examined(filled, front, answers).question is FileQuestion.ADJUSTED
    stated = FileAnswers(zone="UTC", stamp="open", unadjusted=True)
    assert examined(filled, front, stated).verdict is FileVerdict.READY
    notes = tmp_path / "notes.txt"
    notes.write_text("hello\n")
    broken = examined(filled, notes)
    assert (broken.verdict, "no format that is known" in str(broken.failure)) == (FileVerdict.REFUSED, True)
    assert taken(filled, notes).failure == broken.failure
