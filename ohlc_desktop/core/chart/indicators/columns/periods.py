"""The trade dates, weeks and months of a series, and the prices of each: what levels of the period before are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.timeframes import DAY

#: What a period can be.
UNITS = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods of a series, oldest first.

    Attributes:
        first: int64, place of the first candle of each.
        high: float64, highest price; ``low`` the lowest; ``close`` of the last candle.
        known: bool: its prices are those of the whole period.
    """

    first: Int64
    high: Float64
    low: Float64
    close: Float64
    known: Bools

    def __len__(self) -> int:
        return len(self.first)


def periods_of(series: ChartSeries, unit: str) -> Periods:
    """The trade dates, weeks (from Monday's trade date on) or months (of trade dates) of a series; none above 1d.

    A period is not known where it lacks a trade date or ends in missing candles. The oldest week or month may have begun
    before the series, and so may the oldest day while only the newest candles are loaded.
    """
    first, date, high, low, close = _days(series)
    number = _numbers(date, unit)
    starts = np.flatnonzero(np.diff(number, prepend=number[0] - 1)) if len(number) else number
    if not len(starts):
        return Periods(first, high, low, close, np.zeros(len(first), dtype=np.bool_))
    lost = np.append(np.isin(first, _after_holes(series)), False)
    known = ~np.logical_or.reduceat(lost[1:], starts)
    known[0] = bool(known[0]) and unit == "day" and series.whole
    ends = np.append(starts[1:], len(first)) - 1
    return Periods(
        first[starts], np.maximum.reduceat(high, starts), np.minimum.reduceat(low, starts), close[ends], known
    )


def _days(series: ChartSeries) -> tuple[Int64, Int64, Float64, Float64, Float64]:
    """First place, trade date, high, low and close of each trade date."""
    days, candles = series.days, series.candles
    if not series.timeframe.daily:
        return days.first, days.trade_date, days.high, days.low, days.last
    count = len(series) if series.timeframe.seconds == DAY else 0
    high, low, close = (column[:count].astype(np.float64) for column in (candles.high, candles.low, candles.close))
    return np.arange(count, dtype=np.int64), candles.ts[:count] // DAY, high, low, close


def _numbers(date: Int64, unit: str) -> Int64:
    """A number of the period that each trade date belongs to."""
    if unit == "month":
        return date.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (date + 3) // 7 if unit == "week" else date  # 1970-01-01 was a Thursday


def _after_holes(series: ChartSeries) -> list[float]:
    """Places of the first candles after missing ones."""
    return [hole.place + 0.5 for hole in series.holes if not hole.unserved]
