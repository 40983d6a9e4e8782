"""When the continuous series of a feed went over to the next contract, from the candles themselves.

Where the candles of the series are those of a contract, and of no other, is proven in ``core.following``. Feeds do not say
when they roll, each family of candles rolls when it rolls, and the names that they send lag: on the real NQ of June 2026
intraday candles changed contract on the 15th, daily ones on the 19th.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ohlc_desktop.core.continuous.ledger import (
    ContractDays,
    Family,
    LedgerRoll,
    begins,
    comparable_on,
    priced,
)
from ohlc_desktop.core.continuous.spec import RollRule
from ohlc_desktop.core.continuous.terms import ContractTerm
from ohlc_desktop.core.following.proven_rolls import proven_rolls
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.market.holidays import BusinessDays
from ohlc_desktop.core.market.sessions import Calendar, new_york_day
from ohlc_desktop.core.timeframes import DAY, HOUR

#: A feed rolls so many days before the last trading day at most, and a few after.
EARLY, LATE = 45, 4
#: Before the first contract that may be in front another ended so many days earlier, or more.
_MONTH = 30
#: What decided a roll that candles tell.
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class FeedSeries:
    """What a feed has of one family.

    Attributes:
        first: Stamp of the first candle of its continuous series.
        proven: Which stretches of it contracts prove, oldest first.
        seen: Steps that were seen in it, oldest first.
    """

    first: int
    proven: Sequence[ContractStretch]
    seen: Sequence[ContractChange] = ()


def is_guessed(roll: LedgerRoll) -> bool:
    """Whether no candle tells when a feed went over: the last trading day names the contracts around the roll."""
    return roll.rolling == RollRule.FEED and roll.decided != SEEN


def feed_ledger(
    product: Product, terms: Sequence[ContractTerm], series: FeedSeries, family: Family, calendar: Calendar | None,
    days: Mapping[str, ContractDays], newest: int,
) -> tuple[LedgerRoll, ...]:  # fmt: skip
    """The rolls of a feed's continuous series in one family, oldest first.

    A roll is where the candles tell it, else where its step was seen, else after the last trading day.

    Args:
        product: The future.
        terms: The contracts that may be in front, oldest first: active ones, and others that are stored.
        series: Of the feed.
        family: Of the series.
        calendar: The stored sessions.
        days: Daily candles by contract.
        newest: Day number of the newest trade date that is over; later rolls are left out.
    """
    followed = list(_followed(terms, series.proven))
    changes = {(each.old, each.new): each.ts for each in proven_rolls(series.proven, family, product)}
    found = (
        _roll(old, new, changes.get((old.symbol, new.symbol)), series, family, calendar, days)
        for old, new in pairwise(followed)
    )
    return tuple(roll for roll in found if roll.until <= newest)


def _followed(terms: Sequence[ContractTerm], proven: Sequence[ContractStretch]) -> Iterator[ContractTerm]:
    """The contracts that the series follows: whose candles it has, and active ones in whose time it has no other's."""
    theirs = {each.contract for each in proven}
    before = terms[0].last_trading - _MONTH if terms else 0
    for term in terms:
        middle = (before + term.last_trading) // 2 * DAY
        passed = any(each.first <= middle <= each.last and each.contract != term.symbol for each in proven)
        if term.symbol in theirs or (term.active and not passed):
            yield term
        before = term.last_trading if term.active else before


def _roll(
    old: ContractTerm, new: ContractTerm, ts: int | None, series: FeedSeries, family: Family,
    calendar: Calendar | None, days: Mapping[str, ContractDays],
) -> LedgerRoll:  # fmt: skip
    """The roll between two contracts: where candles prove it, else where a step was seen, else by the last trading day."""
    start, end = (old.last_trading - EARLY) * DAY, (old.last_trading + LATE) * DAY
    step = next((each for each in reversed(series.seen) if start < each.ts < end), None)
    points = None
    if ts is None and step is not None and family is Family.INTRADAY:
        ts, points = step.ts, step.points
    if ts is not None:
        until, decided = _date_before(ts, family, calendar), SEEN
    else:
        ts, decided = begins(old.last_trading, family, calendar), str(RollRule.EXPIRY)
        first = min((each.first for each in series.proven if each.contract == new.symbol), default=ts)
        until = old.last_trading if ts <= first else _date_before(first, family, calendar)
        ts = min(ts, first)  # that was of the new one already, since when nobody knows
    roll = LedgerRoll(family, str(RollRule.FEED), old.symbol, new.symbol, ts, until, decided)
    return priced(roll, days, comparable_on(until, old, calendar), points)


def _date_before(ts: int, family: Family, calendar: Calendar | None) -> int:
    """The trade date before the one that a stamp is in."""
    day = ts // DAY if family is Family.DAILY else new_york_day(ts + 6 * HOUR)  # a trade date begins at 18:00
    known = np.empty(0, np.int64) if calendar is None else calendar.trade_date
    at = int(np.searchsorted(known, day))
    return int(known[at - 1]) if 0 < at < len(known) else BusinessDays().before(day)
