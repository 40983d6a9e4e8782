"""A desktop for the tests of a module, and on it our app on a data folder of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.profile import Profile
from tests.desktop.screen import Screen, need
from tests.desktop.trays import TrayApp
from tests.standins.calendars import keep_calendars

StartApp = Callable[..., TrayApp]


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A desktop without a tray."""
    need()
    desktop = Screen(tmp_path_factory.mktemp("desktop"))
    half_a_day_away = datetime.now(pacific()) + timedelta(hours=12)
    desktop.env |= {"OHLC_DESKTOP_THEME": "LIGHT", "OHLC_DESKTOP_IMPORT_TIME": half_a_day_away.strftime("%H:%M")}
    try:
        desktop.open()
        yield desktop
    finally:
        desktop.close()


@pytest.fixture(scope="session")
def watching_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of the simulated market that watches ES only and has no candles."""
    home = tmp_path_factory.mktemp("home-of-one")
    others = ("NQ", "YM", "RTY", "MNQ", "CL", "GC")
    program = [sys.executable, "-m", "ohlc_desktop", "--profile", str(home), "--demo"]
    keep_calendars(Profile(home / "demo", demo=True), "cme_equity")
    subprocess.run([*program, "watch", "remove", *others], check=True, capture_output=True)
    return home


@pytest.fixture
def start_app(screen: Screen, watching_one: Path, tmp_path: Path) -> Iterator[StartApp]:
    """Starts our app, hidden as at login; by default it watches one instrument. Nothing of it may be left at the end."""
    made: list[TrayApp] = []

    def start(whole_watchlist: bool = False) -> TrayApp:
        home = tmp_path / f"profile{len(made)}"
        if not whole_watchlist:
            shutil.copytree(watching_one, home)
        made.append(TrayApp(screen, home))
        return made[-1]

    screen.point_away()
    yield start
    for app in made:
        app.close()
    for app in made:
        assert app.complaints() == []
