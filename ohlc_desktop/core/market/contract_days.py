"""Which contracts of a future are listed, on which day each trades last, and from which day notices are given.

The rules, listed months and hours are those of CME Group's contract specifications and rulebooks ("Termination of
Trading", "Listed Contracts", "Delivery"); ``resources/instruments.toml`` says which root follows which. In metals and
currencies most listed months are hardly traded: a front month, and the contract that follows another, is taken to be one
of the active ones (for gold those that its specification calls so).

The first notice day is the first on which the clearing house can hand a buyer a seller's notice of delivery. Who holds a
contract to speculate is out of it before. Days are day numbers since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from types import MappingProxyType

from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contract_rules import ContractRules, RuleName
from ohlc_desktop.core.market.holidays import FRIDAY, WEDNESDAY, BusinessDays, month_end, nth_weekday
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.market.sessions import Calendar

#: Year and month that a contract is named for.
Month = tuple[int, int]


def last_trading_days(
    product: Product | Instrument, contracts: Iterable[Month], calendar: Calendar | None
) -> list[int]:
    """The last trading days of contracts; none at all where their rule is not known.

    The trade dates of ``calendar``, the stored sessions, are business days as far as they reach.
    """
    rules = product.rules
    if rules is None:
        return []
    days = business_days(product, calendar)
    return [_day(rules.last_trading, days, *contract) for contract in contracts]


def first_notice_days(
    product: Product | Instrument, contracts: Iterable[Month], calendar: Calendar | None
) -> list[int | None]:
    """The first notice days of contracts; None for each where no notices are given, or the rule is not known."""
    rules = product.rules
    if rules is None or not rules.first_notice:
        return [None for _ in contracts]
    days = business_days(product, calendar)
    return [_notice(rules, days, contract) for contract in contracts]


def business_days(product: Product | Instrument, calendar: Calendar | None) -> BusinessDays:
    """The business days that the rules of a future count in."""
    return BusinessDays(calendar, product.rules is not None and product.rules.london)


def contracts_from(product: Product, first: Month) -> Iterator[Month]:
    """The contracts of the active months from one month on, without end."""
    active = (product.rules and product.rules.active) or product.months
    year, month = first
    for number in count(year * 12 + month - 1):
        if MONTH_CODES[number % 12] in active:
            yield number // 12, number % 12 + 1


def _notice(rules: ContractRules, days: BusinessDays, contract: Month) -> int:
    name, *numbers = rules.first_notice
    if name == "after_last_trading":
        return days.after(_day(rules.last_trading, days, *contract), int(numbers[0]))
    return _day(rules.first_notice, days, *contract)


def _day(rule: RuleName, days: BusinessDays, year: int, month: int) -> int:
    name, *numbers = rule
    return _RULES[str(name)](days, year, month, *map(int, numbers))


# -- the rules, each of business days, year and month of a contract, and its own numbers --------------------------------


def _friday(days: BusinessDays, year: int, month: int, nth: int) -> int:
    """The nth Friday, or the last one for -1; else the business day before it."""
    return days.upto(nth_weekday(year, month, FRIDAY, nth))


def _before_25th(days: BusinessDays, year: int, month: int, ahead: int) -> int:
    """So many business days before the 25th of the month before, one more if that is none."""
    twenty_fifth = month_end(year, month - 2) + 25
    return days.before(twenty_fifth, ahead if days.has(twenty_fifth) else ahead + 1)


def _last_of(days: BusinessDays, year: int, month: int, ahead: int, nth: int) -> int:
    """The nth last business day of the month that is so many before the contract's."""
    return days.last(year, month - ahead, nth)


def _two_months_ahead(days: BusinessDays, year: int, month: int) -> int:
    """The last business day of the second month before, but not the one before New Year's Day."""
    return days.last(year, month - 2, 2 if month == 2 else 1)


def _before_last(days: BusinessDays, year: int, month: int, ahead: int) -> int:
    """So many business days before the last one of the month."""
    return days.before(days.last(year, month), ahead)


def _before_third_wednesday(days: BusinessDays, year: int, month: int, ahead: int) -> int:
    """So many business days before the third Wednesday."""
    return days.before(nth_weekday(year, month, WEDNESDAY, 3), ahead)


def _before_15th(days: BusinessDays, year: int, month: int) -> int:
    """The business day before the 15th."""
    return days.before(month_end(year, month - 1) + 15)


_RULES: Mapping[str, Callable[..., int]] = MappingProxyType(
    {
        "friday": _friday, "before_25th": _before_25th, "last_of": _last_of, "two_months_ahead": _two_months_ahead,
        "before_last": _before_last, "before_third_wednesday": _before_third_wednesday, "before_15th": _before_15th,
    }
)  # fmt: skip
