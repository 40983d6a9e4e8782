"""One real PostgreSQL per process of the tests, and an archive in it that each test finds empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ohlc_desktop.hub.schema import SCHEMA
from ohlc_desktop.hub.setting_up import set_up
from tests.standins.postgres import PostgresServer


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running server; fails where no program is found."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def bare(postgres: PostgresServer) -> str:
    """The name of a new database without anything in it."""
    return postgres.make_database()


@pytest.fixture(scope="session")
def _archive(postgres: PostgresServer) -> str:
    """A database with an archive that is emptied for each test: to make a new one takes ten times as long."""
    name = postgres.make_database()
    set_up(postgres.address(name), demo=False)
    return name


@pytest.fixture
def database(postgres: PostgresServer, _archive: str) -> str:
    """The name of a database with an empty archive of real candles."""
    with postgres.connect(_archive) as owner:
        owner.execute("TRUNCATE ohlc.importer, ohlc.push, ohlc.instrument, ohlc.origin, ohlc.session, ohlc.watchlist, ohlc.candle"
                      " RESTART IDENTITY CASCADE")  # fmt: skip
        owner.execute("UPDATE ohlc.meta SET value='0' WHERE key='demo'")
        owner.execute("UPDATE ohlc.meta SET value=%s WHERE key='schema'", (str(SCHEMA),))
        owner.execute("UPDATE ohlc.meta SET value=gen_random_uuid()::text WHERE key='name'")
    return _archive


@pytest.fixture
def url(postgres: PostgresServer, database: str) -> str:
    """The address of an empty archive, as its owner."""
    return postgres.address(database)
