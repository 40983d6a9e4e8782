"""The stretches that each source of a series speaks of.

While one feed alone has given an instrument nothing is kept: all rows are its own. Must be called inside a transaction
where it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ohlc_desktop.core.planning.coverage import Interval, subtract, union
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.store.connection import Connection

Heard = dict[str, list[Interval]]
_EVER = Interval(-EVER, EVER)


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


def read(connection: Connection, number: int, timeframe: Timeframe, window: Interval = _EVER) -> Heard:
    """What each source of a series speaks of: sorted, disjoint stretches by name; whole ones, of those that touch a window."""
    found: Heard = {}
    rows = connection.execute(
        "SELECT source, start, end FROM heard WHERE instrument_id=? AND timeframe=? AND start<=? AND end>=?"
        " ORDER BY source, start",
        (number, timeframe.name, window.end, window.start),
    )
    for source, start, end in rows:
        found.setdefault(source, []).append(Interval(start, end))
    return found


def save(connection: Connection, number: int, timeframe: Timeframe, source: str, stretches: Iterable[Interval]) -> None:
    """Keep what a source of a series speaks of: sorted, disjoint stretches."""
    key = (number, timeframe.name, source)
    connection.execute("DELETE FROM heard WHERE instrument_id=? AND timeframe=? AND source=?", key)
    connection.executemany("INSERT INTO heard VALUES (?,?,?,?,?)", [(*key, *stretch) for stretch in stretches])


def add(connection: Connection, number: int, timeframe: Timeframe, source: str, stretches: Sequence[Interval]) -> None:
    """Note that a source of a series speaks of these stretches as well: sorted, at least one."""
    near = read(connection, number, timeframe, Interval(stretches[0].start, stretches[-1].end)).get(source, [])
    _exchange(connection, (number, timeframe.name, source), near, union([*near, *stretches]))


def remove(connection: Connection, number: int, timeframe: Timeframe, source: str, stretch: Interval) -> None:
    """Note that a source of a series speaks no more of a stretch."""
    near = read(connection, number, timeframe, stretch).get(source, [])
    _exchange(connection, (number, timeframe.name, source), near, subtract(near, [stretch]))


def _exchange(
    connection: Connection, key: tuple[int, str, str], before: Sequence[Interval], after: Sequence[Interval]
) -> None:
    if before == after:
        return
    connection.executemany(
        "DELETE FROM heard WHERE instrument_id=? AND timeframe=? AND source=? AND start=?",
        [(*key, start) for start, _ in before],
    )
    connection.executemany("INSERT INTO heard VALUES (?,?,?,?,?)", [(*key, *stretch) for stretch in after])
