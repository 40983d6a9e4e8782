"""What may be shown of a Redis address, and what is wrong with one.

``REDIS_URL`` holds a password, and people mistype it: an ``@`` or ``/`` left unescaped, the host
forgotten, the password put into the query. One function, `_pieces`, decides which parts of such a text
could be a secret, in doubt too many; `mask_url` and `mask_secrets` both follow it. Nothing here imports
redis-py or touches the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, quote, unquote, unquote_plus, urlsplit

from ohlc_desktop.core.messages import NOTHING, Message

MASK = "***"
DEFAULT_PORT = 6379

#: Query parameters that choose what is talked to; everything else about the connection is ours.
IDENTITY = frozenset({"db", "username", "password", "client_name"})
TLS = frozenset(
    {"ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile", "ssl_password", "ssl_cert_reqs",
     "ssl_check_hostname"}
)  # fmt: skip
#: Known to redis-py and accepted, but replaced by our own time-outs and retries.
TUNING = frozenset(
    {"socket_timeout", "socket_connect_timeout", "socket_keepalive", "retry_on_timeout", "timeout",
     "max_connections", "health_check_interval", "protocol", "decode_responses", "encoding"}
)  # fmt: skip
_HARMLESS = "|".join(sorted((IDENTITY | TLS | TUNING) - {"username", "password", "ssl_password"}))

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NAME = re.compile(r"[\w.+%-]*")
_PLACE = re.compile(r"(?:\[[^\]@?#]*\]|[^:/?#@\[\]]+|(?=/))(?::\d{1,5})?(?:/[^?#@]*)?(?=\?|\Z)")
_PLAIN_QUERY = re.compile(rf"\?(?:(?:{_HARMLESS})=[\w.:/%\\-]*(?:&|\Z))*")
_SHORTEST_PART = 4

#: A part of the text, and whether it could be a secret.
_Piece = tuple[str, bool]


def mask_url(url: str) -> str:
    """The address with everything that could be a password replaced by ``***``; never raises."""
    return "".join(MASK if secret and text else text for text, secret in _pieces(url))


def mask_secrets(text: str, url: str) -> str:
    """A text (of an exception, a log line) without the secrets of that address in any spelling."""
    for secret in sorted(_secrets(url), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def host_of(url: str) -> str:
    """The host that redis-py would ask, ``localhost`` when none is given; ``""`` for a socket file."""
    parts = urlsplit(url.strip())
    return "" if parts.scheme == "unix" else parts.hostname or "localhost"


def port_of(url: str) -> int:
    """The port that redis-py would ask."""
    return urlsplit(url.strip()).port or DEFAULT_PORT


def place_of(url: str) -> str | Message:
    """Where the server is, for a sentence: ``host:port`` or the socket file."""
    if wrong_with(url):
        return Message("the address in REDIS_URL")
    host = host_of(url)
    return f"{host}:{port_of(url)}" if host else urlsplit(url.strip()).path or Message("the socket in REDIS_URL")


def wrong_with(url: str) -> Message:
    """What makes the address unusable; nothing where it can be used. Quotes nothing of the address."""
    url = url.strip()
    early = _wrong_text(url)
    if early:
        return early
    try:
        parts = urlsplit(url)
        port_ok = parts.port != 0
    except ValueError:
        port_ok = False
    return (_wrong_path(parts) or _wrong_query(parts)) if port_ok else Message(
        "The host or port in REDIS_URL cannot be read; a port is a number from 1 to 65535."
    )  # fmt: skip


def _wrong_text(url: str) -> Message:
    """What can be told before the address is taken apart."""
    if not url:
        return Message("REDIS_URL is empty.")
    if not url.startswith(("redis://", "rediss://", "unix://")):
        return Message("REDIS_URL does not begin with redis://, rediss:// or unix://.")
    if any(not character.isprintable() or character.isspace() for character in url):
        return Message("REDIS_URL holds a space or a control character.")
    if "#" in url or re.search(r"[/?].*@", url.partition("://")[2]):
        return Message("REDIS_URL holds a character of the password (one of / ? # @) that must be percent-encoded.")
    return NOTHING


def _wrong_path(parts: SplitResult) -> Message:
    """The path of redis:// and rediss:// is a database number."""
    if parts.scheme == "unix":
        return NOTHING if parts.path else Message("REDIS_URL names no socket file.")
    return NOTHING if re.fullmatch(r"/*[0-9]*/*", parts.path) else Message("The database in REDIS_URL is not a number.")


def _wrong_query(parts: SplitResult) -> Message:
    """Parameters that redis-py would stumble over later, with a TypeError."""
    names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if names & TLS and parts.scheme != "rediss":
        return Message("REDIS_URL has TLS parameters, but does not begin with rediss://.")
    known = IDENTITY | TLS | TUNING
    return NOTHING if names <= known else Message("REDIS_URL has a parameter that is not known here.")


def _pieces(url: str) -> Iterator[_Piece]:
    """The address in order, cut where a secret may begin or end."""
    scheme = _SCHEME.match(url)
    head = scheme.group() if scheme else ""
    userinfo, at, rest = url[len(head) :].rpartition("@")
    yield head, False
    if re.search(r"\?[^=]*=", userinfo):  # an @ inside the query, or a password that looks like one
        yield userinfo + at + rest, True
        return
    yield from _login(userinfo)
    yield at, False
    yield from _place(rest)


def _login(userinfo: str) -> Iterator[_Piece]:
    """``name:password``; a lone name counts as a password, as many write it so."""
    name, colon, password = userinfo.partition(":")
    named = bool(colon and _NAME.fullmatch(name))
    yield (name + colon if named else ""), False
    yield (password if named else userinfo), True


def _place(rest: str) -> Iterator[_Piece]:
    """``host:port/db?query``; what has not this shape may be a password whose host was forgotten."""
    place = _PLACE.match(rest)
    if place:
        yield place.group(), False
        yield from _query(rest[place.end() :])
        return
    host, colon, other = rest.partition(":")
    named = bool(colon and _NAME.fullmatch(host))
    yield (host + colon if named else ""), False
    yield (other if named else rest), True


def _query(tail: str) -> Iterator[_Piece]:
    """Harmless parameters, then everything from the first that is not."""
    plain = _PLAIN_QUERY.match(tail)
    shown = plain.group() if plain else ""
    name = re.match(r"\w+=", tail[len(shown) :])
    shown += name.group() if name else ""
    yield shown, False
    yield tail[len(shown) :], True


def _secrets(url: str) -> set[str]:
    """Every spelling in which a secret of the address could turn up in a text."""
    raw = {text for text, secret in _pieces(url) if secret}
    raw |= {part for text in raw for part in _parts(text)}
    found = {spelling for text in raw for spelling in (text, unquote(text), unquote_plus(text))}
    found |= {quote(text, safe="", errors="replace") for text in found} | {repr(text)[1:-1] for text in found}
    return found - {""}


def _parts(text: str) -> Iterator[str]:
    """What could be the password in a stretch that may hold more: from a ``:`` or ``=`` to an end.

    Short ones are left out, as they would only mangle the text.
    """
    starts = [0, *(match.end() for match in re.finditer("[:=]", text))]
    ends = [*(match.start() for match in re.finditer("[@&/]", text)), len(text)]
    yield from (text[start:end] for start in starts for end in ends if end - start >= _SHORTEST_PART)
