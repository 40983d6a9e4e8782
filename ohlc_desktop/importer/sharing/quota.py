"""The requests of the day: counted in the file for this machine, and in Redis, where one is used, for all that share it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from ohlc_desktop.core.importing.events import Notice
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message
from ohlc_desktop.importer.pace import Count, Emit, Quota
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.sources.registry import counted_as
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts

_log = logging.getLogger(__name__)


def quota_used(connection: Connection, now: float, feed: FeedSpec) -> tuple[int, str]:
    """This machine's requests to a feed on the day of ``now`` (UTC epoch seconds), and that day."""
    day = datetime.fromtimestamp(now, UTC).date().isoformat()
    return facts.quota_used(connection, day, counted_as(feed)), day


def shared_count(share: RedisShare | None, feed: FeedSpec, emit: Emit) -> Count | None:
    """What counts the requests to a feed for all machines before each is sent; None for a machine that shares none.

    A value that is no count of ours is told of once.
    """
    if share is None:
        return None
    name, told = counted_as(feed), set[str]()

    def count(day: str, before: int, limit: int) -> int | None:
        counted = share.count_request(day, name, before, limit)
        if counted is not None and counted.foreign and day not in told:
            told.add(day)
            emit(Notice("warning", "quota", _not_believed(feed, before)))
        return None if counted is None else counted.requests

    return count


def _not_believed(feed: FeedSpec, before: int) -> Message:
    message = Message(
        "Redis holds something else where today's requests to {feed} are counted; the count goes on from the {count:,} that"
        " this machine knows of. See what else writes keys that begin with ohlc: there.",
        feed=feed.display_name, count=before,
    )  # fmt: skip
    _log.warning("%s", message)
    return message


def save_quota(connection: Connection, quotas: Mapping[str, Quota]) -> None:
    """Count in the file the requests that it has not heard of. Must run inside a transaction.

    ``quotas`` are those of the feeds, by the names under which they are counted.
    """
    for name, quota in quotas.items():
        for day, requests in quota.take_unsaved().items():
            facts.add_quota(connection, day, requests, name)
