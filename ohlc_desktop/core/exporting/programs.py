"""The programs that files of candles are written for: which timeframes each takes, and what it calls its files.

NinjaTrader: https://ninjatrader.com/support/helpGuides/nt8/en-us/importing.htm (minutes of one minute and days only, the
stamp at the end of a candle, UTC, a file is named after its instrument, ``##-##`` is its continuous contract). Sierra Chart:
https://www.sierrachart.com/index.php?page=doc/IntradayDataFileFormat.html (the stamp at the open, UTC, the name of a file is
the symbol). AmiBroker: https://www.amibroker.com/kb/2015/01/07/timestamps-explained/ (stamps must be those of the open, and
what is longer than the base interval of a database is made of it).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ohlc_desktop.core.continuous.spec import MARK, is_spec
from ohlc_desktop.core.market.instruments import MONTH_CODES, Instrument
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe

#: What a file system may not take in a name.
_UNFIT = re.compile(r"[^\w.=^+#-]")


@dataclass(frozen=True, slots=True)
class ExportProgram:
    """A program.

    Attributes:
        name: For people.
        timeframes: Names of those that it takes.
        instead: What it does about the others, as a sentence.
        named: The name of its file for an instrument and timeframe.
        reading: How the files are read there, as a sentence.
        zoned: Times may be on another clock than that of UTC.
        folders: Folders for files of several timeframes, by timeframe, where they have the same name.
        companion: The ending of a second file beside each; empty where there is none.
        named_after_root: It calls all continuous series of a root the same.
    """

    name: str
    timeframes: tuple[str, ...]
    instead: str
    named: Callable[[Instrument, Timeframe], str]
    reading: str
    zoned: bool = False
    folders: tuple[tuple[str, str], ...] = ()
    companion: str = ""
    named_after_root: bool = False


def plain_symbol(instrument: Instrument) -> str:
    """A future without exchange and marks, ``NQ`` or ``NQZ26``; of others the symbol as a file name may have it.

    Of a continuous series it is ``NQ-volume-difference``: no program has a name for it, and marks of ours it may not take.
    """
    if is_spec(instrument.symbol):
        return instrument.symbol.replace(MARK, "-").replace(":", "-")
    if instrument.month is not None:
        year, month = instrument.month
        return f"{instrument.root}{MONTH_CODES[month - 1]}{year % 100:02}"
    return instrument.root or _UNFIT.sub("_", instrument.symbol)


def _ninjatrader_name(instrument: Instrument, _: Timeframe) -> str:
    if not instrument.root:
        return f"{plain_symbol(instrument)}.Last.txt"
    year, month = instrument.month or (0, 0)
    contract = f"{month:02}-{year % 100:02}" if month else "##-##"
    return f"{instrument.root} {contract}.Last.txt"


PROGRAMS = {
    "ninjatrader": ExportProgram(
        "NinjaTrader", ("1m", "1d"), "It reads 1m and 1d, and makes the others of them.", _ninjatrader_name,
        "Import them with timestamps that represent the end of a bar, data type Last, time zone UTC.",
        folders=(("1m", "minute"), ("1d", "day")), named_after_root=True,
    ),
    "scid": ExportProgram(
        "Sierra Chart", tuple(name for name, each in TIMEFRAMES.items() if not each.daily),
        "Its .scid files hold times, not trade dates; it makes days of 1m.",
        lambda instrument, frame: f"{plain_symbol(instrument)}_{frame.name}.scid",
        "Copy them into its data folder; the name of a file is its symbol there.",
    ),
    "amibroker": ExportProgram(
        "AmiBroker", ("1m", "5m", "15m", "1h", "1d"),
        "Its databases have a base interval of 1m, 5m, 15m, 1h or 1d, and it makes the others of that.",
        lambda instrument, frame: f"{plain_symbol(instrument)}_{frame.name}.csv",
        "Import them with the .format file beside each; times are those of the open of a candle.",
        zoned=True, companion=".format",
    ),
}  # fmt: skip
