"""Local archives for the tests of the hub, and what both sides hold, row by row, as their views say it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from ohlc_desktop.core.arbitration.precedence import SourceKind
from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.hub.pushing import Pushed, push
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources import precedence
from tests.standins.postgres import PostgresServer

#: 2026-11-23, a Monday, 00:00 UTC.
MONDAY = 1_795_392_000
Row = tuple[object, ...]


def some(timeframe: str, start: int, count: int, price: float = 100.0) -> Candles:
    """So many candles from a stamp on, each with values of its own."""
    seconds = TIMEFRAMES[timeframe].seconds
    stamps = range(start, start + count * seconds, seconds)
    closes = [price + (ts // seconds % 97) / 4 for ts in stamps]
    return make(stamps, closes, [c + 1 for c in closes], [c - 0.25 for c in closes], closes, range(1, count + 1))


def put(store: Store, symbol: str, timeframe: str, candles: Candles, origin: str = "yahoo") -> None:
    """Store candles of a series, as an import does."""
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, symbol)
        precedence.enrol(connection, "yahoo", SourceKind.FEED, 0.0)
        precedence.note_feed(connection, number, "yahoo", SourceKind.FEED, 0.0)
        revision = series_summary.next_revision(connection, number, timeframe)
        change = rows.write(connection, number, TIMEFRAMES[timeframe], candles, origin, revision, 1.0)
        ends = int(candles.ts[0]), int(candles.ts[-1])
        series_summary.note_change(connection, number, timeframe, change, revision, *ends)


def filled(path: Path, symbols: Iterable[str] = ("ES=F", "NQ=F"), days: int = 3) -> Store:
    """A new archive with so many days of some timeframes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    store = open_store(path, demo=False)
    for place, symbol in enumerate(symbols):
        for timeframe, each_day in (("5m", 276), ("1h", 23)):
            for day in range(days):
                put(store, symbol, timeframe, some(timeframe, MONDAY + day * DAY, each_day, 100.0 + place))
        put(store, symbol, "1d", some("1d", MONDAY, days, 100.0 + place))
    return store


def pushed(store: Store, url: str, **options: object) -> Pushed:
    """Push what changed."""
    return push(store, url, "desk", threading.Event(), **options)  # type: ignore[arg-type]


def here(store: Store) -> list[Row]:
    """All candles of an archive by its view, sorted."""
    columns = "symbol, timeframe, ts, c.open, c.high, c.low, c.close, nullif(c.volume, 0), c.origin, c.known, c.made_of, i.feed"
    found = store.connection.execute(f"SELECT {columns} FROM candle AS c JOIN instrument AS i ON i.id=c.instrument_id")
    names = ("agreed", "single", "chosen", "disputed", "suspect")
    return sorted(
        (*row[:9], names[row[9]], (row[10] or row[11]) if row[8] in ("derived", "rescaled") else row[8]) for row in found
    )


def there(server: PostgresServer, database: str) -> list[Row]:
    """All candles of a hub by its view, sorted."""
    statement = (
        "SELECT symbol, timeframe, extract(epoch FROM time)::bigint, open, high, low, close, volume, origin, known, source"
        " FROM ohlc.candles"
    )
    with server.connect(database) as owner:
        return sorted(owner.execute(statement).fetchall())


def ledger(server: PostgresServer, database: str) -> list[Row]:
    """The pushes: series, candles that were sent, and those that stood in their place."""
    with server.connect(database) as owner:
        return owner.execute("SELECT series, candles, gone FROM ohlc.push ORDER BY id").fetchall()
