"""Which contract the candles of a continuous symbol are of, proven by the contracts' own candles.

A candle is a contract's where at least three of its four prices equal those that the contract has for the same time, and no
other contract comes near that. Candles that are shorter than the contracts' must lie within one of them, and apart from
those of all others. What neither shows stays open: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.timeframes import Timeframe

#: So many of the four prices have to be equal, and so many more than with any other contract.
_EQUAL, _AHEAD = 3, 2
#: Fewer candles of another contract in a row are a coincidence or a stray price; a day is told by one.
_RUN = 3

_Scores = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class ContractStretch:
    """A stretch of a continuous series whose candles are those of one contract.

    Attributes:
        contract: Its symbol.
        first: Stamp of the first candle that is proven to be its; ``last`` of the last one.
        candles: So many in between are proven.
    """

    contract: str
    first: int
    last: int
    candles: int


def proven_stretches(
    own: Candles, timeframe: Timeframe, contracts: Mapping[str, Candles], seconds: int, tick: float
) -> tuple[ContractStretch, ...]:
    """The stretches that contracts prove, oldest first.

    Args:
        own: Candles of the continuous symbol, sorted.
        timeframe: Theirs.
        contracts: Candles of contracts, sorted, by symbol.
        seconds: Length of the contracts' candles: that of the own ones, or a multiple of it.
        tick: Smallest step of the price.
    """
    if not len(own) or not contracts:
        return ()
    compare = _equal_prices if seconds == timeframe.seconds else _lying_within
    scores = np.stack([compare(own, candles, seconds, tick / 2) for candles in contracts.values()])
    owner = _owners(scores)
    known = np.flatnonzero(owner >= 0)
    if not len(known):
        return ()
    runs = _runs(own.ts[known], owner[known], list(contracts))
    least = 1 if timeframe.daily else _RUN
    return tuple(_joined(run for run in runs if run.candles >= least))


def with_told(proven: Iterable[ContractStretch], told: Iterable[ContractStretch]) -> tuple[ContractStretch, ...]:
    """What contracts prove, and what lies apart from it of what a feed tells of each of its rows; oldest first."""
    found = list(proven)
    apart = (one for one in told if not any(one.first <= each.last and each.first <= one.last for each in found))
    return tuple(sorted([*found, *apart], key=attrgetter("first")))


def _owners(scores: NDArray[np.int8]) -> NDArray[np.int64]:
    """For each candle the place of the contract that it is of; -1 where none is proven. ``scores``: a row a contract."""
    order = np.sort(scores, axis=0)
    second = order[-2] if len(order) > 1 else np.zeros_like(order[-1])
    proven = (order[-1] >= _EQUAL) & (order[-1] - second >= _AHEAD)
    return np.where(proven, np.argmax(scores, axis=0), -1)


def _equal_prices(own: Candles, other: Candles, _: int, slack: float) -> _Scores:
    """For each candle how many of its four prices the other has too; 0 where that has no candle."""
    found = np.zeros(len(own), dtype=np.int8)
    _stamps, mine, theirs = np.intersect1d(own.ts, other.ts, assume_unique=True, return_indices=True)
    for ours, its in zip(own.columns[1:5], other.columns[1:5], strict=True):
        found[mine] += np.abs(ours[mine] - its[theirs]) < slack
    return found


def _lying_within(own: Candles, other: Candles, seconds: int, slack: float) -> _Scores:
    """4 for a candle within the other's longer one, 2 for one that it overlaps, 0 for one apart from it or without one."""
    place = np.searchsorted(other.ts, own.ts, side="right") - 1
    there = place >= 0
    at = np.maximum(place, 0)
    if not len(other):
        return np.zeros(len(own), dtype=np.int8)
    there &= own.ts < other.ts[at] + seconds
    within = there & (own.low > other.low[at] - slack) & (own.high < other.high[at] + slack)
    touching = there & (own.low < other.high[at] + slack) & (own.high > other.low[at] - slack)
    return np.where(within, 4, np.where(touching, 2, 0)).astype(np.int8)


def _runs(ts: Int64, owner: NDArray[np.int64], names: list[str]) -> Iterator[ContractStretch]:
    """Proven candles in a row that are of the same contract."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(owner)], strict=True):
        yield ContractStretch(names[int(owner[start])], int(ts[start]), int(ts[end - 1]), end - start)


def _joined(runs: Iterable[ContractStretch]) -> Iterator[ContractStretch]:
    """Runs of the same contract that follow one another as one."""
    for _, group in groupby(runs, key=attrgetter("contract")):
        first, *rest = group
        last = rest[-1] if rest else first
        yield replace(first, last=last.last, candles=first.candles + sum(run.candles for run in rest))
