"""Checking a database that nobody writes to: a backup, or a copy that is to become one or the database.

It is sound when SQLite's own check finds nothing wrong with it. The packed blocks that lie beside the rows tell more:
each candle is in the file twice, and a value that was altered by a failing disk, or by another program, shows.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ohlc_desktop.core.errors import Cancelled, CorruptStore, StoreError, bare
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, check, connect
from ohlc_desktop.store.file.addresses import uri
from ohlc_desktop.store.file.file_errors import unreadable
from ohlc_desktop.store.schema import SCHEMA
from ohlc_desktop.store.series.candles import blocks_add_up, blocks_agree
from ohlc_desktop.store.watchlist import instrument_id, stored_symbols

#: SQLite looks after so many of its instructions whether to go on.
_INSTRUCTIONS = 20_000
#: Bytes that are read at once; after each lot a cancel is noticed.
_LOT = 4_000_000
AS_IT_WAS = "Nothing was changed: the database is as it was."


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database file holds.

    Attributes:
        path: The file.
        bytes: Its size.
        schema: Its schema, maybe an older one.
        candles: Stored candles, in all series.
        series: Series with candles.
        newest: Open of the newest candle, UTC epoch seconds (00:00 of the trade date for 1d and longer), or None.
        differing: Series whose packed blocks do not hold exactly the rows, as another program may leave them.
        digest: SHA-256 of the file that was looked into; empty where that was not taken, or a log belongs to it.
    """

    path: Path
    bytes: int
    schema: int
    candles: int
    series: int
    newest: int | None
    differing: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody who waits for a copy.

    Attributes:
        cancel: Once set, the copy ends with :class:`Cancelled` and leaves nothing behind.
        show: Hears what is done (``copy``, ``check`` or ``replace``), and the share of it that is done.
    """

    cancel: threading.Event = field(default_factory=threading.Event)
    show: Callable[[str, float], None] = lambda _what, _share: None

    def go_on(self, what: str, share: float) -> None:
        """Tell how far it is.

        Raises:
            Cancelled: it is to end.
        """
        if self.cancel.is_set():
            raise Cancelled
        self.show(what, share)

    @contextmanager
    def over(self, connection: Connection) -> Iterator[None]:
        """Let a cancel end long statements as well."""
        connection.set_progress_handler(self.cancel.is_set, _INSTRUCTIONS)
        try:
            yield
        except (sqlite3.Error, StoreError):
            if self.cancel.is_set():
                raise Cancelled from None
            raise
        finally:
            connection.set_progress_handler(None, 0)


def look_into(backup: Path, demo: bool, watch: Watch) -> Contents:
    """Check a backup, which is only read.

    Raises:
        StoreError: it is not there or cannot be read, is another program's, or real and demo candles would be mixed.
        CorruptStore: it is damaged or no database.
        NewerSchema: a newer version of the app wrote it.
        Cancelled: as ``watch`` wished.
    """
    try:
        with closing(open_backup(backup, demo)) as store, watch.over(store.connection):
            # first, so that what is checked after a change cannot have this digest
            own = digest(backup, watch) if is_alone(backup) else ""
            return replace(examined(store, address_of(backup), backup, watch), digest=own)
    except CorruptStore as error:
        raise CorruptStore(error.title, AS_IT_WAS, "Name another backup.") from error


def open_backup(path: Path, demo: bool) -> Store:
    """Open a backup for reading. Nothing is put beside it, unless it came with a log.

    Raises:
        StoreError: it is not there or cannot be read, is another program's, holds nothing, or real and demo candles
            would be mixed.
        NewerSchema: a newer version of the app wrote it.
    """
    if not path.is_file():
        raise StoreError(f"There is no file {path}.", AS_IT_WAS, "Name a backup made with: ohlc-desktop backup")
    store = connect(path, address_of(path))
    with store.closed_on_failure(), store.errors():
        if not check(store, demo):
            raise StoreError(f"{path} holds nothing.", AS_IT_WAS, "Name another backup.")
    return store


def address_of(backup: Path) -> str:
    """Where SQLite finds a backup that is only read; without a log beside it nothing is put there either."""
    return f"{uri(backup)}?mode=ro{'&immutable=1' if is_alone(backup) else ''}"


def is_alone(backup: Path) -> bool:
    """Whether a backup came without a log."""
    return not backup.with_name(f"{backup.name}-wal").exists()


def examined(store: Store, address: str, path: Path, watch: Watch, compare: Callable[[], str] = lambda: "") -> Contents:
    """What an open file holds that nobody writes to, once it was found sound; ``path`` is told as its file.

    SQLite's own check goes on in a thread, with a connection of its own, while the rows are counted and added up, and
    that thread then helps with the last series. It is all SQLite's work, for which Python need not wait. What that
    check finds explains whatever else comes of damage.

    Args:
        store: A connection to it.
        address: Of the same file, for another connection.
        path: As above.
        watch: Follows it.
        compare: What else to look at; it returns what is wrong, or nothing.

    Raises:
        CorruptStore: it is damaged, or ``compare`` found something.
        Cancelled: as ``watch`` wished.
    """
    rest: deque[SeriesKey] = deque()
    with ThreadPoolExecutor(1, "check") as pool:
        beside = pool.submit(_beside, store.path, address, watch, rest)
        try:
            with store.errors(), watch.over(store.connection):
                series = _packed(store.connection)
                rest.extend(series)
                why, found = compare(), contents(store, path)
                own = _differing(store.connection, rest, len(series), watch)
        except Exception:
            rest.clear()
            _refuse(store.path, beside.result()[0])
            raise
    damage, others = beside.result()
    _refuse(store.path, damage)
    if why:
        raise CorruptStore(why)
    return replace(found, differing=(*own, *reversed(others)))


def _beside(path: Path, address: str, watch: Watch, rest: deque[SeriesKey]) -> tuple[str, list[str]]:
    """What is wrong with a file; if nothing is, also which of the last series differ that nobody else has looked at."""
    with closing(connect(path, address)) as store, store.errors(), watch.over(store.connection):
        damage, found = store.damage(), []
        while not damage and (series := _taken(rest.pop)):
            found += _differ(store.connection, series)
        return damage, found


def _refuse(path: Path, why: str) -> None:
    if why:
        raise CorruptStore(f"{path} is damaged: {bare(why)}.")


def contents(store: Store, path: Path) -> Contents:
    """What an open database holds, counted, but for ``differing``; ``path`` is told as its file."""
    connection = store.connection
    schema, size = connection.execute(
        "SELECT user_version, page_count * page_size FROM pragma_user_version, pragma_page_count, pragma_page_size"
    ).fetchone()
    (candles,) = connection.execute("SELECT count(*) FROM candle").fetchone()
    series, newest = connection.execute("SELECT count(*), max(last) FROM series WHERE count > 0").fetchone()
    return Contents(path, size, schema, candles, series, newest)


def differing(store: Store, watch: Watch) -> tuple[str, ...]:
    """Series whose packed blocks do not hold exactly the rows; none in a database of an older schema.

    Raises:
        Cancelled: as ``watch`` wished.
    """
    series = _packed(store.connection)
    return tuple(_differing(store.connection, deque(series), len(series), watch))


def _packed(connection: Connection) -> list[SeriesKey]:
    """The series that may have packed blocks, by symbol and timeframe."""
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    symbols = stored_symbols(connection) if schema == SCHEMA else []
    return [(symbol, name) for symbol in symbols for name in TIMEFRAMES]


def _differing(connection: Connection, rest: deque[SeriesKey], total: int, watch: Watch) -> list[str]:
    """Those of so many series that differ, from the first on; a thread may take away the last ones meanwhile."""
    found = []
    for number in range(total):
        watch.go_on("check", number / total)
        if series := _taken(rest.popleft):
            found += _differ(connection, series)
    return found


def _taken(pop: Callable[[], SeriesKey]) -> SeriesKey | None:
    try:
        return pop()
    except IndexError:  # the other one was faster
        return None


def _differ(connection: Connection, series: SeriesKey) -> list[str]:
    """The name of a series whose packed blocks do not hold the rows, or nothing; those are compared one by one only
    where the sums give cause for it."""
    symbol, name = series
    key = connection, instrument_id(connection, symbol), TIMEFRAMES[name]
    return [] if blocks_add_up(*key) or blocks_agree(*key) else [f"{symbol} {name}"]


def digest(path: Path, watch: Watch) -> str:
    """SHA-256 of a file.

    Raises:
        StoreError: it cannot be read.
        Cancelled: as ``watch`` wished.
    """
    found = hashlib.sha256()
    for data in lots(path):
        watch.go_on("check", 0.0)
        found.update(data)
    return found.hexdigest()


def lots(path: Path) -> Iterator[bytes]:
    """The bytes of a file, part after part.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            while data := file.read(_LOT):
                yield data
    except OSError as error:
        raise unreadable(path, error) from error
