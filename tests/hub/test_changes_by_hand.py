"""What a person changes goes to the hub at once, and never fails because of it; on simulated candles of two sources."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.profile import Profile, import_lock
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_reader, open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.commands.test_json import document
from tests.hub.archives import here, ledger, there
from tests.hub.test_commands import Desk, desk, imported
from tests.importer.bench import future
from tests.standins.postgres import PostgresServer

__all__ = ["desk"]
GONE = {"OHLC_DESKTOP_HUB": "postgresql://127.0.0.1:1/none"}
DAILY = TIMEFRAMES["1d"]


@pytest.fixture
def day(desk: Desk) -> str:
    """Days of ES were pushed; then a file gave another close of one of them: its date."""
    imported(desk)
    with closing(open_store(desk.database, demo=True)) as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        calendar = series_summary.load_calendar(connection, "cme_equity")
        assert calendar is not None
        has = rows.read_newest(connection, number, DAILY, 5).take(np.array([0]))
        file = Candles(has.ts, has.open, has.high, has.low, has.close - 1, has.volume)
        ts = int(has.ts[0])
        now = float(ts + 7 * DAY)
        _, state = read_state(connection, future("ES=F"), calendar, DEMO, now)
        put(connection, number, state, DAILY, "ninjatrader", file, Interval(ts, ts + DAY), now)
    return str(np.datetime64(ts // DAY, "D"))


def test_each_change_of_a_person_is_pushed(desk: Desk, day: str, postgres: PostgresServer, database: str) -> None:
    def equal() -> bool:
        with closing(open_reader(desk.database, demo=True)) as store:
            return here(store) == there(postgres, database)

    assert not equal(), "the file has not been heard of"
    answer = desk.run("sources", "choose", "ES", "1d", day, "demo")
    assert (answer.code, "1 candle changed.\nThe hub was told" in answer.out, equal()) == (0, True, True), answer
    takes_back, prefers = ("take-back", "ES", "1d", day), ("prefer", "demo")
    for words in (takes_back, prefers, ("remove", "demo", "--yes", "--no-backup")):
        pushes = len(ledger(postgres, database))
        answer = desk.run("sources", *words, "--json")
        assert (answer.code, answer.json["version"], answer.err) == (0, 1, "")
        assert (len(ledger(postgres, database)), equal()) == (pushes + 1, True), words


def test_a_hub_that_is_told_nothing_fails_no_change(desk: Desk, day: str, postgres: PostgresServer, database: str) -> None:
    """It is gone, or busy with an import, or it is not to be told now; what was changed goes with the next push."""
    before = there(postgres, database)
    answer = desk.run("sources", "choose", "ES", "1d", day, "demo", "--json", **GONE)
    assert (answer.code, answer.json["changed"]) == (0, 1)
    assert "the hub does not know of it yet. The hub at 127.0.0.1:1/none does not answer" in answer.err
    told = document(desk.run("hub", "status", "--json"))
    assert (told["last_push"]["state"], told["pending"] > 0) == ("unreachable", True)
    assert desk.run("sources", "take-back", "ES", "1d", day, "--no-push").code == 0
    assert desk.run("sources", "prefer", "demo", "--dry-run").code == 0
    assert there(postgres, database) == before
    with import_lock(Profile(desk.folder, True), SystemClock(), "manual"):
        assert desk.run("hub", "push").code == 4
    assert desk.run("hub", "push").code == 0
    assert there(postgres, database) != before
