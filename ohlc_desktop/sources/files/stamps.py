"""Stamps as files write them: dates, times of day, offsets. Each text is read once, however often it stands there."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ohlc_desktop.core.market.sessions import day_number
from ohlc_desktop.core.timeframes import DAY

#: 1980-01-01 and 2100-01-01: no stamp is before or after.
EARLIEST, LATEST = 315_532_800, 4_102_444_800
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:\s?(Z|[+-]\d\d:?\d\d))?")
_DIGITS = re.compile(r"\d{3,6}")
_UNIX = re.compile(r"\d{9,10}|\d{13}")


@lru_cache(maxsize=100_000)
def date_of(text: str, month_first: bool) -> int | None:
    """Seconds from 1970-01-01 to a date; None for a text that is none."""
    match = (_MONTH_FIRST if month_first else _YEAR_FIRST).fullmatch(text)
    if match is None:
        return None
    numbers = [int(group) for group in match.groups() if group and group.isdigit()]
    year, month, day = (numbers[2], *numbers[:2]) if month_first else numbers
    try:
        return possible(day_number(date(year, month, day)) * DAY)
    except ValueError:
        return None


@lru_cache(maxsize=100_000)
def time_of(text: str) -> tuple[int, int | None] | None:
    """Seconds of a time of day, and those of its offset to UTC, None where it has none; None for what is no time."""
    if _DIGITS.fullmatch(text):
        digits = text.zfill(4 if len(text) <= 4 else 6)
        text = ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(group or 0) for group in match.groups()[:3])
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return hours * 3600 + minutes * 60 + seconds, _offset(match[4])


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    size = int(text[1:3]) * 3600 + int(text[-2:]) * 60
    return -size if text[0] == "-" else size


def unix_of(text: str) -> int | None:
    """Unix seconds, of milliseconds too; None for a text that is neither."""
    if not _UNIX.fullmatch(text):
        return None
    return possible(int(text) if len(text) < 13 else int(text) // 1000)


def possible(stamp: int) -> int | None:
    """A stamp that candles of futures can have, from 1980 to 2099; None for others, which are damaged."""
    return stamp if EARLIEST <= stamp < LATEST else None


def joined_by(moment: str) -> str:
    """What stands between date and time of a stamp in one column; empty where it is a date or Unix seconds."""
    match = re.fullmatch(r"[\d/.-]+([ T])[\d:].*", moment)
    return match[1] if match else ""
