"""The contracts of a future with their last days, and on which day each rule goes over from one to the next.

A series follows a contract through a trade date, ``until``, and the next one from the trade date after it. A rule knows no
more on a day than was known when that day's session closed. Days are day numbers since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.continuous.spec import Rolling, RollRule
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contract_days import (
    Month,
    business_days,
    contracts_from,
    first_notice_days,
    last_trading_days,
)
from ohlc_desktop.core.market.holidays import BusinessDays
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.timeframes import DAY

#: Contracts after the one in front that are looked at for volume: corn goes from July to December.
_LATER = 4
#: A contract ends at most so many months before the month that it is named for.
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class ContractTerm:
    """A contract and its last days.

    Attributes:
        symbol: Of the contract.
        last_trading: Its last trading day.
        first_notice: Its first notice day; None where no notices are given.
        active: Whether its month is one of those that are traded much.
    """

    symbol: str
    last_trading: int
    first_notice: int | None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Succession:
    """A series follows ``old`` through the trade date ``until``, then ``new``; ``decided`` is what decided it."""

    old: ContractTerm
    new: ContractTerm
    until: int
    decided: RollRule


def contract_terms(product: Product, first: int, last: int, calendar: Calendar | None) -> tuple[ContractTerm, ...]:
    """The contracts of the active months that are in front between two days, and some that follow, oldest first.

    None where the rules of a future are not known.
    """
    begins, ends = day_of(first), day_of(last)
    limit = ends.year * 12 + ends.month + _AHEAD
    months = contracts_from(product, (begins.year, begins.month))
    near = list(takewhile(lambda month: month[0] * 12 + month[1] <= limit, months))
    later = islice(contracts_from(product, (limit // 12, limit % 12 + 1)), _LATER)  # the month after the limit
    return tuple(term for term in _terms(product, [*near, *later], calendar) if term.last_trading >= first)


def stored_terms(
    product: Product, contracts: Iterable[Instrument], calendar: Calendar | None
) -> tuple[ContractTerm, ...]:
    """The same of contracts that are stored, also of months that are hardly traded."""
    months = sorted(each.month for each in contracts if each.month)
    active = (product.rules and product.rules.active) or product.months
    found = zip(months, _terms(product, months, calendar), strict=False)
    return tuple(replace(term, active=MONTH_CODES[month[1] - 1] in active) for month, term in found)


def _terms(product: Product, months: Sequence[Month], calendar: Calendar | None) -> Iterator[ContractTerm]:
    lasts = last_trading_days(product, months, calendar)
    notices = first_notice_days(product, months, calendar)
    for month, last, notice in zip(months, lasts, notices, strict=False):
        yield ContractTerm(product.contract_symbol(*month), last, notice)


def successions(
    product: Product, terms: Sequence[ContractTerm], rolling: Rolling, calendar: Calendar | None,
    daily: Mapping[str, Candles],
) -> Iterator[Succession]:  # fmt: skip
    """When a series goes over from contract to contract by a rule other than that of a feed, oldest first.

    Args:
        product: The future.
        terms: Its contracts, oldest first.
        rolling: The rule.
        calendar: The stored sessions.
        daily: Candles of 1d by contract, for volume; 0 stands for a volume that is not known. Where the volume of the
            contract in front is not known, its last trading day decides.
    """
    if rolling.rule is RollRule.VOLUME:
        yield from _by_volume(terms, daily)
        return
    days = business_days(product, calendar)
    for old, new in pairwise(terms):
        yield Succession(old, new, *_until(old, rolling, days))


def _until(term: ContractTerm, rolling: Rolling, days: BusinessDays) -> tuple[int, RollRule]:
    """The last day of a contract by a rule of days, and the rule that named it."""
    notice = term.first_notice if rolling.rule is RollRule.NOTICE else None
    if notice is not None and (before := days.before(notice)) < term.last_trading:
        return days.before(before, rolling.ahead), RollRule.NOTICE
    return days.before(term.last_trading, rolling.ahead), RollRule.EXPIRY


def _by_volume(terms: Sequence[ContractTerm], daily: Mapping[str, Candles]) -> Iterator[Succession]:
    """Each contract until the first day on which a later one is traded more; there is no way back.

    One of which nothing is stored may have been the one that was: nothing is said of those behind it.
    """
    days, volume = _volumes(terms, daily)
    front, since = 0, -1
    while front < len(terms) - 1:
        last = terms[front].last_trading
        new, until, decided = front + 1, last, RollRule.EXPIRY
        begin, end = np.searchsorted(days, (since + 1, last)).tolist()
        behind = terms[front + 1 : front + 1 + _LATER]
        known = next((n for n, term in enumerate(behind) if not daily.get(term.symbol)), len(behind))
        later = volume[front + 1 : front + 1 + known, begin:end]
        own = volume[front, begin:end]
        more = (own > 0) & (later.max(axis=0, initial=0) > own)
        if more.any():
            at = int(more.argmax())
            new, until, decided = front + 1 + int(later[:, at].argmax()), int(days[begin + at]), RollRule.VOLUME
        yield Succession(terms[front], terms[new], until, decided)
        front, since = new, until


def _volumes(terms: Sequence[ContractTerm], daily: Mapping[str, Candles]) -> tuple[Int64, Int64]:
    """All trade dates, and the volume of each contract (a row) on them; 0 where it is not known."""
    held = [daily.get(term.symbol) for term in terms]
    days = np.unique(np.concatenate([np.empty(0, np.int64), *(candles.ts // DAY for candles in held if candles)]))
    volume = np.zeros((len(terms), len(days)), dtype=np.int64)
    for row, candles in zip(volume, held, strict=True):
        if candles:
            row[np.searchsorted(days, candles.ts // DAY)] = candles.volume
    return days, volume
