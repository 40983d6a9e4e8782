"""Memory of charts in a process of its own: ``python -m tests.benchmarks.chart_memory_child FOLDER`` prints a JSON object.

The profile in FOLDER has a long series of 1m and a short one of 5m. Told is the resident memory in MB: of the tray app
alone, with a chart of the short series, with one of the long series (both with two indicators), and after its window was
closed, twice, and after many more openings and closings. Each is a pair: what it is, and what is left when the C library was asked to give back what nobody uses.
"""

from __future__ import annotations

import ctypes
import gc
import json
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil

from tests.benchmarks.chart_open_child import Driver, wait

#: Whatever a window brings late, as a look at the store, is there after so many milliseconds.
_LATE = 4_000
#: Memory is looked at after so many openings and closings.
OFTEN = ("5", "50")


def resident() -> tuple[float, float]:
    """MB of this process after a collection, as they are and trimmed."""
    gc.collect()
    process = psutil.Process()
    kept = process.memory_info().rss
    with suppress(OSError, AttributeError):  # there is no such function but in glibc
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    return kept / 1e6, process.memory_info().rss / 1e6


def show(driver: Driver, name: str) -> None:
    """Open a chart of a series with two indicators, and wait until nothing more comes."""
    from ohlc_desktop.core.chart.indicators import indicator

    driver.click("5m")
    cell = driver.cell()
    cell.set_options(replace(cell.options, indicators=(indicator("BB"), indicator("RSI"))))
    if name != "5m":
        driver.switch(name)
    wait(_LATE)


def main() -> None:
    """Measure and print."""
    driver = Driver(Path(sys.argv[1]))
    found: dict[str, object] = {"tray": resident()}
    show(driver, "5m")
    found["few"] = resident()
    driver.switch("1m")
    wait(_LATE)
    found["many"], found["candles"] = resident(), len(driver.cell().series)
    driver.close()
    wait(_LATE)
    found["closed"] = resident()
    show(driver, "1m")
    driver.close()
    wait(_LATE)
    found["closed again"] = resident()
    for number in range(1, int(OFTEN[-1]) + 1):
        driver.click("1m")
        driver.close()
        if str(number) in OFTEN:
            wait(_LATE)
            found[str(number)] = resident()
    print(json.dumps(found))
    driver.app.close()


if __name__ == "__main__":
    main()
