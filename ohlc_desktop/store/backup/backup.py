"""Backups: whole copies of the database, made while others read and import, and checked before they count.

The pages are copied as they are at one moment: the connection they come from holds a read transaction all the while.
Without it SQLite begins anew whenever somebody has written, and beside an import a copy would never be finished. A
backup is one file, written under another name, which it loses once it has proved to be whole.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from ohlc_desktop.core.errors import CorruptStore, DiskFull, StoreBusy, StoreError, bare
from ohlc_desktop.store.backup.checking import AS_IT_WAS, Contents, Watch, address_of, differing, examined, lots
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import BUSY_SECONDS, BUSY_TRIES, PAUSE, Store, connect, open_as_it_is
from ohlc_desktop.store.file.addresses import uri
from ohlc_desktop.store.file.file_errors import BUSY, CORRUPT, DAMAGED, FULL, explained

#: Pages of one step, 4 MB: between two of them a cancel is noticed and a program that waits for the file has its turn.
PAGES = 1024
#: What SQLite and we may put beside a database.
COMPANIONS = ("-wal", "-shm", "-journal")
_MOMENT = "SELECT user_version, data_version FROM pragma_user_version, pragma_data_version"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READING = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}


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
            for data in lots(source):
                file.write(data)
                done += len(data)
                watch.go_on("copy", min(done / size, 1.0))
    except OSError as error:
        raise unwritable(part, error, error.errno in _NO_ROOM) from error


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


def _checked(part: Path, target: Path, source: Store, watch: Watch) -> Contents:
    """What a copy holds, after a comparison with what was copied."""
    try:
        with closing(connect(part, address_of(part))) as copy, watch.over(source.connection):
            watch.go_on("check", 0.0)
            found = examined(
                copy, address_of(part), target, watch, lambda: _difference(copy.connection, source.connection)
            )
            _compare_blocks(found.differing, source, watch)
            return found
    except CorruptStore as error:
        raise _unsound(target, str(error.title), source) from error


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
        return str(error.title)
