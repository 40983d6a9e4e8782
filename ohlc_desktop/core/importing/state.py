"""One running import as every view shows it, and the one reducer that makes it from the importer's events.

Pure: nothing here changes a state, all return the next one. The phases follow one another in one direction:
``begin`` -> STARTING -> RUNNING (-> CANCELLING) -> ENDED, and a state that has ended stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from ohlc_desktop.core.importing import events
from ohlc_desktop.core.importing.events import Event
from ohlc_desktop.core.importing.request import ImportRequest, SeriesKey, Trigger
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.states.runs import ItemState


class Phase(StrEnum):
    """Where the import stands."""

    IDLE = "idle"
    STARTING = "starting"
    RUNNING = "running"
    CANCELLING = "cancelling"
    ENDED = "ended"

    @property
    def active(self) -> bool:
        """Whether a child process is at work."""
        return self in (Phase.STARTING, Phase.RUNNING, Phase.CANCELLING)


@dataclass(frozen=True, slots=True)
class ItemView:
    """One instrument and timeframe in this import."""

    symbol: str
    timeframe: str
    state: ItemState
    attempt: int = 0
    fetched: int = 0
    added: int = 0
    revised: int = 0
    quarantined: int = 0
    missing: int = 0
    cause: str = ""
    message: Message = NOTHING


@dataclass(frozen=True, slots=True)
class CurrentWait:
    """Why nothing is sent at the moment, and until when (UTC epoch seconds)."""

    reason: events.WaitReason
    until: float
    message: Message
    symbol: str = ""
    timeframe: str = ""


_NO_ITEMS: Mapping[SeriesKey, ItemView] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ImportState:
    """The import that runs, or the last one of this process.

    Attributes:
        phase: Where it stands.
        trigger: What caused it.
        planned: The occurrence (ISO 8601 UTC) of a scheduled import.
        run: Its number in the ledger, once known.
        completes: Number of the interrupted run that it completes.
        symbols: The instruments, in order.
        items: Every instrument and timeframe heard of, by (symbol, timeframe).
        done: Requests answered or given up.
        total: Requests planned.
        written: Candles written so far.
        revised: Candles revised so far.
        rate: Requests a second.
        eta: Seconds left, where it can be told.
        wait: Why nothing is sent at the moment.
        notices: What a person should know, oldest first.
        failure: Why the import could not start or had to stop.
        result: How it ended.
        started: When it was started, UTC epoch seconds.
        ended: When it ended, UTC epoch seconds.
    """

    phase: Phase = Phase.IDLE
    trigger: Trigger = Trigger.MANUAL
    planned: str | None = None
    run: int | None = None
    completes: int | None = None
    symbols: tuple[str, ...] = ()
    items: Mapping[SeriesKey, ItemView] = field(default_factory=lambda: _NO_ITEMS)
    done: int = 0
    total: int = 0
    written: int = 0
    revised: int = 0
    rate: float = 0.0
    eta: float | None = None
    wait: CurrentWait | None = None
    notices: tuple[events.Notice, ...] = ()
    failure: events.Failure | None = None
    result: events.RunDone | None = None
    started: float = 0.0
    ended: float | None = None

    @property
    def fraction(self) -> float | None:
        """How much is done, 0 to 1; None while it cannot be told."""
        if self.phase is Phase.ENDED:
            return 1.0
        return self.done / self.total if self.total else None


def begin(request: ImportRequest, now: float) -> ImportState:
    """The state of an import whose process is being started at ``now`` (UTC epoch seconds)."""
    return ImportState(phase=Phase.STARTING, trigger=request.trigger, planned=request.planned, started=now)


def ask_cancel(state: ImportState) -> ImportState:
    """The state once the user has asked to cancel; the same one when nothing is at work."""
    return replace(state, phase=Phase.CANCELLING) if state.phase.active else state


def reduce(state: ImportState, event: Event, now: float) -> ImportState:
    """The state after an event heard at ``now`` (UTC epoch seconds)."""
    if state.phase is Phase.ENDED:
        return state
    match event:
        case events.RunStarted():
            return replace(
                state, phase=_running(state), run=event.run, trigger=event.trigger,
                symbols=tuple(event.symbols), completes=event.completes,
            )  # fmt: skip
        case events.PlanMade():
            asked = ((str(request.get("symbol", "")), str(request.get("timeframe", ""))) for request in event.requests)
            items = _with(state, *(ItemView(*series, ItemState.WAITING) for series in asked))
            return replace(state, total=len(event.requests) + len(event.contracts), items=items)
        case events.ItemStarted():
            item = ItemView(event.symbol, event.timeframe, ItemState.FETCHING, event.attempt)
            return replace(state, wait=None, items=_with(state, item))
        case events.Waiting():
            return replace(state, wait=_wait(state, event, now))
        case events.Progress():
            return replace(
                state, done=event.done, total=event.total, written=event.written, revised=event.revised,
                rate=event.rate, eta=event.eta, wait=_lasting(state, now),
            )  # fmt: skip
        case events.ItemDone():
            return replace(state, items=_with(state, _finished(state, event)))
        case events.Notice():
            return replace(state, notices=(*state.notices, event))
        case events.Failure():
            return replace(state, failure=event, wait=None)
        case events.RunDone():
            return replace(
                state, phase=Phase.ENDED, result=event, wait=None, eta=None, rate=0.0, ended=now, run=event.run or state.run,
                written=event.written, revised=event.revised, items=_all_final(state),
            )  # fmt: skip
    return state


def _running(state: ImportState) -> Phase:
    """A cancel that was asked for before the importer reported itself stays asked for."""
    return Phase.CANCELLING if state.phase is Phase.CANCELLING else Phase.RUNNING


def _with(state: ImportState, *items: ItemView) -> Mapping[SeriesKey, ItemView]:
    return MappingProxyType({**state.items, **{(item.symbol, item.timeframe): item for item in items}})


def _lasting(state: ImportState, now: float) -> CurrentWait | None:
    """The wait that is under way; an answer to a request sent before it does not end it."""
    return state.wait if state.wait is not None and state.wait.until > now else None


def _wait(state: ImportState, event: events.Waiting, now: float) -> CurrentWait:
    """The wait to be shown: keeping to the pace says nothing while a longer wait is under way."""
    before, until = _lasting(state, now), now + event.seconds
    if before is not None and event.reason is events.WaitReason.PACE and before.until > until:
        return before
    return CurrentWait(event.reason, until, event.message, event.symbol, event.timeframe)


def _finished(state: ImportState, event: events.ItemDone) -> ItemView:
    before = state.items.get((event.symbol, event.timeframe))
    return ItemView(
        event.symbol, event.timeframe, event.state, before.attempt if before else 0, event.fetched, event.added,
        event.revised, event.quarantined, event.missing, event.cause, event.message,
    )  # fmt: skip


def _all_final(state: ImportState) -> Mapping[SeriesKey, ItemView]:
    """What an importer that died never told the end of is left to the next import, as the ledger will say."""
    left = [item for item in state.items.values() if not item.state.final]
    if not left:
        return state.items
    return _with(state, *(replace(item, state=ItemState.DEFERRED, cause="interrupted") for item in left))
