"""Print all figures, or those named: ``python -m tests.benchmarks [pipeline reading readers tray tray-memory chart …]``."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.benchmarks import (
    backups,
    chart,
    hub,
    imports,
    ingest,
    profiles,
    python_api,
    readers,
    starting,
    store,
    tray,
    voices,
)

BENCHMARKS: dict[str, Callable[[], list[str]]] = {
    "pipeline": store.pipeline,
    "reading": store.reading,
    "readers": readers.reading,
    "python": python_api.python,
    "starting": starting.starting,
    "requests": imports.requests,
    "daily": imports.daily,
    "ingest": ingest.text,
    "ingest-ticks": ingest.ticks,
    "ingest-files": ingest.files,
    "tray": tray.tray,
    "tray-memory": tray.memory,
    "window": tray.window,
    "chart": chart.frames,
    "chart-adjusting": chart.adjusting,
    "chart-open": chart.opening,
    "chart-memory": chart.memory,
    "chart-peers": chart.peers,
    "chart-profile": profiles.profiles,
    "voices": voices.twins,
    "backups": backups.backups,
    "hub": hub.pushing,
    "hub-readers": hub.reading,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        for line in BENCHMARKS[name]():
            print(line, flush=True)
