"""Machines that share a Redis ask a feed once for what all of them need.

Who is first to want an answer asks; the others wait for it, as long as that one may keep them waiting. What comes is kept
until the end of the hour. It is checked and stored by each machine as its own answers are, in the feed's name.
"""

from __future__ import annotations

import logging
import platform
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.importing.events import Waiting, WaitReason
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.timeframes import HOUR
from ohlc_desktop.importer.pace import CancellableWaiter
from ohlc_desktop.importer.sharing.shared_answer import SharedAnswer, from_bytes, to_bytes
from ohlc_desktop.importer.sharing.usable import cut, usable
from ohlc_desktop.redis_share.news import News
from ohlc_desktop.redis_share.savings import LONGEST
from ohlc_desktop.redis_share.share import CLAIM, RedisShare
from ohlc_desktop.sources.edition import edition
from ohlc_desktop.sources.source import Answer

_log = logging.getLogger(__name__)

#: How others call this machine.
MACHINE = platform.node()[:LONGEST] or "?"
#: Seconds between two looks for the answer of a machine that asks, and looks after which the wait is told again.
EVERY, TOLD = 0.1, 10
_LOOKS = int(CLAIM / EVERY)


@dataclass(frozen=True, slots=True)
class Taken:
    """Another machine's answer to a request: the request as far as it answers it, the answer, and its time."""

    sent: FetchRequest
    answer: Answer
    at: float


@dataclass(slots=True)
class Turn:
    """One request: what another machine was answered, or what this one is, to be handed on."""

    taken: Taken | None = None
    sent: FetchRequest | None = None
    answer: Answer | None = None


class AnswerExchange:
    """Answers of one feed, given to and taken from other machines. May be used from several threads.

    Attributes:
        taken: How many were taken in this run.
    """

    def __init__(
        self, share: RedisShare, feed: FeedSpec, now: Callable[[], float], waiter: CancellableWaiter,
        calendar_of: Callable[[str], Calendar],
    ) -> None:  # fmt: skip
        """``now`` is the time by the feed's clock."""
        self._share, self._feed, self._now, self._waiter = share, feed, now, waiter
        self._calendar_of = calendar_of
        self._edition = edition(feed)
        self._patient = True
        self._lock = threading.Lock()
        self._given: dict[SeriesKey, float] = {}
        self.taken = 0

    @property
    def news(self) -> News | None:
        """Which answers this machine was given in this run, and shares; None without any."""
        series = tuple((*key, at) for key, at in self._given.items())
        return News(self._feed.name, self._edition, MACHINE, series) if series else None

    @contextmanager
    def turn(self, request: FetchRequest) -> Iterator[Turn]:
        """What is to be done for a request. Where nothing was taken, the answer is set before it ends, if one came.

        Raises:
            Cancelled: the run was cancelled while another machine's answer was awaited.
        """
        name = self._name(request)
        turn = Turn(self._take(name, request))
        try:
            yield turn
        finally:
            if turn.taken is None:
                self._give(name, turn)

    def _name(self, request: FetchRequest) -> str:
        """What an answer is of: feed, instrument, timeframe, the hour in which its window ends, and that in which it came."""
        hours = f"{request.window.end // HOUR}:{int(self._now()) // HOUR}"
        return f"{self._feed.name}:{self._edition}:{request.instrument.symbol}:{request.timeframe}:{hours}"

    def _take(self, name: str, request: FetchRequest) -> Taken | None:
        """An answer that can be used, once it is there; None if this machine is to ask."""
        seen, waits = b"", 0
        for _ in range(_LOOKS):
            looked = self._share.look(name, seen, waiting=waits > 0)
            if looked.value is not None:
                found = self._read(looked.value, name, request)
                if found is not None:
                    return found
                seen = looked.value
            elif not looked.theirs or not self._patient:
                return None
            else:
                self._wait(request, waits)
                waits += 1
        self._patient = False  # who kept this machine waiting in vain does not do so again
        return None

    def _wait(self, request: FetchRequest, waits: int) -> None:
        if waits % TOLD == 0:
            symbol, timeframe = request.instrument.symbol, request.timeframe
            message = Message(
                "Another machine asks {feed} for {symbol} {timeframe}; its answer is awaited.",
                feed=self._feed.display_name, symbol=symbol, timeframe=timeframe,
            )  # fmt: skip
            self._waiter.emit(Waiting(WaitReason.NEIGHBOUR, EVERY * TOLD, message, symbol, timeframe))
        self._waiter.pause(EVERY)

    def _read(self, value: bytes, name: str, request: FetchRequest) -> Taken | None:
        found, calendar = from_bytes(value, name), self._calendar_of(request.instrument.calendar)
        if found is None:
            _log.debug("What Redis has under %s is no answer", name)
            return None
        if not usable(found, request, calendar, self._now()):
            return None
        sent, found = cut(found, request)
        with self._lock:
            self.taken += 1
        symbol, timeframe = request.instrument.symbol, request.timeframe
        _log.info("%s %s: %s was answered at %s, and shares it", symbol, timeframe, found.machine, iso(found.at))
        return Taken(sent, found.answer, found.at)

    def _give(self, name: str, turn: Turn) -> None:
        """Keep an answer with rows until the hour is over; one without may only mean that the feed is late."""
        now, value = self._now(), b""
        if turn.answer is not None and turn.sent is not None and len(turn.answer.rows):
            value = _told(SharedAnswer(turn.answer, turn.sent.window, turn.sent.purpose, now, MACHINE), name)
        over = (int(name.rpartition(":")[2]) + 1) * HOUR
        kept = self._share.give(name, value, int(over - now))
        if kept and turn.sent is not None:
            with self._lock:
                self._given[turn.sent.instrument.symbol, turn.sent.timeframe] = now


def _told(shared: SharedAnswer, name: str) -> bytes:
    """The answer as it is kept; nothing of one that cannot be told, as a plug-in may make it."""
    try:
        return to_bytes(shared, name)
    except (TypeError, ValueError, OverflowError) as error:
        _log.warning("What Redis would have under %s is not shared: %s", name, error)
        return b""
