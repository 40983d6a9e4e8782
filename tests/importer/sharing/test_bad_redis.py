"""An import beside a Redis that is dead, slow, silent or full: it asks by itself, and loses its budget at most."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic

import pytest

from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.redis_share.guarded_client import PATIENCE
from ohlc_desktop.redis_share.share import RedisShare
from tests.importer.bench import ImportBench
from tests.standins.redis_server import HangingServer, RedisServer, SlowServer, free_port

#: What a Redis may cost here, in seconds: less than in life.
BUDGET = 0.4


@pytest.fixture(params=["dead", "slow", "silent", "full"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a Redis that is of no use."""
    with ExitStack() as stack:
        match request.param:
            case "dead":
                yield f"redis://127.0.0.1:{free_port()}/0"
            case "slow":
                yield stack.enter_context(SlowServer(stack.enter_context(RedisServer()), 0.1)).url
            case "silent":
                yield stack.enter_context(HangingServer()).url
            case _:
                yield stack.enter_context(RedisServer(maxmemory="1")).url


def test_an_import_beside_a_bad_redis_is_as_without_one(bench: ImportBench, address: str) -> None:
    bench.share = RedisShare(address, monotonic, budget=BUDGET)
    ran = bench.run("ES=F", "NQ=F", sources=("1d",))
    assert (ran.done.state, ran.done.shared) == (RunState.DONE, 0)
    assert bench.asked() == {"ES=F": ["1d"], "NQ=F": ["1d"]}
    assert bench.wrong("ES=F", "NQ=F", names=("1d",)) == []
    assert bench.sql("SELECT used FROM quota") == [(ran.done.requests,)]
    assert bench.share.redis.spent <= BUDGET + bench.settings.concurrency * PATIENCE
    bench.share.close()
