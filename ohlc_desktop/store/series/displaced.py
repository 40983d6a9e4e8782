"""What candles were that went or changed without a correction by their source: another source took their place.

Whole stretches do so at once, so they are kept packed, not as rows. What a source corrected itself is in ``revisions``.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64, join_packed
from ohlc_desktop.core.timeframes import EVER
from ohlc_desktop.store.connection import Connection


def keep(
    connection: Connection, instrument: int, timeframe: str, stored: Candles, lost: Int64, revision: int, at: float
) -> None:
    """Keep what stored candles are that are about to go or to change, unless it is kept as a revision.

    Args:
        connection: Of the store.
        instrument: Its number.
        timeframe: Of the series.
        stored: Candles as they are stored now, sorted, those with the stamps of ``lost`` among them.
        lost: int64, stamps of those that go or change.
        revision: Number of this change of the series.
        at: When, UTC epoch seconds.
    """
    if not len(lost):
        return
    kept = _corrected(connection, instrument, timeframe, int(lost.min()), int(lost.max()), revision)
    rows = stored.take(np.isin(stored.ts, np.setdiff1d(lost, kept)))
    if len(rows):
        connection.execute(
            "INSERT INTO displaced VALUES (?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
            (instrument, timeframe, revision, int(rows.ts[0]), int(rows.ts[-1]), at, rows.pack()),
        )


def _corrected(connection: Connection, instrument: int, timeframe: str, first: int, last: int, revision: int) -> Int64:
    rows = connection.execute(
        "SELECT ts FROM revision WHERE instrument_id=? AND timeframe=? AND ts BETWEEN ? AND ? AND revision=? AND shown=1",
        (instrument, timeframe, first, last, revision),
    )
    return np.fromiter((ts for (ts,) in rows), dtype=np.int64)


def read(
    connection: Connection, instrument: int, timeframe: str, start: int | None, end: int | None, after: float
) -> Iterator[tuple[float, int, Candles]]:
    """What went or changed after a moment, with ``start <= ts < end``: when, by which change, and what it was; oldest first."""
    low, high = -EVER if start is None else start, EVER if end is None else end
    rows = connection.execute(
        "SELECT at, revision, data FROM displaced WHERE instrument_id=? AND timeframe=? AND first<? AND last>=? AND at>?"
        " ORDER BY revision",
        (instrument, timeframe, high, low, after),
    )
    for at, revision, data in rows:
        yield float(at), int(revision), join_packed([data]).between(low, high)
