"""What came over a hub: who gave it, by stretches, and up to which revision it was taken."""

from __future__ import annotations

import itertools
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.hub import relayed
from ohlc_desktop.store.hub.relayed import Given

M5 = TIMEFRAMES["5m"]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("relayed") / "ohlc.sqlite3"
    with closing(open_store(path, demo=False)) as store, store.transaction() as found:
        watchlist.set_watchlist(found, ["ES=F", "NQ=F"])
        yield found


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8), st.sampled_from("abc")), max_size=12))
def test_the_last_word_on_each_stamp_counts_and_neighbours_are_one(connection, tellings) -> None:
    number = watchlist.instrument_id(connection, "ES=F")
    connection.execute("DELETE FROM relayed")
    known: dict[int, str] = {}
    for start, length, giver in tellings:
        middle, end = start + length // 2, start + length
        parts = [Given(a, b, who) for a, b, who in ((start, middle, giver), (middle, end, "d")) if a < b]
        relayed.say(connection, number, M5, Interval(start, end), parts)
        known |= {stamp: (giver if stamp < middle else "d") for stamp in range(start, end)}
        assert {stamp: relayed.giver_at(connection, number, M5, stamp) for stamp in range(45)} == {
            stamp: known.get(stamp, "") for stamp in range(45)
        }
    rows = connection.execute("SELECT start, end, giver FROM relayed ORDER BY start").fetchall()
    assert all(one[1] < other[0] or one[2] != other[2] for one, other in itertools.pairwise(rows))


def test_what_was_taken_of_another_hub_says_nothing(connection) -> None:
    es, nq = (watchlist.instrument_id(connection, symbol) for symbol in ("ES=F", "NQ=F"))
    assert (relayed.hub_of(connection), relayed.taken(connection)) == ("", {})
    relayed.note_taken(connection, es, M5, "one", 3)
    relayed.note_taken(connection, nq, M5, "one", 4)
    relayed.note_taken(connection, es, M5, "one", 5)
    assert (relayed.hub_of(connection), relayed.taken(connection)) == ("one", {("ES=F", "5m"): 5, ("NQ=F", "5m"): 4})
    relayed.note_taken(connection, es, M5, "two", 1)
    assert (relayed.hub_of(connection), relayed.taken(connection)) == ("two", {("ES=F", "5m"): 1})
