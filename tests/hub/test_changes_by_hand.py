"""What a person changes goes to the hub at once, and never fails because of it; on simulated candles of two sources."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing

import numpy as np
import pytest

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.hub.after_change import push_change
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.profile import Profile, import_lock
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_reader, open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.commands.test_backup import TypedAnswer
from tests.commands.test_json import HEAD, check, document, documented
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
        answer = desk.run("sources", "take-back", "ES", "1d", day)
        assert answer.code == 4
        push_change(Context(Profile(desk.folder, True), Settings(hub_url=desk.environment["OHLC_DESKTOP_HUB"])), as_json=True)
    assert there(postgres, database) == before
    assert desk.run("hub", "push").code == 0
    assert there(postgres, database) != before


def test_a_hub_that_is_filled_no_more_is_left(desk: Desk, postgres: PostgresServer, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is noted any more; what both sides hold stays, and the next push tells everything anew."""
    unset = {"OHLC_DESKTOP_HUB": ""}
    assert desk.run("hub", "leave", **unset).code == 2, "there is no archive yet"
    imported(desk)
    rows = there(postgres, database)
    for words, environment, told in (("--yes",), {}, "The hub is still set"), (("--json",), unset, "nobody to ask"):
        refused = desk.run("hub", "leave", *words, **environment)
        assert (refused.code, told in refused.out + refused.err) == (2, True)
    with closing(sqlite3.connect(desk.database)) as plain, plain:
        plain.execute("UPDATE candle SET volume=volume+1 WHERE timeframe='1d' AND ts=(SELECT max(ts) FROM candle WHERE timeframe='1d')")
    monkeypatch.setattr(sys, "stdin", TypedAnswer("n\n"))
    asked = desk.run("hub", "leave", OHLC_DESKTOP_HUB_ROLE="follow")
    told = "The hub has not heard of the last changes of 1 series, and will not.\nNote nothing for the hub any more? [y/N] "
    assert (asked.code, asked.out) == (130, told)
    assert warned(desk) == ["No hub is set, but what changes is still noted for the one that this archive filled."]
    done = document(desk.run("hub", "leave", "--yes", "--json", **unset))
    check({**HEAD, **documented("## `hub leave --json`")}, done)
    assert (done["left"], done["pending"], warned(desk), triggers(desk)) == (True, 1, [], ([], []))
    assert "Nothing is noted for a hub here." in desk.run("hub", "leave", "--yes", **unset).out
    assert there(postgres, database) == rows
    assert document(desk.run("hub", "status", "--json"))["last_push"] is None
    assert document(desk.run("hub", "push", "--json"))["candles"] == len(rows)


def warned(desk: Desk) -> list[str]:
    """What the doctor warns of about the hub, where none is set."""
    found = desk.run("doctor", "--json", OHLC_DESKTOP_HUB="").json["checks"]
    return [each["detail"] for each in found if each["check"] == "hub"]


def triggers(desk: Desk) -> tuple[list[object], list[object]]:
    """The triggers of the archive, and the days that they noted."""
    with closing(sqlite3.connect(desk.database)) as plain:
        noted = plain.execute("SELECT * FROM hub_change").fetchall()
        return plain.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE 'hub%'").fetchall(), noted
