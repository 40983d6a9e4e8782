"""Where shares were split, as marks of a chart."""

from __future__ import annotations

from collections.abc import Iterable

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.series import Roll
from ohlc_desktop.core.checking.splits import Split, step_of
from ohlc_desktop.core.timeframes import DAY, Timeframe


def split_marks(splits: Iterable[Split], timeframe: Timeframe, ts: Int64) -> tuple[Roll, ...]:
    """The splits among candles, oldest first: before the first candle after each, or in a longer candle that holds it.

    Args:
        splits: Oldest first.
        timeframe: Of the candles.
        ts: Their stamps, sorted.
    """
    marks = []
    for split in splits:
        edge = step_of(split, timeframe).edge
        longer = timeframe.seconds > DAY
        at = int(ts.searchsorted(edge, "right")) - 1 if longer else int(ts.searchsorted(edge))
        if 0 < at < len(ts) and (not longer or edge < ts[at] + timeframe.seconds):
            marks.append(Roll(int(ts[at]), at if longer else at - 0.5, "", split.text))
    return tuple(marks)
