"""Makes anew what is stored of an instrument, a stretch of whole sessions at a time.

Each stretch can be a transaction of its own: afterwards all timeframes of its sessions agree with one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ohlc_desktop.core.market.sessions import Calendar, candle_key
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.merging.arbiter import Arbiter

#: Sessions of a stretch: of contradicted minutes less than a second.
_SESSIONS = 32


class Resettled(NamedTuple):
    """What changed, in all timeframes.

    Attributes:
        changed: Candles with other values than before, and new ones.
        removed: Candles that nobody gives any more.
    """

    changed: int = 0
    removed: int = 0


def stretches(calendar: Calendar, since: int = -EVER) -> list[Interval]:
    """All time in UTC epoch seconds, in stretches that begin with a session; from the one on that ``since`` is in."""
    starts = calendar.open[_SESSIONS::_SESSIONS].tolist()
    return [Interval(*ends) for ends in pairwise([-EVER, *starts, EVER]) if ends[1] > since]


def resettle(arbiter: Arbiter, stretch: Interval, without: str = "") -> Iterator[tuple[str, Resettled]]:
    """Let what follows from all that is known be stored of some sessions; what changed of each timeframe, as it is done.

    Args:
        arbiter: In an open transaction, which must not be committed before all timeframes are done.
        stretch: One of :func:`stretches`.
        without: A source that is forgotten there, with all that it gave.
    """
    for name, timeframe in TIMEFRAMES.items():
        done = arbiter.settle(timeframe, _window(arbiter.state.calendar, timeframe, stretch), without)
        yield name, Resettled(done.added + done.revised, done.removed)


def total(parts: Iterable[Resettled]) -> Resettled:
    """The sum of changes."""
    changed, removed = 0, 0
    for part in parts:
        changed, removed = changed + part.changed, removed + part.removed
    return Resettled(changed, removed)


def _window(calendar: Calendar, timeframe: Timeframe, stretch: Interval) -> Interval:
    """A stretch in stamps of a timeframe: of longer candles than days those as well that began before."""
    if not timeframe.daily:
        return stretch
    start, end = (_day(calendar, at) for at in stretch)
    if timeframe.name == "1d" or start == -EVER:
        return Interval(start, end)
    return Interval(int(candle_key(np.array([start]), calendar, timeframe)[0]), end)


def _day(calendar: Calendar, at: int) -> int:
    """The stamp of the day that begins at a time."""
    if abs(at) == EVER:
        return at
    return int(calendar.trade_date[np.searchsorted(calendar.open, at)]) * DAY
