"""The news of an import reaches who listens, and nothing else does."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ohlc_desktop.redis_share import news as news_module
from ohlc_desktop.redis_share.news import CHANNEL, LARGEST, News, NewsListener, from_bytes, to_bytes
from ohlc_desktop.redis_share.share import RedisShare
from tests.standins.redis_server import HangingServer, RedisServer

NEWS = News("yahoo", "0123456789abcdef", "alpha", (("ES=F", "1m", 1795000000.5), ("AAPL", "1d", 1795000001)))
#: Beyond this something hangs, in seconds.
LIMIT = 30.0


def test_news_come_back_as_they_were() -> None:
    assert from_bytes(to_bytes(NEWS)) == NEWS
    assert from_bytes(to_bytes(News("", "", "", ()))) == News("", "", "", ())


@pytest.mark.parametrize("told", [
    b"", b"{}", b"[]", b"\x80\x04N.", b"null", to_bytes(NEWS)[:-1], to_bytes(NEWS).replace(b'"v": 1', b'"v": 2'),
    to_bytes(NEWS).replace(b"1795000001", b"NaN"), to_bytes(NEWS).replace(b"1795000001", b'"now"'),
    to_bytes(NEWS).replace(b'"alpha"', b"7"), to_bytes(NEWS).replace(b'"1d", ', b""), to_bytes(NEWS).replace(b'"AAPL"', b"null"),
    to_bytes(NEWS).replace(b"alpha", b"a\\nb"), b'{"v": 1}', b'{"v": 1, "feed": "", "edition": "", "machine": "", "series": 7}', b"[" * 100_000, 1, None,
    to_bytes(News("x" * LARGEST, "", "", ())),
])  # fmt: skip
def test_anything_else_is_no_news(told: object) -> None:
    assert from_bytes(told) is None


def subscribed(server: RedisServer) -> None:
    """Return once somebody listens."""
    with server.client() as client:
        end = time.monotonic() + LIMIT
        while not client.pubsub_numsub(CHANNEL)[0][1]:
            assert time.monotonic() < end, "nobody listens"


def test_who_listens_hears_it_and_what_is_no_news_is_passed_over(server: RedisServer, share: RedisShare) -> None:
    heard: queue.SimpleQueue[News] = queue.SimpleQueue()
    listener = NewsListener(server.url, heard.put)
    listener.start()
    subscribed(server)
    with server.client() as client:
        client.publish(CHANNEL, b"rubbish")
    share.publish(NEWS)
    assert heard.get(timeout=LIMIT) == NEWS
    listener.stop()
    share.publish(NEWS)
    assert heard.empty()
    with server.client() as client:
        assert client.pubsub_numsub(CHANNEL) == [(CHANNEL.encode(), 0)]


def test_news_of_a_whole_desk_are_told_in_pieces(server: RedisServer, share: RedisShare) -> None:
    """Five thousand instruments in six timeframes are more than one piece of news may be."""
    told = replace(NEWS, series=tuple((f"S{number:06}.XETRA", "1m", 1795000000.5 + number) for number in range(30_000)))
    assert from_bytes(to_bytes(told)) is None
    heard: queue.SimpleQueue[News] = queue.SimpleQueue()
    listener = NewsListener(server.url, heard.put)
    listener.start()
    subscribed(server)
    share.publish(told)
    series: list[object] = []
    while len(series) < len(told.series):
        series += heard.get(timeout=LIMIT).series
    assert series == list(told.series)
    listener.stop()


def test_a_server_that_comes_back_is_listened_to_again(
    server: RedisServer, share: RedisShare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_module, "PAUSE", 0.01)
    monkeypatch.setattr(news_module, "LONGEST_PAUSE", 0.02)
    server.stop()
    heard: queue.SimpleQueue[News] = queue.SimpleQueue()
    listener = NewsListener(server.url, heard.put)
    listener.start()
    for _ in range(2):
        server.start()
        subscribed(server)
        RedisShare(server.url, time.monotonic).publish(NEWS)
        assert heard.get(timeout=LIMIT) == NEWS
        server.stop()
    listener.stop()


def test_news_come_through_a_socket_file_as_well(tmp_path: Path) -> None:
    path = tmp_path / "redis.sock"
    with RedisServer(options=("--unixsocket", str(path))) as server:
        heard: queue.SimpleQueue[News] = queue.SimpleQueue()
        listener = NewsListener(f"unix://{path}", heard.put)
        listener.start()
        subscribed(server)
        RedisShare(server.url, time.monotonic).publish(NEWS)
        assert heard.get(timeout=LIMIT) == NEWS
        listener.stop()


@pytest.mark.parametrize("url", ["redis://:Zq9@ss/w#rd@host", "silent"])
def test_a_listener_ends_whatever_its_server_does(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with HangingServer() as silent:
        listener = NewsListener(silent.url if url == "silent" else url, lambda _: None)
        listener.start()
        listener.stop()
    assert "Zq9" not in caplog.text


def test_a_listener_that_is_stopped_while_it_connects_does_not_listen(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = news_module.open_client

    def stopped_meanwhile(url: str, timeout: float | None) -> object:
        listener.stop(wait=False)
        return connect(url, timeout)

    monkeypatch.setattr(news_module, "open_client", stopped_meanwhile)
    before = set(threading.enumerate())
    listener = NewsListener(server.url, lambda _: None)
    listener.start()
    for thread in set(threading.enumerate()) - before:
        thread.join(LIMIT)
        assert not thread.is_alive()
