"""From a source block to committed rows, against a bare ``executemany`` of the same rows; and reading back."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ohlc_desktop.calendars.exchange_calendars import sessions
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.checks.answers import check_answer
from ohlc_desktop.importer.ingest import CandleWriter
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.demo.source import simulated
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.source import Answer
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary

_ROUNDS = 15
_NOW = 1_795_482_000  # 2026-11-23 21:00 UTC


def pipeline() -> list[str]:
    """Check, derive, upsert, coverage and block, as a ratio to a bare executemany: at least 0.8."""
    lines = []
    for name, days in (("5m", 59), ("1m", 7)):
        fresh, again, floors, floors_again, written = [], [], [], [], 0
        for _ in range(_ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                first, second, stored = _through_engine(Path(folder) / "engine.sqlite3", name, days)
                bare, bare_again = _bare(Path(folder) / "bare.sqlite3", stored)
            written = len(stored)
            fresh.append(first), again.append(second), floors.append(bare), floors_again.append(bare_again)
        lines.append(_line(f"{name} fresh", written, fresh, floors))
        lines.append(_line(f"{name} unchanged", written, again, floors_again))
    return lines


def _line(what: str, count: int, ours: list[float], floor: list[float]) -> str:
    ratio = statistics.median(f / o for f, o in zip(floor, ours, strict=True))
    speed, best = count / statistics.median(ours), count / statistics.median(floor)
    return f"pipeline {what:<14} {count:>7,} rows {speed:>10,.0f}/s, bare executemany {best:>10,.0f}/s, ratio {ratio:.2f} (>= 0.80)"


def _through_engine(path: Path, name: str, days: int) -> tuple[float, float, list[tuple[object, ...]]]:
    """Seconds for a fresh and for an unchanged import of one answer, and the rows that it stored."""
    calendar = sessions("cme_equity", day_number_of(_NOW) - 731, day_number_of(_NOW) + 366)
    instrument = load_catalogue(resource("instruments.toml")).products["NQ"].continuous()
    start = _NOW - days * DAY
    block = simulated(instrument, calendar, TIMEFRAMES[name], start, _NOW)
    raw = RawRows(*block.columns[:5], block.volume.astype(np.float64))
    request = FetchRequest(instrument, name, start, _NOW, Interval(start, _NOW), Purpose.BACKFILL)
    store = open_store(path, False)
    number, run = _open_run(store, calendar)
    state = InstrumentState(instrument, calendar, DEMO)
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        answer = check_answer(request, Answer(raw, _NOW), calendar, _NOW)
        with store.transaction() as connection:
            keeper = CandleWriter(connection, number, state)
            keeper.keep(answer, run)
        seconds.append(time.perf_counter() - began)
        state = keeper.state
    stored = store.connection.execute("SELECT * FROM candle").fetchall()
    store.close()
    return seconds[0], seconds[1], stored


def _open_run(store: Store, calendar: Calendar) -> tuple[int, int]:
    with store.transaction() as connection:
        series_summary.save_calendar(connection, calendar)
        return watchlist.instrument_id(connection, "NQ=F"), ledger.begin_run(connection, "manual", None, _NOW)


def _bare(path: Path, stored: list[tuple[object, ...]]) -> tuple[float, float]:
    """The same rows into the same table by one executemany: insert, then an unchanged upsert."""
    store = open_store(path, False)
    _open_run(store, sessions("cme_equity", 20_000, 20_010))
    sql = f"INSERT INTO candle VALUES ({','.join('?' * len(stored[0]))})"
    upsert = sql + (
        " ON CONFLICT DO UPDATE SET open=excluded.open, high=excluded.high, low=excluded.low, close=excluded.close,"
        " volume=excluded.volume, origin=excluded.origin"
    )
    seconds = [_timed(lambda s=s: _execute(store, s, stored)) for s in (sql, upsert)]
    store.close()
    return seconds[0], seconds[1]


def _execute(store: Store, sql: str, stored: list[tuple[object, ...]]) -> None:
    with store.transaction() as connection:
        connection.executemany(sql, stored)


def reading() -> list[str]:
    """Full reads through the packed blocks, and the newest candles, beside reading the rows themselves."""
    lines, tf = [], TIMEFRAMES["1m"]
    with tempfile.TemporaryDirectory() as folder:
        for count, limit in ((100_000, 10), (1_000_000, 150)):
            store = open_store(Path(folder) / f"{count}.sqlite3", False)
            number, _ = _open_run(store, sessions("cme_equity", 20_000, 20_010))
            _fill(store, number, count)
            packed = _median(lambda s=store, n=number: rows.read_series(s.connection, n, tf))
            plain = _median(lambda s=store, n=number: rows.read_rows(s.connection, n, tf, 0, 2**62), 2)
            newest = _median(lambda s=store, n=number: rows.read_newest(s.connection, n, tf, 2000))
            lines.append(
                f"read {count:>9,} candles {packed * 1e3:7.1f} ms (<= {limit} ms), rows themselves {plain * 1e3:7.1f} ms,"
                f" ratio {plain / packed:.1f}; newest 2,000 {newest * 1e3:.2f} ms (<= 3 ms)"
            )
            store.close()
    return lines


def _fill(store: Store, number: int, count: int) -> None:
    """Minutes as sessions bring them: 23 hours a day, five days a week."""
    minutes = np.arange(count, dtype=np.int64)
    day, minute = minutes // 1380, minutes % 1380
    ts = (day // 5 * 7 + day % 5) * DAY + minute * 60 + 1_300_000_000 // DAY * DAY
    price = 15_000 + np.cumsum(np.random.default_rng(1).normal(0, 1, count)).round() * 0.25
    block = Candles(ts, price, price + 0.5, price - 0.5, price + 0.25, np.ones(count, dtype=np.int64))
    with store.transaction() as connection:
        rows.write(connection, number, TIMEFRAMES["1m"], block, "demo", 1)


def day_number_of(seconds: float) -> int:
    """Day number of a UTC time."""
    return int(seconds // DAY)


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _median(call: Callable[[], object], rounds: int = 7) -> float:
    call()
    return statistics.median(_timed(call) for _ in range(rounds))
