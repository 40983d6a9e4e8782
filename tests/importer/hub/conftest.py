"""A hub that one bench fills, and another archive that follows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ohlc_desktop.sources.hub.spec import HUB
from tests.hub.conftest import _archive, bare, database, postgres, url
from tests.importer.bench import ImportBench
from tests.importer.hub.pushing import push

__all__ = ["_archive", "bare", "database", "postgres", "url"]


@pytest.fixture
def follower(stocked: ImportBench, tmp_path: Path, databases: Path) -> Iterator[ImportBench]:
    """An empty archive on another machine, with the same stand-in Yahoo and clock."""
    folder = tmp_path / "follower"
    folder.mkdir()
    bench = ImportBench(stocked.yahoo, stocked.clock, folder, databases)
    bench.hub = HUB
    yield bench
    bench.store.close()


@pytest.fixture
def filled(stocked: ImportBench, url: str) -> str:
    """The address of a hub that has what the bench has."""
    push(stocked, url)
    return url


@pytest.fixture
def following(follower: ImportBench, filled: str) -> ImportBench:
    """The follower, with the address of the filled hub."""
    follower.settings = replace(follower.settings, hub_url=filled, hub_role="FOLLOW")
    return follower
