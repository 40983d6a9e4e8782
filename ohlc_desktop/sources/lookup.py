"""Single questions to a feed outside a run: does it know a symbol, does it answer at all."""

from __future__ import annotations

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.sources.registry import open_source
from ohlc_desktop.sources.source import Answer, Fault, FetchError, SourceTools

#: A single question may not keep a person waiting longer.
PATIENCE = 8.0


def ask(feed: FeedSpec, instrument: Instrument, days: int, timeout: float, clock: Clock) -> Answer:
    """Ask for the daily candles of the last days, or for others of a feed that has no daily ones; nothing is stored.

    Raises:
        FetchError: the feed did not answer, or has nothing of the kind.
    """
    end, name = int(clock.now()), "1d" if "1d" in feed.limits else next(iter(feed.limits))
    window = Interval(end - min(days, feed.limits[name].span) * DAY, end)
    source = open_source(feed, SourceTools(clock, min(timeout, PATIENCE)))
    return source.fetch(FetchRequest(instrument, name, *window, window, Purpose.REFRESH))


def knows(feed: FeedSpec, instrument: Instrument, timeout: float, clock: Clock) -> bool | None:
    """Whether the feed has the symbol; None when it cannot be asked now."""
    try:
        ask(feed, instrument, 30, timeout, clock)
    except FetchError as error:
        return False if error.fault is Fault.UNKNOWN_SYMBOL else None
    return True
