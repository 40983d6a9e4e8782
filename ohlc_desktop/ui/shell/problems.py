"""What needs a person, most urgent first, from everything that is known. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.errors import bare
from ohlc_desktop.core.importing.state import Phase
from ohlc_desktop.core.messages import sentences
from ohlc_desktop.core.schedule.policy import ScheduleWaitReason
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.services.app_state import AppState
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.tray.texts import HARMLESS_CODES, failed_by_hand, fault_sentence, superseded

translate = QCoreApplication.translate

#: Files that are named.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: a mark, sentences, and what the banner's button says and does (an :class:`Action`)."""

    severity: Severity
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
    FILES = "files"


def problems(now: AppState) -> list[Problem]:
    """What to show in the banner."""
    every = (
        _of_settings,
        _of_database,
        _of_watchlist,
        _of_import,
        _of_hub,
        _of_files,
        _of_schedule,
        _of_ended,
        _of_fault,
    )
    return [problem for find in every for problem in find(now)]


def _of_settings(now: AppState) -> Iterator[Problem]:
    if now.settings_error is not None:
        button = translate("Problems", "Open settings")
        yield Problem(Severity.FAILING, shown(now.settings_error.text), Action.SETTINGS, button)


def _of_database(now: AppState) -> Iterator[Problem]:
    again = translate("Problems", "Try again")
    database = now.snapshot.database if now.snapshot else None
    if database is not None and database.problem:
        yield Problem(Severity.FAILING, shown(sentences(database.problem, database.fix)), Action.REFRESH, again)
    elif now.error is not None:
        yield Problem(Severity.FAILING, shown(now.error.text), Action.REFRESH, again)
    elif now.schedule is not None and now.schedule.problem:
        yield Problem(Severity.FAILING, shown(now.schedule.why), Action.REFRESH, again)


def _of_watchlist(now: AppState) -> Iterator[Problem]:
    if _nothing_watched(now):
        text = translate("Problems", "The watchlist is empty: nothing is imported until instruments are added.")
        yield Problem(Severity.ATTENTION, text, Action.WATCHLIST, translate("Problems", "Open watchlist"))


def _nothing_watched(now: AppState) -> bool:
    return now.snapshot is not None and not now.snapshot.watched and not now.snapshot.database.problem


def _of_import(now: AppState) -> Iterator[Problem]:
    state, failure = now.importing, now.importing.failure
    if state.phase.active or _nothing_watched(now):
        return
    last = now.snapshot.last_run if now.snapshot else None
    if failure is None or state.phase is not Phase.ENDED or superseded(now.importing, last):
        yield from _of_last_run(now)
        return
    text = shown(failure.text)
    if failure.exit_code in HARMLESS_CODES:
        yield Problem(Severity.BUSY, text, Action.REFRESH, translate("Problems", "Look again"))
    else:
        yield Problem(Severity.FAILING, text, Action.IMPORT, translate("Problems", "Import now"))


def _of_last_run(now: AppState) -> Iterator[Problem]:
    """The last run was by hand and fetched nothing: nothing tries it again."""
    last = now.snapshot.last_run if now.snapshot else None
    if last is not None and failed_by_hand(last):
        text = translate("Problems", "The import of {when} failed. {why}")
        text = text.format(when=wording.when(last.started), why=shown(last.reason))
        yield Problem(Severity.FAILING, text, Action.IMPORT, translate("Problems", "Import now"))


def _of_hub(now: AppState) -> Iterator[Problem]:
    """The hub that this machine follows cannot be used, or the one that it fills does not know what a person changed."""
    hub, button = now.hub, translate("Problems", "Open settings")
    if now.push_error is not None:
        yield Problem(Severity.ATTENTION, shown(now.push_error.text), Action.SETTINGS, button)
    if hub is not None and hub.cause and now.settings.follows:
        from ohlc_desktop.hub.following.health import judge

        found = judge(hub, follows=True, now=0.0)
        yield Problem(Severity.ATTENTION, shown(sentences(found.detail, found.fix)), Action.SETTINGS, button)


def _of_files(now: AppState) -> Iterator[Problem]:
    """Files in the watched folder that only a person can tell of, or a folder that cannot be looked into."""
    folder = now.watched_folder
    if folder.problem:
        button = translate("Problems", "Open settings")
        yield Problem(Severity.ATTENTION, shown(folder.problem), Action.SETTINGS, button)
    if folder.waiting:
        one = translate("Problems", "A file in the watched folder waits for an answer: {names}.")
        many = translate("Problems", "{count} files in the watched folder wait for an answer: {names}.")
        names = ", ".join(PurePath(each.path).name for each in folder.waiting[:_NAMED])
        more = ", …" if len(folder.waiting) > _NAMED else ""
        count = len(folder.waiting)
        text = (one if count == 1 else many).format(count=wording.count(count), names=names + more)
        yield Problem(Severity.ATTENTION, text, Action.FILES, translate("Problems", "Show files"))


def _of_schedule(now: AppState) -> Iterator[Problem]:
    schedule = now.schedule
    if schedule is None or schedule.problem or now.importing.phase.active:
        return
    reason, why = schedule.waits_for, shown(schedule.why)
    if schedule.waiting_for_network or reason in (ScheduleWaitReason.GIVEN_UP, ScheduleWaitReason.RETRY):
        yield Problem(Severity.ATTENTION, why, Action.IMPORT, translate("Problems", "Import now"))
    elif reason is ScheduleWaitReason.FUTURE:
        yield Problem(Severity.ATTENTION, why, Action.LOG, translate("Problems", "Open log"))
    elif reason is ScheduleWaitReason.PAUSED and now.pause_forced:
        text = translate("Problems", "{why} The environment or .env says so (OHLC_DESKTOP_SCHEDULE).")
        yield Problem(Severity.OFF, text.format(why=why))
    elif reason is ScheduleWaitReason.PAUSED:
        yield Problem(Severity.OFF, why, Action.RESUME, translate("Problems", "Resume schedule"))


def _of_ended(now: AppState) -> Iterator[Problem]:
    ended = now.snapshot.ended if now.snapshot is not None else {}
    if ended:
        text = " ".join(shown(contract.message) for contract in ended.values())
        yield Problem(Severity.OFF, text, Action.WATCHLIST, translate("Problems", "Open watchlist"))


def _of_fault(now: AppState) -> Iterator[Problem]:
    if now.reports:
        newest = now.reports[0]
        text = translate("Problems", "{sentence} Stored candles are whole; please report it: {fault}.")
        text = text.format(sentence=fault_sentence(newest), fault=bare(newest.what))
        yield Problem(Severity.ATTENTION, text, Action.REPORT, translate("Problems", "Show report"))
    elif now.fault:
        text = translate(
            "Problems", "An unexpected fault was logged: {fault}. Stored candles are whole; please report it."
        )
        text = text.format(fault=bare(now.fault))
        yield Problem(Severity.ATTENTION, text, Action.LOG, translate("Problems", "Open log"))
