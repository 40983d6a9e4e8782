"""Before a run: sessions brought up to date, stored series looked at, everything the planner needs."""

from __future__ import annotations

import logging
from collections.abc import Callable

from ohlc_desktop.calendars.hours_file import edition
from ohlc_desktop.core.arbitration.precedence import Precedence, SourceKind
from ohlc_desktop.core.market.exchanges import around
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, new_york_day, renumbered
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.checks.absences import with_absences
from ohlc_desktop.importer.checks.new_hours import ask_again
from ohlc_desktop.sources.registry import ActiveFeeds, feed_of
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.reader import stored_state
from ohlc_desktop.store.series import arrivals, series_summary
from ohlc_desktop.store.series import candles as rows

_log = logging.getLogger(__name__)

#: Sessions are kept this many days back and ahead.
BACK, AHEAD = 731, 366
#: The calendar library is asked again after so many days: holidays are announced late.
REFRESH = 7

LoadSessions = Callable[[str, int, int], Calendar]


def without_clashes(feeds: ActiveFeeds, known: Precedence) -> ActiveFeeds:
    """The feeds of a run without those that are called as files are that are stored: both would become one source."""
    files = {source.name for source in known.known if source.kind is SourceKind.FILE}
    order = tuple(feed for feed in feeds.order if feed.name not in files)
    if order == feeds.order:
        return feeds
    clashing = {feed.name: _clash(feed.name) for feed in feeds.order if feed not in order}
    return ActiveFeeds(order or (feed_of(demo=False),), {**feeds.lacking, **clashing})


def _clash(name: str) -> Message:
    return Message(
        "The feed {name} is not asked: files that are stored have the same name, and both would become one source. Give the"
        " files again under another name, ohlc-desktop ingest --source NAME, then ohlc-desktop sources remove {name}.", name=name,
    )  # fmt: skip


def library_sessions(name: str, first: int, last: int) -> Calendar:
    """Sessions from the calendar library, which is loaded only when it is needed."""
    from ohlc_desktop.calendars.exchange_calendars import sessions

    return sessions(name, first, last)


def up_to_date_calendar(connection: Connection, name: str, now: float, load: LoadSessions) -> Calendar:
    """The sessions of a calendar around ``now``; the stored ones while they are fresh and of this edition of the hours.

    Where a newer edition has trading that the stored one had not, what was answered for it is asked again. Must run
    inside a transaction.
    """
    known, today = around(name, now, BACK, 7), new_york_day(now)
    if known is not None:
        return known
    stored = series_summary.load_calendar(connection, name)
    if stored is not None and _is_fresh(connection, name, now):
        return stored
    fresh = load(name, today - BACK, today + AHEAD)
    series_summary.save_calendar(connection, renumbered(fresh, stored, today) if stored is not None else fresh, now)
    facts.keep_fact(connection, f"sessions:{name}", str(now))
    facts.keep_fact(connection, f"edition:{name}", edition())
    found = series_summary.load_calendar(connection, name)
    if found is None:
        raise LookupError(f"the calendar library has no sessions for {name}")
    if stored is not None:
        ask_again(connection, stored, found, now)
    return found


def _is_fresh(connection: Connection, name: str, now: float) -> bool:
    fetched = float(facts.fact(connection, f"sessions:{name}") or 0.0)
    return 0 <= now - fetched < REFRESH * DAY and facts.fact(connection, f"edition:{name}") == edition()


def read_state(
    connection: Connection, instrument: Instrument, calendar: Calendar, feed: FeedSpec, now: float
) -> tuple[int, InstrumentState]:
    """The number of an instrument in the store, and what is stored of it.

    A series whose rows were changed by another program is put right first. Must run inside a transaction.
    """
    number = watchlist.instrument_id(connection, instrument.symbol)
    for name, summary in series_summary.summaries(connection, number).items():
        if _was_changed(connection, number, TIMEFRAMES[name], feed, summary.count, now):
            _log.warning(
                "%s %s: another program changed the file. What is missing is asked for again.", instrument.symbol, name
            )
            put_right(connection, number, TIMEFRAMES[name], now)
    state = stored_state(connection, instrument, calendar, feed, series_summary.states(connection, number))
    return number, with_absences(connection, number, state)


def _was_changed(
    connection: Connection, number: int, timeframe: Timeframe, feed: FeedSpec, count: int, now: float
) -> bool:
    """Whether rows were added or removed by others, within reach of the feed; older rows are not counted."""
    stored, packed = rows.held_since(connection, number, timeframe, int(now) - feed.limits_of(timeframe).reach * DAY)
    return stored != packed or rows.packed_count(connection, number, timeframe) != count


def put_right(connection: Connection, number: int, timeframe: Timeframe, now: float) -> None:
    """Start over from the rows of a series: blocks and summary anew, its source to be asked for again.

    Rows that another program put in count as having come ``now`` (UTC epoch seconds).
    """
    revision = series_summary.next_revision(connection, number, timeframe.name)
    rows.rebuild_blocks(connection, number, timeframe, revision)
    stored = rows.read_series(connection, number, timeframe).ts
    arrivals.note_unnoticed(connection, number, timeframe.name, stored, now)
    series_summary.recount(connection, number, timeframe.name, revision)
    series_summary.save_coverage(connection, number, timeframe.source, ())
    series_summary.forget_answers(connection, number, timeframe.source)
