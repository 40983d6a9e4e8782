"""Putting a backup back, while the app is open, so that at every moment there is either the old database or the new.

The backup is copied to a file beside the database, brought to this schema, checked, and given a name of its own, so
that nothing kept elsewhere of the store before (in Redis, in an open chart) is taken for it. Then its pages become
those of the database in one transaction of SQLite's: readers go on with what they see and find the new candles at
their next look; a kill leaves the old. What was there is backed up first. A damaged database is moved aside.
"""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ohlc_desktop.core.errors import CorruptStore, DiskFull, StoreBusy, StoreError, bare
from ohlc_desktop.store.accounts import spending
from ohlc_desktop.store.backup import checking
from ohlc_desktop.store.backup.backup import COMPANIONS, copy_file, copy_pages, remove, save, sync, transfer, unwritable
from ohlc_desktop.store.backup.checking import AS_IT_WAS, Contents, Watch
from ohlc_desktop.store.database import Store, connect, open_as_it_is, open_store
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.file.addresses import uri
from ohlc_desktop.store.schema import SCHEMA

#: So often a new copy of the present database is made because somebody has written to it since.
_TRIES = 5
#: Beside the database while a backup is being put back.
STAGED = ".restore.part"


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a database.

    Attributes:
        now: What it holds.
        before: The backup of what it held; None where there was nothing, or it was damaged.
        aside: Where a damaged one was moved; None where it was not.
    """

    now: Contents
    before: Path | None = None
    aside: Path | None = None


class _WrittenMeanwhile(Exception):
    """Somebody wrote to the database after its copy was made."""


def at_present(database: Path, demo: bool) -> Contents | None:
    """What a database holds that is to be replaced; None when nothing was ever stored in it.

    Raises:
        StoreError: it must not be replaced: another program's, a newer version's, or the other kind.
        CorruptStore: it is damaged, as far as that can be seen at once.
    """
    with closing(open_as_it_is(database, demo)) as live, live.errors():
        if not live.connection.execute("PRAGMA user_version").fetchone()[0]:
            return None
        return checking.contents(live, database)


def put_back(
    backup: Path, database: Path, demo: bool, before: Path, aside: Path, watch: Watch, seen: Contents | None = None
) -> Restored:  # fmt: skip
    """Put a backup in the place of a database. The caller holds the profile's import lock.

    Args:
        backup: A file that :func:`~ohlc_desktop.store.backup.checking.look_into` found sound; it is only read.
        database: What to replace; it need not be there.
        demo: Whether it is a demo's.
        before: Where to back up what is there.
        aside: Where to move what is there if it is damaged.
        watch: Follows it.
        seen: What :func:`~ohlc_desktop.store.backup.checking.look_into` found. A copy with the same digest is the file that was
            found sound, to the last bit, and need not be checked all over again; another one is refused.

    Raises:
        StoreError: the backup or the database cannot be used; both are as they were.
        Cancelled: as ``watch`` wished, likewise.
    """
    database = Path(os.path.realpath(database))
    staged = database.with_name(database.name + STAGED)
    try:
        size, exists = _page_size(database, demo), database.exists()
        with ThreadPoolExecutor(1, "stage") as pool:  # beside the backup of what is there, which is what one sees
            quiet = Watch(watch.cancel) if exists else watch
            staging = pool.submit(_stage, backup, staged, database, demo, size, quiet, seen)
            if exists:
                with suppress(CorruptStore):
                    kept = _exchange(database, staged, staging, demo, before, watch)
                    return Restored(staging.result(), before=kept)
            now = staging.result()
        return Restored(now, aside=_set_aside(database, staged, aside))
    except DiskFull as error:
        raise DiskFull(error.title, AS_IT_WAS, "Free some space on this disk, then restore again.") from error
    finally:
        _remove_staged(staged)


def _page_size(database: Path, demo: bool) -> int:
    """The size of a database's pages, which cannot be changed while it is open; 0 where there is none to keep to."""
    if not database.exists():
        return 0
    with suppress(CorruptStore), closing(open_as_it_is(database, demo)) as live, live.errors():
        return int(live.connection.execute("PRAGMA page_size").fetchone()[0])
    return 0


# -- the new one -----------------------------------------------------------------------------------------


def _stage(
    backup: Path, staged: Path, database: Path, demo: bool, size: int, watch: Watch, seen: Contents | None
) -> Contents:  # fmt: skip
    """Make the file that becomes the database; returns what it holds.

    Raises:
        StoreError: it cannot be made; never :class:`CorruptStore`, which is for the database that is there.
        Cancelled: as ``watch`` wished.
    """
    try:
        return _made(backup, staged, database, demo, size, watch, seen)
    except CorruptStore as error:
        raise StoreError(error.title, AS_IT_WAS, "Name another backup.") from error


def _made(
    backup: Path, staged: Path, database: Path, demo: bool, size: int, watch: Watch, seen: Contents | None
) -> Contents:  # fmt: skip
    _remove_staged(staged)
    own = _copy(backup, staged, demo, watch)
    whole = _as_seen(backup, staged, watch, seen)
    if size not in (0, own):
        _cut_to_size(staged, size, watch)
        whole = None
    with closing(open_store(staged, demo)) as store:
        if whole is None or whole.schema != SCHEMA:
            found = _examined(store, database, watch)
        else:
            found = replace(whole, path=database)
        with store.transaction() as connection:
            facts.name_anew(connection)
    return found


def _as_seen(backup: Path, staged: Path, watch: Watch, seen: Contents | None) -> Contents | None:
    """What a copy holds, when it is to the last bit the file that was found sound; None when nobody knows.

    Raises:
        StoreError: it is another file: somebody has changed the backup, or the copy came out wrong.
    """
    if seen is None or not seen.digest:
        return None
    if checking.digest(staged, watch) != seen.digest:
        raise StoreError(
            f"The copy of {backup} is not the file that was checked before.", AS_IT_WAS,
            "If another program has written to the backup, restore again; else its disk may be failing.",
        )  # fmt: skip
    return seen


def _copy(backup: Path, staged: Path, demo: bool, watch: Watch) -> int:
    """Copy a backup beside the database; returns the size of its pages."""
    with closing(checking.open_backup(backup, demo)) as source, source.look() as connection:
        (own,) = connection.execute("PRAGMA page_size").fetchone()
        if checking.is_alone(backup):
            copy_file(backup, staged, watch)
        else:
            copy_pages(source, staged, watch)
    return int(own)


def _examined(store: Store, database: Path, watch: Watch) -> Contents:
    try:
        return checking.examined(store, f"{uri(store.path)}?mode=ro", database, watch)
    except CorruptStore as error:
        raise unwritable(store.path, OSError(f"the copy came out wrong: {bare(str(error.title))}"), False) from error


def _cut_to_size(staged: Path, size: int, watch: Watch) -> None:
    """Give a copy of a backup pages as large as those of the database: somebody has made others."""
    with closing(connect(staged, f"{uri(staged)}?mode=rw")) as store, watch.over(store.connection), store.errors():
        store.connection.execute(f"PRAGMA page_size={size:d}")
        store.connection.execute("VACUUM")


def _remove_staged(staged: Path) -> None:
    """Take away what is left of an attempt; the backup itself is the copy from before a migration."""
    for copy in staged.parent.glob(f"{staged.name}.schema*.bak*"):
        remove(copy)
    remove(staged)


# -- in the place of a sound one -------------------------------------------------------------------------


def _exchange(
    database: Path, staged: Path, staging: Future[Contents], demo: bool, before: Path, watch: Watch
) -> Path | None:  # fmt: skip
    """Back up the database, then give it the pages of the staged one, once that is made; returns the backup.

    What somebody writes between the two, as a drawing in an open chart, is in the backup: it is made again then.
    """
    with closing(open_as_it_is(database, demo)) as live, live.errors():
        live.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a log that begins anew looks like a change
        for _ in range(_TRIES):
            try:
                moment = _save(live, before, watch)
                staging.result()
                _carry_over(live, staged, demo)
                _give_pages(live, staged, moment, watch)
            except _WrittenMeanwhile:
                continue
            except BaseException:
                remove(before)
                raise
            return before if before.exists() else None
    remove(before)
    raise StoreBusy(f"Other programs keep writing to {database}.", AS_IT_WAS, "Close them, then restore again.")


def _save(live: Store, before: Path, watch: Watch) -> int:
    """Back up what is there, if anything is; returns the ``PRAGMA data_version`` that is in the backup."""
    (schema,) = live.connection.execute("PRAGMA user_version").fetchone()
    if schema:
        return save(live, before, watch)[1]
    return _moment(live)


def _carry_over(live: Store, staged: Path, demo: bool) -> None:
    """What was spent since the backup was made stays spent: else its month could be spent twice."""
    spent = spending.all_spent(live.connection)
    if spent:
        with closing(open_store(staged, demo)) as store, store.transaction() as connection:
            spending.carry_over(connection, spent)


def _moment(live: Store) -> int:
    return int(live.connection.execute("PRAGMA data_version").fetchone()[0])


def _give_pages(live: Store, staged: Path, moment: int, watch: Watch) -> None:
    """The transaction. The present file, with its locks, goes on to be the database: others have it open.

    Raises:
        _Written: it is not what was backed up any more; nothing was changed.
    """

    def compare() -> None:
        if _moment(live) != moment:
            raise _WrittenMeanwhile

    source = connect(staged, f"{uri(staged)}?mode=ro&immutable=1")
    with closing(source), closing(connect(live.path, f"{uri(live.path)}?mode=rw")) as target:
        target.use_log()
        target.connection.execute("PRAGMA synchronous=FULL")  # on the disk before anybody is told
        transfer(source.connection, target.connection, "replace", watch, compare)
        with suppress(sqlite3.Error):  # the log is as large as the database now
            target.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# -- in the place of a damaged one, or of none -----------------------------------------------------------


def _set_aside(database: Path, staged: Path, aside: Path) -> Path | None:
    """Move a damaged database and its log away, and the staged one into its place; returns where it was moved.

    A log that was left without its database is moved too: SQLite would play it into the new one.

    Raises:
        StoreError: another program has it open, and the system does not let it be moved; it is as it was.
    """
    moved: list[tuple[Path, Path]] = []
    damaged = database.exists()
    try:
        for suffix in COMPANIONS:
            beside, place = (path.with_name(path.name + suffix) for path in (database, aside))
            if beside.exists():
                beside.replace(place)
                moved.append((beside, place))
        sync(staged)
        if damaged:
            _keep_under(database, aside)
        staged.replace(database)
    except OSError as error:
        _move_back(database, aside if damaged else None, moved)
        raise StoreError(
            f"{database} cannot be replaced: {bare(error.strerror or error)}.", AS_IT_WAS,
            "Close OHLC Desktop and all else that uses the file, then restore again.",
        ) from error  # fmt: skip
    with suppress(OSError):
        sync(database.parent)
    return aside if damaged else None


def _move_back(database: Path, aside: Path | None, moved: list[tuple[Path, Path]]) -> None:
    with suppress(OSError):
        if aside is not None and aside.exists():
            aside.unlink() if database.exists() else aside.replace(database)
    for beside, place in moved:
        with suppress(OSError):
            place.replace(beside)


def _keep_under(database: Path, aside: Path) -> None:
    """Give a file another name; the old one stays until it is replaced, where the disk knows links."""
    try:
        aside.hardlink_to(database)
    except OSError:
        database.replace(aside)
