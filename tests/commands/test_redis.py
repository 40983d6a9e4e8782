"""An import with a real Redis beside it: what is put there, and that its faults never fail an import."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from ohlc_desktop.core.candles import join_packed
from ohlc_desktop.redis_share.candle_cache import CandleCache
from tests.commands.conftest import CommandLine
from tests.standins.redis_server import RedisServer, free_port
from tests.standins.yahoo import StandInYahoo


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A Redis that the settings of the environment name."""
    with RedisServer(password="s3cret") as running:
        monkeypatch.setenv("CACHE_ENABLED", "true")
        monkeypatch.setenv("REDIS_URL", running.url)
        yield running


def test_every_series_is_there_as_it_is_stored(shell: CommandLine, server: RedisServer) -> None:
    assert shell.run("import", "ES", "-q").code == 0
    with closing(sqlite3.connect(shell.database)) as plain:
        (store,) = plain.execute("SELECT value FROM meta WHERE key='store'").fetchone()
        series = plain.execute("SELECT timeframe, revision, count, last FROM series").fetchall()
    cache = CandleCache(server.url, store, time.monotonic)
    assert len(series) == 17
    for timeframe, revision, count, last in series:
        packed = cache.get_series("ES=F", timeframe, revision)
        assert packed is not None, timeframe
        candles = join_packed([packed])
        assert (len(candles), int(candles.ts[-1])) == (count, last)
    cache.close()
    with server.client() as client:
        lives = [client.ttl(key) for key in client.keys("ohlc:*")]
    assert 13 * 86400 < min(lives) <= max(lives) <= 14 * 86400


def test_the_occurrence_is_noted(shell: CommandLine, server: RedisServer) -> None:
    shell.run("watch", "remove", "NQ", "YM", "RTY", "MNQ", "CL", "GC")
    assert shell.run("import", "-q", "--planned", "2026-11-23T22:05:00Z", "--trigger", "schedule").code == 0
    with server.client() as client:
        (key,) = client.keys("ohlc:done:*")
    assert b"2026-11-23T22:05:00Z" in key


def test_the_quota_is_shared(real: CommandLine, server: RedisServer, yahoo: StandInYahoo) -> None:
    assert real.run("import", "ES", "--timeframes", "1d", "-q").code == 0
    with server.client() as client:
        (key,) = client.keys("ohlc:quota:*")
        counted = int(client.get(key))
        client.set(key, 2000)
    assert counted == len(yahoo.requests)
    answer = real.run("import", "NQ", "--timeframes", "1d", "--json")
    assert answer.code == 3
    assert "quota" in answer.events[-1]["message"]


@pytest.mark.parametrize("fault", ["stop", "pause"])
def test_a_redis_that_dies_does_not_fail_an_import(shell: CommandLine, server: RedisServer, fault: str) -> None:
    shell.keep_calendars()
    running = shell.start("import", "ES", "--timeframes", "1d,5m", "--json")
    running.wait_for("item_progress")
    getattr(server, fault)()
    answer = running.finish()
    if fault == "pause":
        server.resume()
    assert (answer.code, answer.events[-1]["state"]) == (0, "DONE")
    assert "s3cret" not in shell.log


def test_a_required_redis_that_is_down_stops_the_import(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_ENABLED", "true")
    monkeypatch.setenv("REDIS_REQUIRED", "true")
    monkeypatch.setenv("REDIS_URL", f"redis://:s3cret@127.0.0.1:{free_port()}/0")
    answer = shell.run("import", "ES", "--json")
    assert answer.code == 2
    assert "required" in answer.events[0]["title"]
    assert "No Redis runs at" in answer.events[0]["message"]
    assert "s3cret" not in answer.out + answer.err + shell.log
