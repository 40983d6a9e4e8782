"""The whole tray app in this process: a real store, a real importer, real widgets; the market is simulated."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QWidget,
)

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason, identity
from ohlc_desktop.core.timeframes import fed_by
from ohlc_desktop.services.i18n.wording import count, when
from ohlc_desktop.sources import registry
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.ui.contracts.page import ContractsPage
from ohlc_desktop.ui.history.page import HistoryPage
from ohlc_desktop.ui.shell.window import MainWindow, Page
from ohlc_desktop.ui.tray.icon import TrayState
from ohlc_desktop.ui.widgets.theme import apply_theme
from tests.app.conftest import DEADLINE, PLANNED, STALL, Heartbeat, Start
from tests.standins.clock import FakeClock

# -- importing -------------------------------------------------------------------------------------------


def test_the_first_start_leads_to_a_complete_store(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "1d")
    rig = start(clock=SystemClock())
    rig.until(lambda: rig.window.built(Page.COVERAGE))
    rig.until(lambda: rig.coverage.start.isVisible() and rig.coverage.start.button.isEnabled())
    assert rig.line("Last import") == "none yet"
    with Heartbeat() as heart:
        rig.press(rig.coverage.start.button)
        rig.until_importing()
        assert rig.app.tray.state is TrayState.IMPORTING
        assert rig.window.header.button.text() == "&Cancel import"
        rig.until_ended()
    assert heart.longest < STALL, heart.stalls
    assert rig.states() == {"complete"}
    assert rig.app.tray.state is TrayState.IDLE
    assert rig.window.header.button.text() == "&Import now"
    ((written,),) = rig.rows("SELECT written FROM run")
    assert f"{count(written)} candles written" in rig.line("Last import")
    assert [title for title, _ in rig.told] == ["The first import is finished"]
    rig.open(Page.HISTORY)
    model = rig.page(Page.HISTORY, HistoryPage).tree.model()
    assert model.rowCount() == 1
    assert "DONE" in " ".join(str(model.index(0, column).data()) for column in range(model.columnCount())).upper()
    rig.open(Page.CONTRACTS)
    agenda = rig.page(Page.CONTRACTS, ContractsPage).agenda.model()
    rig.until(agenda.rowCount)  # one alone where something comes today and nothing else in two weeks
    assert str(agenda.index(0, 0).data()).startswith("Today, ")


def test_a_cancel_ends_the_import_at_once(start: Start, empty: Path) -> None:
    rig = start(empty)
    rig.open()
    rig.press(rig.window.header.button)
    rig.until_importing()
    rig.press(rig.window.header.button)
    assert rig.window.header.button.text() == "Cancelling…"
    rig.until(lambda: not rig.app.controller.runner.active)
    rig.settle()
    assert rig.rows("SELECT state FROM run") == [("CANCELLED",)]
    assert "complete" in rig.states()
    assert "cancelled" in rig.line("Last import")
    assert rig.banner == ""  # the user wanted it so


def test_a_repair_asks_for_one_series(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.until(lambda: rig.states("NQ=F") == {"empty"})
    matrix, model = rig.coverage.matrix, rig.coverage.model
    place = model.place(("NQ=F", "1d"))
    matrix.selectionModel().setCurrentIndex(place, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    matrix.setFocus()
    rig.qtbot.keyClick(matrix, Qt.Key.Key_R)
    rig.until_ended()
    assert rig.rows("SELECT trigger, state FROM run ORDER BY id DESC LIMIT 1") == [("repair", "DONE")]
    assert model.cell(place.row(), place.column()).state == "complete"
    done = {key for key, item in rig.app.controller.runner.state.items.items() if item.state.final}
    assert done == {("NQ=F", timeframe.name) for timeframe in fed_by("1d")}


def test_a_selected_series_is_counted_by_how_well_its_candles_are_known(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.until(lambda: rig.coverage.model.rowCount() > 0)
    symbol = rig.coverage.model.instrument(0).symbol
    rig.coverage.select(symbol, "5m")
    ((stored,),) = rig.rows(
        "SELECT count(*) FROM candle JOIN instrument ON id=instrument_id WHERE timeframe='5m' AND known=1"
        f" AND symbol='{symbol}'"
    )
    rig.until(lambda: f"single {count(stored)}" in rig.coverage.details._values["known"].whole)


def test_a_due_import_really_runs(start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "1d")
    rig = start(filled, hidden=True)
    assert isinstance(rig.app.controller.scheduler.status.decision, ScheduleWait)
    rig.come(PLANNED.timestamp())
    rig.until(lambda: rig.app.controller.runner.active)
    rig.until_ended()
    assert rig.rows("SELECT trigger, state, planned, attempts FROM run WHERE planned IS NOT NULL") == [
        ("schedule", "DONE", identity(PLANNED), 1)
    ]
    rig.until(lambda: isinstance(rig.app.controller.scheduler.status.decision, ScheduleWait))
    assert rig.app.controller.scheduler.status.decision.reason is ScheduleWaitReason.NOT_DUE
    assert not rig.app.controller.runner.active
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


# -- the tray --------------------------------------------------------------------------------------------


def test_pause_and_resume(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.menu("Pause schedule").trigger()
    rig.until(lambda: "pause" in rig.line("Next import").lower())
    assert "schedule_enabled = false" in rig.profile.settings.read_text("utf-8")
    assert rig.app.tray.state is TrayState.PAUSED
    assert "paused" in rig.banner
    rig.menu("Resume schedule").trigger()
    rig.until(lambda: "pause" not in rig.line("Next import").lower())
    assert "schedule_enabled" not in rig.profile.settings.read_text("utf-8")
    assert rig.banner == ""


def test_closing_the_window_keeps_the_icon_and_says_so_once(start: Start, filled: Path) -> None:
    rig = start(filled)
    for _ in range(2):
        rig.open().close()
        assert not rig.window.isVisible()
    assert [title for title, _ in rig.told] == ["OHLC Desktop keeps running"]
    rig.close()
    again = start(filled)
    again.open().close()
    assert again.told == []


def test_without_a_tray_closing_asks(start: Start, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = start(filled)
    rig.open()
    monkeypatch.setattr(rig.app.tray, "host_present", lambda: False)
    rig.window.close()
    assert rig.window.isVisible()
    rig.answer("Keep running")
    rig.until(lambda: not rig.window.isVisible())
    assert rig.told == []


def test_quit_during_an_import_asks_and_ends_it_in_order(
    start: Start, empty: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohlc_desktop.app.LAST_SECONDS", DEADLINE / 1000)  # a busy machine may need more than two
    rig = start(empty)
    rig.menu("Import now").trigger()
    rig.until_importing()
    (importer,) = rig.children()
    rig.menu("Quit").trigger()  # opens the window, to ask
    assert rig.window.header.button.text() == "&Cancel import"
    rig.answer("Go on importing")
    assert importer.is_running()
    rig.menu("Quit").trigger()
    QTimer.singleShot(0, lambda: rig.answer("Quit"))
    assert qapp.exec() == 0
    assert rig.children() == []
    assert rig.rows("SELECT state FROM run") == [("CANCELLED",)]


def test_quit_without_an_import_does_not_ask(start: Start, filled: Path, qapp: QApplication) -> None:
    rig = start(filled, hidden=True)
    QTimer.singleShot(0, lambda: rig.menu("Quit").trigger())
    assert qapp.exec() == 0


# -- the window ------------------------------------------------------------------------------------------


class Appearing(QObject):
    """Watches which windows of their own appear."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:  # noqa: N802  # named by Qt
        if event.type() is QEvent.Type.Show and isinstance(thing, QWidget) and thing.isWindow():
            self.shown.append(described(thing))
        return False


def test_pages_are_built_when_they_are_opened_and_nothing_flashes(
    start: Start, filled: Path, qapp: QApplication
) -> None:
    rig = start(filled)
    rig.open()
    watcher = Appearing()
    qapp.installEventFilter(watcher)
    for position, page in enumerate(Page):
        assert [p for p in Page if rig.window.built(p)] == list(Page)[: max(position, 1)]
        rig.open(page)
    qapp.removeEventFilter(watcher)
    assert all(rig.window.built(page) for page in Page)
    assert watcher.shown == []


def test_the_shortcuts(start: Start, filled: Path, standin: Callable[[FakeClock], None]) -> None:
    rig = start(filled)
    standin(rig.clock)
    window = rig.open()
    control = Qt.KeyboardModifier.ControlModifier
    for number, page in enumerate(Page):
        rig.qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1.value + number), control)
        assert window.tabs.currentIndex() == number
        rig.until(lambda page=page: window.built(page))
    with rig.qtbot.waitSignal(rig.app.controller.store_service.changed):
        rig.qtbot.keyClick(window, Qt.Key.Key_F5)
    rig.qtbot.keyClick(window, Qt.Key.Key_I, control)
    assert rig.app.controller.runner.active
    rig.until_ended()
    rig.qtbot.keyClick(window, Qt.Key.Key_W, control)
    assert not window.isVisible()


_CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QAbstractSpinBox, QPlainTextEdit, QProgressBar, QTabBar,
)  # fmt: skip


def controls(window: QWidget) -> Iterator[QWidget]:
    """What a person can use at the moment."""
    for widget in window.findChildren(QWidget):
        inner = isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox | QLineEdit | QTabBar)
        view = isinstance(widget.parentWidget(), QAbstractItemView)  # its corner
        if (
            isinstance(widget, _CONTROLS)
            and widget.isVisible()
            and not (inner or view or isinstance(widget, QHeaderView))
        ):
            yield widget


def described(widget: QWidget) -> str:
    """Which widget, for a person who has to repair the app."""
    parents = itertools.takewhile(lambda w: w is not None, iterate(widget.parentWidget()))
    text = widget.property("text") or widget.objectName()
    return f"{type(widget).__name__} {text!r} in {' < '.join(type(parent).__name__ for parent in parents)}"


def iterate(widget: QWidget | None) -> Iterator[QWidget | None]:
    """A widget and its parents."""
    while True:
        yield widget
        widget = widget.parentWidget() if widget is not None else None


def name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    if isinstance(widget, QAbstractButton | QTabBar):  # these have their text, or that of the tab in front
        return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
    return widget.accessibleName().strip()


def test_every_control_has_a_name_for_screen_readers(start: Start, filled: Path) -> None:
    rig = start(filled)
    nameless: list[str] = []
    for page in Page:
        window = rig.open(page)
        rig.settle()
        nameless += [f"{page}: {described(widget)}" for widget in controls(window) if not name(widget)]
    assert not nameless, "\n".join(sorted(set(nameless)))


def test_the_tab_key_reaches_every_control(start: Start, filled: Path) -> None:
    rig = start(filled)
    unreached: list[str] = []
    for page in Page:
        window = rig.open(page)
        rig.settle()
        reached = chain(window)
        unreached += [
            f"{page}: {described(widget)}"
            for widget in controls(window)
            if widget.isEnabled() and not isinstance(widget, QProgressBar) and not reached & group(widget)
        ]
    assert not unreached, "\n".join(sorted(set(unreached)))


def chain(window: QWidget) -> set[QWidget]:
    """Every visible widget that stops the tab key."""
    widgets = itertools.islice(focus_chain(window), 1, None)
    found = set()
    for widget in widgets:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            found |= {widget, widget.focusProxy() or widget}
    return found


def focus_chain(window: QWidget) -> Iterator[QWidget]:
    """The window and the widgets after it, once round."""
    widget = window
    while True:
        yield widget
        widget = widget.nextInFocusChain()
        if widget is window:
            return


def group(widget: QWidget) -> set[QWidget]:
    """The widget with those that the arrow keys reach from it: exclusive buttons have one stop together."""
    if isinstance(widget, QAbstractButton) and widget.group() is not None and widget.group().exclusive():
        return set(widget.group().buttons())
    return {widget}


# -- sizes -----------------------------------------------------------------------------------------------


@pytest.fixture
def larger_font(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[float]:
    """All text larger by a factor."""
    before = qapp.font()
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * request.param)
    qapp.setFont(font)
    yield request.param
    qapp.setFont(before)


@pytest.mark.parametrize("larger_font", [1.0, 1.2], indirect=True)
def test_no_text_is_cut_off(start: Start, filled: Path, larger_font: float) -> None:
    rig = start(filled)
    cut: list[str] = []
    for page in Page:
        window = rig.open(page)
        rig.settle()
        QApplication.processEvents()
        cut += [f"{page}: {described(widget)}" for widget in cut_off(window)]
    assert not cut, "\n".join(sorted(set(cut)))


def cut_off(window: MainWindow) -> Iterator[QWidget]:
    """Labels and buttons that are too small for their text."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLabel | QAbstractButton | QComboBox) and not fits(widget):
            yield widget


def fits(widget: QLabel | QAbstractButton | QComboBox) -> bool:
    """Whether the text has its place; one that is shortened on purpose does not count."""
    room, metrics = widget.contentsRect(), QFontMetrics(widget.font())
    if isinstance(widget, QComboBox):
        return room.width() >= metrics.horizontalAdvance(widget.currentText())
    text = widget.text().replace("&", "").strip()
    if isinstance(widget, QAbstractButton):
        lines = text.split("\n")
        wide = max(metrics.horizontalAdvance(line) for line in lines)
        icon = widget.iconSize().width() if not widget.icon().isNull() else 0
        return room.width() >= wide + icon and room.height() >= metrics.height() * len(lines) - 2
    if "Elided" in type(widget).__name__ or not text:
        return True
    if widget.wordWrap():
        return widget.height() >= widget.heightForWidth(widget.width()) - 1
    return widget.width() >= widget.sizeHint().width() - 1 and widget.height() >= widget.sizeHint().height() - 1


def test_a_theme_and_another_time_zone_change_the_open_window(start: Start, filled: Path, qapp: QApplication) -> None:
    rig = start(filled)
    rig.open()
    for theme, dark in (("DARK", True), ("LIGHT", False)):
        rig.app.live_settings.set("theme", theme)
        rig.until(lambda dark=dark: dark is (rig.window.grab().toImage().pixelColor(2, 2).lightnessF() < 0.5))
    apply_theme(qapp, "SYSTEM")
    for zone, name in (("NEW_YORK", "EST"), ("UTC", "UTC"), ("LOCAL", "")):
        rig.app.live_settings.set("time_zone", zone)
        told = when(float(str(rig.rows("SELECT max(started) FROM run")[0][0])))
        rig.until(lambda told=told: rig.line("Last import").startswith(f"{told} · "))
        assert rig.window.zone.text().startswith(f"Times: {name}")


def test_a_start_opens_the_window_unless_it_is_hidden(start: Start, filled: Path) -> None:
    rig = start(filled, hidden=False)
    rig.until(lambda: rig.windows() and rig.window.isVisible())
    rig.close()
    again = start(filled, hidden=True)
    again.settle()
    assert again.windows() == []


def test_pages_name_the_feed_of_the_settings_at_once(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(YAHOO, name="other", display_name="Other", title="The other feed")
    monkeypatch.setattr(registry, "FEEDS", (*registry.FEEDS, other))
    rig = start(demo=False)
    window = rig.open()

    def first() -> str:
        if rig.window.built(Page.COVERAGE) is None:
            return ""
        return " ".join(label.text() for label in rig.coverage.start.findChildren(QLabel))

    rig.open(Page.COVERAGE)
    rig.open(Page.SETTINGS)
    rig.until(lambda: YAHOO.title in first())
    rig.app.live_settings.set("feeds", ("other",))
    rig.until(lambda: len(rig.windows()) == 1 and rig.windows() != [window])
    assert rig.window.current_page is Page.SETTINGS
    rig.open(Page.COVERAGE)
    rig.until(lambda: "The other feed" in first())
    assert YAHOO.title not in first()
    assert rig.app.controller.feed is other
