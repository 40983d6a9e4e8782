"""The whole program in German and in English: nothing left untranslated, room for every text, switched at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QSystemTrayIcon, QWidget

from ohlc_desktop.core.chart.indicators import KINDS, indicator
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.importing.events import ItemDone, PlanMade, RunDone, RunStarted, Waiting, WaitReason
from ohlc_desktop.core.importing.request import ImportRequest, Trigger
from ohlc_desktop.core.importing.state import ImportState, begin, reduce
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.diagnostics.report_files import Report
from ohlc_desktop.services.health.health_checks import IndicatorName
from ohlc_desktop.services.i18n.day_names import names
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.ui.chart.window.window import ChartWindow
from ohlc_desktop.ui.settings.page import SettingsPage
from ohlc_desktop.ui.shell.report_dialog import ReportDialog
from ohlc_desktop.ui.shell.window import MainWindow, Page
from ohlc_desktop.ui.watchlist.page import WatchlistPage
from tests.app.conftest import NOON, PLANNED, Rig, Start, child
from tests.app.test_charts import charts_of, shown
from tests.pictures.history import write_history
from tests.translations.catalogue import FOLDER, messages
from tests.translations.screen import cut_off, overlapping, texts_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

#: The smallest that the window may be, and its usual size.
SIZES = ((720, 480), (1120, 760))
#: What another program or a library says, or made up for pictures.
FOREIGN = (
    "Yahoo did not answer within 20 s, four times.",
    "The name query2.finance.yahoo.com cannot be looked up: this computer seems to be offline.",
)
_TIMEOUT = Message("Yahoo did not answer in time.")
_KEPT = Message("Stored candles are as they were; the next import asks for what is missing.")
_UNDONE = Message(
    "{count} series could not be brought up to date. {why}", count=1, why=sentences(_TIMEOUT, _KEPT)
)
_STUDIES = tuple(indicator(name) for name in ("SMA", "BB", "VWAP", "RSI", "STOCH", "VOLMA"))


@pytest.fixture
def troubled(filled: Path) -> Path:
    """Weeks of runs of every kind, failed summary, and a Redis that is not there."""
    with closing(open_store(filled / "demo" / "ohlc.sqlite3", demo=True)) as store:
        write_history(store, PLANNED - timedelta(days=1))
        with store.transaction() as connection:
            number = watchlist.instrument_id(connection, "NQ=F")
            series_summary.note_failure(connection, number, ["1d", "5d"], "timeout", _TIMEOUT)
    (filled / "demo" / ".env").write_text("CACHE_ENABLED=true\nREDIS_URL=redis://127.0.0.1:1/0\n", encoding="utf-8")
    return filled


# -- nothing untranslated, nothing cut off ---------------------------------------------------------------


def words(text: str) -> set[str]:
    """The words of a text, but for paths, addresses, variables and names of files."""
    bare = re.sub(r"\S*[/_=]\S*|\S+\.\w+", " ", text)
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", bare)}


class Reviewer:
    """Looks at windows for words that only English has, and for texts without room.

    Attributes:
        faults: What was found.
        count: How many texts were looked at.
    """

    def __init__(self, language: str) -> None:
        every = list(messages(FOLDER / "ohlc_desktop_de.ts")) if language == "GERMAN" else []
        german = {word for each in every for word in words(each.translation)}
        self._english = {word for each in every for word in words(each.source)} - german
        self._seen: set[str] = set()
        self.faults: list[str] = []
        self.count = 0

    def look(self, widget: QWidget | None) -> None:
        """At a window and everything in it; the log's lines are English."""
        assert widget is not None
        QApplication.processEvents()
        size = f"{widget.width()} x {widget.height()}"
        self.faults += [f"cut off at {size}: {text}" for text in cut_off(widget)]
        self.faults += [f"one over another at {size}: {names}" for names in overlapping(widget)]
        for where, text in texts_of(widget):
            if "QTableView" not in where:
                self.read(text, where)

    def read(self, text: str, where: str) -> None:
        """A text on the screen."""
        self.count += 1
        for foreign in FOREIGN:
            text = text.replace(foreign, "")
        if text not in self._seen and (left := words(text) & self._english):
            self.faults.append(f"{where}: {text!r}: {left}")
        self._seen.add(text)


@pytest.fixture(params=["GERMAN", "ENGLISH"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One that the environment asks for."""
    monkeypatch.setenv("OHLC_DESKTOP_LANGUAGE", request.param)
    return str(request.param)


def imports() -> Iterator[ImportState]:
    """An import that waits, and how it ended."""
    state = begin(ImportRequest(), NOON)
    for event in (
        RunStarted(9, Trigger.MANUAL, True, ["ES=F", "NQ=F"], ""),
        PlanMade([{"symbol": symbol, "timeframe": "1d"} for symbol in ("ES=F", "NQ=F")], 0),
        ItemDone("ES=F", "1d", ItemState.WRITTEN, 9, 5, 2, 2),
        Waiting(WaitReason.RATE_LIMITED, 45, Message("Yahoo asks for a pause: too many requests.")),
        ItemDone("NQ=F", "1d", ItemState.FAILED, 0, 0, 0, 0, "timeout", _TIMEOUT, 210),
        RunDone(9, RunState.PARTIAL, 1, {}, 2, 9, 2, 0, 43.0, _UNDONE),
    ):
        state = reduce(state, event, NOON)
        yield state


def test_every_page_and_dialog(start: Start, troubled: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rig, reviewer = start(troubled), Reviewer(language)
    window = rig.open()
    for page in Page:
        rig.open(page)
        for size in SIZES:
            window.resize(*size)
            rig.settle()
            reviewer.look(window)
    look_at_an_import(window, reviewer)
    look_at_details(rig, reviewer)
    look_at_the_watchlist(rig, reviewer)
    look_at_questions(rig, reviewer, monkeypatch)
    for action in rig.actions():
        reviewer.read(action.text(), "menu")
    reviewer.read(child(rig.app.tray, QSystemTrayIcon).toolTip(), "tray")
    assert reviewer.count > 2000
    assert not reviewer.faults, "\n".join(sorted(set(reviewer.faults)))


def look_at_an_import(window: MainWindow, reviewer: Reviewer) -> None:
    window.open_page(Page.IMPORT)
    for state in imports():
        window.show_import(state)
        for size in SIZES:
            window.resize(*size)
            reviewer.look(window)
    window.show_import(ImportState())


def look_at_details(rig: Rig, reviewer: Reviewer) -> None:
    window = rig.window
    window.open_page(Page.COVERAGE)
    for key in (("ES=F", "1d"), ("NQ=F", "1d"), ("NQ=F", "5m")):
        rig.coverage.select(*key)
        for size in SIZES:
            window.resize(*size)
            reviewer.look(window)
    buttons = window.indicators.buttons
    assert [name for name in IndicatorName if buttons[name].isHidden()] == [IndicatorName.HUB]  # none is set
    for button in (each for each in buttons.values() if not each.isHidden()):
        button.click()
        popup = QApplication.activePopupWidget()
        reviewer.look(popup)
        assert popup is not None
        popup.close()


def look_at_the_watchlist(rig: Rig, reviewer: Reviewer) -> None:
    rig.open(Page.WATCHLIST)
    page = rig.page(Page.WATCHLIST, WatchlistPage)
    page.paste.click()
    dialog = page.dialog
    assert dialog is not None
    dialog.set_text("ES NQ, MNQ 12-26\nSILVR HG ZZ 13-99 ESH99 ES 13-26 MNQ")
    rig.until(lambda: dialog.results.topLevelItemCount() > 5)
    reviewer.look(dialog)
    dialog.close()
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.buttons.remove.click()
    reviewer.look(page.question)
    assert page.question is not None
    page.question.close()


def look_at_questions(rig: Rig, reviewer: Reviewer, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Report(rig.profile.logs / "report.txt", NOON, "LookupError: 12", "services/work.py:81")
    reports = ReportDialog([fault, replace(fault, where="")], rig.window)
    reports.open()
    reviewer.look(reports)
    reports.close()
    monkeypatch.setattr(rig.app.tray, "host_present", lambda: False)
    rig.window.close()
    (question,) = [box for box in rig.window.findChildren(QMessageBox) if box.isVisible()]
    reviewer.look(question)
    question.close()


def test_the_charts(start: Start, troubled: Path, language: str) -> None:
    rig, reviewer = start(troubled, hidden=True), Reviewer(language)
    rig.app.shell.charts.open("NQ=F", "5m")
    (window,) = charts_of(rig).windows
    rig.until(window.active.empty.isVisible)
    reviewer.look(window)
    window.active.switch("ES=F", "5m")
    shown(rig)
    window.active.set_options(ChartOptions(indicators=_STUDIES))
    window.active.holes.go_on()
    rig.settle()
    for size in SIZES:
        window.resize(*size)
        reviewer.look(window)
    look_at_menus(window, reviewer)
    for kind in KINDS:
        window.toolbar.menus.indicator_added.emit(kind)
        look_at_dialog(window, reviewer)
    window.toolbar.date.click()
    look_at_dialog(window, reviewer)
    for typed in ("ES 15", "zzz9"):
        window.finder.ask(("ES=F", "5m"), typed)
        reviewer.look(window)
    assert reviewer.count > 500
    assert not reviewer.faults, "\n".join(sorted(set(reviewer.faults)))


def look_at_menus(window: ChartWindow, reviewer: Reviewer) -> None:
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
        for action in menu.actions():
            reviewer.read(action.text(), "menu")


def look_at_dialog(window: ChartWindow, reviewer: Reviewer) -> None:
    QApplication.processEvents()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            reviewer.look(dialog)
            dialog.close()


# -- switching -------------------------------------------------------------------------------------------


def choose(rig: Rig, label: str) -> None:
    """Choose a language on the settings page, by its name and the keyboard."""
    page = rig.page(Page.SETTINGS, SettingsPage)
    rig.until(lambda: "language" in page.rows)
    box = page.rows["language"].editor.findChild(type(page.rows["theme"].editor.box))  # type: ignore[attr-defined]
    box.setFocus()
    rig.qtbot.keyClicks(box, label)


def titles(window: MainWindow) -> list[str]:
    """Of the pages."""
    return [window.tabs.tabText(number).replace("&", "") for number in range(window.tabs.count())]


def says(rig: Rig, page: str) -> Callable[[], bool]:
    """Whether there is one window, and its first page has this title."""
    return lambda: len(rig.windows()) == 1 and rig.window.isVisible() and titles(rig.window)[0] == page


def menu_of(rig: Rig) -> list[str]:
    """What the tray's menu offers."""
    return [action.text().replace("&", "") for action in rig.actions() if action.text()][1:]


def test_a_switch_shows_at_once_in_window_tray_and_charts(start: Start, filled: Path) -> None:
    rig = start(filled)
    window = rig.open(Page.SETTINGS)
    window.resize(780, 500)  # the offscreen screen is small
    rig.app.shell.charts.open("ES=F", "1h")
    chart = shown(rig)
    chart.resize(800, 500)
    chart.active.set_options(ChartOptions(indicators=_STUDIES[:1]))
    cells, tip, english, size = chart.state.cells, chart.toolbar.rth.toolTip(), menu_of(rig), window.size()
    assert QLocale().toString(1234) == "1,234"
    choose(rig, "Deutsch")
    rig.until(says(rig, "Abdeckung"))
    assert rig.window is not window
    assert (rig.window.current_page, rig.window.size()) == (Page.SETTINGS, size)
    assert (QLocale().toString(1234), names().standaloneDayName(1)) == ("1,234", "Montag")  # numbers stay as prices are
    assert 'language = "GERMAN"' in rig.profile.settings.read_text("utf-8")
    page = rig.page(Page.SETTINGS, SettingsPage)
    rig.until(lambda: "language" in page.rows and page.rows["language"].isAncestorOf(QApplication.focusWidget()))
    assert not page.rows["language"].visibleRegion().isEmpty()
    rig.until(lambda: rig.window.indicators.buttons[IndicatorName.REDIS].text() == " Redis: aus")
    assert "Jetzt importieren" in menu_of(rig)
    assert child(rig.app.tray, QSystemTrayIcon).toolTip().splitlines()[1].startswith("Mo ")
    assert shown(rig).state.cells == cells
    assert shown(rig).toolbar.rth.toolTip() not in ("", tip)
    choose(rig, "English")
    rig.until(says(rig, "Coverage"))
    assert menu_of(rig) == english
    assert (shown(rig).state.cells, shown(rig).toolbar.rth.toolTip()) == (cells, tip)
    assert QLocale().toString(1234) == "1,234"


def test_a_switch_during_an_import_shows_the_import_again(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open(Page.SETTINGS)
    rig.app.controller.start_import(ImportRequest())
    rig.until_importing()
    rig.app.live_settings.set("language", "GERMAN")
    rig.until(says(rig, "Abdeckung"))
    if rig.app.controller.runner.active:
        assert rig.window.header.button.text().replace("&", "") == "Import abbrechen"
        rig.window.header.button.click()
    rig.until_ended()
    assert rig.window.header.button.text().replace("&", "") == "Jetzt importieren"
    assert rig.rows("SELECT count(*) FROM run WHERE trigger = 'manual' AND state = 'RUNNING'") == [(0,)]
    reasons = [str(reason) for (reason,) in rig.rows("SELECT reason FROM run")]
    assert not [reason for reason in reasons if re.search("Abgebrochen|Alles", reason)]  # kept in English


_FIRST_TEXTS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QSystemTrayIcon
from ohlc_desktop.app import App, make_application
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.profile import Profile, create
profile = Profile(Path(sys.argv[1]), demo=True)
create(profile)
app = App(make_application(), profile, SystemClock(), True)
icon = app.tray.findChild(QSystemTrayIcon)
print([action.text() for action in icon.contextMenu().actions()][2])
app.close()
"""


@pytest.mark.parametrize(
    ("surroundings", "text"),
    [
        ({"LANG": "de_DE.UTF-8"}, "&Jetzt importieren"),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": "fr:de:en"}, "&Jetzt importieren"),
        ({"LANG": "fr_FR.UTF-8"}, "&Import now"),
        ({"LANG": "de_DE.UTF-8", "OHLC_DESKTOP_LANGUAGE": "english"}, "&Import now"),
        ({"LANG": "C", "OHLC_DESKTOP_LANGUAGE": "german"}, "&Jetzt importieren"),
    ],
)
def test_the_first_text_is_in_the_language_asked_for(tmp_path: Path, surroundings: dict[str, str], text: str) -> None:
    bare = {name: value for name, value in os.environ.items() if not re.match("LC_|LANG", name)}
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_TEXTS, str(tmp_path)], env={**bare, **surroundings}, capture_output=True, text=True,
        timeout=30,
    )  # fmt: skip
    assert done.stdout.strip() == text, done.stderr
