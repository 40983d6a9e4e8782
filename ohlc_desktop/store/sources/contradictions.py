"""What sources say of candles that is not what is stored.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ohlc_desktop.core.arbitration.claims import Contradicting, distance
from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series.candles import read_rows


def read(connection: Connection, number: int, timeframe: Timeframe, start: int, end: int) -> dict[str, Contradicting]:
    """What each source says otherwise of ``start <= ts < end``, by name; sources that contradict nothing are left out."""
    names = connection.execute(
        "SELECT DISTINCT source FROM contradiction WHERE instrument_id=? AND timeframe=?", (number, timeframe.name)
    ).fetchall()
    found = {name: of(connection, number, timeframe, name, start, end) for (name,) in names}
    return {name: told for name, told in found.items() if len(told)}


def of(connection: Connection, number: int, timeframe: Timeframe, source: str, start: int, end: int) -> Contradicting:
    """What one source says otherwise of ``start <= ts < end``."""
    rows = connection.execute(
        "SELECT ts, open, high, low, close, volume, known, apart FROM contradiction"
        " WHERE instrument_id=? AND timeframe=? AND source=? AND ts>=? AND ts<? ORDER BY ts",
        (number, timeframe.name, source, start, end),
    ).fetchall()
    said = [row for row in rows if row[1] is not None]
    *columns, known, apart = tuple(zip(*said, strict=True)) or ((),) * 8
    absent = np.array([row[0] for row in rows if row[1] is None], dtype=np.int64)
    levels, distances = np.array(known, dtype=np.int8), np.array(apart, dtype=np.float64)
    return Contradicting(make(*columns), levels, absent, distances)


def differing(connection: Connection, number: int) -> dict[str, int]:
    """Of how many candles of each series a source has other prices, by timeframe; those without any are left out."""
    rows = connection.execute(
        "SELECT timeframe, count(DISTINCT ts) FROM contradiction INDEXED BY contradiction_apart"
        " WHERE instrument_id=? AND apart>0 GROUP BY timeframe",
        (number,),
    )
    return dict(rows.fetchall())


def replace(
    connection: Connection, number: int, timeframe: Timeframe, start: int, end: int, told: Mapping[str, Contradicting]
) -> None:
    """Keep exactly this of all sources for ``start <= ts < end``."""
    for (name,) in connection.execute(
        "SELECT DISTINCT source FROM contradiction WHERE instrument_id=? AND timeframe=?", (number, timeframe.name)
    ).fetchall():
        connection.execute(
            "DELETE FROM contradiction WHERE instrument_id=? AND timeframe=? AND source=? AND ts>=? AND ts<?",
            (number, timeframe.name, name, start, end),
        )
    for name, said in told.items():
        _add(connection, (number, timeframe.name, name), said)


def change(
    connection: Connection, number: int, timeframe: Timeframe, end: int, what: Callable[[Candles], Candles]
) -> None:
    """Replace what sources say otherwise of candles before a stamp by what ``what`` makes of it, with the same stamps."""
    for name, told in read(connection, number, timeframe, -EVER, end).items():
        if len(told.candles):
            fresh = what(told.candles)
            stored = read_rows(connection, number, timeframe, int(fresh.ts[0]), int(fresh.ts[-1]) + 1)
            apart = distance(stored.take(np.searchsorted(stored.ts, fresh.ts)), fresh)
            connection.executemany(
                "UPDATE contradiction SET open=?, high=?, low=?, close=?, volume=?, apart=?"
                " WHERE instrument_id=? AND timeframe=? AND source=? AND ts=?",
                [
                    (*row, number, timeframe.name, name, ts)
                    for ts, *row in zip(*(c.tolist() for c in (*fresh.columns, apart)), strict=True)
                ],
            )


def _add(connection: Connection, key: tuple[int, str, str], said: Contradicting) -> None:
    columns = (column.tolist() for column in (*said.candles.columns, said.known, said.apart))
    connection.executemany(
        "INSERT INTO contradiction VALUES (?,?,?,?,?,?,?,?,?,?,?)", ((*key, *row) for row in zip(*columns, strict=True))
    )
    connection.executemany(
        "INSERT INTO contradiction(instrument_id, timeframe, source, ts) VALUES (?,?,?,?)",
        ((*key, ts) for ts in said.absent.tolist()),
    )
