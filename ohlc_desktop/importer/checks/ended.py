"""Contracts that have ended: which they are, and what their end means for a request and for the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ohlc_desktop.core.market.contracts import end_message, gone_message
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.importer.fetching import Outcome
from ohlc_desktop.sources.source import Fault

#: The cause of an item for which nothing more can come.
ENDED = "ended"
_NOT_THERE = (Fault.UNKNOWN_SYMBOL, Fault.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Ended:
    """A contract that has ended: its last trade date, and whether the feed knows it no more."""

    symbol: str
    day: date
    gone: bool
    feed: FeedSpec

    @property
    def message(self) -> Message:
        """The sentence that says so."""
        return end_message(self.symbol, self.day)


def ended(state: InstrumentState, now: float) -> Ended | None:
    """What an instrument is at ``now`` (UTC epoch seconds) if it is a contract that has ended."""
    if state.end is None or not state.has_ended(now):
        return None
    return Ended(state.instrument.symbol, day_of(state.end.day), state.gone, state.feed)


def ended_among(states: Mapping[str, InstrumentState], now: float) -> dict[str, Ended]:
    """The contracts that have ended, by symbol."""
    return {symbol: found for symbol, state in states.items() if (found := ended(state, now)) is not None}


def still_known(states: Mapping[str, InstrumentState], now: float) -> set[str]:
    """The symbols that a feed should know at ``now``: those of which candles are stored, contracts that ended left out."""
    return {
        symbol
        for symbol, state in states.items()
        if any(held.count for held in state.series.values()) and not state.has_ended(now)
    }


def by_its_end(outcome: Outcome, state: InstrumentState, now: float) -> Outcome:
    """That the feed knows a contract no more once it has ended is no failure."""
    found = ended(state, now)
    if found is None or outcome.state is not ItemState.FAILED or outcome.cause not in _NOT_THERE:
        return outcome
    message = gone_message(found.symbol, found.day, found.feed)
    return replace(outcome, state=ItemState.UNCHANGED, cause=ENDED, message=message)
