"""``run``: the schedule without a screen, in the foreground, for servers and containers."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress

from PySide6.QtCore import QCoreApplication, QObject

from ohlc_desktop.commands.context import Context, check_time_zone
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.importing.events import RunDone
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.messages import NOTHING, sentences
from ohlc_desktop.core.schedule.policy import Start
from ohlc_desktop.core.schedule.times import pacific
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.diagnostics.logs import SHOWN, Mask, start_logging, stop_logging
from ohlc_desktop.diagnostics.redaction import hide, secrets_of
from ohlc_desktop.platform.single_instance import AlreadyRunning, Holder, SingleInstance
from ohlc_desktop.platform.unix_signals import QuitSignals
from ohlc_desktop.profile import create
from ohlc_desktop.redis_share.share import connect
from ohlc_desktop.services.app_state import AppState
from ohlc_desktop.services.controller import Controller
from ohlc_desktop.services.health.faults import Faults
from ohlc_desktop.services.importing.import_runner import CANCELLED
from ohlc_desktop.services.live_settings import LiveSettings
from ohlc_desktop.services.scheduling.scheduler import ScheduleStatus

_log = logging.getLogger(__name__)

#: How long a running import may take to end when the program is told to.
STOP_SECONDS = 1.5
#: What programs are told of an import that ended; fields of ``RunDone``.
ENDED = ("state", "exit_code", "written", "revised", "quarantined", "missing", "requests", "seconds")


def run(context: Context, as_json: bool = False) -> int:
    """Keep the schedule until SIGTERM or SIGINT; returns the exit code 0.

    Args:
        context: Profile and settings.
        as_json: Write one JSON object a line instead of lines for people.

    Raises:
        AlreadyRunning: the tray app or another ``run`` keeps this profile.
        RedisRequired: REDIS_REQUIRED is set and Redis cannot be used.
        SettingsError: the time zone data is missing, or the clock is wrong.
    """
    create(context.profile)
    _log_to(context, context.settings.log_level, context.mask)
    application = QCoreApplication.instance() or QCoreApplication(["ohlc-desktop"])
    instance = SingleInstance(context.profile.folder, "run")
    try:
        if not instance.claim():
            raise _already(context, instance.holder or Holder())
        check_time_zone(context, None)
        _check_redis(context)
        headless = Headless(context, as_json)
        try:
            headless.start()
            return application.exec()
        finally:
            headless.close()
    except OhlcError as error:
        _log.error("%s", error, extra=SHOWN)
        raise
    finally:
        instance.release()
        stop_logging()


def _log_to(context: Context, level: str, mask: Mask) -> None:
    console = {-1: logging.ERROR, 0: logging.WARNING}.get(context.verbosity, logging.DEBUG)
    start_logging(context.profile, level, console, mask, shared=True)


def _already(context: Context, holder: Holder) -> AlreadyRunning:
    return AlreadyRunning(
        f"The schedule of {context.profile.folder} is already kept by {holder.named}.",
        "Nothing was started; that one goes on.",
        "End it first, or choose another data folder with --profile DIR.",
    )


def _check_redis(context: Context) -> None:
    """Refuse to start with a Redis that is required and cannot be used."""
    settings = context.settings
    if settings.redis_required:
        clock = context.clock.monotonic
        _, share = connect(settings.cache_enabled, True, settings.redis_url, clock)
        if share is not None:
            share.close()


class Headless(QObject):
    """The services of the tray process, and lines on stdout in place of its windows."""

    def __init__(self, context: Context, as_json: bool = False) -> None:
        super().__init__()
        self._context, self._as_json, self._said = context, as_json, NOTHING
        self._live = LiveSettings(context.profile, parent=self)
        self._faults = Faults(context.profile, self._mask, context.clock, self)
        self._faults.listen()
        self._controller = Controller(
            context.profile, context.clock, self._live, self._faults, self._mask, interactive=False, parent=self
        )
        self._signals = QuitSignals(self)
        controller = self._controller
        self._signals.quit_wanted.connect(self._quit)
        controller.power.resumed.connect(self._say)
        self._live.changed.connect(self._settings_changed)
        self._live.error_changed.connect(self._settings_failed)
        controller.scheduler.decided.connect(self._decided)
        controller.scheduler.start_wanted.connect(self._started)
        controller.runner.ended.connect(self._ended)
        controller.model.changed.connect(self._hub_heard)

    def start(self) -> None:
        """Begin."""
        mark = "DEMO, simulated candles. " if self._context.profile.demo else ""
        at = self._live.current.import_time
        self._say(
            f"{mark}Keeping the schedule of {self._context.profile.folder}: every trading day at {at:%H:%M} in"
            " Los Angeles. Ctrl+C or SIGTERM ends it.",
            event="started", profile=str(self._context.profile.folder), demo=self._context.profile.demo,
            import_time=f"{at:%H:%M}",
        )  # fmt: skip
        self._tell_faults()
        self._controller.start()

    def _tell_faults(self) -> None:
        """Say where the reports of faults are that happened before this start."""
        reports = self._faults.reports()
        self._faults.put_away(reports)
        for report in reports:
            kind = "The program ended unexpectedly" if report.crash else "An unexpected fault was noted"
            self._say(
                f"{kind}: {bare(report.what)}. Stored candles are whole; a report is in {report.path.parent}.", True
            )

    def close(self) -> None:
        """End everything; an import that runs is cancelled first, then killed. Takes two seconds at most."""
        self._controller.let_go()
        self._controller.stop(STOP_SECONDS)
        self._signals.close()

    def _quit(self) -> None:
        self._say("Ending: an import that runs is cancelled; what was answered stays stored.", event="ending")
        QCoreApplication.quit()

    # -- what happens ------------------------------------------------------------------------------

    def _decided(self, schedule: ScheduleStatus) -> None:
        if schedule.why == self._said:
            return
        self._said = schedule.why
        when, there = schedule.next_run, schedule.next_run.astimezone(pacific())
        utc = f"{when:%a %H:%M} UTC"
        then = f"Next import: {there:%a %Y-%m-%d %H:%M %Z} = {utc}." if schedule.remarkable else f"That is {utc}."
        self._say(f"{schedule.why} {then}", event="outlook", next_run=iso(when.timestamp()))

    def _started(self, start: Start) -> None:
        planned = iso(start.planned.timestamp())
        self._say(
            f"Importing ({start.trigger}, attempt {start.attempt}).",
            event="import_started", trigger=start.trigger, planned=planned, attempt=start.attempt,
        )  # fmt: skip

    def _ended(self, state: ImportState) -> None:
        if state.failure is not None:
            failure = state.failure
            self._say_ended(str(failure.text), RunDone(None, RunState.FAILED, failure.exit_code))
        elif state.result is not None:
            done = state.result
            self._say_ended(
                f"{done.state}: {done.message} Wrote {done.written:,} candles, revised {done.revised:,},"
                f" quarantined {done.quarantined:,} rows; {done.requests} requests in {done.seconds:.1f} s.",
                done,
            )

    def _say_ended(self, text: str, done: RunDone) -> None:
        problem = done.exit_code not in (0, CANCELLED)
        self._say(text, problem, event="import_ended", **{name: getattr(done, name) for name in ENDED})

    def _hub_heard(self, state: AppState, before: AppState) -> None:
        """Say when the hub is found, and when it is lost."""
        cause = state.hub.cause if state.hub is not None else None
        if state.hub is None or cause == (before.hub.cause if before.hub is not None else None):
            return
        from ohlc_desktop.hub.following.health import judge

        found = judge(state.hub, state.settings.follows, self._context.clock.now())
        text = str(sentences(found.detail, found.fix))
        self._say(text, problem=bool(cause), event="hub", state=found.word.value)

    def _settings_changed(self, _settings: object) -> None:
        _log_to(self._context, self._live.current.log_level, self._mask)
        self._say("The settings have changed.")

    def _settings_failed(self, error: OhlcError | None) -> None:
        if error is not None:
            self._say(f"{error} The settings read last stay in force.", problem=True)

    def _mask(self, text: str) -> str:
        """Without the secrets of the settings in force, and of those from the start."""
        return hide(self._context.mask(text), *secrets_of(self._live.current))

    def _say(self, text: str, problem: bool = False, event: str = "notice", **details: object) -> None:
        """A line for a person, with the time in UTC, or one for a program, with details; also into the log."""
        text = self._mask(text)
        _log.log(logging.WARNING if problem else logging.INFO, "%s", text, extra=SHOWN)
        if self._context.verbosity < 0 and not problem:
            return
        now = iso(self._context.clock.now())
        line = f"{now} {text}"
        if self._as_json:
            level = "warning" if problem else "info"
            line = documents.line(event, time=now, level=level, message=text, **details)
        with suppress(OSError):  # a reader that is gone does not stop the schedule
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
