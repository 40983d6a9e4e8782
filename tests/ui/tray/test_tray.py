"""The tray on a real QSystemTrayIcon: what icon, menu and tooltip say, and what the menu asks for."""

from __future__ import annotations

import time as system_time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.importing.events import Failure
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason, Start
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.services.app_state import AppState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.store.ledger import Run
from ohlc_desktop.store.watchlist_summary import WatchlistSummary
from ohlc_desktop.ui.tray.icon import Tray
from ohlc_desktop.ui.tray.texts import TOOLTIP_LENGTH
from ohlc_desktop.ui.widgets.icons import TrayState

TUESDAY = datetime(2026, 11, 24, 22, 5, tzinfo=UTC)  # 14:05 Pacific
DONE = Run(7, "schedule", None, 1_795_385_100.0, 1_795_385_160.0, RunState.DONE, NOTHING, 28, 12_345, 3, 0)


def status(reason: ScheduleWaitReason = ScheduleWaitReason.NOT_DUE, until: datetime = TUESDAY, waiting: bool = False) -> ScheduleStatus:
    return ScheduleStatus(ScheduleWait(reason, until.timestamp(), NOTHING, TUESDAY), TUESDAY, waiting, NOTHING)


def due(waiting: bool = False) -> ScheduleStatus:
    return ScheduleStatus(Start("schedule", TUESDAY, 1, Message("due")), TUESDAY, waiting, Message("due"))


def running(done: int = 0, total: int = 40) -> ImportState:
    return ImportState(phase=Phase.RUNNING, trigger=Trigger.MANUAL, done=done, total=total)


@pytest.fixture
def tray(qtbot: QtBot) -> Iterator[Tray]:
    tray = Tray(AppState(Settings()))
    yield tray
    tray.stop()
    tray.deleteLater()


def know(tray: Tray, **facts: object) -> None:
    """Let the application state, which is kept as a property of the tray, change in something."""
    state = replace(tray.property("state") or AppState(Settings()), **facts)  # type: ignore[arg-type]
    tray.setProperty("state", state)
    tray.show_state(state)


def icon(tray: Tray) -> QSystemTrayIcon:
    found = tray.findChild(QSystemTrayIcon)
    assert found is not None
    return found


def opened(tray: Tray) -> list[QAction]:
    """The visible actions of the menu as a user who has just opened it sees them."""
    menu = icon(tray).contextMenu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return [action for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def texts(tray: Tray) -> list[str]:
    return [action.text().replace("&", "") for action in opened(tray)]


def choose(tray: Tray, text: str) -> None:
    next(action for action in opened(tray) if action.text().replace("&", "") == text).trigger()


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Sets the machine's time zone."""

    def use(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        system_time.tzset()

    yield use
    monkeypatch.undo()
    system_time.tzset()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Europe/Berlin", "Next import Tue 14:05 PT (23:05 CET)"),
        ("Asia/Tokyo", "Next import Tue 14:05 PT (Wed 07:05 JST)"),
        ("America/Los_Angeles", "Next import Tue 14:05 PT"),
        ("UTC", "Next import Tue 14:05 PT (22:05 UTC)"),
    ],
)
def test_the_menu_begins_with_the_next_import(tray: Tray, zone, name: str, line: str) -> None:
    zone(name)
    know(tray, schedule=status())
    first = opened(tray)[0]
    assert first.text() == line
    assert not first.isEnabled()


def test_in_summer_the_same_pacific_time_is_another_moment(tray: Tray, zone) -> None:
    zone("UTC")
    summer = datetime(2026, 7, 14, 21, 5, tzinfo=UTC)
    know(tray, schedule=replace(status(), next_run=summer))
    assert texts(tray)[0] == "Next import Tue 14:05 PT (21:05 UTC)"


def test_the_menu(tray: Tray) -> None:
    know(tray, schedule=status())
    assert texts(tray)[1:] == ["Import now", "Open window", "Charts…", "Pause schedule", "Settings…", "Quit"]
    mnemonics = [action.text().partition("&")[2][0].lower() for action in opened(tray)[1:]]
    assert len(mnemonics) == len(set(mnemonics))


@pytest.mark.parametrize(
    ("text", "signal"),
    [("Import now", "import_wanted"), ("Open window", "open_window"), ("Settings…", "settings_wanted"),
     ("Quit", "quit_wanted")],
)  # fmt: skip
def test_the_menu_asks(tray: Tray, qtbot: QtBot, text: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(tray, signal)):
        choose(tray, text)


def test_while_importing_it_can_be_cancelled_and_not_started(tray: Tray, qtbot: QtBot) -> None:
    know(tray, importing=running(14))
    assert texts(tray)[:2] == ["Importing: 35\u202f%, 14 of 40 requests", "Cancel import"]
    assert "Import now" not in texts(tray)
    with qtbot.waitSignal(tray.cancel_wanted):
        choose(tray, "Cancel import")
    know(tray, importing=replace(running(14), phase=Phase.CANCELLING))
    assert texts(tray)[0] == "Cancelling the import…"
    assert icon(tray).toolTip().endswith("Cancelling the import…")
    know(tray, importing=ImportState(phase=Phase.ENDED))
    assert "Import now" in texts(tray)


def test_pausing_and_resuming(tray: Tray, qtbot: QtBot) -> None:
    know(tray, schedule=status())
    with qtbot.waitSignal(tray.pause_wanted) as asked:
        choose(tray, "Pause schedule")
    assert asked.args == [True]
    know(tray, schedule=status(ScheduleWaitReason.PAUSED))
    assert tray.state is TrayState.PAUSED
    assert texts(tray)[0] == "Schedule paused"
    with qtbot.waitSignal(tray.pause_wanted) as asked:
        choose(tray, "Resume schedule")
    assert asked.args == [False]


def test_a_forced_schedule_cannot_be_paused(tray: Tray) -> None:
    know(tray, schedule=status())
    know(tray, pause_forced=True)
    (forced,) = [action for action in opened(tray) if "Schedule" in action.text()]
    assert not forced.isEnabled()
    know(tray, pause_forced=False)
    assert "Pause schedule" in texts(tray)


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        (status(), TrayState.IDLE),
        (due(), TrayState.IDLE),
        (due(waiting=True), TrayState.OFFLINE),
        (status(ScheduleWaitReason.PAUSED), TrayState.PAUSED),
        (status(ScheduleWaitReason.RETRY), TrayState.IDLE),
        (status(ScheduleWaitReason.CANCELLED), TrayState.IDLE),
        (status(ScheduleWaitReason.GIVEN_UP), TrayState.ATTENTION),
        (replace(status(), problem=Message("The database is locked.")), TrayState.ATTENTION),
    ],
)
def test_what_the_icon_says_of_the_schedule(tray: Tray, seen: ScheduleStatus, state: TrayState) -> None:
    know(tray, schedule=seen)
    assert tray.state is state
    know(tray, importing=running())
    assert tray.state is TrayState.IMPORTING


def test_what_needs_the_user_goes_first_and_can_be_taken_back(tray: Tray) -> None:
    know(tray, schedule=status(ScheduleWaitReason.PAUSED))
    know(tray, error=OhlcError("The database cannot be opened."))
    assert tray.state is TrayState.ATTENTION
    assert "The database cannot be opened." in icon(tray).toolTip()
    know(tray, error=None)
    assert tray.state is TrayState.PAUSED


@pytest.mark.parametrize(
    ("code", "reason", "state"),
    [
        (2, ScheduleWaitReason.NOT_DUE, TrayState.ATTENTION),
        (2, ScheduleWaitReason.RETRY, TrayState.IDLE),  # will be tried again by itself
        (4, ScheduleWaitReason.NOT_DUE, TrayState.IDLE),  # another import was running
    ],
)
def test_a_failure_asks_for_attention_unless_it_passes(
    tray: Tray, code: int, reason: ScheduleWaitReason, state: TrayState
) -> None:
    know(tray, schedule=status(reason))
    know(tray, importing=ImportState(phase=Phase.ENDED, failure=Failure(Message("It failed."), NOTHING, NOTHING, code)))
    assert tray.state is state
    know(tray, importing=running())
    know(tray, importing=ImportState(phase=Phase.ENDED))
    assert tray.state is TrayState.IDLE


def test_a_retry_is_announced(tray: Tray, zone) -> None:
    zone("UTC")
    know(tray, schedule=status(ScheduleWaitReason.RETRY, datetime(2026, 11, 24, 22, 21, tzinfo=UTC)))
    assert texts(tray)[0] == "Next attempt Tue 14:21 PT (22:21 UTC)"


def test_the_icon_is_drawn_anew_only_for_another_step(tray: Tray) -> None:
    drawn = set()
    know(tray, importing=running(0, 1000))
    for done in range(1001):
        know(tray, importing=running(done, 1000))
        drawn.add(icon(tray).icon().cacheKey())
    assert len(drawn) == 21
    before = icon(tray).icon().cacheKey()
    know(tray, importing=ImportState())
    know(tray, schedule=status())
    know(tray, summary=WatchlistSummary())
    assert icon(tray).icon().cacheKey() != before
    before = icon(tray).icon().cacheKey()
    know(tray, schedule=status(ScheduleWaitReason.CANCELLED))
    assert icon(tray).icon().cacheKey() == before


@pytest.mark.parametrize(
    ("summary", "says"),
    [
        (WatchlistSummary(), "Nothing imported yet"),
        (WatchlistSummary(watched=7, candles=9, last_run=DONE), "Everything wanted is there"),
        (
            WatchlistSummary(watched=7, candles=9, missing=1200, series_with_gaps=3, last_run=DONE),
            f"{wording.count(1200)} candles missing in 3 series",
        ),
        (WatchlistSummary(watched=7, candles=9, failed=2, last_run=DONE), "2 series could not be fetched"),
        (WatchlistSummary(problem=Message("The database is locked.")), "The database is locked."),
    ],
)
def test_the_tooltip_tells_how_complete_it_is(tray: Tray, summary: WatchlistSummary, says: str) -> None:
    know(tray, summary=summary)
    tip = icon(tray).toolTip()
    assert tip.startswith("OHLC Desktop\n")
    assert says in tip
    assert (f"done, {wording.count(12_345)} candles written" in tip) == (summary.last_run is not None)
    assert len(tip) <= TOOLTIP_LENGTH


def test_the_tooltip_is_plain_and_never_too_long(tray: Tray) -> None:
    know(tray, error=OhlcError("A <b>very</b> long sentence " * 20))
    tip = icon(tray).toolTip()
    assert len(tip) == TOOLTIP_LENGTH
    assert tip.endswith("…")


def test_the_demo_says_so(qtbot: QtBot) -> None:
    tray = Tray(AppState(Settings()), demo=True)
    assert "DEMO" in icon(tray).toolTip()
    tray.stop()
    tray.deleteLater()


def test_workspaces_are_offered_where_there_are_any(tray: Tray) -> None:
    names: list[str] = []
    wanted: list[str] = []
    tray.offer_workspaces(lambda: names)
    tray.workspace_wanted.connect(wanted.append)
    assert "Workspaces" not in texts(tray)
    names += ["Night", "R&D"]
    offered = next(action for action in opened(tray) if action.text().replace("&", "") == "Workspaces").menu()
    assert isinstance(offered, QMenu)
    tray.retranslate()
    assert [action.text() for action in offered.actions()] == ["Night", "R&&D"]
    offered.actions()[1].trigger()
    assert wanted == ["R&D"]


@pytest.mark.parametrize(
    ("platform", "reason", "opens"),
    [
        ("linux", QSystemTrayIcon.ActivationReason.Trigger, True),
        ("linux", QSystemTrayIcon.ActivationReason.Context, False),
        ("darwin", QSystemTrayIcon.ActivationReason.Trigger, False),  # there a click opens the menu
    ],
)
def test_a_click_opens_the_window(
    tray: Tray, monkeypatch: pytest.MonkeyPatch, platform: str, reason: QSystemTrayIcon.ActivationReason, opens: bool
) -> None:
    monkeypatch.setattr("ohlc_desktop.ui.tray.icon.sys.platform", platform)
    heard: list[bool] = []
    tray.open_window.connect(lambda: heard.append(True))
    icon(tray).activated.emit(reason)
    assert bool(heard) is opens


def test_a_click_on_a_notification_opens_the_window(tray: Tray, qtbot: QtBot) -> None:
    tray.notify("Some candles are missing", "Two series could not be fetched.")
    with qtbot.waitSignal(tray.open_window):
        icon(tray).messageClicked.emit()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # Qt's own, where there is no X11
def test_a_stopped_tray_leaves_nothing(qtbot: QtBot) -> None:
    tray = Tray(AppState(Settings()))
    menu = icon(tray).contextMenu()
    assert menu is not None
    tray.show()
    tray.stop()
    with qtbot.waitSignal(menu.destroyed):
        pass
    assert not icon(tray).isVisible()
    tray.deleteLater()
