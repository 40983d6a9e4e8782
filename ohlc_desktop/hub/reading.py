"""What the hub has: its state, its series with their revisions, candles of a window, the shared watchlists.

A :class:`HubReader` is one connection, used by one thread at a time. Every answer is of one moment: a push is committed
whole or not at all, so nobody sees half a day.
"""

from __future__ import annotations

import platform
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.market.exchanges import Market
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.hub import wire
from ohlc_desktop.hub.connection import open_archive, schema_of, watched
from ohlc_desktop.hub.following import changes
from ohlc_desktop.hub.schema import NAMESPACE

if TYPE_CHECKING:
    from psycopg import Cursor

    from ohlc_desktop.hub.connection import HubConnection, Row

_NEVER = threading.Event()
#: Seconds, longer than any weekend with a holiday: whoever imports for a hub pushes every day of trading.
STALE = 5 * DAY


@dataclass(frozen=True, slots=True)
class HubState:
    """The hub at a glance.

    Attributes:
        name: Names the archive there, random; another one means that it was made anew.
        schema: Its schema.
        demo: Whether it holds simulated candles.
        store: The name of the archive that fills it; empty before the first push.
        machine: The name of the machine that fills it; empty before the first push.
        push: Number of the newest push; 0 before the first.
        pushed: When that was, UTC epoch seconds by the clock of the hub; None before the first.
        now: UTC epoch seconds by the clock of the hub.
        writer: Whether this user may push.
        elsewhere: Whether another machine than this one fills it.
    """

    name: str
    schema: int
    demo: bool
    store: str
    machine: str
    push: int
    pushed: float | None
    now: float
    writer: bool
    elsewhere: bool = False

    @property
    def silent_for(self) -> float:
        """Seconds since the newest push, by the clock of the hub; 0 before the first."""
        return 0.0 if self.pushed is None else self.now - self.pushed

    @property
    def leader(self) -> str:
        """The name of the other machine that fills it, and has done so lately; empty where none does."""
        return self.machine if self.elsewhere and self.silent_for <= STALE else ""


@dataclass(frozen=True, slots=True)
class HubSeries:
    """One series of the hub: stamps of its first and last candle, the revision in the archive that was pushed, and the
    number of the push that changed it last."""

    symbol: str
    timeframe: str
    count: int
    first: int | None
    last: int | None
    revision: int
    push: int
    given: bool


@dataclass(frozen=True, slots=True)
class HubOrigin:
    """Where a candle comes from: a feed's name, ``derived`` or ``rescaled``; and who gave it, or what it is made of,
    joined by ``+``, strongest first."""

    origin: str
    source: str


@dataclass(frozen=True, slots=True)
class HubCandles:
    """Candles of the hub.

    Attributes:
        candles: Sorted.
        known: int8, one a candle: how well it is known; see :class:`~ohlc_desktop.core.voices.levels.Confidence`.
        whose: int64, one a candle: its place in ``origins``.
        origins: Where candles come from.
    """

    candles: Candles
    known: NDArray[np.int8]
    whose: Int64
    origins: tuple[HubOrigin, ...]


@dataclass(frozen=True, slots=True)
class HubInstrument:
    """An instrument of the hub: the feed that gave it first, and where it trades if it is not in the catalogue."""

    symbol: str
    feed: str | None
    market: Market | None


@dataclass(frozen=True, slots=True)
class SharedWatchlist:
    """The watchlist that a machine shares, in its order."""

    machine: str
    symbols: tuple[str, ...]


class HubReader:
    """Reads the hub."""

    def __init__(self, url: str, cancel: threading.Event = _NEVER) -> None:
        """Connect.

        Args:
            url: The address of the hub.
            cancel: Ends whatever is waited for, within a second.

        Raises:
            HubError: it cannot be opened, or is no archive that this version knows.
            Cancelled: ``cancel`` was set meanwhile.
        """
        self._url, self._cancel = url, cancel
        self._connection: HubConnection = open_archive(url, cancel)
        self._origins: dict[int, HubOrigin] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; idempotent."""
        self._connection.close()

    def state(self) -> HubState:
        """The hub at a glance.

        Raises:
            HubError, Cancelled: as they say; so do all others.
        """
        with watched(self._connection, self._url, self._cancel), self._connection.transaction():
            known: dict[str, str] = dict(self._rows("SELECT key, value FROM ohlc.meta"))
            schema = schema_of(self._connection)
            ((now, writer),) = self._rows(f"SELECT now(), has_table_privilege('{NAMESPACE}.candle', 'INSERT')")
            newest = self._rows("SELECT id, at FROM ohlc.push ORDER BY id DESC LIMIT 1") or [(0, None)]
            ((store, machine),) = self._rows("SELECT store, machine FROM ohlc.importer") or [("", "")]
        push, at = newest[0]
        pushed = at.timestamp() if at is not None else None
        demo = known["demo"] == "1"
        elsewhere = machine not in ("", platform.node())
        return HubState(known["name"], schema, demo, store, machine, push, pushed, now.timestamp(), writer, elsewhere)

    def series(self, symbols: Iterable[str] | None = None, since: int = 0) -> list[HubSeries]:
        """The series of these instruments, or of all, that a push after number ``since`` has changed; sorted."""
        chosen = None if symbols is None else list(symbols)
        with watched(self._connection, self._url, self._cancel):
            found = self._rows(
                "SELECT i.symbol, s.timeframe, s.count, s.first, s.last, s.revision, s.push, s.given"
                " FROM ohlc.series AS s JOIN ohlc.instrument AS i ON i.id = s.instrument_id"
                " WHERE s.push > %s AND (%s::text[] IS NULL OR i.symbol = ANY(%s)) ORDER BY i.symbol, s.timeframe",
                (since, chosen, chosen),
            )
        return [
            HubSeries(symbol, name, count, _stamp(first), _stamp(last), revision, push, given)
            for symbol, name, count, first, last, revision, push, given in found
        ]

    def changes(self, symbol: str, timeframe: str, since: int) -> list[tuple[int, int]] | None:
        """Where pushes after number ``since`` changed a series: sorted, disjoint stretches of stamps; None where that is
        not kept any more."""
        with watched(self._connection, self._url, self._cancel):
            return changes.read(self._connection, symbol, timeframe, since)

    def candles(self, symbol: str, timeframe: str, start: int, end: int) -> HubCandles:
        """The candles of a series with ``start <= ts < end`` (UTC epoch seconds), sorted; none of one that is not there."""
        with watched(self._connection, self._url, self._cancel) as watch, self._connection.cursor() as cursor:
            with cursor.copy(_CANDLES, (symbol, timeframe, _moment(start), _moment(end))) as copy:
                parts = []
                for part in copy:
                    watch.alive()
                    parts.append(bytes(part))
            records = wire.CANDLE.read(parts)
            numbers, whose = np.unique(records["origin"], return_inverse=True)
            origins = tuple(self._origin(cursor, number) for number in numbers.tolist())
        return HubCandles(wire.candles_of(records), records["known"].astype(np.int8), whose.astype(np.int64), origins)

    def instruments(self, symbols: Iterable[str] | None = None) -> list[HubInstrument]:
        """These instruments, or all, as far as the hub knows them; sorted by symbol."""
        chosen = None if symbols is None else list(symbols)
        with watched(self._connection, self._url, self._cancel):
            found = self._rows(
                "SELECT symbol, feed, zone, kind, exchange, exchange_name, begins, ends FROM ohlc.instrument"
                " WHERE %s::text[] IS NULL OR symbol = ANY(%s) ORDER BY symbol",
                (chosen, chosen),
            )
        return [HubInstrument(row[0], row[1], Market(*row[2:]) if row[2] else None) for row in found]

    def watchlists(self) -> list[SharedWatchlist]:
        """The watchlists that are shared, by machine."""
        with watched(self._connection, self._url, self._cancel):
            found = self._rows(
                "SELECT machine, array_agg(symbol ORDER BY place) FROM ohlc.watchlist GROUP BY 1 ORDER BY 1"
            )
        return [SharedWatchlist(machine, tuple(symbols)) for machine, symbols in found]

    def _origin(self, cursor: Cursor[Row], number: int) -> HubOrigin:
        if number not in self._origins:
            found = cursor.execute("SELECT id, origin, source FROM ohlc.origin").fetchall()
            self._origins = {key: HubOrigin(origin, source) for key, origin, source in found}
        return self._origins[number]

    def _rows(self, statement: str, values: tuple[object, ...] = ()) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()


_CANDLES = (
    "COPY (SELECT c.ts, c.open, c.high, c.low, c.close, c.volume, c.origin_id, c.known FROM ohlc.candle AS c"
    " WHERE c.series_id = (SELECT s.id FROM ohlc.series AS s JOIN ohlc.instrument AS i ON i.id = s.instrument_id"
    " WHERE i.symbol = %s AND s.timeframe = %s)"
    " AND c.ts >= %s AND c.ts < %s ORDER BY c.ts) TO STDOUT (FORMAT binary)"
)


def _moment(seconds: int) -> datetime:
    """A time for PostgreSQL, whose times Python's own must be able to hold."""
    low, high = int(datetime(1900, 1, 1, tzinfo=UTC).timestamp()), int(datetime(9000, 1, 1, tzinfo=UTC).timestamp())
    return datetime.fromtimestamp(min(max(seconds, low), high), UTC)


def _stamp(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
