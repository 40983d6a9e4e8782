"""What comes in the next days: contracts that end, first notices, rolls, holidays and early closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ohlc_desktop.core.continuous.ledger import Family
from ohlc_desktop.core.continuous.making import next_roll
from ohlc_desktop.core.continuous.spec import Rolling, RollRule
from ohlc_desktop.core.continuous.terms import contract_terms
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.holidays import FRIDAY, weekday
from ohlc_desktop.core.market.sessions import Calendar

#: How far a look ahead reaches, in days.
AHEAD = 14
#: The rule by which a roll is due: out of a contract before anything can be delivered, or before it ends.
_DUE = Rolling(RollRule.NOTICE)


class AgendaKind(StrEnum):
    """What happens on a day."""

    CLOSED = "closed"
    EARLY_CLOSE = "early_close"
    FIRST_NOTICE = "first_notice"
    LAST_TRADING = "last_trading"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class AgendaEvent:
    """Something that comes.

    Attributes:
        day: Day number.
        kind: What.
        roots: Of the futures that it is about, in the order of the watchlist.
        contract: Symbol of the contract that ends, is delivered or is left; empty for holidays.
        following: Symbol of the contract that a roll leads to; else empty.
        closes: When an early close is, UTC epoch seconds; else 0.
    """

    day: int
    kind: AgendaKind
    roots: tuple[str, ...]
    contract: str = ""
    following: str = ""
    closes: int = 0


def agenda(
    products: Iterable[Product], calendars: Mapping[str, Calendar], today: int, ahead: int = AHEAD
) -> tuple[AgendaEvent, ...]:
    """What comes from a day (a day number) on, sorted by day, holidays first.

    Args:
        products: The futures that are asked about.
        calendars: The stored sessions by name; of one that is not there nothing is told of holidays.
        today: The first day.
        ahead: How many days, today included.
    """
    asked = list(products)
    end = today + ahead
    found = [
        event for product in asked for event in _of_contracts(product, calendars.get(product.calendar), today, end)
    ]
    for name, calendar in calendars.items():
        roots = tuple(product.root for product in asked if product.calendar == name)
        found += _of_sessions(calendar, roots, today, end) if roots else ()
    order = list(AgendaKind)
    return tuple(sorted(found, key=lambda event: (event.day, order.index(event.kind), event.roots)))


def _of_contracts(product: Product, calendar: Calendar | None, today: int, end: int) -> Iterator[AgendaEvent]:
    """Last trading days, first notice days, and the day after which the contract in front is to be left."""
    for term in contract_terms(product, today, end, calendar):
        for kind, day in ((AgendaKind.LAST_TRADING, term.last_trading), (AgendaKind.FIRST_NOTICE, term.first_notice)):
            if day is not None and today <= day < end:
                yield AgendaEvent(day, kind, (product.root,), term.symbol)
    roll = next_roll(product, calendar, _DUE, Family.DAILY, today)
    if roll is not None and roll.until < end:
        yield AgendaEvent(roll.until, AgendaKind.ROLL, (product.root,), roll.old, roll.new)


def _of_sessions(calendar: Calendar, roots: tuple[str, ...], today: int, end: int) -> Iterator[AgendaEvent]:
    """Weekdays without a session, and sessions that close early, as far as the calendar reaches."""
    if not len(calendar):
        return
    for day in range(max(today, int(calendar.trade_date[0])), min(end, int(calendar.trade_date[-1]) + 1)):
        at = int(np.searchsorted(calendar.trade_date, day))
        if calendar.trade_date[at] != day:
            if weekday(day) <= FRIDAY:
                yield AgendaEvent(day, AgendaKind.CLOSED, roots)
        elif calendar.early[at]:
            yield AgendaEvent(day, AgendaKind.EARLY_CLOSE, roots, closes=int(calendar.close[at]))
