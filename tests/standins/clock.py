"""A clock for tests: it stands still until somebody waits, and then time has passed at once."""

from __future__ import annotations

import threading
from collections.abc import Callable


class FakeClock:
    """Stands in for ``SystemClock``. May be used, and turned, from any thread.

    Attributes:
        waits: The length of every wait, in order.
        on_wait: Called with the length of each wait before time passes, if set.
    """

    def __init__(self, now: float) -> None:
        self.waits: list[float] = []
        self.on_wait: Callable[[float], None] | None = None
        self._now = now
        self._passed = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """UTC epoch seconds by the wall clock."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Seconds that passed; setting the wall clock does not change them."""
        with self._lock:
            return self._passed

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Let the time pass unless ``event`` is set; True when it is."""
        if self.on_wait is not None:
            self.on_wait(seconds)
        if not event.is_set():
            with self._lock:
                self.waits.append(seconds)
            self.advance(max(seconds, 0.0))
        return event.wait(0.001)  # let the other threads go on

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        with self._lock:
            self._now += seconds
            self._passed += seconds

    def set(self, now: float) -> None:
        """Turn the wall clock; time passes if it is later."""
        with self._lock:
            self._passed += max(now - self._now, 0.0)
            self._now = now
