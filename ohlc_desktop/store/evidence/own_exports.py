"""The files that ``export`` wrote in layouts of other programs, which have no room for a sign of whose they are.

Each is known by its size and a digest of its bytes, so that nobody takes what comes back for a witness of what it was made
of. One that was changed since is another file. Must be called inside a transaction where it writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts

_EXPORTED = "exported"
#: So many files are known, the newest ones: 90 kB.
MOST = 2_000


def fingerprint(path: Path) -> str:
    """A file's size and digest.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        return f"{file.tell()}:{digest}"


def note(connection: Connection, files: Iterable[Path]) -> None:
    """Know these files again.

    Raises:
        OSError: one cannot be read.
    """
    known = dict.fromkeys(_known(connection))
    for found in map(fingerprint, files):
        known.pop(found, None)
        known[found] = None
    facts.keep_fact(connection, _EXPORTED, " ".join([*known][-MOST:]))


def is_known(connection: Connection, path: Path) -> bool:
    """Whether a file is one of these; only one of the same size is read."""
    try:
        size = f"{path.stat().st_size}:"
        alike = {each for each in _known(connection) if each.startswith(size)}
        return bool(alike) and fingerprint(path) in alike
    except OSError:
        return False


def _known(connection: Connection) -> list[str]:
    return (facts.fact(connection, _EXPORTED) or "").split()
