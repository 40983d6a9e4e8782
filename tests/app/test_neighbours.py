"""Another machine imports, and this one takes over what it was answered: the app, its importer and a Redis, all real."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.profile import Profile
from ohlc_desktop.redis_share.news import CHANNEL
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.watchlist import set_watchlist
from tests.app import importer_at
from tests.app.conftest import DEADLINE, NOON, Start
from tests.standins.calendars import keep_calendars
from tests.standins.redis_server import RedisServer
from tests.standins.yahoo import StandInYahoo


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A Redis that all machines share."""
    with RedisServer() as running:
        monkeypatch.setenv("CACHE_ENABLED", "true")
        monkeypatch.setenv("REDIS_URL", running.url)
        yield running


@pytest.fixture
def yahoo(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInYahoo]:
    """The feed on that Monday at noon."""
    began = time.time()
    with StandInYahoo() as standin:
        standin.now = lambda: NOON + time.time() - began
        for name, value in {**standin.env(), "OHLC_DESKTOP_REQUESTS_PER_SECOND": "0"}.items():
            monkeypatch.setenv(name, value)
        yield standin


def machine(folder: Path) -> Profile:
    """A machine that watches ES, and has no candles."""
    profile = Profile(folder)
    keep_calendars(profile, "cme_equity", now=NOON)
    with closing(open_store(profile.database, demo=False)) as store, store.transaction() as connection:
        set_watchlist(connection, ["ES=F"])
    return profile


def test_what_another_machine_imported_is_here_for_no_request(
    start: Start, server: RedisServer, yahoo: StandInYahoo, tmp_path: Path
) -> None:
    other, mine = machine(tmp_path / "other"), machine(tmp_path / "mine")
    rig = start(mine.folder, demo=False)
    with server.client() as client:
        rig.until(lambda: client.pubsub_numsub(CHANNEL)[0][1])
    words = ("--profile", str(other.folder), "import", "ES", "--timeframes", "1d", "-q")
    importer = [sys.executable, str(importer_at.__file__), str(rig.clock.now()), "0", *words]
    subprocess.run(importer, check=True, timeout=DEADLINE / 1000)
    rig.until_ended()
    done = rig.app.controller.runner.state
    assert done.trigger is Trigger.NEIGHBOUR
    assert done.result is not None
    assert (done.result.exit_code, done.result.requests, done.result.shared) == (0, 0, 1)
    assert len(yahoo.chart_requests()) == 1
    count = "SELECT count(*) FROM candle"
    with closing(open_store(other.database, demo=False)) as store:
        assert rig.rows(count) == store.connection.execute(count).fetchall() != [(0,)]
    assert [title for title, _ in rig.told] == ["The first import is finished"]
