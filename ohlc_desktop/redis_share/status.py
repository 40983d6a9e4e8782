"""Whether Redis can be used, why not, and what to do: for the log, the doctor and the window.

`probe` connects, pings, writes, reads and deletes a key of its own, runs a script, and asks for the version; a failure
becomes a `RedisStatus` with a typed cause. It never raises, takes at most 1.2 seconds whatever the server
does, and no field of its answer holds a password.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ohlc_desktop.core.deadline import within
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.redis_share import savings
from ohlc_desktop.redis_share.causes import Advice, advise
from ohlc_desktop.redis_share.client import errors, open_client

if TYPE_CHECKING:
    from redis import Redis

#: Seconds that a probe may take.
LONGEST = 1.2


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
        cause: ``""``, ``off``, or a cause of `redis_share.causes`.
        detail: What is so; never holds a password.
        fix: What to do; nothing when all is well.
        url: The address with its password masked.
        latency_ms: One round trip, when it was measured.
        version: The server's version, when it told.
        saved: What it saved today; None when that was not asked.
    """

    state: RedisState
    cause: str = ""
    detail: Message = NOTHING
    fix: Message = NOTHING
    url: str = ""
    latency_ms: float | None = None
    version: str | None = None
    saved: savings.Savings | None = None

    @property
    def told(self) -> Message:
        """What is so, and what Redis saved today."""
        return sentences(self.detail, self.saved.message) if self.saved is not None else self.detail


def off_status() -> RedisStatus:
    """The status with CACHE_ENABLED=false: what is switched off, and how to switch it on."""
    return RedisStatus(
        RedisState.OFF,
        "off",
        Message(
            "Redis is switched off (CACHE_ENABLED=false): answers of feeds and the request quota are not shared between machines."
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


def probe(url: str, timeout: float = 1.0, day: str = "", feed: str = "") -> RedisStatus:
    """The state of the Redis at that address, found out by using it.

    Args:
        url: The address as the settings give it; may be malformed.
        timeout: Seconds for the whole talk, at most 1.2.
        day: A UTC date (ISO) of which the savings are asked for.
        feed: Name under which requests to a feed are counted, of which is told how many were sent.
    """
    caught = errors()
    seconds = min(max(timeout, 0.01), LONGEST)
    try:
        client = open_client(url, seconds)
        return within(seconds, lambda: _use(client, url, day, feed), "redis-call")
    except caught as error:
        return failing(error, url)


def _use(client: Redis, url: str, day: str, feed: str) -> RedisStatus:
    """Connects and uses the server as imports will."""
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
    return RedisStatus(RedisState.OK, "", detail, NOTHING, mask_url(url), latency, version, _saved(client, day, feed))


def _saved(client: Redis, day: str, feed: str) -> savings.Savings | None:
    if not day:
        return None
    pipe = client.pipeline(transaction=False)
    savings.ask(pipe, day, feed)
    return savings.read(*pipe.execute(raise_on_error=False))


def _write(client: Redis) -> tuple[str | None, Exception | None]:
    """The version, and what kept a key from being written, read and deleted again."""
    key, value = f"ohlc:probe:{os.urandom(8).hex()}", os.urandom(16)
    pipe = client.pipeline(transaction=False)
    pipe.set(key, value, ex=10)
    pipe.get(key)
    pipe.delete(key)
    pipe.eval("return 1", 0)
    pipe.info("server")
    *answers, info = pipe.execute(raise_on_error=False)
    version = info.get("redis_version") if isinstance(info, dict) else None
    error = next((answer for answer in answers if isinstance(answer, Exception)), None)
    if error is None and answers[1] != value:
        error = OSError("a value just written did not come back")
    return version, error
