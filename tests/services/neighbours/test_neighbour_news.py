"""What another machine has imported is wanted here if it is newer than what is here, and would be the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.importing.request import ImportRequest, Trigger
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.redis_share.news import CHANNEL, News
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.neighbours.due_series import NEWER, due_series
from ohlc_desktop.services.neighbours.neighbour_news import NeighbourNews
from ohlc_desktop.sources.edition import edition
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import series_summary
from tests.importer.bench import at
from tests.standins.clock import FakeClock
from tests.standins.redis_server import RedisServer
from tests.waiting import wait_until

NOW = at("2026-11-24 10:40")
#: Beyond this something hangs, in milliseconds.
LIMIT = 30_000


def told(*series: tuple[str, str, float], machine: str = "alpha") -> News:
    """News of a machine that would get the same answers."""
    return News("yahoo", edition(YAHOO), machine, series)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """ES and AAPL are watched; ES was answered ten minutes ago, GC as well."""
    found = Profile(tmp_path / "profile")
    create(found)
    with closing(open_store(found.database, demo=False)) as store, store.transaction() as connection:
        watchlist.set_watchlist(connection, ["ES=F", "AAPL"])
        for symbol in ("ES=F", "GC=F"):
            number = watchlist.instrument_id(connection, symbol)
            series_summary.note_answer(connection, number, ["1m"], NOW - 600)
    return found


# -- what is due ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("series", "due"), [
    (("ES=F", "1m", NOW - 10), True), (("ES=F", "1m", NOW - 600 + NEWER), False), (("ES=F", "1m", NOW - 599 + NEWER), True),
    (("ES=F", "1d", NOW - 10), True), (("AAPL", "5m", NOW - 10), True), (("GC=F", "1m", NOW - 10), False),
    (("NQ=F", "1m", NOW - 10), False), (("ES=F", "1m", NOW - 2500), False), (("ES=F", "1m", NOW + 1300), False),
])  # fmt: skip
def test_what_is_watched_and_newer_is_due(profile: Profile, series: tuple[str, str, float], due: bool) -> None:
    assert due_series(profile, Settings(), [told(series)], NOW) == ((series[:2],) if due else ())


def test_what_this_machine_would_not_be_answered_is_not_due(profile: Profile) -> None:
    news = told(("ES=F", "1m", NOW))
    assert due_series(profile, Settings(), [news], NOW)
    for other in (replace(news, feed="mine"), replace(news, edition="0" * 16)):
        assert due_series(profile, Settings(), [other], NOW) == ()


def test_without_a_database_nothing_is_due(tmp_path: Path) -> None:
    assert due_series(Profile(tmp_path), Settings(), [told(("ES=F", "1m", NOW))], NOW) == ()


# -- hearing of it -------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A real Redis."""
    with RedisServer() as running:
        yield running


class Follower:
    """A machine that listens, and what it wants."""

    def __init__(self, profile: Profile, server: RedisServer, qtbot: QtBot) -> None:
        self.qtbot, self.server, self.busy = qtbot, server, False
        self.settings = Settings(cache_enabled=True, redis_url=server.url)
        self.work = BackgroundWorker("store")
        self.news = NeighbourNews(profile, FakeClock(NOW), lambda: self.settings, self.work, lambda: self.busy)
        self.wanted: list[ImportRequest] = []
        self.news.import_wanted.connect(self.wanted.append)
        self.share = RedisShare(server.url, lambda: 0.0)

    def set(self, **changes: object) -> None:
        """Change the settings."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        self.news.follow_settings()

    def listeners(self) -> int:
        """How many listen."""
        with self.server.client() as client:
            return int(client.pubsub_numsub(CHANNEL)[0][1])

    def until(self, true: Callable[[], object]) -> None:
        """Wait."""
        wait_until(self.qtbot, true, LIMIT)

    def close(self) -> None:
        """End."""
        self.news.stop()
        self.work.stop()
        self.share.close()


@pytest.fixture
def follower(profile: Profile, server: RedisServer, qtbot: QtBot) -> Iterator[Follower]:
    """A machine that does not listen yet."""
    found = Follower(profile, server, qtbot)
    yield found
    found.close()


def test_what_is_due_is_wanted(follower: Follower) -> None:
    follower.set()
    follower.until(follower.listeners)
    follower.share.publish(told(("NQ=F", "1m", NOW)))
    follower.share.publish(told(("ES=F", "1m", NOW), ("AAPL", "1d", NOW), ("GC=F", "1d", NOW)))
    follower.until(lambda: follower.wanted)
    assert follower.wanted == [ImportRequest(Trigger.NEIGHBOUR, series=(("AAPL", "1d"), ("ES=F", "1m")))]


def test_more_series_than_a_command_line_takes_are_all_that_is_watched(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohlc_desktop.services.neighbours.neighbour_news.LONGEST", 10)
    follower.set()
    follower.until(follower.listeners)
    follower.share.publish(told(("ES=F", "1m", NOW), ("AAPL", "1d", NOW)))
    follower.until(lambda: follower.wanted)
    assert follower.wanted == [ImportRequest(Trigger.NEIGHBOUR)]


def test_what_is_heard_during_an_import_waits_for_its_end(follower: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ohlc_desktop.services.neighbours.neighbour_news.MOST", 3)
    follower.busy = True
    follower.set()
    follower.until(follower.listeners)
    for timeframe in ("5m", "1m", "1d"):
        follower.share.publish(told(("ES=F", timeframe, NOW)))
    follower.share.publish(told(("AAPL", "1d", NOW), machine="beta"))
    follower.until(lambda: follower.news._waiting and follower.news._waiting[-1].machine == "beta")
    assert follower.wanted == []
    follower.busy = False
    follower.news.look_again()
    follower.until(lambda: follower.wanted)
    assert follower.wanted[0].series == (("AAPL", "1d"), ("ES=F", "1d"), ("ES=F", "1m"))


@pytest.mark.parametrize("change", [{"cache_enabled": False}, {"schedule_enabled": False}])
def test_who_shares_nothing_or_has_paused_does_not_listen(follower: Follower, change: dict[str, object]) -> None:
    follower.set()
    follower.until(follower.listeners)
    follower.set(**change)
    follower.until(lambda: follower.listeners() == 0)
    follower.set(**dict.fromkeys(change, True))
    follower.until(follower.listeners)


def test_a_demo_does_not_listen(profile: Profile, server: RedisServer, qtbot: QtBot) -> None:
    follower = Follower(Profile(profile.folder, demo=True), server, qtbot)
    follower.set()
    assert follower.news._listener is None
    follower.close()
