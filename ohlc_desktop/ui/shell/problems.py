"""What needs a person, most urgent first, from everything that is known. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.importing.state import ImportState, Phase
from ohlc_desktop.core.schedule.policy import ScheduleWait, ScheduleWaitReason
from ohlc_desktop.services.health.severity import Severity
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.sentences import localised
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.ui.tray.texts import HARMLESS_CODES, failed_by_hand, superseded

if TYPE_CHECKING:
    from ohlc_desktop.diagnostics.report_files import Report

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: a mark, sentences, and what the banner's button says and does (an :class:`Action`)."""

    mark: Severity
    text: str
    action: str = ""
    button: str = ""


class Action(StrEnum):
    """What the banner's button does."""

    IMPORT = "import"
    REFRESH = "refresh"
    SETTINGS = "settings"
    WATCHLIST = "watchlist"
    LOG = "log"
    REPORT = "report"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Situation:
    """What may be wrong.

    Attributes:
        settings: Why the settings cannot be used.
        trouble: What went wrong in the background since it last went well, such as a database that is locked.
        snapshot: The store as last looked at; None before the window was opened.
        importing: The running import, or the last one.
        outlook: What the schedule is about to do.
        pause_forced: The environment decides whether the schedule is paused.
        fault: One line about an unexpected fault of ours; empty without.
        reports: Of such faults, not shown yet, newest first.
    """

    settings: OhlcError | None = None
    trouble: OhlcError | None = None
    snapshot: Snapshot | None = None
    importing: ImportState = field(default_factory=ImportState)
    outlook: ScheduleStatus | None = None
    pause_forced: bool = False
    fault: str = ""
    reports: Sequence[Report] = ()


def problems(now: Situation) -> list[Problem]:
    """What to show in the banner."""
    every = (_of_settings, _of_database, _of_watchlist, _of_import, _of_outlook, _of_ended, _of_fault)
    return [problem for find in every for problem in find(now)]


def _of_settings(now: Situation) -> Iterator[Problem]:
    if now.settings is not None:
        yield Problem(
            Severity.FAILING, localised(now.settings.text), Action.SETTINGS, translate("Problems", "Open settings")
        )


def _of_database(now: Situation) -> Iterator[Problem]:
    again = translate("Problems", "Try again")
    database = now.snapshot.database if now.snapshot else None
    if database is not None and database.problem:
        yield Problem(Severity.FAILING, localised(f"{database.problem} {database.fix}".strip()), Action.REFRESH, again)
    elif now.trouble is not None:
        yield Problem(Severity.FAILING, localised(now.trouble.text), Action.REFRESH, again)
    elif now.outlook is not None and now.outlook.problem:
        yield Problem(Severity.FAILING, localised(now.outlook.why), Action.REFRESH, again)


def _of_watchlist(now: Situation) -> Iterator[Problem]:
    if _nothing_watched(now):
        text = translate("Problems", "The watchlist is empty: nothing is imported until instruments are added.")
        yield Problem(Severity.ATTENTION, text, Action.WATCHLIST, translate("Problems", "Open watchlist"))


def _nothing_watched(now: Situation) -> bool:
    return now.snapshot is not None and not now.snapshot.watched and not now.snapshot.database.problem


def _of_import(now: Situation) -> Iterator[Problem]:
    state, failure = now.importing, now.importing.failure
    if state.phase.active or _nothing_watched(now):
        return
    if failure is None or state.phase is not Phase.ENDED or _superseded(now):
        yield from _of_last_run(now)
        return
    text = localised(failure.text)
    if failure.exit_code in HARMLESS_CODES:
        yield Problem(Severity.BUSY, text, Action.REFRESH, translate("Problems", "Look again"))
    else:
        yield Problem(Severity.FAILING, text, Action.IMPORT, translate("Problems", "Import now"))


def _of_last_run(now: Situation) -> Iterator[Problem]:
    """The last run was by hand and fetched nothing: nothing tries it again."""
    last = now.snapshot.last_run if now.snapshot else None
    if last is not None and failed_by_hand(last):
        text = translate("Problems", "The import of {when} failed. {why}")
        text = text.format(when=wording.when_local(last.started), why=localised(last.reason))
        yield Problem(Severity.FAILING, text, Action.IMPORT, translate("Problems", "Import now"))


def _superseded(now: Situation) -> bool:
    """Whether another import has ended since."""
    return superseded(now.importing, now.snapshot.last_run if now.snapshot else None)


def _of_outlook(now: Situation) -> Iterator[Problem]:
    outlook = now.outlook
    if outlook is None or outlook.problem or now.importing.phase.active:
        return
    reason, why = (
        outlook.decision.reason if isinstance(outlook.decision, ScheduleWait) else None,
        localised(outlook.why),
    )
    waiting = outlook.waiting_for_network or reason in (ScheduleWaitReason.GIVEN_UP, ScheduleWaitReason.RETRY)
    if waiting:
        yield Problem(Severity.ATTENTION, why, Action.IMPORT, translate("Problems", "Import now"))
    elif reason is ScheduleWaitReason.FUTURE:
        yield Problem(Severity.ATTENTION, why, Action.LOG, translate("Problems", "Open log"))
    elif reason is ScheduleWaitReason.PAUSED and now.pause_forced:
        text = translate("Problems", "{why} The environment or .env says so (OHLC_DESKTOP_SCHEDULE).")
        yield Problem(Severity.OFF, text.format(why=why))
    elif reason is ScheduleWaitReason.PAUSED:
        yield Problem(Severity.OFF, why, Action.RESUME, translate("Problems", "Resume schedule"))


def _of_ended(now: Situation) -> Iterator[Problem]:
    ended = now.snapshot.ended if now.snapshot is not None else {}
    if ended:
        text = " ".join(localised(contract.message) for contract in ended.values())
        yield Problem(Severity.OFF, text, Action.WATCHLIST, translate("Problems", "Open watchlist"))


def _of_fault(now: Situation) -> Iterator[Problem]:
    if now.reports:
        from ohlc_desktop.ui.shell.report_texts import fault_sentence

        newest = now.reports[0]
        text = translate("Problems", "{sentence} Stored candles are whole; please report it: {fault}.")
        text = text.format(sentence=fault_sentence(newest), fault=bare(newest.what))
        yield Problem(Severity.ATTENTION, text, Action.REPORT, translate("Problems", "Show report"))
    elif now.fault:
        text = translate(
            "Problems", "An unexpected fault was logged: {fault}. Stored candles are whole; please report it."
        )
        yield Problem(
            Severity.ATTENTION, text.format(fault=bare(now.fault)), Action.LOG, translate("Problems", "Open log")
        )
