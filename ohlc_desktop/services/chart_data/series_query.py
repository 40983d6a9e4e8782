"""One look at the store for a chart: the instrument and its summary, how complete it is, and that in a sentence.

Imports numpy: to be imported on a worker thread only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import time
from functools import cached_property
from typing import NamedTuple

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.annotations.holes import HoleFacts, calmed, find_holes
from ohlc_desktop.core.chart.series import Days, Hole
from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.market.contracts import end_message, gone_message
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.planning.assess import Assessment, assess, provisional
from ohlc_desktop.core.planning.coverage import REFUSED
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.store_access.feeds_in_use import feed_for
from ohlc_desktop.services.store_access.snapshot_reader import catalogue, due_by, instrument_of
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.evidence import facts, served
from ohlc_desktop.store.reader import SeriesView, stored_calendar, stored_state
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import quarantine, series_summary
from ohlc_desktop.store.series.series_summary import Summary
from ohlc_desktop.store.trade_dates import load_trade_dates


class SeriesCompleteness(NamedTuple):
    """How complete a series is; see :class:`ohlc_desktop.core.chart.series.ChartSeries`."""

    state: CoverageState
    problem: Message
    missing: int
    holes: tuple[Hole, ...]


@dataclass(frozen=True)
class SeriesQuery:
    """A series as one look at the file finds it.

    Attributes:
        connection: Of the store, within the look.
        feed: Which is asked for it.
        instrument: Whose summary.
        timeframe: Of the summary.
        now: UTC epoch seconds.
        due: Completeness is judged by what was due at this moment, UTC epoch seconds.
        number: The instrument's; None for one that the file does not hold yet.
        summaries: Of the instrument's summary, by timeframe.
        calendar: Its stored sessions; None before the first import.
        watched: It is on the watchlist.
        store: Names what is stored: another name means that a backup was put back, or that a split was noticed.
    """

    connection: Connection
    feed: FeedSpec
    instrument: Instrument
    timeframe: Timeframe
    now: float
    due: float
    number: int | None
    summaries: Mapping[str, Summary]
    calendar: Calendar | None
    watched: bool
    store: str

    @property
    def summary(self) -> Summary | None:
        """Of the series; None when nothing was ever noted of it."""
        return self.summaries.get(self.timeframe.name)

    @property
    def revision(self) -> int:
        """Number of the last change of the summary."""
        return self.summary.revision if self.summary else 0

    @cached_property
    def packed(self) -> int:
        """Candles in the packed blocks."""
        return 0 if self.number is None else rows.packed_count(self.connection, self.number, self.timeframe)

    @cached_property
    def state(self) -> InstrumentState | None:
        """What completeness is judged by; None before the first import."""
        if self.calendar is None:
            return None
        source = self.timeframe.source
        pieces = () if self.number is None else series_summary.coverage(self.connection, self.number, source)
        first = self.summaries[source].first if source in self.summaries else None
        absent = {} if self.number is None else served.absences(self.connection, self.number)
        known = {source: SeriesState(0, pieces, first=first, absent=absent.get(source, ()))}
        return stored_state(self.connection, self.instrument, self.calendar, self.feed, known)

    @cached_property
    def assessment(self) -> Assessment | None:
        """How complete the series is; None when that cannot be said."""
        return assess(self.state, self.timeframe, self.now, self.due) if self.state else None

    def completeness(self, ts: Int64, days: Days, whole: bool) -> SeriesCompleteness:
        """How complete the series is, of which the candles at ``ts`` are loaded."""
        state = SeriesView(self.instrument, self.timeframe, self.summary, self.assessment).state
        missing = (self.assessment.missing if self.assessment else None) or 0
        holes = (
            find_holes(self.state, self.timeframe, ts, self.now, self.due, self._reasons(), whole) if self.state else ()
        )
        return SeriesCompleteness(state, sentences(self._end(), self._problem(state, ts, days)), missing, holes)

    def _end(self) -> Message:
        """That a contract has ended; nothing where it has not."""
        state = self.state
        if state is None or state.end is None or not state.has_ended(self.now):
            return NOTHING
        return end_message(self.instrument.symbol, day_of(state.end.day))

    def _gone(self) -> Message:
        """That the feed has dropped a contract; nothing where it has not."""
        state = self.state
        if state is None or state.end is None or not state.gone:
            return NOTHING
        return gone_message(self.instrument.symbol, day_of(state.end.day), self.feed)

    def _reasons(self) -> HoleFacts:
        """What is known of why candles are missing."""
        failure = self.summary.message if self.summary and self.summary.cause else self._gone()
        source = self.timeframe.source
        pieces = self.state.of(source).coverage if self.state else ()
        doubtful = [piece for piece in pieces if piece.day == REFUSED and not piece.settled]
        if not doubtful or self.number is None:
            return HoleFacts(failure, watched=self.watched)
        span = doubtful[0].start, doubtful[-1].end
        reasons = quarantine.reasons(self.connection, self.number, source, *span)
        return HoleFacts(failure, tuple(reasons), self.watched)

    def _problem(self, state: CoverageState, ts: Int64, days: Days) -> Message:
        """Why a series is not complete; nothing when it is."""
        if not len(ts):
            return self._emptiness()
        if state.calm:
            return NOTHING
        if state is CoverageState.FAILED:
            return self._failure()
        if state.holed:
            return self._partly()
        if self.assessment is None:
            return Message("How complete this series is will be known after the next import.")
        last = day_of(int(days.trade_date[-1]) if len(days) else int(ts[-1]) // DAY)
        return Message("The newest candles are missing: the last one is of {date}.", date=last.isoformat())

    def _partly(self) -> Message:
        """How many candles are missing. Minutes without trades are not: only the next day's answer settles them."""
        count, feed = self._lost(), self.feed.display_name
        if self.state is not None and len(provisional(self.state, self.timeframe, self.now)):
            return Message(
                "Missing or provisional candles: {count:,}. {feed} sent times of {timeframe} candles without prices or volumes.",
                count=count, timeframe=self.timeframe.source, feed=feed,
            )  # fmt: skip
        if count:
            return Message("One candle is missing." if count == 1 else "{count:,} candles are missing.", count=count)
        count = (self.assessment.missing if self.assessment else None) or 0
        return Message(
            "{feed} had no row for one candle when it was asked: most likely nothing was traded."
            if count == 1
            else "{feed} had no rows for {count:,} candles when it was asked: most likely nothing was traded.",
            count=count,
            feed=feed,
        )

    def _lost(self) -> int:
        """Candles that are missing and that a quiet market does not explain."""
        if self.state is None:
            return 0
        source = self.timeframe.source
        known = self.state.of(source)
        calm = replace(known, coverage=calmed(known.coverage))
        return assess(replace(self.state, series={source: calm}), self.timeframe, self.now, self.due).missing or 0

    def _failure(self) -> Message:
        message = self.summary.message if self.summary else NOTHING
        if not message:
            return Message("The last import of this series failed.")
        return Message("The last import of this series failed: {reason}", reason=message)

    def _emptiness(self) -> Message:
        """Why there is no candle at all."""
        known, source = self.summary, self.summaries.get(self.timeframe.source)
        symbol, name = self.instrument.symbol, self.timeframe.name
        if known is not None and known.cause:
            return self._failure()
        if known is not None and known.asked is None and known.revision:
            return Message("The candles of {symbol} were deleted. Import to get them again.", symbol=symbol)
        if known is None or known.asked is None:
            return Message("No {timeframe} candles of {symbol} have been imported yet.", symbol=symbol, timeframe=name)
        if self.timeframe.derived and source is not None and source.count:
            return Message(
                "There are not enough candles of {symbol} yet to make one of {timeframe}.",
                symbol=symbol,
                timeframe=name,
            )
        return Message(
            "{feed} had no {timeframe} candles of {symbol} when it was asked.",
            symbol=symbol, timeframe=name, feed=self.feed.display_name,
        )  # fmt: skip


@contextmanager
def looking(profile: Profile, symbol: str, timeframe: Timeframe, now: float, at: time) -> Iterator[SeriesQuery]:
    """Look at a series; everything read through the look is of one moment.

    Raises:
        OhlcError: there is no database, it cannot be read, or it does not know the symbol.
    """
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        number = watchlist.find_instrument(connection, symbol)
        watched = symbol in watchlist.watched(connection, catalogue().default_watchlist)
        if number is None and not watched:
            raise StoreError(
                "{symbol} is not in this database.", hint="Add it to the watchlist, then import.", symbol=symbol
            )
        instrument = markets.at_home(connection, instrument_of(symbol, now))
        yield SeriesQuery(
            connection, feed_for(connection, profile.demo, instrument), instrument, timeframe, now, due_by(now, load_trade_dates(connection), at), number,
            {} if number is None else series_summary.summaries(connection, number),
            stored_calendar(connection, instrument.calendar, now),
            watched, facts.contents(connection),
        )  # fmt: skip
