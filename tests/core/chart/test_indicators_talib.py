"""Indicators against TA-Lib, an independent library in C, over several chunks and over long histories.

Where TA-Lib begins otherwise:

* MACD: its fast average begins with the mean of the ``fast`` prices before the place where the slow one begins. Ours
  begins with the first prices, so that the line is the difference of the two averages that the chart shows besides.
  The difference decays; here the parts are compared from the start, and the whole after it has decayed.
* MACD and STOCH: it leaves out every line until all of them are defined. Ours begin each for itself.
* RSI and STOCH without any movement: it says 0, ours say 50. ``test_indicators_robust`` has it.
"""

from __future__ import annotations

import numpy as np
import pytest
import talib

from ohlc_desktop.core.chart.indicators import compute, indicator
from ohlc_desktop.core.chart.series import ChartSeries
from tests.core.chart.indicator_making import close_to, column, flat, only, walk

COUNT = 40_000
PERIODS = (2, 3, 14, 20, 50, 200, 1000)


@pytest.fixture(scope="module")
def series() -> ChartSeries:
    return walk(COUNT)


@pytest.mark.parametrize("period", PERIODS)
def test_moving_averages(series: ChartSeries, period: int) -> None:
    close = column(series, "close")
    for kind, theirs in (("SMA", talib.SMA), ("EMA", talib.EMA), ("WMA", talib.WMA)):
        close_to(only(compute(indicator(kind, period=period), series)), theirs(close, period))
    volume = column(series, "volume")
    close_to(only(compute(indicator("VOLMA", period=period), series)), talib.SMA(volume, period))


def test_sources(series: ChartSeries) -> None:
    prices = [column(series, name) for name in ("open", "high", "low", "close")]
    sources = {
        "open": prices[0], "high": prices[1], "low": prices[2], "close": prices[3],
        "hl2": talib.MEDPRICE(*prices[1:3]), "hlc3": talib.TYPPRICE(*prices[1:]), "ohlc4": talib.AVGPRICE(*prices),
    }  # fmt: skip
    for source, values in sources.items():
        close_to(only(compute(indicator("EMA", source=source), series)), talib.EMA(values, 20))


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("deviations", [1.0, 2.0, 2.5])
def test_bollinger_bands(series: ChartSeries, period: int, deviations: float) -> None:
    found = compute(indicator("BB", period=period, deviations=deviations), series).lines
    upper, middle, lower = talib.BBANDS(column(series, "close"), period, deviations, deviations)
    for key, expected in (("upper", upper), ("middle", middle), ("lower", lower)):
        close_to(found[key], expected)


@pytest.mark.parametrize("period", PERIODS)
def test_wilders_indicators(series: ChartSeries, period: int) -> None:
    high, low, close = (column(series, name) for name in ("high", "low", "close"))
    close_to(only(compute(indicator("RSI", period=period), series)), talib.RSI(close, period))
    close_to(only(compute(indicator("ATR", period=period), series)), talib.ATR(high, low, close, period))


@pytest.mark.parametrize(("fast", "slow", "signal"), [(12, 26, 9), (3, 10, 16), (26, 12, 9), (50, 200, 5)])
def test_macd(series: ChartSeries, fast: int, slow: int, signal: int) -> None:
    found = compute(indicator("MACD", fast=fast, slow=slow, signal=signal), series).lines
    close = column(series, "close")
    short, long = sorted((fast, slow))
    line = talib.EMA(close, short) - talib.EMA(close, long)
    average = np.concatenate((np.full(long - 1, np.nan), talib.EMA(line[long - 1 :], signal)))
    for key, expected in (("macd", line), ("signal", average), ("histogram", line - average)):
        close_to(found[key], expected, 1e-6)
    decayed = 20 * long
    theirs = talib.MACD(close, fast, slow, signal)
    for key, expected in zip(("macd", "signal", "histogram"), theirs, strict=True):
        close_to(found[key][decayed:], expected[decayed:], 1e-6)


@pytest.mark.parametrize(("k", "smoothing", "d"), [(14, 3, 3), (5, 1, 1), (9, 6, 1), (60, 1, 10), (500, 20, 50)])
def test_slow_stochastic(series: ChartSeries, k: int, smoothing: int, d: int) -> None:
    found = compute(indicator("STOCH", k=k, smoothing=smoothing, d=d), series).lines
    high, low, close = (column(series, name) for name in ("high", "low", "close"))
    slow_k, slow_d = talib.STOCH(high, low, close, k, smoothing, 0, d, 0)
    close_to(found["d"], slow_d, 1e-6)
    begun = k + smoothing - 2
    assert np.isnan(found["k"][:begun]).all()
    assert not np.isnan(found["k"][begun])
    close_to(found["k"][begun + d - 1 :], slow_k[begun + d - 1 :], 1e-6)


def test_on_balance_volume(series: ChartSeries) -> None:
    theirs = talib.OBV(column(series, "close"), column(series, "volume"))
    close_to(only(compute(indicator("OBV"), series)), theirs)


def test_every_length_from_nothing_on(series: ChartSeries) -> None:
    for count in range(1, 45):
        short = walk(count)
        close, high, low = (column(short, name) for name in ("close", "high", "low"))
        close_to(only(compute(indicator("SMA"), short)), talib.SMA(close, 20))
        close_to(only(compute(indicator("EMA"), short)), talib.EMA(close, 20))
        close_to(only(compute(indicator("WMA"), short)), talib.WMA(close, 20))
        close_to(only(compute(indicator("RSI"), short)), talib.RSI(close, 14))
        close_to(only(compute(indicator("ATR"), short)), talib.ATR(high, low, close, 14))


def test_nothing_drifts_over_a_million_candles_with_a_spike() -> None:
    part = np.random.default_rng(5).integers(80_000, 81_000, 50_000).astype(np.float32) / 4
    price = np.tile(part, 20)
    price[200_000] *= 100
    series, close = flat(price, 3), price.astype(np.float64)
    close_to(only(compute(indicator("EMA", period=200), series)), talib.EMA(close, 200))
    close_to(only(compute(indicator("RSI"), series)), talib.RSI(close, 14), 1e-6)
    clean = compute(indicator("BB"), flat(part)).lines
    found = compute(indicator("BB"), series).lines
    for key, line in found.items():
        np.testing.assert_array_equal(line[-49_000:], clean[key][-49_000:])
        np.testing.assert_array_equal(line[200_020:249_000], clean[key][20:49_000])
