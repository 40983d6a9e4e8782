"""Quotes: what the last price is measured from, and what is not known is not told."""

from __future__ import annotations

import pytest

from ohlc_desktop.core.market.quotes import COURSE, Newest, quote_of

NEWEST = Newest("1m", 864_000, 103.0, 10)


def test_the_change_is_measured_from_the_daily_close_of_the_trade_date_before() -> None:
    quote = quote_of(NEWEST, [(8, 90.0), (9, 100.0), (10, 102.0)], 9)
    assert (quote.change, quote.percent, quote.before) == (3.0, 3.0, 9)
    assert quote.course == (90.0, 100.0, 102.0), "the day is over: its settlement, not the last trade, is its close"


def test_a_price_of_a_later_trade_date_ends_the_course() -> None:
    quote = quote_of(NEWEST, [(day, float(day)) for day in range(10 - COURSE, 10)], None)
    assert (len(quote.course), quote.course[-2:]) == (COURSE, (9.0, 103.0))
    assert quote.before == 9


def test_nothing_is_measured_from_another_day_than_the_one_before() -> None:
    quote = quote_of(NEWEST, [(7, 90.0)], 9)
    assert (quote.before, quote.settled, quote.change, quote.percent) == (9, None, None, None)
    alone = quote_of(NEWEST, [], None)
    assert (alone.before, alone.change, alone.course_percent) == (None, None, None)


@pytest.mark.parametrize(("settled", "percent"), [(-50.0, 306.0), (0.0, None)])
def test_a_share_of_prices_that_are_not_above_zero(settled: float, percent: float | None) -> None:
    assert quote_of(NEWEST, [(9, settled)], 9).percent == percent
