"""What is known of a source beside its candles, and the end of it.

Must be called inside a transaction.
"""

from __future__ import annotations

from ohlc_desktop.core.timeframes import EVER, SOURCES, TIMEFRAMES
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import contract_changes, followed
from ohlc_desktop.store.sources import heard, precedence

#: What the feed of an instrument answered, and what that told.
_ANSWERS = (
    "coverage", "answer", "said", "lacked", "look", "absence", "objection", "named_contract",
)  # fmt: skip


def forget_answers(connection: Connection, number: int, source: str, at: float) -> None:
    """Forget what a source answered, so that whoever takes it for the truth asks again; before its candles go.

    ``at`` is when, UTC epoch seconds: what was known of contracts until then is kept.
    """
    if precedence.feed_of(connection, number) != source:
        return
    for table in _ANSWERS:
        connection.execute(f"DELETE FROM {table} WHERE instrument_id=?", (number,))
    for name in SOURCES:
        contract_changes.save(connection, number, TIMEFRAMES[name], -EVER, EVER, (), at)
        followed.save_stretches(connection, number, name, -EVER, (), at)
    connection.execute(
        "UPDATE series SET asked=NULL, cause='', message='', message_json=NULL WHERE instrument_id=?", (number,)
    )


def let_go(connection: Connection, number: int, source: str) -> None:
    """Forget that a source gave an instrument, and the source where it gave no other; after its candles are gone."""
    if precedence.feed_of(connection, number) == source:
        connection.execute("UPDATE instrument SET feed=NULL WHERE id=?", (number,))
    feed = precedence.feed_of(connection, number)
    others = connection.execute(
        "SELECT 1 FROM heard WHERE instrument_id=? AND source IS NOT ? LIMIT 1", (number, feed)
    ).fetchone()
    if not others:  # of its one feed nothing is kept: all candles are that one's
        connection.execute("DELETE FROM heard WHERE instrument_id=?", (number,))
    if not heard.instruments_of(connection, source):
        precedence.forget(connection, source)
