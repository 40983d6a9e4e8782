"""Candles that are made of finer ones, as claims beside those that sources gave.

Of minutes: 2m and 5m, for each source by itself, so that no candle mixes two; of 5m and what else is given between five
minutes and an hour: all longer intraday candles; of days: weeks, months and quarters. Days are made of the minutes of files
and paid feeds only, and stand where no source gives the day. What a free feed is asked for itself is never made of its
minutes, but 2m, as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ohlc_desktop.core.arbitration.claims import Claim, Levels, claim
from ohlc_desktop.core.arbitration.precedence import PERSON, Precedence, Provenance
from ohlc_desktop.core.candles import Bools, Candles, Int64, empty, merge
from ohlc_desktop.core.derive import aggregate, derive, source_window
from ohlc_desktop.core.market.sessions import Calendar, candle_key
from ohlc_desktop.core.planning.coverage import Interval, sound, union
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe, finer_than
from ohlc_desktop.core.voices.levels import least_known
from ohlc_desktop.importer.merging.completeness import (
    around_sessions,
    day_stretches,
    session_stretches,
    touching,
)
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources import heard, precedence, source_rows
from ohlc_desktop.store.sources.wholeness import whole_by_source

_MINUTE, _FIVE, _DAILY = (TIMEFRAMES[name] for name in ("1m", "5m", "1d"))


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes candles of what is stored, in an open transaction.

    Attributes:
        connection: The store's.
        number: The instrument's number in the store.
        calendar: Its sessions, as far back as candles are to be made.
        order: The sources, strongest first.
        now: UTC epoch seconds; a candle that closes later is not made.
        without: A source that counts no more, though its rows are still stored.
    """

    connection: Connection
    number: int
    calendar: Calendar
    order: Precedence
    now: float
    without: str = ""

    def claims(self, timeframe: Timeframe, window: Interval) -> list[Claim]:
        """The candles of a timeframe with stamps in a window, from whatever finer is stored; none for 1m."""
        if timeframe is _MINUTE:
            return []
        if timeframe is _DAILY:
            made = self._days(window)
        elif timeframe.seconds <= _FIVE.seconds:
            made = self._of_minutes(timeframe, window)
        else:
            made = (part for fine in finer_than(timeframe) for part in self._of_what_stands(fine, timeframe, window))
        return [_between(part, window) for part in made]

    # -- of the rows of one source -----------------------------------------------------------------

    def _of_minutes(self, timeframe: Timeframe, window: Interval) -> Iterator[Claim]:
        around = source_window(self.calendar, timeframe, window)
        for name, covered in self._covered_minutes(timeframe, touching(self.calendar, around)).items():
            parts = self._rows(_MINUTE, name, around)
            made = derive(parts.candles, self.calendar, timeframe, covered, self.now)
            if len(made):
                keys = candle_key(parts.candles.ts, self.calendar, timeframe)
                yield claim(Provenance((name,), made=True), made, least_known(keys, parts.known).of(made.ts))

    def _covered_minutes(self, timeframe: Timeframe, near: Calendar) -> Mapping[str, list[Interval]]:
        """Where in some sessions the minutes of each source may be made longer."""
        whole = self._whole(_MINUTE, timeframe, near)
        found = {name: session_stretches(near, which) for name, which in whole.items()}
        feed = precedence.feed_of(self.connection, self.number)
        for name, spoken in self._heard(_MINUTE, near).items() if timeframe is not _FIVE else ():
            if self.order.kind(name).asked:
                own = series_summary.coverage(self.connection, self.number, _MINUTE.name)
                found[name] = sound(own) if name == feed else spoken
        return found

    def _whole(self, fine: Timeframe, timeframe: Timeframe, near: Calendar) -> dict[str, Bools]:
        """Which of some sessions each file and paid feed has whole."""
        return whole_by_source(self.connection, self.number, self.order, fine, timeframe, near, self.without)

    def _heard(self, timeframe: Timeframe, near: Calendar) -> heard.Heard:
        """What each source of an intraday series speaks of in some sessions."""
        if not len(near):
            return {}
        return heard.read(self.connection, self.number, timeframe, Interval(int(near.open[0]), int(near.close[-1])))

    def _rows(self, timeframe: Timeframe, name: str, window: Interval) -> Claim:
        """The rows of a source with what a person chose instead."""
        found = source_rows.claims(self.connection, self.number, timeframe, *window)
        own = found.get(name, claim(Provenance((name,)), empty()))
        chosen = found.get(PERSON)
        return own if chosen is None or name == PERSON else _overlaid(own, chosen)

    def _days(self, window: Interval) -> Iterator[Claim]:
        """Days of whole sessions of files and paid feeds."""
        stamps = self.calendar.trade_date * DAY
        near = self.calendar.take((stamps >= window.start) & (stamps < window.end) & (self.calendar.close <= self.now))
        for fine in finer_than(_DAILY):
            for name, which in self._whole(fine, _DAILY, near).items():
                if which.any():
                    days = near.take(which)
                    parts = self._rows(fine, name, Interval(int(days.open[0]), int(days.close[-1])))
                    yield claim(Provenance((name,), made=True), daily(parts.candles, days))

    # -- of what stands ----------------------------------------------------------------------------

    def _of_what_stands(self, fine: Timeframe, timeframe: Timeframe, window: Interval) -> Iterator[Claim]:
        around = source_window(self.calendar, timeframe, window)
        covered = self._covered(fine, around)
        if not covered:
            return
        parts = source_rows.stored_rows(self.connection, self.number, fine, *around)
        made = derive(parts.candles, self.calendar, timeframe, covered, self.now)
        if not len(made):
            return
        inside = self._in_sessions(parts, timeframe)
        keys = candle_key(inside.candles.ts, self.calendar, timeframe)
        known = least_known(keys, inside.known).of(made.ts)
        for provenance, stamps in self._provenances(inside, keys):
            mine = np.isin(made.ts, stamps, assume_unique=True)
            yield claim(provenance, made.take(mine), known[mine])

    def _in_sessions(self, parts: source_rows.StoredRows, timeframe: Timeframe) -> source_rows.StoredRows:
        """The parts that candles are made of."""
        if timeframe.daily or not self.calendar.strict:
            return parts
        traded = self.calendar.session_at(parts.candles.ts) >= 0
        return replace(parts, candles=parts.candles.take(traded), known=parts.known[traded], whose=parts.whose[traded])

    def _provenances(self, parts: source_rows.StoredRows, keys: Int64) -> Iterator[tuple[Provenance, Int64]]:
        """The sources that candles are made of, each with the stamps of such candles."""
        if not len(keys):
            return
        names = sorted({name for provenance in parts.provenances for name in provenance.sources})
        bits = np.array([sum(1 << names.index(n) for n in set(p.sources)) for p in parts.provenances], dtype=np.int64)
        first = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
        held = np.bitwise_or.reduceat(bits[parts.whose], first)
        for together in np.unique(held).tolist():
            sources = [name for place, name in enumerate(names) if together >> place & 1]
            yield Provenance(self.order.ordered(sources), made=True), keys[first][held == together]

    def _covered(self, timeframe: Timeframe, window: Interval) -> list[Interval]:
        """Where around a window a series is known whole by any of its sources."""
        feed = precedence.feed_of(self.connection, self.number)
        found: list[Interval] = []
        if not timeframe.derived:
            found += sound(series_summary.coverage(self.connection, self.number, timeframe.name))
        for name, spoken in heard.read(self.connection, self.number, timeframe, window).items():
            found += spoken if name != feed else []
        if timeframe is _FIVE:
            found += self._covered_by_finer(timeframe, touching(self.calendar, window))
        if timeframe is _DAILY:
            days = self.calendar.trade_date * DAY
            found += self._covered_by_finer(timeframe, self.calendar.take((days >= window.start) & (days < window.end)))
        return union(found)

    def _covered_by_finer(self, timeframe: Timeframe, near: Calendar) -> list[Interval]:
        """In which of some sessions 5m, or days, are made of what is finer."""
        found: list[Interval] = []
        stretches = day_stretches if timeframe.daily else session_stretches
        for fine in finer_than(timeframe):
            for which in self._whole(fine, timeframe, near).values():
                found += stretches(near, which)
        return found


def _between(part: Claim, window: Interval) -> Claim:
    first, last = np.searchsorted(part.candles.ts, window)
    return part.take(np.arange(int(first), int(last)))


def _overlaid(own: Claim, chosen: Claim) -> Claim:
    """The rows of a source with a person's in the place of some."""
    both = merge(own.candles, chosen.candles.take(np.isin(chosen.candles.ts, own.candles.ts)))
    known: Levels = own.known.copy()
    known[np.isin(own.candles.ts, chosen.candles.ts)] = 1
    return Claim(own.provenance, both, known)


def daily(parts: Candles, days: Calendar) -> Candles:
    """The days that the candles of whole sessions make; a volume of 0 stands for one that is not known."""
    place = days.session_at(parts.ts)
    parts, place = parts.take(place >= 0), place[place >= 0]
    keys = days.trade_date[place] * DAY
    made = aggregate(parts, keys)
    unknown = np.isin(made.ts, keys[parts.volume == 0])
    return replace(made, volume=np.where(unknown, 0, made.volume))


def window_of(calendar: Calendar, source: Timeframe, coarser: Timeframe, stretch: Interval) -> Interval | None:
    """Where candles of a coarser timeframe may change with a stretch of another; None for nowhere."""
    if not source.daily and coarser.daily:
        near = touching(calendar, stretch)
        if not len(near):
            return None
        days = Interval(int(near.trade_date[0]) * DAY, (int(near.trade_date[-1]) + 1) * DAY)
        return days if coarser is _DAILY else _keys_around(calendar, coarser, days)
    if coarser.daily:
        return _keys_around(calendar, coarser, stretch)
    return around_sessions(calendar, stretch)


def _keys_around(calendar: Calendar, coarser: Timeframe, days: Interval) -> Interval:
    """Days widened to the whole candles of a longer timeframe that they touch, in stamps of these."""
    start, end = source_window(calendar, coarser, days)
    keys = candle_key(np.array([start], dtype=np.int64), calendar, coarser) if len(calendar) else np.array([start])
    return Interval(min(int(keys[0]), start), end)
