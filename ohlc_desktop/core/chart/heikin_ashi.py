"""Heikin-Ashi candles: averages that show a trend more calmly. They are never stored, and no price in them was traded.

Definition: D. Valcu, "Using the Heikin-Ashi Technique", Stocks & Commodities 22:2 (2004).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Candles, Float64


def heikin_ashi(candles: Candles) -> Candles:
    """The Heikin-Ashi candles of these candles: float32 prices, the same stamps and volumes."""
    if not len(candles):
        return candles
    close = (candles.open.astype(np.float64) + candles.high + candles.low + candles.close) / 4
    opened = _opens(float(candles.open[0]) / 2 + float(candles.close[0]) / 2, close)
    high = np.maximum(candles.high, np.maximum(opened, close))
    low = np.minimum(candles.low, np.minimum(opened, close))
    prices = [column.astype(np.float32) for column in (opened, high, low, close)]
    return replace(candles, open=prices[0], high=prices[1], low=prices[2], close=prices[3])  # type: ignore[arg-type]


def _opens(first: float, close: Float64) -> Float64:
    """Each open is the mean of the open and the close before it.

    That is a sum of closes with the weights 1/2, 1/4, 1/8 …; doubling its length six times reaches 64 terms, beyond
    which nothing of a float64 is left.
    """
    weighted = np.concatenate(([2 * first], close[:-1]))
    length = 1
    while length < 64:
        weighted[length:] = weighted[length:] + weighted[:-length] * 0.5**length
        length *= 2
    return weighted / 2
