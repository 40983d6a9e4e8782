"""What an ingest would do to one series, session by session, and the batches in which it does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Int64, empty, merge
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.files.remembered import NOTHING_REMEMBERED, RememberedFile
from ohlc_desktop.core.market.contracts import ending
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval, union
from ohlc_desktop.core.timeframes import DAY, EVER, Timeframe
from ohlc_desktop.importer.files.finding import FileFinding
from ohlc_desktop.importer.files.spool import SessionIndex, Spool
from ohlc_desktop.importer.merging.completeness import touching
from ohlc_desktop.sources.files.refusals import files_disagree

#: Candles that are compared at once, about.
_COMPARED = 200_000


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file whose candles are to be stored.

    Attributes:
        finding: What is in it.
        spool: Its sound candles.
        index: Where those of each session are.
        shape: Its first line, where no known format has it; else empty.
        used: What was remembered of files of this shape.
        learned: What is to be remembered of them, with what was.
    """

    finding: FileFinding
    spool: Spool
    index: SessionIndex
    shape: str = ""
    used: RememberedFile = NOTHING_REMEMBERED
    learned: RememberedFile = NOTHING_REMEMBERED


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive whole sessions of a series.

    Attributes:
        candles: Sorted, without repeats.
        stretch: What they speak of, in stamps of the series.
        days: int64, their trade dates.
        reach: That of the files which they are from: they join one another, and between them nothing is lacking.
    """

    candles: Candles
    stretch: Interval
    days: Int64
    reach: Interval


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What would change, by session.

    Attributes:
        day: int64, trade dates with candles in the files.
        rows: int64, candles of each; likewise the others.
        new: Candles that nobody has.
        equal: Candles that are stored with the same values of prices.
        different: Candles that are stored with others.
        known: Candles that this source has given before, just so.
    """

    day: Int64
    rows: Int64
    new: Int64
    equal: Int64
    different: Int64
    known: Int64

    @property
    def todo(self) -> Bools:
        """The sessions that this source has not given before, just so."""
        return self.known < self.rows


@dataclass(frozen=True, slots=True)
class SeriesFiles:
    """The files of one series that come from one source.

    Attributes:
        instrument: Theirs.
        timeframe: Theirs.
        source: What their candles are said to come from.
        files: Oldest end first.
        calendar: The sessions, over all of them and up to the present.
    """

    instrument: Instrument
    timeframe: Timeframe
    source: str
    files: tuple[SpooledFile, ...]
    calendar: Calendar

    @property
    def days(self) -> Int64:
        """Trade dates with candles, sorted."""
        return np.unique(np.concatenate([file.index.day for file in self.files]))

    @property
    def rows(self) -> int:
        """Candles in all files."""
        return sum(file.spool.count for file in self.files)

    def batches(self, days: Int64, size: int) -> Iterator[Batch]:
        """The candles of some trade dates, in batches of consecutive sessions, of about ``size`` candles.

        Raises:
            FileRefused: two files have different candles.
        """
        for reach in self._reaches():
            yield from self._within(reach, days, size)

    def parts(self, batch: Batch, size: int) -> Iterator[Batch]:
        """A batch in smaller ones, of about ``size`` candles."""
        return self._within(batch.reach, batch.days, size)

    def _reaches(self) -> list[Interval]:
        """From the first candle to the end of the last of files between which no time of a session is; of days all."""
        ends = [file.finding.opens for file in self.files if file.finding.opens]
        if self.timeframe.daily or not ends:
            return [Interval(-EVER, EVER)]
        found: list[Interval] = []
        for start, end in union((first, last + self.timeframe.seconds) for first, last in ends):
            if found and not len(touching(self.calendar, Interval(found[-1].end, start))):
                start = found.pop().start
            found.append(Interval(start, end))
        return found

    def _within(self, reach: Interval, days: Int64, size: int) -> Iterator[Batch]:
        if not self.timeframe.daily:
            at = np.searchsorted(self.calendar.trade_date, days)
            days = days[(self.calendar.open[at] < reach.end) & (self.calendar.open[at + 1] > reach.start)]
        for first, last in self._runs(days, size):
            chosen = days[first:last]
            candles = self._candles(int(chosen[0]), int(chosen[-1]) + 1).between(*reach)
            if len(candles):
                yield Batch(candles, self._stretch(candles, chosen, reach), chosen, reach)

    def _runs(self, days: Int64, size: int) -> Iterator[tuple[int, int]]:
        """First place and end of runs of consecutive sessions, about ``size`` candles each."""
        place = np.searchsorted(self.calendar.trade_date, days)
        apart = np.diff(place, prepend=place[:1]) > 1
        counts, first, held = self._counts(days), 0, 0
        for at in range(len(days)):
            if at > first and (apart[at] or held + counts[at] > size):
                yield first, at
                first, held = at, 0
            held += int(counts[at])
        if len(days):
            yield first, len(days)

    def _counts(self, days: Int64) -> Int64:
        """Candles of each trade date, of all files."""
        found = np.zeros(len(days), dtype=np.int64)
        for file in self.files:
            _, mine, theirs = np.intersect1d(days, file.index.day, assume_unique=True, return_indices=True)
            found[mine] += (file.index.end - file.index.first)[theirs]
        return found

    def _candles(self, start: int, end: int) -> Candles:
        """The candles of trade dates ``start <= day < end`` of all files."""
        found, lines = empty(), np.empty(0, dtype=np.int64)
        before: SpooledFile | None = None
        for file in self.files:
            places = file.index.within(start, end)
            if places[0] == places[1]:
                continue
            candles, line = file.spool.read(*places)
            if before is None:
                found, lines, before = candles, line, file
                continue
            self._compare(before, (found, lines), file, (candles, line))
            found, before = merge(found, candles), file
            lines = np.full(len(found), -1, dtype=np.int64)
        return found

    def _compare(
        self, before: SpooledFile, older: tuple[Candles, Int64], file: SpooledFile, newer: tuple[Candles, Int64]
    ) -> None:  # fmt: skip
        """Refuse files that disagree; the last candle of one may be a part of the whole one, and volumes may grow."""
        both, mine, theirs = np.intersect1d(older[0].ts, newer[0].ts, assume_unique=True, return_indices=True)
        ends = [each.finding.opens[1] for each in self.files if each.finding.opens]
        other = np.zeros(len(both), dtype=np.bool_)
        for one, two in zip(older[0].columns[1:5], newer[0].columns[1:5], strict=True):
            other |= one[mine] != two[theirs]
        other &= ~np.isin(both, ends)
        if not other.any():
            return
        place = int(np.flatnonzero(other)[0])
        moment = iso(int(both[place])).replace("T", " ")[: 10 if self.timeframe.daily else 16]
        raise files_disagree(
            (str(before.finding.path), int(older[1][mine][place])), (str(file.finding.path), int(newer[1][theirs][place])),
            moment, int(np.count_nonzero(other)),
        )  # fmt: skip

    def _stretch(self, candles: Candles, days: Int64, reach: Interval) -> Interval:
        """What the source speaks of: whole sessions, but the first and the last of a reach only as far as it goes.

        On the last trading day of a contract nothing comes after its end, which the source says as well.
        """
        if self.timeframe.daily:
            return Interval(int(candles.ts[0]), int(candles.ts[-1]) + DAY)
        at = np.searchsorted(self.calendar.trade_date, days[[0, -1]])
        start = max(reach.start, int(self.calendar.open[at[0]]))
        close = max(int(self.calendar.close[at[1]]), int(candles.ts[-1]) + self.timeframe.seconds)
        end = ending(self.instrument, self.calendar)
        if end is not None and end.ends is not None and end.day == days[-1] and reach.end >= end.ends:
            return Interval(start, close)
        if reach.end <= close:
            return Interval(start, reach.end)
        following = int(at[1]) + 1  # in the pause there is nothing, which the source says as well
        goes_on = bool(np.isin(self.calendar.trade_date[following], self.days))
        return Interval(start, int(self.calendar.open[following]) if goes_on else close)


#: Reads what is stored, or what a source gave, of ``start <= ts < end``.
Read = Callable[[int, int], Candles]


def change_of(series: SeriesFiles, stored: Read, given: Read, fresh: bool) -> SeriesChange:
    """Hold the files of a series against what is stored, and against what the source gave before.

    Args:
        series: The files.
        stored: Reads what is stored.
        given: Reads what their source gave.
        fresh: Nothing is stored of their instrument.

    Raises:
        FileRefused: two files have different candles.
    """
    days = series.days
    counts = np.zeros((5, len(days)), dtype=np.int64)
    if fresh and len(series.files) == 1:
        counts[0] = counts[1] = series.files[0].index.end - series.files[0].index.first
        return SeriesChange(days, *counts)
    for batch in series.batches(days, _COMPARED):
        place = np.searchsorted(days, _days(batch.candles, series))
        counts[0] += np.bincount(place, minlength=len(days))
        known, same = _against(batch.candles, stored(*batch.stretch), volume=False)
        said = _against(batch.candles, given(*batch.stretch), volume=True)[1]
        for row, mask in enumerate((~known, same, known & ~same, said), 1):
            counts[row] += np.bincount(place[mask], minlength=len(days))
    return SeriesChange(days, *counts)


def _days(candles: Candles, series: SeriesFiles) -> Int64:
    if series.timeframe.daily:
        return candles.ts // DAY
    at = np.searchsorted(series.calendar.open, candles.ts, side="right") - 1
    days: Int64 = series.calendar.trade_date[np.maximum(at, 0)]
    return days


def _against(candles: Candles, others: Candles, volume: bool) -> tuple[Bools, Bools]:
    """Which candles the others have too, and which of these with the same prices, and volume."""
    if not len(others):
        none = np.zeros(len(candles), dtype=np.bool_)
        return none, none
    at = np.minimum(np.searchsorted(others.ts, candles.ts), len(others) - 1)
    known = others.ts[at] == candles.ts
    same = known.copy()
    for mine, theirs in zip(candles.columns[1 : 6 if volume else 5], others.columns[1:], strict=False):
        same &= mine == theirs[at]
    return known, same
