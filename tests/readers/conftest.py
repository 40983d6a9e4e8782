"""One small database for all: across the end of summer time, with candles whose volume is not known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.commands.conftest import CommandLine
from tests.readers.pages import extension

#: 2026-10-31T22:00:00Z: nine hours before the clocks of Chicago go back.
EVENING = 1793484000
#: 2026-10-05.
MONDAY = 1791158400
#: More candles without a volume than a library looks at before it decides on a type.
UNKNOWN = 120


def write(connection: Connection, symbol: str, timeframe: str, start: int, count: int, unknown: int) -> None:
    """Candles of one summary, one after another; the first ones without a volume, the last one suspect."""
    length = TIMEFRAMES[timeframe].seconds
    number, ts = watchlist.instrument_id(connection, symbol), start + np.arange(count) * length
    close = 20000 + np.arange(count) % 16 * 0.25
    volume = np.where(np.arange(count) < unknown, 0, 100 + np.arange(count))
    candles = Candles(ts, close - 0.25, close + 0.5, close - 0.75, close, volume)
    change = rows.write(connection, number, TIMEFRAMES[timeframe], candles, "yahoo", 1)
    levels.write(connection, number, TIMEFRAMES[timeframe], ts, CandleConfidence(ts[-1:], np.array([Confidence.SUSPECT], dtype=np.int8)))
    series_summary.note_change(connection, number, timeframe, change, 1, int(ts[0]), int(ts[-1]))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The profile itself, to be read only."""
    shell = CommandLine(tmp_path_factory.mktemp("readers"), demo=False)
    with closing(open_store(shell.database, demo=False)) as store, store.transaction() as connection:
        watchlist.set_watchlist(connection, ["NQ=F", "ES=F", "^GSPC", "GC=F"])
        write(connection, "NQ=F", "5m", EVENING, 250, UNKNOWN)
        write(connection, "NQ=F", "1d", MONDAY, 30, 1)
        write(connection, "ES=F", "5m", EVENING, 30, 0)
        write(connection, "ES=F", "1d", MONDAY, 20, 0)
        write(connection, "^GSPC", "1d", MONDAY, 30, 30)
    return shell


@pytest.fixture
def profile(made: CommandLine, tmp_path: Path) -> CommandLine:
    """A copy of one's own."""
    shutil.copytree(made.home, tmp_path / "profile")
    return CommandLine(tmp_path / "profile", demo=False)


@pytest.fixture
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB with its extension for SQLite."""
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension()}'")
        yield connection
