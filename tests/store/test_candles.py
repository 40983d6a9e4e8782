"""Candles in and out of the file: nothing is ever removed, counts are right, blocks agree with rows."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, empty, make
from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.series.candles import Change

M1, D1 = TIMEFRAMES["1m"], TIMEFRAMES["1d"]
Row = tuple[float, float, float, float, int]


def block(found: dict[int, Row]) -> Candles:
    """Candles of a model, sorted."""
    stamps = sorted(found)
    columns = list(zip(*(found[ts] for ts in stamps), strict=True)) or [()] * 5
    return make(stamps, *columns)


def as_rows(candles: Candles) -> dict[int, Row]:
    """The model of some candles."""
    stamps, *columns = (column.tolist() for column in candles.columns)
    return dict(zip(stamps, zip(*columns, strict=True), strict=True))


def flat(*stamps: int, price: float = 10.0) -> Candles:
    """Candles of one price."""
    return block(dict.fromkeys(stamps, (price, price, price, price, 1)))


@st.composite
def a_row(draw: st.DrawFn) -> Row:
    """Prices in quarters, also below zero, that fit together."""
    low, *body = sorted(draw(st.lists(st.integers(-40, 40), min_size=3, max_size=3)))
    opened, closed = draw(st.permutations([low, body[0]]))
    return opened / 4, body[1] / 4, low / 4, closed / 4, draw(st.integers(0, 3) | st.just(2**53))


#: Stamps before and after the epoch, over many chunks of eight minutes.
blocks = st.dictionaries(st.integers(-20, 60).map(lambda n: n * 60), a_row(), max_size=40)
writes = st.lists(st.tuples(blocks, st.sampled_from(["yahoo", "derived"])), max_size=6)


@settings(max_examples=40, deadline=None)
@given(writes=writes, window=st.tuples(st.integers(-1500, 4000), st.integers(-1500, 4000)), newest=st.integers(0, 90))
def test_writing_adds_and_revises_and_never_removes(
    writes: list[tuple[dict[int, Row], str]], window: tuple[int, int], newest: int
) -> None:
    model: dict[int, Row] = {}
    origins: dict[int, str] = {}
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(rows, "CHUNK_CANDLES", 8)
        patch.setattr(rows, "_BATCH", 3)
        store = open_store(Path(folder) / "candles.sqlite3", demo=False)
        number = watchlist.instrument_id(store.connection, "ES=F")
        for revision, (taken, origin) in enumerate(writes, 1):
            with store.transaction() as connection:
                change = rows.write(connection, number, M1, block(taken), origin, revision)
            added = [ts for ts in taken if ts not in model]
            revised = [ts for ts in taken if ts in model and model[ts] != taken[ts]]
            assert change == Change(len(added), len(revised))
            model.update(taken)
            origins.update(dict.fromkeys([*added, *revised], origin))
            assert rows.blocks_agree(connection, number, M1)
            assert rows.blocks_add_up(connection, number, M1)
        whole = rows.read_series(connection := store.connection, number, M1)
        assert as_rows(whole) == as_rows(rows.read_rows(connection, number, M1, -(2**62), 2**62)) == model
        assert whole.ts.tolist() == sorted(model)
        part = rows.read_series(connection, number, M1, *window)
        assert part.ts.tolist() == [ts for ts in sorted(model) if window[0] <= ts < window[1]]
        assert rows.read_series(connection, number, M1, start=window[0]).ts.tolist() == [
            ts for ts in sorted(model) if ts >= window[0]
        ]
        assert rows.read_series(connection, number, M1, end=window[1]).ts.tolist() == [
            ts for ts in sorted(model) if ts < window[1]
        ]
        last = sorted(model)[max(len(model) - newest, 0) :]
        assert rows.read_newest(connection, number, M1, newest).ts.tolist() == last
        light = rows.read_series(connection, number, M1, *window, prices=np.float32)
        assert as_rows(light) == as_rows(part)
        assert rows.read_newest(connection, number, M1, newest, np.float32).close.dtype == light.close.dtype == np.float32
        stored = connection.execute("SELECT ts, origin FROM candle ORDER BY ts").fetchall()
        assert stored == [(ts, origins[ts]) for ts in sorted(model)]
        store.close()


def test_series_do_not_touch_each_other(store: Store) -> None:
    first, second = (watchlist.instrument_id(store.connection, name) for name in ("ES=F", "NQ=F"))
    with store.transaction() as connection:
        rows.write(connection, first, M1, flat(0, 60), "yahoo", 1)
        rows.write(connection, second, M1, flat(60, 120, price=20.0), "yahoo", 1)
        rows.write(connection, first, D1, flat(0, DAY), "yahoo", 1)
    assert rows.read_series(store.connection, first, M1).ts.tolist() == [0, 60]
    assert rows.read_series(store.connection, second, M1).open.tolist() == [20.0, 20.0]
    assert rows.read_newest(store.connection, first, D1, 1).ts.tolist() == [DAY]
    assert len(rows.read_series(store.connection, second, D1)) == 0


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")

    def write_and_fail() -> None:
        with store.transaction() as connection:
            rows.write(connection, number, M1, flat(0, 60), "yahoo", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert len(rows.read_series(store.connection, number, M1)) == 0
    with store.transaction() as connection:  # and the connection can be used again
        assert rows.write(connection, number, M1, flat(0, 60), "yahoo", 1) == Change(2, 0)


def test_many_candles_over_many_chunks(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")
    stamps = np.arange(0, 60 * 30_000, 60)
    prices = np.round(np.sin(stamps) * 100) / 4
    many = Candles(stamps, prices, prices + 1, prices - 1, prices, stamps // 60)
    with store.transaction() as connection:
        assert rows.write(connection, number, M1, many, "yahoo", 1) == Change(30_000, 0)
        assert rows.write(connection, number, M1, many, "yahoo", 2) == Change(0, 0)
    chunks = store.connection.execute("SELECT count(*), max(revision) FROM block").fetchone()
    assert chunks == (30_000 // rows.CHUNK_CANDLES + 1, 1)
    assert as_rows(rows.read_series(store.connection, number, M1)) == as_rows(many)
    assert as_rows(rows.read_newest(store.connection, number, M1, 5000)) == as_rows(many.take(slice(-5000, None)))


@pytest.mark.parametrize(
    "values",
    [
        {"high": 9.0},
        {"low": 11.0},
        {"close": 12.0},
        {"volume": -1},
        {"open": None},
        {"close": float("nan")},
        {"volume": 1.5},
        {"open": "ten"},
        {"ts": "now"},
    ],
)
def test_the_file_refuses_contradictions(store: Store, values: dict[str, Any]) -> None:
    watchlist.instrument_id(store.connection, "ES=F")
    row = {"instrument_id": 1, "timeframe": "1m", "ts": 0, "open": 10.0, "high": 10.5, "low": 9.5, "close": 10.0,
           "volume": 1, "origin": "yahoo"}  # fmt: skip
    statement = f"INSERT INTO candle({', '.join(row)}) VALUES ({','.join(f':{name}' for name in row)})"
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute(statement, {**row, **values})
    store.connection.execute(statement, row)


def test_a_refused_batch_is_rolled_back_whole(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")
    bad = make([0, 60], [10, 10], [10, 9], [10, 10], [10, 10], [1, 1])
    with pytest.raises(StoreError), store.transaction() as connection:
        rows.write(connection, number, M1, bad, "yahoo", 1)
    assert store.connection.execute("SELECT count(*) FROM candle").fetchone() == (0,)


def test_an_unknown_instrument_is_refused_by_the_foreign_key(store: Store) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"), store.transaction() as connection:
        rows.write(connection, 99, M1, flat(0), "yahoo", 1)


def test_outside_readers_see_symbols_times_and_prices(store: Store, path: Path) -> None:
    number = watchlist.instrument_id(store.connection, "NQ=F")
    summer = 1_783_000_800  # 2026-07-02T14:00:00Z
    with store.transaction() as connection:
        for name in ("1m", "12h"):
            rows.write(connection, number, TIMEFRAMES[name], flat(summer, price=22500.25), "yahoo", 1)
        for name in ("1d", "5d", "1wk", "1mo", "3mo"):
            rows.write(connection, number, TIMEFRAMES[name], flat(summer // DAY * DAY), "derived", 1)
    with sqlite3.connect(path) as plain:
        found = plain.execute("SELECT timeframe, time FROM candles ORDER BY timeframe").fetchall()
        frame = pd.read_sql("SELECT * FROM candles WHERE timeframe='1m'", plain)
    plain.close()
    assert found == [("12h", "2026-07-02T14:00:00Z"), ("1d", "2026-07-02"), ("1m", "2026-07-02T14:00:00Z"),
                     ("1mo", "2026-07-02"), ("1wk", "2026-07-02"), ("3mo", "2026-07-02"), ("5d", "2026-07-02")]  # fmt: skip
    assert list(frame.columns) == [
        "symbol", "timeframe", "time", "open", "high", "low", "close", "volume", "origin", "known", "source",
    ]  # fmt: skip
    assert frame.loc[0, ["symbol", "open", "volume", "origin"]].tolist() == ["NQ=F", 22500.25, 1, "yahoo"]


def test_blocks_are_known_to_disagree_and_are_made_anew(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")
    with store.transaction() as connection:
        rows.write(connection, number, M1, flat(0, 60, 120), "yahoo", 1)
        connection.execute("DELETE FROM candle WHERE ts=60")
    assert not rows.blocks_agree(store.connection, number, M1)
    with store.transaction() as connection:
        rows.rebuild_blocks(connection, number, M1, 2)
    assert rows.blocks_agree(store.connection, number, M1)
    assert rows.read_series(store.connection, number, M1).ts.tolist() == [0, 120]
    store.connection.execute("UPDATE block SET data=x'00'")
    assert not rows.blocks_agree(store.connection, number, M1)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE candle SET low=low-1e-11 WHERE ts=60000", "UPDATE candle SET volume=volume+1 WHERE ts=0",
        "UPDATE candle SET ts=ts+1 WHERE ts=60000", "DELETE FROM candle WHERE ts=60000", "DELETE FROM candle",
        "INSERT INTO candle SELECT 1, '1m', 90000000, 1, 1, 1, 1, 1, 'yahoo', 1, NULL",  # where no block is
        "INSERT INTO candle SELECT 1, '1m', -90000000, 1, 1, 1, 1, 1, 'yahoo', 1, NULL",
        "UPDATE candle SET volume=(SELECT sum(volume) FROM candle AS c WHERE c.ts IN (60000, 60060)) - volume"
        " WHERE ts IN (60000, 60060)",  # two neighbours exchange theirs
        "UPDATE candle SET open=close, close=open", "DELETE FROM block WHERE chunk=1", "DELETE FROM block",
        "UPDATE block SET data=zeroblob(length(data))", "UPDATE block SET data=substr(data, 2)",
        "UPDATE block SET data=cast(replace(hex(zeroblob(length(data) / 4)), '00', char(127) || char(240)) AS BLOB)",
        "UPDATE block SET data=randomblob(length(data))",
    ],
)  # fmt: skip
def test_every_change_to_rows_or_blocks_is_seen_by_the_sums(store: Store, change: str) -> None:
    stamps = np.arange(6000) * 60
    price = 0.0067 + np.random.default_rng(1).normal(0, 1e-5, 6000).cumsum().round(7)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "6J=F")
        candles = make(stamps, price, price + 2e-7, price - 2e-7, price + 1e-7, stamps % 997 * 10**6)
        rows.write(connection, number, M1, candles, "yahoo", 1)
        assert rows.blocks_add_up(connection, number, M1)
        connection.execute(change)
    assert not rows.blocks_add_up(store.connection, number, M1)
    assert not rows.blocks_agree(store.connection, number, M1)


def test_no_candles(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")
    assert rows.write(store.connection, number, M1, empty(), "yahoo", 1) == Change(0, 0)
    assert len(rows.read_newest(store.connection, number, M1, 10)) == 0
    assert rows.blocks_agree(store.connection, number, M1)
    assert rows.blocks_add_up(store.connection, number, M1)


def test_the_summary_follows_the_rows(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")
    with store.transaction() as connection:
        for revision, stamps in ((1, (120, 180)), (2, (60, 120)), (3, ())):
            found = flat(*stamps)
            change = rows.write(connection, number, M1, found, "yahoo", revision)
            series_summary.note_change(
                connection, number, "1m", change, revision, *((stamps[0], stamps[-1]) if stamps else (None, None))
            )
    summary = series_summary.summaries(store.connection, number)["1m"]
    assert (summary.count, summary.first, summary.last, summary.revision) == (3, 60, 180, 2)
    with store.transaction() as connection:
        connection.execute("DELETE FROM candle WHERE ts=180")
        series_summary.recount(connection, number, "1m", 1)
    summary = series_summary.summaries(store.connection, number)["1m"]
    assert (summary.count, summary.first, summary.last) == (2, 60, 120)
