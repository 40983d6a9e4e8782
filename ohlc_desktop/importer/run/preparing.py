"""Before anything is asked for: what is stored, the plan, and the row of the run in the ledger."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.importing.events import Notice, PlanMade, RunStarted
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.plan import Plan, make_plan
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.importer.checks.ended import ended_among
from ohlc_desktop.importer.checks.splits import with_doubts
from ohlc_desktop.importer.hub.meeting import keep_markets, plan_hub
from ohlc_desktop.importer.run.companions import plan_companions
from ohlc_desktop.importer.run.feed_session import FeedSession
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run_items import added_to
from ohlc_desktop.importer.run_setup import read_state, up_to_date_calendar, without_clashes
from ohlc_desktop.importer.sharing.quota import quota_used
from ohlc_desktop.store import ledger, markets
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.sources import precedence

_log = logging.getLogger(__name__)


def already_done(run: ImportRun) -> bool:
    """Whether the planned occurrence was imported by an earlier run."""
    if run.order.planned is None:
        return False
    found = ledger.run_of(run.tools.store.connection, run.order.planned)
    return found is not None and found.state is RunState.DONE


def prepare(run: ImportRun) -> Plan:
    """Read what is stored, plan, and open the ledger; one transaction."""
    now = run.tools.clock.now()
    with run.tools.store.transaction(run.tools.cancel) as connection:
        run.feeds = without_clashes(run.feeds, precedence.read(connection))
        dead = ledger.interrupt_dead_runs(connection, now) or ledger.newest_interrupted(connection)
        keep_markets(run, connection)
        for instrument in run.order.instruments:
            read(run, markets.at_home(connection, instrument), now)
        doubted = [with_doubts(connection, run.numbers[symbol], state) for symbol, state in run.states.items()]
        plan = _plan(run, doubted, now)
        over = ended_among(run.states, now)
        run.items.expect(plan, lambda symbol, tf: assess(run.states[symbol], tf, now).missing or 0, over, run.feed_name)
        run.number = ledger.begin_run(connection, run.order.trigger, run.order.planned, now)
        _look_back(run, [number for number in dead if number != run.number])
        ledger.save_items(connection, run.number, added_to(run.before, run.items.all()))
        run.companions = [] if run.hub else plan_companions(run, connection, now)
        facts.keep_fact(connection, facts.FEEDS, " ".join(feed.name for feed in run.feeds.order))
        for feed in run.feeds.order:
            run.sessions[feed.name] = FeedSession(feed, run.tools, run.waiter, *quota_used(connection, now, feed))
    return plan


def _plan(run: ImportRun, states: Iterable[InstrumentState], now: float) -> Plan:
    """What the hub is asked for, and of what it does not have the feeds."""
    order, hub = run.order, run.hub
    own = [state for state in states if hub is None or not hub.has(state.instrument.symbol)]
    plans = [plan_hub(run), *(make_plan([s], now, order.sources_of(s.instrument.symbol), order.insist) for s in own)]
    requests = tuple(request for plan in plans for request in plan.requests)
    return Plan(requests, tuple(key for plan in plans for key in plan.complete))


def _look_back(run: ImportRun, dead: Sequence[int]) -> None:
    """What an earlier attempt brought, and whether this run covers all that a dead process left undone."""
    connection = run.tools.store.connection
    run.before = {(i.symbol, i.timeframe): i for i in ledger.items_of(connection, run.number)}
    mine = {(item.symbol, item.timeframe) for item in run.items.all()}
    for number in dead:
        items = ledger.items_of(connection, number)
        undone = {(i.symbol, i.timeframe) for i in items if i.cause == ledger.INTERRUPTED}
        if undone and undone <= mine:
            run.completes = number


def read(run: ImportRun, instrument: Instrument, now: float) -> None:
    """Read anew what is stored of an instrument. Must run inside a transaction."""
    connection = run.tools.store.connection
    if instrument.calendar not in run.calendars:
        run.calendars[instrument.calendar] = up_to_date_calendar(
            connection, instrument.calendar, now, run.tools.load_sessions
        )
    number, state = read_state(
        connection, instrument, run.calendars[instrument.calendar], run.feeds.of(instrument), now
    )
    run.numbers[instrument.symbol], run.states[instrument.symbol] = number, state


def announce(run: ImportRun, plan: Plan) -> None:
    """Tell what is going to be done."""
    symbols = [instrument.symbol for instrument in run.order.instruments]
    folder = str(run.tools.store.path.parent)
    order = [*([run.hub.session.feed] if run.hub else []), *run.feeds.order]
    feeds, simulated = [feed.name for feed in order], run.feeds.order[0].simulated
    run.tools.emit(RunStarted(run.number, run.order.trigger, simulated, symbols, folder, run.completes, feeds))
    for message in run.feeds.lacking.values():
        run.tools.emit(Notice("warning", "feeds", message))
        _log.warning("%s", message)
    if run.completes is not None:
        _log.info("Run %d was interrupted; run %d completes it.", run.completes, run.number)
    shown: list[dict[str, object]] = [
        {"symbol": r.instrument.symbol, "timeframe": r.timeframe, "start": iso(r.start), "end": iso(r.end),
         "reason": r.purpose.value, "feed": run.feed_name(r.instrument.symbol)}
        for r in plan.requests
    ]  # fmt: skip
    beside: list[dict[str, object]] = [
        {"symbol": each.contract.symbol, "timeframe": name, "reason": str(each.reason)} for each, name in run.companions
    ]
    run.tools.emit(PlanMade(shown, len(plan.complete), beside))
    run.tell_finished()
