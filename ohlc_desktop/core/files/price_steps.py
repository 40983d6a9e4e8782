"""Where the prices of one contract step to another level, as they do in a file that somebody put together of two contracts.

Prices cannot prove it, but they show it. News move prices too; then the hours around are as busy. Two exports joined step once,
between hours that are as quiet as ever. Of 212 files of one crude oil contract each (2008 to 2026, 2020 among them), and of two
years of hours of ES and GC, no step was more than 1.4 times the range of the hours around it; where a series of MNQ goes over to
the next contract it is 5.5 times.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.files.file_candles import FileCandles, joined, no_rows
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.timeframes import HOUR

#: A step is far that is more than so many times the range of the hours around it, and of those around usual pauses.
_FAR = 2.0
#: An hour with less than such a share of the usual range is one of a market that is locked at the limit of a day.
_LOCKED = 0.2
#: From candle to candle, or over a daily pause, of so many seconds; what is longer is a weekend, a holiday, or lacks candles.
_SHORTEST_PAUSE, _LONGEST_PAUSE = 2400, 4500
#: Smaller ones, as a share of the price, are not looked at.
_LEAST = 0.0005
#: Fewer pauses do not tell what is usual; no more steps are kept.
_LEAST_PAUSES, _KEPT = 3, 100
#: So many candles at least are looked at on each side, and so many first, to find few.
_LEAST_AROUND, _NEAR = 4, 5


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A step that is far outside of what is usual.

    Attributes:
        line: Of the file, the first row after it.
        ts: Open of that candle, UTC epoch seconds.
        points: The difference of its open to the close before.
        usual: The usual size over a daily pause of this file.
        around: The larger range of the hour before and of the one after.
    """

    line: int
    ts: int
    points: float
    usual: float
    around: float

    @property
    def why(self) -> Message:
        """It in words."""
        return Message(
            "From line {line} on, {moment} UTC, prices stand {points} apart from those before: {usual} is usual there,"
            " and neither hour around it has a range of more than {around}.",
            line=self.line, moment=iso(self.ts)[:16].replace("T", " "), points=f"{self.points:+g}",
            usual=f"{self.usual:g}", around=f"{self.around:g}",
        )  # fmt: skip


class _Steps(NamedTuple):
    """Some steps, with the larger and the smaller range of the hours around each, and open and line of the candle after it."""

    step: Float64
    around: Float64
    quiet: Float64
    ts: Int64
    line: Int64

    def take(self, which: Int64) -> _Steps:
        """Some of them."""
        return _Steps(self.step[which], self.around[which], self.quiet[which], self.ts[which], self.line[which])


class StepFinder:
    """Looks for such a step in candles of less than a day, some at a time, oldest first; memory is bounded."""

    def __init__(self, seconds: int) -> None:
        """
        Args:
            seconds: Length of a candle.
        """
        self._seconds, self._count = seconds, max(HOUR // seconds, _LEAST_AROUND)
        self._held, self._known = no_rows(), np.empty(0, dtype=np.bool_)
        self._pauses: list[_Steps] = []
        self._far: list[_Steps] = []

    def add(self, candles: FileCandles, stamps: Int64, known: Bools) -> None:
        """Look at more of them.

        Args:
            candles: Sound ones.
            stamps: int64, their opens, UTC epoch seconds.
            known: Which are stored for this contract, with the same prices.
        """
        held = joined((self._held, replace(candles, stamp=stamps)))
        known = np.concatenate((self._known, known))
        step, gap = held.open[1:] - held.close[:-1], np.diff(held.stamp) - self._seconds
        at = self._looked_at(held, step, gap)
        pause = gap[at] >= _SHORTEST_PAUSE
        self._pauses.append(_steps(held, step, at[pause], self._count))
        at = at[~(known[at] & known[at + 1])]
        at = at[np.abs(step[at]) > _FAR * _around(held, at, min(_NEAR, self._count))[0]]
        far = _steps(held, step, at, self._count)
        self._far.append(far.take(np.flatnonzero(np.abs(far.step) > _FAR * far.around)[:_KEPT]))
        rest = slice(max(len(held) - 2 * self._count + 1, 0), None)
        self._held, self._known = held.take(rest), known[rest]

    def found(self) -> PriceStep | None:
        """The farthest one of all; None where none is far, or too little is there to tell what is usual."""
        if not self._pauses:
            return None
        pauses, far = (_Steps(*map(np.concatenate, zip(*each, strict=True))) for each in (self._pauses, self._far))
        if len(pauses.step) < _LEAST_PAUSES or not len(far.step):
            return None
        usual, still = float(np.median(np.abs(pauses.step))), float(np.median(pauses.around))
        times = np.where(far.quiet < _LOCKED * still, 0.0, np.abs(far.step) / np.maximum(far.around, still))
        place = int(times.argmax())
        if times[place] <= _FAR:
            return None
        numbers = float(far.step[place]), usual, float(far.around[place])
        return PriceStep(int(far.line[place]), int(far.ts[place]), *numbers)

    def _looked_at(self, held: FileCandles, step: Float64, gap: Int64) -> Int64:
        """The places before steps and pauses around which an hour of candles stands, not much longer, on both sides."""
        large = np.abs(step) > _LEAST * np.abs(held.close[1:])
        at = np.flatnonzero((gap <= _LONGEST_PAUSE) & (large | (gap >= _SHORTEST_PAUSE)))
        at = at[(at >= self._count - 1) & (at < len(held) - self._count)]
        spans = held.stamp[at] - held.stamp[at - self._count + 1], held.stamp[at + self._count] - held.stamp[at + 1]
        dense: Bools = np.maximum(*spans) <= 2 * self._count * self._seconds
        return np.asarray(at[dense], dtype=np.int64)


def _steps(held: FileCandles, step: Float64, at: Int64, count: int) -> _Steps:
    return _Steps(step[at], *_around(held, at, count), held.stamp[at + 1], held.line[at + 1])


def _around(held: FileCandles, at: Int64, count: int) -> tuple[Float64, Float64]:
    """The larger and the smaller one of the ranges of so many candles up to a place, and of as many after it."""
    before = at[:, None] - np.arange(count)
    one, other = (held.high[rows].max(axis=1) - held.low[rows].min(axis=1) for rows in (before, before + count))
    return np.maximum(one, other), np.minimum(one, other)
