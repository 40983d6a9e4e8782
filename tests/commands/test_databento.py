"""Buying from Databento by the command line, through the real client: price, question, limit, candles, and no key anywhere."""

from __future__ import annotations

import base64
import csv
import io
import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import keyring
import numpy as np
import pytest

from ohlc_desktop.importer.paid import patience, purchase
from tests.commands.conftest import CommandLine
from tests.commands.test_importing import check_protocol
from tests.commands.test_json import HEAD, check, document, documented
from tests.sources.databento.test_api_key import MemoryKeyring
from tests.standins import market_truth as truth
from tests.standins.contract_curve import Contract
from tests.standins.databento import KEY, ApiFault, StandInDatabento

RANGE = "timeseries.get_range"
ORDER = ("import", "NQ", "--source", "databento", "--from", "2026-11-16", "--to", "2026-11-18")


class Somebody(io.StringIO):
    """Who sits at the terminal and types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def databento(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInDatabento]:
    """A stand-in, a keyring in memory, and no pauses."""
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    monkeypatch.setattr(patience, "PAUSES", dict.fromkeys(patience.PAUSES, (0.0, 0.0)))
    with StandInDatabento() as server:
        for name, value in {**server.env(), "OHLC_DESKTOP_REQUESTS_PER_SECOND": "0"}.items():
            monkeypatch.setenv(name, value)
        yield server
    keyring.set_keyring(before)
    assert {host for host in server.refused_hosts if "yahoo" not in host} == set()  # whom the doctor asks


def candles(shell: CommandLine, timeframe: str) -> list[tuple[float, ...]]:
    """Stored candles of NQ without their volume, by plain SQLite."""
    with closing(sqlite3.connect(shell.database)) as plain:
        query = "SELECT ts, open, high, low, close FROM candle WHERE timeframe=? ORDER BY ts"
        return plain.execute(query, (timeframe,)).fetchall()


def spent(shell: CommandLine) -> tuple[float, float]:
    """Dollars settled and reserved, by plain SQLite."""
    with closing(sqlite3.connect(shell.database)) as plain:
        rows = dict(plain.execute("SELECT settled, sum(micros) FROM spending GROUP BY settled"))
    return rows.get(1, 0) / 1e6, rows.get(0, 0) / 1e6


def market(timeframe: str, first: date, last: date) -> list[tuple[float, ...]]:
    """What was traded, without its volume."""
    start, end = truth.new_york(first, "00:00") - 6 * 3600, truth.new_york(last, "17:00")
    found = truth.truth("NQ=F", timeframe, start, end, end)[:5]
    return list(zip(*(np.asarray(column).tolist() for column in found), strict=True))


def test_what_was_bought_is_the_market_in_every_timeframe_and_is_not_bought_again(
    real: CommandLine, databento: StandInDatabento
) -> None:
    answer = real.run(*ORDER, "--yes", "--json")
    check_protocol(answer)
    assert answer.code == 0
    told = [event["message"] for event in answer.events if event.get("kind") == "price"]
    assert told[0] == (
        "NQ=F: 1m candles from 2026-11-15T23:00:00Z to 2026-11-18T22:00:00Z cost $0.07 at Databento, CME Globex (by expiry)."
    )
    for timeframe in ("1m", "5m", "1h", "4h", "1d"):
        assert candles(real, timeframe) == market(timeframe, date(2026, 11, 16), date(2026, 11, 18)), timeframe
    with closing(sqlite3.connect(real.database)) as plain:
        sums = plain.execute("SELECT sum(volume) FROM candle WHERE timeframe IN ('1m', '1d') GROUP BY timeframe").fetchall()
    assert sums[0] == sums[1]
    assert spent(real) == (pytest.approx(databento.billed, abs=5e-6), 0.0)
    databento.requests.clear()
    again = real.run(*ORDER, "--yes")
    assert (again.code, "nothing left to buy" in again.out) == (0, True)
    assert {path for path, _ in databento.requests} == {"metadata.get_dataset_range"}
    more = real.run("import", "NQ.c.0", "--source", "databento", "--from", "2026-11-13", "--to", "2026-11-18", "--yes")
    assert more.code == 0
    assert len(candles(real, "1d")) == 4
    assert databento.bill[-1][1]["end"] == "2026-11-13T22:00:00Z"
    databento.warning = "BentoWarning: The streaming request contained one or more days which have reduced quality: 2026-11-19"
    other = real.run("import", "NQ.v.0", "--source", "databento", "--from", "2026-11-18", "--yes")
    assert (other.code, databento.bill[-1][1]["symbols"]) == (0, "NQ.v.0")
    assert "cost $0.09 at Databento, CME Globex (by volume)" in other.out
    assert "Databento: The streaming request contained one or more days which have reduced quality: 2026-11-19" in other.err
    status = document(real.run("databento", "--json"))
    keyless = document(real.run("databento", "--json", DATABENTO_API_KEY=""))
    check({**HEAD, **documented("## `databento --json`")}, status, keyless)
    assert status["spent"] == pytest.approx(databento.billed, abs=1e-5)
    assert (status["limit"], status["reserved"], status["key"]["masked"]) == (5.0, 0.0, f"db-***{KEY[-4:]}")


def test_somebody_is_asked_with_the_price_and_may_say_no(
    real: CommandLine, databento: StandInDatabento, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, code in (("n\n", 130), ("\n", 130), ("yes\n", 0)):
        monkeypatch.setattr("sys.stdin", Somebody(words))
        answer = real.run(*ORDER)
        assert answer.code == code
        assert re.search(r"NQ=F: 1m .* cost \$0\.07 .*\n.* of \$5\.00 .*\nBuy it for \$0\.07\? \[y/N\]", answer.out)
        assert bool(databento.bill) == (code == 0)


def test_while_somebody_thinks_others_import_and_what_they_bought_is_not_bought_again(
    real: CommandLine, databento: StandInDatabento, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Somebody):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            assert real.run(*ORDER, "--yes").code == 0
            return "y\n"

    monkeypatch.setattr("sys.stdin", Slow())
    assert real.run(*ORDER).code == 0
    assert [asked["schema"] for _, asked, _ in databento.bill] == ["definition", "ohlcv-1m"]


def test_without_somebody_to_ask_or_beyond_the_limit_nothing_is_bought(
    real: CommandLine, databento: StandInDatabento
) -> None:
    for words in ((*ORDER,), (*ORDER, "--json")):
        answer = real.run(*words)
        assert (answer.code, "--yes" in answer.out + answer.err) == (2, True)
    assert databento.requests == []
    small = real.run(*ORDER, "--yes", OHLC_DESKTOP_MONTHLY_LIMIT="0.05")
    assert small.code == 3
    assert "It costs $0.07, and of the $0.05 that may be spent in" in small.err
    assert "--from and --to" in small.err
    assert databento.bill == []
    databento.dearer, databento.cheap = 3.0, 3  # when the minutes are priced once more
    dearer = real.run(*ORDER, "--yes")
    assert (dearer.code, "rose to more than was agreed" in dearer.out) == (3, True)
    assert databento.billed < 0.001  # the definition


def test_wrong_orders_are_refused_before_anything_is_asked(real: CommandLine, databento: StandInDatabento) -> None:
    for words, told in (
        (("import", "NQ", "--from", "2026-11-16"), "--source databento"),
        (("import", "--source", "databento"), "Name them"),
        (("import", "NQ", "--source", "yahoo"), "databento-v"),
        (("import", "NQ", "--source", "databento", "--timeframes", "5m"), "Leave --timeframes out"),
        (("import", "NQ", "--source", "databento", "--from", "2026-11-18", "--to", "2026-11-16"), "Exchange"),
        (("import", "NQ", "--source", "databento", "--from", "yesterday"), "2024-01-31"),
        (("import", "NQ.c.0", "ES.v.0", "--source", "databento"), "each rule"),
        (("--demo", *ORDER), "Leave --demo out"),
    ):
        answer = real.run(*words, "--yes") if words[-1] != "yesterday" else real.run(*words)
        assert (answer.code, told in answer.err) == (2, True), answer
    assert databento.requests == []
    share = real.run("import", "AAPL", "--source", "databento", "--yes")
    assert (share.code, "futures of CME only" in share.err) == (3, True)


def test_what_may_be_billed_is_told_kept_and_not_asked_for_again(real: CommandLine, databento: StandInDatabento) -> None:
    databento.faults = [ApiFault("metadata.get_cost", 429), ApiFault(RANGE, 429, times=2), ApiFault(RANGE, 0, "cut")]
    answer = real.run(*ORDER, "--yes")
    assert answer.code == 3
    assert "Databento's answer was cut off. It may be billed all the same, and counts as spent." in answer.out
    assert len(databento.bill) == 1  # the definition that was cut
    settled, reserved = spent(real)
    assert (settled, reserved) == (0.0, pytest.approx(databento.billed, abs=1e-6))
    assert "its end was never heard of" in real.run("databento").out
    assert real.run(*ORDER, "--yes").code == 0
    assert sum(spent(real)) == pytest.approx(databento.billed, abs=5e-6)
    assert candles(real, "1m") == market("1m", date(2026, 11, 16), date(2026, 11, 18))


def test_an_order_that_ends_for_want_of_a_price_is_not_said_to_be_billed(real: CommandLine, databento: StandInDatabento) -> None:
    told = iter([0.02, 0.0002, 0.0002])
    databento.price = lambda _: next(told, None)  # type: ignore[assignment,method-assign,return-value]
    answer = real.run(*ORDER, "--yes")
    assert (answer.code, "it tells no price." in answer.out) == (3, True)
    assert "billed" not in answer.out
    assert spent(real) == (0.0002, 0.0)  # the definition


def test_a_kill_in_the_middle_leaves_the_money_counted_and_the_archive_whole(
    real: CommandLine, databento: StandInDatabento
) -> None:
    started = []

    def kill() -> None:
        if len(databento.bill) == 1:  # the definition came, the minutes are asked for
            os.kill(started[0].popen.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    databento.on_range = kill
    started.append(real.start(*ORDER, "--yes", "--json"))
    assert started[0].finish().code != 0
    databento.on_range = lambda: None
    assert candles(real, "1m") == []
    assert sum(spent(real)) == pytest.approx(databento.billed, abs=5e-6)
    assert real.run(*ORDER, "--yes").code == 0
    assert candles(real, "1m") == market("1m", date(2026, 11, 16), date(2026, 11, 18))
    assert sum(spent(real)) == pytest.approx(databento.billed, abs=5e-6)
    assert real.run("doctor", "--json").json["checks"]


def test_prices_of_another_scale_are_refused_by_what_is_stored(real: CommandLine, databento: StandInDatabento) -> None:
    assert real.run(*ORDER, "--yes").code == 0
    before = candles(real, "1m")
    databento.scale = 100
    databento.faults = [ApiFault(RANGE, 422, "symbology_invalid_request")]  # no definition that would tell
    answer = real.run("import", "NQ", "--source", "databento", "--from", "2026-11-19", "--to", "2026-11-19", "--yes")
    assert (answer.code, "another scale than the stored ones of NQ=F" in answer.out) == (3, True)
    assert candles(real, "1m") == before


def test_the_key_is_kept_in_the_keyring_and_shown_nowhere(
    real: CommandLine, databento: StandInDatabento, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In no line, no file, no report, whatever fails; sent by a server that repeats it, and in a fault of ours."""
    monkeypatch.delenv("DATABENTO_API_KEY")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{KEY}\n"))
    said = [real.run("databento", "login"), real.run("databento", "status"), real.run("databento", "status", "--json")]
    assert [answer.code for answer in said] == [0, 0, 0]
    assert f"db-***{KEY[-4:]}, from the system's keyring" in said[1].out
    debug = {"LOG_LEVEL": "DEBUG"}
    databento.faults = [ApiFault(RANGE, 403, "x", f"{KEY} has no licence"), ApiFault(RANGE, 500, "x", f"{KEY} failed")]
    said += [real.run(*ORDER, "--yes", **debug), real.run(*ORDER, "--yes", "--json", **debug)]
    databento.key = KEY[:-1] + "2"
    said.append(real.run(*ORDER, "--yes", "--json", **debug))
    assert "does not accept the key" in said[-1].out
    databento.key = KEY

    def broken(*_: object) -> None:
        raise RuntimeError(f"a fault of ours with {KEY} and {base64.b64encode(f'{KEY}:'.encode()).decode()}")

    monkeypatch.setattr(purchase, "judged", broken)
    said.append(real.run(*ORDER, "--yes", "--json", **debug))
    assert said[-1].code == 70
    said += [real.run("doctor"), real.run("doctor", "--json"), real.run("status", "--json"), real.run("backup")]
    monkeypatch.setattr("sys.stdin", io.StringIO("db-wrong\n"))
    said += [real.run("databento", "login"), real.run("databento", "logout"), real.run("databento")]
    assert "none. Keep one" in said[-1].out
    sent = base64.b64encode(f"{KEY}:".encode())
    texts = [text.encode() for answer in said for text in (answer.out, answer.err)]
    files = [path for path in real.folder.rglob("*") if path.is_file()]
    assert {"reports", "backups"} <= {path.parent.name for path in files}
    for content in (*texts, *(path.read_bytes() for path in files)):
        assert KEY.encode() not in content
        assert sent[:-4] not in content


def test_no_key_may_stand_on_the_command_line(real: CommandLine) -> None:
    answer = real.run("databento", "login", KEY)
    assert answer.code == 2
    assert KEY not in answer.out + answer.err


def test_which_contract_each_candle_is_of_is_kept_and_told(real: CommandLine, databento: StandInDatabento) -> None:
    june = Contract("NQ", 2026, 6)
    change, order = truth.utc_midnight(june.left), ("--source", "databento", "--from", "2026-06-08", "--to", "2026-06-12", "--yes")
    assert real.run("import", "NQ", *order).code == 0
    with closing(sqlite3.connect(real.database)) as plain:
        kept = plain.execute("SELECT timeframe, contract, first, last, candles FROM contract_stretch ORDER BY 1, 3").fetchall()
        held = dict(plain.execute("SELECT timeframe, count(*) FROM candle GROUP BY timeframe"))
        since = plain.execute("SELECT kind, min(until)=max(until), min(until) FROM superseded GROUP BY kind").fetchall()
        came = plain.execute("SELECT max(at) FROM arrival").fetchone()
    assert since == [(f"told {name}", 1, *came) for name in ("1m", "2m", "5m")]
    assert [row[:2] for row in kept] == [(name, f"NQ{code}26.CME") for name in ("1m", "2m", "5m") for code in "MU"]
    for (name, _, first, last, count), (_, _, begin, end, more) in zip(kept[::2], kept[1::2], strict=True):
        seconds = int(name[0]) * 60
        assert (last, begin) == (change - seconds, change)
        assert count + more == held[name]
        assert end - first < 5 * 86_400
    rows = list(csv.DictReader(io.StringIO(real.run("export", "NQ@feed", "5m", "--contract").out)))
    assert len(rows) == held["5m"]
    switch = datetime.fromtimestamp(change, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {row["contract"] for row in rows if row["time"] < switch} == {"NQM26.CME"}
    assert {row["contract"] for row in rows if row["time"] >= switch} == {"NQU26.CME"}
    series = {each["timeframe"]: each for each in real.run("status", "NQ", "--json").json["series"]}
    assert (series["5m"]["follows"]["contract"], series["5m"]["follows"]["proven"]) == ("NQU26.CME", True)
    assert "Follows NQU26.CME: the paid feed tells it of each candle that it gave." in real.run("status", "NQ").out
