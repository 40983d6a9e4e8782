"""Buys from the source of a plug-in, which tells its prices; that no more is spent than may be is held here, not by the plug-in."""

from __future__ import annotations

from dataclasses import replace

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import Interruption, Unfit
from ohlc_desktop.core.importing.spending import DOLLAR
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.sources.guarded import GuardedSource
from ohlc_desktop.sources.source import Answer, Fault, FetchError, Purse, SourceTools

#: No request costs so much, in millionths of a US dollar; nor could the archive add it up.
_DEAREST = 1_000_000_000 * DOLLAR


class GuardedPaidSource(GuardedSource):
    """The source of a plug-in's paid feed.

    Each request is priced and its price reserved before the plug-in is asked to send it. A plug-in that says nothing of the
    bill, as when it fails in its own way, may have been billed: what was reserved stays so.
    """

    def __init__(self, feed: FeedSpec, tools: SourceTools) -> None:
        super().__init__(feed, replace(tools, purse=None))
        self._purse = tools.purse

    def serves(self, instrument: Instrument) -> Interval:
        """The time in which the feed has candles of an instrument that this account may ask for.

        Raises:
            FetchError: no answer that can be used.
        """
        return self._guarded(instrument, lambda: _interval(self._source().serves(instrument)))

    def cost(self, request: FetchRequest) -> int:
        """What a request will cost, in millionths of a US dollar.

        Raises:
            FetchError: no answer that can be used.
        """
        return self._guarded(request.instrument, lambda: _price(self._source().cost(request)))

    def fetch(self, request: FetchRequest) -> Answer:
        """What the source answers; it is paid.

        Raises:
            FetchError: no answer that can be used; OVER_LIMIT where it may not be spent.
            Interruption: cancelled or deferred while waiting for its turn.
        """
        purse, number = self._reserved(request)
        turns = self._turns.taken
        try:
            answer = self._guarded(request.instrument, lambda: self._answer(request))  # however long: it is paid
        except Interruption:
            if self._turns.taken == turns:  # nothing was sent
                purse.release(number)
            raise
        except FetchError as error:
            if error.fault.unbilled:
                purse.release(number)
            raise
        purse.settle(number)
        return answer

    def _reserved(self, request: FetchRequest) -> tuple[Purse, int]:
        """Set aside what a request costs now; the purse, and the number of what is set aside."""
        if self._purse is None:
            raise FetchError(
                Fault.OVER_LIMIT, Message("Nothing may be spent on {feed} here.", feed=self._feed.display_name)
            )
        try:
            cost = self.cost(request)
        except FetchError as error:
            error.unpriced = True
            raise
        name = self._feed.symbol_of(request.instrument)
        return self._purse, self._purse.reserve(cost, f"{name} {iso(request.start)[:10]} {iso(request.end)[:10]}")


def _interval(told: object) -> Interval:
    """What a plug-in told as a stretch of time."""
    if not isinstance(told, tuple) or [type(each) for each in told] != [int, int]:
        raise Unfit(Message("It told no stretch of time in whole seconds."))
    return Interval(*told)


def _price(told: object) -> int:
    """What a plug-in told as a price."""
    if type(told) is not int or not 0 <= told < _DEAREST:
        raise Unfit(Message("It told no price in whole millionths of a dollar."))
    return told
