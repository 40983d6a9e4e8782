"""Marks of splits: before the first candle of the new scale, or in the longer candle that holds it."""

from __future__ import annotations

import numpy as np
import pytest

from ohlc_desktop.core.chart.annotations.split_marks import split_marks
from ohlc_desktop.core.checking.splits import Split
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES

#: Wednesday 2026-11-25, 9:30 New York.
SPLIT = Split(20_782 * DAY + 52_200, 20_782, 4, 1)


@pytest.mark.parametrize(
    ("name", "first", "step", "place"),
    [("5m", SPLIT.at - 600, 300, 1.5), ("1h", SPLIT.at - 7200, 3600, 1.5), ("1d", 20_780 * DAY, DAY, 1.5),
     ("1wk", 20_766 * DAY, 7 * DAY, 2.0)],
)  # fmt: skip
def test_where_it_stands(name: str, first: int, step: int, place: float) -> None:
    ts = first + step * np.arange(5, dtype=np.int64)
    [mark] = split_marks([SPLIT], TIMEFRAMES[name], ts)
    assert (mark.place, str(mark.label)) == (place, "Split 4:1")


def test_none_outside_of_the_candles() -> None:
    later = (20_783 + np.arange(5, dtype=np.int64)) * DAY
    earlier = later - 10 * DAY
    assert split_marks([SPLIT], TIMEFRAMES["1d"], later) == ()
    assert split_marks([SPLIT], TIMEFRAMES["1d"], earlier) == ()
    assert split_marks([SPLIT], TIMEFRAMES["1d"], later[:0]) == ()
    weeks = (20_759 + 7 * np.arange(3, dtype=np.int64)) * DAY  # the week of the split is not over
    assert split_marks([SPLIT], TIMEFRAMES["1wk"], weeks) == ()
