"""An import with a real Redis beside it: what is shared through it, and that its faults never fail an import."""

from __future__ import annotations

import json
import platform
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import DEADLINE, CommandLine
from tests.standins.redis_server import RedisServer, free_port
from tests.standins.yahoo import StandInYahoo


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A Redis that the settings of the environment name."""
    with RedisServer(password="s3cret") as running:
        monkeypatch.setenv("CACHE_ENABLED", "true")
        monkeypatch.setenv("REDIS_URL", running.url)
        yield running


def at_once(ahead: float, commands: list[list[str]]) -> list[str]:
    """What commands say that begin at once, each in a process of its own, by a clock that is so many seconds ahead."""
    words = [sys.executable, "-m", "tests.commands.at_once", str(ahead), json.dumps(commands)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=DEADLINE)
    found: list[str] = json.loads(done.stdout)
    return found


def sqlite_rows(database: Path, statement: str) -> list[tuple[object, ...]]:
    """What a database says."""
    with closing(sqlite3.connect(database)) as plain:
        return plain.execute(statement).fetchall()


def test_the_simulated_market_shares_nothing(shell: CommandLine, server: RedisServer) -> None:
    assert shell.run("import", "ES", "--timeframes", "1d", "-q").code == 0
    with server.client() as client:
        assert client.keys("*") == []


def test_the_quota_is_shared(real: CommandLine, server: RedisServer, yahoo: StandInYahoo) -> None:
    assert real.run("import", "ES", "--timeframes", "1d", "-q").code == 0
    with server.client() as client:
        (key,) = client.keys("ohlc:quota:*")
        counted = int(client.get(key))
        client.set(key, 2000)
    assert counted == len(yahoo.requests)
    answer = real.run("import", "NQ", "--timeframes", "1d", "--json")
    assert answer.code == 3
    assert "machines that share Redis have used up" in answer.events[-1]["message"]


@pytest.mark.parametrize(("count", "symbols", "timeframes"), [(2, ["ES"], "1d,5m"), (10, ["ES", "NQ", "GC"], "1d")])
def test_machines_that_import_at_once_cost_the_requests_of_one(
    real: CommandLine, server: RedisServer, yahoo: StandInYahoo, count: int, symbols: list[str], timeframes: str
) -> None:
    """All of them want the same before the first answer is there; each stores the same candles."""
    ahead = 600 - time.time() % 3600  # in the first quarter of an hour, so that it does not end meanwhile
    yahoo.now, yahoo.latency = lambda: time.time() + ahead, 0.3
    real.keep_calendars()
    machines = [CommandLine(real.home.parent / f"machine {number}", demo=False) for number in range(count)]
    for machine in machines:
        shutil.copytree(real.home, machine.home)
    words = ("import", *symbols, "--timeframes", timeframes, "--json")
    told = [[json.loads(line) for line in out.splitlines()] for out in at_once(ahead, [m.arguments(*words) for m in machines])]
    done = [events[-1] for events in told]
    assert {(each["state"], each["exit_code"]) for each in done} == {("DONE", 0)}
    planned = len(symbols) * len(timeframes.split(","))
    assert len(yahoo.chart_requests()) == planned
    assert sum(each["shared"] for each in done) == (count - 1) * planned
    candles = {tuple(sqlite_rows(machine.database, "SELECT * FROM candle ORDER BY 1, 2, 3")) for machine in machines}
    assert len(candles) == 1
    redis = real.run("status", "--json").json["redis"]
    assert redis["requests"] == len(yahoo.requests)
    saved = redis["saved"]
    assert saved == {"requests": (count - 1) * planned, "machines": [{"machine": platform.node(), "requests": (count - 1) * planned}]}
    with server.client() as client:
        counts = [int(client.get(key)) for key in client.keys("ohlc:quota:*")]
        assert counts == [len(yahoo.requests)]
        assert client.keys("ohlc:asking:*") == []


@pytest.mark.parametrize("fault", ["stop", "pause"])
def test_a_redis_that_dies_does_not_fail_an_import(
    real: CommandLine, server: RedisServer, yahoo: StandInYahoo, fault: str
) -> None:
    real.keep_calendars()
    yahoo.latency = 0.2
    running = real.start("import", "ES", "--timeframes", "1d,5m", "--json", OHLC_DESKTOP_CONCURRENCY="1")
    running.wait_for("item_progress")
    getattr(server, fault)()
    answer = running.finish()
    if fault == "pause":
        server.resume()
    assert (answer.code, answer.events[-1]["state"]) == (0, "DONE")
    assert "Redis is left alone" in real.log
    assert "s3cret" not in real.log


def test_a_required_redis_that_is_down_stops_the_import(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_ENABLED", "true")
    monkeypatch.setenv("REDIS_REQUIRED", "true")
    monkeypatch.setenv("REDIS_URL", f"redis://:s3cret@127.0.0.1:{free_port()}/0")
    answer = shell.run("import", "ES", "--json")
    assert answer.code == 2
    assert "required" in answer.events[0]["title"]
    assert "No Redis runs at" in answer.events[0]["message"]
    assert "s3cret" not in answer.out + answer.err + shell.log
