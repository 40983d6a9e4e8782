"""Candles as text, the same wherever they are written: by ``export`` and by a chart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.instruments import Instrument
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.core.voices.levels import Known

#: Names of the columns.
HEADER = ("time", "open", "high", "low", "close", "volume")
#: Name of the column, on request, that says how well a candle is known.
KNOWN = "known"


def times(candles: Candles, timeframe: Timeframe) -> list[str]:
    """The stamps as text: trade dates for 1d and longer, else ISO 8601 in UTC."""
    if timeframe.daily:
        return np.datetime_as_string((candles.ts // DAY).astype("datetime64[D]")).tolist()  # type: ignore[no-any-return]
    seconds = np.datetime_as_string(candles.ts.astype("datetime64[s]"))
    return [f"{text}Z" for text in seconds.tolist()]


def volumes(candles: Candles) -> list[int | None]:
    """The volumes; None where it is not known, for which 0 is stored: a candle is there because something was traded."""
    return [volume or None for volume in candles.volume.tolist()]


def known_words(known: NDArray[np.int8]) -> list[str]:
    """How well candles are known (values of ``Known``), in a word each."""
    words = [level.name.lower() for level in Known]
    return [words[level] for level in known.tolist()]


def csv_lines(
    candles: Candles, instrument: Instrument, timeframe: Timeframe, known: NDArray[np.int8] | None = None
) -> Iterator[str]:
    """The lines of a CSV file, the header first, each with its line end; prices as the instrument writes them.

    A volume that is not known is empty. With ``known``, values of ``Known``, there is a column for them.
    """
    yield ",".join(HEADER if known is None else (*HEADER, KNOWN)) + "\n"
    prices = (instrument.format_prices(column) for column in candles.columns[1:5])
    written = ("" if volume is None else str(volume) for volume in volumes(candles))
    told = () if known is None else (known_words(known),)
    for row in zip(times(candles, timeframe), *prices, written, *told, strict=True):
        yield ",".join(row) + "\n"
