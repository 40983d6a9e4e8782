"""A million candles through the Python API, against the packed block's own read to numpy in the same run; and its import."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

import ohlc_desktop as od
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_reader, open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary

COUNT, ROUNDS = 1_000_000, 15
_MINUTES = TIMEFRAMES["1m"]


def python() -> list[str]:
    """Each form of a million candles, and what an import costs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ohlc.sqlite3"
        number, archive = _filled(path), od.Archive(folder)

        def block() -> object:
            with closing(open_reader(path, False)) as store:
                return rows.read_series(store.connection, number, _MINUTES)

        found = archive.candles("NQ", "1m")
        floor, ours, frame = _medians(block, lambda: archive.candles("NQ", "1m").numpy(), lambda: archive.read("NQ", "1m"))
        former = _medians(lambda: archive.candles("NQ", "1m", as_of="2040-01-01").numpy())[0]
        forms = _medians(found.arrow, found.pandas)
    lines = [
        f"{COUNT:,} candles: the packed block's own read {floor:.0f} ms; od.candles().numpy() {ours:.0f} ms, ratio {ours / floor:.2f}"
        f" (<= 1.5); od.read() {frame:.0f} ms (<= 60 ms), ratio {frame / floor:.2f}",
        f"{COUNT:,} candles as of a moment {former:.0f} ms; read already, to Arrow {forms[0]:.1f} ms, to a DataFrame {forms[1]:.1f} ms",
    ]
    return [*lines, _importing()]


def _filled(path: Path) -> int:
    """Minutes as sessions bring them: 23 hours a day, five days a week."""
    minutes = np.arange(COUNT, dtype=np.int64)
    day, minute = minutes // 1380, minutes % 1380
    ts = (day // 5 * 7 + day % 5) * DAY + minute * 60 + 1_300_000_000 // DAY * DAY
    price = 15_000 + np.cumsum(np.random.default_rng(1).normal(0, 1, COUNT)).round() * 0.25
    candles = Candles(ts, price, price + 0.5, price - 0.5, price + 0.25, minutes % 500)
    with closing(open_store(path, False)) as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "NQ=F")
        change = rows.write(connection, number, _MINUTES, candles, "yahoo", 1, 1_700_000_000.0)
        series_summary.note_change(connection, number, "1m", change, 1, int(ts[0]), int(ts[-1]))
    return number


def _medians(*calls: Callable[[], object]) -> list[float]:
    """Milliseconds of the processor, by turns, so that whatever else runs meets them alike."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, found in zip(calls, times, strict=True):
            began = time.process_time()
            call()
            found.append((time.process_time() - began) * 1000)
    return [statistics.median(found) for found in times]


def _importing() -> str:
    bare, ours = (_process(code) for code in ("pass", "import ohlc_desktop"))
    return f"import ohlc_desktop: {ours - bare:.1f} ms of the processor (<= 60 ms) over {bare:.1f} ms of a bare Python"


def _process(code: str) -> float:
    program = f"import time; began = time.process_time(); {code}; print((time.process_time() - began) * 1000)"
    done = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True) for _ in range(ROUNDS)]
    return statistics.median(float(each.stdout) for each in done)
