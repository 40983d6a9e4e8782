"""The store for readers: what windows and commands show, without ever scanning candles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ohlc_desktop.core.following.followed import FollowedContract
from ohlc_desktop.core.market.catalogue import Catalogue
from ohlc_desktop.core.market.contracts import EndedContract, end_message, ended_contract, ending
from ohlc_desktop.core.market.exchanges import around
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.planning.assess import Assessment, assess
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.counts import NO_DOUBTS, DoubtCounts
from ohlc_desktop.store import ledger, markets, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import endings, levels, served
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.series.series_summary import Summary
from ohlc_desktop.store.sources import contradictions


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One series as it stands now: its summary, and how complete it is; None where nothing can be said.

    ``ended`` is the last trade date (day number) of a contract that trades no more; None for all others. ``doubts`` are
    its candles that are disputed or suspect. ``failed_at`` is when the last attempt failed, UTC epoch seconds; None where
    it did not. ``differing`` counts its candles of which a source has other prices. ``follows`` is the contract that the newest candles of a continuous symbol are of, where that is known.
    """

    instrument: Instrument
    timeframe: Timeframe
    summary: Summary | None
    assessment: Assessment | None
    ended: int | None = None
    doubts: DoubtCounts = NO_DOUBTS
    failed_at: float | None = None
    follows: FollowedContract | None = None
    differing: int = 0

    @property
    def count(self) -> int:
        """Stored candles."""
        return self.summary.count if self.summary else 0

    @property
    def end(self) -> Message:
        """The message that says that the contract has ended; nothing where it has not."""
        return NOTHING if self.ended is None else end_message(self.instrument.symbol, day_of(self.ended))

    @property
    def state(self) -> CoverageState:
        """How complete the series is."""
        failed = bool(self.summary and self.summary.cause)
        if self.assessment is None:
            return CoverageState.FAILED if failed else CoverageState.STALE if self.count else CoverageState.EMPTY
        return self.assessment.state(self.count, failed)


def stored_calendar(connection: Connection, name: str, now: float) -> Calendar | None:
    """The sessions that the importer left here; None before its first run."""
    known = around(name, now, 731, 7)
    return series_summary.load_calendar(connection, name) if known is None else known


def stored_state(
    connection: Connection, instrument: Instrument, calendar: Calendar, feed: FeedSpec, known: Mapping[str, SeriesState]
) -> InstrumentState:
    """An instrument with some of its series, and what its feed and its market were found to say."""
    end = ending(instrument, calendar)
    sessions = calendar if end is None else calendar.take(calendar.trade_date <= end.day)
    gone = end is not None and endings.is_gone(connection, instrument.symbol)
    silence = served.silence(connection, calendar.name)
    return InstrumentState(instrument, sessions, feed, known, end, gone, served.habits_of(feed), silence)


def ended_contracts(
    connection: Connection, catalogue: Catalogue, instruments: Iterable[Instrument], now: float
) -> dict[str, EndedContract]:
    """The contracts among some instruments that trade no more at ``now`` (UTC epoch seconds), by symbol."""
    found = {}
    for instrument in instruments:
        if instrument.month is not None:
            calendar = series_summary.load_calendar(connection, instrument.calendar)
            over = ended_contract(catalogue, instrument, calendar, now)
            found.update({instrument.symbol: over} if over else {})
    return found


class StoredCalendars:
    """The sessions of each calendar at a moment, read once for all instruments that trade by it."""

    def __init__(self, connection: Connection, now: float) -> None:
        self._connection, self._now = connection, now
        self._known: dict[str, Calendar | None] = {}

    def of(self, name: str) -> Calendar | None:
        """Those of a calendar; None before its first import."""
        if name not in self._known:
            self._known[name] = stored_calendar(self._connection, name, self._now)
        return self._known[name]


def views(
    connection: Connection, instrument: Instrument, feed: FeedSpec, now: float, by: float | None = None,
    calendars: StoredCalendars | None = None,
) -> Iterator[SeriesView]:  # fmt: skip
    """Every timeframe of an instrument, shortest first, judged at ``now`` by what was due ``by`` (UTC epoch seconds).

    ``calendars`` are those of the same moment, where several instruments are looked at.
    """
    instrument = markets.at_home(connection, instrument)
    number = watchlist.find_instrument(connection, instrument.symbol)
    summaries = series_summary.summaries(connection, number) if number is not None else {}
    calendar = (calendars or StoredCalendars(connection, now)).of(instrument.calendar)
    state = None
    if calendar is not None:
        known = series_summary.states(connection, number) if number is not None else {}
        state = stored_state(connection, instrument, calendar, feed, known)
    ended = state.end.day if state and state.end and state.has_ended(now) else None
    doubts = levels.doubts(connection, number) if number is not None else {}
    failed = _failures(connection, instrument.symbol, summaries.values())
    apart = contradictions.differing(connection, number) if number is not None else {}
    for timeframe in TIMEFRAMES.values():
        found, name = assess(state, timeframe, now, by) if state else None, timeframe.name
        doubtful = doubts.get(name, NO_DOUBTS)
        told = summaries.get(name), found, ended, doubtful, failed.get(name), None, apart.get(name, 0)
        yield SeriesView(instrument, timeframe, *told)


def _failures(connection: Connection, symbol: str, summaries: Iterable[Summary]) -> dict[str, float]:
    """When each series whose last attempt failed was tried last, UTC epoch seconds; runs are looked at only then."""
    answered = {summary.timeframe: summary.asked or 0.0 for summary in summaries if summary.cause}
    tried = ledger.failures_of(connection, symbol) if answered else {}
    return {name: when for name, when in tried.items() if name in answered and when >= answered[name]}
