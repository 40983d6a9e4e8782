"""What is to be known of a feed without asking it; each package of ``sources`` states one :class:`FeedSpec`.

Imports nothing heavy: the tray reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.timeframes import Timeframe

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument

#: What a source may be called: its name is the origin of candles, in the file, in settings and on the command line.
SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
#: Names that no feed may have: what candles are that no source said, choices made by hand, what came over a hub, and what
#: this program exported itself.
RESERVED = frozenset(("derived", "rescaled", "person", "hub", "ohlc-desktop"))
#: The version of what a feed and the program promise each other: this spec and ``sources.source``.
PROTOCOL = 1


def by_symbol(instrument: Instrument) -> str:
    """How a feed writes an instrument whose notation is the program's."""
    return instrument.symbol


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


#: Of what a feed does not give no day is within reach.
_NONE = FeedLimits(0, 0, 1)


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
        symbol_of: How it writes an instrument; None of one that it does not have, for which it is never asked.
        most_a_second: Requests that it allows a second; 0 where it sets no limit. The user's pace counts where it is less.
        most_a_day: Requests that it allows from 00:00 UTC on; 0 and the user's quota likewise.
        protocol: Of a plug-in: the ``PROTOCOL`` for which it was written. 0 for what comes with the program.
        paid: Its candles cost money: they are bought on a person's order only (:mod:`ohlc_desktop.importer.paid`), and count
            more than those of free feeds.
        shared: Machines that share a Redis may share its answers: whoever asks gets the same, and its terms allow it.
        library: The distribution that reads its answers; they are shared only by machines that have the same version of it.
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
    symbol_of: Callable[[Instrument], str | None] = by_symbol
    most_a_second: float = 0.0
    most_a_day: int = 0
    protocol: int = 0
    paid: bool = False
    shared: bool = False
    library: str = ""

    def has(self, instrument: Instrument) -> bool:
        """Whether it can be asked for an instrument. One whose spec fails at the question has it not."""
        try:
            return bool(self.symbol_of(instrument))
        except Exception:  # noqa: BLE001  # the function may be a plug-in's
            return False

    @property
    def silence(self) -> Message:
        """Why no instrument of a calendar has a candle."""
        return Message(
            "No instrument with these trading hours has a candle then: nothing was traded, or {feed} did not serve it.",
            feed=self.display_name,
        )

    def limits_of(self, timeframe: Timeframe) -> FeedLimits:
        """The limits of a timeframe; those of its source where it is derived. Of one that the feed does not give, none."""
        return self.limits.get(timeframe.source, _NONE)
