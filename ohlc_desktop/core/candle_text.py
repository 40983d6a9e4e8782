"""Candles as text, the same wherever they are written: by ``export`` and by a chart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from operator import add

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Float64, Int64
from ohlc_desktop.core.chart.axes.time_texts import offset_pieces
from ohlc_desktop.core.continuous.spec import by_ratio
from ohlc_desktop.core.layouts import PLAIN, ExportLayout
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.core.voices.levels import Confidence


def time_columns(
    candles: Candles, timeframe: Timeframe, layout: ExportLayout = PLAIN, zone: tzinfo | None = UTC
) -> list[list[str]]:
    """The columns of times as text: trade dates for 1d and longer, whatever the zone; else times on its clock.

    Args:
        candles: Sorted.
        timeframe: Of the candles.
        layout: Says how times are written, and whether dates and times have a column each.
        zone: For candles below 1d; None for the machine's own.
    """
    if timeframe.daily:
        return [_texts(candles.ts // DAY, "datetime64[D]")]
    ahead = offsets(candles.ts, zone)
    local = _texts(candles.ts + ahead, "datetime64[s]")
    if layout.iso:
        marks = {seconds: _offset_mark(seconds, zone) for seconds in np.unique(ahead).tolist()}
        return [list(map(add, local, map(marks.__getitem__, ahead.tolist())))]
    if layout.clock:
        return [[text[:10] for text in local], [text[11:] for text in local]]
    return [[text.replace("T", " ") for text in local]]


def _texts(numbers: Int64, kind: str) -> list[str]:
    """Days or seconds since 1970-01-01, as that type of numpy, in ISO 8601."""
    return np.datetime_as_string(numbers.astype(kind)).tolist()  # type: ignore[no-any-return]


def offsets(ts: Int64, zone: tzinfo | None) -> Int64:
    """Seconds that a zone's clock is ahead of UTC at each of some sorted times (UTC epoch seconds), int64."""
    if not len(ts) or zone is UTC:
        return np.zeros(len(ts), dtype=np.int64)
    pieces = offset_pieces(int(ts[0]), int(ts[-1]) + 1, zone)
    bounds = np.searchsorted(ts, [start for start, _, _ in pieces] + [pieces[-1][1]])
    return np.repeat(np.array([ahead for _, _, ahead in pieces], dtype=np.int64), np.diff(bounds))


def _offset_mark(seconds: int, zone: tzinfo | None) -> str:
    """What follows a time in ISO 8601: ``Z`` in UTC, else as ``-05:00``."""
    if zone is UTC:
        return "Z"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"


def price_columns(candles: Candles, instrument: Instrument) -> list[list[str]]:
    """Open, high, low and close as text: as the instrument writes them, and all digits where they are adjusted by ratio.

    Of a chart's float32 these are the seven that it has.
    """
    if not by_ratio(instrument.symbol):
        return list(map(instrument.format_prices, candles.columns[1:5]))
    return [instrument.format_prices(_digits(column), exact=True) for column in candles.columns[1:5]]


def _digits(prices: NDArray[np.floating]) -> Float64:
    """Prices as float64; of float32 the fewest digits that identify each."""
    return (prices.astype(np.str_) if prices.dtype == np.float32 else prices).astype(np.float64)


def volumes(candles: Candles) -> list[int | None]:
    """The volumes; None where it is not known, for which 0 is stored: a candle is there because something was traded."""
    return [volume or None for volume in candles.volume.tolist()]


def known_words(known: NDArray[np.int8]) -> list[str]:
    """How well candles are known (values of ``Confidence``), in a word each."""
    words = [level.name.lower() for level in Confidence]
    return [words[level] for level in known.tolist()]


def csv_lines(candles: Candles, instrument: Instrument, timeframe: Timeframe) -> Iterator[str]:
    """The lines of a CSV file, the header first, each with its line end; prices as the instrument writes them.

    A volume that is not known is empty.
    """
    yield ",".join(PLAIN.names(timeframe.daily)) + "\n"
    written = ("" if volume is None else str(volume) for volume in volumes(candles))
    for row in zip(*time_columns(candles, timeframe), *price_columns(candles, instrument), written, strict=True):
        yield ",".join(row) + "\n"
