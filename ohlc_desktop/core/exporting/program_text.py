"""Candles as the text that NinjaTrader and AmiBroker import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from itertools import repeat

import numpy as np

from ohlc_desktop.core.candle_text import price_columns, time_columns
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.continuous.spec import Adjusting, is_spec
from ohlc_desktop.core.exporting.losses import ExportLosses
from ohlc_desktop.core.exporting.programs import plain_symbol
from ohlc_desktop.core.layouts import ExportLayout
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe

#: What a format file of ours begins with.
FORMAT_MARK = "# Exported by OHLC Desktop: candles of"
_CLOCK = ExportLayout(iso=False, clock="time")
#: The base interval of AmiBroker's database for each timeframe, as its settings name it.
_INTERVALS = {"1m": "1-minute", "5m": "5-minute", "15m": "15-minute", "1h": "Hourly", "1d": "End-of-day"}


def ninjatrader_lines(candles: Candles, instrument: Instrument, timeframe: Timeframe) -> Iterator[str]:
    """Lines of NinjaTrader: the end of a candle in UTC, or its trade date; without a header, as it has none."""
    ends = candles.ts if timeframe.daily else candles.ts + timeframe.seconds
    stamps = time_columns(Candles(ends, *candles.columns[1:]), timeframe, _CLOCK)
    plain = [[text.replace("-", "").replace(":", "") for text in column] for column in stamps]
    for stamp, *values in zip(map(" ".join, zip(*plain, strict=True)), *_values(candles, instrument), strict=True):
        yield ";".join((stamp, *values)) + "\n"


def amibroker_header(timeframe: Timeframe) -> str:
    """The first line of a file for AmiBroker, which its format file says to pass over."""
    return f"{','.join(_amibroker_columns(timeframe))}\n"


def amibroker_lines(
    candles: Candles, instrument: Instrument, timeframe: Timeframe, zone: tzinfo = UTC
) -> Iterator[str]:  # fmt: skip
    """Lines for AmiBroker: ticker, date, the time of the open on the clock of a zone below 1d, prices, volume."""
    stamps = time_columns(candles, timeframe, _CLOCK, zone)
    ticker = plain_symbol(instrument) if is_spec(instrument.symbol) else instrument.symbol
    for row in zip(repeat(ticker), *stamps, *_values(candles, instrument)):
        yield ",".join(row) + "\n"


def amibroker_format(
    timeframe: Timeframe, zone: tzinfo, negative: bool, adjusting: Adjusting = Adjusting.NONE, estimated: str = ""
) -> str:
    """The definition by which AmiBroker's importer reads such a file, with what a person has to know of its stamps.

    Args:
        timeframe: Of the candles.
        zone: Of the clock of the times.
        negative: Whether a price is not above zero, which the importer refuses unless told.
        adjusting: What was done to the prices before each roll of a continuous series.
        estimated: The rolls that are only estimated.
    """
    columns = [{"Date": "Date_YMD"}.get(name, name) for name in _amibroker_columns(timeframe)]
    stamps = "Dates are trade dates" if timeframe.daily else f"A time is the OPEN (start) of its candle, zone {zone}"
    commands = [
        f"{FORMAT_MARK} {timeframe.name}.", f"# {stamps}.",
        *([f"# Prices before each roll are adjusted by {adjusting}."] if adjusting is not Adjusting.NONE else []),
        *([f"# Only estimated: {estimated}."] if estimated else []),
        f"# Base time interval of the database: {_INTERVALS[timeframe.name]}.",
        f"$FORMAT {','.join(columns)}", "$SKIPLINES 1", "$SEPARATOR ,", "$CONT 1", "$GROUP 255", "$AUTOADD 1", "$DEBUG 1",
    ]  # fmt: skip
    return "".join(f"{command}\n" for command in [*commands, *(["$ALLOWNEG 1"] if negative else [])])


def _amibroker_columns(timeframe: Timeframe) -> tuple[str, ...]:
    time = () if timeframe.daily else ("Time",)
    return ("Ticker", "Date", *time, "Open", "High", "Low", "Close", "Volume")


def _values(candles: Candles, instrument: Instrument) -> list[list[str]]:
    """Prices and volumes as text; both programs want a number for a volume, 0 where it is not known."""
    return [*price_columns(candles, instrument), list(map(str, candles.volume.tolist()))]


def text_losses(candles: Candles, positive: bool) -> ExportLosses:
    """What such text does not hold of candles; ``positive`` where the program wants prices above zero."""
    low = int(np.count_nonzero(candles.low <= 0)) if positive else 0
    return ExportLosses(no_volume=int(np.count_nonzero(candles.volume == 0)), negative=low)
