"""The contracts of the invented market: when each is listed and ends, how far it lies from the one in front, how much it is traded.

Rules simple enough to be believed, written independently of the program under test. A contract is listed for some 16 months.
Contracts of a root lie apart by carries that run out with their last days: whole ticks that stay the same through a session,
so that what one is above another on a day is known exactly. A root's volume goes over to the next active contract some
business days before the old one ends, and the continuous symbol with it. Days are dates.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.standins.closures import closures

#: Days before its last day from which a contract is listed.
LISTED = 480
CODES = "FGHJKMNQUVXZ"
#: Each later contract is traded so much less than the one before it; one that is left loses so much a day, down to so little.
_NEXT_SHARE, _LOSS, _LEFT_SHARE = 0.12, 0.45, 0.004
#: Carry in a year as a share of the price.
_CARRY = {"equity": 0.04, "energy": -0.06, "bond": -0.015, "fx": 0.02}
#: A weekday that the exchange kept though New York's shares did not trade.
_MOURNING = date(2025, 1, 9)


def _holiday(day: date) -> bool:
    return closures("nyse").get(day) == "closed" and day != _MOURNING


def _business(day: date) -> bool:
    return day.weekday() < 5 and not _holiday(day)


def business_days_before(day: date, count: int) -> date:
    """The day that comes so many business days before another."""
    while count:
        day -= timedelta(1)
        count -= _business(day)
    return day


def _first(year: int, month: int) -> date:
    """The first of a month; months beyond 1 to 12 belong to the years around."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = _first(year, month)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _third_friday(year: int, month: int) -> date:
    return business_days_before(_nth(year, month, 4, 3) + timedelta(1), 1)


def _last_friday(year: int, month: int) -> date:
    """A holiday of London alone is a business day of the United States, and one of both is asked for."""
    friday = _nth(year, month + 1, 4, 1) - timedelta(7)
    return business_days_before(friday + timedelta(1), 1)


def _before_25th(count: int) -> Callable[[int, int], date]:
    def rule(year: int, month: int) -> date:
        day = _first(year, month - 1).replace(day=25)
        return business_days_before(business_days_before(day + timedelta(1), 1), count)

    return rule


def _last_business_day(nth: int, earlier: int = 0) -> Callable[[int, int], date]:
    """The nth last business day of the month that is so many before the contract's."""
    return lambda year, month: business_days_before(_first(year, month - earlier + 1), nth)


def _before_third_wednesday(count: int) -> Callable[[int, int], date]:
    return lambda year, month: business_days_before(_nth(year, month, 2, 3), count)


def _before_15th(year: int, month: int) -> date:
    return business_days_before(date(year, month, 15), 1)


class Terms(NamedTuple):
    """What the specification of a root says: months that are traded much, the last day, and the hour of New York on it."""

    active: str
    last_day: Callable[[int, int], date]
    hour: str
    zone: str = "America/New_York"


_EQUITY = Terms("HMUZ", _third_friday, "09:30")
_FX = Terms("HMUZ", _before_third_wednesday(2), "10:16")
_NOTES = Terms("HMUZ", _last_business_day(1), "13:01")
_METAL, _GRAIN = _last_business_day(3), "HKNUZ"
TERMS: dict[str, Terms] = {
    **dict.fromkeys(("ES", "MES", "NQ", "MNQ", "RTY", "M2K", "YM", "MYM"), _EQUITY),
    "CL": Terms(CODES, _before_25th(3), "14:30"),
    "MCL": Terms(CODES, _before_25th(4), "14:30"),
    "NG": Terms(CODES, _last_business_day(3, earlier=1), "14:30"),
    "GC": Terms("GJMQZ", _METAL, "13:30"),
    "MGC": Terms("GJMQZ", _METAL, "13:30"),
    "SI": Terms("HKNUZ", _METAL, "13:25"),
    "HG": Terms("HKNUZ", _METAL, "13:00"),
    **dict.fromkeys(("ZB", "ZN"), Terms("HMUZ", _last_business_day(8), "13:01")),
    **dict.fromkeys(("ZF", "ZT"), _NOTES),
    **dict.fromkeys(("6E", "6J", "6B", "6A"), _FX),
    "6C": Terms("HMUZ", _before_third_wednesday(1), "10:16"),
    "ZC": Terms(_GRAIN, _before_15th, "13:00"),
    "ZS": Terms("FHKNQUX", _before_15th, "13:00"),
    "ZW": Terms(_GRAIN, _before_15th, "13:00"),
    "BTC": Terms(CODES, _last_friday, "16:00", "Europe/London"),
}


class Contract(NamedTuple):
    """A contract: its root, and the month that it is named for."""

    root: str
    year: int
    month: int

    @property
    def code(self) -> str:
        """As it stands in its symbol: ``Z26``."""
        return f"{CODES[self.month - 1]}{self.year % 100:02}"

    @property
    def last_day(self) -> date:
        """Its last trade date."""
        return _last_day(self)

    @property
    def listed_from(self) -> date:
        """Its first trade date, or a day without a session before it."""
        return self.last_day - timedelta(LISTED)

    @property
    def ends(self) -> int:
        """When trading stops on its last day, UTC epoch seconds."""
        terms = TERMS[self.root]
        return int(datetime.combine(self.last_day, time.fromisoformat(terms.hour), ZoneInfo(terms.zone)).timestamp())

    @property
    def active(self) -> bool:
        """Whether its month is traded much."""
        return CODES[self.month - 1] in TERMS[self.root].active

    @property
    def left(self) -> date:
        """The first trade date on which the next active contract is traded more."""
        return business_days_before(self.last_day, 3 + sum(map(ord, self.root)) % 4)


@cache
def _last_day(contract: Contract) -> date:
    return TERMS[contract.root].last_day(contract.year, contract.month)


def contract_of(symbol: str) -> Contract | None:
    """The contract of ``MNQZ26.CME``; None for anything else."""
    name, _, exchange = symbol.partition(".")
    if not exchange or name[:-3] not in TERMS:
        return None
    return Contract(name[:-3], 2000 + int(name[-2:]), CODES.index(name[-3]) + 1)


@cache
def active_contracts(root: str) -> tuple[Contract, ...]:
    """The contracts of the active months of 2024 to 2030, oldest first."""
    months = ((year, CODES.index(code) + 1) for year in range(2024, 2031) for code in TERMS[root].active)
    return tuple(Contract(root, *month) for month in months)


@cache
def front(root: str, day: date) -> Contract:
    """The contract that is traded most on a trade date, and that the continuous symbol follows."""
    return next(each for each in active_contracts(root) if day < each.left)


def ticks_above(contract: Contract, day: date, level: float, tick: Fraction, calendar: str) -> int:
    """By how many ticks a contract is above the one in front on a trade date."""
    rate = _CARRY[calendar] * level / float(tick) / 365
    mine, fronts = ((each.last_day - day).days for each in (contract, front(contract.root, day)))
    return round(rate * mine) - round(rate * fronts)


def volume_share(contract: Contract, day: date) -> float:
    """How much a contract is traded on a trade date, in parts of what the one in front is."""
    if day < contract.left and contract.active:
        ahead = [each for each in active_contracts(contract.root) if each.left > day]
        return float(_NEXT_SHARE ** ahead.index(contract))
    if not contract.active:
        return _LEFT_SHARE
    return float(max(_LEFT_SHARE, _LOSS ** ((day - contract.left).days + 1)))
