"""When the user is notified, and with which words. Pure policy: no Qt object, no clock.

A trading day gets at most one notification, and none for a failure that is still tried again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.importing.attempts import FILLED, WITHOUT_HUB
from ohlc_desktop.core.importing.events import RunDone
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.schedule.policy import ScheduleWaitReason
from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.states.updates import Release
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.tray.texts import BY_HAND, HARMLESS_CODES, fault_sentence

if TYPE_CHECKING:
    from ohlc_desktop.diagnostics.report_files import Report
    from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification: what happened, and what it means for the data and what to do next."""

    title: str
    text: str


class Notices:
    """Decides what is worth a notification, and remembers which days had theirs.

    Attributes:
        quiet: No notifications at all; the window and the tray icon still tell everything.
        feed: That is asked first.
    """

    def __init__(self, feed: FeedSpec, quiet: bool = False) -> None:
        self.quiet = quiet
        self.feed = feed
        self._notified: set[date] = set()
        self._filled = False

    def after_import(
        self, state: ImportState, schedule: ScheduleStatus | None, first: bool = False, watched: bool = False
    ) -> Notification | None:
        """The notification for an import that ended, if any.

        Args:
            state: How it ended.
            schedule: What the schedule makes of it; ask after it has looked again.
            first: Nothing had ever been imported before.
            watched: The user looks at the window, and so sees what becomes of an import started by hand.
        """
        if first and _brought_something(state):
            return self._once_a_day(_day(state.planned), _first_finished(state))
        if state.trigger in BY_HAND:
            return None if watched or not _failed(state) else self._once_a_day(None, _stopped(state))
        before, self._filled = self._filled, bool(_filled(state))
        if self._filled and not before:
            return self._once_a_day(_day(state.planned), _filled_in(state))
        if schedule is None or schedule.waits_for is not ScheduleWaitReason.GIVEN_UP:
            return None
        planned = schedule.decision.planned
        return None if planned is None else self._once_a_day(_day_of(planned), _left_to_user(state))

    def stuck(self, planned: datetime, why: Message) -> Notification | None:
        """The notification for an import that has long been waiting for the feed; ``why`` says so."""
        text = translate(
            "Notices",
            "{why} The import starts by itself as soon as {feed} can be reached; until then new candles are missing.",
        )
        said = text.format(why=shown(why), feed=self.feed.display_name)
        return self._once_a_day(_day_of(planned), Notification(translate("Notices", "The import is waiting"), said))

    def faulty(self, report: Report) -> Notification | None:
        """The notification at a start after a fault."""
        title = fault_sentence(report)
        text = translate("Notices", "Stored candles are whole. Open the window to see and copy the report.")
        return self._once_a_day(None, Notification(title, text))

    def files_waiting(self, count: int) -> Notification | None:
        """The notification when files in the watched folder need an answer."""
        title = translate("Notices", "Files wait for an answer")
        text = translate(
            "Notices", "{count} in the watched folder. Open the window to say what they do not tell themselves."
        )
        return self._once_a_day(None, Notification(title, text.format(count=wording.count(count))))

    def newer_version(self, newest: Release) -> Notification | None:
        """The notification when a newer version of the program is there."""
        title = translate("Notices", "OHLC Desktop {version} is there")
        text = translate("Notices", "This one goes on as before. Settings has the page where the new one can be had.")
        return self._once_a_day(None, Notification(title.format(version=newest.version), text))

    def no_charts(self, error: OhlcError) -> Notification | None:
        """The notification when a chart was asked for and none can be opened."""
        return self._once_a_day(None, Notification(shown(error.title), shown(sentences(error.message, error.hint))))

    def _once_a_day(self, day: date | None, message: Notification) -> Notification | None:
        if day is not None and day in self._notified:
            return None
        if day is not None:
            self._notified.add(day)
        return None if self.quiet else message


def _day_of(planned: datetime) -> date:
    """An occurrence and its follow-up belong to one day in Los Angeles."""
    return planned.astimezone(pacific()).date()


def _day(planned: str | None) -> date | None:
    return _day_of(datetime.fromisoformat(planned)) if planned else None


def _brought_something(state: ImportState) -> bool:
    done = state.result
    return done is not None and done.written > 0 and done.state in (RunState.DONE, RunState.PARTIAL)


def _failed(state: ImportState) -> bool:
    if state.failure is not None:
        return state.failure.exit_code not in HARMLESS_CODES
    return state.result is not None and state.result.state in (RunState.FAILED, RunState.INTERRUPTED)


def _filled(state: ImportState) -> list[Message]:
    """What the importer told of feeds that filled in for others, or for the hub."""
    return [notice.message for notice in state.notices if notice.kind in (FILLED, WITHOUT_HUB)]


def _filled_in(state: ImportState) -> Notification:
    """Told when it begins, and not on each of the days that it lasts."""
    hub = any(notice.kind == WITHOUT_HUB for notice in state.notices)
    title = translate("Notices", "Imported without the hub") if hub else translate("Notices", "Another feed filled in")
    return Notification(title, shown(sentences(*_filled(state))))


def _first_finished(state: ImportState) -> Notification:
    stored = translate("Notices", "{count} candles of {instruments} instruments are stored.").format(
        count=wording.count(state.written), instruments=len(state.symbols)
    )
    if state.result is not None and state.result.state is RunState.DONE:
        return Notification(translate("Notices", "The first import is finished"), stored)
    left = translate("Notices", "Some series are not complete yet; the next import asks for the rest.")
    return Notification(translate("Notices", "The first import is finished"), " ".join((stored, left)))


def _stopped(state: ImportState) -> Notification:
    failure = state.failure
    if failure is not None:
        return Notification(shown(failure.title), shown(sentences(failure.message, failure.hint)))
    return Notification(translate("Notices", "The import failed"), _what_now(state.result))


def _left_to_user(state: ImportState) -> Notification:
    failure, done = state.failure, state.result
    if failure is not None:
        return _stopped(state)
    if done is not None and done.state is RunState.PARTIAL:
        return Notification(translate("Notices", "Some candles are missing"), _missing(done))
    return Notification(translate("Notices", "The import failed"), _what_now(done))


def _missing(done: RunDone) -> str:
    series = done.totals.get("FAILED", 0) + done.totals.get("DEFERRED", 0)
    text = translate(
        "Notices",
        "{series} series could not be fetched, even after several attempts. The next import asks for them again.",
    )
    return text.format(series=series)


def _what_now(done: RunDone | None) -> str:
    reason = shown(done.message) if done is not None else ""
    advice = translate(
        "Notices", "What was stored before is unchanged. Open the window to see why, or import again there."
    )
    return " ".join(part for part in (reason, advice) if part)
