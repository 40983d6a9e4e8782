"""What speaks against stored candles (``core.objections``). Must be called inside a transaction where it writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ohlc_desktop.core.checking.objections import Objection, Reason
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.store.connection import Connection


def read(
    connection: Connection, instrument: int, timeframe: Timeframe, start: int = -EVER, end: int = EVER,
    reasons: Collection[Reason] = tuple(Reason),
) -> list[Objection]:  # fmt: skip
    """The objections to candles of a series with ``start <= ts < end``, oldest first.

    Args:
        connection: Of the store.
        instrument: Its number.
        timeframe: The series; of one that is derived the candles have none of their own, only those of the source series.
        start: First stamp.
        end: End, exclusive.
        reasons: Which ones.
    """
    rows = connection.execute(
        "SELECT ts, reason, low, high, close FROM objection WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?"
        " ORDER BY ts, reason",
        (instrument, timeframe.name, start, end),
    )
    found = (Objection(ts, Reason(reason), *prices) for ts, reason, *prices in rows)
    return [objection for objection in found if objection.reason in reasons]


def replace(
    connection: Connection, instrument: int, timeframe: Timeframe, start: int, end: int,
    reasons: Collection[Reason], found: Iterable[Objection],
) -> None:  # fmt: skip
    """Keep exactly these objections of some reasons to candles with ``start <= ts < end``."""
    key = (instrument, timeframe.name)
    before, after = set(read(connection, instrument, timeframe, start, end, reasons)), set(found)
    connection.executemany(
        "DELETE FROM objection WHERE instrument_id=? AND timeframe=? AND ts=? AND reason=?",
        ((*key, old.ts, old.reason) for old in before - after),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO objection VALUES (?,?,?,?,?,?,?)", ((*key, *new) for new in sorted(after - before))
    )
