"""Moments as the chart writes them, in a time zone and with names that can be translated.

A zone is any ``tzinfo``; None stands for the machine's own, as ``datetime.astimezone`` takes it. Stamps of candles of 1d
and longer are trade dates: no zone ever moves them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from ohlc_desktop.core.timeframes import DAY, Timeframe

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = _EPOCH.toordinal()

# Moments outside of what ``datetime`` can hold in any zone count as the nearest one inside.
_EARLIEST, _LATEST = -62_135_000_000, 253_402_000_000

# Zones are asked once in so many seconds; no two changes of a clock are nearer.
_STRIDE = 14 * DAY

#: Texts of the minutes of a day: ``00:00`` to ``23:59``.
CLOCK = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(24 * 60))


@dataclass(frozen=True, slots=True)
class Names:
    """Words and patterns of dates; the English ones unless told.

    Attributes:
        weekdays: Short names, Monday first.
        months: Short names, January first.
        weekday_day: Pattern of ``Tue 24``, with the fields of all patterns: ``weekday``, ``day``, ``month``, ``year``.
        month_day: Pattern of ``Nov 2``.
        month_year: Pattern of ``Nov 2026``.
        quarter_year: Pattern of ``Q4 2026``, with ``quarter`` and ``year``.
    """

    weekdays: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months: tuple[str, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    weekday_day: str = "{weekday} {day}"
    month_day: str = "{month} {day}"
    month_year: str = "{month} {year}"
    quarter_year: str = "Q{quarter} {year}"

    def write(self, pattern: str, day: date) -> str:
        """A date in one of the patterns."""
        return pattern.format(
            weekday=self.weekdays[day.weekday()], day=day.day, month=self.months[day.month - 1], year=day.year,
            quarter=(day.month + 2) // 3,
        )  # fmt: skip

    def widest(self) -> tuple[str, ...]:
        """Texts of the time axis that take most room: what to measure for the distance of labels."""
        weekdays = (self.write(self.weekday_day, date(2024, 1, day)) for day in range(22, 29))
        months = (self.write(self.month_day, date(2024, month, 28)) for month in range(1, 13))
        return ("2028-08-28", "00:00", *weekdays, *months)


#: The names unless told otherwise.
ENGLISH = Names()


def day_of_number(number: int) -> date:
    """The date of a day number, days since 1970-01-01; the nearest possible date outside the years 1 to 9999."""
    ordinal = number + _EPOCH_ORDINAL
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def moment(ts: float, zone: tzinfo | None) -> datetime:
    """A time, UTC epoch seconds, in a zone."""
    return (_EPOCH + timedelta(seconds=min(max(ts, _EARLIEST), _LATEST))).astimezone(zone)


def utc_offset(ts: float, zone: tzinfo | None) -> int:
    """Seconds that the zone's wall clock is ahead of UTC at a time."""
    ahead = moment(ts, zone).utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds())


def offset_pieces(start: int, end: int, zone: tzinfo | None) -> list[tuple[int, int, int]]:
    """``[start, end)`` cut where the zone's clock changes: ``(start, end, offset)`` of each piece, in order."""
    pieces = []
    begin = at = start
    offset = utc_offset(start, zone)
    while at < end:
        ahead = min(at + _STRIDE, end)
        if utc_offset(ahead, zone) == offset:
            at = ahead
            continue
        later = range(at + 1, ahead + 1)
        at = later[bisect_left(later, True, key=lambda second: utc_offset(second, zone) != offset)]
        pieces.append((begin, at, offset))
        begin, offset = at, utc_offset(at, zone)
    return [*pieces, (begin, end, offset)] if begin < end else pieces


@lru_cache(maxsize=4096)
def utc_of_wall(wall: int, zone: tzinfo | None) -> int:
    """UTC epoch seconds of a wall clock reading, given as if it were UTC.

    Of a reading that comes twice the first is meant; one that is skipped counts as if the clock had not changed.
    """
    guess = wall - utc_offset(wall, zone)
    early, late = (utc_offset(guess + shift, zone) for shift in (-DAY, DAY))
    first = wall - max(early, late)
    return first if utc_offset(first, zone) == max(early, late) else wall - min(early, late)


def describe_time(ts: int, timeframe: Timeframe, zone: tzinfo | None, names: Names = ENGLISH) -> str:
    """When a candle is: ``Tue 2026-11-24 14:05``; its date for 1d to 1wk, ``Nov 2026`` for 1mo, ``Q4 2026`` for 3mo."""
    if not timeframe.daily:
        there = moment(ts, zone)
        return f"{_dated(there, names)} {CLOCK[there.hour * 60 + there.minute]}"
    day = day_of_number(ts // DAY)
    if timeframe.name in ("1mo", "3mo"):
        return names.write(names.month_year if timeframe.name == "1mo" else names.quarter_year, day)
    return _dated(day, names)


def zone_text(ts: float, zone: tzinfo | None) -> str:
    """The zone's abbreviation at a time: ``PST``, ``PDT``, ``UTC``; ``UTC+03:00`` where it has none."""
    there = moment(ts, zone)
    name = there.tzname() or ""
    if name[:1].isalpha():
        return name
    ahead = there.strftime("%z")
    return f"UTC{ahead[:3]}:{ahead[3:5]}"


def _dated(day: date, names: Names) -> str:
    return f"{names.weekdays[day.weekday()]} {day.year:04d}-{day.month:02d}-{day.day:02d}"
