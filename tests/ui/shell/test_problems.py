"""What needs a person, most urgent first, with the one button that helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ohlc_desktop.core.errors import SettingsError, StoreBusy
from ohlc_desktop.core.file_intake.previews import FilePreview, FileQuestion
from ohlc_desktop.core.file_intake.watching import WatchState
from ohlc_desktop.core.importing.events import Failure
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.market.contracts import EndedContract
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import NOTHING, Message, verbatim
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason, Start
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.diagnostics.report_files import Report
from ohlc_desktop.services.app_state import AppState
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.store.ledger import Run
from ohlc_desktop.ui.shell.problems import Action, problems

NEXT = datetime(2026, 11, 24, 22, 5, tzinfo=UTC)
NOW = NEXT.timestamp() - 3600
EMPTY = Snapshot(NOW, (), False, DatabaseState(Path("ohlc.sqlite3")))
FAILED = ImportState(
    Phase.ENDED, failure=Failure(Message("It ended."), Message("All is kept."), Message("Import again."), 70), started=NOW - 60, ended=NOW - 30
)


def resting(reason: ScheduleWaitReason) -> ScheduleStatus:
    return ScheduleStatus(ScheduleWait(reason, NOW + 60, verbatim(f"Because of {reason.value}."), NEXT), NEXT, False, verbatim(f"Because of {reason.value}."))


def found(**what: object) -> list[tuple[Severity, str, str]]:
    return [(p.severity, p.text, p.action) for p in problems(AppState(Settings(), **what))]  # type: ignore[arg-type]


def test_nothing_is_wrong() -> None:
    assert found() == []
    assert found(schedule=resting(ScheduleWaitReason.NOT_DUE)) == []


def test_a_hub_that_does_not_know_of_an_edit_is_told_of() -> None:
    full = StoreBusy("The hub has no room.", "It goes next time.", "Free some.")
    assert found(push_error=full) == [(Severity.ATTENTION, "The hub has no room. It goes next time. Free some.", Action.SETTINGS)]


def test_files_that_wait_for_an_answer_are_named() -> None:
    waiting = tuple(FilePreview(f"/d/{name}.csv", question=FileQuestion.STAMPS) for name in "abcd")
    one, many = (found(watched_folder=WatchState("/d", waiting=files)) for files in (waiting[:1], waiting))
    assert one == [(Severity.ATTENTION, "A file in the watched folder waits for an answer: a.csv.", Action.FILES)]
    assert many[0][1] == "4 files in the watched folder wait for an answer: a.csv, b.csv, c.csv, …."
    gone = found(watched_folder=WatchState("/d", Message("It is gone.")))
    assert gone == [(Severity.ATTENTION, "It is gone.", Action.SETTINGS)]


@pytest.mark.parametrize(
    ("reason", "severity", "action"),
    [
        (ScheduleWaitReason.RETRY, Severity.ATTENTION, Action.IMPORT),
        (ScheduleWaitReason.GIVEN_UP, Severity.ATTENTION, Action.IMPORT),
        (ScheduleWaitReason.FUTURE, Severity.ATTENTION, Action.LOG),
        (ScheduleWaitReason.PAUSED, Severity.OFF, Action.RESUME),
    ],
)
def test_what_the_schedule_says(reason: ScheduleWaitReason, severity: Severity, action: Action) -> None:
    assert found(schedule=resting(reason)) == [(severity, f"Because of {reason.value}.", action)]
    assert found(schedule=resting(reason), importing=ImportState(Phase.RUNNING)) == []


def test_a_forced_pause_offers_no_button_and_names_the_variable() -> None:
    (problem,) = problems(AppState(Settings(), schedule=resting(ScheduleWaitReason.PAUSED), pause_forced=True))
    assert (problem.action, problem.button) == ("", "")
    assert "OHLC_DESKTOP_SCHEDULE" in problem.text


def test_waiting_for_the_network() -> None:
    start = Start("schedule", NEXT, 1, Message("It is time."))
    assert found(schedule=ScheduleStatus(start, NEXT, True, Message("It waits."))) == [(Severity.ATTENTION, "It waits.", Action.IMPORT)]
    assert found(schedule=ScheduleStatus(start, NEXT, False, Message("It is time."))) == []


def test_the_most_urgent_comes_first() -> None:
    every = found(
        settings_error=SettingsError("Wrong."), error=StoreBusy("Locked."), importing=FAILED,
        schedule=resting(ScheduleWaitReason.GIVEN_UP), fault="KeyError: 1",
    )  # fmt: skip
    assert [action for _, _, action in every] == [
        Action.SETTINGS, Action.REFRESH, Action.IMPORT, Action.IMPORT, Action.LOG,
    ]  # fmt: skip
    assert "KeyError: 1" in every[-1][1]


def test_a_database_is_told_once() -> None:
    broken = replace(EMPTY, database=replace(EMPTY.database, problem=Message("It is gone."), fix=Message("Put it back.")))
    status = ScheduleStatus(ScheduleWait(ScheduleWaitReason.NOT_DUE, NOW + 60, Message("Cannot read."), NEXT), NEXT, False, Message("Cannot read."), Message("Locked."))
    assert found(snapshot=broken, error=StoreBusy("Locked."), schedule=status) == [
        (Severity.FAILING, "It is gone. Put it back.", Action.REFRESH)
    ]
    assert found(schedule=status) == [(Severity.FAILING, "Cannot read.", Action.REFRESH)]


def test_an_empty_watchlist_sends_to_the_watchlist() -> None:
    (problem,) = found(snapshot=EMPTY, importing=FAILED)
    assert problem[2] == Action.WATCHLIST


def test_a_failure_is_over_when_a_later_import_has_ended() -> None:
    later = Run(2, "manual", None, NOW, NOW + 5, RunState.DONE, NOTHING, 1, 2, 3, 4)
    watched = replace(EMPTY, watched=(object(),), last_run=later)  # type: ignore[arg-type]
    assert found(importing=FAILED, snapshot=watched) == []
    earlier = replace(watched, last_run=replace(later, ended=NOW - 90))
    assert found(importing=FAILED, snapshot=earlier) == [
        (Severity.FAILING, "It ended. All is kept. Import again.", Action.IMPORT)
    ]


def test_another_import_is_no_failure() -> None:
    state = replace(FAILED, failure=Failure(Message("Another one runs."), NOTHING, Message("Wait."), 4))
    assert found(importing=state) == [(Severity.BUSY, "Another one runs. Wait.", Action.REFRESH)]


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (Report(Path("a"), NOW, "KeyError: 1", "KeyError in a.py:1"), "An unexpected fault was noted on"),
        (Report(Path("a"), NOW, "Aborted (app)", ""), "OHLC Desktop ended unexpectedly on"),
        (Report(Path("a"), NOW, "Aborted (import)", ""), "An import ended unexpectedly on"),
    ],
)
def test_a_report_is_offered(report: Report, sentence: str) -> None:
    ((severity, text, action),) = found(reports=[report, report], fault="KeyError: 1")
    assert (severity, action) == (Severity.ATTENTION, Action.REPORT)
    assert text.startswith(sentence)
    assert report.what in text


def test_contracts_that_have_ended_are_told_last() -> None:
    follows = Instrument("MNQH27.CME", "MNQH27.CME")
    ended = {"MNQZ26.CME": EndedContract("MNQZ26.CME", date(2026, 12, 18), follows)}
    every = found(snapshot=replace(EMPTY, watched=(follows,), ended=ended), schedule=resting(ScheduleWaitReason.PAUSED))
    assert [action for _, _, action in every] == [Action.RESUME, Action.WATCHLIST]
    assert every[-1][:2] == (Severity.OFF, "MNQZ26.CME ended on 2026-12-18; nothing newer can come.")
