"""What candles were before the feed corrected them, so that a corrected candle can be told from an untouched one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64, make
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.store.connection import Connection

#: Moments at which all values of a series were replaced because a split was noticed or taken back: no correction.
_SPLITS = (
    "(SELECT noticed FROM split WHERE instrument_id=?1"
    " UNION SELECT ended FROM split WHERE instrument_id=?1 AND ended IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a candle was until it was corrected.

    Attributes:
        at: When it was corrected, UTC epoch seconds.
        candles: One row: what it was.
        origin: The feed's name, or ``derived``.
    """

    at: float
    candles: Candles
    origin: str


def keep(connection: Connection, instrument: int, timeframe: str, ts: Int64, revision: int, at: float) -> None:
    """Keep the stored rows of these stamps as they are now, about to be replaced. Must run inside a transaction."""
    connection.executemany(
        "INSERT INTO revision(instrument_id, timeframe, ts, revision, at, open, high, low, close, volume, origin)"
        " SELECT instrument_id, timeframe, ts, ?, ?, open, high, low, close, volume, origin"
        " FROM candle WHERE instrument_id=? AND timeframe=? AND ts=? ON CONFLICT DO NOTHING",
        ((revision, at, instrument, timeframe, stamp) for stamp in ts.tolist()),
    )


def keep_unseen(
    connection: Connection, instrument: int, timeframe: str, rows: Candles, origin: str, revision: int, at: float
) -> None:
    """Keep rows that their source replaces though they are not what is stored. Must run inside a transaction."""
    columns = (column.tolist() for column in rows.columns)
    connection.executemany(
        "INSERT INTO revision(instrument_id, timeframe, ts, open, high, low, close, volume, origin, revision, at, shown)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,0) ON CONFLICT DO NOTHING",
        [(instrument, timeframe, *row, origin, revision, at) for row in zip(*columns, strict=True)],
    )


def revised(
    connection: Connection, instrument: int, timeframe: Timeframe, start: int | None = None, end: int | None = None
) -> Int64:
    """Stamps of the candles with ``start <= ts < end`` that were ever corrected: int64, sorted, each once.

    That a split was noticed or taken back is no correction, though it replaces all values.
    """
    rows = connection.execute(
        "SELECT DISTINCT ts FROM revision WHERE instrument_id=?1 AND timeframe=?2 AND ts>=?3 AND ts<?4"
        f" AND shown=1 AND at NOT IN {_SPLITS} ORDER BY ts",
        (instrument, timeframe.name, -EVER if start is None else start, EVER if end is None else end),
    )
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def replaced(connection: Connection, instrument: int, timeframe: Timeframe, ts: int) -> list[Replaced]:
    """What the candle with a stamp was before each of its corrections, oldest first; none where it never was corrected."""
    rows = connection.execute(
        "SELECT at, origin, ts, open, high, low, close, volume FROM revision"
        f" WHERE instrument_id=?1 AND timeframe=?2 AND ts=?3 AND shown=1 AND at NOT IN {_SPLITS} ORDER BY revision",
        (instrument, timeframe.name, ts),
    )
    return [Replaced(at, make(*([value] for value in values)), origin) for at, origin, *values in rows]
