"""Where SQLite finds the database, and what can be told of a file without opening it."""

from __future__ import annotations

import os
from pathlib import Path

from ohlc_desktop.core.errors import StoreError

_MAGIC = b"SQLite format 3\0"
#: Bytes of the smallest database.
_SMALLEST = 512


def is_absent(path: Path) -> bool:
    """Whether there is surely no file; where that cannot be seen, opening it will tell why."""
    try:
        return not path.exists()
    except OSError:
        return False


def is_something_else(path: Path) -> bool:
    """Whether a file is neither empty nor a database: SQLite itself would take a few bytes for an empty database.

    Of any larger file SQLite finds it out; it is not opened here. This process may have it open as a database, whose locks go
    with the first other handle that is closed: another program then takes the log away that is being written.
    (https://sqlite.org/howtocorrupt.html#posix_advisory_locks_canceled_by_a_separate_thread_doing_close_)
    """
    try:
        if path.stat().st_size >= _SMALLEST:
            return False
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


def address_as_it_is(path: Path) -> str:
    """Where SQLite finds a file that is there and not brought forward.

    Raises:
        StoreError: as of :func:`read_only_address`.
    """
    return f"{uri(path)}?mode=rw{_immutable(path)}"


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
