"""What the tests of the importer work with: a bench with a stand-in Yahoo, a clock that jumps, and a store.

``ImportBench.run`` carries out one import in this process, with the real engine, the real yfinance and a real SQLite
file; ``ImportBench.wrong`` compares what is stored with the truth and names the series that differ.
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from filelock import FileLock

from ohlc_desktop.calendars.exchange_calendars import sessions
from ohlc_desktop.core.importing.events import Event, ItemDone, Notice, RunDone, Waiting, WaitReason
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.feed_spec import FeedLimits, FeedSpec
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_number
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import SOURCES, timeframe
from ohlc_desktop.importer.engine import run_import
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.importer.run_setup import LoadSessions
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.resource_files import resource
from ohlc_desktop.sources.registry import ActiveFeeds, open_source
from ohlc_desktop.sources.source import Source, SourceTools
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from tests.standins import market_truth as truth
from tests.standins.clock import FakeClock
from tests.standins.market_truth import DAY, HOUR, NEW_YORK
from tests.standins.yahoo import StandInYahoo

E = TypeVar("E", bound=Event)

#: The library's calendar of each kind of future, by the closures of ``market_truth``.
_LIBRARY = {
    "equity": "CME Globex Equity", "energy": "CMEGlobex_Metals", "bond": "CME Globex Fixed Income", "fx": "CMEGlobex_FX",
    **{name: place.days for name, place in truth.PLACES.items()},
}  # fmt: skip
_FIRST, _LAST = day_number(date(2022, 1, 1)), day_number(date(2029, 1, 1))


CATALOGUE = load_catalogue(resource("instruments.toml"))
#: Yahoo with a third of its reach into the past, where what matters is nearer: fewer candles to be fetched and stored.
NEAR = replace(YAHOO, limits=MappingProxyType(dict(YAHOO.limits) | dict.fromkeys(("2m", "5m"), FeedLimits(20, 20, 20, 20))))


def at(text: str) -> float:
    """UTC epoch seconds of a New York time such as ``2026-11-23 17:05``."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).timestamp()


def future(name: str) -> Instrument:
    """The instrument meant by a name."""
    return CATALOGUE.resolve(name, date(2026, 11, 23))


@cache
def _all_sessions(name: str) -> Calendar:
    return sessions(name, _FIRST, _LAST)


def load_sessions(name: str, first: int, last: int) -> Calendar:
    """The library's sessions, worked out once for all tests."""
    calendar = _all_sessions(name)
    return calendar.take((calendar.trade_date >= first) & (calendar.trade_date <= last))


@cache
def _five_days(calendar: str) -> dict[date, date]:
    """Each trade date's first of five, counted from 2010-01-04."""
    known = truth.library_closes(_LIBRARY[calendar])
    days = [day for day in known if truth.closures(calendar).get(day) != "closed"]
    return {day: days[number // 5 * 5] for number, day in enumerate(days)}


def five_day(symbol: str) -> truth.PeriodKey:
    """How five trade dates are grouped: by count where the library knows them, else by the week."""
    if not _LIBRARY.get(truth.calendar_of(symbol)):
        return truth.PERIODS["1wk"]
    return _five_days(truth.calendar_of(symbol)).__getitem__


@dataclass(frozen=True)
class Ran:
    """One run: its last event and all of them."""

    done: RunDone
    events: tuple[Event, ...]

    def of(self, kind: type[E]) -> list[E]:
        """The events of a kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]

    def items(self) -> dict[tuple[str, str], ItemDone]:
        """The items by symbol and timeframe; each must have ended once."""
        done = self.of(ItemDone)
        assert max(Counter((item.symbol, item.timeframe) for item in done).values(), default=1) == 1
        return {(item.symbol, item.timeframe): item for item in done}

    def states(self) -> set[ItemState]:
        """The states that occur."""
        return {item.state for item in self.of(ItemDone)}

    def waits(self, *reasons: WaitReason) -> list[float]:
        """The lengths of the waits for these reasons."""
        return [event.seconds for event in self.of(Waiting) if event.reason in reasons]

    def notices(self, kind: str) -> list[str]:
        """The texts of the notices of a kind."""
        return [str(event.message) for event in self.of(Notice) if event.kind == kind]


class ImportBench:
    """A stand-in Yahoo, its clock, a store in a folder, and a shelf of databases that many tests begin with.

    ``others`` are the feeds beside Yahoo, by name, each with its source; ``share`` is what it shares with other benches.
    """

    def __init__(self, yahoo: StandInYahoo, clock: FakeClock, folder: Path, databases: Path) -> None:
        self.yahoo, self.clock, self.folder, self.databases = yahoo, clock, folder, databases
        self.settings, self.feed = Settings(), NEAR
        self.sources: tuple[str, ...] = SOURCES
        self.others: dict[str, tuple[FeedSpec, Source]] = {}
        self.share: RedisShare | None = None
        self.hub: FeedSpec | None = None
        self.cancel = threading.Event()
        self.load_sessions: LoadSessions = load_sessions
        self.store = open_store(folder / "ohlc.sqlite3", demo=False)

    def begin_with(self, name: str, moment: str, fill: Callable[[], object]) -> None:
        """Go on at a New York time from what ``fill`` leaves in an empty store; it is called once for all tests and processes.

        What it sets at the stand-in but faults stays set where it was called: it may set only what the test sets as well.
        """
        self.clock.set(at(moment))
        kept = self.databases / f"{name} {self.feed.limits['5m'].reach} {'-'.join(self.sources)}.sqlite3"
        with FileLock(f"{kept}.lock"):
            if not kept.exists():
                fill()
                self.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                shutil.copy(self.folder / "ohlc.sqlite3", f"{kept}.new")
                Path(f"{kept}.new").rename(kept)
                assert self.yahoo.refused_hosts == []
        self.reopen(kept)
        self.yahoo.clear()
        self.yahoo.clear_faults()
        self.clock.waits.clear()
        self.clock.set(at(moment))

    def reopen(self, database: Path | None = None) -> None:
        """Close the file and open it again; with ``database`` a copy of that one."""
        self.store.close()
        if database is not None:
            for old in self.folder.glob("ohlc.sqlite3*"):
                old.unlink()
            shutil.copy(database, self.folder / "ohlc.sqlite3")
        self.store = open_store(self.folder / "ohlc.sqlite3", demo=False)

    def run(
        self,
        *symbols: str,
        sources: Iterable[str] = (),
        planned: str | None = None,
        trigger: str = "manual",
        exact: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        listen: Callable[[Event], None] = lambda event: None,
        contracts: bool = False,
        **settings: Any,
    ) -> Ran:
        """Import now, by default all that ``self.sources`` names."""
        events: list[Event] = []
        lock = threading.Lock()

        def emit(event: Event) -> None:
            with lock:
                events.append(event)
            listen(event)

        chosen = replace(self.settings, **settings)
        tools = Tools(
            self.store, self.clock, chosen, self.feed, emit, self.cancel, self.share, load_sessions=self.load_sessions, products=CATALOGUE.products,
            open_source=self._open, feeds=ActiveFeeds((self.feed, *(feed for feed, _ in self.others.values())), {}), hub=self.hub,
        )  # fmt: skip
        order = Order(trigger, tuple(future(symbol) for symbol in symbols), tuple(sources) or self.sources, planned, exact, contracts)
        done = run_import(order, tools)
        assert events[-1] == done
        return Ran(done, tuple(events))

    def _open(self, feed: FeedSpec, tools: SourceTools) -> Source:
        return self.others[feed.name][1] if feed.name in self.others else open_source(feed, tools)

    def asked(self) -> dict[str, list[str]]:
        """The intervals that were asked for since the last call, by symbol, sorted."""
        found: dict[str, list[str]] = {}
        for request in self.yahoo.chart_requests():
            found.setdefault(str(request.symbol), []).append(str(request.interval))
        self.yahoo.clear()
        return {symbol: sorted(intervals) for symbol, intervals in found.items()}

    # -- what is stored ----------------------------------------------------------------------------

    def candles(self, symbol: str, name: str) -> truth.Candles:
        """The stored candles of a series, from its rows; the packed blocks must agree."""
        number = watchlist.find_instrument(self.store.connection, symbol)
        assert number is not None
        found = rows.read_rows(self.store.connection, number, timeframe(name), -(2**60), 2**60)
        packed = rows.read_series(self.store.connection, number, timeframe(name))
        same = [np.array_equal(*columns) for columns in zip(found.columns, packed.columns, strict=True)]
        assert all(same), f"blocks of {symbol} {name}"
        return truth.Candles(*found.columns)

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What the file says."""
        return self.store.connection.execute(statement, values).fetchall()

    def quarantined(self) -> Counter[str]:
        """Refused rows by reason."""
        return Counter(dict(self.sql("SELECT reason, count(*) FROM quarantine GROUP BY reason")))

    def missing(self, symbol: str) -> dict[str, int | None]:
        """Missing candles of each series as the summary tells."""
        return dict(
            self.sql("SELECT timeframe, missing FROM series JOIN instrument ON id=instrument_id WHERE symbol=?", symbol)
        )

    def wrong(
        self,
        *symbols: str,
        began: float | None = None,
        closed: float | None = None,
        names: Iterable[str] = (),
        ends: bool = False,
    ) -> list[str]:
        """The series that are not exactly the truth, each with how it differs; empty when all is well.

        Args:
            symbols: Which instruments.
            began: When the backfill was made; now if not given.
            closed: The feed's last trade; by default what has reached it by now.
            names: Which timeframes; all if not given.
            ends: Of long intraday series compare only the first days and the last two weeks: quicker.
        """
        moment = self.clock.now() if began is None else began
        return [
            f"{symbol} {name}: {problem}"
            for symbol in symbols
            for name in (names or truth.TIMEFRAMES)
            for stored in [self.candles(symbol, name)]
            for stretches in [self._stretches(name, backfill_start(name, moment, symbol, self.feed), ends)]
            for stretch in stretches
            if (problem := self._difference(stored, symbol, name, stretch, closed, whole=len(stretches) == 1))
        ]

    def _stretches(self, name: str, start: float, ends: bool) -> list[tuple[float, float]]:
        """The stretches of time to compare."""
        now = self.clock.now()
        if not ends or name not in truth.INTRADAY or now - start < 20 * DAY:
            return [(start, now)]
        return [(start, start + 5 * DAY), (now - 14 * DAY, now)]

    def _difference(
        self,
        stored: truth.Candles,
        symbol: str,
        name: str,
        stretch: tuple[float, float],
        closed: float | None,
        whole: bool,
    ) -> str:
        delay = self.yahoo.delays.get(symbol, self.yahoo.delay)
        known = truth.last_trade(symbol, self.clock.now() - delay) if closed is None else closed
        start, end = stretch
        if not whole:
            stored = stored.cut((stored.ts >= start) & (stored.ts < end))
        right = truth.truth(symbol, name, start, end, known, five_day(symbol))
        return difference(stored, self.counted(symbol, name, right))

    def counted(self, symbol: str, name: str, right: truth.Candles) -> truth.Candles:
        """The truth with the volumes that count by the newest daily answer."""
        ((asked,),) = self.sql(
            "SELECT asked FROM series JOIN instrument ON id=instrument_id WHERE symbol=? AND timeframe='1d'", symbol
        ) or ((None,),)
        return right if asked is None else counted(symbol, name, right, asked)


def counted(symbol: str, name: str, right: truth.Candles, asked: float) -> truth.Candles:
    """The truth with the volumes that count by a daily answer: of a future none of the two days before it."""
    if name in truth.INTRADAY or truth.root_of(symbol) is None:
        return right
    young = truth.sessions(symbol, asked - 2 * DAY + 1, asked)
    key = five_day(symbol) if name == "5d" else truth.PERIODS[name]
    first = truth.utc_midnight(key(young[0].trade_date)) if young else 2**60
    return right._replace(volume=np.where(right.ts >= first, 0, right.volume))


def backfill_start(name: str, began: float, symbol: str = "ES=F", feed: FeedSpec = NEAR) -> float:
    """The first moment that a backfill made at ``began`` reaches."""
    if name not in truth.INTRADAY and truth.root_of(symbol) is None:
        # a day earlier: the zone of its market is not known before the first answer
        return truth.new_york(truth.new_york_date(began - 365 * DAY) - timedelta(days=1), "00:00")
    if name not in truth.INTRADAY:
        # whole trade dates: the first one opened the evening before
        return truth.new_york(truth.new_york_date(began - 365 * DAY) - timedelta(days=1), "18:00")
    return int(began) - 7 * DAY if name == "1m" else int(began) - feed.limits["5m"].reach * DAY + HOUR


def difference(stored: truth.Candles, expected: truth.Candles) -> str:
    """How two blocks of candles differ, empty when they do not."""
    lost, extra = np.setdiff1d(expected.ts, stored.ts), np.setdiff1d(stored.ts, expected.ts)
    if len(lost) or len(extra):
        return f"{len(lost)} missing {_shown(lost)}, {len(extra)} too many {_shown(extra)} of {len(expected.ts)}"
    for field in truth.Candles._fields:
        mine, right = getattr(stored, field), getattr(expected, field)
        if not np.array_equal(mine, right):
            at_ = np.flatnonzero(mine != right)
            return f"{field} of {_shown(expected.ts[at_])} is {mine[at_[:3]]}, not {right[at_[:3]]}"
    return "" if len(expected.ts) else "nothing is expected: the test proves nothing"


def _shown(stamps: np.ndarray[Any, Any]) -> str:
    shown = (
        [datetime.fromtimestamp(ts, NEW_YORK).strftime("%a %m-%d %H:%M") for ts in stamps[[0, -1]]]
        if len(stamps)
        else []
    )
    return f"({' .. '.join(shown)})" if shown else ""
