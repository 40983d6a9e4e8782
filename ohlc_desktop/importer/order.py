"""What a run is asked to do, and what it works with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.importing.events import Event
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.importer.run_setup import LoadSessions, library_sessions
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.sources.registry import ActiveFeeds, open_source
from ohlc_desktop.sources.source import Source, SourceTools
from ohlc_desktop.store.database import Store


@dataclass(frozen=True, slots=True)
class Order:
    """What to import: why, which instruments, which source timeframes of them, for which occurrence (ISO 8601 UTC).

    ``exact`` are the source timeframes of single symbols, where those are not the same for all. With ``contracts`` set
    the contracts around each roll are imported as well.
    """

    trigger: Trigger
    instruments: tuple[Instrument, ...]
    sources: tuple[str, ...]
    planned: str | None = None
    exact: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contracts: bool = False

    @property
    def insist(self) -> bool:
        """A repair asks again for what the feed has already said today that it does not have."""
        return self.trigger == Trigger.REPAIR

    @property
    def asks(self) -> bool:
        """Whether feeds are asked; else only what other machines share is taken."""
        return self.trigger != Trigger.NEIGHBOUR

    def sources_of(self, symbol: str) -> tuple[str, ...]:
        """The source timeframes to ask for."""
        return self.exact.get(symbol, self.sources)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with: the feed that is asked, and how its source is opened; ``products`` are the futures of the
    catalogue, by root. ``feeds`` are all that may be asked, where that is not the one alone; ``hub`` is the one that may be followed.

    ``cancel`` ends the run; with ``quitting`` set too that was not the user's wish for this run, and a scheduled
    one counts as interrupted: the schedule tries it again.
    """

    store: Store
    clock: Clock
    settings: Settings
    feed: FeedSpec
    emit: Callable[[Event], None]
    cancel: threading.Event
    share: RedisShare | None = None
    load_sessions: LoadSessions = library_sessions
    products: Mapping[str, Product] = field(default_factory=dict)
    quitting: threading.Event = field(default_factory=threading.Event)
    open_source: Callable[[FeedSpec, SourceTools], Source] = open_source
    feeds: ActiveFeeds | None = None
    hub: FeedSpec | None = None
