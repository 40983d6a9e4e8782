"""The one application state: every view hears of every state in one order, and an error ends when it goes well again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.hub.following.health import HubHealth
from ohlc_desktop.hub.reading import HubState
from ohlc_desktop.hub.schema import SCHEMA
from ohlc_desktop.services.app_state import (
    AppModel,
    AppState,
    failed,
    fault_noted,
    health_checked,
    hub_heard,
    push_ended,
    snapshot_forgotten,
    store_read,
    summary_read,
    went_well,
)
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.store.watchlist_summary import WatchlistSummary

LOCKED = OhlcError("The database is locked.", "Nothing was changed.", "Close the other program.")
READ = Snapshot(0.0, (), False, DatabaseState(Path("ohlc.sqlite3")), store="first")
UNREADABLE = replace(READ, database=replace(READ.database, problem=Message("It is damaged.")), store="")


@pytest.fixture
def model() -> AppModel:
    return AppModel(AppState(Settings()))


def test_what_a_view_applies_while_it_hears_is_heard_next_by_all(model: AppModel) -> None:
    heard: list[tuple[str, str, str]] = []

    def applies(state: AppState, _before: AppState) -> None:
        if state.fault == "one":
            model.apply(fault_noted, "two", ())

    model.changed.connect(lambda state, before: heard.append(("first", before.fault, state.fault)))
    model.changed.connect(applies)
    model.changed.connect(lambda state, before: heard.append(("last", before.fault, state.fault)))
    model.apply(fault_noted, "one", ())
    assert heard == [("first", "", "one"), ("last", "", "one"), ("first", "one", "two"), ("last", "one", "two")]


def test_nothing_is_told_where_nothing_changed(model: AppModel) -> None:
    heard: list[AppState] = []
    model.changed.connect(lambda state, _: heard.append(state))
    model.apply(went_well)
    assert heard == []
    model.apply(failed, LOCKED)
    model.apply(went_well)
    assert [state.error for state in heard] == [LOCKED, None]


@pytest.mark.parametrize("again", [(store_read, READ), (summary_read, WatchlistSummary())], ids=["look", "summary"])
def test_an_error_is_told_until_the_database_can_be_read_again(model: AppModel, again: tuple[object, object]) -> None:
    model.apply(failed, LOCKED)
    model.apply(store_read, UNREADABLE)
    model.apply(summary_read, WatchlistSummary(problem=Message("It is damaged.")))
    model.apply(health_checked, {})
    assert model.state.error is LOCKED
    model.apply(*again)  # type: ignore[arg-type]
    assert model.state.error is None


def test_a_look_that_could_not_read_keeps_the_name_of_what_is_stored(model: AppModel) -> None:
    model.apply(store_read, READ)
    model.apply(store_read, UNREADABLE)
    model.apply(snapshot_forgotten)
    assert (model.state.store, model.state.snapshot) == ("first", None)


def test_a_push_that_failed_is_told_until_the_hub_was_pushed_to() -> None:
    hubs = [HubHealth("hub", HubState(SCHEMA, "name", False, "", "", push, 0.0, 0.0, writer=True)) for push in (3, 3, 4)]
    state = hub_heard(push_ended(AppState(Settings()), LOCKED), hubs[0])
    assert hub_heard(state, hubs[1]).push_error is LOCKED
    assert [hub_heard(state, hub).push_error for hub in (hubs[2], None)] == [None, None]
    assert push_ended(state, None).push_error is None
