"""One order at a paid feed: priced, agreed to, bought piece by piece, each stored whole in one transaction.

A piece is asked for once. Only what surely cost nothing (too many requests, no connection) is tried again: an answer that was
cut may be billed, and asking again by ourselves would cost more than was agreed. What is stored is never bought again, so a
person can give the order once more after any fault.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.importing.events import (
    ItemDone,
    ItemStarted,
    Notice,
    PlanMade,
    Progress,
    RunDone,
    RunStarted,
)
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.importing.spending import dollars
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.planning.coverage import subtract
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.importer.hub.after_run import push_after_run
from ohlc_desktop.importer.order import Tools
from ohlc_desktop.importer.pace import CancellableWaiter
from ohlc_desktop.importer.paid.offer import BOUGHT, Lot, Offer, Wish, lot_of
from ohlc_desktop.importer.paid.patience import paid_source, patiently
from ohlc_desktop.importer.paid.purse import AgreedPurse, MonthlyPurse
from ohlc_desktop.importer.paid.storing import bought_before, judged, note_months, store
from ohlc_desktop.sources.source import Answer, FetchError, PaidSource
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.ledger import Item

_log = logging.getLogger(__name__)

_MAY_BE_BILLED = Message(
    "It may be billed all the same, and counts as spent. What was stored before is not bought again; give the same order"
    " to go on."
)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a person orders.

    Attributes:
        feed: The paid feed.
        wishes: What of which instruments.
        purse: The money.
    """

    feed: FeedSpec
    wishes: tuple[Wish, ...]
    purse: MonthlyPurse


def priced(purchase: Purchase, tools: Tools) -> Offer:
    """What is left to buy of an order, and its price; nothing is spent, and nothing of it has to be locked.

    Raises:
        FetchError: there is no price.
        Cancelled: as ``tools`` wish.
    """
    waiter = CancellableWaiter(tools.clock, tools.cancel, tools.emit)
    # A keyring that is locked asks a person, which may take long.
    source = patiently(partial(paid_source, purchase.feed, tools, waiter, None), waiter)
    lots = []
    for wish in purchase.wishes:
        number = watchlist.find_instrument(tools.store.connection, wish.instrument.symbol)
        before = bought_before(tools.store.connection, number, purchase.feed.name)
        price = partial(lot_of, wish, source, purchase.feed, before, tools.load_sessions, tools.clock)
        lots.append(patiently(price, waiter))
    return Offer(tuple(lots), purchase.purse.budget())


def carry_out(purchase: Purchase, offer: Offer, tools: Tools) -> RunDone:
    """Buy what was agreed to; the caller holds the profile's import lock.

    The last event is :class:`RunDone`, which is also returned. Its exit code is 0 when all was bought, 1 when some was, 3 when
    nothing was, 130 when cancelled.

    Args:
        purchase: The order.
        offer: Its price, which somebody agreed to; it has something to buy.
        tools: What the run works with.

    Raises:
        StoreError: the database failed; what was committed stays.
    """
    return _PurchaseRun(purchase, tools).buy(offer)


class _PurchaseRun:
    """The state of one order, in the main thread."""

    def __init__(self, purchase: Purchase, tools: Tools) -> None:
        self.purchase, self.tools = purchase, tools
        self.waiter = CancellableWaiter(tools.clock, tools.cancel, tools.emit)
        self.began = tools.clock.monotonic()
        self.items: dict[str, Item] = {}
        self.failure: Message = NOTHING
        self.run, self.requests = 0, 0

    # -- during ------------------------------------------------------------------------------------------------

    def buy(self, offer: Offer) -> RunDone:
        """Buy all pieces of an offer, until one fails."""
        self._begin(offer)
        purse, total = AgreedPurse(self.purchase.purse, offer.cost), len(offer.requests)
        try:
            source = patiently(partial(paid_source, self.purchase.feed, self.tools, self.waiter, purse), self.waiter)
            for done, (lot, request) in enumerate(_pieces(offer), 1):
                self._buy(source, lot, request)
                if request is lot.requests[-1]:
                    self._finish(request.instrument.symbol)
                self._progress(done, total)
        except Cancelled:
            self._end_rest(ItemState.CANCELLED, "cancelled", Message("Cancelled before it was bought."))
        except FetchError as error:
            self._fail(error)
        return self._close()

    def _begin(self, offer: Offer) -> None:
        now = self.tools.clock.now()
        self.items = {
            lot.instrument.symbol: Item(lot.instrument.symbol, BOUGHT, ItemState.WAITING, lot.requests[0].start, lot.requests[-1].end)
            for lot in offer.lots if lot.requests
        }  # fmt: skip
        with self.tools.store.transaction(self.tools.cancel) as connection:
            ledger.interrupt_dead_runs(connection, now)
            self.run = ledger.begin_run(connection, Trigger.MANUAL, None, now)
            ledger.save_items(connection, self.run, self.items.values())
        folder = str(self.tools.store.path.parent)
        self.tools.emit(RunStarted(self.run, Trigger.MANUAL, False, list(self.items), folder))
        self.tools.emit(PlanMade([_planned(request) for request in offer.requests], 0))
        _log.info("Buying from %s for %s at most", self.purchase.feed.title, dollars(offer.cost))

    def _buy(self, source: PaidSource, lot: Lot, request: FetchRequest) -> None:
        symbol = request.instrument.symbol
        if self._bought_meanwhile(request):
            return
        self.tools.emit(ItemStarted(symbol, BOUGHT, ItemState.FETCHING, iso(request.start), iso(request.end)))
        self.requests += 1
        answer: Answer = patiently(partial(source.fetch, request), self.waiter)
        now = self.tools.clock.now()
        with self.tools.store.transaction(self.tools.cancel) as connection:
            number = watchlist.instrument_id(connection, symbol)
            checked = judged(connection, number, request, answer, lot, now)
            kept = store(connection, self.run, request, checked, lot, self.purchase.feed, self.tools.feed, now)
            if product := self.tools.products.get(request.instrument.root):
                note_months(connection, number, product, self.purchase.feed, answer.months, now)
            item = self.items[symbol]
            self.items[symbol] = replace(
                item, fetched=item.fetched + kept.fetched, added=item.added + kept.added, revised=item.revised + kept.revised,
                quarantined=item.quarantined + kept.quarantined,
            )  # fmt: skip
            ledger.save_items(connection, self.run, [self.items[symbol]])
        _log.info("%s: bought %d candles, %s to %s", symbol, kept.fetched, iso(request.start), iso(request.end))

    def _bought_meanwhile(self, request: FetchRequest) -> bool:
        """Whether another order has brought it since the price was asked."""
        connection = self.tools.store.connection
        number = watchlist.find_instrument(connection, request.instrument.symbol)
        return not subtract([request.window], bought_before(connection, number, self.purchase.feed.name))

    def _fail(self, error: FetchError) -> None:
        """The first fault ends the order: what comes after it would cost money too."""
        free = error.unpriced or error.fault.unbilled
        why = error.message if free else sentences(error.message, _MAY_BE_BILLED)
        self.failure = why
        _log.warning("%s: %s", self.purchase.feed.display_name, why)
        open_items = [symbol for symbol, item in self.items.items() if not item.state.final]
        if open_items:
            self._finish(open_items[0], ItemState.FAILED, error.fault.value, why)
        self._end_rest(ItemState.DEFERRED, "deferred", Message("Not bought: the order ended before."))

    def _end_rest(self, state: ItemState, cause: str, message: Message) -> None:
        for symbol, item in self.items.items():
            if not item.state.final:
                self._finish(symbol, state, cause, message)

    def _finish(self, symbol: str, state: ItemState | None = None, cause: str = "", message: Message = NOTHING) -> None:
        item = self.items[symbol]
        wrote = ItemState.WRITTEN if item.added + item.revised else ItemState.UNCHANGED
        item = self.items[symbol] = replace(item, state=state or wrote, cause=cause, message=message)
        self.tools.emit(
            ItemDone(
                symbol, BOUGHT, item.state, item.fetched, item.added, item.revised, item.quarantined, cause, message
            )
        )

    def _progress(self, done: int, total: int) -> None:
        seconds = max(self.tools.clock.monotonic() - self.began, 1e-6)
        items = self.items.values()
        added, revised = sum(item.added for item in items), sum(item.revised for item in items)
        rate = done / seconds
        self.tools.emit(Progress(done, total, added, revised, round(rate, 2), round((total - done) / rate, 1)))

    # -- after -------------------------------------------------------------------------------------------------

    def _close(self) -> RunDone:
        state, code = self._verdict()
        budget = self.purchase.purse.budget()
        spent = Message(
            "In {month} (UTC) {used} of {limit} are spent or reserved.",
            month=budget.month, used=dollars(budget.used), limit=dollars(budget.limit),
        )  # fmt: skip
        self.tools.emit(Notice("info", "spending", spent))
        bought = Message("All of it is bought and stored.") if state is RunState.DONE else self.failure
        message = sentences(bought or Message("Cancelled. What had been answered is stored."), spent)
        now = self.tools.clock.now()
        with self.tools.store.transaction() as connection:
            ledger.save_items(connection, self.run, self.items.values())
            ledger.end_run(connection, self.run, state, now, message, self.requests)
        items = self.items.values()
        totals = {each.value: sum(item.state is each for item in items) for each in ItemState if each.final}
        return self._told(
            RunDone(
                self.run, state, code, totals, self.requests, sum(item.added for item in items), sum(item.revised for item in items),
                sum(item.quarantined for item in items), round(self.tools.clock.monotonic() - self.began, 3), message,
            )
        )  # fmt: skip

    def _verdict(self) -> tuple[RunState, int]:
        if self.failure:
            some = any(item.fetched for item in self.items.values())
            return (RunState.PARTIAL, 1) if some else (RunState.FAILED, 3)
        return (RunState.CANCELLED, 130) if self.tools.cancel.is_set() else (RunState.DONE, 0)

    def _told(self, done: RunDone) -> RunDone:
        tools = self.tools
        push_after_run(tools.store, tools.settings, tools.clock, tools.cancel, tools.emit)
        tools.emit(done)
        return done


def _pieces(offer: Offer) -> Iterator[tuple[Lot, FetchRequest]]:
    return ((lot, request) for lot in offer.lots for request in lot.requests)


def _planned(request: FetchRequest) -> dict[str, object]:
    return {
        "symbol": request.instrument.symbol, "timeframe": request.timeframe, "start": iso(request.start),
        "end": iso(request.end), "reason": request.purpose.value,
    }  # fmt: skip
