"""APScheduler on Qt's event loop: rings at the import time, at its follow-up, and once when asked to.

The scheduler as shipped starts timers that cannot be stopped, waits in one go on a clock that stands still while
the computer sleeps, drops a job that is a second late, and runs jobs on pool threads. Here one timer is owned and
bounded, nothing is ever too late, and jobs run where the event loop runs: they only ring.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytz
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.qt import QtScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.schedule.policy import FOLLOW_UP
from ohlc_desktop.core.schedule.times import pacific

#: The jobs are looked at again after so long at the latest, in seconds. Sleep and a set clock are noticed sooner
#: by ``platform.power``, and every look at the schedule sets the timer anew.
LONGEST_WAIT = 300.0
#: Below this the timer is exact; above, the system may let it ring together with others.
EXACT = 20.0
#: Nothing rings sooner after it was asked for, so that a mistake can never keep the processor busy.
LEAST = 0.5


class _Jobs(QtScheduler):  # type: ignore[misc]  # APScheduler has no types
    """The scheduler with one timer of its own. Jobs may be added from any thread."""

    def __init__(self, timer: QTimer, alarm: ScheduleTimer) -> None:
        super().__init__(
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone=pytz.utc,
        )
        self._timer, self._alarm = timer, alarm
        timer.timeout.connect(self.process)
        alarm.woken.connect(self.process, Qt.ConnectionType.QueuedConnection)

    def wakeup(self) -> None:
        """Look at the jobs soon, on the alarm's thread."""
        self._alarm.woken.emit()

    def process(self) -> None:
        """Run what is due and set the timer for what comes next."""
        if self.running:
            self._process_jobs()

    def _start_timer(self, wait_seconds: float | None) -> None:
        self._timer.stop()
        if wait_seconds is None or not self.running:
            return
        seconds = min(wait_seconds, LONGEST_WAIT)
        exact = seconds < EXACT
        self._timer.setTimerType(Qt.TimerType.PreciseTimer if exact else Qt.TimerType.VeryCoarseTimer)
        self._timer.start(int(seconds * 1000) + 1)

    def _stop_timer(self) -> None:
        self._timer.stop()


class ScheduleTimer(QObject):
    """Rings.

    Attributes:
        rang: Why, in a word or two for the log.
        woken: Of this module: the jobs are to be looked at.
    """

    rang = Signal(str)
    woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._jobs = _Jobs(self._timer, self)

    def start(self, at: time) -> None:
        """Begin to ring: every day at a time in Los Angeles and half an hour later."""
        self._jobs.start()
        self.daily(at)

    def daily(self, at: time) -> None:
        """Change the time of day (in Los Angeles)."""
        later = (datetime.combine(datetime(2000, 1, 1, tzinfo=UTC), at) + FOLLOW_UP).time()
        for name, when in (("import time", at), ("follow-up", later)):
            trigger = CronTrigger(hour=when.hour, minute=when.minute, timezone=pacific())
            self._jobs.add_job(self.rang.emit, trigger, args=[name], id=name, replace_existing=True)

    def once(self, seconds: float) -> None:
        """Ring after so many seconds; replaces the ringing asked for before.

        The jobs go by the machine's clock, whatever clock the caller has.
        """
        when = datetime.fromtimestamp(SystemClock().now(), UTC) + timedelta(seconds=max(seconds, LEAST))
        trigger = DateTrigger(when, pytz.utc)
        self._jobs.add_job(self.rang.emit, trigger, args=["timer"], id="once", replace_existing=True)

    def stop(self) -> None:
        """Ring no more; idempotent."""
        if self._jobs.running:
            self._jobs.shutdown(wait=False)
