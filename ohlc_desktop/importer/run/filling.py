"""Other feeds fill in for one that has failed for days: they are asked in their order, until one has answered.

What they bring is stored in their name. The feed of the instrument stays to be asked for it, so that it fills the gap
itself when it is back.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence, Set
from contextlib import closing
from dataclasses import replace

from ohlc_desktop.core.checking.splits import SplitVerdict
from ohlc_desktop.core.importing.attempts import FILLED
from ohlc_desktop.core.importing.events import Notice
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import Answered, union, withdrawn
from ohlc_desktop.core.planning.fallback import filled_message
from ohlc_desktop.core.planning.plan import FetchRequest, make_plan
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.arbitration import kind_of, put, withdraw
from ohlc_desktop.importer.checks.answers import (
    CheckedAnswer,
    before,
    brought_nothing,
    check_answer,
    own_series,
    refused_stretches,
    unproven,
)
from ohlc_desktop.importer.checks.other_scale import other_scale
from ohlc_desktop.importer.checks.splits import weigh
from ohlc_desktop.importer.fetching import Outcome, fetch_all
from ohlc_desktop.importer.ingest import Contribution
from ohlc_desktop.importer.run.feed_session import FeedSession
from ohlc_desktop.importer.run.import_run import ImportRun, Unanswered
from ohlc_desktop.importer.run.preparing import read
from ohlc_desktop.importer.run_items import added_to
from ohlc_desktop.importer.run_summary import log_end
from ohlc_desktop.importer.sharing.quota import save_quota
from ohlc_desktop.store import ledger
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import quarantine, series_summary
from ohlc_desktop.store.series.candles import Change
from ohlc_desktop.store.sources import heard, precedence

_log = logging.getLogger(__name__)

#: An answer with more gaps of rows that cannot be candles fills nothing in.
_MOST_REFUSED = 50


def fill_in(run: ImportRun) -> None:
    """Let other feeds answer what was left to them, and end the items that waited for it."""
    left = run.unanswered
    for session in run.sessions.values():
        mine = [each for each in left if session.feed in run.feeds.after(_first(run, each), each.request.instrument)]
        done = _ask(run, session, mine) if mine else []
        left = [each for each in left if each not in done]
    run.release()


def _first(run: ImportRun, each: Unanswered) -> FeedSpec:
    return run.states[each.request.instrument.symbol].feed


def _ask(run: ImportRun, session: FeedSession, mine: Sequence[Unanswered]) -> list[Unanswered]:
    """Ask another feed for what some requests did not bring; returns those of which it brought all."""
    groups: dict[SeriesKey, list[Unanswered]] = {}
    for each in mine:
        groups.setdefault((each.request.instrument.symbol, each.request.timeframe), []).append(each)
    wanted = {key: _requests(run, session, key) for key in groups}
    lacking = _send(run, session, [request for requests in wanted.values() for request in requests], groups)
    answered = {key for key, requests in wanted.items() if requests and key not in lacking}
    for key in (key for key, requests in wanted.items() if not requests and _is_filled(run, session, key)):
        run.items.fill(groups[key][0].request, (), session.feed.name, _message(run, session, groups[key][0]))
        answered.add(key)
    _conclude(run, session, groups, answered, lacking)
    return [each for key in answered for each in groups[key]]


def _is_filled(run: ImportRun, session: FeedSession, key: SeriesKey) -> bool:
    """Whether another feed has brought all of a series by now, as an earlier run of the evening lets it."""
    return bool(run.states[key[0]].of(key[1]).others) and not _missing(run, *key, session.time.now())


def _message(run: ImportRun, session: FeedSession, left: Unanswered) -> Message:
    return filled_message(_first(run, left).display_name, session.feed.display_name, left.days, left.why)


def _send(
    run: ImportRun,
    session: FeedSession,
    requests: Sequence[FetchRequest],
    groups: Mapping[SeriesKey, Sequence[Unanswered]],
) -> dict[SeriesKey, Message]:
    """Ask, and store what comes; why nothing came, by series."""
    lacking: dict[SeriesKey, Message] = {}
    if not requests:
        return lacking
    run.more_to_ask(len(requests))
    fetching = run.fetching(session)
    with closing(fetch_all(requests, fetching, run.tools.settings.concurrency)) as outcomes:
        for outcome in outcomes:
            key = (outcome.request.instrument.symbol, outcome.request.timeframe)
            if problem := _take(run, session, outcome, groups[key][0]):
                lacking[key] = problem
            run.tell_progress()
    return lacking


def _requests(run: ImportRun, session: FeedSession, key: SeriesKey) -> Sequence[FetchRequest]:
    """What to ask another feed for: what neither it nor the instrument's own has answered, as far as it reaches.

    What another machine shares counts only if it came after the last that was filled in here: corrections would be undone.
    """
    symbol, name = key
    state, connection = run.states[symbol], run.tools.store.connection
    spoken = heard.read(connection, run.numbers[symbol], TIMEFRAMES[name]).get(session.feed.name, [])
    pieces = [*withdrawn(state.of(name).coverage, spoken), *(Answered(*part, 0, True) for part in spoken)]
    known = replace(state.of(name), coverage=tuple(sorted(pieces)))
    theirs = replace(state, feed=session.feed, series={**state.series, name: known})
    now = session.time.now()
    filled = ledger.filled_at(connection, symbol, name, now - DAY)
    return [replace(each, heard=filled) for each in make_plan([theirs], now, (name,), insist=True).requests]


def _take(run: ImportRun, session: FeedSession, outcome: Outcome, left: Unanswered) -> Message:
    """Store what another feed answered; why nothing was, where that is so."""
    if outcome.answer is None:
        return outcome.message
    request, symbol = outcome.request, outcome.request.instrument.symbol
    now = session.time.now()
    state, connection = run.states[symbol], run.tools.store.connection
    answer = check_answer(outcome.sent or request, outcome.answer, state.calendar, outcome.judged_at(now), now)
    weighed = weigh(connection, run.numbers[symbol], answer, outcome.answer.splits, state.calendar.zone)
    name = session.feed.display_name
    if weighed.finding.verdict is not SplitVerdict.SAME:
        return Message(
            "{feed}'s prices of {symbol} have another scale than those that are stored.", feed=name, symbol=symbol
        )
    if problem := other_scale(connection, run.numbers[symbol], weighed.answer, session.feed):
        return problem
    if brought_nothing(answer, state.expected_sessions(TIMEFRAMES[request.timeframe])):
        return Message("{feed} sent no candles for a time in which the market was open.", feed=name)
    refused = union(refused_stretches(TIMEFRAMES[request.timeframe], answer))
    if len(refused) > _MOST_REFUSED:
        count = len(answer.checked.quarantined)
        return Message("{count:,} of the rows that {feed} sent cannot be candles.", count=count, feed=name)
    _store(run, session, before(answer, unproven(answer, state)), left)
    return NOTHING


def _store(run: ImportRun, session: FeedSession, answer: CheckedAnswer, left: Unanswered) -> None:
    request, number = answer.request, run.numbers[answer.request.instrument.symbol]
    message = _message(run, session, left)
    with run.tools.store.transaction(run.tools.cancel) as connection:
        contributions = _write(connection, run, session, answer)
        run.items.fill(request, contributions, session.feed.name, message)
        series_summary.forget_failure(connection, number, own_series(request))
        ledger.save_items(connection, run.number, added_to(run.before, run.items.of(request)))
        save_quota(connection, run.quotas)
    log_end(request, contributions)


def _write(connection: Connection, run: ImportRun, session: FeedSession, answer: CheckedAnswer) -> list[Contribution]:
    """Store an answer in the name of its feed; what that brought to each timeframe."""
    symbol, timeframe = answer.request.instrument.symbol, TIMEFRAMES[answer.request.timeframe]
    number, own, refused = run.numbers[symbol], run.states[symbol].feed, answer.checked.quarantined
    if refused:
        quarantine.keep(connection, run.number, number, timeframe.name, refused)
    precedence.note_feed(connection, number, own.name, kind_of(own.name, own), answer.now)
    good, theirs = answer.checked.good.between(*answer.answered), replace(run.states[symbol], feed=session.feed)
    told = put(connection, number, theirs, timeframe, session.feed.name, good, answer.answered, answer.stored)
    # A row that cannot be a candle does not say that there is none.
    for part in union(refused_stretches(timeframe, answer)):
        withdraw(connection, number, theirs, timeframe, session.feed.name, part, answer.stored)
    read(run, theirs.instrument, answer.now)
    return [
        _contribution(run, answer, name, change)
        for name, change in ((timeframe.name, told.change), *told.derived.items())
    ]


def _contribution(run: ImportRun, answer: CheckedAnswer, name: str, change: Change) -> Contribution:
    """What was brought to one timeframe; rows that were fetched and refused are those of the one that was asked for."""
    own = name == answer.request.timeframe
    refused = len(answer.checked.quarantined) if own else 0
    fetched = len(answer.checked.good) + refused if own else change.added + change.revised
    missing = _missing(run, answer.request.instrument.symbol, name, answer.now)
    return Contribution(name, fetched, change.added, change.revised, refused, missing)


def _missing(run: ImportRun, symbol: str, name: str, now: float) -> int:
    return assess(run.states[symbol], TIMEFRAMES[name], now).missing or 0


def _conclude(
    run: ImportRun, session: FeedSession, groups: Mapping[SeriesKey, Sequence[Unanswered]], answered: Set[SeriesKey],
    lacking: Mapping[SeriesKey, Message],
) -> None:  # fmt: skip
    """Say of each feed once for which other one it filled in, and of each item what it could not be filled with."""
    for key, problem in lacking.items():
        for each in groups[key]:
            run.items.lack(each.request, problem)
            _log.warning("%s %s: %s", *key, problem)
    told: dict[str, Unanswered] = {}
    for key in (key for key in groups if key in answered):
        each = max(groups[key], key=lambda one: one.days)
        first = run.states[key[0]].feed.display_name
        told[first] = max(told.get(first, each), each, key=lambda one: one.days)
    for first, each in told.items():
        message = filled_message(first, session.feed.display_name, each.days, each.why)
        run.filled.append(message)
        run.tools.emit(Notice("warning", FILLED, message))
        _log.warning("%s", message)
