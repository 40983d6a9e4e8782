"""Checking one answer: its rows, what it answers, and whether it is all that was due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.checking.daily import unknown_volumes
from ohlc_desktop.core.checking.quality import FLAW_TEXT, Checked, RejectReason, Window, check
from ohlc_desktop.core.market.feed_habits import always_unserved
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import Buckets, Calendar, buckets
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval, answered, inside
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.planning.reach import closed_until
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import DAY, HOUR, MINUTE, TIMEFRAMES, Timeframe
from ohlc_desktop.sources.source import Answer
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import candles as rows

#: A feed that has nothing of so many seconds of trading lags; of less, nothing may have been traded.
STALE = HOUR
#: A series is busy when this share of what was expected in so many seconds was traded.
_BUSY, _LATELY = 0.8, 7 * DAY
#: Rows that say nothing of the candle that is expected at their time; where the feed stood still it has none.
_MISPLACED = (
    RejectReason.OUTSIDE_WINDOW, RejectReason.CLOSED_DAY, RejectReason.OUT_OF_SESSION, RejectReason.OFF_GRID,
    RejectReason.DUPLICATE, RejectReason.FROZEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer after checking, ready to be stored.

    Attributes:
        request: What was asked.
        checked: Its rows by verdict.
        answered: The stretch that counts as answered; empty when nothing of it has closed.
        closed_by: UTC epoch seconds up to which candles count as closed.
        now: UTC epoch seconds of the answer.
        stored: UTC epoch seconds at which it is stored: after ``now`` where another machine was given it.
        valueless: int64, stamps that came without values.
        volumeless: int64, stamps that came with prices and without a volume.
        uncounted: int64, stamps of daily candles whose volume does not count (yet); they are not asked for again for it.
    """

    request: FetchRequest
    checked: Checked
    answered: Interval
    closed_by: int
    now: float
    stored: float
    valueless: Int64
    volumeless: Int64
    uncounted: Int64


def check_answer(
    request: FetchRequest, answer: Answer, calendar: Calendar, now: float, stored: float | None = None
) -> CheckedAnswer:
    """Check the rows of an answer that came at ``now`` (UTC epoch seconds, by the feed's clock if known).

    It is stored at the same time without ``stored``.
    """
    instrument, timeframe = request.instrument, TIMEFRAMES[request.timeframe]
    feed_time = answer.feed_time or int(now) - instrument.feed_delay - timeframe.seconds
    closed_by = closed_until(instrument, calendar, now, feed_time, answer.trading_end)
    closed_by = _before_the_moment(answer.moment, timeframe, closed_by)
    window = Window(*request.window, closed_by, feed_time)
    checked = check(answer.rows, timeframe, instrument, calendar, window)
    end = min(request.window.end, closed_edge(calendar, timeframe, closed_by))
    late = answer.settles_late and timeframe.daily and instrument.root
    uncounted = checked.good.ts[unknown_volumes(checked.good, calendar, now) if late else slice(0)]
    return CheckedAnswer(
        request, checked, Interval(request.window.start, end), closed_by, now, now if stored is None else stored,
        answer.valueless, answer.volumeless, uncounted,
    )  # fmt: skip


def _before_the_moment(moment: int | None, timeframe: Timeframe, closed_by: int) -> int:
    """Up to when candles count as closed for a feed that tells a price of the moment, whatever the clock says.

    In the last quarter of a candle, a minute at most, nothing more is awaited: after a week's close the feed keeps telling
    one that is a second before it.
    """
    if moment is None:
        return closed_by
    begins, rest = moment - moment % timeframe.seconds, min(timeframe.seconds // 4, MINUTE)
    return closed_by if moment >= begins + timeframe.seconds - rest else min(closed_by, begins)


def own_series(request: FetchRequest) -> list[str]:
    """The timeframes whose candles come from the series that is asked for."""
    return [timeframe.name for timeframe in TIMEFRAMES.values() if timeframe.source == request.timeframe]


def brought_nothing(answer: CheckedAnswer, calendar: Calendar) -> bool:
    """Whether a feed had no row at all for a time in which the market was open: no answer to believe."""
    if len(answer.checked.good) or answer.checked.quarantined:
        return False
    return len(expected_of(answer, TIMEFRAMES[answer.request.timeframe], calendar)) > 0


def unproven(answer: CheckedAnswer, state: InstrumentState) -> Buckets:
    """The expected candles at the end of an answer that no row of it, and no earlier answer, reaches; all without rows.

    Whether nothing was traded or the feed lags can only be told once it has a later row. None where no calendar rules,
    and none before the first candle of a contract: the feed need not serve it from the day on which others begin.
    """
    timeframe = TIMEFRAMES[answer.request.timeframe]
    known = answered(state.of(timeframe.name).coverage)
    sent = [*answer.checked.good.ts[-1:].tolist(), *(row.start for row in refused_stretches(timeframe, answer))]
    expected = _served(expected_of(answer, timeframe, state.expected_sessions(timeframe)), timeframe, state)
    first = state.of(timeframe.name).first
    if state.end is not None and first is not None:
        expected = expected.take(expected.start >= first)
    covered = known[-1].end if known else 0
    return expected.take((expected.end > covered) & (expected.start > max(sent))) if sent else expected


class Shortfall(NamedTuple):
    """Why an answer is not all that was due: a cause, and a sentence for a person."""

    cause: str
    message: Message


def shortfall(
    answer: CheckedAnswer, feed: FeedSpec, open_end: Buckets, due: float, busy: Callable[[int], bool]
) -> Shortfall | None:
    """What an answer lacks that makes it a failure, though it came; None when it will do.

    Args:
        answer: The answer.
        feed: Whose.
        open_end: What of it is unproven.
        due: UTC epoch seconds up to which the feed should have had its candles.
        busy: Whether the series was traded without long pauses before a stamp.
    """
    refused, timeframe = answer.checked.quarantined, TIMEFRAMES[answer.request.timeframe]
    if refused and not len(answer.checked.good):
        reasons = tuple(dict.fromkeys(FLAW_TEXT[row.flaw] for row in refused))
        message = Message(
            "None of the rows that {feed} sent can be a candle: {reasons}.", feed=feed.display_name, reasons=reasons
        )
        return Shortfall("refused_rows", message)
    late = open_end.take(open_end.closes <= due)
    long = len(late) and (timeframe.daily or int((late.end - late.start).sum()) >= STALE)
    if long and busy(int(late.start[0])):
        message = Message(
            "{feed} has no candles yet of the newest hours or days in which the market was open.",
            feed=feed.display_name,
        )
        return Shortfall("stale_answer", message)
    return None


def is_busy(connection: Connection, number: int, answer: CheckedAnswer, state: InstrumentState, until: int) -> bool:
    """Whether most of what was expected of a series in the days before a stamp was traded.

    Of a far month or at night an hour without trades is no fault of the feed.
    """
    timeframe = TIMEFRAMES[answer.request.timeframe]
    pieces = state.of(timeframe.name).coverage
    start = max(until - _LATELY, min([answer.answered.start, *(piece.start for piece in pieces[:1])]))
    expected = buckets(state.expected_sessions(timeframe), timeframe, start, until).within(start, until, until)
    stored = rows.read_rows(connection, number, timeframe, start, until)
    traded = np.isin(expected.key, np.concatenate((stored.ts, answer.checked.good.ts)))
    return int(traded.sum()) >= _BUSY * len(expected)


def before(answer: CheckedAnswer, open_end: Buckets) -> CheckedAnswer:
    """The same with nothing answered from the unproven candles on, so that they are asked for again."""
    if not len(open_end):
        return answer
    start, end = answer.answered
    return replace(answer, answered=Interval(start, min(end, max(start, int(open_end.start[0])))))


def expected_of(answer: CheckedAnswer, timeframe: Timeframe, calendar: Calendar) -> Buckets:
    """The candles of a timeframe that the calendar expects of an answer; none where no calendar rules."""
    start, end = answer.answered
    ruled = calendar if calendar.strict else calendar.take(slice(0))
    return buckets(ruled, timeframe, start, end).within(start, end, answer.closed_by)


def _served(expected: Buckets, timeframe: Timeframe, state: InstrumentState) -> Buckets:
    """The candles less those that the feed need not have."""
    never = always_unserved(state.habits, timeframe, state.calendar, expected.span)
    return expected.take(~inside(expected.start, expected.end, never))


def closed_edge(calendar: Calendar, timeframe: Timeframe, closed_by: int) -> int:
    """End of the last candle that has closed by a time, as a stamp of the summary."""
    if timeframe.daily:
        last = calendar.last_closed(closed_by)
        return int(calendar.trade_date[last] + 1) * DAY if last >= 0 else 0
    running = calendar.last_closed(closed_by) + 1
    if running < len(calendar) and calendar.open[running] <= closed_by:
        opened = int(calendar.open[running])
        return opened + (closed_by - opened) // timeframe.seconds * timeframe.seconds
    return closed_by


def refused_stretches(timeframe: Timeframe, answer: CheckedAnswer) -> list[Interval]:
    """The candles for which the feed sent rows that could not be stored."""
    stamps = (row.ts for row in answer.checked.quarantined if row.flaw not in _MISPLACED)
    return [Interval(ts, ts + timeframe.seconds) for ts in stamps]
