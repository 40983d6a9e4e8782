"""How well the candles of a series are witnessed by several sources: in whole, or session by session."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.arbitration.precedence import PASSED_ON
from ohlc_desktop.core.arbitration.verdict import ENOUGH, SessionEvidence, SessionVerdict, judge
from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval, intersect, touched, union
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import contradictions, heard, precedence, source_rows
from ohlc_desktop.store.sources.witnesses import lacked_between, speaking


class SeriesVerdict(NamedTuple):
    """What sources say of a series in whole.

    Attributes:
        sources: That speak of it, strongest first; the feed alone where nobody else does.
        sessions: Sessions of which two speak.
        equal: Those of them in which no price differs.
        candles: Candles of which a source has other prices.
        apart: By how much the furthest price is off.
        taken_back: Daily candles that the newest answer for their time leaves out; they stay stored. 0 of other series.
    """

    sources: tuple[str, ...] = ()
    sessions: int = 0
    equal: int = 0
    candles: int = 0
    apart: float = 0.0
    taken_back: int = 0

    @property
    def different(self) -> int:
        """Sessions of which two sources speak and in which some price differs."""
        return self.sessions - self.equal


def series_verdict(connection: Connection, number: int, timeframe: Timeframe, calendar: Calendar) -> SeriesVerdict:
    """The verdict on a whole series, without reading its candles whole; of one that is derived that on what it is made of."""
    source = TIMEFRAMES[timeframe.source]
    spoken = speaking(connection, number, source, calendar, Interval(-EVER, EVER))
    order = precedence.read(connection)
    feed = precedence.feed_of(connection, number)
    names = order.ordered(spoken or ([feed] if feed else []))
    gone = taken_back(connection, number, -EVER, EVER) if timeframe.name == "1d" else ()
    if len(spoken) < 2:
        return SeriesVerdict(names, taken_back=len(gone))
    bounds = _bounds(calendar, source)
    ts, apart = _differing(connection, number, source)
    place = np.searchsorted(bounds[0], ts, side="right") - 1
    contested = np.zeros(len(calendar), dtype=np.bool_)
    contested[place[place >= 0]] = True
    independent = {name: stretches for name, stretches in spoken.items() if name not in PASSED_ON}
    shared = _compared(connection, number, source, bounds, independent)
    equal = int((shared & ~contested).sum())
    furthest = float(apart.max(initial=0.0))
    return SeriesVerdict(names, int((shared | contested).sum()), equal, len(ts), furthest, len(gone))


def taken_back(connection: Connection, number: int, start: int, end: int) -> list[int]:
    """Stamps of the stored daily candles with ``start <= ts < end`` that the newest answer for their time leaves out."""
    rows = connection.execute(
        "SELECT ts FROM lacked JOIN candle USING(instrument_id, timeframe, ts)"
        " WHERE instrument_id=? AND timeframe='1d' AND ts>=? AND ts<? ORDER BY ts",
        (number, start, end),
    )
    return [ts for (ts,) in rows]


def _compared(
    connection: Connection, number: int, timeframe: Timeframe, bounds: tuple[Int64, Int64], spoken: heard.Heard
) -> Bools:
    """Of which sessions two sources of those that speak of them have enough of the candles."""
    parts = list(spoken.values())
    both = union(s for n, one in enumerate(parts) for other in parts[n + 1 :] for s in intersect(one, other))
    shared: Bools = _spoken_time(bounds, both) >= ENOUGH * (bounds[1] - bounds[0])
    alone = _alone(connection, number, timeframe, bounds, spoken)
    for at in np.flatnonzero(shared).tolist():
        least = max(1, math.ceil(int(alone[at]) / (1 - ENOUGH)))
        shared[at] = _held(connection, number, timeframe, (int(bounds[0][at]), int(bounds[1][at])), least)
    return shared


def _spoken_time(bounds: tuple[Int64, Int64], stretches: Sequence[Interval]) -> Int64:
    """How many seconds of each session lie in some sorted, disjoint stretches."""
    edges = np.array(stretches, dtype=np.int64).reshape(-1, 2)
    before = np.append(0, np.cumsum(edges[:, 1] - edges[:, 0]))

    def until(moments: Int64) -> Int64:
        place = np.searchsorted(edges[:, 0], moments, side="right")
        over = np.append(0, edges[:, 1])[place] - moments
        told: Int64 = before[place] - np.maximum(over, 0)
        return told

    return until(bounds[1]) - until(bounds[0])


def _alone(
    connection: Connection, number: int, timeframe: Timeframe, bounds: tuple[Int64, Int64], spoken: heard.Heard
) -> Int64:
    """How many candles of each session only one has of the sources that speak of it."""
    none = np.zeros(len(bounds[0]), dtype=np.int64)
    speaking = np.sum([none, *(touched(*bounds, stretches) for stretches in spoken.values())], axis=0)
    rows = connection.execute(
        "SELECT ts, count(*) FROM contradiction WHERE instrument_id=? AND timeframe=? AND open IS NULL AND source NOT IN (?,?,?)"
        " GROUP BY ts",
        (number, timeframe.name, *PASSED_ON),
    )
    found = np.fromiter(rows, dtype=np.dtype([("ts", "i8"), ("lacking", "i8")]))
    place = np.searchsorted(bounds[0], found["ts"], side="right") - 1
    lonely = (place >= 0) & (found["lacking"] >= speaking[np.maximum(place, 0)] - 1)
    return np.bincount(place[lonely], minlength=len(bounds[0]))


def _held(connection: Connection, number: int, timeframe: Timeframe, stretch: tuple[int, int], least: int) -> bool:
    """Whether so many candles are stored with ``start <= ts < end``; looks at no more of them."""
    (held,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM candle WHERE instrument_id=? AND timeframe=? AND ts>=? AND ts<? LIMIT ?)",
        (number, timeframe.name, *stretch, least),
    ).fetchone()
    return bool(held == least)


def _differing(
    connection: Connection, number: int, timeframe: Timeframe
) -> tuple[Int64, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Stamps of the candles with other prices, and by how much these are off."""
    rows = connection.execute(
        "SELECT ts, max(apart) FROM contradiction INDEXED BY contradiction_apart"
        " WHERE instrument_id=? AND timeframe=? AND apart>0 GROUP BY ts ORDER BY ts",
        (number, timeframe.name),
    )
    found = np.fromiter(rows, dtype=np.dtype([("ts", "i8"), ("apart", "f8")]))
    return found["ts"].copy(), found["apart"].copy()


def _bounds(calendar: Calendar, timeframe: Timeframe) -> tuple[Int64, Int64]:
    """First stamp and end of each session, in stamps of a series."""
    if timeframe.daily:
        return calendar.trade_date * DAY, (calendar.trade_date + 1) * DAY
    return calendar.open, calendar.close


def session_verdicts(
    connection: Connection, number: int, instrument: Instrument, timeframe: Timeframe, calendar: Calendar
) -> tuple[SessionVerdict, ...]:
    """The verdict on each session of a calendar that has candles; of a derived series that on what it is made of."""
    if not len(calendar):
        return ()
    source = TIMEFRAMES[timeframe.source]
    starts, ends = _bounds(calendar, source)
    window = Interval(int(starts[0]), int(ends[-1]))
    stored = source_rows.stored_rows(connection, number, source, *window)
    feed, order = precedence.feed_of(connection, number), precedence.read(connection)
    spoken = speaking(connection, number, source, calendar, window)
    names = {name for provenance in stored.provenances for name in provenance.sources} | {*spoken}
    evidence = SessionEvidence(
        stored.candles.ts, stored.known, stored.whose, stored.provenances,
        contradictions.read(connection, number, source, *window), spoken,
        lacked_between(connection, number, source, *window) if feed else stored.candles.ts[:0], order.ordered(names),
    )  # fmt: skip
    return judge(evidence, calendar, source, None if instrument.tick is None else float(instrument.tick))
