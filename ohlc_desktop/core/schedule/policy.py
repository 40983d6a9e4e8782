"""Whether to import now, and if not, why not and when to look again. Pure: the answer depends on the arguments only.

An *occurrence* is the import time on a trading day; its identity is that moment in UTC (see :func:`identity`) and
never "last run plus a day". Half an hour later a *follow-up* brings the last candles, which were not in the feed yet.

- Only the newest occurrence counts: three days asleep are caught up by one run.
- What is done is never repeated; what failed is tried again after ``RETRIES`` and then left to the user.
- A missed occurrence is not caught up when the next one is less than ``SOON`` away: that one brings everything.

All functions take ``now`` as UTC epoch seconds; all datetimes are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.importing.request import ImportRequest, Trigger
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.schedule.times import TradeDates, at_pacific, is_trading_day, next_occurrence, pacific
from ohlc_desktop.core.states.runs import RunState

#: How long after an occurrence its follow-up starts.
FOLLOW_UP = timedelta(minutes=30)
#: How long after the end of an attempt the next one starts; then it is given up.
RETRIES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=45))
#: Nothing is started so shortly before the next occurrence.
SOON = timedelta(minutes=5)
#: A run that started so much later than now was made while the clock was wrong.
AHEAD = timedelta(hours=12)
_LOOKBACK = 30
_WEEKDAYS = (
    Message("Mon"), Message("Tue"), Message("Wed"), Message("Thu"), Message("Fri"), Message("Sat"), Message("Sun"),
)  # fmt: skip


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
        trigger: ``SCHEDULE`` or ``FOLLOW_UP``.
        planned: The occurrence that the run is for.
        attempt: 1 for the first one.
        why: A sentence for a person.
    """

    trigger: Trigger
    planned: datetime
    attempt: int
    why: Message

    @property
    def request(self) -> ImportRequest:
        """The import itself."""
        return ImportRequest(self.trigger, planned=identity(self.planned))


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
    why: Message
    planned: datetime | None = None


def identity(planned: datetime) -> str:
    """How the ledger names an occurrence: ISO 8601 in UTC to the second, such as ``2026-11-23T22:05:00Z``."""
    return iso(planned.timestamp())


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
        why = Message("The schedule is paused: nothing is imported.")
        return ScheduleWait(ScheduleWaitReason.PAUSED, coming.timestamp(), why, coming)
    for run in runs.values():
        if run.state is RunState.RUNNING:
            return _rest(
                ScheduleWaitReason.RUNNING, run, coming, Message("The import of {when} is running.", when=_of(run))
            )
    for run in runs.values():
        if _is_ahead(run, now) and run.state not in (RunState.FAILED, RunState.CANCELLED):
            return _from_the_future(now, run)
    found = _look(now, runs, dates, rules, coming, by_hand)
    if isinstance(found, Start) and coming.timestamp() - now < SOON.total_seconds():
        why = Message("The import of {when} is about to start; it brings what is missing.", when=_named(coming))
        return ScheduleWait(ScheduleWaitReason.NOT_DUE, coming.timestamp(), why, coming)
    return found


def _look(
    now: float, runs: Mapping[str, Attempted], dates: TradeDates | None, rules: Rules, coming: datetime,
    by_hand: float | None,
) -> Start | ScheduleWait:  # fmt: skip
    """The decision for the newest occurrence, as if the next one were far away."""
    due = newest_occurrence(now, dates, rules.at)
    if due is None or due.timestamp() < rules.since:
        why = Message("The first import is due {then}.", then=_named(coming))
        return ScheduleWait(ScheduleWaitReason.NOT_DUE, coming.timestamp(), why, coming)
    last = _newest_attempt(due, now, runs)
    if last is None:
        return _first(now, due)
    if last.state is not RunState.DONE and by_hand is not None and by_hand >= (last.ended or last.started):
        why = Message(
            "The import of {when} was completed by hand. The next one is due {then}.",
            when=_of(last),
            then=_named(coming),
        )
        return replace(_rest(ScheduleWaitReason.NOT_DUE, last, coming, why), planned=coming)
    if last.state is RunState.CANCELLED:
        why = Message(
            "The import of {when} was cancelled. The next one is due {then}.", when=_of(last), then=_named(coming)
        )
        return _rest(ScheduleWaitReason.CANCELLED, last, coming, why)
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
    why = Message("The import of {when} is due.", when=_named(due))
    if late >= 60:
        why = Message(
            "The import of {when} was missed {time} ago and is caught up now.", when=_named(due), time=_ago(late)
        )
    return Start(Trigger.SCHEDULE, due, 1, why)


def _follow_up(run: Attempted, runs: Mapping[str, Attempted]) -> datetime | None:
    """When the run's follow-up is due; None when it needs none, or is one itself."""
    planned = moment_of(run.planned)
    if run.state not in (RunState.DONE, RunState.PARTIAL) or is_follow_up(planned, runs):
        return None
    due = planned + FOLLOW_UP
    return due if run.started < due.timestamp() else None


def is_follow_up(planned: datetime, runs: Mapping[str, Attempted]) -> bool:
    """Whether a run is the follow-up of another one."""
    before = runs.get(identity(planned - FOLLOW_UP))
    return before is not None and before.state != RunState.SKIPPED


def _following(now: float, follow_up: datetime | None) -> Start | None:
    if follow_up is None or follow_up.timestamp() > now:
        return None
    when = _named(follow_up - FOLLOW_UP)
    why = Message("The last candles before {when} were not in the feed yet and are asked for now.", when=when)
    return Start(Trigger.FOLLOW_UP, follow_up, 1, why)


def _done(run: Attempted, follow_up: datetime | None, coming: datetime) -> ScheduleWait:
    why = Message("The import of {when} is done. The next one is due {then}.", when=_of(run), then=_named(coming))
    return ScheduleWait(ScheduleWaitReason.NOT_DUE, _earliest(coming, follow_up), why, coming)


def _again(
    now: float, run: Attempted, follow_up: datetime | None, runs: Mapping[str, Attempted], coming: datetime
) -> Start | ScheduleWait:
    """After a run that failed, was interrupted or left something out."""
    planned, tried = moment_of(run.planned), max(run.attempts, 1)
    if tried > len(RETRIES):
        return _following(now, follow_up) or _rest(
            ScheduleWaitReason.GIVEN_UP, run, coming, _given_up(run, tried, coming), follow_up
        )
    ended = run.started if run.ended is None else run.ended
    retry = datetime.fromtimestamp(ended, UTC) + RETRIES[tried - 1]
    if retry.timestamp() <= now:
        trigger = Trigger.FOLLOW_UP if is_follow_up(planned, runs) else Trigger.SCHEDULE
        return Start(trigger, planned, tried + 1, _tried_now(run, tried + 1))
    why = _tried_later(run, retry)
    return _following(now, follow_up) or _rest(ScheduleWaitReason.RETRY, run, coming, why, follow_up, retry)


def _given_up(run: Attempted, tried: int, coming: datetime) -> Message:
    return Message(
        "The import of {when} did not succeed in {count} attempts. Import by hand, or wait for the next one, {then}.",
        when=_of(run), count=tried, then=_named(coming),
    )  # fmt: skip


def _tried_now(run: Attempted, attempt: int) -> Message:
    if run.state is RunState.PARTIAL:
        return Message(
            "The import of {when} left something out; this is attempt {number}.", when=_of(run), number=attempt
        )
    if run.state is RunState.FAILED:
        return Message("The import of {when} failed; this is attempt {number}.", when=_of(run), number=attempt)
    return Message("The import of {when} was interrupted; this is attempt {number}.", when=_of(run), number=attempt)


def _tried_later(run: Attempted, retry: datetime) -> Message:
    if run.state is RunState.PARTIAL:
        return Message(
            "The import of {when} left something out. It is tried again {then}.", when=_of(run), then=_named(retry)
        )
    if run.state is RunState.FAILED:
        return Message("The import of {when} failed. It is tried again {then}.", when=_of(run), then=_named(retry))
    return Message("The import of {when} was interrupted. It is tried again {then}.", when=_of(run), then=_named(retry))


def _from_the_future(now: float, run: Attempted) -> ScheduleWait:
    started = datetime.fromtimestamp(run.started, UTC)
    why = Message(
        "The import of {when} is recorded as started at {started} UTC, which has not come yet: the clock was wrong then."
        " It is put aside; the true one is imported when it comes.",
        when=_of(run), started=f"{started:%Y-%m-%d %H:%M}",
    )  # fmt: skip
    return ScheduleWait(ScheduleWaitReason.FUTURE, now + 60, why, moment_of(run.planned))


def _rest(
    reason: ScheduleWaitReason, run: Attempted, coming: datetime, why: Message, *earlier: datetime | None
) -> ScheduleWait:
    return ScheduleWait(reason, _earliest(coming, *earlier), why, moment_of(run.planned))


def _earliest(coming: datetime, *others: datetime | None) -> float:
    return min(moment.timestamp() for moment in (coming, *others) if moment is not None)


def _named(moment: datetime) -> Message:
    """A moment as a person knows it: ``Mon 2026-11-23 14:05 PST``."""
    there = moment.astimezone(pacific())
    return Message("{weekday} {moment}", weekday=_WEEKDAYS[there.weekday()], moment=f"{there:%Y-%m-%d %H:%M %Z}")


def _of(run: Attempted) -> Message:
    return _named(moment_of(run.planned))


def _ago(seconds: float) -> Message:
    """A length of time in words: ``5 h 55 min``."""
    minutes = int(seconds) // 60
    if minutes < 60:
        return Message("{minutes} min", minutes=minutes)
    if minutes < 48 * 60:
        return Message("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return Message("{days} days", days=minutes // (24 * 60))
