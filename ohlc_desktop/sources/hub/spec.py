"""The desk's hub as a source: its name and limits. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlsplit

from ohlc_desktop.core.arbitration.precedence import HUB as NAME
from ohlc_desktop.core.market.feed_spec import FeedLimits, FeedSpec
from ohlc_desktop.core.timeframes import TIMEFRAMES

# It keeps whatever was pushed; what is asked for at once is planned by what has changed.
_EVER = FeedLimits(36_500, 36_500, 36_500)

HUB = FeedSpec(
    name=NAME,
    display_name="Hub",
    title="The desk's hub",
    rights="Candles of the hub are those of whoever gave them; see the terms of each.",
    source="ohlc_desktop.sources.hub.source:HubSource",
    limits=MappingProxyType(dict.fromkeys(TIMEFRAMES, _EVER)),
    symbols=("NQ=F", "MNQZ26.CME", "AAPL"),
)

_PORT = 5432


def hub_at(url: str) -> FeedSpec:
    """The hub with the host and port of its address, where that names one: not of a socket, a service, or of several."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or _PORT
    except ValueError:
        return HUB
    return replace(HUB, host=(host, port)) if host and "," not in host else HUB
