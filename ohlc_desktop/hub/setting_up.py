"""Makes the archive in a database with its roles, and brings one of an older schema forward. Under an advisory lock, so that
two who do it at once do it once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ohlc_desktop.hub.address import place_of
from ohlc_desktop.hub.connection import connect, refuse_newer, schema_of, watched
from ohlc_desktop.hub.failures import HubError
from ohlc_desktop.hub.schema import MIGRATION_LOCK, MIGRATIONS, NAMESPACE, SCHEMA

if TYPE_CHECKING:
    from psycopg.sql import Composed

    from ohlc_desktop.hub.connection import HubConnection

_NEVER = threading.Event()
#: What whoever pushes does, and no more: the ledger is only added to, and what names the archive stays.
_WRITTEN = {
    "INSERT": "push",
    "INSERT, DELETE": "change, watchlist",
    "INSERT, UPDATE": "importer, instrument, series, origin, session",
    "INSERT, UPDATE, DELETE": "candle",
}
#: The oldest version of the server that knows all that is asked of it: multiranges came with PostgreSQL 14.
_OLDEST = 14
#: Bytes that a name may have in PostgreSQL; longer ones are cut off.
_LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class SetUp:
    """What was done: the schema before (0 for none) and now, and the roles that people are to be granted."""

    before: int
    now: int
    reader: str
    writer: str


def set_up(url: str, demo: bool, cancel: threading.Event = _NEVER) -> SetUp:
    """Make the archive and its roles, or bring them forward; the same again changes nothing. All or nothing.

    Args:
        url: The address, with a user who may create schemas in the database, and roles on the server.
        demo: Whether simulated candles are to be put there.
        cancel: Ends it within a second; nothing is changed then.

    Raises:
        HubNewer: a newer version of the app has brought it forward.
        HubForbidden: the user may not do this.
        HubError: as it says; also where there is an archive already that is real or simulated, and the other is wanted, and
            where the server is too old.
        Cancelled: ``cancel`` was set.
    """
    with connect(url, cancel) as connection, watched(connection, url, cancel), connection.transaction():
        _refuse_older(connection.info.server_version // 10_000, url)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
        before = schema_of(connection)
        refuse_newer(before, url)
        if before:
            refuse_mixing(connection, url, demo)
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {NAMESPACE}")
        connection.execute(f"SET LOCAL search_path = {NAMESPACE}")
        for script in MIGRATIONS[before:]:
            connection.execute(script)
        if not before:
            for key, value in (("name", str(uuid.uuid4())), ("demo", str(int(demo)))):
                connection.execute("INSERT INTO meta VALUES (%s, %s)", (key, value))
        connection.execute(
            "INSERT INTO meta VALUES ('schema', %s) ON CONFLICT (key) DO UPDATE SET value=excluded.value",
            (str(SCHEMA),),
        )
        reader, writer = _make_roles(connection)
    return SetUp(before, SCHEMA, reader, writer)


def _refuse_older(version: int, url: str) -> None:
    if version < _OLDEST:
        raise HubError(
            "The hub at {place} runs PostgreSQL {version}; {oldest} or newer is needed.", "Nothing was changed.",
            "Bring the server to a version that is still maintained: https://www.postgresql.org/support/versioning/",
            place=place_of(url), version=version, oldest=_OLDEST,
        )  # fmt: skip


def refuse_mixing(connection: HubConnection, url: str, demo: bool) -> None:
    """Raises HubError where real and simulated candles would be mixed."""
    row = connection.execute("SELECT value FROM ohlc.meta WHERE key='demo'").fetchone()
    if row is not None and (row[0] == "1") != demo:
        raise HubError(
            "The hub at {place} holds real candles, not DEMO ones."
            if demo
            else "The hub at {place} holds DEMO candles, not real ones.",
            "Nothing was changed.", "Use a database of its own for each.", place=place_of(url),
        )  # fmt: skip


def _make_roles(connection: HubConnection) -> tuple[str, str]:
    """The roles of this database, with just the rights that they need; their names."""
    row = connection.execute("SELECT current_database()").fetchone()
    assert row is not None
    reader, writer = f"{row[0]}_reader", f"{row[0]}_writer"
    if len(writer.encode()) > _LONGEST_NAME:  # cut off, both could be one role
        raise HubError(
            "The name of the database is too long for the roles {reader} and {writer}.", "Nothing was changed.",
            "Use a database with a shorter name: createdb ohlc", reader=reader, writer=writer,
        )  # fmt: skip
    for role in (reader, writer):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname=%s", (role,)).fetchone()
        if known is None:
            connection.execute(_sql("CREATE ROLE {} NOLOGIN", role))
    for statement in _grants(str(row[0]), reader, writer):
        connection.execute(statement)
    return reader, writer


def _grants(database: str, reader: str, writer: str) -> Iterator[Composed]:
    yield _sql("GRANT CONNECT ON DATABASE {} TO {}, {}", database, reader, writer)
    yield _sql("GRANT USAGE ON SCHEMA ohlc TO {}, {}", reader, writer)
    yield _sql("GRANT TEMPORARY ON DATABASE {} TO {}", database, writer)
    yield _sql("REVOKE ALL ON ALL TABLES IN SCHEMA ohlc FROM {}, {}", reader, writer)
    yield _sql("GRANT SELECT ON ALL TABLES IN SCHEMA ohlc TO {}, {}", reader, writer)
    for rights, tables in _WRITTEN.items():
        yield _sql(f"GRANT {rights} ON {tables} TO {{}}", writer)
    yield _sql("GRANT EXECUTE ON FUNCTION ensure_month(date) TO {}", writer)


def _sql(statement: str, *names: str) -> Composed:
    """A statement with names in it."""
    from psycopg.sql import SQL, Identifier

    return SQL(statement).format(*map(Identifier, names))
