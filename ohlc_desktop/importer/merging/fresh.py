"""Minutes of a file where no intraday candle is stored yet: what the arbitration would make of them, without asking it.

Years of minutes are stored so. Everything is made of the minutes in memory and put in by the thousand. Where other days are
stored, as those of a feed, the arbitration is asked about days only; where other intraday candles are, about all. All three
give the same archive.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

from ohlc_desktop.core.arbitration.claims import claim
from ohlc_desktop.core.arbitration.precedence import RESERVED, Provenance, SourceKind
from ohlc_desktop.core.candles import Candles, concat, empty
from ohlc_desktop.core.derive import derive
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval, answered
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe, followers
from ohlc_desktop.importer.ahead import ahead
from ohlc_desktop.importer.arbitration import kind_of
from ohlc_desktop.importer.merging.arbiter import Arbiter, Arbitrated
from ohlc_desktop.importer.merging.completeness import session_stretches, touching, whole_sessions
from ohlc_desktop.importer.merging.made import daily, window_of
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import arrivals, series_summary
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.sources import heard, precedence

_MINUTE, _FIVE, _DAILY = (TIMEFRAMES[name] for name in ("1m", "5m", "1d"))
#: So many rows are put in before it is asked again whether to go on: a fifth of a second.
_UNCANCELLED = 100_000
_INTRADAY = tuple(timeframe for timeframe in TIMEFRAMES.values() if not timeframe.daily)


def put_fresh(
    connection: Connection, number: int, state: InstrumentState, source: str, minutes: Candles, stretch: Interval, now: float,
    cancel: threading.Event,
) -> Arbitrated | None:  # fmt: skip
    """Store what a file says of a stretch of minutes; None where intraday candles of it are stored, or it is no file.

    The arguments are those of :func:`~ohlc_desktop.importer.arbitration.put`. Must run inside a transaction.

    Raises:
        Cancelled: ``cancel`` was set; the transaction is to be rolled back.
    """
    near = touching(state.calendar, stretch)
    if kind_of(source, state.feed) is not SourceKind.FILE or not (len(near) and len(minutes)) or state.calendar.parted:
        return None
    times = Interval(min(int(near.open[0]), stretch.start), max(int(near.close[-1]), stretch.end))
    days = Interval(int(near.trade_date[0]) * DAY, (int(near.trade_date[-1]) + 1) * DAY)
    if not all(_nothing_stored(connection, number, timeframe, times, source) for timeframe in _INTRADAY):
        return None
    other_days = not _nothing_stored(connection, number, _DAILY, days, source)
    precedence.enrol(connection, source, SourceKind.FILE, now)
    arbiter = Arbiter(connection, number, state, now)
    arbiter.introduce()
    heard.add(connection, number, _MINUTE, source, [stretch])
    derived = {}
    with ahead(_made(minutes, near, stretch, now)) as made:
        _insert(connection, number, _MINUTE, minutes, source, None, now, cancel)
        for timeframe, candles in made:
            if timeframe is _DAILY and other_days:
                claims = [claim(Provenance((source,), made=True), candles)]
                derived[timeframe.name] = arbiter.settle(timeframe, days, made=claims).change
            else:
                derived[timeframe.name] = _insert(
                    connection, number, timeframe, candles, RESERVED[0], source, now, cancel
                )
    for timeframe in followers(_DAILY):
        window = window_of(state.calendar, _MINUTE, timeframe, stretch)
        if window is not None:
            derived[timeframe.name] = arbiter.settle(timeframe, window).change
    return Arbitrated(added=len(minutes), derived=derived)


def _nothing_stored(connection: Connection, number: int, timeframe: Timeframe, stretch: Interval, source: str) -> bool:
    """Whether no source has spoken of a stretch of a series, and no candle is in it.

    What the one feed of an instrument has answered is noted only when another source comes: it may be that there is nothing.
    """
    held = connection.execute(
        "SELECT EXISTS(SELECT 1 FROM candle WHERE instrument_id=?1 AND timeframe=?2 AND ts>=?3 AND ts<?4)"
        " OR EXISTS(SELECT 1 FROM heard WHERE instrument_id=?1 AND timeframe=?2 AND end>?3 AND start<?4"
        " AND (start>=?3 OR source<>?5))",
        (number, timeframe.name, *stretch, source),
    ).fetchone()
    return not held[0] and not _answered(connection, number, timeframe, stretch)


def _answered(connection: Connection, number: int, timeframe: Timeframe, stretch: Interval) -> bool:
    """Whether a feed that is alone so far has answered a part of a stretch."""
    if timeframe.derived or precedence.feed_of(connection, number) is None or heard.several(connection, number):
        return False
    pieces = answered(series_summary.coverage(connection, number, timeframe.name))
    return any(start < stretch.end and stretch.start < end for start, end in pieces)


def _made(minutes: Candles, near: Calendar, stretch: Interval, now: float) -> Iterator[tuple[Timeframe, Candles]]:
    """Each timeframe up to a day with its candles that whole sessions of minutes make."""
    whole = whole_sessions(near, [stretch])
    covered = session_stretches(near, whole)
    traded = near.session_at(minutes.ts) >= 0
    within = minutes if traded.all() else minutes.take(traded)
    sessions, five = replace(near, strict=False), within  # nothing lies outside of them any more
    for timeframe in _INTRADAY[1:]:
        of = within if timeframe.seconds <= _FIVE.seconds else five
        made = derive(of, sessions, timeframe, covered, now)
        five = made if timeframe is _FIVE else five
        yield timeframe, made
    days = near.take(whole & (near.close <= now))
    yield _DAILY, daily(within, days) if len(days) else empty()


def _insert(
    connection: Connection, number: int, timeframe: Timeframe, candles: Candles, origin: str, made_of: str | None,
    now: float, cancel: threading.Event,
) -> rows.Change:  # fmt: skip
    """Put new candles in, with packed blocks and summary, and when they came.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    if not len(candles):
        return rows.Change(0, 0)
    for place in range(0, len(candles), _UNCANCELLED):
        if cancel.is_set():
            raise Cancelled
        part = candles.take(slice(place, place + _UNCANCELLED))
        rows.upsert(connection, number, timeframe.name, part, origin, made_of)
    arrivals.note(connection, number, timeframe.name, candles.ts, candles.ts, now)
    revision = series_summary.next_revision(connection, number, timeframe.name)
    chunks, first, last = rows.chunks_of(candles, timeframe), int(candles.ts[0]), int(candles.ts[-1])
    ends = (int(chunks[0]) * rows.chunk_seconds(timeframe), (int(chunks[-1]) + 1) * rows.chunk_seconds(timeframe))
    before = rows.read_series(connection, number, timeframe, ends[0], first)
    after = rows.read_series(connection, number, timeframe, last + 1, ends[1])
    rows.write_blocks(connection, number, timeframe, concat((before, candles, after)), chunks, revision)
    change = rows.Change(len(candles), 0)
    series_summary.note_change(connection, number, timeframe.name, change, revision, first, last)
    return change
