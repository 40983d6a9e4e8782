"""Every text of the window and the tray can be translated: lupdate lists it, and its translation reaches the screen."""

from __future__ import annotations

import ast
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, QTranslator
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

import ohlc_desktop
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll, RollProof
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.importing.state import ImportState, ItemView, Phase
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import NOTHING
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason
from ohlc_desktop.core.settings import DECLARATIONS, Group, Settings, Unusable
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import NAMES
from ohlc_desktop.importer.engine import run_import
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.platform import linux
from ohlc_desktop.profile import Profile
from ohlc_desktop.redis_share.status import RedisStatus
from ohlc_desktop.resource_files import resource
from ohlc_desktop.services.app_state import AppState
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health import health_checks
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.services.store_access.roll_reading import ContractsLook, read_contracts
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.reader import views
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.trade_dates import load_trade_dates
from ohlc_desktop.ui.contracts import texts
from ohlc_desktop.ui.contracts.page import ContractsPage
from ohlc_desktop.ui.coverage import cells as coverage_cells
from ohlc_desktop.ui.coverage.page import CoveragePage
from ohlc_desktop.ui.history.page import HistoryPage
from ohlc_desktop.ui.log.page import LogPage
from ohlc_desktop.ui.settings.page import SettingsPage, group_title
from ohlc_desktop.ui.shell.problems import problems
from ohlc_desktop.ui.shell.window import MainWindow, Page
from ohlc_desktop.ui.tray.icon import Tray
from ohlc_desktop.ui.watchlist.page import WatchlistPage
from tests.standins.clock import FakeClock
from tests.translations import listing
from tests.translations.listing import Texts, lupdate
from tests.translations.message_templates import found
from tests.translations.screen import texts_of
from tests.waiting import wait_until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC).timestamp()
PACKAGE = Path(ohlc_desktop.__file__).parent
SOURCES = sorted(path for folder in ("ui", "services", "platform") for path in (PACKAGE / folder).rglob("*.py"))
#: They pass on templates, which ``tests.translations`` takes from the sources.
PASSES_ON = {("messages.py", "translated")}


@pytest.fixture(scope="session")
def listed() -> Texts:
    """What lupdate finds: contexts and texts."""
    if lupdate() is None:
        pytest.skip("this PySide6 comes without lupdate")
    return listing.listed()


# -- marked ---------------------------------------------------------------------------------------------


class Marked(ast.NodeVisitor):
    """The texts that a module marks for translation; ``faults`` are calls that lupdate cannot read."""

    def __init__(self, path: Path) -> None:
        self._path, self._within = path, [""]
        self._function = ""
        self.texts: set[tuple[str, str]] = set()
        self.faults: list[str] = []
        self.visit(ast.parse(path.read_text("utf-8")))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._within.append(node.name)
        self.generic_visit(node)
        self._within.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before, self._function = self._function, node.name
        self.generic_visit(node)
        self._function = before

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in ("tr", "translate", "QT_TRANSLATE_NOOP") or ast.unparse(node.func) == "painter.translate":
            return
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if len(texts) == len(node.args) == (1 if name == "tr" else 2):
            self.texts.add((self._within[-1], texts[0]) if name == "tr" else (texts[0], texts[1]))
        elif (self._path.name, self._function) not in PASSES_ON:
            self.faults.append(f"{self._path.name}:{node.lineno} {ast.unparse(node)}")


def test_every_text_is_listed_in_its_context(listed: Texts) -> None:
    marked = [Marked(path) for path in SOURCES]
    assert [fault for module in marked for fault in module.faults] == []
    assert set().union(*(module.texts for module in marked)) - listed == set()


def test_every_refusal_is_a_template_and_reads_the_same() -> None:
    refused = []
    for wrong in ("neither", "", -1, 10**9, "25:00", [], ["7m"]):
        for declaration in DECLARATIONS:
            try:
                declaration.kind.parse(wrong)
            except Unusable as error:
                refused.append(error)
    assert len(refused) > len(DECLARATIONS)
    assert {error.message.template for error in refused} <= found().templates | {"{title} {hint}"}
    assert [shown(error.message) for error in refused] == [str(error) for error in refused]


# -- reaching the screen --------------------------------------------------------------------------------


class Bracketing(QTranslator):
    """Translates what lupdate lists, and nothing else, into itself in brackets."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return f"[{source}]" if (context, source) in self._texts else ""


@pytest.fixture
def bracketed(qapp: QApplication, listed: Texts) -> Iterator[None]:
    """Everything that is made from now on speaks in brackets."""
    translator = Bracketing(listed)
    coverage_cells.forget_texts()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)
    coverage_cells.forget_texts()


def instrument(name: str) -> Instrument:
    return load_catalogue(resource("instruments.toml")).resolve(name, datetime.fromtimestamp(NOW, UTC).date())


def status() -> ScheduleStatus:
    at = datetime(2026, 11, 24, 22, 5, tzinfo=UTC)
    return ScheduleStatus(ScheduleWait(ScheduleWaitReason.NOT_DUE, at.timestamp(), NOTHING, at), at, False, NOTHING)


def running() -> ImportState:
    items = [ItemView("ES=F", "1d", ItemState.WRITTEN, added=5), ItemView("CL=F", "5m", ItemState.FETCHING)]
    return ImportState(
        phase=Phase.RUNNING, trigger=Trigger.MANUAL, done=3, total=28, rate=1.5, eta=90.0, written=5,
        symbols=("ES=F", "CL=F"), items={(item.symbol, item.timeframe): item for item in items},
    )  # fmt: skip


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """Complete, failed and empty series; a run and a skipped day."""
    store, clock = open_store(tmp_path / "ohlc.sqlite3", demo=True), FakeClock(NOW)
    tools = Tools(
        store, clock, Settings(), DEMO, lambda _: None,
        threading.Event(),
    )  # fmt: skip
    watched = (instrument("ES"), instrument("CL"))
    run_import(Order("manual", watched, ("1d",)), tools)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "CL=F")
        series_summary.note_failure(connection, number, ["5m"], "timeout", NOTHING)
    runs = tuple(ledger.newest_runs(store.connection, 10))
    found = {(i.symbol, view.timeframe.name): view for i in watched for view in views(store.connection, i, DEMO, NOW)}
    dates = load_trade_dates(store.connection)
    store.close()
    state = DatabaseState(tmp_path / "ohlc.sqlite3", 1_234_567, NOW, 2)
    return Snapshot(NOW, watched, False, state, found, runs, runs[0], dates)


@pytest.fixture
def window(bracketed: None, snapshot: Snapshot, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with all its pages."""
    clock, profile, work = FakeClock(NOW), Profile(tmp_path, demo=True), BackgroundWorker("log")
    live_settings = LiveSettings(profile, {"OHLC_DESKTOP_QUIET": "true"})
    autostart = linux.autostart(profile, {"XDG_CONFIG_HOME": str(tmp_path)})
    made = MainWindow(
        clock, True,
        {
            Page.COVERAGE: lambda: CoveragePage(clock, Settings, DEMO), Page.HISTORY: HistoryPage,
            Page.WATCHLIST: lambda: WatchlistPage(DEMO), Page.CONTRACTS: lambda: ContractsPage(clock),
            Page.LOG: lambda: LogPage(tmp_path, work),
            Page.SETTINGS: lambda: SettingsPage(live_settings, autostart, profile, lambda *_: None, clock),
        },
        QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat),
    )  # fmt: skip
    live_settings.setParent(made)
    qtbot.addWidget(made)
    made.show_snapshot(snapshot)
    made.header.show_schedule(status())
    made.indicators.show_indicators(every_indicator(snapshot))
    made.banner.show_problems(problems(AppState(Settings(), snapshot=snapshot, schedule=status(), fault="Fault.")))
    made.show()
    yield made
    made.hide()
    work.stop()


def every_indicator(snapshot: Snapshot) -> dict[health_checks.IndicatorName, health_checks.Indicator]:
    """The strip, as it stands."""
    redis: RedisStatus | None = None
    here = datetime.fromtimestamp(NOW, UTC)
    made = (
        health_checks.redis_indicator(redis, Settings()), health_checks.zone_indicator(NOW, here, None),
        health_checks.schedule_indicator(status(), Settings()),
        health_checks.feed_indicator(YAHOO, ImportState(), None, 0, 2000, NOW),
        health_checks.database_indicator(snapshot.database),
    )  # fmt: skip
    return {indicator.name: indicator for indicator in made}


def untranslated(text: str, data: list[str]) -> list[str]:
    """The words of a text that are in no brackets and no data."""
    text = re.sub(r"(?<!\S)/[^\s\[\]]+", " ", text)  # paths, whole: a part of one may look like a timeframe
    for phrase in data:
        text = text.replace(phrase, " ")
    while (fewer := re.sub(r"\[[^\[\]]*\]", " ", text)) != text:
        text = fewer
    return re.findall(r"[^\W\d_]{2,}", text)


def data_of(snapshot: Snapshot, folder: Path) -> list[str]:
    """What is the same in every language: names, places, and what the store says; longest first."""
    names = [name for i in snapshot.watched for name in (i.symbol, i.name, i.exchange)]
    catalogue = [i.symbol for i in snapshot.watched]
    reasons = [str(run.reason) for run in snapshot.runs if run.reason]
    return sorted({*names, *catalogue, *reasons, *NAMES, str(folder), "Fault.", "ohlc.sqlite3"}, key=len, reverse=True)


def contracts_look(folder: Path) -> ContractsLook:
    """What comes before the first import, and a roll."""
    roll = LedgerRoll(
        Family.DAILY, "volume", "ESU26.CME", "ESZ26.CME", 0, 20_000, "expiry", RollProof.PROVEN, 20_000, 1.0, 2.0, 3, 4,
        1.0, True, "yahoo",
    )  # fmt: skip
    return replace(read_contracts(Profile(folder / "none"), NOW), rolls={"ES": (roll,)})


def data_of_contracts(look: ContractsLook) -> Iterator[str]:
    """Names of futures, exchanges, contracts and sources."""
    for product in look.products.values():
        yield from (product.root, product.name, product.exchange)
    for symbol in ("ESU26.CME", "ESZ26.CME", *(name for event in look.events for name in (event.contract, event.following))):
        yield from (symbol, texts.short(symbol))
    yield "yahoo"


def test_translations_reach_the_whole_window(
    window: MainWindow, snapshot: Snapshot, tmp_path: Path, qtbot: QtBot
) -> None:
    data = data_of(snapshot, tmp_path)
    wrong: set[str] = set()
    count = 0

    def look() -> None:
        nonlocal count
        for where, text in texts_of(window):
            count += 1
            if untranslated(text, data):
                wrong.add(f"{where}: {text}")

    for page in Page:
        window.open_page(page)
        window.page(page)
    contracts = window.page(Page.CONTRACTS)
    assert isinstance(contracts, ContractsPage)
    fortnight = contracts_look(tmp_path)
    contracts.show_contracts(fortnight)
    data = sorted({*data, *data_of_contracts(fortnight)}, key=len, reverse=True)
    settings, coverage = window.page(Page.SETTINGS), window.page(Page.COVERAGE)
    assert isinstance(settings, SettingsPage)
    assert isinstance(coverage, CoveragePage)
    wait_until(qtbot, lambda: len(settings.rows) == len(DECLARATIONS) - 1, 20_000)  # a demo has one feed
    for key in (("ES=F", "1d"), ("CL=F", "5m")):
        coverage.select(*key)
        look()
    window.show_import(running())
    look()
    assert count > 500
    assert sorted(wrong) == []


def test_translations_reach_the_tray(bracketed: None, qtbot: QtBot) -> None:
    tray = Tray(AppState(Settings()), demo=True)
    tray.show_state(AppState(Settings(), schedule=status()))
    icon = tray.findChild(QSystemTrayIcon)
    assert icon is not None
    menu = icon.contextMenu()
    menu.aboutToShow.emit()
    said = [action.text() for action in menu.actions()] + [icon.toolTip()]
    tray.stop()
    tray.deleteLater()
    assert len(said) > 5
    assert [text for text in said if untranslated(text, [])] == []


def test_every_group_of_settings_is_translated(bracketed: None) -> None:
    assert [title for title in map(group_title, Group) if not title.startswith("[")] == []
