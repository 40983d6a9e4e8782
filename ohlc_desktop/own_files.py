"""Which files belong to a profile: the app keeps them, and nothing else may be written over them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ohlc_desktop.profile import LOG_NAME, Profile

_DATABASE = "ohlc.sqlite3"
#: What a database has beside it while it is in use.
_COMPANIONS = ("", "-wal", "-shm", "-journal")
#: What each file or folder of a profile is; the name of the database also begins those of copies and logs beside it.
_WORDS = {
    "settings.toml": "the settings file",
    ".env": "the settings file",
    "window.ini": "the memory of windows and charts",
    "watched-files.json": "the memory of the watched folder",
    "import.lock": "a lock",
    "import.lock.json": "a lock",
    "instance.lock": "a lock",
    "instance.lock.json": "a lock",
    "logs": "a log file",
    "backups": "a backup",
}
#: Any of these in a folder tells that it is a profile's.
_MARKS = ("import.lock", "instance.lock", f"logs/{LOG_NAME}")


def own_file(profile: Profile, path: Path) -> str:
    """What a file is to this profile, or to another one that it lies in, as ``the database``; empty for any other file.

    Links lead to what they name, and a hard link is the file itself. What is not there yet counts as well: a new file
    called ``.env`` would be read as settings.
    """
    target = Path(os.path.realpath(path))
    other = profile.folder.parent if profile.demo else profile.folder / "demo"
    for folder in target.parents:
        if _same(folder, profile.folder) or _same(folder, other) or any((folder / mark).exists() for mark in _MARKS):
            word = _word(target.relative_to(folder))
            if word:
                return word
    if any(_same(target, own) for own in _files(profile)):
        return "another name of one of the files"
    database = Path(os.path.realpath(profile.database))  # SQLite keeps its log beside what a link leads to
    return "a part of the database" if target in [database.with_name(database.name + s) for s in _COMPANIONS] else ""


def _word(inside: Path) -> str:
    """What a file is, by its place in the folder of a profile."""
    first = inside.parts[0].lower()
    if first == _DATABASE:
        return "the database"
    if first.startswith(_DATABASE):
        return "a part or a copy of the database"
    return _WORDS.get(first, "")


def _files(profile: Profile) -> Iterator[Path]:
    """Every file of a profile that is there."""
    for path in profile.folder.glob("*"):
        if _word(Path(path.name)):
            yield from path.rglob("*") if path.is_dir() else [path]


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
