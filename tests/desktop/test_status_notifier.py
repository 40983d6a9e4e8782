"""The tray app under a tray of the new kind (StatusNotifier over D-Bus), where notifications are the desktop's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.conftest import StartApp
from tests.desktop.screen import Screen, need
from tests.desktop.trays import Host, Notifications, xfce_panel


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


def test_a_day_in_the_tray(
    screen: Screen, tray: Host, notifications: Notifications, start_app: StartApp
) -> None:
    """The tray goes and comes back, a closed window is told of once, and an import is told and shown."""
    app = start_app()
    icon = app.icon()
    tray.stop()
    screen.until(lambda: not icon.there(screen.picture()), "no icon")
    tray.start()
    screen.until(lambda: icon.there(screen.picture()), "the icon")
    app.open(icon)
    app.leave()
    screen.until(lambda: "keeps running" in notifications.texts() and notifications.shown(), "the notification")
    app.open(icon)
    app.leave()
    app.choose(icon, "i")
    app.until_runs(("manual", "DONE"))
    screen.until(lambda: "The first import is finished" in notifications.texts(), "the notification")
    assert app.candles() > 10_000
    app.open(icon)
    screen.until(app.complete, "the mark of a store that is complete")
    assert notifications.texts().count("keeps running") == 1
    app.choose(icon, "q")
    app.ends()
