"""The address in ``REDIS_URL``: what redis-py reads from it, and what is wrong with it.

redis-py, which does the reading, takes 140 ms to import and is imported inside the functions.
"""

from __future__ import annotations

import re
from typing import Any

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.settings.masking import ADDRESS

_SCHEMES = ("redis://", "rediss://", "unix://")
#: Parameters that choose what is talked to, and those that redis-py knows but our own time-outs and retries replace.
_TAKEN = frozenset(
    {"db", "username", "password", "client_name", "ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile",
     "ssl_password", "ssl_cert_reqs", "ssl_check_hostname"}
)  # fmt: skip
_REPLACED = frozenset(
    {"socket_timeout", "socket_connect_timeout", "socket_keepalive", "retry_on_timeout", "timeout",
     "max_connections", "health_check_interval", "protocol", "decode_responses", "encoding"}
)  # fmt: skip
_PLACE = frozenset({"host", "port", "path", "connection_class"})


def options_of(url: str) -> dict[str, Any]:
    """What redis-py reads from an address: host, port, path, db and so on, without what is replaced by our own.

    Raises:
        ValueError: redis-py cannot read it, or a parameter is not known here.
    """
    from redis.connection import parse_url

    options = parse_url(url.strip())  # type: ignore[no-untyped-call]
    if options.keys() - _TAKEN - _REPLACED - _PLACE:
        raise ValueError("a parameter is not known")
    return {name: value for name, value in options.items() if name not in _REPLACED}


def place_of(url: str) -> str:
    """Where the server of an address that is not wrong is, for a sentence: ``host:port`` or the socket file."""
    options = options_of(url)
    return options.get("path") or f"{options.get('host', 'localhost')}:{options.get('port', 6379)}"


def wrong_with(url: str) -> Message:
    """What makes the address unusable; nothing where it can be used. Quotes nothing of the address."""
    from redis import ConnectionPool, RedisError

    url = url.strip()
    if not url.startswith(_SCHEMES):
        return Message("REDIS_URL does not begin with redis://, rediss:// or unix://.")
    found = ADDRESS.fullmatch(url)
    if found is None or set("/#") & set(found["password"] or ""):
        return Message("The host, the port or a parameter in REDIS_URL cannot be read.")
    if found["scheme"] == "unix://" and not found["path"]:
        return Message("REDIS_URL names no socket file.")
    if found["scheme"] != "unix://" and not re.fullmatch(r"/*[0-9]*/*", found["path"]):
        return Message("The database in REDIS_URL is not a number.")
    try:
        pool = ConnectionPool(**options_of(url))
        pool.connection_class(**pool.connection_kwargs)  # an unknown parameter shows here, not in the first call
    except (RedisError, TypeError, ValueError):
        return Message("The host, the port or a parameter in REDIS_URL cannot be read.")
    return NOTHING
