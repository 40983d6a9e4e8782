"""What to ask a desk's hub for: what has changed there since it was taken, and nothing else.

A hub tells of each series which stretches were written since a revision, so that a plan needs neither calendar nor coverage:
what has not changed is stored already.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Plan, Purpose
from ohlc_desktop.core.timeframes import DAY, SOURCES, TIMEFRAMES, Timeframe

#: About so many candles are asked for at once: they are stored within a second, and a cancel waits for no more.
AT_ONCE = 40_000


@dataclass(frozen=True, slots=True)
class ChangedSeries:
    """What has changed of a series of a hub.

    Attributes:
        revision: Of the series, when all of it is taken.
        stretches: Where candles were written or taken out, in stamps: sorted and disjoint.
        held: From the stamp of its first candle to the end of its last one, all in all; None where it has none.
    """

    revision: int
    stretches: tuple[Interval, ...]
    held: Interval | None = None


def hub_plan(
    instruments: Iterable[Instrument],
    changed: Mapping[SeriesKey, ChangedSeries],
    sources_of: Callable[[str], Sequence[str]],
) -> Plan:
    """The requests that bring what has changed of some instruments, each series from its oldest change to its newest.

    Args:
        instruments: Those that the hub has.
        changed: Its series that are not as they were taken.
        sources_of: The source timeframes that are wanted of a symbol; what is made of one is wanted with it.
    """
    requests: list[FetchRequest] = []
    complete: list[tuple[str, str]] = []
    for instrument in instruments:
        wanted = set(sources_of(instrument.symbol))
        for timeframe in _in_order(wanted):
            found = changed.get((instrument.symbol, timeframe.name))
            if found is not None:
                requests += _requests(instrument, timeframe, found)
            elif timeframe.name in wanted:
                complete.append((instrument.symbol, timeframe.name))
    return Plan(tuple(requests), tuple(complete))


def _in_order(wanted: set[str]) -> list[Timeframe]:
    """The series of a hub that are wanted: sources in the order of asking, then what files gave of longer ones."""
    longer = [timeframe for timeframe in TIMEFRAMES.values() if timeframe.derived and timeframe.source in wanted]
    return [*(TIMEFRAMES[name] for name in SOURCES if name in wanted), *longer]


def _requests(instrument: Instrument, timeframe: Timeframe, changed: ChangedSeries) -> list[FetchRequest]:
    pieces = [piece for stretch in changed.stretches for piece in pieces_of(stretch, timeframe)]
    return [FetchRequest(instrument, timeframe.name, *piece, piece, Purpose.SYNC) for piece in pieces]


def pieces_of(stretch: Interval, timeframe: Timeframe) -> list[Interval]:
    """A stretch in pieces of whole days (UTC) that are asked for at once."""
    span = max(AT_ONCE * timeframe.seconds // DAY, 1) * DAY
    edges = range((stretch.start // span + 1) * span, stretch.end, span)
    bounds = [stretch.start, *edges, stretch.end]
    return [Interval(*ends) for ends in itertools.pairwise(bounds)]
