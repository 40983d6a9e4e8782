"""Looks at everything that ``status`` shows: the archive, the schedule, Redis."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ohlc_desktop.commands.context import Context, redis_status
from ohlc_desktop.commands.hub import health as hub_health
from ohlc_desktop.commands.status.contracts import beside_watched
from ohlc_desktop.commands.status.feeds import requests_today
from ohlc_desktop.commands.status.sources import Verdicts, verdicts
from ohlc_desktop.core.following.followed import FollowedContract
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.schedule.policy import identity, newest_occurrence
from ohlc_desktop.core.schedule.times import TradeDates, next_occurrence
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.counts import KnownCounts
from ohlc_desktop.profile import importing_now
from ohlc_desktop.redis_share.status import RedisStatus
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, open_reader
from ohlc_desktop.store.evidence import levels, splits
from ohlc_desktop.store.evidence.splits import Noticed
from ohlc_desktop.store.following import followed_contracts
from ohlc_desktop.store.ledger import Run
from ohlc_desktop.store.reader import SeriesView, StoredCalendars, views
from ohlc_desktop.store.schema import SCHEMA
from ohlc_desktop.store.series import quarantine
from ohlc_desktop.store.trade_dates import load_trade_dates

#: The run that answers for the newest import time is looked for among so many: more than a day of imports by hand.
RECENT = 500
#: What the keeper of the schedule makes in the profile when it starts; see ``services.single_instance``.
KEEPER_LOCK = "instance.lock"


@dataclass(frozen=True, slots=True)
class Due:
    """The newest import time that has come, and the run that answers for it.

    Attributes:
        planned: In UTC; None when a month has none, or when nothing has ever been imported here.
        run: None while there is none.
        answered: Its series that have what it should bring.
        failed: Its series that do not.
        since: When the schedule began to be kept, UTC epoch seconds; None when nobody does, and as soon as anything
            has been imported, for import times say more then.
    """

    planned: datetime | None = None
    run: Run | None = None
    answered: int = 0
    failed: int = 0
    since: float | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that the command shows.

    ``now`` is UTC epoch seconds; ``known`` says of instrument and timeframe how well the candles are known, where that
    was counted; ``verdicts`` how the sources of series witness one another;
    ``follows`` says of continuous symbols and source timeframes which contract their candles are of;
    ``beside`` names for each contract that is only imported around a roll the continuous symbol of the watchlist;
    ``requests`` are those since 00:00 UTC, by the name of the feed; ``hub`` is None where the settings name none.
    """

    now: float
    watched: list[str]
    series: list[SeriesView]
    last_run: Run | None
    due: Due
    next_run: datetime
    redis: RedisStatus
    schema: int | None
    quarantine: dict[str, int]
    known: dict[tuple[str, str], KnownCounts]
    splits: list[Noticed] = field(default_factory=list)
    verdicts: Verdicts = field(default_factory=dict)
    follows: dict[SeriesKey, FollowedContract] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    hub: hub_health.HubReport | None = None


def gather(context: Context, chosen: Sequence[Instrument], counted: bool) -> Status:
    """Look at everything; ``counted``: with how well the candles are known, for which all of them are looked at."""
    redis = redis_status(context)
    now = context.clock.now()
    if not context.profile.database.exists():
        instruments = chosen or [context.instrument(s) for s in context.catalogue.default_watchlist]
        empty = [SeriesView(i, tf, None, None) for i in instruments for tf in TIMEFRAMES.values()]
        watched = list(context.catalogue.default_watchlist)
        upcoming = next_occurrence(now, None, context.settings.import_time)
        return Status(now, watched, empty, None, _never(context), upcoming, redis, None, {}, {})
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
        calendars = StoredCalendars(store.connection, now)
        status = _read(context, store, now, chosen, redis, calendars)
        status = replace(status, verdicts=verdicts(store.connection, status.series, calendars))
        return replace(status, known=_known(store.connection, status.series)) if counted else status


def _read(
    context: Context, store: Store, now: float, chosen: Sequence[Instrument], redis: RedisStatus, calendars: StoredCalendars
) -> Status:  # fmt: skip
    connection, dates, feeds = store.connection, load_trade_dates(store.connection), context.feeds
    stored = watchlist.stored_symbols(connection) or context.catalogue.default_watchlist
    instruments = chosen or [context.instrument(symbol) for symbol in stored]
    every = [
        view for instrument in instruments
        for view in views(connection, instrument, feeds.of(instrument), now, calendars=calendars)
    ]  # fmt: skip
    # of what is neither watched nor asked for, only what has candles is shown
    named = {instrument.symbol for instrument in chosen} or set(watchlist.watchlist(connection))
    wanted = context.settings.timeframes
    found = [v for v in every if v.count or (v.instrument.symbol in named and v.timeframe.name in wanted)]
    watched = watchlist.watchlist(connection)
    return Status(
        now, watched, found or every, ledger.last_run(connection), _due(context, connection, now, dates),
        next_occurrence(now, dates, context.settings.import_time), redis, SCHEMA,
        quarantine.counts(connection), {}, _splits_of(connection, chosen),
        follows=followed_contracts(connection, context.catalogue, instruments, now),
        beside=beside_watched(instruments, [context.instrument(symbol) for symbol in watched]),
        requests=requests_today(connection, feeds, context.today),
    )  # fmt: skip


def _known(connection: Connection, shown: Sequence[SeriesView]) -> dict[tuple[str, str], KnownCounts]:
    numbers = {symbol: watchlist.find_instrument(connection, symbol) for symbol in {v.instrument.symbol for v in shown}}
    return {
        (symbol, timeframe): counts
        for symbol, number in numbers.items()
        if number is not None
        for timeframe, counts in levels.counts(connection, number).items()
    }


def _splits_of(connection: Connection, chosen: Sequence[Instrument]) -> list[Noticed]:
    symbols = {instrument.symbol for instrument in chosen}
    return [found for found in splits.noticed(connection) if not symbols or found.symbol in symbols]


def _due(context: Context, connection: Connection, now: float, dates: TradeDates | None) -> Due:
    if ledger.last_run(connection) is None:
        return _never(context)
    planned = newest_occurrence(now, dates, context.settings.import_time)
    run = _answering(connection, planned, now) if planned is not None else None
    if run is None:
        return Due(planned)
    states = [item.state for item in ledger.items_of(connection, run.id)]
    return Due(
        planned, run, sum(state.final and not state.undone for state in states), sum(state.undone for state in states)
    )


def _never(context: Context) -> Due:
    """Nothing has ever been imported here: no import time from before the schedule was kept counts as missed."""
    try:
        return Due(since=(context.profile.folder / KEEPER_LOCK).stat().st_mtime)
    except OSError:
        return Due()


def _answering(connection: Connection, planned: datetime, now: float) -> Run | None:
    """The newest run that brings what an occurrence should: its own, its follow-up, or a whole import by hand since."""
    first, latest = identity(planned), identity(datetime.fromtimestamp(now, UTC))
    by_hand = ledger.completed_by_hand(connection)

    def answers(run: Run) -> bool:
        if run.planned is None:
            return run.started == by_hand and run.started >= planned.timestamp()
        return run.state is not RunState.SKIPPED and first <= run.planned <= latest

    return next(filter(answers, ledger.newest_runs(connection, RECENT)), None)


def state_now(context: Context, run: Run) -> RunState:
    """A run that is RUNNING in the ledger while nobody holds the lock was interrupted."""
    return run.state if importing_now(context.profile) else run.state.left
