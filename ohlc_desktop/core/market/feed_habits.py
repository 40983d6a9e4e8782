"""What a feed does not serve of what an exchange trades: its habits, read from a file under ``resources/feeds``.

The flow: :func:`load_habits` reads them; :func:`stretches` lays one over a calendar; :func:`unserved` tells which
times without candles they explain. A habit never speaks against a candle: whatever comes is stored.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ohlc_desktop.core.errors import readable
from ohlc_desktop.core.market.holidays import us_half_days, us_holidays, weekday
from ohlc_desktop.core.market.sessions import Calendar, day_number, day_of, midnight_new_york
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval, intersect, subtract, union
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE, SOURCES, TIMEFRAMES, Timeframe

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Shorter gaps, in seconds, are holes like any other.
CUT = 30 * MINUTE
_RULES = {"us_holidays": us_holidays, "us_half_days": us_half_days}
_WORDS = {"dates", "from", "until", "opening", "timeframes", "calendars", "but", "asked_days", "sources"}


@dataclass(frozen=True, slots=True)
class Habit:
    """One thing that a feed does not serve.

    Attributes:
        rule: ``us_holidays`` or ``us_half_days``; empty where ``weekdays`` tell the dates, 0 for Monday.
        start: Seconds of the dates' time of day in New York; ``end`` likewise, exclusive.
        opening: Seconds from the open of the session that begins on the evening before the dates, in which the first
            candle comes late; 0 where ``start`` and ``end`` count.
        timeframes: Names of the source timeframes that lack it.
        calendars: Of the instruments.
        but: Day numbers of dates that were served.
        asked_days: Days after its end for which asking for it is worth while.
    """

    rule: str
    weekdays: tuple[int, ...]
    start: int
    end: int
    opening: int
    timeframes: tuple[str, ...]
    calendars: tuple[str, ...]
    but: tuple[int, ...]
    asked_days: int

    def concerns(self, timeframe: Timeframe, calendar: str) -> bool:
        """Whether answers of a source timeframe for instruments of a calendar have it."""
        return timeframe.name in self.timeframes and calendar in self.calendars


def unserved(
    habits: Sequence[Habit], timeframe: Timeframe, calendar: Calendar, asked: Sequence[Interval],
    unasked: Sequence[Interval], now: float,
) -> list[Interval]:  # fmt: skip
    """Which times without candles are not served, so that nothing is missing there; sorted and disjoint.

    Args:
        habits: Of the feed whose answers they are.
        timeframe: Of the source series.
        calendar: Its sessions.
        asked: What was asked for and did not come, in the series' stamps, sorted and disjoint.
        unasked: What was not asked for, likewise. It is not served once it is too late to ask; see ``asked_days``.
        now: UTC epoch seconds.
    """
    blank = union([*asked, *unasked])
    if not blank:
        return []
    chosen = [habit for habit in habits if habit.concerns(timeframe, calendar.name)]
    found: list[Interval] = []
    for habit in sorted(chosen, key=lambda habit: habit.opening > 0):
        over = Interval(blank[0].start, int(now) - habit.asked_days * DAY)
        part = stretches(habit, timeframe.daily, blank[0].start, blank[-1].end)
        if habit.opening:
            part = list(_leading(habit, calendar, subtract(blank, found)))
        lost = intersect(part, [*asked, *intersect(unasked, [over])])
        found += [gap for gap in lost if not habit.rule or _is_cut(gap, part)]
    return union(found)


def _is_cut(gap: Interval, stretches: Sequence[Interval]) -> bool:
    """Whether a gap is what a feed cuts off: a few candles in the middle of what it serves of a holiday are lost as on any day."""
    edges = any(gap.start == part.start or gap.end == part.end for part in stretches)
    return edges or gap.end - gap.start >= CUT


def always_unserved(
    habits: Sequence[Habit], timeframe: Timeframe, calendar: Calendar, span: Interval
) -> list[Interval]:
    """The parts of a span that the feed need not have, whatever came before or after them."""
    chosen = (h for h in habits if h.concerns(timeframe, calendar.name) and not h.opening)
    return intersect([part for habit in chosen for part in stretches(habit, timeframe.daily, *span)], [span])


def stretches(habit: Habit, daily: bool, start: int, end: int) -> list[Interval]:
    """What a habit leaves out on the dates from one stamp to another, in order; nothing for an opening.

    In stamps of trade dates if ``daily``, else in UTC epoch seconds; whole, also where they reach beyond the stamps.
    """
    return [] if habit.opening else list(_on_days(habit, daily, start // DAY - 1, end // DAY))


@lru_cache(maxsize=256)  # asked for each timeframe of each instrument
def _on_days(habit: Habit, daily: bool, first: int, last: int) -> tuple[Interval, ...]:
    days = _dates(habit, first, last)
    return tuple(Interval(day * DAY, (day + 1) * DAY) if daily else _hours(habit, day) for day in days)


def _dates(habit: Habit, first: int, last: int) -> Iterator[int]:
    rule = _RULES.get(habit.rule)
    if rule is None:
        days: Iterator[int] = (day for day in range(first, last + 1) if weekday(day) in habit.weekdays)
    else:
        years = range(day_of(first).year, day_of(last).year + 1)
        days = (day for year in years for day in sorted(rule(year)) if first <= day <= last)
    return (day for day in days if day not in habit.but)


_midnight = lru_cache(maxsize=8192)(midnight_new_york)


def _hours(habit: Habit, day: int) -> Interval:
    """The clock goes forward and back on Sundays at two in the morning, when nothing is traded; midnights tell enough.

    Times after noon are counted from the midnight that follows, so that they are right on such a day too.
    """
    midnights = _midnight(day), _midnight(day + 1) - DAY
    start, end = (midnights[at > DAY // 2] + at for at in (habit.start, habit.end))
    return Interval(start, end)


def _leading(habit: Habit, calendar: Calendar, blank: Sequence[Interval]) -> Iterator[Interval]:
    """From the open of a session to its first candle, where that comes within the hours of the habit."""
    if not blank:
        return
    bounds = np.array(blank, dtype=np.int64)
    start, end = bounds[np.maximum(bounds[:, 0].searchsorted(calendar.open, side="right") - 1, 0)].T
    chosen = (start <= calendar.open) & (calendar.open < end) & (end - calendar.open <= habit.opening)
    chosen &= np.isin((calendar.trade_date + 3) % 7, habit.weekdays)
    columns = (calendar.open, calendar.trade_date, end)
    for opened, day, until in zip(*(column[chosen].tolist() for column in columns), strict=True):
        if day not in habit.but and opened < _midnight(day):
            yield Interval(opened, until)


# -- the file ----------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def load_habits(path: Path) -> tuple[Habit, ...]:
    """The habits of a feed in a TOML file; read once per path and process.

    Raises:
        SettingsError: the file cannot be read or says something impossible; the message names the habit.
    """
    with readable(path, Message("What the feed does not serve cannot be told.")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(_habit(number, entry, data) for number, entry in enumerate(data["habits"], 1))


def _habit(number: int, entry: Mapping[str, Any], data: Mapping[str, Any]) -> Habit:
    dates, timeframes = entry["dates"], tuple(entry.get("timeframes", SOURCES))
    rule, weekdays = (dates, []) if isinstance(dates, str) else ("", dates)
    start, end = _seconds(entry.get("from", "00:00")), _seconds(entry.get("until", "24:00"))
    wrong = {
        "the dates": rule not in _RULES and not set() < set(weekdays) <= set(WEEKDAYS),
        "the hours": start >= end or ("opening" in entry and bool(entry.keys() & {"from", "until"})),
        "the timeframes": not timeframes or not set(timeframes) <= set(SOURCES),
        "hours of daily candles": "opening" not in entry and (start, end) != (0, DAY) and _any_daily(timeframes),
        "the sources": not entry["sources"] or not data["sources"].keys() >= set(entry["sources"]),
        "a word": bool(entry.keys() - _WORDS),
    }
    for what in (what for what, bad in wrong.items() if bad):
        raise ValueError(f"habit {number}: {what} cannot be told")
    return Habit(
        rule, tuple(map(WEEKDAYS.index, weekdays)), start, end,
        int(entry.get("opening", 0) * HOUR), timeframes, tuple(entry.get("calendars", data["calendars"])),
        tuple(day_number(_date(day)) for day in entry.get("but", ())), int(entry["asked_days"]),
    )  # fmt: skip


def _any_daily(timeframes: Sequence[str]) -> bool:
    return any(TIMEFRAMES[name].daily for name in timeframes)


def _date(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(f"{value} is no date")
    return value


def _seconds(text: str) -> int:
    """Seconds of a time of day; 24:00 is the end of it."""
    if text == "24:00":
        return DAY
    at = time.fromisoformat(text)
    return at.hour * HOUR + at.minute * MINUTE
