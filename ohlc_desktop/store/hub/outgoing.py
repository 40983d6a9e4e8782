"""Rows as the hub is told them: candles with how well each is known and where it comes from.

Rows of several series are read with one statement, for most series have few that changed. Of a long stretch whose rows are all
known equally well and come from the same place the values are taken from the packed blocks, after SQLite has added up the rows
and found the same sums: that takes a quarter of the time.
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
from ohlc_desktop.store.series.block_sums import SUMS, adds_up
from ohlc_desktop.store.series.candles import read_series

#: So many candles are read at once, about, of so many stretches at most.
_PART, _STRETCHES = 20_000, 64
#: So many candles of a series are read together: of more the sums would not tell that two neighbours were exchanged.
_TOGETHER = 4096
#: Of fewer candles the rows are read: a block that is unpacked for them holds thousands.
_LONG = 200
#: Stands for an origin that is neither the instrument's feed nor made of it.
_OTHER = 2
_ROW = np.dtype([("open", "f8"), ("high", "f8"), ("low", "f8"), ("close", "f8"), ("volume", "i8"), ("rest", "i8")])
#: Of each stretch; ?1 is the instrument and ?2 its feed. Python is handed six numbers a row, the last of which holds
#: four: each text would take half as long as all the rest, and each number a tenth.
_WHICH = "FROM candle WHERE instrument_id=?1 AND timeframe=?{} AND ts>=?{} AND ts<?{}"
_WHOSE = "CASE WHEN made_of IS NOT NULL THEN {} WHEN origin={} THEN 0 WHEN origin='derived' THEN 1 ELSE {} END"
_READ = (
    "SELECT open, high, low, close, volume, ts * 65536 + ?{} * 64 + known * 4 +"
    f" {_WHOSE.format(_OTHER, '?2', _OTHER)} {_WHICH}"
)
#: How well the rows of a stretch are known and whose they are, at least and at most, and their sums.
_ALIKE = (
    f"SELECT min(known), max(known), min({{0}}), max({{0}}), {SUMS} FROM candle"
    " WHERE instrument_id=:instrument AND timeframe=:timeframe AND ts>=:start AND ts<:end"
).format(_WHOSE.format(_OTHER, ":feed", _OTHER))
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
    timeframe: Timeframe
    start: int
    end: int

    @property
    def size(self) -> int:
        """At most so many candles."""
        return (self.end - self.start) // self.timeframe.seconds


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
        alike = {piece: found for piece in pieces if (found := _alike(connection, instrument, feed, piece)) is not None}
        yield from alike.values()
        if len(alike) < len(pieces):
            yield from _rows(connection, instrument, feed, [piece for piece in pieces if piece not in alike])


def _rows(connection: Connection, instrument: int, feed: str, pieces: Sequence[_Piece]) -> Iterator[OutgoingRows]:
    """The candles of some pieces from the rows; nothing where there are none."""
    rows = np.fromiter(_execute(connection, _READ, instrument, feed, pieces), dtype=_ROW)
    if not len(rows):
        return
    *values, rest = (np.ascontiguousarray(rows[name]) for name in _ROW.names or ())
    ts, series, known, whose = rest >> 16, rest >> 6 & 1023, (rest >> 2 & 15).astype(np.int8), rest & 3
    origins = _usual(feed)
    if whose.max() == _OTHER:
        others = _execute(connection, _OTHERS, instrument, feed, pieces)
        _name_others(others, series, ts, whose, origins, feed)
    yield OutgoingRows(series, Candles(ts, *values), known, whose, tuple(origins))


def _alike(connection: Connection, instrument: int, feed: str, piece: _Piece) -> OutgoingRows | None:
    """The candles of a long piece from the packed blocks; None where they are not all alike, or these have others."""
    if piece.size < _LONG:
        return None
    since = 2 * piece.start - piece.end
    names = ("instrument", "feed", "timeframe", "start", "end", "since")
    values = (instrument, feed, piece.timeframe.name, piece.start, piece.end, since)
    least, most, whose, last, *sums = connection.execute(_ALIKE, dict(zip(names, values, strict=True))).fetchone()
    if (least, whose) != (most, last) or whose in (None, _OTHER):
        return None
    try:
        candles = read_series(connection, instrument, piece.timeframe, piece.start, piece.end)
    except ValueError:
        return None
    if not adds_up(candles, since, sums):
        return None
    count = len(candles)
    known = np.full(count, least, dtype=np.int8)
    return OutgoingRows(np.full(count, piece.place), candles, known, np.full(count, whose), tuple(_usual(feed)))


def _usual(feed: str) -> list[tuple[str, str]]:
    """The origins of nearly all candles: given by the feed, and made of its."""
    return [(feed, feed), ("derived", feed)]


def _parts(wanted: Sequence[tuple[Timeframe, Iterable[Interval]]]) -> Iterator[list[_Piece]]:
    """The stretches in pieces of some candles, as many together as are read at once."""
    pieces: list[_Piece] = []
    size = 0
    for place, (timeframe, stretches) in enumerate(wanted):
        longest = _TOGETHER * timeframe.seconds
        cut = (
            (first, min(until, first + longest)) for begin, until in stretches for first in range(begin, until, longest)
        )
        for start, end in cut:
            if pieces and (size >= _PART or len(pieces) == _STRETCHES):
                yield pieces
                pieces, size = [], 0
            pieces.append(_Piece(place, timeframe, start, end))
            size += pieces[-1].size
    if pieces:
        yield pieces


def _execute(
    connection: Connection, statement: str, instrument: int, feed: str, pieces: Sequence[_Piece]
) -> Iterator[tuple[Any, ...]]:
    """One statement for all pieces, whose first two parameters are the instrument and its feed."""
    values = [value for each in pieces for value in (each.place, each.timeframe.name, each.start, each.end)]
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
