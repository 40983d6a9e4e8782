"""Fetching the planned requests in a few threads, each tried until it is answered, failed or deferred."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ohlc_desktop.core.errors import Cancelled, Deferred
from ohlc_desktop.core.importing.events import WaitReason
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.importer.pace import NO_ACCESS_TRIES, RETRY_PAUSES, CancellableWaiter, CircuitBreaker
from ohlc_desktop.importer.sharing.exchange import AnswerExchange
from ohlc_desktop.sources.source import Answer, Fault, FetchError, Source

#: What a symbol that the feed does not find any more means for its candles.
_ASKS_AGAIN = Message("Its stored candles stay, and the next import asks again.")
_CANCELLED = Message("Cancelled before it was answered.")
#: Cause of an item of which no other machine shares an answer, in a run that asks no feed.
NOT_SHARED = "not_shared"
_NOT_SHARED = Message("No other machine shares an answer to it any more; the next import asks for it.")
#: How often the main thread looks for a cancel while all threads are busy.
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request: an answer to what was ``sent``, or a state with cause and sentence.

    ``at`` is when another machine was given the answer that it shares, UTC epoch seconds by the feed's clock: by that time
    it is judged. None of this machine's own.
    """

    request: FetchRequest
    answer: Answer | None
    sent: FetchRequest | None = None
    state: ItemState = ItemState.WRITTEN
    cause: str = ""
    message: Message = NOTHING
    at: float | None = None

    def judged_at(self, now: float) -> float:
        """The time by which the answer is judged, for one that is looked at ``now``."""
        return now if self.at is None else self.at


@dataclass(frozen=True, slots=True)
class Fetching:
    """What the threads share.

    Attributes:
        feed: Which is asked.
        source: Asks it.
        gate: Decides when attempts may start.
        waiter: Waits and tells why.
        known: Symbols that the feed has: those of which candles are stored, and each one of which it sends some.
        clip: The request as it is to be sent: inside the feed's limits by the feed's own clock.
        starting: Called before each attempt with what is sent and the number of the attempt.
        heard: Called with the feed's clock after each attempt that told it.
        exchange: Where answers are shared with other machines; None where they are not.
        asks: Whether the feed is asked for what nobody shares.
    """

    feed: FeedSpec
    source: Source
    gate: CircuitBreaker
    waiter: CancellableWaiter
    known: set[str]
    clip: Callable[[FetchRequest], FetchRequest]
    starting: Callable[[FetchRequest, int], None]
    heard: Callable[[float], None]
    exchange: AnswerExchange | None = None
    asks: bool = True


def fetch_all(requests: Sequence[FetchRequest], fetching: Fetching, threads: int) -> Generator[Outcome, None, None]:
    """The outcomes as they come in, one for each request.

    After a cancel the outcomes of whatever has not been answered are CANCELLED, at once: a request on its
    way is abandoned (its daemon thread ends with the process). When the generator is closed early nothing
    more is asked for.
    """
    todo: queue.SimpleQueue[FetchRequest] = queue.SimpleQueue()
    done: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
    for request in requests:
        todo.put(request)
    for number in range(min(threads, len(requests))):
        threading.Thread(target=_work, args=(todo, done, fetching), name=f"fetch-{number}", daemon=True).start()
    left = {id(request): request for request in requests}
    try:
        while left:
            outcome = _next(done, fetching.waiter)
            if outcome is None:
                break
            del left[id(outcome.request)]
            yield outcome
    finally:
        with suppress(queue.Empty):
            while True:
                todo.get_nowait()
    for request in left.values():
        yield Outcome(request, None, None, ItemState.CANCELLED, "cancelled", _CANCELLED)


def _next(done: queue.SimpleQueue[Outcome | BaseException], waiter: CancellableWaiter) -> Outcome | None:
    while not waiter.cancel.is_set():
        try:
            outcome = done.get(timeout=_LOOK)
        except queue.Empty:
            continue
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome
    return None


def _work(
    todo: queue.SimpleQueue[FetchRequest], done: queue.SimpleQueue[Outcome | BaseException], fetching: Fetching
) -> None:
    """One thread: take requests until none is left. A fault of ours ends the run, in the main thread."""
    while not fetching.waiter.cancel.is_set():
        try:
            request = todo.get_nowait()
        except queue.Empty:
            return
        try:
            done.put(fetch_one(request, fetching))
        except Cancelled:
            return
        except BaseException as error:  # noqa: BLE001  # handed to the main thread, which raises it
            done.put(error)
            return


def fetch_one(request: FetchRequest, fetching: Fetching) -> Outcome:
    """Another machine's answer, where one shares what is asked for; else what becomes of asking.

    Raises:
        Cancelled: the run was cancelled.
    """
    if fetching.exchange is None:
        return _ask(request, fetching)
    with fetching.exchange.turn(request) as turn:
        if turn.taken is not None:
            taken = turn.taken
            fetching.known.add(request.instrument.symbol)
            return Outcome(request, taken.answer, taken.sent, at=taken.at)
        outcome = _ask(request, fetching)
        turn.sent, turn.answer = outcome.sent, outcome.answer
        return outcome


def _ask(request: FetchRequest, fetching: Fetching) -> Outcome:
    """Try one request: again after transient faults, never after permanent ones.

    Raises:
        Cancelled: the run was cancelled.
    """
    if not fetching.asks:
        return Outcome(request, None, None, ItemState.SKIPPED, NOT_SHARED, _NOT_SHARED)
    past = _Past()
    while True:
        past.attempts += 1
        try:
            attempt_round = fetching.gate.admit(request.instrument.symbol, request.timeframe)
            sent = fetching.clip(request)
            fetching.starting(sent, past.attempts)
            answer = fetching.source.fetch(sent)
        except Deferred as reason:
            fetching.gate.withdrawn()
            return Outcome(request, None, None, ItemState.DEFERRED, "deferred", reason.message)
        except FetchError as raised:
            error = _by_what_is_known(raised, request.instrument.symbol, fetching)
            _listen(error.server_time, fetching)
            fetching.gate.failed(error, attempt_round)
            if error.fault is Fault.REFUSED and not past.moved and fetching.clip(request) != sent:
                past.moved = True  # once: the feed's clock, heard of meanwhile, allows another window
            elif not _again(error, past, request, fetching):
                asks_again = (_ASKS_AGAIN,) if error.fault is Fault.NOT_FOUND else ()
                message = sentences(error.message, *asks_again)
                return Outcome(request, None, None, ItemState.FAILED, error.fault.value, message)
        else:
            _listen(answer.server_time, fetching)
            fetching.gate.answered(attempt_round)
            if len(answer.rows):
                fetching.known.add(request.instrument.symbol)
            return Outcome(request, answer, sent)


@dataclass(slots=True)
class _Past:
    """What became of a request so far: its attempts, pauses after transient faults, refusals of access, and whether
    its window was moved."""

    attempts: int = 0
    pauses: int = 0
    refusals: int = 0
    moved: bool = False


def _by_what_is_known(error: FetchError, symbol: str, fetching: Fetching) -> FetchError:
    """The same failure, unless a feed says that it does not know a symbol of which it has sent candles.

    A feed may say so now and then of symbols that it serves the next time: https://github.com/ranaroussi/yfinance/issues/359
    """
    if error.fault is not Fault.UNKNOWN_SYMBOL or symbol not in fetching.known:
        return error
    message = Message("{feed} does not find {symbol} at the moment.", feed=fetching.feed.display_name, symbol=symbol)
    return FetchError(Fault.NOT_FOUND, message, error.server_time)


def _again(error: FetchError, past: _Past, request: FetchRequest, fetching: Fetching) -> bool:
    """Whether a request that failed is tried again, once the pause before that is over; the gate has some of its own."""
    if error.fault is Fault.RATE_LIMITED:
        return True
    if error.fault is Fault.NO_ACCESS:
        past.refusals += 1
        return past.refusals < NO_ACCESS_TRIES
    if error.fault.permanent or past.pauses == len(RETRY_PAUSES):
        return False
    seconds, message = RETRY_PAUSES[past.pauses], Message("{why} Trying again.", why=error.message)
    fetching.waiter.wait(seconds, WaitReason.RETRY, message, request.instrument.symbol, request.timeframe)
    past.pauses += 1
    return True


def _listen(server_time: float | None, fetching: Fetching) -> None:
    if server_time is not None:
        fetching.heard(server_time)
