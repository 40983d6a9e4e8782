"""Opening the SQLite file, and its transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ohlc_desktop.core.errors import Cancelled, StoreError
from ohlc_desktop.core.messages import Message
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.file.addresses import address_as_it_is, is_absent, is_something_else, read_only_address, uri
from ohlc_desktop.store.file.file_errors import BUSY, corrupt, explained
from ohlc_desktop.store.file.migrating import is_behind, migrate, renew_view, schema_of

#: Longest single wait for another program's lock; between two of them a cancel is noticed.
BUSY_SECONDS = 0.5
#: How often it is tried again before the import gives up.
BUSY_TRIES = 20

#: Some locks SQLite does not wait for: two that change the journal at once would wait for each other.
PAUSE = 0.05
_NEVER = threading.Event()


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
            Cancelled: ``cancel`` is set and another program holds the file.
        """
        with self.errors():
            self.patiently("BEGIN IMMEDIATE", cancel)
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def patiently(self, statement: str, cancel: threading.Event | None = None) -> None:
        """Execute a statement that another program's lock may keep waiting, for as long as is reasonable.

        Raises:
            sqlite3.OperationalError: the file was locked all the while.
            Cancelled: ``cancel`` is set and another program holds the file.
        """
        for attempt in range(BUSY_TRIES):
            try:
                self.connection.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if ((error.sqlite_errorcode or 0) & 0xFF) not in BUSY or attempt == BUSY_TRIES - 1:
                    raise
            if (cancel or _NEVER).wait(PAUSE):
                raise Cancelled

    def use_log(self) -> None:
        """Let readers and a writer be at work at once; a backup that was put in the file's place is without that."""
        if self.connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            self.patiently("PRAGMA journal_mode=WAL")

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Room and speed for millions of rows, which must be known to be sound: high, low, volume and instrument of each.

        Not inside a transaction.
        """
        with self.errors():
            for pragma in ("cache_size=-64000", "foreign_keys=OFF", "ignore_check_constraints=ON"):
                self.connection.execute(f"PRAGMA {pragma}")
            try:
                yield
            finally:
                self.connection.execute("PRAGMA ignore_check_constraints=OFF")
                self.connection.execute("PRAGMA foreign_keys=ON")

    @contextmanager
    def look(self) -> Iterator[sqlite3.Connection]:
        """Several reads of one state of the file, whatever others write meanwhile."""
        with self.errors():
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    def damage(self) -> str:
        """What SQLite's own check finds wrong with the file; empty when it is sound."""
        with self.errors():
            result = str(self.connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        return "" if result == "ok" else " ".join(result.split())

    def close(self) -> None:
        """Close the connection; idempotent."""
        self.connection.close()

    @contextmanager
    def closed_on_failure(self) -> Iterator[None]:
        """Close the connection if opening it goes no further."""
        try:
            yield
        except BaseException:
            self.close()
            raise


def open_store(path: Path, demo: bool) -> Store:
    """Open the file for writing, make it if it is not there, and bring its schema forward.

    Before each migration of an existing file a copy is put beside it.

    Raises:
        NewerSchema: a newer version of the app wrote it.
        StoreError: it cannot be used, or real and demo candles would be mixed.
    """
    store = connect(path, f"{uri(path)}?mode=rwc")
    with store.closed_on_failure(), store.errors():
        migrate(store)
        _tune(store.connection)
        _check_demo(store, demo)
        renew_view(store)
    return store


def open_reader(path: Path, demo: bool) -> Store:
    """Open an existing file for reading only; one with an older schema, or left by a kill, is put right first.

    Raises:
        StoreError: it is not there or cannot be read, or real and demo candles would be mixed.
        NewerSchema: a newer version of the app wrote it.
    """
    refuse_absent(path)
    store = connect(path, read_only_address(path))
    with store.closed_on_failure():
        if _is_ready(store, demo):
            return store
    store.close()
    _put_right(path, demo)
    return open_reader(path, demo)


def _put_right(path: Path, demo: bool) -> None:
    """Bring a file forward, and play back what a kill left beside it."""
    if not (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)):
        raise StoreError(
            "{path} cannot be read as it is: an older version of the app wrote it, or a write was cut off.",
            "It was left untouched: it and its folder would both have to be written.",
            "Make both writable and try again, or copy them to a folder that is and name it with --profile DIR.", path=str(path),
        )  # fmt: skip
    open_store(path, demo).close()


def open_as_it_is(path: Path, demo: bool) -> Store:
    """Open an existing database of this or an older schema, which is not brought forward.

    Raises:
        StoreError: it is not there or cannot be read, or real and demo candles would be mixed.
        NewerSchema: a newer version of the app wrote it.
    """
    refuse_absent(path)
    store = connect(path, address_as_it_is(path))
    with store.closed_on_failure(), store.errors():
        check(store, demo)
    return store


def check(store: Store, demo: bool | None) -> int:
    """The schema of a database of ours; 0 for a file in which nothing was made yet. ``demo`` None for whichever it is.

    Raises:
        StoreError: it is another program's, or real and demo candles would be mixed.
        NewerSchema: a newer version of the app wrote it.
        sqlite3.Error: it cannot be read.
    """
    version = schema_of(store)
    if version and demo is not None:
        _refuse_mixing(store, demo)
    return version


def refuse_absent(path: Path) -> None:
    """Raises StoreError where there is no database yet."""
    if is_absent(path):
        raise StoreError(
            "There is no database at {path} yet.", "Nothing has been imported into this profile.",
            "Run: ohlc-desktop import", path=str(path),
        )  # fmt: skip


def _is_ready(store: Store, demo: bool) -> bool:
    """Whether a file can be read as it is: of our schema, and without the journal of a killed process."""
    try:
        if is_behind(store):
            return False
        _refuse_mixing(store, demo)
    except sqlite3.Error as error:
        if ((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF) == sqlite3.SQLITE_READONLY:
            return False
        raise explained(error, store.path) from error
    return True


def connect(path: Path, address: str) -> Store:
    """A connection to what is at an address; nothing of the file is read but how it begins.

    Raises:
        StoreError: it cannot be opened, or is no database.
    """
    if is_something_else(path):
        raise corrupt(path, Message("it does not begin as one"))
    try:
        connection = sqlite3.connect(
            address, uri=True, isolation_level=None, timeout=BUSY_SECONDS, cached_statements=32
        )
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return Store(path, connection)


def _tune(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-16000")


def _check_demo(store: Store, demo: bool) -> None:
    """Mark a new file as real or demo; refuse to mix the two."""
    if facts.fact(store.connection, "demo") is None:
        with store.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('demo', ?)", (str(int(demo)),))
    _refuse_mixing(store, demo)


def _refuse_mixing(store: Store, demo: bool) -> None:
    marked = facts.fact(store.connection, "demo")
    if marked is not None and (marked == "1") != demo:
        raise StoreError(
            "{path} holds real candles and cannot be used for DEMO ones."
            if demo
            else "{path} holds DEMO candles and cannot be used for real ones.",
            "Nothing was changed.",
            "Choose another data folder with --profile DIR."
            if demo
            else "Choose another data folder with --profile DIR, or add --demo.",
            path=str(store.path),
        )
