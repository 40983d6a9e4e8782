"""What the tray says: which icon, the menu's first line and the tooltip. Pure functions of what is known."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.policy import ScheduleWaitReason, Start
from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.widgets.icons import TrayState

if TYPE_CHECKING:
    from ohlc_desktop.diagnostics.report_files import Report
    from ohlc_desktop.services.app_state import AppState
    from ohlc_desktop.store.ledger import Run
    from ohlc_desktop.store.watchlist_summary import WatchlistSummary

translate = QCoreApplication.translate

#: Longer tooltips are cut off by Windows.
TOOLTIP_LENGTH = 127
#: Ways to end that need nobody: another import was running; cancelled.
HARMLESS_CODES = (4, 130)
#: Triggers of imports that the user asked for; nothing tries those again.
BY_HAND = (Trigger.MANUAL, Trigger.REPAIR)


def trouble(state: AppState) -> Message:
    """What keeps the app or its schedule from working; empty when nothing does."""
    error = state.settings_error or state.error
    if error:
        return error.text
    parts = (state.summary, state.schedule)
    return next((part.problem for part in parts if part is not None and part.problem), NOTHING)


def waits_for(state: AppState) -> ScheduleWaitReason | None:
    """Why the schedule starts no import; None where it does, or has not been looked at."""
    return state.schedule.waits_for if state.schedule else None


def offline(state: AppState) -> bool:
    """Whether a due import waits for the network."""
    return state.schedule is not None and state.schedule.waiting_for_network


def _failed(state: AppState) -> bool:
    """Whether the last import failed, and no retry will see to that."""
    last, failure = state.summary.last_run if state.summary else None, state.importing.failure
    stopped = failure is not None and failure.exit_code not in HARMLESS_CODES and not superseded(state.importing, last)
    return waits_for(state) is not ScheduleWaitReason.RETRY and (stopped or failed_by_hand(last))


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


def tray_state(state: AppState) -> TrayState:
    """Which icon: what needs the user goes before what will pass by itself."""
    reason = waits_for(state)
    if state.importing.phase.active:
        return TrayState.IMPORTING
    if trouble(state) or reason is ScheduleWaitReason.GIVEN_UP or (_failed(state) and not offline(state)):
        return TrayState.ATTENTION
    if offline(state):
        return TrayState.OFFLINE
    return TrayState.PAUSED if reason is ScheduleWaitReason.PAUSED else TrayState.IDLE


def first_line(state: AppState) -> str:
    """The first line of the menu: the running import, or the next one."""
    if state.importing.phase.active:
        return import_line(state.importing)
    schedule = state.schedule
    if schedule is None:
        return translate("Tray", "The schedule is starting…")
    if schedule.problem:
        return translate("Tray", "The schedule cannot decide: see the window")
    if schedule.waiting_for_network:
        return translate("Tray", "Import waits for the network")
    if isinstance(schedule.decision, Start):
        return translate("Tray", "Import is about to start")
    if schedule.decision.reason is ScheduleWaitReason.PAUSED:
        return translate("Tray", "Schedule paused")
    if schedule.decision.reason is ScheduleWaitReason.RETRY:
        return translate("Tray", "Next attempt {when}").format(when=both_zones(schedule.decision.until))
    return translate("Tray", "Next import {when}").format(when=both_zones(schedule.next_run.timestamp()))


def both_zones(seconds: float) -> str:
    """A moment of the coming days in Los Angeles and in the chosen zone: ``Tue 14:05 PT (23:05 CET)``."""
    there, beside = datetime.fromtimestamp(seconds, pacific()), wording.beside_pacific(seconds)
    text = translate("Tray", "{time} PT").format(time=wording.on_day(there, "%H:%M"))
    return translate("Tray", "{pacific} ({beside})").format(pacific=text, beside=beside) if beside else text


def import_line(state: ImportState) -> str:
    """A running import in a few words."""
    if state.phase is Phase.CANCELLING:
        return translate("Tray", "Cancelling the import…")
    if state.fraction is None:
        return translate("Tray", "Importing: starting…")
    return translate("Tray", "Importing: {percent}, {done} of {total} requests").format(
        percent=wording.percent(int(state.fraction * 100)), done=wording.count(state.done),
        total=wording.count(state.total),
    )  # fmt: skip


def tooltip(state: AppState, demo: bool) -> str:
    """Plain text of at most ``TOOLTIP_LENGTH`` characters: what happens or happened last, and how complete it is."""
    name = translate("Tray", "OHLC Desktop (DEMO)") if demo else translate("Tray", "OHLC Desktop")
    text = "\n".join(line for line in (name, *_happening(state)) if line)
    return text if len(text) <= TOOLTIP_LENGTH else text[: TOOLTIP_LENGTH - 1].rstrip() + "…"


def _happening(state: AppState) -> tuple[str, ...]:
    if state.importing.phase.active:
        return (import_line(state.importing),)
    problem, summary = trouble(state), state.summary
    if problem:
        return (shown(problem),)
    alone = (
        translate("Tray", "The hub cannot be used") if state.settings.follows and state.hub and state.hub.cause else ""
    )
    told = offline(state) or waits_for(state) is ScheduleWaitReason.PAUSED
    stored = (_last_result(summary), _completeness(summary)) if summary else ()
    return (alone, first_line(state) if told else "", *stored)


def _last_result(summary: WatchlistSummary) -> str:
    run = summary.last_run
    if run is None:
        return shown(summary.problem) or translate("Tray", "Nothing imported yet")
    when, result = wording.when(run.started), shown(run.state.word)
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
            count=wording.count(summary.missing), series=wording.count(summary.series_with_gaps)
        )
    if summary.failed:
        return translate("Tray", "{series} series could not be fetched").format(series=wording.count(summary.failed))
    return translate("Tray", "Everything wanted is there") if summary.candles else ""


def fault_sentence(report: Report) -> str:
    """What happened and when, one sentence."""
    when = wording.when(report.when)
    if not report.crash:
        return translate("Faults", "An unexpected fault was noted on {when}.").format(when=when)
    if report.of_import:
        return translate("Faults", "An import ended unexpectedly on {when}.").format(when=when)
    return translate("Faults", "OHLC Desktop ended unexpectedly on {when}.").format(when=when)
