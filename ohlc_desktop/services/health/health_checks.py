"""What the indicators of the window say: pure functions from what is known to a mark, a word and a fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import pytz
from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.clock import CLOCK_TOLERANCE
from ohlc_desktop.core.importing.events import WaitReason
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.numbers import write_number
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason
from ohlc_desktop.core.schedule.times import PACIFIC_NAME, PacificTime, zone_at
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.i18n.wording import beside_pacific, count, on_day, size, span, when, when_pacific

if TYPE_CHECKING:
    from ohlc_desktop.redis_share.status import RedisStatus
    from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
    from ohlc_desktop.services.store_access.snapshot import DatabaseState

#: A clock outside of these years is wrong, as after a dead battery.
SANE_YEARS = (2025, 2100)
#: Exit code of an import that could fetch nothing.
_NOTHING_FETCHED = 3

Facts = tuple[tuple[str, str], ...]
translate = QCoreApplication.translate


class IndicatorName(StrEnum):
    """What is indicated, in the order of the window; the hub only where the settings name one."""

    REDIS = "redis"
    HUB = "hub"
    TIME_ZONE = "time_zone"
    SCHEDULE = "schedule"
    FEED = "feed"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Indicator:
    """How one thing stands.

    Attributes:
        name: Which.
        severity: How serious it is.
        word: One or two words beside the mark.
        detail: A sentence that says what is so and what it means for the data.
        fix: A sentence that says what to do; empty when nothing is to be done.
        facts: Names and values for the details, in their order.
    """

    name: IndicatorName
    severity: Severity
    word: str
    detail: Message
    fix: Message = NOTHING
    facts: Facts = ()


#: All of them.
Indicators = Mapping[IndicatorName, Indicator]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether the feed's host answered when it was last asked; with a no, why."""

    ok: bool
    why: Message = NOTHING


# -- Redis -------------------------------------------------------------------------------------------


def redis_indicator(status: RedisStatus | None, settings: Settings) -> Indicator:
    """Redis: off, connecting, ok with latency and version, or failing with cause and fix.

    ``status`` is None until the first answer.
    """
    if not settings.cache_enabled:
        detail = Message("Redis is switched off: answers of feeds and the request quota are not shared between machines.")  # fmt: skip
        fix = Message("Nothing is needed. To use Redis, switch it on in Settings.")
        return Indicator(IndicatorName.REDIS, Severity.OFF, translate("Indicators", "off"), detail, fix)
    facts = _redis_facts(status, settings)
    if status is None:
        detail = Message("Redis is being asked.")
        return Indicator(IndicatorName.REDIS, Severity.BUSY, translate("Indicators", "connecting"), detail, facts=facts)
    if status.state == "ok":
        milliseconds = write_number(status.latency_ms or 0.0, 1)
        word = translate("Indicators", "ok, {milliseconds} ms").format(milliseconds=milliseconds)
        return Indicator(IndicatorName.REDIS, Severity.OK, word, status.told, facts=facts)
    meaning = (
        Message("Imports are refused until it works (REDIS_REQUIRED).")
        if settings.redis_required
        else Message("Imports go on without it.")
    )
    detail = sentences(status.detail, meaning)
    return Indicator(
        IndicatorName.REDIS, Severity.FAILING, translate("Indicators", "failing"), detail, status.fix, facts
    )


def _redis_facts(status: RedisStatus | None, settings: Settings) -> Facts:
    required = translate("Indicators", "yes") if settings.redis_required else translate("Indicators", "no")
    return _facts(
        (translate("Indicators", "Address"), mask_url(settings.redis_url)),
        (translate("Indicators", "Version"), (status.version or "") if status else ""),
        (translate("Indicators", "Needed for imports"), required),
    )


# -- time zone and clock -----------------------------------------------------------------------------


def zone_indicator(now: float, local: datetime, offset: float | None, demo: bool = False) -> Indicator:
    """Pacific time, the machine's zone, and the clock against the feed's.

    Args:
        now: UTC epoch seconds.
        local: The same moment in the machine's zone.
        offset: Seconds that the feed's clock was ahead of this computer's at the last import; None before one.
        demo: The market is simulated, and its clock is this computer's.
    """
    try:
        zone = zone_at(now)
    except pytz.UnknownTimeZoneError:
        return _zone_missing()
    facts = _zone_facts(now, zone, local, _compared(offset, demo))
    word = zone.abbreviation
    if not SANE_YEARS[0] <= local.year < SANE_YEARS[1]:
        detail = Message("This computer's clock says {when}; imports are refused with a wrong date.", when=when(now))  # fmt: skip
        return Indicator(IndicatorName.TIME_ZONE, Severity.FAILING, translate("Indicators", "wrong clock"), detail, _set_clock(), facts)  # fmt: skip
    if offset is not None and abs(offset) >= CLOCK_TOLERANCE:
        word = translate("Indicators", "clock differs")
        return Indicator(IndicatorName.TIME_ZONE, Severity.ATTENTION, word, _differs(offset), _set_clock(), facts)
    detail = Message(
        "In Los Angeles it is {when}. The next change of the clocks there is {change}.",
        when=when_pacific(now), change=when_pacific(zone.next_change.timestamp()),
    )  # fmt: skip
    return Indicator(IndicatorName.TIME_ZONE, Severity.OK, word, detail, facts=facts)


def _zone_missing() -> Indicator:
    return Indicator(
        IndicatorName.TIME_ZONE, Severity.FAILING, translate("Indicators", "no data"),
        Message("The time zone data for {zone} is missing: the daily import cannot be scheduled.", zone=PACIFIC_NAME),
        Message("Install the packages pytz and tzdata again, then start OHLC Desktop anew."),
    )  # fmt: skip


def _set_clock() -> Message:
    return Message("Set this computer's clock right, best by network time.")


def _differs(offset: float) -> Message:
    """How far the clocks are apart, and what that means."""
    return Message(
        "This computer's clock is {time} behind the feed's. {meaning}"
        if offset > 0
        else "This computer's clock is {time} ahead of the feed's. {meaning}",
        time=span(abs(offset)),
        meaning=Message("Candles are judged by the feed's clock, but imports start at the wrong time."),
    )


def _compared(offset: float | None, demo: bool) -> str:
    """This computer's clock against the feed's."""
    if demo:
        return translate("Indicators", "not compared: the market is simulated")
    if offset is None:
        return translate("Indicators", "not compared yet: the next import does it")
    if offset >= 0:
        return translate("Indicators", "{seconds} s behind the feed's").format(seconds=write_number(offset, 1))
    return translate("Indicators", "{seconds} s ahead of the feed's").format(seconds=write_number(-offset, 1))


def _zone_facts(now: float, zone: PacificTime, local: datetime, clock: str) -> Facts:
    with_offset = translate("Indicators", "{zone}, UTC{offset}")
    here = with_offset.format(zone=local.tzname(), offset=_offset(local))
    there = with_offset.format(zone=when_pacific(now), offset=zone.utc_offset)
    return _facts(
        (translate("Indicators", "Los Angeles"), there),
        (translate("Indicators", "This computer"), on_day(local, "%Y-%m-%d %H:%M")),
        (translate("Indicators", "Its zone"), here),
        (translate("Indicators", "Next change"), when_pacific(zone.next_change.timestamp())),
        (translate("Indicators", "Zone data"), translate("Indicators", "{zone}, present").format(zone=zone.name)),
        (translate("Indicators", "Clock"), clock),
    )


def _offset(moment: datetime) -> str:
    text = moment.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


# -- schedule ----------------------------------------------------------------------------------------


def schedule_indicator(schedule: ScheduleStatus | None, settings: Settings) -> Indicator:
    """Whether the daily import happens by itself, and when; ``schedule`` is None until it is first decided."""
    if schedule is None:
        detail = Message("The schedule is being worked out.")
        return Indicator(IndicatorName.SCHEDULE, Severity.UNKNOWN, translate("Indicators", "reading"), detail)
    severity, word, fix = _schedule_state(schedule)
    why = schedule.problem or schedule.why
    return Indicator(IndicatorName.SCHEDULE, severity, word, why, fix, _schedule_facts(schedule, settings))


def _schedule_state(schedule: ScheduleStatus) -> tuple[Severity, str, Message]:
    if schedule.problem:
        fix = Message("Until that is put right nothing is imported by itself.")
        return Severity.FAILING, translate("Indicators", "stopped"), fix
    if schedule.waiting_for_network:
        fix = Message("Check the network. The import starts by itself as soon as the feed answers.")
        return Severity.ATTENTION, translate("Indicators", "waiting"), fix
    if not isinstance(schedule.decision, ScheduleWait):
        return Severity.BUSY, translate("Indicators", "due"), NOTHING
    return _resting(schedule.decision.reason)


def _resting(reason: ScheduleWaitReason) -> tuple[Severity, str, Message]:
    match reason:
        case ScheduleWaitReason.PAUSED:
            fix = Message("Resume it from the tray menu or in Settings.")
            return Severity.OFF, translate("Indicators", "paused"), fix
        case ScheduleWaitReason.RUNNING:
            return Severity.BUSY, translate("Indicators", "importing"), NOTHING
        case ScheduleWaitReason.RETRY:
            fix = Message("Nothing is needed; Import now does not wait for it.")
            return Severity.ATTENTION, translate("Indicators", "trying again"), fix
        case ScheduleWaitReason.GIVEN_UP:
            fix = Message("See History for the reason, then press Import now.")
            return Severity.FAILING, translate("Indicators", "gave up"), fix
        case ScheduleWaitReason.FUTURE:
            return Severity.ATTENTION, translate("Indicators", "clock changed"), _set_clock()
        case _:
            return Severity.OK, translate("Indicators", "on"), NOTHING


def _schedule_facts(schedule: ScheduleStatus, settings: Settings) -> Facts:
    upcoming = schedule.next_run.timestamp()
    at = translate("Indicators", "{time} in Los Angeles, on trading days").format(time=f"{settings.import_time:%H:%M}")
    return _facts(
        (translate("Indicators", "Next import"), when_pacific(upcoming)),
        (translate("Indicators", "Here"), beside_pacific(upcoming)),
        (translate("Indicators", "Import time"), at),
    )


# -- feed --------------------------------------------------------------------------------------------


def feed_indicator(
    feed: FeedSpec, state: ImportState, reach: Reach | None, requests_today: int, quota: int, now: float
) -> Indicator:
    """The feed: reachable, waiting, limited, and what is left of the quota.

    Args:
        feed: Which.
        state: The import that runs, or the last one.
        reach: Whether the feed's host answers; None until it was asked.
        requests_today: Requests counted since 00:00 UTC.
        quota: Most requests a day.
        now: UTC epoch seconds.
    """
    facts = _feed_facts(state, requests_today, quota, now)
    if state.phase.active:
        severity, word, detail, fix = _importing(state, now)
    elif feed.simulated:
        severity, word, fix = Severity.OK, translate("Indicators", "simulated"), NOTHING
        detail = Message("DEMO: candles come from a simulated market; no network is used.")
        facts = ()
    elif requests_today >= quota:
        severity, word = Severity.ATTENTION, translate("Indicators", "quota used up")
        detail = Message("All {count} requests of today are used up: nothing more is asked until 00:00 UTC.", count=count(quota))  # fmt: skip
        fix = Message("Wait, or raise the daily quota in Settings.")
    else:
        severity, word, detail, fix = _idle(feed.display_name, state, reach)
    return Indicator(IndicatorName.FEED, severity, word, detail, fix, facts)


def _importing(state: ImportState, now: float) -> tuple[Severity, str, Message, Message]:
    wait = state.wait
    if wait is None or wait.until <= now:
        detail = Message("An import is asking for candles.")
        return Severity.BUSY, translate("Indicators", "importing"), detail, NOTHING
    words = {
        WaitReason.PACE: (Severity.BUSY, translate("Indicators", "pacing"), NOTHING),
        WaitReason.RATE_LIMITED: (
            Severity.ATTENTION, translate("Indicators", "limited"),
            Message("Nothing is needed: it goes on by itself. Fewer requests a second in Settings help."),
        ),
        WaitReason.RETRY: (Severity.ATTENTION, translate("Indicators", "trying again"), NOTHING),
        WaitReason.BREAKER: (
            Severity.FAILING, translate("Indicators", "resting"),
            Message("Nothing is needed: the feed is asked again after the pause."),
        ),
        WaitReason.NEIGHBOUR: (Severity.BUSY, translate("Indicators", "another asks"), NOTHING),
    }  # fmt: skip
    severity, word, fix = words[wait.reason]
    return severity, word, wait.message, fix


def _idle(feed: str, state: ImportState, reach: Reach | None) -> tuple[Severity, str, Message, Message]:
    if reach is None:
        detail = Message("{feed} is being asked.", feed=feed)
        return Severity.UNKNOWN, translate("Indicators", "asking"), detail, NOTHING
    if not reach.ok:
        fix = Message("Check the network, a proxy or a firewall. Stored candles are as they were.")
        return Severity.FAILING, translate("Indicators", "unreachable"), reach.why, fix
    if state.result is not None and state.result.exit_code == _NOTHING_FETCHED:
        fix = Message("Wait a while, then press Import now: only what is missing is asked for.")
        return Severity.ATTENTION, translate("Indicators", "refusing"), state.result.message, fix
    detail = Message("{feed}'s host accepts connections.", feed=feed)
    return Severity.OK, translate("Indicators", "reachable"), detail, NOTHING


def _feed_facts(state: ImportState, requests_today: int, quota: int, now: float) -> Facts:
    used = translate("Indicators", "{used} of {quota} since 00:00 UTC, {left} left")
    used = used.format(used=count(requests_today), quota=count(quota), left=count(max(quota - requests_today, 0)))
    waiting = state.wait is not None and state.wait.until > now and state.phase.active
    return _facts(
        (translate("Indicators", "Requests today"), used),
        (translate("Indicators", "Waits until"), when(state.wait.until) if waiting and state.wait else ""),
    )


# -- database ----------------------------------------------------------------------------------------


def database_indicator(state: DatabaseState | None) -> Indicator:
    """The file: size, last write, health. ``state`` is None until it was first looked at."""
    if state is None:
        detail = Message("The database is being read.")
        return Indicator(IndicatorName.DATABASE, Severity.UNKNOWN, translate("Indicators", "reading"), detail)
    facts = _database_facts(state)
    if state.problem:
        word = translate("Indicators", "failing")
        return Indicator(IndicatorName.DATABASE, Severity.FAILING, word, state.problem, state.fix, facts)
    if state.schema is None:
        detail = Message("There is no database yet: nothing has been imported into this profile.")
        fix = Message("Press Import now; the first import makes it.")
        return Indicator(IndicatorName.DATABASE, Severity.OFF, translate("Indicators", "none yet"), detail, fix, facts)
    detail = Message("The database can be read and holds {size}.", size=size(state.bytes))
    return Indicator(IndicatorName.DATABASE, Severity.OK, size(state.bytes), detail, facts=facts)


def _database_facts(state: DatabaseState) -> Facts:
    written = when(state.written) if state.written is not None else ""
    return _facts(
        (translate("Indicators", "File"), str(state.path)),
        (translate("Indicators", "Size"), size(state.bytes) if state.bytes else ""),
        (translate("Indicators", "Last write"), written),
        (translate("Indicators", "Schema"), str(state.schema) if state.schema is not None else ""),
    )


def _facts(*facts: tuple[str, str]) -> Facts:
    """Those that have a value."""
    return tuple(fact for fact in facts if fact[1])
