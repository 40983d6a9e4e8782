"""What is kept in Redis comes back whole or not at all, and a bad Redis costs two seconds at most."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest
from redis import Redis

from ohlc_desktop.core import candles
from ohlc_desktop.core.errors import RedisRequired
from ohlc_desktop.redis_share import candle_cache
from ohlc_desktop.redis_share.candle_cache import BUDGET, GIVEN_OUT, QUIET, CandleCache, connect
from ohlc_desktop.redis_share.status import RedisState
from tests.redis_share.conftest import Open, SetClock
from tests.standins.redis_server import HangingServer, RedisServer, SlowServer, free_port

PACKED = candles.make([60, 120], [1, 2], [3, 4], [0.5, 1], [2, 3], [10, 20]).pack()
KEY = "ohlc:store-1:ES=F:5m:7"
DAY = 86_400
#: 500 calls that cost a budget are over after so many seconds on a busy machine too; if each of them waited, none were.
SOON = 10.0


@pytest.fixture
def cache(server: RedisServer, open_cache: Open) -> CandleCache:
    """A cache on a real server."""
    return open_cache(server.url)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The texts of all warnings so far."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_row_has_the_size_that_core_says() -> None:
    assert candle_cache.ROW_BYTES == candles.ROW_BYTES


def test_a_series_comes_back_as_it_was(cache: CandleCache) -> None:
    assert cache.put_series("ES=F", "5m", 7, PACKED)
    assert cache.get_series("ES=F", "5m", 7) == PACKED
    assert cache.put_series("ES=F", "5m", 8, b"")
    assert cache.get_series("ES=F", "5m", 8) == b""
    assert cache.failure is None
    assert cache.status.state is RedisState.OK


def test_a_large_block_fits(cache: CandleCache) -> None:
    block = np.random.default_rng(1).bytes(48 * 200_000)
    assert cache.put_series("ES=F", "1m", 1, block)
    assert cache.get_series("ES=F", "1m", 1) == block


def test_what_was_not_kept_is_a_miss(cache: CandleCache) -> None:
    cache.put_series("ES=F", "5m", 7, PACKED)
    assert cache.get_series("ES=F", "5m", 8) is None
    assert cache.get_series("ES=F", "1m", 7) is None
    assert cache.get_series("NQ=F", "5m", 7) is None
    assert cache.failure is None


def test_stores_do_not_see_each_other(server: RedisServer, cache: CandleCache, open_cache: Open) -> None:
    other = open_cache(server.url, "store-2")
    cache.put_series("ES=F", "5m", 7, PACKED)
    cache.note_done("2026-11-23T22:05:00Z")
    assert other.get_series("ES=F", "5m", 7) is None
    assert other.is_done("2026-11-23T22:05:00Z") is False


def stored(client: Redis) -> bytes:
    """The value as it lies in the server."""
    value = client.get(KEY)
    assert isinstance(value, bytes)
    return value


@pytest.mark.parametrize("spoil", [
    lambda value: value[:-1], lambda value: value[:-48], lambda value: value[:5], lambda value: b"",
    lambda value: value + bytes(48), lambda value: b"XXXX" + value[4:], lambda value: PACKED,
    lambda value: value[:-1] + bytes([value[-1] ^ 1]), lambda value: b"\x80\x04N.", lambda value: b"{}",
])  # fmt: skip
def test_a_spoilt_value_is_a_miss(
    server: RedisServer, cache: CandleCache, spoil: Callable[[bytes], bytes]
) -> None:
    cache.put_series("ES=F", "5m", 7, PACKED)
    with server.client() as client:
        client.set(KEY, spoil(stored(client)))
    assert cache.get_series("ES=F", "5m", 7) is None
    assert cache.failure is None


def test_a_value_under_another_name_is_a_miss(server: RedisServer, cache: CandleCache) -> None:
    cache.put_series("ES=F", "5m", 7, PACKED)
    with server.client() as client:
        client.rename(KEY, KEY.replace("ES", "NQ"))
    assert cache.get_series("NQ=F", "5m", 7) is None


def test_a_key_of_another_kind_is_a_miss_and_no_failure(server: RedisServer, cache: CandleCache) -> None:
    with server.client() as client:
        client.rpush(KEY, "x")
        client.set("ohlc:quota:2026-11-23", "many")
    assert cache.get_series("ES=F", "5m", 7) is None
    assert cache.add_requests("2026-11-23", 1) is None
    assert cache.requests_used("2026-11-23") is None
    assert cache.failure is None
    assert cache.put_series("ES=F", "5m", 7, PACKED)


def test_half_a_candle_is_not_kept(cache: CandleCache) -> None:
    assert cache.put_series("ES=F", "5m", 7, PACKED[:-1]) is False
    assert cache.failure is None


def test_a_done_day_is_remembered(cache: CandleCache) -> None:
    assert cache.is_done("2026-11-23T22:05:00Z") is False
    assert cache.note_done("2026-11-23T22:05:00Z")
    assert cache.is_done("2026-11-23T22:05:00Z") is True
    assert cache.is_done("2026-11-24T22:05:00Z") is False


def test_the_quota_is_shared_by_all_stores(server: RedisServer, cache: CandleCache, open_cache: Open) -> None:
    other = open_cache(server.url, "store-2")
    assert cache.requests_used("2026-11-23") == 0
    assert cache.add_requests("2026-11-23", 3) == 3
    assert other.add_requests("2026-11-23", 4) == 7
    assert cache.requests_used("2026-11-23") == 7
    assert cache.requests_used("2026-11-24") == 0


def test_everything_expires(server: RedisServer, cache: CandleCache) -> None:
    cache.put_series("ES=F", "5m", 7, PACKED)
    cache.note_done("2026-11-23T22:05:00Z")
    cache.add_requests("2026-11-23", 1)
    with server.client() as client:
        left = {str(key, "ascii"): client.ttl(key) for key in client.scan_iter()}
    assert set(left) == {KEY, "ohlc:done:store-1:2026-11-23T22:05:00Z", "ohlc:quota:2026-11-23"}
    assert [round(seconds / DAY, 2) for _, seconds in sorted(left.items())] == [7, 2, 14]


def every_answer(cache: CandleCache) -> list[object]:
    """What each method says."""
    return [
        cache.put_series("ES=F", "5m", 7, PACKED), cache.get_series("ES=F", "5m", 7), cache.note_done("x"),
        cache.is_done("x"), cache.add_requests("2026-11-23", 1), cache.requests_used("2026-11-23"),
    ]  # fmt: skip


def test_after_a_failure_redis_is_left_alone_for_thirty_seconds(
    server: RedisServer, open_cache: Open, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.stop()
    cache = open_cache(server.url)
    assert every_answer(cache) == [False, None, False, None, None, None]
    assert cache.failure is not None
    assert (cache.failure.cause, cache.status.state) == ("refused", RedisState.FAILING)
    server.start()
    clock.now += QUIET - 0.1
    assert cache.note_done("x") is False
    clock.now += 0.2
    assert cache.put_series("ES=F", "5m", 7, PACKED)
    assert cache.get_series("ES=F", "5m", 7) == PACKED
    assert cache.status.state is RedisState.OK
    assert cache.failure.cause == "refused"
    assert len(warnings(caplog)) == 1
    assert "answers again" in caplog.text


def test_a_server_that_dies_and_returns_is_found_again(
    server: RedisServer, cache: CandleCache, clock: SetClock
) -> None:
    assert cache.note_done("x")
    server.stop()
    assert cache.is_done("x") is None
    server.start()
    assert cache.is_done("x") is None
    clock.now += QUIET
    assert cache.is_done("x") is False


def test_a_restart_between_two_calls_is_no_failure(server: RedisServer, cache: CandleCache) -> None:
    assert cache.note_done("x")
    server.stop()
    server.start()
    assert cache.note_done("x")
    assert cache.failure is None


def five_hundred(cache: CandleCache, clock: SetClock, step: float, puts: int = 500) -> float:
    """Real seconds that 500 puts take while the clock moves on by a step each."""
    started = time.perf_counter()
    for revision in range(puts):
        cache.put_series("ES=F", "5m", revision, PACKED)
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
    open_cache: Open, clock: SetClock, fault: str, step: float,
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
        cache = open_cache(url)
        assert five_hundred(cache, clock, step, puts=100 if step else 500) < SOON
    assert cache.status.state is RedisState.FAILING
    assert len(warnings(caplog)) == 1
    assert "s3cre" not in caplog.text + repr(cache.status) + repr(cache.failure)


def test_a_stopped_redis_costs_its_budget_at_most(
    server: RedisServer, open_cache: Open, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    cache = open_cache(server.url, budget=0.4)
    assert cache.note_done("x")
    server.pause()
    assert five_hundred(cache, clock, 1.0) < SOON
    assert cache.failure is not None
    assert cache.failure.cause == "timeout"
    assert len(warnings(caplog)) == 2  # left alone for a while, then for good
    server.resume()
    clock.now += 10 * QUIET
    assert cache.note_done("x") is False


def test_a_stopped_redis_is_asked_once_in_thirty_seconds(
    server: RedisServer, open_cache: Open, clock: SetClock
) -> None:
    cache = open_cache(server.url, budget=0.1)
    server.pause()
    assert five_hundred(cache, clock, 0.0) < SOON
    server.resume()


@pytest.mark.parametrize("delay", [0.05, 0.2])
def test_a_slow_redis_costs_its_budget_and_is_then_off_for_good(
    server: RedisServer, open_cache: Open, clock: SetClock, delay: float, caplog: pytest.LogCaptureFixture
) -> None:
    budget = 0.5
    with SlowServer(server, delay) as slow:
        cache = open_cache(slow.url, budget=budget)
        assert five_hundred(cache, clock, 1.0) < SOON
        clock.now += 10 * QUIET
        assert every_answer(cache) == [False, None, False, None, None, None]
    assert cache.spent >= budget * GIVEN_OUT
    assert cache.status.state is RedisState.FAILING
    assert "is not asked again" in str(cache.status.detail)
    assert cache.failure is not None
    assert any("from now on" in text for text in warnings(caplog))


def test_a_healthy_redis_costs_nothing_of_the_budget(cache: CandleCache, clock: SetClock) -> None:
    five_hundred(cache, clock, 0.0, puts=100)
    assert cache.spent < BUDGET / 2
    assert cache.status.state is RedisState.OK


def test_time_outs_in_the_address_do_not_count(open_cache: Open) -> None:
    with HangingServer() as server:
        cache = open_cache(server.url + "?socket_timeout=30", budget=0.3)
        started = time.perf_counter()
        assert cache.note_done("x") is False
        assert time.perf_counter() - started < SOON


def test_a_malformed_address_makes_a_cache_that_is_off(
    open_cache: Open, caplog: pytest.LogCaptureFixture
) -> None:
    cache = open_cache("redis://:Zq9@ss/w#rd@host")
    assert every_answer(cache) == [False, None, False, None, None, None]
    assert cache.failure is not None
    assert cache.failure.cause == "wrong_url"
    assert len(warnings(caplog)) == 1
    assert "Zq9" not in caplog.text + repr(cache.failure)


def test_a_machine_without_threads_left_is_a_failure_like_others(
    cache: CandleCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert cache.note_done("x") is False
    assert cache.failure is not None


def test_a_closed_cache_finds_nothing(cache: CandleCache) -> None:
    assert cache.note_done("x")
    cache.close()
    cache.close()
    assert every_answer(cache) == [False, None, False, None, None, None]


def test_a_writer_and_a_reader_share_one_cache(cache: CandleCache) -> None:
    def write() -> None:
        for revision in range(100):
            cache.put_series("ES=F", "5m", revision, PACKED)

    writer = threading.Thread(target=write)
    writer.start()
    found = [cache.get_series("ES=F", "5m", revision) for revision in range(100)]
    writer.join()
    assert set(found) <= {PACKED, None}
    assert all(cache.get_series("ES=F", "5m", revision) == PACKED for revision in range(100))
    assert cache.failure is None


def test_connect_says_what_is_switched_off(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    status, cache = connect(False, False, "redis://:s3cret@localhost", "store-1")
    assert (status.state, cache) == (RedisState.OFF, None)
    assert not warnings(caplog)  # as it was asked for
    (text,) = [record.getMessage() for record in caplog.records]
    assert "charts open from the database" in text
    assert "CACHE_ENABLED=true" in text


def test_connect_gives_a_cache_that_works(
    server: RedisServer, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    status, cache = connect(True, True, server.url, "store-1", clock)
    assert status.state is RedisState.OK
    assert cache is not None
    assert cache.note_done("x")
    cache.close()
    (record,) = [record for record in caplog.records if record.name == candle_cache.__name__]
    assert record.levelno == logging.INFO
    assert status.version is not None
    assert status.version in record.getMessage()
    assert " ms" in record.getMessage()


def test_connect_to_nobody_warns_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    status, cache = connect(True, False, f"redis://:s3cret@localhost:{free_port()}/0", "store-1")
    assert (status.cause, cache) == ("refused", None)
    (text,) = warnings(caplog)
    assert str(status.detail) in text
    assert str(status.fix) in text
    assert "s3cret" not in text


def test_a_required_redis_that_fails_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RedisRequired) as caught:
        connect(True, True, f"redis://:s3cret@localhost:{free_port()}/0", "store-1")
    error = caught.value
    assert error.exit_code == 2
    assert str(error.title)
    assert "No Redis runs" in str(error.message)
    assert "REDIS_REQUIRED=false" in str(error.hint)
    assert "s3cret" not in str(error) + caplog.text


def test_a_required_redis_that_is_off_is_refused() -> None:
    with pytest.raises(RedisRequired) as caught:
        connect(False, True, "redis://localhost:6379/0", "store-1")
    assert str(caught.value.hint) == "Set CACHE_ENABLED=true or REDIS_REQUIRED=false."


def test_probe_and_cache_share_one_budget(
    server: RedisServer, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candle_cache, "BUDGET", 0.5)
    with SlowServer(server, 0.05) as slow:
        started = time.perf_counter()
        _, cache = connect(True, False, slow.url, "store-1", clock)
        assert cache is not None
        five_hundred(cache, clock, 1.0)
        assert time.perf_counter() - started < SOON
        cache.close()
