"""Keeps the settlement out of the last candles of sessions (``core.settlement`` has the rule).

Of the rows that the feed gave for such a candle one without the settlement is taken, which came early; else the candle is
made of its minutes, where those are without; else it stays and is suspect. Which one does not hang on what came first.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Float64, Int64, concat
from ohlc_desktop.core.checking.objections import Objection, Reason
from ohlc_desktop.core.derive import aggregate
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.settlement import (
    CONTEXT,
    Closings,
    closings,
    fullest,
    holds_settlement,
    objections_of,
    settlements,
    settles_apart,
)  # fmt: skip
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, MINUTE, TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.importer.voices import Derived
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import objections, statements
from ohlc_desktop.store.sources.feed_rows import FeedRows

_OURS = (Reason.SETTLEMENT, Reason.SPARED)


@dataclass(frozen=True, slots=True)
class _Ends:
    """How sessions ended, and what is known of their settlements, one value a session."""

    ends: Closings
    settlement: Float64
    tick: float
    asked: float | None

    def held(self, place: int, candles: Candles) -> Bools:
        """Which candles, in place of the last one of a session, hold its settlement."""
        where = np.full(len(candles), place)
        ends = replace(self.ends.take(where), last=candles)
        return holds_settlement(ends, self.settlement[where], self.tick, self.asked)

    def objection(self, place: int) -> Objection:
        """What is said of a last candle that holds it."""
        where = np.array([place])
        told = objections_of(self.ends.take(where), self.settlement[where], np.ones(1, dtype=np.bool_))
        return told[0]


@dataclass(slots=True)
class _Found:
    """What became of last candles: new rows, levels by stamp, and objections."""

    candles: dict[int, Candles] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    objections: list[Objection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settling:
    """The last candles of a series that the feed is asked for, in an open transaction.

    Attributes:
        connection: The store's.
        number: The instrument's number in the store.
        state: The instrument.
        timeframe: 1m, 2m or 5m.
    """

    connection: Connection
    number: int
    state: InstrumentState
    timeframe: Timeframe

    @property
    def applies(self) -> bool:
        """Only futures are settled."""
        return bool(self.state.instrument.root) and self.state.calendar.strict

    def without(self, derived: Derived) -> Derived:
        """Derived candles without the settlement; what is said of them is stored."""
        if not self.applies or not len(derived.candles):
            return derived
        found = _Found()
        ends, own = self._ends(derived.candles)
        for place in own.tolist():
            ts = int(ends.ends.last.ts[place])
            self._settle(ends, place, derived.known.candidates.rows.between(ts, ts + 1), found)
        objections.replace(self.connection, self.number, self.timeframe, *derived.stretch, _OURS, found.objections)
        return derived.with_candles(found.candles).with_levels(found.known)

    def overdue(self, start: int, end: int) -> Interval | None:
        """The stretch of the last candles in ``start <= ts < end`` that are not as the rule has them; None for none.

        So it is when a settlement came or changed after them, or minutes did.
        """
        if not self.applies:
            return None
        sessions = self._sessions(start, end)
        stored = self._given.last(self.timeframe, _spans(sessions), given=True)
        if not len(stored):
            return None
        told = {o.ts: o for o in objections.read(self.connection, self.number, self.timeframe, start, end, _OURS)}
        ends, own = self._ends(stored)
        stamps = ends.ends.last.ts.tolist()
        late = [stamps[place] for place in own.tolist() if self._late(ends, place, told.get(stamps[place]))]
        return Interval(min(late), max(late) + self.timeframe.seconds) if late else None

    def _late(self, ends: _Ends, place: int, told: Objection | None) -> bool:
        """Whether what is stored of a last candle is not what follows from what is known by now."""
        one = ends.ends.last.take(np.array([place]))
        given = statements.alternatives(self.connection, self.number, self.timeframe, int(one.ts[0]))
        found = _Found()
        self._settle(ends, place, given if len(given) else one, found)
        return ([] if told is None else [told]) != found.objections

    def _settle(self, ends: _Ends, place: int, given: Candles, found: _Found) -> None:
        held = ends.held(place, given)
        if not held.any():
            return
        ts, feed = int(given.ts[0]), given.take(held)
        free = given.take(~held)
        chosen = free.take(np.array([fullest(free)])) if len(free) else self._from_minutes(ends, place, feed)
        if chosen is None:
            found.known[ts] = Confidence.SUSPECT
            found.objections.append(ends.objection(place))
            return
        with_it = feed.take(np.array([fullest(feed)]))
        found.candles[ts], found.known[ts] = chosen, Confidence.CHOSEN
        prices = (float(column[0]) for column in (with_it.low, with_it.high, with_it.close))
        found.objections.append(Objection(ts, Reason.SPARED, *prices))

    def _from_minutes(self, ends: _Ends, place: int, feed: Candles) -> Candles | None:
        """The candle made of its minutes, with the feed's volume; None if one is missing or they hold the settlement."""
        ts = int(feed.ts[0])
        until = min(ts + self.timeframe.seconds, int(ends.ends.closes[place]))
        if self.timeframe.seconds == MINUTE:
            return None
        minutes = self._given.given(TIMEFRAMES["1m"], ts, until)
        if len(minutes) != (until - ts) // MINUTE:
            return None
        made = aggregate(minutes, np.full(len(minutes), ts))
        return None if ends.held(place, made).any() else replace(made, volume=feed.volume[:1])

    def _ends(self, candles: Candles) -> tuple[_Ends, Int64]:
        """The ends of the sessions in some candles and of those before, and which are in the candles and can be judged."""
        first = int(candles.ts[0])
        before = self._sessions(first - CONTEXT * DAY, first)
        before = before.take(before.close <= first)
        context = self._given.last(self.timeframe, _spans(before))
        ends = closings(concat((context, candles)), self.state.calendar, self.timeframe)
        tick = float(self.state.instrument.tick or 0)
        found = _Ends(ends, self._settlements(ends.day), tick, self.state.of("1d").asked)
        sure = settles_apart(ends, found.settlement, found.asked) & np.isfinite(found.settlement)
        return found, np.flatnonzero(sure & (ends.last.ts >= first))

    def _settlements(self, days: Int64) -> Float64:
        if not len(days):
            return np.empty(0)
        start, end = int(days[0]) * DAY, int(days[-1] + 1) * DAY
        return settlements(days, self._given.given(TIMEFRAMES["1d"], start, end))

    @property
    def _given(self) -> FeedRows:
        """What the feed gave of the instrument."""
        return FeedRows(self.connection, self.number, self.state.feed.name)

    def _sessions(self, start: int, end: int) -> Calendar:
        calendar = self.state.calendar
        return calendar.take((calendar.close > start) & (calendar.open < end))


def _spans(sessions: Calendar) -> list[tuple[int, int]]:
    return list(zip(sessions.open.tolist(), sessions.close.tolist(), strict=True))
