"""One real PostgreSQL per process of the tests, and databases in it that are copies of one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ohlc_desktop.hub.setting_up import set_up
from tests.standins.postgres import PostgresServer


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running server; fails where no program is found."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def _template(postgres: PostgresServer) -> str:
    """A database with an empty archive, to be copied."""
    name = postgres.make_database()
    set_up(postgres.address(name), demo=False)
    return name


@pytest.fixture
def bare(postgres: PostgresServer) -> str:
    """The name of a new database without anything in it."""
    return postgres.make_database()


@pytest.fixture
def database(postgres: PostgresServer, _template: str) -> str:
    """The name of a new database with an empty archive of real candles."""
    return postgres.make_database(_template)


@pytest.fixture
def url(postgres: PostgresServer, database: str) -> str:
    """The address of a new, empty archive, as its owner."""
    return postgres.address(database)
