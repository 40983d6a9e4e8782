"""APScheduler with an owned timer: rings when asked to, in any zone and from any thread, and leaves nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ohlc_desktop.services.scheduling import schedule_timer as module
from ohlc_desktop.services.scheduling.schedule_timer import ScheduleTimer


@pytest.fixture
def alarm(qtbot: QtBot) -> Iterator[ScheduleTimer]:
    """An alarm that rings at 14:05 in Los Angeles."""
    made = ScheduleTimer()
    made.start(time(14, 5))
    yield made
    made.stop()


def next_times(alarm: ScheduleTimer, after: str, days: int) -> list[str]:
    """When the daily job rings next, in UTC."""
    moment, found = datetime.fromisoformat(after).replace(tzinfo=UTC), []
    trigger = alarm._jobs.get_job("import time").trigger
    for _ in range(days):
        moment = trigger.get_next_fire_time(None, moment).astimezone(UTC)
        found.append(moment.strftime("%m-%dT%H:%M"))
        moment += timedelta(seconds=1)
    return found


@pytest.mark.parametrize(
    ("after", "times"),
    [
        ("2026-10-31T00:00", ["10-31T21:05", "11-01T22:05", "11-02T22:05"]),
        ("2027-03-13T00:00", ["03-13T22:05", "03-14T21:05", "03-15T21:05"]),
    ],
)
def test_the_time_of_day_is_that_of_los_angeles(alarm: ScheduleTimer, after: str, times: list[str]) -> None:
    assert next_times(alarm, after, 3) == times


def test_another_time_of_day_replaces_the_first(alarm: ScheduleTimer) -> None:
    alarm.daily(time(23, 45))
    assert next_times(alarm, "2026-11-23T00:00", 1) == ["11-23T07:45"]
    follow_up = alarm._jobs.get_job("follow-up").trigger
    assert str(follow_up) == "cron[hour='0', minute='15']"
    assert len(alarm._jobs.get_jobs()) == 2


def test_it_rings_once(qtbot: QtBot, alarm: ScheduleTimer) -> None:
    heard: list[str] = []
    alarm.rang.connect(heard.append)
    alarm.once(0.6)
    alarm.once(0.5)
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(200)
    assert heard == ["timer"]


def test_a_moment_that_has_passed_rings_but_never_keeps_the_processor_busy(qtbot: QtBot, alarm: ScheduleTimer) -> None:
    heard: list[str] = []
    alarm.rang.connect(heard.append)
    alarm.rang.connect(lambda _: alarm.once(-1e6))
    alarm.once(-1e6)
    qtbot.wait(1100)
    assert 1 <= len(heard) <= 2


def test_another_thread_may_ask(qtbot: QtBot, alarm: ScheduleTimer) -> None:
    with qtbot.waitSignal(alarm.rang, timeout=20_000):
        thread = threading.Thread(target=alarm.once, args=(0.5,))
        thread.start()
        thread.join()


def test_there_is_one_bounded_timer(qtbot: QtBot, alarm: ScheduleTimer) -> None:
    for _ in range(20):
        alarm.once(30 * 86_400)
        qtbot.wait(1)
    (timer,) = alarm.findChildren(QTimer)
    assert 0 < timer.remainingTime() <= module.LONGEST_WAIT * 1000 + 1000  # coarse timers keep to full seconds
    alarm.stop()
    alarm.stop()
    qtbot.wait(1)
    assert not timer.isActive()
