"""The watchlist, and the numbers of instruments. Imports nothing heavy: the tray reads it while idle.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

from collections.abc import Sequence

from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts

_SET = "watchlist"


def watchlist(connection: Connection) -> list[str]:
    """The symbols on the watchlist, in its order."""
    rows = connection.execute("SELECT symbol FROM instrument WHERE position IS NOT NULL ORDER BY position")
    return [row[0] for row in rows]


def watched(connection: Connection, default: Sequence[str]) -> list[str]:
    """The watchlist; ``default`` where none was ever set, as before the first import."""
    return watchlist(connection) if is_set(connection) else list(default)


def is_set(connection: Connection) -> bool:
    """Whether there ever was a watchlist, be it empty."""
    return facts.fact(connection, _SET) is not None


def set_watchlist(connection: Connection, symbols: Sequence[str]) -> None:
    """Make these the watchlist, in this order. Candles of removed symbols stay stored."""
    facts.keep_fact(connection, _SET, "set")
    connection.execute("UPDATE instrument SET position=NULL")
    for position, symbol in enumerate(symbols):
        number = instrument_id(connection, symbol)
        connection.execute("UPDATE instrument SET position=? WHERE id=?", (position, number))


def stored_symbols(connection: Connection) -> list[str]:
    """Every symbol that the file knows, watched ones first."""
    rows = connection.execute("SELECT symbol FROM instrument ORDER BY position IS NULL, position, symbol")
    return [row[0] for row in rows]


def instrument_id(connection: Connection, symbol: str) -> int:
    """The number of a symbol, made on first use."""
    found = find_instrument(connection, symbol)
    if found is not None:
        return found
    return int(connection.execute("INSERT INTO instrument(symbol) VALUES (?)", (symbol,)).lastrowid or 0)


def find_instrument(connection: Connection, symbol: str) -> int | None:
    """The number of a symbol, or None when the file does not know it."""
    row = connection.execute("SELECT id FROM instrument WHERE symbol=?", (symbol,)).fetchone()
    return None if row is None else int(row[0])
