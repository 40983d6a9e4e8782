"""Drawings as rows: kept per instrument, in their order, all or nothing, gone with the candles."""

from __future__ import annotations

import pytest

from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.store import drawings, watchlist
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.drawings import DrawingRow
from ohlc_desktop.store.series.removal import remove_candles

LINE, BOX = DrawingRow("line", '{"price": 1.5}'), DrawingRow("rectangle", '{"points": [[0, 1.0], [60, 2.0]]}')


def save(store: Store, symbol: str, *rows: tuple[str, str], now: float = 100.0) -> None:
    with store.transaction() as connection:
        drawings.save(connection, symbol, rows, now)


def created(store: Store) -> list[float]:
    return [row[0] for row in store.connection.execute("SELECT created FROM drawing ORDER BY place")]


def test_they_come_back_in_their_order(store: Store) -> None:
    save(store, "ES=F", LINE, BOX, LINE)
    save(store, "NQ=F", BOX)
    assert drawings.load(store.connection, "ES=F") == [LINE, BOX, LINE]
    assert drawings.load(store.connection, "NQ=F") == [BOX]
    assert drawings.load(store.connection, "CL=F") == []


def test_saving_replaces_all_of_one_instrument(store: Store) -> None:
    save(store, "ES=F", LINE, BOX)
    save(store, "NQ=F", LINE)
    save(store, "ES=F", BOX, now=200.0)
    assert drawings.load(store.connection, "ES=F") == [BOX]
    assert drawings.load(store.connection, "NQ=F") == [LINE]
    save(store, "ES=F")
    assert drawings.load(store.connection, "ES=F") == []


def test_what_is_not_changed_keeps_its_time(store: Store) -> None:
    save(store, "ES=F", LINE, BOX, now=100.0)
    save(store, "ES=F", BOX, DrawingRow("line", "{}"), LINE, now=200.0)
    assert created(store) == [100.0, 200.0, 100.0]


@pytest.mark.parametrize("data", ["", "{", "no json"])
def test_what_is_no_json_is_refused_and_nothing_changes(store: Store, data: str) -> None:
    save(store, "ES=F", LINE)
    with pytest.raises(StoreError):
        save(store, "ES=F", BOX, ("line", data))
    assert drawings.load(store.connection, "ES=F") == [LINE]


def test_an_instrument_without_candles_can_be_drawn_on_and_is_not_watched_for_it(store: Store) -> None:
    save(store, "AAPL", LINE)
    assert drawings.load(store.connection, "AAPL") == [LINE]
    assert watchlist.watchlist(store.connection) == []


def test_they_stay_when_the_candles_of_their_instrument_go(store: Store) -> None:
    save(store, "ES=F", LINE)
    save(store, "NQ=F", BOX)
    with store.transaction() as connection:
        remove_candles(connection, "ES=F")
    assert drawings.load(store.connection, "ES=F") == [LINE]
    assert drawings.load(store.connection, "NQ=F") == [BOX]
