"""The ledger of a root made anew of what is stored of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ohlc_desktop.core.continuous.evidence import FeedSeries, feed_ledger
from ohlc_desktop.core.continuous.ledger import ContractDays, Family, LedgerRoll, begins, ledger
from ohlc_desktop.core.continuous.spec import Rolling, RollRule
from ohlc_desktop.core.continuous.stitching import SeriesStretch, stretches
from ohlc_desktop.core.continuous.terms import ContractTerm, contract_terms, stored_terms, successions
from ohlc_desktop.core.following.proven_rolls import delivery
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contract_days import contracts_from
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY, EVER

#: The contract before the first one that is stored ends so many days before that begins to trade at most.
_BEFORE = 400


@dataclass(frozen=True, slots=True)
class StoredRoot:
    """What is stored of a root, as far as its ledger is made of it.

    Attributes:
        product: The future.
        calendar: The stored sessions.
        contracts: Its stored contracts.
        days: Their daily candles, by symbol.
        feed: What the feed has of each family.
        newest: Day number of the newest trade date that is over.
    """

    product: Product
    calendar: Calendar | None
    contracts: Sequence[Instrument]
    days: Mapping[str, ContractDays]
    feed: Mapping[Family, FeedSeries]
    newest: int


def made_ledger(stored: StoredRoot, rolling: Rolling, family: Family) -> tuple[LedgerRoll, ...]:
    """The rolls of a root by a rule in one family of candles, oldest first.

    The first one leads to the first contract that is stored, so that its beginning is known. None without contracts;
    by the rule ``feed`` those of the feed's continuous series.
    """
    if rolling.rule is RollRule.FEED:
        return _feed_ledger(stored, family)
    terms = _from_first_stored(_active_terms(stored), stored.days)
    daily = {symbol: each.candles for symbol, each in stored.days.items()}
    found = successions(stored.product, terms, rolling, stored.calendar, daily)
    return ledger(found, rolling, family, stored.calendar, stored.days, stored.newest)


def followed(
    rolling: Rolling, rolls: Sequence[LedgerRoll], contracts: Sequence[str]
) -> tuple[tuple[SeriesStretch, ...], Sequence[LedgerRoll]]:
    """Which contract a series by a rule follows when, and the rolls between them, of its ledger.

    By the rule ``feed`` a series begins with its first candle, whosever it is; else with the first contract stored. Before
    anything has rolled it is of the first of ``contracts`` (symbols), by the rule ``feed`` of nobody knows which without any.
    """
    if rolls:
        skipped = 0 if rolling.rule is RollRule.FEED else 1
        return stretches(rolls)[skipped:], rolls[skipped:]
    names = contracts[:1] or ([""] if rolling.rule is RollRule.FEED else [])
    return tuple(SeriesStretch(symbol, -EVER, EVER) for symbol in names), ()


def before_all(product: Product, held: Iterable[str]) -> tuple[str, ...]:
    """The contract of the active months before the first of those that are held (symbols); none where none is active.

    While that has not rolled a series by a rule follows it, and none of what is held.
    """
    months = {delivery(symbol, product) for symbol in held}
    first = (min(months, default=(0, 0))[0] - 1, 1)  # a month is active each year
    active = takewhile(lambda month: month <= max(months), contracts_from(product, first)) if months else ()
    return next(((product.contract_symbol(*old),) for old, new in pairwise(active) if new in months), ())


def _active_terms(stored: StoredRoot) -> tuple[ContractTerm, ...]:
    starts = [int(each.candles.ts[0]) // DAY for each in stored.days.values() if len(each.candles)]
    if not starts:
        return ()
    first = min(starts)
    return contract_terms(stored.product, first - _BEFORE, max(stored.newest, first), stored.calendar)


def _from_first_stored(terms: Sequence[ContractTerm], days: Mapping[str, ContractDays]) -> Sequence[ContractTerm]:
    """The terms from the one before the first that is stored on."""
    held = [number for number, term in enumerate(terms) if term.symbol in days]
    return terms[max(held[0] - 1, 0) :] if held else ()


def _feed_ledger(stored: StoredRoot, family: Family) -> tuple[LedgerRoll, ...]:
    series = stored.feed.get(family)
    if series is None:
        return ()
    first = series.first // DAY
    # a feed may tell of each row which contract it is of: then no contract need be stored
    newest = max(stored.newest, *(each.last // DAY for each in series.proven if not stored.days), -1)
    active = contract_terms(stored.product, first, newest, stored.calendar)
    others = stored_terms(stored.product, stored.contracts, stored.calendar)
    known = {term.symbol: term for term in (*active, *others) if term.last_trading >= first}
    terms = sorted(known.values(), key=lambda term: term.last_trading)
    return feed_ledger(stored.product, terms, series, family, stored.calendar, stored.days, newest)


@dataclass(frozen=True, slots=True)
class NextRoll:
    """A roll to come.

    Attributes:
        old: Symbol of the contract before it; ``new`` of the one after.
        until: Day number of the last trade date of the old one.
        ts: Stamp of the first candle of the new one.
    """

    old: str
    new: str
    until: int
    ts: int


def next_roll(
    product: Product, calendar: Calendar | None, rolling: Rolling, family: Family, today: int
) -> NextRoll | None:
    """The next roll by a rule of days from a day number on; None by volume or as the feed does, which nobody knows."""
    if rolling.rule in (RollRule.VOLUME, RollRule.FEED):
        return None
    terms = contract_terms(product, today, today, calendar)
    for each in successions(product, terms, rolling, calendar, {}):
        if each.until >= today:
            return NextRoll(each.old.symbol, each.new.symbol, each.until, begins(each.until, family, calendar))
    return None
