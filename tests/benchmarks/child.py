"""One import in a process of its own, at a moment given by the caller: ``python -m tests.benchmarks.child``."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from pathlib import Path

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.importing import run
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.profile import locate, read_settings


class ShiftedClock:
    """The machine's clock, moved so that the process starts at a chosen moment."""

    def __init__(self, now: float) -> None:
        self._shift = now - time.time()

    def now(self) -> float:
        """UTC epoch seconds, shifted."""
        return time.time() + self._shift

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait for real."""
        return event.wait(max(seconds, 0.0))


def main() -> int:
    """Import the named symbols and print the worker protocol."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", required=True)
    parser.add_argument("--now", type=float, required=True)
    parser.add_argument("symbols", nargs="+")
    options = parser.parse_args()
    profile = locate(options.profile, False)
    context = Context(profile, read_settings(profile), -1, ShiftedClock(options.now))
    code = run(context, ImportRequest(symbols=tuple(options.symbols)), True)
    sys.stderr.write(f"peak {_peak_megabytes():.0f}\n")
    return code


def _peak_megabytes() -> float:
    """This process's own peak; what ``wait4`` reports also holds the parent's memory at the fork."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    sys.exit(main())
