"""What SQLite's and the system's errors with the database file mean for a person."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ohlc_desktop.core.errors import CorruptStore, DiskFull, StoreBusy, StoreError, bare
from ohlc_desktop.core.messages import Message

#: Codes of SQLite: there is no room; another program is at it; the file is damaged.
FULL = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP,
}  # fmt: skip
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
#: What to do about a database that is damaged.
DAMAGED = "Put a backup in its place: ohlc-desktop restore FILE. Without one, move the file away and import again."
_KEPT = "Candles stored earlier are as they were; what was being written is rolled back."


def explained(error: sqlite3.Error, path: Path) -> StoreError:
    """The same error in words for a person."""
    extended = getattr(error, "sqlite_errorcode", None) or 0
    code = extended & 0xFF
    if extended in FULL:
        return DiskFull(
            "The database {path} cannot be written: {reason}.", _KEPT,
            "Free some space on this disk, then import again: only what is missing is asked for.", path=str(path), reason=bare(error),
        )  # fmt: skip
    if code in BUSY:
        return StoreBusy(
            "Another program holds the database {path} locked.", _KEPT,
            "Close the program that has the file open for writing, then import again.", path=str(path),
        )  # fmt: skip
    if code in CORRUPT:
        return corrupt(path, bare(error))
    return StoreError(
        "The database {path} cannot be used: {reason}.", _KEPT,
        "Check that the folder and the file can be written, or choose another one with --profile DIR.", path=str(path), reason=bare(error),
    )  # fmt: skip


def unreadable(path: Path, error: OSError) -> StoreError:
    """The system's own error with the database file or its folder, in words for a person."""
    return StoreError(
        "The database {path} cannot be read: {reason}.", "What is stored in it is not known at the moment; nothing was changed.",
        "Check that its disk or network drive is connected and that its folder can be read, then try again.", path=str(path), reason=bare(error),
    )  # fmt: skip


def corrupt(path: Path, why: str | Message) -> CorruptStore:
    """A file that is damaged, or no database, and why."""
    return CorruptStore(
        "{path} is damaged or not a database: {reason}.",
        "It was left untouched.",
        DAMAGED,
        path=str(path),
        reason=why,
    )
