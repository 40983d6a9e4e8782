"""Candles that are on no grid any more: taken out of a series and kept as what they were."""

from __future__ import annotations

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import revisions


def take_out(
    connection: Connection, instrument: int, timeframe: Timeframe, stamps: Int64, revision: int, at: float
) -> None:  # fmt: skip
    """Move the candles with these stamps out of a series; their values are kept as revisions.

    Must run inside a transaction.

    Args:
        connection: Of the store.
        instrument: Its number.
        timeframe: Of the candles.
        stamps: int64; those of no stored candle are passed over.
        revision: Number of this change of the series.
        at: When, UTC epoch seconds.
    """
    if not len(stamps):
        return
    revisions.keep(connection, instrument, timeframe.name, stamps, revision, at)
    connection.executemany(
        "DELETE FROM candle WHERE instrument_id=? AND timeframe=? AND ts=?",
        ((instrument, timeframe.name, stamp) for stamp in stamps.tolist()),
    )
    rows.rebuild_blocks(connection, instrument, timeframe, revision)
