"""What ``status`` tells of the feeds of a profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ohlc_desktop.sources.registry import ActiveFeeds, counted_as
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts


def requests_today(connection: Connection, feeds: ActiveFeeds, today: date) -> dict[str, int]:
    """The requests to each feed on a day of UTC, by its name, as far as this archive knows of them."""
    return {feed.name: facts.quota_used(connection, today.isoformat(), counted_as(feed)) for feed in feeds.order}


def feeds_json(feeds: ActiveFeeds, requests: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """The feeds in the order in which they are asked, then those that the settings name in vain."""
    for feed in feeds.order:
        count = requests.get(feed.name, 0)
        yield {"name": feed.name, "title": feed.title, "usable": True, "requests_today": count, "problem": ""}
    for name, why in feeds.lacking.items():
        yield {"name": name, "title": "", "usable": False, "requests_today": 0, "problem": str(why)}


def lines(feeds: ActiveFeeds) -> list[str]:
    """Which feeds are asked, where that is not the one that a profile has by itself."""
    several = [f"Feeds      {', then '.join(feed.title for feed in feeds.order)}"] if len(feeds.order) > 1 else []
    return [*several, *(f"Feeds      {why}" for why in feeds.lacking.values())]
