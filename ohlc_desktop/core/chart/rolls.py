"""When the front month of a continuous contract changes, from the rules by which contracts end.

Yahoo does not say which contract its continuous series follows on which day. What is known is when a contract stops
trading: from then on the candles are another's. Rules and listed months are those of CME Group's contract
specifications ("Termination of Trading", "Listed Contracts"). In metals and currencies most listed months are hardly
traded; a front month is taken to be one of the active ones (for gold those that its specification calls so).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.holidays import FRIDAY, WEDNESDAY, BusinessDays, month_end, nth_weekday
from ohlc_desktop.core.chart.series import Days, Roll
from ohlc_desktop.core.instruments import MONTH_CODES, Product
from ohlc_desktop.core.sessions import Calendar, day_of
from ohlc_desktop.core.timeframes import DAY, Timeframe

#: The last trading day (day number) of the contract of a year and month.
Rule = Callable[[BusinessDays, int, int], int]


def _friday(nth: int) -> Rule:
    """The nth Friday, or the last one for -1; else the business day before it."""
    return lambda days, year, month: days.upto(nth_weekday(year, month, FRIDAY, nth))


def _before_25th(count: int) -> Rule:
    """So many business days before the 25th of the month before, one more if that is none."""

    def rule(days: BusinessDays, year: int, month: int) -> int:
        twenty_fifth = month_end(year, month - 2) + 25
        return days.before(twenty_fifth, count if days.has(twenty_fifth) else count + 1)

    return rule


def _last_of(ahead: int, nth: int) -> Rule:
    """The nth last business day of the month that is so many before the contract's."""
    return lambda days, year, month: days.last(year, month - ahead, nth)


def _two_months_ahead(days: BusinessDays, year: int, month: int) -> int:
    """The last business day in London of the second month before, but not the one before New Year's Day."""
    return days.last(year, month - 2, 2 if month == 2 else 1)


def _before_last(days: BusinessDays, year: int, month: int) -> int:
    """Seven business days before the last one of the month."""
    return days.before(days.last(year, month), 7)


def _before_third_wednesday(count: int) -> Rule:
    """So many business days before the third Wednesday."""
    return lambda days, year, month: days.before(nth_weekday(year, month, WEDNESDAY, 3), count)


def _before_15th(days: BusinessDays, year: int, month: int) -> int:
    """The business day before the 15th."""
    return days.before(month_end(year, month - 1) + 15)


#: By root, else by calendar.
_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "cme_equity": _friday(3),
        "CL": _before_25th(3), "MCL": _before_25th(4), "QM": _before_25th(4),
        "NG": _last_of(1, 3), "RB": _last_of(1, 1), "HO": _last_of(1, 1), "BZ": _two_months_ahead,
        "cme_metals": _last_of(0, 3), "MHG": _last_of(1, 3),
        "cme_rates": _before_last, "ZF": _last_of(0, 1), "ZT": _last_of(0, 1),
        "cme_fx": _before_third_wednesday(2), "6C": _before_third_wednesday(1),
        "cme_grains": _before_15th,
        "cme_crypto": _friday(-1),
    }
)  # fmt: skip
#: Where bank holidays of London count too.
_LONDON = ("BZ", "cme_crypto")
#: The months that a front month is one of, where they are not all that are listed.
_ACTIVE: Mapping[str, str] = MappingProxyType(
    {
        "GC": "GJMQZ", "MGC": "GJMQZ", "SI": "HKNUZ", "SIL": "HKNUZ", "HG": "HKNUZ", "MHG": "HKNUZ", "PL": "FJNV",
        "cme_fx": "HMUZ",
    }
)  # fmt: skip
#: Contracts end at most so many months before the month that they are named for, and the next follows as soon.
_AHEAD, _NEXT = 2, 4


def last_trading_days(product: Product, contracts: Iterable[tuple[int, int]], calendar: Calendar | None) -> list[int]:
    """Day numbers of the last trading days of contracts (year and month); none at all where their rule is not known.

    The trade dates of ``calendar``, the stored sessions, are business days as far as they reach.
    """
    rule = _RULES.get(product.root) or _RULES.get(product.calendar)
    days = BusinessDays(calendar, product.root in _LONDON or product.calendar in _LONDON)
    return [rule(days, *contract) for contract in contracts] if rule is not None else []


def rolls(product: Product, timeframe: Timeframe, ts: Int64, days: Days, calendar: Calendar | None) -> tuple[Roll, ...]:
    """Where the front month changes in the candles of a continuous contract, oldest first.

    None for 1mo and longer: each of their candles mixes contracts.

    Args:
        product: Of the continuous contract.
        timeframe: Of the candles.
        ts: Their stamps, sorted.
        days: Their trade dates; none for 1d and longer.
        calendar: The stored sessions.
    """
    if len(ts) < 2 or timeframe.seconds >= 28 * DAY:
        return ()
    dates = days.trade_date if len(days) else ts // DAY
    contracts = list(_contracts(product, int(dates[0]), int(dates[-1])))
    ends = zip(last_trading_days(product, contracts, calendar), contracts, strict=False)
    found: list[Roll] = []
    for (day, old), (_, new) in pairwise(ends):
        at = int(np.searchsorted(dates, day, side="right"))
        if 0 < at < len(dates):
            place = int(days.first[at]) if len(days) else at
            found.append(_roll(int(ts[place]), place - 0.5, _name(product, old), _name(product, new), day))
    return tuple({roll.place: roll for roll in found}.values())


def _contracts(product: Product, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Year and month of the contracts that can be in front on some day numbers, and of the one after them."""
    active = _ACTIVE.get(product.root) or _ACTIVE.get(product.calendar) or product.months
    begin, end = (day_of(day).year * 12 + day_of(day).month - 1 for day in (first, last))
    for number in range(begin - 1, end + _AHEAD + _NEXT + 1):
        year, month = number // 12, number % 12 + 1
        if MONTH_CODES[month - 1] in active:
            yield year, month


def _name(product: Product, contract: tuple[int, int]) -> str:
    """``MNQZ26``."""
    return product.contract_symbol(*contract).removesuffix(product.suffix)


def _roll(ts: int, place: float, old: str, new: str, day: int) -> Roll:
    text = (
        f"{old} stopped trading on {day_of(day).isoformat()}; from here on the candles are of {new}."
        " Yahoo's continuous series can mix both contracts before."
    )
    return Roll(ts, place, old, new, text)
