"""Names what an answer depends on beside the question, so that machines take answers only from those that would get the same."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.proxies import named_proxy
from ohlc_desktop.sources.feed_plugins import distribution_of


def edition(feed: FeedSpec, environment: Mapping[str, str] = os.environ) -> str:
    """16 hex digits for the program, the feed, the libraries that read it, and the proxy before it, without its login.

    Another version of any of them, or another proxy, is another edition.
    """
    proxy = named_proxy(environment)
    libraries = [(name, _version(name)) for name in ("ohlc-desktop", feed.library, distribution_of(feed.name)) if name]
    place = (proxy.host, proxy.port) if proxy is not None else None
    told = json.dumps([feed.name, feed.source, feed.protocol, libraries, place])
    return blake2b(told.encode(), digest_size=8).hexdigest()


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:  # a packaged program has no papers of what it holds
        return ""
