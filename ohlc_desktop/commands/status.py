"""``status``: what is stored, what is missing and why, when the next import is due."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from ohlc_desktop.commands import feed_status, source_status
from ohlc_desktop.commands.context import Context, redis_status
from ohlc_desktop.commands.following import beside_lines, beside_watched, follows_json, follows_lines
from ohlc_desktop.commands.hub import health as hub_health
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.documents import VERSION, stamp
from ohlc_desktop.commands.terminal.tables import aligned, matrix, width
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.following.followed import FollowedContract
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.schedule.policy import identity, newest_occurrence
from ohlc_desktop.core.schedule.times import TradeDates, next_occurrence, pacific, zone_at
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import ALIASES, NAMES, TIMEFRAMES
from ohlc_desktop.core.voices.counts import KnownCounts
from ohlc_desktop.profile import importing_now
from ohlc_desktop.redis_share.savings import Savings
from ohlc_desktop.redis_share.status import RedisStatus
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, open_reader
from ohlc_desktop.store.evidence import levels, splits
from ohlc_desktop.store.evidence.splits import Noticed, SplitState
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
    verdicts: source_status.Verdicts = field(default_factory=dict)
    follows: dict[SeriesKey, FollowedContract] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    hub: hub_health.HubReport | None = None


def run(context: Context, names: Sequence[str], as_json: bool) -> int:
    """Print the status; returns the exit code."""
    chosen = [context.instrument(name) for name in names]
    status = replace(_gather(context, chosen, as_json), hub=hub_health.report(context))
    if as_json:
        documents.put(to_json(context, status))
    else:
        _print(context, status, bool(chosen))
    return 0


def _gather(context: Context, chosen: Sequence[Instrument], counted: bool) -> Status:
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
        status = replace(status, verdicts=source_status.verdicts(store.connection, status.series, calendars))
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
        requests=feed_status.requests_today(connection, feeds, context.today),
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


def to_json(context: Context, status: Status) -> dict[str, Any]:
    """The contract of ``status --json``."""
    zone = zone_at(status.now)
    local = status.next_run.astimezone()
    path = context.profile.database
    return {
        "version": VERSION,
        "now": iso(status.now),
        "demo": context.profile.demo,
        "series": [entry for view in status.series for entry in _entries(view, status)],
        "last_run": _run_json(context, status.last_run),
        "schedule": _schedule_json(context, status.due),
        "next_run": {
            "utc": iso(status.next_run.timestamp()),
            "pacific": status.next_run.astimezone(pacific()).isoformat(),
            "local": local.isoformat(),
        },
        "redis": _redis_json(status.redis),
        "timezone": {
            "zone": zone.name,
            "abbreviation": zone.abbreviation,
            "utc_offset": zone.utc_offset,
            "next_change": iso(zone.next_change.timestamp()),
        },
        "database": {
            "path": str(path),
            "bytes": path.stat().st_size if path.exists() else 0,
            "schema": status.schema,
        },
        "quarantine": status.quarantine,
        "splits": [_split_json(found) for found in status.splits],
        "feeds": [*feed_status.feeds_json(context.feeds, status.requests)],
        "hub": hub_health.to_json(context, status.hub),
    }


def _redis_json(status: RedisStatus) -> dict[str, Any]:
    saved = status.saved or Savings()
    return {
        "state": status.state.value,
        "detail": str(status.detail),
        "fix": str(status.fix),
        "saved": {
            "requests": saved.requests,
            "machines": [{"machine": machine, "requests": count} for machine, count in saved.machines],
        },
        "requests": saved.sent,
    }


def _split_json(found: Noticed) -> dict[str, Any]:
    return {
        "symbol": found.symbol,
        "date": day_of(found.split.day).isoformat(),
        "ratio": found.split.text,
        "state": found.state.value,
        "told": found.told,
        "noticed": iso(found.noticed),
    }


def _entries(view: SeriesView, status: Status) -> list[dict[str, Any]]:
    """One object for each name of the timeframe: 60m is listed beside 1h, the series that it names."""
    summary, found, timeframe = view.summary, view.assessment, view.timeframe
    entry = {
        "symbol": view.instrument.symbol,
        "timeframe": timeframe.name,
        "count": view.count,
        "first": stamp(summary.first if summary else None, timeframe),
        "last": stamp(summary.last if summary else None, timeframe),
        "expected": found.expected if found else None,
        "missing": found.missing if found else None,
        "not_served": found.unserved if found and found.expected is not None else None,
        "not_traded": found.silent if found and found.expected is not None else None,
        "state": view.state,
        "alias_of": None,
        "watched": view.instrument.symbol in status.watched,
        "cause": summary.cause if summary else "",
        "message": str(summary.message) if summary else "",
        "ended": day_of(view.ended).isoformat() if view.ended is not None else None,
        "beside": status.beside.get(view.instrument.symbol),
        "follows": follows_json(status.follows.get((view.instrument.symbol, timeframe.source))),
        "windows": [[stamp(w.start, timeframe), stamp(w.end, timeframe)] for w in (found.windows if found else ())],
        "known": status.known.get((view.instrument.symbol, timeframe.name), KnownCounts())._asdict(),
        **source_status.to_json(view.instrument, status.verdicts.get((view.instrument.symbol, timeframe.name))),
    }
    aliases = [name for name in NAMES if ALIASES.get(name) == timeframe.name]
    return [*({**entry, "timeframe": name, "alias_of": timeframe.name} for name in aliases), entry]


def _run_json(context: Context, run: Run | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "trigger": run.trigger,
        "planned": run.planned,
        "started": iso(run.started),
        "ended": iso(run.ended) if run.ended is not None else None,
        "state": _state(context, run),
        "reason": str(run.reason),
        "written": run.written,
        "revised": run.revised,
        "quarantined": run.quarantined,
    }


def _schedule_json(context: Context, due: Due) -> dict[str, Any]:
    run = _run_json(context, due.run) or {"state": None, "started": None, "ended": None, "reason": ""}
    return {
        "enabled": context.settings.schedule_enabled,
        "due": iso(due.planned.timestamp()) if due.planned is not None else None,
        **{name: run[name] for name in ("state", "started", "ended", "reason")},
        "answered": due.answered,
        "failed": due.failed,
        "since": iso(due.since) if due.since is not None else None,
    }


def _state(context: Context, run: Run) -> RunState:
    """A run that is RUNNING in the ledger while nobody holds the lock was interrupted."""
    return run.state if importing_now(context.profile) else run.state.left


def _print(context: Context, status: Status, detailed: bool) -> None:
    shown = (
        status
        if detailed
        else replace(status, series=[v for v in status.series if v.instrument.symbol not in status.beside])
    )
    mark = ["DEMO: simulated candles, not a real market."] if context.profile.demo else []
    table = _detail(shown) if detailed else _matrix(shown)
    sys.stdout.writelines(f"{line}\n" for line in (*mark, *table, *_lines(context, shown)))


def _lines(context: Context, status: Status) -> list[str]:
    zone = zone_at(status.now)
    local, there = status.next_run.astimezone(), status.next_run.astimezone(pacific())
    path = context.profile.database
    size = f"{path.stat().st_size / 1e6:,.1f} MB" if path.exists() else "not there yet; run: ohlc-desktop import"
    refused = ", ".join(f"{count} {reason}" for reason, count in status.quarantine.items())
    lines = [
        *_failures(status),
        *(f"Ended      {end}" for end in dict.fromkeys(view.end for view in status.series if view.end)),
        *_doubts(status),
        *source_status.lines(status.series, status.verdicts),
        *follows_lines(status.follows, context.feed),
        *beside_lines(status.beside),
        *(f"Split      {_split_line(found, context.feed)}" for found in status.splits),
        *_explanations(status, context.feed),
        f"Last run   {_last(context, status.last_run)}",
        f"Next run   {there:%a %Y-%m-%d %H:%M %Z} = {status.next_run:%H:%M} UTC = {local:%H:%M} here",
        f"Time zone  {zone.name} {zone.abbreviation}, UTC{zone.utc_offset}, next change {zone.next_change:%Y-%m-%d}",
        *([f"Redis      {status.redis.told} {status.redis.fix}".rstrip()] if context.settings.redis_wanted else []),
        *hub_health.lines(status.hub),
        f"Database   {path}, {size}",
        *feed_status.lines(context.feeds),
    ]
    return [*lines, f"Quarantine {refused}"] if refused else lines


def _last(context: Context, run: Run | None) -> str:
    if run is None:
        return "none yet"
    wrote = f"wrote {run.written:,} candles, revised {run.revised:,}, quarantined {run.quarantined:,} rows"
    return f"{iso(run.started)} ({run.trigger}): {_state(context, run)}, {wrote}. {run.reason}".rstrip()


def _failures(status: Status) -> list[str]:
    """One line for each reason why series failed."""
    reasons: dict[Message, list[str]] = {}
    for view in status.series:
        if view.summary and view.summary.message and view.state is CoverageState.FAILED:
            reasons.setdefault(view.summary.message, []).append(f"{view.instrument.symbol} {view.timeframe.name}")
    return [f"Failed     {', '.join(names)}: {message}" for message, names in reasons.items()]


def _doubts(status: Status) -> list[str]:
    """One line for each instrument with candles that are not to be relied on."""
    found: dict[str, list[str]] = {}
    for view in status.series:
        counts = [(view.doubts.suspect, "suspect"), (view.doubts.disputed, "disputed")]
        texts = [f"{count:,} {word}" for count, word in counts if count]
        if texts:
            found.setdefault(view.instrument.symbol, []).append(f"{view.timeframe.name} {' and '.join(texts)}")
    return [f"Doubtful   {symbol} candles: {', '.join(texts)}" for symbol, texts in found.items()]


def _split_line(found: Noticed, feed: FeedSpec) -> str:
    """What was noticed and done."""
    what = f"{found.symbol} {found.split.text} on {day_of(found.split.day).isoformat()}"
    done = {
        SplitState.APPLIED: f"all older candles were brought to the new scale on {iso(found.noticed)}.",
        SplitState.TAKEN_BACK: f"{feed.display_name} took it back; all older candles have their former scale again.",
        SplitState.SUSPECTED: f"{feed.display_name} sends this scale and tells of no split; nothing of it is stored unless it"
        " stays so.",
    }
    return f"{what}: {done[found.state]}"


def _explanations(status: Status, feed: FeedSpec) -> list[str]:
    """Why expected candles are absent that are not missing."""
    found = [view.assessment for view in status.series if view.assessment]
    unserved, silent = sum(each.unserved for each in found), sum(each.silent for each in found)
    lines = [f"Not served {unserved:,} expected candles. {feed.habits}"] if unserved else []
    return [*lines, f"Silent     {silent:,} expected candles. {feed.silence}"] if silent else lines


def _matrix(status: Status) -> Iterator[str]:
    cells = {(view.instrument.symbol, view.timeframe.name): _cell(view) for view in status.series}
    return matrix(list(dict.fromkeys(symbol for symbol, _ in cells)), cells, width(), 15)


def _cell(view: SeriesView) -> str:
    missing = view.assessment.missing if view.assessment else None
    if view.count and missing:
        return f"{view.state} -{missing:,}"
    return "ended" if view.ended is not None and view.state is CoverageState.COMPLETE else view.state


def _detail(status: Status) -> Iterator[str]:
    numbers = ("count", "first", "last", "expected", "missing", "not_served")
    rows = [("instrument", "timeframe", "state", "candles", "first", "last", "expected", "missing", "not served")]
    for entry in (entry for view in status.series for entry in _entries(view, status)):
        texts = (
            "-" if entry[n] is None else f"{entry[n]:,}" if isinstance(entry[n], int) else entry[n] for n in numbers
        )
        rows.append((entry["symbol"], entry["timeframe"], entry["state"], *texts))
    return aligned(rows, [False] * 3 + [True] * 6)
