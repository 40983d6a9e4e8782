"""Takes in what an archive pushes: whole days of series, in the place of what the hub had of them, in one transaction.

One archive fills a hub: another one is refused until it takes over. While it pushes it holds an advisory lock, so that of
two that push at once one waits for the next time. The flow: :class:`HubWriter` connects and claims the hub;
:meth:`HubWriter.commit_each` takes in batches of instruments (``merging``), writes the ledger and notifies whoever listens.
Batches are committed in order, but go through two connections by turns: while one is merged, the next one is sent.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.hub.address import place_of
from ohlc_desktop.hub.connection import check_archive, open_archive, watched
from ohlc_desktop.hub.failures import HubBusy, HubError, HubTaken
from ohlc_desktop.hub.following import changes
from ohlc_desktop.hub.merging import Merge, Origins, PushedRows, PushedSeries, months_of
from ohlc_desktop.hub.reading import HubInstrument
from ohlc_desktop.hub.schema import CHANNEL, MIGRATION_LOCK, PUSH_LOCK
from ohlc_desktop.hub.setting_up import refuse_mixing

if TYPE_CHECKING:
    from ohlc_desktop.hub.connection import HubConnection

_Batch = TypeVar("_Batch", bound="PushedBatch")
_NEVER = threading.Event()
#: Seconds that a server gets to let go of the lock.
_GOODBYE = 2.0
_INSTRUMENT = ("symbol", "feed", "zone", "kind", "exchange", "exchange_name", "begins", "ends")


@dataclass(frozen=True, slots=True)
class PushingArchive:
    """Who pushes: the name of the local archive, the name of this machine, and whether its candles are simulated."""

    store: str
    machine: str
    demo: bool


@dataclass(frozen=True, slots=True)
class PushedBatch:
    """Some instruments that go to the hub in one transaction, their series, and the candles, read as they are sent."""

    instruments: tuple[HubInstrument, ...]
    series: tuple[PushedSeries, ...]
    rows: Iterable[PushedRows]


@dataclass(frozen=True, slots=True)
class Committed:
    """A push that was committed: its number, how many candles were sent, how many stood in their place before."""

    push: int
    candles: int
    gone: int


class HubWriter:
    """Pushes to the hub; used by one thread.

    Attributes:
        name: Names the archive there; another one means that it was made anew.
        newest: Number of the newest push that was committed.
        took_over: Whether another archive has filled the hub until now.
    """

    def __init__(
        self, url: str, archive: PushingArchive, cancel: threading.Event = _NEVER, take_over: bool = False
    ) -> None:  # fmt: skip
        """Connect, and keep others from pushing; :meth:`claim` must come before anything is pushed.

        Raises:
            HubBusy: another process pushes at the moment.
            HubTaken: another archive fills the hub, and ``take_over`` is not set.
            HubError, Cancelled: as they say; so do all methods.
        """
        self._url, self._archive, self._cancel = url, archive, cancel
        self._connection: HubConnection = open_archive(url, cancel)
        try:
            with watched(self._connection, url, cancel):
                self._look(take_over)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others push, and hang up; idempotent."""
        with suppress(HubError, Cancelled), watched(self._connection, self._url, patience=_GOODBYE):
            self._connection.rollback()
            # A server takes its time to notice that somebody hung up, and holds the lock until then.
            self._connection.execute("SELECT pg_advisory_unlock_all()")
        self._connection.close()

    def changed_after(self, push: int) -> list[tuple[str, str]]:
        """Symbol and timeframe of the series that a push after that number changed last."""
        with watched(self._connection, self._url, self._cancel):
            return self._connection.execute(
                "SELECT i.symbol, s.timeframe FROM ohlc.series AS s JOIN ohlc.instrument AS i ON i.id = s.instrument_id"
                " WHERE s.push > %s",
                (push,),
            ).fetchall()

    def claim(self) -> None:
        """Let this archive fill the hub from now on. What a take-over means must be noted here before: cut off in between, the
        next push would not know that there is something to be kept."""
        if self._before == (self._archive.store, self._archive.machine):
            return
        with watched(self._connection, self._url, self._cancel), self._connection.transaction():
            if (
                self._before is not None and not self.took_over
            ):  # the same archive, on a machine that has another name now
                self._connection.execute("DELETE FROM ohlc.watchlist WHERE machine = %s", (self._before[1],))
            self._connection.execute(
                "INSERT INTO ohlc.importer(store, machine) VALUES (%s, %s)"
                " ON CONFLICT (one) DO UPDATE SET store = excluded.store, machine = excluded.machine, since = now()",
                (self._archive.store, self._archive.machine),
            )

    def number_beyond(self, push: int) -> None:
        """Let no push have a number up to this one, nor the next, any more: a hub that was put back has forgotten pushes that
        followers remember by their numbers, and one of them may not have been noted by who pushed it."""
        with watched(self._connection, self._url, self._cancel), self._connection.transaction(force_rollback=True):
            # Numbers that were given out stay so. To set the counter is a right that nobody else needs.
            self._connection.execute(
                "INSERT INTO ohlc.push(store, machine, series, candles, gone)"
                " SELECT '', '', 0, 0, 0 FROM generate_series(1, %s)",
                (push + 1 - self.newest,),
            )

    def commit_each(
        self, batches: Iterable[_Batch], keeping: bool = False
    ) -> Generator[tuple[_Batch, Committed], None, None]:
        """Let the stretches of each batch hold exactly its candles, each batch in a transaction, in order.

        An instrument is in one batch only. Each batch is yielded once it was committed, and before the next one is committed.
        All its candles are taken before the next batch is asked for. To be used once, and closed.

        Args:
            batches: What is pushed.
            keeping: What the hub has in the stretches beyond these candles stays there.
        """
        origins = Origins(self._connection, self._url, self._cancel)
        before: tuple[_Batch, Future[Committed]] | None = None
        with closing(self._connections()) as connections, ThreadPoolExecutor(1, "hub-merging") as merging:
            for batch, through in zip(batches, connections, strict=False):
                through.send(batch, origins)
                if before is not None:
                    yield self._noted(*before)
                before = batch, merging.submit(through.commit, keeping)
            if before is not None:
                yield self._noted(*before)

    def forget_changes(self) -> None:
        """Let go of what says which stretches were changed long ago; candles stay."""
        with watched(self._connection, self._url, self._cancel):
            changes.forget(self._connection)

    def share_watchlist(self, symbols: Sequence[str]) -> bool:
        """Let others have this machine's watchlist; whether it was another one before."""
        statement = "SELECT symbol FROM ohlc.watchlist WHERE machine = %s ORDER BY place"
        with watched(self._connection, self._url, self._cancel), self._connection.transaction():
            before = [row[0] for row in self._connection.execute(statement, (self._archive.machine,))]
            if before == list(symbols):
                return False
            self._connection.execute("DELETE FROM ohlc.watchlist WHERE machine = %s", (self._archive.machine,))
            with self._connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO ohlc.watchlist VALUES (%s, %s, %s)",
                    [(self._archive.machine, place, symbol) for place, symbol in enumerate(symbols)],
                )
        return True

    def share_sessions(self, calendar: str, sessions: Sequence[tuple[str, int, int, bool]]) -> int:
        """Let others have the sessions of a calendar: trade date, open and close in UTC epoch seconds, whether it ends early.

        Older ones stay. Returns how many were new or other ones before.
        """
        with watched(self._connection, self._url, self._cancel), self._connection.transaction():
            known = set(
                self._connection.execute(
                    "SELECT trade_date::text, extract(epoch FROM open)::bigint, extract(epoch FROM close)::bigint, early"
                    " FROM ohlc.session WHERE calendar = %s",
                    (calendar,),
                )
            )
            news = [session for session in sessions if session not in known]
            with self._connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO ohlc.session VALUES (%s, %s, to_timestamp(%s), to_timestamp(%s), %s)"
                    " ON CONFLICT (calendar, trade_date)"
                    " DO UPDATE SET open = excluded.open, close = excluded.close, early = excluded.early",
                    [(calendar, *session) for session in news],
                )
        return len(news)

    def _connections(self) -> Generator[_BatchConnection, None, None]:
        """The connections for batches, by turns: this one, and a second one that is opened for the second batch."""
        first = _BatchConnection(self._connection, self._url, self._archive, self._cancel)
        yield first
        with closing(open_archive(self._url, self._cancel)) as connection:
            yield from cycle((_BatchConnection(connection, self._url, self._archive, self._cancel), first))

    def _noted(self, batch: _Batch, committing: Future[Committed]) -> tuple[_Batch, Committed]:
        committed = committing.result()
        self.newest = committed.push
        return batch, committed

    def _look(self, take_over: bool) -> None:
        connection = self._connection
        if connection.execute("SELECT pg_try_advisory_lock_shared(%s)", (MIGRATION_LOCK,)).fetchone() != (True,):
            raise HubBusy(
                "The archive at {place} is being made or brought forward.", "Nothing was pushed; it goes next time.",
                "Wait until that has ended, then run: ohlc-desktop hub push", place=place_of(self._url),
            )  # fmt: skip
        check_archive(connection, self._url)  # once more: from now on its shape stays
        refuse_mixing(connection, self._url, self._archive.demo)
        if connection.execute("SELECT pg_try_advisory_lock(%s)", (PUSH_LOCK,)).fetchone() != (True,):
            raise HubBusy(
                "Another machine pushes to the hub at {place} at the moment.", "Nothing was pushed; it goes next time.",
                "Wait until it has ended, then run: ohlc-desktop hub push", place=place_of(self._url),
            )  # fmt: skip
        owner = connection.execute("SELECT store, machine, since::date::text FROM ohlc.importer").fetchone()
        if owner is not None and owner[0] != self._archive.store and not take_over:
            raise _taken(self._url, owner[1], owner[2])
        self.took_over = owner is not None and owner[0] != self._archive.store
        self._before = owner[:2] if owner is not None else None
        row = connection.execute(
            "SELECT (SELECT value FROM ohlc.meta WHERE key='name'), (SELECT max(id) FROM ohlc.push)"
        ).fetchone()
        assert row is not None
        self.name, self.newest = str(row[0]), int(row[1] or 0)


class _BatchConnection:
    """A connection through which batches go one after the other, each in a transaction of its own.

    One may send while another one merges, for until then it waits for no row that another one writes.
    """

    def __init__(
        self, connection: HubConnection, url: str, archive: PushingArchive, cancel: threading.Event
    ) -> None:  # fmt: skip
        self._connection, self._url, self._archive, self._cancel = connection, url, archive, cancel
        self._months: set[date] = set()
        with watched(connection, url, cancel):
            Merge.prepare(connection)

    def send(self, batch: PushedBatch, origins: Origins) -> None:
        """Begin the transaction, and send the candles."""
        with watched(self._connection, self._url, self._cancel) as watch:
            self._ensure(months_of(batch.series))
            self._connection.execute("BEGIN")
            self._know(batch.instruments)
            self._batch, self._merge, self._given = batch, Merge(self._connection, batch.series), set[int]()
            self._merge.stage(changes.noting(batch.rows, self._given), origins, watch, self._cancel)

    def commit(self, keeping: bool) -> Committed:
        """Merge what was sent, and end the transaction."""
        merge, series = self._merge, self._batch.series
        with watched(self._connection, self._url, self._cancel) as watch:
            self._refuse_others()
            gone = merge.merge(keeping, watch)
            push = self._note(len(series), merge.count, gone)
            merge.sum_up(push, self._given)
            changes.note(self._connection, push, series, merge.numbers)
            self._connection.execute("COMMIT")
        return Committed(push, merge.count, gone)

    def _ensure(self, months: set[date]) -> None:
        """Make the partitions that are missing, before the transaction: nobody is to wait for a lock of it."""
        for month in sorted(months - self._months):
            self._connection.execute("SELECT ohlc.ensure_month(%s::date)", (month,))
        self._months |= months

    def _know(self, instruments: Sequence[HubInstrument]) -> None:
        places = ", ".join(["%s"] * len(_INSTRUMENT))
        news = ", ".join(f"{name} = excluded.{name}" for name in _INSTRUMENT[1:])
        with self._connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO ohlc.instrument({', '.join(_INSTRUMENT)}) VALUES ({places})"
                f" ON CONFLICT (symbol) DO UPDATE SET {news}",
                [_values(each) for each in instruments],
            )

    def _refuse_others(self) -> None:
        """Raises HubTaken where another archive has taken over meanwhile; from now on it has to wait for the commit."""
        owner = self._connection.execute(
            "SELECT store, machine, since::date::text FROM ohlc.importer FOR SHARE"
        ).fetchone()
        if owner is not None and owner[0] != self._archive.store:
            raise _taken(self._url, owner[1], owner[2])

    def _note(self, series: int, candles: int, gone: int) -> int:
        """Write the ledger, and let whoever listens hear of it once it is committed; the number of the push."""
        row = self._connection.execute(
            "INSERT INTO ohlc.push(store, machine, series, candles, gone) VALUES (%s, %s, %s, %s, %s) RETURNING id",
            (self._archive.store, self._archive.machine, series, candles, gone),
        ).fetchone()
        assert row is not None
        self._connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(row[0])))
        return int(row[0])


def _taken(url: str, machine: str, since: str) -> HubTaken:
    return HubTaken(
        "The hub at {place} is filled by another archive, on {machine} since {since}.", "Nothing was pushed.",
        "Let this machine follow it with OHLC_DESKTOP_HUB_ROLE=follow; or let it fill the hub from now on:"
        " ohlc-desktop hub push --take-over",
        place=place_of(url), machine=machine, since=since,
    )  # fmt: skip


def _values(instrument: HubInstrument) -> tuple[object, ...]:
    market = instrument.market
    if market is None:
        return (instrument.symbol, instrument.feed, *[None] * 6)
    return (
        instrument.symbol, instrument.feed, market.zone, market.kind, market.exchange, market.name, market.begins, market.ends,
    )  # fmt: skip
