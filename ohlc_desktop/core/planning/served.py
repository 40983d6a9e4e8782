"""Why expected candles are absent though the feed has answered: it does not serve them, or nobody had any.

Both are told apart from what is missing. What a feed does not serve is known from its habits (:mod:`feed_habits`). Silence is
known from the instruments that trade by the same calendar: where at least two were answered for and none has a row, the
exchange was closed or halted, or the feed was. Either is no more than the absence of rows, so that a row that comes later
changes the verdict, and nothing of it is stored but what was asked and did not come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ohlc_desktop.core.market.feed_habits import unserved
from ohlc_desktop.core.planning.coverage import REFUSED, Interval, answered, intersect, subtract, union
from ohlc_desktop.core.planning.state import InstrumentState, SeriesState
from ohlc_desktop.core.timeframes import Timeframe


@dataclass(frozen=True, slots=True)
class Lacking:
    """Stretches of a source series without candles in which nothing is missing; sorted and disjoint.

    Attributes:
        unserved: The feed does not serve them.
        either: Those, and where no instrument of the calendar has a candle.
    """

    unserved: list[Interval]
    either: list[Interval]


def lacking(state: InstrumentState, source: Timeframe, span: Interval, now: float) -> Lacking:
    """What need not be there of a source series within a span of its stamps; ``now`` in UTC epoch seconds."""
    if not state.calendar.strict or span.end <= span.start:
        return Lacking([], [])
    series = state.of(source.name)
    known = answered(series.coverage)
    asked, unasked = intersect(intersect(series.absent, known), [span]), subtract([span], known)
    never = unserved(state.habits, source, state.calendar, asked, unasked, now)
    return Lacking(never, union([*never, *intersect(state.silence.get(source.name, ()), asked)]))


def common_silence(instruments: Sequence[SeriesState]) -> tuple[Interval, ...]:
    """Where none of at least two instruments has a candle, each of them answered for.

    Args:
        instruments: The same source series of every instrument of a calendar. A time of which the feed sent a row that
            could not be stored, or its slot without values, is not silent.
    """
    heard: list[tuple[int, int]] = []
    quiet: list[Interval] = []
    twice: list[Interval] = []
    for series in instruments:
        known = answered(series.coverage)
        loud = [(p.start, p.end) for p in series.coverage if p.silent or (p.day == REFUSED and not p.settled)]
        absent = subtract(intersect(series.absent, known), loud)
        heard += subtract(known, absent)
        twice = union([*twice, *intersect(quiet, absent)])
        quiet = union([*quiet, *absent])
    return tuple(subtract(twice, heard))
