"""Waiting in the GUI thread for what workers and processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

from pytestqt.qtbot import QtBot


def wait_until(qtbot: QtBot, true: Callable[[], object], milliseconds: int) -> None:
    """Let the event loop run until something is so.

    ``qtbot.waitUntil`` looks every 10 ms, and a worker answers in one: tests that wait for a dozen answers would
    sleep more than they work. A process that is started takes a second: to look a thousand times for it would slow it down.
    """
    end, looks = time.monotonic() + milliseconds / 1000, 0
    while not true():
        assert time.monotonic() < end, f"not within {milliseconds} ms"
        qtbot.wait(1 if looks < 50 else 5)
        looks += 1
