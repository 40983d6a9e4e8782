"""What a run shares with other machines through Redis, which is never needed and never in the way: quota and candles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.ingest import Contribution
from ohlc_desktop.importer.pace import Quota
from ohlc_desktop.redis_share.candle_cache import CandleCache
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary

#: Candles of a series that are put into Redis at most.
CACHED_CANDLES = 100_000


def quota_used(connection: Connection, cache: CandleCache | None, now: float) -> tuple[int, str]:
    """The requests counted on the day of ``now`` (UTC epoch seconds), here or by all machines, and that day."""
    day = datetime.fromtimestamp(now, UTC).date().isoformat()
    shared = cache.requests_used(day) if cache else None
    return max(facts.quota_used(connection, day), shared or 0), day


def save_quota(connection: Connection, quota: Quota | None) -> Mapping[str, int]:
    """Count in the file the requests, by day, that it has not heard of; returns them. Must run inside a transaction."""
    unsaved = quota.take_unsaved() if quota else {}
    for day, requests in unsaved.items():
        facts.add_quota(connection, day, requests)
    return unsaved


def share_requests(cache: CandleCache | None, requests: Mapping[str, int]) -> None:
    """Count requests by day for all machines."""
    for day, count in requests.items():
        if cache is not None:
            cache.add_requests(day, count)


def share_candles(
    cache: CandleCache | None, connection: Connection, symbol: str, number: int, contributions: Sequence[Contribution]
) -> None:
    """Put the series that changed into Redis."""
    for part in contributions:
        if cache is not None and part.added + part.revised:
            revision = series_summary.next_revision(connection, number, part.timeframe) - 1
            newest = rows.read_newest(connection, number, TIMEFRAMES[part.timeframe], CACHED_CANDLES)
            cache.put_series(symbol, part.timeframe, revision, newest.pack())
