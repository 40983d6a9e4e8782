"""Bringing a file forward to the schema of this version, and giving it this version's view.

The schema itself is in :mod:`ohlc_desktop.store.schema`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from ohlc_desktop.core.errors import NewerSchema, StoreError
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.file.addresses import uri
from ohlc_desktop.store.schema import MIGRATIONS, SCHEMA, VIEW

if TYPE_CHECKING:
    from ohlc_desktop.store.database import Store

#: All in one statement, so of one moment: else a file that another process makes between the two looks like
#: a foreign one, with tables and without a version.
_VERSION = (
    "SELECT user_version, EXISTS (SELECT 1 FROM sqlite_master),"
    " (SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'candle')) FROM pragma_user_version"
)


def schema_of(store: Store) -> int:
    """The schema of a database of ours; 0 for a file in which nothing was made yet.

    Raises:
        StoreError: it is another program's.
        NewerSchema: a newer version of the app wrote it.
        sqlite3.Error: it cannot be read.
    """
    version, tables, ours = store.connection.execute(_VERSION).fetchone()
    if tables and (version <= 0 or ours < (2 if version <= SCHEMA else 1)):
        raise StoreError(
            "{path} is a database of another program.", "It was left untouched.",
            "Move the file away, or choose another data folder with --profile DIR.", path=str(store.path),
        )  # fmt: skip
    if version > SCHEMA:
        raise NewerSchema(
            "{path} was written by a newer version of OHLC Desktop (schema {version}, this version knows {known}).",
            "It was left untouched.",
            "Update OHLC Desktop, or choose another data folder with --profile DIR.",
            path=str(store.path),
            version=version,
            known=SCHEMA,
        )
    return max(int(version), 0)


def is_behind(store: Store) -> bool:
    """Whether a database of ours has an older schema, or none yet; raises as :func:`schema_of`."""
    return schema_of(store) < SCHEMA


def migrate(store: Store) -> None:
    """Bring a file forward, all or nothing; one that is there is copied beside itself before.

    Raises:
        StoreError: it cannot be written, or is another program's.
        NewerSchema: a newer version of the app wrote it.
        sqlite3.Error: as SQLite says.
    """
    version = schema_of(store)
    store.use_log()
    if version == SCHEMA:
        return
    with store.transaction():
        version = schema_of(store)  # another process may have been faster
        if 0 < version < SCHEMA:
            _copy(store, version)
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                store.connection.execute(statement)
        if version == 0:
            facts.name_anew(store.connection)
        _put_view(store.connection)
        store.connection.execute(f"PRAGMA user_version={SCHEMA}")


def renew_view(store: Store) -> None:
    """Let outside readers have the view of this version, whichever wrote the file."""
    made = "SELECT sql FROM sqlite_master WHERE type='view' AND name='candles'"
    if store.connection.execute(made).fetchone() == (VIEW,):
        return
    with store.transaction() as connection:
        _put_view(connection)


def _put_view(connection: Connection) -> None:
    connection.execute("DROP VIEW IF EXISTS candles")
    connection.execute(VIEW)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: ``executescript`` would commit the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _copy(store: Store, version: int) -> None:
    """Put a copy of the file beside it, by SQLite's own backup so that it is whole."""
    target = store.path.with_name(f"{store.path.name}.schema{version}.bak")
    part = target.with_name(f"{target.name}.part")  # what a full disk cuts short must not look like a copy
    part.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{uri(store.path)}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as backup,
        ):
            source.backup(backup)
        part.replace(target)
    except BaseException:
        for left in (part, part.with_name(f"{part.name}-journal")):
            left.unlink(missing_ok=True)
        raise
