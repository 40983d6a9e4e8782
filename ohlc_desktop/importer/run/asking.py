"""Sending the planned requests, and handing on what comes back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.importing.events import ItemStarted, Progress
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Plan, reach_start
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.checks.ended import by_its_end, still_known
from ohlc_desktop.importer.checks.splits import daily_first
from ohlc_desktop.importer.fetching import Fetching, fetch_all
from ohlc_desktop.importer.pace import CircuitBreaker, Quota, RateLimiter
from ohlc_desktop.importer.run.companions import ask_companions
from ohlc_desktop.importer.run.contracts import ask_contracts
from ohlc_desktop.importer.run.failing import miss
from ohlc_desktop.importer.run.following import prove_contracts
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run.storing import keep
from ohlc_desktop.importer.run_summary import log_start
from ohlc_desktop.sources.source import SourceTools


def fetch(run: ImportRun, plan: Plan, quota: Quota) -> None:
    """Ask for all that is planned, and store it as it comes in."""
    turns = RateLimiter(run.tools.settings.requests_per_second, quota, run.waiter)
    settings, calendar_of = run.tools.settings, run.calendars.__getitem__
    tools = SourceTools(run.tools.clock, settings.request_timeout, turns, calendar_of)
    source = run.tools.open_source(run.feed, tools)
    known = still_known(run.states, run.tools.clock.now())
    fetching = Fetching(
        run.feed, source, CircuitBreaker(run.waiter, run.feed.display_name), run.waiter, known, partial(_clip, run),
        partial(_starting, run), run.time.compare,
    )  # fmt: skip
    planned = len(plan.requests)
    told = partial(_progress, run, total=planned + len(run.companions))
    _ask(run, plan, fetching, told)
    ask_contracts(run, fetching)
    ask_companions(run, fetching, lambda done: told(planned + done))
    prove_contracts(run)


def _ask(run: ImportRun, plan: Plan, fetching: Fetching, told: Callable[[int], None]) -> None:
    with closing(fetch_all(plan.requests, fetching, run.tools.settings.concurrency)) as outcomes:
        for number, outcome in enumerate(daily_first(outcomes, plan.requests), 1):
            if outcome.answer is None:
                state = run.states[outcome.request.instrument.symbol]
                miss(run, by_its_end(outcome, state, run.time.now()))
            else:
                keep(run, outcome)
            told(number)


def _starting(run: ImportRun, request: FetchRequest, attempt: int) -> None:
    """Tell that a request is sent. Called from the fetching threads."""
    if attempt == 1:
        log_start(request, run.feed)
    symbol, name = request.instrument.symbol, request.timeframe
    start, end = iso(request.start), iso(request.end)
    run.tools.emit(ItemStarted(symbol, name, ItemState.FETCHING, start, end, attempt))


def _clip(run: ImportRun, request: FetchRequest) -> FetchRequest:
    """The request with its window inside the feed's limits by the feed's own clock."""
    name = request.timeframe
    if TIMEFRAMES[name].daily or not run.time.offset:
        return request
    reach = reach_start(run.feed.limits_of(TIMEFRAMES[name]), run.time.now())
    start_within = max(request.start, reach)
    return replace(request, start=start_within, window=Interval(start_within, request.window.end))


def _progress(run: ImportRun, done: int, total: int) -> None:
    seconds = max(run.tools.clock.monotonic() - run.began, 1e-6)
    written, revised, _ = run.items.totals()
    rate = done / seconds
    eta = round((total - done) / rate, 1) if rate else None
    run.tools.emit(Progress(done, total, written, revised, round(rate, 2), eta))
