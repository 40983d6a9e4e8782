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
from typing import Any

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


def at_once(ahead: float, *groups: list[CommandLine], words: list[tuple[str, ...]]) -> list[list[dict[str, Any]]]:
    """The events of machines of which each group begins at once, after the group before, by a clock so many seconds ahead."""
    commands = [[m.arguments(*said) for m in group] for group, said in zip(groups, words, strict=True)]
    call = [sys.executable, "-m", "tests.commands.at_once", str(ahead), json.dumps(commands)]
    done = subprocess.run(call, capture_output=True, text=True, check=True, timeout=DEADLINE)
    return [[json.loads(line) for line in out.splitlines()] for out in json.loads(done.stdout)]


def sqlite_rows(database: Path, statement: str) -> list[tuple[object, ...]]:
    """What a database says."""
    with closing(sqlite3.connect(database)) as plain:
        return plain.execute(statement).fetchall()


def test_the_quota_is_shared(real: CommandLine, server: RedisServer, yahoo: StandInYahoo) -> None:
    assert real.run("import", "ES", "--timeframes", "1d", "-q").code == 0
    with server.client() as client:
        (key,) = client.keys("ohlc:quota:*")
        assert client.get(key) == f"{len(yahoo.requests)}/2000".encode()
        client.set(key, "2000/2000")
    answer = real.run("import", "NQ", "--timeframes", "1d", "--json")
    assert answer.code == 3
    assert "machines that share Redis have used up" in answer.events[-1]["message"]


def test_machines_that_import_at_once_cost_the_requests_of_one(
    real: CommandLine, server: RedisServer, yahoo: StandInYahoo
) -> None:
    """Two, then ten. All of a group want the same before its first answer is there; each stores the same candles."""
    ahead = 600 - time.time() % 3600  # in the first quarter of an hour, so that it does not end meanwhile
    yahoo.now, yahoo.latency = lambda: time.time() + ahead, 0.3
    real.keep_calendars()
    two, ten = ([CommandLine(real.home.parent / f"{number} of {many}", demo=False) for number in range(many)] for many in (2, 10))
    for machine in (*two, *ten):
        shutil.copytree(real.home, machine.home)
    words = [("import", *symbols, "--timeframes", "1d", "--json") for symbols in (["ES"], ["NQ"])]
    done = [events[-1] for events in at_once(ahead, two, ten, words=words)]
    assert {(each["state"], each["exit_code"]) for each in done} == {("DONE", 0)}
    assert sorted(str(request.symbol) for request in yahoo.chart_requests()) == ["ES=F", "NQ=F"]
    assert (sum(each["shared"] for each in done[:2]), sum(each["shared"] for each in done[2:])) == (1, 9)
    for group in (two, ten):
        candles = {tuple(sqlite_rows(each.database, "SELECT * FROM candle ORDER BY 1, 2, 3")) for each in group}
        assert len(candles) == 1
    redis = real.run("status", "--json").json["redis"]
    assert redis["requests"] == len(yahoo.requests) == sum(each["requests"] for each in done)
    assert redis["saved"] == {"requests": 10, "machines": [{"machine": platform.node(), "requests": 10}]}
    with server.client() as client:
        assert client.keys("ohlc:asking:*") == []


def test_a_redis_that_falls_silent_does_not_fail_an_import(
    real: CommandLine, server: RedisServer, yahoo: StandInYahoo
) -> None:
    real.keep_calendars()
    yahoo.latency = 0.2
    running = real.start("import", "ES", "--timeframes", "1d", "--json", OHLC_DESKTOP_CONCURRENCY="1")
    running.wait_for("item_progress")
    server.pause()
    answer = running.finish()
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
