"""What candles were before they were corrected: kept with the correction, told by stamp, gone with the candles."""

from __future__ import annotations

from typing import Any

import pytest

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import revisions
from ohlc_desktop.store.series.candles import Change
from ohlc_desktop.store.series.removal import remove_candles
from tests.store.test_candles import flat

M1, M2, D1 = TIMEFRAMES["1m"], TIMEFRAMES["2m"], TIMEFRAMES["1d"]


@pytest.fixture
def number(store: Store) -> int:
    """An instrument with three candles."""
    with store.transaction() as connection:
        found = watchlist.instrument_id(connection, "ES=F")
        rows.write(connection, found, M1, flat(0, 60, 120), "yahoo", 1, at=1000.0)
    return found


def previous(connection: Connection, number: int, timeframe: Timeframe, ts: int) -> list[tuple[Any, ...]]:
    """When, by which change, prices, volume and origin: what one candle was before each correction, oldest first."""
    return connection.execute(
        "SELECT at, revision, open, high, low, close, volume, origin FROM revision"
        " WHERE instrument_id=? AND timeframe=? AND ts=? ORDER BY revision",
        (number, timeframe.name, ts),
    ).fetchall()


def kept(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM revision").fetchone()[0])


def test_fresh_and_unchanged_candles_leave_no_trace(store: Store, number: int) -> None:
    with store.transaction() as connection:
        rows.write(connection, number, M1, flat(60, 180), "yahoo", 2, at=2000.0)
    assert kept(store.connection) == 0
    assert revisions.revised(store.connection, number, M1).tolist() == []
    assert previous(store.connection, number, M1, 60) == []


def test_every_correction_keeps_what_was_there_before(store: Store, number: int) -> None:
    for revision, price in ((2, 11.0), (3, 12.0)):
        with store.transaction() as connection:
            found = flat(60, price=price)
            assert rows.write(connection, number, M1, found, "derived", revision, at=revision * 1000.0) == Change(0, 1)
    assert previous(store.connection, number, M1, 60) == [
        (2000.0, 2, 10.0, 10.0, 10.0, 10.0, 1, "yahoo"),
        (3000.0, 3, 11.0, 11.0, 11.0, 11.0, 1, "derived"),
    ]
    assert rows.read_series(store.connection, number, M1).close.tolist() == [10.0, 12.0, 10.0]
    told = revisions.replaced(store.connection, number, M1, 60)
    assert [(old.at, old.candles.close.tolist(), old.candles.volume.tolist(), old.origin) for old in told] == [
        (2000.0, [10.0], [1], "yahoo"), (3000.0, [11.0], [1], "derived"),
    ]  # fmt: skip
    assert revisions.replaced(store.connection, number, M1, 0) == []


def test_a_corrected_volume_is_a_correction(store: Store, number: int) -> None:
    with store.transaction() as connection:
        rows.write(connection, number, M1, make([0], [10], [10], [10], [10], [7]), "yahoo", 2)
    assert [old[6] for old in previous(store.connection, number, M1, 0)] == [1]


def test_stamps_of_corrected_candles_in_a_range(store: Store, number: int) -> None:
    for revision, stamps in ((2, (0, 120)), (3, (120,)), (4, (60,))):
        with store.transaction() as connection:
            rows.write(connection, number, M1, flat(*stamps, price=10.0 + revision), "yahoo", revision)
    found = revisions.revised(store.connection, number, M1)
    assert (found.tolist(), found.dtype) == ([0, 60, 120], "int64")
    assert revisions.revised(store.connection, number, M1, 60).tolist() == [60, 120]
    assert revisions.revised(store.connection, number, M1, 60, 120).tolist() == [60]
    assert revisions.revised(store.connection, number, M1, end=60).tolist() == [0]


def test_series_do_not_touch_each_other(store: Store, number: int) -> None:
    other = watchlist.instrument_id(store.connection, "NQ=F")
    with store.transaction() as connection:
        rows.write(connection, number, M2, flat(0), "yahoo", 1)
        rows.write(connection, number, M1, flat(0, price=11.0), "yahoo", 2)
    assert revisions.revised(store.connection, number, M2).tolist() == []
    assert revisions.revised(store.connection, other, M1).tolist() == []


def test_a_correction_that_is_rolled_back_was_none(store: Store, number: int) -> None:
    def write_and_fail() -> None:
        with store.transaction() as connection:
            rows.write(connection, number, M1, flat(60, price=11.0), "yahoo", 2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert kept(store.connection) == 0


def test_they_go_with_the_candles(store: Store, number: int) -> None:
    with store.transaction() as connection:
        rows.write(connection, number, M1, flat(60, price=11.0), "yahoo", 2)
        remove_candles(connection, "ES=F")
    assert kept(store.connection) == 0


# -- what changed, and what was derived --------------------------------------------------------------


def test_the_stretches_that_changed_since_a_revision(store: Store, number: int) -> None:
    span = rows.chunk_seconds(M1)
    for revision, stamps in ((2, (3 * span,)), (3, (span, 2 * span)), (4, (5 * span,))):
        with store.transaction() as connection:
            rows.write(connection, number, M1, flat(*stamps), "yahoo", revision)
    found = {n: rows.changed_since(store.connection, number, M1, n) for n in (0, 1, 2, 3, 4)}
    assert found == {
        0: [(0, 4 * span), (5 * span, 6 * span)], 1: [(span, 4 * span), (5 * span, 6 * span)],
        2: [(span, 3 * span), (5 * span, 6 * span)], 3: [(5 * span, 6 * span)], 4: [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ("", []),
        ("yyy", []),
        ("ddd", [(0, 2**62)]),
        ("yydd", [(240, 2**62)]),
        ("dyyd", [(0, 120), (360, 2**62)]),
        ("ydyddy", [(120, 240), (360, 600)]),
    ],
)
def test_the_stretches_that_were_derived(store: Store, number: int, origins: str, expected: list[tuple[int, int]]) -> None:
    with store.transaction() as connection:
        for at, origin in enumerate(origins):
            rows.write(connection, number, M2, flat(at * 120), {"y": "yahoo", "d": "derived"}[origin], at + 1)
    assert list(rows.derived_spans(store.connection, number, M2, 0)) == expected


def test_the_stretches_that_were_derived_since_a_moment(store: Store, number: int) -> None:
    with store.transaction() as connection:
        for at, origin in enumerate(("derived", "derived", "yahoo", "derived")):
            rows.write(connection, number, M2, flat(at * 120), origin, at + 1)
    assert list(rows.derived_spans(store.connection, number, M2, 100)) == [(120, 240), (360, 2**62)]
    assert list(rows.derived_spans(store.connection, number, M2, 361)) == []
