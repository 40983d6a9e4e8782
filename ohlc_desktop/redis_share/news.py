"""The news that a machine has imported: which answers it shares, told to all that listen at that moment.

Published through Redis (Pub/Sub): nothing is kept, and who does not listen misses it; the schedule imports all the same.
"""

from __future__ import annotations

import json
import logging
import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ohlc_desktop.redis_share.client import errors, open_client

if TYPE_CHECKING:
    from redis.client import PubSub

log = logging.getLogger(__name__)

CHANNEL = "ohlc:imported"
VERSION = 1
#: Bytes of one piece of news at most.
LARGEST = 1_000_000
#: Series of one piece at most: each takes less than a hundred bytes.
AT_ONCE = 5_000
#: Seconds after which a server that failed is tried again, at first and at most.
PAUSE, LONGEST_PAUSE = 30.0, 300.0


@dataclass(frozen=True, slots=True)
class News:
    """What a machine has imported.

    Attributes:
        feed: Name of the feed.
        edition: What its answers depend on beside the question.
        machine: Which machine.
        series: Instrument and timeframe of each answer, and when it came, UTC epoch seconds.
    """

    feed: str
    edition: str
    machine: str
    series: tuple[tuple[str, str, float], ...]


def to_bytes(news: News) -> bytes:
    """The news as it is published."""
    told = {"v": VERSION, "feed": news.feed, "edition": news.edition, "machine": news.machine, "series": news.series}
    return json.dumps(told).encode()


def parts(news: News) -> Iterator[bytes]:
    """The news as it is published in pieces, each of which is read."""
    for first in range(0, len(news.series), AT_ONCE):
        yield to_bytes(replace(news, series=news.series[first : first + AT_ONCE]))


def from_bytes(told: object) -> News | None:
    """The news in a message; None for anything that is none of this version."""
    if not isinstance(told, bytes) or len(told) > LARGEST:
        return None
    try:
        found = json.loads(told)
        if found["v"] != VERSION:
            return None
        feed, edition, machine = (found[name] for name in ("feed", "edition", "machine"))
        series = tuple((symbol, timeframe, at) for symbol, timeframe, at in found["series"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    names = [feed, edition, machine, *(name for symbol, timeframe, _ in series for name in (symbol, timeframe))]
    times = [at for _, _, at in series]
    if not all(isinstance(name, str) and name.isprintable() for name in names):
        return None
    if not all(isinstance(at, int | float) and math.isfinite(at) for at in times):
        return None
    return News(feed, edition, machine, series)


class NewsListener:
    """Listens on a thread of its own, which sleeps until there is news; a server that fails is tried again later."""

    def __init__(self, url: str, heard: Callable[[News], None]) -> None:
        """``heard`` is called on that thread."""
        self._url, self._heard = url, heard
        self._stopped, self._pause = threading.Event(), PAUSE
        self._pubsub: PubSub | None = None
        self._thread = threading.Thread(target=self._run, name="redis-news", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, wait: bool = True) -> None:
        """Hang up; with ``wait`` until the thread has ended, a second at most."""
        self._stopped.set()
        connection = self._pubsub.connection if self._pubsub is not None else None
        if connection is not None:
            connection.disconnect()  # wakes who reads from it
        if wait and self._thread.is_alive():
            self._thread.join(1.0)

    def _run(self) -> None:
        caught = errors()
        while not self._stopped.is_set():
            try:
                self._listen()
            except caught as error:
                if not self._stopped.is_set():
                    log.info("No news from other machines for %.0f s: %s", self._pause, type(error).__name__)
            self._stopped.wait(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _listen(self) -> None:
        with open_client(self._url, None) as client, client.pubsub(ignore_subscribe_messages=True) as pubsub:
            self._pubsub = pubsub
            pubsub.subscribe(CHANNEL)
            self._pause = PAUSE
            if self._stopped.is_set():
                return  # before there was a connection to hang up
            for message in pubsub.listen():
                if self._stopped.is_set():
                    return
                news = from_bytes(message["data"])
                if news is not None and not self._stopped.is_set():
                    self._heard(news)
