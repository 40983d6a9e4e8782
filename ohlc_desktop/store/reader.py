"""The store for readers: what windows and commands show, without ever scanning candles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ohlc_desktop.core.assess import Assessment, assess
from ohlc_desktop.core.instruments import Instrument
from ohlc_desktop.core.plan import instrument_state
from ohlc_desktop.core.sessions import GENERIC, Calendar, generic_calendar, new_york_day
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.store import series, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import Summary


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One series as it stands now: its summary, and how complete it is; None where nothing can be said.

    ``ended`` is the last trade date (day number) of a contract that trades no more; None for all others.
    """

    instrument: Instrument
    timeframe: Timeframe
    summary: Summary | None
    assessment: Assessment | None
    ended: int | None = None

    @property
    def count(self) -> int:
        """Stored candles."""
        return self.summary.count if self.summary else 0

    @property
    def state(self) -> str:
        """``complete``, ``partial``, ``stale``, ``empty`` or ``failed``."""
        failed = bool(self.summary and self.summary.cause)
        if self.assessment is None:
            return "failed" if failed else "empty" if not self.count else "stale"
        return self.assessment.state(self.count, failed).value


def stored_calendar(connection: Connection, name: str, now: float) -> Calendar | None:
    """The sessions that the importer left here; None before its first run."""
    if name == GENERIC:
        today = new_york_day(now)
        return generic_calendar(today - 731, today + 7)
    return series.load_calendar(connection, name)


def views(connection: Connection, instrument: Instrument, now: float, by: float | None = None) -> Iterator[SeriesView]:
    """Every timeframe of an instrument, shortest first, judged at ``now`` by what was due ``by`` (UTC epoch seconds)."""
    number = watchlist.find_instrument(connection, instrument.symbol)
    summaries = series.summaries(connection, number) if number is not None else {}
    calendar = stored_calendar(connection, instrument.calendar, now)
    state = None
    if calendar is not None:
        known = series.states(connection, number) if number is not None else {}
        state = instrument_state(instrument, calendar, known)
    ended = state.end.day if state and state.end and state.has_ended(now) else None
    for timeframe in TIMEFRAMES.values():
        found = assess(state, timeframe, now, by) if state else None
        yield SeriesView(instrument, timeframe, summaries.get(timeframe.name), found, ended)
