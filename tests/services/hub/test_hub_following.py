"""The hub is heard in the tray process: how it is, what was pushed, and that an import is to take it, once for each push."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.settings import Settings
from ohlc_desktop.hub.following.health import HubHealth
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.hub import hub_monitor
from ohlc_desktop.services.hub.hub_following import HubFollowing
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import facts
from tests.standins.postgres import Line, PostgresServer
from tests.waiting import wait_until


class Listener(QObject):
    """What the service tells."""

    def __init__(self, qtbot: QtBot, folder: Path, settings: Settings) -> None:
        super().__init__()
        self.qtbot, self.profile, self.settings = qtbot, Profile(folder), settings
        self.work, self.importing = BackgroundWorker("store"), False
        self.service = HubFollowing(self.profile, lambda: self.settings, self.work, lambda: self.importing)
        self.heard: list[HubHealth | None] = []
        self.wanted = 0
        self.service.changed.connect(self.heard.append)
        self.service.wanted.connect(self._want)

    def _want(self) -> None:
        self.wanted += 1

    def wait(self, true: Callable[[], bool]) -> None:
        wait_until(self.qtbot, true, 20_000)

    def settle(self) -> None:
        """Until the worker has nothing to do any more."""
        done: list[object] = []
        self.work.run(lambda: None, done.append)
        self.wait(lambda: bool(done))

    def close(self) -> None:
        self.service.stop()
        self.work.stop()


def push(url: str) -> int:
    """A push of nothing; returns its number."""
    with psycopg.connect(url) as hub:
        (number,) = hub.execute("INSERT INTO ohlc.push(store, machine, series, candles, gone) VALUES ('s', 'm', 0, 0, 0) RETURNING id").fetchone()
        hub.execute("INSERT INTO ohlc.importer(store, machine) VALUES ('s', 'desk-1') ON CONFLICT DO NOTHING")
        hub.execute("SELECT pg_notify('ohlc_hub', %s)", (str(number),))
    return number


@pytest.fixture
def listener(qtbot: QtBot, tmp_path: Path, url: str) -> Iterator[Listener]:
    found = Listener(qtbot, tmp_path, Settings(hub_url=url, hub_role="FOLLOW"))
    yield found
    found.close()


def test_a_push_wants_an_import_once(listener: Listener, url: str) -> None:
    listener.service.set_up()
    listener.wait(lambda: bool(listener.heard))
    listener.settle()
    assert (listener.heard[0].works, listener.heard[0].state.push, listener.wanted) == (True, 0, 0), "nothing was pushed yet"
    number = push(url)
    listener.wait(lambda: listener.wanted == 1)
    assert (listener.heard[-1].state.push, listener.heard[-1].state.machine) == (number, "desk-1")
    listener.service.look()  # as after the import, which did not take it: it was cancelled
    listener.settle()
    assert listener.wanted == 1
    push(url)
    listener.wait(lambda: listener.wanted == 2)


def test_what_is_taken_already_wants_nothing(listener: Listener, url: str) -> None:
    number = push(url)
    listener.service.set_up()
    listener.wait(lambda: listener.wanted == 1)
    listener.service.stop()
    with psycopg.connect(url) as hub:
        (name,) = hub.execute("SELECT value FROM ohlc.meta WHERE key='name'").fetchone()
    with open_store(listener.profile.database, demo=False).transaction() as connection:
        facts.keep_fact(connection, facts.HUB_PUSH, f"{name} {number}")
    again = Listener(listener.qtbot, listener.profile.folder, listener.settings)
    again.service.set_up()
    again.wait(lambda: bool(again.heard))
    again.settle()
    again.close()
    assert again.wanted == 0


def test_a_push_during_an_import_waits_for_its_end(listener: Listener, url: str) -> None:
    listener.importing = True
    listener.service.set_up()
    push(url)
    listener.wait(lambda: bool(listener.heard) and listener.heard[-1].state.push == 1)
    listener.settle()
    assert listener.wanted == 0
    listener.importing = False
    listener.service.look()
    listener.wait(lambda: listener.wanted == 1)


@pytest.mark.parametrize("change", [{"hub_role": "IMPORT"}, {"schedule_enabled": False}])
def test_who_fills_the_hub_or_is_paused_takes_nothing(listener: Listener, url: str, change: dict[str, object]) -> None:
    followed, listener.settings = listener.settings, replace(listener.settings, **change)
    push(url)
    listener.service.set_up()
    listener.wait(lambda: bool(listener.heard))
    listener.settle()
    assert (listener.heard[-1].works, listener.wanted) == (True, 0)
    listener.settings = followed
    listener.service.set_up()
    listener.wait(lambda: listener.wanted == 1)


def test_a_line_that_is_cut_is_told_and_opened_again(
    qtbot: QtBot, tmp_path: Path, postgres: PostgresServer, database: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_monitor, "PAUSES", (0.0,))
    with Line(postgres) as line:
        listener = Listener(qtbot, tmp_path, Settings(hub_url=line.address(database), hub_role="FOLLOW"))
        listener.service.set_up()
        listener.wait(lambda: bool(listener.heard))
        line.cut()
        listener.wait(lambda: len(listener.heard) >= 3 and listener.heard[-1].works)
        lost = next(health for health in listener.heard if health.cause)
        assert (lost.cause, lost.state is not None) == ("unreachable", True), "what was seen before stays known"
        push(url)
        listener.wait(lambda: listener.wanted == 1)
        listener.close()


def test_a_wrong_password_is_told_and_shown_to_nobody(qtbot: QtBot, tmp_path: Path, postgres: PostgresServer, database: str) -> None:
    listener = Listener(qtbot, tmp_path, Settings(hub_url=postgres.address(database, "guest", "Zq9w"), hub_role="FOLLOW"))
    listener.service.set_up()
    listener.wait(lambda: bool(listener.heard))
    health = listener.heard[0]
    assert (health.cause, health.state) == ("refused", None)
    assert "Zq9w" not in f"{health} {health.problem} {health.fix}"
    listener.close()


def test_without_a_hub_nobody_is_listened_to(listener: Listener) -> None:
    listener.service.set_up()
    listener.wait(lambda: bool(listener.heard))
    listener.settings = Settings()
    listener.service.set_up()
    assert listener.heard[-1] is None
