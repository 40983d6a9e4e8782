"""What did not come: the expected candles that a series lacks, and where no instrument of a calendar has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ohlc_desktop.core.market.contracts import ending
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, buckets
from ohlc_desktop.core.planning.coverage import Answered, Interval, answered, intersect, runs
from ohlc_desktop.core.planning.served import common_silence
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.timeframes import SOURCES, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.checks.new_hours import instruments_of
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts, served
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary

#: Fact by number of the instrument: its absences are kept.
_KEPT = "noted_absences:"


def with_absences(connection: Connection, number: int, state: InstrumentState) -> InstrumentState:
    """The instrument with what is absent of its series, which is found out from the rows where it was never noted.

    Must run inside a transaction.
    """
    if facts.fact(connection, f"{_KEPT}{number}") is not None:
        return state
    facts.keep_fact(connection, f"{_KEPT}{number}", "")
    found = dict(state.series)
    for name in (name for name in SOURCES if state.of(name).coverage and state.calendar.strict):
        absent = tuple(_absent(connection, number, state, TIMEFRAMES[name]))
        served.save_absences(connection, number, name, absent)
        found[name] = replace(state.of(name), absent=absent)
    return replace(state, series=found)


def _absent(connection: Connection, number: int, state: InstrumentState, timeframe: Timeframe) -> list[Interval]:
    known = answered(state.of(timeframe.name).coverage)
    start, end = known[0].start, known[-1].end
    expected = buckets(state.expected_sessions(timeframe), timeframe, start, end).within(start, end, end)
    present = rows.read_rows(connection, number, timeframe, start, end).ts
    return intersect(runs(expected.key, present, timeframe.seconds), known)


def weigh_silence(connection: Connection, calendar: Calendar, now: float) -> Mapping[str, tuple[Interval, ...]]:
    """Where all stored instruments of a calendar are without candles, by source timeframe; it is kept.

    Must run inside a transaction; ``now`` in UTC epoch seconds.
    """
    if not calendar.strict:
        return {}
    before = served.silence(connection, calendar.name)
    instruments = list(instruments_of(connection, calendar.name, now))
    found = {name: common_silence(_series(connection, calendar, instruments, name)) for name in SOURCES}
    if {name: stretches for name, stretches in found.items() if stretches} != before:
        served.save_silence(connection, calendar.name, found)
    return found


def _series(
    connection: Connection, calendar: Calendar, instruments: Sequence[Instrument], name: str
) -> list[SeriesState]:  # fmt: skip
    """A source series of each instrument: what was answered of it, and what did not come."""
    found = []
    for instrument in instruments:
        number = watchlist.instrument_id(connection, instrument.symbol)
        absent = served.absences(connection, number).get(name, ())
        pieces = series_summary.coverage(connection, number, name)
        found.append(SeriesState(coverage=_until_the_end(pieces, instrument, calendar), absent=absent))
    return found


def _until_the_end(pieces: Sequence[Answered], instrument: Instrument, calendar: Calendar) -> tuple[Answered, ...]:
    """The answers up to the end of trading of a contract: after it, nothing of it is evidence."""
    end = ending(instrument, calendar)
    if end is None:
        return tuple(pieces)
    over = end.expected_until
    return tuple(piece._replace(end=min(piece.end, over)) for piece in pieces if piece.start < over)
