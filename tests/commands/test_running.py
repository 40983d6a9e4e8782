"""``run``: the schedule without a screen, as a real process with a real importer."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import psutil
import pytest

from tests.commands.conftest import DEADLINE, CommandLine, CommandResult, Process
from tests.commands.test_json import check_lines
from tests.standins.redis_server import free_port

Start = Callable[..., Process]
OTHERS = ("NQ", "YM", "RTY", "MNQ", "CL", "GC")


@pytest.fixture
def start(shell: CommandLine) -> Iterator[Start]:
    """Starts ``run`` on a demo profile without candles; ends what a failed test leaves."""
    shell.keep_calendars()
    begun: list[Process] = []

    def begin(*words: str, shell: CommandLine = shell, **environment: str) -> Process:
        begun.append(shell.start("run", *words, **environment))
        return begun[-1]

    yield begin
    for process in begun:
        if process.popen.returncode is None:
            process.popen.kill()
            process.finish()


def end(process: Process, number: int = signal.SIGTERM) -> CommandResult:
    """Send a signal; how the process ended."""
    process.popen.send_signal(number)
    return process.finish()


def one(shell: CommandLine, sql: str) -> object:
    """One value from the database."""
    with closing(sqlite3.connect(shell.database)) as plain:
        return plain.execute(sql).fetchone()[0]


def test_a_hub_that_cannot_be_used_is_told_and_done_without(shell: CommandLine, start: Start) -> None:
    shell.run("watch", "remove", *OTHERS)
    hub = f"postgresql://me:Zq9wSecret@localhost:{free_port()}/desk"
    process = start("--json", OHLC_DESKTOP_TIMEFRAMES="1d", OHLC_DESKTOP_HUB=hub, OHLC_DESKTOP_HUB_ROLE="follow")
    process.wait_for("this machine asks its own feed")
    process.wait_for("The hub cannot be used, so Yahoo is asked instead.")
    answer = end(process)
    kinds = {event["event"]: event for event in answer.events}
    assert (kinds["hub"]["state"], kinds["hub"]["level"]) == ("failing", "warning")
    assert (kinds["import_ended"]["exit_code"], kinds["import_ended"]["state"]) == (0, "DONE")
    assert one(shell, "SELECT count(*) FROM candle WHERE origin='demo'") > 200
    assert "Zq9w" not in answer.out + answer.err + shell.log


def test_the_missed_import_is_caught_up_and_told_to_people_and_programs(shell: CommandLine, start: Start) -> None:
    shell.run("watch", "remove", *OTHERS)
    process = start("--json", OHLC_DESKTOP_TIMEFRAMES="1d")
    assert "DEMO" in process.wait_for("Keeping the schedule")
    process.wait_for("Importing (schedule, attempt 1)")
    assert "Wrote" in process.wait_for("DONE")
    process.wait_for("is done")
    answer = end(process)
    assert (answer.code, answer.err) == (0, "")
    kinds = {event["event"]: event for event in answer.events}
    assert kinds.keys() >= {"started", "outlook", "import_started", "import_ended", "ending"}
    check_lines(kinds)
    ended = kinds["import_ended"]
    assert (ended["state"], ended["exit_code"], ended["written"] > 200) == ("DONE", 0, True)
    assert one(shell, "SELECT trigger || state FROM run WHERE planned IS NOT NULL") == "scheduleDONE"
    assert "Keeping the schedule" in shell.log
    assert "Time zone America/Los_Angeles is present" in shell.log


def test_a_signal_cancels_the_import_and_ends_it(shell: CommandLine, start: Start) -> None:
    process = start()
    process.wait_for("Importing")
    (child,) = psutil.Process(process.popen.pid).children()
    loaded = " ".join(entry.path for entry in psutil.Process(process.popen.pid).memory_maps())
    answer = end(process)
    assert (answer.code, answer.err) == (0, "")
    assert not child.is_running()
    assert not [name for name in ("QtGui", "QtWidgets", "pandas", "curl_cffi") if name in loaded]  # it stays light


def test_a_second_one_is_refused_and_named(shell: CommandLine, start: Start) -> None:
    first = start("-q", OHLC_DESKTOP_SCHEDULE="false")
    deadline = time.monotonic() + DEADLINE
    while not (shell.folder / "instance.lock.json").exists():
        assert time.monotonic() < deadline
    second = shell.call("run")
    assert second.code == 4
    assert f"ohlc-desktop run (process {first.popen.pid})" in second.err
    answer = end(first)
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_without_a_network_it_says_that_it_waits(real: CommandLine, start: Start) -> None:
    process = start(shell=real)
    assert "127.0.0.1 refuses connections on port 1" in process.wait_for("starts as soon as the feed answers")
    assert end(process).code == 0
    assert not real.database.exists()


def test_a_required_redis_that_is_down_is_refused(shell: CommandLine) -> None:
    answer = shell.call(
        "run", CACHE_ENABLED="true", REDIS_REQUIRED="true", REDIS_URL=f"redis://:s3cret@127.0.0.1:{free_port()}/0"
    )  # fmt: skip
    assert answer.code == 2
    assert "No Redis runs at" in answer.err
    assert "s3cret" not in answer.out + answer.err + shell.log


def test_an_importer_that_is_killed_is_told_and_started_again_later(shell: CommandLine, start: Start) -> None:
    process = start()
    process.wait_for("Importing")
    (child,) = psutil.Process(process.popen.pid).children()
    child.kill()
    assert "signal 9" in process.wait_for("ended unexpectedly")
    process.wait_for("tried again")
    assert end(process).code == 0


def test_settings_that_change_meanwhile_take_effect(shell: CommandLine, start: Start) -> None:
    shell.write("settings.toml", "schedule_enabled = false\n")
    process = start(OHLC_DESKTOP_TIMEFRAMES="1d")
    process.wait_for("paused")
    shell.write("settings.toml", "schedule_enabled = true\n")
    process.wait_for("Importing")
    shell.write("settings.toml", "schedule_enabled = perhaps\n")
    process.wait_for("stay in force")
    assert end(process, signal.SIGHUP).code == 0


def test_what_a_killed_import_left_is_closed_at_the_next_start(shell: CommandLine, start: Start) -> None:
    shell.run("watch", "remove", *OTHERS)
    importing = shell.start("import", "--json")
    importing.wait_for("run_started")
    importing.popen.kill()
    importing.finish()
    assert one(shell, "SELECT state FROM run") == "RUNNING"
    process = start(OHLC_DESKTOP_SCHEDULE="false")
    process.wait_for("paused")
    assert one(shell, "SELECT state FROM run") == "INTERRUPTED"
    assert end(process).code == 0
    assert shell.run("import", "-q").code == 0
    assert "Completes run 1, which was interrupted." in str(one(shell, "SELECT reason FROM run WHERE state='DONE'"))


def test_a_hangup_that_is_ignored_ends_nothing(shell: CommandLine, start: Start) -> None:
    """As after nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = start(OHLC_DESKTOP_SCHEDULE="false")
    finally:
        signal.signal(signal.SIGHUP, before)
    process.wait_for("paused")
    process.popen.send_signal(signal.SIGHUP)
    assert process.popen.poll() is None
    assert end(process).code == 0
