"""What may be shown of an address that holds a password, and of a text that may repeat it.

People mistype addresses: an ``@`` or ``/`` left unescaped, the host forgotten. One pattern says what an address looks like;
of a text that does not look so nothing is shown but the scheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, unquote_plus

MASK = "***"

#: Parameters whose values are no secrets: of redis-py, and of libpq. From the first other one on, a query is masked.
_SHOWN = "|".join(
    [
        "db",
        "client_name",
        "connect_timeout",
        "dbname",
        "decode_responses",
        "encoding",
        "health_check_interval",
        "host",
        "hostaddr",
        "max_connections",
        "port",
        "protocol",
        "retry_on_timeout",
        "socket_connect_timeout",
        "socket_keepalive",
        "socket_timeout",
        "ssl_ca_certs",
        "ssl_ca_path",
        "ssl_cert_reqs",
        "ssl_certfile",
        "ssl_check_hostname",
        "ssl_keyfile",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
        "timeout",
    ]
)
#: How an address looks: login, place, path and query. A login without a colon is a password of Redis, but a user of PostgreSQL.
ADDRESS = re.compile(
    r"(?P<scheme>(?:[A-Za-z][A-Za-z0-9+.-]*://)?)"
    r"(?:(?:(?<=postgresql://)|(?<=postgres://))(?P<user>[\w.+%-]+)@|(?P<name>(?:[\w.+%-]*:)?)(?P<password>[^?\s]*)@)?"
    r"(?P<place>(?:\[[^\]@?#\s]*\]|[\w.-]+|(?=[/?]|\Z))(?::[1-9]\d{0,4})?)(?P<path>(?:/[^?#@]*)?)"
    rf"(?:(?P<query>\?(?:(?:{_SHOWN})=[\w.:/%\\-]*+(?:&|\Z))*+(?:\w+=)?+)(?P<tail>[^@]*+))?"
)
_SHORTEST_PART = 4


def mask_url(url: str) -> str:
    """The address with everything that could be a password replaced by ``***``; never raises."""
    found = ADDRESS.fullmatch(url.strip())
    if found is None:
        scheme = re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*://", url)
        return (scheme.group().strip() if scheme else "") + MASK
    part = found.groupdict("")
    login = f"{part['name']}{MASK if part['password'] else ''}@" if found["password"] is not None else ""
    login = f"{part['user']}@" if part["user"] else login
    return part["scheme"] + login + part["place"] + part["path"] + part["query"] + (MASK if part["tail"] else "")


def mask_secrets(text: str, url: str) -> str:
    """A text (of an exception, a log line) without the secrets of that address in any spelling."""
    for secret in sorted(_secrets(url), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def _secrets(url: str) -> set[str]:
    """Every spelling in which a secret of the address could turn up in a text."""
    found = ADDRESS.fullmatch(url.strip())
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
