"""A run on a machine that follows a hub: what the hub has is taken from it, all else is asked of the machine's own feeds."""

from __future__ import annotations

from collections.abc import Sequence

from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.plan import FetchRequest, Plan, make_plan
from ohlc_desktop.importer.checks.ended import ended_among
from ohlc_desktop.importer.fetching import Outcome
from ohlc_desktop.importer.hub.meeting import go_on_without
from ohlc_desktop.importer.hub.taking import take
from ohlc_desktop.importer.run.import_run import ImportRun


def follow(run: ImportRun, plan: Plan) -> Plan:
    """Take from the hub what it was planned for; returns what is left for the feeds: all that it did not give after all."""
    hub = run.hub
    if hub is None:
        return plan
    theirs = Plan(tuple(request for request in plan.requests if hub.has(request.instrument.symbol)), ())
    own = tuple(request for request in plan.requests if request not in theirs.requests)
    lost = take(run, hub, theirs)
    return Plan((*own, *(_fall_back(run, lost) if lost else ())), ())


def _fall_back(run: ImportRun, lost: Sequence[Outcome]) -> Sequence[FetchRequest]:
    """Plan for the feeds what a hub that was lost on the way did not give."""
    hub, now = run.hub, run.time.now()
    assert hub is not None
    run.hub = None
    go_on_without(run, lost[0].message)
    symbols = dict.fromkeys(outcome.request.instrument.symbol for outcome in lost)
    plans = [make_plan([run.states[symbol]], now, run.order.sources_of(symbol), run.order.insist) for symbol in symbols]
    plan = Plan(tuple(request for each in plans for request in each.requests), ())
    over = ended_among({symbol: run.states[symbol] for symbol in symbols}, now)
    run.items.expect(plan, lambda symbol, tf: assess(run.states[symbol], tf, now).missing or 0, over, run.feed_name)
    for outcome in lost:
        run.items.release(outcome.request)
    run.more_to_ask(len(plan.requests) - len(lost))
    return plan.requests
