"""Continuous series of an earlier moment: a year is walked day by day, and each day is asked for again at its end."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import numpy as np

import ohlc_desktop as od
from ohlc_desktop.core.arbitration.precedence import SourceKind
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import InstrumentState
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES
from ohlc_desktop.importer.arbitration import prefer, put, rebuild, withdraw
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.evidence import contract_changes, followed, served
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources import precedence
from tests.core.continuous.paper_market import PaperContract, PaperMarket
from tests.core.helpers import CATALOGUE, day
from tests.store.contracts import paper_store

NQ = CATALOGUE.products["NQ"]
D1, M5 = TIMEFRAMES["1d"], TIMEFRAMES["5m"]
FIRST, LAST = day("2026-01-05"), day("2026-12-31")
#: Every rule and every way to adjust.
SERIES = [
    f"NQ@{rule}:{adjust}"
    for rule, adjust in product(("expiry", "expiry-1", "notice-2", "volume", "feed"), ("none", "difference", "ratio"))
]
#: A daily series, weeks, months and fives of days, which a calendar counts, and minutes once there are some.
FRAMES = ("1d", "1d", "1wk", "5d", "1mo", "5m")
#: The last trading day of March's contract was a holiday after all, as the calendar library learns late.
HOLIDAY, NOTICED = day("2026-03-20"), day("2026-03-30")
#: The feed lacks September's contract around June's roll; a file has it later, with last trades; the feed itself at last.
LACKS, FILE, FEED, PREFERRED = (day(f"2026-{text}") for text in ("06-03", "06-24", "06-30", "07-08"))
#: Minutes of a week in which the feed rolls: a step is seen, then it is none, then the contracts prove the roll.
ROLLED, MINUTES, SEEN, UNSEEN, PROVEN = (day(f"2026-09-{text}") for text in ("10", "14", "16", "22", "28"))
#: Minutes of March are bought, and whose they are is told; later they are given back.
MARCH, BOUGHT, GIVEN_BACK = day("2026-03-09"), day("2026-10-20"), day("2026-11-10")
#: Trading on the Saturday after December's roll is observed in an answer of later.
SATURDAY, OBSERVED = day("2026-12-19"), day("2026-12-28")
#: What tells of each, the day before it and on the day itself.
TELLS = {
    NOTICED: ("NQ@expiry:difference", "1d", False),
    FILE: ("NQ@volume:difference", "1d", True),
    PREFERRED: ("NQ@volume:ratio", "1d", False),
    **dict.fromkeys((SEEN, UNSEEN, PROVEN, BOUGHT, GIVEN_BACK), ("NQ@feed:difference", "5m", True)),
    OBSERVED: ("NQ@expiry:none", "5m", False),
}


class Year:
    """An archive that grows from day to day, each step stored as an import of that evening stores it."""

    def __init__(self, path: Path) -> None:
        self.market, self.path = PaperMarket("NQ"), path
        self.store: Store = open_store(path, demo=False)
        self.days = [each for each in self.market.days if FIRST <= each <= LAST and each != HOLIDAY]
        self.closes = dict(zip(self.market.calendar.trade_date.tolist(), self.market.calendar.close.tolist(), strict=True))
        traded = (each for each in self.market.contracts if FIRST <= each.ends <= LAST + 100)
        self.held = {each.symbol: (each, self.market.daily(each)) for each in traded}
        self.at = 0.0

    def walk(self) -> Iterator[int]:
        """Each day, when all of it is stored."""
        self._begin()
        for place, today in enumerate(self.days):
            self.at = float(self.closes[today] + 3600)
            with self.store.transaction() as connection:
                if place % 5 == 0 or today == NOTICED:
                    self._calendar(connection, today)
                for symbol, (contract, candles) in self.held.items():
                    self._trade(connection, symbol, contract, candles.between((today - 1) * DAY, (today + 1) * DAY), today)
                self._happens(connection, today)
            yield today

    def _begin(self) -> None:
        self.at = float(self.closes[self.days[0]])
        with self.store.transaction() as connection:
            precedence.enrol(connection, "databento", SourceKind.PAID, 0.0)
            precedence.enrol(connection, "yahoo", SourceKind.FEED, 0.0)
            for symbol, (_, candles) in self.held.items():
                past = candles.between((FIRST - 120) * DAY, FIRST * DAY)
                if len(past):
                    self._put(connection, symbol, past)

    def _calendar(self, connection: Connection, today: int) -> None:
        """Some weeks ahead, as the library of that day has them."""
        known = self.market.calendar
        reached = (known.trade_date > FIRST - 60) & (known.trade_date < today + 40)
        if today >= NOTICED:
            reached &= known.trade_date != HOLIDAY
        series_summary.save_calendar(connection, known.take(reached), self.at)

    def _trade(self, connection: Connection, symbol: str, contract: PaperContract, candles: Candles, today: int) -> None:
        """Yesterday's settlement in the place of its last trade, and today's last trade."""
        candles = candles.take(candles.ts // DAY != HOLIDAY)
        if not len(candles) or (symbol == "NQU26.CME" and LACKS <= today <= FEED):
            return
        off = np.where(candles.ts // DAY == today, 0.25, 0.0)
        self._put(connection, symbol, moved(candles, off))
        front = next(each for each in self.market.active if each.ends >= today)
        if contract is front:
            self._put(connection, "NQ=F", moved(candles, off).take(candles.ts // DAY == today))

    def _happens(self, connection: Connection, today: int) -> None:
        """What takes place on few days."""
        if today == FILE:
            self._tell(connection, "NQU26.CME", "1d", "tradingview", self._missed())
        if today == FEED:
            self._tell(connection, "NQU26.CME", "1d", "yahoo", self._missed())
        if today == PREFERRED:
            prefer(connection, ["yahoo"])
            rebuild(connection, self._number(connection, "NQU26.CME"), self._state("NQU26.CME"), self.at)
        if today == MINUTES:
            self._minutes(connection, "NQ=F", "NQU26.CME", ROLLED - 2, ROLLED)
            self._minutes(connection, "NQ=F", "NQZ26.CME", ROLLED, ROLLED + 2)
        if today == SEEN:
            self._step(connection, [ContractChange(ROLLED * DAY + 16 * 3600, 55.25)])
        if today == UNSEEN:
            self._step(connection, [])
        if today == PROVEN:
            for symbol in ("NQU26.CME", "NQZ26.CME"):
                self._minutes(connection, symbol, symbol, ROLLED - 2, ROLLED + 2)
        if today == BOUGHT:
            minutes, number = self._rows("NQM26.CME", MARCH, MARCH + 3), self._number(connection, "NQ=F")
            self._tell(connection, "NQ=F", "5m", "databento", minutes)
            followed.save_told(connection, number, "5m", "databento", "NQM26.CME", 0, EVER, self.at)
        if today == GIVEN_BACK:
            number = self._number(connection, "NQ=F")
            withdraw(connection, number, self._state("NQ=F"), M5, "databento", Interval(0, EVER), self.at)
        if today == OBSERVED:
            begins = SATURDAY * DAY + 15 * 3600
            served.save_observed(connection, NQ.calendar, [Interval(begins, begins + 1800)], self.at)

    def _missed(self) -> Candles:
        return self.held["NQU26.CME"][1].between((LACKS - 1) * DAY, FILE * DAY)

    def _tell(self, connection: Connection, symbol: str, name: str, source: str, candles: Candles) -> None:
        """A source of several says what it has."""
        stretch = Interval(int(candles.ts[0]), int(candles.ts[-1]) + 1)
        number = self._number(connection, symbol)
        put(connection, number, self._state(symbol), TIMEFRAMES[name], source, candles, stretch, self.at)

    def _minutes(self, connection: Connection, symbol: str, contract: str, first: int, last: int) -> None:
        self._put(connection, symbol, self._rows(contract, first, last), "5m")

    def _rows(self, contract: str, first: int, last: int) -> Candles:
        """A few candles of 5m a day, which only the contract has."""
        ts = np.array([d * DAY + 15 * 3600 + n * 300 for d in range(first, last) for n in range(6)], dtype=np.int64)
        price = 20_000.0 + 0.25 * (ts // 300 % 5) + 60 * list(self.held).index(contract)
        return Candles(ts, price, price + 1, price - 1, price, np.full(len(ts), 9, np.int64))

    def _step(self, connection: Connection, found: list[ContractChange]) -> None:
        contract_changes.save(connection, self._number(connection, "NQ=F"), M5, 0, EVER, found, self.at)

    def _put(self, connection: Connection, symbol: str, candles: Candles, name: str = "1d") -> None:
        precedence.note_feed(connection, self._number(connection, symbol), "yahoo", SourceKind.FEED, self.at)
        paper_store.put(connection, symbol, name, candles, at=self.at)

    def _number(self, connection: Connection, symbol: str) -> int:
        return watchlist.instrument_id(connection, symbol)

    def _state(self, symbol: str) -> InstrumentState:
        return InstrumentState(CATALOGUE.resolve(symbol, date(2026, 1, 1)), self.market.calendar, YAHOO)


def moved(candles: Candles, off: np.ndarray) -> Candles:
    """The same candles, with other prices."""
    return Candles(candles.ts, *(column + off for column in candles.columns[1:5]), candles.volume)  # type: ignore[arg-type, call-arg]


Question = tuple[str, str, bool]


def asked(archive: od.Archive, series: str, frame: str, estimated: bool, as_of: float | None = None) -> tuple[object, ...]:
    """What is read of a continuous series, or why nothing is, with the rolls that are known."""
    moment = None if as_of is None else datetime.fromtimestamp(as_of, UTC)
    rolls = archive.rolls("NQ", series.partition(":")[0].removeprefix("NQ@"), frame, as_of=moment)
    try:
        found = archive.candles(series, frame, estimated=estimated, as_of=moment).numpy()
    except od.OhlcError as error:
        return type(error), str(error), rolls
    return {name: column.tolist() for name, column in found.items()}, rolls


def test_each_day_of_a_year_is_told_as_it_was(tmp_path: Path) -> None:
    year, dice = Year(tmp_path / "ohlc.sqlite3"), random.Random(7)
    archive = od.Archive(year.path)
    eves = {year.days[year.days.index(today) - 1]: question for today, question in TELLS.items()}
    eves[year.days[year.days.index(HOLIDAY - 1)]] = ("NQ@volume:none", "1wk", False)  # is the week over?
    told: dict[tuple[int, Question], tuple[object, ...]] = {}
    moments = {}
    for place, today in enumerate(year.walk()):
        questions = {each[today] for each in (eves, TELLS) if today in each}
        if place % 6 == 0:
            frames = FRAMES if today > MINUTES else FRAMES[:-1]
            questions.add((dice.choice(SERIES), dice.choice(frames), dice.random() < 0.5))
        told |= {(today, question): asked(archive, *question) for question in questions}
        moments[today] = year.at
    year.store.close()
    for eve, today in ((year.days[year.days.index(today) - 1], today) for today in TELLS):
        assert told[eve, TELLS[today]][-1] != told[today, TELLS[today]][-1], f"nothing was learned of rolls on {day_of(today)}"
    for (today, question), then in told.items():
        assert asked(archive, *question, moments[today]) == then, (today, question)
