"""One run: plan, fetch, check, store, and tell what happens.

The main thread is the only writer. Threads fetch; each answer becomes one transaction (candles, derived
candles, coverage, summaries, run items), so a kill at any moment leaves whole series and a plan for the
next run: what is stored is never asked for again.
"""

from __future__ import annotations

import logging

from ohlc_desktop.core.errors import Cancelled, StoreError
from ohlc_desktop.core.importing.events import Failure, RunDone
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.diagnostics.logs import SHOWN
from ohlc_desktop.importer.hub.after_run import push_after_run
from ohlc_desktop.importer.hub.meeting import meet
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.importer.run.asking import fetch
from ohlc_desktop.importer.run.closing import close
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run.preparing import already_done, announce, prepare

_log = logging.getLogger(__name__)


def run_import(order: Order, tools: Tools) -> RunDone:
    """Carry out one run; the caller holds the profile's import lock.

    The last event is always :class:`RunDone`, which is also returned. Its exit code is 0 when all is done, 1
    when some series failed or were deferred, 2 when the database failed (what was committed stays, the next run
    completes the rest), 3 when nothing could be fetched, 130 when cancelled.
    """
    run = ImportRun(order, tools)
    try:
        with tools.store.errors():
            done = _carry_out(run)
    finally:
        for close_it in run.closing:
            close_it()
    if run.failure is not None:
        failure = run.failure
        tools.emit(Failure(failure.title, failure.message, failure.hint, failure.exit_code))
    if run.hub is None:
        push_after_run(tools.store, tools.settings, tools.clock, tools.cancel, tools.emit)
    tools.emit(done)
    return done


def _carry_out(run: ImportRun) -> RunDone:
    """Prepare, fetch, store, close the ledger."""
    try:
        if already_done(run):
            done = Message("The import of {planned} is already done.", planned=str(run.order.planned))
            return RunDone(None, RunState.DONE, 0, message=done)
        meet(run)
        plan = prepare(run)
        announce(run, plan)
        fetch(run, plan)
    except Cancelled:
        run.items.finish_rest(ItemState.CANCELLED, "cancelled", Message("Cancelled before it was asked for."))
    except StoreError as error:
        _log.error("%s", error, extra=SHOWN)
        run.failure = error
        run.items.finish_rest(ItemState.FAILED, "database", error.title)
    return close(run)
