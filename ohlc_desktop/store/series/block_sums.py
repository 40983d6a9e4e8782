"""Whether packed candles are those of the rows, told by sums that SQLite makes of the rows by itself.

To make Python's numbers of every row is what takes long. Each column's sum is weighted by time, so that a row that was lost,
added or moved, two values that were exchanged, or a price that is off by a billionth changes one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ohlc_desktop.core.candles import Candles

#: Expressions over rows: their count, and the sums of each column, with each candle weighted by the seconds between
#: ``:since`` and its open.
SUMS = (
    "count(*), total(open * (ts - :since)), total(high * (ts - :since)), total(low * (ts - :since)),"
    " total(close * (ts - :since)), total(volume * (ts - :since))"
)
#: Two sums of the same few thousand numbers differ by less than this share, in whatever order they were added up.
_ROUNDING = 1e-13


def adds_up(packed: Candles, since: int, sums: Sequence[float]) -> bool:
    """Whether candles have the sums of the rows, as surely as a checksum tells it.

    Args:
        packed: A few thousand; of more the rounding hides what is to be told.
        since: As long before all of them as they reach, about, UTC epoch seconds: else the first count for too little.
        sums: What :data:`SUMS` gave of the rows.
    """
    count, *found = sums
    with np.errstate(over="ignore", invalid="ignore"):  # a damaged block may hold anything
        weight = (packed.ts - since).astype(np.float64)
        parts = np.array(packed.columns[1:]) * weight
        made, size = parts.sum(axis=1), np.abs(parts).sum(axis=1)
    return count == len(packed) and bool(np.all(np.abs(made - found) <= size * _ROUNDING))
