"""Rows as the hub is told them: candles with how well each is known and where it comes from; always from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64, make
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.store.connection import Connection

#: So many rows are read at once.
_PART = 30_000


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
    connection: Connection, instrument: int, timeframe: str, stretches: Sequence[Interval]
) -> Iterator[OutgoingRows]:
    """The candles of a series in some stretches, in parts that fit into memory."""
    feed = symbol_and_feed(connection, instrument)[1] or ""
    for start, end in stretches:
        rows = connection.execute(
            "SELECT ts, open, high, low, close, volume, known, origin, made_of FROM candle"
            " WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? ORDER BY ts",
            (instrument, timeframe, start, end),
        )
        while part := rows.fetchmany(_PART):
            yield _as_columns(part, feed)


def _as_columns(part: list[tuple[Any, ...]], feed: str) -> OutgoingRows:
    *values, known, origin, made_of = zip(*part, strict=True)
    pairs = list(zip(origin, made_of, strict=True))
    places = {pair: place for place, pair in enumerate(dict.fromkeys(pairs))}
    whose = np.fromiter(map(places.__getitem__, pairs), dtype=np.int64, count=len(pairs))
    origins = tuple((origin, _source(origin, made_of, feed)) for origin, made_of in places)
    return OutgoingRows(make(*values), np.array(known, dtype=np.int8), whose, origins)


def _source(origin: str, made_of: str | None, feed: str) -> str:
    """As the column ``source`` of the view says it."""
    return (made_of or feed) if origin in ("derived", "rescaled") else origin
