"""When contracts of futures begin and end, and which one follows.

The rules, listed months and hours are those of CME Group's contract specifications ("Termination of Trading", "Listed
Contracts"). In metals and currencies most listed months are hardly traded: a front month, and the contract that
follows another, is taken to be one of the active ones (for gold those that its specification calls so).

A contract stops trading on its last trade date at an hour of its own: equity indices at 8:30 Chicago on the third
Friday, when the final settlement is taken from the opening of the shares. Where the specification names the day only,
nothing is expected of that day's session, and what comes of it is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import count
from types import MappingProxyType

import numpy as np
import pytz

from ohlc_desktop.core.market.catalogue import Catalogue, Product
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.holidays import FRIDAY, WEDNESDAY, BusinessDays, month_end, nth_weekday
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of, midnight_new_york
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import HOUR

_CHICAGO, _LONDON_ZONE = pytz.timezone("America/Chicago"), pytz.timezone("Europe/London")

#: The last trading day (day number) of the contract of a year and month.
Rule = Callable[[BusinessDays, int, int], int]


def _friday(nth: int) -> Rule:
    """The nth Friday, or the last one for -1; else the business day before it."""
    return lambda days, year, month: days.upto(nth_weekday(year, month, FRIDAY, nth))


def _before_25th(count: int) -> Rule:
    """So many business days before the 25th of the month before, one more if that is none."""

    def rule(days: BusinessDays, year: int, month: int) -> int:
        twenty_fifth = month_end(year, month - 2) + 25
        return days.before(twenty_fifth, count if days.has(twenty_fifth) else count + 1)

    return rule


def _last_of(ahead: int, nth: int) -> Rule:
    """The nth last business day of the month that is so many before the contract's."""
    return lambda days, year, month: days.last(year, month - ahead, nth)


def _two_months_ahead(days: BusinessDays, year: int, month: int) -> int:
    """The last business day in London of the second month before, but not the one before New Year's Day."""
    return days.last(year, month - 2, 2 if month == 2 else 1)


def _before_last(days: BusinessDays, year: int, month: int) -> int:
    """Seven business days before the last one of the month."""
    return days.before(days.last(year, month), 7)


def _before_third_wednesday(count: int) -> Rule:
    """So many business days before the third Wednesday."""
    return lambda days, year, month: days.before(nth_weekday(year, month, WEDNESDAY, 3), count)


def _before_15th(days: BusinessDays, year: int, month: int) -> int:
    """The business day before the 15th."""
    return days.before(month_end(year, month - 1) + 15)


#: By root, else by calendar.
_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "cme_equity": _friday(3),
        "CL": _before_25th(3), "MCL": _before_25th(4), "QM": _before_25th(4),
        "NG": _last_of(1, 3), "RB": _last_of(1, 1), "HO": _last_of(1, 1), "BZ": _two_months_ahead,
        "cme_metals": _last_of(0, 3), "MHG": _last_of(1, 3),
        "cme_rates": _before_last, "ZF": _last_of(0, 1), "ZT": _last_of(0, 1),
        "cme_fx": _before_third_wednesday(2), "6C": _before_third_wednesday(1),
        "cme_grains": _before_15th,
        "cme_crypto": _friday(-1),
    }
)  # fmt: skip
#: Where bank holidays of London count too.
_LONDON = ("BZ", "cme_crypto")
#: The months that a front month is one of, where they are not all that are listed.
_ACTIVE: Mapping[str, str] = MappingProxyType(
    {
        "GC": "GJMQZ", "MGC": "GJMQZ", "SI": "HKNUZ", "SIL": "HKNUZ", "HG": "HKNUZ", "MHG": "HKNUZ", "PL": "FJNV",
        "cme_fx": "HMUZ",
    }
)  # fmt: skip
#: The hour at which a contract stops trading on its last trade date, by root, else by calendar. What is not here
#: (energy, copper's and gold's small contracts, Micro Silver, platinum) has the day only in its specification.
_HOURS: Mapping[str, time] = MappingProxyType(
    {
        "cme_equity": time(8, 30), "cme_rates": time(12, 1), "cme_fx": time(9, 16),
        "cme_grains": time(12, 0),  # 12:01 in newer rules: the minute is taken where it comes
        "GC": time(12, 30), "SI": time(12, 25), "HG": time(12, 0),
    }
)  # fmt: skip
#: The same in London, where the price of bitcoin is fixed.
_LONDON_HOURS: Mapping[str, time] = MappingProxyType({"cme_crypto": time(16, 0)})
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
    for hours, zone in ((_HOURS, _CHICAGO), (_LONDON_HOURS, _LONDON_ZONE)):
        hour = hours.get(instrument.root) or hours.get(instrument.calendar)
        if hour is not None:
            return int(zone.localize(datetime.combine(day_of(day), hour)).timestamp())
    return None


def trading_until(calendar: Calendar, moment: int) -> Calendar:
    """The sessions up to a moment (UTC epoch seconds): later ones are left out, the one around it ends there."""
    known = calendar.take(calendar.open < moment)
    return replace(known, close=np.minimum(known.close, moment))


def successor(product: Product, contract: tuple[int, int], calendar: Calendar | None, now: float) -> Instrument:
    """The contract that follows one (year and month): the next active month that still trades at ``now``."""
    later = (product.contract(*month) for month in contracts_from(product, contract) if month > contract)
    return next(c for c in later if (end := ending(c, calendar)) is None or end.over > now)


def contracts_from(product: Product, first: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Year and month of the contracts of the active months from one month on, without end."""
    active = _ACTIVE.get(product.root) or _ACTIVE.get(product.calendar) or product.months
    year, month = first
    for number in count(year * 12 + month - 1):
        if MONTH_CODES[number % 12] in active:
            yield number // 12, number % 12 + 1


def last_trading_days(
    product: Product | Instrument, contracts: Iterable[tuple[int, int]], calendar: Calendar | None
) -> list[int]:
    """Day numbers of the last trading days of contracts (year and month); none at all where their rule is not known.

    The trade dates of ``calendar``, the stored sessions, are business days as far as they reach.
    """
    rule = _RULES.get(product.root) or _RULES.get(product.calendar)
    days = BusinessDays(calendar, product.root in _LONDON or product.calendar in _LONDON)
    return [rule(days, *contract) for contract in contracts] if rule is not None else []
