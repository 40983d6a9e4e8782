"""Which prices an axis that follows the candles shows: theirs, and those of the studies drawn over them."""

from __future__ import annotations

import math
from collections.abc import Iterable

#: Candles keep at least this share of the range, whatever studies are drawn over them.
CANDLES = 1 / 6


def with_studies(
    low: float, high: float, studies: Iterable[tuple[float, float]], least: float = 0.0
) -> tuple[float, float]:
    """The range of the candles, widened so that lines over them are seen as well.

    A line that is so far away that the candles could hardly be told from each other, as one at zero, does not count: it
    is out of sight then. The nearest lines are taken first.

    Args:
        low: Lowest price of the candles; not a number where there is none.
        high: Highest price.
        studies: Least and greatest value of each line; those that are no numbers do not count.
        least: What counts as the range of candles that have less, as those of a market that stood still.
    """
    known = [line for line in studies if all(map(math.isfinite, line))]
    most = max(high - low, least) / CANDLES
    for lower, upper in sorted(known, key=lambda line: max(low - line[0], line[1] - high)):
        wider = min(low, lower), max(high, upper)
        if wider[1] - wider[0] <= most:
            low, high = wider
    return low, high
