"""Prices in another unit: by the step, by stored candles, by the tick."""

from __future__ import annotations

from datetime import date

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.checking.scale import contradicts, of_another_unit, off_scale, off_tick
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.resource_files import resource

ES = load_catalogue(resource("instruments.toml")).resolve("ES", date(2026, 11, 23))
#: The S&P future on 2020-12-28 at 13:00 UTC: as the first public sample of Databento's encoding has it, in hundredths.
SAMPLE, AT = 372_025.0, 1_609_160_400


def rows(*prices: float) -> RawRows:
    column = np.array(prices)
    return RawRows(AT + 60 * np.arange(len(prices)), column, column, column, column, np.ones(len(prices)))


def stored(price: float, days: float) -> Candles:
    """One candle, so many days before the sample."""
    column = np.array([price])
    return Candles(np.array([AT - int(days * DAY)]), column, column, column, column, np.ones(1, np.int64))


def test_the_sample_in_hundredths_is_told_by_a_stored_candle() -> None:
    assert contradicts(rows(SAMPLE), stored(3735.0, 1))
    assert not contradicts(rows(SAMPLE / 100), stored(3735.0, 1))
    assert contradicts(rows(SAMPLE), stored(1050.0, 3650))  # ten years before, at a third of the price
    assert not contradicts(rows(SAMPLE / 100), stored(1050.0, 3650))
    assert contradicts(rows(SAMPLE / 1000), stored(3735.0, 1))  # a tenth, of yesterday's
    assert not contradicts(rows(SAMPLE), stored(0.0, 1))
    assert not contradicts(rows(SAMPLE), Candles(*(np.empty(0, np.int64),) * 6))


def test_the_nearest_candle_counts_and_not_the_newest() -> None:
    far, near = stored(30.0, 3000), stored(3735.0, 2)
    both = Candles(*(np.concatenate(columns) for columns in zip(far.columns, near.columns, strict=True)))
    assert not contradicts(rows(SAMPLE / 100), both)


def test_the_sample_is_on_the_tick_and_a_hundredth_is_not() -> None:
    assert off_tick(rows(SAMPLE), ES) == 0
    assert off_tick(rows(SAMPLE / 1e4, 3720.25), ES) == 4  # 37.2025
    assert off_tick(rows(*[3720.25] * 1500, 3720.3), ES) == 0  # one in a thousand is the exchange's own
    treasury = load_catalogue(resource("instruments.toml")).resolve("ZT", date(2026, 11, 23))
    assert off_tick(rows(104.00390625, 104.0078125), treasury) == 0


def test_steps_of_prices() -> None:
    assert off_scale(25.0, 0.25)
    assert off_scale(0.0025, 0.25)
    assert not off_scale(0.5, 0.25)  # the tick was halved since
    assert not off_scale(float("nan"), 0.25)


def test_candles_are_held_against_the_nearest_in_time_not_against_another_year() -> None:
    def series(*days_and_prices: tuple[float, float]) -> Candles:
        ts, price = (np.array(each) for each in zip(*days_and_prices, strict=True))
        return Candles((AT + ts * DAY).astype(np.int64), price, price, price, price, np.ones(len(ts), np.int64))

    grown = series(*((day, 1000.0 * 1.01 ** (day / 10)) for day in range(3000)))
    assert not of_another_unit(grown, series((0, 1000.0), (1, 1001.0)), 30 * DAY)
    assert not of_another_unit(grown, series((2990, 19_600.0), (2995, 19_700.0)), 30 * DAY)
    hundredths = series(*((day, 100 * 1000.0 * 1.01 ** (day / 10)) for day in range(3000)))
    for witness in (series((0, 1000.0)), series((2999, 19_770.0)), grown, series((-20, 990.0), (3010, 20_000.0))):
        assert of_another_unit(hundredths, witness, 30 * DAY)
        assert not of_another_unit(grown, witness, 30 * DAY)
    assert not of_another_unit(hundredths, series((-31, 1000.0), (3040, 20_000.0)), 30 * DAY), "nobody is near"
    assert not of_another_unit(hundredths, series((5, -37.0)), 30 * DAY)
    assert not of_another_unit(hundredths, grown.take(slice(0)), 30 * DAY)
