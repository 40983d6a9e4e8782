"""From an exception of redis-py to a typed cause, what happened and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ohlc_desktop.core.messages import Message, message_of
from ohlc_desktop.core.settings.masking import mask_secrets
from ohlc_desktop.redis_share.address import place_of, wrong_with


@dataclass(frozen=True, slots=True)
class Advice:
    """What went wrong with Redis.

    Attributes:
        cause: A short typed word.
        marker: A pattern that finds this cause in the scheme of the address, followed by the names of the exception's
            classes and its words.
        detail: What happened; never holds a password.
        fix: What to do.
    """

    cause: str
    marker: str
    detail: Message
    fix: Message


WRONG_URL = Advice(
    "wrong_url",
    r"\bValueError\b",
    Message("REDIS_URL cannot be read."),
    Message("Write it as redis://:PASSWORD@host:6379/0 with / ? # @ in the password as %2F %3F %23 %40."),
)
EXHAUSTED = Advice(
    "timeout",
    "(?!)",
    Message("Redis at {place} has cost its share of waiting and is not asked again."),
    Message("Check the server, its load and the network, or set CACHE_ENABLED=false."),
)
#: The first that fits counts: an AuthenticationError is a ConnectionError, a certificate error is a ValueError.
_ADVICE = (
    Advice(
        "wrong_password",
        "no password is set|without any password configured",
        Message("REDIS_URL has a password, but the Redis at {place} has none set."),
        Message("Remove the password from REDIS_URL, or set it on the server (requirepass)."),
    ),
    Advice(
        "wrong_password",
        "NOAUTH|Authentication required|HELLO must be called",
        Message("Redis at {place} asks for a password, and REDIS_URL has none."),
        Message("Put it into REDIS_URL: redis://:PASSWORD@host:6379/0."),
    ),
    Advice(
        "wrong_password",
        "AuthenticationError|AuthenticationWrongNumberOfArgsError|WRONGPASS",
        Message("Redis at {place} does not accept the user name or password in REDIS_URL."),
        Message("Correct them in REDIS_URL; special characters must be percent-encoded."),
    ),
    Advice(
        "full",
        r"OutOfMemoryError|\bOOM\b|> 'maxmemory'",
        Message("Redis at {place} is full: its memory limit is reached and it deletes nothing by itself."),
        Message("Raise maxmemory or set maxmemory-policy allkeys-lru on the server, or set CACHE_ENABLED=false."),
    ),
    Advice(
        "read_only",
        "ReadOnlyError|READONLY",
        Message("Redis at {place} is a read-only replica."),
        Message("Point REDIS_URL at the primary server."),
    ),
    Advice(
        "no_such_database",
        "DB index is out of range|invalid DB index|SELECT is not allowed",
        Message("Redis at {place} has no database of the number in REDIS_URL."),
        Message("Use database 0 at the end of REDIS_URL: redis://host:6379/0."),
    ),
    Advice(
        "tls",
        "SSLCertVerificationError",
        Message("The certificate of the Redis at {place} is not trusted."),
        Message("Name its authority in REDIS_URL: rediss://host:6379/0?ssl_ca_certs=/path/to/ca.pem."),
    ),
    Advice(
        "tls",
        "^rediss .*TimeoutError",
        Message("Redis at {place} did not answer over TLS in time."),
        Message(
            "Begin REDIS_URL with redis:// if the server does not speak TLS, else check the server and the network."
        ),
    ),
    Advice(
        "tls",
        r"^rediss .*\b(FileNotFoundError|PermissionError)\b",
        Message("A certificate file named in REDIS_URL cannot be read."),
        Message("Correct the ssl_ parameters in REDIS_URL."),
    ),
    Advice(
        "tls",
        r"SSLError|Protocol Error: b'\\x15\\x03",
        Message("Redis at {place} and REDIS_URL disagree about TLS."),
        Message("Use rediss:// when the server speaks TLS and redis:// when it does not."),
    ),
    Advice(
        "other",
        "InvalidResponse",
        Message("What answers at {place} is not Redis."),
        Message("Check the host and port in REDIS_URL."),
    ),
    Advice(
        "unknown_host",
        "gaierror",
        Message("Redis at {place} cannot be found: the host is not known."),
        Message(
            "Check REDIS_URL: the host is redis inside Docker Compose and localhost outside; or set CACHE_ENABLED=false."
        ),
    ),
    WRONG_URL,
    Advice(
        "refused",
        r"^unix .*\b(FileNotFoundError|PermissionError)\b",
        Message("The socket file {place} cannot be opened."),
        Message("Start Redis, or correct the path in REDIS_URL, or set CACHE_ENABLED=false."),
    ),
    Advice(
        "refused",
        "ConnectionRefusedError",
        Message("No Redis runs at {place}."),
        Message(
            "Start Redis there, or correct host and port in REDIS_URL (inside Docker Compose the host is redis, not "
            "localhost), or set CACHE_ENABLED=false."
        ),
    ),
    Advice(
        "refused",
        "No route to host|Network is unreachable",
        Message("There is no way over the network to {place}."),
        Message("Check the network and the host in REDIS_URL, or set CACHE_ENABLED=false."),
    ),
    Advice(
        "timeout",
        "TimeoutError",
        Message("Redis at {place} did not answer in time."),
        Message("Check the server, its load and any firewall, or set CACHE_ENABLED=false."),
    ),
    Advice(
        "lost",
        "closed by server|reset by peer|Broken pipe|ConnectionResetError",
        Message("The connection to Redis at {place} was lost."),
        Message(
            "Begin REDIS_URL with rediss:// if the server speaks TLS, see the log of the server, or set CACHE_ENABLED=false."
        ),
    ),
)
_OTHER = Advice(
    "other",
    "",
    Message("Redis at {place} cannot be used: {text}"),
    Message("See the log of the server, or set CACHE_ENABLED=false."),
)


def advise(error: BaseException, url: str) -> Advice:
    """The advice on an exception that talking to *url* raised."""
    wrong = wrong_with(url)
    if wrong:
        return replace(WRONG_URL, detail=wrong)
    chain = list(_chain(error))
    names = {cls.__name__ for link in chain for cls in type(link).__mro__}
    said = " ".join([url.strip().partition(":")[0], *names, *map(str, chain)])
    found = next((advice for advice in _ADVICE if re.search(advice.marker, said, re.DOTALL)), _OTHER)
    return filled_in(found, url, str(error))


def filled_in(found: Advice, url: str, text: str = "") -> Advice:
    """The advice with the place of that address; *text*, an exception's words, is quoted where nothing is known of it."""
    quoted = " ".join(mask_secrets(text, url).split())[:200] or Message("an error without words.")
    return replace(found, detail=message_of(found.detail.template, {"place": place_of(url), "text": quoted}))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
