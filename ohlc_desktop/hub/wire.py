"""Candles in PostgreSQL's binary format of COPY, made and read as whole numpy columns.

A row is the number of its fields and, for each, its length and its bytes, big-endian
(https://www.postgresql.org/docs/current/sql-copy.html). All our fields have a fixed length and none is NULL, so that rows
are records of one shape. A timestamp is in microseconds since 2000-01-01 UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64

#: Before the first row, and after the last one.
HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
#: 2000-01-01 UTC in epoch seconds.
_EPOCH = 946_684_800
_SECOND = 1_000_000

Records = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class RowShape:
    """The fields of a row, by name and type of numpy."""

    fields: tuple[tuple[str, str], ...]

    @property
    def dtype(self) -> np.dtype[Any]:
        """The record."""
        parts = [("width", ">i2")]
        for name, kind in self.fields:
            parts += [(f"{name}_size", ">i4"), (name, kind)]
        return np.dtype(parts)

    def records(self, count: int) -> Records:
        """So many rows whose values are still to be filled in."""
        made = np.empty(count, self.dtype)
        made["width"] = len(self.fields)
        for name, kind in self.fields:
            made[f"{name}_size"] = np.dtype(kind).itemsize
        return made

    def read(self, answer: Iterable[bytes | memoryview]) -> Records:
        """The rows of what COPY gave out.

        Raises:
            ValueError: it is not what was asked for.
        """
        data = b"".join(answer)
        if not data.startswith(HEADER) or not data.endswith(TRAILER):
            raise ValueError("the answer of the hub was cut off")
        return np.frombuffer(data[len(HEADER) : -len(TRAILER)], self.dtype)


_PRICES = ("open", "high", "low", "close")
#: A candle as it is read: with where it comes from, and how well it is known.
CANDLE = RowShape(
    (("ts", ">i8"), *((name, ">f8") for name in _PRICES), ("volume", ">i8"), ("origin", ">i2"), ("known", ">i2"))
)
#: A candle as it is sent.
SENT = RowShape(
    (("ts", ">i8"), *((name, ">f8") for name in _PRICES), ("volume", ">i8"), ("series", ">i4"), ("origin", ">i2"),
     ("known", ">i2"))
)  # fmt: skip


def fill(records: Records, candles: Candles) -> None:
    """Put candles into records."""
    records["ts"] = (candles.ts - _EPOCH) * _SECOND
    for name in (*_PRICES, "volume"):
        records[name] = getattr(candles, name)


def candles_of(records: Records) -> Candles:
    """The candles of records."""
    stamps: Int64 = records["ts"].astype(np.int64) // _SECOND + _EPOCH
    opened, high, low, closed = (records[name].astype(np.float64) for name in _PRICES)
    return Candles(stamps, opened, high, low, closed, records["volume"].astype(np.int64))
