"""The states of runs and of their items: value in JSON and in the ledger, word, severity and, of items, urgency.

A new state is one more row here, beside the place that decides when something is in it.
"""

from __future__ import annotations

from enum import StrEnum

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.states.severity import Severity


class RunState(StrEnum):
    """Where a run stands in the ledger; SKIPPED is an occurrence that had no run, with the reason why."""

    _value_: str
    word: Message
    severity: Severity

    RUNNING = "RUNNING", Message("running"), Severity.BUSY
    DONE = "DONE", Message("done"), Severity.OK
    PARTIAL = "PARTIAL", Message("partly done"), Severity.ATTENTION
    FAILED = "FAILED", Message("failed"), Severity.FAILING
    CANCELLED = "CANCELLED", Message("cancelled"), Severity.UNKNOWN
    INTERRUPTED = "INTERRUPTED", Message("interrupted"), Severity.ATTENTION
    SKIPPED = "SKIPPED", Message("skipped"), Severity.OFF

    def __new__(cls, value: str, word: Message = NOTHING, severity: Severity = Severity.UNKNOWN) -> RunState:
        """A row of the table; by its value alone a state is looked up."""
        state = str.__new__(cls, value)
        state._value_, state.word, state.severity = value, word, severity
        return state

    @property
    def left(self) -> RunState:
        """The same where no process carries the run out any more."""
        return RunState.INTERRUPTED if self is RunState.RUNNING else self

    @property
    def problem(self) -> bool:
        """Whether somebody should look at the run: it is over, and did not bring all that was asked for."""
        return self.severity not in (Severity.OK, Severity.BUSY, Severity.OFF)


class ItemState(StrEnum):
    """Where one instrument and timeframe stands in a run.

    Attributes:
        urgency: Of items in different states, the one with the highest is told of first.
    """

    _value_: str
    word: Message
    severity: Severity
    urgency: int

    WAITING = "WAITING", Message("waiting"), Severity.UNKNOWN, 3
    FETCHING = "FETCHING", Message("fetching"), Severity.BUSY, 4
    WRITTEN = "WRITTEN", Message("written"), Severity.OK, 2
    UNCHANGED = "UNCHANGED", Message("unchanged"), Severity.OK, 1
    DEFERRED = "DEFERRED", Message("deferred"), Severity.ATTENTION, 6
    FAILED = "FAILED", Message("failed"), Severity.FAILING, 7
    CANCELLED = "CANCELLED", Message("cancelled"), Severity.UNKNOWN, 5
    SKIPPED = "SKIPPED", Message("not asked"), Severity.OFF, 0

    def __new__(
        cls, value: str, word: Message = NOTHING, severity: Severity = Severity.UNKNOWN, urgency: int = 0
    ) -> ItemState:
        """A row of the table; by its value alone a state is looked up."""
        state = str.__new__(cls, value)
        state._value_, state.word, state.severity, state.urgency = value, word, severity, urgency
        return state

    @property
    def final(self) -> bool:
        """True when nothing more happens to the item in this run."""
        return self not in (ItemState.WAITING, ItemState.FETCHING)

    @property
    def undone(self) -> bool:
        """Whether the item is over without the answer that was asked for."""
        return self in (ItemState.FAILED, ItemState.DEFERRED, ItemState.CANCELLED)
