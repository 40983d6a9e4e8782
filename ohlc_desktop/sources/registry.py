"""The feeds that there are. A new source is its package and two lines here.

Importing this loads no source: the tray knows feeds by their specs alone.
"""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.yahoo.spec import YAHOO

if TYPE_CHECKING:
    from ohlc_desktop.sources.source import Source, SourceTools

#: Profiles use the first that is not simulated, and demo profiles the first that is.
FEEDS = (
    YAHOO,
    DEMO,
)


def feed_of(demo: bool) -> FeedSpec:
    """The feed of a demo profile, or of all others."""
    return next(feed for feed in FEEDS if feed.simulated == demo)


def open_source(feed: FeedSpec, tools: SourceTools) -> Source:
    """The source of a feed; loads what it is made with. Nothing is asked yet."""
    source: Source = resolve_name(feed.source)(tools)
    return source
