"""The candles of an instrument by series, calendar month and origin, from the rows themselves, to be held against the hub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.hub.outgoing import source_of, symbol_and_feed
from ohlc_desktop.store.hub.relayed import TRUE_ORIGIN
from ohlc_desktop.store.series.candles import block_of

_MONTH = "strftime('%Y-%m', ts, 'unixepoch')"


@dataclass(frozen=True, slots=True)
class MonthOfSeries:
    """Candles of one origin in a calendar month (UTC, ``2026-11``) of a series; ``known`` is int8, one a candle."""

    timeframe: str
    month: str
    origin: str
    source: str
    candles: Candles
    known: NDArray[np.int8]


def months_of_series(connection: Connection, instrument: int) -> Iterator[MonthOfSeries]:
    """All candles of an instrument, a month of a series at a time."""
    feed = symbol_and_feed(connection, instrument)[1] or ""
    groups = connection.execute(
        f"SELECT timeframe, {_MONTH}, {TRUE_ORIGIN}, made_of, min(ts), max(ts) FROM candle WHERE instrument_id=? GROUP BY 1, 2, 3, 4",
        (instrument,),
    ).fetchall()
    for timeframe, month, origin, made_of, first, last in groups:
        rows = connection.execute(
            "SELECT ts, open, high, low, close, volume, known FROM candle WHERE instrument_id=? AND timeframe=?"
            f" AND ts BETWEEN ? AND ? AND {TRUE_ORIGIN}=? AND made_of IS ? ORDER BY ts",
            (instrument, timeframe, first, last, origin, made_of),
        ).fetchall()
        candles, known = block_of(row[:6] for row in rows), np.array([row[6] for row in rows], dtype=np.int8)
        yield MonthOfSeries(timeframe, month, origin, source_of(origin, made_of, feed), candles, known)
