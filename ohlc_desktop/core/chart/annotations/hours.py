"""Regular trading hours of futures, in New York, and sessions beyond the reach of the stored calendar."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.market.exchanges import EXCHANGES, by_exchange, computed, zone_of
from ohlc_desktop.core.market.holidays import us_holidays
from ohlc_desktop.core.market.sessions import CME_ZONE, Calendar, day_of, local_day, local_time
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE

#: Regular hours by calendar: seconds after midnight in New York. What trades around the clock has none.
#:
#: - Equity indices: the cash session of the New York Stock Exchange (https://www.nyse.com/markets/hours-calendars).
#: - Others: the hours of the trading floor, which the open and settlement of the day still follow. Energy 9:00 to
#:   14:30, metals 8:20 (gold) to 13:30 New York; Treasuries and currencies 7:20 to 14:00 Chicago (CME Group, contract
#:   specifications, "Open Outcry"; those of silver, copper and platinum begin or end some minutes apart).
#: - Grains: the day session from 8:30 to 13:20 Chicago (CME Group, contract specifications of corn).
REGULAR: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "cme_equity": (9 * HOUR + 30 * MINUTE, 16 * HOUR),
        "cme_energy": (9 * HOUR, 14 * HOUR + 30 * MINUTE),
        "cme_metals": (8 * HOUR + 20 * MINUTE, 13 * HOUR + 30 * MINUTE),
        "cme_rates": (8 * HOUR + 20 * MINUTE, 15 * HOUR),
        "cme_fx": (8 * HOUR + 20 * MINUTE, 15 * HOUR),
        "cme_grains": (9 * HOUR + 30 * MINUTE, 14 * HOUR + 20 * MINUTE),
    }
)

#: Where regular hours end on days that close early, before the session does: the New York Stock Exchange at 13:00,
#: CME's equity indices at 13:15 (https://www.nyse.com/markets/hours-calendars).
HALF_DAY: Mapping[str, int] = MappingProxyType({"cme_equity": 13 * HOUR})

#: Sessions where nothing is stored: of futures 18:00 to 17:00 New York, of exchanges the whole day; no pause.
_USUAL, _WHOLE_DAY = (-6 * HOUR, 17 * HOUR, 0, 0), (0, DAY, 0, 0)
#: So many sessions tell the usual hours of a calendar.
_SAMPLE = 21


@lru_cache(maxsize=16384)
def _midnight(day: int, zone: str) -> int:
    """UTC seconds at which a day would begin in a zone if its offset from noon on had ruled all day.

    Clocks change early in the morning, before regular hours and, in New York, after the open of the session.
    """
    return local_time(day + 1, zone) - DAY


def local(trade_date: Int64, seconds: int | Int64, zone: str = CME_ZONE) -> Int64:
    """UTC epoch seconds of times of day in a zone (seconds after midnight) on trade dates."""
    return np.array([_midnight(day, zone) for day in trade_date.tolist()], dtype=np.int64) + seconds


def regular(sessions: Calendar) -> tuple[Int64, Int64]:
    """Begin and end of regular hours of sessions, UTC epoch seconds; both are the close where there are none.

    An early close cuts them. On holidays of the exchanges the floor and the cash market are closed: there are none.
    """
    hours = REGULAR.get(sessions.name)
    if hours is None or not len(sessions):
        return sessions.close, sessions.close
    ends = np.where(sessions.early, min(hours[1], HALF_DAY.get(sessions.name, DAY)), hours[1])
    opens, closes = (np.clip(local(sessions.trade_date, at), sessions.open, sessions.close) for at in (hours[0], ends))
    some = (opens < closes) & ~_is_holiday(sessions.trade_date)
    return np.where(some, opens, sessions.close), np.where(some, closes, sessions.close)


def _is_holiday(trade_date: Int64) -> Bools:
    years = range(day_of(trade_date[0]).year, day_of(trade_date[-1]).year + 1)
    return np.isin(trade_date, [day for year in years for day in us_holidays(year)])


def reaching(name: str, calendar: Calendar | None, first: int, last: int) -> Calendar:
    """A calendar that reaches from one time to another (UTC epoch seconds).

    Where the stored one ends, every weekday is a trade date at the usual hours: without holidays, but no candle is
    left without a trade date.
    """
    zone = zone_of(name)
    days = local_day(first, zone) - 1, local_day(last, zone) + 4  # over a weekend to the next session
    known = computed(name, *days)
    if known is not None:
        return known
    if calendar is None or not len(calendar):
        return _weekdays(name, days[0], days[1], _WHOLE_DAY if name in EXCHANGES else _USUAL)
    parts = [calendar]
    if first < calendar.open[0]:
        usual = _usual(calendar.take(slice(_SAMPLE)))
        parts.insert(0, _weekdays(name, days[0], int(calendar.trade_date[0]) - 1, usual))
    if last >= calendar.close[-1]:
        usual = _usual(calendar.take(slice(-_SAMPLE, None)))
        parts.append(_weekdays(name, int(calendar.trade_date[-1]) + 1, days[1], usual))
    return _joined(parts) if len(parts) > 1 else calendar


def _usual(calendar: Calendar) -> tuple[int, int, int, int]:
    """Open, close and pause as seconds after midnight of the trade date in the calendar's zone."""
    midnight = local(calendar.trade_date, 0, calendar.zone)
    columns = (calendar.open, calendar.close, calendar.break_start, calendar.break_end)
    opened, closed, start, end = (int(np.median(column - midnight)) for column in columns)
    return opened, closed, start, end


def _weekdays(name: str, first: int, last: int, usual: tuple[int, int, int, int]) -> Calendar:
    """Sessions on every weekday of some day numbers."""
    days = np.arange(first, last + 1, dtype=np.int64)
    days = days[(days + 3) % 7 < 5]
    opened, closed, start, end = (local(days, at, zone_of(name)) for at in usual)
    return by_exchange(
        Calendar(name, True, days, opened, closed, start, end, np.zeros(len(days), dtype=np.bool_), days)
    )  # fmt: skip


def _joined(parts: list[Calendar]) -> Calendar:
    """Several calendars as one; trade dates are not numbered, five-day candles are none of its business."""
    names = ("trade_date", "open", "close", "break_start", "break_end", "early")
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    opened, closed, start, end = (columns[name] for name in names[1:5])
    dates = columns["trade_date"]
    return by_exchange(
        Calendar(parts[0].name, True, dates, opened, closed, start, end, columns["early"], ordinal=dates)
    )
