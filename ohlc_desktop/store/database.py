"""Opening the SQLite file, its transactions, and what its errors mean for a person."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ohlc_desktop.core.errors import Cancelled, CorruptStore, DiskFull, NewerSchema, StoreBusy, StoreError, bare
from ohlc_desktop.core.messages import Message
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.schema import MIGRATIONS, SCHEMA, VIEW

#: Longest single wait for another program's lock; between two of them a cancel is noticed.
BUSY_SECONDS = 0.5
#: How often it is tried again before the import gives up.
BUSY_TRIES = 20

#: Some locks SQLite does not wait for: two that change the journal at once would wait for each other.
PAUSE = 0.05
_NEVER = threading.Event()

#: All in one statement, so of one moment: else a file that another process makes between the two looks like
#: a foreign one, with tables and without a version.
_VERSION = (
    "SELECT user_version, EXISTS (SELECT 1 FROM sqlite_master),"
    " (SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'candle')) FROM pragma_user_version"
)

_MAGIC = b"SQLite format 3\0"
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
        return _corrupt(path, bare(error))
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


def _corrupt(path: Path, why: str | Message) -> CorruptStore:
    return CorruptStore(
        "{path} is damaged or not a database: {reason}.",
        "It was left untouched.",
        DAMAGED,
        path=str(path),
        reason=why,
    )


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
        _migrate(store)
        _tune(store.connection)
        _check_demo(store, demo)
        _renew_view(store)
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
    store = connect(path, f"{uri(path)}?mode=rw{_immutable(path)}")
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
    version = _version(store)
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
        if _version(store) < SCHEMA:
            return False
        _refuse_mixing(store, demo)
    except sqlite3.Error as error:
        if ((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF) == sqlite3.SQLITE_READONLY:
            return False
        raise explained(error, store.path) from error
    return True


def is_absent(path: Path) -> bool:
    """Whether there is surely no file; where that cannot be seen, opening it will tell why."""
    try:
        return not path.exists()
    except OSError:
        return False


def is_something_else(path: Path) -> bool:
    """Whether a file is neither empty nor a database: SQLite itself would take a few bytes for an empty database."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError:
        return False
    return head not in (b"", _MAGIC)


def uri(path: Path) -> str:
    """The file's address for SQLite; ``//server/share`` and ``C:/`` need an empty host before them."""
    quoted = path.absolute().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"


def read_only_address(path: Path) -> str:
    """Where SQLite finds a file that is only read.

    Raises:
        StoreError: changes beside the file would not be seen, for its folder cannot be written.
    """
    return f"{uri(path)}?mode=ro{_immutable(path)}"


def _immutable(path: Path) -> str:
    """In a folder that cannot be written a file opens as it is while its log and the index of it are there, as while
    another program writes, or after a reader has left them; else only as unchangeable.

    https://sqlite.org/wal.html#read_only_databases

    Raises:
        StoreError: a writer has left candles in the log beside the file, which would not be seen without the index.
    """
    path = Path(os.path.realpath(path))
    if os.access(path.parent, os.W_OK):
        return ""
    log, index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    if not (is_absent(log) or is_absent(index)):
        return ""
    if _bytes(log):
        raise StoreError(
            "{path} cannot be read whole: its folder cannot be written, and its last changes are still in {log}.",
            "Nothing was changed.", "Make the folder writable, or copy both files to one that is.", path=str(path), log=log.name,
        )  # fmt: skip
    return "&immutable=1"


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def connect(path: Path, address: str) -> Store:
    """A connection to what is at an address; nothing of the file is read but how it begins.

    Raises:
        StoreError: it cannot be opened, or is no database.
    """
    if is_something_else(path):
        raise _corrupt(path, Message("it does not begin as one"))
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


def _version(store: Store) -> int:
    version, tables, ours = store.connection.execute(_VERSION).fetchone()
    if tables and (version <= 0 or ours < (2 if version <= SCHEMA else 1)):
        raise StoreError(
            "{path} is a database of another program.", "It was left untouched.",
            "Move the file away, or choose another data folder with --profile DIR.", path=str(store.path),
        )  # fmt: skip
    if version > SCHEMA:
        raise NewerSchema(
            "{path} was written by a newer version of OHLC Desktop (schema {version}, this version knows {known}).",
            "It was left untouched.",
            "Update OHLC Desktop, or choose another data folder with --profile DIR.",
            path=str(store.path),
            version=version,
            known=SCHEMA,
        )
    return max(int(version), 0)


def _migrate(store: Store) -> None:
    version = _version(store)
    use_log(store)
    if version == SCHEMA:
        return
    with store.transaction():
        version = _version(store)  # another process may have been faster
        if version > 0:
            _copy(store, version)
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                store.connection.execute(statement)
        if version == 0:
            name_anew(store.connection)
        _put_view(store.connection)
        store.connection.execute(f"PRAGMA user_version={SCHEMA}")


def _renew_view(store: Store) -> None:
    """Let outside readers have the view of this version, whichever wrote the file."""
    made = "SELECT sql FROM sqlite_master WHERE type='view' AND name='candles'"
    if store.connection.execute(made).fetchone() == (VIEW,):
        return
    with store.transaction() as connection:
        _put_view(connection)


def _put_view(connection: Connection) -> None:
    connection.execute("DROP VIEW IF EXISTS candles")
    connection.execute(VIEW)


def use_log(store: Store) -> None:
    """Let readers and a writer be at work at once; a backup that was put in the file's place is without that."""
    if store.connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        store.patiently("PRAGMA journal_mode=WAL")


def name_anew(connection: Connection) -> None:
    """Give the store a new name: what others keep of it elsewhere, as in Redis or in memory, is of no use any more."""
    facts.keep_fact(connection, facts.STORE, os.urandom(16).hex())


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
    part = target.with_name(f"{target.name}.part")  # what a full disk cuts short must not look like a copy
    part.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{uri(store.path)}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as backup,
        ):
            source.backup(backup)
        part.replace(target)
    except BaseException:
        for left in (part, part.with_name(f"{part.name}-journal")):
            left.unlink(missing_ok=True)
        raise


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
