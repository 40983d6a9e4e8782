"""A feed that fills in for another one shares its answers, too, and never goes back to an older one than it has given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from redis import Redis

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.importer.sharing.shared_answer import from_bytes, to_bytes
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.sources.source import Answer
from tests.importer.bench import ImportBench, at
from tests.importer.test_fallback import OTHER, OtherSource, evening
from tests.standins.redis_server import RedisServer


class Late(OtherSource):
    """Has no candles after a moment, and corrects the one before it."""

    def __init__(self, bench: ImportBench, until: float) -> None:
        super().__init__(bench)
        self.until = until

    def fetch(self, request: FetchRequest) -> Answer:
        answer = super().fetch(request)
        if request.timeframe != "5m":
            return answer
        answer = replace(answer, feed_time=int(min(self.until, answer.feed_time or 0)))
        return replace(answer, rows=corrected(upto(answer.rows, self.until), self.until - 600))


def upto(rows: RawRows, until: float) -> RawRows:
    """Those before a moment."""
    part = rows.ts < until
    return RawRows(*(each[part] for each in (rows.ts, rows.open, rows.high, rows.low, rows.close, rows.volume)))


def corrected(rows: RawRows, ts: float) -> RawRows:
    """One row closes lower."""
    low = np.where(rows.ts == ts, rows.low - 1, rows.low)
    return replace(rows, low=low, close=np.where(rows.ts == ts, low, rows.close))


@pytest.fixture
def share(stocked: ImportBench, server: RedisServer) -> Iterator[RedisShare]:
    """The bench's part in what is shared."""
    with closing(RedisShare(server.url, stocked.clock.monotonic, budget=60.0)) as made:
        yield made


def test_it_takes_no_answer_that_is_older_than_its_last(
    stocked: ImportBench, share: RedisShare, redis: Redis, keys: Callable[[str], list[str]]
) -> None:
    bench, until = stocked, at("2026-11-25 16:00")
    source = Late(bench, until)
    bench.others = {"other": (replace(OTHER, shared=True), source)}
    bench.yahoo.fault("500")
    evening(bench, "2026-11-24")
    bench.share = share
    evening(bench, "2026-11-25")
    (name,) = (key.removeprefix("ohlc:answer:") for key in keys("ohlc:answer:") if ":5m:" in key)
    own = from_bytes(bytes(redis.get(f"ohlc:answer:{name}") or b""), name)
    assert own is not None
    (request,) = (each for each in source.requests if each.timeframe == "5m")
    whole = OtherSource(bench).fetch(request)
    redis.set(f"ohlc:answer:{name}", to_bytes(replace(own, answer=whole, at=own.at - 60), name))
    kept, asked = closes(bench, until), len(source.requests)
    bench.clock.advance(30)
    bench.run("ES=F", sources=("5m",))
    assert closes(bench, until) == kept, "what was corrected since stays"
    assert len(source.requests) == asked + 1
    redis.set(f"ohlc:answer:{name}", to_bytes(replace(own, answer=whole, at=bench.clock.now() + 1), name))
    bench.clock.advance(30)
    bench.run("ES=F", sources=("5m",))
    assert len(source.requests) == asked + 1, "a newer one is taken"
    assert closes(bench, until) != kept


def closes(bench: ImportBench, until: float) -> list[tuple[float, ...]]:
    """The stored candles of the hour before a moment."""
    return bench.sql("SELECT ts, close FROM candle WHERE timeframe='5m' AND ts>=? AND ts<? ORDER BY ts", until - 3600, until)
