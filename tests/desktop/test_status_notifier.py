"""The tray app under a tray of the new kind (StatusNotifier over D-Bus), where notifications are the desktop's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.conftest import StartApp
from tests.desktop.screen import Screen, need
from tests.desktop.trays import MARK, Host, Notifications, xfce_panel


@pytest.fixture
def tray(screen: Screen) -> Iterator[Host]:
    """The tray, running."""
    need("xfce4-panel")
    host = xfce_panel(screen)
    host.start()
    yield host
    host.stop()


@pytest.fixture
def notifications(screen: Screen) -> Iterator[Notifications]:
    """What shows notifications, running."""
    need("dunst")
    shown = Notifications(screen)
    yield shown
    shown.stop()


def test_import_now_in_the_menu_imports_and_the_window_shows_it(
    screen: Screen, tray: Host, notifications: Notifications, start_app: StartApp
) -> None:
    app = start_app()
    icon = app.icon()
    app.choose(icon, "i")
    app.until_runs(("manual", "DONE"))
    screen.until(lambda: "The first import is finished" in notifications.texts(), "the notification")
    assert app.candles() > 10_000
    app.open(icon)
    screen.until(lambda: app.marks() > 17 * MARK, "a mark for each of 17 timeframes")
    app.choose(icon, "q")
    app.ends()


def test_closing_the_window_keeps_the_tray_and_says_so_once(
    screen: Screen, tray: Host, notifications: Notifications, start_app: StartApp
) -> None:
    app = start_app()
    icon = app.icon()
    app.open(icon)
    app.leave()
    screen.until(lambda: "keeps running" in notifications.texts() and notifications.shown(), "the notification")
    app.open(icon)
    app.leave()
    app.open(icon)
    assert notifications.texts().count("keeps running") == 1


def test_the_icon_comes_back_with_its_tray(
    screen: Screen, tray: Host, notifications: Notifications, start_app: StartApp
) -> None:
    app = start_app()
    icon = app.icon()
    tray.stop()
    screen.until(lambda: not icon.there(screen.picture()), "no icon")
    tray.start()
    screen.until(lambda: icon.there(screen.picture()), "the icon")
    app.open(icon)
    app.terminate()
    app.ends()
