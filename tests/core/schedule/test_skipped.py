"""Days without a run: which are told of, and since when. The world of the schedule's tests tells of them too."""

from __future__ import annotations

from ohlc_desktop.core.schedule.policy import Attempted, Rules
from ohlc_desktop.core.schedule.skipped import Skip, skips
from tests.core.schedule.test_policy import RULES, awake_at, la, there
from tests.core.schedule.test_times import EQUITY


def told(now: str, runs: dict[str, Attempted], rules: Rules = RULES, since: float = 0.0) -> dict[str, str]:
    found: tuple[Skip, ...] = skips(la(now), runs, EQUITY, rules, since)
    return {there(skip.planned.timestamp()): str(skip.reason) for skip in found}


def test_the_newest_occurrence_is_due_and_not_skipped() -> None:
    done = awake_at("2026-11-20 15:00").runs
    assert told("2026-11-23 14:05", done).keys() == {"2026-11-21 14:05", "2026-11-22 14:05"}
    assert told("2026-11-22 14:04", done).keys() == {"2026-11-21 14:05"}
    assert told("2026-11-21 14:04", done) == {}


def test_days_are_told_of_only_since_something_is_known() -> None:
    assert told("2026-11-23 20:00", {}) == {}
    since = told("2026-11-23 20:00", {}, since=la("2026-11-21 20:00"))
    assert since == {"2026-11-22 14:05": "Sunday: no session."}
    assert told("2026-11-22 20:00", awake_at("2026-11-20 15:00").runs, since=la("2026-11-22 00:00")) == since


def test_at_most_forty_days_are_told_of() -> None:
    found = told("2027-02-01 20:00", awake_at("2026-11-20 15:00").runs)
    assert (min(found), len(found)) == ("2026-12-23 14:05", 40)


def test_a_gap_that_was_not_told_in_time_is_told_later() -> None:
    runs = awake_at("2026-11-19 15:00").runs | awake_at("2026-11-24 15:00").runs
    found = told("2026-11-24 20:00", runs)
    assert list(found) == [f"2026-11-{day} 14:05" for day in (20, 21, 22, 23)]
    assert found["2026-11-20 14:05"].endswith("caught up by the import of 2026-11-24.")
