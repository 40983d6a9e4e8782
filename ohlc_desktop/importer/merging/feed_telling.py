"""What a feed says of an instrument that others speak of, too: its rows go through the arbitration.

A feed takes nothing back by leaving it out: what it gave before of a stretch it gives still.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.arbitration.claims import Levels
from ohlc_desktop.core.candles import Candles, Int64, empty, merge
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.importer.merging.arbiter import Arbiter
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series.candles import Change
from ohlc_desktop.store.sources import source_rows

_DAILY = TIMEFRAMES["1d"]


@dataclass(frozen=True, slots=True)
class FeedTelling:
    """The feed of an instrument, in an open transaction.

    Attributes:
        connection: The store's.
        number: The instrument's number in the store.
        state: The instrument, with its feed.
        now: UTC epoch seconds.
    """

    connection: Connection
    number: int
    state: InstrumentState
    now: float

    def say(
        self, timeframe: Timeframe, candles: Candles, stretch: Interval, known: CandleConfidence | None = None
    ) -> Change:
        """The feed gives these candles, and all that it gave of the stretch before.

        Args:
            timeframe: Of the series.
            candles: Sorted, without repeats.
            stretch: What was answered; widened to the candles.
            known: How well each of the candles is known; as before without.
        """
        if len(candles):
            end = int(candles.ts[-1]) + timeframe.seconds
            stretch = Interval(min(stretch.start, int(candles.ts[0])), max(stretch.end, end))
        if stretch.end <= stretch.start:
            return Change(0, 0)
        before, known_before = self._own(timeframe, stretch)
        whole = merge(before, candles)
        levels = CandleConfidence(before.ts, known_before).of(whole.ts)
        if known is not None:
            levels[np.isin(whole.ts, candles.ts)] = known.of(candles.ts)
        arbiter = Arbiter(self.connection, self.number, self.state, self.now)
        return arbiter.say(timeframe, self.state.feed.name, whole, stretch, levels).change

    def level_days(self, start: int, end: int, suspect: Int64) -> None:
        """Of the days with ``start <= ts < end`` that the feed gave exactly those with these stamps are suspect."""
        own, _ = self._own(_DAILY, Interval(start, end))
        level = np.where(np.isin(own.ts, suspect), Confidence.SUSPECT, Confidence.SINGLE).astype(np.int8)
        told = level != Confidence.SINGLE
        self.say(_DAILY, own, Interval(0, 0), CandleConfidence(own.ts[told], level[told]))

    def follow(self, timeframe: Timeframe, stretch: Interval) -> dict[str, Change]:
        """What is made of a stretch of a series anew, by timeframe."""
        return Arbiter(self.connection, self.number, self.state, self.now).follow(timeframe, stretch)

    def _own(self, timeframe: Timeframe, stretch: Interval) -> tuple[Candles, Levels]:
        found = source_rows.claims(self.connection, self.number, timeframe, *stretch)
        own = found.get(self.state.feed.name)
        return (own.candles, own.known) if own else (empty(), np.empty(0, dtype=np.int8))
