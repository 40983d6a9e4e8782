"""When contracts of futures end, and which one follows.

A contract stops trading on its last trade date at an hour of its own: equity indices at 8:30 Chicago on the third
Friday, when the final settlement is taken from the opening of the shares. Where the specification names the day only,
nothing is expected of that day's session, and what comes of it is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import pytz

from ohlc_desktop.core.market.catalogue import Catalogue, Product
from ohlc_desktop.core.market.contract_days import contracts_from, last_trading_days
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of, midnight_new_york
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import HOUR

#: A session of a date that no calendar knows closes at this hour of New York.
_USUAL_CLOSE = 17 * HOUR


@dataclass(frozen=True, slots=True)
class Ending:
    """When a contract stops trading; moments are UTC epoch seconds.

    Attributes:
        day: Its last trade date, a day number.
        opens: Open of the session of that date.
        ends: When it stops trading; None where only the day is known.
        closes: Close of the session, of others that trade on.
    """

    day: int
    opens: int
    ends: int | None
    closes: int

    @property
    def expected_until(self) -> int:
        """Nothing is expected after this moment."""
        return self.opens if self.ends is None else self.ends

    @property
    def over(self) -> int:
        """From this moment on it has ended."""
        return self.closes if self.ends is None else self.ends


@dataclass(frozen=True, slots=True)
class ContractChange:
    """Where a continuous series was seen to change from one contract to the next.

    Attributes:
        ts: Stamp of the first candle of the new contract.
        points: How much higher it opens than the old one closed, in price.
    """

    ts: int
    points: float


@dataclass(frozen=True, slots=True)
class EndedContract:
    """A contract that trades no more: its symbol, its last trade date, and the contract that follows it."""

    symbol: str
    day: date
    successor: Instrument

    @property
    def message(self) -> Message:
        """The sentence that says so."""
        return end_message(self.symbol, self.day)


def end_message(symbol: str, day: date) -> Message:
    """What is said of a contract that has ended, with its last trade date."""
    return Message("{symbol} ended on {day}; nothing newer can come.", symbol=symbol, day=day.isoformat())


def gone_message(symbol: str, day: date, feed: FeedSpec) -> Message:
    """What is said of a contract that has ended and that the feed has dropped, with its last trade date."""
    return Message("{end} {feed} knows it no more.", end=end_message(symbol, day), feed=feed.display_name)


def ended_contract(
    catalogue: Catalogue, instrument: Instrument, calendar: Calendar | None, now: float
) -> EndedContract | None:
    """What is known of a contract that has ended at ``now`` (UTC epoch seconds); None for everything else."""
    found = ending(instrument, calendar)
    if found is None or instrument.month is None or now < found.over:
        return None
    following = successor(catalogue.products[instrument.root], instrument.month, calendar, now)
    return EndedContract(instrument.symbol, day_of(found.day), following)


def ending(instrument: Instrument, calendar: Calendar | None) -> Ending | None:
    """When a dated contract ends by the stored sessions; None for whatever else, and where no rule is known."""
    if instrument.month is None:
        return None
    days = last_trading_days(instrument, [instrument.month], calendar)
    if not days:
        return None
    opens, closes = _session_of(days[0], calendar)
    hour = _hour(instrument, days[0])
    return Ending(days[0], opens, None if hour is None else min(max(hour, opens), closes), closes)


def _session_of(day: int, calendar: Calendar | None) -> tuple[int, int]:
    """Open and close of the session of a trade date; the usual ones where the calendar does not reach."""
    at = -1 if calendar is None else int(np.searchsorted(calendar.trade_date, day))
    if calendar is not None and at < len(calendar) and calendar.trade_date[at] == day:
        return int(calendar.open[at]), int(calendar.close[at])
    closes = midnight_new_york(day) + _USUAL_CLOSE
    return closes - 23 * HOUR, closes


def _hour(instrument: Instrument, day: int) -> int | None:
    """UTC epoch seconds at which trading stops on its last day; None where only the day is known."""
    rules = instrument.rules
    if rules is None or rules.hour is None:
        return None
    return int(pytz.timezone(rules.zone).localize(datetime.combine(day_of(day), rules.hour)).timestamp())


def trading_until(calendar: Calendar, moment: int) -> Calendar:
    """The sessions up to a moment (UTC epoch seconds): later ones are left out, the one around it ends there."""
    known = calendar.take(calendar.open < moment)
    return replace(known, close=np.minimum(known.close, moment))


def successor(product: Product, contract: tuple[int, int], calendar: Calendar | None, now: float) -> Instrument:
    """The contract that follows one (year and month): the next active month that still trades at ``now``."""
    later = (product.contract(*month) for month in contracts_from(product, contract) if month > contract)
    return next(c for c in later if (end := ending(c, calendar)) is None or end.over > now)
