"""The candles of a series as the archive held them at an earlier moment.

What a candle was then is what the first change after the moment found there: a correction (``revisions``), another source
in its place (``displaced``); without any, what it is now. Whether it was there at all is told by when it came (``arrivals``).
"""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64, concat, make, merge
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import arrivals, displaced
from ohlc_desktop.store.series.arrivals import Arrivals
from ohlc_desktop.store.series.candles import read_series


class NotRecorded(OhlcError):
    """It was not written down what was stored at a moment: an older version of the app wrote the candles."""


def read_at(
    connection: Connection, instrument: int, timeframe: Timeframe, moment: float | None,
    start: int | None = None, end: int | None = None,
) -> Candles:  # fmt: skip
    """The candles with ``start <= ts < end``: as they were stored at a moment (UTC epoch seconds), or as they are for None.

    Raises:
        NotRecorded: when candles came is only known from a later moment on.
    """
    if moment is None:
        return read_series(connection, instrument, timeframe, start, end)
    return read_as_of(connection, instrument, timeframe, moment, start, end)


def read_as_of(
    connection: Connection, instrument: int, timeframe: Timeframe, moment: float,
    start: int | None = None, end: int | None = None,
) -> Candles:  # fmt: skip
    """The candles with ``start <= ts < end`` as they were stored at a moment (UTC epoch seconds), sorted.

    Raises:
        NotRecorded: when candles came is only known from a later moment on.
    """
    came = arrivals.read(connection, instrument, timeframe.name)
    if came.since is not None and moment < came.since:
        raise _not_recorded(came.since)
    now = read_series(connection, instrument, timeframe, start, end)
    now = now.take(_was_there(now.ts, came, moment))
    former, until = _former(connection, instrument, timeframe, moment, start, end)
    if not len(former):
        return now
    return merge(now.take(~np.isin(now.ts, former.ts)), former.take(_were_there(former.ts, until, came, moment)))


def _was_there(ts: Int64, came: Arrivals, moment: float) -> Bools:
    """Whether candles that are stored still came by a moment, and not once more since."""
    return came.between(-np.inf, moment).have(ts) & ~came.between(moment, np.inf).have(ts)


def _were_there(ts: Int64, until: Float64, came: Arrivals, moment: float) -> Bools:
    """The same of what went or changed at the moments ``until``, one for each of the sorted stamps."""
    early = came.between(-np.inf, moment).have(ts)
    again = early & came.between(moment, np.inf).have(ts)  # these came once more, be it before they changed or after
    for when in np.unique(until[again]).tolist():
        mine = again & (until == when)
        early[mine] = ~came.between(moment, np.nextafter(when, -np.inf)).have(ts[mine])
    return early


def _former(
    connection: Connection, instrument: int, timeframe: Timeframe, moment: float, start: int | None, end: int | None
) -> tuple[Candles, Float64]:
    """What candles were when they first changed or went after a moment, sorted, and when each did."""
    rows = connection.execute(
        "SELECT at, revision, ts, open, high, low, close, volume FROM revision"
        " WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? AND at>? AND shown=1",
        (instrument, timeframe.name, -EVER if start is None else start, EVER if end is None else end, moment),
    ).fetchall()
    at, change, *columns = zip(*rows, strict=True) if rows else ((),) * 8
    whens, changes, parts = [np.array(at, np.float64)], [np.array(change, np.int64)], [make(*columns)]
    for when, revision, candles in displaced.read(connection, instrument, timeframe.name, start, end, moment):
        whens.append(np.full(len(candles), when))
        changes.append(np.full(len(candles), revision))
        parts.append(candles)
    every, until = concat(parts), np.concatenate(whens)
    order = np.lexsort((np.concatenate(changes), every.ts))
    _, first = np.unique(every.ts[order], return_index=True)
    return every.take(order[first]), until[order[first]]


def _not_recorded(since: float) -> NotRecorded:
    return NotRecorded(
        "What was known before {moment} UTC is not recorded.",
        "Until then an older version of the app imported these candles, without writing down when each came.",
        "Ask for a later moment, or read what is known now.",
        moment=f"{datetime.fromtimestamp(since, UTC):%Y-%m-%d %H:%M}",
    )
