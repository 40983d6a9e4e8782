"""The tray app under a tray of the old kind (XEmbed), and without any tray."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.conftest import StartApp
from tests.desktop.screen import DEADLINE, Screen, changed, need
from tests.desktop.trays import Host, trayer

#: So many that an import is not over soon.
LONG = ("ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F")
#: ``ohlc-desktop``, giving up on a tray after a moment instead of five seconds.
IMPATIENT = ("-c", "from ohlc_desktop import app; app.TRAY_MS = 100; from ohlc_desktop.__main__ import main; main()")


@pytest.fixture
def tray(screen: Screen) -> Iterator[Host]:
    """The tray, running."""
    need("trayer")
    host = trayer(screen)
    host.start()
    yield host
    host.stop()


def test_a_day_in_the_tray(screen: Screen, tray: Host, start_app: StartApp) -> None:
    """The tray goes and comes back, a second start shows the window, and an import fills what the window shows."""
    empty = screen.picture()
    app = start_app()
    icon = app.icon()
    tray.stop()
    screen.until(lambda: not icon.there(screen.picture()), "no icon")
    tray.start()
    screen.until(lambda: icon.there(screen.picture()), "the icon")
    assert app.windows() == 0
    second = app.start()
    app.until_windows(1)
    assert second.wait(DEADLINE) == 0
    assert "its window was opened" in app.said()
    screen.until(app.marked, "the indicators")
    assert not app.complete()
    app.leave()
    screen.until(lambda: changed(icon.picture, screen.picture()).any(), "what becomes of a window that is closed")
    app.choose(icon, "i")  # while a notification is shown
    app.open(icon)
    app.until_runs(("manual", "DONE"))
    assert app.candles() > 10_000
    screen.until(app.complete, "the mark of a store that is complete")
    screen.until(lambda: not app.importers(), "the end of the importing process")
    screen.press("ctrl+q")
    app.ends()
    screen.until(lambda: not changed(empty, screen.picture()).any(), "a desktop without us")


def test_quitting_asks_while_an_import_runs_and_then_cancels_it(
    screen: Screen, tray: Host, start_app: StartApp
) -> None:
    app = start_app(*LONG)
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
    app = start_app(*LONG)
    app.choose(app.icon(), "i")
    screen.until(lambda: app.candles() > 0, "the first candles")
    (importer,) = app.importers()
    importer.suspend()  # even one that does not answer
    app.terminate()
    app.ends()
    assert not importer.is_running()


def test_without_a_tray_the_window_opens_and_closing_it_asks(screen: Screen, start_app: StartApp) -> None:
    app = start_app(program=IMPATIENT)
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
