"""Rows as the hub is told them: candles with how well each is known and where it comes from; always from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection

#: So many candle lengths are read at once.
_PART = 20_000
#: Stands for an origin that is neither the instrument's feed nor made of it.
_OTHER = 2
_ROW = np.dtype(
    [("ts", "i8"), ("open", "f8"), ("high", "f8"), ("low", "f8"), ("close", "f8"), ("volume", "i8"), ("known", "i1"),
     ("whose", "i8")]
)  # fmt: skip
_WHICH = "FROM candle WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?"
#: Python is handed numbers only: to make text of every row takes twice as long.
_READ = (
    "SELECT ts, open, high, low, close, volume, known,"
    f" CASE WHEN made_of IS NOT NULL THEN {_OTHER} WHEN origin=? THEN 0 WHEN origin='derived' THEN 1 ELSE {_OTHER} END"
    f" {_WHICH} ORDER BY ts"
)
_OTHERS = f"SELECT origin, made_of {_WHICH} AND NOT (made_of IS NULL AND origin IN (?, 'derived')) ORDER BY ts"


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
            place = (instrument, timeframe.name, first, min(end, first + _PART * timeframe.seconds))
            part = _part(connection, place, feed)
            if len(part.candles):
                yield part


def _part(connection: Connection, place: tuple[object, ...], feed: str) -> OutgoingRows:
    rows = np.fromiter(connection.execute(_READ, (feed, *place)), dtype=_ROW)
    origins = [(feed, feed), ("derived", feed)]
    if len(rows) and rows["whose"].max() == _OTHER:
        _name_others(connection, place, rows, origins, feed)
    *values, known, whose = (np.ascontiguousarray(rows[name]) for name in _ROW.names or ())
    return OutgoingRows(Candles(*values), known, whose, tuple(origins))


def _name_others(
    connection: Connection, place: tuple[object, ...], rows: NDArray[np.void], origins: list[tuple[str, str]], feed: str
) -> None:  # fmt: skip
    """Number the origins of those candles that are not as nearly all are, and add them to the list."""
    others = np.flatnonzero(rows["whose"] == _OTHER)
    found = connection.execute(_OTHERS, (*place, feed)).fetchall()
    places: dict[tuple[str, str], int] = {}
    for which, (origin, made_of) in zip(others.tolist(), found, strict=True):
        pair = origin, source_of(origin, made_of, feed)
        rows["whose"][which] = places.setdefault(pair, len(origins) + len(places))
    origins.extend(places)


def source_of(origin: str, made_of: str | None, feed: str) -> str:
    """As the column ``source`` of the view says it."""
    return (made_of or feed) if origin in ("derived", "rescaled") else origin
