"""Holds what an answer brought against the other timeframes that the feed gives (``core.witness`` has the rules).

What speaks against a candle is stored beside it; the candles against which something new speaks, or nothing any more, are
derived once more, so that they and all that is made of them are as well known as they should be. A suspect candle is
asked for again by the next import (``core.planning.state.Doubt``), in a request that is made anyway wherever it can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.checking.objections import Objection, Reason, suspects
from ohlc_desktop.core.checking.witness import by_day, by_minutes
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.importer.checks.settlements import Settling
from ohlc_desktop.importer.merging.feed_telling import FeedTelling
from ohlc_desktop.importer.voices import Derived
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import levels, objections
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.sources.feed_rows import FeedRows

_DAY, _FIVE, _TWO, _ONE = (TIMEFRAMES[name] for name in ("1d", "5m", "2m", "1m"))
#: Which tests an answer for a timeframe calls for: the finer and the coarser one.
_TESTS = {"1d": ((_FIVE, _DAY), (_TWO, _DAY)), "5m": ((_FIVE, _DAY), (_ONE, _FIVE)), "2m": ((_TWO, _DAY),),
          "1m": ((_ONE, _FIVE),)}  # fmt: skip
#: Whose last candles an answer for a timeframe may tell more of, the finest first.
_SETTLED = {"1d": (_ONE, _TWO, _FIVE), "1m": (_TWO, _FIVE)}


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The series of an instrument that the feed is asked for, in an open transaction.

    Attributes:
        connection: The store's.
        number: The instrument's number in the store.
        state: The instrument.
        now: UTC epoch seconds.
    """

    connection: Connection
    number: int
    state: InstrumentState
    now: float

    def heard(self, derived: Derived, timeframe: Timeframe) -> Derived:
        """Derived candles of a series without settlements, those suspect against which something is known to speak."""
        derived = Settling(self.connection, self.number, self.state, timeframe).without(derived)
        told = suspects(objections.read(self.connection, self.number, timeframe, *derived.stretch))
        held = np.intersect1d(np.array(told, dtype=np.int64), derived.candles.ts)
        return derived.with_levels(dict.fromkeys(held.tolist(), int(Confidence.SUSPECT)))

    def called(self, source: Timeframe, start: int, end: int) -> Iterator[tuple[Timeframe, Interval]]:
        """Hold ``start <= ts < end`` of a series, just written, against the others; none where no calendar rules.

        Gives the series, and the stretches of them, that are to be derived once more; derive each before the next.
        """
        days = self._days(source, start, end)
        if days is None:
            return
        settled = False
        for timeframe in _SETTLED.get(source.name, ()):
            late = Settling(self.connection, self.number, self.state, timeframe).overdue(*self._span(days))
            if late is not None:
                settled = True
                yield timeframe, late
        tests = _TESTS[source.name]
        for finer, coarser in tests if not settled else dict.fromkeys((*tests, (_ONE, _FIVE))):
            yield from self._held(finer, coarser, days)

    def level_days(self, start: int, end: int) -> None:
        """Say of which daily candles with ``start <= ts < end`` something speaks against."""
        told = np.array(suspects(objections.read(self.connection, self.number, _DAY, start, end)), dtype=np.int64)
        if not self._given.alone:
            FeedTelling(self.connection, self.number, self.state, self.now).level_days(start, end, told)
            return
        ts = rows.read_rows(self.connection, self.number, _DAY, start, end).ts
        held = np.intersect1d(told, ts)
        doubtful = CandleConfidence(held, np.full(len(held), Confidence.SUSPECT, dtype=np.int8))
        levels.write(self.connection, self.number, _DAY, ts, doubtful)

    def _days(self, source: Timeframe, start: int, end: int) -> slice | None:
        """The sessions, as a slice of the calendar's, that some stamps of a series touch."""
        calendar = self.state.calendar
        if not calendar.strict:
            return None
        if source.daily:
            found = np.flatnonzero((calendar.trade_date * DAY >= start) & (calendar.trade_date * DAY < end))
        else:
            found = np.flatnonzero((calendar.close > start) & (calendar.open < end))
        return slice(int(found[0]), int(found[-1]) + 1) if len(found) else None

    def _span(self, days: slice) -> tuple[int, int]:
        calendar = self.state.calendar.take(days)
        return int(calendar.open[0]), int(calendar.close[-1])

    def _held(self, finer: Timeframe, coarser: Timeframe, days: slice) -> Iterator[tuple[Timeframe, Interval]]:
        """Hold two series against one another in some sessions; both must have candles there."""
        calendar, span = self.state.calendar.take(days), self._span(days)
        parts = self._read(finer, *span)
        if coarser.daily:
            span = int(calendar.trade_date[0]) * DAY, int(calendar.trade_date[-1] + 1) * DAY
        whole = self._read(coarser, *span)
        tick = self.state.instrument.tick
        step = None if tick is None else float(tick)
        if coarser.daily:
            held = by_day(parts, finer, whole, calendar, step, bool(self.state.instrument.root))
        else:
            held = by_minutes(parts, whole, coarser, calendar, step)
        yield from self._note(finer, self._span(days), (Reason.BEYOND,), held.finer)
        if finer is not _TWO:
            yield from self._note(coarser, span, (Reason.UNSEEN, Reason.APART), held.coarser)

    def _read(self, timeframe: Timeframe, start: int, end: int) -> Candles:
        if timeframe is _TWO:  # what is derived from 1m is judged there
            return self._given.given(timeframe, start, end)
        return self._given.series(timeframe, start, end)

    @property
    def _given(self) -> FeedRows:
        """What the feed gave of the instrument."""
        return FeedRows(self.connection, self.number, self.state.feed.name)

    def _note(
        self, timeframe: Timeframe, span: tuple[int, int], reasons: tuple[Reason, ...], found: list[Objection]
    ) -> Iterator[tuple[Timeframe, Interval]]:
        """Store what speaks against candles of a stretch; gives where their levels change by it."""
        before = objections.read(self.connection, self.number, timeframe, *span, reasons)
        objections.replace(self.connection, self.number, timeframe, *span, reasons, found)
        changed = sorted({*suspects(before)} ^ {*suspects(found)})
        if changed:
            yield timeframe, Interval(changed[0], changed[-1] + timeframe.seconds)
