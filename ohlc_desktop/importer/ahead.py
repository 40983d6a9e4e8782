"""Makes the next items while the present one is used: reading and computing go on beside writing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_Item = TypeVar("_Item")


@contextmanager
def ahead(items: Iterable[_Item], count: int = 1) -> Iterator[Iterator[_Item]]:
    """The same items in the same order, made in a thread of their own, as many ahead of their use as ``count``.

    The first is begun at once. Whatever ends the use, the thread has ended too: it is waited for as long as one item takes.
    An exception of ``items`` is raised where the item would have come.
    """
    source = iter(items)
    with ThreadPoolExecutor(1, "ahead") as thread:
        coming = deque(thread.submit(_next, source) for _ in range(count))

        def each() -> Iterator[_Item]:
            while found := coming.popleft().result():
                coming.append(thread.submit(_next, source))
                yield found[0]

        try:
            yield each()
        finally:
            thread.shutdown(wait=False, cancel_futures=True)


def _next(source: Iterator[_Item]) -> tuple[_Item, ...]:
    """The next item; empty after the last, for a future cannot hold StopIteration."""
    for item in source:
        return (item,)
    return ()
