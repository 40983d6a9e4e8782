"""Whether to import now, and if not, why not and when to look again. Pure: the answer depends on the arguments only.

An *occurrence* is the import time on a trading day; its identity is that moment in UTC (see :func:`identity`) and
never "last run plus a day". Half an hour later a *follow-up* brings the last candles, which were not in the feed yet.

- Only the newest occurrence counts: three days asleep are caught up by one run.
- What is done is never repeated; what failed is tried again after ``RETRIES`` and then left to the user.
- A missed occurrence is not caught up when the next one is less than ``SOON`` away: that one brings everything.

All functions take ``now`` as UTC epoch seconds; all datetimes are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from ohlc_desktop.core.importing.events import RunState
from ohlc_desktop.core.schedule.times import TradeDates, at_pacific, is_trading_day, next_occurrence, pacific

#: How long after an occurrence its follow-up starts.
FOLLOW_UP = timedelta(minutes=30)
#: How long after the end of an attempt the next one starts; then it is given up.
RETRIES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=45))
#: Nothing is started so shortly before the next occurrence.
SOON = timedelta(minutes=5)
#: A run that started so much later than now was made while the clock was wrong.
AHEAD = timedelta(hours=12)
#: Skipped days are looked for so many days back.
SKIPPED_DAYS = 40

SCHEDULE, FOLLOWING = "schedule", "follow-up"

_LOOKBACK = 30
# not from strftime: a GUI sets the process's locale, and these sentences are kept in the ledger
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Attempted:
    """What the ledger says of an occurrence: ``planned`` is its identity, times are UTC epoch seconds."""

    planned: str
    state: RunState
    attempts: int
    started: float
    ended: float | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The user's wishes: the import time in Los Angeles, and whether to import at all.

    Occurrences before ``since`` (UTC epoch seconds) do not count as missed.
    """

    at: time
    enabled: bool
    since: float


@dataclass(frozen=True, slots=True)
class Start:
    """Import now.

    Attributes:
        trigger: ``schedule`` or ``follow-up``.
        planned: The occurrence that the run is for.
        attempt: 1 for the first one.
        late: Seconds since ``planned``.
        why: A sentence for a person.
    """

    trigger: str
    planned: datetime
    attempt: int
    late: float
    why: str


class ScheduleWaitReason(StrEnum):
    """Why nothing is started."""

    NOT_DUE = "not_due"
    PAUSED = "paused"
    RETRY = "retry"
    GIVEN_UP = "given_up"
    CANCELLED = "cancelled"
    RUNNING = "running"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class ScheduleWait:
    """Start nothing now.

    Attributes:
        reason: Why not. ``future``: the ledger holds a run from a time that has not come, which must not stand in
            for an occurrence that has; call ``ledger.disown_future`` and look again.
        until: When to look again, UTC epoch seconds; always later than now.
        why: A sentence for a person.
        planned: The occurrence that the reason is about; for ``not_due`` and ``paused`` the next one.
    """

    reason: ScheduleWaitReason
    until: float
    why: str
    planned: datetime | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """An occurrence that had no run, and why, in a sentence."""

    planned: datetime
    reason: str


def identity(planned: datetime) -> str:
    """How the ledger names an occurrence: ISO 8601 in UTC to the second, such as ``2026-11-23T22:05:00Z``."""
    return planned.astimezone(UTC).strftime(_FORMAT)


def moment_of(identity: str) -> datetime:
    """The occurrence that an identity names.

    Raises:
        ValueError: it is no time in ISO 8601.
    """
    return datetime.fromisoformat(identity).astimezone(UTC)


def newest_occurrence(now: float, dates: TradeDates | None, at: time) -> datetime | None:
    """The last import time on a trading day at or before ``now``; None when a month has none."""
    today = datetime.fromtimestamp(now, pacific()).date()
    for back in range(_LOOKBACK):
        day = today - timedelta(days=back)
        when = at_pacific(day, at)
        if when.timestamp() <= now and is_trading_day(day, dates):
            return when
    return None


def decide(
    now: float, runs: Mapping[str, Attempted], dates: TradeDates | None, rules: Rules, by_hand: float | None = None
) -> Start | ScheduleWait:
    """Whether to import now.

    Args:
        now: UTC epoch seconds.
        runs: What the ledger knows of the newest occurrences, by identity. A RUNNING row counts as a living import:
            hand in one that a dead process left as INTERRUPTED.
        dates: The stored trade dates; None where weekdays have to do.
        rules: The user's wishes.
        by_hand: When the newest import of the whole watchlist began that the user started and that ended well,
            UTC epoch seconds.
    """
    coming = next_occurrence(now, dates, rules.at)
    if not rules.enabled:
        return ScheduleWait(
            ScheduleWaitReason.PAUSED, coming.timestamp(), "The schedule is paused: nothing is imported.", coming
        )
    for run in runs.values():
        if run.state is RunState.RUNNING:
            return _rest(ScheduleWaitReason.RUNNING, run, coming, "is running")
    for run in runs.values():
        if _is_ahead(run, now) and run.state not in (RunState.FAILED, RunState.CANCELLED):
            return _from_the_future(now, run)
    found = _look(now, runs, dates, rules, coming, by_hand)
    if isinstance(found, Start) and coming.timestamp() - now < SOON.total_seconds():
        why = f"The import of {_named(coming)} is about to start; it brings what is missing."
        return ScheduleWait(ScheduleWaitReason.NOT_DUE, coming.timestamp(), why, coming)
    return found


def _look(
    now: float, runs: Mapping[str, Attempted], dates: TradeDates | None, rules: Rules, coming: datetime,
    by_hand: float | None,
) -> Start | ScheduleWait:  # fmt: skip
    """The decision for the newest occurrence, as if the next one were far away."""
    due = newest_occurrence(now, dates, rules.at)
    if due is None or due.timestamp() < rules.since:
        return ScheduleWait(
            ScheduleWaitReason.NOT_DUE, coming.timestamp(), f"The first import is due {_named(coming)}.", coming
        )
    last = _newest_attempt(due, now, runs)
    if last is None:
        return _first(now, due)
    if last.state is not RunState.DONE and by_hand is not None and by_hand >= (last.ended or last.started):
        words = f"was completed by hand. The next one is due {_named(coming)}"
        return replace(_rest(ScheduleWaitReason.NOT_DUE, last, coming, words), planned=coming)
    if last.state is RunState.CANCELLED:
        return _rest(ScheduleWaitReason.CANCELLED, last, coming, f"was cancelled. The next one is due {_named(coming)}")
    follow_up = _follow_up(last, runs)
    if last.state is RunState.DONE:
        return _following(now, follow_up) or _done(last, follow_up, coming)
    return _again(now, last, follow_up, runs, coming)


def _newest_attempt(due: datetime, now: float, runs: Mapping[str, Attempted]) -> Attempted | None:
    """The newest run for the occurrence or for a later moment, which brought what the occurrence would have.

    A later moment is its follow-up, or an occurrence from before the import time was changed.
    """
    first, latest = identity(due), identity(datetime.fromtimestamp(now, UTC))
    within = (run for name, run in runs.items() if first <= name <= latest and not _is_ahead(run, now))
    return max((run for run in within if run.state != RunState.SKIPPED), key=lambda run: run.planned, default=None)


def _is_ahead(run: Attempted, now: float) -> bool:
    """Whether a run bears a time that has not come: the clock was wrong when it was made."""
    return run.started > now + AHEAD.total_seconds()


def _first(now: float, due: datetime) -> Start:
    late = now - due.timestamp()
    why = f"The import of {_named(due)} is due."
    if late >= 60:
        why = f"The import of {_named(due)} was missed {_ago(late)} ago and is caught up now."
    return Start(SCHEDULE, due, 1, late, why)


def _follow_up(run: Attempted, runs: Mapping[str, Attempted]) -> datetime | None:
    """When the run's follow-up is due; None when it needs none, or is one itself."""
    planned = moment_of(run.planned)
    if run.state not in (RunState.DONE, RunState.PARTIAL) or _is_follow_up(planned, runs):
        return None
    due = planned + FOLLOW_UP
    return due if run.started < due.timestamp() else None


def _is_follow_up(planned: datetime, runs: Mapping[str, Attempted]) -> bool:
    before = runs.get(identity(planned - FOLLOW_UP))
    return before is not None and before.state != RunState.SKIPPED


def _following(now: float, follow_up: datetime | None) -> Start | None:
    if follow_up is None or follow_up.timestamp() > now:
        return None
    why = f"The last candles before {_named(follow_up - FOLLOW_UP)} were not in the feed yet and are asked for now."
    return Start(FOLLOWING, follow_up, 1, now - follow_up.timestamp(), why)


def _done(run: Attempted, follow_up: datetime | None, coming: datetime) -> ScheduleWait:
    why = f"The import of {_named(moment_of(run.planned))} is done. The next one is due {_named(coming)}."
    return ScheduleWait(ScheduleWaitReason.NOT_DUE, _earliest(coming, follow_up), why, coming)


def _again(
    now: float, run: Attempted, follow_up: datetime | None, runs: Mapping[str, Attempted], coming: datetime
) -> Start | ScheduleWait:
    """After a run that failed, was interrupted or left something out."""
    planned, tried = moment_of(run.planned), max(run.attempts, 1)
    if tried > len(RETRIES):
        words = f"did not succeed in {tried} attempts. Import by hand, or wait for the next one, {_named(coming)}"
        return _following(now, follow_up) or _rest(ScheduleWaitReason.GIVEN_UP, run, coming, words, follow_up)
    ended = run.started if run.ended is None else run.ended
    retry = datetime.fromtimestamp(ended, UTC) + RETRIES[tried - 1]
    if retry.timestamp() <= now:
        why = f"The import of {_named(planned)} {_ended(run.state)}; this is attempt {tried + 1}."
        trigger = FOLLOWING if _is_follow_up(planned, runs) else SCHEDULE
        return Start(trigger, planned, tried + 1, now - planned.timestamp(), why)
    words = f"{_ended(run.state)}. It is tried again {_named(retry)}"
    return _following(now, follow_up) or _rest(ScheduleWaitReason.RETRY, run, coming, words, follow_up, retry)


def _ended(state: RunState) -> str:
    if state is RunState.PARTIAL:
        return "left something out"
    return "failed" if state is RunState.FAILED else "was interrupted"


def _from_the_future(now: float, run: Attempted) -> ScheduleWait:
    started = datetime.fromtimestamp(run.started, UTC)
    why = (
        f"The import of {_named(moment_of(run.planned))} is recorded as started at {started:%Y-%m-%d %H:%M} UTC,"
        " which has not come yet: the clock was wrong then. It is put aside; the true one is imported when it comes."
    )
    return ScheduleWait(ScheduleWaitReason.FUTURE, now + 60, why, moment_of(run.planned))


def _rest(
    reason: ScheduleWaitReason, run: Attempted, coming: datetime, words: str, *earlier: datetime | None
) -> ScheduleWait:
    """A rest that is about a run; ``words`` go on after "The import of ..."."""
    planned = moment_of(run.planned)
    return ScheduleWait(reason, _earliest(coming, *earlier), f"The import of {_named(planned)} {words}.", planned)


def _earliest(coming: datetime, *others: datetime | None) -> float:
    return min(moment.timestamp() for moment in (coming, *others) if moment is not None)


def skips(
    now: float, runs: Mapping[str, Attempted], dates: TradeDates | None, rules: Rules, since: float
) -> tuple[Skip, ...]:
    """The days (in Los Angeles) up to ``now`` on which nothing was run and nothing will be, oldest first.

    Every day without a row counts that is later than ``since`` (UTC epoch seconds; 0 when not known) and than the
    oldest occurrence in ``runs``, at most ``SKIPPED_DAYS`` ago. The newest occurrence is only skipped while the
    schedule is paused; otherwise it is due. Call it before the run that :func:`decide` asks for.
    """
    earliest = identity(datetime.fromtimestamp(now, UTC) - timedelta(days=SKIPPED_DAYS + 2))
    moments = [moment_of(name) for name in runs if name >= earliest]
    ran = {_day(moment) for moment in moments if not _is_follow_up(moment, runs)}
    oldest = moment_of(min(runs)).timestamp() if runs else since or now
    return tuple(
        Skip(when, reason)
        for when in _moments(now, rules.at, max(oldest, since))
        if _day(when) not in ran and (reason := _why_skipped(when, now, runs, dates, rules))
    )


def _moments(now: float, at: time, since: float) -> Iterator[datetime]:
    """The import time of every calendar day from ``since`` to ``now``."""
    today = datetime.fromtimestamp(now, pacific()).date()
    for back in range(SKIPPED_DAYS, -1, -1):
        when = at_pacific(today - timedelta(days=back), at)
        if since <= when.timestamp() <= now:
            yield when


def _why_skipped(
    when: datetime, now: float, runs: Mapping[str, Attempted], dates: TradeDates | None, rules: Rules
) -> str:
    """Why there is no run for a day; empty when there will be one."""
    day = _day(when)
    if not is_trading_day(day, dates):
        weekend = day.weekday() >= 5
        return f"{_WEEKDAYS[day.weekday()]}: no session." if weekend else f"Holiday: CME has no session on {day}."
    if not rules.enabled:
        return "The schedule was paused."
    newest = newest_occurrence(now, dates, rules.at)
    if newest is None or newest <= when:
        return ""
    name = identity(when)
    later = (moment_of(other) for other, run in runs.items() if other > name and run.state != RunState.SKIPPED)
    by = _day(min(later, default=newest))
    return f"The computer was off, asleep or offline, or the app was closed; caught up by the import of {by}."


def _day(moment: datetime) -> date:
    """The calendar day in Los Angeles."""
    return moment.astimezone(pacific()).date()


def _named(moment: datetime) -> str:
    """A moment as a person knows it: ``Mon 2026-11-23 14:05 PST``."""
    there = moment.astimezone(pacific())
    return f"{_WEEKDAYS[there.weekday()][:3]} {there:%Y-%m-%d %H:%M %Z}"


def _ago(seconds: float) -> str:
    """A length of time in words: ``5 h 55 min``."""
    minutes = int(seconds) // 60
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // (24 * 60)} days"
