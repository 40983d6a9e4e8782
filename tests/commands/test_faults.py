"""What nothing was prepared for: faults of ours, wrong clocks, odd folders and terminals, foreign writers."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.commands.status import command as status
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.importer import ingest
from tests.commands.conftest import CommandLine
from tests.standins.yahoo import StandInYahoo, forget_yfinance


def _fail(*_: object) -> None:
    raise ZeroDivisionError("a fault of ours")


def test_an_unexpected_fault_ends_in_a_sentence(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.CandleWriter, "keep", _fail)
    answer = shell.run("import", "ES", "--json")
    assert (answer.code, answer.events[-1]["event"], answer.events[-1]["exit_code"]) == (70, "run_done", 70)
    assert answer.events[-2]["title"] == "Unexpected fault: a fault of ours."
    assert "ZeroDivisionError" in shell.log
    assert "Traceback" in shell.log
    assert "a fault of ours" in shell.log
    plain = shell.run("import", "ES")
    assert plain.code == 70
    assert "Unexpected fault" in plain.err
    assert "Traceback" not in plain.err


def test_an_unexpected_fault_is_reported_and_doctor_tells(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.CandleWriter, "keep", _fail)
    folder = shell.folder / "logs" / "reports"
    for words in (("import", "ES", "--json"), ("import", "ES")):
        assert str(folder) in shell.run(*words).out + shell.run(*words).err
    (report,) = folder.iterdir()
    assert "ZeroDivisionError: a fault of ours" in report.read_text("utf-8")
    answer = shell.run("doctor")
    assert "1 unexpected fault reported" in answer.out
    assert str(folder) in answer.out


def test_a_fault_of_a_command_that_logs_nothing_is_reported(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "gather", _fail)
    answer = shell.run("status")
    assert answer.code == 70
    (report,) = (shell.folder / "logs" / "reports").iterdir()
    assert str(report.parent) in answer.err
    assert "in _fail" in report.read_text("utf-8")


def test_settings_that_no_reader_survives_are_told(shell: CommandLine) -> None:
    shell.write("settings.toml", "x = " + "[" * 30_000)
    answer = shell.run("status")
    assert answer.code == 2
    assert "settings" in answer.err


def test_after_an_unexpected_fault_the_next_import_completes(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ingest.CandleWriter, "keep", _fail)
        assert shell.run("import", "ES", "--timeframes", "1d", "-q").code == 70
    answer = shell.run("import", "ES", "--timeframes", "1d", "--json")
    assert (answer.code, answer.events[0]["completes"]) == (0, 1)
    assert answer.events[-1]["message"].startswith("Completes run 1")


@pytest.mark.parametrize("now", [0.0, 978_307_200.0, 5e9])
def test_a_clock_that_cannot_be_right_is_refused(shell: CommandLine, monkeypatch: pytest.MonkeyPatch, now: float) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda self: now)
    answer = shell.run("import", "ES", "--json")
    assert answer.code == 2
    assert "clock says" in answer.events[0]["title"]
    assert answer.events[-1]["written"] == 0


def test_a_folder_with_two_slashes(tmp_path: Path) -> None:
    shell = CommandLine(Path("/" + str(tmp_path)))
    assert str(shell.home).startswith("//")
    assert shell.run("import", "ES", "--timeframes", "1d", "-q").code == 0
    assert shell.run("status").code == 0


def test_a_name_that_the_terminal_cannot_write(tmp_path: Path) -> None:
    shell = CommandLine(tmp_path / "pé日")
    shell.folder.mkdir(parents=True)
    answer = shell.call("status", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert answer.code == 0, answer.err
    assert "p\\xe9\\u65e5" in answer.out


def test_doctor_repairs_what_another_program_changed(filled: CommandLine) -> None:
    with closing(sqlite3.connect(filled.database)) as plain, plain:
        plain.execute("UPDATE candle SET volume=volume+1 WHERE timeframe='5m' AND ts=(SELECT ts FROM candle"
                      " WHERE timeframe='5m' ORDER BY ts LIMIT 1 OFFSET 500)")  # fmt: skip
        plain.execute("DELETE FROM block WHERE timeframe='1d'")
    answer = filled.run("doctor")
    assert answer.code == 1
    assert "--repair" in answer.out
    repaired = filled.run("doctor", "--repair")
    assert repaired.code == 0
    assert "repaired ES=F 5m" in repaired.out
    assert filled.run("import", "ES", "-q").code == 0
    assert filled.run("doctor").code == 0


def test_deleted_blocks_are_made_anew_by_an_import(filled: CommandLine) -> None:
    before = filled.run("export", "ES", "5m").out
    with closing(sqlite3.connect(filled.database)) as plain, plain:
        plain.execute("DELETE FROM block WHERE timeframe='5m'")
    assert filled.run("import", "ES", "-q").code == 0
    assert filled.run("export", "ES", "5m").out.startswith(before[:-2000])


@pytest.mark.parametrize(
    "words",
    [("--profile", "", "status"), ("import", "--planned", "tomorrow"), ("import", "ES", "--planned", "2026-11-23T22:05Z")],
)
def test_wrong_words(words: tuple[str, ...], shell: CommandLine) -> None:
    from ohlc_desktop import cli

    assert cli.run([*(() if "--profile" in words else ("--profile", str(shell.home))), *words]) == 2


def test_wrong_words_in_the_worker_protocol(shell: CommandLine) -> None:
    answer = shell.run("import", "--json", "--bogus")
    assert (answer.code, answer.events[-1]["event"]) == (2, "run_done")


def test_an_instrument_named_twice_is_imported_once(shell: CommandLine) -> None:
    answer = shell.run("import", "ES", "es=f", "ES 12-26", "--timeframes", "1d", "--json")
    assert answer.events[0]["symbols"] == ["ES=F", "ESZ26.CME"]


def test_a_run_under_way_shows_what_it_has_written(filled: CommandLine) -> None:
    """As after a kill: the totals are in the items only."""
    with closing(sqlite3.connect(filled.database)) as plain, plain:
        plain.execute("INSERT INTO run(id, trigger, started, state, pid) VALUES (99, 'manual', ?, 'RUNNING', 1)",
                      (time.time(),))  # fmt: skip
        plain.execute("INSERT INTO run_item(run_id, symbol, timeframe, state, added) VALUES (99,'ES=F','1m','WRITTEN',7)")
    found = filled.run("status", "--json").json["last_run"]
    assert (found["state"], found["written"]) == ("INTERRUPTED", 7)


def test_timeframes_that_are_not_wanted_are_not_shown_as_empty(shell: CommandLine) -> None:
    shell.write("settings.toml", 'timeframes = ["1d"]')
    assert shell.run("import", "ES", "-q").code == 0
    shown = shell.run("status", "ES", "--json").json["series"]
    assert {entry["state"] for entry in shown} == {"complete"}
    assert {entry["timeframe"] for entry in shown} == {"1d", "5d", "1wk", "1mo", "3mo"}


# -- proxies ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("refusal", ["proxy_login", "proxy_refuses", "wrong_certificate"])
def test_the_password_of_a_proxy_is_nowhere_in_a_log_of_everything(
    real: CommandLine, yahoo: StandInYahoo, refusal: str
) -> None:
    setattr(yahoo, refusal, True)
    address = yahoo.proxy_url.replace("://", "://trader:Zq9secret@")
    environment = {"https_proxy": address, "HTTPS_PROXY": address, "LOG_LEVEL": "DEBUG"}
    answer = real.run("import", "ES", "--timeframes", "1d", "--verbose", **environment)
    assert answer.code == 3
    assert "Traceback" in real.log  # of what curl said
    for text in (answer.out, answer.err, real.log, *(path.read_text("utf-8") for path in real.folder.rglob("*.txt"))):
        assert "Zq9secret" not in text
        assert "dHJhZGVyOlpxOXNlY3JldA" not in text  # the same in Base64


@pytest.mark.usefixtures("impatient")
def test_the_password_of_a_proxy_that_cannot_be_read_is_not_logged(real: CommandLine, yahoo: StandInYahoo) -> None:
    """curl repeats the whole address then."""
    address = "http://trader:Zq9secret@127.0.0.1:80x1"
    environment = {"https_proxy": address, "HTTPS_PROXY": address, "LOG_LEVEL": "DEBUG"}
    answer = real.run("import", "ES", "--timeframes", "1d", "--verbose", **environment)
    assert "Unsupported proxy syntax in 'http://***" in real.log
    assert "Zq9secret" not in answer.out + answer.err + real.log


def test_a_proxy_that_wants_a_login_is_named_and_asked_once(real: CommandLine, yahoo: StandInYahoo) -> None:
    yahoo.proxy_login = True
    answer = real.run("import", "ES", "--json", OHLC_DESKTOP_CONCURRENCY="1")
    said = answer.events[-1]["message"]
    place = yahoo.proxy_url.removeprefix("http://")
    assert f"The proxy {place} refused the login (HTTP 407)" in said
    assert "check the proxy's user name and password in https_proxy" in said
    assert answer.events[-1]["totals"]["FAILED"] == 5  # of one request; a login that is tried on gets locked
    assert not [event for event in answer.events if event["event"] == "wait" and event["reason"] == "retry"]


@pytest.mark.usefixtures("impatient")
def test_a_certificate_in_ssl_cert_file_is_trusted(
    real: CommandLine, yahoo: StandInYahoo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, "")
    forget_yfinance()
    assert real.run("import", "ES", "--timeframes", "1d", "-q").code == 0
    monkeypatch.setenv("SSL_CERT_FILE", "")
    forget_yfinance()
    answer = real.run("import", "NQ", "--timeframes", "1d", "--json")
    assert answer.code == 3
    assert "name the file with its certificate in SSL_CERT_FILE" in answer.events[-1]["message"]
