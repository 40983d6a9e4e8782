"""A real Redis per test, a clock that tests turn, and shares that hang up afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ohlc_desktop.redis_share.share import RedisShare
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


Open = Callable[..., RedisShare]


@pytest.fixture
def open_share(clock: SetClock) -> Iterator[Open]:
    """Makes shares on the test's clock and closes them."""
    made: list[RedisShare] = []

    def make(url: str, **options: float) -> RedisShare:
        made.append(RedisShare(url, clock, **options))
        return made[-1]

    yield make
    for share in made:
        share.close()


@pytest.fixture
def share(server: RedisServer, open_share: Open) -> RedisShare:
    """A share on a real server."""
    return open_share(server.url)
