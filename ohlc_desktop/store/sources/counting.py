"""Which source of an instrument counts most."""

from __future__ import annotations

from ohlc_desktop.core.arbitration.precedence import KnownSource, Precedence, SourceKind, enrolled
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import precedence


def counts_most(connection: Connection, symbol: str, source: str) -> bool:
    """Whether a source counts more than all others that an instrument has; one that is new comes as a file."""
    number = watchlist.find_instrument(connection, symbol)
    if number is None:
        return True
    order = Precedence(enrolled(precedence.read(connection).known, KnownSource(source, SourceKind.FILE)))
    rows = connection.execute("SELECT DISTINCT source FROM heard WHERE instrument_id=?", (number,))
    others = {name for (name,) in rows} | {precedence.feed_of(connection, number)}
    return all(order.place(source) <= order.place(name) for name in others if name is not None)
