"""The sessions of exchanges against the hours that they publish, through changes of clocks, half days and holidays."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ohlc_desktop.calendars.exchange_calendars import sessions
from ohlc_desktop.core.market.exchanges import EXCHANGES
from ohlc_desktop.core.market.sessions import Calendar, day_number

FIRST, LAST = day_number(date(2025, 11, 1)), day_number(date(2027, 3, 31))

#: Regular hours and the pause at noon, of the exchanges' own pages on trading hours.
PUBLISHED = {
    "new_york": ("09:30", "16:00", ""), "toronto": ("09:30", "16:00", ""), "london": ("08:00", "16:30", ""),
    "xetra": ("09:00", "17:30", ""), "paris": ("09:00", "17:30", ""), "amsterdam": ("09:00", "17:30", ""),
    "brussels": ("09:00", "17:30", ""), "lisbon": ("08:00", "16:30", ""), "milan": ("09:00", "17:30", ""),
    "madrid": ("09:00", "17:30", ""), "zurich": ("09:00", "17:30", ""), "stockholm": ("09:00", "17:30", ""),
    "copenhagen": ("09:00", "17:00", ""), "helsinki": ("10:00", "18:30", ""), "oslo": ("09:00", "16:20", ""),
    "tokyo": ("09:00", "15:30", "11:30-12:30"), "hong_kong": ("09:30", "16:00", "12:00-13:00"),
    "sydney": ("10:00", "16:00", ""), "india": ("09:15", "15:30", ""), "taipei": ("09:00", "13:30", ""),
}  # fmt: skip


def clock(ts: int, zone: str) -> str:
    return f"{datetime.fromtimestamp(ts, ZoneInfo(zone)):%H:%M}"


def hours(calendar: Calendar, at: int) -> tuple[str, str, str]:
    opened, closed, start, end = (
        int(c[at]) for c in (calendar.open, calendar.close, calendar.break_start, calendar.break_end)
    )
    pause = f"{clock(start, calendar.zone)}-{clock(end, calendar.zone)}" if start < end else ""
    return clock(opened, calendar.zone), clock(closed, calendar.zone), pause


@pytest.mark.parametrize("name", EXCHANGES)
def test_full_days_have_the_published_hours_whatever_the_clocks_do(name: str) -> None:
    found = sessions(name, FIRST, LAST)
    assert (found.zone, found.parted) == (EXCHANGES[name].zone, EXCHANGES[name].parted)
    full = [hours(found, at) for at in range(len(found)) if not found.early[at]]
    assert full.count(PUBLISHED[name]) >= len(full) - 1  # India has an evening session of an hour on Diwali
    assert 240 <= len(found.take((found.trade_date >= day_number(date(2026, 1, 1))) & (found.trade_date <= day_number(date(2026, 12, 31))))) <= 262


@pytest.mark.parametrize(
    ("name", "half_day", "close"),
    [
        ("new_york", "2026-11-27", "13:00"), ("toronto", "2026-12-24", "13:00"), ("london", "2026-12-24", "12:30"),
        ("xetra", "2026-12-30", "14:00"), ("hong_kong", "2026-12-24", "12:00"), ("sydney", "2026-12-24", "14:10"),
    ],
)  # fmt: skip
def test_half_days(name: str, half_day: str, close: str) -> None:
    number = day_number(date.fromisoformat(half_day))
    found = sessions(name, number, number)
    assert (len(found), bool(found.early[0]), hours(found, 0)[1:]) == (1, True, (close, ""))


@pytest.mark.parametrize(
    ("name", "holiday"),
    [
        ("new_york", "2026-11-26"), ("tokyo", "2026-11-23"), ("sydney", "2026-01-26"), ("london", "2026-08-31"),
        ("xetra", "2026-05-01"), ("hong_kong", "2026-10-01"), ("toronto", "2026-10-12"), ("india", "2026-01-26"),
    ],
)  # fmt: skip
def test_holidays(name: str, holiday: str) -> None:
    number = day_number(date.fromisoformat(holiday))
    assert len(sessions(name, number, number)) == 0
