"""What is to be told of single trade dates: those that closed early, and the holidays between them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from ohlc_desktop.core.chart.annotations.days import visible_days
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.market.holidays import us_holidays
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.messages import Message


class DayEvent(Enum):
    """What was unusual."""

    EARLY_CLOSE = Message("early close")
    HOLIDAY = Message("holiday")


class DayNote(NamedTuple):
    """A note, and the place at which its trade date ends."""

    place: float
    note: DayEvent


def day_notes(series: ChartSeries, first: int, last: int) -> Iterator[DayNote]:
    """Notes of the trade dates at the places ``first <= place < last``, from left to right.

    A holiday of US exchanges between two trade dates is told, unless candles are missing there. Any other day without
    candles is not called one: the feed may have lost it.
    """
    days = series.days
    visible = visible_days(days, first, last)
    for row in range(visible.start, visible.stop):
        closes = (int(days.first[row + 1]) if row + 1 < len(days) else len(series)) - 0.5
        if days.early[row]:
            yield DayNote(closes, DayEvent.EARLY_CLOSE)
        if row + 1 < len(days) and _skips_holiday(series, row, closes):
            yield DayNote(closes, DayEvent.HOLIDAY)


def _skips_holiday(series: ChartSeries, row: int, closes: float) -> bool:
    between = range(int(series.days.trade_date[row]) + 1, int(series.days.trade_date[row + 1]))
    holiday = any(day in us_holidays(day_of(day).year) for day in between)
    return holiday and not any(hole.place == closes and not hole.unserved for hole in series.holes)
