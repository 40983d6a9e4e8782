"""Labels of a time axis on which pauses take their time: round times on the wall clock, whether or not there are candles.

Which times carry a label depends on the zone and on how far labels have to be apart, never on the visible stretch.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, tzinfo

from ohlc_desktop.core.chart.axes.time_labels import CLOCK_STEPS, TimeLabel, Weight
from ohlc_desktop.core.chart.axes.time_texts import (
    CLOCK,
    ENGLISH,
    Names,
    day_of_number,
    moment,
    offset_pieces,
    utc_of_wall,
)
from ohlc_desktop.core.market.sessions import day_number
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE

# A day on which the clock is put forward is shorter by so much at most.
_SHORTER = HOUR

# Months between labels, and the fewest days that so many months from January on can have.
_MONTHS = (
    (1, 28), (3, 90), (6, 181), (12, 365), (24, 730), (60, 1826), (120, 3652), (240, 7304), (600, 18262), (1200, 36524),
)  # fmt: skip


def real_time_labels(
    start: float, end: float, distance: float, zone: tzinfo | None, daily: bool = False, names: Names = ENGLISH
) -> list[TimeLabel]:
    """The labels from one time to another, from left to right.

    Args:
        start: Left end, UTC epoch seconds; ``end`` the right one.
        distance: Seconds from one label to the next at least.
        zone: None for the machine's own.
        daily: The stamps are trade dates (1d and longer): no zone moves them, and nothing is finer than a day.
        names: Words and patterns of the texts.

    Returns:
        Labels whose ``place`` is the time in UTC epoch seconds. A day begins at midnight on the wall clock; dates show
        what has changed since the label before: the weekday, the month or the year.
    """
    if not (start <= end < float("inf") and distance > 0):
        return []
    zone = UTC if daily else zone
    step = None if daily else next((step for step in CLOCK_STEPS if step >= distance), None)
    if step is not None:
        found = [_clock_label(ts, wall, names) for ts, wall in _round_times(start, end, distance, step, zone)]
    else:
        found = list(_dates(start, end, distance + (0 if daily else _SHORTER), zone, names))
    return [label for label in found if start <= label.place <= end]


def _round_times(
    start: float, end: float, distance: float, step: int, zone: tzinfo | None
) -> Iterator[tuple[int, int]]:
    """Times at multiples of ``step`` on the wall clock, and what it reads then; a little more than was asked for.

    Where the clock is put forward two of them can come too near: the one after the change is left out.
    """
    before: float = float("-inf")
    for begin, until, offset in offset_pieces(int(start) - 2 * step, int(end) + 1, zone):
        for ts in range(-(-(begin + offset) // step) * step - offset, until, step):
            if ts - before >= distance:
                yield ts, ts + offset
            before = ts


def _clock_label(ts: int, wall: int, names: Names) -> TimeLabel:
    second = wall % DAY
    if second == 0:
        day = day_of_number(wall // DAY)
        return _day_label(ts, day, names, weekly=False)
    return TimeLabel(ts, CLOCK[second // MINUTE], Weight.HOUR if second % HOUR == 0 else Weight.MINUTE)


def _dates(start: float, end: float, distance: float, zone: tzinfo | None, names: Names) -> Iterator[TimeLabel]:
    """Midnights of every day, of Mondays, or of the first of so many months."""
    first, last = (day_number(moment(ts, zone).date()) for ts in (start, end))
    days = next((days for days in (1, 7) if days * DAY >= distance), None)
    if days is not None:
        for number in range(first - (first + 3) % days, last + 1, days):
            yield _day_label(utc_of_wall(number * DAY, zone), day_of_number(number), names, weekly=days > 1)
        return
    months = next((months for months, fewest in _MONTHS if fewest * DAY >= distance), None)
    if months is None:
        return
    begin, until = ((day.year * 12 + day.month - 1) for day in (day_of_number(first), day_of_number(last)))
    for month in range(begin - begin % months, until + 1, months):
        day = date(max(month // 12, 1), month % 12 + 1, 1)
        ts = utc_of_wall(day_number(day) * DAY, zone)
        if day.month == 1:
            yield TimeLabel(ts, str(day.year), Weight.YEAR)
        else:
            yield TimeLabel(ts, names.months[day.month - 1], Weight.MONTH)


def _day_label(ts: int, day: date, names: Names, weekly: bool) -> TimeLabel:
    """A day, or with ``weekly`` a Monday: what has changed since the label before it."""
    if day.day > (7 if weekly else 1):
        return TimeLabel(ts, names.write(names.weekday_day, day), Weight.DAY)
    if day.month > 1:
        return TimeLabel(ts, names.write(names.month_day, day), Weight.MONTH)
    return TimeLabel(ts, day.isoformat(), Weight.YEAR)
