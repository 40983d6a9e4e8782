"""An import with a real Redis beside it: what is shared through it, and that its faults never fail an import."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
