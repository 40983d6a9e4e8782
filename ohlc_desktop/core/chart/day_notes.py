"""What is to be told of single trade dates: those that closed early, and the holidays between them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.chart.series import ChartSeries


class Note(Enum):
    """What was unusual."""

    EARLY_CLOSE = "early close"
    HOLIDAY = "holiday"


class DayNote(NamedTuple):
    """A note, and the place at which its trade date ends."""

    place: float
    note: Note


def day_notes(series: ChartSeries, first: int, last: int) -> Iterator[DayNote]:
    """Notes of the trade dates at the places ``first <= place < last``, from left to right.

    A weekday without a session between two trade dates is a holiday, unless its candles are missing.
    """
    days = series.days
    begin = max(int(np.searchsorted(days.first, first, side="right")) - 1, 0)
    end = int(np.searchsorted(days.first, last))
    for row in range(begin, end):
        closes = (int(days.first[row + 1]) if row + 1 < len(days) else len(series)) - 0.5
        if days.early[row]:
            yield DayNote(closes, Note.EARLY_CLOSE)
        if row + 1 < len(days) and _skips_weekdays(series, row, closes):
            yield DayNote(closes, Note.HOLIDAY)


def _skips_weekdays(series: ChartSeries, row: int, closes: float) -> bool:
    trade_date = series.days.trade_date
    between = np.arange(int(trade_date[row]) + 1, int(trade_date[row + 1]))
    weekdays = ((between + 3) % 7 < 5).any()  # day 0 was a Thursday
    return bool(weekdays) and not any(hole.place == closes for hole in series.holes)
