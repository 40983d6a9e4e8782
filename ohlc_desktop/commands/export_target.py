"""What ``export`` may write over: nothing, an empty file, an earlier export, a device or a pipe; more when told to."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

from ohlc_desktop.core.candle_text import HEADER
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.own_files import own_file
from ohlc_desktop.profile import Profile

#: The first rows of an export are within so many bytes.
_HEAD = 4096
_TIME = re.compile(rb"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?,")
_NOTHING_DONE = "Nothing was exported, and it is as it was."


def refuse_target(profile: Profile, name: str, force: bool) -> None:
    """See that nothing is lost when a file of this name is written.

    Args:
        profile: Its own files are never written over.
        name: As the user wrote it.
        force: Whether the user allows to replace a file that no export wrote.

    Raises:
        UsageError: with what the file is.
    """
    path = Path(os.path.realpath(name))
    own = own_file(profile, path)
    if own:
        raise UsageError(
            f"{path} is {own} of a profile of this app.", _NOTHING_DONE,
            "Name another file with -o FILE; with --force it would not be replaced either.",
        )  # fmt: skip
    try:
        mode = Path(name).stat().st_mode  # of what a link leads to; that of a pipe has no path of its own
    except OSError:
        return  # it is not there, or writing will tell why it cannot be used
    if stat.S_ISDIR(mode):
        raise UsageError(f"{path} is a folder: it cannot be written.", _NOTHING_DONE, "Name a file in it with -o FILE.")
    if force or stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return
    kind = _other_kind(path) if stat.S_ISREG(mode) else "a disk"
    if kind:
        raise UsageError(
            f"{path} is {kind} and no earlier export.", _NOTHING_DONE,
            "Name another file with -o FILE, or replace this one with --force.",
        )  # fmt: skip


def _other_kind(path: Path) -> str:
    """What a file is that is neither empty nor an earlier export; empty for one that is."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return "a file that cannot be read"
    if not head or _is_csv(head) or _is_json(head):
        return ""
    if head.startswith(b"PAR1"):
        return "" if _has_our_columns(path) else "a Parquet file of another kind"
    return "a database, as backups are," if head.startswith(b"SQLite format 3\0") else "a file of another kind"


def _is_csv(head: bytes) -> bool:
    """The header as it is written, maybe with further columns, and a time at the start of the first row, if any."""
    first, end, rest = head.partition(b"\n")
    columns = ",".join(HEADER).encode()
    return bool(end) and (first + b",").startswith(columns + b",") and (not rest or _TIME.match(rest) is not None)


def _is_json(head: bytes) -> bool:
    """A list with one object a line, whose keys begin as they are written; or the list without any."""
    if head == b"[\n\n]\n":
        return True
    first, _, rest = head.partition(b"\n")
    try:
        row = json.loads(rest.partition(b"\n")[0].removesuffix(b","))
    except ValueError:
        return False
    return first == b"[" and isinstance(row, dict) and tuple(row)[: len(HEADER)] == HEADER


def _has_our_columns(path: Path) -> bool:
    """Whether a Parquet file has the columns of an export; without the library nobody here wrote one."""
    try:
        from pyarrow import parquet

        return tuple(parquet.read_schema(path).names)[: len(HEADER)] == HEADER
    except (ImportError, OSError, ValueError):
        return False
