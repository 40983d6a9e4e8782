"""The proxy in front of the feed, as the environment names it and the feed's client (libcurl) reads it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

#: The variables that name a proxy for https, strongest first: https://curl.se/libcurl/c/libcurl-env.html
VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_PORTS = {"https": 443, "http": 80, "socks5": 1080, "socks5h": 1080, "socks4": 1080, "socks4a": 1080}


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy: the variable that names it, and host and port that must accept a connection. Never its login."""

    variable: str
    host: str
    port: int


def named_proxy(environment: Mapping[str, str]) -> Proxy | None:
    """The proxy for https; None where none is named, or the address cannot be read."""
    variable = next((name for name in VARIABLES if environment.get(name)), "")
    address = environment.get(variable, "")
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = parts.port
    except ValueError:
        return None
    return Proxy(variable, parts.hostname, port or _PORTS.get(parts.scheme, 1080)) if parts.hostname else None
