"""The contract that a feed names in its answer for a continuous symbol.

Yahoo writes the month in several ways, and cuts a name after 31 characters: ``Gold Dec 26``, ``Corn Futures,Dec-2026``,
``Chicago SRW Wheat Futures,Sep-2``, ``Brent Crude Oil Last Day Financ``. The name can lag by days at a roll: it is what the
feed says, and no proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.symbol_reading import MONTH_NAMES

#: A longer name is cut after so many characters.
LONGEST = 31
#: A month and its year at the end of a name, the year perhaps cut.
_ENDING = re.compile(r"\b(" + "|".join(MONTH_NAMES) + r")(?: (\d\d(?:\d\d)?)|-(\d{0,4}))$", re.IGNORECASE)


def named_month(text: str, product: Product, day: date) -> tuple[int, int] | None:
    """Year and month of the contract that a name means; None where it names no listed month.

    Args:
        text: The name, as the feed sends it.
        product: Of the continuous symbol.
        day: When it was sent. Where the year is cut, the contract is the first of its month that had not ended long before.
    """
    found = _ENDING.search(text.strip())
    if found is None:
        return None
    month = MONTH_NAMES.index(found[1].upper()) + 1
    if not product.lists(month):
        return None
    year = _whole_year(found[2], found[3])
    if year is None and len(text.strip()) >= LONGEST:
        year = next(_years(month, found[3] or "", day), None)
    return None if year is None else (year, month)


def _whole_year(short: str | None, long: str | None) -> int | None:
    """The year where all of its digits are there."""
    if short is not None:
        return int(short) % 2000 + 2000
    return int(long) if long is not None and len(long) == 4 else None


def _years(month: int, digits: str, day: date) -> Iterator[int]:
    """The years that begin with some digits whose contract can be in front: it ends in its month or the one before."""
    first = day.year if month >= day.month - 1 else day.year + 1
    return (year for year in (first, first + 1) if str(year).startswith(digits))
