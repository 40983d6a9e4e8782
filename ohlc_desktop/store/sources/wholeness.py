"""Of which sessions a source has so many candles that longer ones may be made of them.

A source speaks of a session also where a file lacks it but for a row, as contract files of NinjaTrader do. Such a session is
whole only where it has at least half of the candles that are known there, of its own timeframe and of longer ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ohlc_desktop.core.arbitration.precedence import Precedence
from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.market.sessions import Calendar, candle_key
from ohlc_desktop.core.planning.coverage import Interval, inside, touched, union
from ohlc_desktop.core.timeframes import Timeframe, finer_than
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import heard, source_rows


def whole_by_source(
    connection: Connection, number: int, order: Precedence, fine: Timeframe, timeframe: Timeframe, near: Calendar,
    without: str = "",
) -> dict[str, Bools]:  # fmt: skip
    """Which of some sessions each file and paid feed has whole in a series, so that a longer timeframe may be made of it.

    Candles are read only of sessions in which it lacks some that another source has, or has few where longer ones are given.

    Args:
        connection: Of the store.
        number: The instrument's number.
        order: The sources.
        fine: Of the candles.
        timeframe: What is to be made.
        near: The sessions.
        without: A source that does not count.
    """
    if not len(near):
        return {}
    window = Interval(int(near.open[0]), int(near.close[-1]))
    spoken = heard.read(connection, number, fine, window)
    found = {name: inside(near.open, near.close, said) for name, said in spoken.items() if not order.kind(name).asked}
    longer = [each for each in (*finer_than(timeframe), timeframe) if each.seconds > fine.seconds and not each.daily]
    for name, which in found.items():
        lost = _lost(connection, number, fine, name, near)
        others = _spoken_by_others(connection, number, longer, near, {name, without})
        for place in np.flatnonzero(which & ((lost > 0) | others)).tolist():
            session, count = near.take(np.array([place])), int(lost[place])
            which[place] = _is_whole(connection, number, fine, name, session, count, longer, without)
    return found


def _lost(connection: Connection, number: int, fine: Timeframe, name: str, near: Calendar) -> Int64:
    """How many candles of each session a source does not have that are stored."""
    rows = connection.execute(
        "SELECT ts FROM contradiction WHERE instrument_id=? AND timeframe=? AND source=? AND ts>=? AND ts<? AND open IS NULL",
        (number, fine.name, name, int(near.open[0]), int(near.close[-1])),
    )
    place = near.session_at(np.fromiter((ts for (ts,) in rows), dtype=np.int64))
    return np.bincount(place[place >= 0], minlength=len(near))


def _spoken_by_others(
    connection: Connection, number: int, longer: Iterable[Timeframe], near: Calendar, but: set[str]
) -> Bools:  # fmt: skip
    """Of which sessions any of some timeframes is given by somebody else."""
    window = Interval(int(near.open[0]), int(near.close[-1]))
    told = (heard.read(connection, number, each, window) for each in longer)
    stretches = union(stretch for each in told for name, said in each.items() if name not in but for stretch in said)
    return touched(near.open, near.close, stretches)


def _is_whole(
    connection: Connection, number: int, fine: Timeframe, name: str, session: Calendar, lost: int,
    longer: Sequence[Timeframe], without: str,
) -> bool:  # fmt: skip
    window = Interval(int(session.open[0]), int(session.close[0]))
    (stored,) = connection.execute(
        "SELECT count(*) FROM candle WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<?",
        (number, fine.name, *window),
    ).fetchone()
    has = stored - lost
    if 2 * has < stored or 2 * has * fine.seconds >= window.end - window.start:
        return bool(2 * has >= stored)  # half of a session's candles make half of its longer ones wherever they lie
    own = source_rows.claims(connection, number, fine, *window)[name].candles.ts
    for each in longer:
        given = source_rows.claims(connection, number, each, *window)
        most = max((len(part.candles) for other, part in given.items() if other not in (name, without)), default=0)
        if 2 * len(np.unique(candle_key(own, session, each))) < most:
            return False
    return True
