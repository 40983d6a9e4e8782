"""The hub against PostgreSQL alone: a day of a whole desk pushed, and read while it is pushed.

The rows are the same, in the same table of the same server, in turn: ``COPY`` of binary rows that lie ready in memory
against reading them from SQLite, sending and merging them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.hub import wire
from ohlc_desktop.hub.merging import PushedRows
from ohlc_desktop.hub.reading import HubReader
from ohlc_desktop.hub.setting_up import set_up
from ohlc_desktop.importer.hub.preparing import Preparation
from ohlc_desktop.importer.hub.pushing import push
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.hub import marks
from ohlc_desktop.store.series import candles as rows
from tests.standins.postgres import PostgresServer

INSTRUMENTS, READERS, OPENED = 5000, 30, 100_000
#: 2026-11-24, 00:00 UTC.
_DAY = 1_795_478_400
_SESSION = 23 * 3600


def pushing() -> list[str]:
    """A day of all timeframes of five thousand instruments."""
    with tempfile.TemporaryDirectory() as folder, closing(_archive(Path(folder), INSTRUMENTS)) as store, PostgresServer() as server:
        bare, ours = [], []
        count = 0
        for _ in range(3):
            bare.append(_bare(server, store))
            took, count = _pushed(server, store)
            ours.append(took)
        least, took = min(bare), min(ours)
        return [f"hub push {count:,} candles {took:.1f} s, bare COPY {least:.1f} s, ratio {took / least:.2f}"]


def reading() -> list[str]:
    """Thirty readers that open a hundred thousand candles each, idle and while a push runs."""
    with (
        tempfile.TemporaryDirectory() as folder, closing(_archive(Path(folder), 1000)) as store, PostgresServer() as server,
        _made(server) as (_, url),
    ):  # fmt: skip
        return [_opened_twice(store, url)]


def _opened_twice(store: Store, url: str) -> str:
    with store.transaction() as connection:
        number = connection.execute("INSERT INTO instrument(symbol, feed) VALUES ('READ', 'yahoo')").lastrowid or 0
        rows.write(connection, number, TIMEFRAMES["1m"], _candles("1m", _DAY - OPENED * 60, OPENED), "yahoo", 1)
        connection.execute("UPDATE instrument SET position=0 WHERE id=?", (number,))
    push(store, url, "bench", threading.Event())
    idle = _opened(url, lambda: None)
    with store.transaction() as connection:
        connection.execute("UPDATE candle SET volume=volume+1")
    busy = _opened(url, partial(_push_apart, store.path, url))
    return f"hub reading idle p95 {idle:.0f} ms, while pushing p95 {busy:.0f} ms, ratio {busy / idle:.2f}"


def _push_apart(path: Path, url: str) -> None:
    with closing(open_store(path, demo=False)) as store:
        assert push(store, url, "bench", threading.Event()).pushes


def _archive(folder: Path, instruments: int) -> Store:
    """An archive with a day of each instrument."""
    store = open_store(folder / "ohlc.sqlite3", demo=False)
    days = [(name, _candles(name, _DAY, max(1, _SESSION // tf.seconds))) for name, tf in TIMEFRAMES.items()]
    with store.bulk(), store.transaction() as connection:
        for place in range(instruments):
            number = connection.execute("INSERT INTO instrument(symbol, feed) VALUES (?, 'yahoo')", (f"S{place:05}",)).lastrowid or 0
            for name, candles in days:
                rows.write(connection, number, TIMEFRAMES[name], candles, "yahoo" if TIMEFRAMES[name].source == name else "derived", 1)
    return store


def _candles(timeframe: str, start: int, count: int) -> Candles:
    stamps = start + np.arange(count) * TIMEFRAMES[timeframe].seconds
    closes = 100 + (stamps // 60 % 997) / 4
    return make(stamps, closes, closes + 1, closes - 1, closes, np.arange(count) + 1)


@contextmanager
def _made(server: PostgresServer) -> Iterator[tuple[str, str]]:
    """A new archive, which is gone in the end: its name and its address."""
    name = server.make_database()
    set_up(server.address(name), demo=False)
    yield name, server.address(name)
    with server.connect() as owner:
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _pushed(server: PostgresServer, store: Store) -> tuple[float, int]:
    with _made(server) as (_, url):
        with store.transaction() as connection, HubReader(url) as hub:
            marks.note_for(connection, hub.state().name)
        start = time.perf_counter()
        done = push(store, url, "bench", threading.Event())
        return time.perf_counter() - start, done.candles


def _bare(server: PostgresServer, store: Store) -> float:
    """The same rows, in the same order and transactions, that lie ready as they are sent."""
    took = 0.0
    with _made(server) as (name, _), server.connect(name) as connection:
        connection.execute("SELECT ohlc.ensure_month('2026-11-01')")
        for data in _ready(store):
            start = time.perf_counter()
            with connection.transaction(), connection.cursor() as cursor:
                columns = "ts, open, high, low, close, volume, series_id, origin_id, known"
                with cursor.copy(f"COPY ohlc.candle ({columns}) FROM STDIN (FORMAT binary)") as copy:
                    for part in data:
                        copy.write(part)
            took += time.perf_counter() - start
    return took


def _ready(store: Store) -> Iterator[list[bytes]]:
    with store.transaction() as connection:
        marks.note_for(connection, "bare")
        numbers = marks.begin_sending(connection)
    series = 0
    with Preparation(store.path, False, numbers) as preparing:
        for batch in preparing.batches():
            parts = [_sent(part, series) for part in batch.rows]
            series += len(batch.series)
            yield [wire.HEADER, *parts, wire.TRAILER]


def _sent(part: PushedRows, before: int) -> bytes:
    records = wire.SENT.records(len(part.candles))
    wire.fill(records, part.candles)
    records["series"], records["origin"], records["known"] = before + part.series, 1, part.known
    return records.tobytes()


def _opened(url: str, meanwhile) -> float:  # type: ignore[no-untyped-def]
    """The 95th percentile of the milliseconds that readers wait, each in a process of its own."""
    working = threading.Thread(target=meanwhile)
    with _readers(url) as readers:
        working.start()
        times = [float(line) for reader in readers for line in reader.communicate("go\n")[0].split()]
        working.join()
    return statistics.quantiles(times, n=20)[18]


@contextmanager
def _readers(url: str) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "tests.benchmarks.hub", url]
    readers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(READERS)]
    for reader in readers:
        assert reader.stdout is not None
        reader.stdout.readline()  # it has connected
    yield readers


def _read(url: str) -> None:
    """Open the series some times; half a day would be told by its count."""
    with HubReader(url) as hub:
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(3):
            start = time.perf_counter()
            found = hub.candles("READ", "1m", 0, 2**40)
            print((time.perf_counter() - start) * 1000, flush=True)
            assert np.ptp(found.candles.volume - np.arange(OPENED)) == 0  # all as it was, or all as it is


if __name__ == "__main__":
    _read(sys.argv[1])
