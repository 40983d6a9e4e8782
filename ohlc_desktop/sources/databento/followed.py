"""Which contract a continuous symbol of Databento is of, day by day: its symbology tells it, at no cost.

A continuous symbol is resolved to numbers of instruments, and these to raw symbols, for days of UTC: the contract changes at
midnight UTC, within a session. (https://databento.com/docs/standards-and-conventions/symbology)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from ohlc_desktop.core.following.followed import NamedMonth
from ohlc_desktop.core.market.instruments import MONTH_CODES
from ohlc_desktop.core.market.sessions import day_number, day_of
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.sources.databento.failures import unreadable

#: Asks for some symbols: their names with commas between, what they are, and what they are to become.
Resolve = Callable[[str, str, str], Any]
_RAW = re.compile(rf"[A-Z0-9]{{1,4}}([{MONTH_CODES}])(\d)")


class _Days(NamedTuple):
    """A name, and the days (day numbers) for which it stands: ``last`` is the first after them."""

    name: str
    first: int
    last: int


def named_months(symbol: str, start: int, end: int, resolve: Resolve) -> tuple[NamedMonth, ...]:
    """The contracts that a continuous symbol is of for ``start <= ts < end``, oldest first; none that is no future's.

    Raises:
        FetchError: an answer that cannot be read.
    """
    numbers = _told(resolve(symbol, "continuous", "instrument_id"), symbol)
    if not numbers:
        return ()
    names = resolve(",".join(sorted({each.name for each in numbers})), "instrument_id", "raw_symbol")
    found = (
        _month(days, start, end)
        for number in numbers
        for raw in _told(names, number.name)
        if (days := _Days(raw.name, max(raw.first, number.first), min(raw.last, number.last))).first < days.last
    )
    return tuple(month for month in found if month is not None and month.start < month.end)


def _told(answer: Any, name: str) -> list[_Days]:
    try:
        return list(_days(answer["result"].get(name, ())))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise unreadable("it does not tell which contract a symbol is of") from None


def _days(told: Any) -> Iterator[_Days]:
    for each in told:
        first, last = (day_number(date.fromisoformat(each[key])) for key in ("d0", "d1"))
        yield _Days(str(each["s"]), first, last)


def _month(days: _Days, start: int, end: int) -> NamedMonth | None:
    """The month of a raw symbol, whose year has one digit: that of the first such contract that had not ended then."""
    found = _RAW.fullmatch(days.name)
    if found is None:
        return None
    begins = day_of(days.first)
    year = begins.year + (int(found[2]) - begins.year) % 10
    bounds = max(start, days.first * DAY), min(end, days.last * DAY)
    return NamedMonth(days.name, (year, MONTH_CODES.index(found[1]) + 1), *bounds)
