"""The middle of a price channel, and how far candles reach."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ohlc_desktop.indicators import (
    CandleColumns,
    CustomIndicator,
    Line,
    LineStyle,
    Parameter,
    ParameterKind,
    Place,
)

PERIOD = Parameter("period", "Period", ParameterKind.INT, default=20, smallest=1, largest=500)


def windows(values: np.ndarray, period: int) -> np.ndarray:
    """The last values before each candle and its own, a row each; those before the first value are undefined."""
    return sliding_window_view(np.concatenate((np.full(period - 1, np.nan), values)), period)


def middle(candles: CandleColumns, period: int) -> np.ndarray:
    """Halfway between the highest high and the lowest low of the last candles."""
    return (windows(candles.high, period).max(axis=1) + windows(candles.low, period).min(axis=1)) / 2


def reach(candles: CandleColumns, period: int) -> dict[str, np.ndarray]:
    """From low to high, and the mean of that over the last candles."""
    found = candles.high - candles.low
    return {"range": found, "mean": windows(found, period).mean(axis=1)}


channel = CustomIndicator(
    title="Middle of the channel",
    short="Channel",
    function=middle,
    parameters=(PERIOD,),
    lines=(Line("middle", "Middle"),),
)

ranges = CustomIndicator(
    title="Range of candles",
    short="Range",
    function=reach,
    place=Place.OWN,
    parameters=(PERIOD,),
    lines=(Line("range", "Range", LineStyle.HISTOGRAM), Line("mean", "Mean")),
)
