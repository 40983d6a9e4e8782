"""Labels of the time axis, and the lines between trade dates.

Which candles carry a label depends on the candles and on how far labels have to be apart, never on the visible
stretch: while panning, labels move with their candles and none comes or goes but at the edges. Nothing is computed for
candles without a label, so a frame costs the same with a thousand candles and with five million.

How it works. Candles at which something begins are *marks*: the first of a decade, a year, a month, a week, a trade
date, then round times within a trade date. Coarse marks are labelled first; finer ones fill the room between two
labels from the left, as far as they fit. Only the stretch between the labels around the visible one is looked at, from
one kind of mark to the next finer, and a stretch between two labels always starts and ends at the same candles.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.axes.time_texts import CLOCK, ENGLISH, Names, day_of_number, moment, offset_pieces
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE, Timeframe

#: Lengths between round times within a day, in seconds.
CLOCK_STEPS = tuple(minutes * MINUTE for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720))

# So many gaps between candles tell how long one usually is.
_SAMPLES = 512

# Stretches whose round times are kept, as they stay the same for many frames.
_KEPT = 64


class Weight(IntEnum):
    """What begins at a label, for emphasis."""

    MINUTE = 0
    HOUR = 1
    DAY = 2
    MONTH = 3
    YEAR = 4


class TimeLabel(NamedTuple):
    """One label of the time axis.

    Attributes:
        place: Place of the candle that carries it; UTC epoch seconds on an axis in real time.
        text: ``14:30``, ``Tue 24``, ``Nov 2``, ``Nov``, ``2026``.
        weight: What begins there.
    """

    place: float
    text: str
    weight: Weight


class _Rank(IntEnum):
    """What begins at a candle, the finest first."""

    DAY = 0
    WEEK = 1
    MONTH = 2
    QUARTER = 3
    HALF = 4
    YEAR = 5
    LUSTRUM = 6
    DECADE = 7


@dataclass(frozen=True, slots=True)
class _Level:
    """All marks of a rank or a higher one.

    Attributes:
        marks: Their places, rising.
        spacing: Candles from one to the next, on average; infinite where no rank above has any mark, so that there is
            always something to label.
    """

    rank: _Rank
    marks: Sequence[int]
    spacing: float


class TimeAxis:
    """The labels of one series in one time zone.

    Made once for a series (2 ms for 5 million candles of 1m), asked for every frame (0.05 ms). Texts of 1d and longer are trade
    dates in every zone; within a day they are the zone's wall clock, and the first label of a trade date tells the
    trade date, which begins in the evening before.

    Args:
        series: Its ``days`` have a row for every trade date; where there are none, days of UTC are taken.
        zone: None for the machine's own.
        names: Words and patterns of the texts.
    """

    def __init__(self, series: ChartSeries, zone: tzinfo | None, names: Names = ENGLISH) -> None:
        self._stamps = series.candles.ts
        self._timeframe = series.timeframe
        self._zone = zone
        self._names = names
        self._numbers, self._first = _trade_dates(series)
        self._ranks = _ranks(self._numbers, _finest(series.timeframe))
        self._levels = _levels(self._first, self._ranks, _finest(series.timeframe))
        self._pace = _pace(series)
        self._times: dict[tuple[int, int, int], list[int]] = {}

    def labels(self, first: float, last: float, distance: float) -> list[TimeLabel]:
        """The labels in sight, from left to right.

        Args:
            first: Left end in places; ``last`` the right one. Half a label's width more than the visible stretch shows
                labels that are cut by the edge.
            distance: Places from one label to the next at least: pixels of a label over pixels of a candle.
        """
        first, last = max(first, 0.0), min(last, len(self._stamps) - 1.0)
        if not (first <= last and distance > 0):
            return []
        levels = [level for level in self._levels if level.spacing >= distance / 2]
        labelled = self._labelled(levels, first, last, distance)
        if levels[-1].rank is _Rank.DAY:
            for step in self._clock_steps(distance):
                times = self._clock_marks(labelled, last, step)
                labelled = _around(_filled(labelled, times, last, distance), first, last)
        return self._written(labelled, first, last, detailed=levels[-1].rank <= _Rank.WEEK)

    def separators(self, first: float, last: float, distance: float) -> Int64:
        """Places of the candles with which a trade date begins; the line belongs half a place before each.

        Months instead where trade dates are nearer than ``distance`` places on average, then quarters, half years and
        years; from months on for 1d to 1wk, from years on for 1mo and 3mo. No two are nearer than ``distance``. The
        oldest candle is never one.
        """
        first, last = max(first, 0.0), min(last, len(self._stamps) - 1.0)
        levels = [level for level in self._levels if level.rank >= _finest_line(self._timeframe)]
        levels = [level for level in levels if level.spacing >= distance]
        if not (first <= last and distance > 0 and levels):
            return np.empty(0, dtype=np.int64)
        found = self._labelled(levels, first, last, distance)
        return np.array([place for place in found if place > 0 and first <= place <= last], dtype=np.int64)

    # -- which candles -----------------------------------------------------------------------------

    def _labelled(self, levels: Sequence[_Level], first: float, last: float, distance: float) -> list[float]:
        """Places labelled for a decade to a day that begins, around ``[first, last]``; minus infinity stands before all."""
        labelled = [-math.inf]
        for level in levels:
            labelled = _around(_filled(labelled, level.marks, last, distance), first, last)
        return labelled

    def _clock_steps(self, distance: float) -> Iterator[int]:
        """Seconds between round times that are far enough apart, the coarse first."""
        if self._timeframe.daily:
            return
        finest = next((step for step in CLOCK_STEPS if step / self._pace >= distance), None)
        if finest is None:
            return
        if finest < HOUR:
            yield HOUR
        yield finest

    def _clock_marks(self, labelled: Sequence[float], last: float, step: int) -> list[int]:
        """First candles at or after each round time, between the labels around the visible stretch up to ``last``."""
        end = labelled[-1] if labelled[-1] >= last else len(self._stamps)
        key = (step, int(max(labelled[0], 0.0)), int(end))
        found = self._times.get(key)
        if found is None:
            if len(self._times) >= _KEPT:
                self._times.clear()
            found = self._times[key] = self._round_times(*key)
        return found

    def _round_times(self, step: int, start: int, end: int) -> list[int]:
        """Places in ``[start, end)`` of the first candles at or after each multiple of ``step`` on the wall clock.

        A round time after the last candle of a trade date has none: the next trade date does not carry its label.
        """
        if start >= end:
            return []
        oldest, newest = self._rows_of((start, end - 1)).tolist()
        firsts = self._first[oldest : newest + 1]
        begins, ends = np.maximum(firsts, start), np.append(firsts[1:], end) - 1
        opened, closed = self._stamps[begins].tolist(), self._stamps[ends].tolist()
        wanted: list[int] = []
        for begin, until, offset in offset_pieces(opened[0], closed[-1] + 1, self._zone):
            for day_open, day_close in zip(opened, closed, strict=True):
                earliest, latest = max(day_open, begin), min(day_close + 1, until)
                wanted.extend(range(-(-(earliest + offset) // step) * step - offset, latest, step))
        places = self._stamps.searchsorted(np.array(wanted, dtype=np.int64)).tolist()
        return list(dict.fromkeys(places))

    # -- what they say -----------------------------------------------------------------------------

    def _written(self, labelled: Sequence[float], first: float, last: float, detailed: bool) -> list[TimeLabel]:
        """The labels within ``[first, last]``; the one before tells whether the first begins a trade date."""
        places = [int(place) for place in labelled if place >= 0]
        rows = self._rows_of(places).tolist()
        return [
            self._day_label(place, row, detailed) if row != before else self._clock_label(place)
            for place, row, before in zip(places, rows, [-1, *rows], strict=False)
            if first <= place <= last
        ]

    def _rows_of(self, places: Sequence[int]) -> Int64:
        """Number of the trade date of each place."""
        return np.maximum(self._first.searchsorted(np.array(places, dtype=np.int64), side="right") - 1, 0)

    def _day_label(self, place: int, row: int, detailed: bool) -> TimeLabel:
        rank, day, names = int(self._ranks[row]), day_of_number(int(self._numbers[row])), self._names
        if rank >= _Rank.YEAR:
            return TimeLabel(place, day.isoformat() if detailed else str(day.year), Weight.YEAR)
        if rank >= _Rank.MONTH:
            text = names.write(names.month_day, day) if detailed else names.months[day.month - 1]
            return TimeLabel(place, text, Weight.MONTH)
        # A candle of five days or a week says nothing by its weekday.
        weekly = self._timeframe.seconds > DAY
        return TimeLabel(place, names.write(names.month_day if weekly else names.weekday_day, day), Weight.DAY)

    def _clock_label(self, place: int) -> TimeLabel:
        """The wall clock time of a candle."""
        return TimeLabel(place, *_on_the_clock(int(self._stamps[place]), self._zone))


@lru_cache(maxsize=4096)
def _on_the_clock(stamp: int, zone: tzinfo | None) -> tuple[str, Weight]:
    """Text and weight of a time of day; remembered, for the same labels come in every frame."""
    there = moment(stamp, zone)
    return CLOCK[there.hour * 60 + there.minute], Weight.MINUTE if there.minute else Weight.HOUR


def _filled(labelled: Sequence[float], marks: Sequence[int], last: float, distance: float) -> list[float]:
    """The labelled places and the marks that fit between them, from the left; ends with the first one from ``last`` on.

    Args:
        labelled: Rising, ``distance`` apart.
        marks: Rising places.
        last: Beyond it nothing is wanted.
        distance: Between any two places of the result.
    """
    filled: list[float] = []
    for left, right in pairwise([*labelled, math.inf]):
        filled.append(left)
        if right - left < 2 * distance:
            continue
        at = bisect_left(marks, left + distance)
        while filled[-1] < last and at < len(marks) and marks[at] <= right - distance:
            filled.append(marks[at])
            at = bisect_left(marks, marks[at] + distance, at + 1)
    return filled


def _around(labelled: Sequence[float], first: float, last: float) -> list[float]:
    """From the last place before ``first`` to the first one from ``last`` on; ``labelled`` starts before ``first``."""
    return list(labelled[bisect_left(labelled, first) - 1 : bisect_left(labelled, last) + 1])


def _finest(timeframe: Timeframe) -> _Rank:
    """The finest rank that candles of a timeframe can have."""
    return {"1mo": _Rank.MONTH, "3mo": _Rank.QUARTER}.get(timeframe.name, _Rank.DAY)


def _finest_line(timeframe: Timeframe) -> _Rank:
    """The finest rank at which a line is drawn."""
    if not timeframe.daily:
        return _Rank.DAY
    return _Rank.YEAR if _finest(timeframe) > _Rank.DAY else _Rank.MONTH


def _trade_dates(series: ChartSeries) -> tuple[Int64, Int64]:
    """Day number of each trade date, and place of its first candle; every candle is one for 1d and longer."""
    if len(series.days):
        return series.days.trade_date, series.days.first
    numbers = series.candles.ts // DAY
    if series.timeframe.daily or not len(numbers):
        return numbers, np.arange(len(numbers), dtype=np.int64)
    first = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    return numbers[first], first


def _ranks(numbers: Int64, finest: _Rank) -> NDArray[np.int8]:
    """What begins at each trade date. With the oldest one nothing does: it may be any day."""
    months = numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    years = months // 12 + 1970
    units = {
        _Rank.WEEK: (numbers + 3) // 7, _Rank.MONTH: months, _Rank.QUARTER: months // 3, _Rank.HALF: months // 6,
        _Rank.YEAR: years, _Rank.LUSTRUM: years // 5, _Rank.DECADE: years // 10,
    }  # fmt: skip
    ranks = np.full(len(numbers), finest, dtype=np.int8)
    for rank, unit in units.items():
        ranks[1:][unit[1:] != unit[:-1]] = rank
    return ranks


def _levels(first: Int64, ranks: NDArray[np.int8], finest: _Rank) -> list[_Level]:
    """The marks of each rank, the coarsest first."""
    levels: list[_Level] = []
    for rank in sorted(_Rank, reverse=True):
        if rank < finest:
            break
        marks = first[ranks >= rank]
        spacing = math.inf
        if levels and len(levels[-1].marks):
            spacing = float(marks[-1] - marks[0]) / max(len(marks) - 1, 1)
        # Where every candle is a mark a list of them would be the largest thing in memory.
        every = len(marks) and len(marks) == marks[-1] + 1
        levels.append(_Level(rank, range(len(marks)) if every else marks.tolist(), spacing))
    return levels


def _pace(series: ChartSeries) -> float:
    """Seconds from one candle to the next as a rule: the timeframe, more where trades are rare."""
    stamps, seconds = series.candles.ts, float(series.timeframe.seconds)
    if len(stamps) < 2:
        return seconds
    at = np.linspace(0, len(stamps) - 2, min(_SAMPLES, len(stamps) - 1)).astype(np.int64)  # unique() loads numpy.ma
    return max(seconds, float(np.median(stamps[at + 1] - stamps[at])))
