"""Packed candles, the shared request quota and the note that a day is done, kept in Redis.

Redis is never needed: no method raises, and all that a dead, slow, wrong or full server can cost in the
life of one `CandleCache` is its budget of two seconds. After a failure it is left alone for 30 s. A value
is the bytes of ``Candles.pack`` behind a mark and a checksum that also covers its key, so what is cut
short, foreign or filed under a wrong name reads as a miss.
"""

from __future__ import annotations

import logging
import struct
import threading
import time
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ohlc_desktop.core.errors import RedisRequired
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.redis_share.causes import EXHAUSTED, filled_in
from ohlc_desktop.redis_share.client import errors, open_client, within
from ohlc_desktop.redis_share.status import RedisState, RedisStatus, failing, from_advice, off_status, probe

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

DAY = 86_400
KEEP_SERIES = 14 * DAY
KEEP_DONE = 7 * DAY
KEEP_QUOTA = 2 * DAY

#: As core.candles.ROW_BYTES, which would import numpy.
ROW_BYTES = 48
_HEADER = struct.Struct("<4sI")
_MARK = b"OHL1"


class CandleCache:
    """One store's candles in Redis.

    Safe for a writer's thread and a reader's. ``None`` and ``False`` mean "not known" and "not kept": the
    database has the truth.

    Attributes:
        failure: The last failure, also after Redis has recovered; None when there was none.
        status: Whether the cache works, fails, or is off for good because its budget is spent.
        spent: Seconds that failed and slow calls have cost so far. All three are to be read only.
    """

    def __init__(self, url: str, store_id: str, clock_monotonic: Callable[[], float], budget: float = BUDGET) -> None:
        """Connects with its first call.

        Args:
            url: The server; a malformed address makes a cache that is off from the start.
            store_id: Names the database file, so that several can share one server.
            clock_monotonic: Measures the quiet time, like ``time.monotonic``.
            budget: Seconds that failed and slow calls may cost in all.
        """
        self._url, self._store, self._clock = url, store_id, clock_monotonic
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

    def put_series(self, symbol: str, timeframe: str, revision: int, packed: bytes) -> bool:
        """Keeps the packed candles of one revision for 14 days; whether that worked."""
        if len(packed) % ROW_BYTES:
            return False
        key = self._series_key(symbol, timeframe, revision)
        value = _HEADER.pack(_MARK, _checksum(key, packed)) + packed
        return bool(self._call(lambda redis: redis.set(key, value, ex=KEEP_SERIES), len(value)))

    def get_series(self, symbol: str, timeframe: str, revision: int) -> bytes | None:
        """The packed candles of exactly that revision, or None."""
        key = self._series_key(symbol, timeframe, revision)
        return _unwrap(key, self._call(lambda redis: redis.get(key)))

    def note_done(self, occurrence_iso: str) -> bool:
        """Notes for seven days that this store has done a planned import; whether that worked."""
        key = self._done_key(occurrence_iso)
        return bool(self._call(lambda redis: redis.set(key, b"1", ex=KEEP_DONE)))

    def is_done(self, occurrence_iso: str) -> bool | None:
        """Whether this store has done a planned import; None when Redis cannot tell."""
        key = self._done_key(occurrence_iso)
        found = self._call(lambda redis: redis.exists(key))
        return None if found is None else found == 1

    def add_requests(self, day_utc: str, n: int) -> int | None:
        """Adds requests of this machine to the day's count; the sum of all machines, or None."""
        key = _quota_key(day_utc)

        def add(redis: Redis) -> int:
            pipe = redis.pipeline(transaction=True)
            pipe.incrby(key, n)
            pipe.expire(key, KEEP_QUOTA)
            return int(pipe.execute()[0])

        return self._call(add)

    def requests_used(self, day: str) -> int | None:
        """The requests of all machines on that day; None when Redis cannot tell."""
        return self._call(lambda redis: int(redis.get(_quota_key(day)) or 0))

    def _series_key(self, symbol: str, timeframe: str, revision: int) -> str:
        return f"ohlc:{self._store}:{symbol}:{timeframe}:{revision}"

    def _done_key(self, occurrence_iso: str) -> str:
        return f"ohlc:done:{self._store}:{occurrence_iso}"

    def _open(self) -> Redis | None:
        """The client; a malformed address is noted as the failure."""
        try:
            return open_client(self._url, PATIENCE)
        except ValueError as error:
            self._note(failing(error, self._url))
            return None

    def _call(self, work: Callable[[Redis], T], size: int = 0) -> T | None:
        """What the work returns; None when Redis is left alone or fails."""
        client = self._client
        left = self._budget - self.spent
        if client is None or left <= 0 or self._clock() < self._quiet_until:
            return None
        started = time.perf_counter()
        try:
            value = within(min(PATIENCE, left), lambda: work(client))
        except self._errors as error:
            self._failed(error, time.perf_counter() - started)
            return None
        self._worked(time.perf_counter() - started, size + (len(value) if isinstance(value, bytes) else 0))
        return value

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
            _warn("Redis is left alone for a while", status)

    def _check_budget(self) -> None:
        """Switches the cache off for good once the budget is spent."""
        if self.spent < self._budget or self._quiet_until == float("inf"):
            return
        self._quiet_until = float("inf")
        self.status = from_advice(filled_in(EXHAUSTED, self._url), self._url)
        self.failure = self.failure or self.status
        _warn("Redis is left alone from now on", self.status)


def connect(
    enabled: bool,
    required: bool,
    url: str,
    store_id: str,
    monotonic: Callable[[], float] = time.monotonic,
) -> tuple[RedisStatus, CandleCache | None]:
    """The state of Redis and, when it works, the cache; says in the log what it found.

    The time of the probe is taken from the cache's budget, so the two together stay within it.

    Raises:
        RedisRequired: REDIS_REQUIRED is set and Redis is off or does not work.
    """
    if not enabled:
        return _switched_off(required)
    errors()  # imports redis-py, which is not the server's fault
    started = time.perf_counter()
    status = probe(url)
    seconds = time.perf_counter() - started
    if status.state is RedisState.OK:
        log.info("Redis at %s: %s", status.url, status.detail)
        return status, CandleCache(url, store_id, monotonic, BUDGET - seconds)
    if required:
        raise RedisRequired("Redis is required and cannot be used.", status.detail,
                            sentences(status.fix, Message("Or set REDIS_REQUIRED=false.")))  # fmt: skip
    _warn("Redis is not used", status)
    return status, None


def _switched_off(required: bool) -> tuple[RedisStatus, None]:
    """The answer to CACHE_ENABLED=false."""
    status = off_status()
    if required:
        raise RedisRequired("Redis is required, but switched off.",
                            "REDIS_REQUIRED=true and CACHE_ENABLED=false contradict each other.",
                            "Set CACHE_ENABLED=true or REDIS_REQUIRED=false.")  # fmt: skip
    log.info("%s %s", status.detail, status.fix)  # as it was asked for
    return status, None


def _warn(what: str, status: RedisStatus) -> None:
    """One warning with cause and fix."""
    log.warning("%s (%s): %s %s", what, status.url, status.detail, status.fix)


def _quota_key(day_utc: str) -> str:
    return f"ohlc:quota:{day_utc}"


def _checksum(key: str, packed: bytes | memoryview) -> int:
    """Covers the key too, so a value under another name is not taken for its own."""
    return zlib.crc32(packed, zlib.crc32(key.encode()))


def _unwrap(key: str, value: object) -> bytes | None:
    """The packed candles of a stored value, or None when it is not one of ours or not whole."""
    if not isinstance(value, bytes) or len(value) < _HEADER.size or value[:4] != _MARK:
        return None
    packed = memoryview(value)[_HEADER.size :]
    whole = len(packed) % ROW_BYTES == 0 and _HEADER.unpack_from(value)[1] == _checksum(key, packed)
    return bytes(packed) if whole else None


def _is_foreign(error: Exception) -> bool:
    """Whether the server works, but the key holds something that is not ours."""
    return any(words in str(error) for words in ("WRONGTYPE", "not an integer", "invalid literal for int"))
