"""What was drawn on the charts of an instrument, as plain rows. What is in them is the chart's business."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.watchlist import find_instrument, instrument_id


class DrawingRow(NamedTuple):
    """One drawing: what kind it is, and all else as JSON."""

    kind: str
    data: str


def load(connection: Connection, symbol: str) -> list[DrawingRow]:
    """The drawings of an instrument, the lowest first; empty for one that the file does not know."""
    rows = connection.execute(
        "SELECT kind, data FROM drawing WHERE instrument_id=? ORDER BY place", (find_instrument(connection, symbol),)
    )
    return [DrawingRow(*row) for row in rows]


def save(connection: Connection, symbol: str, rows: Iterable[tuple[str, str]], now: float) -> None:
    """Make these all the drawings of an instrument, the lowest first. Must run inside a transaction.

    Args:
        connection: Of the store.
        symbol: Its symbol; it need not have candles.
        rows: Kind and JSON of each.
        now: UTC epoch seconds; kept with those that are new or changed.
    """
    number = instrument_id(connection, symbol)
    known = connection.execute("SELECT kind, data, created FROM drawing WHERE instrument_id=?", (number,))
    created = {(kind, data): at for kind, data, at in known}
    connection.execute("DELETE FROM drawing WHERE instrument_id=?", (number,))
    connection.executemany(
        "INSERT INTO drawing(instrument_id, place, kind, data, created) VALUES (?,?,?,?,?)",
        ((number, at, kind, data, created.get((kind, data), now)) for at, (kind, data) in enumerate(rows)),
    )
