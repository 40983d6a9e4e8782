"""Both sides are proven equal by sums of their rows; what is not is found, and put right."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.importer.hub.verifying import MonthDifference, Verification, mark_again, verify
from ohlc_desktop.store.database import Store
from tests.hub.archives import MONDAY, filled, here, pushed, put, some, there
from tests.standins.postgres import PostgresServer

#: What somebody may do to the hub, and the series and month that are found to differ by it, with the candles there.
DAMAGE = [
    ("UPDATE ohlc.candle SET close = close + 1e-9, high = high + 1", "2026-11", 828),
    ("UPDATE ohlc.candle SET known = 4", "2026-11", 828),
    ("UPDATE ohlc.candle SET volume = volume + 1", "2026-11", 828),
    ("UPDATE ohlc.candle SET ts = ts + interval '1 second'", "2026-11", 828),
    ("DELETE FROM ohlc.candle", "2026-11", 827),
]
#: The one candle of them.
_ONE = " WHERE ts = to_timestamp({}) AND series_id = (SELECT s.id FROM ohlc.series AS s JOIN ohlc.instrument AS i"
_ONE += " ON i.id = s.instrument_id WHERE symbol = 'NQ=F' AND timeframe = '5m')"


@pytest.fixture
def store(tmp_path: Path, url: str) -> Iterator[Store]:
    """An archive that was pushed."""
    with closing(filled(tmp_path / "here.sqlite3")) as opened:
        opened.connection.execute("UPDATE candle SET known=2 WHERE timeframe='1h'")
        opened.connection.execute("UPDATE candle SET made_of='kibot+yahoo', origin='derived' WHERE ts=?", (MONDAY + 3600,))
        pushed(opened, url)
        yield opened


def verified(store: Store, url: str) -> Verification:
    """Compare all."""
    return verify(store, url, threading.Event())


def test_what_was_pushed_is_proven_equal(store: Store, url: str) -> None:
    assert verified(store, url) == Verification(6, len(here(store)), ())


@pytest.mark.parametrize(("statement", "month", "count"), DAMAGE)
def test_one_candle_that_differs_is_found_and_put_right(
    store: Store, postgres: PostgresServer, database: str, url: str, statement: str, month: str, count: int
) -> None:
    with postgres.connect(database) as owner:
        assert owner.execute(statement + _ONE.format(MONDAY + 300)).rowcount == 1
    found = verified(store, url).different
    assert found == (MonthDifference("NQ=F", "5m", month, 828, count, False),)
    mark_again(store, found)
    assert pushed(store, url).series == 1
    assert verified(store, url).proven
    assert there(postgres, database) == here(store)


def test_what_was_not_pushed_yet_is_told_as_that(store: Store, url: str) -> None:
    put(store, "ES=F", "1h", some("1h", MONDAY, 1, 50.0))
    assert verified(store, url).different == (MonthDifference("ES=F", "1h", "2026-11", 69, 69, True),)


def test_what_only_one_side_has_is_found(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    put(store, "CL=F", "1d", some("1d", MONDAY + 10 * 86400, 1))
    with postgres.connect(database) as owner:
        owner.execute("UPDATE ohlc.instrument SET symbol='GC=F' WHERE symbol='ES=F'")
    found = verified(store, url).different
    assert [(each.symbol, each.timeframe, each.month, each.here, each.there) for each in found] == [
        *(("GC=F", name, "2026-11", 0, count) for name, count in (("1d", 3), ("1h", 69), ("5m", 828))),
        ("CL=F", "1d", "2026-12", 1, 0),
        *(("ES=F", name, "2026-11", count, 0) for name, count in (("1d", 3), ("1h", 69), ("5m", 828))),
    ]
    mark_again(store, found)
    pushed(store, url)
    assert there(postgres, database) == here(store)


def test_it_can_be_cancelled(store: Store, url: str) -> None:
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        verify(store, url, cancel, lambda *_: cancel.set())
