"""The one clock. Nothing else in the app asks what time it is or waits for time to pass."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Protocol

#: A clock that is further off (seconds) makes imports run at the wrong time.
CLOCK_TOLERANCE = 120


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> float:
        """UTC epoch seconds by the wall clock."""

    def monotonic(self) -> float:
        """Seconds that never jump, for measuring how long something took."""

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait until ``event`` is set, at most ``seconds``; True when it was set."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """UTC epoch seconds by the wall clock."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that never jump, for measuring how long something took."""
        return time.monotonic()

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait until ``event`` is set, at most ``seconds``; True when it was set."""
        return event.wait(max(seconds, 0.0))


def iso(seconds: float) -> str:
    """A moment (UTC epoch seconds) as ``2026-11-23T22:05:00Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
