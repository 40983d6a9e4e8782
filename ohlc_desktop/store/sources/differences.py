"""Candles of which the sources of a series do not say the same, with what each says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.arbitration.precedence import JOINT
from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import contradictions, precedence, source_rows


@dataclass(frozen=True, slots=True)
class Differences:
    """What every source says of the candles of which they say different prices.

    Attributes:
        ts: int64, sorted stamps of these candles.
        stored: What stands there, one row a stamp.
        origins: Where that comes from, one text a stamp: a source, or those of what it is made of.
        rows: What each source gave there, strongest first; a source need not have every candle.
    """

    ts: Int64
    stored: Candles
    origins: tuple[str, ...]
    rows: dict[str, Candles]


def differences(connection: Connection, number: int, timeframe: Timeframe, start: int, end: int) -> Differences:
    """The candles with ``start <= ts < end`` of which a source has other prices than what stands.

    Where only volumes differ, or a source has no candle, nothing is told.
    """
    told = contradictions.read(connection, number, timeframe, start, end)
    stamps = [said.candles.ts[said.apart > 0] for said in told.values()]
    ts = np.unique(np.concatenate([*stamps, np.empty(0, dtype=np.int64)])).astype(np.int64)
    stored = source_rows.stored_rows(connection, number, timeframe, start, end)
    place = np.searchsorted(stored.candles.ts, ts)
    found = source_rows.claims(connection, number, timeframe, start, end, stored)
    names = precedence.read(connection).ordered(found)
    own = {name: found[name].candles.take(np.isin(found[name].candles.ts, ts)) for name in names}
    origins = tuple(JOINT.join(stored.provenances[which].sources) for which in stored.whose[place].tolist())
    return Differences(ts, stored.candles.take(place), origins, {name: rows for name, rows in own.items() if len(rows)})
