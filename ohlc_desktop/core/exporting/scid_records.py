"""Candles as records of Sierra Chart's ``.scid``.

Layout as its maker documents it: a header of 56 bytes, records of 40; microseconds since 1899-12-30 in UTC, of the open of a
candle; prices as float32.
"""

from __future__ import annotations

import struct

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Float64
from ohlc_desktop.core.continuous.spec import by_ratio
from ohlc_desktop.core.exporting.losses import ExportLosses
from ohlc_desktop.core.market.instruments import Instrument

#: Mark, size of the header, size of a record, version.
SCID_HEADER = struct.pack("<4sIIHHI36x", b"SCID", 56, 40, 1, 0, 0)
_RECORD = np.dtype(
    [("moment", "<i8"), ("open", "<f4"), ("high", "<f4"), ("low", "<f4"), ("close", "<f4"),
     ("trades", "<u4"), ("volume", "<u4"), ("bid", "<u4"), ("ask", "<u4")]
)  # fmt: skip
#: Seconds from 1899-12-30 to 1970-01-01.
_EPOCH = 25_569 * 86_400
_MOST = 2**32 - 1
#: An open of zero would mark a trade. This is no price either, and every tick rounds it to zero.
_ALMOST_ZERO = np.float32(1e-30)
_HALF_A_CENT = 0.005
_PRICES = ("open", "high", "low", "close")


def scid_records(candles: Candles, instrument: Instrument) -> tuple[bytes, ExportLosses]:
    """The records of candles below 1d, and what of them was lost."""
    records = np.zeros(len(candles), dtype=_RECORD)
    records["moment"] = (candles.ts + _EPOCH) * 1_000_000
    for name in _PRICES:
        records[name] = getattr(candles, name)
    records["open"][records["open"] == 0] = _ALMOST_ZERO
    records["volume"] = np.minimum(candles.volume, _MOST)
    return records.tobytes(), _lost(candles, instrument)


def _lost(candles: Candles, instrument: Instrument) -> ExportLosses:
    columns = [getattr(candles, name) for name in _PRICES]
    off = [_inexact(column, instrument) for column in columns]
    which = np.logical_or.reduce(off)
    example = None
    if which.any():
        at = int(which.argmax())
        column = next(column for column, wrong in zip(columns, off, strict=True) if wrong[at])
        true = column[at : at + 1]
        example = instrument.format_price(float(true[0])), instrument.format_price(float(_narrow(true, instrument)[0]))
    return ExportLosses(
        int(np.count_nonzero(candles.volume == 0)), int(np.count_nonzero(candles.volume > _MOST)),
        int(np.count_nonzero(which)), example,
    )  # fmt: skip


def _inexact(prices: Float64, instrument: Instrument) -> Bools:
    """Which prices do not come back from float32: to the tick, or to half a cent where no tick is known."""
    if by_ratio(instrument.symbol) and instrument.tick is not None:  # these lie between ticks
        off = np.abs(prices.astype(np.float32).astype(np.float64) - prices)
        return np.asarray(off > float(instrument.tick) / 2)
    if instrument.tick is None:
        return np.abs(prices.astype(np.float32).astype(np.float64) - prices) > _HALF_A_CENT
    return np.asarray(_narrow(prices, instrument) != instrument.round_prices(prices))


def _narrow(prices: Float64, instrument: Instrument) -> Float64:
    return instrument.round_prices(prices.astype(np.float32).astype(np.float64))
