"""What the feed said of candles that is more than the candles themselves (see ``core.voices``).

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64, make
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.core.voices.statements import Statements
from ohlc_desktop.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows that are kept beside the candles of a series.

    Attributes:
        rows: Sorted by stamp, then by value; of one candle all that were ever said.
        first: int64, one a row: first stamp of all answers that gave it.
        last: int64, one a row: last stamp of them.
    """

    rows: Candles
    first: Int64
    last: Int64


def read(connection: Connection, instrument: int, timeframe: Timeframe, start: int = -EVER, end: int = EVER) -> Kept:
    """The kept rows of the candles with ``start <= ts < end``."""
    cursor = connection.execute(
        "SELECT ts, open, high, low, close, volume, first, last FROM said"
        " WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? ORDER BY ts, open, high, low, close, volume",
        (instrument, timeframe.name, start, end),
    )
    columns = tuple(zip(*cursor, strict=True)) or ((),) * 8
    first, last = (np.array(column, dtype=np.int64) for column in columns[6:])
    return Kept(make(*columns[:6]), first, last)


def replace(connection: Connection, instrument: int, timeframe: Timeframe, start: int, end: int, kept: Kept) -> None:
    """Keep exactly these rows of the candles with ``start <= ts < end``."""
    key = (instrument, timeframe.name)
    connection.execute("DELETE FROM said WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?", (*key, start, end))
    columns = (column.tolist() for column in (*kept.rows.columns, kept.first, kept.last))
    connection.executemany(
        "INSERT INTO said VALUES (?,?,?,?,?,?,?,?,?,?)", ((*key, *row) for row in zip(*columns, strict=True))
    )


def lacked(connection: Connection, instrument: int, timeframe: Timeframe) -> Int64:
    """Stamps of candles that an answer reaches over without having them: int64, sorted."""
    rows = connection.execute(
        "SELECT ts FROM lacked WHERE instrument_id=? AND timeframe=? ORDER BY ts", (instrument, timeframe.name)
    )
    return np.fromiter((ts for (ts,) in rows), dtype=np.int64)


def windows(connection: Connection, instrument: int, timeframe: Timeframe) -> Int64:
    """First and last stamp of each answer, without those inside another: int64, shape (answers, 2), sorted."""
    rows = connection.execute(
        "SELECT first, last FROM answer WHERE instrument_id=? AND timeframe=? ORDER BY first",
        (instrument, timeframe.name),
    )
    return np.array([*rows], dtype=np.int64).reshape(-1, 2)


def note(connection: Connection, instrument: int, timeframe: Timeframe, known: Statements) -> None:
    """Note what is known of the answers of a series: which stamps one lacked, and how far each reaches."""
    key = (instrument, timeframe.name)
    connection.executemany(
        "INSERT INTO lacked VALUES (?,?,?) ON CONFLICT DO NOTHING", ((*key, ts) for ts in known.lacked.tolist())
    )
    connection.execute("DELETE FROM answer WHERE instrument_id=? AND timeframe=?", key)
    connection.executemany(
        "INSERT INTO answer VALUES (?,?,?,?)", ((*key, first, last) for first, last in known.windows.tolist())
    )


def note_lacked(connection: Connection, instrument: int, timeframe: Timeframe, lacked: Int64, given: Int64) -> None:
    """Note the stored candles that the newest answer leaves out, and that it has others again that one left out."""
    key = (instrument, timeframe.name)
    connection.executemany(
        "DELETE FROM lacked WHERE instrument_id=? AND timeframe=? AND ts=?", ((*key, ts) for ts in given.tolist())
    )
    connection.executemany(
        "INSERT INTO lacked VALUES (?,?,?) ON CONFLICT DO NOTHING", ((*key, ts) for ts in lacked.tolist())
    )


def alternatives(connection: Connection, instrument: int, timeframe: Timeframe, ts: int) -> Candles:
    """All rows that the feed ever gave for one candle; none where it gave one only, which is the candle."""
    return read(connection, instrument, timeframe, ts, ts + 1).rows
