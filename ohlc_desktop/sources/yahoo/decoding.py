"""Candles, quotes and splits of a chart answer: what yfinance made of it, and the answer itself where yfinance hides it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.checking.splits import Split, read_event
from ohlc_desktop.core.market.sessions import day_number


def slots_of(chart: Mapping[str, Any]) -> pd.DataFrame:
    """Every slot of an answer as it came, by time in the exchange's zone: yfinance leaves some out and puts others together.

    None for an answer of another shape: what yfinance made of it counts.
    """
    names = ["open", "high", "low", "close", "volume"]
    try:
        result = chart["result"][0]
        quote = result["indicators"]["quote"][0]
        zone = result["meta"].get("exchangeTimezoneName") or "America/New_York"
        index = pd.to_datetime(result["timestamp"], unit="s", utc=True).tz_convert(zone)
        return pd.DataFrame({name: quote[name] for name in names}, index=index, dtype=np.float64)
    except (KeyError, IndexError, TypeError, ValueError):
        return pd.DataFrame(columns=names, index=pd.DatetimeIndex([], tz="UTC"), dtype=np.float64)


def valueless(slots: pd.DataFrame, daily: bool) -> Int64:
    """Stamps of the slots without any price, which yfinance leaves out as if nothing had been traded.

    UTC epoch seconds; of daily slots 00:00 UTC of the date that they carry in the exchange's zone.
    """
    prices = slots[["open", "high", "low", "close"]]
    return _stamps(pd.DatetimeIndex(slots.index[prices.isna().all(axis=1)]), daily)


def volumeless(slots: pd.DataFrame, daily: bool) -> Int64:
    """Stamps of the slots with prices and without a volume, which yfinance makes 0; as of :func:`valueless`."""
    unknown = slots["volume"].isna() & slots["close"].notna()
    return _stamps(pd.DatetimeIndex(slots.index[unknown]), daily)


def splits_of(chart: Mapping[str, Any]) -> tuple[Split, ...]:
    """The splits that an answer tells of, oldest first; yfinance has them among the rows, without their parts."""
    try:
        result = chart["result"][0]
        zone = ZoneInfo(result["meta"].get("exchangeTimezoneName") or "America/New_York")
        told = list(result["events"]["splits"].values())
    except (KeyError, IndexError, TypeError, AttributeError, ValueError):
        return ()
    found = (read_event(event, lambda at: day_number(datetime.fromtimestamp(at, zone).date())) for event in told)
    return tuple(sorted((split for split in found if split is not None), key=lambda split: split.at))


def quote_moment(slots: pd.DataFrame, seconds: int) -> int | None:
    """The time of the last row if that is a quote: off the grid, one price, no volume. yfinance hides it in the row before."""
    if not len(slots):
        return None
    last = slots.iloc[-1]
    at = int(slots.index[-1].timestamp())
    quote = last["high"] == last["low"] and last["open"] == last["close"] and not last["volume"] > 0
    return at if at % seconds and quote else None


def _stamps(index: pd.DatetimeIndex, daily: bool) -> Int64:
    """UTC epoch seconds; of daily rows 00:00 UTC of the date that they carry in the index's own zone."""
    at = index.tz_localize(None).normalize() if daily else index.tz_convert("UTC").tz_localize(None)
    return np.asarray(at.as_unit("s").asi8, dtype=np.int64)


def rows_of(frame: pd.DataFrame, daily: bool) -> RawRows:
    """The rows that yfinance made of an answer; stamps as :func:`valueless` has them."""
    index = frame.index
    if not len(frame) or not isinstance(index, pd.DatetimeIndex):
        return no_rows()
    frame = frame[frame[["Open", "High", "Low", "Close"]].notna().any(axis=1)]  # yfinance makes rows of events
    ts = _stamps(pd.DatetimeIndex(frame.index), daily)
    values = (frame[name].to_numpy(dtype=np.float64) for name in ("Open", "High", "Low", "Close", "Volume"))
    return RawRows(ts, *values)


def no_rows() -> RawRows:
    """An answer without a candle."""
    none = np.empty(0, dtype=np.float64)
    return RawRows(np.empty(0, dtype=np.int64), none, none, none, none, none)


def is_empty_result(result: Any) -> bool:
    """A proper answer that simply has no rows: meta and indicators, but no time stamps."""
    return (
        isinstance(result, dict)
        and isinstance(result.get("meta"), dict)
        and "regularMarketTime" in result["meta"]
        and not result.get("timestamp")
        and isinstance(result.get("indicators"), dict)
    )
