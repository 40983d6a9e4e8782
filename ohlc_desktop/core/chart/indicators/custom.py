"""Computes indicators that plug-ins provide, whose functions are not trusted.

Such a function gets copies that cannot be written to, and whatever it does or returns costs its own lines only.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Float64, Int64
from ohlc_desktop.core.chart.indicators.model import Value, Whole
from ohlc_desktop.core.errors import Unfit, problem_of
from ohlc_desktop.core.messages import NOTHING, Message


@dataclass(frozen=True, slots=True)
class CandleColumns:
    """The candles of a whole series, oldest first: arrays of equal length, not to be written to.

    Attributes:
        ts: int64, UTC epoch seconds of the candle's open; for 1d and longer 00:00 UTC of the trade date.
        open: float64 price; ``high``, ``low`` and ``close`` likewise. Exact to float32, which is all that the feed has.
        volume: float64, contracts or shares; 0 where it is not known.
    """

    ts: Int64
    open: Float64
    high: Float64
    low: Float64
    close: Float64
    volume: Float64

    def __len__(self) -> int:
        return len(self.ts)


def compute_whole(
    function: Whole, values: Mapping[str, Value], keys: Sequence[str], candles: Candles
) -> tuple[dict[str, NDArray[np.float32]], Message, str]:
    """Call the function of a plug-in.

    Args:
        function: Of the plug-in.
        values: The parameters by key.
        keys: Of the lines that are wanted.
        candles: The whole series; not changed.

    Returns:
        float32 by key, each as long as the series, finite or NaN; and, where all is NaN because the function failed or
        returned something else, the problem and its traceback, which are empty otherwise.
    """
    try:
        with np.errstate(all="ignore"):
            found = function(_columns(candles), **values)
            return {key: _line(found, key, len(keys), len(candles)) for key in keys}, NOTHING, ""
    except BaseException as error:  # noqa: BLE001  # SystemExit as well, and the panics of extensions written in Rust
        nothing = {key: np.full(len(candles), np.nan, dtype=np.float32) for key in keys}
        return nothing, problem_of(error), traceback.format_exc()


def _columns(candles: Candles) -> CandleColumns:
    """Copies, which nobody can write to."""
    ts, others = candles.ts.copy(), [column.astype(np.float64) for column in candles.columns[1:]]
    for column in (ts, *others):
        column.flags.writeable = False
    return CandleColumns(ts, *others)


def _line(found: object, key: str, lines: int, count: int) -> NDArray[np.float32]:
    """One line of what a function returned, in an array of its own; what is not finite is undefined."""
    if isinstance(found, Mapping):
        if key not in found:
            raise Unfit(Message("It gave no line '{key}'.", key=key))
        found = found[key]
    elif lines > 1:
        raise Unfit(Message("It gave no mapping of its lines."))
    values = np.asanyarray(found)
    if values.ndim != 1 or values.dtype.kind not in "biuf":
        raise Unfit(Message("It gave no column of numbers for the line '{key}'.", key=key))
    if len(values) != count:
        told = Message(
            "It gave {found} values for the line '{key}' of {count} candles.", found=len(values), key=key, count=count
        )
        raise Unfit(told)
    line = np.ma.filled(values.astype(np.float32), np.nan)  # what is masked is undefined too
    line[~np.isfinite(line)] = np.nan
    return line
