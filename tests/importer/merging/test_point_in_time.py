"""What was known at a moment is told exactly, whatever several sources said before and after it, and in whatever order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.core.candles import Candles, join_packed, make
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.arbitration import prefer, put, rebuild, withdraw
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series.point_in_time import read_as_of
from tests.importer.merging.market import FIRST, NOW, STATE, opened, tellings

Rows = dict[str, list[tuple[float, ...]]]


def stored(connection: Connection) -> Rows:
    """All candles, by timeframe."""
    found: Rows = {}
    for name, *row in connection.execute("SELECT timeframe, ts, open, high, low, close, volume FROM candle ORDER BY 1, 2"):
        found.setdefault(name, []).append(tuple(row))
    return found


def known(connection: Connection, number: int, moment: float) -> Rows:
    """The same as it was at a moment."""
    each = {tf.name: read_as_of(connection, number, tf, moment) for tf in TIMEFRAMES.values()}
    return {
        name: list(zip(*(column.tolist() for column in candles.columns), strict=True))
        for name, candles in each.items()
        if len(candles)
    }


def twice(connection: Connection) -> set[tuple[str, int, int]]:
    """Timeframe, change and stamp of what is kept both as a revision and as displaced."""
    corrected = set(connection.execute("SELECT timeframe, revision, ts FROM revision WHERE shown=1"))
    packed = connection.execute("SELECT timeframe, revision, data FROM displaced").fetchall()
    return {(name, change, ts) for name, change, data in packed for ts in join_packed([data]).ts.tolist()} & corrected


def happens(connection: Connection, number: int, seed: int) -> Iterator[float]:
    """Sources speak, take back what they said, and change their order: the moment of each."""
    moment, dice = NOW, random.Random(seed)
    for act in tellings(seed):
        moment += 100.0
        put(connection, number, STATE, TIMEFRAMES[act.timeframe], act.source, act.candles, act.stretch, moment)
        yield moment
        if dice.random() < 0.3:
            moment += 100.0
            withdraw(connection, number, STATE, TIMEFRAMES[act.timeframe], act.source, act.stretch, moment)
            yield moment
    for order in (("yahoo", "kibot"), ("ninjatrader", "yahoo")):
        moment += 100.0
        prefer(connection, order)
        rebuild(connection, number, STATE, moment)
        yield moment


@pytest.mark.parametrize("seed", [1])
def test_every_moment_is_told_as_it_was(tmp_path: Path, seed: int) -> None:
    with closing(open_store(tmp_path / "ohlc.sqlite3", demo=False)) as store, store.transaction() as connection:
        number = opened(connection)
        history = {moment: stored(connection) for moment in happens(connection, number, seed)}
        for table in ("displaced", "revision", "arrival"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], f"{table} is not proven by this"
        for moment, then in history.items():
            assert known(connection, number, moment) == known(connection, number, moment + 99.0) == then
        assert known(connection, number, NOW) == {}
        assert not twice(connection), "what a source corrected is kept once"


def test_every_correction_by_a_source_that_does_not_stand_is_kept(tmp_path: Path) -> None:
    """And the one of what stands after them."""

    def day(close: float) -> Candles:
        return make([FIRST * DAY], [close], [close], [close], [close], [1])

    told = [("person", 100.0), *(("yahoo", close) for close in (1.0, 2.0, 3.0, 3.0)), ("person", 101.0)]
    with closing(open_store(tmp_path / "ohlc.sqlite3", demo=False)) as store, store.transaction() as connection:
        number = opened(connection)
        for place, (source, close) in enumerate(told):
            stretch = Interval(FIRST * DAY, (FIRST + 1) * DAY)
            put(connection, number, STATE, TIMEFRAMES["1d"], source, day(close), stretch, NOW + place)
        kept = connection.execute("SELECT at, origin, close, shown FROM revision WHERE timeframe='1d' ORDER BY revision")
        assert kept.fetchall() == [
            (NOW + 2, "yahoo", 1.0, 0), (NOW + 3, "yahoo", 2.0, 0), (NOW + 5, "person", 100.0, 1)
        ]  # fmt: skip
        assert not twice(connection)
