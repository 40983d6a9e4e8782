"""The tray process: time until its icon is up, memory and wake-ups while idle, beside a bare PySide6 tray."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.tray_memory_child import OPENINGS

ROUNDS = 5
#: Beside the seven of the default watchlist.
SIX_MORE = ("SI", "HG", "NG", "ZN", "ZB", "6E")
#: After so many seconds everything that is loaded late is loaded.
SETTLED = 6.0
#: Wake-ups are counted for so many seconds.
IDLE = 60.0


@contextmanager
def _display() -> Iterator[None]:
    """An X server of our own with a tray, where there is none."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert server.stdout is not None
    os.environ["DISPLAY"] = f":{server.stdout.readline().decode().strip()}"
    os.environ.pop("QT_QPA_PLATFORM", None)
    host = subprocess.Popen(["trayer"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        for process in (host, server):
            process.terminate()
            process.wait()


class _Tray:
    """A tray process, started; ``up`` is the time until its icon was, in milliseconds."""

    def __init__(self, command: list[str], is_up: Callable[[], bool]) -> None:
        began = time.perf_counter()
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while not is_up():
            assert self.process.poll() is None, "the tray ended"
            time.sleep(0.002)
        self.up = (time.perf_counter() - began) * 1000

    def status(self, name: str) -> int:
        """A number of /proc/PID/status, such as VmRSS in kB; of all threads together for switches."""
        if name.endswith("switches"):
            folders = Path(f"/proc/{self.process.pid}/task").iterdir()
        else:
            folders = iter([Path(f"/proc/{self.process.pid}")])
        lines = (line for folder in folders for line in (folder / "status").read_text().splitlines())
        return sum(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))

    def has(self, library: str) -> bool:
        """Whether a library is loaded, one with compiled parts."""
        return library in Path(f"/proc/{self.process.pid}/maps").read_text()

    def end(self) -> None:
        """Kill it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def _bare(folder: Path) -> _Tray:
    mark = folder / "up"
    mark.unlink(missing_ok=True)
    return _Tray([sys.executable, "-m", "tests.benchmarks.bare_tray", str(mark)], mark.exists)


def _ours(folder: Path) -> _Tray:
    log = folder / "demo" / "logs" / "ohlc-desktop.log"
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "ohlc_desktop", "--profile", str(folder), "--demo", "--hidden"]
    return _Tray(command, lambda: log.exists() and "tray icon is up" in log.read_text())


def tray() -> list[str]:
    """Start both by turns, then watch each while idle."""
    with tempfile.TemporaryDirectory() as name, _display():
        folder = Path(name)
        _import(name)
        pairs = [(_started(_bare, folder), _started(_ours, folder)) for _ in range(ROUNDS)]
        bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
        return [
            f"tray icon up: {ours:.0f} ms (bare tray {bare:.0f} ms, ratio {ours / bare:.2f}); wanted: 400 ms",
            *_idle(folder),
        ]


def memory() -> list[str]:
    """Open and close the window and a chart, again and again."""
    with tempfile.TemporaryDirectory() as name, _display():
        _import(name)
        child = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.tray_memory_child", str(Path(name) / "demo")], check=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    found = json.loads(child.stdout)
    lines = [f"memory at start: {found['start']:.1f} MB; wanted: 100 MB"]
    for number in OPENINGS:
        (window, chart), widgets = found[str(number)]
        lines.append(
            f"after {number:>2} openings: window closed {window:.1f} MB, then a chart {chart:.1f} MB,"
            f" {widgets} widgets; wanted: 130 MB, and no more the oftener"
        )
    return lines


def _import(folder: str) -> None:
    """Fill a data folder of the simulated market."""
    ours = [sys.executable, "-m", "ohlc_desktop", "--profile", folder, "--demo", "-q", "import", "ES", "NQ"]
    subprocess.run(ours, check=True)


def window() -> list[str]:
    """Open the window and import 13 instruments while it shows the matrix."""
    with tempfile.TemporaryDirectory() as name, _display():
        ours = [sys.executable, "-m", "ohlc_desktop", "--profile", name, "--demo"]
        subprocess.run([*ours, "watch", "add", *SIX_MORE], check=True, stdout=subprocess.DEVNULL)
        child = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.window_child", name], check=True, capture_output=True, text=True
        )
        found = json.loads(child.stdout)
        return [
            f"window open: {found['open']:.0f} ms; wanted: 300 ms",
            f"longest stall during an import of 13 instruments ({found['written']:,} candles):"
            f" {found['stall']:.0f} ms; wanted: 50 ms",
        ]


def _started(make: Callable[[Path], _Tray], folder: Path) -> float:
    found = make(folder)
    found.end()
    return found.up


def _idle(folder: Path) -> list[str]:
    bare, ours = _bare(folder), _ours(folder)
    time.sleep(SETTLED)
    floor, memory = (found.status("VmRSS") / 1024 for found in (bare, ours))
    before = [found.status("voluntary_ctxt_switches") for found in (bare, ours)]
    time.sleep(IDLE)
    after = [found.status("voluntary_ctxt_switches") for found in (bare, ours)]
    charts = "loaded, which should not be" if ours.has("/numpy/") else "not loaded"
    for found in (bare, ours):
        found.end()
    rates = [(end - start) / IDLE * 30 for start, end in zip(before, after, strict=True)]
    return [
        f"idle memory: {memory:.1f} MB (bare tray {floor:.1f} MB, ratio {memory / floor:.2f}); wanted: 100 MB",
        f"numpy, and with it pyqtgraph: {charts}",
        f"wake-ups in 30 s: {rates[1]:.2f} (bare tray {rates[0]:.2f}); wanted: at most 1 more",
    ]
