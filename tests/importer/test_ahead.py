"""The next item is made while the present one is used, in order, and nothing goes on when the use has ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from ohlc_desktop.importer.ahead import ahead


def _named_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]


def test_all_items_come_in_order() -> None:
    with ahead(range(100)) as items:
        assert list(items) == list(range(100))
    with ahead([]) as none:
        assert list(none) == []


def test_items_that_are_false_do_not_end_it() -> None:
    with ahead([0, "", None, ()]) as items:
        assert list(items) == [0, "", None, ()]


def test_the_next_item_is_made_while_the_present_one_is_used() -> None:
    made = [threading.Event() for _ in range(3)]

    def make() -> Iterator[int]:
        for number, event in enumerate(made):
            event.set()
            yield number

    with ahead(make()) as items:
        assert made[0].wait(10)  # begun before anybody asks
        assert next(items) == 0
        assert made[1].wait(10)
        assert not made[2].is_set()  # one ahead, not all
        assert list(items) == [1, 2]


def test_an_exception_is_raised_where_the_item_would_have_come() -> None:
    def make() -> Iterator[int]:
        yield 1
        raise ValueError("torn")

    with ahead(make()) as items:
        assert next(items) == 1
        with pytest.raises(ValueError, match="torn"):
            next(items)


def test_the_thread_ends_with_the_use_however_that_ends() -> None:
    made: list[int] = []

    def make() -> Iterator[int]:
        for number in range(1_000):
            made.append(number)
            yield number

    def use() -> None:
        with ahead(make()) as items:
            next(items)
            raise KeyError

    with pytest.raises(KeyError):
        use()
    assert len(made) <= 2
    assert not _named_threads()
