"""Quotes out of a real file: which candle is the newest, and which trade date comes before its own."""

from __future__ import annotations

from ohlc_desktop.core.market.quotes import Quote
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.series.quotes import quotes
from tests.core.helpers import calendar, day, instrument, ny
from tests.store.test_candles import flat

MONDAY, FRIDAY = day("2026-11-23"), day("2026-11-20")


def told(store: Store, sessions: bool = True, **series: dict[int, float]) -> Quote | None:
    """What is said of ES=F with these closes by stamp (``m1``, ``m5``) or trade date (``d1``)."""
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        for key, closes in series.items():
            name, unit = f"{key[1:]}{key[0]}", DAY if key == "d1" else 1
            for stamp, price in closes.items():
                change = rows.write(connection, number, TIMEFRAMES[name], flat(stamp * unit, price=price), "yahoo", 1)
                series_summary.note_change(connection, number, name, change, 1, stamp * unit, stamp * unit)
        if sessions:
            series_summary.save_calendar(connection, calendar("cme_equity"))
        return quotes(connection, [instrument("ES"), instrument("NQ")]).get("ES=F")


def test_an_evening_belongs_to_the_next_trade_date(store: Store) -> None:
    evening = ny("2026-11-23 18:30")
    found = told(store, m1={evening: 103.0}, m5={evening - 120: 99.0}, d1={FRIDAY: 90.0, MONDAY: 100.0})
    assert found is not None
    assert (found.newest.timeframe, found.newest.stamp, found.newest.day) == ("1m", evening, MONDAY + 1)
    assert (found.before, found.change, found.course) == (MONDAY, 3.0, (90.0, 100.0, 103.0))


def test_a_day_without_a_daily_close_is_not_passed_over(store: Store) -> None:
    found = told(store, m1={ny("2026-11-24 10:00"): 103.0}, d1={FRIDAY: 90.0})
    assert found is not None
    assert (found.before, found.change) == (MONDAY, None)


def test_where_the_fine_candles_are_old_the_last_price_is_that_of_others(store: Store) -> None:
    noon = ny("2026-11-23 12:00")
    found = told(store, m1={noon - DAY * 7: 80.0}, m5={noon: 99.0}, d1={FRIDAY: 90.0})
    assert found is not None
    assert (found.newest.timeframe, found.last, found.change) == ("5m", 99.0, 9.0)
    later = told(store, d1={MONDAY + 1: 110.0, MONDAY: 100.0})
    assert later is not None
    assert (later.newest.timeframe, later.last, later.change) == ("1d", 110.0, 10.0)


def test_without_candles_there_is_no_quote(store: Store) -> None:
    assert told(store, sessions=False) is None
