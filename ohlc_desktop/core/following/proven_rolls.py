"""Where a continuous series changed contract, from the stretches that the contracts' own candles prove.

Each family of a feed rolls by itself: minutes may change on a Monday while the days stay with the old month to its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.instruments import MONTH_CODES
from ohlc_desktop.core.timeframes import DAY

#: A change is known where the last candle of the old contract and the first of the new one are no further apart: a weekend
#: with a holiday on each side.
_APART = 5 * DAY


@dataclass(frozen=True, slots=True)
class ProvenRoll:
    """A change of contract that the candles of both prove.

    Attributes:
        old: Symbol of the contract before, and ``new`` of the one after.
        family: The source timeframe whose candles changed; those that are derived from it changed with it.
        ts: Stamp of the first candle of the new contract.
        after: Stamp of the last candle of the old one.
        old_candles: So many candles are proven to be of the old contract, and ``new_candles`` of the new one.
        returns: How often the feed went back to the old contract before.
    """

    old: str
    new: str
    family: str
    ts: int
    after: int
    old_candles: int
    new_candles: int
    returns: int


def proven_rolls(stretches: Sequence[ContractStretch], family: str, product: Product) -> tuple[ProvenRoll, ...]:
    """The changes from each contract to the next one that is seen, oldest first.

    Args:
        stretches: Of one series, oldest first.
        family: Its source timeframe.
        product: Of the continuous symbol.
    """
    seen = sorted({stretch.contract for stretch in stretches}, key=lambda symbol: delivery(symbol, product))
    found = (_change(stretches, family, old, new) for old, new in pairwise(seen))
    return tuple(roll for roll in found if roll is not None)


def delivery(symbol: str, product: Product) -> tuple[int, int]:
    """Year and month of a contract's symbol, for contracts of the years 2000 to 2099."""
    code, year = symbol[len(product.root)], symbol[len(product.root) + 1 : len(product.root) + 3]
    return 2000 + int(year), MONTH_CODES.index(code) + 1


def _change(stretches: Sequence[ContractStretch], family: str, old: str, new: str) -> ProvenRoll | None:
    """The last change from one contract to another; None where the candles around it prove nothing."""
    olds = [stretch for stretch in stretches if stretch.contract == old]
    news = [stretch for stretch in stretches if stretch.contract == new]
    after = olds[-1].last
    following = [stretch for stretch in news if stretch.first > after]
    if not following or following[0].first - after > _APART:
        return None
    told = sum(stretch.candles for stretch in olds), sum(stretch.candles for stretch in news)
    return ProvenRoll(old, new, family, following[0].first, after, *told, len(news) - len(following))
