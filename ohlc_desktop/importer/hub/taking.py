"""What a hub answers: checked like every answer, and stored as it stands there, with who gave it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np

from ohlc_desktop.core.arbitration.precedence import HUB, SourceKind
from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.checking.quality import Window, check
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import Interval, runs, subtract, union
from ohlc_desktop.core.planning.plan import FetchRequest, Plan
from ohlc_desktop.core.planning.reach import due_until
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES, Timeframe, fed_by
from ohlc_desktop.importer.checks.answers import STALE, CheckedAnswer, expected_of, own_series
from ohlc_desktop.importer.checks.observed_hours import newly_observed
from ohlc_desktop.importer.fetching import Outcome, fetch_all
from ohlc_desktop.importer.files.sessions import calendar_since
from ohlc_desktop.importer.hub.meeting import MetHub
from ohlc_desktop.importer.hub.spoken import lost_sessions, spoken
from ohlc_desktop.importer.ingest import Contribution
from ohlc_desktop.importer.merging.arbiter import Arbiter
from ohlc_desktop.importer.run.failing import miss
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run.preparing import read
from ohlc_desktop.importer.run.storing import widen_hours
from ohlc_desktop.importer.run_items import added_to
from ohlc_desktop.importer.run_summary import log_end
from ohlc_desktop.sources.source import Answer, Relayed
from ohlc_desktop.store import ledger
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import served
from ohlc_desktop.store.hub import relayed
from ohlc_desktop.store.hub.relayed import Given
from ohlc_desktop.store.series import quarantine, series_summary
from ohlc_desktop.store.series.candles import Change
from ohlc_desktop.store.sources import precedence

#: After so many seconds the importing machine has asked on two days for what its hub lacks; a shorter pause in trading is
#: none of what is missing then.
_ASKED_TWICE = 2 * DAY


def take(run: ImportRun, hub: MetHub, plan: Plan) -> list[Outcome]:
    """Ask a hub for all that is planned, and store what comes; returns what did not come."""
    lost = []
    with closing(fetch_all(plan.requests, hub.session.fetching((), run.calendars.__getitem__), 1)) as outcomes:
        for outcome in outcomes:
            if outcome.answer is not None:
                _keep(run, hub, outcome)
                run.tell_progress()
            elif outcome.state is ItemState.CANCELLED:
                miss(run, outcome)
            else:
                lost.append(outcome)
    return lost


def _keep(run: ImportRun, hub: MetHub, outcome: Outcome) -> None:
    """Store an answer in one transaction, with all that follows from it."""
    assert outcome.answer is not None
    request, symbol, now = outcome.request, outcome.request.instrument.symbol, run.tools.clock.now()
    calendar = _reach(run, request, now)
    answer = judged(request, outcome.answer, calendar, now)
    if seen := newly_observed(run.tools.store.connection, run.numbers[symbol], answer, calendar):
        widen_hours(run, calendar, seen, now)
    with run.tools.store.transaction(run.tools.cancel) as connection:
        contributions = _write(connection, run, hub, answer, outcome.answer.relayed)
        run.items.add(request, contributions)
        ledger.save_items(connection, run.number, added_to(run.before, run.items.of(request)))
    log_end(request, contributions)
    run.tell_finished()


def _reach(run: ImportRun, request: FetchRequest, now: float) -> Calendar:
    """The sessions of an instrument, as far back as a request reaches."""
    name = request.instrument.calendar
    if request.window.start // DAY < int(run.calendars[name].trade_date[0]):
        with run.tools.store.transaction(run.tools.cancel) as connection:
            first = request.window.start // DAY
            run.calendars[name] = calendar_since(connection, name, first, now, run.tools.load_sessions)
            for state in [state for state in run.states.values() if state.instrument.calendar == name]:
                read(run, state.instrument, now)
    return run.states[request.instrument.symbol].calendar


def judged(request: FetchRequest, answer: Answer, calendar: Calendar, now: float) -> CheckedAnswer:
    """The rows of a hub, each good or refused. Whether a candle had closed was judged by whoever gave it."""
    timeframe, none = TIMEFRAMES[request.timeframe], np.empty(0, dtype=np.int64)
    window = Window(*request.window, EVER, EVER)
    checked = check(answer.rows, timeframe, request.instrument, calendar, window)
    return CheckedAnswer(request, checked, request.window, EVER, now, now, none, none, none)


def _write(
    connection: Connection, run: ImportRun, hub: MetHub, answer: CheckedAnswer, told: Relayed | None
) -> list[Contribution]:
    """Let exactly what the hub has of a stretch be what it says; what that brought to each timeframe."""
    request, symbol, good = answer.request, answer.request.instrument.symbol, answer.checked.good
    timeframe, number = TIMEFRAMES[request.timeframe], run.numbers[symbol]
    quarantine.keep(connection, run.number, number, timeframe.name, answer.checked.quarantined)
    precedence.enrol(connection, HUB, SourceKind.HUB, answer.now)
    arbiter = Arbiter(connection, number, run.states[symbol], answer.now)
    stretch, silent = _speaking(run, hub, answer)
    change = _say(arbiter, timeframe, good, stretch, told)
    for part in silent:
        arbiter.take_back(timeframe, HUB, part)
    derived = arbiter.follow(timeframe, request.window)
    _note(connection, run, hub, answer, stretch)
    read(run, run.states[symbol].instrument, answer.now)
    changes = {timeframe.name: change, **derived}
    fed = (each.name for each in fed_by(timeframe.name) or (timeframe,))
    return [_contribution(run, answer, name, changes.get(name, Change(0, 0))) for name in fed]


def _speaking(run: ImportRun, hub: MetHub, answer: CheckedAnswer) -> tuple[Interval, list[Interval]]:
    """Of which part of a window the hub speaks, and of which parts of it it does not."""
    request, ts = answer.request, answer.checked.good.ts
    timeframe, state = TIMEFRAMES[request.timeframe], run.states[request.instrument.symbol]
    held = hub.holdings.changed[request.instrument.symbol, request.timeframe].held or Interval(
        *[request.window.start] * 2
    )
    if len(ts):  # it may have been pushed to meanwhile
        held = Interval(min(held.start, int(ts[0])), max(held.end, int(ts[-1]) + timeframe.seconds))
    due = due_until(state.instrument, hub.holdings.pushed or 0.0)
    stretch = spoken(request.window, held, state.calendar, timeframe, due)
    lost = lost_sessions(_holes(state, answer, stretch), state.calendar, timeframe)
    return stretch, [*subtract([request.window], [stretch]), *lost]


def _say(arbiter: Arbiter, timeframe: Timeframe, good: Candles, window: Interval, told: Relayed | None) -> Change:
    if window.end <= window.start:
        return Change(0, 0)
    if told is None:
        return arbiter.say(timeframe, HUB, good, window).change
    places = np.searchsorted(told.ts, good.ts)
    relayed.say(arbiter.connection, arbiter.number, timeframe, window, _given(told, good.ts, window))
    return arbiter.say(timeframe, HUB, good, window, told.known[places]).change


def _given(told: Relayed, stamps: Int64, window: Interval) -> Iterator[Given]:
    """Who gave the candles of a window: each giver up to the first candle of another one."""
    if not len(stamps):
        return
    whose = told.whose[np.searchsorted(told.ts, stamps)]
    first = np.flatnonzero(np.diff(whose, prepend=-1))
    edges = [window.start, *stamps[first[1:]].tolist(), window.end]
    for place, ends in zip(whose[first].tolist(), itertools.pairwise(edges), strict=True):
        yield Given(*ends, told.givers[place])


def _note(connection: Connection, run: ImportRun, hub: MetHub, answer: CheckedAnswer, stretch: Interval) -> None:
    """Note what is absent, that the hub answered, and of the last piece of a series that all of it is taken."""
    request, number = answer.request, run.numbers[answer.request.instrument.symbol]
    timeframe = TIMEFRAMES[request.timeframe]
    if not timeframe.derived:
        before = served.absences(connection, number).get(timeframe.name, ())
        absent = union([*subtract(before, [request.window]), *_lacking(run, answer, stretch)])
        served.save_absences(connection, number, timeframe.name, absent)
    series_summary.note_answer(connection, number, own_series(request) or [timeframe.name], answer.now)
    if hub.is_last(request):
        revision = hub.holdings.changed[request.instrument.symbol, request.timeframe].revision
        relayed.note_taken(connection, number, timeframe, hub.holdings.hub, revision)


def _lacking(run: ImportRun, answer: CheckedAnswer, stretch: Interval) -> Sequence[Interval]:
    """Where the hub lacks expected candles that its importing machine will ask for again, or has lost."""
    holes, young = _holes(run.states[answer.request.instrument.symbol], answer, stretch), answer.now - _ASKED_TWICE
    return [hole for hole in holes if hole.end > young or hole.end - hole.start >= STALE]


def _holes(state: InstrumentState, answer: CheckedAnswer, stretch: Interval) -> list[Interval]:
    """Where the hub has no candle though one is expected; nowhere where no calendar rules."""
    timeframe = TIMEFRAMES[answer.request.timeframe]
    expected = expected_of(replace(answer, answered=stretch), timeframe, state.expected_sessions(timeframe))
    return runs(expected.key, answer.checked.good.ts, timeframe.seconds)


def _contribution(run: ImportRun, answer: CheckedAnswer, name: str, change: Change) -> Contribution:
    """What was brought to one timeframe; rows that were fetched and refused are those of the one that was asked for."""
    own = name == answer.request.timeframe
    refused = len(answer.checked.quarantined) if own else 0
    fetched = len(answer.checked.good) + refused if own else change.added + change.revised
    missing = assess(run.states[answer.request.instrument.symbol], TIMEFRAMES[name], answer.now).missing or 0
    return Contribution(name, fetched, change.added, change.revised, refused, missing)
