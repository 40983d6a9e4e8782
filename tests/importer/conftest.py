"""Fixtures of the importer's tests: a desk that this process' yfinance fetches at."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importer.desk import Desk, at
from tests.standins.clock import FakeClock
from tests.standins.yahoo import StandInYahoo, forget_yfinance

#: Monday, 14:05 Pacific: the daily import.
MONDAY = at("2026-11-23 17:05:05")


def open_desk(yahoo: StandInYahoo, folder: Path, shelf: Path, patch: pytest.MonkeyPatch) -> Desk:
    """A desk whose stand-in this process' yfinance talks to; feeds are as late as the catalogue says."""
    clock = FakeClock(MONDAY)
    yahoo.now = clock.now
    yahoo.delay, yahoo.delays = 600.0, {"GC=F": 1800.0}
    for name, value in yahoo.env().items():
        patch.setenv(name, value)
    forget_yfinance()
    return Desk(yahoo, clock, folder, shelf)


@pytest.fixture(scope="session")
def shelf(shared: Path) -> Path:
    """Where the databases are that ``Desk.begin_with`` keeps."""
    (shared / "shelf").mkdir(exist_ok=True)
    return shared / "shelf"


@pytest.fixture
def desk(tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An empty store on a Monday at 14:05 Pacific."""
    with warnings.catch_warnings(), StandInYahoo() as yahoo:
        found = open_desk(yahoo, tmp_path, shelf, monkeypatch)
        yield found
        found.store.close()
        assert yahoo.refused_hosts == []
    forget_yfinance()


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """The same desk with ES=F backfilled a moment ago; nothing is recorded yet."""
    desk.begin_with("monday", "2026-11-23 17:05:05", lambda: desk.run("ES=F"))
    return desk
