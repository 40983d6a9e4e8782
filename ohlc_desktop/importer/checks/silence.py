"""Where no instrument of a calendar has a candle, found anew at the end of each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ohlc_desktop.core.market.contracts import ending
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Answered, Interval
from ohlc_desktop.core.planning.plan import SeriesState
from ohlc_desktop.core.planning.served import common_silence
from ohlc_desktop.core.timeframes import SOURCES
from ohlc_desktop.importer.checks.new_hours import instruments_of
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import served
from ohlc_desktop.store.series import series_summary


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
