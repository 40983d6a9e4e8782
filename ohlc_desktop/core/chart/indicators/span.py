"""The stretch of a series that an indicator is computed for at a time, in float64."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.series import ChartSeries

#: What a price indicator can be made of: the four prices, (h+l)/2, (h+l+c)/3 and (o+h+l+c)/4.
SOURCES = ("close", "open", "high", "low", "hl2", "hlc3", "ohlc4")

_MIXED = {"hl2": ("high", "low"), "hlc3": ("high", "low", "close"), "ohlc4": ("open", "high", "low", "close")}


@dataclass(frozen=True, slots=True)
class Span:
    """The places ``[first, last)`` of a series.

    Columns come as fresh float64 arrays: the work of an indicator stays as small as the span, whatever the
    length of the series.
    """

    series: ChartSeries
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first

    def column(self, name: str, back: int = 0) -> Float64:
        """A column of the candles (``close``, ``volume``...) with up to ``back`` candles from before the span.

        There are fewer of them at the beginning of the series.
        """
        values = getattr(self.series.candles, name)[max(self.first - back, 0) : self.last]
        return np.array(values, dtype=np.float64)

    def price(self, source: str, back: int = 0) -> Float64:
        """One of ``SOURCES``, as :meth:`column` gives it."""
        if source not in _MIXED:
            return self.column(source, back)
        columns = [self.column(name, back) for name in _MIXED[source]]
        return np.asarray(sum(columns[1:], columns[0]) / len(columns))


def fitted(values: Float64, length: int) -> Float64:
    """The newest ``length`` values; NaN before them where there are fewer."""
    if len(values) >= length:
        return values[len(values) - length :]
    return np.concatenate((np.full(length - len(values), np.nan), values))
