"""When the front month of a continuous contract changes, from the candles, else from the rules by which contracts end.

Each family of candles rolls when it rolls: where the contracts' own candles prove it, the mark stands there (see
``core.following``). Candles that mixed both tell when as well (see ``core.voices.rolls``). Else all that is known is when a
contract stops trading: from then on the candles are another's. Such a mark is an estimate, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Protocol

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.series import Days, Roll
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.contract_days import contracts_from, last_trading_days
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.timeframes import DAY, EVER, Timeframe

#: A change is seen so many days before the old contract ends at most, and a few after.
_EARLY, _LATE = 45, 4
#: Contracts end at most so many months before the month that they are named for, and the next follows as soon.
_AHEAD, _NEXT = 2, 4


class ProvenChange(Protocol):
    """A change of contract of which it is known when it was: a ``ProvenRoll``, or a roll of the ledger."""

    @property
    def old(self) -> str:
        """Symbol of the contract before."""

    @property
    def new(self) -> str:
        """Symbol of the one after."""

    @property
    def ts(self) -> int:
        """Stamp of the first candle of the new one."""


def rolls(
    product: Product, timeframe: Timeframe, ts: Int64, days: Days, calendar: Calendar | None,
    seen: Sequence[ContractChange] = (), proven: Sequence[ProvenChange] = (),
) -> tuple[Roll, ...]:  # fmt: skip
    """Where the front month changes in the candles of a continuous contract, oldest first.

    None for 1mo and longer: each of their candles mixes contracts.

    Args:
        product: Of the continuous contract.
        timeframe: Of the candles.
        ts: Their stamps, sorted.
        days: Their trade dates; none for 1d and longer.
        calendar: The stored sessions.
        seen: Where shorter candles were seen to change contract. Those of 1d and longer follow the old one to its end.
        proven: Where candles of this family are known to change contract.
    """
    if len(ts) < 2 or timeframe.seconds >= 28 * DAY:
        return ()
    dates = days.trade_date if len(days) else ts // DAY
    contracts = list(_contracts(product, int(dates[0]), int(dates[-1])))
    ends = last_trading_days(product, contracts, calendar)
    names = [_name(product, contract) for contract in contracts]
    since = [-EVER, *ends]
    found = [
        (_seen(ts, *pair, (start + _LATE, day), seen) if len(days) else None) or _by_rule(ts, *pair, day, dates, days)
        for pair, start, day in zip(pairwise(names), since, ends, strict=False)
    ]
    told = [_proven(product, ts, roll) for roll in proven]
    return _merged([roll for roll in told if roll is not None], [roll for roll in found if roll is not None])


def _merged(told: Sequence[Roll], rest: Sequence[Roll]) -> tuple[Roll, ...]:
    """All that is proven, and the others of contracts of which nothing is; one for each place, sorted."""
    olds, news = {roll.old for roll in told}, {roll.new for roll in told}
    kept = [roll for roll in rest if roll.old not in olds and roll.new not in news]
    places = {roll.place: roll for roll in (*kept, *told)}
    return tuple(places[place] for place in sorted(places))


def _proven(product: Product, ts: Int64, roll: ProvenChange) -> Roll | None:
    """The change as it is proven; None outside of the candles."""
    place = int(np.searchsorted(ts, roll.ts))
    old, new = (symbol.removesuffix(product.suffix) for symbol in (roll.old, roll.new))
    return Roll(int(ts[place]), place - 0.5, old, new) if 0 < place < len(ts) else None


def _by_rule(ts: Int64, old: str, new: str, day: int, dates: Int64, days: Days) -> Roll | None:
    """The change with the session after the last trading day of the old contract; None outside of the candles."""
    at = int(np.searchsorted(dates, day, side="right"))
    if not 0 < at < len(dates):
        return None
    place = int(days.first[at]) if len(days) else at
    return Roll(int(ts[place]), place - 0.5, old, new, estimated=True)


def _seen(ts: Int64, old: str, new: str, when: tuple[int, int], seen: Sequence[ContractChange]) -> Roll | None:
    """The change as it was seen, if it was: after the old contract had come in front, up to its last trading day."""
    first, day = max(when[0], when[1] - _EARLY), when[1]
    near = [change for change in seen if first < change.ts // DAY <= day + _LATE]
    place = int(np.searchsorted(ts, near[-1].ts)) if near else 0
    if not 0 < place < len(ts):
        return None
    return Roll(int(ts[place]), place - 0.5, old, new)


def _contracts(product: Product, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Year and month of the contracts that can be in front on some day numbers, and of the one after them."""
    begin, end = (day_of(day).year * 12 + day_of(day).month - 1 for day in (first, last))
    found = contracts_from(product, ((begin - 1) // 12, (begin - 1) % 12 + 1))
    return takewhile(lambda month: month[0] * 12 + month[1] - 1 <= end + _AHEAD + _NEXT, found)


def _name(product: Product, contract: tuple[int, int]) -> str:
    """``MNQZ26``."""
    return product.contract_symbol(*contract).removesuffix(product.suffix)
