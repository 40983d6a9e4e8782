"""The formats of text that candles are kept in, told apart by their first lines.

Layouts and stamps as their makers document them, and as files show them that traders own: NinjaTrader, MetaStock and
TradeStation stamp the end of a candle, all others its open. What a file's stamps mean is proven each time all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ohlc_desktop.core.arbitration.precedence import COPY, TRADINGVIEW
from ohlc_desktop.core.files.file_candles import Stamp


@dataclass(frozen=True, slots=True)
class TextFormat:
    """One format.

    Attributes:
        name: For people.
        begins: A pattern that the first line begins with, without quotes.
        columns: What stands in each column, where no header names them: ``date``, ``time``, ``moment``, ``open`` ...
            ``volume``, ``ticker``; empty for what is passed over. ``moment`` is a date with or without a time; ``more`` is
            the rest of a volume that is written in two columns.
        stamp: Which end of a candle the maker says that a stamp names.
        separator: Between columns; empty where it is found in the header.
        month_first: Dates are written 12/31/2026.
        ticks: Each row is a trade, whose price is in ``close``.
        settled: Flat rows are settlements of days without a trade; the volume in them is that of the whole product.
    """

    name: str
    begins: str
    columns: tuple[str, ...] | None = None
    stamp: Stamp = Stamp.OPEN
    separator: str = ""
    month_first: bool = False
    ticks: bool = False
    settled: bool = False

    @property
    def source(self) -> str:
        """What its candles are said to come from, where a person names nothing else."""
        return _SOURCES.get(self.name.partition(",")[0], "csv")


_SOURCES = {
    "NinjaTrader": "ninjatrader", "Sierra Chart": "sierra", "MetaStock": "metastock", "TradeStation": "tradestation",
    "TradingView": TRADINGVIEW, "FirstRate": "firstrate", "Kibot": "kibot", "OHLC Desktop": COPY,
}  # fmt: skip
_PRICES = ("open", "high", "low", "close")
_ROW = ("moment", *_PRICES, "volume")
_FIXED_DAY = r"\d{4}-\d\d-\d\d"
#: The first that fits counts. A number of columns that varies makes a format of each.
FORMATS: tuple[TextFormat, ...] = (
    TextFormat("NinjaTrader, ticks", r"\d{8} \d{6}( \d{1,7})?(;[^;]*){4}$", ("moment", "close", "", "", "volume"),
               separator=";", ticks=True),
    TextFormat("NinjaTrader, ticks", r"\d{8} \d{6}( \d{1,7})?(;[^;]*){2}$", ("moment", "close", "volume"),
               separator=";", ticks=True),
    TextFormat("NinjaTrader, minutes", r"\d{8} \d{6};", _ROW, Stamp.END, ";"),
    TextFormat("NinjaTrader, days", r"\d{8};", _ROW, separator=";"),
    TextFormat("Sierra Chart", r"Date, ?Time, ?Open, ?High, ?Low, ?Last"),
    TextFormat("Sierra Chart, days", r"Date, ?Open, ?High, ?Low, ?Last", settled=True),
    TextFormat("MetaStock", r"<TICKER>", stamp=Stamp.END),
    TextFormat("TradeStation", r"Date,Time,O(pen)?,", stamp=Stamp.END, month_first=True),
    TextFormat("OHLC Desktop", r"time([,;\t])open\1high\1low\1close\1volume(\1known)?(\1contract)?(\1estimated)?$"),
    TextFormat("TradingView", r"time,open,high,low,close"),
    TextFormat("FirstRate", rf"{_FIXED_DAY} \d\d:\d\d:\d\d(,[^,]*){{5}}$", _ROW, separator=","),
    TextFormat("FirstRate, days", rf"{_FIXED_DAY}(,[^,]*){{6}}$", (*_ROW, ""), separator=","),
    TextFormat("FirstRate, days", rf"{_FIXED_DAY}(,[^,]*){{5}}$", _ROW, separator=","),
    TextFormat("Kibot", r"\d\d/\d\d/\d{4},\d\d:\d\d(,[^,]*){5}$", ("date", "time", *_PRICES, "volume"),
               separator=",", month_first=True),
    TextFormat("Kibot, days", r"\d\d/\d\d/\d{4}(,[^,]*){5}$", _ROW, separator=",", month_first=True),
)  # fmt: skip
#: Any other text with a header that :func:`columns_named` understands.
WITH_HEADER = TextFormat("text with a header", "")
#: What columns are called, in small letters and without signs, by what stands in them.
_CALLED = {
    "moment": ("time", "datetime", "timestamp", "date time", "moment", "date"), "date": ("date", "dtyyyymmdd", "day"),
    "time": ("time",), "ticker": ("ticker", "symbol", "instrument"),
    "open": ("open", "o"), "high": ("high", "h"), "low": ("low", "l"), "close": ("close", "last", "c"),
    "volume": ("volume", "vol", "v", "up"),
}  # fmt: skip


def format_of(first_line: str) -> TextFormat | None:
    """The format of a file, by its first line without its end; None for one that is not known."""
    plain = first_line.replace('"', "")
    return next((each for each in FORMATS if re.match(each.begins, plain)), None)


def columns_named(names: Sequence[str]) -> tuple[str, ...] | None:
    """What stands in the columns of a header; None where prices or times are not among them."""
    found = roles_named(names)
    timed = {"moment", "date"} & set(found)
    return found if timed and set(_PRICES) <= set(found) else None


def roles_named(names: Sequence[str]) -> tuple[str, ...]:
    """What stands in the columns of a header, as far as their names tell; empty where they do not.

    A column of times beside one of dates is a time of day. Of several that could be the volume the first is; what was traded
    at rising and at falling prices, as TradeStation writes it, is one volume.
    """
    plain = [re.sub(r"[^a-z ]", "", name.lower()).strip() for name in names]
    apart = any(name in _CALLED["date"] for name in plain) and any(name in _CALLED["time"] for name in plain)
    stamps = ("date", "time") if apart else ("moment",)
    found = [""] * len(plain)
    for role in (*stamps, *_PRICES, "volume", "ticker"):
        at = next((at for at, name in enumerate(plain) if name in _CALLED[role] and not found[at]), None)
        if at is not None:
            found[at] = role
    if "up" in plain and found[plain.index("up")] == "volume" and "down" in plain:
        found[plain.index("down")] = "more"
    return tuple(found)
