"""Stores what the feed says of a series so that whoever comes last does not win (``core.voices`` has the rules).

An answer is joined with what was said before; the candles near it are derived anew from all that was said; where that is
more than one row unchanged, the rows are kept beside the candle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

import numpy as np

from ohlc_desktop.core.candles import Candles, Int64, concat, empty, merge
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import NEW_YORK
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.candidates import Candidates, Grid, gather
from ohlc_desktop.core.voices.choice import ChosenCandles, Finer, around, choose, kept, lent, touched
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.core.voices.rolls import changes
from ohlc_desktop.core.voices.statements import Statements, agreed, joined, recalled, statement
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import contract_changes
from ohlc_desktop.store.evidence import statements as statement_rows
from ohlc_desktop.store.sources.feed_rows import FeedRows

#: No answer for candles of less than a day is longer: rows of one candle speak for others so far away at most.
LONGEST_ANSWER = 62 * DAY


@dataclass(frozen=True, slots=True)
class Derived:
    """The candles of a series that an answer may have changed.

    Attributes:
        candles: Sorted.
        levels: Of those that are not ``SINGLE``.
        kept: The rows to keep beside them.
        known: What is known of the answers now.
        stretch: Where the candles are.
        changes: Where they change contract.
    """

    candles: Candles
    levels: CandleConfidence
    kept: statement_rows.Kept
    known: Statements
    stretch: Interval
    changes: tuple[ContractChange, ...]

    def with_levels(self, known: Mapping[int, int]) -> Derived:
        """The same with some candles known otherwise: levels by stamp."""
        if not known:
            return self
        ts = np.array(sorted(known), dtype=np.int64)
        stay = ~np.isin(self.levels.ts, ts)
        both = np.concatenate((self.levels.ts[stay], ts))
        told = np.concatenate((self.levels.known[stay], [known[stamp] for stamp in ts.tolist()])).astype(np.int8)
        order = np.argsort(both)
        return replace(self, levels=CandleConfidence(both[order], told[order]))

    def with_candles(self, others: Mapping[int, Candles]) -> Derived:
        """The same with other candles in the place of some; all that the feed said of these is kept beside them."""
        if not others:
            return self
        rows = self.known.candidates.rows
        within = (rows.ts >= self.stretch.start) & (rows.ts < self.stretch.end)
        keep = within & np.isin(rows.ts, np.concatenate((self.kept.rows.ts, list(others))))
        kept = statement_rows.Kept(rows.take(keep), self.known.start[keep], self.known.end[keep])
        return replace(self, candles=merge(self.candles, concat(others.values())), kept=kept)


@dataclass(frozen=True, slots=True)
class Series:
    """A series that the feed is asked for, in an open transaction.

    Attributes:
        connection: The store's.
        number: The instrument's number in the store.
        instrument: Which.
        timeframe: 1m, 2m or 5m.
        feed: Name of the feed.
        zone: The market's own.
    """

    connection: Connection
    number: int
    instrument: Instrument
    timeframe: Timeframe
    feed: str
    zone: tzinfo = NEW_YORK

    @property
    def grid(self) -> Grid:
        """Its steps."""
        return Grid.of(self.instrument, self.timeframe, self.zone)

    def hear(self, answer: Candles) -> Derived:
        """What follows from one more answer: sorted, checked rows, at least one; volume 0 where none was sent."""
        return self._derive(int(answer.ts[0]), int(answer.ts[-1]) + 1, statement(answer))

    def consult(self, witness: Candles) -> Derived:
        """What follows if the contract's own candles, sorted, at least one, count where none of the feed's is credible.

        One that has no price in common with the suspect candle is not the contract that it mixes, and does not count.
        """
        start, end = int(witness.ts[0]), int(witness.ts[-1]) + 1
        suspect = self._given.suspect(self.timeframe, start, end)
        _, mine, theirs = np.intersect1d(witness.ts, suspect.ts, assume_unique=True, return_indices=True)
        own, mixed = witness.take(mine), suspect.take(theirs)
        given = gather([own.take((own.low <= mixed.high) & (own.high >= mixed.low))])
        none = np.empty(0, dtype=np.int64)
        return self._derive(start, end, Statements(given, given.ts, given.ts, none, none.reshape(0, 2)))

    def look_again(self, start: int, end: int) -> Derived | None:
        """What follows for ``start <= ts < end`` from finer candles that came since; None when nothing does."""
        stored = self._stored(start, end)
        mute = stored.ts[stored.volume == 0]
        finer = self._finer(mute)
        if finer is None or not lent(mute, np.zeros_like(mute), self.grid, finer).any():
            return None
        return self.again(start, end)

    def again(self, start: int, end: int) -> Derived:
        """The candles with ``start <= ts < end``, and those that hang on them, derived once more."""
        return self._derive(start, end, statement(empty()))

    def save(self, derived: Derived, at: float = 0.0) -> None:
        """Keep what was said beside the candles; ``at`` is when, UTC epoch seconds."""
        statement_rows.replace(self.connection, self.number, self.timeframe, *derived.stretch, derived.kept)
        statement_rows.note(self.connection, self.number, self.timeframe, derived.known)
        contract_changes.save(self.connection, self.number, self.timeframe, *derived.stretch, derived.changes, at)

    def _derive(self, start: int, end: int, news: Statements) -> Derived:
        earliest, latest = around(*around(start, end, self.grid), self.grid)
        known = joined(self._recalled(earliest, latest), news)
        stretch = Interval(*touched(known.candidates.ts, start, end, self.grid))
        reach = around(*stretch, self.grid)
        wide = known.candidates.between(*reach)
        choice = choose(wide, self.grid, agreed(wide.ts, known), self._finer(wide.ts))
        return _derived(known, wide, choice, stretch)

    def _recalled(self, earliest: int, latest: int) -> Statements:
        place = (self.connection, self.number, self.timeframe)
        found = statement_rows.read(*place, earliest - LONGEST_ANSWER, latest + LONGEST_ANSWER)
        stored = self._stored(earliest, latest)
        alone = stored.take(~np.isin(stored.ts, found.rows.ts))
        return recalled(
            alone, found.rows, found.first, found.last, statement_rows.lacked(*place), statement_rows.windows(*place)
        )

    def _stored(self, start: int, end: int) -> Candles:
        return self._given.given(self.timeframe, start, end)

    @property
    def _given(self) -> FeedRows:
        """What the feed gave of the instrument."""
        return FeedRows(self.connection, self.number, self.feed)

    def _finer(self, ts: Int64) -> Finer | None:
        """The minutes within candles of several, which take a volume from them that the feed does not give."""
        minute = TIMEFRAMES["1m"]
        if self.timeframe.seconds <= minute.seconds or not len(ts):
            return None
        start, end = int(ts[0]), int(ts[-1]) + self.timeframe.seconds
        return Finer(self._given.series(minute, start, end), minute.seconds)


def _derived(known: Statements, wide: Candidates, choice: ChosenCandles, stretch: Interval) -> Derived:
    """What of a choice lies in a stretch, and the rows to keep there."""
    ts = wide.rows.ts
    keep = kept(wide, choice) & (ts >= stretch.start) & (ts < stretch.end)
    first, last = np.searchsorted(known.candidates.rows.ts, (ts[0], ts[-1] + 1)) if len(ts) else (0, 0)
    ends = (known.start[first:last][keep], known.end[first:last][keep])
    own = choice.between(*stretch)
    told = own.known != Confidence.SINGLE
    levels = CandleConfidence(own.candles.ts[told], own.known[told])
    rolled = tuple(change for change in changes(choice) if stretch.start <= change.ts < stretch.end)
    return Derived(own.candles, levels, statement_rows.Kept(wide.rows.take(keep), *ends), known, stretch, rolled)
