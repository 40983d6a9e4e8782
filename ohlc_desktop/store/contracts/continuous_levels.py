"""How well the candles of a continuous series are known: each as well as the candle of the series that it is taken from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.continuous.spec import Rolling, RollRule
from ohlc_desktop.core.continuous.stitching import ContinuousCandles
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.stored_root import stored_contracts
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series.candles import read_series
from ohlc_desktop.store.watchlist import find_instrument


def read_levels(
    connection: Connection, product: Product, rolling: Rolling, series: ContinuousCandles, timeframe: Timeframe
) -> NDArray[np.int8]:
    """The level of each candle (``Confidence``), int8: of the contract's own candle, else of the feed's continuous series.

    Args:
        connection: Of the store.
        product: The root's.
        rolling: By which rule the series rolls; by that of the feed all candles are those of its own series.
        series: As it was traded.
        timeframe: Of its candles.
    """
    ts, front = series.candles.ts, find_instrument(connection, product.symbol)
    found = np.full(len(ts), Confidence.SINGLE, dtype=np.int8)
    if front is not None:
        found = levels.read(connection, front, timeframe).of(ts)
    if rolling.rule is RollRule.FEED or not len(ts):
        return found
    numbers = stored_contracts(connection, product, timeframe.name)
    ends = np.append(series.starts[1:], len(ts))
    for contract, start, end in zip(series.contracts, series.starts.tolist(), ends.tolist(), strict=True):
        if contract in numbers:
            _overlay(connection, numbers[contract], timeframe, ts[start:end], found[start:end])
    return found


def _overlay(
    connection: Connection, number: int, timeframe: Timeframe, ts: Int64, found: NDArray[np.int8]
) -> None:  # fmt: skip
    """Put the levels of a contract where its own candles are."""
    start, end = int(ts[0]), int(ts[-1]) + 1
    own = np.isin(ts, read_series(connection, number, timeframe, start, end).ts, assume_unique=True)
    found[own] = levels.read(connection, number, timeframe, start, end).of(ts[own])
