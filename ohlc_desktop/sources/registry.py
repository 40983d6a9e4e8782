"""The feeds that there are: those that come with the program, and those of plug-ins. A new source is its package and two
lines here.

Importing this loads no source, and no plug-in: the tray knows feeds by their specs alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.sources.databento.spec import DATABENTO, DATABENTO_INTEREST, DATABENTO_VOLUME
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.yahoo.spec import YAHOO

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.sources.source import Source, SourceTools

#: Profiles use the first that is not simulated unless their settings say otherwise, and demo profiles the first that is.
FEEDS = (
    YAHOO,
    DEMO,
)

#: Feeds that cost money. No profile uses one by itself: a person orders what is bought.
PAID_FEEDS = (
    DATABENTO,
    DATABENTO_VOLUME,
    DATABENTO_INTEREST,
)


@dataclass(frozen=True, slots=True)
class ActiveFeeds:
    """The feeds that a profile uses.

    Attributes:
        order: At least one; who stands first is asked first.
        lacking: What the settings name beside them, and why it cannot be used.
    """

    order: tuple[FeedSpec, ...]
    lacking: Mapping[str, Message]

    def of(self, instrument: Instrument) -> FeedSpec:
        """The feed that is asked for an instrument: the first that has it; the first of all where none does."""
        return next((feed for feed in self.order if feed.has(instrument)), self.order[0])

    def after(self, feed: FeedSpec, instrument: Instrument) -> tuple[FeedSpec, ...]:
        """The feeds that can fill in for another one, in their order."""
        return tuple(each for each in self.order if each != feed and each.has(instrument))


def feed_of(demo: bool) -> FeedSpec:
    """The feed of a demo profile, or of all others whose settings name none."""
    return next(feed for feed in FEEDS if feed.simulated == demo)


def counted_as(feed: FeedSpec) -> str:
    """The name under which the requests to a feed are counted; none for the one that most profiles have alone."""
    return "" if feed.name == feed_of(feed.simulated).name else feed.name


def installed_feeds() -> Mapping[str, FeedSpec]:
    """All feeds that an import can ask by itself, by name: ours, then those of plug-ins, which are loaded for it.

    One that is paid by the request is none of them, and the simulated market is for demo profiles alone.
    """
    found = {**_own_feeds(), **_plugged()}
    return {name: feed for name, feed in found.items() if not feed.paid}


def paid_feeds() -> Mapping[str, FeedSpec]:
    """All feeds that candles can be bought from, by name: ours, then those of plug-ins, which are loaded for it."""
    return {feed.name: feed for feed in (*PAID_FEEDS, *_plugged().values()) if feed.paid}


def account_of(feed: FeedSpec) -> str:
    """The name under which what is spent on a paid feed is counted: feeds that one provider sends one bill for have one."""
    return DATABENTO.name if feed in PAID_FEEDS else feed.name


def _plugged() -> Mapping[str, FeedSpec]:
    from ohlc_desktop.sources.feed_plugins import load

    return load({feed.name for feed in (*FEEDS, *PAID_FEEDS)})


def _own_feeds() -> dict[str, FeedSpec]:
    return {feed.name: feed for feed in FEEDS if not (feed.simulated or feed.paid)}


def refused_feeds() -> Mapping[str, Message]:
    """Why plug-ins that provide feeds cannot be used, by ``distribution/entry point``; all are loaded for it."""
    from ohlc_desktop.sources.feed_plugins import refused

    installed_feeds()
    return refused()


def active_feeds(demo: bool, names: Sequence[str]) -> ActiveFeeds:
    """The feeds of a profile, by the names in its settings; plug-ins are loaded only where one is named.

    A name that nothing installed has is left out. Where that leaves none, the profile has the feed that it would have
    without the setting, so that a plug-in that is gone never stops an import.
    """
    known = _own_feeds()
    if demo or not names:
        return ActiveFeeds((feed_of(demo),), {})
    if not known.keys() >= set(names):
        known = dict(installed_feeds())
    order = tuple(known[name] for name in names if name in known)
    lacking = {name: _why_not(name) for name in names if name not in known}
    return ActiveFeeds(order or (feed_of(demo),), lacking)


def _why_not(name: str) -> Message:
    if name in paid_feeds():
        return Message(
            "The settings name the feed {name}, which costs money: nothing is bought without an order. See"
            " ohlc-desktop import --help.",
            name=name,
        )  # fmt: skip
    return Message(
        "The settings name the feed {name}, which is not installed or cannot be used; ohlc-desktop doctor tells which feeds can"
        " be named, and of plug-ins that cannot be used.",
        name=name,
    )  # fmt: skip


def open_source(feed: FeedSpec, tools: SourceTools) -> Source:
    """The source of a feed; loads what it is made with. Nothing is asked yet."""
    if feed.protocol and feed.paid:
        from ohlc_desktop.sources.guarded_paid import GuardedPaidSource

        return GuardedPaidSource(feed, tools)
    if feed.protocol:
        from ohlc_desktop.sources.guarded import GuardedSource

        return GuardedSource(feed, tools)
    source: Source = resolve_name(feed.source)(tools)
    return source
