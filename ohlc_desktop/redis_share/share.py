"""What the machines of one network share through Redis: answers of feeds, news of them, and the requests of the day.

Redis is never needed (`redis_share.guarded_client`): ``None`` means "not known", and what nobody keeps is asked of the
feed. Values are bytes, of which the importer knows the meaning; nothing here is ever unpickled.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ohlc_desktop.core.errors import RedisRequired
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.settings.declarations import LARGEST_QUOTA
from ohlc_desktop.redis_share import guarded_client, news, savings
from ohlc_desktop.redis_share.client import errors
from ohlc_desktop.redis_share.guarded_client import GuardedClient, warn
from ohlc_desktop.redis_share.news import News
from ohlc_desktop.redis_share.status import RedisState, RedisStatus, off_status, probe

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)

DAY = 86_400
KEEP_COUNTS = 2 * DAY
#: Seconds for which a machine may keep the others from a request that it makes.
CLAIM = 20
#: Bytes of an answer that are put into Redis at most.
LARGEST = 2_000_000
#: So much of the beginning of a value tells it from another one.
_TELLING = 40

#: Adds a request to those of the day unless that makes too many; -1 then. ARGV: how many there were at least, the limit, and
#: the largest limit that any machine may have. The count is kept with the largest limit of those that counted, as
#: ``57/2000``: a value of another kind, or one that is beyond its limit, is none of ours, which the second answer says.
_COUNT = f"""
local told = redis.pcall('GET', KEYS[1])
local kept, most = string.match(type(told) == 'string' and told or '', '^(%d+)/(%d+)$')
kept, most = tonumber(kept or '0'), tonumber(most or '0')
local foreign = (told and most == 0) or kept > most or most > tonumber(ARGV[3])
if foreign then kept, most = 0, 0 end
local count, limit = math.max(kept, tonumber(ARGV[1])) + 1, tonumber(ARGV[2])
if count > limit then return {{-1, foreign and 1 or 0}} end
redis.call('SET', KEYS[1], string.format('%d/%d', count, math.max(most, limit)), 'EX', {KEEP_COUNTS})
return {{count, foreign and 1 or 0}}
"""
#: An answer that is not the one that begins with ARGV[2]; else 1 if the claim is mine now, and 0 if it is another's.
_LOOK = f"""
local value = redis.call('GET', KEYS[1]) or ''
if value ~= '' and (ARGV[2] == '' or string.sub(value, 1, string.len(ARGV[2])) ~= ARGV[2]) then return value end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'EX', {CLAIM}) then return 1 end
return 0
"""
#: Keeps an answer, if there is one, for ARGV[3] seconds, and gives the claim back that is mine.
_GIVE = """
if ARGV[2] ~= '' then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 1
"""


class Looked(NamedTuple):
    """What a look for an answer found.

    Attributes:
        value: The answer as it lies there; None without one.
        mine: This machine holds the claim, and asks the feed; it is to be given back.
        theirs: Another machine holds it, and asks.
    """

    value: bytes | None = None
    mine: bool = False
    theirs: bool = False


class Counted(NamedTuple):
    """What became of the count of a request.

    Attributes:
        requests: Those of all machines so far with it; -1 if that is too many, and it is not to be made.
        foreign: What lay there was no count of ours, and was not believed: it was counted from what this machine knows.
    """

    requests: int
    foreign: bool = False


class RedisShare:
    """One importer's part in what is shared. Safe for several threads; never raises.

    Attributes:
        redis: The Redis behind it.
    """

    def __init__(self, url: str, clock_monotonic: Callable[[], float], budget: float = guarded_client.BUDGET) -> None:
        """Connects with its first call; the arguments are those of `GuardedClient`."""
        self.redis = GuardedClient(url, clock_monotonic, budget)
        self._token = os.urandom(16)

    def close(self) -> None:
        """Hangs up; every later call finds nothing."""
        self.redis.close()

    def count_request(self, day: str, feed: str, before: int, limit: int) -> Counted | None:
        """Count one request of the day before it is made.

        Args:
            day: UTC date (ISO).
            feed: Name under which its requests are counted.
            before: So many there were at least, by what this machine knows: a Redis that was restarted has forgotten.
            limit: Most requests a day, ``LARGEST_QUOTA`` at most.
        """
        arguments = (savings.quota_key(day, feed), before, limit, LARGEST_QUOTA)
        found = self.redis.call(lambda redis: redis.eval(_COUNT, 1, *arguments))
        return None if found is None else Counted(int(found[0]), bool(found[1]))

    def look(self, name: str, seen: bytes = b"", waiting: bool = False) -> Looked:
        """Look for an answer; where there is none, say that this machine asks the feed, for at most ``CLAIM`` seconds.

        Args:
            name: What of.
            seen: An answer that was found before, and is of no use.
            waiting: Another machine's answer is being waited for.
        """
        arguments = (*_keys(name), self._token, seen[:_TELLING])
        found = self.redis.call(lambda redis: redis.eval(_LOOK, 2, *arguments), idle=waiting)
        if isinstance(found, bytes):
            return Looked(found)
        return Looked(mine=found == 1, theirs=found == 0)

    def give(self, name: str, value: bytes, seconds: int) -> bool:
        """Keep an answer for some seconds, unless it is too large, and let go of the claim; whether it is kept.

        Without a value the claim alone is let go of: the feed has not answered.
        """
        kept = value if len(value) <= LARGEST and seconds > 0 else b""
        arguments = (*_keys(name), self._token, kept, max(seconds, 1))
        return self.redis.call(lambda redis: redis.eval(_GIVE, 2, *arguments), len(kept)) == 1 and bool(kept)

    def publish(self, told: News) -> None:
        """Tell all machines that listen what this one has imported, of many series in several pieces."""
        for part in news.parts(told):
            self.redis.call(partial(_publish, part), len(part))

    def note_saved(self, day: str, machine: str, requests: int) -> None:
        """Tell that a machine took so many answers of others instead of asking, on a UTC day (ISO date)."""
        self.redis.call(lambda redis: savings.note(redis, day, machine, requests))


def _publish(told: bytes, redis: Redis) -> bool:
    redis.publish(news.CHANNEL, told)
    return True


def _keys(name: str) -> tuple[str, str]:
    return f"ohlc:answer:{name}", f"ohlc:asking:{name}"


def connect(
    enabled: bool, required: bool, url: str, monotonic: Callable[[], float] = time.monotonic
) -> tuple[RedisStatus, RedisShare | None]:
    """The state of Redis and, when it works, what is shared through it; says in the log what it found.

    The time of the probe is taken from the budget, so the two together stay within it.

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
        return status, RedisShare(url, monotonic, guarded_client.BUDGET - seconds)
    if required:
        raise RedisRequired("Redis is required and cannot be used.", status.detail,
                            sentences(status.fix, Message("Or set REDIS_REQUIRED=false.")))  # fmt: skip
    warn("Redis is not used", status)
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
