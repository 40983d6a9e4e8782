"""What happens during a run, as plain data: the words between the importer and whoever shows it.

Each event becomes one JSON object a line in ``import --json`` (see :func:`to_json`, and :func:`from_json` for
the way back); the contract is versioned by ``PROTOCOL`` and only ever extended. A sentence is written in English, and
once more under ``messages`` with template and values. Plain dataclasses serve ten kinds of events, ten a second; a
library for it would be one more thing to ship and to load.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.messages import NOTHING, Message, recalled, sentences, to_plain
from ohlc_desktop.core.states.runs import ItemState, RunState

#: Version of the JSON lines.
PROTOCOL = 1


#: The kind of a notice that tells what something will cost, before it is bought.
PRICE = "price"


class WaitReason(StrEnum):
    """Why the importer waits."""

    PACE = "pace"
    RATE_LIMITED = "rate_limited"
    RETRY = "retry"
    BREAKER = "breaker"
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""

    event: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class RunStarted(Event):
    """A run began; ``feeds`` are the names of those that may be asked, the first one first."""

    event: ClassVar[str] = "run_started"
    run: int
    trigger: Trigger
    demo: bool
    symbols: list[str]
    profile: str
    completes: int | None = None
    feeds: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanMade(Event):
    """The requests of the run: each with symbol, timeframe, start, end (ISO 8601 UTC), reason and feed.

    ``contracts`` are those that are asked for beside continuous symbols afterwards: each with symbol, timeframe and reason.
    """

    event: ClassVar[str] = "plan"
    requests: list[dict[str, object]]
    complete: int
    contracts: list[dict[str, object]] = field(default_factory=list)


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
class FileReading(Event):
    """How far the reading of a file is, in bytes, before it is told what is in it; a file may grow meanwhile."""

    event: ClassVar[str] = "reading"
    file: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ItemStarted(Event):
    """A request for an instrument and timeframe is on its way to a feed."""

    event: ClassVar[str] = "item_progress"
    symbol: str
    timeframe: str
    state: ItemState
    start: str
    end: str
    attempt: int = 1
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Waiting(Event):
    """Nothing is sent for a while: why, for how many seconds, and a sentence for a person."""

    event: ClassVar[str] = "wait"
    reason: WaitReason
    seconds: float
    message: Message
    symbol: str = ""
    timeframe: str = ""


@dataclass(frozen=True, slots=True)
class ItemDone(Event):
    """An instrument and timeframe is finished in this run; ``missing`` expected candles are still absent.

    ``feed`` is the one that was asked, or that filled in for it; empty where none was.
    """

    event: ClassVar[str] = "item_done"
    symbol: str
    timeframe: str
    state: ItemState
    fetched: int
    added: int
    revised: int
    quarantined: int
    cause: str = ""
    message: Message = NOTHING
    missing: int = 0
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Notice(Event):
    """Something a person should know that is no item: clock offset, quota, Redis, a price."""

    event: ClassVar[str] = "notice"
    level: str
    kind: str
    message: Message


@dataclass(frozen=True, slots=True)
class IngestPreview(Event):
    """What an ingest would store: what is in each file, which cannot be used, and the series with their sessions."""

    event: ClassVar[str] = "preview"
    files: list[dict[str, object]]
    failed: list[dict[str, object]]
    series: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Failure(Event):
    """The run could not start or had to stop: what happened, what it means, what to do next."""

    event: ClassVar[str] = "error"
    title: Message
    message: Message
    hint: Message
    exit_code: int

    @property
    def text(self) -> Message:
        """All three, one after another."""
        return sentences(self.title, self.message, self.hint)


@dataclass(frozen=True, slots=True)
class RunDone(Event):
    """The run is over: totals per item state, and what was written; ``shared`` are answers taken from other machines."""

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
    message: Message = NOTHING
    missing: int = 0
    shared: int = 0


def to_json(event: Event) -> str:
    """One line of the worker protocol, without the line end; ``event`` comes first, ``messages`` last."""
    held = {each.name: getattr(event, each.name) for each in fields(event)}
    messages = {name: value for name, value in held.items() if isinstance(value, Message)}
    told = {"event": event.event, "v": PROTOCOL, **held, **{name: str(value) for name, value in messages.items()}}
    if messages:
        told["messages"] = {name: to_plain(value) for name, value in messages.items() if value}
    return json.dumps(told, allow_nan=False)


def from_json(line: str) -> Event | None:
    """The event that a line of the worker protocol tells of; None for anything else.

    Fields that are not known are passed over and those with a default may be absent, so that an importer of
    another version is understood as far as possible: a sentence without template is its English text. An event of an
    unknown name or with a value of the wrong kind is no event.
    """
    try:
        told = json.loads(line)
        kind, hints = _kinds()[told["event"]]
        return kind(**{name: _value(told, name, hint) for name, hint, needed in hints if needed or name in told})
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None


#: A field's name, its type, and whether it must be there.
_Field = tuple[str, Any, bool]


@cache
def _kinds() -> Mapping[str, tuple[type[Event], tuple[_Field, ...]]]:
    return MappingProxyType({kind.event: (kind, tuple(_fields(kind))) for kind in Event.__subclasses__()})


def _fields(kind: type[Event]) -> Iterator[_Field]:
    types = get_type_hints(kind)
    for each in fields(kind):
        yield each.name, types[each.name], each.default is MISSING and each.default_factory is MISSING


def _value(told: Mapping[str, Any], name: str, hint: Any) -> Any:
    if hint is not Message:
        return _as(hint, told[name])
    messages = told.get("messages")
    return recalled(_as(str, told[name]), messages.get(name) if isinstance(messages, dict) else None)


def _as(hint: Any, value: Any) -> Any:
    """The value as a field of this type holds it."""
    origin, parts = get_origin(hint), get_args(hint)
    if isinstance(hint, UnionType):  # only ever "... | None"
        return None if value is None else _as(parts[0], value)
    if origin is list and isinstance(value, list):
        return [_as(parts[0], each) for each in value]
    if origin is dict and isinstance(value, dict):
        return {key: _as(parts[1], each) for key, each in value.items()}
    if hint is float and type(value) in (int, float):
        return _finite(value)
    if hint is object or type(value) is hint:
        return value
    if origin is None and issubclass(hint, StrEnum) and isinstance(value, str):
        return hint(value)
    raise TypeError(f"{value!r:.40} is not of the kind {hint}")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return float(value)
