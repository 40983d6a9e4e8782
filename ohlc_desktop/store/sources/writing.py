"""Writes what stands of a stretch of a series: rows with where they come from, levels, packed blocks, summary.

Must be called inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ohlc_desktop.core.arbitration.claims import Standing
from ohlc_desktop.core.arbitration.precedence import RESERVED, Provenance
from ohlc_desktop.core.candles import Bools, Candles, Int64, concat
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.day_sources import keeping_sources
from ohlc_desktop.store.evidence.followed import keeping_told
from ohlc_desktop.store.series import arrivals, displaced, series_summary
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.sources.source_rows import StoredRows

_DERIVED = RESERVED[0]


def write(
    connection: Connection, number: int, timeframe: Timeframe, window: Interval, stored: StoredRows, stands: Standing,
    feed: str | None, revision: int, now: float,
) -> rows.Change:  # fmt: skip
    """Let what stands be stored in a window; what was stored there and does not stand goes.

    What candles were is kept, where nobody who corrected a source's own row has kept it.

    Args:
        connection: Of the store.
        number: The instrument's.
        timeframe: Of the series.
        window: Where.
        stored: All that is stored there.
        stands: All that is to be.
        feed: Derived candles that are made of this feed alone need not say so.
        revision: Number of this change of the series.
        now: UTC epoch seconds.
    """
    fresh, changed = rows.difference(stored.candles, stands.candles)
    gone = np.setdiff1d(stored.candles.ts, stands.candles.ts, assume_unique=True)
    todo = fresh | changed
    lost = np.concatenate((gone, stands.candles.ts[changed]))
    displaced.keep(connection, number, timeframe.name, stored.candles, lost, revision, now)
    arrivals.note(connection, number, timeframe.name, stands.candles.ts[fresh], stands.candles.ts, now)
    with (
        keeping_sources(connection, number, timeframe, window, now),
        keeping_told(connection, number, timeframe.name, now),
    ):
        for place, origin, made_of in _origins(stands, feed):
            part = stands.candles.take(todo & (stands.whose == place))
            rows.upsert(connection, number, timeframe.name, part, origin, made_of)
        renamed = _rename(connection, number, timeframe, stored, stands, feed, ~todo)
        _remove(connection, number, timeframe, gone)
    _level(connection, number, timeframe, stored, stands)
    _pack(
        connection, number, timeframe, window, stands.candles, np.concatenate((stands.candles.ts[todo], gone)), revision
    )
    change = rows.Change(int(fresh.sum()), int(changed.sum()))
    _sum_up(connection, number, timeframe, stands.candles.ts[todo], gone, change, revision, renamed)
    return change


def _origins(stands: Standing, feed: str | None) -> Iterator[tuple[int, str, str | None]]:
    """The place of each provenance with what the file has for it."""
    for place, provenance in enumerate(stands.provenances):
        yield place, *_stored_as(provenance, feed)


def _stored_as(provenance: Provenance, feed: str | None) -> tuple[str, str | None]:
    if not provenance.made:
        return provenance.text, None
    return _DERIVED, None if provenance.sources == (feed,) else provenance.text


def _rename(
    connection: Connection, number: int, timeframe: Timeframe, stored: StoredRows, stands: Standing, feed: str | None,
    stays: Bools,
) -> int:  # fmt: skip
    """Name where candles come from whose values stay; how many."""
    kept = stands.candles.ts[stays]
    place = np.searchsorted(stored.candles.ts, kept)
    were = [stored.provenances[which] for which in stored.whose[place].tolist()]
    are = [stands.provenances[which] for which in stands.whose[stays].tolist()]
    scaled = set(stored.rescaled.tolist())
    news = [
        (*_stored_as(new, feed), number, timeframe.name, ts)
        for ts, old, new in zip(kept.tolist(), were, are, strict=True)
        if new != old and ts not in scaled
    ]
    connection.executemany("UPDATE candle SET origin=?, made_of=? WHERE instrument_id=? AND timeframe=? AND ts=?", news)
    return len(news)


def _remove(connection: Connection, number: int, timeframe: Timeframe, stamps: Int64) -> None:
    connection.executemany(
        "DELETE FROM candle WHERE instrument_id=? AND timeframe=? AND ts=?",
        [(number, timeframe.name, ts) for ts in stamps.tolist()],
    )


def _level(connection: Connection, number: int, timeframe: Timeframe, stored: StoredRows, stands: Standing) -> None:
    """Say how well the candles are known, where that is not what the file says."""
    before = np.ones(len(stands.candles), dtype=np.int8)  # what a new row has
    _, mine, theirs = np.intersect1d(stands.candles.ts, stored.candles.ts, assume_unique=True, return_indices=True)
    before[mine] = stored.known[theirs]
    other = before != stands.known
    connection.executemany(
        "UPDATE candle SET known=? WHERE instrument_id=? AND timeframe=? AND ts=?",
        [
            (known, number, timeframe.name, ts)
            for ts, known in zip(stands.candles.ts[other].tolist(), stands.known[other].tolist(), strict=True)
        ],
    )


def _pack(
    connection: Connection, number: int, timeframe: Timeframe, window: Interval, candles: Candles, touched: Int64,
    revision: int,
) -> None:  # fmt: skip
    """Make the packed blocks anew in which something was written; ``candles`` are all rows in the window."""
    if not len(touched):
        return
    span = rows.chunk_seconds(timeframe)
    chunks = np.unique(touched // span)
    low, high = int(chunks[0]) * span, (int(chunks[-1]) + 1) * span
    before = rows.read_rows(connection, number, timeframe, low, min(window.start, high))
    after = rows.read_rows(connection, number, timeframe, max(window.end, low), high)
    merged = concat((before, candles.between(low, high), after))
    filled = np.isin(chunks, merged.ts // span)
    rows.write_blocks(connection, number, timeframe, merged, chunks[filled], revision)
    connection.executemany(
        "DELETE FROM block WHERE instrument_id=? AND timeframe=? AND chunk=?",
        [(number, timeframe.name, chunk) for chunk in chunks[~filled].tolist()],
    )


def _sum_up(
    connection: Connection, number: int, timeframe: Timeframe, written: Int64, gone: Int64, change: rows.Change,
    revision: int, renamed: int,
) -> None:  # fmt: skip
    if len(gone):
        series_summary.recount(connection, number, timeframe.name, revision)
    elif len(written):
        first, last = int(written.min()), int(written.max())
        series_summary.note_change(connection, number, timeframe.name, change, revision, first, last)
    elif renamed:
        told = rows.Change(0, renamed)  # charts that hold the series look again
        series_summary.note_change(connection, number, timeframe.name, told, revision, None, None)
