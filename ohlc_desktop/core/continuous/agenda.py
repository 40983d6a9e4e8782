"""What comes in the next days: contracts that end, first notices, rolls, holidays and early closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

import numpy as np

from ohlc_desktop.core.continuous.ledger import Family
from ohlc_desktop.core.continuous.making import next_roll
from ohlc_desktop.core.continuous.spec import Rolling, RollRule
from ohlc_desktop.core.continuous.terms import ContractTerm, contract_terms
from ohlc_desktop.core.following.proven_rolls import delivery
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contracts import ending
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
        following: Symbol of the contract that a roll leads to, or of the next active one after one that ends; else empty.
        closes: When trading ends: in the session of an early close, or for good in a contract; UTC epoch seconds, else 0.
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
    terms = contract_terms(product, today, end, calendar)
    for term, later in zip_longest(terms, terms[1:]):
        if today <= term.last_trading < end:
            yield _last_trading(product, calendar, term, later.symbol if later else "")
        if term.first_notice is not None and today <= term.first_notice < end:
            yield AgendaEvent(term.first_notice, AgendaKind.FIRST_NOTICE, (product.root,), term.symbol)
    roll = next_roll(product, calendar, _DUE, Family.DAILY, today)
    if roll is not None and roll.until < end:
        yield AgendaEvent(roll.until, AgendaKind.ROLL, (product.root,), roll.old, roll.new)


def _last_trading(product: Product, calendar: Calendar | None, term: ContractTerm, following: str) -> AgendaEvent:
    """The end of a contract, at the hour of its specification or, where that names the day only, with its session."""
    end = ending(product.contract(*delivery(term.symbol, product)), calendar)
    closes = 0 if end is None else end.over
    return AgendaEvent(
        term.last_trading, AgendaKind.LAST_TRADING, (product.root,), term.symbol, following, closes=closes
    )


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
