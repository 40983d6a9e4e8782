"""From Databento's Binary Encoding (DBN) to rows of ours.

A record of ``ohlcv-1m`` has the open of its minute in nanoseconds UTC, prices as whole numbers of 1e-9 and the volume; an
absent price is the largest number that there is. (https://databento.com/docs/standards-and-conventions)
"""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from databento import DBNStore
from databento_dbn import FIXED_PRICE_SCALE, UNDEF_PRICE, RType

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.messages import Message
from ohlc_desktop.sources.databento.failures import unreadable
from ohlc_desktop.sources.source import Fault, FetchError

SCHEMA, DEFINITION = "ohlcv-1m", "definition"
_NANO = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ContractDefinition:
    """What Databento says of a contract.

    Attributes:
        raw_symbol: Its name, ``NQZ6``.
        increment: Smallest step of its price; NaN where it says none.
        month: Year and month of the contract; None where it says none.
    """

    raw_symbol: str
    increment: float
    month: tuple[int, int] | None


def rows_of(store: DBNStore) -> RawRows:
    """The rows of an answer, as they came.

    Raises:
        FetchError: the answer was cut, or holds something else than minutes.
    """
    _refuse_cut(store)
    if str(store.schema) != SCHEMA:
        raise unreadable(f"it holds {store.schema} instead of {SCHEMA}")
    records = _records(store)
    if len(records) and (records["rtype"] != int(RType.OHLCV_1M)).any():
        raise unreadable("it holds candles of another timeframe")
    if len(records) and (records["ts_event"] % (60 * _NANO)).any():
        raise unreadable("its stamps are no minutes")
    open_, high, low, close = (_prices(records[name]) for name in ("open", "high", "low", "close"))
    stamps = (records["ts_event"] // _NANO).astype(np.int64)
    return RawRows(stamps, open_, high, low, close, records["volume"].astype(np.float64))


def definition_of(store: DBNStore) -> ContractDefinition | None:
    """The first definition of an answer; None where there is none.

    Raises:
        FetchError: the answer was cut.
    """
    _refuse_cut(store)
    record: Any = next(iter(store), None)
    if record is None:
        return None
    increment = np.array([record.min_price_increment], dtype=np.int64)
    month = (int(record.maturity_year), int(record.maturity_month))
    known = 1 <= month[1] <= 12 and 1900 < month[0] < 2200
    return ContractDefinition(str(record.raw_symbol), float(_prices(increment)[0]), month if known else None)


def _records(store: DBNStore) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return store.to_ndarray().reshape(-1)
        except Warning:
            raise _cut() from None


def _prices(numbers: Any) -> Any:
    prices = numbers.astype(np.float64) / FIXED_PRICE_SCALE
    prices[numbers == UNDEF_PRICE] = np.nan
    return prices


def _refuse_cut(store: DBNStore) -> None:
    """A compressed answer says itself where it ends; the client reads one that was cut between two records as if it were whole."""
    rest = store.raw
    while rest:
        frame = _decompressor()
        try:
            frame.decompress(rest)
        except Exception:  # noqa: BLE001  # of two libraries, with an error each
            raise _cut() from None
        if not frame.eof:
            raise _cut()
        rest = frame.unused_data


def _decompressor() -> Any:
    """Of one frame, by the library that the client uses too."""
    if sys.version_info >= (3, 14):
        from compression import zstd

        return zstd.ZstdDecompressor()
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj()


def _cut() -> FetchError:
    return FetchError(Fault.BROKEN, Message("Databento's answer was cut off."))
