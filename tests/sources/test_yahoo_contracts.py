"""Every roll of every root of three years, from contracts that real yfinance brings while the feed still serves them.

What is true follows from the stand-in's own arithmetic of contracts (``contract_curve``): when each ends, from which day on the
next one is traded more, and by how many ticks it is above.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.continuous.ledger import ContractDays, Family, RollProof
from ohlc_desktop.core.continuous.making import StoredRoot, made_ledger
from ohlc_desktop.core.continuous.spec import parse_rolling
from ohlc_desktop.core.market.contracts import ending
from ohlc_desktop.core.market.sessions import day_number, day_of
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.importer.checks.answers import check_answer
from ohlc_desktop.sources.source import Fault, FetchError, SourceTools
from ohlc_desktop.sources.yahoo.source import YahooSource
from tests.core.helpers import CATALOGUE, calendar
from tests.standins import market_truth as truth
from tests.standins.clock import FakeClock
from tests.standins.contract_curve import TERMS, Contract, active_contracts, business_days_before
from tests.standins.yahoo import StandInYahoo, forget_yfinance

#: Contracts that end in these three years.
FIRST, LAST = date(2024, 3, 1), date(2027, 3, 31)
#: The rolls of all three years are looked at of this root, of the others the last ones: a request takes 15 ms. All of all
#: roots: ``python -m tests.sources.test_yahoo_contracts``, half a minute.
WHOLE, LATEST = "NQ", 3
RULES = ("expiry", "expiry-3", "volume", "notice")
#: Sellers can give notice from the last business day of the month before on.
DELIVERED = {"GC", "MGC", "SI", "HG", "ZB", "ZN", "ZF", "ZT", "ZC", "ZS", "ZW"}


@pytest.fixture(scope="module")
def yahoo() -> Iterator[MovedYahoo]:
    with served() as server:
        yield server


class MovedYahoo(StandInYahoo):
    """A stand-in whose clock stands at ``moment``, UTC epoch seconds."""

    def __init__(self) -> None:
        super().__init__(lambda: self.moment)
        self.moment = 0.0


@contextmanager
def served() -> Iterator[MovedYahoo]:
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(), MovedYahoo() as server:
        for name, value in server.env().items():
            patch.setenv(name, value)
        forget_yfinance()
        yield server
    forget_yfinance()


def until(old: Contract, rule: str) -> date:
    """The last day of a contract by a rule."""
    if rule == "volume":
        return old.left
    if rule == "notice" and old.root in DELIVERED:
        return business_days_before(date(old.year, old.month, 1), 2)
    return business_days_before(old.last_day, int(rule.partition("-")[2] or 0))


class Feed:
    """Contracts of one root as yfinance brings them some days after each ends."""

    def __init__(self, yahoo: MovedYahoo, root: str) -> None:
        self.yahoo, self.product = yahoo, CATALOGUE.products[root]
        self.calendar = calendar(self.product.calendar)
        self.source = YahooSource(SourceTools(FakeClock(0.0)))

    def days(self, contract: Contract, asked_on: date, first: date, last: date) -> truth.Candles:
        """The sound daily candles of a stretch, asked for on a day."""
        self.yahoo.moment = float(truth.new_york(asked_on, "17:40"))
        start, end = (truth.new_york(each - timedelta(1), "18:00") for each in (first, last + timedelta(1)))
        instrument = self.product.contract(contract.year, contract.month)
        window = Interval(day_number(first) * DAY, (day_number(last) + 1) * DAY)
        request = FetchRequest(instrument, "1d", start, end, window, Purpose.BACKFILL)
        return truth.Candles(*check_answer(request, self.source.fetch(request), self.calendar, self.yahoo.moment).checked.good.columns)


@pytest.mark.parametrize("root", tuple(TERMS))
def test_every_offset_of_three_years_is_true_to_the_tick(yahoo: MovedYahoo, root: str) -> None:
    judge(yahoo, root, 0 if root == WHOLE else -LATEST)


def judge(yahoo: MovedYahoo, root: str, oldest: int) -> None:
    """Hold the ledger of every rule against the truth, from a place in the list of contracts on."""
    feed = Feed(yahoo, root)
    contracts = [each for each in active_contracts(root) if FIRST <= each.last_day <= LAST][oldest:]
    brought: dict[Contract, list[truth.Candles]] = {each: [] for each in contracts}
    for old, new in pairwise(contracts):
        first = min(until(old, rule) for rule in RULES) - timedelta(1)
        asked_on = old.last_day + timedelta(5)
        for each in (old, new):
            brought[each].append(feed.days(each, asked_on, first, old.last_day))
    days = {feed.product.contract_symbol(each.year, each.month): _joined(parts) for each, parts in brought.items()}
    held = [feed.product.contract(each.year, each.month) for each in contracts]
    stored = StoredRoot(feed.product, feed.calendar, held, days, {}, day_number(contracts[-2].last_day))
    for rule in RULES:
        for family in Family:
            found = made_ledger(stored, parse_rolling(rule), family)[1:]  # the first one leads to the first contract that is stored
            told = [(each.old, each.new, day_of(each.until), each.ticks(feed.product.tick), each.proof) for each in found]
            assert told == [_true_roll(feed, old, new, rule) for old, new in pairwise(contracts)]


def _joined(parts: list[truth.Candles]) -> ContractDays:
    block = truth.join(parts)
    block = block.cut(np.unique(block.ts, return_index=True)[1])
    return ContractDays(make(*block), np.ones(len(block.ts), np.bool_), np.full(len(block.ts), "yahoo"))


def _true_roll(feed: Feed, old: Contract, new: Contract, rule: str) -> tuple[str, str, date, int, RollProof]:
    day = until(old, rule)
    compared = day if day < old.last_day else business_days_before(old.last_day, 1)
    names = [feed.product.contract_symbol(each.year, each.month) for each in (old, new)]
    above = [truth.ticks_above(name, compared) for name in names]
    return (*names, day, above[1] - above[0], RollProof.PROVEN)  # type: ignore[return-value]


def test_contracts_end_when_their_specifications_say(yahoo: MovedYahoo) -> None:
    """Two readings of the same rules, each written for itself; the feed serves a contract from its listing until after its end."""
    for root in TERMS:
        product = CATALOGUE.products[root]
        for each in active_contracts(root):
            if FIRST <= each.last_day <= date(2027, 12, 31):
                end = ending(product.contract(each.year, each.month), calendar(product.calendar))
                assert end is not None
                assert (day_of(end.day), end.ends or each.ends) == (each.last_day, each.ends), each
    feed, june = Feed(yahoo, "NQ"), Contract("NQ", 2026, 6)
    whole = feed.days(june, date(2026, 6, 29), june.last_day - timedelta(9), june.last_day)
    assert int(whole.ts[-1]) == truth.utc_midnight(june.last_day)
    for day in (date(2026, 8, 3), june.listed_from - timedelta(2)):
        with pytest.raises(FetchError) as missed:
            feed.days(june, day, day - timedelta(20), day)
        assert missed.value.fault is Fault.UNKNOWN_SYMBOL


if __name__ == "__main__":
    with served() as server:
        for each in TERMS:
            judge(server, each, 0)
