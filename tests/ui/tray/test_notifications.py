"""At most one notification a trading day, none for what is still tried again, and none at all when quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ohlc_desktop.core.importing.events import Failure, Notice, RunDone
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.ui.tray.notifications import Notices, Notification

MONDAY = datetime(2026, 11, 23, 22, 5, tzinfo=UTC)
FOLLOW_UP = MONDAY + timedelta(minutes=30)
SYMBOLS = ("ES=F", "NQ=F")


def status(reason: ScheduleWaitReason, planned: datetime = MONDAY) -> ScheduleStatus:
    return ScheduleStatus(ScheduleWait(reason, planned.timestamp() + 300, Message("why"), planned), MONDAY + timedelta(days=1), False, Message("why"))


def ended(
    state: RunState,
    trigger: str = "schedule",
    planned: datetime = MONDAY,
    failure: Failure | None = None,
    **totals: int,
) -> ImportState:
    written = totals.pop("written", 0)
    done = RunDone(1, state, 0, totals, written=written, message=Message("Yahoo refused every request."))
    identity = planned.strftime("%Y-%m-%dT%H:%M:%SZ") if trigger != "manual" else None
    return ImportState(Phase.ENDED, trigger, identity, symbols=SYMBOLS, written=written, result=done, failure=failure)


def told(message: Notification | None) -> str:
    assert message is not None
    assert message.title
    assert "!" not in message.title + message.text
    return f"{message.title}. {message.text}"


def test_a_day_of_failures_is_told_once_when_it_is_given_up() -> None:
    notices = Notices(YAHOO)
    failed = ended(RunState.FAILED)
    assert [notices.after_import(failed, status(ScheduleWaitReason.RETRY)) for _ in range(3)] == [None] * 3
    text = told(notices.after_import(failed, status(ScheduleWaitReason.GIVEN_UP)))
    assert "The import failed" in text
    assert "Yahoo refused every request." in text
    follow_up = ended(RunState.FAILED, "follow-up", FOLLOW_UP)
    assert notices.after_import(follow_up, status(ScheduleWaitReason.GIVEN_UP, FOLLOW_UP)) is None
    assert notices.stuck(FOLLOW_UP, Message("Yahoo does not answer.")) is None
    tomorrow = MONDAY + timedelta(days=1)
    assert notices.after_import(ended(RunState.FAILED, planned=tomorrow), status(ScheduleWaitReason.GIVEN_UP, tomorrow))


def test_missing_data_names_how_much() -> None:
    text = told(Notices(YAHOO).after_import(ended(RunState.PARTIAL, FAILED=3, DEFERRED=2), status(ScheduleWaitReason.GIVEN_UP)))
    assert "Some candles are missing" in text
    assert "5 series" in text


def test_success_and_cancelling_are_not_told() -> None:
    notices = Notices(YAHOO)
    assert notices.after_import(ended(RunState.DONE, written=500), status(ScheduleWaitReason.NOT_DUE)) is None
    assert notices.after_import(ended(RunState.CANCELLED), status(ScheduleWaitReason.CANCELLED)) is None
    assert notices.after_import(ended(RunState.CANCELLED, "manual"), status(ScheduleWaitReason.NOT_DUE)) is None
    assert notices.after_import(ended(RunState.DONE, "manual"), None) is None


def test_that_another_feed_filled_in_is_told_when_it_begins() -> None:
    notices, filled = Notices(YAHOO), Notice("warning", "fallback", Message("Other filled in."))
    evenings = [MONDAY + timedelta(days=days) for days in range(4)]
    states = [replace(ended(RunState.DONE, planned=evening), notices=(filled,)) for evening in evenings]
    states[2] = ended(RunState.DONE, planned=evenings[2])
    found = [notices.after_import(state, status(ScheduleWaitReason.NOT_DUE)) for state in states]
    assert [message is not None for message in found] == [True, False, False, True]
    assert told(found[0]) == "Another feed filled in. Other filled in."


def test_the_first_import_is_told_when_it_brought_something() -> None:
    text = told(Notices(YAHOO).after_import(ended(RunState.DONE, "manual", written=12_345), None, first=True))
    assert "The first import is finished" in text
    assert f"{wording.count(12_345)} candles of 2 instruments" in text
    partial = told(Notices(YAHOO).after_import(ended(RunState.PARTIAL, "manual", written=1, FAILED=1), None, first=True))
    assert "not complete yet" in partial
    nothing = ended(RunState.DONE, "manual", written=0)
    assert Notices(YAHOO).after_import(nothing, None, first=True) is None


@pytest.mark.parametrize(
    ("failure", "is_told"),
    [
        (Failure(Message("The database is locked."), Message("Nothing was stored."), Message("Close the other program."), 2), True),
        (Failure(Message("An import is already running."), NOTHING, NOTHING, 4), False),
        (Failure(Message("Cancelled."), NOTHING, NOTHING, 130), False),
    ],
)
def test_an_import_by_hand_that_fails_is_told_to_those_who_do_not_look(failure: Failure, is_told: bool) -> None:
    state = ended(RunState.FAILED, "manual", failure=failure)
    message = Notices(YAHOO).after_import(state, status(ScheduleWaitReason.NOT_DUE))
    assert (message is not None) is is_told
    if message is not None:
        assert message == Notification("The database is locked.", "Nothing was stored. Close the other program.")
    assert Notices(YAHOO).after_import(state, status(ScheduleWaitReason.NOT_DUE), watched=True) is None


def test_each_import_by_hand_answers_for_itself() -> None:
    notices = Notices(YAHOO)
    given_up = status(ScheduleWaitReason.GIVEN_UP)
    assert notices.after_import(ended(RunState.FAILED), given_up)
    assert notices.after_import(ended(RunState.FAILED, "manual"), given_up)
    assert notices.after_import(ended(RunState.DONE, "manual"), given_up) is None


def test_waiting_for_the_feed_is_told_once_a_day() -> None:
    notices = Notices(YAHOO)
    assert "Yahoo does not answer." in told(notices.stuck(MONDAY, Message("Yahoo does not answer.")))
    assert notices.stuck(MONDAY, Message("Yahoo does not answer.")) is None
    assert notices.after_import(ended(RunState.FAILED), status(ScheduleWaitReason.GIVEN_UP)) is None


def test_an_evening_in_los_angeles_belongs_to_its_day() -> None:
    """16:05 and 16:35 Pacific are on two days in UTC."""
    notices = Notices(YAHOO)
    evening = datetime(2026, 11, 23, 23, 45, tzinfo=UTC)
    assert notices.stuck(evening, Message("Waiting."))
    assert notices.stuck(evening + timedelta(minutes=30), Message("Waiting.")) is None


def test_quiet_is_quiet_and_nothing_is_made_up_for_later() -> None:
    notices = Notices(YAHOO, quiet=True)
    assert notices.after_import(ended(RunState.FAILED), status(ScheduleWaitReason.GIVEN_UP)) is None
    assert notices.stuck(MONDAY, Message("Waiting.")) is None
    assert notices.after_import(ended(RunState.DONE, "manual", written=9), None, first=True) is None
    notices.quiet = False
    assert notices.after_import(ended(RunState.FAILED), status(ScheduleWaitReason.GIVEN_UP)) is None
