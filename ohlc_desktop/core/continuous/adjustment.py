"""Prices before a roll brought to the level of the newest contract: one offset or factor a stretch, never stored.

By difference each older stretch is moved by the sum of (new - old) of all later rolls, a whole number of ticks; by ratio it
is multiplied by the product of (new / old). Volumes are never touched. The offsets are added where prices are wanted: to
the bars of a picture, or to all candles that are exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Float64, Int64
from ohlc_desktop.core.continuous.ledger import LedgerRoll, RollProof
from ohlc_desktop.core.continuous.spec import Adjusting
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.timeframes import DAY

#: Digits after those of the tick that a multiplied price keeps.
_MORE_DIGITS = 4


class UnprovenRoll(OhlcError):
    """An adjustment needs a difference that is not proven."""


class NotPositive(OhlcError):
    """Prices that are zero or below cannot be adjusted by ratio."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What is done to the prices of each stretch of a continuous series: multiplied, then moved.

    Attributes:
        starts: int64, place of the first candle of each stretch, not descending; the first is 0. A stretch without
            candles begins where the next one does.
        factor: float64, of each stretch.
        offset: float64, of each stretch.
        estimated: The rolls whose difference is only estimated; none unless that was allowed.
    """

    starts: Int64
    factor: Float64
    offset: Float64
    estimated: tuple[LedgerRoll, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether all prices stay as they were traded."""
        return not self.offset.any() and bool((self.factor == 1).all())

    def stretch(self, places: Int64) -> Int64:
        """Number of the stretch that each place is in."""
        return np.asarray(np.searchsorted(self.starts, places, side="right") - 1, dtype=np.int64)


def unadjusted(starts: Int64) -> Adjustment:
    """Prices as they were traded."""
    return Adjustment(starts, np.ones(len(starts)), np.zeros(len(starts)))


def adjustment(
    kind: Adjusting, starts: Int64, rolls: Sequence[LedgerRoll], instrument: Instrument, estimated: bool = False
) -> Adjustment:
    """What is done to each stretch.

    Args:
        kind: How prices are adjusted.
        starts: int64, place of the first candle of each stretch.
        rolls: Those between the stretches, one less.
        instrument: Has the tick.
        estimated: Take differences that are only estimated as well.

    Raises:
        UnprovenRoll: the difference of a roll is unknown, or estimated and that is not allowed; the message names it.
        NotPositive: by ratio, and a close is zero or below.
    """
    if kind is Adjusting.NONE or not len(starts):
        return unadjusted(starts)
    for roll in reversed(rolls):
        _refuse_unproven(roll, kind, estimated)
    guesses = tuple(roll for roll in rolls if roll.proof is not RollProof.PROVEN)
    if kind is Adjusting.DIFFERENCE:
        offsets = _offsets(rolls, instrument.tick)
        return Adjustment(starts, np.ones(len(starts)), offsets, guesses)
    return Adjustment(starts, _factors(rolls), np.zeros(len(starts)), guesses)


def adjustable_from(kind: Adjusting, rolls: Sequence[LedgerRoll]) -> int:
    """Number of the first stretch from which on every roll is proven, so that prices can be adjusted; 0 for all."""
    unproven = [
        number for number, roll in enumerate(rolls) if _is_unknown(roll, kind) or roll.proof is not RollProof.PROVEN
    ]
    return 0 if kind is Adjusting.NONE or not unproven else unproven[-1] + 1


def _is_unknown(roll: LedgerRoll, kind: Adjusting) -> bool:
    closes = [(step.old_close, step.new_close) if kind is Adjusting.RATIO else (step.points,) for step in roll.steps]
    return any(None in each for each in closes)


def _refuse_unproven(roll: LedgerRoll, kind: Adjusting, estimated: bool) -> None:
    unknown = _is_unknown(roll, kind)
    if not unknown and (estimated or roll.proof is RollProof.PROVEN):
        return
    names = {"old": roll.old, "new": roll.new, "day": day_of(roll.until).isoformat()}
    names["contracts"] = ", ".join(roll.missing)
    if unknown:
        raise UnprovenRoll(
            "The difference between {old} and {new} is not known.",
            "Prices before that roll cannot be adjusted to the tick.",
            "Import {contracts}, or take what is newer than {day} only.",
            **names,
        )
    raise UnprovenRoll(
        "The difference between {old} and {new} is only estimated.",
        "Prices before that roll cannot be adjusted to the tick.",
        "Import {contracts}, or take what is newer than {day} only, or estimates as well (--estimated).",
        **names,
    )


def _offsets(rolls: Sequence[LedgerRoll], tick: Fraction | None) -> Float64:
    """Sums of the differences of all later rolls, each sum rounded once."""
    total, sums = Fraction(0), [0.0]
    for roll in reversed(rolls):
        for step in roll.steps:
            points = Fraction(step.points or 0.0)
            total += points if tick is None else round(points / tick) * tick
        sums.append(float(total))
    return np.array(sums[::-1])


def _factors(rolls: Sequence[LedgerRoll]) -> Float64:
    """Products of the ratios of all later rolls."""
    factors = [1.0]
    for roll in reversed(rolls):
        factor = factors[-1]
        for step in reversed(roll.steps):
            if step.ratio is None:
                day = step.until if step.priced is None else step.priced
                raise _not_positive(day, step.old if (step.old_close or 0) <= 0 else step.new)
            factor *= step.ratio
        factors.append(factor)
    return np.array(factors[::-1])


def _not_positive(day: int, contract: str) -> NotPositive:
    return NotPositive(
        "{contract} was not above zero on {day}.", "A ratio of prices says nothing there: nothing was adjusted.",
        "Adjust by difference, or take what is newer only.", contract=contract, day=day_of(day).isoformat(),
    )  # fmt: skip


def adjusted(candles: Candles, what: Adjustment, instrument: Instrument, contracts: Sequence[str] = ()) -> Candles:
    """All candles of a series adjusted; volumes are the same array.

    Moved prices are on the tick where they were, as all but final settlements are. Multiplied ones lie between ticks and
    keep so many digits more that the returns inside a contract stay what they were; so prices of a ratio are no prices
    that anybody could have traded at.

    Args:
        candles: Sorted, prices float64.
        what: Is done to their stretches.
        instrument: Has the tick.
        contracts: Of each stretch, for what is said of prices that are not above zero.

    Raises:
        NotPositive: a price that is not above zero would be multiplied.
    """
    if what.changes_nothing or not len(candles):
        return candles
    _refuse_not_positive(candles, what, contracts)
    counts = np.diff(np.append(what.starts, len(candles)))
    factor, offset = np.repeat(what.factor, counts), np.repeat(what.offset, counts)
    columns = (candles.open, candles.high, candles.low, candles.close)
    opens, high, low, close = (_tidy(column, column * factor + offset, what, instrument) for column in columns)
    return Candles(candles.ts, opens, high, low, close, candles.volume)


def adjusted_for_charts(candles: Candles, what: Adjustment, contracts: Sequence[str] = ()) -> Candles:
    """The same with float32 prices, as charts have them: a tenth of the time, for these are never added up.

    Raises:
        NotPositive: a price that is not above zero would be multiplied.
    """
    _refuse_not_positive(candles, what, contracts)
    columns = (candles.open, candles.high, candles.low, candles.close)
    return Candles(candles.ts, *(narrowed(column, what) for column in columns), candles.volume)  # type: ignore[arg-type, call-arg]


def narrowed(prices: NDArray[np.floating], what: Adjustment) -> NDArray[np.float32]:
    """A column of prices, each stretch of it moved, or multiplied, into a new one."""
    found = np.empty(len(prices), dtype=np.float32)
    ends = np.append(what.starts, len(prices))[1:].tolist()
    for start, end, factor, offset in zip(what.starts.tolist(), ends, what.factor, what.offset, strict=True):
        if factor == 1:
            np.add(prices[start:end], offset, out=found[start:end], casting="same_kind")
        else:
            np.multiply(prices[start:end], factor, out=found[start:end], casting="same_kind")
    return found


def _tidy(traded: Float64, prices: Float64, what: Adjustment, instrument: Instrument) -> Float64:
    """Adjusted prices without float noise; ``traded`` is what they were."""
    decimals = instrument.decimals
    if decimals is None:
        return prices
    finer = np.round(prices, decimals + _MORE_DIGITS)
    if not bool((what.factor == 1).all()):
        return finer
    on_tick = traded == instrument.round_prices(traded)  # a final settlement need not be, and keeps its digits
    return np.where(on_tick, instrument.round_prices(prices), finer)


def _refuse_not_positive(candles: Candles, what: Adjustment, contracts: Sequence[str]) -> None:
    scaled = np.flatnonzero(what.factor != 1)
    if not len(scaled):
        return
    end = int(what.starts[scaled[-1] + 1]) if scaled[-1] + 1 < len(what.starts) else len(candles)
    low = np.flatnonzero(candles.low[:end] <= 0)
    if len(low):
        stretch = int(what.stretch(low[:1])[0])
        raise _not_positive(int(candles.ts[low[0]]) // DAY, contracts[stretch] if contracts else "")


def part_of(what: Adjustment, first: int, last: int) -> Adjustment:
    """The same for the candles ``[first, last)`` of a series alone."""
    begin = max(int(np.searchsorted(what.starts, first, side="right")) - 1, 0)
    within = slice(begin, int(np.searchsorted(what.starts, last)))
    return replace(
        what, starts=np.maximum(what.starts[within] - first, 0), factor=what.factor[within], offset=what.offset[within]
    )
