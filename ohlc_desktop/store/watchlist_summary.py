"""The watchlist in a few numbers, for the tray's tooltip. Imports nothing heavy: the tray reads it while idle."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.store import ledger
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.ledger import Run

#: A watched series of a wanted timeframe.
_WATCHED = "FROM series AS s JOIN instrument AS i ON i.id=s.instrument_id WHERE i.position IS NOT NULL"


@dataclass(frozen=True, slots=True)
class WatchlistSummary:
    """What is watched, as of the last import.

    Attributes:
        watched: Instruments on the watchlist.
        empty: Those of them without a candle.
        candles: Stored candles.
        missing: Expected candles that are absent.
        series_with_gaps: Series in which some are.
        failed: Series whose last attempt failed.
        last_run: The newest run that was not skipped.
        why: What most series that it did not bring up to date failed for, a sentence; empty where all is well.
        problem: Why nothing of this could be read; empty when it could.
    """

    watched: int = 0
    empty: int = 0
    candles: int = 0
    missing: int = 0
    series_with_gaps: int = 0
    failed: int = 0
    last_run: Run | None = None
    why: Message = NOTHING
    problem: Message = NOTHING


def summarise(connection: Connection, timeframes: Collection[str]) -> WatchlistSummary:
    """Look at the watched instruments in the timeframes of these names."""
    names = tuple(timeframes)
    wanted = f"{_WATCHED} AND s.timeframe IN ({','.join('?' * len(names))})"
    candles, missing, gaps, failed = connection.execute(
        "SELECT coalesce(sum(s.count), 0), coalesce(sum(s.missing), 0), count(nullif(s.missing, 0)),"
        f" count(nullif(s.cause, '')) {wanted}",
        names,
    ).fetchone()
    watched = connection.execute("SELECT count(*) FROM instrument WHERE position IS NOT NULL").fetchone()[0]
    filled = connection.execute(f"SELECT count(DISTINCT s.instrument_id) {wanted} AND s.count > 0", names).fetchone()[0]
    empty = int(watched) - int(filled)
    last = ledger.last_run(connection)
    why = ledger.main_failure(connection, last.id) if last else NOTHING
    return WatchlistSummary(watched, empty, candles, missing, gaps, failed, last, why)
