"""Whether Redis can be used, why not, and what to do: for the log, the doctor and the status page.

`probe` looks the host up, connects, pings, writes, reads and deletes a key of its own, and asks for the
version; a failure becomes a `RedisStatus` with a typed cause. It never raises, takes at most two seconds
whatever the server does, and no field of its answer holds a password.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.redis_share.address import host_of, mask_secrets, mask_url, port_of
from ohlc_desktop.redis_share.causes import Advice, advice, advise
from ohlc_desktop.redis_share.client import errors, open_client, within

if TYPE_CHECKING:
    from redis import Redis

__all__ = ["RedisState", "RedisStatus", "failing", "mask_secrets", "mask_url", "off_status", "probe"]

#: The longest the main talk and the second look (TLS or not) may take, in seconds: 1.6 in all.
LONGEST_TALK = 1.2
SECOND_LOOK = 0.4


class RedisState(StrEnum):
    """Switched off by the settings, working, or switched on and not working."""

    OFF = "off"
    OK = "ok"
    FAILING = "failing"


@dataclass(frozen=True)
class RedisStatus:
    """What is known about Redis.

    Attributes:
        state: Off, ok or failing.
        cause: ``""``, ``off``, ``refused``, ``unknown_host``, ``wrong_password``, ``tls``, ``timeout``,
            ``full``, ``wrong_url``, ``no_such_database``, ``read_only``, ``lost`` or ``other``.
        detail: What is so; never holds a password.
        fix: What to do; nothing when all is well.
        url: The address with its password masked.
        latency_ms: One round trip, when it was measured.
        version: The server's version, when it told.
    """

    state: RedisState
    cause: str = ""
    detail: Message = NOTHING
    fix: Message = NOTHING
    url: str = ""
    latency_ms: float | None = None
    version: str | None = None


def off_status() -> RedisStatus:
    """The status with CACHE_ENABLED=false: what is switched off, and how to switch it on."""
    return RedisStatus(
        RedisState.OFF,
        "off",
        Message(
            "Redis is switched off (CACHE_ENABLED=false): charts open from the database instead of memory, "
            "and the request quota is not shared between machines."
        ),
        Message(
            "To switch it on set CACHE_ENABLED=true and REDIS_URL=redis://localhost:6379/0 in the environment or .env."
        ),
    )


def failing(error: BaseException, url: str) -> RedisStatus:
    """The status after an exception of redis-py, a socket or the address."""
    return from_advice(advise(error, url), url)


def from_advice(found: Advice, url: str) -> RedisStatus:
    """The failing status that some advice describes."""
    return RedisStatus(RedisState.FAILING, found.cause, found.detail, found.fix, mask_url(url))


def probe(url: str, timeout: float = 1.0) -> RedisStatus:
    """The state of the Redis at that address, found out by using it.

    Args:
        url: The address as the settings give it; may be malformed.
        timeout: Seconds for the whole talk, at most 1.2; a second look at TLS may add 0.4.
    """
    caught = errors()
    seconds = min(max(timeout, 0.01), LONGEST_TALK)
    try:
        return _talk(url, seconds)
    except caught as error:
        return _look_again(failing(error, url), url)


def _talk(url: str, seconds: float) -> RedisStatus:
    """Name look-up, then use, both under one deadline."""
    client = open_client(url, seconds)
    deadline = time.perf_counter() + seconds
    try:
        within(seconds, lambda: _look_up(url))
    except TimeoutError:
        raise socket.gaierror(socket.EAI_AGAIN, "the name look-up took too long") from None
    return within(deadline - time.perf_counter(), lambda: _use(client, url))


def _look_up(url: str) -> None:
    """Asks for the host's addresses; raises what the resolver raises."""
    host = host_of(url)
    if host:
        socket.getaddrinfo(host, port_of(url), type=socket.SOCK_STREAM)


def _use(client: Redis, url: str) -> RedisStatus:
    """Connects and uses the server as the cache will."""
    with client:
        client.ping()
        started = time.perf_counter()
        client.ping()
        latency = (time.perf_counter() - started) * 1000
        version, error = _write(client)
    if error is not None:
        return replace(failing(error, url), version=version)
    detail = Message(
        "Redis {version} answers in {latency:.1f} ms.",
        version=version or Message("of unknown version"), latency=latency,
    )  # fmt: skip
    return RedisStatus(RedisState.OK, "", detail, NOTHING, mask_url(url), latency, version)


def _write(client: Redis) -> tuple[str | None, Exception | None]:
    """The version, and what kept a key from being written, read and deleted again."""
    key, value = f"ohlc:probe:{os.urandom(8).hex()}", os.urandom(16)
    pipe = client.pipeline(transaction=False)
    pipe.set(key, value, ex=10)
    pipe.get(key)
    pipe.delete(key)
    pipe.info("server")
    *answers, info = pipe.execute(raise_on_error=False)
    version = info.get("redis_version") if isinstance(info, dict) else None
    error = next((answer for answer in answers if isinstance(answer, Exception)), None)
    if error is None and answers[1] != value:
        error = OSError("a value just written did not come back")
    return version, error


def _look_again(status: RedisStatus, url: str) -> RedisStatus:
    """Silence and hang-ups are often TLS on one side only; a look with the other kind tells."""
    if status.cause not in ("timeout", "lost", "tls") or not host_of(url):
        return status
    look, kind = (_is_plain, "tls_absent") if url.strip().startswith("rediss") else (_is_tls, "tls_needed")
    return from_advice(advice(kind, url), url) if _seen(look, url) else status


def _seen(look: Callable[[str], bool], url: str) -> bool:
    """What the look says; no when it fails or takes too long."""
    try:
        return within(SECOND_LOOK, lambda: look(url))
    except (OSError, ValueError):
        return False


def _is_plain(url: str) -> bool:
    """Whether a Redis answers there without TLS."""
    with socket.create_connection((host_of(url), port_of(url)), SECOND_LOOK) as plain:
        plain.sendall(b"PING\r\n")
        return plain.recv(1) in (b"+", b"-")


def _is_tls(url: str) -> bool:
    """Whether a TLS handshake works there; nothing is sent, so the certificate does not matter."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((host_of(url), port_of(url)), SECOND_LOOK) as plain:
        try:
            context.wrap_socket(plain, server_hostname=host_of(url)).close()
        except ssl.SSLError as error:  # an alert is spoken by TLS servers too (client certificate wanted)
            return "ALERT" in (error.reason or "")
    return True
