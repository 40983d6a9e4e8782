"""Trading sessions: trade dates, opens and closes, and the candles that a series should have.

A :class:`Calendar` is plain columns. The importer fills them from a calendar library and keeps them in the
database; every other room reads them there. CME's trading day runs from 18:00 to 17:00 New York
(https://www.cmegroup.com/trading-hours.html), so its UTC hours move with daylight saving; whatever trades elsewhere
has days in the time zone of its own market (see ``core.markets``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pytz

from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.planning.coverage import Interval, intersect, subtract
from ohlc_desktop.core.timeframes import DAY, Timeframe

CME_ZONE = "America/New_York"
NEW_YORK = pytz.timezone(CME_ZONE)
EPOCH = date(1970, 1, 1)

#: Monday from which five-day candles count; a bucket never moves.
FIVE_DAY_ANCHOR = (date(2010, 1, 4) - EPOCH).days


@dataclass(frozen=True, slots=True)
class Calendar:
    """The sessions of one calendar, oldest first.

    Attributes:
        name: Calendar key of the catalogue.
        strict: True when nothing trades outside these sessions and every candle in them is expected.
        trade_date: int64, days since 1970-01-01.
        open: int64, UTC epoch seconds.
        close: int64, UTC epoch seconds.
        break_start: int64, UTC epoch seconds of a pause within the session; equal to ``break_end`` if none, and to
            ``open`` where trading begins later than usual.
        break_end: int64.
        early: bool, closes before the usual time.
        ordinal: int64, number of the trade date counted from ``FIVE_DAY_ANCHOR``.
        zone: Name of the time zone in which a day of this market begins and ends.
        parted: True where no candle goes across a pause, as at noon in Tokyo: the one before it ends with it, and the
            one after it begins with trading.
        length: Seconds after the open at which the feed states that trading ends, where no calendar rules and a session
            lasts until the next one; 0 where it does not say.
        anchor: int64, the scheduled open, from which candles count, where trading was seen before it; None where it is
            ``open`` everywhere.
    """

    name: str
    strict: bool
    trade_date: Int64
    open: Int64
    close: Int64
    break_start: Int64
    break_end: Int64
    early: Bools
    ordinal: Int64
    zone: str = CME_ZONE
    parted: bool = False
    length: int = 0
    anchor: Int64 | None = None

    def __len__(self) -> int:
        return len(self.trade_date)

    def take(self, index: Bools | slice) -> Calendar:
        """The chosen sessions."""
        return Calendar(
            self.name, self.strict, self.trade_date[index], self.open[index], self.close[index],
            self.break_start[index], self.break_end[index], self.early[index], self.ordinal[index],
            self.zone, self.parted, self.length, None if self.anchor is None else self.anchor[index],
        )  # fmt: skip

    @property
    def anchors(self) -> Int64:
        """The times from which the candles of each session count."""
        return self.open if self.anchor is None else self.anchor

    def session_at(self, ts: Int64) -> Int64:
        """Index of the session that each time falls into, -1 outside; pauses count as outside."""
        place = np.searchsorted(self.open, ts, side="right") - 1
        at = np.maximum(place, 0)
        paused = (ts >= self.break_start[at]) & (ts < self.break_end[at])
        return np.where((place >= 0) & (ts < self.close[at]) & ~paused, place, -1)

    def last_closed(self, now: float) -> int:
        """Index of the newest session that has closed at ``now``; -1 when there is none."""
        return int(np.searchsorted(self.close, now, side="right")) - 1

    def settled_by(self, now: float) -> int:
        """UTC epoch seconds of the end of the newest session in which nothing more is traded at ``now``; 0 without one."""
        over = self.last_closed(now)
        if self.length:
            over = int(np.searchsorted(self.open + self.length, now, side="right")) - 1
        return int(self.close[over]) if over >= 0 else 0


@dataclass(frozen=True, slots=True)
class Buckets:
    """Candles that a calendar expects, as columns, each of them ascending.

    Attributes:
        key: int64 stamp of the candle.
        start: int64, first stamp of the source series inside it; after the pause if it begins within one.
        end: int64, end of its stretch of source stamps, exclusive; before the pause if it ends within one.
        closes: int64, UTC epoch seconds at which it is closed.
    """

    key: Int64
    start: Int64
    end: Int64
    closes: Int64

    def __len__(self) -> int:
        return len(self.key)

    def take(self, index: Bools | Int64 | slice) -> Buckets:
        """The chosen candles; of a slice the columns are views."""
        return Buckets(self.key[index], self.start[index], self.end[index], self.closes[index])

    @property
    def span(self) -> Interval:
        """From the first to the last stamp of the source series inside them; empty without any."""
        return Interval(int(self.start[0]), int(self.end[-1])) if len(self) else Interval(0, 0)

    def touching(self, start: int, end: int) -> Buckets:
        """Those that have a part of ``[start, end)``."""
        near = self.take(slice(self.end.searchsorted(start, "right"), self.start.searchsorted(end)))
        inside = near.start < near.end
        return near if inside.all() else near.take(inside)

    def within(self, start: int, end: int, closed_by: float) -> Buckets:
        """Those that lie whole inside ``[start, end)`` and are closed by a time."""
        until = min(self.end.searchsorted(end, "right"), self.closes.searchsorted(closed_by, "right"))
        return self.take(slice(self.start.searchsorted(start), until))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))


def new_york_day(now: float) -> int:
    """Day number of the calendar date in New York at a UTC time."""
    return local_day(now, CME_ZONE)


def local_day(now: float, zone: str) -> int:
    """Day number of the calendar date in a time zone at a UTC time."""
    return day_number(datetime.fromtimestamp(now, pytz.timezone(zone)).date())


def midnight_new_york(day: int) -> int:
    """UTC epoch seconds of 00:00 New York on a day number."""
    return local_time(day, CME_ZONE)


def local_time(day: int, zone: str, seconds: int = 0) -> int:
    """UTC epoch seconds of a time of day (seconds after 00:00 on the clock) in a time zone on a day number.

    A time that a change of clocks skips is taken an hour later; of two, the second.
    """
    wall = datetime.combine(day_of(day), time()) + timedelta(seconds=seconds)
    there = pytz.timezone(zone)
    return int(there.normalize(there.localize(wall)).timestamp())


def day_calendar(name: str, first: int, last: int, zone: str, begins: int = 0, strict: bool = False) -> Calendar:
    """Every calendar day from ``first`` to ``last`` (day numbers) as a session that ends where the next one begins.

    ``begins`` is the time of day in ``zone`` at which it does, in seconds after 00:00.
    """
    days = np.arange(first, last + 1, dtype=np.int64)
    bounds = np.array([local_time(int(d), zone, begins) for d in range(first, last + 2)], dtype=np.int64)
    none = np.zeros(len(days), dtype=np.int64)
    return Calendar(
        name, strict, days, bounds[:-1], bounds[1:], none, none, none.astype(np.bool_), working_days(days), zone
    )  # fmt: skip


def working_days(days: Int64) -> Int64:
    """Numbers of days counted from ``FIVE_DAY_ANCHOR`` for five-day candles of Monday to Friday.

    Saturdays and Sundays share the number of the Friday before.
    """
    since = days - FIVE_DAY_ANCHOR
    numbers: Int64 = since // 7 * 5 + np.minimum(since % 7, 4)
    return numbers


def renumbered(fresh: Calendar, stored: Calendar, today: int) -> Calendar:
    """A newer edition of a calendar that keeps the numbers of trade dates up to ``today`` (a day number).

    Holidays are announced, and libraries corrected, after the fact; five-day candles must not move for it. A trade
    date that turns up between known ones joins the one before it.
    """
    past = stored.take(stored.trade_date <= today)
    known, where, place = np.intersect1d(fresh.trade_date, past.trade_date, return_indices=True)
    if not len(known):
        return fresh
    before = np.maximum(np.searchsorted(known, fresh.trade_date, side="right") - 1, 0)
    count = fresh.ordinal - fresh.ordinal[where[before]]
    between = (fresh.trade_date > known[0]) & (fresh.trade_date < known[-1])
    return replace(fresh, ordinal=past.ordinal[place[before]] + np.where(between, 0, count))


def newly_traded(before: Calendar, after: Calendar, now: int) -> list[Interval]:
    """Where a newer edition of a calendar has trading until ``now`` and the one before it had none (UTC epoch seconds).

    What the older edition does not reach is left out.
    """
    if not len(before):
        return []
    within = [(int(before.open[0]), min(int(before.close[-1]), now))]
    return intersect(within, subtract(traded_stretches(after), traded_stretches(before)))


def traded_stretches(calendar: Calendar) -> list[tuple[int, int]]:
    """Begin and end of trading, parted by pauses: UTC epoch seconds."""
    begins = np.stack((calendar.open, np.maximum(calendar.break_end, calendar.open)), axis=1)
    ends = np.stack((np.maximum(calendar.break_start, calendar.open), calendar.close), axis=1)
    return list(zip(begins.ravel().tolist(), ends.ravel().tolist(), strict=True))


def period_key(trade_date: Int64, calendar: Calendar, timeframe: Timeframe) -> Int64:
    """Stamp of the candle of 1d or longer that each trade date belongs to.

    1wk is keyed by its Monday, 1mo and 3mo by the first of the calendar month or quarter, 5d by the first
    of five consecutive trade dates.
    """
    days = trade_date.astype("datetime64[D]")
    if timeframe.name == "1wk":
        keys = trade_date - (trade_date + 3) % 7
    elif timeframe.name in ("1mo", "3mo"):
        months = days.astype("datetime64[M]").astype(np.int64)
        months -= months % 3 if timeframe.name == "3mo" else 0
        keys = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    elif timeframe.name == "5d":
        keys = _five_day_key(trade_date, calendar)
    else:
        keys = trade_date
    return keys * DAY


def _five_day_key(trade_date: Int64, calendar: Calendar) -> Int64:
    at = np.minimum(np.searchsorted(calendar.trade_date, trade_date), len(calendar) - 1)
    number = calendar.ordinal[at] // 5
    first = np.searchsorted(calendar.ordinal // 5, number)
    # Dates that a newer edition closed still name their candle: the weekdays before the first that is left.
    lost = np.where(first > 0, calendar.ordinal[first] % 5, 0)
    named = np.busday_offset(calendar.trade_date[first].astype("datetime64[D]"), -lost, roll="backward")
    return named.astype(np.int64)


def candle_key(ts: Int64, calendar: Calendar, timeframe: Timeframe) -> Int64:
    """Stamp of the candle of ``timeframe`` that each source stamp belongs to.

    Intraday candles are anchored at the scheduled open of the session. Stamps must lie inside sessions.
    """
    if timeframe.daily:
        return period_key(ts // DAY, calendar, timeframe)
    at = np.searchsorted(calendar.open, ts, side="right") - 1
    anchor, resume = calendar.anchors[at], calendar.break_end[at]
    key = anchor + (ts - anchor) // timeframe.seconds * timeframe.seconds
    if not calendar.parted:
        return key
    key = np.maximum(key, calendar.open[at])
    return np.where(ts >= resume, np.maximum(key, resume), key)


def buckets(calendar: Calendar, timeframe: Timeframe, start: int, end: int) -> Buckets:
    """Every candle of ``timeframe`` that touches ``[start, end)`` of the series' stamps."""
    if timeframe.daily:
        return _periods(calendar, timeframe, start, end)
    return _slices(calendar.take((calendar.close > start) & (calendar.open < end)), timeframe, start, end)


def _slices(calendar: Calendar, timeframe: Timeframe, start: int, end: int) -> Buckets:
    seconds = timeframe.seconds
    ahead = -((calendar.anchors - calendar.open) // -seconds)
    counts = -(-(calendar.close - calendar.anchors) // seconds) + ahead
    begins = calendar.anchors - (np.cumsum(counts) - counts + ahead) * seconds
    key = np.repeat(begins, counts) + np.arange(counts.sum()) * seconds
    until = np.minimum(key + seconds, np.repeat(calendar.close, counts))
    first = np.maximum(key, np.repeat(calendar.open, counts))
    if not (calendar.break_start < calendar.break_end).any():
        return Buckets(key, first, until, until).touching(start, end)
    pause, resume = np.repeat(calendar.break_start, counts), np.repeat(calendar.break_end, counts)
    if calendar.parted:
        return _parted(first, until, pause, resume).touching(start, end)
    first = np.where((first >= pause) & (first < resume), resume, first)
    last = np.where((until > pause) & (until <= resume), pause, until)
    return Buckets(key, first, last, until).touching(start, end)


def _parted(key: Int64, until: Int64, pause: Int64, resume: Int64) -> Buckets:
    """The candles of a grid with those that go across a pause parted by it; there is none where it does not end later."""
    none = pause >= resume
    ends = np.where(none, until, np.minimum(until, pause))
    after = ~none & (until > resume)
    begins = np.maximum(key, resume)[after]
    first, last = np.concatenate((key, begins)), np.concatenate((ends, until[after]))
    order = np.argsort(first, kind="stable")
    found = Buckets(first, first, last, last).take(order)
    return found.take(found.start < found.end)


def _periods(calendar: Calendar, timeframe: Timeframe, start: int, end: int) -> Buckets:
    if not len(calendar):
        none = np.empty(0, dtype=np.int64)
        return Buckets(none, none, none, none)
    keys = period_key(calendar.trade_date, calendar, timeframe)
    first = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    last = np.append(first[1:], len(keys)) - 1
    found = Buckets(
        keys[first], calendar.trade_date[first] * DAY, (calendar.trade_date[last] + 1) * DAY,
        calendar.close[last],
    )  # fmt: skip
    # Five days that began before the calendar does: their first date, and so their key, is not known.
    named = (timeframe.name != "5d") | (first > 0) | (calendar.ordinal[0] % 5 == 0)
    return found.take(named & (found.end > start) & (found.start < end))
