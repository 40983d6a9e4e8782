"""Whole imports in a child process against a stand-in Yahoo that answers in 100 ms: requests, time, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.standins.yahoo import StandInYahoo

SEVEN = ("ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F", "CL=F", "GC=F")
THIRTEEN = (*SEVEN, "SI=F", "HG=F", "NG=F", "ZB=F", "ZN=F", "6E=F")
#: Monday 2026-11-16, 14:40 in Los Angeles: the session is over and the feed has caught up.
MONDAY = 1_794_868_800 - 80 * 60
DAY = 86400


@dataclass(frozen=True)
class Figures:
    """One import: wall seconds, processor seconds, peak memory in MB, chart requests, other requests."""

    wall: float
    cpu: float
    peak: float
    charts: int
    others: int


def run_child(yahoo: StandInYahoo, profile: Path, now: float, symbols: tuple[str, ...], pace: float) -> Figures:
    """Import in a process of its own at the moment ``now``; fails if the import does."""
    began = time.time()
    yahoo.now = lambda: now + time.time() - began
    yahoo.clear()
    environment = {**os.environ, **yahoo.env(), "OHLC_DESKTOP_REQUESTS_PER_SECOND": str(pace)}
    command = [sys.executable, "-m", "tests.benchmarks.child", "--profile", str(profile), "--now", str(now), *symbols]
    started = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    told = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if child.returncode:
        raise SystemExit(f"the import ended with {child.returncode}: {told}")
    charts = len(yahoo.chart_requests())
    return Figures(
        wall, usage.ru_utime + usage.ru_stime, float(told.split()[-1]), charts, len(yahoo.requests) - charts
    )


def requests() -> list[str]:
    """Requests for seven instruments: backfill, next day, repeated at once."""
    with StandInYahoo() as yahoo, tempfile.TemporaryDirectory() as folder:
        steps = (
            ("backfill", MONDAY, "<= 4 each, and 2"),
            ("next day", MONDAY + DAY, "<= 3 each, and 2"),
            ("at once again", MONDAY + DAY + 60, "0-1 each"),
        )
        lines = []
        for name, now, limit in steps:
            found = run_child(yahoo, Path(folder), now, SEVEN, 0)
            each = found.charts / len(SEVEN)
            lines.append(f"requests {name:<14} {each:.2f} charts each, {found.others} for the session ({limit})")
        return lines


def daily() -> list[str]:
    """The daily import of 13 instruments in 18 timeframes, without pace limit and at the default pace."""
    lines = []
    with StandInYahoo() as yahoo, tempfile.TemporaryDirectory() as folder:
        yahoo.latency = 0.1
        first = run_child(yahoo, Path(folder), MONDAY, THIRTEEN, 0)
        lines.append(
            f"backfill of 13: {first.wall:.1f} s, {first.cpu:.1f} s CPU, peak memory {first.peak:.0f} MB (<= 250 MB)"
        )
        for day, pace, limit in ((1, 0.0, 10), (2, 2.0, 25)):
            found = run_child(yahoo, Path(folder), MONDAY + day * DAY, THIRTEEN, pace)
            floor = max(found.charts * 0.1 / 2, (found.charts + found.others - 1) / pace if pace else 0.0)
            lines.append(
                f"daily import of 13, pace {pace or 'off'}: {found.wall:.1f} s (<= {limit} s), {found.cpu:.1f} s CPU,"
                f" floor by requests {floor:.1f} s, ratio {found.wall / floor:.2f}, {found.charts} charts"
            )
    return lines
