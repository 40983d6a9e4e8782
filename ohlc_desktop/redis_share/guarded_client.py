"""A Redis that is never needed and never in the way.

No call raises, and all that a dead, slow, wrong or full server can cost in the life of one `GuardedClient` is its budget
of two seconds. After a failure it is left alone for 30 s.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ohlc_desktop.core.deadline import within
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.redis_share.causes import EXHAUSTED, filled_in
from ohlc_desktop.redis_share.client import errors, open_client
from ohlc_desktop.redis_share.status import RedisState, RedisStatus, failing, from_advice

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Seconds a failing server is left alone, one call may take, and all slow or failed calls together.
QUIET = 30.0
PATIENCE = 1.0
BUDGET = 2.0
#: The part of the budget that is given out; the rest is for what surrounds a call.
GIVEN_OUT = 0.95
#: A call that works counts as slow beyond this. So small that 500 calls just below it also cost 2 s.
ORDINARY = 0.004
BYTES_PER_SECOND = 50e6


class GuardedClient:
    """Talks to one Redis. Safe for several threads.

    Attributes:
        failure: The last failure, also after Redis has recovered; None when there was none.
        status: Whether Redis works, fails, or is off for good because its budget is spent.
        spent: Seconds that failed and slow calls have cost so far. All three are to be read only.
    """

    def __init__(self, url: str, clock_monotonic: Callable[[], float], budget: float = BUDGET) -> None:
        """Connects with its first call.

        Args:
            url: The server; a malformed address makes a client that is off from the start.
            clock_monotonic: Measures the quiet time, like ``time.monotonic``.
            budget: Seconds that failed and slow calls may cost in all.
        """
        self._url, self._clock = url, clock_monotonic
        self._budget = budget * GIVEN_OUT
        self._lock = threading.Lock()
        self._quiet_until = float("-inf")
        self.spent = 0.0
        self.failure: RedisStatus | None = None
        self._warned: set[str] = set()
        self.status = RedisStatus(RedisState.OK, url=mask_url(url))
        self._errors = errors()
        self._client = self._open()

    def close(self) -> None:
        """Hangs up; every later call finds nothing."""
        client, self._client = self._client, None
        if client is not None:
            try:
                client.close()
                client.connection_pool.disconnect()
            except self._errors:
                log.debug("Redis: the connection was gone before it was closed")

    def call(self, work: Callable[[Redis], T], size: int = 0, idle: bool = False) -> T | None:
        """What the work returns; None when Redis is left alone or fails.

        Args:
            work: What is done; may be abandoned on its thread.
            size: Bytes that are sent, for which a slow line needs its time.
            idle: Who asks has nothing else to do: a call that works costs nothing, however slow it is.
        """
        client = self._client
        left = self._budget - self.spent
        if client is None or left <= 0 or self._clock() < self._quiet_until:
            return None
        started = time.perf_counter()
        try:
            value = within(min(PATIENCE, left), lambda: work(client), "redis-call")
        except self._errors as error:
            self._failed(error, time.perf_counter() - started)
            return None
        seconds = 0.0 if idle else time.perf_counter() - started
        self._worked(seconds, size + (len(value) if isinstance(value, bytes) else 0))
        return value

    def _open(self) -> Redis | None:
        """The client; a malformed address is noted as the failure."""
        try:
            return open_client(self._url, PATIENCE)
        except ValueError as error:
            self._note(failing(error, self._url))
            return None

    def _failed(self, error: Exception, seconds: float) -> None:
        """Counts the time and leaves the server alone, unless only this one value was foreign."""
        if _is_foreign(error):
            self._worked(seconds, 0)
            return
        with self._lock:
            self.spent += seconds
            self._quiet_until = self._clock() + QUIET
            self._note(failing(error, self._url))
            self._check_budget()

    def _worked(self, seconds: float, size: int) -> None:
        """Counts what was slow, and tells when the server is back."""
        with self._lock:
            self.spent += seconds if seconds > ORDINARY + size / BYTES_PER_SECOND else 0.0
            if self.status.state is RedisState.FAILING and self.spent < self._budget:
                self.status = RedisStatus(RedisState.OK, url=mask_url(self._url))
                self._warned.clear()
                log.info("Redis answers again")
            self._check_budget()

    def _note(self, status: RedisStatus) -> None:
        """Keeps a failure, and logs its cause once until Redis has worked again."""
        self.failure = self.status = status
        if status.cause not in self._warned:
            self._warned.add(status.cause)
            warn("Redis is left alone for a while", status)

    def _check_budget(self) -> None:
        """Switches Redis off for good once the budget is spent."""
        if self.spent < self._budget or self._quiet_until == float("inf"):
            return
        self._quiet_until = float("inf")
        self.status = from_advice(filled_in(EXHAUSTED, self._url), self._url)
        self.failure = self.failure or self.status
        warn("Redis is left alone from now on", self.status)


def warn(what: str, status: RedisStatus) -> None:
    """One warning with cause and fix."""
    log.warning("%s (%s): %s %s", what, status.url, status.detail, status.fix)


def _is_foreign(error: Exception) -> bool:
    """Whether the server works, but the key holds something that is not ours."""
    words = ("WRONGTYPE", "not an integer", "not a valid float", "invalid literal for int", "attempt to ")
    return any(each in str(error) for each in words)
