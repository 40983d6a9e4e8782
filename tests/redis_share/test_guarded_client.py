"""A bad Redis costs two seconds at most, never raises, and is told with its cause once."""

from __future__ import annotations

import logging
import socket
import threading
import time

import pytest

from ohlc_desktop.core.errors import RedisRequired
from ohlc_desktop.redis_share import guarded_client
from ohlc_desktop.redis_share import share as share_module
from ohlc_desktop.redis_share.guarded_client import BUDGET, GIVEN_OUT, QUIET
from ohlc_desktop.redis_share.share import Looked, RedisShare, connect
from ohlc_desktop.redis_share.status import RedisState
from tests.redis_share.conftest import Open, SetClock
from tests.standins.redis_server import HangingServer, RedisServer, SlowServer, free_port

#: 500 calls that cost a budget are over after so many seconds on a busy machine too; if each of them waited, none were.
SOON = 10.0


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The texts of all warnings so far."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def counted(share: RedisShare) -> int | None:
    """One call: what it says."""
    told = share.count_request("2026-11-23", "", 0, 1_000_000)
    return None if told is None else told.requests


def every_answer(share: RedisShare) -> list[object]:
    """What each method says."""
    return [counted(share), share.look("x"), share.give("x", b"value", 60)]


#: The same of a share whose Redis does not work.
NOTHING = [None, Looked(), False]


def test_after_a_failure_redis_is_left_alone_for_thirty_seconds(
    server: RedisServer, open_share: Open, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.stop()
    share = open_share(server.url)
    assert every_answer(share) == NOTHING
    assert share.redis.failure is not None
    assert (share.redis.failure.cause, share.redis.status.state) == ("refused", RedisState.FAILING)
    server.start()
    clock.now += QUIET - 0.1
    assert counted(share) is None
    clock.now += 0.2
    assert counted(share) == 1
    assert share.redis.status.state is RedisState.OK
    assert share.redis.failure.cause == "refused"
    assert len(warnings(caplog)) == 1
    assert "answers again" in caplog.text


def test_a_server_that_dies_and_returns_is_found_again(
    server: RedisServer, share: RedisShare, clock: SetClock
) -> None:
    assert counted(share)
    server.stop()
    assert counted(share) is None
    server.start()
    assert counted(share) is None
    clock.now += QUIET
    assert counted(share) == 1


def test_a_restart_between_two_calls_is_no_failure(server: RedisServer, share: RedisShare) -> None:
    assert counted(share)
    server.stop()
    server.start()
    assert counted(share)
    assert share.redis.failure is None


def five_hundred(share: RedisShare, clock: SetClock, step: float, calls: int = 500) -> float:
    """Real seconds that 500 calls take while the clock moves on by a step each."""
    started = time.perf_counter()
    for _ in range(calls):
        counted(share)
        clock.now += step
    return time.perf_counter() - started


def resolve(host: str, port: int, *_: object, **__: object) -> list[object]:
    """A resolver that knows this machine only."""
    if host != "127.0.0.1":
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]


@pytest.mark.parametrize("step", [0.0, QUIET])
@pytest.mark.parametrize("fault", ["dead", "wrong password", "full", "no such host"])
def test_a_broken_redis_costs_its_budget_at_most(
    open_share: Open, clock: SetClock, fault: str, step: float,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with RedisServer(password="s3cret", maxmemory="1" if fault == "full" else "") as server:
        url = {
            "dead": f"redis://:s3cret@127.0.0.1:{free_port()}",
            "wrong password": server.url.replace("s3cret", "s3cre7"),
            "full": server.url,
            "no such host": "redis://:s3cret@nobody.invalid",
        }[fault]
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        share = open_share(url)
        assert five_hundred(share, clock, step, calls=100 if step else 500) < SOON
    assert share.redis.status.state is RedisState.FAILING
    assert len(warnings(caplog)) == 1
    assert "s3cre" not in caplog.text + repr(share.redis.status) + repr(share.redis.failure)


def test_a_stopped_redis_costs_its_budget_at_most(
    server: RedisServer, open_share: Open, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    share = open_share(server.url, budget=0.4)
    assert counted(share)
    server.pause()
    assert five_hundred(share, clock, 1.0) < SOON
    assert share.redis.failure is not None
    assert share.redis.failure.cause == "timeout"
    assert len(warnings(caplog)) == 2  # left alone for a while, then for good
    server.resume()
    clock.now += 10 * QUIET
    assert counted(share) is None


def test_a_stopped_redis_is_asked_once_in_thirty_seconds(
    server: RedisServer, open_share: Open, clock: SetClock
) -> None:
    share = open_share(server.url, budget=0.1)
    server.pause()
    assert five_hundred(share, clock, 0.0) < SOON
    server.resume()


@pytest.mark.parametrize("delay", [0.05, 0.2])
def test_a_slow_redis_costs_its_budget_and_is_then_off_for_good(
    server: RedisServer, open_share: Open, clock: SetClock, delay: float, caplog: pytest.LogCaptureFixture
) -> None:
    budget = 0.5
    with SlowServer(server, delay) as slow:
        share = open_share(slow.url, budget=budget)
        assert five_hundred(share, clock, 1.0) < SOON
        clock.now += 10 * QUIET
        assert every_answer(share) == NOTHING
    assert share.redis.spent >= budget * GIVEN_OUT
    assert share.redis.status.state is RedisState.FAILING
    assert "is not asked again" in str(share.redis.status.detail)
    assert share.redis.failure is not None
    assert any("from now on" in text for text in warnings(caplog))


def test_a_healthy_redis_costs_nothing_of_the_budget(share: RedisShare, clock: SetClock) -> None:
    five_hundred(share, clock, 0.0, calls=100)
    assert share.redis.spent < BUDGET / 2
    assert share.redis.status.state is RedisState.OK


def test_time_outs_in_the_address_do_not_count(open_share: Open) -> None:
    with HangingServer() as server:
        share = open_share(server.url + "?socket_timeout=30", budget=0.3)
        started = time.perf_counter()
        assert counted(share) is None
        assert time.perf_counter() - started < SOON


def test_a_malformed_address_makes_a_share_that_is_off(
    open_share: Open, caplog: pytest.LogCaptureFixture
) -> None:
    share = open_share("redis://:Zq9@ss/w#rd@host")
    assert every_answer(share) == NOTHING
    assert share.redis.failure is not None
    assert share.redis.failure.cause == "wrong_url"
    assert len(warnings(caplog)) == 1
    assert "Zq9" not in caplog.text + repr(share.redis.failure)


def test_a_machine_without_threads_left_is_a_failure_like_others(
    share: RedisShare, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert counted(share) is None
    assert share.redis.failure is not None


def test_a_closed_share_finds_nothing(share: RedisShare) -> None:
    assert counted(share)
    share.close()
    share.close()
    assert every_answer(share) == NOTHING


def test_connect_says_what_is_switched_off(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    status, share = connect(False, False, "redis://:s3cret@localhost")
    assert (status.state, share) == (RedisState.OFF, None)
    assert not warnings(caplog)  # as it was asked for
    (text,) = [record.getMessage() for record in caplog.records]
    assert "not shared between machines" in text
    assert "CACHE_ENABLED=true" in text


def test_connect_gives_a_share_that_works(
    server: RedisServer, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    status, share = connect(True, True, server.url, clock)
    assert status.state is RedisState.OK
    assert share is not None
    assert counted(share)
    share.close()
    (record,) = [record for record in caplog.records if record.name == share_module.__name__]
    assert record.levelno == logging.INFO
    assert status.version is not None
    assert status.version in record.getMessage()
    assert " ms" in record.getMessage()


def test_connect_to_nobody_warns_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    status, share = connect(True, False, f"redis://:s3cret@localhost:{free_port()}/0")
    assert (status.cause, share) == ("refused", None)
    (text,) = warnings(caplog)
    assert str(status.detail) in text
    assert str(status.fix) in text
    assert "s3cret" not in text


def test_a_required_redis_that_fails_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RedisRequired) as caught:
        connect(True, True, f"redis://:s3cret@localhost:{free_port()}/0")
    error = caught.value
    assert error.exit_code == 2
    assert str(error.title)
    assert "No Redis runs" in str(error.message)
    assert "REDIS_REQUIRED=false" in str(error.hint)
    assert "s3cret" not in str(error) + caplog.text


def test_a_required_redis_that_is_off_is_refused() -> None:
    with pytest.raises(RedisRequired) as caught:
        connect(False, True, "redis://localhost:6379/0")
    assert str(caught.value.hint) == "Set CACHE_ENABLED=true or REDIS_REQUIRED=false."


def test_probe_and_share_have_one_budget(
    server: RedisServer, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_client, "BUDGET", 0.5)
    with SlowServer(server, 0.05) as slow:
        started = time.perf_counter()
        _, share = connect(True, False, slow.url, clock)
        assert share is not None
        five_hundred(share, clock, 1.0)
        assert time.perf_counter() - started < SOON
        share.close()
