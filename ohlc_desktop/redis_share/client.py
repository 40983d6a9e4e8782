"""The one place that makes a redis-py client, and the deadline that every talk with it gets.

redis-py's time-outs bound one step (a name look-up not at all, each address, each read), never a whole
call: `within` does that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from ohlc_desktop.redis_share.address import options_of, wrong_with

if TYPE_CHECKING:
    from redis import Redis

T = TypeVar("T")

#: Seconds that a connection on which news are awaited may take to be made.
CONNECTING = 5.0


def errors() -> tuple[type[Exception], ...]:
    """What talking to Redis may raise."""
    from redis import RedisError

    return (RedisError, OSError, ValueError)


def open_client(url: str, timeout: float | None) -> Redis:
    """A client without retries and health checks; connects with its first command.

    Parameters in the address cannot change the time-outs or the kind of answers. RESP 2, as every
    server speaks it and its handshake is the shortest. Without a time-out it waits for news for ever, on a
    connection that the system keeps alive.

    Raises:
        ValueError: The address cannot be used.
    """
    from redis import ConnectionPool, Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    wrong = wrong_with(url)
    if wrong:
        raise ValueError(str(wrong))
    ours: dict[str, Any] = {
        "socket_timeout": timeout, "socket_connect_timeout": timeout or CONNECTING, "retry": Retry(NoBackoff(), 0),
        "protocol": 2, "health_check_interval": 0,
    }  # fmt: skip
    if timeout is None and not url.strip().startswith("unix:"):
        ours["socket_keepalive"] = True
    return Redis.from_pool(ConnectionPool(**options_of(url) | ours))


def within(seconds: float, call: Callable[[], T]) -> T:
    """What *call* returns or raises, or a TimeoutError once the seconds are over.

    The call runs on a daemon thread of its own, which ends with it: after the deadline nobody waits for
    it, at most its socket time-out later it is gone.

    Raises:
        TimeoutError: The seconds are over.
        OSError: The machine gives no further thread.
    """
    result: Future[T] = Future()

    def answer() -> None:
        try:
            result.set_result(call())
        except Exception as error:  # noqa: BLE001 - raised again where the result is asked for
            result.set_exception(error)

    try:
        threading.Thread(target=answer, name="redis-call", daemon=True).start()
    except RuntimeError as error:
        raise OSError("no thread could be started") from error
    return result.result(timeout=max(seconds, 0.0))
