"""Sending the planned requests, each to the feed of its instrument, and handing on what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from ohlc_desktop.core.planning.plan import FetchRequest, Plan
from ohlc_desktop.importer.checks.ended import by_its_end
from ohlc_desktop.importer.checks.splits import daily_first
from ohlc_desktop.importer.fetching import fetch_all
from ohlc_desktop.importer.hub.following import follow
from ohlc_desktop.importer.run.companions import ask_companions
from ohlc_desktop.importer.run.contracts import ask_contracts
from ohlc_desktop.importer.run.failing import miss
from ohlc_desktop.importer.run.feed_session import FeedSession
from ohlc_desktop.importer.run.filling import fill_in
from ohlc_desktop.importer.run.following import prove_contracts
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run.storing import keep


def fetch(run: ImportRun, plan: Plan) -> None:
    """Ask for all that is planned, let other feeds fill in where one has failed for days, and store what comes in."""
    run.more_to_ask(len(plan.requests) + len(run.companions))
    plan = follow(run, plan)
    for session in run.sessions.values():
        _ask(run, session, [r for r in plan.requests if run.session_of(r.instrument.symbol) is session])
    fill_in(run)
    ask_contracts(run)
    ask_companions(run)
    prove_contracts(run)


def _ask(run: ImportRun, session: FeedSession, requests: Sequence[FetchRequest]) -> None:
    if not requests:
        return
    with closing(fetch_all(requests, run.fetching(session), run.tools.settings.concurrency)) as outcomes:
        for outcome in daily_first(outcomes, requests):
            if outcome.answer is None:
                state = run.states[outcome.request.instrument.symbol]
                miss(run, by_its_end(outcome, state, session.time.now()))
            else:
                keep(run, session, outcome)
            run.tell_progress()
