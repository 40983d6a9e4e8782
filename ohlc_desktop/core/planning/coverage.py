"""Interval algebra: what was asked and answered, and what is still missing.

An interval is half open, ``start <= t < end``, in the stamps of a series: UTC epoch seconds for intraday
timeframes, 00:00 UTC of trade dates for 1d and longer. All functions are pure and return sorted, disjoint,
non-empty intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.candles import Bools, Int64

#: In place of a day: a row came, so the feed did not call the candle empty.
REFUSED = -1


class Interval(NamedTuple):
    """``start <= t < end``."""

    start: int
    end: int


class Answered(NamedTuple):
    """A stretch that the feed has answered for.

    Attributes:
        start: First stamp.
        end: End, exclusive.
        day: UTC day number (epoch seconds // 86400) of the first answer; ``REFUSED`` where a row came that could
            not be stored, which is no empty answer.
        settled: False while expected candles are absent and only one day's answers said so. A stretch
            answered as empty on two different days is settled: nothing was traded there.
        silent: The feed sent its times without values, or prices without a volume, which is no answer: however often it
            does, that settles nothing.
    """

    start: int
    end: int
    day: int
    settled: bool
    silent: bool = False


def union(intervals: Iterable[tuple[int, int]]) -> list[Interval]:
    """The same stretches, sorted, with touching and overlapping ones joined."""
    joined: list[Interval] = []
    for start, end in sorted((s, e) for s, e in intervals if e > s):
        if joined and start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Interval(start, end))
    return joined


def subtract(these: Iterable[tuple[int, int]], those: Iterable[tuple[int, int]]) -> list[Interval]:
    """What is in ``these`` and not in ``those``; one sweep over both."""
    left: list[Interval] = []
    holes = union(those)
    first = 0
    for start, end in union(these):
        while first < len(holes) and holes[first].end <= start:
            first += 1
        place = first
        while place < len(holes) and holes[place].start < end:
            if holes[place].start > start:
                left.append(Interval(start, holes[place].start))
            start = max(start, holes[place].end)
            place += 1
        if start < end:
            left.append(Interval(start, end))
        first = max(place - 1, first)
    return left


def intersect(these: Iterable[tuple[int, int]], those: Iterable[tuple[int, int]]) -> list[Interval]:
    """What is in both; one sweep over both."""
    both: list[Interval] = []
    mine, theirs = union(these), union(those)
    first = second = 0
    while first < len(mine) and second < len(theirs):
        start = max(mine[first].start, theirs[second].start)
        end = min(mine[first].end, theirs[second].end)
        if start < end:
            both.append(Interval(start, end))
        if mine[first].end <= theirs[second].end:
            first += 1
        else:
            second += 1
    return both


def answered(pieces: Iterable[Answered]) -> list[Interval]:
    """Everything that was answered, whether settled or not."""
    return union((piece.start, piece.end) for piece in pieces)


def sound(pieces: Iterable[Answered]) -> list[Interval]:
    """Everything that was answered, less the candles whose rows had to be refused: nothing is derived over them."""
    return union((piece.start, piece.end) for piece in pieces if piece.settled or piece.day != REFUSED)


def silent(pieces: Iterable[Answered]) -> list[Interval]:
    """Where the feed sent times without values."""
    return union((piece.start, piece.end) for piece in pieces if piece.silent)


def unsettled(pieces: Iterable[Answered], before_day: int | None = None) -> list[Interval]:
    """The stretches where expected candles are absent; only those first answered before a day, if given."""
    return union((p.start, p.end) for p in pieces if not p.settled and (before_day is None or p.day < before_day))


def record_answer(
    pieces: Sequence[Answered], window: Interval, day: int, holes: Iterable[tuple[int, int]],
    refused: Iterable[tuple[int, int]] = (), valueless: Iterable[tuple[int, int]] = (),
) -> tuple[Answered, ...]:  # fmt: skip
    """The coverage after one more answer for ``window`` on UTC day ``day``.

    Args:
        pieces: The coverage so far.
        window: What was answered; an empty window changes nothing.
        day: UTC day number of this answer.
        holes: Stretches inside the window whose expected candles are absent after storing the answer.
        refused: Stretches for which rows came that could not be stored: the feed did not call them empty.
        valueless: Stretches whose times came without values.
    """
    if window.end <= window.start:
        return tuple(pieces)
    outside = [piece._replace(start=start, end=end) for piece in pieces for start, end in _outside(piece, window)]
    absent = intersect(holes, [window])
    gone = intersect(absent, refused)
    mute = subtract(intersect(absent, valueless), [*gone, *((p.start, p.end) for p in pieces if p.settled)])
    open_holes = [
        *(Answered(start, end, REFUSED, False) for start, end in gone),
        *(Answered(start, end, day, False, silent=True) for start, end in mute),
        *_still_open(pieces, subtract(absent, [*gone, *mute]), day),
    ]
    calm = [Answered(s, e, day, True) for s, e in subtract([window], [(h.start, h.end) for h in open_holes])]
    return _joined([*outside, *open_holes, *calm])


def withdrawn(pieces: Iterable[Answered], stretches: Sequence[tuple[int, int]]) -> tuple[Answered, ...]:
    """The coverage without some stretches, which so are to be asked for again."""
    return tuple(
        piece._replace(start=start, end=end)
        for piece in pieces
        for start, end in subtract([(piece.start, piece.end)], stretches)
    )


def _outside(piece: Answered, window: Interval) -> list[tuple[int, int]]:
    parts = ((piece.start, min(piece.end, window.start)), (max(piece.start, window.end), piece.end))
    return [(start, end) for start, end in parts if start < end]


def _still_open(pieces: Sequence[Answered], holes: Sequence[Interval], day: int) -> list[Answered]:
    """The parts of the holes that no other day's answer has confirmed as empty, each with its first day."""
    empty_before = [p for p in pieces if p.settled or not (p.day == REFUSED or p.silent)]
    fresh = [Answered(start, end, day, False) for start, end in subtract(holes, answered(empty_before))]
    for first_day in {p.day for p in empty_before if not p.settled and p.day >= day}:
        same = ((p.start, p.end) for p in empty_before if not p.settled and p.day == first_day)
        fresh.extend(Answered(start, end, first_day, False) for start, end in intersect(holes, same))
    return sorted(fresh)


def _joined(pieces: Iterable[Answered]) -> tuple[Answered, ...]:
    """Touching pieces of the same kind as one; settled pieces join whatever their day."""
    joined: list[Answered] = []
    for piece in sorted(pieces):
        last = joined[-1] if joined else None
        same = last and last.end == piece.start and last.settled == piece.settled
        if last and same and (piece.settled or (last.day, last.silent) == (piece.day, piece.silent)):
            joined[-1] = last._replace(end=piece.end)
        else:
            joined.append(piece)
    return tuple(joined)


def inside(start: Int64, end: Int64, intervals: Sequence[tuple[int, int]]) -> Bools:
    """For each ``[start, end)`` whether one of the disjoint, sorted intervals holds it whole."""
    if not intervals:
        return np.zeros(len(start), dtype=np.bool_)
    bounds = np.array(intervals, dtype=np.int64)
    place = np.searchsorted(bounds[:, 0], start, side="right") - 1
    held: Bools = (place >= 0) & (end <= bounds[np.maximum(place, 0), 1])
    return held


def touched(start: Int64, end: Int64, intervals: Sequence[tuple[int, int]]) -> Bools:
    """For each ``[start, end)`` whether one of the disjoint, sorted intervals has a part of it."""
    bounds = np.array(intervals, dtype=np.int64).reshape(-1, 2)
    begun = np.searchsorted(bounds[:, 0], end)
    found: Bools = begun > np.searchsorted(bounds[:, 1], start, side="right")
    return found


def runs(expected: Int64, present: Int64, seconds: int) -> list[Interval]:
    """Stretches of consecutive expected stamps that are not present, each up to the last one's end."""
    absent = ~np.isin(expected, present, assume_unique=True)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], absent, [False])).astype(np.int8)))
    firsts, ends = edges[::2], edges[1::2]
    return [Interval(int(expected[a]), int(expected[b - 1]) + seconds) for a, b in zip(firsts, ends, strict=True)]
