"""Opening the hub: bounded waits, cancel, and the check that the archive there is one that this version knows."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.hub.address import parameters, place_of
from ohlc_desktop.hub.failures import HubError, HubNewer, HubUnreachable, HubUnready, explained
from ohlc_desktop.hub.passwords import kept_password
from ohlc_desktop.hub.schema import NAMESPACE, SCHEMA

if TYPE_CHECKING:
    from psycopg import Connection

    Row: TypeAlias = tuple[Any, ...]
    HubConnection: TypeAlias = Connection[Row]

#: Seconds that connecting may take, and that a server may say nothing while something is asked of it.
CONNECT_SECONDS, SILENT_SECONDS = 5, 60
#: How often it is looked whether something was cancelled.
_LOOK = 0.1
_NEVER = threading.Event()
#: A peer that has gone without a word is noticed after some 30 seconds.
_OURS = {"application_name": "ohlc-desktop", "connect_timeout": str(CONNECT_SECONDS), "client_encoding": "UTF8",
         "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "4"}  # fmt: skip
#: What a server, a database or a user may have set otherwise: functions of others are never called in the place of
#: PostgreSQL's own (https://wiki.postgresql.org/wiki/A_Guide_to_CVE-2018-1058), and times are written as the driver reads them.
_SESSION = "SET search_path = ''; SET datestyle = 'ISO'; SET timezone = 'UTC'"


def connect(url: str, cancel: threading.Event = _NEVER) -> HubConnection:
    """A connection to the database of an address, in autocommit mode; whatever it holds.

    Raises:
        HubError: it cannot be opened.
        Cancelled: ``cancel`` was set meanwhile.
    """
    with explained(url):
        opening: Future[HubConnection] = Future()
        threading.Thread(target=_open, args=(url, opening), name="hub-connect", daemon=True).start()
        while not opening.done():
            wait([opening], _LOOK)
            if cancel.is_set():
                opening.add_done_callback(_close)
                raise Cancelled
        return opening.result()


def open_archive(url: str, cancel: threading.Event = _NEVER) -> HubConnection:
    """A connection to the archive at an address.

    Raises:
        HubUnready: there is none, or one of an older schema.
        HubNewer: a newer version of the app has brought it forward.
        HubError: it cannot be opened.
        Cancelled: ``cancel`` was set meanwhile.
    """
    connection = connect(url, cancel)
    try:
        with explained(url):
            check_archive(connection, url)
    except BaseException:
        connection.close()
        raise
    return connection


def schema_of(connection: HubConnection) -> int:
    """The schema of the archive in a database; 0 where there is none."""
    there = connection.execute("SELECT to_regclass(%s)", (f"{NAMESPACE}.meta",)).fetchone()
    if there is None or there[0] is None:
        return 0
    row = connection.execute("SELECT value FROM ohlc.meta WHERE key='schema'").fetchone()
    return int(row[0]) if row else 0


def refuse_newer(version: int, url: str) -> None:
    """Raises HubNewer where an archive has a schema that this version does not know."""
    if version > SCHEMA:
        raise HubNewer(
            "The hub at {place} was brought forward by a newer version of OHLC Desktop (schema {version}, this version knows"
            " {known}).",
            "It was left untouched.", "Update OHLC Desktop on this machine.",
            place=place_of(url), version=version, known=SCHEMA,
        )  # fmt: skip


def check_archive(connection: HubConnection, url: str) -> None:
    """Raises HubUnready or HubNewer where there is no archive that this version knows."""
    version = schema_of(connection)
    refuse_newer(version, url)
    if version < SCHEMA:
        raise HubUnready(
            "The database {place} holds no archive of OHLC Desktop, or one of an older version.", "Nothing was changed.",
            "Make it, or bring it forward, as a user who may create schemas and roles: ohlc-desktop hub init",
            place=place_of(url),
        )  # fmt: skip


def _took_too_long(url: str) -> HubUnreachable:
    return HubUnreachable(
        "The hub at {place} took too long.", "What the hub had committed stays; the rest was not committed.",
        "See what the server is busy with; it is tried again next time.", place=place_of(url),
    )  # fmt: skip


def _open(url: str, opening: Future[HubConnection]) -> None:
    """Connect, with the password that the keyring has where none is found elsewhere."""
    import psycopg

    options: dict[str, Any] = {"autocommit": True, **_OURS, **parameters(url)}
    try:
        try:
            connection = psycopg.connect(**options)
        except psycopg.OperationalError as error:
            password = kept_password(url) if error.pgconn is not None and error.pgconn.needs_password else None
            if password is None:
                raise
            connection = psycopg.connect(**{**options, "password": password})
        connection.execute(_SESSION)
        opening.set_result(connection)
    except Exception as error:  # noqa: BLE001 - raised again where the result is asked for
        opening.set_exception(error)


def _close(opening: Future[HubConnection]) -> None:
    if opening.exception() is None:
        opening.result().close()


class HubWatch:
    """Looks after a connection on a thread of its own: hangs up when its work is cancelled, or its server says nothing."""

    def __init__(self, connection: HubConnection, cancel: threading.Event, patience: float) -> None:
        self._connection, self._cancel, self._patience = connection, cancel, patience
        self._ended, self._left = threading.Event(), patience

    def alive(self, more: float = 0.0) -> None:
        """Something was heard: the patience begins anew; for so many seconds more if what comes takes long."""
        self._left = self._patience + more

    def run(self) -> None:
        """Until the work has ended."""
        while not self._ended.wait(_LOOK):
            self._left -= _LOOK
            if self._cancel.is_set() or self._left <= 0:
                self._hang_up()
                return

    def end(self) -> None:
        """The work has ended."""
        self._ended.set()

    def _hang_up(self) -> None:
        """Ask the server to stop, and end the line: a server that does not answer would not stop either."""
        with suppress(Exception):  # the work may have ended meanwhile
            self._connection.cancel_safe(timeout=_LOOK * 5)
        with suppress(Exception):
            line = socket.socket(fileno=self._connection.fileno())
            try:
                line.shutdown(socket.SHUT_RDWR)
            finally:  # the driver closes it; closed here as well, it might be another file by then
                line.detach()


@contextmanager
def watched(
    connection: HubConnection, url: str, cancel: threading.Event = _NEVER, patience: float | None = None
) -> Iterator[HubWatch]:
    """Work with a connection that is cancelled within a second, and waits for a silent server only so many seconds
    (``SILENT_SECONDS`` without).

    Raises:
        HubError: as it says.
        Cancelled: ``cancel`` was set; what had not been committed is not.
    """
    watch = HubWatch(connection, cancel, SILENT_SECONDS if patience is None else patience)
    looking = threading.Thread(target=watch.run, name="hub-watch", daemon=True)
    looking.start()
    try:
        with explained(url):
            yield watch
    except (HubError, Cancelled) as error:
        if cancel.is_set():
            raise Cancelled from None
        if isinstance(error, Cancelled):  # a server that obeys when it is told to stop, or has a limit of its own
            raise _took_too_long(url) from None
        raise
    finally:
        watch.end()
        looking.join()
