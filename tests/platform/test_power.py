"""Resume, a set clock and another time zone, as a service hears of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.platform.linux import SleepListener
from ohlc_desktop.platform.power import CHECK_SECONDS, LATE, PowerWatch
from ohlc_desktop.platform.windows import means_resume
from tests.standins.clock import FakeClock

NOW = 1_795_471_200.0  # 2026-11-23 22:00 UTC


class Laptop(FakeClock):
    """A clock whose monotonic side stands still while the computer sleeps."""

    def sleep(self, seconds: float) -> None:
        """Close the lid, and open it later."""
        with self._lock:
            self._now += seconds


class Told:
    """A watch and what it told."""

    def __init__(self) -> None:
        self.clock = Laptop(NOW)
        self.watch = PowerWatch(self.clock)
        self.reasons: list[str] = []
        self.watch.resumed.connect(self.reasons.append)

    def minute(self, seconds: float = CHECK_SECONDS) -> None:
        """Time goes by, then the timer fires."""
        self.clock.advance(seconds)
        self.watch.check()


@pytest.fixture
def told(qtbot: QtBot) -> Told:
    """A watch that was just made."""
    return Told()


def test_time_that_goes_by_is_nothing(told: Told) -> None:
    for _ in range(1500):
        told.minute()
    assert told.reasons == []


def test_a_busy_minute_is_no_sleep(told: Told) -> None:
    told.minute(CHECK_SECONDS + LATE - 1)
    assert told.reasons == []


@pytest.mark.parametrize("asleep", [6, 600, 3 * 86_400])
def test_sleep_is_told_once(told: Told, asleep: int) -> None:
    told.clock.sleep(asleep)
    told.minute()
    told.minute()
    (why,) = told.reasons
    assert "asleep" in why


def test_a_monotonic_clock_that_runs_on_through_sleep_hides_nothing(told: Told) -> None:
    told.minute(8 * 3600)
    assert len(told.reasons) == 1


def test_a_clock_that_is_put_back_is_told(told: Told) -> None:
    told.clock.sleep(-3600)
    told.minute()
    (why,) = told.reasons
    assert "put back" in why


def test_small_corrections_by_network_time_are_nothing(told: Told) -> None:
    for step in (4, -4, 3):
        told.clock.sleep(step)
        told.minute()
    assert told.reasons == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has no TZ")
def test_another_time_zone_is_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        told.minute()
        told.minute()
    finally:
        monkeypatch.undo()
        time.tzset()
    (why,) = told.reasons
    assert "time zone" in why


def test_waking_is_not_told_a_second_time_by_the_clock(told: Told) -> None:
    told.clock.sleep(3600)
    listener = SleepListener(told.watch.woken)
    listener.prepare(True)
    assert told.reasons == []
    listener.prepare(False)
    told.minute()
    assert len(told.reasons) == 1


def test_stopping_is_for_good(told: Told) -> None:
    told.watch.start()
    told.watch.stop()
    told.watch.stop()


@pytest.mark.parametrize(
    ("message", "detail", "resume"),
    [(0x218, 0x12, True), (0x218, 0x7, True), (0x218, 0x4, False), (0x1E, 0, True), (0x10, 0x12, False)],
)
def test_what_windows_says(message: int, detail: int, resume: bool) -> None:
    assert means_resume(message, detail) is resume


LOGIND = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage
application = QCoreApplication([])
bus = QDBusConnection.systemBus()
assert bus.registerService("org.freedesktop.login1"), bus.lastError().message()
print("ready", flush=True)
for line in iter(input, "end"):
    message = QDBusMessage.createSignal("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
    message.setArguments([line == "sleep"])
    assert bus.send(message)
    application.processEvents()
"""

WATCHER = """
from PySide6.QtCore import QCoreApplication
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.platform.power import PowerWatch
application = QCoreApplication([])
watch = PowerWatch(SystemClock())
watch.resumed.connect(lambda why: (print(why, flush=True), application.quit()))
watch.start()
print("listening", flush=True)
application.exec()
watch.stop()
print("stopped", flush=True)
"""


@pytest.fixture
def system_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A D-Bus that stands in for the system's."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("dbus-daemon is not installed")
    process = subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert process.stdout is not None
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", process.stdout.readline().strip())
    yield
    process.terminate()
    process.wait(5)
    process.stdout.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="logind is of Linux")
def test_logind_is_heard_at_once(system_bus: None) -> None:
    def start(script: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
        )

    with start(LOGIND) as logind, start(WATCHER) as watcher:
        assert logind.stdout
        assert logind.stdin
        assert watcher.stdout
        assert logind.stdout.readline() == "ready\n"
        assert watcher.stdout.readline() == "listening\n"
        print("sleep", "resume", sep="\n", file=logind.stdin, flush=True)
        assert "woke" in watcher.stdout.readline()
        assert watcher.stdout.readline() == "stopped\n"
        print("end", file=logind.stdin, flush=True)
