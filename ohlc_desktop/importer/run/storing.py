"""One answer: placed in its market, checked, weighed and stored; what it tells beside candles is taken in too."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ohlc_desktop.core.importing.events import Notice
from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import Purpose, by_its_hours
from ohlc_desktop.core.planning.reach import due_until
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.checks.answers import (
    CheckedAnswer,
    Shortfall,
    before,
    brought_nothing,
    check_answer,
    is_busy,
    own_series,
    shortfall,
    unproven,
)
from ohlc_desktop.importer.checks.home_market import made_anew, move, moved_message, news_of_market
from ohlc_desktop.importer.checks.observed_hours import newly_observed, widen
from ohlc_desktop.importer.checks.other_scale import other_scale
from ohlc_desktop.importer.checks.splits import OTHER_SCALE, Weighed, note_suspicion, settle, weigh
from ohlc_desktop.importer.fetching import Outcome
from ohlc_desktop.importer.ingest import CandleWriter, Contribution
from ohlc_desktop.importer.run.failing import log_failure, miss
from ohlc_desktop.importer.run.feed_session import FeedSession
from ohlc_desktop.importer.run.following import note_follows
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run.others import leave_to_others
from ohlc_desktop.importer.run.preparing import read
from ohlc_desktop.importer.run_items import added_to
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.importer.run_summary import log_end
from ohlc_desktop.importer.sharing.quota import save_quota
from ohlc_desktop.sources.source import Answer
from ohlc_desktop.store import ledger
from ohlc_desktop.store.evidence import endings
from ohlc_desktop.store.series import series_summary

_log = logging.getLogger(__name__)


def keep(run: ImportRun, session: FeedSession, outcome: Outcome) -> None:
    """Check an answer and store it, with all that it tells."""
    assert outcome.answer is not None
    stored, feed = session.time.now(), session.feed.display_name
    now = outcome.judged_at(stored)
    _place(run, outcome.request.instrument.symbol, outcome.answer, stored)
    outcome = _by_its_hours(run, outcome)
    weighed = _weighed(run, outcome, now, stored)
    if refusal := weighed.refusal(feed):
        _refuse_scale(run, outcome, weighed, refusal)
    elif _is_empty(run, weighed.answer):
        message = Message("{feed} sent no candles for a time in which the market was open.", feed=feed)
        miss(run, replace(outcome, answer=None, state=ItemState.FAILED, cause="empty_answer", message=message))
    elif session.feed.protocol and (strange := _other_scale(run, session, weighed.answer)):
        miss(run, replace(outcome, answer=None, state=ItemState.FAILED, cause=OTHER_SCALE, message=strange))
    else:
        _take_in(run, session, outcome, weighed, now)


def _weighed(run: ImportRun, outcome: Outcome, now: float, stored: float) -> Weighed:
    """The answer, checked, and what it says of the scale of what is stored; to be stored at a moment."""
    assert outcome.answer is not None
    instrument, answer = outcome.request.instrument, outcome.answer
    calendar = run.calendars[instrument.calendar]
    checked = check_answer(outcome.sent or outcome.request, answer, calendar, now, stored)
    return weigh(run.tools.store.connection, run.numbers[instrument.symbol], checked, answer.splits, calendar.zone)


def _other_scale(run: ImportRun, session: FeedSession, answer: CheckedAnswer) -> Message:
    number = run.numbers[answer.request.instrument.symbol]
    return other_scale(run.tools.store.connection, number, answer, session.feed)


def _is_empty(run: ImportRun, answer: CheckedAnswer) -> bool:
    """Whether the first answer for a series has nothing of a time in which the market was open."""
    request = answer.request
    expected = run.states[request.instrument.symbol].expected_sessions(TIMEFRAMES[request.timeframe])
    return request.purpose is Purpose.BACKFILL and brought_nothing(answer, expected)


def _take_in(run: ImportRun, session: FeedSession, outcome: Outcome, weighed: Weighed, now: float) -> None:
    """Store an answer that can be used, as far as it is proven, and say what it lacks."""
    assert outcome.answer is not None
    answer, request, symbol = weighed.answer, outcome.request, outcome.request.instrument.symbol
    connection, number, calendar = (
        run.tools.store.connection,
        run.numbers[symbol],
        run.calendars[request.instrument.calendar],
    )
    if seen := newly_observed(connection, number, answer, calendar):
        widen_hours(run, calendar, seen, now)
    open_end = unproven(answer, run.states[symbol])
    busy = partial(is_busy, connection, number, answer, run.states[symbol])
    failure = shortfall(answer, session.feed, open_end, due_until(request.instrument, now), busy)
    weighed = replace(weighed, answer=before(answer, open_end))
    contributions = _store(run, weighed, failure, outcome.answer.follows)
    log_end(request, contributions)
    if failure is not None:
        log_failure(request, *failure)
    run.tell_finished()


def _place(run: ImportRun, symbol: str, answer: Answer, now: float) -> None:
    """Go by the hours of the market that an answer tells of, from this answer on, and for what is stored as well."""
    instrument, store = run.states[symbol].instrument, run.tools.store
    market = news_of_market(store.connection, instrument, answer)
    if market is None:
        return
    with store.transaction(run.tools.cancel) as connection:
        there = move(connection, instrument, market)
        read(run, there, now)
        moved = there.calendar != instrument.calendar
        count = made_anew(connection, run.numbers[symbol], run.states[symbol], now) if moved else 0
        read(run, there, now)
    if count:
        message = moved_message(there, market, count, run.states[symbol].feed)
        run.tools.emit(Notice("info", "hours", message))
        _log.warning("%s", message)


def _by_its_hours(run: ImportRun, outcome: Outcome) -> Outcome:
    """The outcome with the instrument as it is known now."""
    instrument, answer = run.states[outcome.request.instrument.symbol].instrument, outcome.answer
    if instrument == outcome.request.instrument or answer is None:
        return outcome
    request, sent = replace(outcome.request, instrument=instrument), outcome.sent
    if outcome.request.instrument.calendar == GENERIC:
        first = int(answer.rows.ts.min()) if len(answer.rows) else None
        request = by_its_hours(request, run.calendars[instrument.calendar], first)
    if sent is not None:
        window = request.window if TIMEFRAMES[request.timeframe].daily else sent.window
        sent = replace(sent, instrument=instrument, window=window)
    return replace(outcome, request=request, sent=sent)


def widen_hours(run: ImportRun, calendar: Calendar, seen: Sequence[Interval], now: float) -> None:
    """Take trading outside of the known hours for what it is, in every instrument of the calendar, and say so once."""
    with run.tools.store.transaction(run.tools.cancel) as connection:
        found, told = widen(connection, calendar, seen, now)
        run.calendars[calendar.name] = found
        for symbol, state in run.states.items():
            if state.instrument.calendar == calendar.name:
                run.states[symbol] = read_state(connection, state.instrument, found, state.feed, now)[1]
    for message in told:
        run.tools.emit(Notice("info", "hours", message))
        _log.info("%s", message)


def _store(run: ImportRun, weighed: Weighed, failure: Shortfall | None, follows: str) -> list[Contribution]:
    """Write what an answer brought; returns that."""
    answer, request = weighed.answer, weighed.answer.request
    symbol = request.instrument.symbol
    with run.tools.store.transaction(run.tools.cancel) as connection:
        rescaled = settle(connection, run.numbers[symbol], run.states[symbol], weighed)
        writer = CandleWriter(connection, run.numbers[symbol], run.states[symbol])
        contributions = writer.keep(answer, run.number)
        if writer.state.end is not None:
            endings.note_known(connection, symbol)
        note_follows(run, connection, request, follows)
        if failure is not None:
            leave_to_others(run, request, ItemState.FAILED, failure.message)
        run.items.add(request, contributions, failure)
        if failure is not None:
            series_summary.note_failure(connection, run.numbers[symbol], own_series(request), *failure)
        ledger.save_items(connection, run.number, added_to(run.before, run.items.of(request)))
        save_quota(connection, run.quotas)
    run.states[symbol] = writer.state
    _tell_scale(run, rescaled)
    return contributions


def _refuse_scale(run: ImportRun, outcome: Outcome, weighed: Weighed, refusal: Message) -> None:
    """Store nothing of an answer whose scale no split explains."""
    with run.tools.store.transaction(run.tools.cancel) as connection:
        note_suspicion(connection, run.numbers[outcome.request.instrument.symbol], weighed)
    miss(run, replace(outcome, answer=None, state=ItemState.FAILED, cause=OTHER_SCALE, message=refusal))


def _tell_scale(run: ImportRun, told: Sequence[Message]) -> None:
    """Tell what was brought to another scale: in the log, at once, and in the closing sentence."""
    for message in told:
        run.rescaled.append(message)
        run.tools.emit(Notice("warning", "split", message))
        _log.warning("%s", message)
