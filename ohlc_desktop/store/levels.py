"""How well each stored candle is known. Nearly all are ``SINGLE``; an index holds the others."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.core.voices.levels import Known, Levels
from ohlc_desktop.store.connection import Connection

_EVER = 2**62


def read(
    connection: Connection, instrument: int, timeframe: Timeframe,
    start: int = -_EVER, end: int = _EVER, least: Known = Known.AGREED,
) -> Levels:  # fmt: skip
    """The candles with ``start <= ts < end`` that are not ``SINGLE`` and are no better known than ``least``."""
    rows = connection.execute(
        "SELECT ts, known FROM candle INDEXED BY candle_known"
        " WHERE instrument_id=? AND timeframe=? AND known<>1 AND known>=? AND ts>=? AND ts<? ORDER BY ts",
        (instrument, timeframe.name, int(least), start, end),
    )
    found = np.array([*rows], dtype=np.int64).reshape(-1, 2)
    return Levels(found[:, 0], found[:, 1].astype(np.int8))


def write(connection: Connection, instrument: int, timeframe: Timeframe, ts: Int64, levels: Levels) -> None:
    """Say how well the stored candles of sorted stamps are known. Must run inside a transaction.

    Args:
        connection: Of the store.
        instrument: Its number.
        timeframe: Of the candles.
        ts: int64, sorted; stamps of stored candles.
        levels: Of those among them that are not ``SINGLE``.
    """
    if not len(ts):
        return
    before = read(connection, instrument, timeframe, int(ts[0]), int(ts[-1]) + 1).of(ts)
    after = levels.of(ts)
    changed = before != after
    connection.executemany(
        "UPDATE candle SET known=? WHERE instrument_id=? AND timeframe=? AND ts=?",
        (
            (known, instrument, timeframe.name, stamp)
            for stamp, known in zip(ts[changed].tolist(), after[changed].tolist(), strict=True)
        ),
    )


def counts(connection: Connection, instrument: int) -> dict[str, dict[Known, int]]:
    """How many candles of each series are known how well, by timeframe; without the ``SINGLE`` ones."""
    rows = connection.execute(
        "SELECT timeframe, known, count(*) FROM candle INDEXED BY candle_known"
        " WHERE instrument_id=? AND known<>1 GROUP BY timeframe, known",
        (instrument,),
    )
    found: dict[str, dict[Known, int]] = {}
    for timeframe, known, count in rows:
        found.setdefault(timeframe, {})[Known(known)] = count
    return found
