"""Docker's health check: are the candles of the newest trading day in, or not late yet?

Reads what ``ohlc-desktop status --json`` says; exit code 0 is healthy, 1 is not, and the sentence on stdout is what
``docker inspect`` shows. Arguments are handed on, such as ``--demo``.

Age is counted from the newest import time that has come (``schedule.due``), not from the last run: at Christmas four
days lie between two imports, and a limit that lets those pass notices a dead schedule four days late. By the trading
calendar neither weekends and holidays nor the changes of daylight saving make anybody unhealthy. Where nothing has ever
been imported, age is counted from the start of ``ohlc-desktop run`` (``schedule.since``): no import was missed before.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

#: Hours after its time until an import counts as missing.
VARIABLE = "OHLC_DESKTOP_HEALTH_HOURS"
#: The follow-up is half an hour later, all attempts at it fail within another 65 minutes; the rest is for slow answers.
DEFAULT_HOURS = 3.0
#: An attempt that failed is followed by the next one after 45 minutes at most.
RETRY = timedelta(hours=1)
#: Beyond the limit, attempts that fail are taken for progress for so long: who dies in each import tries for ever.
GRACE = timedelta(hours=2)
#: Docker gives up after 60 seconds (HEALTHCHECK --timeout), without a sentence.
TIMEOUT = 50

Verdict = tuple[bool, str]


def main() -> int:
    """Ask, judge, tell; returns the exit code."""
    healthy, sentence = check(sys.argv[1:], os.environ)
    sys.stdout.write(f"{sentence}\n")
    return 0 if healthy else 1


def check(arguments: list[str], environment: Mapping[str, str]) -> Verdict:
    """Whether the schedule of a profile is healthy, and why, in a sentence."""
    limit = environment.get(VARIABLE) or str(DEFAULT_HOURS)
    hours = _limit(limit)
    if hours is None:
        return False, f"{VARIABLE}={limit} cannot be used: write a number of hours above 0."
    try:
        return judge(_status(arguments), hours)
    except subprocess.TimeoutExpired:
        return False, f"ohlc-desktop status gave no answer within {TIMEOUT} seconds."
    except ValueError as error:
        return False, str(error)


def _limit(text: str) -> timedelta | None:
    """The limit that was set; None when it is no length of time that can pass."""
    try:
        hours = float(text)
        return timedelta(hours=hours) if math.isfinite(hours) and hours > 0 else None
    except (ValueError, OverflowError):
        return None


def judge(status: Mapping[str, Any], limit: timedelta) -> Verdict:
    """Whether the answer of ``status --json`` is that of a schedule that works."""
    schedule = status["schedule"]
    if not schedule["enabled"]:
        return True, "The schedule is paused (OHLC_DESKTOP_SCHEDULE=false): nothing is imported."
    now = _moment(status["now"])
    if status["last_run"] is None:
        return _judge_start(schedule["since"], now, limit)
    if schedule["due"] is None:
        return True, "No import has been due for a month."
    return _judge_due(schedule, now, now - _moment(schedule["due"]), limit)


def _judge_start(since: str | None, now: datetime, limit: timedelta) -> Verdict:
    """The verdict while nothing has ever been imported: the first import begins at once, whatever the hour."""
    if since is None:
        return False, "Nothing has been imported yet, and nobody keeps the schedule. See: docker logs."
    waited = now - _moment(since)
    told = f"Nothing has been imported yet, {_hours(waited)} h after the start"
    if waited < limit:
        return True, f"{told}: the first import is to come."
    return False, f"{told}. See: docker logs, and ohlc-desktop doctor."


def _judge_due(schedule: Mapping[str, Any], now: datetime, late: timedelta, limit: timedelta) -> Verdict:
    """The verdict on an import that was due some time ago."""
    named, state = f"The import of {schedule['due']}", schedule["state"]
    why = f"{state}. {schedule['reason']}".rstrip() if state else "nothing has been tried."
    if state == "DONE":
        return True, f"{named} is done."
    if state == "PARTIAL" and (late < limit or schedule["answered"] >= schedule["failed"]):
        return True, f"{named} is done but for a part: {schedule['reason']}"
    if late < limit:
        return True, f"{named} is not in yet, {_hours(late)} h after its time: {why}"
    if state is not None and _is_under_way(schedule, now, late, limit):
        return True, f"{named} is {_hours(late)} h late and being made up for: {why}"
    return False, f"{named} is {_hours(late)} h late: {why} See: docker logs, and ohlc-desktop doctor."


def _is_under_way(schedule: Mapping[str, Any], now: datetime, late: timedelta, limit: timedelta) -> bool:
    """Whether an import runs, or was tried so short ago that the next attempt is still waited for."""
    started = _moment(schedule["started"])
    if schedule["state"] == "RUNNING":
        return now - started < limit
    ended = _moment(schedule["ended"]) if schedule["ended"] else started
    return late < limit + GRACE and now - ended < RETRY


def _status(arguments: list[str]) -> Mapping[str, Any]:
    """The answer of ``status --json``.

    Raises:
        ValueError: there is none; says why.
        subprocess.TimeoutExpired: it took too long.
    """
    command = [sys.executable, "-m", "ohlc_desktop", *arguments, "status", "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=TIMEOUT, check=False)  # noqa: S603
    if done.returncode:
        raise ValueError(" ".join(done.stderr.split()) or f"ohlc-desktop status ended with code {done.returncode}.")
    status: Mapping[str, Any] = json.loads(done.stdout)
    return status


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _hours(late: timedelta) -> str:
    return f"{late / timedelta(hours=1):.1f}"


if __name__ == "__main__":
    sys.exit(main())
