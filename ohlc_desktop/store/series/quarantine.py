"""Rows of the feed that cannot be candles, kept with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ohlc_desktop.core.checking.quality import FLAW_TEXT, Quarantined
from ohlc_desktop.core.messages import Message, verbatim
from ohlc_desktop.store.connection import Connection

#: What is refused in files only.
_OF_FILES = {
    "unreadable": Message("cannot be read"),
    "off_tick": Message("a price off the tick"),
    "volume": Message("impossible volume"),
    "out_of_order": Message("older than the row before it"),
}
_WORDS = {**{flaw.name.lower(): text for flaw, text in FLAW_TEXT.items()}, **_OF_FILES}


def keep(connection: Connection, run: int, instrument: int, timeframe: str, rows: Sequence[Quarantined]) -> None:
    """Keep refused rows with their reason; the same row seen again is counted, not repeated."""
    keep_rows(connection, run, instrument, timeframe, ((row.ts, row.flaw.name.lower(), row.raw) for row in rows))


def keep_rows(
    connection: Connection, run: int, instrument: int, timeframe: str, rows: Iterable[tuple[int, str, str]]
) -> None:
    """Keep refused rows of files: stamp, name of the reason, and the row as JSON."""
    connection.executemany(
        "INSERT INTO quarantine(instrument_id, timeframe, ts, reason, raw, first_run, last_run)"
        " VALUES (?,?,?,?,?,?,?) ON CONFLICT(instrument_id, timeframe, ts, reason, raw)"
        " DO UPDATE SET times=times+1, last_run=excluded.last_run",
        ((instrument, timeframe, *row, run, run) for row in rows),
    )


def counts(connection: Connection) -> dict[str, int]:
    """Refused rows by reason, in words."""
    rows = connection.execute("SELECT reason, count(*) FROM quarantine GROUP BY reason ORDER BY 2 DESC")
    return {str(_WORDS.get(reason, reason)): count for reason, count in rows}


def reasons(connection: Connection, instrument: int, timeframe: str, start: int, end: int) -> list[tuple[int, Message]]:
    """Stamp and reason of the refused rows with ``start <= ts < end``, oldest first."""
    rows = connection.execute(
        "SELECT ts, reason FROM quarantine WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? ORDER BY ts, id",
        (instrument, timeframe, start, end),
    )
    return [(ts, _WORDS.get(reason) or verbatim(reason)) for ts, reason in rows]
