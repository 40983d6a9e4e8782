"""Which contracts are asked for beside seven roots over a year, how often, and that no day costs more than ten requests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise

from ohlc_desktop.core.following.companions import AFTER, BEFORE, allowance, companions, companions_due
from ohlc_desktop.core.market.contract_days import contracts_from
from ohlc_desktop.core.market.contracts import ending
from ohlc_desktop.core.market.sessions import day_of, new_york_day
from ohlc_desktop.core.timeframes import DAY
from tests.core.helpers import CATALOGUE, calendar, ny

#: The watchlist that a new profile starts with.
ROOTS = tuple(symbol.removesuffix("=F") for symbol in CATALOGUE.default_watchlist)


def asked_for(root: str, text: str, named: tuple[int, int] | None = None) -> dict[str, tuple[tuple[str, ...], int]]:
    product = CATALOGUE.products[root]
    found = companions(product, calendar(product.calendar), ny(text), named)
    return {each.contract.symbol: (each.timeframes, each.pace) for each in found}


def test_two_contracts_from_three_weeks_before_the_end_until_three_days_after() -> None:
    """December of the Nasdaq ends on Friday, 2026-12-18."""
    both = {"NQZ26.CME": (("1d", "5m"), 3), "NQH27.CME": (("1d", "5m"), 3)}
    last = {**both, "NQZ26.CME": (("1d", "5m"), 2)}
    assert asked_for("NQ", "2026-11-26 17:05") == {}
    assert asked_for("NQ", "2026-11-27 17:05") == both
    assert asked_for("NQ", "2026-12-12 17:05") == both
    assert asked_for("NQ", "2026-12-13 17:05") == last
    assert asked_for("NQ", "2026-12-21 17:05") == last
    assert asked_for("NQ", "2026-12-22 17:05") == {}


def test_where_most_months_hardly_trade_the_days_of_the_active_ones_are_watched() -> None:
    """Gold in October: a feed that follows the nearest listed month is asked for that one too."""
    days = (("1d",), 7)
    assert asked_for("GC", "2026-09-15 17:05") == {"GCZ26.CMX": days, "GCG27.CMX": days}
    assert asked_for("GC", "2026-09-15 17:05", (2026, 12)) == {"GCZ26.CMX": days, "GCG27.CMX": days}
    assert asked_for("GC", "2026-09-15 17:05", (2026, 10)) == {"GCZ26.CMX": days, "GCG27.CMX": days, "GCV26.CMX": days}
    near = asked_for("GC", "2026-10-20 17:05", (2026, 10))
    assert near == {"GCZ26.CMX": (("1d", "5m"), 3), "GCG27.CMX": days, "GCV26.CMX": (("1d", "5m"), 3)}
    assert asked_for("GC", "2026-11-16 17:05", (2026, 10)) == {"GCZ26.CMX": days, "GCG27.CMX": days}  # the name lags


def test_each_contract_says_why_it_is_asked_for() -> None:
    product = CATALOGUE.products["NQ"]
    reasons = {str(each.reason) for each in companions(product, calendar(product.calendar), ny("2026-12-01 17:05"))}
    assert reasons == {"NQZ26.CME ends on 2026-12-18: both contracts' candles prove when NQ changes to NQH27.CME."}


def imports() -> Iterator[float]:
    """The daily import on each trade date of 2026."""
    known = calendar("cme_equity")
    first, last = (new_york_day(ny(f"{day} 12:00")) for day in ("2026-01-05", "2026-12-31"))
    for day in known.trade_date[(known.trade_date >= first) & (known.trade_date <= last)].tolist():
        yield ny(f"{day_of(day)} 17:05")


class Year:
    """A year of imports beside seven roots.

    The feed drops each contract at its end: a refusal costs three requests, and what was refused on two days is not asked
    for again.
    """

    def __init__(self) -> None:
        self.spent: Counter[int] = Counter()
        self.asked: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.refused: dict[str, set[int]] = defaultdict(set)
        for now in imports():
            self.run(now)

    def run(self, now: float) -> None:
        products = [CATALOGUE.products[root] for root in ROOTS]
        found = [c for p in products for c in companions(p, calendar(p.calendar), now, self.named(p.root, now))]
        for series in companions_due(found, lambda key: self.asked[key][-1] if self.asked[key] else None, now):
            key = series.companion.contract.symbol, series.timeframe
            day, refused = int(now // DAY), now >= series.companion.end.over
            known_gone = len(self.refused[key[0]]) > 1 or day in self.refused[key[0]]
            if self.spent[day] + series.cost(now) > allowance(len(ROOTS)) or known_gone:
                continue
            self.spent[day] += 3 if refused else 1
            if refused:
                self.refused[key[0]].add(day)
            else:
                self.asked[key].append(now)

    @staticmethod
    def named(root: str, now: float) -> tuple[int, int] | None:
        """The feed follows the nearest listed month of gold."""
        if root != "GC":
            return None
        product, today = CATALOGUE.products["GC"], new_york_day(now)
        months = (
            (day_of(today).year + (day_of(today).month + n - 1) // 12, (day_of(today).month + n - 1) % 12 + 1)
            for n in range(3)
        )
        ends = ((month, ending(product.contract(*month), calendar(product.calendar))) for month in months)
        return next(month for month, end in ends if end is not None and end.day >= today)


@cache
def year() -> Year:
    return Year()


def test_a_year_costs_ten_requests_a_day_at_most() -> None:
    assert len(ROOTS) == 7
    spent = year().spent
    assert max(spent.values()) == 10
    assert sum(spent.values()) < 1350  # some five a day


def test_every_roll_of_a_year_is_covered_by_what_is_asked() -> None:
    """Both contracts of each roll, in both timeframes, with no pause in which candles of 5m would leave the feed's reach."""
    asked = year().asked
    for root in ROOTS:
        product = CATALOGUE.products[root]
        chain = [product.contract(*m) for m, _ in zip(contracts_from(product, (2026, 1)), range(13), strict=False)]
        for front, following in pairwise(chain):
            end = ending(front, calendar(product.calendar))
            assert end is not None
            if not date(2026, 2, 1) <= day_of(end.day) <= date(2026, 12, 23):
                continue
            for symbol in (front.symbol, following.symbol):
                for name in ("1d", "5m"):
                    during = [at for at in asked[symbol, name] if abs(at // DAY - end.day) <= BEFORE]
                    assert len(during) >= 3, (symbol, name)
            last = max(asked[front.symbol, "5m"])
            assert end.day - last // DAY <= 4, front.symbol  # no import comes within a long weekend
            assert last // DAY <= end.day + AFTER
