"""Ticks to candles of a minute, some at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.files.file_candles import FileCandles, joined
from ohlc_desktop.core.timeframes import MINUTE


class MinuteMaker:
    """Makes 1m candles of ticks that come part by part, in the order of the file.

    A minute that is left and comes again makes a second candle, so that rows out of order are seen as such. A candle's
    line is that of its first tick.
    """

    def __init__(self) -> None:
        self._open: FileCandles | None = None

    def add(self, ticks: FileCandles, last: bool) -> FileCandles:
        """The candles that are whole now; with ``last`` the one that is being made too."""
        made = _minutes(ticks)
        if self._open is not None:
            made = _minutes(joined([self._open, made]))
        if last or not len(made):
            self._open = None
            return made
        self._open = made.take(slice(-1, None))
        return made.take(slice(0, -1))


def _minutes(ticks: FileCandles) -> FileCandles:
    """One candle for each run of rows, be they ticks or parts of candles, of the same minute."""
    if not len(ticks):
        return ticks
    minute = ticks.stamp // MINUTE * MINUTE
    first = np.flatnonzero(np.diff(minute, prepend=minute[0] - 1))
    last = np.append(first[1:], len(ticks)) - 1
    return replace(
        ticks.take(first), stamp=minute[first], high=np.maximum.reduceat(ticks.high, first),
        low=np.minimum.reduceat(ticks.low, first), close=ticks.close[last],
        volume=np.add.reduceat(np.maximum(ticks.volume, 0), first),
    )  # fmt: skip
