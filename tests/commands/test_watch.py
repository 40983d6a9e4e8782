"""``watch``: what is imported every day."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from tests.commands.conftest import CommandLine
from tests.standins.yahoo import StandInYahoo

DEFAULT = ["ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F", "CL=F", "GC=F"]


def listed(shell: CommandLine) -> list[str]:
    """The watchlist as it is shown."""
    answer = shell.run("watch", "list")
    assert (answer.code, answer.err) == (0, "")
    return [line.split()[0] for line in answer.out.splitlines()]


def test_the_default_list(shell: CommandLine) -> None:
    assert listed(shell) == DEFAULT
    assert shell.run("watch").out == shell.run("watch", "list").out
    assert "Micro E-mini Nasdaq-100" in shell.run("watch", "list").out


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("MNQ 12-26", "MNQZ26.CME"),
        ("MNQ DEC26", "MNQZ26.CME"),
        ("mnqz26.cme", "MNQZ26.CME"),
        ("si", "SI=F"),
        ("SI=F", "SI=F"),
        (" hg ", "HG=F"),
    ],
)
def test_adding_and_removing_by_any_name(shell: CommandLine, name: str, symbol: str) -> None:
    answer = shell.run("watch", "add", name)
    assert answer.code == 0
    assert answer.out.startswith(f"{symbol} (")
    assert listed(shell) == [*DEFAULT, symbol]
    answer = shell.run("watch", "remove", name)
    assert answer.code == 0
    assert answer.out.startswith(f"{symbol} removed")
    assert listed(shell) == DEFAULT


def test_duplicates_change_nothing(shell: CommandLine) -> None:
    answer = shell.run("watch", "add", "ES", "es=f", "SI", "SI=F")
    assert answer.code == 0
    assert answer.out.count("ES=F (") == 1
    assert "was on the watchlist already" in answer.out
    assert answer.out.count("SI=F (") == 1
    assert listed(shell) == [*DEFAULT, "SI=F"]
    answer = shell.run("watch", "remove", "SI", "SI=F")
    assert (answer.code, answer.out.count("removed")) == (0, 1)
    assert listed(shell) == DEFAULT


@pytest.mark.parametrize("name", ["MNQ 11-26", "MNQZ26.NYM", "NQQ ##-##", "M N Q", "", "ES'; DROP TABLE candle", "../x"])
def test_unknown_names_change_nothing(shell: CommandLine, name: str) -> None:
    answer = shell.run("watch", "add", "SI", name)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err
    assert listed(shell) == DEFAULT


def test_all_or_none_is_removed(shell: CommandLine) -> None:
    answer = shell.run("watch", "remove", "ES", "SI")
    assert answer.code == 2
    assert "SI=F is not on the watchlist" in answer.err
    assert "ES=F" in answer.err
    assert listed(shell) == DEFAULT


def test_the_list_may_be_emptied(shell: CommandLine) -> None:
    assert shell.run("watch", "remove", *DEFAULT).code == 0
    assert listed(shell) == []
    answer = shell.run("import", "--json")
    assert answer.code == 2
    assert "watchlist is empty" in answer.events[0]["title"]
    assert shell.run("status").code == 0


def test_prices_are_told_with_what_their_change_is_measured_from(filled: CommandLine) -> None:
    told = {entry["symbol"]: entry for entry in filled.run("watch", "list", "--json").json["instruments"]}
    with closing(sqlite3.connect(filled.database)) as plain:
        newest = "SELECT close FROM candles WHERE symbol='ES=F' AND timeframe='1m' ORDER BY time DESC LIMIT 1"
        (last,) = plain.execute(newest).fetchone()
        daily = "SELECT close FROM candles WHERE symbol='ES=F' AND timeframe='1d' AND time=?"
        (before,) = plain.execute(daily, (told["ES=F"]["change_from"],)).fetchone()
    assert (told["ES=F"]["last"], told["ES=F"]["last_timeframe"]) == (last, "1m")
    assert told["ES=F"]["change"] == last - before
    assert told["ES=F"]["percent"] == pytest.approx((last - before) / before * 100, abs=1e-4)
    empty = told["NQ=F"]
    assert (empty["last"], empty["change"]) == (None, None)


def test_candles_stay_when_an_instrument_goes(filled: CommandLine) -> None:
    assert filled.run("watch", "remove", "ES").code == 0
    with closing(sqlite3.connect(filled.database)) as plain:
        assert plain.execute("SELECT count(*) FROM candle").fetchone()[0] > 10_000
    entries = filled.run("status", "--json").json["series"]
    assert {entry["watched"] for entry in entries if entry["symbol"] == "ES=F"} == {False}
    assert filled.run("export", "ES", "1d").code == 0


def test_the_demo_has_futures_only(shell: CommandLine) -> None:
    answer = shell.run("watch", "add", "AAPL")
    assert answer.code == 2
    assert "simulated market has no AAPL" in answer.err


def test_yahoo_is_asked_about_what_we_do_not_know(real: CommandLine, yahoo: StandInYahoo) -> None:
    yahoo.unlisted.add("NOPE")
    answer = real.run("watch", "add", "AAPL")
    assert (answer.code, answer.err) == (0, "")
    assert "AAPL" in listed(real)
    answer = real.run("watch", "add", "NOPE")
    assert answer.code == 2
    assert "Yahoo knows no NOPE" in answer.err
    assert listed(real) == [*DEFAULT, "AAPL"]
    yahoo.clear()
    assert real.run("watch", "add", "SI", "MNQ 12-26").code == 0
    assert yahoo.requests == []


def test_without_a_network(real: CommandLine) -> None:
    answer = real.run("watch", "add", "MSFT")
    assert answer.code == 0
    assert "cannot be asked about MSFT" in answer.err
    answer = real.run("watch", "add", "NQE")
    assert answer.code == 2
    assert "--unchecked" in answer.err
    assert real.run("watch", "add", "NQE", "--unchecked").code == 0
    assert listed(real) == [*DEFAULT, "MSFT", "NQE"]


def test_a_locked_file_is_told(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_TRIES", 1)
    assert shell.run("watch", "remove", "ES").code == 0
    with closing(sqlite3.connect(shell.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = shell.run("watch", "add", "SI")
    assert answer.code == 2
    assert "Another program holds" in answer.err
    assert listed(shell) == DEFAULT[1:]


def test_an_ended_contract_is_told_with_what_to_type(shell: CommandLine) -> None:
    answer = shell.run("watch", "add", "ESZ24.CME", "ES")
    assert answer.code == 0
    assert re.fullmatch(
        r"ESZ24.CME ended on 2024-12-20; nothing newer can come. Yahoo may have its last candles, or know it no more.\n"
        r"  Its successor: ohlc-desktop watch add ES[HMUZ]\d\d.CME\n",
        answer.err,
    )
    answer = shell.run("watch", "list")
    assert [line.split()[0] for line in answer.out.splitlines()] == [*DEFAULT, "ESZ24.CME"]
    first, remove, follow = answer.err.splitlines()
    assert first == "ESZ24.CME ended on 2024-12-20; nothing newer can come. Its candles stay stored."
    for line in (remove, follow):
        command = line.partition("ohlc-desktop ")[2].split()
        assert shell.run(*command).code == 0
    answer = shell.run("watch", "list")
    assert (answer.code, answer.err) == (0, "")
    assert "ESZ24.CME" not in answer.out
    assert command[-1] in answer.out


def test_what_is_known_of_a_market_is_told_truly(real: CommandLine, yahoo: StandInYahoo) -> None:
    """Before the first answer nothing is; afterwards the exchange, and what of its hours is not known."""
    assert real.run("watch", "remove", *DEFAULT).code == 0
    symbols = ("AAPL", "BTC-USD", "EURUSD=X", "KC=F", "BBCA.JK")
    assert real.run("watch", "add", *symbols, "--unchecked").code == 0
    assert real.run("watch", "list").out.count("no tick and no trading hours are known before the next import") == 5
    assert real.run("import", "--timeframes", "1d").code == 0
    told = dict(line.split(maxsplit=1) for line in real.run("watch", "list").out.splitlines())
    assert "NasdaqGS. Its sessions are those of its exchange; no tick" in told["AAPL"]
    assert "days in UTC" in told["BTC-USD"]
    assert "days in London; no tick and no holidays" in told["EURUSD=X"]
    assert "America/New_York; no tick, no holidays and no trading hours" in told["KC=F"]
    assert "Jakarta. Its days are those of Asia/Jakarta" in told["BBCA.JK"]
    series = real.run("status", "BTC-USD", "KC=F", "--json").json["series"]
    days = {entry["symbol"]: entry["expected"] for entry in series if entry["timeframe"] == "1d"}
    assert days["KC=F"] is None
    assert days["BTC-USD"] > 360
