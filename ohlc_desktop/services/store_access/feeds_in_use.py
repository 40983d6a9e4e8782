"""Which feeds the newest import asked, as the archive remembers it, so that readers judge by what was asked."""

from __future__ import annotations

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.sources.registry import ActiveFeeds, active_feeds
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts


def feeds_in_use(connection: Connection, demo: bool) -> ActiveFeeds:
    """The feeds of the newest import; before one, those of a profile without the setting."""
    return active_feeds(demo, (facts.fact(connection, facts.FEEDS) or "").split())


def feed_for(connection: Connection, demo: bool, instrument: Instrument) -> FeedSpec:
    """The feed that is asked for an instrument."""
    return feeds_in_use(connection, demo).of(instrument)
