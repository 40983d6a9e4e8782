"""``sources``: who gave candles, who counts more, and choices by hand, on a demo profile with a file beside its feed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from ohlc_desktop.commands.sources import stepping
from ohlc_desktop.commands.terminal.cancelling import Stop
from ohlc_desktop.commands.terminal.display import Lines
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.importing.events import Event, Progress
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.merging import resettling
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources import precedence
from tests.commands.conftest import CommandLine
from tests.commands.test_json import HEAD, check, documented
from tests.importer.bench import future

M1 = TIMEFRAMES["1m"]


@pytest.fixture
def both(filled: CommandLine) -> tuple[CommandLine, str, str]:
    """A demo profile into which a file with one other price was ingested; the time of that candle, and its trade date."""
    with closing(open_store(filled.database, demo=True)) as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        calendar = series_summary.load_calendar(connection, "cme_equity")
        assert calendar is not None
        newest = rows.read_newest(connection, number, M1, 1).ts
        whole = calendar.last_closed(float(newest[0]))
        stretch = Interval(int(calendar.open[whole]), int(calendar.close[whole]))
        has = rows.read_series(connection, number, M1, *stretch)
        close = has.close.copy()
        close[5] = has.low[5] if has.low[5] != has.close[5] else has.high[5]
        file = Candles(has.ts, has.open, has.high, has.low, close, has.volume)
        now = float(newest[0]) + 7 * 86400
        _, state = read_state(connection, future("ES=F"), calendar, DEMO, now)
        put(connection, number, state, M1, "ninjatrader", file, stretch, now)
        day = np.datetime64(int(calendar.trade_date[whole]), "D")
    return filled, iso(int(has.ts[5])), str(day)


def closes(shell: CommandLine, moment: str) -> list[str]:
    """The stored close of a minute."""
    lines = shell.run("export", "ES", "1m", "--from", moment, "--to", moment).out.splitlines()
    return [line.split(",")[4] for line in lines[1:]]


def test_a_difference_is_shown_side_by_side_and_a_choice_can_be_taken_back(both: tuple[CommandLine, str, str]) -> None:
    shell, moment, day = both
    (entry,) = shell.run("sources", "compare", "ES", "1m", day, "--json").json["candles"]
    assert (entry["time"], entry["stored"]) == (moment, "ninjatrader")
    file, demo = entry["said"]
    assert ([file["source"], demo["source"]], file["close"] == entry["close"]) == (["ninjatrader", "demo"], True)
    told = shell.run("sources", "compare", "ES", "1m").out
    assert moment in told
    assert "stored" in told
    assert closes(shell, moment) == [f"{file['close']:.2f}"]
    answer = shell.run("sources", "choose", "ES", "1m", moment, "demo")
    assert (answer.code, answer.out) == (0, "ES=F 1m: demo stands now; 1 candle changed.\n")
    assert closes(shell, moment) == [f"{demo['close']:.2f}"]
    assert shell.run("sources", "list").out.split()[:3] == ["1", "person", "person"]
    assert shell.run("sources", "take-back", "ES", "1m", day, "--json").json["changed"] == 1
    assert closes(shell, moment) == [f"{file['close']:.2f}"]
    later = iso(int(datetime.fromisoformat(moment).timestamp()) + 60)
    two = f"{moment},{later}"
    assert shell.run("sources", "choose", "ES", "1m", two, "demo", "--json").json["changed"] == 1
    assert shell.run("sources", "take-back", "ES", "1m", two, "--json").json["changed"] == 1
    refused = shell.run("sources", "take-back", "ES", "1m", day)
    assert (refused.code, "Nothing was chosen" in refused.err) == (2, True)


def test_the_order_of_sources_decides_and_status_tells_them(both: tuple[CommandLine, str, str]) -> None:
    shell, moment, day = both
    found = {s["timeframe"]: s for s in shell.run("status", "ES", "--json").json["series"]}
    assert found["1m"]["sources"] == ["ninjatrader", "demo"]
    told = {"sessions": 1, "equal": 0, "different": 1, "candles": 1, "taken_back": 0, "ticks": 0}
    assert found["1m"]["witness"] | {"ticks": 0} == told
    assert found["1m"]["witness"]["ticks"] >= 1
    assert "Sources    ES=F 1m (ninjatrader+demo): 0 of 1 sessions equal, 1 candle differs by" in shell.run("status").out
    listed = shell.run("sources", "list", "--json").json["sources"]
    assert [(s["name"], s["kind"]) for s in listed] == [("ninjatrader", "file"), ("demo", "feed")]
    before = closes(shell, moment)
    weighed = shell.run("sources", "prefer", "demo", "--dry-run", "--json").json
    assert closes(shell, moment) == before, "it was only asked"
    *steps, _ = shell.run("sources", "prefer", "demo", "--dry-run", "--progress").out.splitlines()
    events = [json.loads(line) for line in steps if line[0] == "{"]
    assert [event["done"] for event in events] == list(range(1, events[-1]["total"] + 1)), "and some sessions at a time"
    answer = shell.run("sources", "prefer", "demo", "--json").json
    assert answer["changed"] == weighed["changed"]
    assert answer["order"] == ["demo", "ninjatrader"]
    assert [c["symbol"] for c in answer["changed"]] == ["ES=F"]
    assert closes(shell, moment) != before
    shell.run("sources", "prefer", "ninjatrader")
    assert closes(shell, moment) == before
    for words, told in (
        (("prefer", "nobody"), "must name known ones"), (("choose", "ES", "1m", day, "nobody"), "nobody has no 1m candle"),
        (("choose", "ES", "1m", "monday", "demo"), "neither a date nor a time"),
        (("choose", "ES", "1m", "1999-01-01", "demo"), "No session of 1999-01-01"), (("compare", "NQ", "1m"), "No candles of NQ=F"),
    ):  # fmt: skip
        refused = shell.run("sources", *words)
        assert (refused.code, told in refused.err) == (2, True), refused


class Pressing(Lines):
    """A reader of the steps who cancels after some of them."""

    stop, after = Stop(), 0

    def show(self, event: Event) -> None:
        """Count one step."""
        assert isinstance(event, Progress)
        if event.done == self.after:
            self.stop.cancel.set()


@pytest.fixture
def cancelled_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets changes end after some steps; 0 for never."""

    def after(steps: int) -> None:
        monkeypatch.setattr(Pressing, "stop", stop := Stop())
        monkeypatch.setattr(Pressing, "after", steps)
        monkeypatch.setattr(stepping, "Stop", lambda: stop)

    monkeypatch.setattr(stepping, "Lines", Pressing)
    monkeypatch.setattr(resettling, "_SESSIONS", 128)
    after(0)
    return after


def stored(shell: CommandLine) -> Any:
    """All candles, what contradicts them, and who is known."""
    with closing(sqlite3.connect(shell.database)) as database:
        return [
            database.execute(statement).fetchall()
            for statement in (
                "SELECT * FROM candle", "SELECT * FROM contradiction ORDER BY 1, 2, 3, 4", "SELECT name FROM source ORDER BY place"
            )
        ]  # fmt: skip


def test_an_order_that_is_cut_off_is_told_and_finished(
    both: tuple[CommandLine, str, str], cancelled_after: Callable[[int], None]
) -> None:
    shell, moment, _ = both
    before = closes(shell, moment)
    cancelled_after(2)
    cut = shell.run("sources", "prefer", "demo", "--progress")
    assert (cut.code, "not yet of all candles of ES=F" in cut.err) == (130, True)
    assert shell.run("sources", "list", "--json").json["unsettled"] == ["ES=F"]
    assert "Not yet of ES=F" in shell.run("sources").out
    assert closes(shell, moment) == before, "the newest sessions come last"
    cancelled_after(1)
    assert shell.run("sources", "prefer", "--progress").code == 130
    cancelled_after(0)
    answer = shell.run("sources", "prefer", "--json").json
    assert [change["symbol"] for change in answer["changed"]] == ["ES=F"]
    assert shell.run("sources", "list", "--json").json["unsettled"] == []
    assert closes(shell, moment) != before
    found = stored(shell)
    shell.run("sources", "prefer", "demo")
    assert stored(shell) == found
    assert shell.run("sources", "prefer", "--json").json["changed"] == []


def test_a_source_is_removed_once_it_is_backed_up_and_the_others_stand(
    both: tuple[CommandLine, str, str], cancelled_after: Callable[[int], None]
) -> None:
    shell, moment, _ = both
    before, close = stored(shell), closes(shell, moment)
    weighed = shell.run("sources", "remove", "ninjatrader", "--dry-run", "--json").json
    assert (stored(shell), weighed["backup"]) == (before, None)
    assert "candles would go" in shell.run("sources", "remove", "ninjatrader", "ES", "--dry-run").out
    (counted,) = weighed["instruments"]
    assert (counted["symbol"], counted["changed"] >= 1) == ("ES=F", True)
    cancelled_after(4)
    cut = shell.run("sources", "remove", "ninjatrader", "--yes", "--no-backup", "--progress")
    assert (cut.code, "the same command removes it" in cut.err) == (130, True)
    assert shell.run("sources", "list", "--json").json["sources"][0]["instruments"] == ["ES=F"]
    cancelled_after(0)
    answer = shell.run("sources", "remove", "ninjatrader", "--yes", "--json").json
    assert answer["instruments"] == weighed["instruments"]
    assert closes(shell, moment) != close
    assert [s["name"] for s in shell.run("sources", "list", "--json").json["sources"]] == ["demo"]
    assert shell.run("restore", answer["backup"], "--yes").code == 0
    assert stored(shell) == before
    for words, told in (
        (("nobody", "--yes"), "No source 'nobody' is known"), (("ninjatrader", "NQ", "--yes"), "gave no candles of NQ=F"),
        (("ninjatrader", "--json"), "nobody to ask"), (("ninjatrader",), "nobody to ask"),
    ):  # fmt: skip
        refused = shell.run("sources", "remove", *words)
        assert (refused.code, told in refused.err + refused.out) == (2, True), refused


def test_its_json_is_as_told(both: tuple[CommandLine, str, str]) -> None:
    shell, moment, day = both
    with closing(open_store(shell.database, demo=True)) as store, store.transaction() as connection:
        precedence.keep_unsettled(connection, {"ES=F": 0})
    for words, heading in (
        (("list",), "list"), (("compare", "ES", "1m", day), "compare"), (("prefer", "demo"), "prefer"),
        (("remove", "demo", "--dry-run"), "remove"),
        (("choose", "ES", "1m", moment, "ninjatrader"), "choose"), (("take-back", "ES", "1m", moment), "choose"),
    ):  # fmt: skip
        check({**HEAD, **documented(f"## `sources {heading} --json`")}, shell.run("sources", *words, "--json").json)
