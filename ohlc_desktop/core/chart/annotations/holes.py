"""Where candles are missing in a series, and why.

Missing is what :mod:`ohlc_desktop.core.planning.assess` calls so, and what was never answered before the feed stopped keeping
it, both only as far as no candle is stored. A quiet market's minutes without trades are no holes: a short stretch for
which the feed had nothing once is asked for again, but it is most likely one of them. So is a short gap beyond the feed's
reach of which no answer is known: what was answered is forgotten when another program has changed the file.

What is known not to be served is a hole of its own kind, unless it is as short: it is drawn, but nothing is missing in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby

import numpy as np

from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.chart.series import Hole
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import Buckets, buckets, day_of
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.planning.coverage import REFUSED, Answered, Interval, inside, sound, subtract, touched, union
from ohlc_desktop.core.planning.reach import due_until, final_trade_date, series_start
from ohlc_desktop.core.planning.served import Lacking, lacking
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import MINUTE, TIMEFRAMES, Timeframe

#: A stretch that was answered as empty once, or out of reach and of unknown answer, counts as quiet, not as a hole, while
#: it is shorter than so many seconds.
QUIET = 30 * MINUTE


class Cause(IntEnum):
    """Why a candle is missing."""

    UNASKED = 0
    EMPTY = 1
    REFUSED = 2
    UNSERVED = 3
    SILENT = 4


@dataclass(frozen=True, slots=True)
class HoleFacts:
    """What the store knows of the reasons.

    Attributes:
        failure: Why the last attempt failed; nothing when it did not.
        refused: Rows of the source series that cannot be candles: stamp and reason.
        watched: The instrument is on the watchlist, so that the next import asks.
    """

    failure: Message = NOTHING
    refused: tuple[tuple[int, Message], ...] = ()
    watched: bool = True


_NOTHING = HoleFacts()


@dataclass(frozen=True, slots=True)
class _Missing:
    """Absent candles as columns: where they are drawn (int64), why, and whether they can still be had."""

    expected: Buckets
    place: Int64
    cause: Int64
    repairable: Bools

    def without_short(self, of: Bools) -> _Missing:
        """Less the gaps of a few minutes that consist of candles of which ``of`` is true."""
        if not len(self.place):
            return self
        firsts = np.flatnonzero(np.append(True, np.diff(self.place) != 0))
        lasts = np.append(firsts[1:], len(self.place)) - 1
        short = self.expected.end[lasts] - self.expected.key[firsts] < QUIET
        kept = ~np.repeat(short & np.logical_and.reduceat(of, firsts), lasts - firsts + 1)
        return _Missing(self.expected.take(kept), self.place[kept], self.cause[kept], self.repairable[kept])


def find_holes(
    state: InstrumentState, timeframe: Timeframe, ts: Int64, now: float, by: float, known: HoleFacts = _NOTHING,
    whole: bool = True,
) -> tuple[Hole, ...]:  # fmt: skip
    """The holes of a series, oldest first.

    For each pair of neighbouring candles that are not neighbours there is one at most of what is missing, and one of each
    reason for which nothing is missing.

    Args:
        state: The instrument, with the coverage of the series' source. Without a strict calendar there are no holes.
        timeframe: Of the series.
        ts: Stamps of its candles, sorted; there are no holes in an empty series.
        now: UTC epoch seconds; decides what the feed still keeps.
        by: What the feed has only had after this moment (UTC epoch seconds) is not missing yet.
        known: What is known of the reasons.
        whole: False when older candles are stored than ``ts`` holds: what is missing before them is left out.
    """
    if not len(ts) or not state.calendar.strict:
        return ()
    pieces = [piece for piece in state.of(timeframe.source).coverage if not _is_quiet(piece)]
    reach = series_start(state, timeframe, now)
    start = min(int(ts[0]), reach) if whole else int(ts[0])
    due = due_until(state.instrument, by)
    span = Interval(start, final_trade_date(state, by) if timeframe.daily else due)
    lacks = lacking(state, TIMEFRAMES[timeframe.source], span, now)
    expected = _absent(state, timeframe, span, due, pieces)
    expected = _without(expected.take(~inside(expected.start, expected.end, lacks.either)), ts)
    refused = _spans([piece for piece in pieces if not piece.settled and piece.day == REFUSED])
    empty = inside(expected.start, expected.end, _spans(_empty(pieces)))
    cause = np.where(empty, Cause.EMPTY, Cause.UNASKED).astype(np.int64)
    cause[touched(expected.start, expected.end, refused)] = Cause.REFUSED
    found = _Missing(expected, np.searchsorted(ts, expected.key), cause, expected.start >= reach)
    never = (found.cause == Cause.UNASKED) & ~found.repairable  # no answer is known, and none can be had
    holes = _by_place(_groups(found.without_short(never), state, timeframe, pieces, known))
    apart = _explained(state, timeframe, ts, span, due, lacks)
    return tuple(
        sorted((*holes, *_groups(apart, state, timeframe, pieces, known)), key=lambda hole: (hole.place, hole.start))
    )


def _explained(
    state: InstrumentState, timeframe: Timeframe, ts: Int64, span: Interval, due: int, lacks: Lacking
) -> _Missing:  # fmt: skip
    """The expected candles that need not be there, where they are more than a few minutes and candles follow.

    After the newest candle what is missing is told, not how much of it nobody will ever have.
    """
    sessions = state.expected_sessions(timeframe)
    found = _unique([buckets(sessions, timeframe, *part) for part in lacks.either]).within(*span, due)
    found = _without(found.take(inside(found.start, found.end, lacks.either)), ts)
    found = found.take(found.key < ts[-1])
    served = ~inside(found.start, found.end, lacks.unserved)
    place = np.searchsorted(ts, found.key)
    cause = np.where(served, Cause.SILENT, Cause.UNSERVED).astype(np.int64)
    every = np.ones(len(found), dtype=np.bool_)
    return _Missing(found, place, cause, repairable=~every).without_short(every)


def _without(expected: Buckets, ts: Int64) -> Buckets:
    """The candles that are not at ``ts``, which are sorted and some."""
    return expected.take(ts[np.minimum(np.searchsorted(ts, expected.key), len(ts) - 1)] != expected.key)


def calmed(pieces: Sequence[Answered]) -> tuple[Answered, ...]:
    """The coverage with what most likely was a quiet market taken as answered for good."""
    return tuple(piece._replace(settled=piece.settled or _is_quiet(piece)) for piece in pieces)


def _is_quiet(piece: Answered) -> bool:
    """Answered as empty once, and so short that nothing need have been traded; times without values are no answer."""
    unknown = piece.settled or piece.silent or piece.day == REFUSED
    return not unknown and piece.end - piece.start < QUIET


def _empty(pieces: Sequence[Answered]) -> list[Answered]:
    return [piece for piece in pieces if not piece.settled and piece.day != REFUSED]


def _spans(pieces: Sequence[Answered]) -> list[Interval]:
    return union((piece.start, piece.end) for piece in pieces)


def _absent(
    state: InstrumentState, timeframe: Timeframe, span: Interval, due: int, pieces: Sequence[Answered]
) -> Buckets:  # fmt: skip
    """The expected candles that were not answered for good; looks only where the coverage leaves room for some."""
    good = sound(state.of(timeframe.source).coverage)
    empty = _spans(_empty(pieces))
    doubtful = union([*subtract([span], good), *empty])
    sessions = state.expected_sessions(timeframe)
    found = _unique([buckets(sessions, timeframe, *part) for part in doubtful]).within(*span, due)
    return found.take(~inside(found.start, found.end, good) | inside(found.start, found.end, empty))


def _unique(parts: Sequence[Buckets]) -> Buckets:
    """All of them, each once, in order."""
    if not parts:
        none = np.empty(0, dtype=np.int64)
        return Buckets(none, none, none, none)
    columns = [np.concatenate([getattr(part, name) for part in parts]) for name in ("key", "start", "end", "closes")]
    _, first = np.unique(columns[0], return_index=True)
    return Buckets(*(column[first] for column in columns))


# -- what is told ------------------------------------------------------------------------------------


def _groups(
    found: _Missing, state: InstrumentState, timeframe: Timeframe, pieces: Sequence[Answered], known: HoleFacts
) -> Iterator[Hole]:
    """A hole for each run of absent candles with one place, cause and hope."""
    if not len(found.place):
        return
    kind = np.stack((found.place, found.cause, found.repairable))
    firsts = np.flatnonzero(np.append(True, (np.diff(kind) != 0).any(axis=0)))
    lasts = np.append(firsts[1:], len(found.place)) - 1
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        start, end = int(found.expected.key[first]), int(found.expected.end[last])
        repairable = bool(found.repairable[first])
        cause = Cause(int(found.cause[first]))
        limit = NOTHING if repairable else _limit(state.feed, timeframe)
        reason = _reason(cause, state.feed, (start, end), pieces, known, limit)
        place, unserved = float(found.place[first]) - 0.5, cause in (Cause.UNSERVED, Cause.SILENT)
        yield Hole(start, end, place, last - first + 1, reason, repairable, unserved)


def _by_place(holes: Iterator[Hole]) -> list[Hole]:
    """The same with one hole a place; it tells all reasons, and can be repaired where a part of it can."""
    merged = []
    for place, found in groupby(holes, key=lambda hole: hole.place):
        parts = list(found)
        reason = sentences(*dict.fromkeys(part.reason for part in parts))
        candles, repairable = sum(part.candles for part in parts), any(part.repairable for part in parts)
        merged.append(Hole(parts[0].start, parts[-1].end, place, candles, reason, repairable))
    return merged


def _reason(
    cause: Cause, feed: FeedSpec, span: tuple[int, int], pieces: Sequence[Answered], known: HoleFacts, keeps: Message
) -> Message:  # fmt: skip
    if cause in (Cause.UNSERVED, Cause.SILENT):
        return feed.habits if cause is Cause.UNSERVED else feed.silence
    again = Message("they are asked for again on another day" if cause is Cause.EMPTY else "they are asked for again")
    if not known.watched:
        again = Message("no import asks for them while the instrument is not on the watchlist")
    if cause in (Cause.EMPTY, Cause.REFUSED):
        told = _empty_answer(feed, span, pieces) if cause is Cause.EMPTY else _refusal(feed, span, known)
        if keeps:
            return Message("{told}, and {limit}.", told=told, limit=keeps)
        return Message("{told}; {again}.", told=told, again=again)
    if keeps:
        return Message("They were not asked for in time: {limit}.", limit=keeps)
    if known.failure:
        return Message("The last attempt to get them failed: {failure}", failure=known.failure)
    again = Message("the next import does") if known.watched else again
    return Message("They have not been asked for yet; {again}.", again=again)


def _limit(feed: FeedSpec, timeframe: Timeframe) -> Message:
    """Why the feed is not asked for what lies so far back."""
    limits = feed.limits_of(timeframe)
    return Message(
        "imports reach back {days} days only"
        if limits.kept is None
        else "{feed} keeps {timeframe} candles for {days} days only",
        feed=feed.display_name, timeframe=timeframe.source, days=limits.kept or limits.backfill,
    )  # fmt: skip


def _empty_answer(feed: FeedSpec, span: tuple[int, int], pieces: Sequence[Answered]) -> Message:
    there = [piece for piece in _empty(pieces) if piece.start < span[1] and piece.end > span[0]]
    return Message(
        "{feed} sent their times without prices when it was asked on {day}"
        if any(piece.silent for piece in there)
        else "{feed} had none of them when it was asked on {day}",
        feed=feed.display_name, day=day_of(max(piece.day for piece in there)).isoformat(),
    )  # fmt: skip


def _refusal(feed: FeedSpec, span: tuple[int, int], known: HoleFacts) -> Message:
    reasons = [reason for ts, reason in known.refused if span[0] <= ts < span[1]]
    if not reasons:
        return Message("{feed} sent rows that cannot be candles", feed=feed.display_name)
    return Message(
        "{feed} sent a row that cannot be a candle ({reasons})"
        if len(reasons) == 1
        else "{feed} sent {count} rows that cannot be candles ({reasons})",
        feed=feed.display_name, count=len(reasons), reasons=tuple(dict.fromkeys(reasons)),
    )  # fmt: skip
