"""The beginning of a run on a machine that follows a hub: what the hub has, or that it cannot be asked."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ohlc_desktop.core.importing.attempts import WITHOUT_HUB
from ohlc_desktop.core.importing.events import Notice
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.planning.hub_plan import hub_plan
from ohlc_desktop.core.planning.plan import FetchRequest, Plan
from ohlc_desktop.core.timeframes import sources_of
from ohlc_desktop.hub.following.health import LED
from ohlc_desktop.importer.hub.after_run import HUB
from ohlc_desktop.importer.run.feed_session import FeedSession
from ohlc_desktop.importer.run.import_run import ImportRun
from ohlc_desktop.sources.source import FetchError, Holdings, RelayingSource
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.hub import marks, relayed

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MetHub:
    """A hub that answers.

    Attributes:
        session: What the run has of it.
        source: Where it is asked.
        holdings: What it has.
    """

    session: FeedSession
    source: RelayingSource
    holdings: Holdings

    def has(self, symbol: str) -> bool:
        """Whether it has an instrument."""
        return symbol in self.holdings.symbols

    def is_last(self, request: FetchRequest) -> bool:
        """Whether nothing of its series is asked for after a request."""
        return (
            request.window.end >= self.holdings.changed[request.instrument.symbol, request.timeframe].stretches[-1].end
        )


def meet(run: ImportRun) -> None:
    """Ask the hub that this machine follows, if it does, what it has. One that does not answer is told of, and done without.

    A machine that is to fill the hub follows it, too, while another one fills it: of two importers one wins.
    """
    feed, tools = run.tools.hub, run.tools
    if feed is None:
        return
    day = datetime.fromtimestamp(tools.clock.now(), UTC).date().isoformat()
    session = FeedSession(feed, tools, run.waiter, 0, day)
    with tools.store.look() as connection:
        before = relayed.hub_of(connection), relayed.taken(connection)
    try:
        source: RelayingSource = session.fetching((), run.calendars.__getitem__).source  # type: ignore[assignment]
        run.closing.append(source.close)
        if not tools.settings.follows and not _is_led(run, source):
            return
        holdings = source.holdings(*before)
    except FetchError as error:
        if tools.settings.follows:  # who fills it hears of this when it pushes
            go_on_without(run, error.message)
        return
    if holdings.simulated != run.feeds.order[0].simulated:
        go_on_without(run, Message("One of the two holds simulated candles, and they never meet real ones."))
        return
    run.hub = MetHub(session, source, holdings)
    if run.order.contracts:
        run.order = replace(run.order, instruments=(*run.order.instruments, *_beside(run, run.hub)))


def _is_led(run: ImportRun, source: RelayingSource) -> bool:
    """Whether another machine fills the hub that this one is to fill, which is said then. It is none if this one was called so:
    containers get another name each time, and laptops with each network."""
    leader = source.leader()
    with run.tools.store.look() as connection:
        led = leader not in ("", marks.machine_of(connection))
    if led:
        message = Message("Another machine, {machine}, fills the hub, so this import follows it.", machine=leader)
        run.filled.append(message)
        run.tools.emit(Notice("warning", HUB, sentences(message, LED)))
    return led


def go_on_without(run: ImportRun, why: Message) -> None:
    """Say that the machine's own feeds are asked because the hub cannot be: at once, in the log and in the closing sentence."""
    names = ", ".join(feed.display_name for feed in run.feeds.order)
    message = Message("The hub cannot be used, so {feed} is asked instead. {why}", feed=names, why=why)
    run.filled.append(message)
    run.tools.emit(Notice("warning", WITHOUT_HUB, message))
    _log.warning("%s", message)


def _beside(run: ImportRun, hub: MetHub) -> list[Instrument]:
    """The contracts that the hub has of the futures that are imported: those around their rolls, for the most part."""
    watched = {instrument.symbol for instrument in run.order.instruments}
    roots = {instrument.root for instrument in run.order.instruments if instrument.continuous}
    products = [product for root, product in run.tools.products.items() if root in roots]
    found = (product.contract_called(symbol) for symbol in hub.holdings.symbols for product in products)
    return [contract for contract in found if contract is not None and contract.symbol not in watched]


def keep_markets(run: ImportRun, connection: Connection) -> None:
    """Keep where instruments trade that are not in the catalogue, as the hub says it. Must run inside a transaction."""
    if run.hub is None:
        return
    for instrument in run.order.instruments:
        market = run.hub.holdings.markets.get(instrument.symbol)
        if market is not None and not instrument.root and market != markets.market_of(connection, instrument.symbol):
            markets.keep_market(connection, instrument.symbol, market)


def note_push(run: ImportRun, connection: Connection) -> None:
    """Keep up to which push all of the watchlist is taken, where that is so. Must run inside a transaction."""
    hub, whole = (
        run.hub,
        not run.order.exact and set(run.order.sources) >= set(sources_of(run.tools.settings.timeframes)),
    )
    undone = any(item.state.undone or not item.state.final for item in run.items.all())
    if hub is not None and whole and not undone and set(watchlist.watchlist(connection)) <= run.states.keys():
        facts.keep_fact(connection, facts.HUB_PUSH, f"{hub.holdings.hub} {hub.holdings.push}")


def plan_hub(run: ImportRun) -> Plan:
    """What the hub is asked for."""
    if run.hub is None:
        return Plan((), ())
    followed = [state.instrument for symbol, state in run.states.items() if run.hub.has(symbol)]
    return hub_plan(followed, run.hub.holdings.changed, run.order.sources_of)
