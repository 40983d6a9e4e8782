"""Averages in which each value follows from the one before, without a loop over candles."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import accumulate

import numpy as np

from ohlc_desktop.core.candles import Float64

#: Values in a block. Within one, values are multiplied by up to ``factor ** -BLOCK``: 3 ** 256 = 1e122 for the
#: quickest average there is (2 candles), so that even prices of 1e38 stay far from float64's end at 1e308.
BLOCK = 256


def exponential(values: Float64, period: int, before: float) -> Float64:
    """Exponential averages: each candle counts ``2 / (period + 1)``; see :func:`averaged`."""
    return averaged(values, period, (period - 1) / (period + 1), before)


def wilder(values: Float64, period: int, before: float) -> Float64:
    """Wilder's averages: each candle counts ``1 / period``; see :func:`averaged`.

    Source: J. Welles Wilder, *New Concepts in Technical Trading Systems* (1978).
    """
    return averaged(values, period, (period - 1) / period, before)


def averaged(values: Float64, period: int, factor: float, before: float) -> Float64:
    """``factor`` of the average before, and the rest of each value.

    Args:
        values: Finite values, oldest first.
        period: Number of first values whose simple mean is the first average.
        factor: 0 to below 1; at least 1/3 where it is not 0.
        before: The average before the first value; NaN if there is none.

    Returns:
        As many averages as values, NaN before the first one.
    """
    if not math.isnan(before):
        return _decayed((1 - factor) * values, factor, before)
    result = np.full(len(values), np.nan)
    if len(values) >= period:
        seed = float(values[:period].mean())
        result[period - 1] = seed
        result[period:] = _decayed((1 - factor) * values[period:], factor, seed)
    return result


def _decayed(shares: Float64, factor: float, before: float) -> Float64:
    """``y[i] = factor * y[i - 1] + shares[i]`` with ``y[-1] = before``.

    Within a block every share is weighed as if it had been there from the block's start, so that the recursion
    becomes a running sum; the rounding error decays with the share that caused it, as in the plain loop. From
    block to block one number is carried.
    """
    if factor == 0 or not len(shares):
        return shares
    powers, inverse, whole = _powers(factor)
    rows = -(-len(shares) // BLOCK)
    blocks = np.zeros((rows, BLOCK))
    blocks.reshape(-1)[: len(shares)] = shares
    blocks *= inverse
    np.cumsum(blocks, axis=1, out=blocks)
    ends = (blocks[:, -1] * powers[-1]).tolist()
    carried = list(accumulate(ends[:-1], lambda carry, end: whole * carry + end, initial=before))
    blocks += factor * np.array(carried)[:, None]
    blocks *= powers
    return blocks.reshape(-1)[: len(shares)]


@lru_cache(maxsize=64)
def _powers(factor: float) -> tuple[Float64, Float64, float]:
    """``factor`` to the power of 0, 1... ``BLOCK - 1``, one divided by each, and to the power of ``BLOCK``."""
    powers: Float64 = np.power(factor, np.arange(BLOCK, dtype=np.float64))
    return powers, 1 / powers, factor**BLOCK
