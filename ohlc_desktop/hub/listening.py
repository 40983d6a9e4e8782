"""Hears of what is committed at the hub, without asking again and again: the thread sleeps until the server speaks. Only a
standby server, which never does, is asked each minute."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.hub.connection import open_archive
from ohlc_desktop.hub.failures import explained
from ohlc_desktop.hub.schema import CHANNEL

if TYPE_CHECKING:
    from ohlc_desktop.hub.connection import HubConnection

#: Seconds between two looks at a standby server, which notifies nobody
#: (https://www.postgresql.org/docs/current/hot-standby.html).
_PAUSE = 60.0


class Listener:
    """Waits for pushes at one hub, on a thread of the caller's that it may keep for as long as it likes.

    Use :meth:`pushes` in that thread, :meth:`stop` from any; at the end, once :meth:`pushes` has ended, :meth:`close`.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._stopped = threading.Event()
        self._wake, self._woken = socket.socketpair()

    def stop(self) -> None:
        """End :meth:`pushes` at once, also while it connects; idempotent."""
        self._stopped.set()
        with suppress(OSError):  # closed already
            self._woken.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of what was needed to be stopped; idempotent."""
        self.stop()
        self._woken.close()
        self._wake.close()

    def pushes(self) -> Iterator[int]:
        """The number of the newest push: first as it is now (0 for none), then whenever one was committed since.

        Several that come at once are told as one. Nothing is lost between the first number and the next. Anybody may notify:
        what a notice says is not believed, but looked up.

        Raises:
            HubError: the hub cannot be opened, or the connection was lost; call it again to go on.
        """
        try:
            connection = open_archive(self._url, self._stopped)
        except Cancelled:
            return
        with explained(self._url), connection:
            pause = None if _listens(connection) else _PAUSE
            yield (told := _newest(connection))
            while not self._stopped.is_set():
                if not list(connection.notifies(timeout=0)):  # those as well that came with the answer to a question
                    ready, _, _ = select.select([connection.fileno(), self._wake.fileno()], [], [], pause)
                    if ready:
                        continue
                if (newest := _newest(connection)) != told:
                    yield (told := newest)


def _listens(connection: HubConnection) -> bool:
    """Hear of pushes from now on; a standby server tells nobody."""
    from psycopg.errors import ReadOnlySqlTransaction

    try:
        connection.execute(f"LISTEN {CHANNEL}")
    except ReadOnlySqlTransaction:
        return False
    return True


def _newest(connection: HubConnection) -> int:
    row = connection.execute("SELECT max(id) FROM ohlc.push").fetchone()
    return int(row[0] or 0) if row else 0
