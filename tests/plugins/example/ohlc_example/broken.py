"""Indicators that can be chosen, and then fail; and one that is none."""

import numpy as np

from ohlc_desktop.indicators import CandleColumns, CustomIndicator, Line, Place

LINES = (Line("line", "Line"),)


def fail(candles: CandleColumns) -> np.ndarray:
    """Write to what is not its own, then divide by zero."""
    try:
        candles.close[:] = 0
    except ValueError:
        raise ZeroDivisionError("nothing to divide by") from None
    return candles.close


def half(candles: CandleColumns) -> np.ndarray:
    """Values for the newer candles only."""
    return candles.close[len(candles) // 2 :]


raises = CustomIndicator(title="Raises", short="Raises", function=fail, lines=LINES)
short = CustomIndicator(title="Too short", short="Short", function=half, lines=LINES, place=Place.OWN)
undeclared = fail
