"""Asking a paid feed without making anybody wait: a cancel is heard at once, and what cost nothing is tried again."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.importing.events import WaitReason
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.importer.order import Tools
from ohlc_desktop.importer.pace import LIMITED_PAUSES, RETRY_PAUSES, CancellableWaiter, Quota, RateLimiter, least
from ohlc_desktop.sources.source import Fault, FetchError, PaidSource, Purse, SourceTools

_Told = TypeVar("_Told")

#: Pauses before what surely cost nothing is tried again.
PAUSES: Mapping[Fault, tuple[float, ...]] = {Fault.RATE_LIMITED: LIMITED_PAUSES, Fault.OFFLINE: RETRY_PAUSES}
_REASONS = {Fault.RATE_LIMITED: WaitReason.RATE_LIMITED, Fault.OFFLINE: WaitReason.RETRY}
#: How often the main thread looks for a cancel.
_LOOK = 0.1
#: Requests to a paid feed are limited by their price, and not by their number.
_UNCOUNTED = 1 << 40


def paid_source(feed: FeedSpec, tools: Tools, waiter: CancellableWaiter, purse: Purse | None) -> PaidSource:
    """The source of a paid feed; without a purse it can only be asked for prices."""
    settings = tools.settings
    per_second = least(settings.requests_per_second, feed.most_a_second)
    pace = RateLimiter(per_second, Quota(_UNCOUNTED, 0, "", waiter), waiter)
    made_with = SourceTools(tools.clock, settings.request_timeout, pace, purse=purse, cancel=tools.cancel)
    return tools.open_source(feed, made_with)  # type: ignore[return-value]  # those of paid feeds have prices


def patiently(ask: Callable[[], _Told], waiter: CancellableWaiter) -> _Told:
    """What a call returns, made in another thread; again where that costs nothing.

    Raises:
        FetchError: what the call raised in the end.
        Cancelled: at once when the run is cancelled; the call is left to itself, and ends with the process.
    """
    tries: dict[Fault, int] = {}
    while True:
        try:
            return _answer(ask, waiter)
        except FetchError as error:
            done = tries.get(error.fault, 0)
            if done >= len(PAUSES.get(error.fault, ())):
                raise
            tries[error.fault] = done + 1
            message = Message("{why} Trying again.", why=error.message)
            waiter.wait(PAUSES[error.fault][done], _REASONS[error.fault], message)


def _answer(ask: Callable[[], _Told], waiter: CancellableWaiter) -> _Told:
    done: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def work() -> None:
        try:
            done.put((True, ask()))
        except BaseException as error:  # noqa: BLE001  # handed to the main thread, which raises it
            done.put((False, error))

    threading.Thread(target=work, name="buy", daemon=True).start()
    while not waiter.cancel.is_set():
        try:
            came, what = done.get(timeout=_LOOK)
        except queue.Empty:
            continue
        if came:
            return what  # type: ignore[no-any-return]
        raise what
    raise Cancelled
