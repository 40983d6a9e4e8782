"""The tray app under a tray of the old kind (XEmbed), and without any tray."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.conftest import StartApp
from tests.desktop.screen import DEADLINE, Screen, changed, need
from tests.desktop.trays import MARK, Host, trayer


@pytest.fixture
def tray(screen: Screen) -> Iterator[Host]:
    """The tray, running."""
    need("trayer")
    host = trayer(screen)
    host.start()
    yield host
    host.stop()


def test_import_now_in_the_menu_imports_and_the_window_shows_it(
    screen: Screen, tray: Host, start_app: StartApp
) -> None:
    empty = screen.picture()
    app = start_app()
    icon = app.icon()
    app.open(icon)
    screen.until(lambda: app.marks() > 0, "the indicators")
    marks = app.marks()
    app.choose(icon, "i")
    app.until_runs(("manual", "DONE"))
    assert app.candles() > 10_000
    screen.until(lambda: app.marks() > marks + 17 * MARK, "a mark for each of 17 timeframes")
    screen.until(lambda: not app.importers(), "the end of the importing process")
    screen.still()
    screen.press("ctrl+q")
    app.ends()
    screen.until(lambda: not changed(empty, screen.picture()).any(), "a desktop without us")


def test_the_menu_opens_while_a_notification_is_shown(screen: Screen, tray: Host, start_app: StartApp) -> None:
    app = start_app()
    icon = app.icon()
    app.open(icon)
    app.leave()
    screen.until(lambda: changed(icon.picture, screen.picture()).any(), "what becomes of a window that is closed")
    app.choose(icon, "q")
    app.ends()


def test_the_icon_comes_back_with_its_tray(screen: Screen, tray: Host, start_app: StartApp) -> None:
    app = start_app()
    icon = app.icon()
    tray.stop()
    screen.until(lambda: not icon.there(screen.picture()), "no icon")
    tray.start()
    screen.until(lambda: icon.there(screen.picture()), "the icon")
    app.open(icon)


def test_a_second_start_shows_the_window_of_the_first(tray: Host, start_app: StartApp) -> None:
    app = start_app()
    app.icon()
    assert app.windows() == 0
    second = app.start()
    app.until_windows(1)
    assert second.wait(DEADLINE) == 0
    app.terminate()
    app.ends()
    assert "its window was opened" in app.said()


def test_quitting_asks_while_an_import_runs_and_then_cancels_it(
    screen: Screen, tray: Host, start_app: StartApp
) -> None:
    app = start_app("ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F")
    icon = app.icon()
    app.choose(icon, "i")
    screen.until(lambda: app.candles() > 0, "the first candles")
    (importer,) = app.importers()
    importer.suspend()  # so that it is not over before the question is answered
    app.choose(icon, "q")
    app.until_windows(2)
    screen.press("Escape")
    app.until_windows(1)
    assert app.importers() == [importer]
    screen.press("ctrl+q")
    app.until_windows(2)
    importer.resume()
    screen.press("alt+q")
    app.ends()
    (run,) = app.runs()
    assert run in (("manual", "CANCELLED"), ("manual", "RUNNING"))  # a machine too busy to end it in time kills it
    assert not importer.is_running()


def test_the_system_ends_it_during_an_import(screen: Screen, tray: Host, start_app: StartApp) -> None:
    app = start_app("ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F")
    app.choose(app.icon(), "i")
    screen.until(lambda: app.candles() > 0, "the first candles")
    (importer,) = app.importers()
    importer.suspend()  # even one that does not answer
    app.terminate()
    app.ends()
    assert not importer.is_running()


def test_without_a_tray_the_window_opens_and_closing_it_asks(screen: Screen, start_app: StartApp) -> None:
    app = start_app()
    app.until_windows(1)
    app.leave(left=2)
    screen.press("alt+k")
    app.until_windows(0)
    assert app.process.poll() is None
    host = trayer(screen)
    host.start()
    try:
        app.open(app.icon())
    finally:
        host.stop()
    app.leave(left=2)
    screen.press("alt+q")
    app.ends()
