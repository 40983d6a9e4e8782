"""What the parts of one run share."""

from __future__ import annotations

from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.following.companions import CompanionSeries
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import InstrumentState
from ohlc_desktop.importer.feed_clock import FeedClock
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.importer.pace import CancellableWaiter, Quota
from ohlc_desktop.importer.run_items import Items
from ohlc_desktop.store import ledger


class ImportRun:
    """The state of one run, in the main thread.

    Attributes:
        order: What it is asked to do.
        tools: What it works with.
        feed: Which is asked.
        began: Monotonic seconds at which it began.
        began_at: The same as UTC epoch seconds.
        waiter: Waits and tells why.
        states: What is stored of each instrument, by symbol, as it is now.
        numbers: The numbers of the instruments in the store.
        calendars: The sessions of each calendar, by name.
        items: What becomes of each instrument and timeframe.
        time: The feed's time.
        deferred: Reasons for deferring that were logged.
        rescaled: What was brought to another scale, oldest first.
        before: What an earlier attempt at the same occurrence had brought.
        failure: The fault of the database that ended the run.
        completes: The interrupted run of which this one does what was left.
        quota: The requests of the day; None until the run is prepared.
        number: Its number in the ledger; 0 until it has one.
        companions: The contracts to ask for beside continuous symbols, the most urgent first.
        companion_requests: Of the requests of this run, so many had been sent when the day's allowance for them was counted.
    """

    def __init__(self, order: Order, tools: Tools) -> None:
        self.order, self.tools, self.feed = order, tools, tools.feed
        self.began, self.began_at = tools.clock.monotonic(), tools.clock.now()
        self.waiter = CancellableWaiter(tools.clock, tools.cancel, tools.emit)
        self.states: dict[str, InstrumentState] = {}
        self.numbers: dict[str, int] = {}
        self.calendars: dict[str, Calendar] = {}
        self.items = Items()
        self.time = FeedClock(tools.clock, self.feed.display_name, tools.emit)
        self.deferred: set[Message] = set()
        self.rescaled: list[Message] = []
        self.before: dict[SeriesKey, ledger.Item] = {}
        self.failure: StoreError | None = None
        self.completes: int | None = None
        self.quota: Quota | None = None
        self.number = 0
        self.companions: list[CompanionSeries] = []
        self.companion_requests = 0

    def tell_finished(self) -> None:
        """Tell of the items that have been finished since the last call."""
        for item in self.items.take_finished():
            self.tools.emit(item)
