"""The page Contracts over a real store: what comes, the ledger of rolls, and when it is read anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.continuous.agenda import agenda
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.market.sessions import day_number, day_of
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.i18n import zones
from ohlc_desktop.services.store_access.roll_reading import ContractsLook
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.ui.contracts import texts
from ohlc_desktop.ui.contracts.agenda_rows import AgendaColumn, agenda_rows
from ohlc_desktop.ui.contracts.ledger_rows import LedgerColumn
from ohlc_desktop.ui.contracts.page import ContractsPage
from ohlc_desktop.ui.contracts.table import ContractsTable
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import CATALOGUE, calendar, ny
from tests.standins.clock import FakeClock
from tests.store.contracts.paper_store import fill
from tests.waiting import wait_until


class ContractsBench:
    """A page wired to a store service over a store, as the window wires them."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.profile, self.clock, self.qtbot = Profile(folder), FakeClock(ny("2026-12-15 12:00")), qtbot
        self.work = BackgroundWorker("store")
        self.service = StoreService(self.profile, self.clock, self.work, Settings)
        self.page = ContractsPage(self.clock)
        qtbot.addWidget(self.page)
        self.readings, self.answers, self.charts = 0, 0, list[str]()
        self.page.reading_wanted.connect(self._read)
        self.page.chart_wanted.connect(self.charts.append)
        self.service.changed.connect(self.page.show_snapshot)
        self.page.resize(1000, 600)

    def _read(self) -> None:
        self.readings += 1
        self.service.contracts(self._answer, self.page.show_failure)

    def _answer(self, look: object) -> None:
        self.answers += 1
        self.page.show_contracts(look)  # type: ignore[arg-type]

    def settle(self) -> None:
        """Wait for all that was asked of the store."""
        asked: list[object] = []
        self.work.run(lambda: None, asked.append)
        wait_until(self.qtbot, lambda: bool(asked) and self.answers == self.readings, 20_000)

    def watch(self, *symbols: str) -> None:
        with closing(open_store(self.profile.database, False)) as store, store.transaction() as connection:
            watchlist.set_watchlist(connection, list(symbols))

    def look(self) -> None:
        self.service.refresh()
        self.settle()

    def column(self, table: ContractsTable, column: int) -> list[str]:
        return [str(table.model().index(row, column).data()) for row in range(table.model().rowCount())]

    def cell(self, table: ContractsTable, column: int, text: str, after: int = 0) -> QModelIndex:
        return table.model().index(self.column(table, column).index(text, after), column)

    def click(self, table: ContractsTable, index: QModelIndex) -> None:
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())


@pytest.fixture(autouse=True)
def chicago() -> Iterator[None]:
    """Times are told in Chicago's zone."""
    zones.choose("CHICAGO")
    yield
    zones.choose("LOCAL")


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[ContractsBench]:
    made = ContractsBench(tmp_path / "profile", qtbot)
    yield made
    made.page.hide()
    made.work.stop()


@pytest.fixture(scope="module")
def market() -> PaperMarket:
    return PaperMarket("NQ")


def test_what_comes_is_told_by_day_and_leads_to_receipts_and_charts(bench: ContractsBench, market: PaperMarket) -> None:
    create(bench.profile)
    fill(bench.profile.database, market)
    bench.watch("NQ=F", "ES=F", "AAPL")
    bench.look()
    assert bench.readings == 0  # nobody looks
    bench.page.show()
    bench.settle()
    table, page = bench.page.agenda, bench.page
    days = bench.column(table, AgendaColumn.DAY)
    assert [day for day in days if day] == [
        "Today, Tue 2026-12-15", "Fri 2026-12-18", "Thu 2026-12-24", "Fri 2026-12-25",
    ]  # fmt: skip
    assert bench.column(table, AgendaColumn.WHAT)[1:] == [
        "Last trading day", "Last trading day", "Roll", "Roll", "Early close", "Closed",
    ]  # fmt: skip
    assert bench.column(table, AgendaColumn.TIME)[1:] == ["08:30", "08:30", "", "", "12:15", ""]
    assert bench.column(table, AgendaColumn.ABOUT)[-1] == "CME: NQ, ES"
    seen = next(roll for roll in market.rolls("volume") if roll.old == "NQZ26.CME")
    shown = f"{seen.ticks / 4:+.2f}"
    roll = bench.cell(table, AgendaColumn.CONTRACT, "NQZ26", bench.column(table, AgendaColumn.WHAT).index("Roll"))
    assert roll.siblingAtColumn(AgendaColumn.ABOUT).data().endswith(f"{shown}, proven")
    bench.click(table, roll.siblingAtColumn(AgendaColumn.WHAT))
    assert f"NQZ26 → NQH27: Last day of NQZ26: {day_of(seen.until).isoformat()}. On it NQH27 was traded more." in page.details.text()
    assert page.details.text().endswith("Proven by both contracts' own candles (yahoo).")
    bench.click(table, roll)
    bench.click(table, roll.siblingAtColumn(AgendaColumn.FOLLOWING))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert bench.charts == ["NQZ26.CME", "NQH27.CME", "NQZ26.CME"]
    page.root.setCurrentText("ES")
    assert bench.column(table, AgendaColumn.CONTRACT) == ["", "ESZ26", "ESZ26", "", ""]
    table.selectAll()
    page.copy_button.click()
    copied = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert copied[0][:2] == ["Day", "What"]
    assert copied[3] == ["Fri 2026-12-18", "Roll", "", "ESZ26.CME", "ESH27.CME", "By the rule; difference not known yet"]

    zones.choose("UTC")
    bench.service.changed.emit(bench.service.snapshot)
    assert bench.column(table, AgendaColumn.TIME)[1:] == ["14:30", "", "18:15", ""]
    assert texts.hour_text(ny("2026-12-18 20:00"), day_number(date(2026, 12, 18))) == "Sat 01:00"


def test_the_ledger_lists_every_roll_with_its_arithmetic(bench: ContractsBench, market: PaperMarket) -> None:
    create(bench.profile)
    fill(bench.profile.database, market)
    bench.watch("NQ=F", "ES=F")
    page = bench.page
    page.show()
    bench.settle()
    page.rolled.click()
    table = page.ledger
    assert set(bench.column(table, LedgerColumn.RULE)) == {
        "volume", "volume (expiry)", "expiry", "first notice (expiry)",
    }  # fmt: skip
    page.rule.setCurrentIndex(page.rule.findData("volume"))
    truth = {roll.old.partition(".")[0]: f"{roll.ticks / 4:+.2f}" for roll in market.rolls("volume")}
    told = dict(zip(bench.column(table, LedgerColumn.OLD), bench.column(table, LedgerColumn.DIFFERENCE), strict=True))
    assert {old: told[old] for old in truth} == truth
    days = bench.column(table, LedgerColumn.DAY)
    assert [day.split()[1] for day in days] == sorted((day.split()[1] for day in days), reverse=True)
    table.header().setSortIndicator(LedgerColumn.OLD_VOLUME, Qt.SortOrder.AscendingOrder)
    volumes = [int(text.replace(",", "")) for text in bench.column(table, LedgerColumn.OLD_VOLUME) if text != "–"]
    assert volumes == sorted(volumes)
    row = bench.cell(table, LedgerColumn.OLD, "NQZ26")
    bench.click(table, row.siblingAtColumn(LedgerColumn.DIFFERENCE))
    assert page.details.text().startswith("NQZ26 → NQH27: Last day of NQZ26: ")
    table.header().setSortIndicator(LedgerColumn.DAY, Qt.SortOrder.DescendingOrder)
    assert bench.column(table, LedgerColumn.DAY) == days
    table.copy()
    (_, line) = QGuiApplication.clipboard().text().splitlines()
    assert line.split("\t")[1:5] == ["NQZ26.CME", "NQH27.CME", truth["NQZ26"], "proven"]
    page.root.setCurrentText("ES")
    assert page.nothing.text() == "No roll of this choice is known."
    assert not page.copy_button.isEnabled()


def test_it_is_read_anew_after_imports_and_at_midnight(bench: ContractsBench) -> None:
    page = bench.page
    page.show()
    bench.settle()
    assert "Holidays and early closes are known after the first import." in page.details.text()
    page.rolled.click()
    assert page.nothing.text().startswith("No roll is known yet.")
    page.coming.click()
    create(bench.profile)
    bench.watch("AAPL")
    page.show_import(ImportState(phase=Phase.RUNNING))
    bench.look()
    assert bench.readings == 1
    page.show_import(ImportState())
    bench.settle()
    assert bench.readings == 2
    assert page.nothing.text().startswith("No future is on the watchlist.")
    bench.look()
    assert bench.readings == 2  # nothing has changed
    bench.watch("NQ=F")
    bench.look()
    assert bench.column(page.agenda, AgendaColumn.DAY)[0] == "Today, Tue 2026-12-15"
    bench.clock.advance(12 * 3600)
    page.look_at_the_day()
    bench.settle()
    assert bench.column(page.agenda, AgendaColumn.DAY)[0] == "Today, Wed 2026-12-16"
    page.hide()
    bench.profile.database.write_bytes(b"no database" * 1000)
    bench.clock.advance(86_400)
    page.show()
    wait_until(bench.qtbot, lambda: "ohlc" in page.details.text() or "database" in page.details.text(), 20_000)
    assert bench.column(page.agenda, AgendaColumn.DAY)[0] == "Today, Wed 2026-12-16"


def test_exchanges_that_close_alike_share_a_line() -> None:
    products = {root: CATALOGUE.products[root] for root in ("CL", "NQ", "ZC", "GC")}
    today = day_number(date(2026, 12, 23))
    calendars = {product.calendar: calendar(product.calendar) for product in products.values()}
    look = ContractsLook(today, products, agenda(products.values(), calendars, today, 3), {}, True)
    closing_hours = [(row.cells[2], row.cells[5]) for row in agenda_rows(look) if row.event and not row.event.contract]
    assert closing_hours == [
        ("12:45", "NYMEX: CL; COMEX: GC"), ("12:15", "CME: NQ"), ("12:05", "CBOT: ZC"),
        ("", "NYMEX: CL; CME: NQ; CBOT: ZC; COMEX: GC"),
    ]  # fmt: skip
    assert [row.cells[5] for row in agenda_rows(look, "GC")][-2:] == ["COMEX: GC", "COMEX: GC"]
