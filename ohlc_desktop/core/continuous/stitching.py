"""The candles of a continuous series: those of one contract after another, each with the contract that it is of.

A contract's own candles come first. Where none are stored, those of the feed's continuous series are taken as far as the
feed followed the same contract, which is how a year of history gets into a series whose contracts were stored around
their rolls only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64, concat, merge
from ohlc_desktop.core.continuous.ledger import LedgerRoll, joined
from ohlc_desktop.core.timeframes import EVER


@dataclass(frozen=True, slots=True)
class SeriesStretch:
    """A contract, and the stamps for which a series follows it: ``start`` included, ``end`` not."""

    contract: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ContinuousCandles:
    """A continuous series as it was traded.

    Attributes:
        candles: Sorted.
        starts: int64, place of the first candle of each contract, ascending; the first is 0.
        contracts: Symbols, one a start; "" where nobody knows whose the candles are.
        rolls: Those between the contracts, one less: from a contract to the next one that has candles.
    """

    candles: Candles
    starts: Int64
    contracts: tuple[str, ...]
    rolls: tuple[LedgerRoll, ...]

    def __len__(self) -> int:
        return len(self.candles)

    def contract_numbers(self) -> Int64:
        """For each candle the number of its contract in ``contracts``; int64."""
        return np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self))))

    def between(self, start: int, end: int) -> ContinuousCandles:
        """The part with ``start <= ts < end``, with the contracts and rolls in it."""
        first, last = (int(place) for place in np.searchsorted(self.candles.ts, (start, end)))
        starts = np.clip(self.starts - first, 0, last - first)
        kept = np.flatnonzero(np.append(starts[1:], last - first) > starts)
        rolls = self.rolls[kept[0] : kept[-1]] if len(kept) else ()
        contracts = tuple(self.contracts[place] for place in kept.tolist())
        return ContinuousCandles(self.candles.take(slice(first, last)), starts[kept], contracts, rolls)


def stretches(rolls: Sequence[LedgerRoll]) -> tuple[SeriesStretch, ...]:
    """The contracts that a series with these rolls follows, oldest first, one more than rolls; none without any."""
    if not rolls:
        return ()
    names = [rolls[0].old, *(roll.new for roll in rolls)]
    bounds = [-EVER, *(roll.ts for roll in rolls), EVER]
    return tuple(SeriesStretch(name, *ends) for name, ends in zip(names, pairwise(bounds), strict=True))


def stitched(
    wanted: Sequence[SeriesStretch], rolls: Sequence[LedgerRoll], own: Mapping[str, Candles], front: Candles,
    followed: Sequence[SeriesStretch],
) -> ContinuousCandles:  # fmt: skip
    """The candles of a series that follows contracts.

    Args:
        wanted: Which contract when, oldest first.
        rolls: Those between them, one less.
        own: Candles by contract, sorted.
        front: Candles of the feed's continuous series, sorted.
        followed: Which contract that one follows when; the same as ``wanted`` for the feed's own series.
    """
    parts = [_part(stretch, own.get(stretch.contract), front, followed) for stretch in wanted]
    kept = [number for number, part in enumerate(parts) if len(part)]
    counts = np.array([len(parts[number]) for number in kept], dtype=np.int64)
    return ContinuousCandles(
        concat(parts[number] for number in kept), np.cumsum(counts) - counts,
        tuple(wanted[number].contract for number in kept), _rolls_between(kept, rolls),
    )  # fmt: skip


def _rolls_between(kept: Sequence[int], rolls: Sequence[LedgerRoll]) -> tuple[LedgerRoll, ...]:
    """The rolls between the contracts that have candles; where contracts between two have none, one over all of them."""
    return tuple(joined(rolls[one:other]) for one, other in pairwise(kept))


def _part(stretch: SeriesStretch, own: Candles | None, front: Candles, followed: Sequence[SeriesStretch]) -> Candles:
    mine = front.take(slice(0)) if own is None else own.between(stretch.start, stretch.end)
    common = (
        front.between(max(stretch.start, each.start), min(stretch.end, each.end))
        for each in followed
        if each.contract == stretch.contract and each.start < stretch.end and stretch.start < each.end
    )
    lent = concat(common)
    return merge(lent, mine) if len(lent) and len(mine) else mine if len(mine) else lent
