"""When imports start: the scheduler with a real ledger, a real worker thread and real sockets, by a fake clock."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.importing.events import Failure, RunDone
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason, Start, identity
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.profile import Profile, create, import_lock
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health.network import Network
from ohlc_desktop.services.scheduling import scheduler as module
from ohlc_desktop.services.scheduling.scheduler import Scheduler, ScheduleStatus
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import ledger
from ohlc_desktop.store.database import open_reader, open_store
from tests.platform.test_power import Laptop
from tests.standins.redis_server import free_port

MINUTE, HOUR, DAY = 60, 3600, 86_400
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def la(text: str) -> float:
    """Epoch seconds of ``2026-11-23 14:05`` in Los Angeles."""
    return datetime.fromisoformat(text).replace(tzinfo=LOS_ANGELES).timestamp()


def named(text: str) -> str:
    """The identity of the occurrence at ``2026-11-23 14:05`` in Los Angeles."""
    return identity(datetime.fromtimestamp(la(text), UTC))


class SchedulerRig:
    """A scheduler on a profile of its own; imports are rows that the test writes."""

    def __init__(self, qtbot: QtBot, folder: Path, now: str, port: int | None = None, interactive: bool = True) -> None:
        self.qtbot, self.clock = qtbot, Laptop(la(now))
        self.profile = Profile(folder, demo=port is None)
        self.settings = Settings()
        self.importing, self.starts = False, []
        self.statuses: list[ScheduleStatus] = []
        self.stuck: list[str] = []
        self.work = BackgroundWorker("test")
        self.network = Network(DEMO if port is None else YAHOO, environment={"HTTPS_PROXY": f"http://127.0.0.1:{port}"})
        self.scheduler = self._scheduler(interactive)
        create(self.profile)

    def _scheduler(self, interactive: bool) -> Scheduler:
        made = Scheduler(
            self.profile, self.clock, lambda: self.settings, self.work, self.network, lambda: self.importing, interactive
        )  # fmt: skip
        made.decided.connect(self.statuses.append)
        made.start_wanted.connect(self.starts.append)
        made.stuck.connect(self.stuck.append)
        return made

    def close(self) -> None:
        self.scheduler.stop()
        self.network.stop()
        self.work.stop()

    def restart(self, interactive: bool = True) -> ScheduleStatus:
        """End the program and start it again."""
        self.scheduler.stop()
        self.scheduler = self._scheduler(interactive)
        return self.start()

    def start(self) -> ScheduleStatus:
        """Begin, and what the first look says."""
        return self._after(self.scheduler.start)

    def look(self, at: str = "", cause: str = "test") -> ScheduleStatus:
        """What a look says, by default now."""
        if at:
            self.clock.set(la(at))
        return self._after(lambda: self.scheduler.look(cause))

    def _after(self, act: Callable[[], None]) -> ScheduleStatus:
        """The status once the worker and the network have answered."""
        with self.qtbot.waitSignal(self.scheduler.decided):
            act()
        self._settle()
        return self.statuses[-1]

    def _settle(self) -> None:
        """Wait for what was given to the worker and asked of the network."""
        answered: list[None] = []
        self.work.run(lambda: None, answered.append)
        if isinstance(self.statuses[-1].decision, Start):
            self.network.ask(lambda *_: answered.append(None))
        else:
            answered.append(None)
        self.qtbot.waitUntil(lambda: len(answered) == 2)

    def store(self) -> None:
        """Make the database, as a first import does."""
        open_store(self.profile.database, self.profile.demo).close()

    def imported(self, state: RunState = RunState.DONE, seconds: float = 30.0) -> ScheduleStatus:
        """Carry out the newest start."""
        start = self.starts[-1]
        assert isinstance(start, Start)
        name = identity(start.planned)
        began = self.clock.now()
        with closing(open_store(self.profile.database, self.profile.demo)) as store:
            with store.transaction() as connection:
                run = ledger.begin_run(connection, start.trigger, name, began)
            self.clock.advance(seconds)
            with store.transaction() as connection:
                ledger.end_run(connection, run, state, self.clock.now(), NOTHING, 1)
        done = RunDone(run, state, 0 if state is RunState.DONE else 1)
        ended = ImportState(Phase.ENDED, start.trigger, name, run, result=done, started=began)
        return self._after(lambda: self.scheduler.import_ended(ended))

    def refused(self, code: int = 2) -> ScheduleStatus:
        """The newest start comes to nothing, and no row is written."""
        start = self.starts[-1]
        failure = Failure(Message("No."), Message("Nothing was imported."), Message("Do something."), code)
        result = RunDone(None, RunState.FAILED, code)
        name = identity(start.planned)
        ended = ImportState(Phase.ENDED, start.trigger, name, failure=failure, result=result, started=self.clock.now())
        return self._after(lambda: self.scheduler.import_ended(ended))

    def rows(self) -> list[tuple[str, str]]:
        """Occurrence and state of every row that has one."""
        with closing(open_reader(self.profile.database, self.profile.demo)) as store:
            runs = ledger.attempted(store.connection)
        return sorted((name, run.state.value) for name, run in runs.items())


Make = Callable[..., SchedulerRig]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    """Rigs, closed afterwards."""
    made: list[SchedulerRig] = []

    def rig(now: str, **options: object) -> SchedulerRig:
        made.append(SchedulerRig(qtbot, tmp_path / f"profile{len(made)}", now, **options))
        return made[-1]

    yield rig
    for one in made:
        one.close()


def resting(status: ScheduleStatus) -> ScheduleWaitReason:
    """Why nothing is started."""
    assert isinstance(status.decision, ScheduleWait), status
    return status.decision.reason


# -- the day -----------------------------------------------------------------------------------------------


def test_a_day_with_its_follow_up(make: Make) -> None:
    rig = make("2026-11-23 14:04")
    assert resting(rig.start()) is ScheduleWaitReason.NOT_DUE
    assert rig.statuses[-1].next_run.timestamp() == la("2026-11-23 14:05")
    rig.look("2026-11-23 14:05")
    assert rig.imported().next_run.timestamp() == la("2026-11-24 14:05")
    assert rig.statuses[-1].decision.until == la("2026-11-23 14:35")
    rig.look("2026-11-23 14:35")
    assert resting(rig.imported()) is ScheduleWaitReason.NOT_DUE
    assert [(start.trigger, start.attempt) for start in rig.starts] == [("schedule", 1), ("follow-up", 1)]
    assert not rig.statuses[-1].remarkable


def test_looking_often_starts_once(make: Make) -> None:
    rig = make("2026-11-23 14:04")
    rig.start()
    rig.look("2026-11-23 14:05")
    rig.importing = True
    for _ in range(5):
        assert resting(rig.look()) is ScheduleWaitReason.RUNNING
    rig.importing = False
    rig.imported()
    for cause in ("resume", "zone", "network", "settings"):
        rig.look(cause=cause)
    assert len(rig.starts) == 1


def test_looks_that_come_while_one_is_under_way_are_one_more(make: Make) -> None:
    rig = make("2026-11-23 10:00")
    rig.start()
    before = len(rig.statuses)
    rig._after(lambda: [rig.scheduler.look(str(number)) for number in range(50)])
    assert len(rig.statuses) == before + 1


@pytest.mark.parametrize("interactive", [True, False])
def test_two_starts_within_a_minute_import_once(make: Make, interactive: bool) -> None:
    rig = make("2026-11-23 14:04:59", interactive=interactive)
    rig.start()
    rig.look("2026-11-23 14:05")
    rig.imported()
    rig.clock.advance(20)
    assert resting(rig.restart(interactive)) is ScheduleWaitReason.NOT_DUE
    assert [start.planned.timestamp() for start in rig.starts] == [la("2026-11-23 14:05")]


def test_three_days_asleep_are_one_run_and_the_reasons_are_written_down(make: Make) -> None:
    rig = make("2026-11-19 14:05")
    rig.start()
    rig.imported()
    rig.look("2026-11-19 14:35")
    rig.imported()
    rig.clock.sleep(la("2026-11-24 09:00") - rig.clock.now())
    rig.look(cause="resume")
    (_, _, start) = rig.starts
    assert start.planned.timestamp() == la("2026-11-23 14:05")
    rig.imported()
    assert rig.rows() == [
        (named("2026-11-19 14:05"), "DONE"), (named("2026-11-19 14:35"), "DONE"), (named("2026-11-20 14:05"), "SKIPPED"),
        (named("2026-11-21 14:05"), "SKIPPED"), (named("2026-11-22 14:05"), "SKIPPED"),
        (named("2026-11-23 14:05"), "DONE"),
    ]  # fmt: skip


def test_a_clock_that_was_years_ahead_does_not_lose_the_day(make: Make) -> None:
    rig = make("2027-06-01 14:05")
    rig.start()
    rig.imported()
    rig.clock.sleep(la("2026-11-23 15:00") - rig.clock.now())
    rig.restart(interactive=False)
    rig.qtbot.waitUntil(lambda: len(rig.starts) == 2)
    assert rig.starts[-1].planned.timestamp() == la("2026-11-23 14:05")


def test_another_import_time_takes_effect(make: Make) -> None:
    rig = make("2026-11-23 09:00")
    rig.start()
    rig.settings = replace(rig.settings, import_time=time(9, 30))
    assert rig.look(cause="settings").next_run.timestamp() == la("2026-11-23 09:30")
    rig.look("2026-11-23 09:30")
    assert len(rig.starts) == 1


def test_paused_and_resumed(make: Make) -> None:
    rig = make("2026-11-23 14:00")
    rig.store()
    rig.settings = replace(rig.settings, schedule_enabled=False)
    assert resting(rig.start()) is ScheduleWaitReason.PAUSED
    rig.look("2026-11-23 15:00")
    assert rig.starts == []
    assert rig.rows() == [(named("2026-11-23 14:05"), "SKIPPED")]
    rig.settings = replace(rig.settings, schedule_enabled=True)
    rig.look()
    rig.imported()
    assert rig.rows() == [(named("2026-11-23 14:05"), "DONE")]


# -- the first start ---------------------------------------------------------------------------------------


def test_the_very_first_start_leaves_the_first_import_to_the_user(make: Make) -> None:
    rig = make("2026-11-23 20:00")
    assert resting(rig.start()) is ScheduleWaitReason.NOT_DUE
    assert rig.starts == []
    rig.store()
    rig.look()
    rig.look("2026-11-25 09:00")  # off over the 24th
    assert [start.planned.timestamp() for start in rig.starts] == [la("2026-11-24 14:05")]


def test_a_later_start_remembers_since_when_the_schedule_is_kept(make: Make) -> None:
    rig = make("2026-11-23 10:00")
    rig.store()
    rig.start()
    rig.clock.set(la("2026-11-23 20:00"))
    rig.restart()
    assert [start.planned.timestamp() for start in rig.starts] == [la("2026-11-23 14:05")]


def test_without_a_screen_the_first_import_is_due_at_once(make: Make) -> None:
    rig = make("2026-11-23 20:00", interactive=False)
    rig.start()
    (start,) = rig.starts
    assert start.planned.timestamp() == la("2026-11-23 14:05")
    assert not rig.profile.database.exists()  # looking makes no files


# -- failures ----------------------------------------------------------------------------------------------


def test_failures_are_tried_again_and_then_given_up(make: Make) -> None:
    rig = make("2026-11-23 14:04")
    rig.start()
    rig.look("2026-11-23 14:05")
    for minutes in (5, 15, 45):
        assert resting(rig.imported(RunState.FAILED)) is ScheduleWaitReason.RETRY
        rig.clock.advance(minutes * MINUTE)
        rig.look()
    assert resting(rig.imported(RunState.FAILED)) is ScheduleWaitReason.GIVEN_UP
    rig.clock.advance(6 * HOUR)
    rig.look()
    assert [start.attempt for start in rig.starts] == [1, 2, 3, 4]
    assert resting(rig.restart()) is ScheduleWaitReason.GIVEN_UP


def test_an_import_that_cannot_even_write_to_the_ledger_is_not_tried_for_ever(make: Make) -> None:
    rig = make("2026-11-23 14:04")
    rig.start()
    rig.look("2026-11-23 14:05")
    for minutes in (5, 15, 45):
        assert resting(rig.refused()) is ScheduleWaitReason.RETRY
        rig.look()
        rig.clock.advance(minutes * MINUTE)
        rig.look()
    assert resting(rig.refused()) is ScheduleWaitReason.GIVEN_UP
    assert [start.attempt for start in rig.starts] == [1, 2, 3, 4]
    rig.look("2026-11-24 14:05")
    assert rig.starts[-1].attempt == 1


def test_finding_another_import_at_work_is_no_failure(make: Make) -> None:
    rig = make("2026-11-23 14:04")
    rig.start()
    rig.look("2026-11-23 14:05")
    rig.refused(code=4)
    assert [start.attempt for start in rig.starts] == [1, 1]


def test_an_import_of_another_process_is_waited_for(make: Make) -> None:
    rig = make("2026-11-23 14:04")
    rig.store()
    rig.start()
    rig.clock.set(la("2026-11-23 14:05"))
    with import_lock(rig.profile, rig.clock, "manual"):
        status = rig.look()
    assert resting(status) is ScheduleWaitReason.RUNNING
    assert status.decision.until == rig.clock.now() + 60
    rig.look()
    assert len(rig.starts) == 1


def test_a_run_left_by_a_dead_process_is_tried_again(make: Make) -> None:
    rig = make("2026-11-23 14:05", interactive=False)
    rig.store()
    with closing(open_store(rig.profile.database, True)) as store, store.transaction() as connection:
        ledger.begin_run(connection, "schedule", named("2026-11-23 14:05"), rig.clock.now())
    assert resting(rig.start()) is ScheduleWaitReason.RETRY
    rig.look("2026-11-23 14:10")
    assert [start.attempt for start in rig.starts] == [2]


def test_a_damaged_database_is_told_and_nothing_is_started(make: Make) -> None:
    rig = make("2026-11-23 14:05", interactive=False)
    rig.profile.database.write_bytes(b"this is no database, whatever its name says")
    status = rig.start()
    assert "damaged" in str(status.problem)
    assert status.remarkable
    assert rig.starts == []
    rig.profile.database.unlink()
    assert not rig.look().problem
    assert len(rig.starts) == 1


def test_a_locked_database_neither_stops_the_schedule_nor_its_end(make: Make) -> None:
    rig = make("2026-11-19 14:05")
    rig.start()
    rig.imported()
    other = sqlite3.connect(rig.profile.database)
    other.execute("BEGIN IMMEDIATE")
    rig.clock.set(la("2026-11-23 15:00"))
    with rig.qtbot.waitSignal(rig.scheduler.start_wanted):
        rig.scheduler.look("resume")
    rig.scheduler.stop()
    began = datetime.now(UTC)
    rig.work.stop()
    assert (datetime.now(UTC) - began).total_seconds() < 1.5
    other.close()


# -- the network -------------------------------------------------------------------------------------------


def test_a_missed_import_waits_for_the_network_and_says_so(make: Make) -> None:
    port = free_port()
    rig = make("2026-11-23 20:00", port=port, interactive=False)
    status = rig.start()
    assert status.waiting_for_network
    assert "refuses connections" in str(status.why)
    assert status.remarkable
    rig.look()
    assert rig.starts == []
    with socket.create_server(("127.0.0.1", port)), rig.qtbot.waitSignal(rig.scheduler.start_wanted):
        rig.network.returned.emit()
    assert not rig.statuses[-1].waiting_for_network


def test_who_waits_is_not_told_back_and_forth(make: Make) -> None:
    rig = make("2026-11-23 20:00", port=free_port(), interactive=False)
    rig.start()
    del rig.statuses[:]
    for _ in range(3):
        rig.look()
    assert all(status.waiting_for_network for status in rig.statuses)


def test_a_feed_that_stays_silent_is_told_once_for_an_occurrence(make: Make) -> None:
    rig = make("2026-11-23 14:04", port=free_port())
    rig.start()
    rig.look("2026-11-23 14:05")
    for _ in range(5):
        rig.clock.advance(10 * MINUTE)
        rig.look()
    assert rig.stuck == []
    for _ in range(12):
        rig.clock.advance(10 * MINUTE)
        rig.look()
    assert len(rig.stuck) == 1
    rig.look("2026-11-24 14:05")
    rig.clock.advance(HOUR)
    rig.look()
    assert len(rig.stuck) == 2


def test_sleep_is_no_silence(make: Make) -> None:
    rig = make("2026-11-23 14:05", port=free_port(), interactive=False)
    rig.start()
    rig.clock.sleep(5 * HOUR)
    rig.look(cause="resume")
    assert rig.stuck == []


def test_pausing_ends_the_wait(make: Make) -> None:
    rig = make("2026-11-23 20:00", port=free_port(), interactive=False)
    rig.start()
    rig.settings = replace(rig.settings, schedule_enabled=False)
    assert resting(rig.look()) is ScheduleWaitReason.PAUSED
    assert not rig.statuses[-1].waiting_for_network
    rig.clock.advance(HOUR)
    rig.settings = replace(rig.settings, schedule_enabled=True)
    assert rig.look().waiting_for_network
    assert rig.stuck == []


# -- timers ------------------------------------------------------------------------------------------------


def test_the_timer_looks_again_by_itself(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.5)
    port = free_port()
    rig = make("2026-11-23 20:00", port=port, interactive=False)
    rig.start()
    with socket.create_server(("127.0.0.1", port)), rig.qtbot.waitSignal(rig.scheduler.start_wanted):
        pass


def test_nothing_comes_after_stop(make: Make) -> None:
    rig = make("2026-11-23 14:04")
    rig.start()
    rig.clock.advance(MINUTE)
    rig.scheduler.look("test")
    rig.scheduler.stop()
    rig.scheduler.stop()
    rig.scheduler.look("test")
    with rig.qtbot.assertNotEmitted(rig.scheduler.decided, wait=100):
        rig.network.returned.emit()
    assert rig.starts == []
