"""Coverage, summaries and sessions of the store.

Must be called inside a transaction where it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from ohlc_desktop.core.arbitration.precedence import HUB
from ohlc_desktop.core.market.exchanges import by_exchange
from ohlc_desktop.core.market.sessions import Calendar, day_number, day_of
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.planning.assess import Assessment
from ohlc_desktop.core.planning.coverage import Answered, Interval, subtract, union
from ohlc_desktop.core.planning.observed import widened
from ohlc_desktop.core.planning.state import SeriesState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import doubts, superseded
from ohlc_desktop.store.evidence.served import absences, observed
from ohlc_desktop.store.message_columns import columns_of, message_in
from ohlc_desktop.store.series.candles import Change
from ohlc_desktop.store.sources import heard, precedence
from ohlc_desktop.store.sources.precedence import feed_of

_SESSION, _CALENDAR = "session", "calendar"
#: Of a calendar that has sessions; nothing of one that has none.
_STORED = {0: True}
_Stretches = dict[str, tuple[Interval, ...]]


@dataclass(frozen=True, slots=True)
class Summary:
    """One series at a glance; ``first`` and ``last`` are stamps, ``asked`` UTC epoch seconds.

    ``expected``, ``missing``, ``unserved`` and ``silent`` are those of :class:`ohlc_desktop.core.planning.assess.Assessment`.
    """

    timeframe: str
    count: int
    first: int | None
    last: int | None
    expected: int | None
    missing: int | None
    revision: int
    asked: float | None
    cause: str
    unserved: int | None = None
    silent: int | None = None
    message: Message = NOTHING


# -- coverage and summaries --------------------------------------------------------------------------


def coverage(connection: Connection, instrument: int, timeframe: str) -> tuple[Answered, ...]:
    """What was answered for a source series, oldest first."""
    rows = connection.execute(
        "SELECT start, end, day, settled, silent FROM coverage WHERE instrument_id=? AND timeframe=? ORDER BY start",
        (instrument, timeframe),
    )
    return tuple(Answered(start, end, day, bool(settled), bool(silent)) for start, end, day, settled, silent in rows)


def save_coverage(connection: Connection, instrument: int, timeframe: str, pieces: Iterable[Answered]) -> None:
    """Replace the coverage of a source series."""
    connection.execute("DELETE FROM coverage WHERE instrument_id=? AND timeframe=?", (instrument, timeframe))
    connection.executemany(
        "INSERT INTO coverage VALUES (?,?,?,?,?,?,?)",
        ((instrument, timeframe, p.start, p.end, p.day, int(p.settled), int(p.silent)) for p in pieces),
    )


def summaries(connection: Connection, instrument: int) -> dict[str, Summary]:
    """The summaries of an instrument's series, by timeframe."""
    rows = connection.execute(
        "SELECT timeframe, count, first, last, expected, missing, revision, asked, cause,"
        " unserved, silent, message, message_json FROM series WHERE instrument_id=?",
        (instrument,),
    )
    return {row[0]: Summary(*(*row[:-2], message_in(*row[-2:]))) for row in rows}


def states(connection: Connection, instrument: int) -> dict[str, SeriesState]:
    """What the planner needs to know of an instrument's series, by timeframe."""
    absent = absences(connection, instrument)
    others, files = _others(connection, instrument, absent)
    return {
        name: _state(connection, instrument, found, absent.get(name, ()), others.get(name, ()), files.get(name, ()))
        for name, found in summaries(connection, instrument).items()
    }


def _others(
    connection: Connection, instrument: int, absent: Mapping[str, tuple[Interval, ...]]
) -> tuple[_Stretches, _Stretches]:
    """Where other sources than the instrument's feed speak of its series, by timeframe; and which of them are no feeds.

    A hub says nothing of what it lacks: that its importing machine has still to ask for.
    """
    others: _Stretches = {}
    files: _Stretches = {}
    if not heard.several(connection, instrument):
        return others, files
    feed, order = feed_of(connection, instrument), precedence.read(connection)
    for name, timeframe in TIMEFRAMES.items():
        spoken = heard.read(connection, instrument, timeframe)
        if HUB in spoken:
            spoken[HUB] = subtract(spoken[HUB], absent.get(name, ()))
        others[name] = tuple(union(part for source, parts in spoken.items() if source != feed for part in parts))
        kept = (source for source in spoken if not order.kind(source).asked)
        files[name] = tuple(union(part for source in kept for part in spoken[source]))
    return others, files


def _state(
    connection: Connection, instrument: int, found: Summary,
    absent: tuple[Interval, ...], others: tuple[Interval, ...], files: tuple[Interval, ...],
) -> SeriesState:  # fmt: skip
    pieces, timeframe = coverage(connection, instrument, found.timeframe), TIMEFRAMES[found.timeframe]
    doubtful = doubts.doubts(connection, instrument, timeframe, pieces) if pieces and not timeframe.daily else ()
    return SeriesState(found.count, pieces, found.asked, found.first, doubtful, absent, others, files)


def first_stamp(connection: Connection, instrument: int, timeframe: str) -> int | None:
    """Stamp of the oldest candle of a series; None without any."""
    row = connection.execute(
        "SELECT first FROM series WHERE instrument_id=? AND timeframe=?", (instrument, timeframe)
    ).fetchone()
    return row[0] if row else None


def forget_answers(connection: Connection, instrument: int, timeframe: str) -> None:
    """Act as if a source series had never been asked for; its candles stay."""
    connection.execute("UPDATE series SET asked=NULL WHERE instrument_id=? AND timeframe=?", (instrument, timeframe))


def next_revision(connection: Connection, instrument: int, timeframe: str) -> int:
    """The number that the next change of a series gets."""
    row = connection.execute(
        "SELECT revision FROM series WHERE instrument_id=? AND timeframe=?", (instrument, timeframe)
    ).fetchone()
    return int(row[0]) + 1 if row else 1


def note_change(
    connection: Connection, instrument: int, timeframe: str, change: Change, revision: int,
    first: int | None, last: int | None,
) -> None:  # fmt: skip
    """Bring the summary of a series up to date after writing to it.

    ``first`` and ``last`` are the outermost stamps that were written.
    """
    changed = change.added + change.revised > 0
    connection.execute(
        "INSERT INTO series(instrument_id, timeframe, count, first, last, revision) VALUES (?,?,?,?,?,?)"
        " ON CONFLICT(instrument_id, timeframe) DO UPDATE SET count=count+excluded.count,"
        " first=min(coalesce(first, excluded.first), coalesce(excluded.first, first)),"
        " last=max(coalesce(last, excluded.last), coalesce(excluded.last, last)), revision=excluded.revision",
        (instrument, timeframe, change.added, first, last, revision if changed else revision - 1),
    )


def recount(connection: Connection, instrument: int, timeframe: str, revision: int) -> None:
    """Make count, first and last of a summary anew from the rows; ``revision`` is the number of this change."""
    connection.execute(
        "INSERT INTO series(instrument_id, timeframe) VALUES (?,?) ON CONFLICT DO NOTHING", (instrument, timeframe)
    )
    connection.execute(
        "UPDATE series SET revision=?, (count, first, last) = (SELECT count(*), min(ts), max(ts) FROM candle AS c"
        " WHERE c.instrument_id=series.instrument_id AND c.timeframe=series.timeframe)"
        " WHERE instrument_id=? AND timeframe=?",
        (revision, instrument, timeframe),
    )


def note_assessment(connection: Connection, instrument: int, timeframe: str, found: Assessment, now: float) -> None:
    """Keep how complete a series is at ``now``."""
    connection.execute(
        "UPDATE series SET expected=?, missing=?, unserved=?, silent=?, assessed=? WHERE instrument_id=? AND timeframe=?",
        (found.expected, found.missing, found.unserved, found.silent, now, instrument, timeframe),
    )


def note_answer(connection: Connection, instrument: int, timeframes: Iterable[str], now: float) -> None:
    """Note that the feed has answered for these series; an earlier failure is over."""
    connection.executemany(
        "INSERT INTO series(instrument_id, timeframe, asked) VALUES (?,?,?) ON CONFLICT(instrument_id, timeframe)"
        " DO UPDATE SET asked=excluded.asked, cause='', message='', message_json=NULL",
        ((instrument, name, now) for name in timeframes),
    )


def note_failure(
    connection: Connection, instrument: int, timeframes: Iterable[str], cause: str, message: Message
) -> None:
    """Note why these series could not be brought up to date."""
    connection.executemany(
        "INSERT INTO series(instrument_id, timeframe, cause, message, message_json) VALUES (?,?,?,?,?)"
        " ON CONFLICT(instrument_id, timeframe) DO UPDATE SET cause=excluded.cause, message=excluded.message,"
        " message_json=excluded.message_json",
        ((instrument, name, cause, *columns_of(message)) for name in timeframes),
    )


def forget_failure(connection: Connection, instrument: int, timeframes: Iterable[str]) -> None:
    """Note that an earlier failure of these series is over."""
    connection.executemany(
        "UPDATE series SET cause='', message='', message_json=NULL WHERE instrument_id=? AND timeframe=?",
        ((instrument, name) for name in timeframes),
    )


# -- sessions ----------------------------------------------------------------------------------------


def save_calendar(connection: Connection, calendar: Calendar, at: float = 0.0) -> None:
    """Store sessions; those of dates that the calendar reaches are replaced, older ones stay.

    What they were is kept, with ``at``, when these came in UTC epoch seconds.
    """
    if not len(calendar):
        return
    before = _sessions(connection, calendar.name)
    first, last = (day_of(calendar.trade_date[i]).isoformat() for i in (0, -1))
    connection.execute(
        "DELETE FROM session WHERE calendar=? AND trade_date BETWEEN ? AND ?", (calendar.name, first, last)
    )
    hours = (calendar.open, calendar.close, calendar.early, calendar.break_start, calendar.break_end)
    rows = np.stack((calendar.trade_date, *hours, calendar.ordinal), axis=1).tolist()
    connection.executemany(
        "INSERT INTO session VALUES (?,?,?,?,?,?,?,?)",
        ((calendar.name, day_of(day).isoformat(), *rest) for day, *rest in rows),
    )
    if not before:  # one row says it of all
        superseded.keep(connection, _CALENDAR, calendar.name, {}, _STORED, at)
        return
    superseded.keep(connection, _SESSION, calendar.name, before, _sessions(connection, calendar.name), at)


def load_calendar(connection: Connection, name: str, moment: float | None = None) -> Calendar | None:
    """The stored sessions of a calendar with the trading that was observed, oldest first; None when there are none.

    With a moment (UTC epoch seconds) those that were stored then.
    """
    found = superseded.as_of(connection, _SESSION, name, _sessions(connection, name), moment)
    if not found or not superseded.as_of(connection, _CALENDAR, name, _STORED, moment):
        return None
    opened, closed, start, end, early, ordinal = np.array(list(found.values()), dtype=np.int64).T.copy()
    days = np.array(list(found), dtype=np.int64)
    known = Calendar(name, True, days, opened, closed, start, end, early.astype(np.bool_), ordinal)
    return widened(by_exchange(known), observed(connection, name, moment))


def _sessions(connection: Connection, name: str) -> dict[int, list[int]]:
    """What is stored of each session, by day number."""
    rows = connection.execute(
        "SELECT trade_date, open, close, break_start, break_end, early, ordinal FROM session WHERE calendar=?", (name,)
    )
    return {day_number(date.fromisoformat(day)): values for day, *values in rows}
