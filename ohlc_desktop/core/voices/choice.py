"""The derived candle: which of the rows that the feed gave is true, and how well that is known.

A choice takes no part of what was chosen before. It looks at the rows of the candle and of its two neighbours, and at
the evidence; ties are broken by the values themselves, never by who said what or when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64
from ohlc_desktop.core.market.instruments import EDGE_TICKS
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.core.voices.candidates import Candidates, Grid
from ohlc_desktop.core.voices.evidence import DAYS, NEAR, Evidence, thin, weigh
from ohlc_desktop.core.voices.levels import Confidence, Why
from ohlc_desktop.core.voices.mixing import COMPANY, spreads

#: A range so many times the expected one and that of all candles, and this share of the price, is not believed ...
_BROAD, _BROAD_OF_DAY, _BROAD_OF_PRICE = 6.0, 4.0, 0.001
#: ... where another row is narrower than this share of it, or the volume is not that of news: so many times the expected
#: one, and more where the price came back, as stray prints do.
_NARROW, _NEWS, _NEWS_OF_WICK = 1 / 3, 3.0, 5.0
#: A joint to the neighbours is as good as another that is closer by less than this share of the expected range.
_JOINT = 0.25
#: A row that holds all others in it may be wider by so many expected ranges: the others lost trades. By fewer if nothing
#: but its high or its low differs: lost minutes mostly change more, a stray price does not.
_FULL, _FULL_BY_ONE = 3.0, 1.0
#: Of two rows that both look mixed the narrow one is not, if the other is wider by the spread to this share.
_TWICE = 0.25
#: Volumes that differ by more than this factor are not of the same trades.
_VOLUMES = 5.0


@dataclass(frozen=True, slots=True)
class ChosenCandles:
    """The derived candles of a series and how well each is known.

    Attributes:
        candles: Sorted by stamp, one a candle of the candidates. Volume 0 stands for one that is not known, never for
            none: a candle is there because something was traded.
        known: int8 values of ``Confidence``.
        why: int16 flags of ``Why``.
        row: int64; which row of the candidates has the prices.
        spread: float64; by how much the next contract is higher than the old one where a row of the candle mixes them,
            in price, negative where it is lower; 0 where none does.
    """

    candles: Candles
    known: NDArray[np.int8]
    why: NDArray[np.int16]
    row: Int64
    spread: Float64

    def take(self, index: Bools | slice) -> ChosenCandles:
        """The choices of some candles; ``row`` still counts in all candidates."""
        columns = (self.known, self.why, self.row, self.spread)
        return ChosenCandles(self.candles.take(index), *(column[index] for column in columns))  # type: ignore[arg-type]

    def between(self, start: int, end: int) -> ChosenCandles:
        """The choices of the candles with ``start <= ts < end``."""
        first, last = np.searchsorted(self.candles.ts, (start, end))
        return self.take(slice(int(first), int(last)))


def around(start: int, end: int, grid: Grid) -> tuple[int, int]:
    """The stretch whose rows decide all candles of ``[start, end)``: no row outside it takes part."""
    reach = (DAYS + 2) * DAY + _next_to(grid)
    return start - reach, end + reach


def touched(ts: Int64, start: int, end: int, grid: Grid) -> tuple[int, int]:
    """The stretch of candles to derive anew when rows of ``[start, end)`` were added; all others stay as they are.

    Days before a candle say what is usual, days after it only where a series begins, so that what is new touches little
    that is old.

    Args:
        ts: Sorted stamps of the series' candles, at least those of ``around`` its own result for the stretch.
        start: First stamp of the rows.
        end: End of their stamps, exclusive.
        grid: The series' steps.
    """
    earliest, latest = around(start, end, grid)
    early = ts[thin(ts, grid) & (ts >= earliest) & (ts < start)]
    first = start - _next_to(grid)
    return min(first, int(early[0])) if len(early) else first, latest


def _next_to(grid: Grid) -> int:
    """Seconds within which candles take part in one another's choice, whatever the day."""
    return COMPANY + (NEAR + 2) * grid.step


def kept(candidates: Candidates, choice: ChosenCandles) -> Bools:
    """Which rows to keep beside the derived candles, one a row: all of a candle that is not its only row unchanged."""
    derived = choice.candles.volume != candidates.rows.volume[choice.row]
    changed: Bools = (candidates.count > 1) | derived
    return changed.take(candidates.candle)


@dataclass(frozen=True, slots=True)
class Finer:
    """Candles of a finer timeframe that lend their volume.

    Attributes:
        candles: Sorted; volume 0 stands for unknown.
        step: Seconds from one to the next, a part of the coarser step.
    """

    candles: Candles
    step: int


def choose(
    candidates: Candidates, grid: Grid, agreed: Bools | None = None, finer: Finer | None = None
) -> ChosenCandles:
    """Derive every candle of the candidates.

    Args:
        candidates: All rows of the stretch; exact for candles ``around`` which they hold all rows.
        grid: The series' steps.
        agreed: One a candle: two voices are known to have said the same of it (``statements.agreed``); none without it.
        finer: Lends its volume where the feed gave none.
    """
    evidence = weigh(candidates, grid)
    rows = _ranked(candidates, evidence)
    pick, why = _picked(rows, grid)
    known = _known(rows, pick, why, agreed)
    why = why | np.where(rows.broad[pick], Why.BROAD, 0) | np.where(rows.spread[pick] != 0, Why.MIXED, 0)
    volume = _volumes(candidates, pick, evidence)
    chosen = candidates.rows.take(pick)
    if finer is not None:
        volume = lent(chosen.ts, volume, grid, finer)
    why = why | np.where(volume != chosen.volume, Why.VOLUME, 0)
    high, low = candidates.most(rows.spread), candidates.least(rows.spread)
    spread = np.where(high >= -low, high, low)
    return ChosenCandles(replace(chosen, volume=volume), known.astype(np.int8), why.astype(np.int16), pick, spread)


@dataclass(frozen=True, slots=True)
class _RankedRows:
    """Candidates with a verdict on each row.

    Attributes:
        candidates: The rows.
        evidence: Of each candle.
        broad: Rows that are far too wide.
        spread: Of the contracts that a row mixes; 0 for one contract.
        pool: Rows that may be chosen: the credible ones, else the narrowest.
        hopeless: Candles without a credible row.
        order: int64 row numbers, those of one candle together: the pool first, widest first, then by value.
    """

    candidates: Candidates
    evidence: Evidence
    broad: Bools
    spread: Float64
    pool: Bools
    hopeless: Bools
    order: Int64

    @property
    def size(self) -> Int64:
        """How many rows of each candle may be chosen."""
        return np.bincount(self.candidates.candle[self.pool], minlength=len(self.candidates.first))

    @property
    def best(self) -> Int64:
        """The widest of them."""
        return self.order.take(self.candidates.first)

    @property
    def last(self) -> Int64:
        """The narrowest of them."""
        return self.order.take(self.candidates.first + self.size - 1)

    def width(self, values: Float64 | Int64) -> Float64:
        """By how much the pool's rows of each candle differ in a value."""
        most = self.candidates.most(np.where(self.pool, values, -np.inf))
        return most - self.candidates.least(np.where(self.pool, values, np.inf))


def _ranked(candidates: Candidates, evidence: Evidence) -> _RankedRows:
    at, ranges = candidates.candle, candidates.ranges
    narrow = candidates.least(ranges)[at]
    spread = spreads(candidates, evidence)
    # A real candle of a wild hour can be as wide as the spread; the other voice's is then wider by just the spread.
    excess = candidates.most(ranges)[at] - ranges
    spread[(ranges == narrow) & (np.abs(excess - np.abs(spread)) < _TWICE * np.abs(spread))] = 0.0
    news = _news(candidates, evidence)
    wide = (ranges > _BROAD * evidence.range[at]) & (ranges > _BROAD_OF_DAY * evidence.day[at])
    wide &= ranges > _BROAD_OF_PRICE * np.fmin(np.abs(candidates.rows.close), evidence.price[at])
    broad = wide & ((narrow < _NARROW * ranges) | ~news)
    # A row without range and volume is a price of one moment: it tells less than any other.
    stub = (ranges == 0) & (candidates.rows.volume == 0)
    credible = ~broad & (spread == 0) & ~(stub & (candidates.most((~stub).astype(np.float64)) > 0)[at])
    hopeless = candidates.most(credible.astype(np.float64)) == 0
    pool = credible | (hopeless[at] & (ranges == narrow))
    rows = candidates.rows
    order = np.lexsort((rows.close, rows.open, -rows.volume, -ranges, ~pool, at))
    return _RankedRows(candidates, evidence, broad, spread, pool, hopeless, order)


def _news(candidates: Candidates, evidence: Evidence) -> Bools:
    """Rows whose volume explains a wide range; one that is not known speaks against a wick only."""
    rows = candidates.rows
    stays = np.abs(rows.close - rows.open) >= candidates.ranges / 2
    expected = np.nan_to_num(evidence.volume, nan=np.inf)[candidates.candle]
    enough = rows.volume >= np.where(stays, _NEWS, _NEWS_OF_WICK) * expected
    return np.asarray(enough | (stays & (rows.volume == 0)), dtype=np.bool_)


def _picked(rows: _RankedRows, grid: Grid) -> tuple[Int64, Int64]:
    candidates, evidence = rows.candidates, rows.evidence
    prices = candidates.rows
    slack = EDGE_TICKS * evidence.tick * (1 + 1e-9)
    gap = _gaps(rows, grid.step)
    tolerance = np.maximum(slack, _JOINT * evidence.range)
    width = np.max([rows.width(column) for column in prices.columns[1:5]], axis=0)
    several, edge = width > 0, width <= slack
    fullest, full = _fuller(rows, gap, slack)
    full &= gap[fullest] <= _least(rows, gap) + tolerance
    closest, second = _closest(rows, gap)
    joins = gap[second] - gap[closest] >= tolerance
    pick = np.select([~several | edge, full, joins], [rows.best, fullest, closest], rows.last)
    decided = [Why.NOTHING, Why.EDGE, Why.FULLER, Why.JOINS]
    reason = np.select([~several, edge, full, joins], decided, Why.NOTHING).astype(np.int64)
    reason[~rows.hopeless & (rows.size < candidates.count)] |= Why.REFUTED
    return pick, reason


def _least(rows: _RankedRows, values: Float64) -> Float64:
    return rows.candidates.least(np.where(rows.pool, values, np.inf))


def _fuller(rows: _RankedRows, gap: Float64, slack: Float64) -> tuple[Int64, Bools]:
    """Of the rows that hold all others the one that joins its neighbours best, and where there is a credible one."""
    candidates, prices = rows.candidates, rows.candidates.rows
    at = candidates.candle
    above = -_least(rows, -prices.high)[at] - prices.high
    below = prices.low - _least(rows, prices.low)[at]
    holds = rows.pool & (np.maximum(above, below) <= slack[at])
    ranked = np.lexsort((prices.close, prices.open, -prices.volume, -candidates.ranges, gap, ~holds, at))
    full = ranked[candidates.first]
    wider = candidates.ranges[full] - _least(rows, candidates.ranges)
    lost = np.where(_one_price(rows), _FULL_BY_ONE, _FULL) * rows.evidence.range
    return full, holds[full] & (wider <= lost)


def _one_price(rows: _RankedRows) -> Bools:
    """Where the rows differ in their high alone, or in their low alone."""
    differs = np.array([rows.width(column) > 0 for column in rows.candidates.rows.columns[1:]])
    return np.asarray((differs.sum(axis=0) == 1) & (differs[1] | differs[2]), dtype=np.bool_)


def _closest(rows: _RankedRows, gap: Float64) -> tuple[Int64, Int64]:
    """The row of each candle's pool that joins its neighbours best, and the next best one (itself if alone)."""
    candidates = rows.candidates
    prices = candidates.rows
    order = np.lexsort((prices.close, prices.open, candidates.ranges, gap, ~rows.pool, candidates.candle))
    return order[candidates.first], order[candidates.first + np.minimum(rows.size - 1, 1)]


def _gaps(rows: _RankedRows, step: int) -> Float64:
    """How far each row's open and close are from the nearest credible close before and open after, in price.

    A neighbour counts if it is the very next candle; without one there is no distance on that side.
    """
    candidates = rows.candidates
    prices = candidates.rows
    credible = rows.pool & ~rows.hopeless[candidates.candle]
    before = _apart(candidates, credible, -1, step, prices.open, prices.close)
    after = _apart(candidates, credible, 1, step, prices.close, prices.open)
    return before + after


def _apart(
    candidates: Candidates, credible: Bools, side: int, step: int, own: Float64, theirs: Float64
) -> Float64:  # fmt: skip
    """The distance of each row's own price to the nearest one of the candle on one side."""
    place = candidates.candle + side
    neighbour = np.clip(place, 0, len(candidates.first) - 1)
    joined = (place == neighbour) & (candidates.ts[neighbour] == candidates.rows.ts + side * step)
    nearest = np.full(len(own), np.inf)
    for number in range(int(candidates.count.max(initial=0))):
        row = np.minimum(candidates.first[neighbour] + number, len(own) - 1)
        counts = joined & (number < candidates.count[neighbour]) & credible[row]
        nearest = np.where(counts, np.fmin(nearest, np.abs(theirs[row] - own)), nearest)
    return np.where(np.isinf(nearest), 0.0, nearest)


def _known(rows: _RankedRows, pick: Int64, why: Int64, agreed: Bools | None) -> Int64:
    contested = rows.candidates.contested
    undecided = (rows.size > 1) & (why == Why.NOTHING)
    twice = np.zeros(len(pick), dtype=np.bool_) if agreed is None else agreed
    alone = np.where(twice, Confidence.AGREED, Confidence.SINGLE)
    return np.select(
        [rows.hopeless, contested & undecided, contested],
        [Confidence.SUSPECT, Confidence.DISPUTED, Confidence.CHOSEN],
        alone,
    )


def _volumes(candidates: Candidates, pick: Int64, evidence: Evidence) -> Int64:
    """The volume of each chosen row, or the likeliest one where that has none or the rows tell of different trades."""
    volume = candidates.rows.volume
    size = volume.astype(np.float64)
    least, most = candidates.least(np.where(size > 0, size, np.inf)), candidates.most(size)
    expected = np.where(evidence.volume > 0, evidence.volume, most)[candidates.candle]
    with np.errstate(divide="ignore", invalid="ignore"):
        unlike = np.where(size > 0, np.abs(np.log(size / expected)), np.inf)
    likeliest = np.lexsort((volume, unlike, candidates.candle))[candidates.first]
    doubtful = (volume[pick] == 0) | (most > _VOLUMES * least)
    return np.where(doubtful, volume[likeliest], volume[pick])


def lent(ts: Int64, volume: Int64, grid: Grid, finer: Finer) -> Int64:
    """Volumes of candles, with the sum of the finer ones where there is none and each of those has one; int64."""
    begin, end = np.searchsorted(finer.candles.ts, ts), np.searchsorted(finer.candles.ts, ts + grid.step)
    total = np.concatenate(([0], np.cumsum(finer.candles.volume)))
    spoke = np.concatenate(([0], np.cumsum(finer.candles.volume > 0)))
    whole = spoke[end] - spoke[begin] == grid.step // finer.step
    return np.where((volume == 0) & whole, total[end] - total[begin], volume)
