"""What is stored of a series and doubtful, so that another answer may tell better, and how often that was asked for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ohlc_desktop.core.checking.objections import Reason
from ohlc_desktop.core.planning.coverage import REFUSED, Answered
from ohlc_desktop.core.planning.state import Doubt
from ohlc_desktop.core.timeframes import EVER, HOUR, Timeframe
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.store.connection import Connection

#: A hole of so many seconds may be one that only this voice of the feed has; shorter ones are common to both.
_LONG = HOUR
#: Doubtful candles that are so near to one another, in seconds, are one stretch.
_NEAR = 12 * HOUR


def doubts(
    connection: Connection, instrument: int, timeframe: Timeframe, coverage: Iterable[Answered]
) -> tuple[Doubt, ...]:
    """The stretches that are doubtful while nobody has contradicted the feed there: suspect candles and long holes."""
    holes = [
        Doubt(piece.start, piece.end, 0)
        for piece in coverage
        if not (piece.settled or piece.silent or piece.day == REFUSED) and piece.end - piece.start >= _LONG
    ]
    times = _times(connection, instrument, timeframe)
    found = sorted([*holes, *_suspect(connection, instrument, timeframe)])
    return tuple(doubt._replace(looks=times.get((doubt.start, doubt.end), 0)) for doubt in found)


def note(connection: Connection, instrument: int, timeframe: Timeframe, looked_at: Iterable[Doubt]) -> None:
    """Count that these stretches were looked at once more."""
    connection.executemany(
        "INSERT INTO look VALUES (?,?,?,?,1)"
        " ON CONFLICT(instrument_id, timeframe, start, end) DO UPDATE SET times=times+1",
        ((instrument, timeframe.name, doubt.start, doubt.end) for doubt in looked_at),
    )


def _times(connection: Connection, instrument: int, timeframe: Timeframe) -> dict[tuple[int, int], int]:
    rows = connection.execute(
        "SELECT start, end, times FROM look WHERE instrument_id=? AND timeframe=?", (instrument, timeframe.name)
    )
    return {(start, end): times for start, end, times in rows}


def _suspect(connection: Connection, instrument: int, timeframe: Timeframe) -> list[Doubt]:
    """Suspect candles of which the feed has given one row only, near ones as one stretch.

    Not those that were given a settlement: the feed keeps that, so that another answer is no better.
    """
    rows = connection.execute(
        "SELECT ts FROM candle AS c INDEXED BY candle_known WHERE instrument_id=?1 AND timeframe=?2 AND known<>1 AND known=?3"
        " AND (SELECT count(*) FROM said AS s WHERE s.instrument_id=?1 AND s.timeframe=?2 AND s.ts=c.ts) < 2"
        " AND NOT EXISTS (SELECT 1 FROM objection AS o"
        " WHERE o.instrument_id=?1 AND o.timeframe=?2 AND o.ts=c.ts AND o.reason=?4)"
        " ORDER BY ts",
        (instrument, timeframe.name, int(Confidence.SUSPECT), Reason.SETTLEMENT),
    )
    ts = np.fromiter((row[0] for row in rows), dtype=np.int64)
    first = np.flatnonzero(np.diff(ts, prepend=-EVER) > _NEAR)
    after = np.append(first[1:], len(ts))[: len(first)]
    return [
        Doubt(int(ts[a]), int(ts[b - 1]) + timeframe.seconds, 0, int(b - a)) for a, b in zip(first, after, strict=True)
    ]
