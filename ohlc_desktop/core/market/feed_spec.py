"""What is to be known of a feed without asking it; each package of ``sources`` states one :class:`FeedSpec`.

Imports nothing heavy: the tray reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.timeframes import Timeframe


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """How far requests for one source timeframe reach, in calendar days.

    Attributes:
        backfill: Asked for when nothing is stored.
        reach: Back to which holes can still be filled.
        span: Most that one request may cover.
        kept: For how long the feed keeps these candles; None where it sets no end.
    """

    backfill: int
    reach: int
    span: int
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """One feed.

    Attributes:
        name: Kept as the origin of candles: ``yahoo``.
        display_name: In sentences for people: ``Yahoo``.
        title: Its full name: ``Yahoo Finance``.
        rights: What its data may be used for, as a sentence.
        source: Where its ``Source`` is, as an entry point states it: ``package.module:Class``; loaded when a run begins.
        limits: By the source timeframes that it is asked for.
        symbols: Examples of how it writes a future, a contract and a share.
        host: Name and port of the host that answers; None for a feed that needs no network.
        habits_file: Shipped file of what it does not serve (:mod:`feed_habits`); empty for one that serves everything.
        habits: The same for people.
        simulated: Its prices are made up: for demo profiles only.
    """

    name: str
    display_name: str
    title: str
    rights: str
    source: str
    limits: Mapping[str, FeedLimits]
    symbols: tuple[str, str, str]
    host: tuple[str, int] | None = None
    habits_file: str = ""
    habits: Message = NOTHING
    simulated: bool = False

    @property
    def silence(self) -> Message:
        """Why no instrument of a calendar has a candle."""
        return Message(
            "No instrument with these trading hours has a candle then: nothing was traded, or {feed} did not serve it.",
            feed=self.display_name,
        )

    def limits_of(self, timeframe: Timeframe) -> FeedLimits:
        """The limits of a timeframe; those of its source where it is derived.

        Raises:
            KeyError: the feed is not asked for it.
        """
        return self.limits[timeframe.source]
