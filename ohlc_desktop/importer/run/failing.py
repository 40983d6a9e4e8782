"""A request that brought nothing: noted in the ledger, told, and in the log."""

from __future__ import annotations

import logging

from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.importer.checks.answers import own_series
from ohlc_desktop.importer.checks.ended import ENDED
from ohlc_desktop.importer.fetching import Outcome
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.importer.run.others import leave_to_others
from ohlc_desktop.importer.run_items import added_to
from ohlc_desktop.importer.run_summary import with_hope
from ohlc_desktop.importer.sharing.quota import save_quota
from ohlc_desktop.store import ledger
from ohlc_desktop.store.evidence import endings
from ohlc_desktop.store.series import series_summary

_log = logging.getLogger(__name__)

_KEPT = Message("Stored candles are as they were; the next import asks again.")


def miss(run: ImportRun, outcome: Outcome) -> None:
    """Note what became of a request without an answer."""
    request = outcome.request
    symbol = request.instrument.symbol
    leave_to_others(run, request, outcome.state, outcome.message)
    run.items.fail(request, outcome.state, outcome.cause, outcome.message)
    if outcome.state is ItemState.CANCELLED:
        return  # the ledger is closed in a moment
    with run.tools.store.transaction() as connection:
        if outcome.state in (ItemState.FAILED, ItemState.DEFERRED):
            series_summary.note_failure(
                connection, run.numbers[symbol], own_series(request), outcome.cause, outcome.message
            )
        elif outcome.cause == ENDED:
            series_summary.forget_failure(connection, run.numbers[symbol], own_series(request))
            endings.note_unknown(connection, symbol, int(run.tools.clock.now() // DAY))
        ledger.save_items(connection, run.number, added_to(run.before, run.items.of(request)))
        save_quota(connection, run.quotas)
    _log_miss(run, outcome)
    run.tell_finished()


def _log_miss(run: ImportRun, outcome: Outcome) -> None:
    """A failure is a line of its own; what is deferred for the same reason is told once."""
    request = outcome.request
    if outcome.state is ItemState.FAILED:
        log_failure(request, outcome.cause, outcome.message)
    elif outcome.state is ItemState.DEFERRED and outcome.message not in run.deferred:
        run.deferred.add(outcome.message)
        _log.warning("The rest of this run is deferred: %s %s", outcome.message, _KEPT)
    elif outcome.cause == ENDED:
        _log.info("%s %s: %s Its candles stay.", request.instrument.symbol, request.timeframe, outcome.message)


def log_failure(request: FetchRequest, cause: str, message: Message) -> None:
    """The log line of a request that brought nothing, or not all."""
    _log.warning("%s %s: %s", request.instrument.symbol, request.timeframe, with_hope(cause, message, _KEPT))
