"""What came over a desk's hub: up to which revision each series was taken, and who gave its candles to the hub.

Must be called inside a transaction where it writes. Imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.store.connection import Connection

#: An expression of SQL, of a row of ``candle``: its origin; of one that came over a hub, who gave it there, if that is known.
TRUE_ORIGIN = (
    "CASE origin WHEN 'hub' THEN coalesce((SELECT giver FROM relayed AS r WHERE r.instrument_id=candle.instrument_id"
    " AND r.timeframe=candle.timeframe AND r.start<=candle.ts AND r.end>candle.ts), 'hub') ELSE origin END"
)


class Given(NamedTuple):
    """A stretch of a series, in its stamps, and who gave its candles to the hub; the end is exclusive."""

    start: int
    end: int
    giver: str


def hub_of(connection: Connection) -> str:
    """The name of the archive from which series were taken; empty for none."""
    row = connection.execute("SELECT hub FROM taken LIMIT 1").fetchone()
    return "" if row is None else str(row[0])


def taken(connection: Connection) -> dict[SeriesKey, int]:
    """The revision up to which each series was taken, by symbol and timeframe."""
    rows = connection.execute(
        "SELECT symbol, timeframe, revision FROM taken JOIN instrument ON instrument.id=instrument_id"
    )
    return {(symbol, timeframe): revision for symbol, timeframe, revision in rows}


def note_taken(connection: Connection, number: int, timeframe: Timeframe, hub: str, revision: int) -> None:
    """Note that a series was taken whole up to a revision; what was taken of another hub says nothing any more."""
    connection.execute("DELETE FROM taken WHERE hub<>?", (hub,))
    connection.execute("INSERT OR REPLACE INTO taken VALUES (?,?,?,?)", (number, timeframe.name, hub, revision))


def say(connection: Connection, number: int, timeframe: Timeframe, stretch: Interval, given: Iterable[Given]) -> None:
    """Keep who gave the candles of a stretch, in the place of what was known of it.

    ``given`` are sorted, and lie side by side within the stretch.
    """
    key = (number, timeframe.name)
    near = _read(connection, number, timeframe, Interval(stretch.start - 1, stretch.end + 1))
    connection.executemany(
        "DELETE FROM relayed WHERE instrument_id=? AND timeframe=? AND start=?", [(*key, part.start) for part in near]
    )
    before = [part._replace(end=min(part.end, stretch.start)) for part in near if part.start < stretch.start]
    after = [part._replace(start=max(part.start, stretch.end)) for part in near if part.end > stretch.end]
    connection.executemany(
        "INSERT INTO relayed VALUES (?,?,?,?,?)", [(*key, *part) for part in _joined([*before, *given, *after])]
    )


def _joined(parts: Iterable[Given]) -> list[Given]:
    """Neighbours that touch and have one giver, made one."""
    found: list[Given] = []
    for part in parts:
        if found and found[-1].end == part.start and found[-1].giver == part.giver:
            found[-1] = found[-1]._replace(end=part.end)
        else:
            found.append(part)
    return found


def giver_at(connection: Connection, number: int, timeframe: Timeframe, stamp: int) -> str:
    """Who gave the candle with a stamp to the hub; empty where that is not known."""
    found = _read(connection, number, timeframe, Interval(stamp, stamp + 1))
    return found[0].giver if found else ""


def _read(connection: Connection, number: int, timeframe: Timeframe, window: Interval) -> list[Given]:
    """The stretches that reach into a window, whole, oldest first."""
    rows = connection.execute(
        "SELECT start, end, giver FROM relayed WHERE instrument_id=? AND timeframe=? AND start<? AND end>? ORDER BY start",
        (number, timeframe.name, window.end, window.start),
    )
    return [Given(*row) for row in rows]
