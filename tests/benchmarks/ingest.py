"""Files into the archive against the least that could be: the time of both, in turn, and the peak of memory.

Time is that of the clock, which a person waits for, and that of the processor, which tells more on a machine with other work.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import polars

from ohlc_desktop.calendars.exchange_calendars import sessions
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.sources.files import scid
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from tests.importer.files import generated

#: Rows of text, and records of 40 bytes: a gigabyte.
ROWS, TICKS = 5_000_000, 25_000_000
_INSERT = (
    "INSERT INTO candle(instrument_id, timeframe, ts, open, high, low, close, volume, origin)"
    " VALUES (1, '1m', ?, ?, ?, ?, ?, ?, 'ninjatrader')"
)


def text() -> list[str]:
    """Minutes of NinjaTrader, committed with all timeframes, against polars and a bare ``executemany``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "NQ.txt"
        _write_text(path)
        os.sync()  # what was written before must not be on its way to the disk meanwhile
        least, least_cpu = _timed(_bare, path, Path(folder) / "bare.sqlite3")
        os.sync()
        took, cpu, peak = _ingested(path, Path(folder) / "profile")
        return [
            f"ingest text {ROWS:,} rows {took:.1f} s, least {least:.1f} s, ratio {took / least:.2f}, {peak} MB",
            f"ingest text, processor {cpu:.1f} s, least {least_cpu:.1f} s, ratio {cpu / least_cpu:.2f}",
        ]


def ticks() -> list[str]:
    """A gigabyte of ticks of Sierra Chart, to minutes, against numpy reading its bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "NQZ26-CME.scid"
        _write_ticks(path)
        least = min(_timed(np.fromfile, path, np.uint8)[1] for _ in range(3))
        made = min(_timed(_minutes, path)[1] for _ in range(3))
        _, took, peak = _ingested(path, Path(folder) / "profile")
        return [
            f"ingest scid to minutes {made:.2f} s, bytes alone {least:.2f} s, ratio {made / least:.2f}",
            f"ingest scid stored, with the start of the program {took:.2f} s, {peak} MB",
        ]


def files() -> list[str]:
    """Five hundred generated files: how many are stored, how many asked about, and how many wrongly stored."""
    with tempfile.TemporaryDirectory() as folder:
        outcomes = generated.run(Path(folder), range(500))
    return [f"ingest files {outcomes['stored']} stored, {outcomes['asked']} asked, {outcomes['wrong']} wrong"]


def _timed(act, *arguments) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Seconds of the clock and of the processor."""
    start, cpu = time.perf_counter(), time.process_time()
    act(*arguments)
    return time.perf_counter() - start, time.process_time() - cpu


def _ingested(path: Path, home: Path) -> tuple[float, float, int]:
    """Seconds of the clock and of the processor, and megabytes, of the whole command."""
    words = ["--profile", str(home), "-q", "ingest", "--yes", "--unadjusted", str(path)]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.ingest_child", *words], capture_output=True, text=True, check=True
    )
    took, peak = done.stdout.split()[-2:]
    return time.perf_counter() - start, float(took), int(peak)


def _bare(path: Path, database: Path) -> None:
    """Parse with polars, and put the rows into the table of candles."""
    frame = polars.read_csv(path, has_header=False, separator=";", new_columns=list("tohlcv"))
    frame = frame.with_columns(polars.col("t").str.to_datetime("%Y%m%d %H%M%S").dt.epoch("s") - 60)
    with closing(open_store(database, demo=False)) as store, store.transaction() as connection:
        watchlist.instrument_id(connection, "NQ=F")
        connection.executemany(_INSERT, zip(*(frame[name].to_list() for name in "tohlcv"), strict=True))


def _minutes(path: Path) -> None:
    file = scid.ScidFile(path, path.stat().st_size)
    for _ in file.parts():
        pass


def _stamps(count: int) -> np.ndarray:
    """The newest minutes of sessions before 2026-11."""
    calendar = sessions("cme_equity", 14_610, 20_750)
    return buckets(calendar, TIMEFRAMES["1m"], int(calendar.open[0]), int(calendar.close[-1])).key[-count:]


def _write_text(path: Path) -> None:
    dice, stamps = np.random.default_rng(1), _stamps(ROWS)
    walk = np.abs(np.cumsum(dice.integers(-6, 7, ROWS)) + 80_000) + 4_000
    opens, closes = walk * 0.25, np.roll(walk, -1) * 0.25
    frame = polars.DataFrame(
        {
            "t": stamps + 60, "o": opens, "h": np.maximum(opens, closes) + 0.5, "l": np.minimum(opens, closes) - 0.25,
            "c": closes, "v": dice.integers(1, 3000, ROWS),
        }
    )  # fmt: skip
    frame.with_columns(polars.from_epoch("t").dt.strftime("%Y%m%d %H%M%S")).write_csv(path, include_header=False, separator=";")


def _write_ticks(path: Path) -> None:
    """A hundred ticks a minute, written part by part."""
    dice, minutes, each = np.random.default_rng(2), _stamps(TICKS // 100), 100
    record = np.dtype([("moment", "<i8"), ("prices", "<f4", 4), ("trades", "<u4"), ("volume", "<u4"), ("rest", "<u4", 2)])
    with path.open("wb") as stream:
        stream.write(b"SCID" + np.array([56, 40], dtype="<u4").tobytes() + np.array([1, 0], dtype="<u2").tobytes())
        stream.write(bytes(40))
        for first in range(0, len(minutes), 5_000):
            part = minutes[first : first + 5_000]
            rows = np.zeros(len(part) * each, dtype=record)
            rows["moment"] = (np.repeat(part, each) + 25_569 * 86_400) * 1_000_000 + np.tile(np.arange(each) * 600_000, len(part))
            close = 20_000 + np.cumsum(dice.integers(-1, 2, len(rows))) % 400 * 0.25
            rows["prices"] = np.stack((np.zeros(len(rows)), close + 0.25, close - 0.25, close), axis=1)
            rows["trades"], rows["volume"] = 1, dice.integers(1, 5, len(rows))
            rows.tofile(stream)
