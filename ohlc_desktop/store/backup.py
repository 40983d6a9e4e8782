"""Backups: whole copies of the database, made while others read and import, and checked before they count.

The pages are copied as they are at one moment: the connection they come from holds a read transaction all the while.
Without it SQLite begins anew whenever somebody has written, and beside an import a copy would never be finished. A
backup is one file, written under another name, which it loses once it has proved to be whole.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ohlc_desktop.core.errors import Cancelled, CorruptStore, DiskFull, StoreBusy, StoreError, bare
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store.candles import blocks_add_up, blocks_agree
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import (
    BUSY,
    BUSY_SECONDS,
    BUSY_TRIES,
    CORRUPT,
    DAMAGED,
    FULL,
    PAUSE,
    Store,
    check,
    connect,
    explained,
    open_as_it_is,
    unreadable,
    uri,
)
from ohlc_desktop.store.schema import SCHEMA
from ohlc_desktop.store.watchlist import instrument_id, stored_symbols

#: Pages of one step, 4 MB: between two of them a cancel is noticed and a program that waits for the file has its turn.
PAGES = 1024
#: SQLite looks after so many of its instructions whether to go on.
_INSTRUCTIONS = 20_000
#: What SQLite and we may put beside a database.
COMPANIONS = ("-wal", "-shm", "-journal")
_MOMENT = "SELECT user_version, data_version FROM pragma_user_version, pragma_data_version"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READING = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}
#: Symbol and timeframe of a series.
Key = tuple[str, str]
AS_IT_WAS = "Nothing was changed: the database is as it was."


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database file holds.

    Attributes:
        path: The file.
        bytes: Its size.
        schema: Its schema, maybe an older one.
        candles: Stored candles, in all series.
        series: Series with candles.
        newest: Open of the newest candle, UTC epoch seconds (00:00 of the trade date for 1d and longer), or None.
        differing: Series whose packed blocks do not hold exactly the rows, as another program may leave them.
        digest: SHA-256 of the file that was looked into; empty where that was not taken, or a log belongs to it.
    """

    path: Path
    bytes: int
    schema: int
    candles: int
    series: int
    newest: int | None
    differing: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody who waits for a copy.

    Attributes:
        cancel: Once set, the copy ends with :class:`Cancelled` and leaves nothing behind.
        show: Hears what is done (``copy``, ``check`` or ``replace``), and the share of it that is done.
    """

    cancel: threading.Event = field(default_factory=threading.Event)
    show: Callable[[str, float], None] = lambda _what, _share: None

    def go_on(self, what: str, share: float) -> None:
        """Tell how far it is.

        Raises:
            Cancelled: it is to end.
        """
        if self.cancel.is_set():
            raise Cancelled
        self.show(what, share)

    @contextmanager
    def over(self, connection: Connection) -> Iterator[None]:
        """Let a cancel end long statements as well."""
        connection.set_progress_handler(self.cancel.is_set, _INSTRUCTIONS)
        try:
            yield
        except (sqlite3.Error, StoreError):
            if self.cancel.is_set():
                raise Cancelled from None
            raise
        finally:
            connection.set_progress_handler(None, 0)


# -- making one ------------------------------------------------------------------------------------------


def back_up(database: Path, target: Path, demo: bool, watch: Watch) -> Contents:
    """Copy a database to a file; one that is there is replaced, at once and only by a whole backup.

    Raises:
        StoreError: the database cannot be read or is damaged, the target cannot be written, or a log lies beside it;
            nothing is left there.
        Cancelled: as ``watch`` wished.
    """
    with closing(open_as_it_is(database, demo)) as store:
        return save(store, target, watch)[0]


def save(store: Store, target: Path, watch: Watch) -> tuple[Contents, int]:
    """Copy an open database to a file, as :func:`back_up`; also returns the ``PRAGMA data_version`` that was copied."""
    refuse_log(target)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    remove(part)  # a killed process had this number before: in a container it is always the same
    try:
        with store.look() as connection:
            schema, moment = connection.execute(_MOMENT).fetchone()
            if not schema:
                raise StoreError(f"Nothing is stored in {store.path} yet.", AS_IT_WAS, "Run: ohlc-desktop import")
            copy_pages(store, part, watch)
            found = _checked(part, target, store, watch)
        _keep(part, target)
    finally:
        remove(part)
    return found, int(moment)


def copy_pages(source: Store, part: Path, watch: Watch) -> None:
    """Copy an open database into a file by itself, of which nothing is on the disk for sure yet.

    The source should be within a look, if others may write to it.

    Raises:
        StoreError: the source cannot be read, or the file cannot be written.
        Cancelled: as ``watch`` wished.
    """
    try:
        # No locks: nobody else knows the file, and some network drives have none.
        with closing(sqlite3.connect(f"{uri(part)}?mode=rwc&nolock=1", uri=True, isolation_level=None)) as target:
            target.execute("PRAGMA journal_mode=OFF")
            target.execute("PRAGMA synchronous=OFF")
            transfer(source.connection, target, "copy", watch)
        _stand_alone(part)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None) or 0
        if (code in _READING or code & 0xFF in CORRUPT) and _damage(source):  # either file may be meant
            raise explained(error, source.path) from error
        raise unwritable(part, error, code in FULL) from error
    except OSError as error:
        raise unwritable(part, error, False) from error


def transfer(
    source: Connection, target: Connection, what: str, watch: Watch, begun: Callable[[], None] = lambda: None
) -> None:
    """Copy all pages from one connection to another, in two steps or more; ``begun`` is called when the target is
    locked and nothing of it is another yet for anybody else: what it raises ends the copy.

    Raises:
        StoreBusy: another program held the target for ``BUSY_SECONDS * BUSY_TRIES``.
        Cancelled: as ``watch`` wished; the target is as it was.
        sqlite3.Error: one of them cannot be used.
    """
    (pages,) = source.execute("PRAGMA page_count").fetchone()
    waited, locked = 0.0, False

    def step(status: int, remaining: int, total: int) -> None:
        nonlocal waited, locked
        if status & 0xFF in BUSY:
            waited += PAUSE
            if waited > BUSY_SECONDS * BUSY_TRIES:
                raise StoreBusy("Another program holds the database locked.", AS_IT_WAS, "Close it, then try again.")
        elif not locked:
            locked = True
            begun()
        if status == sqlite3.SQLITE_DONE:  # it is there, and too late for a cancel
            watch.show(what, 1.0)
        else:
            watch.go_on(what, (total - remaining) / total if total else 0.0)

    source.backup(target, pages=max(min(PAGES, pages - 1), 1), progress=step, sleep=PAUSE)


def copy_file(source: Path, part: Path, watch: Watch) -> None:
    """Copy a file to which no log belongs and nobody writes, byte for byte.

    Raises:
        StoreError: it cannot be read, or the other cannot be written.
        Cancelled: as ``watch`` wished.
    """
    size, done = source.stat().st_size, 0
    try:
        with part.open("wb") as file:
            for data in _read(source):
                file.write(data)
                done += len(data)
                watch.go_on("copy", min(done / size, 1.0))
    except OSError as error:
        raise unwritable(part, error, error.errno in _NO_ROOM) from error


def digest(path: Path, watch: Watch) -> str:
    """SHA-256 of a file.

    Raises:
        StoreError: it cannot be read.
        Cancelled: as ``watch`` wished.
    """
    found = hashlib.sha256()
    for data in _read(path):
        watch.go_on("check", 0.0)
        found.update(data)
    return found.hexdigest()


def _read(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while data := file.read(PAGES * 4096):
                yield data
    except OSError as error:
        raise unreadable(path, error) from error


def unwritable(path: Path, error: Exception, full: bool) -> StoreError:
    """Why a copy cannot be written."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    kind, cure = (DiskFull, "Free some space") if full else (StoreError, "Check that the folder can be written")
    return kind(f"{path} cannot be written: {bare(why)}.", AS_IT_WAS, f"{cure}, or name another file, then try again.")


def remove(path: Path) -> None:
    """Take away an unfinished copy and what is beside it."""
    for suffix in ("", *COMPANIONS):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def refuse_log(target: Path) -> None:
    """See that nothing lies beside a file that SQLite would play into a backup of that name.

    https://sqlite.org/howtocorrupt.html#unlinking_or_renaming_a_database_file_while_in_use

    Raises:
        StoreError: a log with content, or a journal, is there.
    """
    log, journal = (target.with_name(target.name + suffix) for suffix in ("-wal", "-journal"))
    found = journal if journal.exists() else log if log.exists() and log.stat().st_size else None
    if found:
        raise StoreError(
            f"Another program has {target} open, or left its log: {found.name}.",
            "No backup was made: SQLite would play that log into it.", "Close that program, or name another file.",
        )  # fmt: skip


def sync(path: Path) -> None:
    """Make sure that a file, or what a folder lists, is on the disk; where that can be had."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _stand_alone(path: Path) -> None:
    """Mark a file as one without a log, which would be opened with two others beside it.

    https://sqlite.org/fileformat2.html#file_format_version_numbers
    """
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\1\1")


def _keep(part: Path, target: Path) -> None:
    try:
        sync(part)
        refuse_log(target)  # copying took a while
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        part.replace(target)
        with suppress(OSError):  # some file systems know no such thing
            sync(target.parent)
    except OSError as error:
        raise unwritable(target, error, False) from error


# -- checking one ----------------------------------------------------------------------------------------


def look_into(backup: Path, demo: bool, watch: Watch) -> Contents:
    """Check a backup, which is only read.

    Raises:
        StoreError: it is not there or cannot be read, is another program's, or real and demo candles would be mixed.
        CorruptStore: it is damaged or no database.
        NewerSchema: a newer version of the app wrote it.
        Cancelled: as ``watch`` wished.
    """
    try:
        with closing(open_backup(backup, demo)) as store, watch.over(store.connection):
            # first, so that what is checked after a change cannot have this digest
            own = digest(backup, watch) if is_alone(backup) else ""
            return replace(examined(store, _address(backup), backup, watch), digest=own)
    except CorruptStore as error:
        raise CorruptStore(error.title, AS_IT_WAS, "Name another backup.") from error


def open_backup(path: Path, demo: bool) -> Store:
    """Open a backup for reading. Nothing is put beside it, unless it came with a log.

    Raises:
        StoreError: it is not there or cannot be read, is another program's, holds nothing, or real and demo candles
            would be mixed.
        NewerSchema: a newer version of the app wrote it.
    """
    if not path.is_file():
        raise StoreError(f"There is no file {path}.", AS_IT_WAS, "Name a backup made with: ohlc-desktop backup")
    store = connect(path, _address(path))
    try:
        with store.errors():
            if not check(store, demo):
                raise StoreError(f"{path} holds nothing.", AS_IT_WAS, "Name another backup.")
    except BaseException:
        store.close()
        raise
    return store


def _address(backup: Path) -> str:
    return f"{uri(backup)}?mode=ro{'&immutable=1' if is_alone(backup) else ''}"


def is_alone(backup: Path) -> bool:
    """Whether a backup came without a log."""
    return not backup.with_name(f"{backup.name}-wal").exists()


def examined(store: Store, address: str, path: Path, watch: Watch, compare: Callable[[], str] = lambda: "") -> Contents:
    """What an open file holds that nobody writes to, once it was found sound; ``path`` is told as its file.

    SQLite's own check goes on in a thread, with a connection of its own, while the rows are counted and added up, and
    that thread then helps with the last series. It is all SQLite's work, for which Python need not wait. What that
    check finds explains whatever else comes of damage.

    Args:
        store: A connection to it.
        address: Of the same file, for another connection.
        path: As above.
        watch: Follows it.
        compare: What else to look at; it returns what is wrong, or nothing.

    Raises:
        CorruptStore: it is damaged, or ``compare`` found something.
        Cancelled: as ``watch`` wished.
    """
    rest: deque[Key] = deque()
    with ThreadPoolExecutor(1, "check") as pool:
        beside = pool.submit(_beside, store.path, address, watch, rest)
        try:
            with store.errors(), watch.over(store.connection):
                series = _packed(store.connection)
                rest.extend(series)
                why, found = compare(), contents(store, path)
                own = _differing(store.connection, rest, len(series), watch)
        except Exception:
            rest.clear()
            _refuse(store.path, beside.result()[0])
            raise
    damage, others = beside.result()
    _refuse(store.path, damage)
    if why:
        raise CorruptStore(why)
    return replace(found, differing=(*own, *reversed(others)))


def _beside(path: Path, address: str, watch: Watch, rest: deque[Key]) -> tuple[str, list[str]]:
    """What is wrong with a file; if nothing is, also which of the last series differ that nobody else has looked at."""
    with closing(connect(path, address)) as store, store.errors(), watch.over(store.connection):
        damage, found = store.damage(), []
        while not damage and (series := _taken(rest.pop)):
            found += _differ(store.connection, series)
        return damage, found


def _refuse(path: Path, why: str) -> None:
    if why:
        raise CorruptStore(f"{path} is damaged: {bare(why)}.")


def contents(store: Store, path: Path) -> Contents:
    """What an open database holds, counted, but for ``differing``; ``path`` is told as its file."""
    connection = store.connection
    schema, size = connection.execute(
        "SELECT user_version, page_count * page_size FROM pragma_user_version, pragma_page_count, pragma_page_size"
    ).fetchone()
    (candles,) = connection.execute("SELECT count(*) FROM candle").fetchone()
    series, newest = connection.execute("SELECT count(*), max(last) FROM series WHERE count > 0").fetchone()
    return Contents(path, size, schema, candles, series, newest)


def differing(store: Store, watch: Watch) -> tuple[str, ...]:
    """Series whose packed blocks do not hold exactly the rows; none in a database of an older schema.

    Raises:
        Cancelled: as ``watch`` wished.
    """
    series = _packed(store.connection)
    return tuple(_differing(store.connection, deque(series), len(series), watch))


def _packed(connection: Connection) -> list[Key]:
    """The series that may have packed blocks, by symbol and timeframe."""
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    symbols = stored_symbols(connection) if schema == SCHEMA else []
    return [(symbol, name) for symbol in symbols for name in TIMEFRAMES]


def _differing(connection: Connection, rest: deque[Key], total: int, watch: Watch) -> list[str]:
    """Those of so many series that differ, from the first on; a thread may take away the last ones meanwhile."""
    found = []
    for number in range(total):
        watch.go_on("check", number / total)
        if series := _taken(rest.popleft):
            found += _differ(connection, series)
    return found


def _taken(pop: Callable[[], Key]) -> Key | None:
    try:
        return pop()
    except IndexError:  # the other one was faster
        return None


def _differ(connection: Connection, series: Key) -> list[str]:
    """The name of a series whose packed blocks do not hold the rows, or nothing; those are compared one by one only
    where the sums give cause for it."""
    symbol, name = series
    key = connection, instrument_id(connection, symbol), TIMEFRAMES[name]
    return [] if blocks_add_up(*key) or blocks_agree(*key) else [f"{symbol} {name}"]


def _checked(part: Path, target: Path, source: Store, watch: Watch) -> Contents:
    """What a copy holds, after a comparison with what was copied."""
    try:
        with closing(connect(part, _address(part))) as copy, watch.over(source.connection):
            watch.go_on("check", 0.0)
            found = examined(
                copy, _address(part), target, watch, lambda: _difference(copy.connection, source.connection)
            )
            _compare_blocks(found.differing, source, watch)
            return found
    except CorruptStore as error:
        raise _unsound(target, error.title, source) from error


def _compare_blocks(found: tuple[str, ...], source: Store, watch: Watch) -> None:
    """Blocks that differ from the rows in the database itself are copied as they are; others must not."""
    if set(found) - set(differing(source, watch) if found else ()):
        raise CorruptStore(f"the packed blocks of {', '.join(found)} differ from the rows")


def _difference(copy: Connection, source: Connection) -> str:
    """What a copy has otherwise than its source; empty when nothing is."""
    for name, query in _queries(source):
        if copy.execute(query).fetchall() != source.execute(query).fetchall():
            return f"{name} differs"
    return ""


def _queries(connection: Connection) -> Iterator[tuple[str, str]]:
    """The schema, what the file is called and whether it is a demo's, and the number of rows of each table."""
    yield "the schema", "SELECT user_version, (SELECT group_concat(sql) FROM sqlite_master) FROM pragma_user_version"
    tables = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
    for (name,) in connection.execute(tables).fetchall():
        quoted = str(name).replace('"', '""')
        yield f"the table {name}", f'SELECT {"*" if name == "meta" else "count(*)"} FROM "{quoted}"'


def _unsound(target: Path, why: str, source: Store) -> StoreError:
    """A copy that is not as it should be: because the database is not, or because of where it was written."""
    damage = _damage(source)
    if damage:
        return CorruptStore(
            f"{source.path} is damaged: {bare(damage)}.", "No backup was made: it would be damaged as well.", DAMAGED
        )
    return StoreError(
        f"The copy of the database to {target} came out wrong: {bare(why)}.", f"It was not kept. {AS_IT_WAS}",
        "That disk may be failing: name a file on another one.",
    )  # fmt: skip


def _damage(source: Store) -> str:
    """What is wrong with a database, which may be so bad that it cannot be checked; empty when it is sound."""
    try:
        return source.damage()
    except StoreError as error:
        return error.title
