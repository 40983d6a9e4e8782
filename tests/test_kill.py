"""``kill -9`` of a real import at any moment: nothing half-written, and the next import completes the rest.

The imports run in processes of their own with the real command line and a clock that stands still on a
Saturday, so that an interrupted and completed import can be compared with an uninterrupted one row for row.
"""

from __future__ import annotations

import json
import os
import queue
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ohlc_desktop import cli
from ohlc_desktop.core.derive import derive, finished
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.planning.coverage import answered, inside
from ohlc_desktop.core.timeframes import SOURCES, TIMEFRAMES
from ohlc_desktop.profile import Profile
from ohlc_desktop.resource_files import resource
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.standins.calendars import keep_calendars
from tests.standins.yahoo import StandInYahoo, forget_yfinance

#: 2026-11-21 15:00 UTC, a Saturday.
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC).timestamp()
MOMENTS = 5
#: The command line with the clock stopped.
PROGRAM = f"""
import sys
from ohlc_desktop import cli
from ohlc_desktop.core.clock import SystemClock
SystemClock.now = lambda self: {NOW}
sys.exit(cli.run(sys.argv[1:]))
"""
WORDS = ("--demo", "import", "ES", "--json")
SYMBOL = "ES=F"
DEADLINE = 60
CATALOGUE = load_catalogue(resource("instruments.toml"))


def program(home: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    """An import in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--profile", str(home), *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "OHLC_DESKTOP_CONTRACTS": "false", **environment},  # the moments are of one instrument
    )  # fmt: skip


def events(text: str) -> list[dict[str, Any]]:
    """JSON lines; the last one may be cut."""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def here(home: Path, *words: str) -> str:
    """What a command says in this process."""
    with redirect_stdout(StringIO()) as out:
        assert cli.run(["--profile", str(home), *words]) == 0, out.getvalue()
    return out.getvalue()


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ohlc_desktop.core.clock.SystemClock.now", lambda _: NOW)


@dataclass(frozen=True)
class Content:
    """What a file holds, without what may differ: numbers of runs and of changes."""

    candles: list[tuple[Any, ...]]
    coverage: list[tuple[Any, ...]]
    summaries: list[tuple[Any, ...]]


def content(database: Path) -> Content:
    """Everything that counts, by plain SQLite."""
    with closing(sqlite3.connect(database)) as plain:
        return Content(
            plain.execute("SELECT * FROM candles ORDER BY symbol, timeframe, time").fetchall(),
            plain.execute("SELECT symbol, c.* FROM coverage c JOIN instrument ON id=instrument_id ORDER BY 1, 3, 4").fetchall(),
            plain.execute(
                "SELECT symbol, timeframe, count, first, last, expected, missing, cause"
                " FROM series JOIN instrument ON id=instrument_id ORDER BY 1, 2"
            ).fetchall(),
        )  # fmt: skip


def check_whole(database: Path) -> set[tuple[str, str]]:
    """Nothing in the file is half-written; returns the sources that it holds."""
    with closing(sqlite3.connect(database)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
    held = set()
    with closing(open_store(database, demo=True)) as store:
        for symbol in watchlist.stored_symbols(store.connection):
            held |= {(symbol, source) for source in _check_instrument(store.connection, symbol)}
    return held


def _check_instrument(connection: sqlite3.Connection, symbol: str) -> list[str]:
    number = watchlist.instrument_id(connection, symbol)
    summaries = series_summary.summaries(connection, number)
    calendar = series_summary.load_calendar(connection, CATALOGUE.resolve(symbol, date(2026, 11, 21)).calendar)
    stored = {name: rows.read_rows(connection, number, tf, -(2**62), 2**62) for name, tf in TIMEFRAMES.items()}
    covered = {name: answered(series_summary.coverage(connection, number, name)) for name in TIMEFRAMES}
    for name, timeframe in TIMEFRAMES.items():
        found, source = stored[name], timeframe.source
        summary = summaries.get(name)
        assert (summary.count if summary else 0) == len(found)
        if summary and len(found):
            assert (summary.first, summary.last) == (found.ts[0], found.ts[-1])
        packed = rows.read_series(connection, number, timeframe)
        assert all(np.array_equal(a, b) for a, b in zip(found.columns, packed.columns, strict=True))
        assert bool(len(found)) == bool(covered[source])
        if not len(found):
            continue
        assert calendar is not None
        if source == name:  # every answered candle is there, and no other
            span = (min(c.start for c in covered[name]), max(c.end for c in covered[name]))
            expected = finished(buckets(calendar, timeframe, *span), covered[name], NOW).key
            assert inside(found.ts, found.ts + timeframe.seconds, covered[name]).all()
            assert set(expected.tolist()) <= set(found.ts.tolist())
        else:
            made = derive(stored[source], calendar, timeframe, covered[source], NOW)
            assert all(np.array_equal(a, b) for a, b in zip(found.columns, made.columns, strict=True))
    if covered["1m"] and covered["2m"] and covered["2m"][0].start >= covered["1m"][0].start:
        covered["2m"] = []  # derived from 1m only
    return [name for name in SOURCES if covered[name]]


def runs(database: Path) -> list[tuple[str, str]]:
    """States and reasons of all runs, oldest first."""
    with closing(sqlite3.connect(database)) as plain:
        return plain.execute("SELECT state, reason FROM run ORDER BY id").fetchall()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile that knows its sessions and holds no candles of what will be imported."""
    home = tmp_path_factory.mktemp("prepared")
    keep_calendars(Profile(home / "demo", demo=True), "cme_equity", now=NOW)
    return home


@pytest.fixture(scope="module")
def whole(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Content, int, float]:
    """What an uninterrupted import leaves, how many lines it prints and how many seconds it takes."""
    home = tmp_path_factory.mktemp("whole") / "home"
    shutil.copytree(prepared, home)
    began = time.monotonic()
    child = program(home, *WORDS)
    out, _ = child.communicate(timeout=DEADLINE)
    took = time.monotonic() - began
    assert child.returncode == 0
    assert events(out)[-1]["state"] == "DONE"
    assert check_whole(home / "demo" / "ohlc.sqlite3") >= {(SYMBOL, source) for source in SOURCES}
    return content(home / "demo" / "ohlc.sqlite3"), len(events(out)), took


def kill_after(home: Path, lines: int, seconds: float) -> list[dict[str, Any]]:
    """Kill an import so many seconds after so many lines; what it had told."""
    child = program(home, *WORDS)
    assert child.stdout is not None
    told = [child.stdout.readline() for _ in range(lines)]
    with suppress(subprocess.TimeoutExpired):
        child.wait(seconds)
    child.kill()
    out, _ = child.communicate(timeout=DEADLINE)
    return events("".join(told) + out)


def test_a_kill_at_any_moment(prepared: Path, whole: tuple[Content, int, float], tmp_path: Path) -> None:
    expected, lines, took = whole
    chance = random.Random(20261123)
    # by lines, so that they are spread on a busy machine too, and within the step that follows the line
    after = [lines * number // MOMENTS for number in range(MOMENTS)]
    seconds = [chance.random() * took / (20 if line else 1) for line in after]
    homes = [tmp_path / str(number) for number in range(MOMENTS)]
    for home in homes:
        shutil.copytree(prepared, home)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(kill_after, homes, after, seconds))
    stages = [_check_killed(home, events, expected) for home, events in zip(homes, told, strict=True)]
    # the moments were spread: before the run, between the answers, and not always at the same place
    assert len(set(stages)) >= 3, stages


def _check_killed(home: Path, told: list[dict[str, Any]], expected: Content) -> int:
    """Check one profile, complete it, check it again; returns how many answers it held."""
    database = home / "demo" / "ohlc.sqlite3"
    here(home, "--demo", "status", "--json")  # a reader is the first to see what the kill left
    held = {source for symbol, source in check_whole(database) if symbol == SYMBOL}
    done = sum(event["event"] == "progress" for event in told)
    assert len(held) >= done  # what was told is there
    running = [state for state, _ in runs(database)].count("RUNNING")
    assert running == (1 if runs(database) and runs(database)[-1][0] != "DONE" else 0)
    again = events(here(home, *WORDS))
    assert {request["timeframe"] for request in again[1]["requests"]} == set(SOURCES) - held
    states = [state for state, _ in runs(database)]
    assert states.count("INTERRUPTED") == running
    assert states[-1] == "DONE"
    assert (again[0]["completes"] is not None) == bool(running and again[1]["requests"])
    assert content(database) == expected
    with closing(open_store(database, demo=True)) as store:
        number = watchlist.instrument_id(store.connection, SYMBOL)
        assert all(rows.blocks_agree(store.connection, number, timeframe) for timeframe in TIMEFRAMES.values())
    shutil.rmtree(home)
    return len(held)


def test_a_kill_while_the_file_is_made(tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(2):
        home = tmp_path / str(number)
        child = program(home, "--demo", "watch", "add", "SI")
        deadline = time.monotonic() + DEADLINE
        while not (home / "demo" / "ohlc.sqlite3").exists() and child.poll() is None:
            assert time.monotonic() < deadline
        with suppress(subprocess.TimeoutExpired):
            child.wait(chance.random() * 0.02)
        child.kill()
        child.communicate()
        for words in (("status",), ("watch", "list")):
            assert "ES=F" in here(home, "--demo", *words)
        with closing(open_store(home / "demo" / "ohlc.sqlite3", demo=True)) as store:
            assert store.damage() == ""


def lines_of(child: subprocess.Popen[str]) -> Generator[dict[str, Any], None, None]:
    """The events of a running import, which is killed when this is closed; a silent one is an error."""
    found: queue.SimpleQueue[str] = queue.SimpleQueue()
    assert child.stdout is not None
    stream = child.stdout

    def read() -> None:
        with stream:
            for line in stream:
                found.put(line)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        while True:
            yield json.loads(found.get(timeout=DEADLINE))
    finally:
        child.kill()
        reader.join()


def test_yahoo_is_not_asked_again_for_what_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words, answers = ("import", "GC", "--json"), 2
    keep_calendars(Profile(tmp_path), "cme_metals", now=NOW)
    with StandInYahoo(now=lambda: NOW) as yahoo:
        fast = {"OHLC_DESKTOP_REQUESTS_PER_SECOND": "0", "OHLC_DESKTOP_CONCURRENCY": "1"}
        for name, value in {**yahoo.env(), **fast}.items():
            monkeypatch.setenv(name, value)
        hanging = yahoo.fault("hang", after=answers)
        child = program(tmp_path, *words)
        told_first = lines_of(child)
        for event in told_first:
            if event["event"] == "progress" and event["done"] == answers:
                break
        deadline = time.monotonic() + DEADLINE
        while not hanging.hits:
            assert time.monotonic() < deadline
        told_first.close()
        child.wait()
        stored = [request.interval for request in yahoo.chart_requests()][:answers]
        yahoo.clear_faults()
        yahoo.clear()
        forget_yfinance()
        assert events(here(tmp_path, *words))[-1]["state"] == "DONE"
        assert [r.interval for r in yahoo.chart_requests()] == [name for name in SOURCES if name not in stored]
        assert [state for state, _ in runs(tmp_path / "ohlc.sqlite3")] == ["INTERRUPTED", "DONE"]
        yahoo.clear()
        here(tmp_path, *words)
        assert yahoo.requests == []
        assert yahoo.refused_hosts == []
    forget_yfinance()
