"""Sums and the like over a window that moves candle by candle.

Nothing is ever taken out of a running total, so that nothing drifts: a spike is gone the moment it leaves the
window. Instead windows are put together from windows of 1, 2, 4, 8... candles, as the binary digits of their
length say; each step is one pass over the whole column, and a window of 200 candles takes nine.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ohlc_desktop.core.candles import Float64

#: What is known of each window: columns of equal length.
Parts = tuple[Float64, ...]

#: Joins what is known of two neighbouring windows: the older one, the newer one, and their lengths.
Join = Callable[[Parts, Parts, int, int], Parts]


def sums(values: Float64, length: int) -> Float64:
    """Sum of each ``length`` values in a row; ``len(values) - length + 1`` of them, or none."""
    return _joined((values,), length, _add)[0]


def means(values: Float64, length: int) -> Float64:
    """Mean of each ``length`` values in a row."""
    return sums(values, length) / length


def highest(values: Float64, length: int) -> Float64:
    """Largest of each ``length`` values in a row."""
    return _joined((values,), length, lambda old, new, *_: (np.maximum(old[0], new[0]),))[0]


def lowest(values: Float64, length: int) -> Float64:
    """Smallest of each ``length`` values in a row."""
    return _joined((values,), length, lambda old, new, *_: (np.minimum(old[0], new[0]),))[0]


def weighted_means(values: Float64, length: int) -> Float64:
    """Mean of each ``length`` values in a row with the weights 1 (oldest), 2, 3... (newest)."""
    _, weighted = _joined((values, values), length, _add_weighted)
    return weighted / (length * (length + 1) / 2)


def means_and_deviations(values: Float64, length: int) -> tuple[Float64, Float64]:
    """Mean and population standard deviation of each ``length`` values in a row.

    Squared deviations are joined as in Chan, Golub and LeVeque, *Algorithms for Computing the Sample Variance*,
    The American Statistician 37 (1983): there are no large squares to be subtracted from each other.
    """
    total, squares = _joined((values, np.zeros_like(values)), length, _add_squares)
    return total / length, np.sqrt(squares / length)


def _joined(parts: Parts, length: int, join: Join) -> Parts:
    """What is known of all windows of ``length``, from what is known of single values."""
    count = len(parts[0]) - length + 1
    if count <= 0:
        return tuple(np.empty(0) for _ in parts)
    result: Parts = ()
    size, done = 1, 0
    while True:
        if length & size:
            piece = tuple(part[done : done + count] for part in parts)
            result = join(result, piece, done, size) if result else piece
            done += size
        if 2 * size > length:
            return result
        parts = join(tuple(p[:-size] for p in parts), tuple(p[size:] for p in parts), size, size)
        size *= 2


def _add(old: Parts, new: Parts, _old_length: int, _new_length: int) -> Parts:
    return (old[0] + new[0],)


def _add_weighted(old: Parts, new: Parts, old_length: int, _new_length: int) -> Parts:
    """(sum, weighted sum): every value of the newer window weighs ``old_length`` more than it did alone."""
    return old[0] + new[0], old[1] + new[1] + old_length * new[0]


def _add_squares(old: Parts, new: Parts, old_length: int, new_length: int) -> Parts:
    """(sum, sum of squared deviations from the mean)."""
    apart = new_length * old[0] - old_length * new[0]
    apart *= apart
    apart /= old_length * new_length * (old_length + new_length)
    apart += old[1]
    apart += new[1]
    return old[0] + new[0], apart
