"""The names of sources for people. Imports nothing heavy."""

from __future__ import annotations

from ohlc_desktop.sources.feed_plugins import loaded
from ohlc_desktop.sources.hub.spec import HUB
from ohlc_desktop.sources.registry import FEEDS, PAID_FEEDS


def shown_name(source: str) -> str:
    """The name of a source for people: feeds have one of their own, all others are told as the user named them.

    Of a plug-in's feed it is known once that is loaded, as it is where a profile asks it.
    """
    feeds = (*FEEDS, *PAID_FEEDS, HUB, *loaded())
    return next((feed.display_name for feed in feeds if feed.name == source), source)
