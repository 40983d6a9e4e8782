"""Listens to the hub while the program runs: how it is, and when something was pushed.

One thread sleeps until the server speaks; it asks nobody anything by the clock, except while the hub cannot be reached.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.hub.failures import HubError
from ohlc_desktop.hub.following.health import HubHealth, probe
from ohlc_desktop.hub.listening import Listener

_log = logging.getLogger(__name__)

#: Seconds before a hub that cannot be used is tried again; then the last of them.
PAUSES = (1.0, 5.0, 15.0, 60.0)


class HubMonitor(QObject):
    """Watches one hub.

    Attributes:
        changed: A :class:`~ohlc_desktop.hub.following.health.HubHealth`, when it was connected, lost, or pushed to.
    """

    changed = Signal(object)
    _heard = Signal(object, object)  # the round, and what was heard in it

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._url = ""
        self._listening: _Listening | None = None
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def watch(self, url: str) -> None:
        """Listen to the hub at an address; to none where it is empty. What came from another one is told no more."""
        if url == self._url:
            return
        self.stop()
        self._url = url
        if url:
            self._listening = _Listening(url, self._heard.emit)
            self._listening.start()

    def stop(self) -> None:
        """Listen no more; returns within a second."""
        listening, self._listening, self._url = self._listening, None, ""
        if listening is not None:
            listening.stop()

    def _tell(self, listening: _Listening, health: HubHealth) -> None:
        if listening is self._listening:
            self.changed.emit(health)


class _Listening:
    """The thread that listens to one address."""

    def __init__(self, url: str, heard: Callable[[_Listening, HubHealth], None]) -> None:
        self._url, self._heard = url, heard
        self._stopped = threading.Event()
        self._listener = Listener(url)
        self._thread = threading.Thread(target=self._run, name="hub-listen", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, whatever is waited for."""
        self._stopped.set()
        self._listener.stop()
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        failures, health = 0, None
        while not self._stopped.is_set():
            try:
                for _ in self._listener.pushes():
                    failures, health = 0, self._ask()
            except Cancelled:
                return
            except HubError as error:
                health = (health or HubHealth(mask_url(self._url))).failed(error)
                self._heard(self, health)
                _log.log(logging.DEBUG if failures else logging.WARNING, "%s", error)
                self._stopped.wait(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1

    def _ask(self) -> HubHealth:
        """How the hub is now, told."""
        health = probe(self._url, self._stopped)
        self._heard(self, health)
        return health
