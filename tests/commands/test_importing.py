"""``import``: exit codes, the worker protocol, cancelling, the lock, what is logged."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store.database import open_store
from tests.commands.conftest import DEADLINE, CommandLine, CommandResult
from tests.standins.redis_server import RedisServer, free_port
from tests.standins.yahoo import StandInYahoo

OTHERS = ("NQ", "YM", "RTY", "MNQ", "CL", "GC")


def check_protocol(answer: CommandResult) -> None:
    """The contract of ``import --json``, whatever happened."""
    assert answer.events
    for line, event in zip(answer.out.splitlines(), answer.events, strict=True):
        assert line.startswith('{"event": "')
        assert event["v"] == 1
    assert [event["event"] for event in answer.events].count("run_done") == 1
    done = answer.events[-1]
    assert done["event"] == "run_done"
    assert done["exit_code"] == answer.code


def rows_in(database: Path) -> int:
    """Stored candles, by plain SQLite."""
    with closing(sqlite3.connect(database)) as plain:
        return int(plain.execute("SELECT count(*) FROM candle").fetchone()[0])


# -- the worker protocol -----------------------------------------------------------------------------------


def test_a_whole_import_as_json_lines(shell: CommandLine) -> None:
    answer = shell.run("import", "ES", "--json")
    check_protocol(answer)
    assert (answer.code, answer.err) == (0, "")
    kinds = [event["event"] for event in answer.events]
    assert kinds[:2] == ["run_started", "plan"]
    start, plan, done = answer.events[0], answer.events[1], answer.events[-1]
    assert (start["demo"], start["symbols"], start["profile"]) == (True, ["ES=F"], str(shell.folder))
    assert [request["timeframe"] for request in plan["requests"]] == ["1d", "1m", "2m", "5m"]
    items = [event for event in answer.events if event["event"] == "item_done"]
    assert sorted(item["timeframe"] for item in items) == sorted(TIMEFRAMES)
    assert done["totals"]["WRITTEN"] == len(TIMEFRAMES)
    assert sum(done["totals"].values()) == len(items)
    assert done["written"] == sum(item["added"] for item in items) == rows_in(shell.database)
    last = [event for event in answer.events if event["event"] == "progress"][-1]
    assert (last["done"], last["total"], last["written"]) == (4, 4, done["written"])
    again = shell.run("import", "ES", "--json")
    check_protocol(again)
    assert again.code == 0
    assert again.events[-1]["written"] == 0
    assert again.events[1]["requests"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "E S", "--json"), "'E S' is not an instrument."),
        (("import", "MNQ 13-26", "--json"), "'MNQ 13-26' is not an instrument."),
        (("import", "--timeframes", "7m", "--json"), "'7m' is not a timeframe."),
    ],
)
def test_wrong_words_are_json_too(shell: CommandLine, words: tuple[str, ...], told: str) -> None:
    answer = shell.run(*words)
    check_protocol(answer)
    assert answer.code == 2
    assert [event["event"] for event in answer.events] == ["error", "run_done"]
    assert answer.events[0]["title"] == told
    assert answer.events[0]["hint"]
    assert not shell.database.exists()


def test_wrong_settings_are_json_too(shell: CommandLine) -> None:
    shell.write("settings.toml", "concurrency = 99")
    answer = shell.run("import", "--json")
    check_protocol(answer)
    assert answer.code == 2
    assert "concurrency=99 (from settings.toml)" in answer.events[0]["title"]


def test_an_error_is_told_once_to_people(shell: CommandLine) -> None:
    for words, title in (
        (("import", "E S"), "'E S' is not an instrument."),
        (("import", "--timeframes", "7m"), "'7m'"),
    ):
        answer = shell.run(*words)
        assert answer.code == 2
        assert answer.err.count(title) == 1
        assert "Traceback" not in answer.err
    shell.database.parent.mkdir(parents=True, exist_ok=True)
    shell.database.write_bytes(b"no database at all")
    answer = shell.run("import", "ES")
    assert (answer.code, answer.err.count("is damaged or not a database")) == (2, 1)
    assert "is damaged or not a database" in shell.log


def test_all_failed_is_exit_3_and_some_is_exit_1(shell: CommandLine) -> None:
    answer = shell.run("import", "AAPL", "--json")
    check_protocol(answer)
    assert (answer.code, answer.events[-1]["state"]) == (3, "FAILED")
    assert "simulated market" in answer.events[-1]["message"]
    answer = shell.run("import", "ES", "AAPL", "--timeframes", "1d", "--json")
    check_protocol(answer)
    assert (answer.code, answer.events[-1]["state"]) == (1, "PARTIAL")


def test_a_person_gets_a_table_and_a_sentence(shell: CommandLine) -> None:
    answer = shell.run("import", "ES", "NQ", "--timeframes", "1d")
    assert answer.code == 0
    assert "Candles written (DEMO)" in answer.out
    assert [line.split()[0] for line in answer.out.splitlines()[2:7]] == ["1d", "5d", "1wk", "1mo", "3mo"]
    assert "DEMO, simulated candles. Wrote" in answer.out
    assert "Everything that was asked for is up to date." in answer.out
    assert "Backfilling 365 days for NQ=F 1d: no candles stored" in answer.err


def test_quiet_says_warnings_only_and_verbose_more(shell: CommandLine) -> None:
    quiet = shell.run("import", "ES", "--timeframes", "1d", "-q")
    assert (quiet.out, quiet.err) == ("", "")
    words = ("import", "NQ", "--timeframes", "1d", "-q")
    warned = shell.run(*words, CACHE_ENABLED="true", REDIS_URL="redis://127.0.0.1:1/0")
    assert warned.out == ""
    assert [line.partition(":")[0] for line in warned.err.splitlines()] == ["WARNING"]
    assert shell.run("import", "ES", "--timeframes", "1d", "--verbose").code == 0


def test_demo_may_stand_before_and_after_the_command(tmp_path: Path) -> None:
    home = tmp_path / "both"
    shell = CommandLine(home, demo=False)
    for words in (("--demo", "import"), ("import", "--demo")):
        answer = shell.run(*words, "ES", "--timeframes", "1d", "--json")
        assert (answer.code, answer.events[0]["demo"]) == (0, True)
    assert [path.name for path in home.iterdir()] == ["demo"]


def test_an_occurrence_is_imported_once(shell: CommandLine) -> None:
    words = ("import", "--json", "--trigger", "schedule", "--planned", "2026-11-20T14:05:00-08:00")
    assert shell.run(*words, "ES").code == 2, "an occurrence is the whole watchlist's"
    assert shell.run(*words, "--timeframes", "1d").code == 2, "in all its timeframes"
    assert shell.run(*words, "--series", "ES=F:1d").code == 2, "in all its series"
    assert shell.run("watch", "remove", *OTHERS).code == 0
    first, second = shell.run(*words), shell.run(*words)
    check_protocol(second)
    assert (first.code, second.code, len(second.events)) == (0, 0, 1)
    assert "already done" in second.events[0]["message"]
    with closing(sqlite3.connect(shell.database)) as plain:
        assert plain.execute("SELECT trigger, state FROM run").fetchall() == [("schedule", "DONE")]


# -- what is logged ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "zone", "next_import"),
    [
        (1_795_464_000.0, "now PST, UTC-08:00", "Next daily import: Mon 2026-11-23 14:05 PST = 22:05 UTC"),
        (1_783_000_800.0, "now PDT, UTC-07:00", "Next daily import: Thu 2026-07-02 14:05 PDT = 21:05 UTC"),
    ],
)
def test_the_start_is_in_the_log(
    shell: CommandLine, monkeypatch: pytest.MonkeyPatch, now: float, zone: str, next_import: str
) -> None:
    monkeypatch.setattr("ohlc_desktop.core.clock.SystemClock.now", lambda _: now)
    assert shell.run("import", "NQ", "--timeframes", "1d", "-q").code == 0
    assert f"Time zone America/Los_Angeles is present: {zone}" in shell.log
    assert next_import in shell.log
    assert "Backfilling 365 days for NQ=F 1d: no candles stored, window" in shell.log
    assert "Backfilled NQ=F 1d: " in shell.log


def test_nobody_who_never_spoke_of_redis_hears_of_it(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [shell.run("import", "NQ", "--timeframes", "1d"), shell.run("status"), shell.run("doctor")]
    assert not any("redis" in (answer.out + answer.err).lower() for answer in answers)
    assert "redis" not in shell.log.lower()
    assert shell.run("import", "NQ", "--timeframes", "1d", "-q").err == ""
    monkeypatch.setenv("CACHE_ENABLED", "false")
    answer = shell.run("import", "NQ", "--timeframes", "1d", "-q")
    assert answer.err == ""  # switched off as it was asked for: nothing to warn of
    line = next(line for line in shell.log.splitlines() if "Redis" in line)
    assert " INFO " in line
    assert "CACHE_ENABLED=true" in line
    assert "Redis is switched off" in shell.run("status").out


def test_the_next_day_is_a_sync_in_the_log(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + 86_400
    monkeypatch.setattr("ohlc_desktop.core.clock.SystemClock.now", lambda _: later)
    before = filled.log
    assert filled.run("import", "ES", "-q").code == 0
    fresh = filled.log.removeprefix(before)
    assert "Syncing ES=F 1d: window" in fresh
    assert "Backfill" not in fresh


def test_rows_deleted_by_another_program_are_fetched_again(filled: CommandLine) -> None:
    before = rows_in(filled.database)
    with closing(sqlite3.connect(filled.database)) as other:
        other.execute("DELETE FROM candle WHERE timeframe='5m' AND ts % 3600 = 0")
        other.execute("DELETE FROM candle WHERE timeframe='8h'")
        other.commit()
    assert rows_in(filled.database) < before
    answer = filled.run("import", "ES", "--json")
    check_protocol(answer)
    assert answer.code == 0
    assert "another program changed the file" in filled.log
    assert before <= rows_in(filled.database) < before + 60
    status = filled.run("status", "ES", "--json").json
    assert {entry["state"] for entry in status["series"]} == {"complete"}
    assert filled.run("doctor").out.count("Packed blocks") == 0


def test_real_candles_never_meet_demo_ones(filled: CommandLine, tmp_path: Path) -> None:
    mixed = CommandLine(filled.folder, demo=False)
    for words in (("import", "ES"), ("status",), ("export", "ES", "1d"), ("watch", "list")):
        answer = mixed.run(*words)
        assert answer.code == 2
        assert "holds DEMO candles" in answer.err
    moved = CommandLine(tmp_path / "moved")
    moved.folder.mkdir(parents=True)
    open_store(moved.database, demo=False).close()
    for words in (("import", "ES"), ("status",), ("export", "ES", "1d")):
        answer = moved.run(*words)
        assert answer.code == 2
        assert "holds real candles" in answer.err


# -- Redis -------------------------------------------------------------------------------------------------


def secret_files(folder: Path, *secrets: str) -> list[str]:
    """The files of a folder that hold one of these texts."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(secret.encode() in path.read_bytes() for secret in secrets)
    ]


ADDRESSES = {
    "redis://:{secret}@127.0.0.1:{port}/0": "No Redis runs at",
    "redis://user:{secret}@redis.invalid:6379/0": "redis.invalid",
    "redis://:{secret}@127.0.0.1:notaport/0": "",
    "redis//:{secret}@127.0.0.1:6379": "",
    "rediss://:{secret}@127.0.0.1:{port}/0": "",
    "redis://127.0.0.1:{port}/0?password={secret}": "",
}


def test_a_password_is_never_told(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "Geh3im!w0rt"
    monkeypatch.setenv("CACHE_ENABLED", "true")
    for address, cause in ADDRESSES.items():
        monkeypatch.setenv("REDIS_URL", address.format(secret=secret, port=free_port()))
        said = [shell.run("import", "ES", "--timeframes", "1d", "--verbose")]
        assert said[0].code == 0
        said += [shell.run("status"), shell.run("status", "--json"), shell.run("doctor")]
        with monkeypatch.context() as patch:
            patch.setenv("REDIS_REQUIRED", "true")
            refused = shell.run("import", "ES", "--json")
            check_protocol(refused)
            assert refused.code == 2
            assert "Redis is required" in refused.events[0]["title"]
            assert cause in refused.out
            said += [refused, shell.run("import", "ES"), shell.run("doctor")]
        assert said[-1].code == 1
        assert secret not in "".join(answer.out + answer.err for answer in said), address
    assert secret_files(shell.home, secret) == []


def test_a_wrong_password_is_explained_and_masked(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_ENABLED", "true")
    with RedisServer(password="Richt1ges-Wort") as redis:
        monkeypatch.setenv("REDIS_URL", redis.url.replace("Richt1ges-Wort", "Falsch3s-Wort"))
        answer = shell.run("import", "ES", "--timeframes", "1d")
        assert answer.code == 0
        assert "password" in answer.err
        monkeypatch.setenv("REDIS_URL", redis.url)
        monkeypatch.setenv("REDIS_REQUIRED", "true")
        answer = shell.run("import", "NQ", "--timeframes", "1d")
        assert answer.code == 0
        assert shell.run("status", "--json").json["redis"]["state"] == "ok"
    assert secret_files(shell.home, "Falsch3s", "Richt1ges") == []


def test_required_but_switched_off(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_REQUIRED", "true")
    answer = shell.run("import", "ES")
    assert answer.code == 2
    assert "contradict" in answer.err
    assert "CACHE_ENABLED=true" in answer.err
    assert shell.run("status").code == 0


# -- cancelling --------------------------------------------------------------------------------------------


#: Whoever waits for an answer that never comes waits longer than for a process that hangs.
PATIENT = {"OHLC_DESKTOP_REQUEST_TIMEOUT": "300"}
PLANNED = "2026-11-20T22:05:00Z"
SCHEDULED = ("import", "--json", "--trigger", "schedule", "--planned", PLANNED)


MANUAL = ("import", "--json")


@pytest.mark.parametrize(
    ("how", "words", "state"),
    [
        ("quit", SCHEDULED, "INTERRUPTED"),
        *((("SIGINT", MANUAL, "CANCELLED"), ("SIGTERM", SCHEDULED, "INTERRUPTED")) if os.name == "posix" else ()),
    ],
)
def test_a_cancel_ends_it_at_once_and_keeps_what_is_complete(
    real: CommandLine, yahoo: StandInYahoo, how: str, words: tuple[str, ...], state: str
) -> None:
    """A scheduled one that ends with the program is to be tried again; what a user cancels is not."""
    real.keep_calendars()
    real.run("watch", "remove", *OTHERS)
    yahoo.fault("hang", interval="5m")
    process = real.start(*words, OHLC_DESKTOP_TIMEFRAMES="1d,5m", **PATIENT)
    process.wait_for('"done": 1')
    if how.startswith("SIG"):
        process.popen.send_signal(getattr(signal, how))
    else:
        for line in ("", "something else", f" {how} "):
            process.say(line)
    answer = process.finish()
    check_protocol(answer)
    assert (answer.code, answer.err, answer.events[-1]["state"]) == (130, "", state)
    assert answer.events[-1]["totals"]["CANCELLED"] == 10  # 5m and what is derived from it
    assert rows_in(real.database) == answer.events[-1]["written"] > 250
    last = real.run("status", "--json").json["last_run"]
    assert (last["state"], last["planned"]) == (state, PLANNED if words is SCHEDULED else None)
    assert last["reason"].startswith("Ended with the program." if state == "INTERRUPTED" else "Cancelled.")


def test_cancel_during_a_wait(real: CommandLine, yahoo: StandInYahoo) -> None:
    real.keep_calendars()
    real.run("watch", "remove", *OTHERS)
    yahoo.fault("429")
    process = real.start(*SCHEDULED, OHLC_DESKTOP_TIMEFRAMES="1d")
    process.wait_for("rate_limited")
    asked = len(yahoo.chart_requests())
    process.say("cancel")
    answer = process.finish()
    check_protocol(answer)
    assert (answer.code, answer.events[-1]["state"]) == (130, "CANCELLED")
    assert len(yahoo.chart_requests()) == asked  # it did not wait until the pause was over
    last = real.run("status", "--json").json["last_run"]
    assert (last["state"], last["planned"], last["reason"].partition(".")[0]) == ("CANCELLED", PLANNED, "Cancelled")


def test_cancel_while_another_program_holds_the_file(shell: CommandLine) -> None:
    """Without the cancel it would give up some seconds later, and say so."""
    assert shell.run("watch", "remove", "ES").code == 0
    with closing(sqlite3.connect(shell.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        process = shell.start("import", "ES", "--json")
        deadline = time.monotonic() + DEADLINE
        while "Next daily import" not in (shell.log if (shell.folder / "logs" / "ohlc-desktop.log").exists() else ""):
            assert time.monotonic() < deadline
        process.say("cancel")
        answer = process.finish()
    check_protocol(answer)
    assert answer.code == 130


if os.name == "posix":

    def test_a_signal_at_any_moment_of_the_start_is_quiet(shell: CommandLine) -> None:
        for number, delay in ((signal.SIGINT, 0.15), (signal.SIGTERM, 0.25), (signal.SIGINT, 0.35)):
            process = shell.start("import", "ES", "--timeframes", "1d")
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.popen.wait(delay)
            process.popen.send_signal(number)
            answer = process.finish()
            assert answer.code in (130, 0, -number)
            if answer.code == 130:  # otherwise Python itself had not started yet
                assert "Traceback" not in answer.err


def test_no_display_is_needed_and_an_open_stdin_does_not_keep_the_process(shell: CommandLine) -> None:
    shell.keep_calendars()
    process = shell.start("import", "ES", "--timeframes", "1d", "--json")
    answer = process.finish()
    assert (answer.code, answer.err) == (0, "")


# -- one at a time -----------------------------------------------------------------------------------------


def test_a_second_import_is_refused_and_told_who(real: CommandLine, yahoo: StandInYahoo) -> None:
    real.keep_calendars()
    yahoo.fault("hang")
    first = real.start("import", "ES", "--timeframes", "1d,5m", "--json")
    first.wait_for("FETCHING")
    second = real.run("import", "NQ", "--json")
    check_protocol(second)
    assert second.code == 4
    holder = json.loads((real.folder / "import.lock.json").read_text())
    assert f"process {first.popen.pid} (manual) since {holder['since']}" in second.events[0]["title"]
    assert real.run("status", "--json").json["last_run"]["state"] == "RUNNING"
    again = real.run("import", "NQ")
    assert (again.code, again.err.count("An import is already running")) == (4, 1)
    first.popen.kill()
    first.finish()
    # the lock of a killed process is taken over, though its note is still there
    assert (real.folder / "import.lock.json").exists()
    assert real.run("status", "--json").json["last_run"]["state"] == "INTERRUPTED"
    yahoo.clear_faults()
    part = real.run("import", "ES", "--timeframes", "1d", "--json")
    assert part.events[0]["completes"] is None, "it leaves most of the killed run undone"
    check_protocol(part)
    assert part.code == 0
    assert real.run("import", "ES", "--timeframes", "1d,5m", "--json").code == 0
    assert not (real.folder / "import.lock.json").exists()


@pytest.mark.parametrize("note", ["", "5", "{}", '{"pid": 1}', "[]", "null", "\xff"])
def test_a_spoilt_note_of_the_lock_does_no_harm(shell: CommandLine, monkeypatch: pytest.MonkeyPatch, note: str) -> None:
    from ohlc_desktop.core.clock import SystemClock
    from ohlc_desktop.core.errors import ImportRunning
    from ohlc_desktop.profile import Profile, create, import_lock

    monkeypatch.setattr("ohlc_desktop.profile.LOCK_SECONDS", 0.0)
    profile = Profile(shell.folder, True)
    create(profile)
    with import_lock(profile, SystemClock(), "manual"):
        profile.lock_holder.write_text(note, "latin-1")
        with pytest.raises(ImportRunning, match="already running"), import_lock(profile, SystemClock(), "manual"):
            pass
    with import_lock(profile, SystemClock(), "manual"):
        pass


# -- bad days ----------------------------------------------------------------------------------------------


def test_a_lock_that_cannot_be_made_is_told(shell: CommandLine) -> None:
    (shell.folder / "import.lock.json").mkdir(parents=True)
    answer = shell.run("import", "ES", "--json")
    check_protocol(answer)
    assert answer.code == 2
    assert "cannot be used" in answer.events[0]["title"]


def test_a_profile_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for home in (tmp_path / "file", tmp_path / "file" / "below"):
        answer = CommandLine(home).run("import", "ES", "--json")
        check_protocol(answer)
        assert answer.code == 2
        assert "data folder" in answer.events[0]["title"]
        assert CommandLine(home).run("status").code in (0, 2)
    assert (tmp_path / "file").read_text() == "mine"


if os.name == "posix":

    @contextlib.contextmanager
    def largest_file(size: int) -> Iterator[None]:
        """No file of this process grows beyond a size, in bytes: as on a full disk."""
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    def test_a_full_disk_loses_nothing(shell: CommandLine) -> None:
        assert shell.run("import", "ES", "--timeframes", "1d", "-q").code == 0
        before = rows_in(shell.database)
        with largest_file(shell.database.stat().st_size + 50_000):
            answer = shell.run("import", "ES", "--json")
        check_protocol(answer)
        assert answer.code == 2
        assert "cannot be written" in answer.events[-2]["title"]
        assert "Free some space" in answer.events[-2]["hint"]
        assert "Traceback" not in answer.err
        with closing(sqlite3.connect(shell.database)) as plain:
            assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert plain.execute("SELECT count(*) FROM candle WHERE timeframe='1d'").fetchone()[0] > 200
        assert rows_in(shell.database) >= before
        answer = shell.run("import", "ES", "--json")
        assert answer.code == 0
        assert answer.events[-1]["missing"] == 0
        assert {e["state"] for e in shell.run("status", "ES", "--json").json["series"]} == {"complete"}

    def test_a_log_that_cannot_be_written_does_not_stop_an_import(shell: CommandLine) -> None:
        (shell.folder / "logs").mkdir(parents=True)
        (shell.folder / "logs" / "ohlc-desktop.log").symlink_to("/dev/full")
        answer = shell.run("import", "ES", "--timeframes", "1d", "-q")
        assert answer.code == 0
        assert "Traceback" not in answer.err
        assert "Logging error" not in answer.err


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_on_a_terminal_requests_are_progress_and_no_lines(shell: CommandLine) -> None:
    """They are in the log file."""
    import pty

    shell.keep_calendars()
    leader, terminal = pty.openpty()
    command = [sys.executable, "-m", "ohlc_desktop", *shell.arguments("import", "ES", "--timeframes", "1d")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, env={**os.environ, "TERM": "xterm"}) as process:
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # the end of a terminal
            while part := os.read(leader, 65_536):
                shown += part
        assert process.stdout is not None
        table = process.stdout.read().decode()
    os.close(leader)
    assert process.returncode == 0
    assert b"Importing" in shown
    assert b"Backfill" not in shown
    assert "Candles written" in table
    assert shell.log.count("Backfilling") == 1


def test_contracts_around_rolls_are_imported_unless_the_setting_says_no(shell: CommandLine) -> None:
    shell.run("watch", "remove", "ES", "NQ", "YM", "RTY", "MNQ", "CL")  # of gold contracts are asked for all year
    words = ("import", "--timeframes", "1d", "--json")
    plans = [
        next(event for event in shell.run(*words, OHLC_DESKTOP_CONTRACTS=value).events if event["event"] == "plan")
        for value in ("off", "on")
    ]
    asked = [[str(each["symbol"]) for each in plan["contracts"]] for plan in plans]
    assert asked[0] == []
    assert len(asked[1]) >= 2
    assert all(symbol.startswith("GC") and symbol.endswith(".CMX") for symbol in asked[1])
    answer = shell.run("status", "--json").json
    beside = {each["symbol"]: each["beside"] for each in answer["series"]}
    assert beside == {"GC=F": None, **dict.fromkeys(asked[1], "GC=F")}
    text = shell.run("status").out
    assert f"Rolls      {' '.join(sorted(asked[1]))}: imported beside the watchlist" in text
