"""``backup`` and ``restore``: a whole copy of the database in one file, and back."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import cancelled_by_signals, tell_cancelled
from ohlc_desktop.commands.terminal.display import console
from ohlc_desktop.commands.terminal.file_logging import logging_to_file
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import Cancelled, CorruptStore, StoreError, UsageError
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.profile import create, import_lock, importing_now
from ohlc_desktop.store.backup import backup as store_backup
from ohlc_desktop.store.backup import checking
from ohlc_desktop.store.backup import restore as store_restore
from ohlc_desktop.store.backup.backup import COMPANIONS
from ohlc_desktop.store.backup.checking import Contents, Watch
from ohlc_desktop.store.database import refuse_absent

_log = logging.getLogger(__name__)

#: From this size on a terminal shows how far it is.
LARGE = 32_000_000
#: Any of these beside a database tells that it is a profile's, which the app writes to.
PROFILE_MARKS = ("import.lock", "instance.lock", "settings.toml", "logs")


# -- backup ----------------------------------------------------------------------------------------------


def back_up(context: Context, name: str | None, force: bool, as_json: bool = False) -> int:
    """Copy the database to a file; returns the exit code.

    Args:
        context: Profile and settings.
        name: The file, or a folder for one named by the time; None means the profile's folder of backups.
        force: Replace an earlier backup of that name.
        as_json: Write one JSON document instead of lines for people.

    Raises:
        UsageError: the file cannot be used for it.
        StoreError: the database cannot be copied; nothing is left of the copy.
    """
    database = context.profile.database
    refuse_absent(database)
    target = _target(context, name, force)
    with logging_to_file(context), _watching(context, database) as watch:
        try:
            found = store_backup.back_up(database, target, context.profile.demo, watch)
        except Cancelled:
            return tell_cancelled("No backup was made.", as_json)
        _log.info("Backed up %d candles to %s", found.candles, target)
    if as_json:
        documents.write(context, _contents(found))
        return 0
    _say(context, f"{target}\n{_told(context, found)}. Checked: it is whole.\n")
    _say(context, "Settings are not in it: they are in settings.toml and .env of the profile.\n")
    _warn_of_blocks(found)
    return 0


def back_up_first(context: Context, why: str) -> Path:
    """Copy the database to the folder of backups before something that cannot be undone otherwise; where it is then.

    Args:
        context: Profile and settings.
        why: The command, a part of the file's name.

    Raises:
        Cancelled: a person ended it; nothing is left of the copy.
        StoreError: the database cannot be copied; nothing is left of the copy.
    """
    database = context.profile.database
    target = _free(_backups(context), f"before-{why}-{_now(context)}.sqlite3")
    with logging_to_file(context), _watching(context, database) as watch:
        found = store_backup.back_up(database, target, context.profile.demo, watch)
        _log.info("Backed up %d candles to %s", found.candles, target)
    return target


def _target(context: Context, name: str | None, force: bool) -> Path:
    """Where to write."""
    usual = f"ohlc-{_now(context)}.sqlite3"
    if name is None:
        return _free(_backups(context), usual)
    if not name:
        raise UsageError("A backup needs a name.", hint="Leave it out to use the folder of backups in the profile.")
    target = Path(os.path.realpath(name))  # a link stays a link
    if target.is_dir():
        target = _free(target, usual)
    _refuse_own(context, target)
    if not target.parent.is_dir():
        raise UsageError(
            f"There is no folder {target.parent}.", "No backup was made.", "Make it, or name another file."
        )
    _refuse_profiles(context, target)
    store_backup.refuse_log(target)
    if target.exists():
        _refuse_existing(context, target, force)
    return target


def _refuse_own(context: Context, target: Path) -> None:
    """The database must not be copied over itself, nor what SQLite keeps beside it be replaced."""
    database = Path(os.path.realpath(context.profile.database))
    own = [database, *(database.with_name(database.name + suffix) for suffix in COMPANIONS)]
    if target in own or (target.exists() and database.exists() and target.samefile(database)):
        raise UsageError(f"{target} is the database itself.", "Nothing was changed.", "Name another file.")


def _refuse_profiles(context: Context, target: Path) -> None:
    """A profile's folder is the app's own, new names in it too: a backup named ``.env`` would be read as settings."""
    folder = target.parent
    if context.profile.folder.is_dir() and folder.samefile(context.profile.folder):
        raise UsageError(
            f"{target} lies among the files of the profile.", "Nothing was changed.",
            "Leave the name out to use the folder of backups in the profile, or name a file elsewhere.",
        )  # fmt: skip
    database = context.profile.database.name
    live = {database + suffix for suffix in ("", *COMPANIONS)}
    if target.name.lower() in live and any((folder / mark).exists() for mark in PROFILE_MARKS):
        raise UsageError(f"{target} is the database of another profile.", "Nothing was changed.", "Name another file.")


def _refuse_existing(context: Context, target: Path, force: bool) -> None:
    """Only a backup is replaced, and only one that might have come from this profile: what else is there is not ours
    to lose."""
    why = ""
    if target.is_file():
        try:
            checking.open_backup(target, context.profile.demo).close()
        except StoreError as error:
            why = f"{error.title} "
    if why or not target.is_file():
        raise UsageError(
            f"{target} is there and is no backup of this app.", f"{why}Nothing was changed.", "Name another file."
        )
    if not force:
        raise UsageError(
            f"{target} is there already.", "Nothing was changed.", "Name another file, or replace it with --force."
        )


def _backups(context: Context) -> Path:
    """The profile's folder of backups; what a killed backup left there long ago is taken away."""
    create(context.profile)
    folder = context.profile.backups
    folder.mkdir(exist_ok=True)
    for part in folder.glob("*.part"):
        if context.clock.now() - part.stat().st_mtime > DAY:
            part.unlink(missing_ok=True)
    return folder


def _free(folder: Path, name: str) -> Path:
    stem, ending = name.split(".", 1)
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.{ending}"
    return path


# -- restore ---------------------------------------------------------------------------------------------


def restore(context: Context, name: str, yes: bool, as_json: bool = False) -> int:
    """Put a backup in the place of the database, which is backed up first; returns the exit code.

    Args:
        context: Profile and settings.
        name: The backup.
        yes: Do not ask.
        as_json: Write one JSON document instead of lines for people, of whom none is asked.

    Raises:
        UsageError: the backup is the database itself, or there is nobody to ask.
        ImportRunning: another process imports into the profile.
        StoreError: the backup or the database cannot be used; both are as they were.
    """
    if as_json and not yes:
        raise _nobody("With --json nobody is asked whether the database may be replaced.", "--yes --json")
    backup, database = Path(name).absolute(), context.profile.database
    if database.exists() and backup.exists() and backup.samefile(database):
        raise UsageError(f"{backup} is the database itself.", "Nothing was changed.", "Name a backup.")
    if importing_now(context.profile):
        with import_lock(context.profile, context.clock, "restore"):
            pass  # which refuses, and says who imports
    with _watching(context, backup) as watch:
        try:
            found = checking.look_into(backup, context.profile.demo, watch)
        except Cancelled:
            return tell_cancelled("Nothing was changed.", as_json)
    if not as_json:
        _show(context, backup, found)
    if not (yes or _agreed()):
        return tell_cancelled("Nothing was changed.", as_json)
    return _restore(context, backup, found, as_json)


def _restore(context: Context, backup: Path, found: Contents, as_json: bool) -> int:
    profile = context.profile
    before = _free(_backups(context), f"before-restore-{_now(context)}.sqlite3")
    aside = _free(profile.folder, f"{profile.database.name}.damaged-{_now(context)}")
    with (
        import_lock(profile, context.clock, "restore"), logging_to_file(context), _watching(context, backup) as watch
    ):  # fmt: skip
        try:
            done = store_restore.put_back(backup, profile.database, profile.demo, before, aside, watch, found)
        except Cancelled:
            return tell_cancelled("Nothing was changed.", as_json)
        _log.info("Restored %d candles from %s; before: %s", done.now.candles, backup, done.before or done.aside)
    if as_json:
        kept = {name: str(path) if path else None for name, path in (("before", done.before), ("aside", done.aside))}
        documents.write(context, {"backup": str(backup), **_contents(done.now), **kept})
        return 0
    _say(context, f"Restored: {_told(context, done.now)}.\n")
    if done.before is not None:
        _say(context, f"What was there before is in {done.before}\n")
    if done.aside is not None:
        _say(context, f"The damaged database is now {done.aside}\n")
    _say(context, "The next import asks for what is missing since.\n")
    if context.settings.pushes:
        _say(context, "For the hub this is another archive. Let it fill the hub: ohlc-desktop hub push --take-over\n")
    _warn_of_blocks(done.now)
    return 0


def _show(context: Context, backup: Path, found: Contents) -> None:
    database = context.profile.database
    _say(context, f"Backup:   {backup}\n          {_told(context, found)}.\n")
    _say(context, f"Database: {database}\n          {_present(context)}\n")
    _say(context, "The backup takes its place: candles, watchlist, drawings and the history of imports.\n")


def _present(context: Context) -> str:
    profile = context.profile
    if not profile.database.exists():
        return "There is none yet."
    try:
        found = store_restore.at_present(profile.database, profile.demo)
    except CorruptStore as error:
        return f"{error.title} It is moved aside, not deleted."
    if found is None:
        return "Nothing is stored in it yet."
    return f"{_told(context, found)}. It is backed up to {profile.backups} first."


def _agreed() -> bool:
    """Whether somebody at the terminal says yes."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise _nobody("There is nobody to ask whether the database may be replaced.", "--yes")
    sys.stdout.write("Replace it? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _nobody(why: str, options: str) -> UsageError:
    return UsageError(why, "Nothing was changed.", f"Say so on the command line: ohlc-desktop restore FILE {options}")


# -- telling ---------------------------------------------------------------------------------------------


def _told(context: Context, found: Contents) -> str:
    mark = "DEMO, simulated candles. " if context.profile.demo else ""
    newest = ""
    if found.newest is not None:
        newest = f", the newest of {datetime.fromtimestamp(found.newest, UTC):%Y-%m-%d}"
    return (
        f"{mark}{found.candles:,} candles in {found.series} series{newest}; schema {found.schema},"
        f" {found.bytes / 1e6:,.1f} MB"
    )


def _warn_of_blocks(found: Contents) -> None:
    if found.differing:
        sys.stderr.write(
            f"Packed blocks and rows differ: {', '.join(found.differing)}. The rows are right.\n"
            "Run: ohlc-desktop doctor --repair\n"
        )


def _say(context: Context, text: str) -> None:
    if context.verbosity >= 0:
        sys.stdout.write(text)
        sys.stdout.flush()


def _contents(found: Contents) -> dict[str, Any]:
    return {
        "file": str(found.path),
        "bytes": found.bytes,
        "schema": found.schema,
        "candles": found.candles,
        "series": found.series,
        "newest": iso(found.newest) if found.newest is not None else None,
        "differing": documents.pairs(found.differing),
    }


def _now(context: Context) -> str:
    """The time for the name of a file: ISO 8601 in UTC, but for the colons that Windows does not allow."""
    return datetime.fromtimestamp(context.clock.now(), UTC).strftime("%Y-%m-%dT%H%M%SZ")


@contextmanager
def _watching(context: Context, path: Path) -> Iterator[Watch]:
    """Cancel on SIGINT, SIGTERM and SIGHUP; where there is a terminal, show how far the copy of a large file is."""
    with cancelled_by_signals() as cancel:
        if context.verbosity < 0 or not path.is_file() or path.stat().st_size < LARGE:
            yield Watch(cancel)
        else:
            with _bar(cancel) as watch:
                yield watch


@contextmanager
def _bar(cancel: threading.Event) -> Iterator[Watch]:
    """A bar on the terminal, which is gone in the end."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    shown = console(stderr=True)
    if not shown.is_terminal:
        yield Watch(cancel)
        return
    columns = TextColumn("{task.description}"), BarColumn(24), TaskProgressColumn()
    with Progress(*columns, console=shown, transient=True) as progress:
        task = progress.add_task("", total=1.0)
        words = {"copy": "Copying", "check": "Checking", "replace": "Replacing"}
        yield Watch(cancel, lambda what, share: progress.update(task, description=words[what], completed=share))
