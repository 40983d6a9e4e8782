"""What stands is made anew some sessions at a time, with or without a source, and each step leaves whole sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, EVER
from ohlc_desktop.importer.merging import resettling
from ohlc_desktop.importer.merging.arbiter import Arbiter
from ohlc_desktop.importer.merging.resettling import Resettled, resettle, stretches, total
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.sources import forgetting, precedence
from tests.importer.merging.market import FIRST, NOW, STATE, archive, opened, tell, tellings

SEED = 1
#: Where the timeframe and the stamp of a row of ``archive`` are: of candles, contradictions.
STAMPS = (1, 2)


@contextmanager
def told(folder: Path, without: str = "", only: str = "") -> Iterator[tuple[Connection, int]]:
    """An archive in an open transaction, of all that is told, or of what some sources tell."""
    store = open_store(folder / f"{without}-{only}.sqlite3", demo=False)
    store.connection.execute("PRAGMA synchronous=OFF")
    with store.transaction() as connection:
        number = opened(connection)
        if without == "yahoo":
            connection.execute("UPDATE instrument SET feed=NULL")
            connection.execute("DELETE FROM coverage")
        for act in tellings(SEED):
            if act.source != without and only in ("", act.source):
                tell(connection, number, act)
        yield connection, number
    store.close()


def take_out(connection: Connection, number: int, source: str, parts: list[Interval]) -> Resettled:
    """Let a source be forgotten in some stretches, as the command does it."""
    forgetting.forget_answers(connection, number, source, NOW)
    found = []
    for part in parts:
        arbiter = Arbiter(connection, number, STATE, NOW)
        found += [done for _, done in resettle(arbiter, part, source)]
        if part.end == EVER:
            forgetting.let_go(connection, number, source)
    return total(found)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of two sessions."""
    monkeypatch.setattr(resettling, "_SESSIONS", 2)


def test_stretches_reach_over_all_time_and_begin_with_sessions() -> None:
    second, third = (FIRST + 2) * DAY, (FIRST + 4) * DAY
    assert stretches(STATE.calendar) == [(-EVER, second), (second, third), (third, EVER)]
    assert stretches(STATE.calendar, since=third) == [(third, EVER)]
    assert stretches(STATE.calendar.take(slice(0, 0))) == [(-EVER, EVER)]


@pytest.mark.parametrize("source", ["yahoo", "ninjatrader"])
def test_without_a_source_the_archive_is_what_it_would_be_had_it_never_spoken(tmp_path: Path, source: str) -> None:
    with told(tmp_path) as (connection, number):
        before = {tuple(row[:2]) for row in archive(connection, number)[0]}
        done = take_out(connection, number, source, stretches(STATE.calendar))
        found = archive(connection, number)
        after = {tuple(row[:2]) for row in found[0]}
        assert (done.removed, done.changed > 0) == (len(before - after), True)
        assert source not in [each.name for each in precedence.read(connection).known]
    with told(tmp_path, without=source) as (connection, number):
        assert found == archive(connection, number)


def test_the_last_source_beside_the_feed_leaves_the_feed_alone(tmp_path: Path) -> None:
    with told(tmp_path) as (connection, number):
        for source in ("person", "kibot", "ninjatrader"):
            take_out(connection, number, source, stretches(STATE.calendar))
        *found, spoken = archive(connection, number)
        assert spoken == []
    with told(tmp_path, only="yahoo") as (connection, number):
        assert found == archive(connection, number)[:2]


def test_a_removal_that_is_cut_off_leaves_whole_sessions_of_both_kinds(tmp_path: Path) -> None:
    parts, steps = stretches(STATE.calendar), 2
    with told(tmp_path) as (connection, number):
        whole = archive(connection, number)
        take_out(connection, number, "kibot", parts[:steps])
        found = archive(connection, number)
        take_out(connection, number, "kibot", parts)
        finished = archive(connection, number)
    with told(tmp_path, without="kibot") as (connection, number):
        rest = archive(connection, number)
    assert finished == rest
    until = parts[steps - 1].end
    for place in range(2):
        assert within(found, place, -EVER, until) == within(rest, place, -EVER, until)
        assert within(found, place, until, EVER) == within(whole, place, until, EVER)


def within(found: list[list[Any]], place: int, start: int, end: int) -> list[Any]:
    """The rows of a table for timeframes up to a day with stamps in a stretch of time."""
    return [r for r in found[place] if r[0] not in ("5d", "1wk", "1mo", "3mo") and start <= r[STAMPS[place]] < end]

