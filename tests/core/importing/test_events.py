"""The worker protocol, one JSON line an event, and back; and the clock."""

from __future__ import annotations

import json
import threading
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.importing import events
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.importing.state import begin, reduce
from ohlc_desktop.core.messages import NOTHING, Message, verbatim

PAUSE = Message("{feed} asks for a pause.\nTrying again in {seconds} s.", feed="Yahoo", seconds=30)
SAMPLES = [
    events.RunStarted(4, "manual", False, ["NQ=F", "ES=F"], "/home/anna/OHLC \u201cDesktop\u201d", completes=3),
    events.PlanMade([{"symbol": "NQ=F", "timeframe": "1d", "start": "2026-11-01T00:00:00Z"}], 2),
    events.Progress(1, 8, 400, 0, 1.5, None),
    events.ItemStarted("NQ=F", "1m", events.ItemState.FETCHING, "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z"),
    events.Waiting(events.WaitReason.RATE_LIMITED, 30.0, PAUSE),
    events.ItemDone("NQ=F", "1m", events.ItemState.WRITTEN, 10, 9, 1, 0, message=verbatim("All {there}.")),
    events.Notice("warning", "clock", Message("The clock is {offset} off.", offset=Message("an hour"))),
    events.Failure(Message("Title."), Message("Message {number}.", number=2), NOTHING, 2),
    events.FileReading("NQ 12-26.Last.txt", 1_000_000, 4_000_000_000),
    events.IngestPreview([{"path": "NQ 12-26.Last.txt"}], [], [{"symbol": "NQZ26.CME", "added": 3}]),
    events.RunDone(4, events.RunState.DONE, 0, {"WRITTEN": 8}, 4, 400),
]


def test_every_event_has_a_sample_here() -> None:
    kinds = {kind.event for kind in events.Event.__subclasses__()}
    assert kinds == {sample.event for sample in SAMPLES}
    assert "" not in kinds


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.event)
def test_an_event_is_one_json_line_with_its_name_and_version_first(sample: events.Event) -> None:
    line = events.to_json(sample)
    assert len(line.splitlines()) == 1
    pairs = json.loads(line, object_pairs_hook=list)
    assert pairs[:2] == [("event", sample.event), ("v", 1)]
    names = [f.name for f in fields(sample)]
    said = any(isinstance(getattr(sample, name), Message) for name in names)
    assert [name for name, _ in pairs[2:]] == [*names, *(["messages"] if said else [])]


def test_words_of_the_protocol_are_plain_text() -> None:
    assert json.loads(events.to_json(SAMPLES[3]))["state"] == "FETCHING"
    assert json.loads(events.to_json(SAMPLES[4]))["reason"] == "rate_limited"
    assert json.loads(events.to_json(SAMPLES[2]))["eta"] is None


def test_a_number_that_json_does_not_have_is_refused_rather_than_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        events.to_json(events.Progress(0, 0, 0, 0, float("nan"), None))


def test_items_are_final_once_nothing_more_can_happen() -> None:
    running = {state for state in events.ItemState if not state.final}
    assert running == {events.ItemState.WAITING, events.ItemState.FETCHING}


def test_the_clock_stops_waiting_when_the_event_is_set_and_never_waits_for_the_past() -> None:
    clock, event = SystemClock(), threading.Event()
    before = clock.monotonic()
    assert not clock.wait(event, -5.0)
    event.set()
    assert clock.wait(event, 60.0)
    assert clock.monotonic() - before < 5.0
    assert clock.now() > 1_700_000_000


# -- and back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.event)
def test_a_line_becomes_the_event_that_it_was_made_of(sample: events.Event) -> None:
    assert events.from_json(events.to_json(sample)) == sample
    assert events.from_json(events.to_json(sample) + "\r\n") == sample


def test_the_words_of_a_line_become_the_words_of_the_protocol() -> None:
    done = events.from_json(events.to_json(SAMPLES[-1]))
    assert isinstance(done, events.RunDone)
    assert done.state is events.RunState.DONE


def changed(sample: events.Event, **fields: object) -> str:
    """The line of an event with some fields replaced; None leaves a field out."""
    told = {**json.loads(events.to_json(sample)), **fields}
    return json.dumps({name: value for name, value in told.items() if value is not None})


def test_fields_of_a_later_version_are_passed_over_and_those_with_a_default_may_be_absent() -> None:
    assert events.from_json(changed(SAMPLES[5], novelty={"a": 1})) == SAMPLES[5]
    assert events.from_json(changed(SAMPLES[5], missing=None, cause=None)) == SAMPLES[5]
    assert events.from_json(changed(SAMPLES[4], seconds=30)) == SAMPLES[4]  # a whole number is a number too


def test_a_sentence_is_english_with_its_template_and_values_beside_it() -> None:
    told = json.loads(events.to_json(SAMPLES[4]))
    assert told["message"] == "Yahoo asks for a pause.\nTrying again in 30 s."
    assert told["messages"] == {"message": {"template": PAUSE.template, "values": {"feed": "Yahoo", "seconds": 30}}}
    assert json.loads(events.to_json(SAMPLES[7]))["messages"].keys() == {"title", "message"}  # and no hint


@pytest.mark.parametrize("messages", [None, 7, {}, {"message": "So."}, {"message": {"template": "{a", "values": {"a": 1}}}])
def test_a_sentence_of_another_version_is_its_text(messages: object) -> None:
    found = events.from_json(changed(SAMPLES[4], messages=messages, message="50 % of {it}."))
    assert isinstance(found, events.Waiting)
    assert found.message == verbatim("50 % of {it}.")


@pytest.mark.parametrize(
    "line",
    [
        "", "{", "null", "3", "[]", '"run_done"', "{}", '{"event": null}', '{"event": []}', '{"event": "tea"}',
        '{"event": ""}', '{"event": "run_done"}', "[" * 100_000, events.to_json(SAMPLES[-1])[:-1],
        changed(SAMPLES[5], added="9"), changed(SAMPLES[5], added=True), changed(SAMPLES[5], added=9.5),
        changed(SAMPLES[5], state="MELTED"), changed(SAMPLES[5], symbol=7), changed(SAMPLES[5], fetched=None), changed(SAMPLES[5], message=7),
        changed(SAMPLES[2], rate=float("nan")), changed(SAMPLES[4], seconds=float("inf")),
        changed(SAMPLES[0], symbols="ES=F"), changed(SAMPLES[0], symbols=[1]), changed(SAMPLES[1], requests=[1]),
        changed(SAMPLES[-1], totals=[]), changed(SAMPLES[-1], totals={"DONE": "1"}),
    ],
    ids=lambda line: line[:30],
)  # fmt: skip
def test_what_is_no_event_is_none(line: str) -> None:
    assert events.from_json(line) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(SAMPLES), st.data())
def test_whatever_stands_in_a_field_the_line_is_an_event_of_the_right_types_or_none(
    sample: events.Event, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([f.name for f in fields(sample)]))
    line = json.dumps({**json.loads(events.to_json(sample)), name: data.draw(json_values)})
    found = events.from_json(line)
    if found is not None:
        assert events.from_json(events.to_json(found)) == found
        reduce(begin(ImportRequest(), 0.0), found, 0.0)
