"""What a run shares with other machines through Redis, which is never needed and never in the way: quota and candles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.ingest import Contribution
from ohlc_desktop.importer.pace import Quota
from ohlc_desktop.redis_share.candle_cache import CandleCache
from ohlc_desktop.sources.registry import counted_as
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary

#: Candles of a series that are put into Redis at most.
CACHED_CANDLES = 100_000


#: Requests by UTC day (ISO date) and the name under which a feed is counted.
Requests = Mapping[tuple[str, str], int]


def quota_used(connection: Connection, cache: CandleCache | None, now: float, feed: FeedSpec) -> tuple[int, str]:
    """The requests to a feed on the day of ``now`` (UTC epoch seconds), here or by all machines, and that day."""
    day, name = datetime.fromtimestamp(now, UTC).date().isoformat(), counted_as(feed)
    shared = cache.requests_used(_key(day, name)) if cache else None
    return max(facts.quota_used(connection, day, name), shared or 0), day


def save_quota(connection: Connection, quotas: Mapping[str, Quota]) -> Requests:
    """Count in the file the requests that it has not heard of; returns them. Must run inside a transaction.

    ``quotas`` are those of the feeds, by the names under which they are counted.
    """
    unsaved = {(day, name): n for name, quota in quotas.items() for day, n in quota.take_unsaved().items()}
    for (day, name), requests in unsaved.items():
        facts.add_quota(connection, day, requests, name)
    return unsaved


def share_requests(cache: CandleCache | None, requests: Requests) -> None:
    """Count requests for all machines."""
    for (day, name), count in requests.items():
        if cache is not None:
            cache.add_requests(_key(day, name), count)


def _key(day: str, name: str) -> str:
    return f"{day}:{name}" if name else day


def share_candles(
    cache: CandleCache | None, connection: Connection, symbol: str, number: int, contributions: Sequence[Contribution]
) -> None:
    """Put the series that changed into Redis."""
    for part in contributions:
        if cache is not None and part.added + part.revised:
            revision = series_summary.next_revision(connection, number, part.timeframe) - 1
            newest = rows.read_newest(connection, number, TIMEFRAMES[part.timeframe], CACHED_CANDLES)
            cache.put_series(symbol, part.timeframe, revision, newest.pack())
