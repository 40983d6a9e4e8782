"""How complete a series is: what the calendar expects, what is missing, and one word for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.market.sessions import Buckets, buckets
from ohlc_desktop.core.planning.coverage import (
    Interval,
    answered,
    inside,
    silent,
    sound,
    subtract,
    touched,
    union,
    unsettled,
)
from ohlc_desktop.core.planning.reach import due_until, final_trade_date, series_start
from ohlc_desktop.core.planning.served import lacking
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe, followers


@dataclass(frozen=True, slots=True)
class Assessment:
    """How complete a series is at a moment.

    Attributes:
        expected: Candles that the calendar expects inside the reach, of a contract while it is served and trades;
            None where no calendar rules.
        missing: Expected candles that are neither stored nor answered as empty on two days, and those made from a finer
            timeframe of which the feed sent times without values: they are provisional. None likewise.
        newer: How many of the missing ones are newer than anything answered: the series is behind. None of a contract
            that the feed knows no more: no import can bring them.
        windows: Where candles are missing, as stamps.
        unserved: Expected candles that are absent because the feed does not serve them; not among the missing.
        silent: Likewise where no instrument of the calendar has a candle.
    """

    expected: int | None
    missing: int | None
    newer: int
    windows: tuple[Interval, ...]
    unserved: int = 0
    silent: int = 0

    def state(self, count: int, failed: bool = False) -> CoverageState:
        """One word for a series with ``count`` candles whose last attempt failed or not."""
        behind = self.newer > 0
        holes = bool(self.missing) and (self.missing or 0) > self.newer
        if failed and (behind or holes or not count):
            return CoverageState.FAILED
        if not count:
            return CoverageState.EMPTY
        if behind:
            return CoverageState.STALE
        return CoverageState.PARTIAL if holes else CoverageState.COMPLETE


def assess(state: InstrumentState, timeframe: Timeframe, now: float, by: float | None = None) -> Assessment:
    """Compare what the calendar expects of a series with its coverage.

    Args:
        state: The instrument.
        timeframe: The series.
        now: UTC epoch seconds; decides how far back candles are expected.
        by: Candles that the feed has only had after this moment (UTC epoch seconds) are not expected yet;
            ``now`` if not given.
    """
    expected = _expected(state, timeframe, now, now if by is None else by)
    coverage, others = state.of(timeframe.source).coverage, _by_others(state, timeframe, expected.span.start)
    expected = expected.take(~_before_the_first(state, timeframe, expected))
    covered = union([*answered(coverage), *others])
    if not state.calendar.strict:
        # nothing is expected: only being behind can be told, by a day at least
        behind = len(expected) > 0 and (not covered or covered[-1].end < expected.end[-1])
        return Assessment(None, None, int(behind), ())
    lacks = lacking(state, TIMEFRAMES[timeframe.source], expected.span, now)
    given = inside(expected.start, expected.end, others)
    unserved = inside(expected.start, expected.end, lacks.unserved) & ~given
    explained = inside(expected.start, expected.end, lacks.either) & ~given
    lost = (
        ~inside(expected.start, expected.end, union([*sound(coverage), *others]))
        | inside(expected.start, expected.end, subtract(unsettled(coverage), others))
        | touched(expected.start, expected.end, subtract(silent(coverage), [*lacks.unserved, *others]))
    )
    absent = expected.take(lost & ~explained)
    newest = covered[-1].end if covered else 0
    newer = int((absent.end > newest).sum()) if covered and not state.gone else 0
    apart = int(unserved.sum()), int((explained & ~unserved).sum())
    return Assessment(len(expected), len(absent), newer, _windows(expected, absent), *apart)


def provisional(state: InstrumentState, timeframe: Timeframe, now: float) -> Int64:
    """Stamps of the candles, stored or not, that need source candles whose times came without values; int64, sorted.

    What the feed does not serve is none of them: a slot without values is how it leaves such candles out.
    """
    mute = silent(state.of(timeframe.source).coverage) if state.calendar.strict else []
    if mute:
        span = Interval(mute[0].start, mute[-1].end)
        mute = subtract(mute, lacking(state, TIMEFRAMES[timeframe.source], span, now).unserved)
    keys = [buckets(state.calendar, timeframe, *part).key for part in mute]
    return np.unique(np.concatenate(keys)) if keys else np.empty(0, dtype=np.int64)


def _expected(state: InstrumentState, timeframe: Timeframe, now: float, by: float) -> Buckets:
    start = series_start(state, timeframe, now)
    due = due_until(state.instrument, by)
    end = final_trade_date(state, by) if timeframe.daily else due
    if not state.calendar.strict:
        days = state.calendar.take((state.calendar.close > start) & (state.calendar.close <= due))
        bounds = days.trade_date * 86400 if timeframe.daily else days.open
        ends = (days.trade_date + 1) * 86400 if timeframe.daily else days.close
        return Buckets(bounds, bounds, ends, days.close)
    return buckets(state.expected_sessions(timeframe), timeframe, start, end).within(start, end, due)


def _before_the_first(state: InstrumentState, timeframe: Timeframe, expected: Buckets) -> Bools:
    """For each candle whether the feed began to serve a contract after it.

    So it is when the feed has answered on two days that it has nothing up to the oldest candle that is stored.
    """
    source = state.of(timeframe.source)
    if state.end is None or source.first is None:
        return np.zeros(len(expected), dtype=np.bool_)
    settled = union((piece.start, piece.end) for piece in source.coverage if piece.settled)
    return (expected.end <= source.first) & inside(expected.start, expected.end, settled)


def _by_others(state: InstrumentState, timeframe: Timeframe, since: int) -> list[Interval]:
    """Where a series has what its feed has not, in stamps of its source: others speak of it, or of finer candles in whole
    sessions, of which its own are made: of these the ones that end after ``since``, or the newest.
    """
    calendar = state.calendar
    ends = np.append(calendar.trade_date[1:], calendar.trade_date[-1:] + 1)  # nothing is traded between two of them
    pieces = (calendar.trade_date * DAY, ends * DAY) if timeframe.daily else (calendar.open, calendar.close)
    found = [*state.of(timeframe.source).others, *state.of(timeframe.name).others]
    for name, series in state.series.items():
        if series.files and timeframe in followers(TIMEFRAMES[name]):
            whole = np.flatnonzero(inside(calendar.open, calendar.close, series.files))
            near = whole[np.minimum(np.searchsorted(pieces[1][whole], since), max(len(whole) - 1, 0)) :]
            found += [Interval(*piece) for piece in zip(*(bounds[near].tolist() for bounds in pieces), strict=True)]
    return union(found)


def _windows(expected: Buckets, absent: Buckets) -> tuple[Interval, ...]:
    if not len(absent):
        return ()
    places = expected.key.searchsorted(absent.key)
    firsts = np.flatnonzero(np.diff(places, prepend=-2) != 1)
    lasts = np.append(firsts[1:], len(places)) - 1
    bounds = zip(absent.start[firsts].tolist(), absent.end[lasts].tolist(), strict=True)
    return tuple(Interval(start, end) for start, end in bounds)
