"""Splits: how they are noticed, and how one series is brought to one scale. Pure.

After a 4:1 split a feed divides every price before it by four and multiplies every volume by four. An importer that
asks for the last days only would hold the new scale from there on and the old one before, for ever. So each answer for
an instrument that can split is compared with what is stored before it is written.

What is evidence. Prices are compared as ``stored / answered``, cell by cell, over the candles that both have
(``OVERLAP_DAYS`` of them are asked for again on purpose), as :func:`find` does:

- An event with its ratio on the overlap is a split: all that is stored before it is rescaled. Two events since the last
  answer are one finding: candles before both have the product, those between them the newer ratio.
- An event alone is not enough. Equal prices on the overlap say that the store has the new scale already, or that the
  feed lists an event without a change of scale: nothing is done. If the answer itself falls by the ratio at the event,
  the feed has not adjusted its older candles yet: those of the answer and the stored ones are rescaled alike.
- A ratio alone is not enough either. A crash, or a price that was halved by mistake, changes new candles or single ones
  and leaves the overlap at one: it is no split, whatever its size. One ratio over ``FEW`` candles or more that no event
  explains stops the answer (two scales in one series are worse than a day without candles); if the feed stays with it on
  another day, it is believed.
- No overlap, as after months without an import: the event decides, unless the stored last close and the answer's first
  open plainly contradict it. Ratios under ``STRONG`` cannot be contradicted so: a market moves as much.
- A split that was applied and whose older prices come at the former scale again is late data of a feed that has not
  adjusted all of it, and is rescaled on its way in. If the answer covers the time of the event, tells of it no more and
  goes on there without a step, the feed has taken it back, and the former values are put back. Only an answer of days takes
  back: whether all others tell of events is not known.

Exactness. A ratio is a fraction. A price becomes the float32 nearest to the exact quotient, for float32 is what the feed
sends, or the nearest tick where one is known; a volume is multiplied in whole numbers and rounded half up where a reverse split
leaves a fraction. Rounding never turns the order of two prices, so that highs stay highs. What was rounded cannot be
multiplied back: the former values are kept as revisions, and taking back puts those in place.

What is rescaled. Every stored series of the instrument, asked for or derived, all candles before the session of the
event, in the transaction of the answer that showed it; candles that hold both sides of it (a week, a month) are derived anew. What is
within the feed's reach is asked for again by the next run, so that the feed's own figures replace ours. Prices of
drawings are divided as well. Futures and the simulated market never split.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from ohlc_desktop.core.candles import Candles, Float64, Int64, concat
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.timeframes import DAY, EVER, Timeframe

#: Prices of one scale differ by less than this; an adjusted price has been rounded.
TOLERANCE = 1e-3
#: So much of the overlap must show a ratio: a feed corrects some candles at any time.
SHARE = 0.8
#: From this ratio on (and below its inverse) the price before and after tells whether there was a change of scale.
STRONG = 1.25
#: Candles that must agree on a ratio of which no event tells.
FEW = 5
#: Days before the newest answered candle that are asked for again with it: over a long weekend.
OVERLAP_DAYS = 5
# Symbols of futures: KC=F, LEZ26.CME, CCH27.NYB.
_FUTURE = re.compile(rf".+=F|[A-Z0-9]+[{MONTH_CODES}][0-9]{{2}}\.(CME|CBT|NYM|CMX|NYB)")
# Numerators and denominators beyond this are no split; a float64 counts exactly what they are multiplied with.
_LARGEST = 1_000_000
_MOST_VOLUME = 2**62


@dataclass(frozen=True, slots=True)
class Split:
    """A change of scale: of ``denominator`` old shares ``numerator`` new ones were made.

    Attributes:
        at: UTC epoch seconds from which intraday candles have the new scale.
        day: Trade date (day number, in the exchange's own zone) from which daily ones have it.
        numerator: At least 1; less than the denominator for a reverse split.
        denominator: At least 1.
    """

    at: int
    day: int
    numerator: int
    denominator: int

    @property
    def ratio(self) -> Fraction:
        """What old prices are divided by and old volumes multiplied with."""
        return Fraction(self.numerator, self.denominator)

    @property
    def text(self) -> str:
        """``4:1``."""
        return f"{self.numerator}:{self.denominator}"


@dataclass(frozen=True, slots=True)
class Step:
    """A split as one series has it: candles with stamps before ``edge`` have the former scale."""

    edge: int
    split: Split


class SplitVerdict(StrEnum):
    """What an answer says about the scale of what is stored.

    ``SAME``: both have one scale. ``STORED``: what is stored has the former one. ``BOTH``: it has, and so have the answer's own
    older candles. ``ANSWER``: only these have. ``BACK``: the feed has taken splits back. ``UNTOLD``: all differs by
    a ratio of which no event tells.
    """

    SAME = "same"
    STORED = "stored"
    BOTH = "both"
    ANSWER = "answer"
    BACK = "back"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class SplitFinding:
    """A verdict, the steps that it is about (oldest first), and of ``UNTOLD`` the ratio."""

    verdict: SplitVerdict
    steps: tuple[Step, ...] = ()
    ratio: Fraction | None = None


def can_split(instrument: Instrument) -> bool:
    """Whether shares of it can be split: not those of futures, of the catalogue or not."""
    return not instrument.root and not _FUTURE.fullmatch(instrument.symbol)


def read_event(event: object, day_at: Callable[[int], int]) -> Split | None:
    """The split that an event of a feed tells of: a mapping with ``date``, ``numerator`` and ``denominator``.

    None for one that makes no sense, and for 1:1, which changes nothing.

    Args:
        event: As it came.
        day_at: The day number at a time (UTC epoch seconds) where the instrument is traded.
    """
    try:
        assert isinstance(event, Mapping)
        ratio = _fraction(event["numerator"]) / _fraction(event["denominator"])
        at = int(event["date"])
    except (AssertionError, KeyError, TypeError, ValueError, OverflowError, ZeroDivisionError):
        return None
    if ratio <= 0 or ratio == 1 or max(ratio.numerator, ratio.denominator) > _LARGEST:
        return None
    return Split(at, day_at(at), ratio.numerator, ratio.denominator)


def _fraction(number: object) -> Fraction:
    """A number that was meant as a decimal."""
    return Fraction(str(number)).limit_denominator(_LARGEST)


def step_of(split: Split, timeframe: Timeframe) -> Step:
    """The split as a series has it."""
    return Step(split.day * DAY if timeframe.daily else split.at, split)


def is_same(one: Split, other: Split) -> bool:
    """Whether two events are one: the same ratio within a few days, for a feed may correct the day."""
    return one.ratio == other.ratio and abs(one.at - other.at) <= OVERLAP_DAYS * DAY


# -- noticing ----------------------------------------------------------------------------------------


def find(stored: Candles, answer: Candles, fresh: Sequence[Step], applied: Sequence[Step], told: Iterable[Split], start: int) -> SplitFinding:  # fmt: skip
    """Compare an answer with what is stored of its series.

    Args:
        stored: Candles of the series; the last one before the answer and all since are enough. Sorted.
        answer: What came. Sorted.
        fresh: Splits of which the answer tells and which are not applied; oldest first.
        applied: Splits that are; oldest first.
        told: All splits of which the answer tells.
        start: First stamp that the answer covers.
    """
    if not len(answer):
        return SplitFinding(SplitVerdict.SAME)
    ratios, ts = _overlap(stored, answer)
    if not len(ts) or (fresh and ts[0] >= fresh[-1].edge):
        return _across(stored, answer, fresh)
    newest = [tuple(fresh[-count:]) for count in range(1, len(fresh) + 1)]
    former = [tuple(applied[-count:]) for count in range(1, len(applied) + 1)]
    guesses = [((), 0), *((steps, 1) for steps in newest), *((steps, -1) for steps in former)]
    shares = [_share(ratios, ts, steps, power) for steps, power in guesses]
    steps, power = guesses[int(np.argmax(shares))]
    if max(shares) < SHARE:
        return _untold(ratios)
    if power > 0:
        return SplitFinding(SplitVerdict.STORED, steps)
    return _late(answer, steps, told, start) if power < 0 else _not_adjusted(answer, fresh)


def _overlap(stored: Candles, answer: Candles) -> tuple[Float64, Int64]:
    """``stored / answered`` of the prices that both have, four rows, and their stamps."""
    ts, mine, theirs = np.intersect1d(stored.ts, answer.ts, assume_unique=True, return_indices=True)
    old = np.stack([column[mine] for column in stored.columns[1:5]])
    new = np.stack([column[theirs] for column in answer.columns[1:5]])
    usable = (old > 0).all(axis=0) & (new > 0).all(axis=0)
    return old[:, usable] / new[:, usable], ts[usable]


def _share(ratios: Float64, ts: Int64, steps: Sequence[Step], power: int) -> float:
    """How much of the overlap is as it would be if these steps were what sets the two apart."""
    expected, smallest = np.ones(len(ts)), math.inf
    for step in steps:
        expected[ts < step.edge] *= float(step.split.ratio**power)
        smallest = min(smallest, abs(math.log(step.split.ratio)))
    return float((np.abs(np.log(ratios / expected)) <= min(TOLERANCE, smallest / 3)).mean())


def _across(stored: Candles, answer: Candles, fresh: Sequence[Step]) -> SplitFinding:
    """Without common candles the newest events decide, unless the prices on both sides contradict them."""
    older = stored.between(-EVER, int(answer.ts[0]))
    steps = [step for step in fresh if len(older) and older.ts[-1] < step.edge]
    if not steps:
        return _not_adjusted(answer, fresh)
    ratio = math.prod((step.split.ratio for step in steps), start=Fraction(1))
    if _contradicts(older.close[-1], answer.open[0], ratio):
        return _not_adjusted(answer, fresh)
    return SplitFinding(SplitVerdict.STORED, tuple(steps))


def _contradicts(before: float, after: float, ratio: Fraction) -> bool:
    """Whether the prices on both sides of a split are nearer to no change of scale than to this one."""
    jump, size = _jump(before, after), math.log(ratio)
    return abs(size) >= math.log(STRONG) and abs(jump) < abs(jump - size)


def _jump(before: float, after: float) -> float:
    """How far a price fell, as a logarithm; 0 where one of them is no price of a share."""
    return math.log(before / after) if before > 0 and after > 0 else 0.0


def _not_adjusted(answer: Candles, fresh: Sequence[Step]) -> SplitFinding:
    """The answer agrees with what is stored: the splits at which it falls by their ratio are in neither."""
    steps = tuple(step for step in fresh if _falls(answer, step))
    return SplitFinding(SplitVerdict.BOTH, steps) if steps else SplitFinding(SplitVerdict.SAME)


def _falls(answer: Candles, step: Step) -> bool:
    """Whether an answer changes its scale at a split, as far as prices can tell."""
    at = int(np.searchsorted(answer.ts, step.edge))
    if not 0 < at < len(answer) or not _strong(step):
        return False
    jump, size = _jump(answer.close[at - 1], answer.open[at]), math.log(step.split.ratio)
    return abs(jump - size) < abs(size) / 2


def _late(answer: Candles, steps: tuple[Step, ...], told: Iterable[Split], start: int) -> SplitFinding:
    """Splits that are applied, in whose place an answer has the former scale."""
    across = {step: _falls(answer, step) for step in steps if answer.ts[0] < step.edge <= answer.ts[-1]}
    silent = (s for s in steps if start < s.edge <= answer.ts[-1] and not any(is_same(s.split, t) for t in told))
    gone = tuple(step for step in silent if not across.get(step))
    if gone:
        return SplitFinding(SplitVerdict.BACK, gone)
    if any(_strong(step) and not falls for step, falls in across.items()):
        # it goes on without a step: the feed is right, and what is stored was not
        return SplitFinding(SplitVerdict.SAME)
    return SplitFinding(SplitVerdict.ANSWER, steps)


def _strong(step: Step) -> bool:
    """Whether prices before and after tell of such a change of scale."""
    return abs(math.log(step.split.ratio)) >= math.log(STRONG)


def _untold(ratios: Float64) -> SplitFinding:
    """A ratio over all of the overlap that nothing explains."""
    middle = float(np.median(ratios))
    alike = float((np.abs(np.log(ratios / middle)) <= TOLERANCE).mean()) >= SHARE
    if ratios.shape[1] < FEW or not alike or abs(math.log(middle)) < math.log(STRONG):
        return SplitFinding(SplitVerdict.SAME)
    return SplitFinding(SplitVerdict.UNTOLD, ratio=simplest(middle))


def simplest(number: float) -> Fraction:
    """The fraction with the smallest parts that a measured ratio can be."""
    small = (Fraction(number).limit_denominator(size) if number >= 1 else 1 / Fraction(1 / number).limit_denominator(size)
             for size in (1, 2, 3, 4, 5, 10, 20, 50, 100, 1000))  # fmt: skip
    return next(
        (f for f in small if abs(math.log(number / f)) <= TOLERANCE), Fraction(number).limit_denominator(_LARGEST)
    )


# -- rescaling ---------------------------------------------------------------------------------------


def rescale(candles: Candles, steps: Sequence[Step], instrument: Instrument, back: bool = False) -> Candles:
    """The candles with those before the steps at the new scale; with ``back`` from the new to the former one."""
    bounds = sorted({step.edge for step in steps})
    parts, start = [], -EVER
    for end in bounds:
        ratio = math.prod((step.split.ratio for step in steps if step.edge >= end), start=Fraction(1))
        parts.append(_scaled(candles.between(start, end), 1 / ratio if back else ratio, instrument))
        start = end
    return concat([*parts, candles.between(start, EVER)])


def _scaled(candles: Candles, ratio: Fraction, instrument: Instrument) -> Candles:
    open_, high, low, close = (
        scale_prices(column, ratio, instrument) for column in (candles.open, candles.high, candles.low, candles.close)
    )
    return Candles(candles.ts, open_, high, low, close, scale_volume(candles.volume, ratio))


def scale_prices(prices: Float64, ratio: Fraction, instrument: Instrument) -> Float64:
    """Prices divided by a ratio, each the float32 nearest to the exact quotient, or on the nearest tick."""
    exact = prices * ratio.denominator / ratio.numerator
    return instrument.round_prices(exact if instrument.tick else exact.astype(np.float32).astype(np.float64))


def scale_volume(volume: Int64, ratio: Fraction) -> Int64:
    """Volumes multiplied by a ratio in whole numbers, halves up; none is larger than an int64 can hold."""
    whole, rest = np.divmod(volume, ratio.denominator)
    whole = np.minimum(whole, _MOST_VOLUME // ratio.numerator)
    return np.asarray(
        whole * ratio.numerator + (2 * rest * ratio.numerator + ratio.denominator) // (2 * ratio.denominator)
    )


def rescaled_price(price: float, ratio: Fraction) -> float:
    """One price of a drawing divided by a ratio: the float64 nearest to the exact quotient."""
    return float(Fraction(price) / ratio)
