"""Early closes and holidays are told where they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.chart.annotations.day_notes import DayEvent, day_notes
from ohlc_desktop.core.chart.annotations.days import build_days, traded_sessions
from ohlc_desktop.core.chart.series import Hole
from ohlc_desktop.core.messages import NOTHING
from tests.core.chart.making import make_series
from tests.core.helpers import calendar, day


def test_thanksgiving_closed_early_and_the_day_after_too() -> None:
    series = make_series(3000, name="15m", until="2026-12-05 00:00")
    early = {
        int(series.days.trade_date[series.days.first.searchsorted(note.place) - 1])
        for note in day_notes(series, 0, len(series))
        if note.note is DayEvent.EARLY_CLOSE
    }
    assert early == {day("2026-11-26"), day("2026-11-27")}


def test_christmas_is_a_holiday_unless_its_candles_are_missing() -> None:
    series = make_series(1500, name="15m", until="2027-01-05 00:00")
    notes = [note for note in day_notes(series, 0, len(series)) if note.note is DayEvent.HOLIDAY]
    dates = [int(series.days.trade_date[series.days.first.searchsorted(note.place)]) for note in notes]
    assert dates == [day("2026-12-28"), day("2027-01-04")]
    hole = Hole(0, 1, notes[0].place, 1, NOTHING, True)
    left = [note for note in day_notes(replace(series, holes=(hole,)), 0, len(series)) if note.note is DayEvent.HOLIDAY]
    assert left == notes[1:]


def test_a_day_that_the_feed_lost_is_no_holiday() -> None:
    series = make_series(3000, name="15m", until="2026-12-05 00:00")
    lost = series.days.trade_date == day("2026-11-18")
    kept = np.repeat(~lost, np.diff(np.append(series.days.first, len(series))))
    candles = series.candles.take(kept)
    without = replace(series, candles=candles, days=build_days(candles, traded_sessions(candles.ts, "cme_equity", calendar("cme_equity"))))
    assert len(without.days) == len(series.days) - 1
    assert [note.note for note in day_notes(without, 0, len(without))] == [DayEvent.EARLY_CLOSE, DayEvent.EARLY_CLOSE]


def test_weekends_and_daily_candles_have_no_notes() -> None:
    assert list(day_notes(make_series(600, until="2026-11-20 22:00"), 0, 600)) == []
    assert list(day_notes(make_series(100, name="1d"), 0, 100)) == []
    assert list(day_notes(make_series(0), 0, 0)) == []
