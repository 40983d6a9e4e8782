"""Pace, back-off, circuit breaker, quota and cancel: how an import waits, and that it can be stopped."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.errors import Deferred
from ohlc_desktop.core.importing.events import Event, ItemDone, ItemStarted, Notice, Waiting, WaitReason
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.importer.pace import CancellableWaiter, CircuitBreaker, Quota, RateLimiter
from ohlc_desktop.sources.source import Fault, FetchError
from tests.importer.bench import ImportBench, at
from tests.standins.clock import FakeClock

BEGAN = at("2026-11-23 17:05:05")


# -- pace ------------------------------------------------------------------------------------------------


def test_requests_keep_to_two_a_second(bench: ImportBench) -> None:
    ran = bench.run("ES=F", "NQ=F", sources=("1d",))
    assert ran.done.requests == 4  # two for the session
    waits = ran.waits(WaitReason.PACE)
    assert len(waits) >= 3
    assert max(waits) <= 1.0
    assert bench.clock.monotonic() >= 3 * 0.5


def test_without_a_limit_nothing_waits(bench: ImportBench) -> None:
    assert bench.run("ES=F", "NQ=F", sources=("1d",), requests_per_second=0).waits(WaitReason.PACE) == []


def test_turns_are_evenly_spaced_from_many_threads() -> None:
    """The pace belongs to the process, however many threads ask."""
    clock, events = FakeClock(BEGAN), []
    waiter = CancellableWaiter(clock, threading.Event(), events.append)
    turns = RateLimiter(4.0, Quota(1000, 0, "2026-11-23", waiter), waiter)
    slots: list[float] = []

    def take() -> None:
        for _ in range(10):
            turns()
            slots.append(clock.monotonic())

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(slots) == 40
    assert max(slots) >= 39 / 4.0


def test_no_more_requests_at_once_than_allowed(bench: ImportBench) -> None:
    bench.yahoo.latency = 0.2
    bench.run("ES=F", "NQ=F", "GC=F", sources=("1d",), concurrency=2, requests_per_second=0)
    assert bench.yahoo.parallel_peak == 2
    assert {len(intervals) for intervals in bench.asked().values()} == {1}


# -- too many requests -----------------------------------------------------------------------------------


def test_a_long_rate_limit_waits_three_times_and_then_defers(bench: ImportBench) -> None:
    bench.yahoo.fault("429")
    ran = bench.run("ES=F", "NQ=F", sources=("1d", "1m"), concurrency=1)
    waits = ran.waits(WaitReason.RATE_LIMITED)
    assert len(waits) == 3
    for seconds, nominal in zip(waits, (5, 30, 120), strict=True):
        assert nominal <= seconds <= nominal * 1.2
    assert ran.states() == {ItemState.DEFERRED}
    assert (ran.done.state, ran.done.exit_code) == (RunState.FAILED, 3)
    assert "too many requests" in str(ran.done.message)
    assert len(bench.yahoo.chart_requests()) == 4 * 2  # yfinance repeats each at once
    assert all(str(event.message).endswith(".") for event in ran.of(Waiting))


def test_a_short_rate_limit_is_waited_out(bench: ImportBench) -> None:
    bench.yahoo.fault("429", times=4)
    ran = bench.run("ES=F", sources=("1d",))
    assert ran.done.exit_code == 0
    assert [round(seconds / 1.2) <= nominal <= seconds for seconds, nominal in
            zip(ran.waits(WaitReason.RATE_LIMITED), (5, 30), strict=True)] == [True, True]  # fmt: skip
    assert bench.wrong("ES=F", began=BEGAN, names=("1d",)) == []


def test_after_an_answer_the_pauses_start_small_again(bench: ImportBench) -> None:
    bench.yahoo.fault("429", interval="1d", times=4)
    bench.yahoo.fault("429", interval="5m", times=2)
    ran = bench.run("ES=F", sources=("1d", "5m"), concurrency=1)
    assert ran.done.exit_code == 0
    first, second, third = ran.waits(WaitReason.RATE_LIMITED)
    assert 5 <= first <= 6
    assert 30 <= second <= 36
    assert 5 <= third <= 6


def test_pauses_are_jittered() -> None:
    pauses = set()
    for _ in range(20):
        clock, events = FakeClock(0.0), []
        gate = CircuitBreaker(CancellableWaiter(clock, threading.Event(), events.append), "Yahoo")
        gate.failed(FetchError(Fault.RATE_LIMITED, Message("Slow down.")), gate.admit("ES=F", "1d"))
        gate.admit("ES=F", "1d")
        pauses.add(clock.monotonic())
    assert len(pauses) > 10
    assert 5 <= min(pauses) <= max(pauses) <= 6


def gate_at_zero() -> tuple[CircuitBreaker, FakeClock, list[Event]]:
    clock, events = FakeClock(0.0), []
    return CircuitBreaker(CancellableWaiter(clock, threading.Event(), events.append), "Yahoo"), clock, events


def test_two_refusals_of_one_moment_are_one_pause() -> None:
    """Both threads had sent their request before either knew."""
    gate, clock, _ = gate_at_zero()
    first, second = gate.admit("ES=F", "1d"), gate.admit("NQ=F", "1d")
    for attempt_round in (first, second):
        gate.failed(FetchError(Fault.RATE_LIMITED, Message("Slow down.")), attempt_round)
    gate.admit("ES=F", "1d")
    assert 5 <= clock.monotonic() <= 6


def test_an_answer_on_its_way_does_not_end_a_pause() -> None:
    gate, clock, _ = gate_at_zero()
    first, second = gate.admit("ES=F", "1d"), gate.admit("NQ=F", "1d")
    gate.failed(FetchError(Fault.RATE_LIMITED, Message("Slow down.")), first)
    gate.answered(second)
    gate.admit("ES=F", "1d")
    assert 5 <= clock.monotonic() <= 6


# -- refusals of access ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["403"])
def test_a_ban_is_not_answered_by_a_burst(bench: ImportBench, kind: str) -> None:
    bench.yahoo.fault(kind)
    ran = bench.run("ES=F", "NQ=F", "GC=F", "CL=F", concurrency=1)
    assert ran.waits(WaitReason.RETRY) == [60.0, 60.0]
    assert len(bench.yahoo.chart_requests()) == 3 * 2  # yfinance repeats each at once, with a new cookie
    assert (ran.done.state, ran.done.exit_code) == (RunState.FAILED, 3)
    assert f"Yahoo refused access (HTTP {kind})" in str(ran.done.message)
    causes = {(item.state, item.cause) for item in ran.items().values()}
    assert causes == {(ItemState.FAILED, "no_access"), (ItemState.DEFERRED, "deferred")}
    assert all(str(event.message).endswith(".") for event in ran.of(Waiting))
    bench.yahoo.clear_faults()
    assert bench.run("ES=F", sources=("1d",)).done.exit_code == 0
    by_symbol = "SELECT symbol, cause FROM series JOIN instrument ON id=instrument_id WHERE timeframe='1d' ORDER BY symbol"
    # what was deferred is told as what it is: not asked for, and so not there
    deferred = [(symbol, "deferred") for symbol in ("CL=F", "GC=F", "NQ=F")]
    assert sorted(bench.sql(by_symbol)) == sorted([("ES=F", ""), *deferred])


def test_refusals_of_one_moment_are_one_pause(bench: ImportBench) -> None:
    bench.yahoo.fault("403")
    ran = bench.run("ES=F", "NQ=F", "GC=F", "CL=F", concurrency=4)
    assert len(bench.yahoo.chart_requests()) <= 3 * 4 * 2
    assert bench.clock.monotonic() < 300  # a pause or two each would take eight minutes and more
    assert ran.done.totals["DEFERRED"] > 0


def test_a_refusal_that_passes_is_waited_out(bench: ImportBench) -> None:
    bench.yahoo.fault("401", times=2)
    ran = bench.run("ES=F", sources=("1d",))
    assert ran.done.exit_code == 0
    assert ran.waits(WaitReason.RETRY) == [60.0]
    assert bench.wrong("ES=F", began=BEGAN, names=("1d",)) == []


def test_a_single_symbol_that_is_refused_keeps_no_other_waiting_for_ever(bench: ImportBench) -> None:
    bench.yahoo.fault("403", symbol="ES=F")
    ran = bench.run("ES=F", "NQ=F", "GC=F", sources=("1d",), concurrency=1)
    items = ran.items()
    assert (items["ES=F", "1d"].state, items["ES=F", "1d"].cause) == (ItemState.FAILED, "no_access")
    assert {items[symbol, "1d"].state for symbol in ("NQ=F", "GC=F")} == {ItemState.WRITTEN}


def test_an_answer_between_two_refusals_begins_the_count_anew() -> None:
    gate, _, _ = gate_at_zero()
    for _ in range(9):
        gate.failed(FetchError(Fault.NO_ACCESS, Message("No.")), gate.admit("ES=F", "1d"))
        gate.answered(gate.admit("NQ=F", "1d"))
    for _ in range(3):
        gate.failed(FetchError(Fault.NO_ACCESS, Message("No.")), gate.admit("ES=F", "1d"))
    with pytest.raises(Deferred, match="No"):
        gate.admit("ES=F", "1d")


# -- transient and permanent faults ----------------------------------------------------------------------


def test_transient_faults_are_tried_three_times_more(stocked: ImportBench) -> None:
    stocked.clock.set(at("2026-11-24 17:35:05"))
    stocked.yahoo.fault("500", interval="1m")
    ran = stocked.run("ES=F", sources=("1d", "1m"), concurrency=1)
    assert ran.waits(WaitReason.RETRY) == [1.0, 3.0, 8.0]
    assert [event.attempt for event in ran.of(ItemStarted) if event.timeframe == "1m"] == [1, 2, 3, 4]
    assert ran.items()["ES=F", "1m"].state is ItemState.FAILED
    assert ran.items()["ES=F", "2m"].state is ItemState.FAILED
    assert (ran.done.state, ran.done.exit_code) == (RunState.PARTIAL, 1)


def test_one_transient_fault_is_forgotten(bench: ImportBench) -> None:
    bench.yahoo.fault("reset", times=1)
    ran = bench.run("ES=F", sources=("1d",))
    assert ran.done.exit_code == 0
    assert ran.waits(WaitReason.RETRY) == [1.0]
    assert bench.sql("SELECT DISTINCT cause, message FROM series") == [("", "")]


@pytest.mark.parametrize("kind", ["404", "422"])
def test_permanent_faults_are_not_tried_again(bench: ImportBench, kind: str) -> None:
    bench.yahoo.fault(kind)
    ran = bench.run("ES=F", sources=("1d",))
    assert ran.waits(WaitReason.RETRY) == []
    assert [event.attempt for event in ran.of(ItemStarted)] == [1]


# -- the breaker -----------------------------------------------------------------------------------------


def test_five_failures_in_a_row_open_the_breaker_and_a_probe_closes_it(bench: ImportBench) -> None:
    bench.yahoo.fault("500", after=1, times=10)
    ran = bench.run("ES=F", "NQ=F", "GC=F", sources=("1d", "1m"), concurrency=1)
    assert ran.waits(WaitReason.BREAKER)
    assert ran.waits(WaitReason.BREAKER)[0] == pytest.approx(300.0, abs=15)  # less what a retry has waited
    assert ran.done.exit_code == 1
    failed = {(item.symbol, item.timeframe) for item in ran.of(ItemDone) if item.state is ItemState.FAILED}
    assert failed == {("ES=F", "1m"), ("ES=F", "2m")}
    assert ran.done.totals["DEFERRED"] == 0


def test_a_probe_that_fails_defers_the_rest(bench: ImportBench) -> None:
    bench.yahoo.fault("500", after=1)
    ran = bench.run("ES=F", "NQ=F", "GC=F", sources=("1d", "1m"), concurrency=1)
    assert len(ran.waits(WaitReason.BREAKER)) == 1
    assert (ran.done.state, ran.done.exit_code) == (RunState.PARTIAL, 1)
    assert ran.done.totals["DEFERRED"] > 0
    assert len(bench.yahoo.chart_requests()) == 1 + 6 * 2
    assert bench.wrong("ES=F", began=BEGAN, closed=BEGAN - 600, names=("1d",)) == []


def test_when_nothing_ever_worked_nothing_is_waited_for(bench: ImportBench) -> None:
    bench.yahoo.fault("500")
    ran = bench.run("ES=F", "NQ=F", "GC=F", concurrency=1)
    assert ran.waits(WaitReason.BREAKER) == []
    assert (ran.done.state, ran.done.exit_code) == (RunState.FAILED, 3)
    assert ran.states() == {ItemState.FAILED, ItemState.DEFERRED}
    assert bench.clock.monotonic() < 60


def open_breaker() -> tuple[CircuitBreaker, FakeClock, list[Event]]:
    gate, clock, events = gate_at_zero()
    gate.answered(gate.admit("ES=F", "1d"))
    for _ in range(5):
        gate.failed(FetchError(Fault.SERVER, Message("A fault.")), gate.admit("ES=F", "1m"))
    return gate, clock, events


def test_only_one_probe_passes_an_open_breaker() -> None:
    gate, clock, events = open_breaker()
    probe = gate.admit("ES=F", "1m")
    assert clock.monotonic() == pytest.approx(300.0)
    passed = threading.Event()

    def other() -> None:
        gate.admit("NQ=F", "1m")
        passed.set()

    thread = threading.Thread(target=other, daemon=True)
    thread.start()
    assert not passed.wait(0.05)
    gate.answered(probe)
    assert passed.wait(60)
    assert len([event for event in events if isinstance(event, Waiting)]) == 1  # looking is not told each time


def test_a_probe_that_was_not_sent_after_all_lets_another_pass() -> None:
    gate, _, _ = open_breaker()
    gate.admit("ES=F", "1m")
    gate.withdrawn()
    passed = threading.Event()
    threading.Thread(target=lambda: (gate.admit("NQ=F", "1m"), passed.set()), daemon=True).start()
    assert passed.wait(60)


def test_a_quota_that_ends_at_the_probe_ends_the_run(bench: ImportBench) -> None:
    """Found as a hang: the probe's thread went home without telling the others."""
    bench.yahoo.fault("500", after=1)
    ran = bench.run("ES=F", "NQ=F", "GC=F", sources=("1d", "1m"), daily_quota=13)
    assert ran.done.totals["DEFERRED"] > 0
    assert ran.done.exit_code == 1


# -- the quota -------------------------------------------------------------------------------------------


def test_a_used_up_quota_defers_the_rest_and_is_remembered(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-23 15:00:05"))
    ran = bench.run("ES=F", "NQ=F", sources=("1d",), daily_quota=3, concurrency=1)
    assert (ran.done.state, ran.done.exit_code, ran.done.requests) == (RunState.PARTIAL, 1, 3)
    assert ran.items()["NQ=F", "1d"].state is ItemState.DEFERRED
    assert "quota of 3" in str(ran.items()["NQ=F", "1d"].message)
    assert "00:00 UTC" in str(ran.items()["NQ=F", "1d"].message)
    assert bench.sql("SELECT day, used FROM quota") == [("2026-11-23", 3)]
    bench.reopen()
    bench.asked()
    again = bench.run("NQ=F", sources=("1d",), daily_quota=3)
    assert (again.done.exit_code, again.done.requests) == (3, 0)
    assert bench.yahoo.requests == []


def test_the_quota_starts_anew_at_midnight_utc(bench: ImportBench) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC).timestamp()
    bench.clock.set(midnight - 30)
    first = bench.run("ES=F", "NQ=F", sources=("1d",), daily_quota=3, concurrency=1)
    assert (first.done.exit_code, first.done.requests) == (1, 3)
    bench.clock.set(midnight + 1)
    second = bench.run("NQ=F", sources=("1d",), daily_quota=3)
    assert second.done.exit_code == 0
    assert bench.sql("SELECT day, used FROM quota") == [("2026-11-24", second.done.requests)]


def test_the_quota_turns_over_within_a_run() -> None:
    clock, events = FakeClock(datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC).timestamp()), []
    quota = Quota(2, 1, "2026-11-23", CancellableWaiter(clock, threading.Event(), events.append))
    quota.spend()
    with pytest.raises(Deferred):
        quota.spend()
    clock.advance(1)
    quota.spend()
    assert quota.left == 1
    assert quota.take_unsaved() == {"2026-11-23": 1, "2026-11-24": 1}
    assert quota.take_unsaved() == {}


def test_a_quota_that_is_shared_counts_what_others_have_sent() -> None:
    clock, events, told = FakeClock(at("2026-11-23 12:00")), [], []
    others = iter([90, None, -1])

    def count(day: str, before: int, limit: int) -> int | None:
        told.append((day, before, limit))
        return next(others)

    quota = Quota(100, 1, "2026-11-23", CancellableWaiter(clock, threading.Event(), events.append), count)
    quota.spend()
    assert quota.left == 10
    quota.spend()  # nobody knows: this machine's own count goes on
    assert quota.left == 9
    with pytest.raises(Deferred, match="machines that share Redis have used up"):
        quota.spend()
    assert told == [("2026-11-23", before, 100) for before in (1, 90, 91)]
    assert (quota.requests, quota.take_unsaved()) == (2, {"2026-11-23": 2})


def test_the_end_of_the_quota_is_announced_once(bench: ImportBench) -> None:
    ran = bench.run("ES=F", sources=("1d", "1m"), daily_quota=102)
    (notice,) = ran.notices("quota")
    assert notice.startswith("99 of 102 requests are left")
    assert [event.level for event in ran.of(Notice)] == ["warning"]
    assert bench.run("NQ=F", sources=("1d",), daily_quota=2000).notices("quota") == []


# -- cancel ----------------------------------------------------------------------------------------------


class Canceller:
    """Cancels a run a moment after an event. What the run waits for then takes longer than a test may."""

    def __init__(self, cancel: threading.Event, when: type[Event]) -> None:
        self.cancel, self.when = cancel, when
        self.heard = False

    def __call__(self, event: Event) -> None:
        if isinstance(event, self.when) and not self.heard:
            self.heard = True
            threading.Timer(0.05, self.cancel.set).start()


class LongWaits(SystemClock):
    """A real clock on which every pause is ten minutes."""

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return super().wait(event, 600.0)


@pytest.mark.parametrize("kind", ["429", "500", "hang"])
def test_cancel_ends_every_wait_at_once(bench: ImportBench, kind: str) -> None:
    """By the real clock: during a pause, before a retry, and while Yahoo hangs."""
    bench.yahoo.now = lambda: BEGAN
    bench.clock.wait = LongWaits().wait  # type: ignore[method-assign]
    bench.yahoo.fault(kind)
    canceller = Canceller(bench.cancel, ItemStarted if kind == "hang" else Waiting)
    ran = bench.run("ES=F", "NQ=F", listen=canceller, requests_per_second=0, request_timeout=300.0)
    assert (ran.done.state, ran.done.exit_code) == (RunState.CANCELLED, 130)
    assert ran.states() == {ItemState.CANCELLED}
    assert bench.sql("SELECT state FROM run") == [("CANCELLED",)]


def test_cancel_while_yahoo_hangs_keeps_what_was_complete(bench: ImportBench) -> None:
    bench.yahoo.fault("hang", interval="1m")
    canceller = Canceller(bench.cancel, ItemDone)
    ran = bench.run("ES=F", listen=canceller, requests_per_second=0, concurrency=1, request_timeout=300.0)
    assert ran.done.exit_code == 130
    assert ran.items()["ES=F", "1d"].state is ItemState.WRITTEN
    assert ran.items()["ES=F", "1m"].state is ItemState.CANCELLED
    assert bench.sql("SELECT used FROM quota") == [(ran.done.requests,)] == [(4,)]  # what hangs was sent, too
    assert bench.wrong("ES=F", began=BEGAN, names=("1d", "1wk")) == []


def test_cancel_before_the_start_asks_for_nothing(bench: ImportBench) -> None:
    bench.cancel.set()
    ran = bench.run("ES=F")
    assert (ran.done.state, ran.done.exit_code, ran.done.requests) == (RunState.CANCELLED, 130, 0)
    assert bench.yahoo.requests == []


def test_waits_have_a_reason_a_length_and_a_sentence(bench: ImportBench) -> None:
    bench.yahoo.fault("500", times=2)
    ran = bench.run("ES=F", sources=("1d",))
    for event in ran.of(Waiting):
        assert event.seconds > 0
        assert str(event.message).endswith(".")
    order = [type(event).__name__ for event in ran.events]
    assert order[:2] == ["RunStarted", "PlanMade"]
    assert order[-1] == "RunDone"
    assert all(a.attempt < b.attempt for a, b in pairwise(ran.of(ItemStarted)))
