"""What the tests of the core share: moments written as people write them, calendars, and a feed on paper."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from ohlc_desktop.calendars.exchange_calendars import sessions
from ohlc_desktop.core.market.catalogue import CALENDARS, load_catalogue
from ohlc_desktop.core.market.instruments import GENERIC, Instrument
from ohlc_desktop.core.market.sessions import CME_ZONE, Calendar, buckets, day_calendar
from ohlc_desktop.core.planning.coverage import Interval, record_answer, runs
from ohlc_desktop.core.planning.plan import FetchRequest, Plan, make_plan
from ohlc_desktop.core.planning.reach import closed_until
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.checks.answers import closed_edge
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.yahoo.spec import YAHOO

CATALOGUE = load_catalogue(resource("instruments.toml"))
FIRST, LAST = date(2024, 1, 1), date(2028, 1, 31)
STRICT_CALENDARS = tuple(sorted(CALENDARS))
INTRADAY = tuple(tf for tf in TIMEFRAMES.values() if not tf.daily)
PERIODS = tuple(tf for tf in TIMEFRAMES.values() if tf.daily)


def utc(text: str) -> int:
    """Epoch seconds of ``2026-11-01 22:05`` in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def ny(text: str) -> int:
    """Epoch seconds of ``2026-11-01 18:00`` in New York, by another time zone library than the app's."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/New_York")).timestamp())


def clock(ts: int) -> str:
    """``11-01 22:05`` in UTC."""
    return datetime.fromtimestamp(ts, UTC).strftime("%m-%d %H:%M")


def day(text: str) -> int:
    """Day number of ``2026-11-26``."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


@cache
def calendar(name: str) -> Calendar:
    """The library's sessions from 2024 to January 2028; every day for ``generic``."""
    first, last = (d.toordinal() - date(1970, 1, 1).toordinal() for d in (FIRST, LAST))
    return day_calendar(GENERIC, first, last, CME_ZONE) if name == GENERIC else sessions(name, first, last)


@cache
def instrument(text: str) -> Instrument:
    """An instrument of the catalogue, or one that it does not know."""
    return CATALOGUE.resolve(text, date(2026, 11, 23))


def session_of(name: str, trade_date: str) -> tuple[int, int]:
    """Open and close of the session with this trade date."""
    found = calendar(name)
    place = int(np.flatnonzero(found.trade_date == day(trade_date))[0])
    return int(found.open[place]), int(found.close[place])


def dates(name: str) -> set[int]:
    """All trade dates of a calendar."""
    return set(calendar(name).trade_date.tolist())


def slow_buckets(found: Calendar, seconds: int, start: int, end: int) -> list[tuple[int, int, int]]:
    """``(key, first traded second, end of trading)`` of each candle that trades in ``[start, end)``, by plain loops."""
    result = []
    columns = (found.open, found.close, found.break_start, found.break_end)
    for opened, closed, pause, resume in zip(*(c.tolist() for c in columns), strict=True):
        if closed <= start or opened >= end:
            continue
        for key in range(opened, closed, seconds):
            first, last = key, min(key + seconds, closed)
            if pause <= first < resume:
                first = resume
            if pause < last <= resume:
                last = pause
            if first < last and last > start and first < end:
                result.append((key, first, last))
    return result


class PaperFeed:
    """One instrument whose answers are noted as the importer notes them, without a feed or a file."""

    def __init__(self, name: str, reliable: bool = True, seed: int = 0) -> None:
        known = instrument(name)
        self.state = InstrumentState(known, calendar(known.calendar), YAHOO)
        self.random = random.Random(seed)
        self.reliable = reliable

    def plan(self, now: float) -> Plan:
        """What would be asked now."""
        return make_plan([self.state], now)

    def answer(self, request: FetchRequest, now: float) -> None:
        """A full answer up to the feed's delay; an unreliable feed leaves some candles out."""
        timeframe = TIMEFRAMES[request.timeframe]
        known = self.state.instrument
        closed = closed_until(known, self.state.calendar, now, int(now) - known.feed_delay)
        end = min(request.window.end, closed_edge(self.state.calendar, timeframe, closed))
        window = Interval(request.window.start, end)
        self._note(timeframe, window, closed, now, asked=now)
        if timeframe.name == "1m":
            self._note(TIMEFRAMES["2m"], window, closed, now, asked=self.state.of("2m").asked)

    def answer_all(self, now: float) -> Plan:
        """Plan and answer once."""
        plan = self.plan(now)
        for request in plan.requests:
            self.answer(request, now)
        return plan

    def _note(self, timeframe: Timeframe, window: Interval, closed: int, now: float, asked: float | None) -> None:
        before = self.state.of(timeframe.name)
        found, holes = 0, []
        if window.end > window.start:
            expected = buckets(self.state.calendar, timeframe, *window).within(*window, closed).key
            present = self._present(expected)
            found = len(present)
            holes = runs(expected, present, timeframe.seconds) if self.state.calendar.strict else []
        pieces = record_answer(before.coverage, window, int(now // DAY), holes)
        series = SeriesState(before.count + found, pieces, asked)
        self.state = InstrumentState(
            self.state.instrument, self.state.calendar, YAHOO, {**self.state.series, timeframe.name: series}
        )

    def _present(self, expected: np.ndarray) -> np.ndarray:
        if self.reliable or not len(expected):
            return expected
        absent = {self.random.randrange(len(expected)) for _ in range(3)}
        return np.delete(expected, sorted(absent))


def as_set(intervals: Iterable[Sequence[int]]) -> set[int]:
    """The whole numbers inside the intervals."""
    return {t for interval in intervals for t in range(interval[0], interval[1])}
