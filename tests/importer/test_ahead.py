"""The next item is made while the present one is used, in order, and nothing goes on when the use has ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ohlc_desktop.importer import ahead as module
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


def test_several_are_made_ahead_where_that_is_asked_for() -> None:
    made = [threading.Event() for _ in range(5)]

    def make() -> Iterator[int]:
        for number, event in enumerate(made):
            event.set()
            yield number

    with ahead(make(), 3) as items:
        assert made[2].wait(10)  # before anybody asks
        assert next(items) == 0
        assert made[3].wait(10)
        assert not made[4].is_set()
        assert list(items) == [1, 2, 3, 4]


def test_what_is_still_to_be_made_ahead_is_given_up_when_the_use_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended, made = threading.Event(), threading.Event(), list[int]()

    class Told(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            ended.set()
            super().shutdown(wait)

    def make() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            begun.set()
            assert ended.wait(10)
            yield number

    monkeypatch.setattr(module, "ThreadPoolExecutor", Told)
    with ahead(make(), 50):
        assert begun.wait(10)
    assert made == [0]
    assert not _named_threads()


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
