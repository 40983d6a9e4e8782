"""When the front month of a continuous contract changes, from the rules by which contracts end.

Yahoo does not say which contract its continuous series follows on which day. What is known is when a contract stops
trading (see ``core.contracts``): from then on the candles are another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.series import Days, Roll
from ohlc_desktop.core.contracts import contracts_from, last_trading_days
from ohlc_desktop.core.instruments import Product
from ohlc_desktop.core.sessions import Calendar, day_of
from ohlc_desktop.core.timeframes import DAY, Timeframe

#: Contracts end at most so many months before the month that they are named for, and the next follows as soon.
_AHEAD, _NEXT = 2, 4


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
    begin, end = (day_of(day).year * 12 + day_of(day).month - 1 for day in (first, last))
    found = contracts_from(product, ((begin - 1) // 12, (begin - 1) % 12 + 1))
    return takewhile(lambda month: month[0] * 12 + month[1] - 1 <= end + _AHEAD + _NEXT, found)


def _name(product: Product, contract: tuple[int, int]) -> str:
    """``MNQZ26``."""
    return product.contract_symbol(*contract).removesuffix(product.suffix)


def _roll(ts: int, place: float, old: str, new: str, day: int) -> Roll:
    text = (
        f"{old} stopped trading on {day_of(day).isoformat()}; from here on the candles are of {new}."
        " Yahoo's continuous series can mix both contracts before."
    )
    return Roll(ts, place, old, new, text)
