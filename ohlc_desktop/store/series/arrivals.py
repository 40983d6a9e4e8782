"""When the candles of a series came, kept as stretches, so that what was known at a moment can be told.

Candles that one answer added and between which nothing was stored are one row. A candle that was stored later, into a
gap of such a stretch, has a row of its own, so the newest row that has a stamp says when its candle came. What an archive
held when it began to keep this came then or at any time before (``earlier``).

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The stretches of a series that came, by the moment at which they did.

    Attributes:
        at: float64, UTC epoch seconds, ascending.
        first: int64, stamp of the first candle of each.
        last: int64, of the last.
        since: From when on it is known when candles came, UTC epoch seconds; None where it always was.
    """

    at: Float64
    first: Int64
    last: Int64
    since: float | None = None

    def between(self, after: float, until: float) -> Arrivals:
        """Those with ``after < at <= until``."""
        part = slice(*np.searchsorted(self.at, (after, until), side="right"))
        return Arrivals(self.at[part], self.first[part], self.last[part], self.since)

    def have(self, ts: Int64) -> Bools:
        """Which of some sorted stamps are in any of the stretches."""
        counts = np.zeros(len(ts) + 1, dtype=np.int64)
        np.add.at(counts, np.searchsorted(ts, self.first), 1)
        np.add.at(counts, np.searchsorted(ts, self.last, side="right"), -1)
        found: Bools = np.cumsum(counts[:-1]) > 0
        return found


def note(connection: Connection, instrument: int, timeframe: str, fresh: Int64, around: Int64, at: float) -> None:
    """Keep that candles came.

    Args:
        connection: Of the store.
        instrument: Its number.
        timeframe: Of the series.
        fresh: int64, sorted: stamps of the candles that were added.
        around: int64, sorted: stamps of all candles that are stored between the first and the last of them now.
        at: When the answer came that brought them, UTC epoch seconds.
    """
    if not len(fresh):
        return
    connection.executemany(
        "INSERT INTO arrival(instrument_id, timeframe, at, first, last) VALUES (?,?,?,?,?)"
        " ON CONFLICT(instrument_id, timeframe, at, first) DO UPDATE SET last=max(last, excluded.last)",
        ((instrument, timeframe, at, *ends) for ends in _stretches(fresh, around)),
    )


def _stretches(fresh: Int64, around: Int64) -> Iterable[tuple[int, int]]:
    """The first and the last stamp of those that nothing else lies between; nearly always these are all of them."""
    ends = int(fresh[0]), int(fresh[-1])
    first, last = np.searchsorted(around, ends)
    if last - first + 1 == len(fresh):
        return (ends,)
    breaks = np.flatnonzero(np.diff(np.searchsorted(around, fresh)) > 1) + 1
    firsts, lasts = np.concatenate(([0], breaks)), np.concatenate((breaks - 1, [len(fresh) - 1]))
    return zip(fresh[firsts].tolist(), fresh[lasts].tolist(), strict=True)


def note_unnoticed(connection: Connection, instrument: int, timeframe: str, stored: Int64, at: float) -> None:
    """Keep of those of the stored candles (sorted stamps) that came unnoticed, from another program, that they are here now."""
    unseen = stored[~read(connection, instrument, timeframe).have(stored)]
    note(connection, instrument, timeframe, unseen, stored, at)


def read(connection: Connection, instrument: int, timeframe: str) -> Arrivals:
    """All stretches of a series."""
    rows = connection.execute(
        "SELECT at, first, last, earlier FROM arrival WHERE instrument_id=? AND timeframe=? ORDER BY at, first",
        (instrument, timeframe),
    ).fetchall()
    at, first, last, earlier = zip(*rows, strict=True) if rows else ((),) * 4
    since = max((when for when, before in zip(at, earlier, strict=True) if before), default=None)
    return Arrivals(np.array(at, dtype=np.float64), np.array(first, np.int64), np.array(last, np.int64), since)


def known_since(connection: Connection, instrument: int) -> dict[str, float]:
    """From when on it is known when candles came, UTC epoch seconds, by timeframe; those of which it always was are left out."""
    rows = connection.execute(
        "SELECT timeframe, max(at) FROM arrival WHERE instrument_id=? AND earlier=1 GROUP BY timeframe", (instrument,)
    )
    return dict(rows.fetchall())
