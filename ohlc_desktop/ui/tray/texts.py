"""What the tray says: which icon, the menu's first line and the tooltip. Pure functions of what is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason, Start
from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.icons import TrayState

if TYPE_CHECKING:
    from ohlc_desktop.services.app_state import AppState
    from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
    from ohlc_desktop.store.ledger import Run
    from ohlc_desktop.store.watchlist_summary import WatchlistSummary

translate = QCoreApplication.translate

#: Longer tooltips are cut off by Windows.
TOOLTIP_LENGTH = 127
#: Ways to end that need nobody: another import was running; cancelled.
HARMLESS_CODES = (4, 130)
#: Triggers of imports that the user asked for; nothing tries those again.
BY_HAND = (Trigger.MANUAL, Trigger.REPAIR)


@dataclass(frozen=True, slots=True)
class TrayStatus:
    """Everything that the tray tells of.

    Attributes:
        demo: The market is simulated.
        schedule: What the schedule is about to do; None before its first look.
        importing: The import that runs, or the last one.
        summary: The store in a few numbers; None before it was read.
        problem: What keeps the app from working; empty when nothing does.
        pause_forced: The environment decides whether the schedule is paused.
    """

    demo: bool = False
    schedule: ScheduleStatus | None = None
    importing: ImportState = field(default_factory=ImportState)
    summary: WatchlistSummary | None = None
    problem: Message = NOTHING
    pause_forced: bool = False

    @property
    def trouble(self) -> Message:
        """What keeps the app or its schedule from working; empty when nothing does."""
        return self.problem or (self.schedule.problem if self.schedule else NOTHING)

    @property
    def paused(self) -> bool:
        """Whether the schedule is paused."""
        return self._rests(ScheduleWaitReason.PAUSED)

    @property
    def given_up(self) -> bool:
        """Whether an import is left to the user after its last retry."""
        return self._rests(ScheduleWaitReason.GIVEN_UP)

    @property
    def retry_at(self) -> float | None:
        """When a failed import is tried again, UTC epoch seconds."""
        decision = self.schedule.decision if self.schedule else None
        return (
            decision.until
            if isinstance(decision, ScheduleWait) and decision.reason is ScheduleWaitReason.RETRY
            else None
        )

    @property
    def offline(self) -> bool:
        """Whether a due import waits for the network."""
        return self.schedule is not None and self.schedule.waiting_for_network

    @property
    def failed(self) -> bool:
        """Whether the last import failed, and no retry will see to that."""
        last = self.summary.last_run if self.summary else None
        return self.retry_at is None and (failed_by_hand(last) or self._stopped(last))

    def _stopped(self, last: Run | None) -> bool:
        """Whether the last import of this process stopped with a failure, and none has ended since."""
        failure = self.importing.failure
        counts = failure is not None and failure.exit_code not in HARMLESS_CODES
        return counts and not superseded(self.importing, last)

    def _rests(self, reason: ScheduleWaitReason) -> bool:
        decision = self.schedule.decision if self.schedule else None
        return isinstance(decision, ScheduleWait) and decision.reason is reason


def status_of(state: AppState, demo: bool) -> TrayStatus:
    """What the tray tells of the application's state."""
    error = state.settings_error or state.error
    problem = error.text if error else state.summary.problem if state.summary else NOTHING
    return TrayStatus(demo, state.schedule, state.importing, state.summary, problem, state.pause_forced)


def failed_by_hand(last: Run | None) -> bool:
    """Whether the last run fetched nothing and was one that nothing tries again."""
    return last is not None and last.state is RunState.FAILED and last.trigger in BY_HAND


def superseded(importing: ImportState, last: Run | None) -> bool:
    """Whether another import has ended since this one."""
    if last is None or last.ended is None:
        return False
    if importing.run is not None:
        return last.id > importing.run
    return importing.ended is not None and last.ended > importing.ended


def tray_state(known: TrayStatus) -> TrayState:
    """Which icon: what needs the user goes before what will pass by itself."""
    if known.importing.phase.active:
        return TrayState.IMPORTING
    if known.trouble or known.given_up or (known.failed and not known.offline):
        return TrayState.ATTENTION
    if known.offline:
        return TrayState.OFFLINE
    return TrayState.PAUSED if known.paused else TrayState.IDLE


def first_line(known: TrayStatus) -> str:
    """The first line of the menu: the running import, or the next one."""
    if known.importing.phase.active:
        return import_line(known.importing)
    schedule = known.schedule
    if schedule is None:
        return translate("Tray", "The schedule is starting…")
    if schedule.problem:
        return translate("Tray", "The schedule cannot decide: see the window")
    if known.offline:
        return translate("Tray", "Import waits for the network")
    if known.paused:
        return translate("Tray", "Schedule paused")
    if isinstance(schedule.decision, Start):
        return translate("Tray", "Import is about to start")
    if known.retry_at is not None:
        return translate("Tray", "Next attempt {when}").format(when=both_zones(known.retry_at))
    return translate("Tray", "Next import {when}").format(when=both_zones(schedule.next_run.timestamp()))


def both_zones(seconds: float) -> str:
    """A moment of the coming days in Los Angeles and here: ``Tue 14:05 PT (23:05 here)``."""
    there, here = datetime.fromtimestamp(seconds, pacific()), datetime.fromtimestamp(seconds).astimezone()
    text = translate("Tray", "{time} PT").format(time=wording.on_day(there, "%H:%M"))
    if there.utcoffset() == here.utcoffset():
        return text
    return translate("Tray", "{pacific} ({local} here)").format(pacific=text, local=wording.time_here(seconds))


def import_line(state: ImportState) -> str:
    """A running import in a few words."""
    if state.phase is Phase.CANCELLING:
        return translate("Tray", "Cancelling the import…")
    if state.fraction is None:
        return translate("Tray", "Importing: starting…")
    percent = int(state.fraction * 100)
    return translate("Tray", "Importing: {percent} %, {done} of {total} requests").format(
        percent=percent, done=state.done, total=state.total
    )


def tooltip(known: TrayStatus) -> str:
    """Plain text of at most ``TOOLTIP_LENGTH`` characters: what happens or happened last, and how complete it is."""
    name = translate("Tray", "OHLC Desktop (DEMO)") if known.demo else translate("Tray", "OHLC Desktop")
    text = "\n".join(line for line in (name, *_happening(known)) if line)
    return text if len(text) <= TOOLTIP_LENGTH else text[: TOOLTIP_LENGTH - 1].rstrip() + "…"


def _happening(known: TrayStatus) -> tuple[str, ...]:
    if known.importing.phase.active:
        return (import_line(known.importing),)
    if known.trouble:
        return (shown(known.trouble),)
    summary = known.summary
    last = _last_result(summary) if summary else ""
    return (first_line(known) if known.offline or known.paused else "", last, _completeness(summary) if summary else "")


def _last_result(summary: WatchlistSummary) -> str:
    run = summary.last_run
    if run is None:
        return shown(summary.problem) or translate("Tray", "Nothing imported yet")
    when, result = wording.when_local(run.started), shown(run.state.word)
    if run.state is RunState.FAILED and summary.why:
        text = translate("Tray", "{when}: {state}. {why}")
        return text.format(when=when, state=result, why=shown(summary.why))
    text = translate("Tray", "{when}: {result}, {count} candles written")
    return text.format(when=when, result=result, count=wording.count(run.written))


def _completeness(summary: WatchlistSummary) -> str:
    if summary.problem or summary.last_run is None:
        return ""
    if summary.empty:
        return translate("Tray", "Nothing is stored yet of {count} of {all} instruments").format(
            count=wording.count(summary.empty), all=wording.count(summary.watched)
        )
    if summary.missing:
        return translate("Tray", "{count} candles missing in {series} series").format(
            count=wording.count(summary.missing), series=summary.series_with_gaps
        )
    if summary.failed:
        return translate("Tray", "{series} series could not be fetched").format(series=summary.failed)
    return translate("Tray", "Everything wanted is there") if summary.candles else ""
