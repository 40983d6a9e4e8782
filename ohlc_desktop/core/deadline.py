"""A limit for calls that have none of their own, such as looking up a name."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T], name: str) -> T:
    """What *call* returns or raises, or a TimeoutError once the seconds are over.

    The call runs on a daemon thread of its own with that name, which ends with it: after the deadline nobody waits for it.

    Raises:
        TimeoutError: The seconds are over.
        OSError: The machine gives no further thread.
    """
    result: Future[T] = Future()

    def answer() -> None:
        try:
            result.set_result(call())
        except Exception as error:  # noqa: BLE001 - raised again where the result is asked for
            result.set_exception(error)

    try:
        threading.Thread(target=answer, name=name, daemon=True).start()
    except RuntimeError as error:
        raise OSError("no thread could be started") from error
    return result.result(timeout=max(seconds, 0.0))
