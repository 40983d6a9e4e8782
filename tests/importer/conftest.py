"""Fixtures of the importer's tests: a bench that this process' yfinance fetches at."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from ohlc_desktop.sources.yahoo.spec import YAHOO
from tests.importer.bench import ImportBench, at
from tests.standins.clock import FakeClock
from tests.standins.yahoo import StandInYahoo, forget_yfinance

#: Monday, 14:05 Pacific: the daily import.
MONDAY = at("2026-11-23 17:05:05")


def open_bench(yahoo: StandInYahoo, folder: Path, databases: Path, patch: pytest.MonkeyPatch) -> ImportBench:
    """A bench whose stand-in this process' yfinance talks to; feeds are as late as the catalogue says."""
    clock = FakeClock(MONDAY)
    yahoo.now = clock.now
    yahoo.delay, yahoo.delays = 600.0, {"GC=F": 1800.0}
    for name, value in yahoo.env().items():
        patch.setenv(name, value)
    forget_yfinance()
    return ImportBench(yahoo, clock, folder, databases)


@pytest.fixture(scope="session")
def databases(shared: Path) -> Path:
    """Where the databases are that ``ImportBench.begin_with`` keeps."""
    (shared / "shelf").mkdir(exist_ok=True)
    return shared / "shelf"


@pytest.fixture
def bench(tmp_path: Path, databases: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImportBench]:
    """An empty store on a Monday at 14:05 Pacific."""
    with warnings.catch_warnings(), StandInYahoo() as yahoo:
        found = open_bench(yahoo, tmp_path, databases, monkeypatch)
        yield found
        found.store.close()
        assert yahoo.refused_hosts == []
    forget_yfinance()


@pytest.fixture
def far(bench: ImportBench) -> None:
    """The bench with the whole reach of Yahoo, for what happens further back than three weeks."""
    bench.feed = YAHOO


@pytest.fixture
def stocked(bench: ImportBench) -> ImportBench:
    """The same bench with ES=F backfilled a moment ago; nothing is recorded yet."""
    bench.begin_with("monday", "2026-11-23 17:05:05", lambda: bench.run("ES=F"))
    return bench
