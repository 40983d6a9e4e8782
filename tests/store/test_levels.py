"""How well stored candles are known: written beside them, read by stretch and level, counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.counts import DoubtCounts, KnownCounts
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary

M5, H1 = TIMEFRAMES["5m"], TIMEFRAMES["1h"]
COUNT = 40


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A store with two instruments that have candles of two timeframes each."""
    path: Path = tmp_path_factory.mktemp("levels") / "ohlc.sqlite3"
    with closing(open_store(path, demo=True)) as store, store.transaction() as found:
        for symbol in ("ES=F", "NQ=F"):
            number = watchlist.instrument_id(found, symbol)
            for timeframe in (M5, H1):
                ts = list(range(0, COUNT * timeframe.seconds, timeframe.seconds))
                candles = make(ts, *[[1.0] * COUNT] * 4, [1] * COUNT)
                change = rows.write(found, number, timeframe, candles, "yahoo", 1)
                series_summary.note_change(found, number, timeframe.name, change, 1, ts[0], ts[-1])
        yield found


def stamps() -> np.ndarray:
    return np.arange(COUNT, dtype=np.int64) * M5.seconds


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(Confidence), min_size=COUNT, max_size=COUNT),
    st.integers(0, COUNT), st.integers(0, COUNT), st.sampled_from(Confidence),
)  # fmt: skip
def test_what_is_written_is_read(connection: Connection, told: list[Confidence], first: int, last: int, least: Confidence) -> None:
    number, ts = watchlist.instrument_id(connection, "ES=F"), stamps()
    known = np.array(told, dtype=np.int8)
    levels.write(connection, number, M5, ts, CandleConfidence(ts[known != 1], known[known != 1]))
    assert levels.read(connection, number, M5).of(ts).tolist() == known.tolist()
    found = levels.read(connection, number, M5, first * M5.seconds, last * M5.seconds, least)
    wanted = [n for n in range(first, last) if told[n] is not Confidence.SINGLE and told[n] >= least]
    assert (found.ts.tolist(), found.known.tolist()) == (ts[wanted].tolist(), known[wanted].tolist())
    assert (found.ts.dtype, found.known.dtype) == (np.int64, np.int8)
    counts = KnownCounts(*(told.count(level) for level in Confidence))
    assert levels.counts(connection, number)["5m"] == levels.counts(connection, number, ["5m"])["5m"] == counts
    doubts = DoubtCounts(counts.disputed, counts.suspect)
    assert levels.doubts(connection, number) == ({"5m": doubts} if doubts.total else {})


def test_other_series_are_not_counted(connection: Connection) -> None:
    number, other = (watchlist.instrument_id(connection, symbol) for symbol in ("ES=F", "NQ=F"))
    ts = stamps()
    levels.write(connection, number, M5, ts, CandleConfidence(ts, np.full(COUNT, Confidence.SUSPECT, dtype=np.int8)))
    assert levels.doubts(connection, other) == {}
    assert levels.counts(connection, other) == dict.fromkeys(("5m", "1h"), KnownCounts(single=COUNT))
    assert levels.counts(connection, number) == {"5m": KnownCounts(suspect=COUNT), "1h": KnownCounts(single=COUNT)}
    assert levels.counts(connection, number, ["1h"]) == {"1h": KnownCounts(single=COUNT)}


def test_a_look_at_what_is_doubtful_reads_nothing_else(connection: Connection) -> None:
    """The window looks once a minute, and most candles are agreed."""
    number, asked = watchlist.instrument_id(connection, "ES=F"), []
    connection.set_trace_callback(asked.append)
    levels.doubts(connection, number)
    connection.set_trace_callback(None)
    (plan,) = [row[3] for statement in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert "COVERING INDEX candle_known (instrument_id=? AND timeframe=? AND known=?)" in plan
