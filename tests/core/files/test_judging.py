"""Rows that are no candles, each with its reason."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.files.file_candles import FileCandles
from ohlc_desktop.core.files.judging import RowFlaw, RowRules, judge
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES
from tests.core.helpers import calendar, day, instrument, utc

#: A Tuesday without anything unusual.
NOON = utc("2026-06-02 16:00")


def flaws(rows: list[tuple[int, float, float, float, float, int]], timeframe: str, newest: int = -EVER) -> list[RowFlaw]:
    """The flaw of each row of ES, at a time after them."""
    stamp, open_, high, low, close, volume = (np.array(column) for column in zip(*rows, strict=True))
    prices = (column.astype(np.float64) for column in (open_, high, low, close))
    candles = FileCandles(stamp, *prices, volume, np.arange(1, len(rows) + 1))
    rules = RowRules(instrument("ES"), TIMEFRAMES[timeframe], calendar("cme_equity"), utc("2026-06-05 00:00"))
    rounded = rules.instrument.round_prices(candles.prices)
    found = [RowFlaw(int(flaw)) for flaw in judge(candles, rounded, stamp, newest, rules)]
    assert all(str(rules.told(flaw)) for flaw in found if flaw)
    return found


def at(ts: int) -> tuple[int, float, float, float, float, int]:
    """A sound row."""
    return ts, 100.0, 101.0, 99.75, 100.25, 7


def test_each_row_has_its_reason() -> None:
    rows = [
        (at(utc("2023-12-01 16:00")), RowFlaw.BEFORE_HOURS),
        (at(NOON), RowFlaw.NONE),
        (at(NOON), RowFlaw.DUPLICATE),
        (at(NOON + 600), RowFlaw.NONE),
        (at(NOON + 300), RowFlaw.OUT_OF_ORDER),
        (at(NOON + 750), RowFlaw.OFF_GRID),
        ((NOON + 900, 100.0, 99.0, 98.0, 98.5, 7), RowFlaw.HIGH_LOW),
        ((NOON + 1200, 100.0, 101.0, 99.0, 100.1, 7), RowFlaw.OFF_TICK),
        ((NOON + 1500, 100.0, 101.0, 99.0, 100.0, -5), RowFlaw.VOLUME),
        ((NOON + 1800, 100.0, 101.0, 99.0, 100.0, -1), RowFlaw.NONE),  # a file without volumes
        ((NOON + 2100, 91.63999999999999 * 0 + 100.00000001, 101.0, 99.0, 100.0, 1), RowFlaw.NONE),  # float noise
        (at(utc("2026-06-02 21:30")), RowFlaw.OUT_OF_SESSION),
        (at(utc("2026-06-30 16:00")), RowFlaw.NOT_ENDED),
        (at(utc("2026-06-02 22:00")), RowFlaw.NONE),  # the stray rows before it do not make it old
    ]
    assert flaws([row for row, _ in rows], "5m") == [flaw for _, flaw in rows]
    assert flaws([at(NOON)], "5m", newest=NOON) == [RowFlaw.DUPLICATE]


def test_days_are_trade_dates_and_may_settle_off_the_tick() -> None:
    dates = {"2026-06-02": RowFlaw.NONE, "2026-06-06": RowFlaw.CLOSED_DAY, "2026-06-05": RowFlaw.NOT_ENDED}
    rows = [(day(date) * DAY, 100.0, 101.0, 99.75, 100.13, 7) for date in dates]
    assert flaws(rows, "1d") == list(dates.values())


def test_a_price_of_ten_times_the_others_is_a_slip_but_not_where_prices_are_a_few_ticks() -> None:
    high, low = (6700.0, 67000.0, 6600.0, 6701.0), (6700.0, 6702.0, 670.0, 6701.0)
    rows = [(NOON + 300 * n, *prices, 7) for n, prices in enumerate((high, low, (10.0, 41.0, 0.5, 2.0)))]
    assert flaws(rows, "5m") == [RowFlaw.HIGH_LOW, RowFlaw.HIGH_LOW, RowFlaw.NONE]
    assert flaws([(day("2026-06-02") * DAY, *high, 7)], "1d") == [RowFlaw.NONE]  # no day is doubted
