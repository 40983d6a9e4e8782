"""Folders and files that were dropped, as files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from ohlc_desktop.core.file_intake.watching import candidate

#: No more files are examined at once.
MOST_FILES = 500


def files_in(paths: Iterable[str]) -> tuple[list[str], bool]:
    """The files that paths name or hold, folders in folders too, each once; and whether there are more than ``MOST_FILES``.

    What cannot be looked into is a file that cannot be read, as the examination will tell. Reads the disk.
    """
    found = list(islice(dict.fromkeys(each for path in paths for each in _files(path)), MOST_FILES + 1))
    return found[:MOST_FILES], len(found) > MOST_FILES


def sizes_of(files: Iterable[str]) -> dict[str, int]:
    """Bytes of each file; 0 for those that cannot be looked at. Reads the disk."""
    found = dict.fromkeys(files, 0)
    for path in found:
        with suppress(OSError):
            found[path] = Path(path).stat().st_size
    return found


def _files(path: str) -> Iterator[str]:
    if not Path(path).is_dir():
        yield path
        return
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(name for name in inner if candidate(name))
        yield from (str(Path(folder, name)) for name in sorted(names) if candidate(name))
