"""Candles as text, the same wherever they are written: by ``export`` and by a chart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.instruments import Instrument
from ohlc_desktop.core.timeframes import DAY, Timeframe

#: Names of the columns.
HEADER = ("time", "open", "high", "low", "close", "volume")


def times(candles: Candles, timeframe: Timeframe) -> list[str]:
    """The stamps as text: trade dates for 1d and longer, else ISO 8601 in UTC."""
    if timeframe.daily:
        return np.datetime_as_string((candles.ts // DAY).astype("datetime64[D]")).tolist()  # type: ignore[no-any-return]
    seconds = np.datetime_as_string(candles.ts.astype("datetime64[s]"))
    return [f"{text}Z" for text in seconds.tolist()]


def csv_lines(candles: Candles, instrument: Instrument, timeframe: Timeframe) -> Iterator[str]:
    """The lines of a CSV file, the header first, each with its line end; prices as the instrument writes them."""
    yield ",".join(HEADER) + "\n"
    prices = (instrument.format_prices(column) for column in candles.columns[1:5])
    for row in zip(times(candles, timeframe), *prices, map(str, candles.volume.tolist()), strict=True):
        yield ",".join(row) + "\n"
