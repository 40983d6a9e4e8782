"""What the indicators say of what is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import pytz

from ohlc_desktop.core.importing.events import RunDone, WaitReason
from ohlc_desktop.core.importing.state import CurrentWait, ImportState, Phase
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason, Start
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.redis_share.status import RedisState, RedisStatus
from ohlc_desktop.services.health.health_checks import (
    Indicator,
    IndicatorName,
    Reach,
    database_indicator,
    feed_indicator,
    redis_indicator,
    schedule_indicator,
    zone_indicator,
)
from ohlc_desktop.services.health.hub_check import hub_indicator
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.services.store_access.snapshot import DatabaseState
from ohlc_desktop.sources.demo.spec import DEMO
from ohlc_desktop.sources.yahoo.spec import YAHOO

UPCOMING = datetime(2026, 11, 24, 22, 5, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 23, 0, tzinfo=UTC).timestamp()
TOKYO = timezone(timedelta(hours=9), "JST")
URL = "redis://:geheim@example:6380/0"


def facts(indicator: Indicator) -> dict[str, str]:
    """The facts by name."""
    assert all(value for _, value in indicator.facts)
    return dict(indicator.facts)


# -- Redis -------------------------------------------------------------------------------------------


def test_redis_is_off_connecting_ok_or_failing() -> None:
    on = Settings(cache_enabled=True, redis_url=URL)
    ok = RedisStatus(RedisState.OK, "", Message("Redis 7.2.4 answers in 0.4 ms."), latency_ms=0.42, version="7.2.4")
    bad = RedisStatus(RedisState.FAILING, "refused", Message("No Redis runs at example:6380."), Message("Start Redis there."))
    off, connecting, working, failing = (
        redis_indicator(ok, Settings()), redis_indicator(None, on), redis_indicator(ok, on), redis_indicator(bad, on)
    )  # fmt: skip
    assert [i.severity for i in (off, connecting, working, failing)] == [Severity.OFF, Severity.BUSY, Severity.OK, Severity.FAILING]
    assert (off.word, connecting.word, working.word, failing.word) == ("off", "connecting", "ok, 0.4 ms", "failing")
    assert facts(working)["Version"] == "7.2.4"
    assert str(failing.detail).startswith(str(bad.detail))
    assert str(failing.fix) == str(bad.fix)
    assert "geheim" not in repr((off, connecting, working, failing))


def test_a_redis_that_is_required_and_fails_refuses_imports() -> None:
    bad = RedisStatus(RedisState.FAILING, "refused", Message("No Redis."), Message("Start it."))
    wanted = Settings(cache_enabled=True, redis_required=True)
    assert "refused until" in str(redis_indicator(bad, wanted).detail)
    assert "go on without it" in str(redis_indicator(bad, Settings(cache_enabled=True)).detail)


# -- time zone ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "word", "change"),
    [
        ("2026-11-01T08:59:00", "PDT", "Sun 2026-11-01 01:00 PST"),
        ("2026-11-01T09:00:00", "PST", "Sun 2027-03-14 03:00 PDT"),
        ("2027-03-14T10:00:00", "PDT", "Sun 2027-11-07 01:00 PST"),
    ],
)
def test_pacific_time_and_its_next_change(day: str, word: str, change: str) -> None:
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    found = zone_indicator(now.timestamp(), now.astimezone(TOKYO), None)
    assert (found.severity, found.word, facts(found)["Next change"]) == (Severity.OK, word, change)
    assert facts(found)["Los Angeles"].endswith(f"{word}, UTC{'-07:00' if word == 'PDT' else '-08:00'}")
    assert facts(found)["Its zone"] == "JST, UTC+09:00"
    assert facts(found)["Zone data"] == "America/Los_Angeles, present"


def test_the_clock_against_the_feed() -> None:
    local = datetime.fromtimestamp(NOW, TOKYO)
    unknown, agrees, behind, ahead = (zone_indicator(NOW, local, offset) for offset in (None, -0.4, 300.0, -7200.0))
    assert [i.severity for i in (unknown, agrees, behind, ahead)] == [Severity.OK, Severity.OK, Severity.ATTENTION, Severity.ATTENTION]
    assert "not compared yet" in facts(unknown)["Clock"]
    assert facts(agrees)["Clock"] == "0.4 s ahead of the feed's"
    assert "5 min 0 s behind" in str(behind.detail)
    assert "2 h 0 min ahead" in str(ahead.detail)
    assert behind.fix
    assert "simulated" in facts(zone_indicator(NOW, local, None, demo=True))["Clock"]


@pytest.mark.parametrize("year", [1970, 2024, 2100])
def test_a_wrong_date_is_told(year: int) -> None:
    now = datetime(year, 6, 1, tzinfo=UTC)
    found = zone_indicator(now.timestamp(), now, 0.0)
    assert (found.severity, found.word) == (Severity.FAILING, "wrong clock")
    assert str(year) in str(found.detail)


def test_missing_zone_data_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise pytz.UnknownTimeZoneError(name)

    monkeypatch.setattr(pytz, "timezone", missing)
    found = zone_indicator(NOW, datetime.fromtimestamp(NOW, UTC), None)
    assert (found.severity, found.word) == (Severity.FAILING, "no data")
    assert "pytz" in str(found.fix)


# -- schedule ----------------------------------------------------------------------------------------


def status(reason: ScheduleWaitReason, why: str = "Because.") -> ScheduleStatus:
    """At rest for a reason."""
    return ScheduleStatus(ScheduleWait(reason, UPCOMING.timestamp(), why, UPCOMING), UPCOMING, False, why)


@pytest.mark.parametrize(
    ("reason", "severity", "word"),
    [
        (ScheduleWaitReason.NOT_DUE, Severity.OK, "on"),
        (ScheduleWaitReason.CANCELLED, Severity.OK, "on"),
        (ScheduleWaitReason.PAUSED, Severity.OFF, "paused"),
        (ScheduleWaitReason.RUNNING, Severity.BUSY, "importing"),
        (ScheduleWaitReason.RETRY, Severity.ATTENTION, "trying again"),
        (ScheduleWaitReason.GIVEN_UP, Severity.FAILING, "gave up"),
        (ScheduleWaitReason.FUTURE, Severity.ATTENTION, "clock changed"),
    ],
)
def test_the_schedule_at_rest(reason: ScheduleWaitReason, severity: Severity, word: str) -> None:
    found = schedule_indicator(status(reason), Settings())
    assert (found.severity, found.word, str(found.detail)) == (severity, word, "Because.")
    assert facts(found)["Next import"] == "Tue 2026-11-24 14:05 PST"
    assert facts(found).get("Here", "") == wording.beside_pacific(datetime(2026, 11, 24, 22, 5, tzinfo=UTC).timestamp())


def test_the_schedule_due_waiting_and_unable_to_decide() -> None:
    start = Start("schedule", UPCOMING, 1, Message("It is due."))
    due = schedule_indicator(ScheduleStatus(start, UPCOMING, False, Message("It is due.")), Settings())
    waiting = schedule_indicator(ScheduleStatus(start, UPCOMING, True, Message("No network.")), Settings())
    stuck = schedule_indicator(ScheduleStatus(start, UPCOMING, False, Message("It is due."), Message("No store.")), Settings())
    assert [(i.severity, str(i.detail)) for i in (due, waiting, stuck)] == [
        (Severity.BUSY, "It is due."), (Severity.ATTENTION, "No network."), (Severity.FAILING, "No store."),
    ]  # fmt: skip
    assert schedule_indicator(None, Settings()).severity is Severity.UNKNOWN


# -- feed --------------------------------------------------------------------------------------------


def test_the_feed_between_imports() -> None:
    idle = ImportState()
    failed = ImportState(phase=Phase.ENDED, result=RunDone(1, RunState.FAILED, 3, message=Message("Yahoo refuses.")))
    found = [
        feed_indicator(YAHOO, idle, None, 0, 2000, NOW),
        feed_indicator(YAHOO, idle, Reach(True), 12, 2000, NOW),
        feed_indicator(YAHOO, idle, Reach(False, Message("Offline.")), 12, 2000, NOW),
        feed_indicator(YAHOO, failed, Reach(True), 12, 2000, NOW),
        feed_indicator(YAHOO, idle, Reach(True), 2000, 2000, NOW),
    ]
    assert [(i.severity, i.word) for i in found] == [
        (Severity.UNKNOWN, "asking"), (Severity.OK, "reachable"), (Severity.FAILING, "unreachable"), (Severity.ATTENTION, "refusing"),
        (Severity.ATTENTION, "quota used up"),
    ]  # fmt: skip
    assert (str(found[2].detail), str(found[3].detail)) == ("Offline.", "Yahoo refuses.")
    assert facts(found[1])["Requests today"].startswith("12 of ")
    assert facts(found[1])["Requests today"].endswith("988 left")


@pytest.mark.parametrize(
    ("reason", "severity"),
    [
        (WaitReason.PACE, Severity.BUSY),
        (WaitReason.RATE_LIMITED, Severity.ATTENTION),
        (WaitReason.RETRY, Severity.ATTENTION),
        (WaitReason.BREAKER, Severity.FAILING),
    ],
)
def test_the_feed_while_an_import_waits(reason: WaitReason, severity: Severity) -> None:
    state = ImportState(phase=Phase.RUNNING, wait=CurrentWait(reason, NOW + 60, Message("Waiting.")))
    found = feed_indicator(YAHOO, state, Reach(False, Message("Offline.")), 12, 2000, NOW)
    assert (found.severity, str(found.detail)) == (severity, "Waiting.")
    assert "Waits until" in facts(found)
    over = feed_indicator(YAHOO, state, None, 12, 2000, NOW + 60)
    assert (over.severity, over.word) == (Severity.BUSY, "importing")
    assert "Waits until" not in facts(over)


def test_the_simulated_market_needs_no_network() -> None:
    found = feed_indicator(DEMO, ImportState(), None, 9, 1, NOW)
    assert (found.severity, found.word) == (Severity.OK, "simulated")
    assert "DEMO" in str(found.detail)


# -- database ----------------------------------------------------------------------------------------


def test_the_database() -> None:
    path = Path("ohlc.sqlite3")
    found = [
        database_indicator(None),
        database_indicator(DatabaseState(path)),
        database_indicator(DatabaseState(path, 12_300_000, NOW, 2)),
        database_indicator(DatabaseState(path, 12_300_000, NOW, 2, Message("It is locked."), Message("Close the other program."))),
    ]
    assert [i.severity for i in found] == [Severity.UNKNOWN, Severity.OFF, Severity.OK, Severity.FAILING]
    assert found[2].word == "12.3 MB"
    assert facts(found[2]).keys() == {"File", "Size", "Last write", "Schema"}
    assert (str(found[3].detail), str(found[3].fix)) == ("It is locked.", "Close the other program.")


def test_each_function_names_its_indicator() -> None:
    named = {
        redis_indicator(None, Settings()).name,
        zone_indicator(NOW, datetime.fromtimestamp(NOW, UTC), None).name,
        schedule_indicator(None, Settings()).name,
        feed_indicator(YAHOO, ImportState(), None, 0, 1, NOW).name,
        database_indicator(None).name,
        hub_indicator(None, Settings(), NOW).name,
    }
    assert named == set(IndicatorName)
