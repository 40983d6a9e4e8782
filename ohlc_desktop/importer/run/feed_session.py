"""One feed in one run: its clock, its pace and quota, its circuit breaker, and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ohlc_desktop.core.arbitration.precedence import HUB
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.importing.events import ItemStarted
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.planning.reach import reach_start
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.feed_clock import FeedClock
from ohlc_desktop.importer.fetching import Fetching
from ohlc_desktop.importer.order import Tools
from ohlc_desktop.importer.pace import CancellableWaiter, CircuitBreaker, Quota, RateLimiter, least
from ohlc_desktop.importer.run_summary import log_start
from ohlc_desktop.importer.sharing.exchange import AnswerExchange
from ohlc_desktop.importer.sharing.quota import shared_count
from ohlc_desktop.redis_share.news import News
from ohlc_desktop.sources.source import SourceTools


class FeedSession:
    """What a run has of one feed. Its source is opened with the first request.

    Attributes:
        feed: Which.
        time: Its time.
        quota: The requests of the day to it.
    """

    def __init__(self, feed: FeedSpec, tools: Tools, waiter: CancellableWaiter, used: int, day: str) -> None:
        """``used`` requests were counted on ``day``, a UTC date (ISO), before this run."""
        self.feed, self._tools, self._waiter = feed, tools, waiter
        self.time = FeedClock(tools.clock, feed.display_name, tools.emit)
        limit = least(tools.settings.daily_quota, feed.most_a_day)
        self.quota = Quota(limit, used, day, waiter, shared_count(tools.share, feed, tools.emit))
        self._fetching: Fetching | None = None

    @property
    def taken(self) -> int:
        """How many answers of other machines were taken instead of asking."""
        exchange = self._fetching.exchange if self._fetching is not None else None
        return exchange.taken if exchange is not None else 0

    @property
    def news(self) -> News | None:
        """What other machines can take of what this one was answered; None if that is nothing."""
        exchange = self._fetching.exchange if self._fetching is not None else None
        return exchange.news if exchange is not None else None

    def fetching(self, known: Iterable[str], calendar_of: Callable[[str], Calendar], asks: bool = True) -> Fetching:
        """What requests are sent with, the same in the whole run.

        Args:
            known: Symbols that the feed should have.
            calendar_of: The sessions of a calendar by its name.
            asks: Whether the feed is asked for what no other machine shares.
        """
        if self._fetching is None:
            settings, name = self._tools.settings, self.feed.display_name
            turns = RateLimiter(least(settings.requests_per_second, self.feed.most_a_second), self.quota, self._waiter)
            tools = SourceTools(
                self._tools.clock, settings.request_timeout, turns, calendar_of, cancel=self._tools.cancel,
                address=settings.hub_url if self.feed.name == HUB else "",  # it may hold a password
            )  # fmt: skip
            self._fetching = Fetching(
                self.feed, self._tools.open_source(self.feed, tools), CircuitBreaker(self._waiter, name), self._waiter,
                set(known), self._clip, self._starting, self.time.compare, self._exchange(calendar_of),
                asks,
            )  # fmt: skip
        return self._fetching

    def _exchange(self, calendar_of: Callable[[str], Calendar]) -> AnswerExchange | None:
        share = self._tools.share
        if share is None or not self.feed.shared:
            return None
        return AnswerExchange(share, self.feed, self.time.now, self._waiter, calendar_of)

    def _starting(self, request: FetchRequest, attempt: int) -> None:
        """Tell that a request is sent. Called from the fetching threads."""
        if attempt == 1:
            log_start(request, self.feed)
        symbol, name = request.instrument.symbol, request.timeframe
        start, end = iso(request.start), iso(request.end)
        self._tools.emit(ItemStarted(symbol, name, ItemState.FETCHING, start, end, attempt, self.feed.name))

    def _clip(self, request: FetchRequest) -> FetchRequest:
        """The request with its window inside the feed's limits by the feed's own clock."""
        timeframe = TIMEFRAMES[request.timeframe]
        if timeframe.daily or not self.time.offset:
            return request
        reach = reach_start(self.feed.limits_of(timeframe), self.time.now())
        start_within = max(request.start, reach)
        return replace(request, start=start_within, window=Interval(start_within, request.window.end))
