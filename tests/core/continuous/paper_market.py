"""A market on paper whose contracts start, overlap, expire and lose their volume to the next one, in whole ticks.

What is true of its rolls is known from how it was made, by plain loops over integers: nothing here asks the ledger.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.continuous.evidence import FeedSeries
from ohlc_desktop.core.continuous.ledger import ContractDays, Family
from ohlc_desktop.core.continuous.making import StoredRoot
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contract_days import business_days, first_notice_days, last_trading_days
from ohlc_desktop.core.market.instruments import MONTH_CODES
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY, HOUR
from tests.core.helpers import CATALOGUE, calendar, day

#: The rolls of these three years are judged.
FIRST, LAST = day("2024-03-15"), day("2027-04-15")
#: Days that a contract is traded before it ends: longer than between the ends of two.
_LIFE = 200


@dataclass
class PaperContract:
    """A contract: its name, its last days, and by trade date what it settled at in ticks and how much was traded."""

    symbol: str
    month: tuple[int, int]
    ends: int
    notice: int | None
    active: bool
    settles: dict[int, int] = field(default_factory=dict)
    volume: dict[int, int] = field(default_factory=dict)


@dataclass
class PaperRoll:
    """What is true of a roll: both contracts, the last day of the old one, the last on which both were traded to the end, and
    the difference in ticks on it.
    """

    old: str
    new: str
    until: int
    priced: int
    ticks: int


class PaperMarket:
    """The market of one root.

    Attributes:
        contracts: All that are listed, oldest first; ``active`` those of them that are traded much.
        days: Trade dates.
        leaves: By active contract the first trade date on which the next one is traded more.
    """

    def __init__(self, root: str) -> None:
        self.product: Product = CATALOGUE.products[root]
        self.calendar: Calendar = calendar(self.product.calendar)
        known = self.calendar.trade_date
        self.days = known[(known >= FIRST - 60) & (known <= LAST)].tolist()
        self.random = np.random.default_rng(zlib.crc32(root.encode()))
        self.contracts = list(self._listed())
        self.active = [each for each in self.contracts if each.active]
        self.leaves: dict[str, int] = {}
        self._trade()

    def _listed(self) -> Iterator[PaperContract]:
        rules = self.product.rules
        months = [(year, month) for year in range(2024, 2029) for month in range(1, 13) if self.product.lists(month)]
        ends = last_trading_days(self.product, months, self.calendar)
        notices = first_notice_days(self.product, months, self.calendar)
        for month, last, notice in zip(months, ends, notices, strict=True):
            if FIRST <= last <= LAST + 300:
                active = MONTH_CODES[month[1] - 1] in ((rules and rules.active) or self.product.months)
                yield PaperContract(self.product.contract_symbol(*month), month, last, notice, active)

    def _trade(self) -> None:
        """A spot price that wanders, a basis of each contract that runs out by its end, and volumes that move on."""
        spot = 40_000 + np.cumsum(self.random.integers(-60, 61, len(self.days)))
        slope = int(self.random.integers(3, 9)) * (1 if self.random.random() < 0.6 else -1)
        for each in self.active:
            before = self.calendar.trade_date[self.calendar.trade_date <= each.ends].tolist()
            self.leaves[each.symbol] = before[-int(self.random.integers(4, 9))]
        noise = self.random.integers(1, 900, len(self.days)).tolist()
        for place, trade_date in enumerate(self.days):
            ahead = [each.symbol for each in self.active if self.leaves[each.symbol] > trade_date]
            for each in self.contracts:
                if each.ends - _LIFE < trade_date <= each.ends:
                    each.settles[trade_date] = int(spot[place]) + slope * (each.ends - trade_date) // 3
                    if trade_date == each.ends:  # it stopped hours before, and the market went on
                        each.settles[trade_date] += 1 + noise[place] % 40
                    each.volume[trade_date] = noise[place] + self._volume(each, ahead)

    @staticmethod
    def _volume(contract: PaperContract, ahead: list[str]) -> int:
        return 90_000 // 4 ** ahead.index(contract.symbol) if contract.symbol in ahead[:6] else 0

    # -- what is true ------------------------------------------------------------------------------------

    def rolls(self, rule: str, ahead: int = 0) -> list[PaperRoll]:
        """The true rolls by a rule, of contracts that are over."""
        found = []
        for old, new in zip(self.active, self.active[1:], strict=False):
            until = self._until(old, rule)
            for _ in range(ahead):
                until = self._business_day_before(until)
            if until <= self.days[-1] and until in old.settles:
                on = until if until < old.ends else self._floor_day_before(until)
                found.append(PaperRoll(old.symbol, new.symbol, until, on, new.settles[on] - old.settles[on]))
        return found

    def _until(self, contract: PaperContract, rule: str) -> int:
        if rule == "volume":
            return self.leaves[contract.symbol]
        if rule == "notice" and contract.notice is not None and contract.notice <= contract.ends:
            return self._business_day_before(contract.notice)
        return contract.ends

    def _business_day_before(self, day: int) -> int:
        return self.business_days[bisect_left(self.business_days, day) - 1]

    def _floor_day_before(self, day: int) -> int:
        """London rests on days of its own, on which Chicago trades to the end."""
        days = business_days(CATALOGUE.products["NQ"], self.calendar)
        return max(each for each in self.calendar.trade_date.tolist() if each < day and days.has(each))

    @cached_property
    def business_days(self) -> list[int]:
        """Trade dates that the floor was open on: holidays with a short session are none."""
        days = business_days(self.product, self.calendar)
        return [each for each in self.calendar.trade_date.tolist() if days.has(each)]

    # -- what is stored of it ----------------------------------------------------------------------------

    def daily(self, contract: PaperContract) -> Candles:
        """Daily candles that close at the settlement."""
        days = np.array(sorted(contract.settles), dtype=np.int64)
        ticks = np.array([contract.settles[each] for each in days.tolist()], dtype=np.int64)
        return self._candles(days * DAY, ticks, np.array([contract.volume[each] for each in days.tolist()], dtype=np.int64))

    def hourly(self, contract: PaperContract, first: int, last: int) -> Candles:
        """Hours of the sessions of some trade dates, which end at the settlement."""
        stamps, ticks = [], []
        for trade_date, opened, closed in zip(self.calendar.trade_date.tolist(), self.calendar.open.tolist(),
                                              self.calendar.close.tolist(), strict=True):  # fmt: skip
            if first <= trade_date <= last and trade_date in contract.settles:
                hours = list(range(opened, closed, HOUR))
                stamps += hours
                ticks += [contract.settles[trade_date] - (len(hours) - 1 - n) * 7 for n in range(len(hours))]
        return self._candles(np.array(stamps, np.int64), np.array(ticks, np.int64), np.full(len(stamps), 50, np.int64))

    def _candles(self, ts: np.ndarray, ticks: np.ndarray, volume: np.ndarray) -> Candles:
        columns = (self.prices(ticks + more) for more in (1, 3, -2, 0))
        return Candles(ts, *columns, volume)  # type: ignore[arg-type, call-arg]

    def prices(self, ticks: np.ndarray) -> np.ndarray:
        """Whole ticks as prices."""
        return ticks * self.product.tick.numerator / self.product.tick.denominator

    def stored(self, feed: dict[Family, FeedSeries] | None = None) -> StoredRoot:
        """All of its contracts as a store has them."""
        held = {each.symbol: self.daily(each) for each in self.contracts if each.settles}
        days = {
            symbol: ContractDays(candles, np.ones(len(candles), np.bool_), np.full(len(candles), "paper"))
            for symbol, candles in held.items()
        }
        kept = [self.product.contract(*each.month) for each in self.contracts if each.settles]
        return StoredRoot(self.product, self.calendar, kept, days, feed or {}, self.days[-1])
