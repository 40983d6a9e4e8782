"""One pass over all rows of a file: each is judged, sound ones are compared with what is stored and handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64, empty
from ohlc_desktop.core.files.file_candles import FileCandles, Reading, equal_prices, opens
from ohlc_desktop.core.files.judging import RowFlaw, RowRules, judge
from ohlc_desktop.core.files.price_level import LEAST_DAYS, PriceLevel, day_level, scale_of
from ohlc_desktop.core.files.price_steps import StepFinder
from ohlc_desktop.core.files.proof import LEAST_COMPARED, STRAY, compared_with, prove
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY, EVER, HOUR, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.files.finding import RefusedRows, StoredComparison
from ohlc_desktop.sources.files.parts import FilePart
from ohlc_desktop.sources.files.refusals import many_refused, other_stamps, several_instruments

#: The trade date of a session is at most a long weekend later than its first candle.
_WEEK = 7 * DAY
#: Stored candles of a symbol and timeframe with ``start <= ts < end``; none where there are none.
ReadStored = Callable[[str, Timeframe, int, int], Candles]
#: Takes sound rows of a file, prices on their ticks, with the line of each, sorted and without repeats.
Sink = Callable[[Candles, Int64], None]


@dataclass(frozen=True, slots=True)
class CheckRules:
    """What a file is checked by.

    Attributes:
        path: Of the file, for its errors.
        rows: What each row is judged by.
        reading: What its stamps mean; None where that is not known, and nothing can be compared.
        seconds: Length of a candle.
        held: The symbol whose stored candles they are compared with.
        stored: Reads these.
        own: They are those of the instrument itself, whose prices must be the same.
        ticks: Its candles are made of ticks.
    """

    path: str
    rows: RowRules
    reading: Reading | None
    seconds: int
    held: str
    stored: ReadStored
    own: bool
    ticks: bool = False

    @property
    def tick(self) -> float:
        """Smallest step of prices; 0.0 where it is not known."""
        return float(self.rows.instrument.tick or 0)

    @property
    def steps(self) -> StepFinder | None:
        """Looks for another contract in candles of one; None where it is none, or candles are too long to tell."""
        one = self.rows.instrument.month is not None and self.reading is not None
        return StepFinder(self.seconds) if one and 0 < self.seconds <= HOUR else None


@dataclass(slots=True)
class FileCheck:
    """What the pass tells.

    Attributes:
        rules: What the file is checked by.
        rows: Candles that can be read.
        first: Their first stamp, as the file writes it; ``last`` the newest.
        sound: Rows that can be stored; ``opens`` are their first and newest open.
        refused: The others.
        compared: Sound rows against what is stored.
        levels: Whether their prices are the traded ones, by stretches.
        tickers: What the rows name as their instrument, with the first line of each.
        steps: Whether they are of one contract all along; None where nobody looks.
    """

    rules: CheckRules
    rows: int = 0
    first: int = EVER
    last: int = -EVER
    sound: int = 0
    opens: tuple[int, int] = (EVER, -EVER)
    refused: RefusedRows = field(default_factory=RefusedRows)
    compared: StoredComparison = field(default_factory=lambda: StoredComparison(""))
    levels: list[PriceLevel] = field(default_factory=list)
    tickers: dict[str, int] = field(default_factory=dict)
    steps: StepFinder | None = None

    def run(self, parts: Iterable[FilePart], dated: bool, sink: Sink | None = None) -> None:
        """Read all parts.

        Raises:
            FileRefused: it holds several instruments, or stamps that mean something else from a row on.
        """
        self.compared.symbol, self.steps = self.rules.held, self.rules.steps
        for part in parts:
            self.tickers = {**part.tickers, **self.tickers}
            if len(self.tickers) > 1:
                raise several_instruments(self.rules.path, self.tickers)
            self._take(replace(part, candles=replace(part.candles, dated=dated)), sink)

    def _take(self, part: FilePart, sink: Sink | None) -> None:
        rules, candles = self.rules, part.candles
        stamps = opens(candles, rules.reading, rules.seconds) if rules.reading else candles.stamp
        rounded = rules.rows.instrument.round_prices(candles.prices)
        flaws = judge(candles, rounded, stamps, self.opens[1], rules.rows)
        if rules.ticks:
            self._refuse_torn(candles, stamps, flaws)
        self._count(candles)
        self._same_reading(candles, flaws)
        self.refused.add_part(part, stamps, flaws, rules.rows)
        sound = flaws == RowFlaw.NONE
        if not sound.any():  # not a row may be in it: of ticks all of one minute, or of a file that was cut off
            return
        if sound.all():
            self._keep(candles, rounded, stamps, sink)
        else:
            self._keep(candles.take(sound), rounded[:, sound], stamps[sound], sink)

    def _refuse_torn(self, candles: FileCandles, stamps: Int64, flaws: NDArray[np.int8]) -> None:
        """Refuse the minutes that were made of a part of their ticks only, for the others came out of order.

        Raises:
            FileRefused: one of them has been handed on already.
        """
        late = (flaws == RowFlaw.OUT_OF_ORDER) | (flaws == RowFlaw.DUPLICATE)
        handed_on = np.flatnonzero(late & (stamps <= self.opens[1]))
        if len(handed_on):
            why = self.rules.rows.told(RowFlaw.OUT_OF_ORDER)
            raise many_refused(self.rules.path, len(handed_on), int(candles.line[handed_on[0]]), why)
        flaws[(flaws == RowFlaw.NONE) & np.isin(stamps, stamps[late])] = RowFlaw.DUPLICATE

    def _count(self, candles: FileCandles) -> None:
        self.rows += len(candles)
        self.first = min(self.first, int(candles.stamp.min(initial=EVER)))
        self.last = max(self.last, int(candles.stamp.max(initial=-EVER)))

    def _same_reading(self, candles: FileCandles, flaws: NDArray[np.int8]) -> None:
        """Refuse a file of which a part fits the sessions only if it is read otherwise.

        Hours of trading may have been others years ago; then no other reading fits either.
        """
        rules = self.rules
        outside = int(np.count_nonzero(flaws == RowFlaw.OUT_OF_SESSION))
        calendar = rules.rows.calendar
        if rules.reading is None or calendar is None or outside <= max(STRAY * len(candles), 2):
            return
        known = flaws != RowFlaw.BEFORE_HOURS
        proof = prove(candles.take(known), rules.seconds, calendar, empty())
        if proof.reading is not None and proof.reading != rules.reading:
            line = int(candles.line[known][0])
            raise other_stamps(rules.path, line, rules.reading.told, proof.reading.told)

    def _keep(self, candles: FileCandles, rounded: Float64, stamps: Int64, sink: Sink | None) -> None:
        self.sound += len(stamps)
        self.opens = (min(self.opens[0], int(stamps[0])), int(stamps[-1]))
        if self.rules.reading is None:
            return
        same = self._compare(candles, stamps)
        self._compare_days(candles, stamps)
        if self.steps is not None:
            self.steps.add(candles, stamps, same & self.rules.own)
        if sink is not None:
            sink(_plain(candles, rounded, stamps), candles.line)

    def _compare(self, candles: FileCandles, stamps: Int64) -> Bools:
        """Count candles as new, equal or different, and see at which level they lie; which are equal."""
        rules, timeframe = self.rules, self.rules.rows.timeframe
        assert timeframe is not None
        stored = rules.stored(rules.held, timeframe, int(stamps[0]), int(stamps[-1]) + 1)
        if not len(stored):
            self.compared.new += len(stamps)
            return np.zeros(len(stamps), dtype=np.bool_)
        at = np.minimum(np.searchsorted(stored.ts, stamps), len(stored) - 1)
        known = stored.ts[at] == stamps
        same: Bools = known & equal_prices(candles, stored.take(at), rules.tick)
        self.compared.count(known, same)
        if rules.own:
            both, when, theirs = candles.take(known), stamps[known], stored.take(at[known])
            least = LEAST_DAYS if timeframe.daily else LEAST_COMPARED
            for piece in _pieces(when):
                facts = compared_with(both.take(piece), when[piece], stored, rules.tick)
                scale = scale_of(both.high[piece], theirs.high[piece], rules.tick)
                self.levels.append(PriceLevel(int(when[piece][0]), int(both.line[piece][0]), *facts, least, *scale))
        return same

    def _compare_days(self, candles: FileCandles, stamps: Int64) -> None:
        """Hold highs and lows of whole sessions against stored days, which reach further back than minutes."""
        rules, calendar, timeframe = self.rules, self.rules.rows.calendar, self.rules.rows.timeframe
        if not rules.own or calendar is None or timeframe is None or timeframe.daily:
            return
        stored = rules.stored(rules.held, TIMEFRAMES["1d"], int(stamps[0]) - _WEEK, int(stamps[-1]) + _WEEK)
        if not len(stored):
            return
        days, high, low, line = _sessions(candles, stamps, calendar, rules.seconds)
        both, mine, theirs = np.intersect1d(days, stored.ts, assume_unique=True, return_indices=True)
        for piece in _pieces(both):
            own, ends = mine[piece], (stored.high[theirs[piece]], stored.low[theirs[piece]])
            self.levels.append(day_level(days[own], int(line[own[0]]), high[own], low[own], ends, rules.tick))


def _plain(candles: FileCandles, rounded: Float64, stamps: Int64) -> Candles:
    """Sound rows as they are stored: prices on their ticks, but for those of days, which may be settlements off them."""
    open_, high, low, close = candles.prices if candles.dated else rounded
    high = np.maximum(np.maximum(open_, close), high)  # they may lie apart by the noise of float32
    low = np.minimum(np.minimum(open_, close), low)
    return Candles(stamps, open_, high, low, close, np.maximum(candles.volume, 0))


def _pieces(stamps: Int64) -> list[slice]:
    """Some sorted stamps in pieces of about four weeks: prices that are adjusted change their level from roll to roll.

    None is shorter than two weeks for where it happens to begin: it would prove nothing.
    """
    if not len(stamps):
        return []
    count = max(1, round(int(stamps[-1] - stamps[0]) / (28 * DAY)))
    edges = np.searchsorted(stamps, np.linspace(stamps[0], stamps[-1] + 1, count + 1))
    return [slice(int(start), int(end)) for start, end in pairwise(edges) if end > start]


def _sessions(
    candles: FileCandles, stamps: Int64, calendar: Calendar, seconds: int
) -> tuple[Int64, NDArray[np.float64], NDArray[np.float64], Int64]:
    """Trade dates as stamps, highs, lows and first lines of the sessions that begin and end among some candles."""
    at = calendar.session_at(stamps)
    first = np.flatnonzero(np.diff(at, prepend=-2))
    high, low = np.maximum.reduceat(candles.high, first), np.minimum.reduceat(candles.low, first)
    begins, ends = stamps[0] == calendar.open[at[0]], stamps[-1] + seconds == calendar.close[at[-1]]
    whole = slice(0 if begins else 1, len(first) if ends else -1)
    return calendar.trade_date[at[first]][whole] * DAY, high[whole], low[whole], candles.line[first][whole]
