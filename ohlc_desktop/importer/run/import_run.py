"""What the parts of one run share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.following.companions import CompanionSeries
from ohlc_desktop.core.importing.events import Progress
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.importer.checks.ended import still_known
from ohlc_desktop.importer.feed_clock import FeedClock
from ohlc_desktop.importer.fetching import Fetching
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.importer.pace import CancellableWaiter, Quota
from ohlc_desktop.importer.run.feed_session import FeedSession
from ohlc_desktop.importer.run_items import Items
from ohlc_desktop.redis_share.news import News
from ohlc_desktop.sources.registry import ActiveFeeds, counted_as
from ohlc_desktop.store import ledger

if TYPE_CHECKING:
    from ohlc_desktop.importer.hub.meeting import MetHub


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A request that another feed may answer: its own has failed for it on so many days, this time because of ``why``."""

    request: FetchRequest
    days: int
    why: Message


class ImportRun:
    """The state of one run, in the main thread.

    Attributes:
        order: What it is asked to do.
        tools: What it works with.
        feeds: Which may be asked.
        sessions: What it has of each of them, by name, in their order; empty until the run is prepared.
        began: Monotonic seconds at which it began.
        began_at: The same as UTC epoch seconds.
        waiter: Waits and tells why.
        states: What is stored of each instrument, by symbol, as it is now.
        numbers: The numbers of the instruments in the store.
        calendars: The sessions of each calendar, by name.
        items: What becomes of each instrument and timeframe.
        asked: Requests that were answered or given up, and all that there are.
        deferred: Reasons for deferring that were logged.
        rescaled: What was brought to another scale, oldest first.
        unanswered: What other feeds may answer, in the order in which it failed.
        filled: What another feed filled in, and that a hub cannot be used, as sentences.
        hub: The hub that is followed in this run; None where there is none, or it cannot be used.
        closing: What is to be closed at the end.
        before: What an earlier attempt at the same occurrence had brought.
        failure: The fault of the database that ended the run.
        completes: The interrupted run of which this one does what was left.
        number: Its number in the ledger; 0 until it has one.
        companions: The contracts to ask for beside continuous symbols, the most urgent first.
        companion_requests: Of the requests of this run, so many had been sent when the day's allowance for them was counted.
    """

    def __init__(self, order: Order, tools: Tools) -> None:
        self.order, self.tools = order, tools
        self.feeds = tools.feeds or ActiveFeeds((tools.feed,), {})
        self.sessions: dict[str, FeedSession] = {}
        self.began, self.began_at = tools.clock.monotonic(), tools.clock.now()
        self.waiter = CancellableWaiter(tools.clock, tools.cancel, tools.emit)
        self.states: dict[str, InstrumentState] = {}
        self.numbers: dict[str, int] = {}
        self.calendars: dict[str, Calendar] = {}
        self.items = Items()
        self.asked = (0, 0)
        self.deferred: set[Message] = set()
        self.rescaled: list[Message] = []
        self.unanswered: list[Unanswered] = []
        self.filled: list[Message] = []
        self.hub: MetHub | None = None
        self.closing: list[Callable[[], None]] = []
        self.before: dict[SeriesKey, ledger.Item] = {}
        self.failure: StoreError | None = None
        self.completes: int | None = None
        self.number = 0
        self.companions: list[CompanionSeries] = []
        self.companion_requests = 0

    def session_of(self, symbol: str) -> FeedSession:
        """The feed that is asked for an instrument first."""
        return self.sessions[self.states[symbol].feed.name]

    def fetching(self, session: FeedSession) -> Fetching:
        """What requests to a feed are sent with; it should have what is stored in its name."""
        own = {symbol: state for symbol, state in self.states.items() if state.feed == session.feed}
        known = still_known(own, self.tools.clock.now())
        return session.fetching(known, self.calendars.__getitem__, self.order.asks)

    @property
    def time(self) -> FeedClock:
        """The time by the feed that is asked first."""
        return self.sessions[self.feeds.order[0].name].time

    def feed_name(self, symbol: str) -> str:
        """The name of that feed, or of the hub that is asked instead."""
        followed = self.hub is not None and self.hub.has(symbol)
        return self.hub.session.feed.name if self.hub and followed else self.states[symbol].feed.name

    @property
    def quotas(self) -> dict[str, Quota]:
        """The requests of the day, by the name under which each feed is counted."""
        return {counted_as(session.feed): session.quota for session in self.sessions.values()}

    @property
    def requests(self) -> int:
        """Requests made in this run."""
        return sum(session.quota.requests for session in self.sessions.values())

    @property
    def news(self) -> list[News]:
        """What other machines can take of what this one was answered itself, by feed."""
        told = [session.news for session in self.sessions.values()]
        return [each for each in told if each is not None]

    @property
    def taken(self) -> int:
        """Answers of other machines that were taken in this run instead of asking."""
        return sum(session.taken for session in self.sessions.values())

    def release(self) -> None:
        """Let the items end that another feed might have filled."""
        for each in self.unanswered:
            self.items.release(each.request)
        self.unanswered = []
        self.tell_finished()

    def tell_finished(self) -> None:
        """Tell of the items that have been finished since the last call."""
        for item in self.items.take_finished():
            self.tools.emit(item)

    def more_to_ask(self, count: int) -> None:
        """So many requests more are to be made."""
        done, total = self.asked
        self.asked = (done, total + count)

    def tell_progress(self) -> None:
        """One more request was answered or given up."""
        self.asked = done, total = self.asked[0] + 1, self.asked[1]
        seconds = max(self.tools.clock.monotonic() - self.began, 1e-6)
        written, revised, _ = self.items.totals()
        rate = done / seconds
        eta = round((total - done) / rate, 1) if rate else None
        self.tools.emit(Progress(done, total, written, revised, round(rate, 2), eta))
