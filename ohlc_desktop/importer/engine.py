"""One run: plan, fetch, check, store, and tell what happens.

The main thread is the only writer. Threads fetch; each answer becomes one transaction (candles, derived
candles, coverage, summaries, run items), so a kill at any moment leaves whole series and a plan for the
next run: what is stored is never asked for again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import Cancelled, StoreError
from ohlc_desktop.core.importing.events import Failure, ItemStarted, Notice, PlanMade, Progress, RunDone, RunStarted
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.instruments import GENERIC, Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import (
    FetchRequest,
    InstrumentState,
    Plan,
    Purpose,
    by_its_hours,
    due_until,
    make_plan,
    reach_start,
)
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import DAY, SOURCES, TIMEFRAMES
from ohlc_desktop.diagnostics.logs import SHOWN
from ohlc_desktop.importer.checks.absences import weigh_silence
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
from ohlc_desktop.importer.checks.ended import ENDED, by_its_end, ended_among, still_known
from ohlc_desktop.importer.checks.home_market import made_anew, move, moved_message, news_of_market
from ohlc_desktop.importer.checks.observed_hours import newly_observed, widen
from ohlc_desktop.importer.checks.roll_week import Question, asked, questions, told_apart, traded_more
from ohlc_desktop.importer.checks.splits import (
    OTHER_SCALE,
    Weighed,
    daily_first,
    note_suspicion,
    settle,
    weigh,
    with_doubts,
)  # fmt: skip
from ohlc_desktop.importer.feed_clock import FeedClock
from ohlc_desktop.importer.fetching import Fetching, Outcome, fetch_all
from ohlc_desktop.importer.ingest import CandleWriter, Contribution
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.importer.pace import CancellableWaiter, CircuitBreaker, Quota, RateLimiter
from ohlc_desktop.importer.run_items import Items, added_to
from ohlc_desktop.importer.run_setup import read_state, up_to_date_calendar
from ohlc_desktop.importer.run_summary import RunVerdict, log_end, log_start, verdict, with_hope
from ohlc_desktop.importer.sharing import quota_used, save_quota, share_candles, share_requests
from ohlc_desktop.sources.source import Answer, SourceTools
from ohlc_desktop.store import ledger, markets
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import endings, facts, splits
from ohlc_desktop.store.series import series_summary

_log = logging.getLogger(__name__)


_KEPT = Message("Stored candles are as they were; the next import asks again.")


def run_import(order: Order, tools: Tools) -> RunDone:
    """Carry out one run; the caller holds the profile's import lock.

    The last event is always :class:`RunDone`, which is also returned. Its exit code is 0 when all is done, 1
    when some series failed or were deferred, 2 when the database failed (what was committed stays, the next run
    completes the rest), 3 when nothing could be fetched, 130 when cancelled.
    """
    run = _Run(order, tools)
    with tools.store.errors():
        done = run.carry_out()
    if run.failure is not None:
        failure = run.failure
        tools.emit(Failure(failure.title, failure.message, failure.hint, failure.exit_code))
    tools.emit(done)
    return done


class _Run:
    """The state of one run, in the main thread.

    Attributes:
        items: What becomes of each instrument and timeframe.
        time: The feed's time.
        deferred: Reasons for deferring that were logged.
        rescaled: What was brought to another scale, oldest first.
        before: What an earlier attempt at the same occurrence had brought.
        failure: The fault of the database that ended the run.
    """

    def __init__(self, order: Order, tools: Tools) -> None:
        self.order, self.tools, self.feed = order, tools, tools.feed
        self.began, self.began_at = tools.clock.monotonic(), tools.clock.now()
        self.waiter = CancellableWaiter(tools.clock, tools.cancel, tools.emit)
        self.states: dict[str, InstrumentState] = {}
        self.numbers: dict[str, int] = {}
        self.calendars: dict[str, Calendar] = {}
        self.items = Items()
        self.time = FeedClock(tools.clock, self.feed.display_name, tools.emit)
        self.deferred: set[Message] = set()
        self.rescaled: list[Message] = []
        self.before: dict[SeriesKey, ledger.Item] = {}
        self.failure: StoreError | None = None
        self.completes: int | None = None
        self.quota: Quota | None = None
        self.run = 0

    def carry_out(self) -> RunDone:
        """Prepare, fetch, store, close the ledger."""
        try:
            if self._already_done():
                done = Message("The import of {planned} is already done.", planned=str(self.order.planned))
                return RunDone(None, RunState.DONE, 0, message=done)
            plan, self.quota = self._prepare()
            self._announce(plan)
            self._fetch(plan, self.quota)
        except Cancelled:
            self.items.finish_rest(ItemState.CANCELLED, "cancelled", Message("Cancelled before it was asked for."))
        except StoreError as error:
            _log.error("%s", error, extra=SHOWN)
            self.failure = error
            self.items.finish_rest(ItemState.FAILED, "database", error.title)
        return self._close()

    # -- before ------------------------------------------------------------------------------------

    def _already_done(self) -> bool:
        if self.order.planned is None:
            return False
        found = ledger.run_of(self.tools.store.connection, self.order.planned)
        return found is not None and found.state is RunState.DONE

    def _prepare(self) -> tuple[Plan, Quota]:
        """Read what is stored, plan, and open the ledger; one transaction."""
        now = self.tools.clock.now()
        with self.tools.store.transaction(self.tools.cancel) as connection:
            dead = ledger.interrupt_dead_runs(connection, now) or ledger.newest_interrupted(connection)
            for instrument in self.order.instruments:
                self._read(markets.at_home(connection, instrument), now)
            doubted = [with_doubts(connection, self.numbers[symbol], state) for symbol, state in self.states.items()]
            plan = self._plan(doubted, now)
            over = ended_among(self.states, now)
            self.items.expect(plan, lambda symbol, tf: assess(self.states[symbol], tf, now).missing or 0, over)
            self.run = ledger.begin_run(connection, self.order.trigger, self.order.planned, now)
            self._look_back([run for run in dead if run != self.run])
            ledger.save_items(connection, self.run, added_to(self.before, self.items.all()))
            used, day = quota_used(connection, self.tools.cache, now)
        return plan, Quota(self.tools.settings.daily_quota, used, day, self.waiter)

    def _plan(self, states: Iterable[InstrumentState], now: float) -> Plan:
        order = self.order
        plans = [make_plan([s], now, order.sources_of(s.instrument.symbol), order.insist) for s in states]
        requests = tuple(request for plan in plans for request in plan.requests)
        return Plan(requests, tuple(key for plan in plans for key in plan.complete))

    def _look_back(self, dead: Sequence[int]) -> None:
        """What an earlier attempt brought, and whether this run covers all that a dead process left undone."""
        connection = self.tools.store.connection
        self.before = {(i.symbol, i.timeframe): i for i in ledger.items_of(connection, self.run)}
        mine = {(item.symbol, item.timeframe) for item in self.items.all()}
        for run in dead:
            undone = {
                (i.symbol, i.timeframe) for i in ledger.items_of(connection, run) if i.cause == ledger.INTERRUPTED
            }
            if undone and undone <= mine:
                self.completes = run

    def _read(self, instrument: Instrument, now: float) -> None:
        connection = self.tools.store.connection
        if instrument.calendar not in self.calendars:
            self.calendars[instrument.calendar] = up_to_date_calendar(
                connection, instrument.calendar, now, self.tools.load_sessions
            )
        number, state = read_state(connection, instrument, self.calendars[instrument.calendar], self.feed, now)
        self.numbers[instrument.symbol], self.states[instrument.symbol] = number, state

    def _announce(self, plan: Plan) -> None:
        symbols = [instrument.symbol for instrument in self.order.instruments]
        folder = str(self.tools.store.path.parent)
        self.tools.emit(RunStarted(self.run, self.order.trigger, self.feed.simulated, symbols, folder, self.completes))
        if self.completes is not None:
            _log.info("Run %d was interrupted; run %d completes it.", self.completes, self.run)
        shown: list[dict[str, object]] = [
            {"symbol": r.instrument.symbol, "timeframe": r.timeframe, "start": iso(r.start), "end": iso(r.end),
             "reason": r.purpose.value}
            for r in plan.requests
        ]  # fmt: skip
        self.tools.emit(PlanMade(shown, len(plan.complete)))
        self._tell_finished()

    # -- during ------------------------------------------------------------------------------------

    def _fetch(self, plan: Plan, quota: Quota) -> None:
        turns = RateLimiter(self.tools.settings.requests_per_second, quota, self.waiter)
        settings, calendar_of = self.tools.settings, self.calendars.__getitem__
        tools = SourceTools(self.tools.clock, settings.request_timeout, turns, calendar_of)
        source = self.tools.open_source(self.feed, tools)
        known = still_known(self.states, self.tools.clock.now())
        fetching = Fetching(
            self.feed, source, CircuitBreaker(self.waiter, self.feed.display_name), self.waiter, known, self._clip,
            self._starting, self.time.compare,
        )  # fmt: skip
        self._ask(plan, fetching)
        self._ask_contracts(fetching)

    def _ask(self, plan: Plan, fetching: Fetching) -> None:
        with closing(fetch_all(plan.requests, fetching, self.tools.settings.concurrency)) as outcomes:
            for number, outcome in enumerate(daily_first(outcomes, plan.requests), 1):
                if outcome.answer is None:
                    state = self.states[outcome.request.instrument.symbol]
                    self._miss(by_its_end(outcome, state, self.time.now()))
                else:
                    self._keep(outcome)
                self._progress(number, len(plan.requests))

    def _ask_contracts(self, fetching: Fetching) -> None:
        """In a roll week, let the contracts tell what a continuous series mixes."""
        connection, now = self.tools.store.connection, self.time.now()
        for symbol, state in self.states.items():
            product = self.tools.products.get(state.instrument.root) if state.instrument.continuous else None
            if product is None:
                continue
            state = replace(state, series=series_summary.states(connection, self.numbers[symbol]))
            for question in questions(state, product, now):
                told = asked(question, fetching, state.calendar, now)
                self._consult(symbol, question, told)

    def _consult(self, symbol: str, question: Question, told: Sequence[CheckedAnswer]) -> None:
        """Store what follows from the contracts' own candles."""
        witness = traded_more([answer.checked.good for answer in told], self.states[symbol].calendar)
        if not len(witness):
            return
        with self.tools.store.transaction(self.tools.cancel) as connection:
            writer = CandleWriter(connection, self.numbers[symbol], self.states[symbol])
            change = writer.consult(witness, told[0])
            save_quota(connection, self.quota)
        if not change.revised:
            return
        message = told_apart(symbol, question.timeframe, change.revised, told)
        self.tools.emit(Notice("info", "rolls", message))
        _log.info("%s", message)

    def _starting(self, request: FetchRequest, attempt: int) -> None:
        """Tell that a request is sent. Called from the fetching threads."""
        if attempt == 1:
            log_start(request, self.feed)
        symbol, name = request.instrument.symbol, request.timeframe
        start, end = iso(request.start), iso(request.end)
        self.tools.emit(ItemStarted(symbol, name, ItemState.FETCHING, start, end, attempt))

    def _clip(self, request: FetchRequest) -> FetchRequest:
        """The request with its window inside the feed's limits by the feed's own clock."""
        name = request.timeframe
        if TIMEFRAMES[name].daily or not self.time.offset:
            return request
        reach = reach_start(self.feed.limits[name], self.time.now())
        start_within = max(request.start, reach)
        return replace(request, start=start_within, window=Interval(start_within, request.window.end))

    def _keep(self, outcome: Outcome) -> None:
        assert outcome.answer is not None
        now = self.time.now()
        self._place(outcome.request.instrument.symbol, outcome.answer, now)
        outcome = self._by_its_hours(outcome)
        assert outcome.answer is not None
        request, symbol = outcome.request, outcome.request.instrument.symbol
        calendar = self.calendars[request.instrument.calendar]
        weighed = weigh(
            self.tools.store.connection,
            self.numbers[symbol],
            check_answer(outcome.sent or request, outcome.answer, calendar, now),
            outcome.answer.splits,
            calendar.zone,
        )
        if refusal := weighed.refusal(self.feed.display_name):
            self._refuse_scale(outcome, weighed, refusal)
            return
        answer = weighed.answer
        expected = self.states[symbol].expected_sessions(TIMEFRAMES[request.timeframe])
        if request.purpose is Purpose.BACKFILL and brought_nothing(answer, expected):
            message = Message(
                "{feed} sent no candles for a time in which the market was open.", feed=self.feed.display_name
            )
            self._miss(replace(outcome, answer=None, state=ItemState.FAILED, cause="empty_answer", message=message))
            return
        if seen := newly_observed(self.tools.store.connection, self.numbers[symbol], answer, calendar):
            self._widen(calendar, seen, now)
        open_end = unproven(answer, self.states[symbol])
        busy = partial(is_busy, self.tools.store.connection, self.numbers[symbol], answer, self.states[symbol])
        failure = shortfall(answer, self.feed, open_end, due_until(request.instrument, now), busy)
        weighed = replace(weighed, answer=before(answer, open_end))
        contributions, unsaved = self._store(weighed, failure)
        log_end(request, contributions)
        if failure is not None:
            self._log_failure(request, *failure)
        share_requests(self.tools.cache, unsaved)
        share_candles(self.tools.cache, self.tools.store.connection, symbol, self.numbers[symbol], contributions)
        self._tell_finished()

    def _place(self, symbol: str, answer: Answer, now: float) -> None:
        """Go by the hours of the market that an answer tells of, from this answer on, and for what is stored as well."""
        instrument, store = self.states[symbol].instrument, self.tools.store
        market = news_of_market(store.connection, instrument, answer)
        if market is None:
            return
        with store.transaction(self.tools.cancel) as connection:
            there = move(connection, instrument, market)
            self._read(there, now)
            moved = there.calendar != instrument.calendar
            count = made_anew(connection, self.numbers[symbol], self.states[symbol], now) if moved else 0
            self._read(there, now)
        if count:
            message = moved_message(there, market, count, self.feed)
            self.tools.emit(Notice("info", "hours", message))
            _log.warning("%s", message)

    def _by_its_hours(self, outcome: Outcome) -> Outcome:
        """The outcome with the instrument as it is known now."""
        instrument, answer = self.states[outcome.request.instrument.symbol].instrument, outcome.answer
        if instrument == outcome.request.instrument or answer is None:
            return outcome
        request, sent = replace(outcome.request, instrument=instrument), outcome.sent
        if outcome.request.instrument.calendar == GENERIC:
            first = int(answer.rows.ts.min()) if len(answer.rows) else None
            request = by_its_hours(request, self.calendars[instrument.calendar], first)
        return replace(
            outcome, request=request, sent=sent and replace(sent, instrument=instrument, window=request.window)
        )

    def _widen(self, calendar: Calendar, seen: Sequence[Interval], now: float) -> None:
        """Take trading outside of the known hours for what it is, in every instrument of the calendar, and say so once."""
        with self.tools.store.transaction(self.tools.cancel) as connection:
            found, told = widen(connection, calendar, seen, now)
            self.calendars[calendar.name] = found
            for symbol, state in self.states.items():
                if state.instrument.calendar == calendar.name:
                    self.states[symbol] = read_state(connection, state.instrument, found, self.feed, now)[1]
        for message in told:
            self.tools.emit(Notice("info", "hours", message))
            _log.info("%s", message)

    def _store(self, weighed: Weighed, failure: Shortfall | None) -> tuple[list[Contribution], Mapping[str, int]]:
        """Write what an answer brought; returns that, and the requests by day that Redis has not heard of."""
        answer, request = weighed.answer, weighed.answer.request
        symbol = request.instrument.symbol
        with self.tools.store.transaction(self.tools.cancel) as connection:
            rescaled = settle(connection, self.numbers[symbol], self.states[symbol], weighed)
            writer = CandleWriter(connection, self.numbers[symbol], self.states[symbol])
            contributions = writer.keep(answer, self.run)
            if writer.state.end is not None:
                endings.note_known(connection, symbol)
            self.items.add(request, contributions, failure)
            if failure is not None:
                series_summary.note_failure(connection, self.numbers[symbol], own_series(request), *failure)
            ledger.save_items(connection, self.run, added_to(self.before, self.items.of(request)))
            unsaved = save_quota(connection, self.quota)
        self.states[symbol] = writer.state
        self._tell_scale(rescaled)
        return contributions, unsaved

    def _refuse_scale(self, outcome: Outcome, weighed: Weighed, refusal: Message) -> None:
        """Store nothing of an answer whose scale no split explains."""
        with self.tools.store.transaction(self.tools.cancel) as connection:
            note_suspicion(connection, self.numbers[outcome.request.instrument.symbol], weighed)
        self._miss(replace(outcome, answer=None, state=ItemState.FAILED, cause=OTHER_SCALE, message=refusal))

    def _tell_scale(self, told: Sequence[Message]) -> None:
        """Tell what was brought to another scale: in the log, at once, and in the closing sentence."""
        for message in told:
            self.rescaled.append(message)
            self.tools.emit(Notice("warning", "split", message))
            _log.warning("%s", message)

    def _miss(self, outcome: Outcome) -> None:
        request = outcome.request
        symbol = request.instrument.symbol
        self.items.fail(request, outcome.state, outcome.cause, outcome.message)
        if outcome.state is ItemState.CANCELLED:
            return  # the ledger is closed in a moment
        with self.tools.store.transaction() as connection:
            if outcome.state in (ItemState.FAILED, ItemState.DEFERRED):
                series_summary.note_failure(
                    connection, self.numbers[symbol], own_series(request), outcome.cause, outcome.message
                )
            elif outcome.cause == ENDED:
                series_summary.forget_failure(connection, self.numbers[symbol], own_series(request))
                endings.note_unknown(connection, symbol, int(self.tools.clock.now() // DAY))
            ledger.save_items(connection, self.run, added_to(self.before, self.items.of(request)))
            unsaved = save_quota(connection, self.quota)
        self._log_miss(outcome)
        share_requests(self.tools.cache, unsaved)
        self._tell_finished()

    def _log_miss(self, outcome: Outcome) -> None:
        """A failure is a line of its own; what is deferred for the same reason is told once."""
        request = outcome.request
        if outcome.state is ItemState.FAILED:
            self._log_failure(request, outcome.cause, outcome.message)
        elif outcome.state is ItemState.DEFERRED and outcome.message not in self.deferred:
            self.deferred.add(outcome.message)
            _log.warning("The rest of this run is deferred: %s %s", outcome.message, _KEPT)
        elif outcome.cause == ENDED:
            _log.info("%s %s: %s Its candles stay.", request.instrument.symbol, request.timeframe, outcome.message)

    def _log_failure(self, request: FetchRequest, cause: str, message: Message) -> None:
        _log.warning("%s %s: %s", request.instrument.symbol, request.timeframe, with_hope(cause, message, _KEPT))

    def _tell_finished(self) -> None:
        for item in self.items.take_finished():
            self.tools.emit(item)

    def _progress(self, done: int, total: int) -> None:
        seconds = max(self.tools.clock.monotonic() - self.began, 1e-6)
        written, revised, _ = self.items.totals()
        rate = done / seconds
        eta = round((total - done) / rate, 1) if rate else None
        self.tools.emit(Progress(done, total, written, revised, round(rate, 2), eta))

    # -- after -------------------------------------------------------------------------------------

    def _close(self) -> RunDone:
        self._tell_finished()
        if self.run:
            self._close_ledger()
        found = self._verdict()
        if self.tools.cache and self.order.planned and found.state is RunState.DONE:
            self.tools.cache.note_done(self.order.planned)
        written, revised, quarantined = self.items.totals()
        seconds = round(self.tools.clock.monotonic() - self.began, 3)
        counts = self.items.counts()
        totals = {item.value: counts[item] for item in ItemState if item.final}
        requests = self.quota.requests if self.quota else 0
        return RunDone(
            self.run or None, found.state, found.exit_code, totals, requests, written, revised, quarantined, seconds,
            found.message, self.items.missing()[0],
        )  # fmt: skip

    def _verdict(self) -> RunVerdict:
        found = verdict(self.items, self.tools.cancel.is_set(), self.failure, self.completes, self._given_back())
        return replace(found, message=sentences(*self.rescaled, found.message))

    def _given_back(self) -> bool:
        return self.tools.quitting.is_set() and self.order.planned is not None

    def _close_ledger(self) -> None:
        """Sum up all series and end the run's row. What cannot be written now, the next import finds out."""
        now = self.tools.clock.now()
        try:
            with self.tools.store.transaction(self.tools.cancel) as connection:
                if not self.tools.cancel.is_set():
                    self._weigh_silence(connection, now)
                self._assess_all(now)
                self._note_checked(connection)
                found = self._verdict()
                ledger.save_items(connection, self.run, added_to(self.before, self.items.all()))
                requests = self.quota.requests if self.quota else 0
                ledger.end_run(connection, self.run, found.state, now, found.message, requests, self._given_back())
                if self.time.measured is not None:
                    facts.keep_fact(connection, facts.CLOCK_OFFSET, f"{self.time.measured:.1f}")
                unsaved = save_quota(connection, self.quota)
            share_requests(self.tools.cache, unsaved)
        except Cancelled:
            _log.warning("Another program holds the database; the next import notes that run %d ended early.", self.run)
        except StoreError as error:
            self.failure = self.failure or error

    def _note_checked(self, connection: Connection) -> None:
        """Note which instruments were asked for whole, so that splits from before this run need no other look."""
        undone = {item.symbol for item in self.items.all() if item.state.undone}
        for symbol in self.states.keys() - undone:
            if set(self.order.sources_of(symbol)) >= set(SOURCES):
                splits.note_checked(connection, self.numbers[symbol], self.began_at)

    def _weigh_silence(self, connection: Connection, now: float) -> None:
        """Tell what nobody has from what is missing: only now all instruments have been asked for."""
        found = {name: weigh_silence(connection, calendar, now) for name, calendar in self.calendars.items()}
        for symbol, state in self.states.items():
            self.states[symbol] = replace(state, silence=found[state.instrument.calendar])

    def _assess_all(self, now: float) -> None:
        """Bring the summaries of all series up to the present, those that needed no request as well."""
        for symbol, state in self.states.items():
            for timeframe in TIMEFRAMES.values():
                found = assess(state, timeframe, now + self.time.offset)
                self.items.explain(symbol, timeframe, found.missing or 0)
                series_summary.note_assessment(
                    self.tools.store.connection, self.numbers[symbol], timeframe.name, found, now
                )
