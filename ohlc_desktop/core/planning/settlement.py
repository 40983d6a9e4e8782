"""The last candle of a session that closes at the day's settlement, which was never traded in it.

Since July 2025 the feed puts the settlement of futures into the last candle of most Fridays, and of few other days: as its
close, or as its high or low only, dragging a wick along. In a recorded answer (NQ=F, 5m, May to July 2026) it did so on 9
of 9 Fridays and on 1 of 41 other days; the settlement was 5.5 to 176 points from the close before, up to five times the
range of the candle before. In 1m (ES=F, October 2025) one of two such Fridays has it as the low, 8.5 points below a close
that is true. A copy that was fetched early does not have it.

Rule: the daily close stands in the last candle, and it is farther from the close before than the candle before is wide.
On the last session of a week the daily close as the close is enough, where the candle before spans so many ticks that
chance hardly hits the very one.

A daily close counts as the settlement ``FINAL`` seconds after the session: before, it may be the price of the last trade,
which the last candle closes at by right. Then only a wick at the end of a week is believed to be one. Nothing is said of
an instrument whose sessions close at the daily close on other days as well: its daily close is that of the last trade.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64
from ohlc_desktop.core.checking.objections import Objection, Reason
from ohlc_desktop.core.market.sessions import Calendar, candle_key
from ohlc_desktop.core.timeframes import DAY, HOUR, Timeframe

#: CME publishes final settlements by 18:00 Chicago, two hours after the session.
FINAL = 3 * HOUR
#: A price within so many ticks of the close before is no wick.
_EDGE = 4
#: A candle that spans so many ticks is hit on the very tick by chance in one week of ten or fewer.
_SPAN = 10
#: Whether the daily close is the settlement shows in the sessions of so many days before, of which it takes some.
CONTEXT, _ENOUGH = 14, 2


@dataclass(frozen=True, slots=True)
class Closings:
    """How sessions ended, one value a session of which the last candle and one before it are stored.

    Attributes:
        day: int64 number of the trade date.
        last: The last candle of each.
        before: The candle before it, of the same session.
        weekly: bool, more than a day without trading follows.
        closes: int64, UTC epoch seconds of the session's end.
    """

    day: Int64
    last: Candles
    before: Candles
    weekly: Bools
    closes: Int64

    def __len__(self) -> int:
        return len(self.day)

    def take(self, index: Bools | Int64) -> Closings:
        """The chosen sessions."""
        return Closings(
            self.day[index], self.last.take(index), self.before.take(index), self.weekly[index], self.closes[index]
        )


def closings(candles: Candles, calendar: Calendar, timeframe: Timeframe) -> Closings:
    """The ends of the sessions in some stored candles.

    Args:
        candles: Sorted candles of 1m, 2m or 5m.
        calendar: The sessions; the one after each of interest, too.
        timeframe: Of the candles.
    """
    ends = candle_key(calendar.close - 1, calendar, timeframe)
    place = np.searchsorted(candles.ts, ends)
    at = np.minimum(place, max(len(candles) - 1, 0))
    found = (place > 0) & (place < len(candles)) if len(candles) else np.zeros(len(calendar), dtype=np.bool_)
    if len(candles):
        found &= (candles.ts[at] == ends) & (candles.ts[np.maximum(at - 1, 0)] >= calendar.open)
    opens = np.append(calendar.open[1:], np.iinfo(np.int64).max)[: len(calendar)]
    weekly = opens - calendar.close > DAY
    return Closings(
        calendar.trade_date[found], candles.take(at[found]), candles.take(at[found] - 1), weekly[found],
        calendar.close[found],
    )  # fmt: skip


def settlements(days: Int64, daily: Candles) -> Float64:
    """The daily close of each trade date (day number), NaN where none is stored; ``daily`` sorted."""
    found = np.full(len(days), np.nan)
    _, mine, theirs = np.intersect1d(days * DAY, daily.ts, assume_unique=True, return_indices=True)
    found[mine] = daily.close[theirs]
    return found


def settles_apart(ends: Closings, settlement: Float64, asked: float | None) -> Bools:
    """For each session whether those of the ``CONTEXT`` days before show that a daily close is not the last trade.

    Where a series begins, the days after count too. Sessions at the end of a week do not, nor those whose daily close is
    not final. Arguments as in ``holds_settlement``.
    """
    counts = ~ends.weekly & _final(ends, asked) & np.isfinite(settlement)
    known, same = (
        np.concatenate(([0], np.cumsum(flags))) for flags in (counts, counts & (ends.last.close == settlement))
    )
    first, here = np.searchsorted(ends.day, ends.day - CONTEXT), np.arange(len(ends))
    until = np.where(known[here] - known[first] < _ENOUGH, np.searchsorted(ends.day, ends.day + CONTEXT), here)
    known, same = known[until] - known[first], same[until] - same[first]
    return np.asarray((known >= _ENOUGH) & (2 * same < known), dtype=np.bool_)


def _final(ends: Closings, asked: float | None) -> Bools:
    """Of which sessions the daily close has been asked for since it is final."""
    return np.asarray(ends.closes + FINAL <= (asked or 0), dtype=np.bool_)


def holds_settlement(ends: Closings, settlement: Float64, tick: float, asked: float | None) -> Bools:
    """Which sessions end in a candle that was given the settlement, where the daily close is that (``settles_apart``).

    Args:
        ends: How they ended, sorted by day.
        settlement: The daily close of each; NaN where it is not known.
        tick: Smallest step of the price.
        asked: UTC epoch seconds of the newest daily answer; None if there was none.
    """
    final = _final(ends, asked)
    width = ends.before.high - ends.before.low
    away = np.abs(settlement - ends.before.close)
    wick = (away > width) & (away > _EDGE * tick)
    closes = ends.last.close == settlement
    dragged = closes | (ends.last.high == settlement) | (ends.last.low == settlement)
    alone = ends.weekly & final & closes & (width >= _SPAN * tick)
    return np.asarray(alone | (closes & wick & final) | (dragged & wick & ends.weekly), dtype=np.bool_)


def fullest(rows: Candles) -> int:
    """Of rows of one candle, none of which holds the settlement, the one of the most trades: its place.

    The same in every order of the rows.
    """
    ranges = rows.high - rows.low
    return int(np.lexsort((rows.close, rows.open, rows.low, ranges, rows.volume))[-1])


def objections_of(ends: Closings, settlement: Float64, held: Bools) -> list[Objection]:
    """An objection of each last candle that was given the settlement, with what it reaches without it.

    Args:
        ends: How sessions ended.
        settlement: The daily close of each.
        held: Which last candles hold it (``holds_settlement``).
    """
    last, before = ends.last.take(held), ends.before.close[held]
    up = settlement[held] > before
    low = np.where(up, last.low, np.minimum(last.open, before))
    high = np.where(up, np.maximum(last.open, before), last.high)
    columns = (column.tolist() for column in (last.ts, low, high, before))
    return [Objection(ts, Reason.SETTLEMENT, *prices) for ts, *prices in zip(*columns, strict=True)]
