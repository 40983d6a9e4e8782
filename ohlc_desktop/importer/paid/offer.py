"""What is still to be bought of what a person wants, in pieces, and what it will cost. Nothing is spent here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ohlc_desktop.core.candles import Bools
from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.importing.spending import Budget
from ohlc_desktop.core.market.contracts import ending
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import FIVE_DAY_ANCHOR, Calendar, day_number
from ohlc_desktop.core.planning.coverage import Interval, inside
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.importer.run_setup import LoadSessions
from ohlc_desktop.sources.source import PaidSource

#: The only timeframe that is bought; all others are made of it.
BOUGHT = "1m"
#: Sessions around the wanted ones, for candles that reach over their edge.
_AROUND = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of an instrument: the sessions of these trade dates, both included; None for as far as there are."""

    instrument: Instrument
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Lot:
    """What is to be bought of one instrument.

    Attributes:
        instrument: Which.
        calendar: Its sessions over that time, and some around it.
        requests: The pieces, oldest first; each from the open of a session to the close of one.
        cost: Of all, in millionths of a US dollar.
    """

    instrument: Instrument
    calendar: Calendar
    requests: tuple[FetchRequest, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Offer:
    """All that is to be bought, and where the month stands before."""

    lots: tuple[Lot, ...]
    budget: Budget

    @property
    def cost(self) -> int:
        """Of all, in millionths of a US dollar."""
        return sum(lot.cost for lot in self.lots)

    @property
    def requests(self) -> tuple[FetchRequest, ...]:
        """All pieces, one instrument after the other."""
        return tuple(request for lot in self.lots for request in lot.requests)


def lot_of(
    wish: Wish, source: PaidSource, feed: FeedSpec, bought: Sequence[Interval], load: LoadSessions, clock: Clock
) -> Lot:  # fmt: skip
    """What is to be bought for a wish, priced.

    Args:
        wish: The wish.
        source: Whom to ask for the price. One of ours is asked for that of each stretch, however long, which takes fewer
            requests; that of a plug-in for that of each request, for it may charge for requests.
        feed: Its feed.
        bought: Stretches that were bought before; they are not bought again.
        load: The calendars.
        clock: The one clock.

    Raises:
        FetchError: there is no price.
    """
    instrument, serves = wish.instrument, source.serves(wish.instrument)
    first = max(serves.start // DAY, FIVE_DAY_ANCHOR, day_number(wish.first) if wish.first else FIVE_DAY_ANCHOR)
    until = min(serves.end, int(clock.now()))
    last = until // DAY + 1
    last = min(last, day_number(wish.last)) if wish.last else last
    if last < first:
        return Lot(instrument, load(instrument.calendar, first, first), (), 0)
    calendar = load(instrument.calendar, max(first - _AROUND, FIVE_DAY_ANCHOR), last + _AROUND)
    end = ending(instrument, calendar)
    wanted = (calendar.trade_date >= first) & (calendar.trade_date <= (last if end is None else min(last, end.day)))
    wanted &= (calendar.open >= serves.start) & (calendar.close <= until)
    wanted &= ~inside(calendar.open, calendar.close, bought)
    stretches = tuple(_stretches(calendar, wanted))
    seconds = feed.limits[BOUGHT].span * DAY
    pieces = tuple(piece for stretch in stretches for piece in _cut(calendar, wanted, stretch, seconds))
    cost = sum(source.cost(_request(instrument, part)) for part in (pieces if feed.protocol else stretches))
    return Lot(instrument, calendar, tuple(_request(instrument, piece) for piece in pieces), cost)


def _stretches(calendar: Calendar, wanted: Bools) -> Iterator[Interval]:
    """Each run of wanted sessions that follow one another, from open to close."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], wanted, [False])).astype(np.int8)))
    for begin, end in edges.reshape(-1, 2).tolist():
        yield Interval(int(calendar.open[begin]), int(calendar.close[end - 1]))


def _cut(calendar: Calendar, wanted: Bools, stretch: Interval, seconds: int) -> Iterator[Interval]:
    """A stretch in pieces of so many seconds at most, cut between sessions; a session is never cut."""
    places = np.flatnonzero(wanted & (calendar.open >= stretch.start) & (calendar.close <= stretch.end))
    while len(places):
        begins = int(calendar.open[places[0]])
        count = max(int(np.searchsorted(calendar.close[places], begins + seconds, side="right")), 1)
        yield Interval(begins, int(calendar.close[places[count - 1]]))
        places = places[count:]


def _request(instrument: Instrument, stretch: Interval) -> FetchRequest:
    return FetchRequest(instrument, BOUGHT, *stretch, stretch, Purpose.BACKFILL)
