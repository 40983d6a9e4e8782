"""The brain of an import: from what is stored and what time it is to the fewest requests.

Pure: the same coverage, time and watchlist always give the same plan. A normal day needs three requests
an instrument (1m, 5m, 1d), a backfill four (2m as well), and what is complete and settled none. A contract that has
ended is asked for until all up to its end is answered, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ohlc_desktop.core.checking.splits import OVERLAP_DAYS, can_split
from ohlc_desktop.core.derive import finished
from ohlc_desktop.core.market.feed_habits import unserved
from ohlc_desktop.core.market.feed_spec import FeedLimits
from ohlc_desktop.core.market.instruments import GENERIC, Instrument
from ohlc_desktop.core.market.sessions import Calendar, buckets, local_day, local_time
from ohlc_desktop.core.planning.coverage import Interval, answered, inside, intersect, subtract, union, unsettled
from ohlc_desktop.core.planning.reach import (
    MARGIN,
    SETTLE,
    backfill_start,
    due_until,
    final_trade_date,
    minutes_take_over,
    reach_start,
    series_start,
)
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.timeframes import DAY, SOURCES, TIMEFRAMES, Timeframe

#: The tail is not asked for again sooner: nothing new can be in the feed.
TAIL_PAUSE = 120
#: With the newest candles, those of so many seconds before are asked for again, which takes no request more: successive
#: answers differ, and what two of them say is known better.
OVERLAP = 4 * DAY
#: What one answer alone leaves doubtful is asked for again after so many seconds, so many times.
LOOK_PAUSE, LOOKS = 900, 2
#: Daily candles of this many days are asked for again each day: settlements are revised and missing days
#: have come back later (https://github.com/ranaroussi/yfinance/issues/2620).
DAILY_REFRESH = 30
#: The last daily candle of a contract is settled so many seconds after its session: its volume is known last.
LAST_SETTLEMENT = 2 * DAY


class Purpose(StrEnum):
    """Why a request is made."""

    BACKFILL = "backfill"
    SYNC = "sync"
    REPAIR = "repair"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One request to a feed.

    Attributes:
        instrument: What for.
        timeframe: One of ``SOURCES``.
        start: UTC epoch seconds, first moment asked for.
        end: UTC epoch seconds, exclusive.
        window: The same in the series' stamps: what counts as answered afterwards.
        purpose: Why.
        needed: What of the window the request is made for, where the rest is asked for again because it costs nothing;
            None for all of it.
        heard: UTC epoch seconds of the last answer about the series, None if never.
    """

    instrument: Instrument
    timeframe: str
    start: int
    end: int
    window: Interval
    purpose: Purpose
    needed: Interval | None = None
    heard: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests of a run, and the (symbol, source timeframe) pairs that need none."""

    requests: tuple[FetchRequest, ...]
    complete: tuple[tuple[str, str], ...]


def make_plan(
    instruments: Sequence[InstrumentState], now: float, sources: Iterable[str] = SOURCES, insist: bool = False
) -> Plan:
    """The fewest requests that bring every series up to date.

    Args:
        instruments: The watchlist, in its order.
        now: UTC epoch seconds.
        sources: Source timeframes to consider.
        insist: A person asks for a repair: whatever is missing is asked for, even if the feed has answered
            today that it has none of it. What is complete is left alone.
    """
    wanted = set(sources)
    requests: list[FetchRequest] = []
    complete: list[tuple[str, str]] = []
    for state in instruments:
        for name in (name for name in SOURCES if name in wanted & state.feed.limits.keys()):
            found = _requests_for(state, TIMEFRAMES[name], now, insist)
            requests.extend(found)
            if not found:
                complete.append((state.instrument.symbol, name))
    return Plan(tuple(requests), tuple(complete))


def _requests_for(state: InstrumentState, timeframe: Timeframe, now: float, insist: bool) -> list[FetchRequest]:
    if state.gone and state.has_ended(now) and not insist:
        return []
    if timeframe.daily:
        return _daily(state, timeframe, now, insist)
    series = state.of(timeframe.name)
    unknown = _is_unknown(series, now, insist)
    # The first answer tells the market: before it no session is known from whose open on 1m could take over.
    takes_over = timeframe.name == "2m" and not (unknown and state.calendar.name == GENERIC)
    closes = state.end.closes if state.end else int(now)
    end = min(minutes_take_over(state, now) if takes_over else int(now), closes)
    if unknown:
        return _backfill(state, timeframe, end, now)
    due = min(due_until(state.instrument, now), end, state.end.over if state.end else end)
    need = _needed(state, timeframe, Interval(series_start(state, timeframe, now), due), now, insist)
    tail_only = bool(need) and need[-1].end == due and len(need) == 1 and _is_tail(series, need[0])
    if tail_only and not insist and series.asked is not None and now - series.asked < TAIL_PAUSE:
        return []
    return [
        _part(state, timeframe, group, now, due, end)
        for group in _grouped(need, _span(state.feed.limits_of(timeframe)))
    ]


def _backfill(state: InstrumentState, timeframe: Timeframe, end: int, now: float) -> list[FetchRequest]:
    """The requests for all that is wanted at first; of what lies before the newest of them the feed may have nothing."""
    limits = state.feed.limits_of(timeframe)
    start = backfill_start(limits, now)
    if start >= end:
        return []
    whole = [Interval(start, end)]
    *older, newest = whole if end - start <= limits.span * DAY else _grouped(whole, _span(limits))
    return [
        *(_intraday_request(state, timeframe, *part, Purpose.REPAIR) for part in older),
        _intraday_request(state, timeframe, *newest, Purpose.BACKFILL),
    ]


def _span(limits: FeedLimits) -> int:
    """Seconds that one request may reach over."""
    return limits.span * DAY - MARGIN


def _part(
    state: InstrumentState, timeframe: Timeframe, group: Interval, now: float, due: int, newest: int
) -> FetchRequest:
    """The request for a stretch that is needed; one for the newest candles looks at those of the last days again."""
    tail, limits = _is_tail(state.of(timeframe.name), group), state.feed.limits_of(timeframe)
    end = max(group.end, min(newest, group.start + _span(limits))) if group.end == due else group.end
    again = max(OVERLAP, timeframe.seconds) if tail else timeframe.seconds
    earliest = max(group.start - again, reach_start(limits, now))
    start = min(max(earliest, end - _span(limits)), max(group.start - timeframe.seconds, earliest))
    request = _intraday_request(state, timeframe, start, end, Purpose.SYNC if tail else Purpose.REPAIR)
    return replace(request, needed=group)


def _is_unknown(series: SeriesState, now: float, insist: bool) -> bool:
    """Nothing stored, and not asked for today (or asked for once more)."""
    asked_today = series.asked is not None and series.asked // DAY == now // DAY
    return series.count == 0 and (insist or not asked_today)


def _is_tail(series: SeriesState, need: Interval) -> bool:
    """True for a stretch that begins where the answered one ends: a normal sync."""
    covered = answered(series.coverage)
    return bool(covered) and need.start >= covered[-1].end


def _needed(state: InstrumentState, timeframe: Timeframe, wanted: Interval, now: float, insist: bool) -> list[Interval]:
    """What is wanted and neither answered nor settled, without stretches in which nothing is traded or served."""
    coverage = state.of(timeframe.name).coverage
    if wanted.end <= wanted.start:
        return []
    missing = subtract([wanted], answered(coverage))
    again = intersect([wanted], unsettled(coverage, before_day=None if insist else int(now // DAY)))
    sessions, blank = state.asked_sessions(timeframe), union([*missing, *again])
    never = unserved(state.habits, timeframe, state.calendar, (), blank, now) if state.calendar.strict else []
    need = union([*blank, *intersect([wanted], _doubtful(state.of(timeframe.name), now, insist))])
    return [part for part in need if _trades(sessions, timeframe, part, wanted.end, never)]


def _doubtful(series: SeriesState, now: float, insist: bool) -> list[tuple[int, int]]:
    """What is to be looked at once more: the feed needs a while to speak with another voice."""
    if series.asked is None or (now - series.asked < LOOK_PAUSE and not insist):
        return []
    return [(doubt.start, doubt.end) for doubt in series.doubts if insist or doubt.looks < LOOKS]


def _trades(calendar: Calendar, timeframe: Timeframe, part: Interval, due: int, never: Sequence[Interval]) -> bool:
    """Whether a whole candle is expected in the stretch that the feed may still have."""
    if not calendar.strict:
        return part.end - part.start >= timeframe.seconds
    expected = finished(buckets(calendar, timeframe, *part), [part], due)
    return not inside(expected.start, expected.end, never).all()


def _grouped(need: Sequence[Interval], span: int) -> list[Interval]:
    """The stretches joined into the fewest windows of at most ``span`` seconds; longer ones are cut."""
    groups: list[Interval] = []
    for part in need:
        if groups and part.end - groups[-1].start <= span:
            groups[-1] = Interval(groups[-1].start, part.end)
            continue
        start = part.start
        while part.end - start > span:
            groups.append(Interval(start, start + span))
            start += span
        groups.append(Interval(start, part.end))
    return groups


def _intraday_request(
    state: InstrumentState, timeframe: Timeframe, start: int, end: int, purpose: Purpose
) -> FetchRequest:
    heard = state.of(timeframe.name).asked
    return FetchRequest(state.instrument, timeframe.name, start, end, Interval(start, end), purpose, heard=heard)


def _daily(state: InstrumentState, timeframe: Timeframe, now: float, insist: bool) -> list[FetchRequest]:
    series = state.of(timeframe.name)
    final = final_trade_date(state, now)
    start = series_start(state, timeframe, now)
    if _is_unknown(series, now, insist):
        return [_daily_request(state, timeframe, start, now, Purpose.BACKFILL)] if start < final else []
    need = _needed(state, timeframe, Interval(start, final), now, insist)
    if not need and (insist or not _refresh_due(state, series, now)):
        return []
    overlap = OVERLAP_DAYS * DAY if can_split(state.instrument) else 0
    oldest = min([final - DAILY_REFRESH * DAY, *(part.start - overlap for part in need)])
    tail = not need or all(_is_tail(series, part) for part in need)
    purpose = Purpose.REPAIR if not tail else Purpose.SYNC if need else Purpose.REFRESH
    return [_daily_request(state, timeframe, max(oldest, start), now, purpose)]


def _refresh_due(state: InstrumentState, series: SeriesState, now: float) -> bool:
    """Settlements are looked at again once a day, and once the newest session is final."""
    if series.asked is not None and state.end is not None and series.asked >= state.end.closes + LAST_SETTLEMENT:
        return False
    if series.asked is None or series.asked // DAY != now // DAY:
        return True
    last = state.calendar.last_closed(due_until(state.instrument, now))
    ready = state.calendar.close[last] + state.instrument.feed_delay + SETTLE if last >= 0 else 0
    return bool(series.asked < ready)


def _daily_request(
    state: InstrumentState, timeframe: Timeframe, first: int, now: float, purpose: Purpose
) -> FetchRequest:
    """A request for whole trade dates that ends before the next session's live row can appear.

    A feed may add the running session's row under today's date from its open on, and drop the settled one for it. Asking
    only up to the next session's open avoids both.
    """
    calendar = state.calendar
    last = calendar.last_closed(now)
    following = int(calendar.open[last + 1]) if 0 <= last + 1 < len(calendar) else int(now)
    end = min(int(now), following) if calendar.strict else int(now)
    until = int(calendar.trade_date[last] + 1) if calendar.strict and last >= 0 else local_day(now, calendar.zone) + 1
    window = Interval(first, max(until * DAY, first))
    earlier = int(calendar.name == GENERIC)  # in an unknown zone the day may have begun before
    start = local_time(first // DAY - earlier, calendar.zone)
    heard = state.of(timeframe.name).asked
    return FetchRequest(state.instrument, timeframe.name, start, end, window, purpose, heard=heard)


def by_its_hours(request: FetchRequest, calendar: Calendar, first_row: int | None) -> FetchRequest:
    """A request that was made before the market of its instrument was known, as that market's hours have it.

    Args:
        request: Its window of daily stamps becomes that of the days in the zone of the market.
        calendar: The hours of the market.
        first_row: Stamp of the first row of the answer; the day in which the request begins is whole if that is its.
    """
    if not TIMEFRAMES[request.timeframe].daily:
        return request
    begins = local_day(request.start, calendar.zone)
    first = begins if first_row == begins * DAY else begins + 1
    until = max(local_day(request.end, calendar.zone) + 1, first)
    return replace(request, window=Interval(first * DAY, until * DAY))
