"""What is known of instruments and their series when an import is planned or judged. Pure data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ohlc_desktop.core.market.contracts import Ending, trading_until
from ohlc_desktop.core.market.feed_habits import Habit
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Answered, Interval
from ohlc_desktop.core.timeframes import Timeframe


class Doubt(NamedTuple):
    """A stretch of a series that one answer more may tell better.

    Attributes:
        start: First stamp.
        end: End, exclusive.
        looks: How often it was asked for again.
        suspects: Suspect candles in it; 0 for a hole.
    """

    start: int
    end: int
    looks: int
    suspects: int = 0


@dataclass(frozen=True, slots=True)
class SeriesState:
    """What is known of one stored series.

    Attributes:
        count: Stored candles.
        coverage: What was answered; empty for derived series, which follow their source.
        asked: UTC epoch seconds of the last answer, None if never.
        first: Stamp of the oldest stored candle, None without any.
        doubts: What is doubtful of it, oldest first; only of series that the feed is asked for.
        absent: Where expected candles did not come though they were asked for, sorted and disjoint; of source series.
        others: Where other sources than the feed speak of it, sorted and disjoint: nothing is missing there.
        files: Where those speak of it of whose whole sessions longer candles are made, as files; likewise.
    """

    count: int = 0
    coverage: tuple[Answered, ...] = ()
    asked: float | None = None
    first: int | None = None
    doubts: tuple[Doubt, ...] = ()
    absent: tuple[Interval, ...] = ()
    others: tuple[Interval, ...] = ()
    files: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class InstrumentState:
    """One instrument of the watchlist.

    Attributes:
        instrument: Which.
        calendar: Its sessions; of a contract those up to its last trade date.
        feed: Which is asked for it.
        series: By timeframe name.
        end: When it ends; None for what does not.
        gone: It has ended, and the feed knows it no more.
        habits: What its feed does not serve.
        silence: Where no instrument of its calendar has a candle, by source timeframe.
    """

    instrument: Instrument
    calendar: Calendar
    feed: FeedSpec
    series: Mapping[str, SeriesState] = field(default_factory=dict)
    end: Ending | None = None
    gone: bool = False
    habits: Sequence[Habit] = ()
    silence: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict)

    def of(self, timeframe: str) -> SeriesState:
        """The state of a series; an empty one if it is not stored."""
        return self.series.get(timeframe, SeriesState())

    def has_ended(self, now: float) -> bool:
        """Whether it is a contract that trades no more at ``now`` (UTC epoch seconds)."""
        return self.end is not None and now >= self.end.over

    def expected_sessions(self, timeframe: Timeframe) -> Calendar:
        """The sessions in which candles are expected: a contract's last one up to the hour at which trading ends.

        Its last daily candle is expected whatever the hour.
        """
        if self.end is None or timeframe.daily:
            return self.calendar
        return trading_until(self.calendar, self.end.expected_until)

    def asked_sessions(self, timeframe: Timeframe) -> Calendar:
        """The sessions that are asked for; where the hour of the end is not known, all of the last one is."""
        if self.end is None or self.end.ends is not None:
            return self.expected_sessions(timeframe)
        return self.calendar
