"""The settings page: what a person enters is written, refused beside the field, or shown as decided elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.settings import DECLARATIONS, Origin, Settings
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.platform import linux
from ohlc_desktop.profile import Profile, read_settings
from ohlc_desktop.redis_share.status import probe
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health.connections import try_hub, try_redis
from ohlc_desktop.services.i18n import zones
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.ui.settings.connection_row import Connection
from ohlc_desktop.ui.settings.editors import ChoiceEditor, StepperEditor, SwitchEditor, TimeframesEditor
from ohlc_desktop.ui.settings.feeds_editor import FeedsEditor, FoundFeeds
from ohlc_desktop.ui.settings.page import SettingsPage
from ohlc_desktop.ui.settings.secret_editor import SecretEditor, unmasked
from ohlc_desktop.ui.settings.setting_row import SettingRow
from ohlc_desktop.ui.widgets.theme import apply_theme, colours
from tests.hub.conftest import _archive, database, postgres, url
from tests.standins.clock import FakeClock
from tests.standins.redis_server import RedisServer
from tests.waiting import wait_until

__all__ = ["_archive", "database", "postgres", "url"]

Open = Callable[..., SettingsPage]
SECRET = "redis://:s3cret@redis:6379/0"


#: A Monday in winter.
NOW = datetime(2026, 11, 23, 20, tzinfo=UTC).timestamp()


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    folder = tmp_path / "data"
    folder.mkdir()
    return Profile(folder)


@pytest.fixture
def work() -> Iterator[BackgroundWorker]:
    thread = BackgroundWorker("probe")
    yield thread
    thread.stop()


@pytest.fixture
def open_page(profile: Profile, work: BackgroundWorker, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    kept: list[SettingsPage] = []  # qtbot does not keep what it closes

    def opened(**environment: str) -> SettingsPage:
        def try_address(key: str, url: str, done: Callable[[Connection], None]) -> None:
            work.run(partial(try_hub if key == "hub_url" else try_redis, url), lambda found: done(Connection(*found)))

        live_settings = LiveSettings(profile, environment)
        autostart = linux.autostart(profile, {"XDG_CONFIG_HOME": str(tmp_path / "config")})
        page = SettingsPage(live_settings, autostart, profile, try_address, FakeClock(NOW))
        live_settings.setParent(page)
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        page.activateWindow()
        wait_until(qtbot, page.isActiveWindow, 20_000)
        wait_until(qtbot, lambda: len(page.rows) == len(DECLARATIONS) and page.redis.isVisible(), 20_000)
        QApplication.processEvents()  # which gives everything its place
        kept.append(page)
        return page

    yield opened
    for page in kept:
        page.close()


def live_of(page: SettingsPage) -> LiveSettings:
    return page.findChildren(LiveSettings)[0]


def stepper(page: SettingsPage, key: str) -> QLineEdit:
    editor = page.rows[key].editor
    assert isinstance(editor, StepperEditor)
    return editor.field.lineEdit()


def secret(page: SettingsPage) -> SecretEditor:
    editor = page.rows["redis_url"].editor
    assert isinstance(editor, SecretEditor)
    return editor


def enter(field: QLineEdit, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over what stands in a field."""
    target = field.focusProxy() or field
    target.setFocus()
    field.selectAll()
    QTest.keyClicks(target, text)
    QTest.keyClick(target, end)


def everything_shown(page: QWidget) -> str:
    """Every text of the page, also for screen readers and in tooltips."""
    texts: list[str] = []
    for widget in page.findChildren(QWidget):
        texts += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            texts.append(widget.text())
    return "\n".join(texts)


# -- rendering -------------------------------------------------------------------------------------


def test_every_declared_setting_has_a_row_with_its_value_and_name(open_page: Open) -> None:
    page = open_page()
    assert list(page.rows) == [declaration.key for declaration in DECLARATIONS]
    for declaration in DECLARATIONS:
        row = page.rows[declaration.key]
        assert declaration.kind.parse(row.editor.raw()) == declaration.default
        assert not row.reset.isVisible()
        assert not row.note.isVisible()
    controls = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        and isinstance(widget, QAbstractButton | QComboBox)
    ]  # fmt: skip
    assert len(controls) > 25
    assert all(widget.accessibleName() for widget in controls)


def test_opening_builds_what_is_seen_first(open_page: Open, profile: Profile, tmp_path: Path, qtbot: QtBot) -> None:
    live_settings = LiveSettings(profile, {"REDIS_URL": SECRET})
    autostart = linux.autostart(profile, {"XDG_CONFIG_HOME": str(tmp_path / "config")})
    page = SettingsPage(live_settings, autostart, profile, lambda *_: None, FakeClock(NOW))
    live_settings.setParent(page)
    qtbot.addWidget(page)
    assert set(page.rows) >= {"schedule_enabled", "timeframes", "requests_per_second"}
    assert len(page.rows) < len(DECLARATIONS)
    wait_until(qtbot, lambda: list(page.rows) == [declaration.key for declaration in DECLARATIONS], 20_000)
    assert secret(page).field.text() == "redis://:***@redis:6379/0"
    assert not secret(page).isEnabled()


def test_feeds_of_plug_ins_are_looked_for_and_a_demo_has_no_choice(profile: Profile, tmp_path: Path, qtbot: QtBot) -> None:
    autostart = linux.autostart(profile, {"XDG_CONFIG_HOME": str(tmp_path / "config")})
    found = FoundFeeds({"tiny": replace(YAHOO, name="tiny", title="Tiny Candles")}, {})
    for each in (profile, Profile(tmp_path / "demo", demo=True)):
        live_settings = LiveSettings(each, {})
        page = SettingsPage(live_settings, autostart, each, lambda *_: None, FakeClock(NOW), find_feeds=lambda done: done(found))
        live_settings.setParent(page)
        qtbot.addWidget(page)
        if each.demo:
            assert "feeds" not in page.rows
            continue
        editor = page.rows["feeds"].editor
        assert isinstance(editor, FeedsEditor)
        editor.feeds.item(1).setCheckState(Qt.CheckState.Checked)
        assert live_settings.current.feeds == ("yahoo", "tiny")
        page.rows["feeds"].reset.click()
        assert live_settings.current.feeds == ()


def test_the_keyboard_reaches_every_setting(open_page: Open) -> None:
    page = open_page()
    seen: set[QWidget] = set()
    for _ in range(60):
        focused = QApplication.focusWidget()
        if focused is not None:
            seen.add(focused)
            QTest.keyClick(focused, Qt.Key.Key_Tab)
    for key, row in page.rows.items():
        assert any(row.isAncestorOf(widget) for widget in seen), key
    assert {page.login.toggle, page.folder.open, page.redis.button} <= seen


# -- entering --------------------------------------------------------------------------------------


def test_what_is_entered_is_in_the_file_at_once(open_page: Open, profile: Profile) -> None:
    page = open_page()
    enter(stepper(page, "import_time"), "13:15")
    enter(stepper(page, "requests_per_second"), "0,5", Qt.Key.Key_Tab)
    toggle = page.rows["schedule_enabled"].editor
    assert isinstance(toggle, SwitchEditor)
    QTest.keyClick(toggle.toggle, Qt.Key.Key_Space)
    theme = page.rows["theme"].editor
    assert isinstance(theme, ChoiceEditor)
    QTest.keyClicks(theme.box, "Dark")
    theme.box.activated.emit(theme.box.currentIndex())
    found = read_settings(profile, {})
    assert (found.import_time, found.requests_per_second) == (time(13, 15), 0.5)
    assert (found.schedule_enabled, found.theme) == (False, "DARK")
    assert set(found.origins) == {"import_time", "requests_per_second", "schedule_enabled", "theme"}
    assert live_of(page).current == found


def test_timeframes_are_chosen_by_clicking(open_page: Open, profile: Profile) -> None:
    page = open_page()
    row = page.rows["timeframes"]
    assert isinstance(row.editor, TimeframesEditor)
    for name in ("2m", "3mo"):
        QTest.mouseClick(row.editor.chips[name], Qt.MouseButton.LeftButton)
    chosen = read_settings(profile, {}).timeframes
    assert "2m" not in chosen
    assert "3mo" not in chosen
    assert len(chosen) == 15
    QTest.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert read_settings(profile, {}) == Settings()
    assert row.editor.chips["2m"].isChecked()


def test_the_last_timeframe_cannot_be_given_up(open_page: Open, profile: Profile) -> None:
    profile.settings.write_text('timeframes = ["5m"]\n', encoding="utf-8")
    page = open_page()
    row = page.rows["timeframes"]
    assert isinstance(row.editor, TimeframesEditor)
    QTest.mouseClick(row.editor.chips["5m"], Qt.MouseButton.LeftButton)
    assert row.note.severity is Severity.FAILING
    assert row.note.text == "Choose at least one timeframe. Still in force: 5m."
    assert read_settings(profile, {}).timeframes == ("5m",)
    QTest.mouseClick(row.editor.chips["1d"], Qt.MouseButton.LeftButton)
    assert not row.note.isVisible()
    assert read_settings(profile, {}).timeframes == ("1d",)


def test_all_timeframes_chosen_one_by_one_are_the_default_again(open_page: Open, profile: Profile) -> None:
    """So that timeframes of a later version are not missed."""
    page = open_page()
    editor = page.rows["timeframes"].editor
    assert isinstance(editor, TimeframesEditor)
    for _ in range(2):
        QTest.mouseClick(editor.chips["2m"], Qt.MouseButton.LeftButton)
    assert "timeframes" not in read_settings(profile, {}).origins


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("requests_per_second", "1,234", "Use a number from 0 to 100. Still in force: 2."),
        ("requests_per_second", "250", "Use a number from 0 to 100. Still in force: 2."),
        ("concurrency", "two", "Use a whole number from 1 to 8. Still in force: 2."),
        ("daily_quota", "", "Use a whole number from 1 to 1000000. Still in force: 2000."),
        ("import_time", "2 pm", "Use hours and minutes such as 14:05. Still in force: 14:05."),
    ],
)
def test_what_cannot_be_used_is_refused_beside_the_field(
    open_page: Open, profile: Profile, key: str, text: str, sentence: str
) -> None:
    page = open_page()
    row = page.rows[key]
    field = stepper(page, key)
    enter(field, text) if text else (field.clear(), QTest.keyClick(field, Qt.Key.Key_Return))
    assert row.note.isVisible()
    assert (row.note.severity, row.note.text) == (Severity.FAILING, sentence)
    assert row.note.accessibleName() == sentence
    assert field.text() == text, "what was typed stays, to be corrected"
    assert not profile.settings.exists()
    assert live_of(page).current == Settings()


def test_a_refused_text_is_forgiven_while_it_is_corrected(open_page: Open, profile: Profile) -> None:
    page = open_page()
    field, row = stepper(page, "concurrency"), page.rows["concurrency"]
    enter(field, "44")
    QTest.keyClicks(field, "4")  # over the old text, which Enter has selected
    assert not row.note.isVisible()
    assert not profile.settings.exists()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert read_settings(profile, {}).concurrency == 4


def test_escape_brings_the_value_in_force_back(open_page: Open, profile: Profile) -> None:
    page = open_page()
    field, row = stepper(page, "concurrency"), page.rows["concurrency"]
    enter(field, "44")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "2"
    assert not row.note.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not profile.settings.exists()


def test_arrow_keys_are_saved_when_they_rest_and_stop_at_the_ends(
    open_page: Open, profile: Profile, qtbot: QtBot
) -> None:
    page = open_page()
    field = stepper(page, "concurrency")
    with qtbot.waitSignal(live_of(page).changed):
        for _ in range(9):
            QTest.keyClick(field.parentWidget(), Qt.Key.Key_Up)
        assert field.text() == "8"
        assert not profile.settings.exists()
    assert read_settings(profile, {}).concurrency == 8
    clock = stepper(page, "import_time")
    QTest.keyClick(clock.parentWidget(), Qt.Key.Key_Up)
    assert clock.text() == "14:10"


def test_scrolling_over_a_field_changes_nothing(open_page: Open) -> None:
    page = open_page()
    page.login.toggle.setFocus()
    field = stepper(page, "concurrency").parentWidget()
    theme = page.rows["theme"].editor
    assert isinstance(theme, ChoiceEditor)
    for widget in (field, theme.box):
        wheel = QWheelEvent(
            QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, 120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, wheel)
        assert not wheel.isAccepted(), "the page scrolls instead"
    assert stepper(page, "concurrency").text() == "2"
    assert theme.box.currentData() == "SYSTEM"


def test_reset_returns_to_the_default(open_page: Open, profile: Profile) -> None:
    profile.settings.write_text("# mine\nconcurrency = 5\nquiet = true\n", encoding="utf-8")
    page = open_page()
    row = page.rows["concurrency"]
    assert row.reset.isVisible()
    assert row.reset.toolTip() == "Back to the default: 2"
    enter(stepper(page, "concurrency"), "99")
    QTest.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert stepper(page, "concurrency").text() == "2"
    assert not row.note.isVisible()
    assert not row.reset.isVisible()
    assert profile.settings.read_text("utf-8") == "# mine\nquiet = true\n"


def test_a_change_that_cannot_be_written_is_told_beside_the_field(open_page: Open, profile: Profile) -> None:
    page = open_page()
    (profile.settings / "in the way").mkdir(parents=True)
    enter(stepper(page, "concurrency"), "4")
    row = page.rows["concurrency"]
    assert row.note.severity is Severity.FAILING
    assert "settings.toml cannot be written" in row.note.text
    assert live_of(page).current.concurrency == 2


# -- decided elsewhere -----------------------------------------------------------------------------


def test_what_is_decided_elsewhere_is_shown_and_cannot_be_edited(open_page: Open, profile: Profile) -> None:
    profile.dotenv.write_text(f"REDIS_URL={SECRET}\nOHLC_DESKTOP_TIMEFRAMES=5m\n", encoding="utf-8")
    profile.settings.write_text("concurrency = 3\n", encoding="utf-8")
    page = open_page(LOG_LEVEL="ERROR", OHLC_DESKTOP_CONCURRENCY="7")
    told = {key: row.note.text for key, row in page.rows.items() if not row.editor.isEnabled()}
    assert told == {
        "redis_url": "Set by REDIS_URL in .env; change it there.",
        "timeframes": "Set by OHLC_DESKTOP_TIMEFRAMES in .env; change it there.",
        "log_level": "Set by LOG_LEVEL in the environment; change it there.",
        "concurrency": "Set by OHLC_DESKTOP_CONCURRENCY in the environment; change it there.",
    }
    assert not any(page.rows[key].reset.isVisible() for key in told)
    assert stepper(page, "concurrency").text() == "7"


def test_an_outside_edit_is_shown(open_page: Open, profile: Profile, qtbot: QtBot) -> None:
    page = open_page()
    with qtbot.waitSignal(live_of(page).changed):
        profile.settings.write_text('import_time = "12:00"\n', encoding="utf-8")
    assert stepper(page, "import_time").text() == "12:00"
    with qtbot.waitSignal(live_of(page).changed):
        profile.dotenv.write_text("OHLC_DESKTOP_IMPORT_TIME=11:00\n", encoding="utf-8")
    assert not page.rows["import_time"].editor.isEnabled()
    assert stepper(page, "import_time").text() == "11:00"


def test_a_broken_file_is_told_on_top(open_page: Open, profile: Profile, qtbot: QtBot) -> None:
    page = open_page()
    assert not page.problem.isVisible()
    with qtbot.waitSignal(live_of(page).error_changed):
        profile.settings.write_text("concurency = 3\n", encoding="utf-8")
    assert page.problem.isVisible()
    assert "no setting called concurency" in page.problem.text
    assert "stay in force" in page.problem.text
    with qtbot.waitSignal(live_of(page).error_changed):
        profile.settings.unlink()
    assert not page.problem.isVisible()


# -- Redis -----------------------------------------------------------------------------------------


def test_the_password_is_nowhere_on_the_page(open_page: Open, profile: Profile) -> None:
    profile.settings.write_text(f'redis_url = "{SECRET}"\n', encoding="utf-8")
    page = open_page()
    assert secret(page).field.text() == "redis://:***@redis:6379/0"
    assert "s3cret" not in everything_shown(page)
    QTest.mouseClick(secret(page).reveal, Qt.MouseButton.LeftButton)
    assert secret(page).field.text() == SECRET
    QTest.mouseClick(secret(page).reveal, Qt.MouseButton.LeftButton)
    assert "s3cret" not in everything_shown(page)


def test_the_rest_of_an_address_changes_around_the_masked_password(open_page: Open, profile: Profile) -> None:
    profile.settings.write_text(f'redis_url = "{SECRET}"\n', encoding="utf-8")
    page = open_page()
    enter(secret(page).field, "redis://:***@localhost:6380/2")
    assert read_settings(profile, {}).redis_url == "redis://:s3cret@localhost:6380/2"
    assert secret(page).field.text() == "redis://:***@localhost:6380/2"
    enter(secret(page).field, "redis://:n3w@localhost:6380/2")
    assert read_settings(profile, {}).redis_url == "redis://:n3w@localhost:6380/2"
    assert secret(page).field.text() == "redis://:***@localhost:6380/2"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("redis://:***@***:6379", "Write the whole password in place of ***. The old address stays in force."),
        ("localhost:6379", "REDIS_URL does not begin with redis://"),
        (" ", "Write something, or reset it to the default"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(open_page: Open, profile: Profile, text: str, told: str) -> None:
    profile.settings.write_text(f'redis_url = "{SECRET}"\n', encoding="utf-8")
    page = open_page()
    enter(secret(page).field, text)
    assert told in page.rows["redis_url"].note.text
    assert "s3cret" not in everything_shown(page)
    assert read_settings(profile, {}).redis_url == SECRET


def test_masks_are_replaced_by_what_they_hid() -> None:
    two = "rediss://me:one@host:6379/0?ssl_password=two"
    assert unmasked("rediss://me:***@other/1?ssl_password=***", two) == "rediss://me:one@other/1?ssl_password=two"
    assert unmasked("redis://***@host", "redis://host") == "redis://***@host"
    assert unmasked("redis://host", SECRET) == "redis://host"
    with pytest.raises(ValueError, match="whole password"):
        unmasked("redis://:***@host?password=***", SECRET)


def test_the_test_button_tells_cause_and_fix_of_the_address_in_the_field(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    secret(page).field.setText("redis://:s3cret@localhost:1/0")
    with qtbot.waitSignal(page.redis.answered):
        QTest.mouseClick(page.redis.button, Qt.MouseButton.LeftButton)
        assert page.redis.note.severity is Severity.BUSY
        assert page.redis.button.hasFocus()  # a space that comes late must not flip the next switch
    assert page.redis.button.hasFocus()
    status = probe("redis://:s3cret@localhost:1/0")
    assert page.redis.note.severity is Severity.FAILING
    assert page.redis.note.text == f"{status.detail} {status.fix}"
    assert page.redis.button.isEnabled()
    assert "s3cret" not in page.redis.note.text


def test_the_test_button_finds_a_redis_that_works(open_page: Open, qtbot: QtBot) -> None:
    with RedisServer() as server:
        page = open_page(REDIS_URL=server.url)
        with qtbot.waitSignal(page.redis.answered):
            QTest.mouseClick(page.redis.button, Qt.MouseButton.LeftButton)
    assert page.redis.note.severity is Severity.OK
    assert "answers in" in page.redis.note.text


def test_the_test_button_finds_a_hub(open_page: Open, qtbot: QtBot, url: str) -> None:
    page = open_page(OHLC_DESKTOP_HUB=url)
    with qtbot.waitSignal(page.hub.answered):
        QTest.mouseClick(page.hub.button, Qt.MouseButton.LeftButton)
    assert page.hub.note.severity is Severity.OK
    assert page.hub.note.text.endswith("It is empty. This user may read and push.")


def test_the_test_button_asks_no_hub_without_an_address_and_tells_why_one_fails(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    QTest.mouseClick(page.hub.button, Qt.MouseButton.LeftButton)
    assert (page.hub.note.severity, page.hub.note.text) == (Severity.ATTENTION, "Write an address first.")
    page.rows["hub_url"].editor.field.setText("postgresql://me:s3cret@localhost:1/desk")
    with qtbot.waitSignal(page.hub.answered):
        QTest.mouseClick(page.hub.button, Qt.MouseButton.LeftButton)
    assert page.hub.note.severity is Severity.FAILING
    assert page.hub.note.text.startswith("The hub at localhost:1/desk does not answer")
    assert "s3cret" not in page.hub.note.text


def test_an_address_that_no_hub_can_have_is_refused(open_page: Open) -> None:
    page = open_page()
    editor = page.rows["hub_url"].editor
    enter(editor.field, "redis://localhost:6379/0")
    assert page.rows["hub_url"].note.text.startswith("OHLC_DESKTOP_HUB does not begin with postgresql://.")
    assert live_of(page).current.hub_url == ""
    enter(editor.field, "postgresql://me:s3cret@desk/ohlc")
    assert live_of(page).current.hub_url == "postgresql://me:s3cret@desk/ohlc"
    assert editor.field.text() == "postgresql://me:***@desk/ohlc"


# -- beside the declared settings ------------------------------------------------------------------


def test_start_at_login_shows_and_changes_the_real_state(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    toggle, folder = page.login.toggle, tmp_path / "config" / "autostart"
    assert not toggle.isChecked()
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    (entry,) = folder.glob("*.desktop")
    assert toggle.isChecked()
    entry.unlink()
    page.hide()
    page.show()
    assert not toggle.isChecked(), "somebody else switched it off"
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert not toggle.isChecked()
    assert list(folder.glob("*.desktop")) == []


def test_start_at_login_that_cannot_be_switched_says_why(open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way", encoding="utf-8")
    page = open_page()
    QTest.mouseClick(page.login.toggle, Qt.MouseButton.LeftButton)
    assert not page.login.toggle.isChecked()
    assert page.login.note.severity is Severity.FAILING
    assert page.login.note.text


def test_the_data_folder_is_shown_and_opened(
    open_page: Open, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    page = open_page()
    assert page.folder.path.text() == str(profile.folder)
    QTest.mouseClick(page.folder.open, Qt.MouseButton.LeftButton)
    assert [os.path.normpath(path) for path in opened] == [str(profile.folder)]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    QTest.mouseClick(page.folder.open, Qt.MouseButton.LeftButton)
    assert "by hand" in page.folder.note.text


def test_texts_follow_the_theme(open_page: Open, qapp: QApplication, qtbot: QtBot) -> None:
    before = QGuiApplication.palette()
    page = open_page()
    row: SettingRow = page.rows["theme"]
    try:
        for theme in ("DARK", "LIGHT", "DARK"):
            apply_theme(qapp, theme)
            assert colours().dark is (theme == "DARK")
            wait_until(qtbot, lambda: row.help.palette().color(row.help.foregroundRole()) == colours().muted, 20_000)
            assert not page.grab().isNull()
    finally:
        apply_theme(qapp, "SYSTEM")
        qapp.setPalette(before)


def test_origins_of_the_page_are_those_of_the_file(open_page: Open, profile: Profile) -> None:
    profile.settings.write_text("quiet = true\n", encoding="utf-8")
    page = open_page()
    assert {key for key, row in page.rows.items() if row.reset.isVisible()} == {"quiet"}
    assert live_of(page).current.origins == {"quiet": Origin.FILE}


def test_the_import_time_is_told_in_the_zone_of_the_user_too(open_page: Open) -> None:
    zones.choose("NEW_YORK")
    try:
        row = open_page().rows["import_time"]
        assert row.help.text().endswith("Los Angeles. Today that is 17:05 EST.")
        row.editor.field.stepBy(1)  # type: ignore[attr-defined]
        row.editor.committed.emit()
        assert row.help.text().endswith("Today that is 17:10 EST.")
    finally:
        zones.choose("LOCAL")
