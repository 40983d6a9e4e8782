"""Files into the archive against the least that could be: the time of both, in turn, and the peak of memory.

Time is that of the clock, which a person waits for, and that of the processor, which tells more on a machine with other work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import polars

from ohlc_desktop.calendars.exchange_calendars import sessions
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.files.sessions import calendar_since
from ohlc_desktop.importer.merging.made import daily
from ohlc_desktop.importer.run_setup import library_sessions, read_state
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.files import scid
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from tests.importer.files import generated

#: Rows of text, and records of 40 bytes: a gigabyte.
ROWS, TICKS = 5_000_000, 25_000_000
#: Rows of a file that is taken in before.
SMALL = 20_000
_INSERT = (
    "INSERT INTO candle(instrument_id, timeframe, ts, open, high, low, close, volume, origin)"
    " VALUES (1, '1m', ?, ?, ?, ?, ?, ?, 'ninjatrader')"
)


def text() -> list[str]:
    """Minutes of NinjaTrader, committed with all timeframes, against polars and a bare ``executemany``, the best of three.

    Once more where a feed has given the days of their time, as in every archive that is in use. What the program needs to start
    is in the benchmark ``starting``.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        days = _write_text(folder / "NQ.txt")
        rounds = [(*_timed(_bare, folder / "NQ.txt", _new(folder) / "bare"), *_stored(folder)) for _ in range(3)]
        least, least_cpu, took, cpu = (min(column) for column in list(zip(*rounds, strict=True))[:4])
        _give_days(_new(folder) / "profile", days)
        beside, _, peak = _ingested(folder / "NQ.txt", folder / "profile")
        return [
            f"ingest text {ROWS:,} rows {took:.1f} s, least {least:.1f} s, ratio {took / least:.2f}, {max(row[4] for row in rounds)} MB",
            f"ingest text, processor {cpu:.1f} s, least {least_cpu:.1f} s, ratio {cpu / least_cpu:.2f}",
            f"ingest text beside days of a feed {beside:.1f} s, {peak} MB",
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
            f"ingest scid stored {took:.2f} s, {peak} MB",
        ]


def files() -> list[str]:
    """Five hundred generated files: how many are stored, how many asked about, and how many wrongly stored."""
    with tempfile.TemporaryDirectory() as folder:
        outcomes = generated.run(Path(folder), range(500))
    return [f"ingest files {outcomes['stored']} stored, {outcomes['asked']} asked, {outcomes['wrong']} wrong"]


def _new(folder: Path) -> Path:
    """The folder without what was stored in it, once nothing is on its way to the disk any more."""
    for path in (*folder.glob("bare*"), folder / "profile"):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    os.sync()
    return folder


def _stored(folder: Path) -> tuple[float, float, int]:
    return _ingested(folder / "NQ.txt", _new(folder) / "profile")


def _give_days(profile: Path, days: Candles) -> None:
    """Let a feed give the days of the minutes."""
    profile.mkdir()
    stretch = Interval(int(days.ts[0]), int(days.ts[-1]) + DAY)
    now = time.time()
    with closing(open_store(profile / "ohlc.sqlite3", demo=False)) as store, store.transaction() as connection:
        instrument = load_catalogue(resource("instruments.toml")).products["NQ"].continuous()
        calendar = calendar_since(connection, instrument.calendar, stretch.start // DAY, now, library_sessions)
        number, state = read_state(connection, instrument, calendar, YAHOO, now)
        put(connection, number, state, TIMEFRAMES["1d"], YAHOO.name, days, stretch, now)


def _timed(act, *arguments) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Seconds of the clock and of the processor."""
    start, cpu = time.perf_counter(), time.process_time()
    act(*arguments)
    return time.perf_counter() - start, time.process_time() - cpu


def _ingested(path: Path, home: Path) -> tuple[float, float, int]:
    """Seconds of the clock and of the processor, and megabytes, of the whole command but for what is imported."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "NQ.txt"
        _write_text(small, SMALL)
        words = [str(small), "--profile", str(home), "-q", "ingest", "--yes", "--unadjusted", str(path)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.ingest_child", *words], capture_output=True, text=True, check=True
        )
    took, cpu, peak = done.stdout.split()[-3:]
    return float(took), float(cpu), int(peak)


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


def _write_text(path: Path, rows: int = ROWS) -> Candles:
    """A file of minutes; their days."""
    dice, stamps = np.random.default_rng(1), _stamps(rows)
    walk = np.abs(np.cumsum(dice.integers(-6, 7, rows)) + 80_000) + 4_000
    opens, closes = walk * 0.25, np.roll(walk, -1) * 0.25
    high, low = np.maximum(opens, closes) + 0.5, np.minimum(opens, closes) - 0.25
    minutes = Candles(stamps, opens, high, low, closes, dice.integers(1, 3000, rows))
    frame = polars.DataFrame(dict(zip("tohlcv", (stamps + 60, *minutes.columns[1:]), strict=True)))
    frame.with_columns(polars.from_epoch("t").dt.strftime("%Y%m%d %H%M%S")).write_csv(path, include_header=False, separator=";")
    return daily(minutes, sessions("cme_equity", 14_610, 20_750))


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
