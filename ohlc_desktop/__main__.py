"""Entry point: hand over to the command line before anything heavy is imported."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from ohlc_desktop.cli import run

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until a command knows better, end as on Ctrl-C
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
