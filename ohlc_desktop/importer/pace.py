"""How fast, how often and whether at all: pace, back-off, circuit breaker and daily quota of one process.

Every wait is reported with its reason and length and ends at once on cancel. Nothing here knows a feed.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import Cancelled, Deferred
from ohlc_desktop.core.importing.events import Event, Notice, Waiting, WaitReason
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.sources.source import Fault, FetchError

_log = logging.getLogger(__name__)
_Limit = TypeVar("_Limit", int, float)

#: Pauses after "too many requests"; after the last one the rest of the run is deferred.
LIMITED_PAUSES = (5.0, 30.0, 120.0)
#: Pauses after a refusal of access: asking on may make a ban longer. Refused once more, the rest of the run is deferred.
#: A request is tried twice only, so that at least two are refused by then, and not one symbol keeps all others waiting.
NO_ACCESS_PAUSES = (60.0, 60.0)
NO_ACCESS_TRIES = 2
#: Pauses before a transient fault is tried again.
RETRY_PAUSES = (1.0, 3.0, 8.0)
#: So many failures in a row open the breaker for so many seconds.
BREAKER_FAILURES = 5
BREAKER_SECONDS = 300.0
#: How often it is looked whether a probe has come back.
_PROBE_LOOK = 0.05
#: Requests left at which the user is warned.
QUOTA_WARNING = 100

_PACE = Message("Keeping to the pace of requests.")

Emit = Callable[[Event], None]
#: Counts a request for all machines that share a quota: of the UTC day, by how many there were before at least, and the
#: most a day. Returns how many there are with it, -1 if that is too many, None where nobody knows.
Count = Callable[[str, int, int], int | None]


def least(wanted: _Limit, allowed: _Limit) -> _Limit:
    """The lesser of two limits of which 0 is none."""
    return min(wanted, allowed) if wanted and allowed else wanted or allowed


class CancellableWaiter:
    """Waits that are told and can be cancelled; shared by the threads of a run."""

    def __init__(self, clock: Clock, cancel: threading.Event, emit: Emit) -> None:
        self.clock = clock
        self.cancel = cancel
        self.emit = emit

    def wait(self, seconds: float, reason: WaitReason, message: Message, symbol: str = "", timeframe: str = "") -> None:
        """Wait ``seconds`` and tell why.

        Raises:
            Cancelled: at once when the run is cancelled.
        """
        if seconds > 0:
            self.emit(Waiting(reason, round(seconds, 3), message, symbol, timeframe))
            level = logging.DEBUG if reason is WaitReason.PACE else logging.INFO
            _log.log(level, "Waiting %.1f s: %s", seconds, message)
        self.pause(seconds)

    def pause(self, seconds: float) -> None:
        """Wait without telling; for short waits within one that was told.

        Raises:
            Cancelled: at once when the run is cancelled.
        """
        if seconds > 0:
            self.clock.wait(self.cancel, seconds)
        if self.cancel.is_set():
            raise Cancelled


class Quota:
    """Requests counted over a UTC day, here and on other machines that share the count.

    Args:
        limit: Most requests a day.
        used: Counted before this run on ``day``.
        day: UTC date (ISO) of the count.
        count: Counts for all machines that share the quota; None where this one shares it with no other.
    """

    def __init__(self, limit: int, used: int, day: str, waiter: CancellableWaiter, count: Count | None = None) -> None:
        self._limit, self._used, self._day = limit, used, day
        self._waiter, self._count = waiter, count
        self._warned = False
        self._unsaved: dict[str, int] = {}
        self._lock = threading.Lock()
        self.requests = 0

    @property
    def left(self) -> int:
        """Requests that may still be made today."""
        return max(self._limit - self._used, 0)

    def spend(self) -> None:
        """Count one request.

        Raises:
            Deferred: none is left today.
        """
        with self._lock:
            today = datetime.fromtimestamp(self._waiter.clock.now(), UTC).date().isoformat()
            if today != self._day:
                self._day, self._used, self._warned = today, 0, False
            if self._used >= self._limit:
                raise Deferred(_used_up(self._limit))
            counted = self._count(today, self._used, self._limit) if self._count is not None else None
            if counted == -1:
                raise Deferred(_used_up_by_all(self._limit))
            self._used = max(self._used + 1, counted or 0)
            self.requests += 1
            self._unsaved[today] = self._unsaved.get(today, 0) + 1
            warn = self.left < QUOTA_WARNING and not self._warned
            self._warned |= warn
        if warn:
            self._warn()

    def _warn(self) -> None:
        message = Message(
            "{left} of {limit} requests are left for today (until 00:00 UTC).", left=self.left, limit=self._limit
        )
        self._waiter.emit(Notice("warning", "quota", message))
        _log.warning("%s", message)

    def take_unsaved(self) -> dict[str, int]:
        """Requests counted since the last call, by UTC day, to be kept in the store."""
        with self._lock:
            unsaved, self._unsaved = self._unsaved, {}
        return unsaved


def _used_up(limit: int) -> Message:
    return Message("Today's quota of {limit} requests is used up; it starts anew at 00:00 UTC.", limit=limit)


def _used_up_by_all(limit: int) -> Message:
    return Message(
        "The machines that share Redis have used up today's quota of {limit} requests; it starts anew at 00:00 UTC.",
        limit=limit,
    )


class RateLimiter:
    """Spaces HTTP requests evenly and counts them; called before each one, from any thread."""

    def __init__(self, per_second: float, quota: Quota, waiter: CancellableWaiter) -> None:
        self._interval = 1.0 / per_second if per_second > 0 else 0.0
        self._quota = quota
        self._waiter = waiter
        self._next = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Return when the next request may be sent.

        Raises:
            Cancelled: the run was cancelled.
            Deferred: the quota is used up.
        """
        with self._lock:
            now = self._waiter.clock.monotonic()
            slot = max(now, self._next)
            self._next = slot + self._interval
        self._waiter.wait(slot - now, WaitReason.PACE, _PACE)
        self._quota.spend()


class CircuitBreaker:
    """Decides whether the next attempt may start: pauses after 429, 401 and 403, circuit breaker, giving up.

    The run's threads share one. While the breaker is open one attempt, the probe, may pass after its time.
    """

    def __init__(self, waiter: CancellableWaiter, feed: str) -> None:
        """``feed``: its name for people."""
        self._waiter, self._feed = waiter, feed
        self._lock = threading.Lock()
        self._limited = 0
        self._refused = 0
        self._round = 0
        self._pause_until = 0.0
        self._failures = 0
        self._open = False
        self._probing = False
        self._answers = 0
        self._given_up = NOTHING

    def admit(self, symbol: str, timeframe: str) -> int:
        """Wait until an attempt may start; returns its round, to be handed back with the outcome.

        Raises:
            Deferred: the rest of the run is left for the next one.
            Cancelled: the run was cancelled.
        """
        while True:
            with self._lock:
                if self._given_up:
                    raise Deferred(self._given_up)
                seconds = self._pause_until - self._waiter.clock.monotonic()
                if seconds <= 0 and not (self._open and self._probing):
                    self._probing = self._open
                    return self._round
            if seconds > 0:
                reason, message = self._why()
                self._waiter.wait(seconds, reason, message, symbol, timeframe)
            else:
                self._waiter.pause(_PROBE_LOOK)

    def answered(self, attempt_round: int) -> None:
        """An attempt brought an answer: everything is well again.

        Unless it was sent before a pause that is under way: that one is kept.
        """
        with self._lock:
            self._answers += 1
            if attempt_round == self._round:
                self._failures = self._limited = self._refused = 0
                self._open = self._probing = False
                self._pause_until = 0.0

    def withdrawn(self) -> None:
        """An admitted attempt was not made after all; another one may be the probe."""
        with self._lock:
            self._probing = False

    def failed(self, error: FetchError, attempt_round: int) -> None:
        """An attempt failed; decide what that means for all."""
        with self._lock:
            if error.fault is Fault.RATE_LIMITED:
                self._slow_down(attempt_round)
            elif error.fault is Fault.NO_ACCESS:
                self._stand_back(error, attempt_round)
            elif error.fault is Fault.PROXY_LOGIN:  # asked on with a wrong password, a company's login gets locked
                self._give_up(error)
                self._probing = False
            elif error.fault.permanent or error.fault is Fault.NOT_FOUND:
                self._probing = False
                self._failures = self._refused = 0  # the feed works: it has said no
            elif attempt_round == self._round:
                self._count_failure(error)

    def _give_up(self, error: FetchError) -> None:
        self._given_up = Message("{feed} cannot be used at the moment: {why}", feed=self._feed, why=error.message)

    def _why(self) -> tuple[WaitReason, Message]:
        feed = self._feed
        if self._open:
            message = Message("{feed} failed several times in a row; trying one request after a pause.", feed=feed)
            return WaitReason.BREAKER, message
        if self._refused:
            return WaitReason.RETRY, Message("{feed} refused access; trying again after a pause.", feed=feed)
        return WaitReason.RATE_LIMITED, Message("{feed} asked for a pause: too many requests.", feed=feed)

    def _slow_down(self, attempt_round: int) -> None:
        self._probing = False
        if attempt_round != self._round:
            return  # sent before the pause that is already under way
        if self._limited == len(LIMITED_PAUSES):
            self._given_up = Message("{feed} still answers 'too many requests' after three pauses.", feed=self._feed)
            return
        self._pause(LIMITED_PAUSES[self._limited] * random.uniform(1.0, 1.2))
        self._limited += 1
        self._refused = 0

    def _stand_back(self, error: FetchError, attempt_round: int) -> None:
        self._probing = False
        if attempt_round != self._round:
            return  # sent before it was known
        if self._refused == len(NO_ACCESS_PAUSES):
            self._give_up(error)
            return
        self._pause(NO_ACCESS_PAUSES[self._refused])
        self._refused += 1

    def _pause(self, seconds: float) -> None:
        """Begin a pause, and with it a round: what was sent before says nothing about what comes after."""
        self._pause_until = self._waiter.clock.monotonic() + seconds
        self._round += 1

    def _count_failure(self, error: FetchError) -> None:
        self._failures += 1
        probe_failed = self._open and self._probing
        if probe_failed or (self._failures >= BREAKER_FAILURES and not self._answers):
            self._give_up(error)
        elif self._failures >= BREAKER_FAILURES and not self._open:
            self._open = True
            self._pause(BREAKER_SECONDS)
        self._probing = False
