"""What happens during a run, as plain data: the words between the importer and whoever shows it.

Each event becomes one JSON object a line in ``import --json`` (see :func:`to_json`); the contract is
versioned by ``PROTOCOL`` and only ever extended.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import ClassVar

#: Version of the JSON lines.
PROTOCOL = 1


class ItemState(StrEnum):
    """Where one instrument and timeframe stands in a run."""

    WAITING = "WAITING"
    FETCHING = "FETCHING"
    WRITTEN = "WRITTEN"
    UNCHANGED = "UNCHANGED"
    DEFERRED = "DEFERRED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    SKIPPED = "SKIPPED"

    @property
    def final(self) -> bool:
        """True when nothing more happens to the item in this run."""
        return self not in (ItemState.WAITING, ItemState.FETCHING)


class RunState(StrEnum):
    """Where a run stands in the ledger."""

    RUNNING = "RUNNING"
    DONE = "DONE"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    INTERRUPTED = "INTERRUPTED"


class WaitReason(StrEnum):
    """Why the importer waits."""

    PACE = "pace"
    RATE_LIMITED = "rate_limited"
    RETRY = "retry"
    BREAKER = "breaker"


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""

    event: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class RunStarted(Event):
    """A run began."""

    event: ClassVar[str] = "run_started"
    run: int
    trigger: str
    demo: bool
    symbols: list[str]
    profile: str
    completes: int | None = None


@dataclass(frozen=True, slots=True)
class PlanMade(Event):
    """The requests of the run: each with symbol, timeframe, start, end (ISO 8601 UTC) and reason."""

    event: ClassVar[str] = "plan"
    requests: list[dict[str, object]]
    complete: int


@dataclass(frozen=True, slots=True)
class Progress(Event):
    """How far the run is."""

    event: ClassVar[str] = "progress"
    done: int
    total: int
    written: int
    revised: int
    rate: float
    eta: float | None


@dataclass(frozen=True, slots=True)
class ItemStarted(Event):
    """A request for an instrument and timeframe is on its way."""

    event: ClassVar[str] = "item_progress"
    symbol: str
    timeframe: str
    state: ItemState
    start: str
    end: str
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Waiting(Event):
    """Nothing is sent for a while: why, for how many seconds, and a sentence for a person."""

    event: ClassVar[str] = "wait"
    reason: WaitReason
    seconds: float
    message: str
    symbol: str = ""
    timeframe: str = ""


@dataclass(frozen=True, slots=True)
class ItemDone(Event):
    """An instrument and timeframe is finished in this run; ``missing`` expected candles are still absent."""

    event: ClassVar[str] = "item_done"
    symbol: str
    timeframe: str
    state: ItemState
    fetched: int
    added: int
    revised: int
    quarantined: int
    cause: str = ""
    message: str = ""
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Notice(Event):
    """Something a person should know that is no item: clock offset, quota, Redis."""

    event: ClassVar[str] = "notice"
    level: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Failure(Event):
    """The run could not start or had to stop: what happened, what it means, what to do next."""

    event: ClassVar[str] = "error"
    title: str
    message: str
    hint: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class RunDone(Event):
    """The run is over: totals per item state, and what was written."""

    event: ClassVar[str] = "run_done"
    run: int | None
    state: RunState
    exit_code: int
    totals: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    written: int = 0
    revised: int = 0
    quarantined: int = 0
    seconds: float = 0.0
    message: str = ""
    missing: int = 0


def to_json(event: Event) -> str:
    """One line of the worker protocol, without the line end; ``event`` comes first."""
    return json.dumps({"event": event.event, "v": PROTOCOL, **asdict(event)}, allow_nan=False)
