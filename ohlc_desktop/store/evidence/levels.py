"""How well each stored candle is known. Nearly all are ``SINGLE``; an index holds the others."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.timeframes import EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.counts import DoubtCounts, KnownCounts
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.store.connection import Connection

_ROW = np.dtype([("ts", "i8"), ("known", "i1")])


def read(
    connection: Connection, instrument: int, timeframe: Timeframe,
    start: int = -EVER, end: int = EVER, least: Confidence = Confidence.AGREED,
) -> CandleConfidence:  # fmt: skip
    """The candles with ``start <= ts < end`` that are not ``SINGLE`` and are no better known than ``least``."""
    told = ",".join(str(level.value) for level in Confidence if level >= least and level is not Confidence.SINGLE)
    rows = connection.execute(  # each level is looked up in the index, so that a short stretch costs little
        "SELECT ts, known FROM candle INDEXED BY candle_known"
        f" WHERE instrument_id=? AND timeframe=? AND known<>1 AND known IN ({told}) AND ts>=? AND ts<?",
        (instrument, timeframe.name, start, end),
    )
    found = np.fromiter(rows, dtype=_ROW)
    found = found[np.argsort(found["ts"])]
    return CandleConfidence(found["ts"].copy(), found["known"].copy())


def write(connection: Connection, instrument: int, timeframe: Timeframe, ts: Int64, levels: CandleConfidence) -> None:
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


def counts(connection: Connection, instrument: int, names: Iterable[str] = TIMEFRAMES) -> dict[str, KnownCounts]:
    """How many stored candles of each series are known how well, by timeframe; of some timeframes, or of all.

    Walks over every candle that is not ``SINGLE``: a quarter of a second for a million.
    """
    found: dict[str, dict[str, int]] = {}
    rows = connection.execute(
        "SELECT timeframe, known, count(*) FROM candle INDEXED BY candle_known"
        f" WHERE instrument_id=? AND timeframe IN ({_listed(names)}) AND known<>1 GROUP BY timeframe, known",
        (instrument,),
    )
    for timeframe, known, count in rows:
        found.setdefault(timeframe, {})[Confidence(known).name.lower()] = count
    totals = connection.execute(
        f"SELECT timeframe, count FROM series WHERE instrument_id=? AND timeframe IN ({_listed(names)})", (instrument,)
    )
    counted = ((timeframe, total, found.get(timeframe, {})) for timeframe, total in totals)
    return {name: KnownCounts(single=total - sum(others.values()), **others) for name, total, others in counted}


def doubts(connection: Connection, instrument: int) -> dict[str, DoubtCounts]:
    """The disputed and suspect candles of each series that has some, by timeframe; reads no other candle."""
    rows = connection.execute(
        "SELECT timeframe, sum(known=3), sum(known=4) FROM candle INDEXED BY candle_known"
        f" WHERE instrument_id=? AND timeframe IN ({_listed(TIMEFRAMES)}) AND known<>1 AND known IN (3, 4)"
        " GROUP BY timeframe",
        (instrument,),
    )
    return {timeframe: DoubtCounts(disputed, suspect) for timeframe, disputed, suspect in rows}


def _listed(names: Iterable[str]) -> str:
    """Timeframes for a statement, which looks up each of them: to pass over all candles between would take long."""
    return ",".join(f"'{name}'" for name in names)
