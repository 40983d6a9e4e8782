"""What every source of candles promises, and how its failures are told apart.

The importer knows only this protocol; :mod:`ohlc_desktop.sources.registry` has the feeds that stand behind it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np

from ohlc_desktop.core.arbitration.claims import Levels
from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.checking.splits import Split
from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.following.followed import NamedMonth
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.market.exchanges import Market
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.hub_plan import ChangedSeries
from ohlc_desktop.core.planning.plan import FetchRequest


class Fault(StrEnum):
    """Why a request brought no candles.

    ``UNKNOWN_SYMBOL`` is what a feed says of a name that it never had; of one whose candles are stored the importer
    makes ``NOT_FOUND``, for feeds lose sight of a symbol for a while. ``NO_ACCESS`` is about who asks and not about
    what: 401 and 403. ``PLUGIN`` is a fault of the program that asks, where that is a plug-in's. ``OVER_LIMIT`` is ours: a
    request that would cost more than may be spent is not sent.
    """

    RATE_LIMITED = "rate_limited"
    UNKNOWN_SYMBOL = "unknown_symbol"
    NOT_FOUND = "not_found"
    NO_ACCESS = "no_access"
    REFUSED = "refused"
    CERTIFICATE = "certificate"
    PROXY_LOGIN = "proxy_login"
    OFFLINE = "offline"
    TIMEOUT = "timeout"
    SERVER = "server"
    BROKEN = "broken_answer"
    PLUGIN = "plug_in"
    OVER_LIMIT = "over_limit"

    @property
    def permanent(self) -> bool:
        """True when asking again in a few seconds cannot help."""
        return self in (
            Fault.UNKNOWN_SYMBOL, Fault.REFUSED, Fault.CERTIFICATE, Fault.PROXY_LOGIN, Fault.PLUGIN, Fault.OVER_LIMIT,
        )  # fmt: skip

    @property
    def unbilled(self) -> bool:
        """True when a request to a paid feed that ended so has cost nothing; of any other it is not known."""
        return self in (
            Fault.RATE_LIMITED, Fault.UNKNOWN_SYMBOL, Fault.NO_ACCESS, Fault.REFUSED, Fault.OFFLINE, Fault.OVER_LIMIT,
        )  # fmt: skip


class FetchError(Exception):
    """A request that failed: its typed cause and a sentence for a person.

    ``server_time`` is the feed's own clock (UTC epoch seconds), None when it did not say. ``unpriced`` is set where a paid feed
    failed to tell its price, so that nothing was ordered.
    """

    unpriced = False

    def __init__(self, fault: Fault, message: Message, server_time: float | None = None) -> None:
        super().__init__(str(message))
        self.fault = fault
        self.message = message
        self.server_time = server_time


@dataclass(frozen=True, slots=True)
class Relayed:
    """What is known of rows that somebody else gave to a hub.

    Attributes:
        ts: int64, sorted: stamps of the rows.
        known: int8 values of ``Confidence``, one a row.
        whose: int64, one a row: the place of its giver in ``givers``.
        givers: Who gave rows, as the archive of the hub names sources.
    """

    ts: Int64
    known: Levels
    whose: Int64
    givers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a feed answered.

    Attributes:
        rows: As they came; none when nothing was traded.
        feed_time: UTC epoch seconds of the feed's last trade; None when it did not say.
        server_time: UTC epoch seconds by the feed's own clock; None when it did not say.
        trading_end: UTC epoch seconds of the end of the day's regular trading; None when it did not say.
        moment: UTC epoch seconds of the row that told the price of the moment: the candle around it is still forming. None
            without such a row.
        valueless: int64, stamps, as of the rows, whose values were all missing: the feed tells nothing of them.
        volumeless: int64, stamps of the rows with prices whose volume was missing: it is not known, and not none.
        settles_late: The daily volumes of futures do not count until the exchange has published them (``core.daily``).
        market: Where the instrument trades; None when the feed did not say.
        splits: The splits within the time that was asked for, oldest first.
        follows: How the feed names the contract that a continuous symbol follows; empty when it did not say.
        months: Of a feed that tells it of each row: the contracts that the rows are of, oldest first.
        relayed: Who gave the rows, where the source passes on what others gave; else None.
    """

    rows: RawRows
    feed_time: int | None
    server_time: float | None = None
    trading_end: int | None = None
    moment: int | None = None
    valueless: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    volumeless: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    settles_late: bool = False
    market: Market | None = None
    splits: tuple[Split, ...] = ()
    follows: str = ""
    months: tuple[NamedMonth, ...] = ()
    relayed: Relayed | None = None


class Purse(Protocol):
    """What may be spent on a paid feed; amounts are millionths of a US dollar. Used from any thread."""

    def reserve(self, amount: int, what: str) -> int:
        """Set an amount aside before a request is sent, so that no other can spend it; returns its number.

        Raises:
            FetchError: OVER_LIMIT: it would be more than may be spent, and the request must not be sent.
        """

    def settle(self, number: int) -> None:
        """The request was answered: the amount is spent."""

    def release(self, number: int) -> None:
        """The request cost nothing. Of one whose end is not known neither is said: it may have been billed."""


_NO_CALENDARS: dict[str, Calendar] = {}


@dataclass(frozen=True, slots=True)
class SourceTools:
    """What every source is made with.

    Attributes:
        clock: The one clock.
        timeout: Seconds that one HTTP request may take in all.
        turn: Called before every HTTP request; returns when it may be sent, raises Interruption instead.
        calendar_of: The sessions of a calendar by its name; KeyError for one that the run does not know.
        purse: What a paid feed may cost; without one it sends no request that costs anything. A plug-in gets none: the
            program keeps the purse for it.
        address: Where the hub is, for its source alone; empty for a feed, which knows its hosts.
        cancel: Set when whatever is waited for is to end.
    """

    clock: Clock
    timeout: float = 20.0
    turn: Callable[[], None] = lambda: None
    calendar_of: Callable[[str], Calendar] = _NO_CALENDARS.__getitem__
    purse: Purse | None = None
    address: str = ""
    cancel: threading.Event = field(default_factory=threading.Event)


class Source(Protocol):
    """A feed of candles, made with :class:`SourceTools`. :meth:`fetch` may be called from several threads at once."""

    def fetch(self, request: FetchRequest) -> Answer:
        """The rows of one window.

        Raises:
            FetchError: no answer that can be used.
            Interruption: cancelled or deferred while waiting for its turn.
        """


class PaidSource(Source, Protocol):
    """A feed whose every answer costs money."""

    def serves(self, instrument: Instrument) -> Interval:
        """The time in which it has candles of an instrument that this account may ask for; UTC epoch seconds. Costs nothing.

        Raises:
            FetchError: no answer that can be used; UNKNOWN_SYMBOL for an instrument that it never has.
        """

    def cost(self, request: FetchRequest) -> int:
        """What a request will cost by the feed's own word, in millionths of a US dollar. Asking costs nothing.

        Raises:
            FetchError: no answer that can be used.
        """


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a hub has, as of one moment.

    Attributes:
        hub: The name of the archive: revisions of another one say nothing of its series.
        symbols: The instruments that it has, in the order of their symbols.
        changed: The series that are not what was taken of them, by symbol and timeframe.
        simulated: Its candles are made up.
        markets: Where instruments trade that are not in the catalogue, by symbol.
        push: Number of the newest push.
        pushed: When that was, UTC epoch seconds; None before the first one.
    """

    hub: str
    symbols: tuple[str, ...]
    changed: Mapping[SeriesKey, ChangedSeries]
    simulated: bool
    markets: Mapping[str, Market]
    push: int
    pushed: float | None


class RelayingSource(Source, Protocol):
    """A hub, which passes on what others gave to the machine that imports."""

    def leader(self) -> str:
        """The name of the other machine that fills it, and has done so lately; empty where none does.

        Raises:
            FetchError: it cannot be read.
        """

    def holdings(self, hub: str, taken: Mapping[SeriesKey, int]) -> Holdings:
        """What it has now.

        Args:
            hub: The name of the archive from which series were taken before; empty for none.
            taken: The revision up to which each of them was.

        Raises:
            FetchError: it cannot be read.
        """

    def close(self) -> None:
        """Let the connection go."""
