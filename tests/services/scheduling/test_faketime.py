"""The real program under a shifted wall clock, with the monotonic clock left alone: as in a suspended computer."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ohlc_desktop.core.schedule.policy import moment_of
from ohlc_desktop.profile import Profile
from ohlc_desktop.store import ledger
from ohlc_desktop.store.database import open_reader
from tests.commands.conftest import CommandLine, Process
from tests.standins.calendars import keep_calendars

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
#: ``ohlc-desktop``, comparing the clocks every second instead of every minute.
PROGRAM = (
    "import sys; from ohlc_desktop.platform import power; power.CHECK_SECONDS = 1;"
    "from ohlc_desktop.__main__ import main; main()"
)


def library() -> str:
    """Where libfaketime is."""
    found = [
        path for folder in ("/usr/lib", "/usr/local/lib") for path in Path(folder).rglob("faketime/libfaketime.so.1")
    ]
    if not found or shutil.which("faketime") is None:
        pytest.skip("libfaketime is not installed")
    return str(found[0])


def seconds(now: str) -> float:
    """A time in Los Angeles in UTC epoch seconds."""
    return datetime.fromisoformat(now).replace(tzinfo=LOS_ANGELES).timestamp()


class Machine:
    """A computer in some zone whose clock can be set, with ``ohlc-desktop --demo run`` on it."""

    def __init__(self, folder: Path, zone: str, now: str) -> None:
        self.shell, self.file = CommandLine(folder), folder / "offset"
        self.shell.run("watch", "remove", "NQ", "YM", "RTY", "MNQ", "CL", "GC")
        keep_calendars(Profile(self.shell.folder, demo=True), "cme_equity", now=seconds(now))
        self.set(now)
        self.process = Process(
            [sys.executable, "-c", PROGRAM, *self.shell.arguments("run")],
            {
                "LD_PRELOAD": library(), "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_CACHE_DURATION": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
                "TZ": zone, "OHLC_DESKTOP_TIMEFRAMES": "1d",
            },
        )  # fmt: skip

    def set(self, now: str) -> None:
        """Set the wall clock to a time in Los Angeles; the monotonic one notices nothing."""
        fresh = self.file.with_suffix(".new")
        fresh.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(f"{seconds(now) - time.time():+.3f}\n")
        fresh.replace(self.file)

    def finish(self) -> list[ledger.Run]:
        """Stop the program; its runs for occurrences, oldest first."""
        self.process.popen.send_signal(signal.SIGTERM)
        answer = self.process.finish()
        assert (answer.code, answer.err) == (0, "")
        with closing(open_reader(self.shell.database, True)) as store:
            runs = ledger.newest_runs(store.connection, 100)
        return sorted((run for run in runs if run.planned), key=lambda run: run.planned or "")


def told(runs: list[ledger.Run]) -> list[tuple[str, str]]:
    """Occurrence and state."""
    return [(run.planned or "", run.state.value) for run in runs]


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[list[Machine]]:
    """Machines that do not outlive the test."""
    made: list[Machine] = []
    yield made
    for machine in made:
        if machine.process.popen.poll() is None:
            machine.process.popen.kill()
            machine.process.finish()


def test_suspended_over_the_import_time(tmp_path: Path, machines: list[Machine]) -> None:
    machine = Machine(tmp_path, "UTC", "2026-11-16 13:00")
    machines.append(machine)
    machine.process.wait_for("is done")  # of Friday the 13th: a server has nobody to start the first import
    machine.set("2026-11-16 17:00")
    machine.process.wait_for("was missed 2 h 55 min ago")
    machine.process.wait_for("import of Mon 2026-11-16 14:05 PST is done")
    machine.set("2026-11-19 16:00")
    machine.process.wait_for("import of Thu 2026-11-19 14:05 PST is done")
    machine.set("2026-11-19 15:00")
    machine.process.wait_for("put back")  # and nothing is done twice
    assert told(machine.finish()) == [
        ("2026-11-13T22:05:00Z", "DONE"), ("2026-11-16T22:05:00Z", "DONE"), ("2026-11-17T22:05:00Z", "SKIPPED"),
        ("2026-11-18T22:05:00Z", "SKIPPED"), ("2026-11-19T22:05:00Z", "DONE"),
    ]  # fmt: skip


def test_started_a_second_before_in_a_far_zone_and_over_the_change_of_clocks(
    tmp_path: Path, machines: list[Machine]
) -> None:
    machine = Machine(tmp_path, "Asia/Tokyo", "2026-10-30 14:04:58")
    machines.append(machine)
    machine.process.wait_for("is done")
    machine.set("2026-11-02 14:04:59")
    machine.process.wait_for("is done")
    runs = machine.finish()
    assert told(runs) == [
        ("2026-10-30T21:05:00Z", "DONE"), ("2026-10-31T21:05:00Z", "SKIPPED"),
        ("2026-11-01T22:05:00Z", "SKIPPED"), ("2026-11-02T22:05:00Z", "DONE"),
    ]  # fmt: skip
    assert all(run.started >= moment_of(run.planned or "").timestamp() for run in runs)
