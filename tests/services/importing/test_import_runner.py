"""The import runner with real child processes: it ends once, whatever becomes of the child."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.clock import Clock, SystemClock
from ohlc_desktop.core.importing.events import Event, ItemDone, Notice, RunDone, Waiting, WaitReason, to_json
from ohlc_desktop.core.importing.request import ImportRequest, Trigger, repair_request
from ohlc_desktop.core.importing.state import ImportState, Phase, reduce
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.policy import Start
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.profile import Profile, create, import_lock, locate
from ohlc_desktop.services.importing import import_runner
from ohlc_desktop.services.importing.import_runner import ImportRunner, importer_command
from ohlc_desktop.services.importing.importer_process import LINES_AT_ONCE, Timeouts
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.database import open_store
from tests.standins.calendars import keep_calendars
from tests.standins.clock import FakeClock
from tests.standins.yahoo import StandInYahoo

#: Beyond this a process under test hangs, in milliseconds.
LIMIT = 60_000
#: Changes are told no faster than so many seconds apart, less than for a user.
THROTTLE = 0.02


class NotedClock(SystemClock):
    """The real one.

    Attributes:
        told: The monotonic seconds that it told last.
    """

    told = 0.0

    def monotonic(self) -> float:
        self.told = super().monotonic()
        return self.told


class RunnerBench:
    """A runner whose signals are written down.

    Attributes:
        changes: Every state told, with the moment (monotonic seconds) at which the runner told it: a busy machine hears it later.
        ends: Every state told as ended.
    """

    def __init__(self, qtbot: QtBot, runner: ImportRunner, clock: NotedClock, others: set[psutil.Process]) -> None:
        self.qtbot, self.runner, self._others = qtbot, runner, others
        self.changes: list[tuple[float, ImportState]] = []
        self.ends: list[ImportState] = []
        runner.changed.connect(lambda state: self.changes.append((clock.told, state)))
        runner.ended.connect(self.ends.append)

    def wait(self, what: Callable[[ImportState], object]) -> ImportState:
        """The state once it is as wanted."""
        self.qtbot.waitUntil(lambda: bool(what(self.runner.state)), timeout=LIMIT)
        return self.runner.state

    def finish(self) -> ImportState:
        """The state once the import has ended; that is told once, and last."""
        self.qtbot.waitUntil(lambda: not self.runner.active, timeout=LIMIT)
        self.qtbot.wait(int(THROTTLE * 1000) + 20)  # anything told late would come now
        assert [state.phase for state in self.ends] == [Phase.ENDED]
        assert self.changes[-1][1] is self.ends[0] is self.runner.state
        return self.ends.pop()

    def child(self) -> psutil.Process:
        """The child process."""
        (found,) = set(psutil.Process().children()) - self._others
        return found


MakeBench = Callable[..., RunnerBench]


@pytest.fixture
def make_bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeBench]:
    """Makes runners; none may leave a child behind."""
    monkeypatch.setattr(import_runner, "THROTTLE", THROTTLE)
    runners: list[ImportRunner] = []
    others = set(psutil.Process().children())  # the servers that tests of this process share

    def make(profile: Profile, clock: Clock | None = None, **options: object) -> RunnerBench:
        noted = NotedClock()
        runner = ImportRunner(profile, clock or noted, **options)  # type: ignore[arg-type]
        runners.append(runner)
        return RunnerBench(qtbot, runner, noted, others)

    yield make
    for runner in runners:
        runner.stop(0.1)
        runner.deleteLater()
    assert set(psutil.Process().children()) <= others


@pytest.fixture
def demo(tmp_path: Path) -> Profile:
    """A profile of the demo without candles."""
    profile = locate(str(tmp_path / "home of anna"), True)
    keep_calendars(profile)
    return profile


@pytest.fixture
def real(tmp_path: Path) -> Profile:
    """A profile for real candles without any."""
    profile = locate(str(tmp_path / "real"), False)
    keep_calendars(profile, "cme_equity")
    return profile


@pytest.fixture
def yahoo(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInYahoo]:
    """A stand-in Yahoo that child processes reach."""
    with StandInYahoo() as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("OHLC_DESKTOP_REQUESTS_PER_SECOND", "0")  # no pace
        monkeypatch.setenv("OHLC_DESKTOP_REQUEST_TIMEOUT", "300")  # whoever waits for an answer hangs
        yield server


def script(tmp_path: Path, text: str) -> list[str]:
    """A program that stands in for an importer that misbehaves as ours cannot be made to."""
    path = tmp_path / "importer.py"
    path.write_text(f"import sys\n{text}\n", "utf-8")
    return [sys.executable, str(path)]


# -- as it should be --------------------------------------------------------------------------------------


def test_an_import_of_the_demo_is_told_from_start_to_end(make_bench: MakeBench, demo: Profile) -> None:
    bench = make_bench(demo)
    assert bench.runner.state == ImportState()
    assert bench.runner.start(ImportRequest(symbols=("ES", "MNQ 12-26"), timeframes=("1d", "5m")))
    assert bench.runner.active
    assert [state.phase for _, state in bench.changes] == [Phase.STARTING]
    assert not bench.runner.start(ImportRequest())
    state = bench.finish()
    assert (state.run, state.trigger, state.symbols, state.failure) == (1, "manual", ("ES=F", "MNQZ26.CME"), None)
    done = result(state)
    assert (done.state, done.exit_code, done.missing) == (RunState.DONE, 0, 0)
    assert (len(state.items), {item.state for item in state.items.values()}) == (30, {ItemState.WRITTEN})
    assert state.written == done.written > 10_000
    assert state.fraction == 1.0
    assert Phase.RUNNING in {state.phase for _, state in bench.changes}
    assert told_calmly(bench)


def told_calmly(bench: RunnerBench) -> bool:
    """Whether changes were told no faster than they should; start and end are told at once."""
    told = [moment for moment, _ in bench.changes[1:-1]]
    return all(b - a >= THROTTLE * 0.9 for a, b in pairwise(told))


def test_an_occurrence_is_imported_under_its_own_name(
    make_bench: MakeBench, demo: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_TIMEFRAMES", "1d")
    create(demo)
    with closing(open_store(demo.database, demo=True)) as store, store.transaction() as connection:
        watchlist.set_watchlist(connection, ["CL=F"])
    bench = make_bench(demo)
    start = Start(Trigger.SCHEDULE, datetime(2026, 11, 23, 14, 5, tzinfo=timezone(timedelta(hours=-8))), 1, NOTHING)
    for run, symbols in ((1, ("CL=F",)), (None, ())):  # the second time it is done already
        assert bench.runner.start(start.request)
        state = bench.finish()
        assert (state.planned, state.run, state.symbols) == ("2026-11-23T22:05:00Z", run, symbols)
        assert result(state).state is RunState.DONE
    with closing(open_store(demo.database, demo=True)) as store:
        found = ledger.run_of(store.connection, "2026-11-23T22:05:00Z")
    assert found is not None
    assert (found.trigger, found.state) == ("schedule", RunState.DONE)


def test_a_repair_asks_for_exactly_the_series_named_in_the_profile_of_real_candles(
    make_bench: MakeBench, real: Profile, yahoo: StandInYahoo
) -> None:
    bench = make_bench(real)
    assert bench.runner.start(repair_request([("ES=F", "1m"), ("NQ=F", "1wk"), ("NQ=F", "1d")]))
    state = bench.finish()
    assert (state.trigger, result(state).state) == ("repair", RunState.DONE)
    asked = {(request.symbol, request.interval) for request in yahoo.chart_requests()}
    assert asked == {("ES=F", "1m"), ("NQ=F", "1d")}, "these two, and not both in both timeframes"
    assert len(yahoo.chart_requests()) == 2
    assert real.database.is_file()


def test_the_window_stays_alive_while_a_burst_of_lines_comes(
    make_bench: MakeBench, demo: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """50 instruments end at once: thousands of lines, and the event loop turns after each few of them."""
    names = [f"S{number}=F" for number in range(50)]
    items = [ItemDone(name, f"{tf}m", ItemState.UNCHANGED, 0, 0, 0, 0) for name in names for tf in range(17)]
    lines = tmp_path / "lines"
    lines.write_text("".join(f"{to_json(item)}\n" for item in items * 3), "utf-8")
    bench = make_bench(demo, command=script(tmp_path, f"sys.stdout.write(open({str(lines)!r}).read())"))
    heard: list[Event] = []
    beats: list[int] = []

    def hear(state: ImportState, event: Event, now: float) -> ImportState:
        heard.append(event)
        return reduce(state, event, now)

    monkeypatch.setattr(import_runner, "reduce", hear)
    heart = QTimer(bench.runner)
    heart.timeout.connect(lambda: beats.append(len(heard)))
    heart.start(0)
    bench.runner.start(ImportRequest())
    state = bench.finish()
    heart.stop()
    assert len(state.items) == 850
    assert max(b - a for a, b in pairwise(beats)) <= 2 * LINES_AT_ONCE
    assert told_calmly(bench)


# -- cancel -----------------------------------------------------------------------------------------------


def fetching(state: ImportState) -> bool:
    """Whether a request is on its way."""
    return ItemState.FETCHING in {item.state for item in state.items.values()}


def test_a_cancel_reaches_a_request_on_its_way_and_what_was_stored_stays(
    make_bench: MakeBench, real: Profile, yahoo: StandInYahoo
) -> None:
    yahoo.fault("hang", interval="5m")
    bench = make_bench(real)
    bench.runner.start(ImportRequest(symbols=("ES=F",), timeframes=("1d", "5m")))
    bench.wait(lambda state: state.done)
    bench.runner.cancel()
    assert bench.runner.state.phase is Phase.CANCELLING
    bench.runner.cancel()
    state = bench.finish()
    assert (result(state).state, result(state).exit_code, state.failure) == (RunState.CANCELLED, 130, None)
    assert state.items["ES=F", "1d"].state is ItemState.WRITTEN
    assert state.items["ES=F", "5m"].state is ItemState.CANCELLED


def test_a_cancel_before_the_first_word_is_a_cancel_all_the_same(
    make_bench: MakeBench, real: Profile, yahoo: StandInYahoo
) -> None:
    yahoo.fault("hang")
    bench = make_bench(real)
    bench.runner.start(ImportRequest(symbols=("ES=F",)))
    bench.runner.cancel()
    state = bench.finish()
    assert (result(state).state, state.failure) == (RunState.CANCELLED, None)


def test_a_cancel_that_is_not_heard_ends_the_process_all_the_same(
    make_bench: MakeBench, demo: Profile, tmp_path: Path
) -> None:
    bench = make_bench(demo, command=script(tmp_path, DEAF), timeouts=Timeouts(grace=0.05, poll=0.02))
    bench.runner.start(ImportRequest())
    bench.wait(lambda state: state.notices)
    bench.runner.cancel()
    state = bench.finish()
    assert (result(state).state, result(state).exit_code, state.failure) == (RunState.CANCELLED, 130, None)


def test_without_an_import_there_is_nothing_to_cancel_or_stop(make_bench: MakeBench, demo: Profile) -> None:
    bench = make_bench(demo)
    bench.runner.cancel()
    bench.runner.stop()
    assert (bench.changes, bench.ends, bench.runner.active) == ([], [], False)


# -- quitting ---------------------------------------------------------------------------------------------


def test_quitting_lets_the_import_end_in_order(make_bench: MakeBench, real: Profile, yahoo: StandInYahoo) -> None:
    yahoo.fault("hang")
    bench = make_bench(real)
    bench.runner.start(ImportRequest(symbols=("ES=F",)))
    bench.wait(fetching)
    child = bench.child()
    bench.runner.stop(LIMIT / 1000)
    assert not child.is_running()
    state = bench.finish()
    assert result(state).state is RunState.CANCELLED
    with closing(open_store(real.database, demo=False)) as store:
        last = ledger.last_run(store.connection)
    assert last is not None
    assert last.state is RunState.CANCELLED


def test_quitting_does_not_wait_for_a_child_that_hangs(make_bench: MakeBench, demo: Profile, tmp_path: Path) -> None:
    bench = make_bench(demo, command=script(tmp_path, DEAF))
    bench.runner.start(ImportRequest())
    bench.wait(lambda state: state.notices)
    child = bench.child()
    bench.runner.stop(0.1)
    assert not child.is_running()
    bench.finish()


# -- what goes wrong --------------------------------------------------------------------------------------

#: Says something, then listens to nobody.
DEAF = f"""
import threading
print({to_json(Notice("info", "quota", Message("Here I am.")))!r}, flush=True)
threading.Event().wait()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_killed_child_is_told_as_a_failure_and_the_next_import_completes_the_rest(
    make_bench: MakeBench, real: Profile, yahoo: StandInYahoo
) -> None:
    yahoo.fault("hang", interval="5m")
    bench = make_bench(real)
    bench.runner.start(ImportRequest(symbols=("ES=F",), timeframes=("1d", "5m")))
    bench.wait(lambda state: state.done)
    bench.child().send_signal(signal.SIGKILL)
    state = bench.finish()
    assert state.failure is not None
    assert str(state.failure.title) == "The importing process ended unexpectedly (signal 9)."
    assert "is whole and stays" in str(state.failure.message)
    assert "memory" in str(state.failure.hint)
    assert (result(state).state, result(state).run) == (RunState.INTERRUPTED, 1)
    assert result(state).written == state.written > 0
    assert state.items["ES=F", "5m"].state is ItemState.DEFERRED
    assert state.items["ES=F", "1d"].state is ItemState.WRITTEN
    yahoo.clear_faults()
    bench.runner.start(ImportRequest(symbols=("ES=F",), timeframes=("1d", "5m")))
    state = bench.finish()
    assert (state.failure, state.completes, result(state).state) == (None, 1, RunState.DONE)


def test_a_child_that_hangs_is_ended_but_a_night_asleep_is_no_silence(
    make_bench: MakeBench, demo: Profile, tmp_path: Path
) -> None:
    clock = FakeClock(time.time())
    timeouts = Timeouts(silence=0.5, beyond_wait=0.1, poll=0.02)
    bench = make_bench(demo, clock, command=script(tmp_path, DEAF), timeouts=timeouts)
    bench.runner.start(ImportRequest())
    bench.wait(lambda state: state.notices)
    child = bench.child()
    clock.advance(8 * 3600)
    bench.qtbot.wait(60)
    assert bench.runner.active
    pass_time(bench, clock, 1.0)
    state = bench.finish()
    assert not child.is_running()
    assert state.failure is not None
    assert str(state.failure.title) == "The importing process stopped answering and was ended."
    assert result(state).state is RunState.INTERRUPTED  # not cancelled: the schedule tries again


def test_a_wait_that_was_announced_is_no_silence(make_bench: MakeBench, demo: Profile, tmp_path: Path) -> None:
    breaker, pace = Waiting(WaitReason.BREAKER, 1.0, Message("A pause.")), Waiting(WaitReason.PACE, 0.1, Message("The pace."))
    text = DEAF.replace("import threading", f"print({to_json(breaker)!r});print({to_json(pace)!r});import threading")
    clock = FakeClock(time.time())
    timeouts = Timeouts(silence=0.2, beyond_wait=0.2, poll=0.02)
    bench = make_bench(demo, clock, command=script(tmp_path, text), timeouts=timeouts)
    bench.runner.start(ImportRequest())
    bench.wait(lambda state: state.notices)
    pass_time(bench, clock, 0.8)
    assert bench.runner.active
    pass_time(bench, clock, 2.0)
    assert "stopped answering" in str(result(bench.finish()).message)


def pass_time(bench: RunnerBench, clock: FakeClock, seconds: float) -> None:
    """Let time pass in steps as short as the runner looks."""
    for _ in range(int(seconds / 0.04)):
        clock.advance(0.04)
        if not bench.runner.active:
            return
        bench.qtbot.wait(21)


def test_a_child_that_has_done_its_work_and_does_not_end_is_ended(
    make_bench: MakeBench, demo: Profile, tmp_path: Path
) -> None:
    done = RunDone(3, RunState.DONE, 0, written=5)
    command = script(tmp_path, DEAF.replace("threading.Event", f"print({to_json(done)!r}, flush=True);threading.Event"))
    bench = make_bench(demo, command=command, timeouts=Timeouts(grace=0.05, poll=0.02))
    bench.runner.start(ImportRequest())
    state = bench.finish()
    assert (state.result, state.failure) == (done, None)


def test_rubbish_and_lines_in_pieces_do_no_harm(make_bench: MakeBench, demo: Profile, tmp_path: Path) -> None:
    """The second half of a line comes after a pause: the child waits for our cancel to write it."""
    first, last = to_json(Notice("info", "quota", Message("Gr\u00fc\u00dfe"))), to_json(RunDone(3, RunState.CANCELLED, 130))
    text = f"""
out = sys.stdout.buffer
out.write(b"Warning: \\xff\\xfe\\x00 tea\\n\\n{{\\n[1]\\r\\n" + b"x" * 300_000 + b"\\n" + {first.encode()!r} + b"\\r\\n")
out.write({last[:30].encode()!r})
out.flush()
assert sys.stdin.readline() == "cancel\\n"
out.write({last[30:].encode()!r})
"""
    bench = make_bench(demo, command=script(tmp_path, text))
    bench.runner.start(ImportRequest())
    state = bench.wait(lambda state: state.notices)
    assert (str(state.notices[0].message), state.phase) == ("Gr\u00fc\u00dfe", Phase.STARTING)
    bench.runner.cancel()
    state = bench.finish()  # the last line had no end
    assert (result(state).run, result(state).state, state.failure) == (3, RunState.CANCELLED, None)


def test_an_endless_line_does_not_fill_the_memory(
    make_bench: MakeBench, demo: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohlc_desktop.services.importing.importer_process.LONGEST_LINE", 100_000)
    done = to_json(RunDone(3, RunState.DONE, 0))
    bench = make_bench(demo, command=script(tmp_path, f"print('x' * 3_000_000);print({done!r})"))
    bench.runner.start(ImportRequest())
    assert result(bench.finish()).run == 3


def test_a_child_that_cannot_be_started_is_told_once_and_later(
    make_bench: MakeBench, demo: Profile, tmp_path: Path
) -> None:
    bench = make_bench(demo, command=[str(tmp_path / "absent")])
    assert bench.runner.start(ImportRequest())
    assert bench.ends == []
    state = bench.finish()
    assert state.failure is not None
    assert str(state.failure.title).startswith("The importing process could not be started: ")
    assert (str(state.failure.message), bool(state.failure.hint)) == (
        "Nothing was imported; stored candles are as they were.", True
    )  # fmt: skip
    assert (result(state).state, result(state).exit_code) == (RunState.FAILED, 70)
    assert bench.runner.start(ImportRequest())  # and it may be tried again, and stopped before the news is out
    bench.runner.stop()
    bench.finish()


def test_last_words_are_told_and_logged_without_secrets(
    make_bench: MakeBench, demo: Profile, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = "raise SystemExit('x' * 9000 + '\\nNo redis://anna:s3cret@nas:6379 and no t0ken here')"
    bench = make_bench(demo, command=script(tmp_path, text), mask=lambda text: text.replace("t0ken", "***"))
    with caplog.at_level(logging.DEBUG, "ohlc_desktop"):
        bench.runner.start(ImportRequest())
        state = bench.finish()
    assert state.failure is not None
    assert str(state.failure.title) == "The importing process ended unexpectedly (exit code 1)."
    assert str(state.failure.hint) == "Import again. Its last words were: No redis://***@nas:6379 and no *** here"
    assert result(state).state is RunState.INTERRUPTED
    assert "no *** here" in caplog.text
    assert "s3cret" not in caplog.text
    assert "t0ken" not in caplog.text
    assert len(caplog.text) < 6_000


def test_an_import_that_runs_elsewhere_is_named(make_bench: MakeBench, demo: Profile) -> None:
    create(demo)
    bench = make_bench(demo)
    with import_lock(demo, SystemClock(), "manual"):
        bench.runner.start(ImportRequest(Trigger.SCHEDULE, planned="2026-11-23T22:05:00Z"))
        state = bench.finish()
    assert (result(state).state, result(state).exit_code) == (RunState.FAILED, 4)
    assert state.failure is not None
    assert f"process {os.getpid()} (manual)" in str(state.failure.title)


def test_a_wrong_setting_is_told_in_the_words_of_the_importer(make_bench: MakeBench, demo: Profile) -> None:
    create(demo)
    (demo.folder / ".env").write_text("LOG_LEVEL=LOUD\n", "utf-8")
    bench = make_bench(demo)
    bench.runner.start(ImportRequest())
    state = bench.finish()
    assert result(state).exit_code == 2
    assert state.failure is not None
    assert "LOG_LEVEL" in str(state.failure.title)


def test_the_importer_is_this_program_frozen_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert importer_command() == [sys.executable, "-m", "ohlc_desktop"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert importer_command() == [sys.executable]


def result(state: ImportState) -> RunDone:
    """How it ended."""
    assert state.result is not None
    return state.result
