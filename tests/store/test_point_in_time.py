"""What was known at a moment: candles that came later are absent, corrected and displaced ones are as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, concat
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.series import arrivals
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series.point_in_time import NotRecorded, read_as_of
from ohlc_desktop.store.series.removal import remove_candles
from tests.store.databases import unpack
from tests.store.test_candles import flat

M1 = TIMEFRAMES["1m"]


def priced(known: dict[int, float]) -> Candles:
    """Flat minutes at these stamps, in the order of time."""
    return concat([flat(ts, price=price) for ts, price in sorted(known.items())])


def prices(candles: Candles) -> dict[int, float]:
    """Closes by stamp."""
    return dict(zip(candles.ts.tolist(), candles.close.tolist(), strict=True))


class Series:
    """One series that is written to, and all that it ever held."""

    def __init__(self, store: Store) -> None:
        self.store, self.held, self.history = store, dict[int, float](), dict[float, dict[int, float]]()
        with store.transaction() as connection:
            self.number = watchlist.instrument_id(connection, "ES=F")

    def put(self, at: float, known: dict[int, float]) -> None:
        """Add or correct candles."""
        with self.store.transaction() as connection:
            rows.write(connection, self.number, M1, priced(known), "yahoo", len(self.history) + 1, at)
        self._note(at, {**self.held, **known})

    def take_out(self, at: float, stamps: list[int]) -> None:
        """Let candles go."""
        with self.store.transaction() as connection:
            rows.take_out(connection, self.number, M1, np.array(stamps, np.int64), len(self.history) + 1, at)
        self._note(at, {ts: price for ts, price in self.held.items() if ts not in stamps})

    def _note(self, at: float, held: dict[int, float]) -> None:
        self.held = self.history[at] = held

    def as_of(self, moment: float, start: int | None = None, end: int | None = None) -> dict[int, float]:
        """What it held at a moment, as it is told."""
        return prices(read_as_of(self.store.connection, self.number, M1, moment, start, end))


@pytest.fixture
def series(store: Store) -> Series:
    """An empty one."""
    return Series(store)


def test_what_came_later_was_not_known(series: Series) -> None:
    series.put(1000.0, {0: 10.0, 60: 10.0})
    series.put(2000.0, {120: 11.0})
    assert series.as_of(999.9) == {}
    assert series.as_of(1000.0) == series.as_of(1999.9) == {0: 10.0, 60: 10.0}
    assert series.as_of(2000.0) == series.as_of(1e12) == {0: 10.0, 60: 10.0, 120: 11.0}


def test_a_hole_that_was_filled_was_a_hole_before(series: Series) -> None:
    series.put(1000.0, {0: 10.0, 60: 10.0, 180: 10.0, 240: 10.0})
    series.put(2000.0, {120: 11.0})
    assert series.as_of(1500.0) == {0: 10.0, 60: 10.0, 180: 10.0, 240: 10.0}
    assert series.as_of(2000.0)[120] == 11.0


def test_a_corrected_candle_was_what_it_was(series: Series) -> None:
    series.put(1000.0, {0: 10.0, 60: 10.0})
    series.put(2000.0, {60: 11.0})
    series.put(3000.0, {60: 12.0})
    assert [series.as_of(at)[60] for at in (1000.0, 1999.0, 2000.0, 2999.0, 3000.0)] == [10.0, 10.0, 11.0, 11.0, 12.0]


def test_a_candle_that_went_and_came_again_was_absent_between(series: Series) -> None:
    series.put(1000.0, {0: 10.0, 60: 10.0, 120: 10.0})
    series.take_out(2000.0, [60])
    series.put(3000.0, {60: 13.0})
    assert [series.as_of(at).get(60) for at in (999.0, 1000.0, 2000.0, 3000.0)] == [None, 10.0, None, 13.0]


def test_a_window_is_of_the_same_moment(series: Series) -> None:
    series.put(1000.0, {0: 10.0, 60: 10.0, 120: 10.0})
    series.put(2000.0, {0: 11.0, 120: 11.0, 180: 11.0})
    assert series.as_of(1500.0, 60, 180) == {60: 10.0, 120: 10.0}


#: Changes of a few stamps: prices that are put, or stamps that go.
CHANGES = st.lists(
    st.one_of(
        st.dictionaries(st.integers(0, 9).map(lambda n: n * 60), st.sampled_from([10.0, 11.0, 12.0]), min_size=1),
        st.lists(st.integers(0, 9).map(lambda n: n * 60), min_size=1, max_size=3, unique=True),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(changes=CHANGES)
@settings(max_examples=25)
def test_every_moment_of_any_history_is_told_as_it_was(tmp_path_factory: pytest.TempPathFactory, changes: list[object]) -> None:
    store = open_store(tmp_path_factory.mktemp("history") / "ohlc.sqlite3", demo=False)
    series = Series(store)
    for number, change in enumerate(changes, 1):
        if isinstance(change, dict):
            series.put(number * 1000.0, change)
        else:
            series.take_out(number * 1000.0, sorted(ts for ts in change if ts in series.held))
    for at, held in series.history.items():
        assert series.as_of(at) == series.as_of(at + 999.0) == held
    store.close()


def stretches(connection: Connection, number: int) -> list[tuple[float, int, int]]:
    """What is kept of when candles came."""
    found = arrivals.read(connection, number, M1.name)
    return list(zip(found.at.tolist(), found.first.tolist(), found.last.tolist(), strict=True))


def test_what_one_answer_adds_is_one_row(series: Series) -> None:
    series.put(1000.0, dict.fromkeys(range(0, 6000, 60), 10.0))
    series.put(2000.0, dict.fromkeys(range(3000, 9000, 60), 10.0))
    series.put(3000.0, dict.fromkeys((9060, 9120, 9600), 10.0))
    assert stretches(series.store.connection, series.number) == [
        (1000.0, 0, 5940), (2000.0, 6000, 8940), (3000.0, 9060, 9600),
    ]  # fmt: skip


def test_what_another_program_put_in_came_when_it_was_noticed(series: Series) -> None:
    series.put(1000.0, {0: 10.0, 60: 10.0})
    with series.store.transaction() as connection:
        rows.upsert(connection, series.number, M1.name, flat(120), "theirs")
        rows.rebuild_blocks(connection, series.number, M1, 9)
        assert series.as_of(1e12) == {0: 10.0, 60: 10.0}  # nobody knows yet when it came
        arrivals.note_unnoticed(connection, series.number, M1.name, np.array([0, 60, 120]), 5000.0)
    assert series.as_of(4999.0) == {0: 10.0, 60: 10.0}
    assert series.as_of(5000.0) == {0: 10.0, 60: 10.0, 120: 10.0}


def test_nothing_is_remembered_of_what_was_removed_for_good(series: Series) -> None:
    series.put(1000.0, {0: 10.0})
    with series.store.transaction() as connection:
        remove_candles(connection, "ES=F")
    assert series.as_of(1500.0) == {}
    assert stretches(series.store.connection, series.number) == []


def test_an_older_archive_says_from_when_on_it_knows(tmp_path: Path) -> None:
    store = open_store(unpack(10, tmp_path / "ohlc.sqlite3"), demo=False)
    number = watchlist.find_instrument(store.connection, "ES=F")
    assert number is not None
    since = arrivals.known_since(store.connection, number)
    now = rows.read_series(store.connection, number, M1)
    assert since.keys() >= {"1m", "5m", "1d"}
    with pytest.raises(NotRecorded) as refusal:
        read_as_of(store.connection, number, M1, since["1m"] - 1)
    assert "is not recorded" in str(refusal.value)
    assert prices(read_as_of(store.connection, number, M1, since["1m"])) == prices(now)
    with store.transaction() as connection:
        later = replace(now.take(slice(-1, None)), ts=now.ts[-1:] + 60)
        rows.write(connection, number, M1, later, "yahoo", 99, since["1m"] + 60)
    assert prices(read_as_of(store.connection, number, M1, since["1m"] + 59)) == prices(now)
    store.close()
