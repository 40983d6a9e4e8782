"""How long commands take that one waits for, each in a process of its own, on a demo profile with the default watchlist."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 11
#: Words of the command, and the milliseconds that it may take.
_COMMANDS = {("--help",): 150, ("status",): 400, ("status", "--json"): 400}


def starting() -> list[str]:
    """By the clock and of the processor, by turns; beside them what Python takes alone, and with numpy."""
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "ohlc_desktop", "--profile", folder, "--demo"]
        subprocess.run([*ours, "import", "-q"], check=True)
        lines = {f"ohlc-desktop {' '.join(words)} (<= {most} ms)": [*ours, *words] for words, most in _COMMANDS.items()}
        lines |= {"bare Python": [sys.executable, "-c", "pass"], "with numpy": [sys.executable, "-c", "import numpy"]}
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in lines}
        for _ in range(ROUNDS):
            for name, command in lines.items():
                times[name].append(_run(command))
    return [_line(name, *map(statistics.median, zip(*found, strict=True))) for name, found in times.items()]


def _run(command: list[str]) -> tuple[float, float]:
    before, began = _used(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000, (_used() - before) * 1000


def _used() -> float:
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def _line(name: str, clock: float, processor: float) -> str:
    return f"{name}: {clock:.0f} ms, of the processor {processor:.0f} ms"
