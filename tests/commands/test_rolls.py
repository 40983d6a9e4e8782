"""``rolls``, and continuous series in ``export``: the ledger as a table, and whose each candle is."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from pyarrow import parquet

from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.store.database import open_store
from tests.commands.conftest import CommandLine
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import utc
from tests.store.contracts.paper_store import fill, put


@cache
def market() -> PaperMarket:
    return PaperMarket("NQ")


@pytest.fixture
def held(real: CommandLine) -> CommandLine:
    """A profile with the contracts of NQ."""
    real.folder.mkdir(parents=True, exist_ok=True)
    fill(real.database, market())
    return real


def test_the_table_has_a_receipt_for_each_roll(held: CommandLine) -> None:
    answer = held.run("rolls", "NQ")
    assert (answer.code, answer.err) == (0, "")
    header, *lines = answer.out.splitlines()
    assert header.split()[:4] == ["last", "day", "old", "new"]
    truth = market().rolls("volume")[-1]
    row = next(line for line in lines if truth.old in line.split()[1])
    day, old, new, old_close, new_close, difference, *_, by, how, source = row.split()
    assert (day, old, new) == (day_of(truth.until).isoformat(), truth.old, truth.new)
    assert float(new_close) - float(old_close) == float(difference) == truth.ticks / 4
    assert (by, how, source) == ("by", "settlements", "(yahoo)")
    assert lines[-1].startswith(f"{len(market().rolls('volume')) + 1} rolls: ")
    assert "1 not known" in lines[-1]  # the one that leads to the first contract stored
    assert lines[0].endswith("  not known: import NQZ23.CME, NQH24.CME")
    told = held.run("rolls", "NQ", "--json").json["rolls"]
    assert {tuple(each["missing"]) for each in told} == {(), ("NQZ23.CME", "NQH24.CME")}


def test_other_rules(held: CommandLine) -> None:
    truth = market().rolls("expiry", 5)
    out = held.run("rolls", "nq=f", "--rule", "expiry-5").out
    assert [line.split()[0] for line in out.splitlines()[2:2 + len(truth)]] == [day_of(each.until).isoformat() for each in truth]
    assert "Next: NQ" in out
    found = held.run("rolls", "NQ", "--rule", "notice", "--json").json
    assert (found["version"], found["root"], found["rule"], found["tick"]) == (1, "NQ", "notice", 0.25)
    daily = [each for each in found["rolls"] if each["family"] == "daily"][1:]
    assert [each["ticks"] for each in daily] == [each.ticks for each in market().rolls("expiry")]
    assert {each["decided"] for each in daily} == {"expiry"}  # settled in cash
    hours = [each for each in found["rolls"] if each["family"] == "intraday"][1:]
    assert [each["last_day"] for each in hours] == [each["last_day"] for each in daily]
    assert all(each["first"].endswith(("T22:00:00Z", "T23:00:00Z")) for each in hours)
    assert found["next"]["old"].startswith("NQ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rolls", "NQQ"), "Did you mean NQ"),
        (("rolls", "NQ", "--rule", "monday"), "expiry notice volume feed"),
        (("rolls", "CL"), "No roll of CL by volume is known."),
        (("export", "NQ@volumes", "1d"), "expiry notice volume feed"),
        (("export", "CL@volume", "1d"), "Nothing is stored that CL@volume could be made of."),
        (("export", "NQ@volume,NQ@expiry", "1d", "--format", "ninjatrader"), "the same file in NinjaTrader: NQ ##-##.Last.txt"),
        (("export", "NQ@volume", "1d", "--contract", "--for", "backtrader"), "Leave out --known, --contract"),
    ],
)
def test_what_is_refused_says_what_to_do(held: CommandLine, words: tuple[str, ...], said: str) -> None:
    answer = held.run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_what_is_to_be_imported_still_trades(held: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crude oil named for November has ended in October, which a feed knows no more."""
    monkeypatch.setattr("ohlc_desktop.core.clock.SystemClock.now", lambda _: utc("2026-11-30 12:00"))
    assert "ohlc-desktop import CL=F CLF27.NYM CLG27.NYM" in held.run("rolls", "CL").err


def test_a_continuous_series_is_exported_with_its_contracts(held: CommandLine, tmp_path: Path) -> None:
    answer = held.run("export", "NQ@volume:difference", "1d", "--contract")
    assert (answer.code, answer.err) == (0, "")
    header, *rows = csv.reader(io.StringIO(answer.out))
    assert header == ["time", "open", "high", "low", "close", "volume", "contract"]
    raw = list(csv.reader(io.StringIO(held.run("export", "NQ@volume", "1d", "--contract").out)))[1:]
    steps = {row[6]: round(4 * (float(row[4]) - float(one[4]))) for row, one in zip(rows, raw, strict=True)}
    names = list(steps)
    ledger = {each.old: each.ticks for each in market().rolls("volume")}
    assert [steps[old] - steps[new] for old, new in pairwise(names)] == [ledger[name] for name in names[:-1]]
    assert [row[5:] for row in rows] == [row[5:] for row in raw]
    assert all(float(price) * 4 == int(float(price) * 4) for row in rows for price in row[1:5])

    target = tmp_path / "nq.parquet"
    assert held.run("export", "NQ@volume:difference", "1d", "--contract", "--format", "parquet", "-o", str(target)).code == 0
    table = parquet.read_table(target)
    assert table.column("contract").to_pylist() == [row[6] for row in rows]
    assert table.column("close").to_pylist() == [float(row[4]) for row in rows]
    assert parquet.read_schema(target).metadata[b"symbol"] == b"NQ@volume:difference"

    answer = held.run("export", "NQ@expiry:ratio,NQM26.CME", "1d", "--table", "--contract", "--format", "json")
    assert answer.code == 0, answer.err
    both = answer.json
    assert {row["contract"] for row in both if row["symbol"] == "NQM26.CME"} == {"NQM26.CME"}
    assert {row["symbol"] for row in both} == {"NQ@expiry:ratio", "NQM26.CME"}


def test_a_front_month_alone_makes_no_series_of_contracts_and_tells_what_it_guesses(real: CommandLine) -> None:
    real.folder.mkdir(parents=True, exist_ok=True)
    store = open_store(real.database, demo=False)
    with store.transaction() as connection:
        put(connection, "NQ=F", "1d", market().daily(market().active[8]))
    store.close()
    refused = real.run("export", "NQ@volume", "1d")
    assert (refused.code, refused.out, "Nothing is stored that NQ@volume could be made of." in refused.err) == (2, "", True)
    own = real.run("export", "NQ@feed", "1d", "--contract")
    assert (own.code, own.err) == (0, "")
    assert {line.rpartition(",")[2] for line in own.out.splitlines()[1:]} == {""}  # nobody knows
    with closing(open_store(real.database, demo=False)) as store, store.transaction() as connection:
        put(connection, market().active[11].symbol, "1d", market().daily(market().active[11]))
    own = real.run("export", "NQ@feed", "1d", "--contract")
    assert own.code == 0
    assert "No candle tells when the feed went over" in own.err
    assert real.run("export", "NQ@feed", "1d").err == ""


def test_what_is_not_proven_is_asked_for(held: CommandLine) -> None:
    """Without the daily candle of the last full day the closes of the day before tell, which is an estimate."""
    roll = market().rolls("expiry")[-2]
    with closing(sqlite3.connect(held.database)) as plain, plain:
        plain.execute(
            "DELETE FROM candle WHERE ts=? AND timeframe='1d' AND instrument_id=(SELECT id FROM instrument WHERE symbol=?)",
            (roll.priced * 86400, roll.new),
        )
    assert held.run("rolls", "NQ", "--rule", "expiry").out.count("estimated by settlements of") == 1
    refused = held.run("export", "NQ@expiry:difference", "1d")
    assert (refused.code, refused.out) == (2, "")
    assert f"The difference between {roll.old} and {roll.new} is only estimated." in refused.err
    assert "--estimated" in refused.err
    allowed = held.run("export", "NQ@expiry:difference", "1d", "--estimated")
    assert allowed.code == 0
    assert allowed.err == (
        f"NQ@expiry:difference:estimated 1d: The difference from {roll.old} to {roll.new} is only estimated.\n"
    )
    late = held.run("export", "NQ@expiry:difference", "1d", "--from", day_of(roll.until + 1).isoformat())
    assert (late.code, late.err) == (0, "")


def test_days_of_tradingview_close_with_the_last_trade_whatever_their_source_is_called(real: CommandLine, tmp_path: Path) -> None:
    days = [f"2025-09-{day:02}" for day in (15, 16, 17, 18, 19)]
    old, new = tmp_path / "NQ 09-25.Last.txt", tmp_path / "export.csv"
    old.write_text("".join(f"{day.replace('-', '')};24000;24010;23990;24000;9\n" for day in days))
    new.write_text("time,open,high,low,close,Volume\n" + "".join(f"{day},24240,24250,24230,24245.25,9\n" for day in days))
    assert real.run("ingest", "--yes", "--unadjusted", str(old)).code == 0
    assert real.run("ingest", "--yes", "--unadjusted", "--symbol", "NQZ25.CME", "--source", "mine", str(new)).code == 0
    with closing(sqlite3.connect(real.database)) as plain:
        assert plain.execute("SELECT count(*) FROM roll WHERE root='NQ'").fetchone() > (0,), "the ledger is kept for the charts"
    (roll,) = [row for row in _daily(real) if row["old"] == "NQU25.CME"]
    assert (roll["difference"], roll["settlements"], roll["proof"], roll["source"]) == (245.25, False, "estimated", "ninjatrader, mine")


def _daily(real: CommandLine) -> list[dict[str, object]]:
    found = real.run("rolls", "NQ", "--rule", "expiry", "--json").json
    return [row for row in found["rolls"] if row["family"] == "daily"]
