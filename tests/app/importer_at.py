"""The real importer by another clock, or on a disk that fills up. Started as a program, in the place of the real one.
Without a network it gives up at once, not after several pauses.

Arguments: the present time in UTC epoch seconds, the largest file in bytes (0: as large as it likes), and then those
of ``ohlc-desktop``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> None:
    """Set the clock and the limit, then be ``ohlc-desktop``."""
    ahead, largest = float(sys.argv[1]) - time.time(), int(sys.argv[2])
    sys.argv[1:3] = []
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from ohlc_desktop.core.clock import SystemClock
    from ohlc_desktop.importer import fetching
    from ohlc_desktop.importer.pace import BREAKER_FAILURES

    SystemClock.now = lambda _self: time.time() + ahead  # type: ignore[method-assign]
    fetching.RETRY_PAUSES = (0.0,) * BREAKER_FAILURES
    if largest:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    from ohlc_desktop.__main__ import main

    main()


if __name__ == "__main__":
    main()
