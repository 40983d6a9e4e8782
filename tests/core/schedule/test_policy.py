"""The one decision: when an import starts, when it does not, and what is said of the days without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.schedule.policy import (
    AHEAD,
    FOLLOW_UP,
    RETRIES,
    SOON,
    Attempted,
    Rules,
    ScheduleWait,
    ScheduleWaitReason,
    Start,
    decide,
    identity,
    moment_of,
    newest_occurrence,
)
from ohlc_desktop.core.schedule.skipped import skips
from ohlc_desktop.core.schedule.times import next_occurrence
from ohlc_desktop.core.states.runs import RunState
from tests.core.helpers import utc
from tests.core.schedule.test_times import EQUITY

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
AT = time(14, 5)
RULES = Rules(AT, enabled=True, since=0.0)
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
ENDED = (RunState.DONE, RunState.PARTIAL, RunState.FAILED, RunState.INTERRUPTED, RunState.CANCELLED)


def la(text: str) -> float:
    """Epoch seconds of ``2026-11-23 14:05`` in Los Angeles, by another time zone library than the app's."""
    return datetime.fromisoformat(text).replace(tzinfo=LOS_ANGELES).timestamp()


def there(seconds: float) -> str:
    """``2026-11-23 14:05`` in Los Angeles."""
    return datetime.fromtimestamp(seconds, LOS_ANGELES).strftime("%Y-%m-%d %H:%M")


def named(text: str) -> str:
    """The identity of an occurrence at ``2026-11-23 14:05`` in Los Angeles."""
    return identity(datetime.fromtimestamp(la(text), UTC))


class World:
    """A machine, its clock and its ledger, living by the decision alone.

    Attributes:
        now: UTC epoch seconds.
        runs: The ledger.
        starts: Every run: trigger, occurrence and real start in Los Angeles.
        outcome: How a run ends.
        skipped: The days without a run, by date in Los Angeles.
    """

    def __init__(self, now: float, rules: Rules = RULES, outcome: Callable[[Start], RunState] | None = None) -> None:
        self.now, self.rules = now, rules
        self.runs: dict[str, Attempted] = {}
        self.starts: list[tuple[str, str, str]] = []
        self.outcome = outcome or (lambda start: RunState.DONE)
        self.skipped: dict[date, str] = {}
        self.looks = 0

    def look(self) -> Start | ScheduleWait:
        """Decide, and carry out what is decided."""
        self.looks += 1
        for skip in skips(self.now, self.runs, EQUITY, self.rules, self.rules.since):
            name, moment = identity(skip.planned), skip.planned.timestamp()
            assert name not in self.runs
            self.runs[name] = Attempted(name, RunState.SKIPPED, 0, moment, moment)
            day = skip.planned.astimezone(LOS_ANGELES).date()
            self.skipped[day] = str(skip.reason)
        decision = decide(self.now, self.runs, EQUITY, self.rules)
        if isinstance(decision, Start):
            self.run(decision)
        elif decision.reason is ScheduleWaitReason.FUTURE:
            late = self.now + AHEAD.total_seconds()
            self.runs = {name: run for name, run in self.runs.items() if run.started <= late}
            return self.look()
        return decision

    def run(self, start: Start, seconds: float = 90.0) -> None:
        """One import, from start to end."""
        name, began = identity(start.planned), self.now
        before = self.runs.get(name)
        assert before is None or before.state not in (RunState.DONE, RunState.CANCELLED)
        assert start.attempt == (before.attempts if before else 0) + 1
        assert began >= start.planned.timestamp()
        self.starts.append((start.trigger, there(start.planned.timestamp()), there(began)))
        self.now += seconds
        self.runs[name] = Attempted(name, self.outcome(start), start.attempt, began, self.now)

    def live(self, until: float) -> ScheduleWait:
        """Be awake until a moment, looking whenever the decision says so."""
        while True:
            decision = self.look()
            if isinstance(decision, Start):
                continue
            assert decision.until > self.now
            if decision.until > until:
                self.now = max(self.now, until)
                return decision
            self.now = decision.until

    def awake(self, until: str) -> ScheduleWait:
        return self.live(la(until))

    def asleep(self, until: str) -> None:
        self.now = la(until)


def awake_at(text: str, rules: Rules = RULES) -> World:
    """A machine on which everything up to now is done."""
    world = World(la(text), rules)
    due = newest_occurrence(world.now, EQUITY, rules.at)
    assert due is not None
    for moment in (due, due + FOLLOW_UP):
        if moment.timestamp() <= world.now:
            start = moment.timestamp()
            world.runs[identity(moment)] = Attempted(identity(moment), RunState.DONE, 1, start, start + 90)
    return world


# -- a year -----------------------------------------------------------------------------------------


def test_a_year_has_one_run_and_one_follow_up_on_every_trading_day() -> None:
    world = World(la("2026-07-01 00:00"), replace(RULES, since=la("2026-07-01 00:00")))
    world.awake("2027-07-01 00:00")
    days = [date(2026, 7, 1) + timedelta(days=n) for n in range(365)]
    trading = [day for day in days if day in EQUITY.dates]
    assert len(trading) > 255
    expected = [
        (trigger, f"{day} {at}", f"{day} {at}")
        for day in trading
        for trigger, at in (("schedule", "14:05"), ("follow-up", "14:35"))
    ]
    assert world.starts == expected
    assert sorted([*trading, *world.skipped]) == days[: len(trading) + len(world.skipped)]
    assert set(days) - set(trading) - set(world.skipped) == set()
    assert world.skipped[date(2026, 12, 25)] == "Holiday: CME has no session on 2026-12-25."
    assert world.skipped[date(2026, 11, 28)] == "Saturday: no session."
    assert Counter(reason.split(":")[0] for reason in world.skipped.values()).keys() == {
        "Saturday",
        "Sunday",
        "Holiday",
    }
    assert world.looks < 5 * 365


@pytest.mark.parametrize(
    ("day", "at_utc"),
    [
        ("2026-10-30", "21:05"),
        ("2026-11-02", "22:05"),  # the first Monday after the change
        ("2026-11-27", "22:05"),  # closes early
        ("2026-12-24", "22:05"),  # closes early
        ("2027-03-12", "22:05"),
        ("2027-03-15", "21:05"),
    ],
)
def test_five_past_two_in_los_angeles_whatever_that_is_in_utc(day: str, at_utc: str) -> None:
    world = awake_at(f"{day} 12:00")
    rest = world.awake(f"{day} 14:04")
    assert rest.until == utc(f"{day} {at_utc}")
    world.awake(f"{day} 14:20")
    assert world.starts == [("schedule", f"{day} 14:05", f"{day} 14:05")]


@pytest.mark.parametrize("sunday", ["2026-11-01", "2027-03-14"])
def test_a_market_that_trades_on_sundays_is_imported_over_the_change_of_the_clock(sunday: str) -> None:
    day = date.fromisoformat(sunday)
    days = replace(EQUITY, dates=frozenset([*EQUITY.dates, day - timedelta(days=1), day]))
    for offset in (-1, 0):
        planned = la(f"{day + timedelta(days=offset)} 14:05")
        found = decide(planned, {}, days, RULES)
        assert isinstance(found, Start)
        assert (found.planned.timestamp(), found.attempt) == (planned, 1)


# -- missed occurrences ------------------------------------------------------------------------------


def test_asleep_over_the_import_time() -> None:
    world = awake_at("2026-11-23 13:50")
    assert world.look().until == la("2026-11-23 14:05")
    world.asleep("2026-11-23 17:30")
    rest = world.awake("2026-11-24 09:00")
    assert world.starts == [("schedule", "2026-11-23 14:05", "2026-11-23 17:30")]
    assert rest.until == la("2026-11-24 14:05")


def test_asleep_until_shortly_after_it_still_has_its_follow_up() -> None:
    world = awake_at("2026-11-23 13:50")
    world.asleep("2026-11-23 14:20")
    world.awake("2026-11-24 09:00")
    assert world.starts == [
        ("schedule", "2026-11-23 14:05", "2026-11-23 14:20"),
        ("follow-up", "2026-11-23 14:35", "2026-11-23 14:35"),
    ]


def test_asleep_over_the_follow_up() -> None:
    world = awake_at("2026-11-20 13:50")
    world.awake("2026-11-20 14:10")
    world.asleep("2026-11-22 11:00")
    world.awake("2026-11-22 20:00")
    assert world.starts[1:] == [("follow-up", "2026-11-20 14:35", "2026-11-22 11:00")]


def test_three_days_asleep_are_one_run() -> None:
    world = awake_at("2026-11-20 12:00")  # a Friday
    world.asleep("2026-11-24 16:00")
    world.awake("2026-11-25 09:00")
    assert world.starts == [("schedule", "2026-11-24 14:05", "2026-11-24 16:00")]
    off = "The computer was off, asleep or offline, or the app was closed; caught up by the import of 2026-11-24."
    assert world.skipped == {
        date(2026, 11, 20): off,
        date(2026, 11, 21): "Saturday: no session.",
        date(2026, 11, 22): "Sunday: no session.",
        date(2026, 11, 23): off,
    }


def test_started_a_second_before() -> None:
    world = awake_at("2026-11-23 14:00")
    world.now = la("2026-11-23 14:05") - 1
    rest = world.look()
    assert isinstance(rest, ScheduleWait)
    assert (rest.reason, rest.until) == (ScheduleWaitReason.NOT_DUE, world.now + 1)
    world.awake("2026-11-23 14:30")
    assert world.starts == [("schedule", "2026-11-23 14:05", "2026-11-23 14:05")]


def test_a_second_before_the_next_one_nothing_is_caught_up() -> None:
    world = World(la("2026-11-23 14:05") - 1)  # nothing was ever imported
    rest = world.look()
    assert isinstance(rest, ScheduleWait)
    assert (rest.reason, rest.until) == (ScheduleWaitReason.NOT_DUE, world.now + 1)
    world.awake("2026-11-23 14:30")
    assert world.starts == [("schedule", "2026-11-23 14:05", "2026-11-23 14:05")]
    early = decide(la("2026-11-23 14:05") - SOON.total_seconds(), {}, EQUITY, RULES)
    assert isinstance(early, Start)
    assert there(early.planned.timestamp()) == "2026-11-20 14:05"


def test_started_in_the_evening_after_a_missed_day() -> None:
    world = awake_at("2026-11-20 20:00")
    world.asleep("2026-11-23 20:00")
    started = world.look()
    assert isinstance(started, Start)
    assert (started.trigger, started.attempt) == ("schedule", 1)
    assert str(started.why) == "The import of Mon 2026-11-23 14:05 PST was missed 5 h 55 min ago and is caught up now."


def test_two_starts_of_the_app_within_a_minute() -> None:
    world = awake_at("2026-11-23 13:00")
    world.now = la("2026-11-23 14:05") + 10
    world.look()
    for seconds in (1, 20, 50):
        again = decide(world.now + seconds, world.runs, EQUITY, RULES)
        assert isinstance(again, ScheduleWait)
        assert again.until == la("2026-11-23 14:35")


def test_killed_while_importing_it_is_tried_again_after_five_minutes() -> None:
    began = la("2026-11-23 14:05")
    killed = Attempted(named("2026-11-23 14:05"), RunState.INTERRUPTED, 1, began, None)
    rest = decide(began + 40, {killed.planned: killed}, EQUITY, RULES)
    assert isinstance(rest, ScheduleWait)
    assert (rest.reason, rest.until) == (ScheduleWaitReason.RETRY, began + 5 * MINUTE)
    again = decide(rest.until, {killed.planned: killed}, EQUITY, RULES)
    assert isinstance(again, Start)
    assert (again.trigger, again.attempt) == ("schedule", 2)


def test_a_first_start_does_not_catch_up() -> None:
    now = la("2026-11-23 20:00")
    rest = decide(now, {}, EQUITY, replace(RULES, since=now))
    assert isinstance(rest, ScheduleWait)
    assert (rest.reason, rest.until) == (ScheduleWaitReason.NOT_DUE, la("2026-11-24 14:05"))
    assert isinstance(decide(now, {}, EQUITY, RULES), Start)
    at_once = decide(la("2026-11-23 14:05"), {}, EQUITY, replace(RULES, since=la("2026-11-23 14:05")))
    assert isinstance(at_once, Start)


# -- what went wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.INTERRUPTED])
def test_a_failed_run_is_tried_again_three_times_and_then_left(state: RunState) -> None:
    world = awake_at("2026-11-23 12:00")
    world.outcome = lambda start: state
    rest = world.awake("2026-11-24 12:00")
    assert world.starts == [
        ("schedule", "2026-11-23 14:05", f"2026-11-23 {at}") for at in ("14:05", "14:11", "14:28", "15:14")
    ]
    assert (rest.reason, rest.until) == (ScheduleWaitReason.GIVEN_UP, la("2026-11-24 14:05"))
    assert rest.planned is not None
    assert identity(rest.planned) == named("2026-11-23 14:05")
    assert "4 attempts" in str(rest.why)
    world.outcome = lambda start: RunState.DONE
    world.awake("2026-11-24 15:00")
    assert [start[0] for start in world.starts[4:]] == ["schedule", "follow-up"]


def test_a_retry_that_succeeds_ends_the_matter() -> None:
    world = awake_at("2026-11-23 12:00")
    world.outcome = lambda start: RunState.DONE if start.attempt == 4 else RunState.FAILED
    rest = world.awake("2026-11-24 12:00")
    assert rest.reason is ScheduleWaitReason.NOT_DUE
    assert len(world.starts) == 4  # the last one began after the follow-up's time: it has everything


def test_a_retry_before_the_follow_up_leaves_it_to_do() -> None:
    world = awake_at("2026-11-23 12:00")
    world.outcome = lambda start: RunState.DONE if start.attempt == 2 else RunState.FAILED
    world.awake("2026-11-23 14:36")
    assert [start[::2] for start in world.starts] == [
        ("schedule", "2026-11-23 14:05"),
        ("schedule", "2026-11-23 14:11"),
        ("follow-up", "2026-11-23 14:35"),
    ]


def test_a_partial_run_is_tried_again_until_its_follow_up_takes_over() -> None:
    world = awake_at("2026-11-23 12:00")
    world.outcome = lambda start: RunState.PARTIAL if start.trigger == "schedule" else RunState.DONE
    rest = world.awake("2026-11-24 12:00")
    assert [start[::2] for start in world.starts] == [
        *(("schedule", f"2026-11-23 {at}") for at in ("14:05", "14:11", "14:28")),
        ("follow-up", "2026-11-23 14:35"),
    ]
    assert rest.reason is ScheduleWaitReason.NOT_DUE


def test_a_follow_up_has_the_same_retries() -> None:
    world = awake_at("2026-11-23 12:00")
    world.outcome = lambda start: RunState.DONE if start.trigger == "schedule" else RunState.FAILED
    rest = world.awake("2026-11-24 12:00")
    assert world.starts[1:] == [
        ("follow-up", "2026-11-23 14:35", f"2026-11-23 {at}") for at in ("14:35", "14:41", "14:58", "15:44")
    ]
    assert rest.reason is ScheduleWaitReason.GIVEN_UP


def test_a_cancelled_run_is_left_until_the_next_day() -> None:
    world = awake_at("2026-11-23 12:00")
    world.outcome = lambda start: RunState.CANCELLED
    rest = world.awake("2026-11-24 12:00")
    assert len(world.starts) == 1
    assert (rest.reason, rest.until) == (ScheduleWaitReason.CANCELLED, la("2026-11-24 14:05"))
    assert "was cancelled. The next one is due Tue 2026-11-24 14:05 PST." in str(rest.why)


def test_nothing_starts_while_an_import_runs() -> None:
    began = la("2026-11-23 14:05")
    running = Attempted(named("2026-11-23 14:05"), RunState.RUNNING, 1, began, None)
    for now in (began + 1, began + 2 * HOUR, la("2026-11-24 14:05")):
        rest = decide(now, {running.planned: running}, EQUITY, RULES)
        assert isinstance(rest, ScheduleWait)
        assert rest.reason is ScheduleWaitReason.RUNNING
        assert rest.until > now


# -- the user's wishes -------------------------------------------------------------------------------


def test_paused_nothing_is_imported_and_the_day_says_so() -> None:
    world = awake_at("2026-11-24 12:00", replace(RULES, enabled=False))
    rest = world.awake("2026-11-26 12:00")
    assert (rest.reason, rest.until) == (ScheduleWaitReason.PAUSED, la("2026-11-26 14:05"))
    assert world.starts == []
    assert world.skipped == {date(2026, 11, day): "The schedule was paused." for day in (24, 25)}


def test_resumed_the_newest_occurrence_is_caught_up() -> None:
    world = awake_at("2026-11-23 12:00", replace(RULES, enabled=False))
    world.awake("2026-11-24 16:00")
    world.rules = RULES
    world.awake("2026-11-24 20:00")
    assert world.starts == [("schedule", "2026-11-24 14:05", "2026-11-24 16:00")]


@pytest.mark.parametrize(
    ("now", "at", "expected"),
    [
        ("2026-11-23 16:00", time(13, 0), None),  # moved to earlier: what was done later has everything
        ("2026-11-23 14:40", time(15, 0), None),  # moved to later: due again when it comes
        ("2026-11-23 15:00", time(15, 0), "2026-11-23 15:00"),
    ],
)
def test_the_import_time_is_changed(now: str, at: time, expected: str | None) -> None:
    world = awake_at("2026-11-23 14:36")
    found = decide(la(now), world.runs, EQUITY, replace(RULES, at=at))
    started = there(found.planned.timestamp()) if isinstance(found, Start) and found.planned else None
    assert started == expected


def test_a_failure_before_the_import_time_was_changed_is_tried_again() -> None:
    began = la("2026-11-23 14:05")
    failed = Attempted(named("2026-11-23 14:05"), RunState.FAILED, 2, began, began + 60)
    found = decide(la("2026-11-23 16:00"), {failed.planned: failed}, EQUITY, replace(RULES, at=time(13, 0)))
    assert isinstance(found, Start)
    assert (identity(found.planned), found.attempt) == (failed.planned, 3)


def test_shortly_before_midnight_the_follow_up_is_on_the_next_day() -> None:
    rules = replace(RULES, at=time(23, 50))
    world = World(la("2026-11-20 23:00"), replace(rules, since=la("2026-11-20 23:00")))
    world.awake("2026-11-23 23:59")
    assert world.starts == [
        ("schedule", "2026-11-20 23:50", "2026-11-20 23:50"),
        ("follow-up", "2026-11-21 00:20", "2026-11-21 00:20"),
        ("schedule", "2026-11-23 23:50", "2026-11-23 23:50"),
    ]
    assert list(world.skipped) == [date(2026, 11, 21), date(2026, 11, 22)]


# -- the clock ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", [2 * MINUTE, HOUR, 11 * HOUR])
def test_a_clock_set_back_repeats_nothing(back: float) -> None:
    world = awake_at("2026-11-24 12:00")
    world.awake("2026-11-24 14:40")
    assert len(world.starts) == 2
    world.now -= back
    world.awake("2026-11-25 14:00")
    assert len(world.starts) == 2


@pytest.mark.parametrize("ahead", [30 * HOUR, 365 * DAY])
def test_what_was_imported_while_the_clock_was_ahead_is_imported_again_when_its_time_comes(ahead: float) -> None:
    world = awake_at("2026-11-24 12:00")
    world.awake("2026-11-24 14:40")
    world.now += ahead
    world.live(world.now + DAY)
    wrong = len(world.starts)
    assert wrong > 2
    world.asleep("2026-11-24 15:00")
    world.awake("2026-11-26 15:00")
    assert world.starts[wrong:] == [
        (trigger, f"2026-11-{day} {at}", f"2026-11-{day} {at}")
        for day in (25, 26)
        for trigger, at in (("schedule", "14:05"), ("follow-up", "14:35"))
    ]


@pytest.mark.parametrize("planned", ["2026-11-23 14:05", "2026-11-24 14:05", "2026-11-20 14:05"])
def test_a_run_from_the_future_is_put_aside_first(planned: str) -> None:
    name, now = named(planned), la("2026-11-23 14:06")
    ahead = now + AHEAD.total_seconds()
    for state in (RunState.DONE, RunState.PARTIAL, RunState.INTERRUPTED, RunState.SKIPPED):
        rest = decide(now, {name: Attempted(name, state, 1, ahead + 1, ahead + 90)}, EQUITY, RULES)
        assert isinstance(rest, ScheduleWait)
        assert (rest.reason, rest.until) == (ScheduleWaitReason.FUTURE, now + 60)
        assert "the clock was wrong" in str(rest.why)


def test_a_failure_from_the_future_does_not_count() -> None:
    name, now = named("2026-11-23 14:05"), la("2026-11-23 14:06")
    ahead = now + AHEAD.total_seconds()
    for state in (RunState.FAILED, RunState.CANCELLED):
        found = decide(now, {name: Attempted(name, state, 4, ahead + 1, ahead + 90)}, EQUITY, RULES)
        assert isinstance(found, Start)
        assert found.attempt == 1
    done = decide(now, {name: Attempted(name, RunState.DONE, 1, ahead, ahead + 90)}, EQUITY, RULES)
    assert isinstance(done, ScheduleWait)
    assert done.reason is ScheduleWaitReason.NOT_DUE


def test_without_a_calendar_weekdays_decide() -> None:
    assert isinstance(decide(la("2026-12-25 14:05"), {}, None, RULES), Start)
    rest = decide(la("2026-12-26 14:05"), {}, None, replace(RULES, since=la("2026-12-26 00:00")))
    assert isinstance(rest, ScheduleWait)
    assert rest.until == la("2026-12-28 14:05")


# -- whatever happens --------------------------------------------------------------------------------

MONDAY = la("2026-11-23 00:00")
moments = st.floats(MONDAY, MONDAY + 14 * DAY)


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, Attempted]:
    """Rows for some occurrences and follow-ups of two weeks, in any state."""
    runs = {}
    for day in range(-7, 14):
        for minutes in (0, 30):
            if draw(st.booleans()):
                continue
            when = datetime(2026, 11, 23, 14, 5, tzinfo=LOS_ANGELES) + timedelta(days=day, minutes=minutes)
            state = draw(st.sampled_from([*ENDED, RunState.SKIPPED] * 2 + [RunState.RUNNING]))
            started = when.timestamp() + draw(st.sampled_from([0, 60, 20 * MINUTE, HOUR, 20 * HOUR]))
            ended = None if state is RunState.RUNNING else started + draw(st.floats(0, HOUR))
            name = identity(when)
            runs[name] = Attempted(name, state, draw(st.integers(0, 5)), started, ended)
    return runs


@given(moments, ledgers(), st.booleans(), moments | st.just(0.0), st.sampled_from([AT, time(0, 1), time(14, 35)]))
@settings(max_examples=40, deadline=None)
def test_every_decision_keeps_its_promises(
    now: float, runs: dict[str, Attempted], enabled: bool, since: float, at: time
) -> None:
    rules = Rules(at, enabled, since)
    found = decide(now, runs, EQUITY, rules)
    assert str(found.why).endswith(".")
    if isinstance(found, ScheduleWait):
        assert now < found.until <= next_occurrence(now, EQUITY, at).timestamp() or found.reason is ScheduleWaitReason.FUTURE
        return
    assert enabled
    name = identity(found.planned)
    assert moment_of(name) == found.planned
    assert since <= found.planned.timestamp() <= now
    known = runs.get(name)
    assert known is None or known.state not in (RunState.DONE, RunState.RUNNING, RunState.CANCELLED)
    assert not any(run.state is RunState.RUNNING for run in runs.values())
    assert 1 <= found.attempt <= len(RETRIES) + 1
    assert found.trigger == "schedule" or identity(found.planned - FOLLOW_UP) in runs


@given(moments, ledgers(), st.floats(0, 1, exclude_max=True))
@settings(max_examples=40, deadline=None)
def test_nothing_is_due_before_the_time_to_look_again(now: float, runs: dict[str, Attempted], part: float) -> None:
    runs = {name: run for name, run in runs.items() if run.started <= now}  # what begins later is news
    found = decide(now, runs, EQUITY, RULES)
    if isinstance(found, ScheduleWait) and found.reason is not ScheduleWaitReason.FUTURE:
        earlier = now + part * (found.until - now)
        if earlier < found.until:
            assert isinstance(decide(earlier, runs, EQUITY, RULES), ScheduleWait)


days_on_and_off = st.lists(st.tuples(st.floats(0.01, 60.0), st.floats(0.0, 90.0)), min_size=2, max_size=8)


@given(days_on_and_off, st.lists(st.sampled_from(ENDED), min_size=1, max_size=9))
@settings(max_examples=40, deadline=None)
def test_whatever_sleeps_and_fails_no_occurrence_is_run_twice_over(
    hours: list[tuple[float, float]], outcomes: list[RunState]
) -> None:
    begin = la("2026-11-20 09:00")
    world = World(begin, replace(RULES, since=begin))
    world.outcome = lambda start: outcomes[len(world.starts) % len(outcomes)]
    for on, off in hours:
        world.live(world.now + on * HOUR)
        world.now += off * HOUR
    world.live(world.now + HOUR)
    world.look()
    ended = [run.state for run in world.runs.values()]
    tries = Counter(planned for _, planned, _ in world.starts)
    assert all(count <= len(RETRIES) + 1 for count in tries.values())
    assert sum(run.attempts for run in world.runs.values()) == len(world.starts)
    assert RunState.RUNNING not in ended
    # every day up to now has a run or a reason
    planned = {moment_of(name).astimezone(LOS_ANGELES).date() for name in world.runs}
    wanted = {
        date(2026, 11, 20) + timedelta(days=n) for n in range(60)
        if la(f"{date(2026, 11, 20) + timedelta(days=n)} 14:05") <= world.now
    }  # fmt: skip
    newest = newest_occurrence(world.now, EQUITY, AT)
    assert newest is not None
    assert wanted - planned <= {newest.astimezone(LOS_ANGELES).date()}
