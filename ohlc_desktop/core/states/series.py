"""The states of a series: value in ``status --json``, word, severity, urgency and what the window tells of each.

A new state is one more row here, beside ``core.planning.assess``, which decides what state a series is in.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.states.severity import Severity


class CoverageState(StrEnum):
    """How complete a series is. Only the coverage page knows ``IMPORTING`` and ``OFF``.

    Attributes:
        word: The state in a word.
        severity: Its shape and colour.
        urgency: Of several states the highest counts.
        tip: What it means, for the legend, which leaves out a state without.
        meaning: What it means for the candles of a series; may have the places ``percent``, ``missing``, ``newer`` and
            ``expected``.
        uncounted: The same where no trading calendar says how many candles there should be; as above if empty.
    """

    _value_: str
    word: Message
    severity: Severity
    urgency: int
    tip: Message
    meaning: Message
    uncounted: Message

    COMPLETE = (
        "complete", Message("complete"), Severity.OK, 1,
        Message("Every candle that the calendar expects is stored, or was never traded."),
        Message("All {expected} expected candles are stored, or were never traded."),
        Message("Up to date. No trading calendar is known for it, so missing candles cannot be told."),
    )  # fmt: skip
    PARTIAL = (
        "partial", Message("partial"), Severity.ATTENTION, 5,
        Message("Candles are missing among those stored."),
        Message("{percent} complete. Missing: {missing} of {expected} expected candles."),
    )  # fmt: skip
    STALE = (
        "stale", Message("stale"), Severity.UNKNOWN, 4,
        Message("Newer candles should be in the feed by now."),
        Message("Behind: {newer} newer candles are not stored yet. Missing: {missing} of {expected}."),
        Message("Behind: newer candles are not stored yet."),
    )  # fmt: skip
    EMPTY = (
        "empty", Message("empty"), Severity.OFF, 3,
        Message("Nothing is stored yet."),
        Message("No candles are stored yet."),
    )  # fmt: skip
    FAILED = (
        "failed", Message("failed"), Severity.FAILING, 6,
        Message("The last attempt failed, and candles are missing."),
        Message("{percent} complete. Missing: {missing} of {expected} expected candles."),
    )  # fmt: skip
    IMPORTING = "importing", Message("importing"), Severity.BUSY, 2, Message("A request is on its way.")
    OFF = (
        "off", Message("off"), Severity.OFF, 0, NOTHING,
        Message("The settings do not ask for this timeframe; what is stored stays."),
    )  # fmt: skip

    def __new__(
        cls, value: str, word: Message = NOTHING, severity: Severity = Severity.UNKNOWN, urgency: int = 0,
        tip: Message = NOTHING, meaning: Message = NOTHING, uncounted: Message = NOTHING,
    ) -> CoverageState:  # fmt: skip
        """A row of the table; by its value alone a state is looked up."""
        state = str.__new__(cls, value)
        state._value_, state.word, state.severity, state.urgency = value, word, severity, urgency
        state.tip, state.meaning, state.uncounted = tip, meaning, uncounted or meaning
        return state

    @property
    def calm(self) -> bool:
        """Whether nothing has to be said of it."""
        return self.urgency <= CoverageState.COMPLETE.urgency

    @property
    def repairable(self) -> bool:
        """Whether asking the feed can bring anything."""
        return self.urgency >= CoverageState.EMPTY.urgency

    @property
    def holed(self) -> bool:
        """Whether candles are missing among those stored, and nothing worse is the matter."""
        return self.repairable and self not in (CoverageState.EMPTY, CoverageState.STALE, CoverageState.FAILED)


def worst(states: Iterable[CoverageState]) -> CoverageState:
    """The most urgent of some states; ``OFF`` without any."""
    return max(states, key=lambda state: state.urgency, default=CoverageState.OFF)
