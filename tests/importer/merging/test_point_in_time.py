"""What was known at a moment is told exactly, whatever several sources said before and after it, and in whatever order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.core.candles import join_packed
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.arbitration import prefer, put, rebuild, withdraw
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series.point_in_time import read_as_of
from tests.importer.merging.market import NOW, STATE, opened, tellings

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
