"""Newer versions in the whole tray app: nobody is asked by itself; a button asks, and so does a setting, once a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from ohlc_desktop.services.health import update_checker
from ohlc_desktop.ui.settings.page import SettingsPage
from ohlc_desktop.ui.settings.version_row import VersionRow
from ohlc_desktop.ui.shell.window import Page
from tests.app.conftest import Rig, Start, child
from tests.guard import Connections, connections
from tests.standins.releases import StandInReleases

__all__ = ["connections"]


@pytest.fixture
def releases(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInReleases]:
    with StandInReleases(tag="v99.1.0") as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_checker, "FIRST_MS", 0)


def version_row(rig: Rig) -> VersionRow:
    page = rig.page(Page.SETTINGS, SettingsPage)
    rig.until(lambda: page.version is not None)
    assert page.version is not None
    return page.version


def test_nobody_is_asked_until_the_button_is_pressed(
    start: Start, filled: Path, releases: StandInReleases, connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString()))
    rig = start(filled)
    rig.open(Page.SETTINGS)
    row = version_row(rig)
    rig.settle()
    assert (connections.made, connections.looked_up, releases.requests) == ([], [], [])
    assert releases.address in row.help.text()
    assert (row.note.text, row.get.isVisible()) == ("", False)
    rig.press(row.check)
    assert row.note.text == "Asking…"
    rig.press(row.check)  # one question at a time
    rig.until(lambda: row.note.text == "Version 99.1.0 is there.")
    assert len(releases.requests) == 1
    assert {port for _, port in connections.made} == {releases.port}
    rig.press(row.get)
    assert opened == [f"https://localhost:{releases.port}/releases/tag/v99.1.0"]


def test_with_the_setting_it_is_asked_and_told_once(
    start: Start, filled: Path, releases: StandInReleases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_checker, "DAY_MS", 10)
    rig = start(filled)
    rig.app.controller.live_settings.set("update_check", True)
    rig.until(lambda: len(releases.requests) >= 3)
    assert [title for title, _ in rig.told] == ["OHLC Desktop 99.1.0 is there"]
    rig.app.controller.live_settings.set("update_check", None)
    assert not child(child(rig.app, update_checker.UpdateChecker), QTimer).isActive()
    rig.until(lambda: not rig.app.controller.model.state.updates.asking)


def test_a_version_that_is_not_newer_is_no_news_and_a_failure_neither(
    start: Start, filled: Path, releases: StandInReleases
) -> None:
    releases.tag = "v0.0.9"
    rig = start(filled)
    rig.open(Page.SETTINGS)
    row = version_row(rig)
    rig.press(row.check)
    rig.until(lambda: row.note.text == "This is the newest version.")
    assert not row.get.isVisible()
    releases.status = 500
    rig.press(row.check)
    rig.until(lambda: row.note.text.startswith("localhost did not tell the newest version: HTTP 500. Try again later"))
    assert rig.told == []
    assert "HTTP 500" not in rig.banner


def test_the_program_quits_while_it_asks(start: Start, filled: Path, releases: StandInReleases) -> None:
    releases.silent = True
    rig = start(filled)
    rig.open(Page.SETTINGS)
    rig.press(version_row(rig).check)
    rig.until(lambda: releases.requests)
    rig.close()
