"""Sums up what the hub holds, per series, month and origin, from the rows themselves, so that it can be held against the archive.

A sum is SHA-256 of the rows in order: stamp (microseconds since 2000-01-01 UTC), open, high, low, close, volume and how well
the candle is known, big-endian, as PostgreSQL sends them. The archive computes the same of its own rows.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.hub import wire
from ohlc_desktop.hub.connection import open_archive, watched

_NEVER = threading.Event()
#: Seconds that a server may take to sum up one instrument.
_LONGEST = 600.0
_SUMS = """
SELECT s.timeframe, to_char(c.ts AT TIME ZONE 'UTC', 'YYYY-MM') AS month, o.origin, o.source, count(*),
    encode(sha256(string_agg(timestamptz_send(c.ts) || float8send(c.open) || float8send(c.high) || float8send(c.low)
        || float8send(c.close) || int8send(c.volume) || int2send(c.known), ''::bytea ORDER BY c.ts)), 'hex')
FROM ohlc.candle AS c JOIN ohlc.series AS s ON s.id = c.series_id JOIN ohlc.origin AS o ON o.id = c.origin_id
WHERE s.instrument_id = %s GROUP BY 1, 2, 3, 4
"""
_SUMMED = np.dtype(
    [("ts", ">i8"), *((name, ">f8") for name in ("open", "high", "low", "close")), ("volume", ">i8"), ("known", ">i2")]
)


@dataclass(frozen=True, slots=True)
class SumKey:
    """What is summed up: the candles of one origin in a calendar month (UTC, ``2026-11``) of a series."""

    symbol: str
    timeframe: str
    month: str
    origin: str
    source: str


@dataclass(frozen=True, slots=True)
class CandleSum:
    """How many candles there are, and their sum."""

    count: int
    digest: str


def sum_of(candles: Candles, known: NDArray[np.int8]) -> CandleSum:
    """The sum of sorted candles, as the hub computes it."""
    records = np.empty(len(candles), _SUMMED)
    wire.fill(records, candles)
    records["known"] = known
    return CandleSum(len(candles), hashlib.sha256(records.tobytes()).hexdigest())


def hub_sums(url: str, cancel: threading.Event = _NEVER) -> Iterator[tuple[str, dict[SumKey, CandleSum]]]:
    """What the hub holds, by symbol in order.

    Raises:
        HubError: as it says.
        Cancelled: ``cancel`` was set.
    """
    with closing(open_archive(url, cancel)) as connection:
        with watched(connection, url, cancel):
            instruments = connection.execute("SELECT id, symbol FROM ohlc.instrument ORDER BY symbol").fetchall()
        for number, symbol in instruments:
            if cancel.is_set():
                raise Cancelled
            with watched(connection, url, cancel, _LONGEST):
                rows = connection.execute(_SUMS, (number,)).fetchall()
            yield symbol, {SumKey(symbol, *row[:4]): CandleSum(*row[4:]) for row in rows}
