"""The contracts around rolls: imported beside their continuous symbols, within a few requests a day.

They are no part of what a run is judged by: a contract that has ended, or that a feed does not have, fails nothing. What was
asked for today is kept in the file, so that all runs of a day share one allowance.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import replace
from functools import partial

from ohlc_desktop.core.following.companions import (
    Companion,
    CompanionSeries,
    allowance,
    companions,
    companions_due,
)
from ohlc_desktop.core.following.proven_rolls import delivery
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose, make_plan
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.checks.answers import before, brought_nothing, check_answer, own_series, unproven
from ohlc_desktop.importer.checks.ended import ENDED, by_its_end
from ohlc_desktop.importer.fetching import Fetching, Outcome, fetch_all
from ohlc_desktop.importer.ingest import CandleWriter, Contribution
from ohlc_desktop.importer.run.feed_session import FeedSession
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.importer.run_summary import log_end, log_start
from ohlc_desktop.importer.sharing.quota import save_quota
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import endings, facts, followed
from ohlc_desktop.store.series import series_summary

_log = logging.getLogger(__name__)

#: UTC day number, and how many requests were sent on it for contracts beside continuous symbols.
_SPENT = "companion_requests"
#: Before the symbol of a contract of which nothing came; the value is when, UTC epoch seconds.
_NOTHING_CAME = "nothing_came:"


def continuous_products(run: ImportRun) -> dict[str, Product]:
    """The products of the continuous symbols that a run imports, by symbol."""
    return {symbol: product for symbol, product in _products(run).items() if symbol == product.symbol}


def _products(run: ImportRun) -> dict[str, Product]:
    """The products of the futures that a run imports, each once: by its continuous symbol, else by a contract's."""
    instruments = [state.instrument for state in run.states.values() if state.instrument.root in run.tools.products]
    ordered = sorted(instruments, key=lambda instrument: instrument.continuous)
    symbols = {instrument.root: instrument.symbol for instrument in ordered}
    return {symbol: run.tools.products[root] for root, symbol in symbols.items()}


def plan_companions(run: ImportRun, connection: Connection, now: float) -> list[CompanionSeries]:
    """The series of contracts to ask for in this run, the most urgent first, as many as the day's allowance has room for.

    Must run inside a transaction.
    """
    if not run.order.contracts:
        return []
    found = [each for symbol, product in _products(run).items() for each in _beside(run, symbol, product, now)]
    had = [each for each in found if run.feeds.of(each.contract).has(each.contract)]
    others = {each.contract.symbol: each for each in had if each.contract.symbol not in run.states}
    due = companions_due(others.values(), partial(_asked, connection), now)
    left = max(allowance(len(_products(run))) - _spent(connection, now), 0)
    return [series for series in due if series.timeframe in run.order.sources][:left]


def _beside(run: ImportRun, symbol: str, product: Product, now: float) -> tuple[Companion, ...]:
    named = followed.last_named(run.tools.store.connection, run.numbers[symbol])
    month = delivery(named.contract, product) if named and named.contract else None
    return companions(product, run.calendars[product.calendar], now, month)


def _asked(connection: Connection, key: SeriesKey) -> float | None:
    """When a series was asked for last, whether or not anything came; None if never."""
    number = watchlist.find_instrument(connection, key[0])
    summaries = series_summary.summaries(connection, number) if number is not None else {}
    answered = summaries[key[1]].asked if key[1] in summaries else None
    in_vain = float(facts.fact(connection, _NOTHING_CAME + key[0]) or 0.0)
    return max(answered or 0.0, in_vain) or None


def ask_companions(run: ImportRun) -> None:
    """Ask for what was planned, one after the other, each its own feed, as far as the day's allowance goes."""
    run.companion_requests = run.requests
    allowed, refused, quiet = allowance(len(_products(run))), set[str](), dict[str, Fetching]()
    for series in run.companions:
        contract, now = series.companion.contract, run.time.now()
        session = run.sessions[run.feeds.of(contract).name]
        left = allowed - _spent(run.tools.store.connection, now)
        if contract.symbol in refused or series.cost(now) > left:
            continue
        name = session.feed.name
        quiet[name] = quiet.get(name) or _quiet(run.fetching(session), session.feed)
        _log.info("%s %s is asked for: %s", contract.symbol, series.timeframe, series.companion.reason)
        outcomes = _ask(run, session, series, quiet[name], left)
        if any(outcome.state in (ItemState.CANCELLED, ItemState.DEFERRED) for outcome in outcomes):
            return
        refused |= {contract.symbol} if any(outcome.answer is None for outcome in outcomes) else set()
        run.tell_progress()


def _quiet(fetching: Fetching, feed: FeedSpec) -> Fetching:
    """The same for requests that are logged, and no items of the run."""
    return replace(fetching, starting=partial(_log_start, feed), known=set(fetching.known))


def _ask(
    run: ImportRun, session: FeedSession, series: CompanionSeries, fetching: Fetching, left: int
) -> list[Outcome]:  # fmt: skip
    """Ask for a series and store what comes, with ``left`` requests at most; returns what became of them."""
    contract, now = series.companion.contract, session.time.now()
    with run.tools.store.transaction(run.tools.cancel) as connection:
        number, state = read_state(connection, contract, run.calendars[contract.calendar], session.feed, now)
    found = []
    for request in make_plan([state], now, (series.timeframe,)).requests[:left]:
        with closing(fetch_all((request,), fetching, 1)) as outcomes:
            outcome = next(outcomes)
        found.append(outcome)
        if outcome.state in (ItemState.CANCELLED, ItemState.DEFERRED):
            break
        state = _take_in(run, session, number, state, outcome)
    return found


def _take_in(
    run: ImportRun, session: FeedSession, number: int, state: InstrumentState, outcome: Outcome
) -> InstrumentState:
    """Store an answer, or why there is none; returns what is known of the contract now."""
    with run.tools.store.transaction(run.tools.cancel) as connection:
        _spend(run, connection)
        if outcome.answer is None:
            _note_miss(run, connection, number, by_its_end(outcome, state, session.time.now()))
            parts: list[Contribution] = []
        else:
            state, parts = _store(run, session, connection, number, state, outcome)
        save_quota(connection, run.quotas)
    if parts:
        log_end(outcome.request, parts)
    return state


def _store(
    run: ImportRun, session: FeedSession, connection: Connection, number: int, state: InstrumentState, outcome: Outcome
) -> tuple[InstrumentState, list[Contribution]]:
    """Write an answer; nothing of one that is empty though the market was open."""
    assert outcome.answer is not None
    request, calendar = outcome.sent or outcome.request, run.calendars[state.instrument.calendar]
    now = session.time.now()
    answer = check_answer(request, outcome.answer, calendar, outcome.judged_at(now), now)
    expected = state.expected_sessions(TIMEFRAMES[request.timeframe])
    if request.purpose is Purpose.BACKFILL and brought_nothing(answer, expected):
        _log.info("%s %s: the feed has no candles of it.", request.instrument.symbol, request.timeframe)
        facts.keep_fact(connection, _NOTHING_CAME + request.instrument.symbol, str(answer.now))
        return state, []
    writer = CandleWriter(connection, number, state)
    parts = writer.keep(before(answer, unproven(answer, state)), run.number)
    endings.note_known(connection, request.instrument.symbol)
    facts.forget_fact(connection, _NOTHING_CAME + request.instrument.symbol)
    return writer.state, parts


def _note_miss(run: ImportRun, connection: Connection, number: int, outcome: Outcome) -> None:
    request = outcome.request
    _log.info("%s %s: %s", request.instrument.symbol, request.timeframe, outcome.message)
    facts.keep_fact(connection, _NOTHING_CAME + request.instrument.symbol, str(run.time.now()))
    if outcome.cause == ENDED:
        series_summary.forget_failure(connection, number, own_series(request))
        endings.note_unknown(connection, request.instrument.symbol, int(run.tools.clock.now() // DAY))
    else:
        series_summary.note_failure(connection, number, own_series(request), outcome.cause, outcome.message)


def _log_start(feed: FeedSpec, request: FetchRequest, attempt: int) -> None:
    if attempt == 1:
        log_start(request, feed)


# -- the allowance of a day ------------------------------------------------------------------------------


def _spent(connection: Connection, now: float) -> int:
    day, count = (facts.fact(connection, _SPENT) or "0 0").split()
    return int(count) if int(day) == int(now // DAY) else 0


def _spend(run: ImportRun, connection: Connection) -> None:
    """Count what was sent since the last time, one at least: a simulated feed sends nothing. Must run inside a transaction."""
    now, sent = run.time.now(), run.requests
    spent = _spent(connection, now) + max(sent - run.companion_requests, 1)
    run.companion_requests = sent
    facts.keep_fact(connection, _SPENT, f"{int(now // DAY)} {spent}")
