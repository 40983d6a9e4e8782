"""Candles that were read, in the form that the caller wants: numpy columns, an Arrow table, a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, concat
from ohlc_desktop.core.errors import OhlcError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

_PRICES = ("open", "high", "low", "close")


@dataclass(frozen=True, slots=True)
class CandleData:
    """The candles of one timeframe, of one symbol or of several.

    Nothing is copied for a form of one symbol: treat the arrays as read-only if you ask for more than one.

    Attributes:
        timeframe: ``5m``.
        series: The candles by symbol, in the order asked for; sorted by time, each once.
        several: Whether forms name the symbol of each candle: where a list of symbols was asked for.
        estimated: By symbol the rolls by whose estimated difference prices are adjusted, each as the symbols of the old and
            the new contract; empty where all are proven.
    """

    timeframe: str
    series: Mapping[str, Candles]
    several: bool = False
    estimated: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(map(len, self.series.values()))

    def numpy(self) -> dict[str, NDArray[Any]]:
        """The columns as arrays of one length.

        ``symbol`` (str) first where several were asked for; ``time`` datetime64[s], the open of each candle in UTC, for 1d
        and longer 00:00 of the trade date; ``open``, ``high``, ``low``, ``close`` float64; ``volume`` int64, 0 where the source
        gave none: a candle is there because something was traded.
        """
        every = self._every()
        names = (
            {"symbol": np.repeat(np.array(list(self.series), dtype=np.str_), self._lengths())} if self.several else {}
        )
        columns = dict(zip(("time", *_PRICES, "volume"), every.columns, strict=True))
        return {**names, **columns, "time": every.ts.view("datetime64[s]")}

    def arrow(self) -> pyarrow.Table:
        """The same as an Arrow table.

        ``time`` timestamp[s, UTC], prices double, ``volume`` int64 and null where the source gave none; ``symbol`` a dictionary.

        Raises:
            OhlcError: pyarrow is not installed.
        """
        arrow = _pyarrow()
        every = self._every()
        columns = {"time": arrow.array(every.ts).view(arrow.timestamp("s", tz="UTC"))}
        columns |= {name: arrow.array(getattr(every, name)) for name in _PRICES}
        columns["volume"] = arrow.array(every.volume, mask=every.volume == 0)
        if self.several:
            places = arrow.array(np.repeat(np.arange(len(self.series), dtype=np.int32), self._lengths()))
            columns = {
                "symbol": arrow.DictionaryArray.from_arrays(places, arrow.array(list(self.series), arrow.string())),
                **columns,
            }
        return arrow.table(columns)

    def pandas(self) -> pd.DataFrame:
        """The same as a DataFrame, with prices and ``volume`` as float64.

        The index is ``time``, a DatetimeIndex in UTC with a resolution of seconds; of several symbols ``symbol`` and ``time``.
        ``volume`` is NaN where the source gave none, and a float for that: it is exact up to 9e15, and every column has the same type.
        ``attrs["estimated"]`` is there where prices are adjusted by estimates.
        """
        import pandas as pd

        every = self._every()
        volume = every.volume.astype(np.float64)
        volume[every.volume == 0] = np.nan
        columns = {name: getattr(every, name) for name in _PRICES} | {"volume": volume}
        time = pd.DatetimeIndex(every.ts.view("datetime64[s]"), name="time").tz_localize("UTC")
        frame = pd.DataFrame(columns, index=self._index(time), copy=False)
        if self.estimated:
            frame.attrs["estimated"] = dict(self.estimated)
        return frame

    def _index(self, time: pd.DatetimeIndex) -> pd.Index[Any]:
        import pandas as pd

        if not self.several:
            return time
        symbols = pd.Categorical.from_codes(
            np.repeat(np.arange(len(self.series)), self._lengths()), categories=pd.Index(list(self.series), dtype="str")
        )
        return pd.MultiIndex.from_arrays([symbols, time], names=["symbol", "time"])

    def _lengths(self) -> list[int]:
        return [len(candles) for candles in self.series.values()]

    def _every(self) -> Candles:
        parts = list(self.series.values())
        return parts[0] if len(parts) == 1 else concat(parts)


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise OhlcError(
            "pyarrow is not installed.", "The candles were read, but cannot be made into an Arrow table.",
            "Install it: pip install 'ohlc-desktop[parquet]'",
        ) from error  # fmt: skip
    return pyarrow
