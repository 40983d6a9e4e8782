"""When the next import starts, and why not now: the schedule of the tray process and of ``ohlc-desktop run``.

Everything that could change the answer only asks for a *look*: the timers, resume, a set clock, the network's return,
changed settings, the end of an import. A look reads the ledger on the worker thread, lets ``core.schedule.policy`` decide,
writes down what was skipped, and makes sure that the feed answers before an import is asked for. Looking twice
is harmless: what is done is in the ledger.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.schedule.policy import (
    Attempted,
    Rules,
    ScheduleWait,
    ScheduleWaitReason,
    Start,
    decide,
    identity,
)
from ohlc_desktop.core.schedule.skipped import skips
from ohlc_desktop.core.schedule.times import TradeDates, next_occurrence, pacific
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.health.network import Network
from ohlc_desktop.services.scheduling import schedule_ledger
from ohlc_desktop.services.scheduling.schedule_ledger import LedgerFacts
from ohlc_desktop.store import ledger
from ohlc_desktop.store.evidence import facts

if TYPE_CHECKING:
    from ohlc_desktop.services.scheduling.schedule_timer import ScheduleTimer

_log = logging.getLogger(__name__)

#: While something is awaited that does not announce itself, the schedule is looked at this often, in seconds.
AGAIN = 60.0
#: A feed that does not answer for so long is worth a word to the user, in seconds awake.
STUCK = 3600.0


@dataclass(frozen=True, slots=True)
class ScheduleStatus:
    """What the schedule is about to do.

    Attributes:
        decision: Start, or rest and until when.
        next_run: The next occurrence, aware, in UTC.
        waiting_for_network: An import is due and the feed does not answer.
        why: A sentence for a person.
        problem: What keeps the schedule from deciding at all; empty when nothing does.
    """

    decision: Start | ScheduleWait
    next_run: datetime
    waiting_for_network: bool
    why: Message
    problem: Message = NOTHING

    @property
    def remarkable(self) -> bool:
        """Whether ``why`` says more than when the next import is due."""
        return bool(self.problem) or self.waiting_for_network or self.waits_for is not ScheduleWaitReason.NOT_DUE

    @property
    def waits_for(self) -> ScheduleWaitReason | None:
        """Why no import starts; None where one does."""
        return self.decision.reason if isinstance(self.decision, ScheduleWait) else None


class Scheduler(QObject):
    """Decides when imports start; starts none itself.

    Attributes:
        decided: An :class:`ScheduleStatus`, after each look.
        status: The last one; None before the first look has ended. To be read only.
        start_wanted: A :class:`~ohlc_desktop.core.schedule.policy.Start`: import now. The feed answers.
        stuck: A :class:`~ohlc_desktop.core.messages.Message`, once for an occurrence: the feed has not answered for an hour.
    """

    decided = Signal(object)
    start_wanted = Signal(object)
    stuck = Signal(object)

    def __init__(
        self,
        profile: Profile,
        clock: Clock,
        settings_provider: Callable[[], Settings],
        work: BackgroundWorker,
        network: Network,
        import_running: Callable[[], bool],
        interactive: bool,
        parent: QObject | None = None,
    ) -> None:
        """Idle until :meth:`start`.

        Args:
            profile: Whose ledger.
            clock: Tells the time.
            settings_provider: The settings in force.
            work: Where the ledger is read and written.
            network: Knows whether the feed answers.
            import_running: Whether this process imports at the moment.
            interactive: A person is there to start the very first import; else it is due at once.
        """
        super().__init__(parent)
        self._profile, self._clock, self._settings = profile, clock, settings_provider
        self._work, self._network, self._import_running = work, network, import_running
        self._interactive = interactive
        self._alarm: ScheduleTimer | None = None
        self._at: time | None = None
        self._since = 0.0
        self._dates: TradeDates | None = None
        self.status: ScheduleStatus | None = None
        self._unrecorded = schedule_ledger.Unrecorded()
        self._stopping = threading.Event()
        self._reading, self._again = False, ""
        self._asking: Start | None = None
        self._silent: tuple[str, float] | None = None
        self._reported_stuck = ""
        self._stored = False

    def start(self) -> None:
        """Begin, with a first look."""
        from ohlc_desktop.services.scheduling.schedule_timer import (
            ScheduleTimer,  # APScheduler: after the tray is visible
        )

        self._since = self._clock.now()
        self._at = self._settings().import_time
        self._alarm = ScheduleTimer(self)
        self._alarm.rang.connect(self.look)
        self._network.returned.connect(self._network_returned)
        self._alarm.start(self._at)
        self.look("start")

    def stop(self) -> None:
        """Look no more; idempotent."""
        self._stopping.set()
        self._asking = None
        if self._alarm is not None:
            self._network.returned.disconnect(self._network_returned)
            self._alarm.stop()
            self._alarm = None

    def look(self, cause: str) -> None:
        """Find out whether to import now. The answer comes as ``decided``, soon; may be called at any time.

        Args:
            cause: What happened, for the log.
        """
        if self._alarm is None:
            return
        if self._reading:
            self._again = cause
            return
        _log.debug("Looking at the schedule: %s", cause)
        self._reading = True
        self._work.run(partial(schedule_ledger.read, self._profile), self._on_facts, self._on_unreadable)

    def import_ended(self, state: ImportState) -> None:
        """An import of this process has ended, whoever asked for it."""
        self._unrecorded.note(state, self._clock.now())
        self.look("an import ended")

    def _network_returned(self) -> None:
        self.look("the network is back")

    # -- a look ------------------------------------------------------------------------------------

    def _on_facts(self, known: LedgerFacts) -> None:
        if self._looked() or self._vanished(known):
            return
        self._dates = known.dates
        self._since = self._since if known.since is None else min(known.since, self._since)
        settings, now = self._settings(), self._clock.now()
        if settings.import_time != self._at and self._alarm is not None:
            self._at = settings.import_time
            self._alarm.daily(self._at)
        rules = Rules(settings.import_time, settings.schedule_enabled, self._since if self._interactive else 0.0)
        runs = self._unrecorded.merged(known.runs)
        decision = self._after_running(decide(now, runs, known.dates, rules, known.by_hand), known, now)
        if not (known.importing or self._import_running()):
            self._write_down(known, decision, now, rules, runs)
        if isinstance(decision, Start):
            self._begin(decision)
        else:
            self._rest(decision)

    def _vanished(self, known: LedgerFacts) -> bool:
        """Without its ledger the schedule would import everything anew, perhaps where a disk is not mounted."""
        self._stored = self._stored or known.stored
        if not self._stored or known.stored:
            return False
        path = str(self._profile.database)
        self._undecided(OhlcError("The database {path} is no longer there.", path=path))
        return True

    def _looked(self) -> bool:
        """A look has read what it needs; True when it does not count, since more has happened or all is over."""
        self._reading, again, self._again = False, self._again, ""
        if again:
            self.look(again)
        return bool(again) or self._alarm is None

    def _on_unreadable(self, error: OhlcError) -> None:
        """Without the ledger nothing is started: it could be done already."""
        if not self._looked():
            self._undecided(error)

    def _undecided(self, error: OhlcError) -> None:
        self._asking = None
        now = self._clock.now()
        why = Message("The schedule cannot read the database: {error} It looks again every minute.", error=error.title)
        _log.warning("%s", why)
        coming = self._next_run()
        reason = ScheduleWaitReason.NOT_DUE if self._settings().schedule_enabled else ScheduleWaitReason.PAUSED
        self._publish(ScheduleStatus(ScheduleWait(reason, now + AGAIN, why, coming), coming, False, why, error.title))
        self._ring_at(now + AGAIN)

    def _after_running(self, decision: Start | ScheduleWait, known: LedgerFacts, now: float) -> Start | ScheduleWait:
        """While some import runs nothing else starts. One of another process does not tell when it ends."""
        if isinstance(decision, Start) and (known.importing or self._import_running()):
            why = Message("An import is running; the schedule looks again when it has ended.")
            return ScheduleWait(ScheduleWaitReason.RUNNING, now + AGAIN, why, decision.planned)
        return decision

    def _write_down(
        self,
        known: LedgerFacts,
        decision: Start | ScheduleWait,
        now: float,
        rules: Rules,
        runs: Mapping[str, Attempted],
    ) -> None:
        """Bring the ledger up to date with what did not happen."""
        if not known.stored:
            return
        write = partial(schedule_ledger.write, self._profile, self._stopping)
        if known.since is None:
            since = f"{self._since:.0f}"
            self._work.run(partial(write, lambda store: facts.keep_fact(store, schedule_ledger.SINCE, since)))
        if isinstance(decision, ScheduleWait) and decision.reason is ScheduleWaitReason.FUTURE:
            _log.warning("%s", decision.why)
            self._work.run(partial(write, lambda store: ledger.disown_future(store, now)), self._on_disowned)
            return
        if missed := skips(now, runs, known.dates, rules, self._since):
            self._work.run(partial(write, lambda store: ledger.record_skips(store, missed)))

    def _on_disowned(self, written: bool) -> None:
        """Where it could not be written, the rest until the next look goes on."""
        if written:
            self.look("the clock was wrong")

    # -- rest --------------------------------------------------------------------------------------

    def _rest(self, rest: ScheduleWait) -> None:
        self._asking = self._silent = None
        now = self._clock.now()
        self._publish(ScheduleStatus(rest, self._next_run(), False, rest.why))
        self._ring_at(min(rest.until, now + AGAIN) if rest.reason is ScheduleWaitReason.RUNNING else rest.until)

    # -- start -------------------------------------------------------------------------------------

    def _begin(self, start: Start) -> None:
        """Ask the feed first. Who is waiting already stays told so until there is an answer."""
        self._asking = start
        if self._silent is None or self._silent[0] != identity(start.planned):
            self._silent = None
            self._publish(ScheduleStatus(start, self._next_run(), False, start.why))
        self._ring_at(self._clock.now() + AGAIN)
        self._network.ask(partial(self._on_answer, start))

    def _on_answer(self, start: Start, answers: bool, why: Message) -> None:
        if self._asking is not start or self._import_running():
            return  # a later look has decided otherwise
        self._asking = None
        if not answers:
            self._wait(start, why)
            return
        self._silent = None
        self._publish(ScheduleStatus(start, self._next_run(), False, start.why))
        _log.info("%s", start.why)
        self.start_wanted.emit(start)

    def _wait(self, start: Start, why: Message) -> None:
        name, awake = identity(start.planned), self._clock.monotonic()
        if self._silent is None:
            self._silent = (name, awake)
            _log.warning("The import of %s waits for the network: %s", _named(start.planned), why)
        waits = Message(
            "{why} The import of {when} starts as soon as the feed answers; it is asked every minute.",
            why=why, when=_named(start.planned),
        )  # fmt: skip
        self._publish(ScheduleStatus(start, self._next_run(), True, waits))
        if awake - self._silent[1] >= STUCK and self._reported_stuck != name:
            self._reported_stuck = name
            self.stuck.emit(waits)

    # ----------------------------------------------------------------------------------------------

    def _publish(self, status: ScheduleStatus) -> None:
        self.status = status
        self.decided.emit(status)

    def _next_run(self) -> datetime:
        return next_occurrence(self._clock.now(), self._dates, self._settings().import_time)

    def _ring_at(self, moment: float) -> None:
        if self._alarm is not None:
            self._alarm.once(moment - self._clock.now())


def _named(moment: datetime) -> str:
    """A moment as a person knows it: ``2026-11-23 14:05 PST``."""
    return moment.astimezone(pacific()).strftime("%Y-%m-%d %H:%M %Z")
