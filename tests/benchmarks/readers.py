"""The view for outside readers, a million candles, against a plain table of the same rows: CPU time."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pandas
import polars

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from tests.readers.conftest import extension

_ROUNDS = 3
_COUNT = 1_000_000
_SELECT = "SELECT * FROM candles WHERE symbol = 'NQ=F' AND timeframe = '1m' ORDER BY time"


def reading() -> list[str]:
    """DuckDB, polars and pandas, by the lines of ``resources/docs/files.md``."""
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = _database(Path(folder) / "ours.sqlite3"), Path(folder) / "plain.sqlite3"
        _copy(ours, plain)
        ways: dict[str, Callable[[Path], int]] = {
            "DuckDB, one series in order": _duckdb, "DuckDB, a copy of all": _duckdb_copy, "polars": _polars, "pandas": _pandas,
        }  # fmt: skip
        return [_line(name, read, ours, plain) for name, read in ways.items()]


def _line(name: str, read: Callable[[Path], int], ours: Path, plain: Path) -> str:
    """The least of some rounds, in turn: both meet the same noise."""
    took = [(_cpu(read, ours), _cpu(read, plain)) for _ in range(_ROUNDS)]
    view, table = (min(column) for column in zip(*took, strict=True))
    return f"readers {name:<28} view {view:5.2f} s, plain table {table:5.2f} s, ratio {view / table:.2f}"


def _cpu(read: Callable[[Path], int], path: Path) -> float:
    start = time.process_time()
    assert read(path) == _COUNT
    return time.process_time() - start


def _database(path: Path) -> Path:
    """A series of 1m, with a volume that is not known here and there."""
    number = np.arange(_COUNT)
    close = 20000 + number % 4001 * 0.25
    candles = Candles(1_600_000_020 + number * 60, close - 0.25, close + 1, close - 1, close, number % 500)
    with closing(open_store(path, demo=False)) as store, store.transaction() as connection:
        rows.write(connection, watchlist.instrument_id(connection, "NQ=F"), TIMEFRAMES["1m"], candles, "yahoo", 1)
    return path


def _copy(ours: Path, plain: Path) -> None:
    """What the view shows, in a table whose columns say their types."""
    with closing(sqlite3.connect(plain)) as database, database:
        database.execute(
            "CREATE TABLE candles(symbol TEXT, timeframe TEXT, time TIMESTAMP, open REAL, high REAL, low REAL, close REAL,"
            " volume INTEGER, origin TEXT, known TEXT)"
        )
        database.execute("ATTACH ? AS ours", (str(ours),))
        database.execute("INSERT INTO candles SELECT * FROM ours.candles")


@contextmanager
def _attached(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as duck:
        duck.execute(f"LOAD '{extension()}'")
        duck.execute(f"ATTACH '{path}' AS ohlc (TYPE sqlite, READ_ONLY)")
        yield duck


def _duckdb(path: Path) -> int:
    with _attached(path) as duck:
        return len(duck.sql(_SELECT.replace("candles", "ohlc.candles")).fetchnumpy()["time"])


def _duckdb_copy(path: Path) -> int:
    with _attached(path) as duck:
        duck.execute("CREATE TABLE candles AS FROM ohlc.candles")
        return len(duck.table("candles"))


def _polars(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        frame = polars.read_database(_SELECT, database, schema_overrides={"volume": polars.Int64})
        return len(frame.with_columns(polars.col("time").str.to_datetime(time_zone="UTC")))


def _pandas(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        how = {"time": {"format": "ISO8601", "utc": True}}
        return len(pandas.read_sql(_SELECT, database, parse_dates=how, dtype={"volume": "Int64"}))
