"""The ledger of a root made anew of what is stored of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ohlc_desktop.core.continuous.evidence import FeedSeries, feed_ledger
from ohlc_desktop.core.continuous.ledger import ContractDays, Family, LedgerRoll, begins, ledger
from ohlc_desktop.core.continuous.spec import Rolling, RollRule
from ohlc_desktop.core.continuous.stitching import SeriesStretch, stretches
from ohlc_desktop.core.continuous.terms import ContractTerm, contract_terms, stored_terms, successions
from ohlc_desktop.core.market.catalogue import Product
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
    stored: StoredRoot, rolling: Rolling, rolls: Sequence[LedgerRoll]
) -> tuple[tuple[SeriesStretch, ...], Sequence[LedgerRoll]]:
    """Which contract a series by a rule follows when, and the rolls between them, of its ledger.

    By the rule ``feed`` a series begins with its first candle, whosever it is; else with the first contract stored.
    """
    if rolls:
        skipped = 0 if rolling.rule is RollRule.FEED else 1
        return stretches(rolls)[skipped:], rolls[skipped:]
    front = [term for term in _active_terms(stored) if term.last_trading >= stored.newest]
    return tuple(SeriesStretch(term.symbol, -EVER, EVER) for term in front[:1]), ()


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
    active = contract_terms(stored.product, first, stored.newest, stored.calendar)
    others = stored_terms(stored.product, stored.contracts, stored.calendar)
    known = {term.symbol: term for term in (*active, *others) if term.last_trading >= first}
    terms = sorted(known.values(), key=lambda term: term.last_trading)
    return feed_ledger(stored.product, terms, series, family, stored.calendar, stored.days, stored.newest)


def next_roll(stored: StoredRoot, rolling: Rolling, family: Family) -> tuple[str, str, int, int] | None:
    """The roll to come by a rule of days: both contracts, the last trade date of the old one, the first stamp after it.

    None by volume or as the feed does: nobody knows.
    """
    if rolling.rule in (RollRule.VOLUME, RollRule.FEED):
        return None
    terms = contract_terms(stored.product, stored.newest, stored.newest, stored.calendar)
    coming = successions(stored.product, terms, rolling, stored.calendar, {})
    for each in coming:
        if each.until > stored.newest:
            return each.old.symbol, each.new.symbol, each.until, begins(each.until, family, stored.calendar)
    return None
