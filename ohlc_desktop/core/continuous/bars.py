"""The bars of a picture adjusted as they are drawn.

The candles and their pyramid stay as they were traded, so that switching an adjustment costs what the bars on the screen
cost, however many candles there are: each is moved by the offset of its stretch. A bar that holds candles of several
contracts is made anew of its candles.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Candles, Float64, Int64
from ohlc_desktop.core.chart.lod import Bars, Reals
from ohlc_desktop.core.continuous.adjustment import Adjustment


def adjusted_bars(bars: Bars, candles: Candles, what: Adjustment) -> Bars:
    """Bars of raw candles as they look adjusted; prices float64.

    Args:
        bars: Left to right, of these candles.
        candles: As they were traded.
        what: Is done to them.
    """
    if what.changes_nothing or not len(bars):
        return bars
    first, last = what.stretch(bars.first), what.stretch(bars.last)
    opens, closes = _moved(bars.open, what, first), _moved(bars.close, what, last)
    high, low = _moved(bars.high, what, first), _moved(bars.low, what, first)
    for bar in np.flatnonzero(first != last).tolist():
        piece = slice(int(bars.first[bar]), int(bars.last[bar]) + 1)
        within = np.arange(first[bar], last[bar] + 1)
        begins = np.maximum(what.starts[within] - piece.start, 0)
        high[bar] = _moved(np.maximum.reduceat(candles.high[piece], begins), what, within).max()
        low[bar] = _moved(np.minimum.reduceat(candles.low[piece], begins), what, within).min()
    return replace(bars, open=opens, high=high, low=low, close=closes)


def _moved(prices: Reals, what: Adjustment, stretch: Int64) -> Float64:
    return np.asarray(prices * what.factor[stretch] + what.offset[stretch], dtype=np.float64)
