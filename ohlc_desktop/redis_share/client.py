"""The one place that makes a redis-py client.

redis-py's time-outs bound one step (a name look-up not at all, each address, each read), never a whole
call: `core.deadline` does that, and a socket time-out later the call that nobody waits for is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ohlc_desktop.redis_share.address import options_of, wrong_with

if TYPE_CHECKING:
    from redis import Redis

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
