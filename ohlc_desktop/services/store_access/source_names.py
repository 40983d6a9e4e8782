"""The names of sources for people. Imports nothing heavy."""

from __future__ import annotations

from ohlc_desktop.sources.registry import FEEDS


def shown_name(source: str) -> str:
    """The name of a source for people: feeds have one of their own, all others are told as the user named them."""
    return next((feed.display_name for feed in FEEDS if feed.name == source), source)
