"""The feed's time: candles are closed by it, whatever this machine's clock shows."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from ohlc_desktop.core.clock import CLOCK_TOLERANCE, Clock
from ohlc_desktop.core.importing.events import Event, Notice
from ohlc_desktop.core.messages import Message

_log = logging.getLogger(__name__)


class FeedClock:
    """This machine's clock, put right by what the feed's answers tell of theirs.

    Attributes:
        measured: Seconds that the feed's clock is ahead of this machine's; None while no answer has told the time.
        offset: The same; 0 while they agree within ``CLOCK_TOLERANCE``.
    """

    def __init__(self, clock: Clock, feed: str, emit: Callable[[Event], None]) -> None:
        self._clock, self._feed, self._emit = clock, feed, emit
        self._lock, self._reported = threading.Lock(), False
        self.measured: float | None = None
        self.offset = 0.0

    def now(self) -> float:
        """The feed's time, UTC epoch seconds."""
        return self._clock.now() + self.offset

    def compare(self, server_time: float) -> None:
        """Compare the clocks; a large offset is reported once. May be called from any thread."""
        self.measured = offset = server_time - self._clock.now()
        self.offset = offset if abs(offset) >= CLOCK_TOLERANCE else 0.0
        with self._lock:
            if not self.offset or self._reported:
                return
            self._reported = True
        message = clock_message(offset, self._feed)
        self._emit(Notice("warning", "clock", message))
        _log.warning("%s", message)


def clock_message(offset: float, feed: str) -> Message:
    """Tells that the feed's clock is ahead of this machine's by so many seconds, or behind where they are negative."""
    minutes = abs(offset) / 60
    if offset > 0:
        return Message(
            "This machine's clock is {minutes:.0f} minutes behind {feed}'s. Candles are judged by {feed}'s clock; set the"
            " clock right, or imports run at the wrong time.",
            minutes=minutes, feed=feed,
        )  # fmt: skip
    return Message(
        "This machine's clock is {minutes:.0f} minutes ahead of {feed}'s. Candles are judged by {feed}'s clock; set the"
        " clock right, or imports run at the wrong time.",
        minutes=minutes, feed=feed,
    )  # fmt: skip
