"""Series for the tests of indicators: any prices, any sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.indicators import KINDS, Computed, IndicatorSpec, indicator, lines_of
from ohlc_desktop.core.chart.series import ChartSeries, Days, no_days
from ohlc_desktop.core.timeframes import TIMEFRAMES
from tests.core.chart.making import prices
from tests.core.helpers import instrument

START = 1_790_000_100  # a multiple of 5 minutes

#: One of each kind, and what parameters can change.
SPECS = (
    *(indicator(name) for name in KINDS),
    indicator("SMA", period=1),
    indicator("EMA", period=1, source="hl2"),
    indicator("EMA", period=2, source="ohlc4"),
    indicator("WMA", period=7, source="open"),
    indicator("BB", period=31, deviations=2.5, source="hlc3"),
    indicator("KC", period=5, atr_period=30),
    indicator("RSI", period=2, source="low"),
    indicator("MACD", fast=10, slow=3, signal=1, source="high"),
    indicator("ATR", period=1),
    indicator("STOCH", k=5, smoothing=1, d=1),
    indicator("VWAP", bands=3, width=0.5),
    indicator("AVWAP", anchor=START + 300 * 37 + 5, bands=2),
    indicator("ICHIMOKU", conversion=3, base=7, span=20, displacement=9),
    indicator("PIVOTS", method="camarilla", unit="week", bands=4),
)


def days_of(candles: Candles, firsts: Sequence[int]) -> Days:
    """Trade dates that begin at these places, all of regular hours, with the prices of their candles."""
    first = np.array([place for place in firsts if place < len(candles)], dtype=np.int64)
    if not len(first):
        return no_days()
    last = np.append(first[1:], len(candles)) - 1
    opened, closed = candles.ts[first], candles.ts[last] + 300
    high, low = np.maximum.reduceat(candles.high, first), np.minimum.reduceat(candles.low, first)
    prices = (np.asarray(column, dtype=np.float64) for column in (high, low, candles.close[last]))
    early = np.zeros(len(first), dtype=np.bool_)
    return Days(opened // 86400, first, opened, closed, opened, closed, early, *prices)


def series_of(candles: Candles, firsts: Sequence[int] = (0,), timeframe: str = "5m") -> ChartSeries:
    """A series of these candles with sessions from these places on."""
    return ChartSeries(instrument("ES=F"), TIMEFRAMES[timeframe], candles, days=days_of(candles, firsts))


def walk(count: int, seed: int = 1, session: int = 276) -> ChartSeries:
    """A random walk in ticks of 0.25, 5 minutes a candle."""
    stamps = START + 300 * np.arange(count, dtype=np.int64)
    return series_of(prices(stamps, 6000.0, 0.25, seed), range(0, count, session))


def flat(values: Sequence[float] | np.ndarray, volume: Sequence[int] | np.ndarray | int = 1) -> ChartSeries:
    """Candles whose four prices are the same."""
    price = np.asarray(values, dtype=np.float32)
    stamps = START + 300 * np.arange(len(price), dtype=np.int64)
    traded = np.broadcast_to(np.asarray(volume, dtype=np.int64), price.shape)
    return series_of(Candles(stamps, price, price, price, price, traded))


def oldest(series: ChartSeries, count: int) -> ChartSeries:
    """The oldest ``count`` candles."""
    kept = series.days.first[series.days.first < count].tolist()
    left = series.candles.take(slice(0, count))
    return replace(series, candles=left, days=days_of(left, kept))


def column(series: ChartSeries, name: str) -> np.ndarray:
    """A column in float64."""
    return np.asarray(getattr(series.candles, name), dtype=np.float64)


def settled(computed: Computed, count: int) -> dict[str, np.ndarray]:
    """The lines as far as they are for good, as long as there are ``count`` candles: what comes later changes nothing."""
    late = {line.key: computed.spec.values[line.behind] - 1 for line in lines_of(computed.spec) if line.behind}
    return {key: line[: max(count - late.get(key, 0), 0)] for key, line in computed.lines.items()}


def only(computed: Computed) -> np.ndarray:
    """The line of an indicator that has one."""
    (line,) = computed.lines.values()
    return line


def close_to(line: np.ndarray, expected: np.ndarray, loose: float = 3e-7) -> None:
    """The same places undefined, and the rest equal but for float32."""
    assert line.dtype == np.float32
    size = np.nanmax(np.abs(expected), initial=0)
    np.testing.assert_allclose(line, expected, rtol=loose, atol=loose * size * 0.01, equal_nan=True)


def same(one: Computed, other: Computed) -> None:
    """Equal to the last bit."""
    assert one.spec == other.spec
    np.testing.assert_array_equal(np.array(one.carry), np.array(other.carry))
    assert list(one.lines) == list(other.lines)
    for key, line in one.lines.items():
        np.testing.assert_array_equal(line, other.lines[key], err_msg=key)


def spec_id(spec: IndicatorSpec) -> str:
    """A name for a test's parameter."""
    return "-".join((spec.kind, *(str(value) for _, value in spec.parameters)))
