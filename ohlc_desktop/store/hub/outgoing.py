"""Rows as the hub is told them: candles with how well each is known and where it comes from; always from the rows themselves.

Rows of several series are read with one statement, for most series have few that changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.hub.relayed import TRUE_ORIGIN

#: So many candles are read at once, about, of so many stretches at most.
_PART, _STRETCHES = 20_000, 64
#: Stands for an origin that is neither the instrument's feed nor made of it.
_OTHER = 2
_ROW = np.dtype([("open", "f8"), ("high", "f8"), ("low", "f8"), ("close", "f8"), ("volume", "i8"), ("rest", "i8")])
#: Of each stretch; ?1 is the instrument and ?2 its feed. Python is handed six numbers a row, the last of which holds
#: four: each text would take half as long as all the rest, and each number a tenth.
_WHICH = "FROM candle WHERE instrument_id=?1 AND timeframe=?{} AND ts>=?{} AND ts<?{}"
_READ = (
    "SELECT open, high, low, close, volume, ts * 65536 + ?{} * 64 + known * 4 +"
    f" CASE WHEN made_of IS NOT NULL THEN {_OTHER} WHEN origin=?2 THEN 0 WHEN origin='derived' THEN 1 ELSE {_OTHER} END {_WHICH}"
)
_OTHERS = f"SELECT ?{{}}, ts, {TRUE_ORIGIN}, made_of {_WHICH} AND NOT (made_of IS NULL AND origin IN (?2, 'derived'))"


@dataclass(frozen=True, slots=True)
class OutgoingRows:
    """Candles of some series of an instrument.

    Attributes:
        series: int64, one a candle: the place of its series among those that were asked for.
        candles: In no order.
        known: int8, one a candle: how well it is known.
        whose: int64, one a candle: its place in ``origins``.
        origins: What the file says of where a candle comes from, and who gave it or what it is made of, joined by ``+``. One
            that came over a hub comes from whoever gave it there.
    """

    series: Int64
    candles: Candles
    known: NDArray[np.int8]
    whose: Int64
    origins: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of stamps of a series, by its place."""

    place: int
    timeframe: str
    start: int
    end: int


def symbol_and_feed(connection: Connection, instrument: int) -> tuple[str, str | None]:
    """The symbol of an instrument, and the feed that gave it first; None where none has."""
    symbol, feed = connection.execute("SELECT symbol, feed FROM instrument WHERE id=?", (instrument,)).fetchone()
    return str(symbol), feed


def outgoing(
    connection: Connection, instrument: int, wanted: Sequence[tuple[Timeframe, Iterable[Interval]]]
) -> Iterator[OutgoingRows]:
    """The candles of some series in some stretches of each, in parts that fit into memory."""
    feed = symbol_and_feed(connection, instrument)[1] or ""
    for pieces in _parts(wanted):
        rows = np.fromiter(_execute(connection, _READ, instrument, feed, pieces), dtype=_ROW)
        if not len(rows):
            continue
        *values, rest = (np.ascontiguousarray(rows[name]) for name in _ROW.names or ())
        ts, series, known, whose = rest >> 16, rest >> 6 & 1023, (rest >> 2 & 15).astype(np.int8), rest & 3
        origins = [(feed, feed), ("derived", feed)]
        if whose.max() == _OTHER:
            others = _execute(connection, _OTHERS, instrument, feed, pieces)
            _name_others(others, series, ts, whose, origins, feed)
        yield OutgoingRows(series, Candles(ts, *values), known, whose, tuple(origins))


def _parts(wanted: Sequence[tuple[Timeframe, Iterable[Interval]]]) -> Iterator[list[_Piece]]:
    """The stretches in pieces of some candles, as many together as are read at once."""
    pieces: list[_Piece] = []
    size = 0
    for place, (timeframe, stretches) in enumerate(wanted):
        longest = _PART * timeframe.seconds
        cut = (
            (first, min(until, first + longest)) for begin, until in stretches for first in range(begin, until, longest)
        )
        for start, end in cut:
            if pieces and (size >= _PART or len(pieces) == _STRETCHES):
                yield pieces
                pieces, size = [], 0
            pieces.append(_Piece(place, timeframe.name, start, end))
            size += (end - start) // timeframe.seconds
    if pieces:
        yield pieces


def _execute(
    connection: Connection, statement: str, instrument: int, feed: str, pieces: Sequence[_Piece]
) -> Iterator[tuple[Any, ...]]:
    """One statement for all pieces, whose first two parameters are the instrument and its feed."""
    values = [value for each in pieces for value in (each.place, each.timeframe, each.start, each.end)]
    arms = (statement.format(*range(first, first + 4)) for first in range(3, 3 + len(values), 4))
    return iter(connection.execute(" UNION ALL ".join(arms), (instrument, feed, *values)))


def _name_others(
    found: Iterable[tuple[Any, ...]], series: Int64, ts: Int64, whose: Int64, origins: list[tuple[str, str]], feed: str
) -> None:  # fmt: skip
    """Number the origins of those candles that are not as nearly all are, and add them to the list."""
    pairs = {(place, stamp): (origin, source_of(origin, made_of, feed)) for place, stamp, origin, made_of in found}
    places = {pair: len(origins) + which for which, pair in enumerate(dict.fromkeys(pairs.values()))}
    for which in np.flatnonzero(whose == _OTHER).tolist():
        whose[which] = places[pairs[int(series[which]), int(ts[which])]]
    origins.extend(places)


def source_of(origin: str, made_of: str | None, feed: str) -> str:
    """As the column ``source`` of the view says it."""
    return (made_of or feed) if origin in ("derived", "rescaled") else origin
