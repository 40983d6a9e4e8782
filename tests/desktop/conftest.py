"""A desktop for the tests of a module, and on it our app on a data folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.profile import Profile
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.watchlist import set_watchlist
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


def prepared(home: Path, *watched: str) -> Path:
    """A data folder of the simulated market that has no candles and watches some equity futures."""
    profile = Profile(home / "demo", demo=True)
    keep_calendars(profile, "cme_equity")
    with closing(open_store(profile.database, demo=True)) as store, store.transaction() as connection:
        set_watchlist(connection, watched)
    return home


@pytest.fixture
def start_app(screen: Screen, tmp_path: Path) -> Iterator[StartApp]:
    """Starts our app, hidden as at login; by default it watches ES only. Nothing of it may be left at the end."""
    made: list[TrayApp] = []

    def start(*watched: str, **options: tuple[str, ...]) -> TrayApp:
        home = prepared(tmp_path / f"profile{len(made)}", *(watched or ("ES=F",)))
        made.append(TrayApp(screen, home, **options))
        return made[-1]

    screen.point_away()
    yield start
    for app in made:
        app.close()
    for app in made:
        assert app.complaints() == []
