"""How well a candle is known, and what decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Int64


class Confidence(IntEnum):
    """How well a candle is known, best first.

    ``AGREED``: two voices said the same prices. ``SINGLE``: nobody contradicts them, but one voice alone is known to
    have said so. ``CHOSEN``: another row was said too, and evidence decided. ``DISPUTED``: evidence could not decide
    between rows; the one that claims less stands. ``SUSPECT``: no row is credible; the most modest one stands.
    """

    AGREED = 0
    SINGLE = 1
    CHOSEN = 2
    DISPUTED = 3
    SUSPECT = 4


class Why(IntFlag):
    """What decided, and what is wrong; several may hold.

    ``EDGE``: the rows differ by a few ticks, as trades at the edge of two candles make them. ``FULLER``: one row holds
    all others, which lost trades. ``JOINS``: one row joins its neighbours better. ``REFUTED``: another row was not
    credible. ``BROAD``: the chosen row is far too wide. ``MIXED``: the chosen row holds two contracts. ``VOLUME``: the
    volume was taken from another row or from a finer timeframe.
    """

    NOTHING = 0
    EDGE = 1
    FULLER = 2
    JOINS = 4
    REFUTED = 8
    BROAD = 16
    MIXED = 32
    VOLUME = 64


@dataclass(frozen=True, slots=True)
class CandleConfidence:
    """How well candles of a series are known; those that are not named are ``SINGLE``.

    Attributes:
        ts: int64, sorted stamps.
        known: int8 values of ``Confidence``, one a stamp.
    """

    ts: Int64
    known: NDArray[np.int8]

    def of(self, ts: Int64) -> NDArray[np.int8]:
        """The level of each of some sorted stamps, int8."""
        found = np.full(len(ts), Confidence.SINGLE, dtype=np.int8)
        if not len(self.ts):
            return found
        _, theirs, mine = np.intersect1d(ts, self.ts, assume_unique=True, return_indices=True)
        found[theirs] = self.known[mine]
        return found


def least_known(keys: Int64, known: NDArray[np.int8]) -> CandleConfidence:
    """The levels of candles that are made of others: each is as well known as the least known of its parts.

    Args:
        keys: int64, non-decreasing: the candle that each part belongs to.
        known: int8, the level of each part.
    """
    if not len(keys):
        return CandleConfidence(keys, known)
    first = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    worst = np.maximum.reduceat(known, first)
    told = worst != Confidence.SINGLE
    return CandleConfidence(keys[first][told], worst[told])
