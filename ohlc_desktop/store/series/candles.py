"""Candles in and out of the file: bulk upsert of what changed, packed blocks beside the rows, fast reads.

The rows are the truth. A block holds the packed columns of the rows of one stretch of time
(``CHUNK_CANDLES`` candle lengths), written in the same transaction, so that a chart opens without touching
rows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import DTypeLike

from ohlc_desktop.core.candles import ROW_BYTES, Bools, Candles, Int64, empty, join_packed, make, merge
from ohlc_desktop.core.planning.coverage import Interval, union
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import arrivals, revisions
from ohlc_desktop.store.series.block_sums import SUMS, adds_up

CHUNK_CANDLES = 4096
#: Rows of one INSERT: more cost more to parse than they save.
_BATCH = 150
#: One stored row.
_ROW = np.dtype([("ts", "i8"), ("open", "f8"), ("high", "f8"), ("low", "f8"), ("close", "f8"), ("volume", "i8")])
#: The origin of what a feed gave and a split brought to another scale: no feed has said it so.
RESCALED = "rescaled"
_UPSERT = (
    " ON CONFLICT(instrument_id, timeframe, ts) DO UPDATE SET open=excluded.open, high=excluded.high,"
    " low=excluded.low, close=excluded.close, volume=excluded.volume, origin=excluded.origin, made_of=excluded.made_of"
)


@dataclass(frozen=True, slots=True)
class Change:
    """What writing a block of candles did: rows added, rows whose values were corrected."""

    added: int
    revised: int


def chunk_seconds(timeframe: Timeframe) -> int:
    """Length of the stretch of time that one block covers."""
    return timeframe.seconds * CHUNK_CANDLES


def chunks_of(candles: Candles, timeframe: Timeframe) -> Int64:
    """int64 numbers of the stretches of time in which some sorted candles are, each once."""
    each = candles.ts // chunk_seconds(timeframe)
    begins = np.flatnonzero(np.diff(each, prepend=each[:1] - 1))  # np.unique does not know them sorted: thrice the time
    return each[begins]


def write(
    connection: Connection, instrument: int, timeframe: Timeframe, candles: Candles, origin: str,
    revision: int, at: float = 0.0,
) -> Change:  # fmt: skip
    """Store sorted candles: add new ones, correct changed ones, leave everything else alone.

    Nothing is ever removed, and what a corrected candle was before is kept. Must run inside a transaction.

    Args:
        connection: Of the store.
        instrument: Its number.
        timeframe: Of the candles.
        candles: Sorted, without repeats.
        origin: The feed's name, or ``derived``.
        revision: Number of this change of the series, kept with the blocks.
        at: When the answer came that brought them, UTC epoch seconds; kept with what is added and with what is replaced.
    """
    if not len(candles):
        return Change(0, 0)
    span = chunk_seconds(timeframe)
    low, high = int(candles.ts[0]) // span * span, (int(candles.ts[-1]) // span + 1) * span
    stored = read_rows(connection, instrument, timeframe, low, high)
    fresh, changed = difference(stored, candles)
    todo = candles.take(fresh | changed)
    if not len(todo):
        return Change(0, 0)
    if changed.any():
        revisions.keep(connection, instrument, timeframe.name, candles.ts[changed], revision, at)
    upsert(connection, instrument, timeframe.name, todo, origin)
    merged = merge(stored, todo) if len(stored) else todo
    arrivals.note(connection, instrument, timeframe.name, candles.ts[fresh], merged.ts, at)
    write_blocks(connection, instrument, timeframe, merged, chunks_of(todo, timeframe), revision)
    return Change(int(fresh.sum()), int(changed.sum()))


def without_given(connection: Connection, instrument: int, timeframe: Timeframe, candles: Candles) -> Candles:
    """The candles less those that are stored as a feed gave them."""
    if not len(candles):
        return candles
    rows = connection.execute(
        "SELECT ts FROM candle WHERE instrument_id=? AND timeframe=? AND ts BETWEEN ? AND ?"
        " AND origin NOT IN ('derived', ?)",
        (instrument, timeframe.name, int(candles.ts[0]), int(candles.ts[-1]), RESCALED),
    )
    taken = np.fromiter((row[0] for row in rows), dtype=np.int64)
    return candles.take(~np.isin(candles.ts, taken, assume_unique=True))


def read_rows(
    connection: Connection, instrument: int, timeframe: Timeframe, start: int, end: int, given: bool = False
) -> Candles:
    """The stored rows with ``start <= ts < end``, sorted; from the rows themselves.

    With ``given`` only those that a feed gave, not those that were derived.
    """
    cursor = connection.execute(
        "SELECT ts, open, high, low, close, volume FROM candle"
        " WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? AND origin NOT IN (?, ?) ORDER BY ts",
        (instrument, timeframe.name, start, end, *(("derived", RESCALED) if given else ("", ""))),
    )
    return block_of(cursor)


def origin_of(connection: Connection, instrument: int, timeframe: Timeframe, ts: int) -> str:
    """Where the stored row with a stamp comes from: a feed's name, ``derived`` or ``rescaled``; empty where there is none."""
    row = connection.execute(
        "SELECT origin FROM candle WHERE instrument_id=? AND timeframe=? AND ts=?", (instrument, timeframe.name, ts)
    ).fetchone()
    return str(row[0]) if row is not None else ""


def block_of(rows: Iterable[tuple[float, ...]]) -> Candles:
    """The candles of sorted rows: stamp, prices and volume."""
    found = np.fromiter(rows, dtype=_ROW)
    return Candles(*(np.ascontiguousarray(found[name]) for name in _ROW.names or ()))


def read_last(
    connection: Connection, instrument: int, timeframe: Timeframe, stretches: Iterable[tuple[int, int]], given: bool = False
) -> Candles:  # fmt: skip
    """The last two stored rows of each of some sorted, disjoint stretches of stamps, sorted; ``given`` as above."""
    found: list[tuple[float, ...]] = []
    for start, end in stretches:
        cursor = connection.execute(
            "SELECT ts, open, high, low, close, volume FROM candle"
            " WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? AND origin<>? ORDER BY ts DESC LIMIT 2",
            (instrument, timeframe.name, start, end, "derived" if given else ""),
        )
        found.extend(reversed(cursor.fetchall()))
    return make(*zip(*found, strict=True)) if found else empty()


def read_series(
    connection: Connection, instrument: int, timeframe: Timeframe,
    start: int | None = None, end: int | None = None, prices: DTypeLike = np.float64,
) -> Candles:  # fmt: skip
    """The candles of a series with ``start <= ts < end``, sorted, through the packed blocks.

    ``prices`` is the type of the price columns.
    """
    span = chunk_seconds(timeframe)
    first = start // span if start is not None else -EVER
    last = (end - 1) // span if end is not None else EVER
    candles = _read_blocks(connection, instrument, timeframe.name, first, last, prices)
    if start is None and end is None:
        return candles
    return candles.between(start if start is not None else -EVER, end if end is not None else EVER)


def _read_blocks(
    connection: Connection, instrument: int, timeframe: str, first: int, last: int, prices: DTypeLike
) -> Candles:
    """The candles of these chunks. One statement counts and reads them, so that both are of one moment."""
    which = "FROM block WHERE instrument_id=?1 AND timeframe=?2 AND chunk BETWEEN ?3 AND ?4"
    blocks = connection.execute(
        f"SELECT data, (SELECT sum(length(data)) {which}) {which} ORDER BY chunk", (instrument, timeframe, first, last)
    )
    head = blocks.fetchone()
    if head is None:
        return join_packed((), prices)
    return join_packed(chain([head[0]], (row[0] for row in blocks)), prices, head[1] // ROW_BYTES)


def read_newest(
    connection: Connection, instrument: int, timeframe: Timeframe, count: int, prices: DTypeLike = np.float64
) -> Candles:
    """The newest ``count`` candles of a series, sorted, through the packed blocks.

    ``prices`` is the type of the price columns.
    """
    blocks = connection.execute(
        "SELECT data FROM block WHERE instrument_id=? AND timeframe=? ORDER BY chunk DESC", (instrument, timeframe.name)
    )
    parts: list[bytes] = []
    held = 0
    for (data,) in blocks:
        parts.append(data)
        held += len(data) // ROW_BYTES
        if held >= count:
            break
    newest = join_packed(reversed(parts), prices)
    return newest.take(slice(max(len(newest) - count, 0), None))


def changed_since(
    connection: Connection, instrument: int, timeframe: Timeframe, revision: int
) -> list[Interval]:  # fmt: skip
    """The stretches whose packed blocks were written after a revision of the series, sorted, touching ones joined.

    Blocks that are gone are not noticed: compare :func:`packed_count` with what is held.
    """
    chunks = connection.execute(
        "SELECT chunk FROM block WHERE instrument_id=? AND timeframe=? AND revision>?",
        (instrument, timeframe.name, revision),
    )
    span = chunk_seconds(timeframe)
    return union((chunk * span, (chunk + 1) * span) for (chunk,) in chunks)


def derived_spans(connection: Connection, instrument: int, timeframe: Timeframe, start: int) -> Iterator[Interval]:
    """Stretches since ``start`` whose stored candles were all made from a finer timeframe, in order; from the rows.

    SQLite looks for the ends: a series has few of them, and handing over every stamp takes ten times as long.
    """
    which = "FROM candle WHERE instrument_id=? AND timeframe=? AND ts>=? AND origin"
    while True:
        bounds = []
        for origin in ("='derived'", "<>'derived'"):
            row = connection.execute(
                f"SELECT ts {which}{origin} ORDER BY ts LIMIT 1", (instrument, timeframe.name, start)
            )
            start = (row.fetchone() or (EVER,))[0]
            bounds.append(start)
        if bounds[0] == EVER:
            return
        yield Interval(*bounds)


def rebuild_blocks(connection: Connection, instrument: int, timeframe: Timeframe, revision: int) -> None:
    """Make all blocks of a series anew from its rows. Must run inside a transaction."""
    connection.execute("DELETE FROM block WHERE instrument_id=? AND timeframe=?", (instrument, timeframe.name))
    rows = read_rows(connection, instrument, timeframe, -EVER, EVER)
    if len(rows):
        write_blocks(connection, instrument, timeframe, rows, chunks_of(rows, timeframe), revision)


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
    rebuild_blocks(connection, instrument, timeframe, revision)


def held_since(connection: Connection, instrument: int, timeframe: Timeframe, start: int) -> tuple[int, int]:
    """Candles since the chunk of ``start``: rows, and in the packed blocks; equal unless another program wrote."""
    chunk = start // chunk_seconds(timeframe)
    row = connection.execute(
        "SELECT (SELECT count(*) FROM candle WHERE instrument_id=?1 AND timeframe=?2 AND ts>=?3),"
        " (SELECT coalesce(sum(length(data)), 0) FROM block WHERE instrument_id=?1 AND timeframe=?2 AND chunk>=?4)",
        (instrument, timeframe.name, chunk * chunk_seconds(timeframe), chunk),
    ).fetchone()
    return int(row[0]), int(row[1]) // ROW_BYTES


def packed_count(connection: Connection, instrument: int, timeframe: Timeframe) -> int:
    """Candles in all packed blocks of a series; reads their lengths only."""
    row = connection.execute(
        "SELECT coalesce(sum(length(data)), 0) FROM block WHERE instrument_id=? AND timeframe=?",
        (instrument, timeframe.name),
    ).fetchone()
    return int(row[0]) // ROW_BYTES


def blocks_agree(connection: Connection, instrument: int, timeframe: Timeframe) -> bool:
    """Whether the packed blocks hold exactly the rows."""
    rows = read_rows(connection, instrument, timeframe, -EVER, EVER)
    try:
        packed = read_series(connection, instrument, timeframe)
    except ValueError:
        return False
    return all(np.array_equal(a, b) for a, b in zip(rows.columns, packed.columns, strict=True))


def blocks_add_up(connection: Connection, instrument: int, timeframe: Timeframe) -> bool:
    """Whether the packed blocks have the sums of the rows, block by block.

    True means that they agree as surely as a checksum tells it (``block_sums``). False means that :func:`blocks_agree`
    must tell. This takes a third of that one's time.
    """
    span, series = chunk_seconds(timeframe), (instrument, timeframe.name)
    which = "SELECT chunk FROM block WHERE instrument_id=? AND timeframe=? ORDER BY chunk"
    chunks = [chunk for (chunk,) in connection.execute(which, series)] or [0]
    bounds = [-EVER, *(chunk * span for chunk in chunks[1:]), EVER]  # rows outside the blocks must not be missed
    return all(
        _adds_up(connection, series, chunk, stretch, (chunk - 1) * span)
        for chunk, stretch in zip(chunks, pairwise(bounds), strict=True)
    )


def _adds_up(
    connection: Connection, series: tuple[int, str], chunk: int, stretch: tuple[int, int], since: int
) -> bool:  # fmt: skip
    try:
        held = _read_blocks(connection, *series, chunk, chunk, np.float64)
    except ValueError:
        return False
    sums = connection.execute(
        f"SELECT {SUMS} FROM candle"
        " WHERE instrument_id=:instrument AND timeframe=:timeframe AND ts>=:start AND ts<:end",
        dict(zip(("instrument", "timeframe", "start", "end", "since"), (*series, *stretch, since), strict=True)),
    ).fetchone()
    return adds_up(held, since, sums)


def difference(stored: Candles, candles: Candles) -> tuple[Bools, Bools]:
    """Masks over ``candles``, both sorted: not stored yet; stored with other values."""
    if not len(stored):
        return np.ones(len(candles), dtype=np.bool_), np.zeros(len(candles), dtype=np.bool_)
    there = stored.take(np.minimum(np.searchsorted(stored.ts, candles.ts), len(stored) - 1))
    known = there.ts == candles.ts
    same = [old == new for old, new in zip(there.columns, candles.columns, strict=True)]
    return ~known, known & ~np.logical_and.reduce(same)


def upsert(
    connection: Connection, instrument: int, timeframe: str, candles: Candles, origin: str, made_of: str | None = None
) -> None:
    """Put rows in, or in the place of those with the same stamps; blocks and summary are left to the caller.

    ``made_of`` are the sources of derived candles; None for the instrument's feed. Many rows a statement: binding, not
    SQLite, is what costs.
    """
    made = "NULL" if made_of is None else f"'{made_of}'"
    row = f"({instrument:d},'{timeframe}',?,?,?,?,?,?,'{origin}',{made})"
    whole = len(candles) // _BATCH * _BATCH
    for count, part in ((_BATCH, candles.take(slice(0, whole))), (1, candles.take(slice(whole, None)))):
        if len(part):  # SQLite would parse the long statement all the same
            connection.executemany(_insert(row, count), _row_by_row(part, count))


def _row_by_row(candles: Candles, count: int) -> Iterator[tuple[float, ...]]:
    """All values as Python's numbers, ``count`` rows in each tuple, one row after the other."""
    rows = np.empty(len(candles), dtype=_ROW)
    for name, column in zip(_ROW.names or (), candles.columns, strict=True):
        rows[name] = column
    return struct.iter_unpack("=" + "qddddq" * count, rows.data)


def _insert(row: str, count: int) -> str:
    """An upsert of so many rows. Numbered parameters would make SQLite's parser quadratic."""
    into = "INSERT INTO candle(instrument_id, timeframe, ts, open, high, low, close, volume, origin, made_of) VALUES "
    return into + ",".join([row] * count) + _UPSERT


def write_blocks(
    connection: Connection, instrument: int, timeframe: Timeframe, merged: Candles, chunks: Int64, revision: int
) -> None:
    """Pack the named chunks; ``merged`` holds all their rows, at least one of each."""
    connection.executemany(
        "INSERT INTO block VALUES (?,?,?,?,?) ON CONFLICT(instrument_id, timeframe, chunk)"
        " DO UPDATE SET revision=excluded.revision, data=excluded.data",
        _packed(instrument, timeframe, merged, chunks, revision),
    )


def _packed(
    instrument: int, timeframe: Timeframe, merged: Candles, chunks: np.ndarray, revision: int
) -> Iterator[tuple[int, str, int, int, bytes]]:
    span = chunk_seconds(timeframe)
    for chunk in chunks.tolist():
        rows = merged.between(chunk * span, (chunk + 1) * span)
        yield instrument, timeframe.name, chunk, revision, rows.pack()
