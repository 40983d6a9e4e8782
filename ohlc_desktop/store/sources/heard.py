"""The stretches that each source of a series speaks of.

While one feed alone has given an instrument nothing is kept: all rows are its own. Must be called inside a transaction
where it writes.
"""

from __future__ import annotations

from collections.abc import Iterable

from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection

Heard = dict[str, list[Interval]]


def several(connection: Connection, number: int) -> bool:
    """Whether more than its one feed has spoken of an instrument, in any timeframe."""
    found = connection.execute("SELECT EXISTS(SELECT 1 FROM heard WHERE instrument_id=?)", (number,)).fetchone()
    return bool(found[0])


def alone(connection: Connection, number: int, feed: str) -> bool:
    """Whether nobody but a feed has ever spoken of an instrument."""
    found = connection.execute(
        "SELECT (feed IS NULL OR feed=?2) AND NOT EXISTS(SELECT 1 FROM heard WHERE instrument_id=?1)"
        " FROM instrument WHERE id=?1",
        (number, feed),
    ).fetchone()
    return found is None or bool(found[0])


def instruments_of(connection: Connection, source: str) -> list[str]:
    """Symbols of the instruments that a source gave, sorted."""
    rows = connection.execute(
        "SELECT symbol FROM instrument WHERE feed=?1 OR id IN (SELECT instrument_id FROM heard WHERE source=?1) ORDER BY 1",
        (source,),
    )
    return [symbol for (symbol,) in rows]


def read(connection: Connection, number: int, timeframe: Timeframe) -> Heard:
    """What each source of a series speaks of: sorted, disjoint stretches by name."""
    found: Heard = {}
    rows = connection.execute(
        "SELECT source, start, end FROM heard WHERE instrument_id=? AND timeframe=? ORDER BY source, start",
        (number, timeframe.name),
    )
    for source, start, end in rows:
        found.setdefault(source, []).append(Interval(start, end))
    return found


def save(connection: Connection, number: int, timeframe: Timeframe, source: str, stretches: Iterable[Interval]) -> None:
    """Keep what a source of a series speaks of: sorted, disjoint stretches."""
    key = (number, timeframe.name, source)
    connection.execute("DELETE FROM heard WHERE instrument_id=? AND timeframe=? AND source=?", key)
    connection.executemany("INSERT INTO heard VALUES (?,?,?,?,?)", [(*key, *stretch) for stretch in stretches])
