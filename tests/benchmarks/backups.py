"""``backup`` and ``restore`` of a large database as commands, against a copy on the disk and SQLite's own check of it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.series import candles as rows

_SERIES, _IMPORTS, _CANDLES = 15, 5, 40_000
_ROUNDS = 5


def backups() -> list[str]:
    """Both commands with 3 million candles: seconds, processor time of all threads, and the ratio to the floor."""
    with tempfile.TemporaryDirectory() as name:
        profile, backup = Path(name) / "profile", Path(name) / "backup.sqlite3"
        profile.mkdir()
        _make(profile / "ohlc.sqlite3")
        floor, made, restored = [], [], []
        for _ in range(_ROUNDS):
            floor.append(_timed(lambda: _plain(profile / "ohlc.sqlite3", Path(name) / "plain.sqlite3")))
            backup.unlink(missing_ok=True)
            made.append(_timed(lambda: _command(profile, "backup", str(backup))))
            restored.append(_timed(lambda: _command(profile, "restore", str(backup), "--yes")))
            shutil.rmtree(profile / "backups")
    return [
        _line("copy, fsync and integrity_check", floor, floor, 0),
        _line("backup", made, floor, 3),
        _line("restore", restored, floor, 6),
    ]


def _line(what: str, took: list[tuple[float, float]], floor: list[tuple[float, float]], limit: int) -> str:
    wall, cpu = (statistics.median(part) for part in zip(*took, strict=True))
    ratio = statistics.median(own[0] / least[0] for own, least in zip(took, floor, strict=True))
    return f"{what:<32} {wall:6.2f} s" + (f" (<= {limit} s)" if limit else " " * 9) + f", processors {cpu:5.2f} s, ratio {ratio:.1f}"


def _make(path: Path) -> None:
    """As several imports leave it: the series grow in turn."""
    with closing(open_store(path, False)) as store:
        for number in range(_IMPORTS):
            for series in range(_SERIES):
                _grow(store, f"S{series}=F", number)


def _grow(store: Store, symbol: str, number: int) -> None:
    ts = 1_300_000_020 + 60 * np.arange(number * _CANDLES, (number + 1) * _CANDLES, dtype=np.int64)
    random = np.random.default_rng(number)
    price = 15_000 + random.normal(0, 1, _CANDLES).cumsum().round() * 0.25
    block = Candles(ts, price, price + 0.5, price - 0.5, price + 0.25, random.integers(1, 5_000, _CANDLES))
    with store.transaction() as connection:
        rows.write(connection, watchlist.instrument_id(connection, symbol), TIMEFRAMES["1m"], block, "yahoo", number + 1)


def _plain(database: Path, copy: Path) -> None:
    """The least that makes a copy which is on the disk and known to be sound."""
    shutil.copyfile(database, copy)
    with copy.open("r+b") as file:
        os.fsync(file.fileno())
    with closing(sqlite3.connect(copy)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _command(profile: Path, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "ohlc_desktop", "--profile", str(profile), *words, "-q"], check=True)


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and those of processors, of children as well."""
    began, before = time.perf_counter(), sum(os.times()[:4])
    call()
    return time.perf_counter() - began, sum(os.times()[:4]) - before
