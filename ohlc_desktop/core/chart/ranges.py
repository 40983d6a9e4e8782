"""Ranges that a chart is asked for with one click: a trade date, five of them, months, a year, everything."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime
from enum import StrEnum

import numpy as np

from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.timeframes import DAY


class ChartRange(StrEnum):
    """The ranges, back from the newest candle; the values are their names in English."""

    DAY = "1D"
    FIVE_DAYS = "5D"
    MONTH = "1M"
    THREE_MONTHS = "3M"
    YEAR_TO_DATE = "YTD"
    YEAR = "1Y"
    ALL = "All"

    @property
    def timeframe(self) -> str:
        """Name of the timeframe in which it has a few hundred candles, as on other charts of the trade."""
        return _TIMEFRAMES[self]


_TIMEFRAMES = {
    ChartRange.DAY: "1m",
    ChartRange.FIVE_DAYS: "5m",
    ChartRange.MONTH: "30m",
    ChartRange.THREE_MONTHS: "1h",
    ChartRange.YEAR_TO_DATE: "1d",
    ChartRange.YEAR: "1d",
    ChartRange.ALL: "1wk",
}
_TRADE_DATES = {ChartRange.DAY: 1, ChartRange.FIVE_DAYS: 5}
_MONTHS = {ChartRange.MONTH: 1, ChartRange.THREE_MONTHS: 3, ChartRange.YEAR: 12}
#: Five trade dates lie within so many days, holidays around a weekend included; one within fewer.
_DAYS_BACK = {ChartRange.DAY: 6, ChartRange.FIVE_DAYS: 12}


def range_start(newest: int, wanted: ChartRange) -> int | None:
    """A stamp (UTC epoch seconds) at or before the begin of a range that ends with the stamp ``newest``; None for everything."""
    if wanted is ChartRange.ALL:
        return None
    if wanted in _DAYS_BACK:
        return newest - _DAYS_BACK[wanted] * DAY
    day = datetime.fromtimestamp(newest, UTC).date()
    start = date(day.year, 1, 1) if wanted is ChartRange.YEAR_TO_DATE else _months_before(day, _MONTHS[wanted])
    return int(datetime(start.year, start.month, start.day, tzinfo=UTC).timestamp())


def first_place(series: ChartSeries, wanted: ChartRange) -> int:
    """Place of the first candle of a range; 0 where the series begins later. The series must not be empty."""
    stamps = series.candles.ts
    count = _TRADE_DATES.get(wanted)
    if count is not None and len(series.days):
        return int(series.days.first[-min(count, len(series.days))])
    if count is not None:
        return max(len(stamps) - count, 0)
    start = range_start(int(stamps[-1]), wanted)
    return 0 if start is None else int(np.searchsorted(stamps, start))


def begins_late(series: ChartSeries, wanted: ChartRange) -> bool:
    """Whether a series, which must not be empty, has no candles of the first days of a range."""
    start = range_start(int(series.candles.ts[-1]), wanted)
    if start is None:
        return False
    if wanted in _TRADE_DATES and len(series.days):
        return len(series.days) < _TRADE_DATES[wanted]
    return int(series.candles.ts[0]) > start + 5 * DAY  # holidays may stand at its begin


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month; its last one where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
