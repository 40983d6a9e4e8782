"""Fetching the planned requests in a few threads, each tried until it is answered, failed or deferred."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ohlc_desktop.core.errors import Cancelled, Deferred
from ohlc_desktop.core.events import ItemState, WaitReason
from ohlc_desktop.core.plan import FetchRequest
from ohlc_desktop.importer.pace import RETRY_PAUSES, Gate, Waiter
from ohlc_desktop.market.source import Answer, FetchError, Source

#: How often the main thread looks for a cancel while all threads are busy.
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request: an answer, or a state with cause and sentence."""

    request: FetchRequest
    answer: Answer | None
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
        starting: Called before each attempt with the request and the number of the attempt; returns the
            request to send, which may be clipped.
    """

    source: Source
    gate: Gate
    waiter: Waiter
    starting: Callable[[FetchRequest, int], FetchRequest]


def fetch_all(requests: Sequence[FetchRequest], fetching: Fetching, threads: int) -> Iterator[Outcome]:
    """The outcomes as they come in, one for each request.

    After a cancel the outcomes of whatever has not been answered are CANCELLED, at once: a request on its
    way is abandoned (its daemon thread ends with the process).
    """
    todo: queue.SimpleQueue[FetchRequest] = queue.SimpleQueue()
    done: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
    for request in requests:
        todo.put(request)
    for number in range(min(threads, len(requests))):
        threading.Thread(target=_work, args=(todo, done, fetching), name=f"fetch-{number}", daemon=True).start()
    left = {id(request): request for request in requests}
    while left:
        outcome = _next(done, fetching.waiter)
        if outcome is None:
            break
        del left[id(outcome.request)]
        yield outcome
    for request in left.values():
        yield Outcome(request, None, ItemState.CANCELLED, "cancelled", "Cancelled before it was answered.")


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
    while True:
        attempt += 1
        try:
            attempt_round = fetching.gate.admit(symbol, timeframe)
            answer = fetching.source.fetch(fetching.starting(request, attempt))
        except Deferred as reason:
            return Outcome(request, None, ItemState.DEFERRED, "deferred", str(reason))
        except FetchError as error:
            fetching.gate.failed(error, attempt_round)
            if error.fault.permanent or (error.fault != "rate_limited" and retries == len(RETRY_PAUSES)):
                return Outcome(request, None, ItemState.FAILED, error.fault.value, error.message)
            if error.fault != "rate_limited":
                message = f"{error.message} Trying again."
                fetching.waiter.wait(RETRY_PAUSES[retries], WaitReason.RETRY, message, symbol, timeframe)
                retries += 1
        else:
            fetching.gate.answered()
            return Outcome(request, answer)
