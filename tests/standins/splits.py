"""Splits, and what a feed makes of them, right or wrong, for the stand-in Yahoo.

The invented market of ``market_truth`` knows no splits: its prices are those at the scale of the oldest share. A split
multiplies volumes by its ratio and divides prices, from its moment on in all candles, older ones included.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tests.standins.market_truth import DAY, Candles


@dataclass(frozen=True)
class SplitEvent:
    """A split as a feed serves it.

    Attributes:
        at: Epoch seconds of the first trade after it.
        numerator: New shares.
        denominator: Old shares that they were made of.
        told: Whether answers tell of it.
        real: Whether it took place: from ``at`` on trades have the new scale.
        adjusted: When the feed brings candles from before it to the new scale; ``at`` if not given.
        until: When the feed takes it back: neither told nor adjusted any more.
        behind: Intervals whose answers are adjusted, and tell of it, a week later only.
    """

    at: float
    numerator: int
    denominator: int = 1
    told: bool = True
    real: bool = True
    adjusted: float | None = None
    until: float = math.inf
    behind: tuple[str, ...] = ()

    @property
    def ratio(self) -> Fraction:
        """New shares for an old one."""
        return Fraction(self.numerator, self.denominator)

    def strikes(self, stamps: np.ndarray[Any, Any], now: float, interval: str) -> np.ndarray[Any, Any]:
        """Which rows have the new scale in an answer at a time."""
        since = self.at if self.adjusted is None else self.adjusted
        older = since + self.late(interval) <= now < self.until
        newer = self.real and now >= self.at
        return np.where(stamps < self.at, older, newer)

    def late(self, interval: str) -> float:
        """By how many seconds answers of an interval are behind."""
        return 7 * DAY if interval in self.behind else 0.0


def scaled(candles: Candles, stamps: Iterable[int], splits: Iterable[SplitEvent], now: float, interval: str) -> Candles:
    """Rows as the feed gives them at a time: prices as float32, volumes rounded half up."""
    times = np.array(list(stamps), np.int64)
    price, volume = np.ones(len(times)), candles.volume.astype(np.float64)
    for split in splits:
        struck = split.strikes(times, now, interval)
        price[struck] *= split.denominator / split.numerator
        volume[struck] *= split.numerator / split.denominator
    columns = [np.asarray(np.asarray(column * price, np.float32), np.float64) for column in candles[1:5]]
    return Candles(candles.ts, *columns, np.floor(volume + 0.5).astype(np.int64))


def events_json(splits: Iterable[SplitEvent], start: float, end: float, now: float, interval: str) -> dict[str, Any]:
    """The ``events`` of an answer, as Yahoo writes them."""
    told = {
        str(int(s.at)): {
            "date": int(s.at), "numerator": float(s.numerator), "denominator": float(s.denominator),
            "splitRatio": f"{s.numerator}:{s.denominator}",
        }
        for s in splits
        if s.told and start <= s.at < end and s.at + s.late(interval) <= now < s.until
    }  # fmt: skip
    return {"splits": told} if told else {}
