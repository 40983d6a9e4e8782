"""The rows that one feed gave, quickly where nobody else has spoken of the instrument: then they are what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Candles, concat, empty
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.sources import heard, source_rows


@dataclass(frozen=True, slots=True)
class FeedRows:
    """What a feed gave of an instrument.

    Attributes:
        connection: The store's.
        number: The instrument's number in the store.
        feed: Name of the feed.
    """

    connection: Connection
    number: int
    feed: str

    @property
    def alone(self) -> bool:
        """Whether nobody else has ever spoken of the instrument."""
        return heard.alone(self.connection, self.number, self.feed)

    def given(self, timeframe: Timeframe, start: int, end: int) -> Candles:
        """What it gave with ``start <= ts < end``, sorted."""
        if self.alone:
            return rows.read_rows(self.connection, self.number, timeframe, start, end, given=True)
        stored = source_rows.stored_rows(self.connection, self.number, timeframe, start, end)
        own = source_rows.claims(self.connection, self.number, timeframe, start, end, stored).get(self.feed)
        return own.candles.take(~np.isin(own.candles.ts, stored.rescaled)) if own else empty()

    def series(self, timeframe: Timeframe, start: int, end: int) -> Candles:
        """The same with what is derived of it, through the packed blocks; for series that the feed is asked for."""
        if self.alone:
            return rows.read_series(self.connection, self.number, timeframe, start, end)
        return source_rows.rows_of(self.connection, self.number, timeframe, self.feed, start, end)

    def last(self, timeframe: Timeframe, stretches: Iterable[tuple[int, int]], given: bool = False) -> Candles:
        """The last two rows of each of some sorted, disjoint stretches of stamps, sorted."""
        if self.alone:
            return rows.read_last(self.connection, self.number, timeframe, stretches, given)
        parts = [self.given(timeframe, *stretch).take(slice(-2, None)) for stretch in stretches]
        return concat(parts) if parts else empty()

    def suspect(self, timeframe: Timeframe, start: int, end: int) -> Candles:
        """The suspect ones of what it gave with ``start <= ts < end``."""
        if not self.alone:
            own = source_rows.claims(self.connection, self.number, timeframe, start, end).get(self.feed)
            return own.candles.take(own.known == Confidence.SUSPECT) if own else empty()
        found = levels.read(self.connection, self.number, timeframe, start, end, Confidence.SUSPECT).ts
        stored = self.given(timeframe, start, end)
        return stored.take(np.isin(stored.ts, found))
