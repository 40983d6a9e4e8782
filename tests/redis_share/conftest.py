"""A real Redis per test, a clock that tests turn, and caches that hang up afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ohlc_desktop.redis_share.candle_cache import CandleCache
from tests.standins.redis_server import RedisServer


class SetClock:
    """A monotonic clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time as the test set it."""
        return self.now


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands still."""
    return SetClock()


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A running Redis without a password; fails where no server program is found."""
    with RedisServer() as running:
        yield running


Open = Callable[..., CandleCache]


@pytest.fixture
def open_cache(clock: SetClock) -> Iterator[Open]:
    """Makes caches on the test's clock and closes them."""
    made: list[CandleCache] = []

    def make(url: str, store: str = "store-1", **options: float) -> CandleCache:
        made.append(CandleCache(url, store, clock, **options))
        return made[-1]

    yield make
    for cache in made:
        cache.close()
