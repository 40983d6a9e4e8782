"""A database of every schema that was ever released, as the version of its day left it after real imports.

``schemaN.sqlite3.gz`` is never made anew: a file made by later code would prove nothing. When the schema grows, run
``python -m tests.store.databases`` with the code that writes it; that keeps the one of the present version.
"""

from __future__ import annotations

import gzip
from pathlib import Path

_FOLDER = Path(__file__).parent


def kept(version: int) -> Path:
    """Where the database of a schema is kept, packed."""
    return _FOLDER / f"schema{version}.sqlite3.gz"


def unpack(version: int, path: Path) -> Path:
    """Put the database of a schema at a path; returns it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.decompress(kept(version).read_bytes()))
    return path
