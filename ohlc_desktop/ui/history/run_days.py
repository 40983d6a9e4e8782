"""The last days at a glance: for each date in Los Angeles, what became of its imports. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.schedule.times import TradeDates, is_trading_day, pacific
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.store.ledger import Run
from ohlc_desktop.ui.history.texts import day_of_run, planned_at

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Day:
    """One date.

    Attributes:
        severity: What became of it; None for a date without a session or before the first import.
        word: The same in a word.
        lines: Every run of the date, newest first, or why there was none.
        run: Number of the run that settled it.
    """

    date: date
    severity: Severity | None
    word: str
    lines: tuple[str, ...]
    run: int | None = None

    @property
    def title(self) -> str:
        """The date and the word: ``Tue 2026-11-24: done``."""
        return translate("Days", "{date}: {word}").format(date=wording.on_day(self.date, "%Y-%m-%d"), word=self.word)

    @property
    def text(self) -> str:
        """All there is to say of the date."""
        return "\n".join((self.title, *self.lines))


def days_of(runs: Iterable[Run], now: float, dates: TradeDates | None, count: int = 30) -> tuple[Day, ...]:
    """The last ``count`` dates in Los Angeles, oldest first, the last one today at ``now`` (UTC epoch seconds)."""
    by_date: dict[date, list[Run]] = defaultdict(list)
    runs = list(runs)
    oldest = min(runs, key=lambda run: run.started, default=None)
    for run in runs:
        if run.started > now - (count + 30) * DAY:  # the rest is not looked at; a late run belongs to an earlier date
            by_date[day_of_run(run)].append(run)
    first = None if oldest is None else day_of_run(oldest)
    today = datetime.fromtimestamp(now, pacific()).date()
    every = (today - timedelta(days=back) for back in reversed(range(count)))
    return tuple(_day(day, by_date.get(day, []), first, today, dates) for day in every)


def _day(day: date, runs: list[Run], first: date | None, today: date, dates: TradeDates | None) -> Day:
    if not runs:
        return _day_without_runs(day, first, today, dates)
    newest_first = sorted(runs, key=lambda run: run.started, reverse=True)
    settling = _settling(newest_first)
    lines = tuple(_line(run) for run in newest_first)
    quiet = settling.state is RunState.SKIPPED and not is_trading_day(day, dates)
    word = translate("Days", "no session") if quiet else shown(settling.state.word)
    return Day(day, None if quiet else settling.state.severity, word, lines, settling.id)


def _settling(newest_first: Sequence[Run]) -> Run:
    """The run that tells how a date stands.

    The newest one, but a repair of single series, files, a cancelled run or a skipped occurrence never hides a whole import.
    """
    imports = [run for run in newest_first if run.state is not RunState.SKIPPED]
    whole = [run for run in imports if run.trigger not in (Trigger.REPAIR, Trigger.INGEST, Trigger.NEIGHBOUR)]
    finished = [run for run in whole if run.state is not RunState.CANCELLED]
    return next(iter(finished or whole or imports or newest_first))


def _line(run: Run) -> str:
    planned = planned_at(run)
    at = datetime.fromtimestamp(run.started if planned is None else planned, pacific()).strftime("%H:%M %Z")
    if run.state is RunState.SKIPPED:
        return translate("Days", "{time} skipped. {reason}").format(time=at, reason=shown(run.reason))
    return translate("Days", "{time} ({trigger}) {result}, {count} written").format(
        time=at, trigger=shown(run.trigger.word), result=shown(run.state.word),
        count=wording.count(run.written),
    )  # fmt: skip


def _day_without_runs(day: date, first: date | None, today: date, dates: TradeDates | None) -> Day:
    if not is_trading_day(day, dates):
        return Day(
            day,
            None,
            translate("Days", "no session"),
            (translate("Days", "No session ends on this date: nothing to import."),),
        )
    if day == today:
        return Day(day, Severity.UNKNOWN, translate("Days", "not imported yet"), ())
    if first is None or day < first:
        return Day(day, None, translate("Days", "before the first import"), ())
    return Day(day, Severity.UNKNOWN, translate("Days", "no import recorded"), ())


_LOUDNESS = (Severity.OK, Severity.ATTENTION, Severity.FAILING, Severity.BUSY, Severity.UNKNOWN, Severity.OFF, None)


def summary(days: Sequence[Day]) -> list[tuple[Severity | None, str]]:
    """How many days ended how: marks and words such as ``19 done``, dates without a session last."""
    counts = Counter((day.severity, day.word) for day in days)
    return [
        (severity, translate("Days", "{count} {word}").format(count=wording.count(number), word=word))
        for (severity, word), number in sorted(counts.items(), key=lambda pair: _LOUDNESS.index(pair[0][0]))
    ]
