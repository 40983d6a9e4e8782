"""The whole tray app follows a hub: a push is in the archive by itself, and how the hub is stands everywhere alike."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.hub.setting_up import set_up
from ohlc_desktop.services.health.health_checks import IndicatorName
from ohlc_desktop.services.hub import hub_monitor
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.ui.shell.window import Page
from ohlc_desktop.ui.tray import texts
from tests.app.conftest import STALL, Heartbeat, Rig, Start
from tests.hub.archives import pushed, put
from tests.hub.conftest import bare, postgres
from tests.standins.postgres import PostgresServer

__all__ = ["bare", "postgres"]


class Desk:
    """A hub of simulated candles, and the archive of the machine that fills it."""

    def __init__(self, postgres: PostgresServer, database: str, importing: Path) -> None:
        self.server, self.database, self.url = postgres, database, postgres.address(database)
        self.archive = importing / "demo" / "ohlc.sqlite3"
        set_up(self.url, demo=True)

    def push(self, volume: int) -> None:
        """The importing machine gives the newest candle of ES in 5m another volume, and pushes."""
        with closing(open_store(self.archive, demo=True)) as store:
            number = watchlist.instrument_id(store.connection, "ES=F")
            newest = rows.read_newest(store.connection, number, TIMEFRAMES["5m"], 1)
            put(store, "ES=F", "5m", replace(newest, volume=np.array([volume])), "demo")
            pushed(store, self.url)

    def close(self) -> None:
        """Nobody gets in, and whoever is in is thrown out."""
        with self.server.connect() as owner:
            owner.execute(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS false")
            owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname=%s", (self.database,))

    def open(self) -> None:
        """As before."""
        with self.server.connect() as owner:
            owner.execute(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS true")


@pytest.fixture
def desk(postgres: PostgresServer, bare: str, imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    found = Desk(postgres, bare, Path(shutil.copytree(imported, tmp_path / "importing")))
    monkeypatch.setenv("OHLC_DESKTOP_HUB", found.url)
    monkeypatch.setenv("OHLC_DESKTOP_HUB_ROLE", "follow")
    monkeypatch.setattr(hub_monitor, "PAUSES", (0.05,))
    return found


def newest(rig: Rig) -> list[tuple[object, ...]]:
    """Volume and source of the newest 5m candle of ES."""
    return rig.rows("SELECT volume, source FROM candles WHERE symbol='ES=F' AND timeframe='5m' ORDER BY time DESC LIMIT 1")


def test_a_push_is_in_the_archive_by_itself(start: Start, filled: Path, desk: Desk) -> None:
    with closing(open_store(filled / "demo" / "ohlc.sqlite3", demo=True)) as store, store.transaction() as connection:
        watchlist.set_watchlist(connection, ["ES=F"])
    rig = start(filled)
    rig.until(lambda: rig.app.controller.model.state.hub is not None)
    with ThreadPoolExecutor(1) as elsewhere, Heartbeat() as heart:
        pushing = elsewhere.submit(desk.push, 987_654)
        rig.until(pushing.done)
        pushing.result()
        rig.until(lambda: newest(rig) == [(987_654, "hub:demo")])
        rig.until_ended()
    assert heart.longest < STALL, heart.stalls
    assert rig.rows("SELECT state, requests FROM run WHERE trigger='hub'") == [("DONE", 0)]
    assert rig.told == []


def test_a_hub_that_comes_and_goes_is_told_in_window_and_tray(start: Start, filled: Path, desk: Desk) -> None:
    rig = start(filled)
    rig.open()
    button = rig.window.indicators.buttons[IndicatorName.HUB]
    rig.until(lambda: button.text().strip() == "Hub: empty")
    assert button.isVisible()
    assert "nothing was pushed to it yet" in button.toolTip()
    settings = rig.open(Page.SETTINGS).page(Page.SETTINGS)
    rig.until(lambda: settings.hub is not None and "nothing was pushed to it yet" in settings.hub.note.text)
    assert "This machine: follows" in settings.hub.note.text
    desk.close()
    rig.until(lambda: button.text().strip() == "Hub: failing")
    rig.until(lambda: "Until it can be used, this machine asks its own feed." in rig.banner)
    assert "The hub cannot be used" in texts.tooltip(rig.app.controller.model.state, demo=True)
    desk.open()
    rig.until(lambda: button.text().strip() == "Hub: empty" and not rig.banner)


def test_without_a_hub_nothing_is_said_of_one(start: Start, filled: Path) -> None:
    rig = start(filled)
    rig.open()
    rig.until(lambda: rig.window.indicators.buttons[IndicatorName.TIME_ZONE].text().strip() != "Pacific time")
    assert not rig.window.indicators.buttons[IndicatorName.HUB].isVisible()


def test_a_hub_that_cannot_be_told_of_what_a_person_deletes_is_told_of(
    start: Start, filled: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_HUB_ROLE", "import")
    rig = start(filled)
    rig.open()
    desk.close()
    rig.app.controller.store_service.watch(["GC=F"], remove=["ES=F"])
    rig.until(lambda: "The hub at" in rig.banner)
    assert rig.rows("SELECT count(*) FROM candle") == [(0,)]
