"""From an exception of psycopg's to what happened at the hub, what it means, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ohlc_desktop.core.errors import Cancelled, OhlcError, bare
from ohlc_desktop.core.messages import Message, Value, message_of
from ohlc_desktop.core.settings.masking import mask_secrets
from ohlc_desktop.hub.address import place_of, wrong_with

if TYPE_CHECKING:
    from psycopg import Error

_UNTOUCHED = Message("Candles stored on this machine are as they were; what the hub had committed stays.")


class HubError(OhlcError):
    """The hub cannot be used."""

    #: A short typed word.
    cause = "other"


class HubMissing(HubError):
    """No hub is set, or its driver is not installed."""

    cause = "missing"


class HubUnreachable(HubError):
    """No server answers, or the connection was lost: it may work the next time."""

    cause = "unreachable"


class HubRefused(HubError):
    """The server knows neither the user nor the password, or there is no such database."""

    cause = "refused"


class HubInsecure(HubError):
    """The server and this machine do not agree on TLS."""

    cause = "tls"


class HubForbidden(HubError):
    """The user may not do this."""

    cause = "forbidden"


class HubUnready(HubError):
    """The database holds no archive, or one of an older schema."""

    cause = "unready"


class HubNewer(HubError):
    """A newer version of the app has brought the archive forward."""

    cause = "newer"


class HubBusy(HubError):
    """Another machine or program pushes at the moment."""

    cause = "busy"


class HubTaken(HubError):
    """Another archive fills the hub."""

    cause = "taken"


class HubFull(HubError):
    """The server has no room."""

    cause = "full"


#: What the server says of a file that may not grow, and of its own faults.
_INTERNAL = "XX000"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A sort of failure: SQLSTATEs that begin so where the server told one, else words, which is all that a failed connection has.

    https://www.postgresql.org/docs/current/errcodes-appendix.html
    """

    error: type[HubError]
    states: tuple[str, ...]
    words: str
    title: Message
    hint: Message

    def fits(self, state: str, text: str) -> bool:
        """Whether a failure is of this sort."""
        told = bool(state) and state != _INTERNAL
        return state.startswith(self.states) if told else re.search(self.words, text) is not None


#: The first that fits counts.
_KINDS = (
    _Kind(
        HubRefused, ("28P01", "28000"),
        "password authentication failed|no password supplied|authentication failed|role .* does not exist|pg_hba",
        Message("The hub at {place} does not accept this user or password: {reason}."),
        Message("Correct the user in OHLC_DESKTOP_HUB, and the password there, in PGPASSWORD, in .pgpass, or in the keyring: ohlc-desktop hub login."),
    ),
    _Kind(
        HubRefused, ("3D000",), "database .* does not exist",
        Message("There is no such database at the hub: {place}."),
        Message("Make it on the server: createdb NAME. Or correct the name in OHLC_DESKTOP_HUB."),
    ),
    _Kind(
        HubInsecure, (), "not support SSL|SSL was required|SSL negotiation|certificate|sslmode|SSL protocol|tlsv1|handshake",
        Message("The hub at {place} and this machine do not agree on TLS: {reason}."),
        Message("Compare sslmode and sslrootcert in OHLC_DESKTOP_HUB with what the server offers."),
    ),
    _Kind(
        HubFull, ("53100", "53200"), "No space left|could not extend file",
        Message("The hub at {place} has no room: {reason}."),
        Message("Free some space on the server; what is left to push goes next time."),
    ),
    _Kind(
        HubUnready, ("42P01", "3F000", "42883"), "(?!)",
        Message("The database {place} holds no archive of OHLC Desktop."),
        Message("Make one, as a user who may create schemas and roles: ohlc-desktop hub init"),
    ),
    _Kind(
        HubError, ("42P05", "26000"), "(?!)",
        Message("A pooler stands before the hub at {place} that shares connections between transactions: {reason}."),
        Message("Connect to PostgreSQL itself, or let the pooler share connections between sessions only: pool_mode = session."),
    ),
    _Kind(
        HubForbidden, ("42501", "25006", "0LP01"), "(?!)",
        Message("The hub at {place} does not let this user do that: {reason}."),
        Message("Ask who runs it to grant the role that ends in _writer, or _reader."),
    ),
    _Kind(
        HubUnreachable, ("08", "57P", "53300"), "connection|server|closed|timeout|resolve|terminat|starting up|shutting down|unexpected eof|EOF detected",
        Message("The hub at {place} does not answer: {reason}."),
        Message("Check that PostgreSQL runs there and that the network is up; it is tried again next time."),
    ),
)  # fmt: skip


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turn psycopg's errors into ours; a statement that was cancelled becomes :class:`Cancelled`."""
    try:
        import psycopg
    except ImportError:
        raise HubMissing(
            "The driver of PostgreSQL, psycopg, is not installed.",
            _UNTOUCHED,
            "Install it: pip install 'ohlc-desktop[hub]'",
        ) from None
    if wrong := wrong_with(url):
        raise HubError(wrong, _UNTOUCHED, "Write it as postgresql://user@host:5432/database?sslmode=verify-full.")
    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        raise Cancelled from error
    except psycopg.Error as error:
        raise _translated(error, url) from error


def _translated(error: Error, url: str) -> HubError:
    """The same error in words for a person, without anything secret."""
    told = bare(error).partition("\n\tIs the server running")[0]  # the hint says more
    text = " ".join(mask_secrets(told, url).split())
    values: dict[str, Value] = {"place": place_of(url), "reason": text[:300]}
    state = error.sqlstate or ""
    for kind in _KINDS:
        if kind.fits(state, text):
            return kind.error(message_of(kind.title.template, values), _UNTOUCHED, kind.hint)
    title = "The hub at {place} cannot be used: {reason}."
    return HubError(title, _UNTOUCHED, "See the log of the PostgreSQL server.", **values)
