"""Makes the next item while the present one is used: reading and computing go on beside writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_Item = TypeVar("_Item")


@contextmanager
def ahead(items: Iterable[_Item]) -> Iterator[Iterator[_Item]]:
    """The same items in the same order, each made in a thread of its own while the one before it is used.

    The first is begun at once. Whatever ends the use, the thread has ended too: it is waited for as long as one item takes.
    An exception of ``items`` is raised where the item would have come.
    """
    source = iter(items)
    with ThreadPoolExecutor(1, "ahead") as thread:
        first = thread.submit(_next, source)

        def each() -> Iterator[_Item]:
            coming = first
            while found := coming.result():
                coming = thread.submit(_next, source)
                yield found[0]

        yield each()


def _next(source: Iterator[_Item]) -> tuple[_Item, ...]:
    """The next item; empty after the last, for a future cannot hold StopIteration."""
    for item in source:
        return (item,)
    return ()
