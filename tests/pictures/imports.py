"""Imports as the window is told of them: one that runs, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from ohlc_desktop.core.importing.events import (
    Event,
    ItemDone,
    ItemStarted,
    Notice,
    PlanMade,
    Progress,
    RunDone,
    RunStarted,
    Waiting,
    WaitReason,
)
from ohlc_desktop.core.importing.request import ImportRequest, Trigger
from ohlc_desktop.core.importing.state import ImportState, begin, reduce
from ohlc_desktop.core.messages import Message, verbatim
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from tests.pictures.history import undone
from tests.pictures.profiles import NOW, TIMEOUT

_SYMBOLS = ["ES=F", "NQ=F", "RTY=F", "CL=F", "GC=F", "ZN=F", "6E=F"]
_SOURCES = ("1m", "5m", "1d")
_WINDOW = ("2026-11-23T21:30:00Z", "2026-11-23T22:45:00Z")


def running() -> ImportState:
    """Half done, and made to wait."""
    return _state([*_begun(), *_answered("ES=F", "NQ=F", "RTY=F"), *_under_way()])


def ended() -> ImportState:
    """One instrument could not be brought up to date in full."""
    return _state([*_begun(), *_answered(*_SYMBOLS), *_closing()])


def _state(events: list[Event]) -> ImportState:
    state = begin(ImportRequest(), NOW - 21)
    for event in events:
        state = reduce(state, event, NOW)
    return state


def _begun() -> Iterator[Event]:
    yield RunStarted(52, Trigger.MANUAL, True, _SYMBOLS, "")
    asked = [{"symbol": symbol, "timeframe": name} for symbol in _SYMBOLS for name in _SOURCES]
    yield PlanMade(asked, 0)


def _answered(*symbols: str) -> Iterator[Event]:
    for symbol in symbols:
        for name, timeframe in TIMEFRAMES.items():
            added = 0 if timeframe.daily else 75 * 60 // timeframe.seconds
            state = ItemState.WRITTEN if added else ItemState.UNCHANGED
            yield ItemDone(symbol, name, state, added, added, 2 if name == "1d" else 0, 0)


def _under_way() -> Iterator[Event]:
    yield Progress(9, 21, 378, 6, 0.45, 26.0)
    yield ItemStarted("CL=F", "1m", ItemState.FETCHING, *_WINDOW)
    yield ItemStarted("CL=F", "5m", ItemState.FETCHING, *_WINDOW, 2)
    yield Waiting(WaitReason.RATE_LIMITED, 45, Message("Yahoo limits the requests; the next one is sent after a pause."))


def _closing() -> Iterator[Event]:
    for name, timeframe in TIMEFRAMES.items():
        if timeframe.source == "5m":
            yield ItemDone("CL=F", name, ItemState.FAILED, 0, 0, 0, 0, "timeout", verbatim(TIMEOUT), 210)
    yield ItemDone("GC=F", "1m", ItemState.WRITTEN, 75, 72, 0, 3, "", Message("3 rows were refused: the high is below the low."))
    yield Notice("warning", "quota", Message("90 % of today's requests are used up."))
    yield Progress(21, 21, 900, 14, 0.5, None)
    yield RunDone(52, RunState.PARTIAL, 1, {}, 21, 900, 14, 3, 43.0, undone(10, f"CL=F 5m: {TIMEOUT}"))
