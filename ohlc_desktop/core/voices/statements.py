"""Who said what: of which candles two voices said the same.

A voice has no name. That two answers are of two voices shows where they give different prices for many of the same
candles; what both say elsewhere is then known twice. For that a row need not be kept with all answers that gave it: the
answers for one candle all reach over it, so together they reach over one stretch, and its two ends are enough.

``Statements`` is what is known of any number of answers. ``joined`` puts two together, in any order, any number of times and in
any grouping, so a file can take answers one by one: what it knows of the answer's stretch, joined with the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ohlc_desktop.core.candles import Bools, Candles, Int64, concat
from ohlc_desktop.core.voices.candidates import Candidates, distinct, gather, grouped

#: So many candles with different prices make two voices. A feed that corrects itself changes fewer: the last candle of
#: a Friday, which it moves to the settlement, nine times in the longest answer.
ENOUGH = 12


@dataclass(frozen=True, slots=True)
class Statements:
    """What a number of answers said.

    Attributes:
        candidates: Their distinct rows.
        start: int64, one a row: the first stamp of all answers that gave it.
        end: int64, one a row: the last stamp of all answers that gave it.
        lacked: int64, sorted: stamps of candles that an answer reaches over without having them.
        windows: int64, shape (answers, 2): first and last stamp of each answer, without those inside another, sorted.
    """

    candidates: Candidates
    start: Int64
    end: Int64
    lacked: Int64
    windows: Int64


def statement(answer: Candles) -> Statements:
    """What one answer said."""
    found = gather([answer])
    ends = found.rows.ts[[0, -1]] if len(found.rows) else np.empty(0, dtype=np.int64)
    start, end = (np.full(len(found.rows), edge, dtype=np.int64) for edge in (ends if len(ends) else (0, 0)))
    return Statements(found, start, end, np.empty(0, dtype=np.int64), ends.reshape(-1, 2))


def joined(one: Statements, other: Statements) -> Statements:
    """What both said together."""
    lacked = [one.lacked, other.lacked, _passed_over(one, other), _passed_over(other, one)]
    windows = _widest(np.concatenate((one.windows, other.windows)))
    rows = concat((one.candidates.rows, other.candidates.rows))
    order = np.lexsort(rows.columns[::-1])
    rows = rows.take(order)
    start, end = (np.concatenate(ends)[order] for ends in ((one.start, other.start), (one.end, other.end)))
    first = distinct(rows)
    if len(first):
        start, end = np.minimum.reduceat(start, first), np.maximum.reduceat(end, first)
    return Statements(grouped(rows.take(first)), start, end, np.unique(np.concatenate(lacked)), windows)


def recalled(stored: Candles, rows: Candles, start: Int64, end: Int64, lacked: Int64, windows: Int64) -> Statements:
    """What was said, from what a file keeps.

    Of a candle that an answer lacked and that has one row, ``start`` and ``end`` may take in the answers that lacked it;
    nothing counts by them.

    Args:
        stored: Sorted candles, those with kept rows left out: each is its only row.
        rows: The kept rows (``choice.kept``).
        start: As in ``Statements``, one a kept row.
        end: Likewise.
        lacked: As in ``Statements``.
        windows: As in ``Statements``.
    """
    first, last = reach(stored.ts, windows)
    untold = last < first  # stored before anybody noted how far answers reach
    first, last = np.where(untold, stored.ts, first), np.where(untold, stored.ts, last)
    both = concat((stored, rows))
    order = np.lexsort(both.columns[::-1])
    start, end = np.concatenate((first, start))[order], np.concatenate((last, end))[order]
    return Statements(grouped(both.take(order)), start, end, lacked, windows)


def _passed_over(one: Statements, other: Statements) -> Int64:
    """Stamps of one that an answer of the other reaches over without having them."""
    ts = np.setdiff1d(one.candidates.ts, other.candidates.ts, assume_unique=True)
    start, end = reach(ts, other.windows)
    return ts[end >= start]


def reach(ts: Int64, windows: Int64) -> tuple[Int64, Int64]:
    """The first and the last stamp of all answers that reach over each of the stamps; an end before the start for none.

    Of a candle that every answer gave the same row for, this is the row's ``start`` and ``end``: a file need not keep
    them.

    Args:
        ts: Sorted stamps.
        windows: As in ``Statements``: sorted, none inside another, so that both columns rise.
    """
    first = np.searchsorted(windows[:, 1], ts)
    last = np.searchsorted(windows[:, 0], ts, side="right") - 1
    covered = first <= last
    if not covered.any():
        return np.zeros(len(ts), dtype=np.int64), np.full(len(ts), -1, dtype=np.int64)
    return np.where(covered, windows[np.where(covered, first, 0), 0], 0), np.where(covered, windows[last, 1], -1)


def _widest(windows: Int64) -> Int64:
    """The windows that are not inside another, sorted."""
    windows = windows[np.lexsort((-windows[:, 1], windows[:, 0]))]
    before = np.maximum.accumulate(windows[:, 1])
    kept = np.ones(len(windows), dtype=np.bool_)
    kept[1:] = windows[1:, 1] > before[:-1]
    return windows[kept]


def agreed(ts: Int64, known: Statements) -> Bools:
    """Of which candles two voices said the same prices.

    A candle counts if at least ``ENOUGH`` contested ones were given in two versions by answers that both reach over it,
    if it is not contested itself, and if no answer lacked it. Candles that an answer lacked tell no voices apart
    either: the feed drops holidays after weeks.

    Args:
        ts: Sorted stamps of candles.
        known: At least the contested candles whose rows reach over the stamps (``start``, ``end``), and the stamps that
            were lacked.
    """
    begin, finish = _doubled(known)
    count = np.searchsorted(np.sort(begin), ts, side="right") - np.searchsorted(np.sort(finish), ts)
    doubtful = np.union1d(known.candidates.ts[known.candidates.contested], known.lacked)
    return (count >= ENOUGH) & ~np.isin(ts, doubtful)


def _doubled(known: Statements) -> tuple[Int64, Int64]:
    """For each contested candle that no answer lacked, the stretch that answers with different prices for it share."""
    start, end, candle = _by_prices(known)
    counts = known.candidates.contested & ~np.isin(known.candidates.ts, known.lacked)
    rows = counts[candle]
    start, end, candle = start[rows], end[rows], candle[rows]
    first = np.flatnonzero(np.diff(candle, prepend=-1))
    after = np.append(first[1:], len(candle))[: len(first)]
    return start[np.lexsort((start, candle))][first + 1], end[np.lexsort((end, candle))][after - 2]


def _by_prices(known: Statements) -> tuple[Int64, Int64, Int64]:
    """Start, end and candle of the rows, those that differ in volume only taken together."""
    rows = known.candidates.rows
    first = distinct(Candles(*rows.columns[:5], np.zeros(len(rows), dtype=np.int64)))
    if not len(first):
        return known.start, known.end, known.candidates.candle
    start, end = np.minimum.reduceat(known.start, first), np.maximum.reduceat(known.end, first)
    return start, end, known.candidates.candle[first]
