"""Session calendars from pandas_market_calendars, put right where the library is wrong (see ``hours_file``).

Only the importer comes here; every other room reads the sessions that it left in the database.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from ohlc_desktop.calendars.hours_file import Correction, Hours, shipped_hours
from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.market.exchanges import by_exchange, computed, zone_of
from ohlc_desktop.core.market.sessions import FIVE_DAY_ANCHOR, Calendar, day_number, day_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandas_market_calendars as library

#: The exchange's own time, in which corrections are written.
CHICAGO = "America/Chicago"


def sessions(name: str, first: int, last: int) -> Calendar:
    """The sessions whose trade dates lie between two day numbers, both included.

    A holiday of the United States on which trading halts early is a session of its own, as in the library, though
    the exchange settles it with the next business day: what was traded can be asked for on the day itself, and a
    halt lies between sessions, where nothing is expected.

    Raises:
        KeyError: no such calendar.
        SettingsError: the file of corrections cannot be used.
    """
    known = computed(name, first, last)
    if known is not None:
        return known
    every = _every(name, shipped_hours()[name], last)
    return by_exchange(every.take((every.trade_date >= first) & (every.trade_date <= last)))


@lru_cache(maxsize=4)  # the library takes a fifth of a second, and a run asks for several parts of the same days
def _every(name: str, hours: Hours, last: int) -> Calendar:
    """All sessions until a day number since the day that five-day candles are counted from."""
    schedule = _schedule(hours, last)
    trade_date = np.asarray(schedule.index.to_numpy(), dtype="datetime64[D]").astype(np.int64)
    columns = ("market_open", "market_close", "break_start", "break_end")
    opened, closed, start, end = (_seconds(schedule[column]) for column in columns)
    return Calendar(
        name, True, trade_date, opened, closed, start, end, _early(schedule, zone_of(name)),
        np.arange(len(trade_date), dtype=np.int64),
    )  # fmt: skip


def _schedule(hours: Hours, last: int) -> pd.DataFrame:
    """What the library has, put right; a pause of no length is none."""
    corrections = [row for row in hours.corrections if day_number(row.date) <= last]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calendar = library.get_calendar(hours.library)
        schedule: pd.DataFrame = calendar.schedule_from_days(_traded(calendar, last, corrections))
    if "break_start" not in schedule:
        schedule["break_start"] = schedule["break_end"] = schedule["market_open"]
    for column in ("break_start", "break_end"):
        schedule[column] = schedule[column].fillna(schedule["market_open"])
    for row in corrections:
        _correct(schedule, row)
    return schedule


def _traded(calendar: library.MarketCalendar, last: int, corrections: Sequence[Correction]) -> pd.DatetimeIndex:
    """The trade dates of the library with those that it lacks and without those that it has wrong."""
    known = calendar.valid_days(day_of(FIVE_DAY_ANCHOR), day_of(last) + timedelta(days=1), tz=None)
    closed = [pd.Timestamp(row.date) for row in corrections if row.closed]
    traded: pd.DatetimeIndex = known.union([pd.Timestamp(row.date) for row in corrections]).difference(closed)
    return traded


def _correct(schedule: pd.DataFrame, row: Correction) -> None:
    """Put the hours of one trade date right.

    A late open is a pause from the usual open on: candles keep the places that they have on other days.
    """
    day = schedule.index == pd.Timestamp(row.date)
    if row.close is not None:
        schedule.loc[day, "market_close"] = _chicago(row.date, row.close)
    if row.open is not None:
        schedule["break_start"] = schedule["break_start"].mask(day, schedule["market_open"])
        schedule.loc[day, "break_end"] = _chicago(row.date, row.open)


def _chicago(day: date, at: time) -> pd.Timestamp:
    return pd.Timestamp(datetime.combine(day, at), tz=CHICAGO).tz_convert("UTC")


def _seconds(column: pd.Series) -> Int64:
    return np.asarray(column.dt.tz_convert("UTC").dt.tz_localize(None), dtype="datetime64[s]").astype(np.int64)


def _early(schedule: pd.DataFrame, zone: str) -> Bools:
    """Sessions that end before the usual time of day in their zone of the year around them."""
    local = schedule["market_close"].dt.tz_convert(zone)
    minutes = (local.dt.hour * 60 + local.dt.minute).to_numpy(dtype=np.int64)
    usual = pd.Series(minutes).rolling(61, center=True, min_periods=1).median().to_numpy()
    early: Bools = minutes < usual
    return early
