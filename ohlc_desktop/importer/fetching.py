"""Fetching the planned requests in a few threads, each tried until it is answered, failed or deferred."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ohlc_desktop.core.errors import Cancelled, Deferred
from ohlc_desktop.core.events import ItemState, WaitReason
from ohlc_desktop.core.plan import FetchRequest
from ohlc_desktop.importer.pace import RETRY_PAUSES, Gate, Waiter
from ohlc_desktop.market.source import Answer, Fault, FetchError, Source

#: How often the main thread looks for a cancel while all threads are busy.
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request: an answer to what was ``sent``, or a state with cause and sentence."""

    request: FetchRequest
    answer: Answer | None
    sent: FetchRequest | None = None
    state: ItemState = ItemState.WRITTEN
    cause: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Fetching:
    """What the threads share.

    Attributes:
        source: The feed.
        gate: Decides when attempts may start.
        waiter: Waits and tells why.
        clip: The request as it is to be sent: inside the feed's limits by the feed's own clock.
        starting: Called before each attempt with what is sent and the number of the attempt.
        heard: Called with the feed's clock after each attempt that told it.
    """

    source: Source
    gate: Gate
    waiter: Waiter
    clip: Callable[[FetchRequest], FetchRequest]
    starting: Callable[[FetchRequest, int], None]
    heard: Callable[[float], None]


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
        _empty(todo)
    for request in left.values():
        yield Outcome(request, None, None, ItemState.CANCELLED, "cancelled", "Cancelled before it was answered.")


def _empty(todo: queue.SimpleQueue[FetchRequest]) -> None:
    with suppress(queue.Empty):
        while True:
            todo.get_nowait()


def _next(done: queue.SimpleQueue[Outcome | BaseException], waiter: Waiter) -> Outcome | None:
    """The next outcome, or None on cancel."""
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
    """Try one request: again after transient faults, never after permanent ones.

    Raises:
        Cancelled: the run was cancelled.
    """
    symbol, timeframe = request.instrument.symbol, request.timeframe
    retries = attempt = 0
    moved = False
    while True:
        attempt += 1
        try:
            attempt_round = fetching.gate.admit(symbol, timeframe)
            sent = fetching.clip(request)
            fetching.starting(sent, attempt)
            answer = fetching.source.fetch(sent)
        except Deferred as reason:
            fetching.gate.withdrawn()
            return Outcome(request, None, None, ItemState.DEFERRED, "deferred", str(reason))
        except FetchError as error:
            _listen(error.server_time, fetching)
            fetching.gate.failed(error, attempt_round)
            if error.fault is Fault.REFUSED and not moved and fetching.clip(request) != sent:
                moved = True  # once: the feed's clock, heard of meanwhile, allows another window
                continue
            if error.fault.permanent or (error.fault != "rate_limited" and retries == len(RETRY_PAUSES)):
                return Outcome(request, None, None, ItemState.FAILED, error.fault.value, error.message)
            if error.fault != "rate_limited":
                message = f"{error.message} Trying again."
                fetching.waiter.wait(RETRY_PAUSES[retries], WaitReason.RETRY, message, symbol, timeframe)
                retries += 1
        else:
            _listen(answer.server_time, fetching)
            fetching.gate.answered(attempt_round)
            return Outcome(request, answer, sent)


def _listen(server_time: float | None, fetching: Fetching) -> None:
    if server_time is not None:
        fetching.heard(server_time)
