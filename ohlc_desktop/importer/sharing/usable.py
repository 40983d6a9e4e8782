"""Whether another machine's answer is as good as asking the feed. Pure.

It is if it reaches back as far, if it is new to this machine (heard twice, one answer would pass for two that agree), and if
the feed could hardly tell more by now: it is a few minutes old, or nothing was traded since.
"""

from __future__ import annotations

from dataclasses import replace

from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.clock import CLOCK_TOLERANCE
from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.planning.reach import due_until
from ohlc_desktop.core.timeframes import HOUR, TIMEFRAMES
from ohlc_desktop.importer.sharing.shared_answer import SharedAnswer

#: An answer is as good as a new one for so many seconds, though the market is open.
FRESH = 300


def usable(found: SharedAnswer, request: FetchRequest, calendar: Calendar, now: float) -> bool:
    """Whether an answer of this hour can stand for asking now (UTC epoch seconds by the feed's clock)."""
    first = now // HOUR * HOUR
    if not first <= found.at <= now + CLOCK_TOLERANCE or (request.heard is not None and found.at <= request.heard):
        return False
    reaches_on = _has_the_days if TIMEFRAMES[request.timeframe].daily else _reaches_on
    return _reaches_back(found, request) and reaches_on(found, request, calendar, now) and _can_be_cut(found, request)


def _reaches_back(found: SharedAnswer, request: FetchRequest) -> bool:
    """From what is needed on; two backfills begin at the moments at which they were planned, within one hour."""
    if found.purpose is request.purpose is Purpose.BACKFILL:
        return found.window.start < request.window.start + HOUR
    return found.window.start <= (request.needed or request.window).start


def _reaches_on(found: SharedAnswer, request: FetchRequest, calendar: Calendar, now: float) -> bool:
    """To what the feed should have by now of what is asked for, or nearly so, and beyond what this machine has already."""
    reached = min(due_until(request.instrument, found.at), found.window.end)
    wanted = min(due_until(request.instrument, now), request.window.end)
    if request.needed is not None and request.needed.start >= reached:
        return False
    return wanted - reached <= FRESH or not _traded(calendar, reached, wanted)


def _has_the_days(found: SharedAnswer, request: FetchRequest, calendar: Calendar, now: float) -> bool:
    """All days that are asked for, as they are since the newest of them ended."""
    told, due = (due_until(request.instrument, moment) for moment in (found.at, now))
    if found.window.end < request.window.end:
        return False
    return due - told <= FRESH or (calendar.strict and calendar.last_closed(told) == calendar.last_closed(due))


def _traded(calendar: Calendar, start: int, end: int) -> bool:
    """Whether a session was open between two times; where no calendar rules that cannot be told."""
    return not calendar.strict or bool(((calendar.open < end) & (calendar.close > start)).any())


def _can_be_cut(found: SharedAnswer, request: FetchRequest) -> bool:
    """Days of a market that is not known yet cannot be told apart: theirs are to be the same."""
    known = request.instrument.calendar != GENERIC or not TIMEFRAMES[request.timeframe].daily
    return known or found.window == request.window


def cut(found: SharedAnswer, request: FetchRequest) -> tuple[FetchRequest, SharedAnswer]:
    """The request as that answer answers it, and of the answer what belongs to it: nothing outside is heard."""
    window = Interval(max(found.window.start, request.window.start), min(found.window.end, request.window.end))
    if window == found.window:
        return replace(request, window=window), found
    rows, answer = found.answer.rows, found.answer
    within = (rows.ts >= window.start) & (rows.ts < window.end)
    prices = (each[within] for each in (rows.open, rows.high, rows.low, rows.close, rows.volume))
    valueless, volumeless = (
        each[(each >= window.start) & (each < window.end)] for each in (answer.valueless, answer.volumeless)
    )
    answer = replace(answer, rows=RawRows(rows.ts[within], *prices), valueless=valueless, volumeless=volumeless)
    return replace(request, window=window), replace(found, answer=answer, window=window)
