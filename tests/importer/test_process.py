"""The real command line as a process of its own, in real time, against the stand-in."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.importer.bench import counted
from tests.standins import market_truth as truth
from tests.standins.market_truth import DAY
from tests.standins.yahoo import StandInYahoo

Json = dict[str, Any]


@pytest.fixture
def yahoo() -> Iterator[StandInYahoo]:
    """A stand-in whose feed is ten minutes late."""
    with StandInYahoo() as server:
        server.delay = 600.0
        yield server
        assert server.refused_hosts == []


def start(yahoo: StandInYahoo, folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """``ohlc-desktop --profile FOLDER ARGUMENTS``."""
    environment = {**os.environ, **yahoo.env(), "OHLC_DESKTOP_REQUESTS_PER_SECOND": "0", "CACHE_ENABLED": "false"}
    return subprocess.Popen(
        [sys.executable, "-m", "ohlc_desktop", "--profile", str(folder), *arguments],
        env={**environment, **settings}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8",
    )  # fmt: skip


def finish(process: subprocess.Popen[str]) -> tuple[int, list[Json], str]:
    """Exit code, events, and what was said on stderr."""
    out, err = process.communicate()
    return process.returncode, [json.loads(line) for line in out.splitlines()], err


def rows(folder: Path, symbol: str, name: str) -> truth.Candles:
    """What another program reads from the file, through the view made for it."""
    with sqlite3.connect(folder / "ohlc.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute(
            "SELECT unixepoch(time), open, high, low, close, coalesce(volume, 0) FROM candles"
            " WHERE symbol=? AND timeframe=? ORDER BY time",
            (symbol, name),
        ).fetchall()
    connection.close()
    columns = zip(*found, strict=True) if found else ([] for _ in range(6))
    return truth.Candles._make(np.array(column) for column in columns)


def assert_true(folder: Path, symbol: str, name: str, began: float) -> None:
    """The stored candles are the truth, without a hole, up to what had certainly reached the feed."""
    stored = rows(folder, symbol, name)
    start = began - 6 * DAY if name in truth.INTRADAY else began - 300 * DAY
    right = truth.truth(symbol, name, start, time.time(), truth.last_trade(symbol, began - 600))
    assert len(right.ts)
    right = counted(symbol, name, right, time.time())
    kept = np.isin(stored.ts, right.ts)
    for mine, good in zip(stored.cut(kept), right, strict=True):
        assert np.array_equal(mine, good), name


def test_an_import_from_the_command_line(yahoo: StandInYahoo, tmp_path: Path) -> None:
    began = time.time()
    code, events, err = finish(start(yahoo, tmp_path, "import", "MNQ", "--json"))
    assert (code, err) == (0, "")
    assert [event["event"] for event in events[:2]] == ["run_started", "plan"]
    assert {event["v"] for event in events} == {1}
    done = events[-1]
    assert (done["event"], done["state"], done["exit_code"]) == ("run_done", "DONE", 0)
    assert done["requests"] == len(yahoo.requests) == 4 + 2
    assert done["totals"]["WRITTEN"] == sum(event["event"] == "item_done" for event in events) == 17
    for name in ("1m", "5m", "1h", "1d", "1wk"):
        assert_true(tmp_path, "MNQ=F", name, began)
