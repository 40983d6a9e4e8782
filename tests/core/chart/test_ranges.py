"""Ranges that a chart is asked for with one click."""

from __future__ import annotations

import numpy as np
import pytest

from ohlc_desktop.core.chart.ranges import ChartRange, begins_late, first_place, range_start
from tests.core.chart.making import make_series
from tests.core.helpers import utc


@pytest.mark.parametrize(
    ("wanted", "newest", "start"),
    [
        (ChartRange.MONTH, "2026-03-31 20:00", "2026-02-28 00:00"),
        (ChartRange.MONTH, "2026-07-31 20:00", "2026-06-30 00:00"),
        (ChartRange.THREE_MONTHS, "2026-01-15 20:00", "2025-10-15 00:00"),
        (ChartRange.YEAR, "2024-02-29 20:00", "2023-02-28 00:00"),
        (ChartRange.YEAR_TO_DATE, "2026-11-24 22:00", "2026-01-01 00:00"),
    ],
)
def test_months_go_back_by_the_calendar(wanted: ChartRange, newest: str, start: str) -> None:
    assert range_start(utc(newest), wanted) == utc(start)


def test_days_are_trade_dates_and_not_hours() -> None:
    series = make_series(4000)  # until a Tuesday
    one, five = (first_place(series, wanted) for wanted in (ChartRange.DAY, ChartRange.FIVE_DAYS))
    assert (one, five) == (series.days.first[-1], series.days.first[-5])
    for wanted, place in ((ChartRange.DAY, one), (ChartRange.FIVE_DAYS, five)):
        assert range_start(int(series.candles.ts[-1]), wanted) <= series.candles.ts[place]


def test_everything_has_no_begin() -> None:
    series = make_series(100, name="1d")
    assert range_start(int(series.candles.ts[-1]), ChartRange.ALL) is None
    assert first_place(series, ChartRange.ALL) == 0
    assert not begins_late(series, ChartRange.ALL)


def test_a_series_that_begins_later_is_known() -> None:
    short, long = make_series(40, name="1d"), make_series(300, name="1d")
    assert begins_late(short, ChartRange.YEAR)
    assert not begins_late(long, ChartRange.YEAR)
    assert not begins_late(short, ChartRange.MONTH)
    at = first_place(long, ChartRange.YEAR)
    assert at == int(np.searchsorted(long.candles.ts, utc("2025-11-24 00:00")))
