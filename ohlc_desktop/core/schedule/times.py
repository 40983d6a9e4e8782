"""Occurrences of the daily import: 14:05 in Los Angeles on trading days, whatever the machine's zone.

14:05 Pacific is 21:05 UTC in summer and 22:05 UTC in winter; it is worked out for each date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import pytz

PACIFIC_NAME = "America/Los_Angeles"
IMPORT_TIME = time(14, 5)


@dataclass(frozen=True, slots=True)
class TradeDates:
    """The trade dates that a calendar knows: those between ``first`` and ``last`` that are not among them are
    holidays or weekends. Without numpy, so that the idle tray can hold it."""

    first: date
    last: date
    dates: frozenset[date]
    early: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class PacificTime:
    """What Pacific time is at a moment: abbreviation, offset such as ``-08:00``, and the next change."""

    name: str
    abbreviation: str
    utc_offset: str
    next_change: datetime


def pacific() -> tzinfo:
    """The Pacific zone.

    Raises:
        pytz.UnknownTimeZoneError: the time zone data is missing.
    """
    return pytz.timezone(PACIFIC_NAME)


def at_pacific(day: date, at: time = IMPORT_TIME) -> datetime:
    """A time of day in Los Angeles as an aware datetime in UTC.

    A time that the spring change skips is taken an hour later; of two in autumn, the first.
    """
    zone = pytz.timezone(PACIFIC_NAME)
    wanted = datetime.combine(day, at)
    try:
        local = zone.localize(wanted, is_dst=None)
    except pytz.AmbiguousTimeError:
        local = zone.localize(wanted, is_dst=True)
    except pytz.NonExistentTimeError:
        local = zone.normalize(zone.localize(wanted, is_dst=False))
    return local.astimezone(UTC)


def is_trading_day(day: date, dates: TradeDates | None) -> bool:
    """Whether a session ends on this date; by weekday where the calendar does not reach."""
    if dates is None or not dates.first <= day <= dates.last:
        return day.weekday() < 5
    return day in dates.dates


def next_occurrence(now: float, dates: TradeDates | None, at: time = IMPORT_TIME) -> datetime:
    """The next import after ``now`` (UTC epoch seconds), aware, in UTC."""
    day = datetime.fromtimestamp(now, pacific()).date()
    for ahead in range(30):
        candidate = day + timedelta(days=ahead)
        when = at_pacific(candidate, at)
        if when.timestamp() > now and is_trading_day(candidate, dates):
            return when
    raise ValueError("no trading day within 30 days")


def zone_at(now: float) -> PacificTime:
    """Pacific time at a moment (UTC epoch seconds), with the instant of the next change of offset."""
    here = datetime.fromtimestamp(now, pacific())
    offset = here.strftime("%z")
    return PacificTime(PACIFIC_NAME, here.strftime("%Z"), f"{offset[:3]}:{offset[3:]}", _next_change(now))


def _next_change(now: float) -> datetime:
    """The first full minute with another offset than now, within a year; by bisection."""
    zone = pacific()

    def offset(at: float) -> timedelta | None:
        return datetime.fromtimestamp(at, zone).utcoffset()

    before = now
    after = next((now + d * 86400 for d in range(1, 400) if offset(now + d * 86400) != offset(now)), now)
    while after - before > 30:
        middle = (before + after) / 2
        before, after = (middle, after) if offset(middle) == offset(now) else (before, middle)
    return datetime.fromtimestamp(round(after / 60) * 60, UTC)
