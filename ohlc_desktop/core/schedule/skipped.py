"""Days without an import, and why there was none. Pure, as :mod:`ohlc_desktop.core.schedule.policy`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.policy import Attempted, Rules, identity, is_follow_up, moment_of, newest_occurrence
from ohlc_desktop.core.schedule.times import TradeDates, at_pacific, is_trading_day, pacific
from ohlc_desktop.core.states.runs import RunState

#: Skipped days are looked for so many days back.
SKIPPED_DAYS = 40


@dataclass(frozen=True, slots=True)
class Skip:
    """An occurrence that had no run, and why, in a sentence."""

    planned: datetime
    reason: Message


def skips(
    now: float, runs: Mapping[str, Attempted], dates: TradeDates | None, rules: Rules, since: float
) -> tuple[Skip, ...]:
    """The days (in Los Angeles) up to ``now`` on which nothing was run and nothing will be, oldest first.

    Every day without a row counts that is later than ``since`` (UTC epoch seconds; 0 when not known) and than the
    oldest occurrence in ``runs``, at most ``SKIPPED_DAYS`` ago. The newest occurrence is only skipped while the
    schedule is paused; otherwise it is due. Call it before the run that :func:`~ohlc_desktop.core.schedule.policy.decide` asks for.
    """
    earliest = identity(datetime.fromtimestamp(now, UTC) - timedelta(days=SKIPPED_DAYS + 2))
    moments = [moment_of(name) for name in runs if name >= earliest]
    ran = {_day(moment) for moment in moments if not is_follow_up(moment, runs)}
    oldest = moment_of(min(runs)).timestamp() if runs else since or now
    return tuple(
        Skip(when, reason)
        for when in _moments(now, rules.at, max(oldest, since))
        if _day(when) not in ran and (reason := _why_skipped(when, now, runs, dates, rules))
    )


def _moments(now: float, at: time, since: float) -> Iterator[datetime]:
    today = datetime.fromtimestamp(now, pacific()).date()
    for back in range(SKIPPED_DAYS, -1, -1):
        when = at_pacific(today - timedelta(days=back), at)
        if since <= when.timestamp() <= now:
            yield when


def _why_skipped(
    when: datetime, now: float, runs: Mapping[str, Attempted], dates: TradeDates | None, rules: Rules
) -> Message:
    """Why there is no run for a day; nothing when there will be one."""
    day = _day(when)
    if not is_trading_day(day, dates):
        return _no_session(day)
    if not rules.enabled:
        return Message("The schedule was paused.")
    newest = newest_occurrence(now, dates, rules.at)
    if newest is None or newest <= when:
        return NOTHING
    name = identity(when)
    later = (moment_of(other) for other, run in runs.items() if other > name and run.state != RunState.SKIPPED)
    by = _day(min(later, default=newest))
    return Message(
        "The computer was off, asleep or offline, or the app was closed; caught up by the import of {day}.",
        day=by.isoformat(),
    )


def _no_session(day: date) -> Message:
    if day.weekday() == 5:
        return Message("Saturday: no session.")
    if day.weekday() == 6:
        return Message("Sunday: no session.")
    return Message("Holiday: CME has no session on {day}.", day=day.isoformat())


def _day(moment: datetime) -> date:
    """The calendar day in Los Angeles."""
    return moment.astimezone(pacific()).date()
