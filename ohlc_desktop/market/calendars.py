"""Session calendars from pandas_market_calendars: hours, trade dates, holidays and early closes.

Only the importer comes here; every other room reads the sessions that it left in the database.
"""

from __future__ import annotations

import warnings
from datetime import timedelta

import numpy as np
import pandas as pd

from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.sessions import FIVE_DAY_ANCHOR, GENERIC, Calendar, day_of, generic_calendar

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandas_market_calendars as library

#: Our calendar keys and the library's names. Grains use the agricultural calendar of the trading floor's
#: successor because the newer Globex one knows no early closes.
LIBRARY_NAMES = {
    "cme_equity": "CME_Equity",
    "cme_energy": "CMEGlobex_Energy",
    "cme_metals": "CMEGlobex_Metals",
    "cme_rates": "CME_Bond",
    "cme_fx": "CMEGlobex_FX",
    "cme_grains": "CME_Agriculture",
    "cme_crypto": "CME Globex Crypto",
}


def sessions(name: str, first: int, last: int) -> Calendar:
    """The sessions whose trade dates lie between two day numbers, both included.

    Raises:
        KeyError: no such calendar.
    """
    if name == GENERIC:
        return generic_calendar(first, last)
    schedule = _schedule(name, last)
    trade_date = _days(schedule.index)
    opened, closed = _seconds(schedule["market_open"]), _seconds(schedule["market_close"])
    start, end = _breaks(schedule, opened)
    calendar = Calendar(
        name, True, trade_date, opened, closed, start, end, _early(schedule),
        np.arange(len(trade_date), dtype=np.int64),
    )  # fmt: skip
    return calendar.take((trade_date >= first) & (trade_date <= last))


def _schedule(name: str, last: int) -> pd.DataFrame:
    """Everything since the day that five-day candles are counted from."""
    calendar = library.get_calendar(LIBRARY_NAMES[name])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = calendar.schedule(day_of(FIVE_DAY_ANCHOR), day_of(last) + timedelta(days=1))
    schedule: pd.DataFrame = found[~found.index.duplicated()]
    return schedule


def _days(index: pd.Index) -> Int64:
    return np.asarray(index.to_numpy(), dtype="datetime64[D]").astype(np.int64)


def _seconds(column: pd.Series) -> Int64:
    return np.asarray(column.dt.tz_convert("UTC").dt.tz_localize(None), dtype="datetime64[s]").astype(np.int64)


def _breaks(schedule: pd.DataFrame, opened: Int64) -> tuple[Int64, Int64]:
    """Pauses within sessions; a pause of no length is none."""
    if "break_start" not in schedule:
        return opened, opened
    return _seconds(schedule["break_start"]), _seconds(schedule["break_end"])


def _early(schedule: pd.DataFrame) -> Bools:
    """Sessions that end before the usual time of day in New York of the year around them."""
    local = schedule["market_close"].dt.tz_convert("America/New_York")
    minutes = (local.dt.hour * 60 + local.dt.minute).to_numpy(dtype=np.int64)
    usual = pd.Series(minutes).rolling(61, center=True, min_periods=1).median().to_numpy()
    early: Bools = minutes < usual
    return early
