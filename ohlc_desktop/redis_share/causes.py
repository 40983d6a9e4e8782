"""From an exception of redis-py to a typed cause, a sentence for a person and what to do.

Errors are told apart by the names of their classes, along the whole chain of causes, and by the server's
words, so this module needs no redis-py. Only the last resort quotes an exception, with secrets masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ohlc_desktop.core.messages import Message, Value, message_of
from ohlc_desktop.redis_share.address import host_of, mask_secrets, place_of, wrong_with

_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Advice:
    """What went wrong with Redis.

    Attributes:
        cause: A short typed word.
        detail: What happened; never holds a password.
        fix: What to do.
    """

    cause: str
    detail: Message
    fix: Message


@dataclass(frozen=True, slots=True)
class _Rule:
    """An error is of a *kind* when one of its class names or a phrase of its text fits."""

    kind: str
    names: frozenset[str] = frozenset()
    text: str = r"(?!)"

    def fits(self, names: set[str], text: str) -> bool:
        return bool(self.names & names) or re.search(self.text, text) is not None


def _rule(kind: str, *names: str, text: str = r"(?!)") -> _Rule:
    return _Rule(kind, frozenset(names), text)


#: In this order: AuthenticationError is a ConnectionError, a certificate error is a ValueError.
_RULES = (
    _rule("password_unset", text="no password is set|without any password configured"),
    _rule("password_missing", text="NOAUTH|Authentication required|HELLO must be called"),
    _rule("password_wrong", "AuthenticationError", "AuthenticationWrongNumberOfArgsError", text="WRONGPASS"),
    _rule("full", "OutOfMemoryError", text=r"\bOOM\b|> 'maxmemory'"),
    _rule("read_only", "ReadOnlyError", text="READONLY"),
    _rule("unsaved", text="MISCONF"),
    _rule("no_such_database", text="DB index is out of range|invalid DB index|SELECT is not allowed"),
    _rule("loading", "BusyLoadingError"),
    _rule("protected", text="protected mode"),
    _rule("clients", text="max number of clients"),
    _rule("forbidden", "NoPermissionError"),
    _rule("certificate", "SSLCertVerificationError"),
    _rule("tls", "SSLError", text=r"Protocol Error: b'\\x15\\x03"),
    _rule("not_redis", "InvalidResponse"),
    _rule("unknown_host", "gaierror"),
    _rule("wrong_url", "ValueError"),
    _rule("no_file", "FileNotFoundError", "PermissionError"),
    _rule("refused", "ConnectionRefusedError"),
    _rule("unreachable", text="No route to host|Network is unreachable"),
    _rule("timeout", "TimeoutError"),
    _rule("lost", "ConnectionError", "OSError"),
)

_ADVICE = {
    "password_unset": Advice(
        "wrong_password",
        Message("REDIS_URL has a password, but the Redis at {place} has none set."),
        Message("Remove the password from REDIS_URL, or set it on the server (requirepass)."),
    ),
    "password_missing": Advice(
        "wrong_password",
        Message("Redis at {place} asks for a password, and REDIS_URL has none."),
        Message("Put it into REDIS_URL: redis://:PASSWORD@host:6379/0."),
    ),
    "password_wrong": Advice(
        "wrong_password",
        Message("Redis at {place} does not accept the user name or password in REDIS_URL."),
        Message("Correct them in REDIS_URL; special characters must be percent-encoded."),
    ),
    "full": Advice(
        "full",
        Message("Redis at {place} is full: its memory limit is reached and it deletes nothing by itself."),
        Message("Raise maxmemory or set maxmemory-policy allkeys-lru on the server, or set CACHE_ENABLED=false."),
    ),
    "read_only": Advice(
        "read_only",
        Message("Redis at {place} is a read-only replica."),
        Message("Point REDIS_URL at the primary server."),
    ),
    "unsaved": Advice(
        "read_only",
        Message("Redis at {place} takes no writes, because it cannot save to its own disk."),
        Message("Free space on the server's disk and see its log."),
    ),
    "no_such_database": Advice(
        "no_such_database",
        Message("Redis at {place} has no database of the number in REDIS_URL."),
        Message("Use database 0 at the end of REDIS_URL: redis://host:6379/0."),
    ),
    "loading": Advice(
        "other", Message("Redis at {place} is still loading its data."), Message("Wait a moment and try again.")
    ),
    "protected": Advice(
        "refused",
        Message("Redis at {place} is in protected mode and talks to its own machine only."),
        Message("Set a password on the server (requirepass) and put it into REDIS_URL."),
    ),
    "clients": Advice(
        "refused",
        Message("Redis at {place} has reached its number of clients."),
        Message("Close other clients, or raise maxclients on the server."),
    ),
    "forbidden": Advice(
        "other",
        Message("The Redis user in REDIS_URL may not read and write the keys of this app."),
        Message("Grant it the keys ohlc:* (ACL SETUSER name ~ohlc:* +@all)."),
    ),
    "certificate": Advice(
        "tls",
        Message("The certificate of the Redis at {place} is not trusted."),
        Message("Name its authority in REDIS_URL: rediss://host:6379/0?ssl_ca_certs=/path/to/ca.pem."),
    ),
    "tls": Advice(
        "tls",
        Message("Redis at {place} and REDIS_URL disagree about TLS."),
        Message("Use rediss:// when the server speaks TLS and redis:// when it does not."),
    ),
    "tls_needed": Advice(
        "tls",
        Message("Redis at {place} speaks TLS, but REDIS_URL begins with redis://."),
        Message("Begin REDIS_URL with rediss://."),
    ),
    "tls_absent": Advice(
        "tls",
        Message("Redis at {place} does not speak TLS, but REDIS_URL begins with rediss://."),
        Message("Begin REDIS_URL with redis://."),
    ),
    "tls_files": Advice(
        "tls",
        Message("A certificate file named in REDIS_URL cannot be read."),
        Message("Correct the ssl_ parameters in REDIS_URL."),
    ),
    "not_redis": Advice(
        "other", Message("What answers at {place} is not Redis."), Message("Check the host and port in REDIS_URL.")
    ),
    "unknown_host": Advice(
        "unknown_host",
        Message("The host {host} in REDIS_URL is not known."),
        Message(
            "Check REDIS_URL: the host is redis inside Docker Compose and localhost outside; or set CACHE_ENABLED=false."
        ),
    ),
    "unknown_redis": Advice(
        "unknown_host",
        Message("The host redis in REDIS_URL is not known; that name exists only inside Docker Compose."),
        Message("Outside it use REDIS_URL=redis://localhost:6379/0, or set CACHE_ENABLED=false."),
    ),
    "wrong_url": Advice(
        "wrong_url",
        Message("REDIS_URL cannot be read."),
        Message("Write it as redis://:PASSWORD@host:6379/0 with / ? # @ in the password as %2F %3F %23 %40."),
    ),
    "no_file": Advice(
        "refused",
        Message("The socket file {place} cannot be opened."),
        Message("Start Redis, or correct the path in REDIS_URL, or set CACHE_ENABLED=false."),
    ),
    "refused": Advice(
        "refused",
        Message("No Redis runs at {place}."),
        Message("Start Redis there, or correct host and port in REDIS_URL, or set CACHE_ENABLED=false."),
    ),
    "refused_local": Advice(
        "refused",
        Message("No Redis runs at {place}."),
        Message("Start Redis, or set CACHE_ENABLED=false. Inside Docker Compose the host is redis, not localhost."),
    ),
    "unreachable": Advice(
        "refused",
        Message("There is no way over the network to {place}."),
        Message("Check the network and the host in REDIS_URL, or set CACHE_ENABLED=false."),
    ),
    "timeout": Advice(
        "timeout",
        Message("Redis at {place} did not answer in time."),
        Message("Check the server, its load and any firewall, or set CACHE_ENABLED=false."),
    ),
    "exhausted": Advice(
        "timeout",
        Message("Redis at {place} has cost its share of waiting and is not asked again."),
        Message("Check the server, its load and the network, or set CACHE_ENABLED=false."),
    ),
    "lost": Advice(
        "lost",
        Message("The connection to Redis at {place} was lost."),
        Message("Check that the server is running and see its log, or set CACHE_ENABLED=false."),
    ),
    "other": Advice(
        "other",
        Message("Redis at {place} answered: {text}"),
        Message("See the log of the server, or set CACHE_ENABLED=false."),
    ),
}


def advise(error: BaseException, url: str) -> Advice:
    """The advice on an exception that talking to *url* raised."""
    wrong = wrong_with(url)
    if wrong:
        return Advice("wrong_url", wrong, _ADVICE["wrong_url"].fix)
    return advice(recognise(error, url), url, str(error))


def advice(kind: str, url: str, text: str = "") -> Advice:
    """The advice of one kind, filled in for that address; *text* is quoted only by ``other``."""
    found = _ADVICE[kind]
    quoted = " ".join(mask_secrets(text, url).split())[:200] or Message("an error without words.")
    host = "" if wrong_with(url) else host_of(url)
    values: dict[str, Value] = {"place": place_of(url), "host": host, "text": quoted}
    return replace(found, detail=message_of(found.detail.template, values))


def recognise(error: BaseException, url: str) -> str:
    """The kind of an error: a key of the advice table."""
    chain = tuple(_chain(error))
    names = {cls.__name__ for link in chain for cls in type(link).__mro__}
    text = " ".join(map(str, chain))
    kind = next((rule.kind for rule in _RULES if rule.fits(names, text)), "other")
    return _refine(kind, url)


def _refine(kind: str, url: str) -> str:
    """The kind again, sharpened by what the address says."""
    if kind == "unknown_host" and host_of(url) == "redis":
        return "unknown_redis"
    if kind == "refused" and host_of(url) in _LOCAL:
        return "refused_local"
    if kind == "no_file" and host_of(url):
        return "tls_files" if url.startswith("rediss") else "lost"
    return kind


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
