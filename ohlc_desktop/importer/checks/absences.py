"""Which expected candles did not come, noted once for databases of versions that did not keep it."""

from __future__ import annotations

from dataclasses import replace

from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.planning.coverage import Interval, answered, intersect, runs
from ohlc_desktop.core.planning.plan import InstrumentState
from ohlc_desktop.core.timeframes import SOURCES, TIMEFRAMES, Timeframe
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts, served
from ohlc_desktop.store.series import candles as rows

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
