"""When the continuous series of a feed went over to the next contract, from the candles themselves.

Where the candles of the series equal those of a contract, and of no other, they are that contract's. Feeds do not say when
they roll, each family of candles rolls when it rolls, and the names that they send lag: on the real NQ of June 2026
intraday candles changed contract on the 15th, daily ones on the 19th.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles
from ohlc_desktop.core.continuous.ledger import ContractDays, Family, LedgerRoll, begins, priced
from ohlc_desktop.core.continuous.spec import RollRule
from ohlc_desktop.core.continuous.terms import ContractTerm
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY

#: A feed rolls so many days before the last trading day at most, and a few after.
EARLY, LATE = 45, 4
#: Of the candles that tell which contract they are of, so many may tell otherwise: single ones of a roll week are mixed.
_STRAY = 0.1
#: What decided a roll that candles tell.
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class FeedSeries:
    """What a feed has of one family.

    Attributes:
        front: Candles of its continuous series, sorted.
        own: Candles of the same timeframe by contract.
        seen: Steps that were seen in the series, oldest first.
    """

    front: Candles
    own: Mapping[str, Candles]
    seen: Sequence[ContractChange] = ()


def feed_ledger(
    terms: Sequence[ContractTerm], series: FeedSeries, family: Family, calendar: Calendar | None,
    days: Mapping[str, ContractDays], newest: int,
) -> tuple[LedgerRoll, ...]:  # fmt: skip
    """The rolls of a feed's continuous series in one family, oldest first.

    A roll is where the candles tell it, else where its step was seen, else after the last trading day.

    Args:
        terms: The contracts that may be in front, oldest first: active ones, and others that are stored.
        series: Of the feed.
        family: Of the series.
        calendar: The stored sessions.
        days: Daily candles by contract.
        newest: Day number of the newest trade date that is over; later rolls are left out.
    """
    followed = _followed(terms, series)
    found = (_roll(old, new, series, family, calendar, days) for old, new in pairwise(followed))
    return tuple(roll for roll in found if roll.until <= newest)


def _followed(terms: Sequence[ContractTerm], series: FeedSeries) -> list[ContractTerm]:
    """The contracts that the series follows: active ones, unless their own candles say that it does not, and whose it has."""
    return [term for term in terms if _follows(series, term)]


def _follows(series: FeedSeries, term: ContractTerm) -> bool:
    own = series.own.get(term.symbol)
    if own is None or not np.isin(series.front.ts, own.ts).any():
        return term.active
    return bool(is_of(series.front, own).any())


def _roll(
    old: ContractTerm, new: ContractTerm, series: FeedSeries, family: Family, calendar: Calendar | None,
    days: Mapping[str, ContractDays],
) -> LedgerRoll:  # fmt: skip
    start, end = (old.last_trading - EARLY) * DAY, (old.last_trading + LATE) * DAY
    ts = change(*(each.between(start, end) for each in _pair(old, new, series)))
    step = next((each for each in reversed(series.seen) if start < each.ts < end), None)
    points = None
    if ts is None and step is not None and family is Family.INTRADAY:
        ts, points = step.ts, step.points
    if ts is None:
        until, decided = old.last_trading, str(RollRule.EXPIRY)
        ts = begins(until, family, calendar)
    else:
        until, decided = _date_before(ts, family, calendar), SEEN
    roll = LedgerRoll(family, str(RollRule.FEED), old.symbol, new.symbol, ts, until, decided)
    return priced(roll, days, points)


def _pair(old: ContractTerm, new: ContractTerm, series: FeedSeries) -> Iterator[Candles]:
    yield series.front
    for term in (old, new):
        yield series.own.get(term.symbol, series.front.take(slice(0)))


def _date_before(ts: int, family: Family, calendar: Calendar | None) -> int:
    """The trade date before the one that a stamp is in."""
    if family is Family.DAILY or calendar is None or not len(calendar):
        day = ts // DAY
        known = np.empty(0, np.int64) if calendar is None else calendar.trade_date
        at = int(np.searchsorted(known, day)) - 1
        return int(known[at]) if at >= 0 else day - 1
    at = int(np.searchsorted(calendar.open, ts, side="right")) - 2
    return int(calendar.trade_date[at]) if at >= 0 else ts // DAY - 1


def change(front: Candles, old: Candles, new: Candles) -> int | None:
    """Stamp of the first candle of the new contract in a continuous series; None where the candles do not tell.

    All three sorted, of one timeframe, and of the weeks in which the old contract can be left.
    """
    one, other = is_of(front, old), is_of(front, new)
    before, after = one & ~other, other & ~one
    if not before.any() or not after.any():
        return None
    right = np.concatenate(([0], np.cumsum(before))) + after.sum() - np.concatenate(([0], np.cumsum(after)))
    at = int(right.argmax())
    wrong = int(before.sum() + after.sum() - right[at])
    if at in (0, len(front)) or wrong > _STRAY * right[at]:
        return None
    # between the last candle of the old contract and the first of the new one others may stand that are neither's
    return int(front.ts[at + int(after[at:].argmax())])


def is_of(front: Candles, contract: Candles) -> Bools:
    """Which candles of a series equal those of a contract in all four prices; both sorted, of one timeframe."""
    if not len(contract) or not len(front):
        return np.zeros(len(front), dtype=np.bool_)
    at = np.minimum(np.searchsorted(contract.ts, front.ts), len(contract) - 1)
    same = contract.ts[at] == front.ts
    for ours, theirs in zip(front.columns[1:5], contract.columns[1:5], strict=True):
        same &= ours == theirs[at]
    return np.asarray(same, dtype=np.bool_)
