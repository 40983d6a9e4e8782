"""What can go wrong around the tray app: it stays responsive, and says what is wrong and what helps."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import qDebug
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QSystemTrayIcon, QToolButton
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason, identity
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.health import health_monitor
from ohlc_desktop.services.health.health_checks import IndicatorName
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.shell.banner import Banner
from ohlc_desktop.ui.shell.report_dialog import ReportDialog
from ohlc_desktop.ui.shell.window import Page
from ohlc_desktop.ui.tray.icon import TrayState
from ohlc_desktop.ui.watchlist.page import WatchlistPage
from tests.app.conftest import DEADLINE, NOON, PLANNED, STALL, Heartbeat, Rig, Start, child
from tests.standins.clock import FakeClock
from tests.standins.redis_server import RedisServer, free_port
from tests.standins.yahoo import StandInYahoo

ByClock = Callable[..., None]


# -- the importer ----------------------------------------------------------------------------------------


def test_a_killed_importer_is_told_and_tried_again(
    start: Start, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "1h")
    rig = start(empty)
    rig.app.controller.store_service.watch(["ES=F"])
    rig.open()
    rig.come(PLANNED.timestamp())
    rig.until(lambda: rig.app.controller.runner.state.run)
    (importer,) = rig.children()
    with Heartbeat() as heart:
        os.kill(importer.pid, signal.SIGKILL)
        rig.until_ended()
        rig.until(lambda: isinstance(rig.app.controller.scheduler.status.decision, ScheduleWait))
    assert heart.longest < STALL, heart.stalls
    assert f"signal {int(signal.SIGKILL)}" in rig.banner
    assert "Import now" in rig.window.banner.button.text().replace("&", "")
    rest = rig.app.controller.scheduler.status.decision
    assert rest.reason is ScheduleWaitReason.RETRY
    assert timedelta(minutes=5) <= rest_of(rest.until) < timedelta(minutes=6)
    assert rig.told == []  # it is tried again: nothing for the user to do yet
    rig.come(rest.until)
    rig.until(lambda: rig.app.controller.runner.active)
    rig.until_ended()
    rig.until(lambda: rig.banner == "")
    assert rig.rows("SELECT state, attempts FROM run WHERE planned IS NOT NULL") == [("DONE", 2)]
    assert rig.states() == {"complete"}


def rest_of(until: float) -> timedelta:
    """From the import time until then."""
    return datetime.fromtimestamp(until, UTC) - PLANNED


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
def test_a_full_disk_is_told(
    start: Start, filled: Path, by_clock: ByClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "5m")
    rig = start(filled)
    rig.open()
    by_clock(rig.clock, largest=500_000)  # of one answer its journal has more
    rig.press(rig.window.header.button)
    rig.until_ended()
    assert "cannot be written" in rig.banner
    assert "Free some space" in rig.banner
    assert rig.app.tray.state is TrayState.ATTENTION
    by_clock(rig.clock)
    rig.press(rig.window.banner.button)
    rig.until_ended()
    rig.until(lambda: rig.banner == "")
    assert rig.states() == {"complete"}


# -- the database ----------------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up waiting for another program's lock soon."""
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
def test_a_locked_database_is_told_and_nothing_waits_for_it(start: Start, filled: Path) -> None:
    rig = start(filled, clock=FakeClock(NOON))  # which stands: on a busy machine the next candle would be missing
    rig.open()
    shown = rig.states("ES=F")
    assert shown == {"complete"}
    with closing(locked(rig.profile.database)), Heartbeat() as heart:
        rig.app.controller.store_service.refresh()
        rig.app.controller.scheduler.look("test")
        rig.until(lambda: "locked" in rig.banner)
        rig.until(lambda: rig.app.controller.scheduler.status.problem)
        rig.menu("Pause schedule").trigger()
        rig.until(lambda: any("Resume schedule" in action.text().replace("&", "") for action in rig.actions()))
        assert heart.longest < STALL, heart.stalls
        assert "cannot be read" in rig.line("Next import")
        assert rig.states("ES=F") == shown  # what was known stays
    rig.menu("Resume schedule").trigger()
    rig.press(rig.window.banner.button)
    rig.until(lambda: rig.banner == "")
    rig.until(lambda: not rig.app.controller.scheduler.status.problem)


def locked(path: Path) -> sqlite3.Connection:
    """A connection that keeps everybody else out of the file."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("UPDATE meta SET value = value")
    return connection


def test_a_database_that_vanishes_is_told_and_made_again(
    start: Start, filled: Path, standin: Callable[[FakeClock], None]
) -> None:
    rig = start(filled)
    standin(rig.clock)
    rig.open()
    for path in rig.profile.folder.glob("ohlc.sqlite3*"):
        path.unlink()
    rig.app.controller.store_service.check()  # as every five seconds
    rig.until(lambda: "no longer there" in rig.banner)
    assert "complete" in rig.states("ES=F")
    rig.press(rig.window.header.button)
    rig.until_ended()
    rig.until(lambda: rig.banner == "")
    assert rig.rows("SELECT state FROM run") == [("DONE",)]


def test_a_damaged_database_is_told_and_left_alone(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.settle()
    rubbish = b"this is no database\n" * 1000
    for path in rig.profile.folder.glob("ohlc.sqlite3-*"):
        path.unlink()
    damaged = filled / "damaged"
    damaged.write_bytes(rubbish)
    damaged.replace(rig.profile.database)  # at once: for a moment an empty file, it would be filled anew by who looks then
    rig.app.controller.store_service.check()
    rig.until(lambda: "damaged" in rig.banner)
    assert "ohlc-desktop restore FILE" in rig.banner
    rig.press(rig.window.header.button)
    rig.until_ended()
    assert "damaged" in rig.banner
    assert rig.profile.database.read_bytes() == rubbish
    rig.app.controller.scheduler.look("test")
    rig.until(lambda: rig.app.controller.scheduler.status.problem)


def no_such_place(path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the system refuse whatever is asked of the database file, as a network drive does that is gone."""
    real = Path.stat

    def refused(self: Path, **words: bool) -> os.stat_result:
        if self.name.startswith(path.name):
            raise OSError(number, os.strerror(number), str(self))
        return real(self, **words)

    monkeypatch.setattr(Path, "stat", refused)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EACCES])
def test_what_cannot_be_read_is_unknown_and_not_empty(
    start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    database = filled / "demo" / "ohlc.sqlite3"
    for path in database.parent.glob("ohlc.sqlite3*"):
        path.unlink()
    database.mkdir()  # so that SQLite cannot open it either
    no_such_place(database, monkeypatch, number)
    rig = start(filled, hidden=True)
    rig.open()
    rig.until(lambda: "cannot be" in rig.banner)
    said = rig.banner
    assert said.startswith(f"The database {database} cannot be used: ")
    assert "Candles stored earlier are as they were" in said  # what it means
    assert "Check that the folder" in said  # what to do
    assert "Errno" not in said
    shown = [label.text() for label in rig.coverage.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Whether your data is complete is not known.") for text in shown), shown
    assert not rig.coverage.repair_all.isVisible()
    page = rig.open(Page.WATCHLIST).built(Page.WATCHLIST)
    assert isinstance(page, WatchlistPage)
    assert not page.field.isEnabled()  # what is not known must not be written over
    assert rig.faults == []


@pytest.mark.usefixtures("impatient")
def test_nothing_is_repaired_while_the_database_cannot_be_read(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    assert rig.coverage.repair_all.isEnabled()
    with closing(locked(rig.profile.database)):
        rig.app.controller.store_service.refresh()
        rig.until(lambda: "locked" in rig.banner)
        assert not rig.coverage.repair_all.isEnabled()
    rig.app.controller.store_service.refresh()
    rig.until(rig.coverage.repair_all.isEnabled)


# -- Redis -----------------------------------------------------------------------------------------------


def test_redis_may_come_and_go(start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_monitor, "EVERY_MS", 50)
    with RedisServer() as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        monkeypatch.setenv("CACHE_ENABLED", "true")
        rig = start(filled)
        rig.open()
        rig.until(lambda: redis_word(rig).startswith("Redis: ok"))
        with ThreadPoolExecutor(1) as elsewhere, Heartbeat() as heart:
            for away, back in 3 * [(server.stop, server.start)] + [(server.pause, server.resume)]:
                elsewhere.submit(away)
                rig.until(lambda: redis_word(rig) == "Redis: failing")
                elsewhere.submit(back)
                rig.until(lambda: redis_word(rig).startswith("Redis: ok"))
    assert heart.longest < STALL, heart.stalls


def redis_word(rig: Rig) -> str:
    """What the indicator says."""
    return indicator(rig, IndicatorName.REDIS).text().strip()


def indicator(rig: Rig, name: IndicatorName) -> QToolButton:
    """One of the row of indicators."""
    return rig.window.indicators.buttons[name]


# -- the network -----------------------------------------------------------------------------------------


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> StandInYahoo:
    """The stand-in Yahoo, not started: its port refuses."""
    yahoo = StandInYahoo(port=free_port())
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, yahoo.proxy_url)
    return yahoo


def test_a_due_import_waits_for_the_network(start: Start, proxy: StandInYahoo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "1d")
    monkeypatch.setenv("OHLC_DESKTOP_REQUESTS_PER_SECOND", "0")
    rig = start(demo=False)
    proxy.now = rig.clock.now
    rig.app.controller.store_service.watch(["ES=F"])
    rig.open()
    rig.come(PLANNED.timestamp())
    rig.until(lambda: rig.app.controller.scheduler.status.waiting_for_network)
    assert "refuses connections" in rig.banner
    assert "as soon as the feed answers" in rig.line("Next import")
    assert rig.app.tray.state is TrayState.OFFLINE
    assert not rig.app.controller.runner.active
    assert rig.children() == []
    with proxy:
        for name, value in proxy.env().items():
            monkeypatch.setenv(name, value)
        rig.app.controller.network.returned.emit()  # as the system does
        rig.until(lambda: rig.app.controller.runner.active)
        rig.until_ended()
    assert rig.rows("SELECT trigger, state, planned FROM run") == [("schedule", "DONE", identity(PLANNED))]
    rig.until(lambda: rig.banner == "")
    assert rig.app.tray.state is TrayState.IDLE


def test_the_tooltip_goes_by_the_present_watchlist(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.app.controller.store_service.watch(["ES=F"])
    tip = child(rig.app.tray, QSystemTrayIcon).toolTip
    rig.until(lambda: "Everything wanted is there" in tip())
    rig.app.controller.store_service.watch(["ES=F", "CL=F"])
    rig.until(lambda: "Nothing is stored yet of 1 of 2 instruments" in tip())
    rig.app.controller.store_service.watch(["ES=F"])
    rig.until(lambda: "Everything wanted is there" in tip())


# -- settings, and faults of ours ------------------------------------------------------------------------


def test_broken_settings_are_told_and_the_last_good_ones_stay(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.app.live_settings.set("import_time", "13:30")
    rig.until(lambda: "13:30" in rig.line("Next import"))
    good = rig.profile.settings.read_text("utf-8")
    rig.profile.settings.write_text("import_time = \n[[[", "utf-8")
    rig.until(lambda: "settings.toml" in rig.banner)
    assert rig.window.banner.button.text().replace("&", "") == "Open settings"
    assert "13:30" in rig.line("Next import")
    rig.profile.settings.write_text(good, "utf-8")
    rig.until(lambda: rig.banner == "")


def test_the_app_starts_with_broken_settings(start: Start, filled: Path) -> None:
    (filled / "demo" / "settings.toml").write_text("theme = 'PURPLE'\n", "utf-8")
    rig = start(filled)
    rig.open()
    rig.until(lambda: "PURPLE" in rig.banner)


def test_a_fault_of_ours_is_told_and_its_report_can_be_copied(
    start: Start, filled: Path, standin: Callable[[FakeClock], None]
) -> None:
    rig = start(filled)
    standin(rig.clock)
    rig.open()

    def broken() -> None:
        raise LookupError("something we forgot")

    rig.window.refresh_wanted.connect(broken)
    rig.window.refresh_wanted.emit()
    rig.qtbot.waitUntil(lambda: "something we forgot" in rig.banner)
    rig.faults.clear()
    assert "Traceback" in rig.log
    assert "LookupError: something we forgot" in rig.log
    dialog = opened_report(rig)
    assert "in broken" in dialog.text.toPlainText()
    rig.press(dialog.copy_button)
    assert "LookupError: something we forgot" in QGuiApplication.clipboard().text()
    assert dialog.copy_button.text() == "Copied"
    dialog.close()
    rig.until(lambda: rig.banner == "")
    rig.window.refresh_wanted.disconnect(broken)
    rig.menu("Import now").trigger()
    rig.until_ended()
    assert rig.rows("SELECT state FROM run ORDER BY id DESC LIMIT 1") == [("DONE",)]
    rig.close()
    again = start(filled)
    again.open()
    assert (again.told, again.banner) == ([], "")


def test_faults_of_threads_and_finalisers_are_told_too(start: Start, filled: Path) -> None:
    class Finalised:
        def __del__(self) -> None:
            raise LookupError("a finaliser failed")

    rig = start(filled)
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    Finalised()
    rig.qtbot.waitUntil(lambda: len(rig.faults) == 2)
    assert [fault.partition(":")[0] for fault in rig.faults] == ["ZeroDivisionError", "LookupError"]
    rig.faults.clear()
    assert rig.log.count("Traceback") == 2
    assert {report.what.partition(":")[0] for report in rig.app.controller.faults.reports()} == {"ZeroDivisionError", "LookupError"}


def test_what_qt_says_is_logged(start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    rig = start(filled)
    qDebug("a word of Qt's")
    assert " ohlc_desktop.qt: a word of Qt's" in rig.log


def test_a_fault_in_telling_a_fault_ends_there(
    start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    rig = start(filled)
    rig.open()
    told: list[str] = []

    def broken(*_: object) -> None:
        told.append("")
        raise RuntimeError("the telling fails as well")

    with monkeypatch.context() as patch:
        patch.setattr(Banner, "show_problems", broken)
        rig.app.controller.faults.seen.emit("KeyError: 1")
        qtbot.waitUntil(lambda: len(rig.faults) > 1)
        for _ in range(3):
            rig.app.controller.faults.seen.emit("KeyError: 1")
            QApplication.processEvents()
    assert rig.log.count("Unexpected fault") == 1
    assert len(told) < 9
    rig.faults.clear()


def opened_report(rig: Rig) -> ReportDialog:
    """What the banner's button opens."""
    assert rig.window.banner.button.text().replace("&", "") == "Show report"
    rig.press(rig.window.banner.button)
    return child(rig.window, ReportDialog)


@pytest.mark.skipif(os.name == "nt", reason="ends a process by a signal")
def test_a_crash_is_offered_at_the_next_start(start: Start, filled: Path, qtbot: QtBot) -> None:
    create(Profile(filled / "demo", demo=True))
    words = [sys.executable, "-m", "ohlc_desktop", "--profile", str(filled), "--demo", "--hidden"]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as first:
        crashes = filled / "demo" / "logs" / "crash-app.log"
        qtbot.waitUntil(crashes.exists, timeout=DEADLINE)
        first.send_signal(signal.SIGSEGV)
    rig = start(filled)
    rig.until(lambda: rig.told)
    assert "OHLC Desktop ended unexpectedly on" in rig.told[0][0]
    rig.open()
    rig.until(lambda: "Segmentation fault" in rig.banner)
    dialog = opened_report(rig)
    assert "app.py" in dialog.text.toPlainText()
    assert "The tray icon is up" in dialog.text.toPlainText()
    dialog.close()
    rig.until(lambda: rig.banner == "")


@pytest.mark.skipif(os.name == "nt", reason="ends a process by a signal")
def test_a_crash_of_an_import_is_reported_at_once(
    start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "1m,5m")
    rig = start(filled)
    rig.open()
    rig.press(rig.window.header.button)
    rig.until_importing()
    (importer,) = rig.children()
    importer.send_signal(signal.SIGSEGV)
    rig.until_ended()
    assert f"signal {int(signal.SIGSEGV)}" in rig.banner
    assert [report.of_import for report in rig.app.controller.faults.reports()] == [True]
    rig.press(rig.window.banner.button)  # imports again
    rig.until_ended()
    rig.until(lambda: "An import ended unexpectedly" in rig.banner)
    text = opened_report(rig).text.toPlainText()
    # Threads run on while they are written down, which can end the writing; the first one's heading is always there.
    assert "(most recent call first)" in text, text


def test_a_fault_in_the_background_is_logged_and_told(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.app.controller.work.run(lambda: 1 // 0)
    rig.until(lambda: rig.banner)
    assert "ZeroDivisionError" in rig.log
    assert logging.getLogger("ohlc_desktop").handlers


def test_an_import_by_hand_without_network_is_told_everywhere(
    start: Start, proxy: StandInYahoo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "1d,1h")
    monkeypatch.setenv("OHLC_DESKTOP_REQUESTS_PER_SECOND", "0")
    rig = start(demo=False)
    rig.app.controller.store_service.watch(["ES=F", "NQ=F"])
    rig.open()
    rig.menu("Import now").trigger()
    rig.until_ended()
    why = "Yahoo cannot be used at the moment: The connection to Yahoo failed or was cut."
    ((begun, over),) = rig.rows("SELECT started, ended FROM run")
    began, ended = wording.when(begun), wording.when(over)
    assert rig.app.tray.state is TrayState.ATTENTION
    assert f"{began}: failed. {why}" in child(rig.app.tray, QSystemTrayIcon).toolTip()
    assert f"The import of {began} failed." in rig.banner
    assert why in rig.banner
    assert rig.states() == {"failed"}
    rig.coverage.select("ES=F", "1d")
    told = [label.accessibleName() for label in rig.coverage.details.findChildren(QLabel)]
    assert any(text.startswith(ended) for text in told), told  # last asked
    assert any(f"Failed {ended}: {why}" in text for text in told), told
    rig.close()
    again = start(demo=False)
    again.until(lambda: again.app.tray.state is TrayState.ATTENTION)  # after the next start too
