"""Whether a request that a feed did not answer is left to other feeds, which fill in once it has failed for days."""

from __future__ import annotations

from ohlc_desktop.core.importing.attempts import Attempt
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.fallback import FAILING_DAYS, failed_days
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.importer.run.import_run import ImportRun, Unanswered
from ohlc_desktop.store import ledger


def leave_to_others(run: ImportRun, request: FetchRequest, state: ItemState, why: Message) -> None:
    """Hold the items of a request that failed if another feed has the instrument and its own has failed for days."""
    symbol = request.instrument.symbol
    feed = run.states[symbol].feed
    if state not in (ItemState.FAILED, ItemState.DEFERRED) or not run.feeds.after(feed, request.instrument):
        return
    attempts = ledger.attempts_at(run.tools.store.connection, symbol, request.timeframe)
    days = failed_days([*attempts, Attempt(run.began_at, True)], run.states[symbol].calendar)
    if days >= FAILING_DAYS:
        run.items.hold(request)
        run.unanswered.append(Unanswered(request, days, why))
