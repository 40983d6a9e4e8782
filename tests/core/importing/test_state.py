"""One running import as the views show it: every event has its effect, and nothing goes backwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.importing.events import (
    Event,
    Failure,
    ItemDone,
    ItemStarted,
    Notice,
    PlanMade,
    Progress,
    RunDone,
    RunStarted,
    Waiting,
    WaitReason,
)
from ohlc_desktop.core.importing.request import ImportRequest, Trigger
from ohlc_desktop.core.importing.state import ImportState, Phase, ask_cancel, begin, reduce
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.states.runs import ItemState, RunState

NOW = 1_795_471_500.0
SCHEDULED = ImportRequest(Trigger.SCHEDULE, planned="2026-11-23T22:05:00Z")
STARTED = RunStarted(7, "schedule", False, ["ES=F", "NQ=F"], "/data", completes=6)
PLAN = PlanMade([{"symbol": "ES=F", "timeframe": "5m"}, {"symbol": "NQ=F", "timeframe": "5m"}], 6)
FETCHING = ItemStarted("ES=F", "5m", ItemState.FETCHING, "2026-11-22T23:00:00Z", "2026-11-23T22:00:00Z", 2)
WRITTEN = ItemDone("ES=F", "5m", ItemState.WRITTEN, 276, 270, 6, 1, missing=3)
DONE = RunDone(7, RunState.DONE, 0, written=270, revised=6)


def after(*events: Event, state: ImportState | None = None) -> ImportState:
    """The state once all of these were heard, a second apart."""
    state = begin(SCHEDULED, NOW) if state is None else state
    for number, event in enumerate(events):
        state = reduce(state, event, NOW + number)
    return state


def test_an_import_goes_from_starting_over_running_to_ended() -> None:
    state = begin(SCHEDULED, NOW)
    assert (ImportState().phase, state.phase, state.started, state.planned) == (
        Phase.IDLE, Phase.STARTING, NOW, "2026-11-23T22:05:00Z"
    )  # fmt: skip
    running = after(STARTED)
    assert (running.phase, running.run, running.completes, running.symbols) == (Phase.RUNNING, 7, 6, ("ES=F", "NQ=F"))
    ended = after(STARTED, DONE)
    assert (ended.phase, ended.result, ended.ended) == (Phase.ENDED, DONE, NOW + 1)
    assert [state.phase.active for state in (ImportState(), state, running, ask_cancel(running), ended)] == [
        False, True, True, True, False
    ]  # fmt: skip


def test_a_cancel_stays_asked_for_until_the_end() -> None:
    early = ask_cancel(begin(ImportRequest(), NOW))
    assert after(STARTED, PLAN, WRITTEN, state=early).phase is Phase.CANCELLING
    assert after(STARTED, replace(DONE, state=RunState.CANCELLED), state=early).phase is Phase.ENDED


@pytest.mark.parametrize("state", [ImportState(), after(STARTED, DONE)], ids=["idle", "ended"])
def test_there_is_nothing_to_cancel_when_nothing_runs(state: ImportState) -> None:
    assert ask_cancel(state) is state


def test_an_item_goes_from_waiting_over_fetching_to_its_end() -> None:
    key = ("ES=F", "5m")
    assert after(STARTED, PLAN).items[key].state is ItemState.WAITING
    fetching = after(STARTED, PLAN, FETCHING).items[key]
    assert (fetching.state, fetching.attempt) == (ItemState.FETCHING, 2)
    item = after(STARTED, PLAN, FETCHING, WRITTEN).items[key]
    assert (item.state, item.attempt) == (ItemState.WRITTEN, 2)
    assert (item.fetched, item.added, item.revised, item.quarantined, item.missing) == (276, 270, 6, 1, 3)


def test_progress_tells_how_much_is_done() -> None:
    state = after(STARTED, PLAN)
    assert (state.total, state.fraction) == (2, 0.0)
    assert begin(ImportRequest(), NOW).fraction is None
    state = after(STARTED, PLAN, Progress(1, 2, 270, 6, 0.5, 2.0))
    assert (state.done, state.fraction, state.written, state.revised, state.eta) == (1, 0.5, 270, 6, 2.0)
    assert after(STARTED, PLAN, Progress(1, 2, 270, 6, 0.5, 2.0), DONE).eta is None


def test_a_wait_tells_why_and_until_when_and_ends_with_the_next_request() -> None:
    pause = Waiting(WaitReason.RATE_LIMITED, 30.0, Message("Yahoo asked for a pause."), "ES=F", "5m")
    state = reduce(after(STARTED), pause, NOW)
    assert state.wait is not None
    assert (state.wait.until, state.wait.reason, state.wait.symbol) == (NOW + 30, WaitReason.RATE_LIMITED, "ES=F")
    assert reduce(state, FETCHING, NOW + 30).wait is None


def test_a_late_answer_does_not_end_a_wait_that_is_under_way() -> None:
    state = reduce(after(STARTED), Waiting(WaitReason.BREAKER, 300.0, Message("A pause.")), NOW)
    progress = Progress(1, 2, 0, 0, 0.1, None)
    assert reduce(state, progress, NOW + 1).wait == state.wait
    assert reduce(state, progress, NOW + 300).wait is None


def test_the_pace_is_not_shown_over_a_longer_wait() -> None:
    state = reduce(after(STARTED), Waiting(WaitReason.RATE_LIMITED, 30.0, Message("A pause.")), NOW)
    pace = Waiting(WaitReason.PACE, 0.5, Message("Keeping to the pace."))
    assert reduce(state, pace, NOW + 1).wait == state.wait
    later = reduce(state, pace, NOW + 40).wait
    assert later is not None
    assert later.reason is WaitReason.PACE


def test_notices_add_up_and_a_failure_is_kept() -> None:
    first, second = Notice("warning", "clock", Message("An hour off.")), Notice("warning", "quota", Message("99 are left."))
    failure = Failure(Message("An import is already running."), Message("Nothing was started."), Message("Wait."), 4)
    state = after(STARTED, first, second, failure)
    assert state.notices == (first, second)
    assert state.failure == failure


def test_what_a_dead_importer_left_open_is_deferred_as_in_the_ledger() -> None:
    state = after(STARTED, PLAN, FETCHING, RunDone(None, RunState.INTERRUPTED, 70))
    assert {(item.state, item.cause) for item in state.items.values()} == {(ItemState.DEFERRED, "interrupted")}
    assert state.run == 7  # known from the start


def test_an_import_that_was_not_needed_ends_without_having_begun() -> None:
    state = after(RunDone(None, RunState.DONE, 0, message=Message("Already done.")))
    assert (state.phase, state.run, state.items) == (Phase.ENDED, None, {})


events = st.sampled_from(
    [STARTED, PLAN, FETCHING, WRITTEN, DONE, Progress(1, 2, 0, 0, 0.5, None), Notice("info", "quota", Message("Fine.")),
     Waiting(WaitReason.RETRY, 3.0, Message("Again.")), Failure(Message("It failed."), NOTHING, NOTHING, 2), Event()]
)  # fmt: skip


@given(st.lists(events, max_size=12))
def test_events_in_any_order_lead_to_a_state_that_never_goes_backwards(heard: list[Event]) -> None:
    state, order = begin(ImportRequest(), NOW), list(Phase)
    for event in heard:
        following = reduce(state, event, NOW)
        assert order.index(following.phase) >= order.index(state.phase)
        assert state.phase is not Phase.ENDED or following is state
        assert state.items.items() <= following.items.items() or isinstance(
            event, ItemStarted | ItemDone | PlanMade | RunDone
        )
        assert following.phase is not Phase.ENDED or all(item.state.final for item in following.items.values())
        state = following
