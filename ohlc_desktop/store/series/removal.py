"""Forgetting an instrument's candles for good. Imports nothing heavy."""

from __future__ import annotations

from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import superseded
from ohlc_desktop.store.watchlist import find_instrument

_HELD = (
    "candle", "block", "revision", "said", "lacked", "answer", "look", "contract_change", "objection", "coverage",
    "quarantine", "split", "absence", "heard", "contradiction", "arrival", "displaced",
    "named_contract", "contract_stretch",
)  # fmt: skip


def stored_candles(connection: Connection, symbol: str) -> int:
    """How many candles of an instrument are stored, in all timeframes; from the summaries."""
    row = connection.execute(
        "SELECT coalesce(sum(count), 0) FROM series AS s JOIN instrument AS i ON i.id=s.instrument_id WHERE i.symbol=?",
        (symbol,),
    ).fetchone()
    return int(row[0])


def remove_candles(connection: Connection, symbol: str) -> int:
    """Delete all candles of an instrument and what is known of them; returns how many there were.

    What somebody drew stays: nobody asked for that to be deleted.

    Must be called inside a transaction, and while no import runs: an import remembers what was answered. The run
    history stays, and so does the instrument's place on the watchlist; its series are as if never asked for. Their
    revisions go on counting, so that no cache takes later candles for the deleted ones.
    """
    number = find_instrument(connection, symbol)
    if number is None:
        return 0
    removed = stored_candles(connection, symbol)
    for table in _HELD:
        connection.execute(f"DELETE FROM {table} WHERE instrument_id=?", (number,))
    superseded.forget(connection, number)
    connection.execute("UPDATE instrument SET feed=NULL WHERE id=?", (number,))
    connection.execute(
        "UPDATE series SET count=0, first=NULL, last=NULL, expected=NULL, missing=NULL, unserved=NULL, silent=NULL, revision=revision+1,"
        " assessed=NULL, asked=NULL, cause='', message='', message_json=NULL WHERE instrument_id=?",
        (number,),
    )
    return removed
