"""One series as a chart shows it: candles, their trade dates, and what is to be told of them.

The x coordinate of a candle is its *place* in the series: 0 for the oldest that is loaded. Candle ``i`` spans
``[i - 0.5, i + 0.5)``. Times are UTC epoch seconds; for 1d and longer ``ts`` is 00:00 UTC of the trade date.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.arbitration.witnesses import SourceWitnesses, open_differences
from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64, empty
from ohlc_desktop.core.continuous.ledger import LedgerRoll
from ohlc_desktop.core.continuous.stitching import ContinuousCandles
from ohlc_desktop.core.following.followed import FollowedContract
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.core.voices.levels import Confidence

Flags = NDArray[np.uint8]
Knowns = NDArray[np.int8]


class Flag(IntFlag):
    """What is to be told of a candle.

    Attributes:
        DERIVED: Made from a finer timeframe.
        REVISED: The feed corrected it after it was stored.
        SHORT: Its session ended before the timeframe did.
        RTH: Within the regular trading hours.
        PROVISIONAL: Made from a finer timeframe of which the feed sent times without values.
    """

    DERIVED = 1
    REVISED = 2
    SHORT = 4
    RTH = 8
    PROVISIONAL = 16


@dataclass(frozen=True, slots=True)
class Days:
    """The trade dates that have candles, oldest first; none for 1d and longer.

    Attributes:
        trade_date: int64, days since 1970-01-01.
        first: int64, place of the first candle.
        open: int64, UTC epoch seconds of the session's open; ``close`` of its close.
        rth_open: int64, UTC epoch seconds; ``rth_close`` likewise; both equal ``close`` where there are no regular hours.
        early: bool, the session closed before the usual time.
        high: float64, highest price of the day's candles; ``low`` the lowest; ``last`` the close of the last one.
    """

    trade_date: Int64
    first: Int64
    open: Int64
    close: Int64
    rth_open: Int64
    rth_close: Int64
    early: Bools
    high: Float64
    low: Float64
    last: Float64

    def __len__(self) -> int:
        return len(self.trade_date)

    def take(self, rows: Bools) -> Days:
        """Some of them."""
        return Days(*(getattr(self, column.name)[rows] for column in fields(self)))


def no_days() -> Days:
    """No trade dates."""
    whole, real = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
    return Days(whole, whole, whole, whole, whole, whole, np.empty(0, dtype=np.bool_), real, real, real)


@dataclass(frozen=True, slots=True)
class Hole:
    """Candles that are missing.

    Attributes:
        start: First stamp that is missing; ``end`` the first one after it that is not.
        place: Halfway between the candles around it; where it is drawn on an axis without gaps.
        candles: How many are missing.
        reason: Why.
        repairable: The feed can still be asked for them.
        unserved: Nothing is missing: the feed does not serve them, or no instrument of the calendar has any.
    """

    start: int
    end: int
    place: float
    candles: int
    reason: Message
    repairable: bool
    unserved: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """The front month of a continuous contract changes, or shares were split.

    Attributes:
        ts: First stamp after it.
        place: Halfway between the last candle before and the first one after it.
        old: The contract before, ``MNQZ26``, and ``new`` the one after; of a split empty, and ``new`` its ratio.
        estimated: No candle tells of it: it follows from the rules by which contracts end.
        receipt: What the ledger has of it; None where that is not kept.
    """

    ts: int
    place: float
    old: str
    new: str
    estimated: bool = False
    receipt: LedgerRoll | None = None

    @property
    def label(self) -> Message:
        """What is written at it."""
        if not self.old:
            return Message("Split {ratio}", ratio=self.new)
        told = Message("{old} → {new}", old=self.old, new=self.new)
        return Message("{roll} (est.)", roll=told) if self.estimated else told


@dataclass(frozen=True, slots=True, eq=False)
class TradedSeries:
    """A continuous series as it was traded, of which any adjustment can be made without reading it anew.

    Attributes:
        candles: With float32 prices, at the same places as the adjusted ones. A contract can have none.
        days: The trade dates; their prices are of all hours.
        lowest: The lowest price; infinite without candles.
    """

    candles: ContinuousCandles
    days: Days
    lowest: float

    def kept(self, rows: Bools) -> TradedSeries:
        """With these candles only; the trade dates stay those of all."""
        places = np.concatenate(([0], np.cumsum(rows)))
        left = replace(self.candles, candles=self.candles.candles.take(rows), starts=places[self.candles.starts])
        return replace(self, candles=left)


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series, or the newest part of it.

    Attributes:
        candles: Sorted. Prices are float32, which is all that the feed has; stamps and volume int64.
        flags: uint8, :class:`Flag` of each candle.
        known: int8, how well each candle is known (``Confidence``); empty where nothing is told of it.
        doubtful: int64, sorted: places of the candles that are disputed or suspect.
        holes: What is missing, sorted by place; ``rolls`` likewise.
        revision: Number of the last change of the stored series.
        whole: False while only the newest candles are loaded.
        state: How complete the stored series is.
        problem: Why it is not complete; nothing when it is.
        missing: Candles that are missing and can still be had.
        store: Names what it was read from; revisions of another store are not to be compared.
        follows: The contract that the newest candles of a continuous symbol are of; None where that is not known.
        witnesses: Who speaks of the candles, and who says otherwise.
        differing: int64, sorted: places of the candles of which sources have different prices and nobody has chosen; of
            a series that is made of another one, those of which such a candle is a part.
        traded: What a continuous series was before it was adjusted; None where that is not at hand.
    """

    instrument: Instrument
    timeframe: Timeframe
    candles: Candles = field(default_factory=empty)
    flags: Flags = field(default_factory=lambda: np.empty(0, dtype=np.uint8))
    days: Days = field(default_factory=no_days)
    holes: tuple[Hole, ...] = ()
    rolls: tuple[Roll, ...] = ()
    revision: int = 0
    whole: bool = True
    state: CoverageState = CoverageState.COMPLETE
    problem: Message = NOTHING
    missing: int = 0
    store: str = ""
    known: Knowns = field(default_factory=lambda: np.empty(0, dtype=np.int8))
    doubtful: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    follows: FollowedContract | None = None
    witnesses: SourceWitnesses = field(default_factory=SourceWitnesses)
    differing: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    traded: TradedSeries | None = None

    def __len__(self) -> int:
        return len(self.candles)

    def with_known(self, known: Knowns) -> ChartSeries:
        """The same series, of whose candles this is told, one value of ``Confidence`` (int8) each."""
        return replace(self, known=known, doubtful=np.flatnonzero(known >= Confidence.DISPUTED))

    def with_witnesses(self, witnesses: SourceWitnesses) -> ChartSeries:
        """The same series, of whose sources this is told."""
        return replace(self, witnesses=witnesses, differing=_places(self, open_differences(witnesses)))


def _places(series: ChartSeries, stamps: Int64) -> Int64:
    """Places of the candles that hold these stamps, each once."""
    ts = series.candles.ts
    if not len(ts) or not len(stamps):
        return np.empty(0, dtype=np.int64)
    place = np.searchsorted(ts, stamps, side="right") - 1
    held = (place >= 0) & (stamps < ts[np.maximum(place, 0)] + series.timeframe.seconds)
    return np.unique(place[held]).astype(np.int64)


def same_candles(old: Candles, new: Candles) -> int:
    """How many leading candles are the same in both."""
    count = min(len(old), len(new))
    differs = np.zeros(count, dtype=np.bool_)
    for one, other in zip(old.columns, new.columns, strict=True):
        if one is not other:
            differs |= one[:count] != other[:count]
    return int(differs.argmax()) if differs.any() else count


def regular_hours(series: ChartSeries) -> ChartSeries:
    """The candles within regular trading hours only; the same series where it has no such hours."""
    kept = (series.flags & Flag.RTH) != 0
    if not len(series.days) or not kept.any():
        return series
    places = np.concatenate(([0], np.cumsum(kept)))

    def moved(place: float) -> float:
        return float(places[min(max(int(place + 0.5), 0), len(kept))]) - 0.5

    left = series.with_known(series.known[kept]) if len(series.known) else series
    regular = replace(
        left,
        candles=series.candles.take(kept),
        flags=series.flags[kept],
        days=_days_of(series, places),
        holes=tuple(replace(hole, place=moved(hole.place)) for hole in series.holes if _is_regular(hole, series.days)),
        rolls=tuple(replace(roll, place=moved(roll.place)) for roll in series.rolls),
        traded=series.traded and series.traded.kept(kept),
    )
    return regular.with_witnesses(series.witnesses) if len(series.differing) else regular


def _is_regular(hole: Hole, days: Days) -> bool:
    """Whether candles of regular hours can be missing in a hole: not in one within a session and outside of them."""
    row = int(np.searchsorted(days.open, hole.start, side="right")) - 1
    if row < 0 or hole.end > days.close[row]:
        return True
    return bool(hole.start < days.rth_close[row] and hole.end > days.rth_open[row])


def _days_of(series: ChartSeries, places: Int64) -> Days:
    """The trade dates that have candles left. Their levels stay those of the whole session."""
    days = series.days
    ends = np.append(days.first[1:], len(series))
    some = places[ends] > places[days.first]
    left = days.take(some)
    return replace(left, first=places[left.first])
