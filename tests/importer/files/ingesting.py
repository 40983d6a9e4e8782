"""Files of candles on a real archive: planned and stored as the command does it, with a clock that stands still."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.importing.events import Event, RunDone
from ohlc_desktop.core.market.sessions import Calendar, buckets
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.importer.files.examining import ExaminingTools
from ohlc_desktop.importer.files.ingest_plan import IngestPlan, IngestTools, IngestWishes, make_plan
from ohlc_desktop.importer.files.sample import Watching
from ohlc_desktop.importer.files.sessions import KnownSessions
from ohlc_desktop.importer.files.storing import StoringTools, store_plan
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.series.candles import read_series
from ohlc_desktop.store.sources.source_rows import rows_of
from tests.core.chart.making import prices
from tests.core.helpers import CATALOGUE, calendar, utc

NOW = float(utc("2026-12-20 00:00"))
WISHES = IngestWishes()
#: What a run leaves in the archive, without its times.
TABLES = ("candle", "block", "heard", "contradiction", "instrument", "quarantine")


def sessions(name: str, first: int, last: int) -> Calendar:
    """The sessions between two day numbers."""
    found = calendar(name)
    return found.take((found.trade_date >= first) & (found.trade_date <= last))


def minutes(first: str, last: str, name: str = "1m", share: float = 1.0) -> Candles:
    """The candles of a stretch of sessions, of which a share was traded."""
    keys = buckets(calendar("cme_equity"), TIMEFRAMES[name], utc(first), utc(last)).key
    kept = np.random.default_rng(5).random(len(keys)) < share
    found = prices(keys, 6000.0, 0.25)
    return Candles(*(np.asarray(column, dtype=np.float64 if place in (1, 2, 3, 4) else np.int64)[kept]
                     for place, column in enumerate(found.columns)))  # fmt: skip


@dataclass
class Archive:
    """A database, and what was told of the storing."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    cancel: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open for writing."""
        with closing(open_store(self.folder / "ohlc.sqlite3", demo=False)) as store:
            yield store

    def read(self, symbol: str, timeframe: Timeframe, start: int | None = None, end: int | None = None) -> Candles:
        """What is stored."""
        with self.store() as store:
            number = watchlist.find_instrument(store.connection, symbol)
            return empty() if number is None else read_series(store.connection, number, timeframe, start, end)

    def given(self, symbol: str, timeframe: Timeframe, source: str, start: int, end: int) -> Candles:
        """What a source gave."""
        with self.store() as store:
            number = watchlist.find_instrument(store.connection, symbol)
            return empty() if number is None else rows_of(store.connection, number, timeframe, source, start, end)

    @contextmanager
    def plan(self, *paths: Path, wishes: IngestWishes = WISHES) -> Iterator[IngestPlan]:
        """What would be stored of files."""
        known = KnownSessions(None, NOW, sessions)
        tools = IngestTools(ExaminingTools(CATALOGUE, self.read, NOW, known), self.given, known, self.folder)
        plan = make_plan(paths, wishes, tools, lambda _: Watching(self.cancel, lambda _: None))
        try:
            yield plan
        finally:
            plan.close()

    def ingest(
        self, *paths: Path, wishes: IngestWishes = WISHES, on_event: Callable[[Event], None] = lambda _: None
    ) -> RunDone:
        """Store files."""

        def emit(event: Event) -> None:
            self.events.append(event)
            on_event(event)

        with self.plan(*paths, wishes=wishes) as plan, self.store() as store:
            return store_plan(plan, StoringTools(store, _Clock(), YAHOO, emit, self.cancel, sessions))

    def rows(self, *tables: str) -> dict[str, list[tuple[object, ...]]]:
        """All rows of tables, sorted."""
        with closing(sqlite3.connect(self.folder / "ohlc.sqlite3")) as database:
            return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in tables or TABLES}


class _Clock:
    """It stands still."""

    def now(self) -> float:
        return NOW

    def monotonic(self) -> float:
        return 0.0

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.is_set()


def same(found: Candles, expected: Candles) -> bool:
    """Whether two blocks are the same."""
    return all(np.array_equal(one, other) for one, other in zip(found.columns, expected.columns, strict=True))


def lines(path: Path, edit: Callable[[list[str]], Iterable[str]]) -> Path:
    """Change the lines of a file."""
    path.write_text("\n".join(edit(path.read_text().splitlines())) + "\n")
    return path
