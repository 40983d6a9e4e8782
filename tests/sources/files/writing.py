"""Files of candles as other programs write them, written by other means than they are read with."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from ohlc_desktop.core.candles import Candles, make

#: One candle: its moment in the zone of the file, four prices, volume.
Row = tuple[datetime, float, float, float, float, int]
NEW_YORK = ZoneInfo("America/New_York")


def candles(count: int = 60, start: str = "2026-10-30 20:30") -> Candles:
    """Minutes over a weekend, so that no stamp is the same as in another zone by chance; quarters of a point."""
    first = int(datetime.fromisoformat(start).replace(tzinfo=UTC).timestamp())
    stamps = first + 60 * np.arange(count)
    random = np.random.default_rng(3)
    opens, closes = 20_000 + random.integers(0, 400, (2, count)) / 4
    return make(
        stamps, opens, np.maximum(opens, closes) + 0.25, np.minimum(opens, closes) - 0.5, closes, np.arange(1, count + 1)
    )


def rows(block: Candles, zone: ZoneInfo | None = None, later: int = 0) -> Iterator[Row]:
    """The candles one by one, stamped ``later`` seconds after their opens."""
    for ts, *prices, volume in zip(*(column.tolist() for column in block.columns), strict=True):
        moment = datetime.fromtimestamp(ts + later, zone or UTC)
        yield moment, prices[0], prices[1], prices[2], prices[3], volume


def text(block: Candles, write: Callable[[Row], str], header: str = "", zone: ZoneInfo | None = None, later: int = 0) -> str:
    """A file with a line a candle."""
    lines = [header] if header else []
    return "\n".join([*lines, *(write(row) for row in rows(block, zone, later))]) + "\n"


def ninjatrader(block: Candles) -> str:
    """Minutes as NinjaTrader exports them: UTC, the end of a candle."""
    return text(block, lambda r: f"{r[0]:%Y%m%d %H%M%S};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}", later=60)


def _sierra(row: Row) -> str:
    at = row[0]
    prices = ", ".join(f"{price:.2f}" for price in row[1:5])
    return f"{at.year}/{at.month}/{at.day}, {at:%H:%M:%S}, {prices}, {row[5]}, 3, 1, 2"


def _plain(stamp: str) -> Callable[[Row], str]:
    return lambda r: f"{r[0]:{stamp}},{r[1]},{r[2]},{r[3]},{r[4]},{r[5]}"


#: A writer of each text of minutes: name of the format, text, zone, seconds from open to stamp.
MINUTES: dict[str, tuple[Callable[[Candles], str], ZoneInfo | None, int]] = {
    "NinjaTrader, minutes": (ninjatrader, None, 60),
    "Sierra Chart": (
        lambda b: text(b, _sierra, "Date, Time, Open, High, Low, Last, Volume, NumberOfTrades, BidVolume, AskVolume"),
        None, 0,
    ),
    "MetaStock": (
        lambda b: text(b, lambda r: f"NQ,1,{r[0]:%Y%m%d,%H%M%S},{r[1]},{r[2]},{r[3]},{r[4]},{r[5]}",
                       "<TICKER>,<PER>,<DTYYYYMMDD>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>", NEW_YORK, 60),
        NEW_YORK, 60,
    ),
    "TradeStation": (
        lambda b: text(b, lambda r: f"{r[0]:%m/%d/%Y,%H:%M},{r[1]},{r[2]},{r[3]},{r[4]},{r[5] - 1},1",
                       '"Date","Time","Open","High","Low","Close","Up","Down"', NEW_YORK, 60),
        NEW_YORK, 60,
    ),
    "TradingView": (
        lambda b: text(b, lambda r: f"{int(r[0].timestamp())},{r[1]},{r[2]},{r[3]},{r[4]},NaN,{r[5]},",
                       "time,open,high,low,close,VWAP,Volume,Plot"),
        None, 0,
    ),
    "OHLC Desktop": (lambda b: text(b, _plain("%Y-%m-%dT%H:%M:%SZ"), "time,open,high,low,close,volume"), None, 0),
    "FirstRate": (lambda b: text(b, _plain("%Y-%m-%d %H:%M:%S"), "", NEW_YORK), NEW_YORK, 0),
    "Kibot": (lambda b: text(b, _plain("%m/%d/%Y,%H:%M"), "", NEW_YORK), NEW_YORK, 0),
    "text with a header": (
        lambda b: text(b, lambda r: f"{r[4]}\t{r[5]}\t{r[1]}\t{r[2]}\t{r[3]}\t{r[0].isoformat()}",
                       "Close\tVol.\tOpen\tHigh\tLow\tDate", NEW_YORK),
        None, 0,
    ),
}  # fmt: skip


def ticks(block: Candles) -> list[tuple[int, float, int]]:
    """Moments, prices and volumes of trades that make the candles: open, high, low, close within each minute."""
    found = []
    for ts, open_, high, low, close, volume in zip(*(column.tolist() for column in block.columns), strict=True):
        last = volume - 3 if volume > 3 else 0
        amounts = (1, 1, 1, last) if volume > 3 else (volume, 0, 0, 0)
        found += [(ts + 7 * n, p, v) for n, (p, v) in enumerate(zip((open_, high, low, close), amounts, strict=True))]
    return found


def scid(path: Path, block: Candles, as_ticks: bool) -> None:
    """A file of Sierra Chart."""
    epoch = datetime(1899, 12, 30, tzinfo=UTC)

    def record(ts: int, prices: tuple[float, float, float, float], volume: int) -> bytes:
        moment = (datetime.fromtimestamp(ts, UTC) - epoch) // timedelta(microseconds=1)
        return struct.pack("<qffffIIII", moment, *prices, 1, volume, 0, volume)

    body = (
        [record(ts, (0.0, price + 0.25, price - 0.25, price), volume) for ts, price, volume in ticks(block)]
        if as_ticks
        else [record(int(row[0].timestamp()), (row[1], row[2], row[3], row[4]), row[5]) for row in rows(block)]
    )
    path.write_bytes(struct.pack("<4sIIHHI36x", b"SCID", 56, 40, 1, 0, 0) + b"".join(body))
