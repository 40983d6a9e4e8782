"""What candles were before the feed corrected them, so that a corrected candle can be told from an untouched one."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.store.connection import Connection


def keep(connection: Connection, instrument: int, timeframe: str, ts: Int64, revision: int, at: float) -> None:
    """Keep the stored rows of these stamps as they are now, about to be replaced. Must run inside a transaction."""
    connection.executemany(
        "INSERT INTO revision SELECT instrument_id, timeframe, ts, ?, ?, open, high, low, close, volume, origin"
        " FROM candle WHERE instrument_id=? AND timeframe=? AND ts=? ON CONFLICT DO NOTHING",
        ((revision, at, instrument, timeframe, stamp) for stamp in ts.tolist()),
    )


def revised(
    connection: Connection, instrument: int, timeframe: Timeframe, start: int | None = None, end: int | None = None
) -> Int64:
    """Stamps of the candles with ``start <= ts < end`` that were ever corrected: int64, sorted, each once.

    That a split was noticed or taken back is no correction, though it replaces all values.
    """
    rows = connection.execute(
        "SELECT DISTINCT ts FROM revision WHERE instrument_id=?1 AND timeframe=?2 AND ts>=?3 AND ts<?4"
        " AND at NOT IN (SELECT noticed FROM split WHERE instrument_id=?1"
        " UNION SELECT ended FROM split WHERE instrument_id=?1 AND ended IS NOT NULL) ORDER BY ts",
        (instrument, timeframe.name, -EVER if start is None else start, EVER if end is None else end),
    )
    return np.fromiter((row[0] for row in rows), dtype=np.int64)
