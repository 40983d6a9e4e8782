"""Whether the feed's host can be reached, asked before an import that nobody waits for.

A connection is opened and closed again; nothing is sent, so no request is counted against the quota. The system is
listened to only after a no: its library of network information takes some 5 MB.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QAbstractSocket, QNetworkInformation, QNetworkProxy, QTcpSocket

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.proxies import named_proxy

_log = logging.getLogger(__name__)

#: Longest wait for an answer.
LIMIT_MS = 5_000

Answer = Callable[[bool, Message], None]


def address_of(host: tuple[str, int], environment: Mapping[str, str] = os.environ) -> tuple[str, int]:
    """Host and port that must accept a connection: the feed's, or those of the proxy in front of it."""
    proxy = named_proxy(environment)
    return (proxy.host, proxy.port) if proxy is not None else host


class Network(QObject):
    """Asks whether the feed can be reached, and hears from the system when the network is back.

    Attributes:
        returned: The system says that the internet can be reached again. Never comes where it cannot tell.
        answers: Whether the feed's host answered last time; None before it was asked.
        why: The message that goes with a no.
    """

    returned = Signal()

    def __init__(
        self, *feeds: FeedSpec, environment: Mapping[str, str] = os.environ, parent: QObject | None = None
    ) -> None:  # fmt: skip
        """One of the feeds is to be reached. A feed without a host needs no network and always answers."""
        super().__init__(parent)
        self.answers: bool | None = None
        self.why = NOTHING
        self._environment = environment
        self.set_feeds(feeds)
        self._left: list[tuple[str, int]] = []
        self._first_why = NOTHING
        self._waiting: list[Answer] = []
        self._socket: QTcpSocket | None = None
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(self._gave_up)
        self._watching = False
        self._reachable: bool | None = None

    def ask(self, done: Answer) -> None:
        """Find out whether the feed's host accepts a connection; ``done`` gets the answer and, with a no, why.

        The answer comes within five seconds. Who asks meanwhile gets the same one.
        """
        if not self._hosts:
            done(True, NOTHING)
            return
        self._waiting.append(done)
        if self._socket is None:
            self._left, self._first_why = list(self._hosts), NOTHING
            self._connect()

    def set_feeds(self, feeds: Sequence[FeedSpec]) -> None:
        """Ask for the hosts of other feeds from the next question on."""
        hosts = [feed.host for feed in feeds if feed.host is not None]
        addresses = dict.fromkeys(address_of(host, self._environment) for host in hosts)
        self._hosts = list(addresses) if len(hosts) == len(feeds) else []
        if not self._hosts:
            self.answers = True

    def stop(self) -> None:
        """Give up a question that is under way; nobody is answered."""
        self._waiting.clear()
        self._drop()

    def _connect(self) -> None:
        self._host, self._port = self._left.pop(0)
        self._socket = QTcpSocket(self)
        self._socket.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._socket.connected.connect(self._accepted)
        self._socket.errorOccurred.connect(self._refused)
        self._limit.start(LIMIT_MS)
        self._socket.connectToHost(self._host, self._port)

    def _accepted(self) -> None:
        self._answer(True, NOTHING)

    def _refused(self, error: QAbstractSocket.SocketError) -> None:
        if error is QAbstractSocket.SocketError.HostNotFoundError:
            why = Message("The name {host} cannot be looked up: this computer seems to be offline.", host=self._host)
        elif error is QAbstractSocket.SocketError.ConnectionRefusedError:
            why = Message("{host} refuses connections on port {port}.", host=self._host, port=self._port)
        elif error is QAbstractSocket.SocketError.NetworkError:
            why = Message("The network of this computer is down: {host} cannot be reached.", host=self._host)
        else:
            why = Message("{host} cannot be reached on port {port}.", host=self._host, port=self._port)
        self._answer(False, why)

    def _gave_up(self) -> None:
        self._answer(False, Message(
            "{host} did not answer on port {port} within {seconds} seconds.",
            host=self._host, port=self._port, seconds=LIMIT_MS // 1000,
        ))  # fmt: skip

    def _answer(self, answers: bool, why: Message) -> None:
        """Pass the answer on; where one host does not answer the next one is asked first, and the first reason told."""
        self._drop()
        self._first_why = self._first_why or why
        if not answers and self._left:
            self._connect()
            return
        why = NOTHING if answers else self._first_why
        self.answers, self.why = answers, why
        if not answers:
            self._watch()
        waiting, self._waiting = self._waiting, []
        for done in waiting:
            done(answers, why)

    def _watch(self) -> None:
        """Listen to the system. Where it cannot tell, ``returned`` never comes: ask again by the clock."""
        if self._watching:
            return
        self._watching = True
        if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            return
        system = QNetworkInformation.instance()
        self._reachable = _online(system.reachability())
        system.reachabilityChanged.connect(self._changed)
        _log.debug("The network is watched through %s", system.backendName())

    def _drop(self) -> None:
        self._limit.stop()
        socket, self._socket = self._socket, None
        if socket is not None:
            socket.connected.disconnect(self._accepted)
            socket.errorOccurred.disconnect(self._refused)
            socket.abort()
            socket.deleteLater()

    def _changed(self, reachability: QNetworkInformation.Reachability) -> None:
        before, self._reachable = self._reachable, _online(reachability)
        if self._reachable and before is False:
            self.returned.emit()


def _online(reachability: QNetworkInformation.Reachability) -> bool | None:
    """Whether the internet can be reached; None where the system does not know."""
    if reachability is QNetworkInformation.Reachability.Unknown:
        return None
    return reachability is QNetworkInformation.Reachability.Online
