"""Whether the feed answers, asked of real sockets."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.services.health import network as module
from ohlc_desktop.services.health.network import Network, address_of
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.yahoo.spec import YAHOO
from tests.standins.redis_server import free_port


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A proxy that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


HOST = ("feed.example", 443)


def proxy(port: int, host: str = "127.0.0.1") -> dict[str, str]:
    """An environment with a proxy in front of the feed."""
    return {"HTTPS_PROXY": f"http://{host}:{port}"}


def answers(qtbot: QtBot, network: Network, times: int = 1) -> list[tuple[bool, Message]]:
    """What the network says when it is asked, so many times at once."""
    heard: list[tuple[bool, Message]] = []
    for _ in range(times):
        network.ask(lambda answer, why: heard.append((answer, why)))
    qtbot.waitUntil(lambda: len(heard) == times, timeout=20_000)
    return heard


def test_of_several_feeds_one_is_enough_and_the_first_reason_is_told(qtbot: QtBot, listener: socket.socket) -> None:
    there, away = (("127.0.0.1", port) for port in (listener.getsockname()[1], free_port()))
    first, second = replace(YAHOO, host=away), replace(YAHOO, name="other", host=there)
    assert answers(qtbot, Network(first, second, environment={}))[0][0]
    ((answer, why),) = answers(qtbot, Network(first, replace(second, host=("127.0.0.1", free_port())), environment={}))
    assert (answer, str(why)) == (False, f"127.0.0.1 refuses connections on port {away[1]}.")
    network = Network(first, environment={})
    network.set_feeds([second])
    assert answers(qtbot, network)[0][0]


def test_a_host_that_accepts_answers(qtbot: QtBot, listener: socket.socket) -> None:
    network = Network(YAHOO, environment=proxy(listener.getsockname()[1]))
    assert answers(qtbot, network) == [(True, NOTHING)]
    assert network.answers is True


def test_who_asks_meanwhile_hears_the_same_and_only_one_connection_is_made(
    qtbot: QtBot, listener: socket.socket
) -> None:
    network = Network(YAHOO, environment=proxy(listener.getsockname()[1]))
    assert answers(qtbot, network, 3) == [(True, NOTHING)] * 3
    listener.setblocking(False)
    listener.accept()[0].close()
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_closed_port_is_a_no_with_a_sentence(qtbot: QtBot) -> None:
    network = Network(YAHOO, environment=proxy(free_port()))
    ((answer, why),) = answers(qtbot, network)
    assert not answer
    assert "127.0.0.1 refuses connections" in str(why)
    assert (network.answers, network.why) == (False, why)


def test_a_name_that_nobody_knows_is_a_no_with_a_sentence(qtbot: QtBot) -> None:
    ((answer, why),) = answers(qtbot, Network(YAHOO, environment=proxy(443, "feed.invalid")))
    assert not answer
    assert "feed.invalid cannot be looked up" in str(why)


def test_a_host_that_never_answers_is_given_up(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT_MS", 200)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(address)
        ((answer, why),) = answers(qtbot, Network(YAHOO, environment=proxy(address[1])))
        for one in crowd:
            one.close()
    assert not answer
    assert "did not answer" in str(why)


def test_it_answers_again_after_a_no(qtbot: QtBot) -> None:
    port = free_port()
    network = Network(YAHOO, environment=proxy(port))
    assert not answers(qtbot, network)[0][0]
    with socket.create_server(("127.0.0.1", port)):
        assert answers(qtbot, network) == [(True, NOTHING)]


def test_nobody_is_answered_after_stop(qtbot: QtBot, listener: socket.socket) -> None:
    network = Network(YAHOO, environment=proxy(listener.getsockname()[1]))
    heard: list[bool] = []
    network.ask(lambda answer, _: heard.append(answer))
    network.stop()
    qtbot.wait(50)
    assert heard == []


def test_the_demo_needs_no_network() -> None:
    heard: list[bool] = []
    Network(DEMO, environment=proxy(1)).ask(lambda answer, _: heard.append(answer))
    assert heard == [True]


def test_the_system_tells_when_the_network_is_back(qtbot: QtBot) -> None:
    network = Network(YAHOO, environment=proxy(free_port()))
    answers(qtbot, network)
    system = QNetworkInformation.instance()
    if system is None:
        pytest.skip("this system cannot tell")
    reach = QNetworkInformation.Reachability
    with qtbot.waitSignal(network.returned, timeout=20_000):
        system.reachabilityChanged.emit(reach.Disconnected)
        system.reachabilityChanged.emit(reach.Online)
    with qtbot.assertNotEmitted(network.returned):
        system.reachabilityChanged.emit(reach.Online)


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, HOST),
        ({"HTTPS_PROXY": ""}, HOST),
        ({"HTTPS_PROXY": "http://proxy:3128"}, ("proxy", 3128)),
        ({"https_proxy": "http://one:1", "HTTPS_PROXY": "http://two:2"}, ("one", 1)),
        ({"ALL_PROXY": "socks5h://user:secret@proxy"}, ("proxy", 1080)),
        ({"HTTPS_PROXY": "proxy:3128"}, ("proxy", 3128)),
        ({"HTTPS_PROXY": "https://proxy"}, ("proxy", 443)),
        ({"HTTPS_PROXY": "http://proxy:nonsense"}, HOST),
        ({"HTTPS_PROXY": "http://[::1]:8080"}, ("::1", 8080)),
    ],
)
def test_the_address_is_that_of_the_proxy_in_front(environment: dict[str, str], address: tuple[str, int]) -> None:
    assert address_of(HOST, environment) == address
