"""Rows as the hub is told them: candles with how well each is known and where it comes from; read as the arbitration reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.sources import source_rows

#: So many candle lengths are read at once.
_PART = 20_000


@dataclass(frozen=True, slots=True)
class OutgoingRows:
    """Candles of a series.

    Attributes:
        candles: Sorted.
        known: int8, one a candle: how well it is known.
        whose: int64, one a candle: its place in ``origins``.
        origins: What the file says of where a candle comes from, and who gave it or what it is made of, joined by ``+``.
    """

    candles: Candles
    known: NDArray[np.int8]
    whose: Int64
    origins: tuple[tuple[str, str], ...]


def symbol_and_feed(connection: Connection, instrument: int) -> tuple[str, str | None]:
    """The symbol of an instrument, and the feed that gave it first; None where none has."""
    symbol, feed = connection.execute("SELECT symbol, feed FROM instrument WHERE id=?", (instrument,)).fetchone()
    return str(symbol), feed


def outgoing(
    connection: Connection, instrument: int, timeframe: Timeframe, stretches: Iterable[Interval]
) -> Iterator[OutgoingRows]:
    """The candles of a series in some stretches, in parts that fit into memory."""
    feed = symbol_and_feed(connection, instrument)[1] or ""
    for start, end in stretches:
        for first in range(start, end, _PART * timeframe.seconds):
            part = _part(connection, instrument, timeframe, first, min(end, first + _PART * timeframe.seconds), feed)
            if len(part.candles):
                yield part


def _part(
    connection: Connection, instrument: int, timeframe: Timeframe, start: int, end: int, feed: str
) -> OutgoingRows:  # fmt: skip
    place = (instrument, timeframe.name, start, end)
    counts = sorted(source_rows.origins(connection, place), key=lambda row: -row[2])
    count = sum(count for *_, count in counts)
    candles = source_rows.packed_or_rows(connection, instrument, timeframe, start, end, count)
    whose = np.zeros(len(candles), dtype=np.int64)
    for number, (origin, made_of, _) in enumerate(counts[1:], 1):
        whose[np.searchsorted(candles.ts, source_rows.stamps_of(connection, place, origin, made_of))] = number
    known = levels.read(connection, instrument, timeframe, start, end).of(candles.ts)
    origins = tuple((origin, source_of(origin, made_of, feed)) for origin, made_of, _ in counts)
    return OutgoingRows(candles, known, whose, origins)


def source_of(origin: str, made_of: str | None, feed: str) -> str:
    """As the column ``source`` of the view says it."""
    return (made_of or feed) if origin in ("derived", "rescaled") else origin
