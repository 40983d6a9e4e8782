"""The address in ``REDIS_URL``: what may be shown of it, and what is wrong with it.

It holds a password, and people mistype it: an ``@`` or ``/`` left unescaped, the host forgotten. One
pattern says what an address looks like; of a text that does not look so nothing is shown but the scheme.
redis-py, which does the reading, takes 140 ms to import and is imported inside the functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, unquote_plus

from ohlc_desktop.core.messages import NOTHING, Message

MASK = "***"

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
#: Values of these are no secrets; from the first other one on, a query is masked.
_SHOWN = "|".join(sorted((_TAKEN | _REPLACED) - {"username", "password", "ssl_password"}))
_ADDRESS = re.compile(
    r"(?P<scheme>(?:[A-Za-z][A-Za-z0-9+.-]*://)?)"
    r"(?:(?P<name>(?:[\w.+%-]*:)?)(?P<password>[^?\s]*)@)?"
    r"(?P<place>(?:\[[^\]@?#\s]*\]|[\w.-]+|(?=[/?]|\Z))(?::[1-9]\d{0,4})?)(?P<path>(?:/[^?#@]*)?)"
    rf"(?:(?P<query>\?(?:(?:{_SHOWN})=[\w.:/%\\-]*+(?:&|\Z))*+(?:\w+=)?+)(?P<tail>[^@]*+))?"
)
_SHORTEST_PART = 4


def mask_url(url: str) -> str:
    """The address with everything that could be a password replaced by ``***``; never raises."""
    found = _ADDRESS.fullmatch(url.strip())
    if found is None:
        scheme = re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*://", url)
        return (scheme.group().strip() if scheme else "") + MASK
    part = found.groupdict("")
    login = f"{part['name']}{MASK if part['password'] else ''}@" if found["password"] is not None else ""
    return part["scheme"] + login + part["place"] + part["path"] + part["query"] + (MASK if part["tail"] else "")


def mask_secrets(text: str, url: str) -> str:
    """A text (of an exception, a log line) without the secrets of that address in any spelling."""
    for secret in sorted(_secrets(url), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def _secrets(url: str) -> set[str]:
    """Every spelling in which a secret of the address could turn up in a text."""
    found = _ADDRESS.fullmatch(url.strip())
    known = [found["password"] or "", found["tail"] or ""] if found else [url.strip().partition("://")[2] or url]
    doubtful = [text for text in known if not found or text == found["tail"] or set("/#") & set(text)]
    raw = {*known, *(part for text in doubtful for part in _parts(text))}
    read = {spelling for text in raw for spelling in (text, unquote(text), unquote_plus(text))}
    quoted = {quote(text, safe="", errors="replace") for text in read}
    return (read | quoted | {repr(text)[1:-1] for text in read}) - {""}


def _parts(text: str) -> Iterator[str]:
    """What could be the password in a stretch that may hold more: from a ``:`` or ``=`` to an end.

    Short ones are left out, as they would only mangle the text.
    """
    starts = [0, *(match.end() for match in re.finditer("[:=]", text))]
    ends = [*(match.start() for match in re.finditer("[@&/]", text)), len(text)]
    yield from (text[start:end] for start in starts for end in ends if end - start >= _SHORTEST_PART)


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
    found = _ADDRESS.fullmatch(url)
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
