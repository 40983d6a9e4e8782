"""``ingest``: what a person is shown and asked, what is stored, and that a kill at any moment leaves whole sessions."""

from __future__ import annotations

import io
import random
import re
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.commands.ingest import asking
from ohlc_desktop.core.arbitration.precedence import SourceKind
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.profile import Profile, import_lock
from ohlc_desktop.store import schema
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.sources import precedence
from tests.commands.conftest import CommandLine, Process
from tests.core.helpers import utc
from tests.importer.files.ingesting import minutes
from tests.sources.files import writing
from tests.store.databases import unpack

#: The command line with small batches.
PROGRAM = """
import sys
from ohlc_desktop import cli
from ohlc_desktop.importer.files import storing
storing.FRESH_BATCH = 1000
sys.exit(cli.run(sys.argv[1:]))
"""


def file(folder: Path, candles: Candles, name: str = "ES 06-25.Last.txt") -> Path:
    """A file of NinjaTrader."""
    path = folder / name
    path.write_text(writing.ninjatrader(candles))
    return path


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """Two weeks of a contract."""
    return file(tmp_path, minutes("2025-05-05 22:00", "2025-05-16 21:00"))


def rows(shell: CommandLine, table: str = "candle") -> list[tuple[object, ...]]:
    """All rows of a table."""
    with closing(sqlite3.connect(shell.database)) as database:
        return sorted(database.execute(f"SELECT * FROM {table}"), key=repr)


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Let somebody sit at the terminal."""
    monkeypatch.setattr(asking, "anybody", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))


def test_it_shows_what_it_would_store_stores_it_and_is_a_run(shell: CommandLine, contract: Path) -> None:
    shown = shell.run("ingest", str(contract), "--dry-run")
    assert (shown.code, shown.err, shell.database.exists()) == (0, "", False)
    told = shown.out.splitlines()
    assert "ESM25.CME 1m from ninjatrader: 9 sessions, 2025-05-06 to 2025-05-16" in told
    assert "     12,420 new candles" in told
    assert "  2025-05-06      1,380     1,380         0         0" in told
    assert told[-2:] == ["  and 1 more; --verbose shows them", "Nothing was stored."]
    refused = shell.run("ingest", str(contract))
    assert (refused.code, "--yes, or --dry-run" in refused.err) == (2, True)
    stored = shell.run("ingest", str(contract), "--yes")
    assert (stored.code, stored.err) == (0, "")
    assert "Stored 12,420 candles of ES 06-25.Last.txt." in stored.out
    assert len([row for row in rows(shell) if row[1] == "1m"]) == 12_420
    last = shell.run("status", "--json").json["last_run"]
    assert (last["trigger"], last["state"], last["written"] > 12_420) == ("ingest", "DONE", True)
    assert "ESM25.CME" not in shell.run("watch", "list").out
    before = rows(shell), rows(shell, "run")
    again = shell.run("ingest", str(contract), "--yes")
    assert (again.code, again.out.splitlines()[-1]) == (0, "All of it is stored already. Nothing was changed.")
    assert (rows(shell), rows(shell, "run")) == before


def test_days_that_are_not_proven_are_not_asked_for_a_zone(shell: CommandLine, tmp_path: Path) -> None:
    """Two of them are of a Saturday and a Sunday."""
    path = tmp_path / "NQ 12-26.Last.txt"
    path.write_text("".join(f"202610{day};21000;21100;20900;21050;1000\n" for day in ("02", "03", "04", "09")), "utf-8")
    refused = shell.run("ingest", str(path), "--yes")
    assert (refused.code, shell.database.exists()) == (2, False)
    assert "Import days of the same time first: ohlc-desktop import." in refused.out
    assert "--zone" not in refused.out


def test_what_is_not_proven_is_asked_on_a_terminal_and_refused_elsewhere(
    shell: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = minutes("2025-05-05 22:00", "2025-05-16 21:00")
    path = file(tmp_path, every.take((every.ts // 3600 % 24 >= 14) & (every.ts // 3600 % 24 < 19)))
    refused = shell.run("ingest", str(path), "--yes")
    assert (refused.code, shell.database.exists()) == (2, False)
    assert re.search(r"zone +stamp +outside of sessions", refused.out)
    assert "Say it: --zone America/New_York --stamp open (or end)." in refused.out
    said = shell.run("ingest", str(path), "--dry-run", "--zone", "UTC", "--stamp", "end")
    assert (said.code, "As you say: nothing in the file proves or contradicts it." in said.out) == (0, True)
    for option, value in (("--zone", "Europe/Berln"), ("--source", "a b"), ("--source", "demo"), ("--symbol", "N Q")):
        assert shell.run("ingest", str(path), "--dry-run", option, value).code == 2, option
    answering(monkeypatch, "", "")
    assert shell.run("ingest", str(path)).code == 2
    answering(monkeypatch, "1", "n")
    asked = shell.run("ingest", str(path))
    assert (asked.code, "  1  UTC                  end" in asked.out, shell.database.exists()) == (130, True, False)
    answering(monkeypatch, "1", "y")
    assert shell.run("ingest", str(path)).code == 0
    stamps = [row[2] for row in rows(shell) if row[1] == "1m"]
    assert (min(stamps), len(stamps)) == (every.ts[every.ts // 3600 % 24 == 14][0], len(path.read_text().splitlines()))
    front = file(tmp_path, every, "ES.txt")
    answering(monkeypatch, "n", "")
    assert "--unadjusted" in shell.run("ingest", str(front)).out
    answering(monkeypatch, "y", "y")
    assert shell.run("ingest", str(front)).code == 0


def test_no_file_speaks_for_a_feed_that_gave_candles_once(shell: CommandLine, contract: Path) -> None:
    """The plug-in may be gone, and its name stand in no setting: what it gave is still its own."""
    shell.database.parent.mkdir(parents=True)
    with closing(open_store(shell.database, demo=True)) as store, store.transaction() as connection:
        precedence.enrol(connection, "tiny", SourceKind.FEED, 0.0)
    for name in ("tiny", "databento"):
        refused = shell.run("ingest", str(contract), "--yes", "--source", name)
        assert (refused.code, f"'{name}' is not the name of a source of files." in refused.err) == (2, True)
    assert rows(shell) == []


def test_one_imports_at_a_time(shell: CommandLine, contract: Path) -> None:
    shell.folder.mkdir(parents=True)
    with import_lock(Profile(shell.folder, True), SystemClock(), "schedule"):
        refused = shell.run("ingest", str(contract), "--yes")
    assert (refused.code, "An import is already running" in refused.err) == (4, True)


def test_files_of_a_front_month_and_of_its_contract_tell_which_it_follows(
    shell: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohlc_desktop.core.clock.SystemClock.now", lambda _: utc("2026-12-14 12:00"))
    candles = minutes("2026-12-10 23:00", "2026-12-11 22:00")
    paths = [str(file(tmp_path, candles, f"ES {name}.Last.txt")) for name in ("##-##", "12-26")]
    assert shell.run("ingest", "--yes", "--unadjusted", "--zone", "UTC", "--stamp", "end", *paths).code == 0
    follows = {each["timeframe"]: each["follows"] for each in shell.run("status", "ES", "--json").json["series"]}
    assert (follows["5m"]["contract"], follows["5m"]["proven"]) == ("ESZ26.CME", True)


def test_some_files_of_several_are_stored(shell: CommandLine, contract: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = shell.run("ingest", str(empty), str(contract), "--yes")
    assert (done.code, "empty.txt is empty." in done.out, len(rows(shell)) > 12_420) == (1, True, True)
    assert shell.run("status", "--json").json["last_run"]["state"] == "PARTIAL"


def started(shell: CommandLine, path: Path) -> Process:
    """An ingest in a process of its own, with small batches."""
    return Process([sys.executable, "-c", PROGRAM, *shell.arguments("ingest", str(path), "--yes", "--json")], {})


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_a_kill_leaves_whole_sessions_and_the_same_file_stores_the_rest(
    shell: CommandLine, contract: Path, tmp_path: Path
) -> None:
    shell.keep_calendars()
    process = started(shell, contract)
    for _ in range(random.randrange(1, 6)):
        process.wait_for('"progress"')
    process.popen.send_signal(signal.SIGKILL)
    process.finish()
    count, days = (len([row for row in rows(shell) if row[1] == name]) for name in ("1m", "1d"))
    assert (count % 1380, count // 1380, count > 0) == (0, days, True)
    assert shell.run("ingest", str(contract), "--yes").code == 0
    whole = CommandLine(tmp_path / "whole")
    assert whole.run("ingest", str(contract), "--yes").code == 0
    assert rows(shell) == rows(whole)
    runs = rows(shell, "run")
    assert runs[-1][5] == "DONE"
    assert runs[0][5] in ("INTERRUPTED", "DONE")


def test_what_is_said_of_columns_is_remembered_shown_and_forgotten(shell: CommandLine, tmp_path: Path) -> None:
    every = minutes("2025-05-05 22:00", "2025-05-16 21:00")
    hours = every.take((every.ts // 3600 % 24 >= 14) & (every.ts // 3600 % 24 < 19))
    first, last = tmp_path / "prices 1.csv", tmp_path / "prices 2.csv"
    half = len(hours) // 2
    for path, part in ((first, hours.take(slice(0, half))), (last, hours.take(slice(half, None)))):
        path.write_text(writing.text(part, lambda r: f"x|{r[0]:%Y-%m-%d|%H:%M}|{r[4]}|{r[1]}|{r[2]}|{r[3]}|{r[5]}"))
    said = ("--columns", "skip,date,time,close,open,high,low,volume", "--zone", "UTC", "--stamp", "open", "--symbol", "ESM25.CME")
    assert "--columns" in shell.run("ingest", str(first), "--yes").out
    assert shell.run("ingest", str(first), "--yes", "--columns", "a,b").code == 2
    assert "has not 7 columns" in shell.run("ingest", str(first), "--dry-run", "--columns", "date,time,open,high,low,close,skip").out
    assert shell.run("ingest", str(first), "--yes", *said).code == 0
    shown = shell.run("ingest", str(last), "--yes")
    assert shown.code == 0
    assert "remembered columns skip,date,time,close,open,high,low,volume; zone UTC; stamp open; ESM25.CME" in shown.out
    assert "As you said of files with these columns" in shown.out
    found = sorted((row[2:8] for row in rows(shell) if row[1] == "1m"), key=repr)
    assert found == sorted(zip(*(column.tolist() for column in hours.columns), strict=True), key=repr)
    assert "remembered" not in shell.run("ingest", str(last), "--dry-run", "--forget").out
    assert shell.run("ingest", str(last), "--yes", *said, "--forget", "--source", "other").code == 0


def test_a_file_of_a_share_goes_by_the_hours_of_its_market(tmp_path: Path) -> None:
    """Weeks of five trade dates begin where the feed's begin: by the hours of a future they stood beside one another."""
    shell = CommandLine(tmp_path / "profile", demo=False)
    unpack(schema.SCHEMA, shell.database)
    path = tmp_path / "AAPL.csv"
    path.write_text(shell.run("export", "AAPL", "1d").out)

    def fives() -> list[object]:
        return [row[2] for row in rows(shell) if row[1] == "5d"]

    before = fives()
    assert shell.run("ingest", str(path), "--symbol", "AAPL", "--unadjusted", "--yes").code == 0
    assert fives() == before


def test_an_export_of_ours_is_no_second_witness_of_what_it_was_made_of(shell: CommandLine, contract: Path, tmp_path: Path) -> None:
    assert shell.run("ingest", str(contract), "--yes").code == 0
    out = tmp_path / "ES 06-25.csv"
    assert shell.run("export", "ES 06-25", "1m", "--known", "-o", str(out)).code == 0
    assert "from ohlc-desktop" in shell.run("ingest", str(out), "--yes").out
    (told,) = (each for each in shell.run("status", "ES 06-25", "--json").json["series"] if each["timeframe"] == "1m")
    assert told["sources"] == ["ninjatrader", "ohlc-desktop"]
    assert (told["witness"]["sessions"], told["witness"]["equal"]) == (0, 0)
    # the same rows under the name of another program are one
    other = tmp_path / "ES 06-25 other.csv"
    other.write_text(out.read_text())
    assert shell.run("ingest", str(other), "--yes", "--source", "broker").code == 0
    (told,) = (each for each in shell.run("status", "ES 06-25", "--json").json["series"] if each["timeframe"] == "1m")
    assert (told["witness"]["sessions"], told["witness"]["equal"]) == (9, 9)
