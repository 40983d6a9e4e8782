"""A desk of machines: benches with files of their own that ask one Yahoo and share one Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.redis_share.share import RedisShare
from tests.importer.bench import ImportBench
from tests.standins.redis_server import RedisServer

Join = Callable[[], ImportBench]


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A real Redis."""
    with RedisServer() as running:
        yield running


@pytest.fixture
def join(bench: ImportBench, server: RedisServer, tmp_path: Path) -> Iterator[Join]:
    """Makes one machine more, with an empty archive; all have one clock."""
    made: list[ImportBench] = []
    shares: list[RedisShare] = []

    def machine() -> ImportBench:
        folder = tmp_path / f"machine {len(made)}"
        folder.mkdir()
        made.append(ImportBench(bench.yahoo, bench.clock, folder, bench.databases))
        shares.append(RedisShare(server.url, bench.clock.monotonic, budget=60.0))
        made[-1].share = shares[-1]
        return made[-1]

    yield machine
    for each in made:
        each.store.close()
    for share in shares:
        share.close()


@pytest.fixture
def alpha(join: Join) -> ImportBench:
    """The machine that imports first."""
    return join()


@pytest.fixture
def beta(join: Join) -> ImportBench:
    """Another one."""
    return join()


@pytest.fixture
def keys(server: RedisServer) -> Callable[[str], list[str]]:
    """What Redis holds under names that begin so."""

    def found(start: str) -> list[str]:
        with server.client() as client:
            return sorted(str(key, "utf-8") for key in client.scan_iter(f"{start}*"))

    return found


@pytest.fixture
def redis(server: RedisServer) -> Iterator[object]:
    """A plain client to look into the server with."""
    with server.client() as client, closing(client):
        yield client
