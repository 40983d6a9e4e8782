"""Opening the SQLite file, its transactions, and what its errors mean for a person."""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ohlc_desktop.core.errors import (
    Cancelled,
    CorruptStore,
    DiskFull,
    NewerSchema,
    StoreBusy,
    StoreError,
)
from ohlc_desktop.store.schema import MIGRATIONS, SCHEMA

#: Longest single wait for another program's lock; between two of them a cancel is noticed.
BUSY_SECONDS = 0.5
#: How often it is tried again before the import gives up.
BUSY_TRIES = 20

_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_KEPT = "Candles stored earlier are as they were; what was being written is rolled back."


def explained(error: sqlite3.Error, path: Path) -> StoreError:
    """The same error in words for a person."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in _FULL:
        return DiskFull(
            f"The database {path} cannot be written: {error}.", _KEPT,
            "Free some space on this disk, then import again: only what is missing is asked for.",
        )  # fmt: skip
    if code in _BUSY:
        return StoreBusy(
            f"Another program holds the database {path} locked.", _KEPT,
            "Close the program that has the file open for writing, then import again.",
        )  # fmt: skip
    if code in _CORRUPT:
        return CorruptStore(
            f"{path} is damaged or not a database: {error}.", "It was left untouched.",
            "Move the file away and import again, or put a backup in its place.",
        )  # fmt: skip
    return StoreError(
        f"The database {path} cannot be used: {error}.", _KEPT,
        "Check that the folder and the file can be written, or choose another one with --profile DIR.",
    )  # fmt: skip


class Store:
    """One connection to the database. Used by one thread; several processes may have one each.

    Attributes:
        path: The file.
        connection: The open connection, in autocommit mode; write inside :meth:`transaction`.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except sqlite3.Error as error:
            raise explained(error, self.path) from error

    @contextmanager
    def transaction(self, cancel: threading.Event | None = None) -> Iterator[sqlite3.Connection]:
        """All or nothing: commit at the end, roll back on any exception.

        Raises:
            StoreBusy: another program held the file for ``BUSY_SECONDS * BUSY_TRIES``.
            DiskFull, CorruptStore, StoreError: as they say.
            Cancelled: ``cancel`` was set while waiting for the lock.
        """
        with self.errors():
            self._begin(cancel)
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _begin(self, cancel: threading.Event | None) -> None:
        for attempt in range(BUSY_TRIES):
            if cancel is not None and cancel.is_set():
                raise Cancelled
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if ((error.sqlite_errorcode or 0) & 0xFF) not in _BUSY or attempt == BUSY_TRIES - 1:
                    raise

    def damage(self) -> str:
        """What SQLite's own check finds wrong with the file; empty when it is sound."""
        with self.errors():
            result = str(self.connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        return "" if result == "ok" else result

    def close(self) -> None:
        """Close the connection; twice does no harm."""
        self.connection.close()


def open_store(path: Path, demo: bool) -> Store:
    """Open the file for writing, make it if it is not there, and bring its schema forward.

    Before each migration of an existing file a copy is put beside it.

    Raises:
        NewerSchema: a newer version of the app wrote it.
        StoreError: it cannot be used, or real and demo candles would be mixed.
    """
    store = _connect(path, f"file:{_uri(path)}?mode=rwc")
    try:
        with store.errors():
            _migrate(store)
            _tune(store.connection)
            _check_demo(store, demo)
    except BaseException:
        store.close()
        raise
    return store


def open_reader(path: Path) -> Store:
    """Open an existing file for reading only.

    Raises:
        StoreError: it is not there or cannot be read.
        NewerSchema: a newer version of the app wrote it.
    """
    if not path.exists():
        raise StoreError(
            f"There is no database at {path} yet.", "Nothing has been imported into this profile.",
            "Run: ohlc-desktop import",
        )  # fmt: skip
    store = _connect(path, f"file:{_uri(path)}?mode=ro")
    try:
        with store.errors():
            version = _version(store)
            demo = version > 0 and _demo_flag(store) == "1"
    except BaseException:
        store.close()
        raise
    if version == SCHEMA:
        return store
    store.close()
    open_store(path, demo).close()
    return open_reader(path)


def _uri(path: Path) -> str:
    return path.as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _connect(path: Path, uri: str) -> Store:
    if "mode=ro" in uri and not os.access(path.parent, os.W_OK):
        uri += "&immutable=1"  # a WAL file in a folder that cannot be written opens only so
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return Store(path, connection)


def _tune(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-16000")


def _version(store: Store) -> int:
    version = int(store.connection.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA:
        raise NewerSchema(
            f"{store.path} was written by a newer version of OHLC Desktop (schema {version}, "
            f"this version knows {SCHEMA}).",
            "It was left untouched.",
            "Update OHLC Desktop, or choose another data folder with --profile DIR.",
        )
    return version


def _migrate(store: Store) -> None:
    version = _version(store)
    if version == SCHEMA:
        return
    store.connection.execute("PRAGMA journal_mode=WAL")
    with store.transaction():
        version = _version(store)  # another process may have been faster
        if version > 0:
            _copy(store, version)
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                store.connection.execute(statement)
        if version == 0:
            store.connection.execute("INSERT INTO meta VALUES ('store', ?)", (uuid.uuid4().hex,))
        store.connection.execute(f"PRAGMA user_version={SCHEMA}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: ``executescript`` would commit the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _copy(store: Store, version: int) -> None:
    """Put a copy of the file beside it, by SQLite's own backup so that it is whole."""
    target = store.path.with_name(f"{store.path.name}.schema{version}.bak")
    source = sqlite3.connect(f"file:{_uri(store.path)}?mode=ro", uri=True)
    with sqlite3.connect(target) as backup:
        source.backup(backup)
    backup.close()
    source.close()


def _demo_flag(store: Store) -> str | None:
    row = store.connection.execute("SELECT value FROM meta WHERE key='demo'").fetchone()
    return None if row is None else str(row[0])


def _check_demo(store: Store, demo: bool) -> None:
    """Mark a new file as real or demo; refuse to mix the two."""
    marked = _demo_flag(store)
    if marked is None:
        with store.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('demo', ?)", (str(int(demo)),))
        return
    if (marked == "1") != demo:
        kinds = ("real", "DEMO") if demo else ("DEMO", "real")
        raise StoreError(
            f"{store.path} holds {kinds[0]} candles and cannot be used for {kinds[1]} ones.",
            "Nothing was changed.",
            "Choose another data folder with --profile DIR" + ("." if demo else ", or add --demo."),
        )
