"""Previews of files: read from what the examination tells, and what becomes of each file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ohlc_desktop.core.file_intake import previews
from ohlc_desktop.core.file_intake.outcomes import BUSY, outcome_of
from ohlc_desktop.core.file_intake.previews import (
    NOTHING_SAID,
    FileAnswers,
    FilePreview,
    FileQuestion,
    FileVerdict,
    PreviewColumns,
    PreviewReading,
    preview_of,
)
from ohlc_desktop.core.files.proof import LEAST_SESSIONS
from ohlc_desktop.core.importing.events import Failure, IngestPreview, RunDone, from_json
from ohlc_desktop.core.messages import NOTHING, Message, to_plain
from ohlc_desktop.core.states.runs import RunState

SILENCE = Message("silence")
WHY = Failure(Message("{path} is odd.", path="x"), Message("Nothing."), Message("Do it."), 2)


def entry(**other: Any) -> dict[str, Any]:
    """What is told of a file whose stamps are proven."""
    reading = {"zone": "UTC", "stamp": "end", "outside": 0, "sessions": 5, "at_open": 5, "compared": 60, "equal": 59}
    told = {
        "file": "a.txt", "format": "NinjaTrader, minutes", "symbol": "NQ=F", "timeframe": "1m", "ticks": False, "rows": 70,
        "first": "2026-11-22T23:00:00Z", "last": "2026-11-27T18:14:00Z", "written": {"first": "x", "last": "y"},
        "stamps": {"proven": True, "zone": "UTC", "stamp": "end", "documented": "end", "why": "so", "evidence": [reading]},
        "adjusted": False, "refused": {"count": 1, "reasons": [{"reason": "cannot be read", "rows": 1}],
                                       "rows": [{"line": 8, "reason": "a price is missing", "text": "x"}]},
        "stored": {"new": 10, "equal": 59, "different": 1}, "cut": True,
    }  # fmt: skip
    return {**told, **other}


def accepted(series: dict[str, Any]) -> FilePreview:
    """A file that can be taken in."""
    return preview_of("/full/a.txt", NOTHING_SAID, IngestPreview([entry()], [], [series]), None, SILENCE)


def refused(answers: FileAnswers = NOTHING_SAID, **other: Any) -> FilePreview:
    """A file that cannot be, as it is."""
    failed = [{"file": "a.txt", "title": "t", "message": "m", "hint": "h", "found": entry(**other)}]
    return preview_of("/full/a.txt", answers, IngestPreview([], failed, []), WHY, SILENCE)


def test_a_file_that_can_be_taken_in() -> None:
    found = accepted({"source": "ninjatrader", "new": 9, "equal": 60, "different": 2, "replaces": True, "unchanged": False})
    assert (found.path, found.verdict, found.question, found.failure) == ("/full/a.txt", FileVerdict.READY, None, NOTHING)
    assert (found.new, found.equal, found.different, found.replaces, found.source) == (9, 60, 2, True, "ninjatrader")
    assert (found.zone, found.stamp, found.evidence[0].equal, found.unfinished) == ("UTC", "end", 59, True)
    assert found.reasons == ((Message("cannot be read"), 1),)
    assert found.refused_rows == ((8, Message("a price is missing"), "x"),)
    assert accepted({"unchanged": True}).verdict is FileVerdict.NOTHING_NEW


def test_sentences_with_values_keep_their_templates_for_other_languages() -> None:
    told = Message("a price off the tick of {tick}", tick="0.25")
    sentence = {"reason": str(told), "messages": {"reason": to_plain(told)}}
    why = Message("{outside:,} of {rows:,} candles stand outside of the sessions.", outside=1200, rows=5000)
    stamps = {"proven": True, "why": str(why), "messages": {"why": to_plain(why)}}
    found = refused(stamps=stamps, refused={"count": 2, "reasons": [{**sentence, "rows": 2}], "rows": [{"line": 8, **sentence}]})
    assert (found.why, found.reasons, found.refused_rows) == (why, ((told, 2),), ((8, told, ""),))


def test_few_sessions_are_those_that_prove_nothing() -> None:
    assert previews.LEAST_SESSIONS == LEAST_SESSIONS
    assert (accepted({}).short, replace(accepted({}), evidence=(PreviewReading("UTC", "end", 0, 2, 0, 0, 0),)).short) == (False, True)
    assert [replace(accepted({}), symbol=symbol).future for symbol in ("NQ=F", "NQZ26.CME", "AAPL", "CCL.AX")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("other", "question"),
    [
        ({"symbol": None, "stamps": {}}, FileQuestion.SYMBOL),
        ({"stamps": {"proven": False}}, FileQuestion.STAMPS),
        ({"adjusted": None}, FileQuestion.ADJUSTED),
        ({"adjusted": None, "symbol": "AAPL"}, FileQuestion.ADJUSTED),
        ({"step": "It steps.", "symbol": "NQZ26.CME"}, FileQuestion.JOINED),
        ({"adjusted": None, "symbol": "NQZ26.CME"}, None),  # a contract has no rolls to adjust for
        ({"adjusted": True, "stamps": {"proven": False}}, None),
        ({"timeframe": None}, None),
        ({"timeframe": "1wk", "adjusted": None}, None),
        ({}, None),
        ({"adjusted": None, "refused": {"count": 60, "too_many": True}}, None),
        ({"step": "It steps.", "symbol": "NQZ26.CME", "refused": {"count": 60, "too_many": True}}, None),
    ],
)
def test_what_is_asked_of_a_file(other: dict[str, Any], question: FileQuestion | None) -> None:
    found = refused(**other)
    assert found.question is question
    assert found.verdict is (FileVerdict.REFUSED if question is None else FileVerdict.QUESTION)
    assert str(found.failure) == ("" if question else "x is odd. Nothing. Do it.")


def test_a_question_that_was_answered_is_not_asked_again() -> None:
    assert refused(FileAnswers(unadjusted=True), adjusted=None).verdict is FileVerdict.REFUSED


def test_what_a_person_said_becomes_arguments() -> None:
    assert NOTHING_SAID.to_argv() == []
    said = FileAnswers("NQ", "America/Chicago", "open", "mine", unadjusted=True, columns="date,open")
    assert " ".join(said.to_argv()) == (
        "--symbol NQ --zone America/Chicago --stamp open --source mine --columns date,open --unadjusted"
    )


def test_columns_that_have_to_be_named() -> None:
    columns = {"rows": [["a", "b"], ["1", "2"]], "guess": ["skip", "open"]}
    failed = [{"file": "a.txt", "title": "t", "message": "m", "hint": "h", "found": None, "columns": columns}]
    found = preview_of("a.txt", NOTHING_SAID, IngestPreview([], failed, []), WHY, SILENCE)
    assert (found.question, found.failure, found.columns) == (
        FileQuestion.COLUMNS, NOTHING, PreviewColumns((("a", "b"), ("1", "2")), ("skip", "open")),
    )  # fmt: skip
    said = preview_of("a.txt", FileAnswers(columns="x"), IngestPreview([], failed, []), WHY, SILENCE)
    assert (said.question, said.failure) == (FileQuestion.COLUMNS, WHY.text)


def test_a_file_of_which_nothing_that_is_understood_is_told() -> None:
    odd = [None, IngestPreview([], [], []), IngestPreview([{"file": 1}], [], []), IngestPreview([entry(stamps="no")], [], []),
           IngestPreview([], [{"file": "a", "found": {"rows": []}}], [])]  # fmt: skip
    for told in odd[:2] + odd[3:]:
        found = preview_of("a", NOTHING_SAID, told, None, SILENCE)
        assert (found.verdict, found.failure, found.untold) == (FileVerdict.REFUSED, SILENCE, True)
    assert not preview_of("a", NOTHING_SAID, odd[1], WHY, SILENCE).untold
    assert preview_of("a", NOTHING_SAID, odd[2], None, SILENCE).rows == 0


def test_outcomes() -> None:
    done = RunDone(1, RunState.DONE, 0, written=5, revised=2, quarantined=1, message=Message("Stored."))
    told = outcome_of("a", done, None, 0, SILENCE, cancelled=False)
    assert (told.added, told.revised, told.refused, told.failure) == (5, 2, 1, NOTHING)
    assert outcome_of("a", None, WHY, 2, SILENCE, cancelled=False).failure == WHY.text
    assert outcome_of("a", None, WHY, BUSY, SILENCE, cancelled=False).busy
    assert outcome_of("a", None, None, 0, SILENCE, cancelled=False).failure == NOTHING  # all of it was stored before
    assert outcome_of("a", None, None, 9, SILENCE, cancelled=False).failure == SILENCE
    assert outcome_of("a", done, None, 130, SILENCE, cancelled=True).cancelled
    assert from_json('{"event": "preview", "files": [], "failed": [], "series": []}') == IngestPreview([], [], [])
