"""Which row stands at each stamp: that of the strongest source that has one. Nothing hangs on who came first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.arbitration.precedence import Precedence, Provenance
from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64, concat, empty
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.voices.levels import Confidence

Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source has of a series.

    Attributes:
        provenance: Whose rows.
        candles: Sorted, without repeats.
        known: int8 values of ``Confidence``, one a candle: how well each is known by that source alone.
    """

    provenance: Provenance
    candles: Candles
    known: Levels

    def take(self, index: Bools | Int64) -> Claim:
        """The chosen rows."""
        return Claim(self.provenance, self.candles.take(index), self.known[index])


def claim(provenance: Provenance, candles: Candles, known: Levels | None = None) -> Claim:
    """A claim; without levels all its candles are ``SINGLE``."""
    plain = np.full(len(candles), Confidence.SINGLE, dtype=np.int8) if known is None else known
    return Claim(provenance, candles, plain)


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows that stand.

    Attributes:
        candles: Sorted, without repeats.
        known: int8, one a candle.
        whose: int64, one a candle: the place of its provenance in ``provenances``.
        provenances: All that have a row here, strongest first.
    """

    candles: Candles
    known: Levels
    whose: Int64
    provenances: tuple[Provenance, ...]


def standing(claims: Sequence[Claim], precedence: Precedence, daily: bool) -> Standing:
    """The row of the strongest claim at each stamp that any of them has; several claims may have one provenance."""
    ordered = sorted((c for c in claims if len(c.candles)), key=lambda c: precedence.rank(c.provenance, daily))
    if not ordered:
        return Standing(empty(), np.empty(0, dtype=np.int8), np.empty(0, dtype=np.int64), ())
    whose = np.repeat(np.arange(len(ordered)), [len(c.candles) for c in ordered])
    both = concat(c.candles for c in ordered)
    _, first = np.unique(both.ts, return_index=True)
    known = np.concatenate([c.known for c in ordered])
    return Standing(both.take(first), known[first], whose[first], tuple(c.provenance for c in ordered))


@dataclass(frozen=True, slots=True)
class Contradicting:
    """What a source says of candles otherwise than what stands.

    Attributes:
        candles: Its own rows, sorted.
        known: int8, one a row: how well each is known by it.
        absent: int64, sorted: stamps of candles that it does not have though it speaks of their time.
        apart: float64, one a row: by how much the price lies off that is furthest from what stands; 0 where none does.
    """

    candles: Candles
    known: Levels
    absent: Int64
    apart: Float64

    def __len__(self) -> int:
        return len(self.candles) + len(self.absent)


def contradicting(stands: Standing, own: Claim, heard: Sequence[Interval]) -> Contradicting:
    """What must be kept of a source so that its rows can be told from what stands and the stretches that it speaks of.

    A row that stands because the source gave it, and one that equals what stands, need not be kept.

    Args:
        stands: What stands of all claims, the source's among them.
        own: What the source gave.
        heard: The stretches that it speaks of, sorted and disjoint.
    """
    won = np.array([p == own.provenance for p in stands.provenances], dtype=np.bool_)
    mine: Bools = won[stands.whose] if len(won) else np.zeros(0, dtype=np.bool_)
    place = np.searchsorted(stands.candles.ts, own.candles.ts)
    same = own.known == Confidence.SINGLE  # another level would be forgotten with the row
    for one, other in zip(stands.candles.take(place).columns, own.candles.columns, strict=True):
        same &= one == other
    keep = ~(same | mine[place])
    kept = own.take(keep)
    spoken = stands.candles.ts[~mine & within(stands.candles.ts, heard)]
    absent = np.setdiff1d(spoken, own.candles.ts, assume_unique=True)
    return Contradicting(kept.candles, kept.known, absent, distance(stands.candles.take(place[keep]), kept.candles))


def distance(one: Candles, other: Candles) -> Float64:
    """Of each pair of candles the largest distance between two prices of a kind: float64."""
    prices = zip(one.columns[1:5], other.columns[1:5], strict=True)
    furthest: Float64 = np.maximum.reduce([np.abs(mine - theirs) for mine, theirs in prices])
    return furthest


def within(ts: Int64, stretches: Sequence[tuple[int, int]]) -> Bools:
    """Which stamps lie in one of some sorted, disjoint stretches."""
    if not stretches:
        return np.zeros(len(ts), dtype=np.bool_)
    bounds = np.array(stretches, dtype=np.int64)
    place = np.searchsorted(bounds[:, 0], ts, side="right") - 1
    found: Bools = (place >= 0) & (ts < bounds[np.maximum(place, 0), 1])
    return found
