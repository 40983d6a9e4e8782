"""The one door for whoever stores candles of a source: files, feeds, and a person's choice.

The stored candle is at each stamp the row of the strongest source that has one. What any source says otherwise is kept
beside it, so the same sources in another order, or an order of them that was changed, give the same archive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ohlc_desktop.core.arbitration.precedence import HUB, PERSON, SourceKind, preferred
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.importer.merging.arbiter import Arbiter, Arbitrated
from ohlc_desktop.importer.merging.resettling import resettle, stretches
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import precedence

__all__ = ["Arbitrated", "kind_of", "prefer", "put", "rebuild", "withdraw"]


def put(
    connection: Connection, number: int, state: InstrumentState, timeframe: Timeframe, source: str, candles: Candles,
    stretch: Interval, now: float,
) -> Arbitrated:  # fmt: skip
    """Store what a source says: exactly these candles within a stretch, and nothing of it but them.

    Writes the candles that stand, what contradicts them, what is made of them (all coarser timeframes), packed blocks and
    summaries. The same again changes nothing. A row that the source gave of the stretch before and gives no more is kept
    as a revision. Must run inside a transaction.

    Args:
        connection: Of the store.
        number: The instrument's number in the store.
        state: The instrument. Its calendar must reach over the stretch: where it does not, nothing coarser is made.
        timeframe: Of the candles.
        source: Its name; a new one takes its place in the order by its kind (:func:`kind_of`).
        candles: Checked, sorted, without repeats, all within the stretch.
        stretch: What the source speaks of, in stamps of the timeframe: ``start <= ts < end``. Of a session that lies in it
            whole coarser candles are made, so it must not reach over what the source does not have.
        now: UTC epoch seconds.

    Raises:
        UsageError: it cannot be the name of a source.
        ValueError: the candles are not sorted, or not all in the stretch.
    """
    if len(candles) and (
        candles.ts[0] < stretch.start or candles.ts[-1] >= stretch.end or (np.diff(candles.ts) <= 0).any()
    ):
        raise ValueError("candles must be sorted and lie within the stretch")
    kind = kind_of(source, state.feed)
    precedence.enrol(connection, source, kind, now)
    if kind in (SourceKind.FEED, SourceKind.PAID):
        precedence.note_feed(connection, number, source, kind, now)
    arbiter = Arbiter(connection, number, state, now)
    if stretch.end <= stretch.start:
        return Arbitrated()
    told = arbiter.say(timeframe, source, candles, stretch)
    return replace(told, derived=arbiter.follow(timeframe, stretch))


def withdraw(
    connection: Connection, number: int, state: InstrumentState, timeframe: Timeframe, source: str, stretch: Interval,
    now: float,
) -> Arbitrated:  # fmt: skip
    """Let a source speak no more of a stretch, as when a person takes a choice back; what others say stands again.

    The arguments are those of :func:`put`. Must run inside a transaction.
    """
    arbiter = Arbiter(connection, number, state, now)
    told = arbiter.take_back(timeframe, source, stretch)
    return replace(told, derived=arbiter.follow(timeframe, stretch))


def rebuild(connection: Connection, number: int, state: InstrumentState, now: float) -> dict[str, int]:
    """Make all candles of an instrument anew from the rows of its sources; how many changed, by timeframe.

    Must run inside a transaction. What takes long is done stretch by stretch: :mod:`~ohlc_desktop.importer.merging.resettling`.
    """
    arbiter, changed = Arbiter(connection, number, state, now), dict.fromkeys(TIMEFRAMES, 0)
    for stretch in stretches(state.calendar):
        for name, done in resettle(arbiter, stretch):
            changed[name] += done.changed
    return changed


def prefer(connection: Connection, names: Iterable[str]) -> None:
    """Put sources in front of the others, strongest first. Instruments with several are to be rebuilt after it.

    Must run inside a transaction.

    Raises:
        UsageError: one is unknown, or named twice.
    """
    precedence.save(connection, preferred(precedence.read(connection).known, names))


def kind_of(source: str, feed: FeedSpec) -> SourceKind:
    """What a source is that is not known yet; one that is no feed is a file of the user's own."""
    if source == PERSON:
        return SourceKind.PERSON
    if source == HUB:
        return SourceKind.HUB
    if source == feed.name:
        return SourceKind.PAID if feed.paid else SourceKind.FEED
    return SourceKind.FILE
