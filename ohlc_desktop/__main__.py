"""Entry point: hand over to the command line before anything heavy is imported."""

from __future__ import annotations

import signal
import sys
from io import TextIOWrapper
from types import FrameType


def main() -> None:
    """Run the command line and exit with its code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a folder's name may not fit the terminal's alphabet
    from ohlc_desktop.cli import run

    sys.exit(run(sys.argv[1:]))


def _stop(_number: int, _frame: FrameType | None) -> None:
    """End quietly, until a command listens itself. (Python turns some KeyboardInterrupts into a death by SIGINT.)"""
    raise SystemExit(130)


if __name__ == "__main__":
    main()
