"""The trade dates of a series: where each begins, its regular hours, its levels, and what is to be told of its candles.

The flow: :func:`traded_sessions` finds the sessions that have candles, :func:`build_days` and :func:`build_flags` lay
the series over them; the rest reads visible parts of the result while a chart is drawn. The cost grows with the number
of sessions, not of candles, but for the highs and lows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from ohlc_desktop.core.candles import Candles, Float64, Int64
from ohlc_desktop.core.chart.annotations.hours import reaching, regular
from ohlc_desktop.core.chart.series import ChartSeries, Days, Flag, Flags, no_days
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import Timeframe

_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class PreviousDayLevels:
    """The previous day's prices, one row a visible trade date that has a previous one.

    Attributes:
        start: int64, place of the first visible candle of the trade date; ``end`` the one after its last.
        high: float64, of the trade date before; likewise ``low``, and ``close`` of its last candle.
    """

    start: Int64
    end: Int64
    high: Float64
    low: Float64
    close: Float64

    def __len__(self) -> int:
        return len(self.start)


# -- building ----------------------------------------------------------------------------------------


def traded_sessions(ts: Int64, name: str, calendar: Calendar | None) -> Calendar:
    """The sessions that have candles, oldest first.

    Args:
        ts: Stamps of intraday candles, sorted.
        name: The calendar's; see ``Instrument.calendar``.
        calendar: The stored sessions, wherever they reach; None when there are none.
    """
    if not len(ts):
        return reaching(name, None, 0, 0).take(slice(0))
    whole = reaching(name, calendar, int(ts[0]), int(ts[-1]))
    first = max(int(np.searchsorted(whole.open, ts[0], side="right")) - 1, 0)
    near = whole.take(slice(first, int(np.searchsorted(whole.open, ts[-1], side="right"))))
    places = np.append(np.searchsorted(ts, near.open), len(ts))
    return near.take(np.diff(places) > 0)


def build_days(candles: Candles, sessions: Calendar) -> Days:
    """The trade dates of intraday candles; ``sessions`` are those of :func:`traded_sessions`."""
    if not len(sessions):
        return no_days()
    first = np.searchsorted(candles.ts, sessions.open)
    first[0] = 0
    opens, closes = regular(sessions)
    return Days(
        sessions.trade_date, first, sessions.open, sessions.close, opens, closes, sessions.early, *_levels(candles, first)
    )  # fmt: skip


def with_levels(days: Days, candles: Candles) -> Days:
    """The trade dates of candles at the same stamps, with the prices of these."""
    if not len(days):
        return days
    high, low, last = _levels(candles, days.first)
    return replace(days, high=high, low=low, last=last)


def _levels(candles: Candles, first: Int64) -> tuple[Float64, Float64, Float64]:
    """Highest and lowest price and last close of each trade date; ``first`` are the places of their first candles."""
    last = np.append(first[1:], len(candles)) - 1
    return (
        np.maximum.reduceat(candles.high, first).astype(np.float64),
        np.minimum.reduceat(candles.low, first).astype(np.float64),
        candles.close[last].astype(np.float64),
    )


def build_flags(
    ts: Int64, timeframe: Timeframe, days: Days, sessions: Calendar, derived: Iterable[tuple[int, int]], revised: Int64,
    provisional: Int64 = _NONE,
) -> Flags:  # fmt: skip
    """What is to be told of each candle: uint8, :class:`Flag`.

    Args:
        ts: Stamps, sorted.
        timeframe: Of the candles.
        days: Their trade dates.
        sessions: The same with their pauses; both empty for 1d and longer.
        derived: Stretches of stamps whose candles were made from a finer timeframe; of no account where all are.
        revised: Stamps of those that were corrected.
        provisional: Stamps of those that were made over candles without values.
    """
    flags = np.full(len(ts), Flag.DERIVED if timeframe.derived else 0, dtype=np.uint8)
    for begin, finish in derived:
        flags[slice(*np.searchsorted(ts, (begin, finish)).tolist())] |= np.uint8(Flag.DERIVED)
    _mark(flags, ts, revised, Flag.REVISED)
    _mark(flags, ts, provisional, Flag.PROVISIONAL)
    if not len(days):
        return flags
    for keys in _short_keys(sessions, timeframe.seconds):
        _mark(flags, ts, keys, Flag.SHORT)
    starts, ends = _regular_places(ts, days, timeframe.seconds, slice(None), len(ts))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        flags[start:end] |= np.uint8(Flag.RTH)
    return flags


def _mark(flags: Flags, ts: Int64, stamps: Int64, flag: Flag) -> None:
    """Set a flag of the candles with these stamps; stamps without a candle are passed over."""
    if not len(ts):
        return
    places = np.minimum(np.searchsorted(ts, stamps), len(ts) - 1)
    flags[places[ts[places] == stamps]] |= np.uint8(flag)


def _short_keys(sessions: Calendar, seconds: int) -> tuple[Int64, Int64, Int64]:
    """Stamps of candles that are shorter than their timeframe: cut by the close, ending or beginning within a pause."""
    opened, closed = sessions.open, sessions.close
    last = _key(opened, closed - 1, seconds)
    pause, resume = sessions.break_start, sessions.break_end
    before, after = _key(opened, pause - 1, seconds), _key(opened, resume, seconds)
    if sessions.parted:
        some = pause < resume
        cut = some & (pause < before + seconds), some & (after < resume)
        return last[last + seconds > closed], before[cut[0]], resume[cut[1]]
    return (
        last[last + seconds > closed],
        before[(pause < before + seconds) & (before + seconds <= resume)],
        after[(pause <= after) & (after < resume)],
    )


def _key(opened: Int64, at: Int64, seconds: int) -> Int64:
    """Stamp of the candle that holds a moment."""
    return opened + (at - opened) // seconds * seconds


# -- reading -----------------------------------------------------------------------------------------


def prior_levels(series: ChartSeries, first: int, last: int) -> PreviousDayLevels:
    """The previous day's high, low and close for the trade dates at the places ``first <= place < last``.

    Trade dates whose previous one is lost, or ends in missing candles, have none: what is known would be of another day.
    """
    days, visible = series.days, visible_days(series.days, first, last)
    at = np.arange(max(visible.start, 1), max(visible.stop, 1))
    begins = days.first[at].tolist()
    lost = _after_losses(series, begins)
    at = at[[place not in lost for place in begins]]
    ends = np.append(days.first[1:], len(series))[at]
    before = at - 1
    return PreviousDayLevels(
        np.maximum(days.first[at], first), np.minimum(ends, last), days.high[before], days.low[before], days.last[before]
    )  # fmt: skip


def _after_losses(series: ChartSeries, places: list[int]) -> set[float]:
    """The places, about these (sorted) ones, right before which candles are missing."""
    if not places:
        return set()
    first, last = places[0] - 0.5, places[-1] - 0.5
    holes, place = series.holes, attrgetter("place")
    near = holes[bisect_left(holes, first, key=place) : bisect_right(holes, last, key=place)]
    return {hole.place + 0.5 for hole in near if not hole.unserved}


def rth_spans(series: ChartSeries, first: int, last: int) -> Int64:
    """Regular trading hours at the places ``first <= place < last``: int64 of shape (n, 2), first place and the one
    after the last of each; none for 1d and longer and for calendars without such hours."""
    visible = visible_days(series.days, first, last)
    places = _regular_places(series.candles.ts, series.days, series.timeframe.seconds, visible, last)
    begins, ends = np.minimum(np.maximum(places, first), last)
    some = begins < ends
    return np.column_stack((begins[some], ends[some]))


def eth_spans(series: ChartSeries, first: int, last: int) -> Int64:
    """What trades outside of regular hours at these places, likewise; none where there are no regular hours at all."""
    if not (series.days.rth_open < series.days.rth_close).any():
        return np.empty((0, 2), dtype=np.int64)
    edges = np.concatenate(([first], rth_spans(series, first, last).ravel(), [max(first, last)])).reshape(-1, 2)
    return edges[edges[:, 0] < edges[:, 1]]


def visible_days(days: Days, first: int, last: int) -> slice:
    """The trade dates that have candles at the places ``first <= place < last``."""
    begin = max(int(days.first.searchsorted(first, side="right")) - 1, 0)
    return slice(begin, max(int(days.first.searchsorted(last)), begin))


def _regular_places(ts: Int64, days: Days, seconds: int, which: slice, count: int) -> tuple[Int64, Int64]:
    """First place, and the one after the last, of the candles within the regular hours of some trade dates.

    A candle belongs to the hours in which its middle lies: of one that is longer than the grid of the hours, at least
    half. ``count`` is the end of the last trade date's places, at least.
    """
    opened, closed, begin, end = days.open[which], days.close[which], days.rth_open[which], days.rth_close[which]
    starts, ends = ts.searchsorted(begin - seconds // 2), ts.searchsorted(end - seconds // 2)
    last = _key(opened, closed - 1, seconds)
    inside = (begin <= (last + closed) // 2) & ((last + closed) // 2 < end)  # its middle, for it may be cut short
    at = ts.searchsorted(last)
    starts = np.where(inside, np.minimum(starts, at), starts)
    ends = np.where(inside, np.maximum(ends, ts.searchsorted(last, side="right")), ends)
    first = days.first[which]
    limit = np.append(first[1:], max(count, int(first[-1]))) if len(first) else first
    starts, ends = np.minimum(np.maximum((starts, ends), first), limit)  # of whole numbers, clip() takes thrice as long
    return starts, np.where(begin < end, np.maximum(starts, ends), starts)
