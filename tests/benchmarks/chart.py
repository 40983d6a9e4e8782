"""The chart: frames, opening, memory, and other charts at the same work.

Each figure comes from a process of its own. Beside it stands a floor or a peer of the same run, for a busy machine slows
both. Without a screen, unless ``QT_QPA_PLATFORM`` says otherwise. Peers come with ``pip install -e .[peers]``, here or into an
environment of their own, for they bring 700 MB: ``OHLC_DESKTOP_PEERS_PYTHON`` names its interpreter.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ohlc_desktop.profile import Profile, create
from tests.benchmarks.chart_memory_child import OFTEN
from tests.benchmarks.chart_series import fill

COUNTS = (100_000, 1_000_000, 5_000_000)
#: What the peers get, and the children that are to be compared with them.
MILLION = 1_000_000
PEERS = ("finplot", "finplot-plain", "vnpy", "qpicture")
#: A process that opens a chart is started so often.
STARTS = 3
#: Median and 99th percentile of a frame in milliseconds.
_FRAME = (4.0, 8.0)
_LIMITS = {
    "pan": _FRAME, "pan at 1,200": _FRAME, "pan at all": _FRAME, "zoom": _FRAME, "crosshair": (2.0, 4.0),
    "border": (8.0, 16.0), "resize": (8.0, 16.0), "pan after resize": (8.0, 16.0), "theme": (8.0, 16.0),
    "pan after theme": (8.0, 16.0), "data window": (1.0, 2.0), "replay step": (8.0, 16.0),
}  # fmt: skip
_DOUBLED = ("pan", "zoom", "crosshair")


def frames() -> list[str]:
    """Pan, zoom, crosshair, resize and theme at three lengths; then the same on a screen of twice the pixels."""
    lines = []
    for count in COUNTS:
        found = _run("chart_child", str(count))
        lines += [_line(f"{count:>9,}", name, found, limits) for name, limits in _LIMITS.items()]
        lines.append(_drawn(f"{count:>9,}", found))
    found = _run("chart_child", str(MILLION), QT_SCALE_FACTOR="2")
    wider = {name: tuple(2 * limit for limit in _LIMITS[name]) for name in _DOUBLED}
    return lines + [_line(f"{MILLION:>9,} at 2x", name, found, limits) for name, limits in wider.items()]


def opening() -> list[str]:
    """From the click to the first picture with the newest of 500,000 candles, and what the GUI thread bears before and after."""
    with tempfile.TemporaryDirectory() as name:
        folder = _profile(Path(name), {"1m": 500_000, "5m": 100_000})
        compiled = {"PYTHONPYCACHEPREFIX": str(Path(name) / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
        _run("chart_open_child", folder, "once", **compiled)  # now there is bytecode, as after an installation
        floors = [_run("chart_open_child", folder, "bare", **compiled) for _ in range(STARTS)]
        loads = [_run("chart_open_child", folder, "loading", **compiled) for _ in range(STARTS)]
        runs = [_run("chart_open_child", folder, **compiled) for _ in range(STARTS)]
    libraries, bare = (statistics.median(floor[key] for floor in floors) for key in ("libraries", "bare window"))
    first = statistics.median(run["first"] for run in runs)
    again, switch = (statistics.median(ms for run in runs for ms in run[key]) for key in ("again", "switch"))
    stalls = [run["first stall"] for run in runs]
    stalls += [ms for run in runs for key in ("again stalls", "switch stalls") for ms in run[key]]
    idle = max(run["idle"] for run in runs)
    light = "" if all(run["light"] for run in runs) else "; the tray had loaded numpy or pyqtgraph before"
    above = [load["stall"] - load["idle"] for load in loads]
    return [
        f"chart, first of the process, from the tray: {first:.0f} ms (<= 500 ms), numpy, pyqtgraph and a bare window"
        f" {libraries + bare:.0f} ms, ratio {first / (libraries + bare):.2f}{light}",
        f"stalls while charts are loaded: longest of {STARTS} loads {max(above):.0f} ms above nothing to do (<= 16 ms),"
        f" median {statistics.median(above):.0f} ms",
        f"chart, later: {again:.0f} ms (<= 60 ms), bare window {bare:.0f} ms, ratio {again / bare:.2f}",
        f"another timeframe: {switch:.0f} ms (<= 60 ms)",
        f"stalls while history is loaded: longest of {len(stalls)} loads {max(stalls):.0f} ms (<= 16 ms), median"
        f" {statistics.median(stalls):.0f} ms, nothing to do {idle:.0f} ms",
    ]


def memory() -> list[str]:
    """A million candles with two indicators, above the same window with few; what is left once it is closed, however often."""
    with tempfile.TemporaryDirectory() as name:
        found = _run("chart_memory_child", _profile(Path(name), {"1m": MILLION, "5m": 2_000}))
    (tray, _), (few, _), (many, _) = (found[key] for key in ("tray", "few", "many"))
    left = [f"{found[key][0]:.0f} MB (in use {found[key][1]:.0f})" for key in ("closed", "closed again", *OFTEN)]
    return [
        f"memory of a million candles: {(many - few) * 1e6 / found['candles']:.0f} MB (<= 60 MB),"
        f" above the window with few at {few:.0f} MB (<= 150 MB) and the tray at {tray:.0f} MB (<= 100 MB)",
        f"after the window was closed, and after another: {', '.join(left[:2])}",
        f"after {' and '.join(OFTEN)} more openings and closings: {', '.join(left[2:])}",
    ]


def peers() -> list[str]:
    """A million candles, panning by one with 200 in sight: ours with all that can be switched on, by turns with others."""
    lines = []
    for name in PEERS:
        ours, found = _run("chart_child", str(MILLION), "1"), _peer(name)
        if "missing" in found:
            lines.append(f"peers: {name} left out: {found['missing']}")
            continue
        frame, theirs = statistics.median(wall for wall, *_ in ours["pan"]), statistics.median(found["frames"])
        wanted = " (>= 20)" if name == "finplot" else ""
        lines.append(
            f"peers: {name:<13} {theirs:7.1f} ms a frame, ours {frame:.2f}, ratio {theirs / frame:.1f}{wanted}; first"
            f" picture {found['first']:,.0f} ms, ours {ours['first']:.0f}; {found['memory']:.0f} MB; Qt {found['qt']}"
        )
    return lines


def adjusting() -> list[str]:
    """Another adjustment of a continuous series, all that the GUI thread does for it, above a frame while panning."""
    found = _run("adjusting_child", str(COUNTS[-1]))
    lines = []
    for sight in ("few", "all"):
        frame, switch = (statistics.median(used for _, used, _ in found[f"{act} with {sight} in sight"]) for act in ("pan", "switch"))
        lines.append(
            f"chart {COUNTS[-1]:>9,} another adjustment, {sight} in sight: {switch - frame:.2f} ms of the processor (<= 4) above"
            f" a frame of {frame:.2f}, ratio {switch / frame:.1f}"
        )
    return lines


def _line(what: str, name: str, found: dict[str, Any], limits: Sequence[float]) -> str:
    (ours, used, paints), (floor, *_) = (tuple(zip(*found[key], strict=True)) for key in (name, "floor"))
    median, bare = statistics.median(ours), statistics.median(floor)
    return (
        f"chart {what} {name:<17} {median:5.2f} ms (<= {limits[0]:g}), p99 {_p99(ours):5.2f} (<= {limits[1]:g}),"
        f" processor {statistics.median(used):5.2f}, p99 {_p99(used):5.2f}; paints {statistics.mean(paints):.2f};"
        f" bare widget {bare:.2f}, p99 {_p99(floor):.2f}, ratio {median / bare:.1f}"
    )


def _drawn(what: str, found: dict[str, Any]) -> str:
    """What drawings of all kinds cost, beside the same frames without them."""
    without, drawn = (statistics.median(used for _, used, _ in found[name]) for name in ("no drawings", "drawings"))
    return (
        f"chart {what} 20 drawings       {drawn - without:5.2f} ms of the processor (<= 1.5) above {without:.2f},"
        f" ratio {drawn / without:.1f}"
    )


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def _profile(folder: Path, counts: dict[str, int]) -> str:
    profile = Profile(folder / "profile")
    create(profile)
    fill(profile, counts)
    return str(profile.folder)


def _run(module: str, *arguments: str, **environment: str) -> dict[str, Any]:
    """What a child prints. Its app imports nothing by itself, and it has no screen unless one is asked for.

    Qt's platform without a screen complains of each window twice, and each complaint would be written to the log.
    """
    platform = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    child = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments], check=True, stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": platform, "OHLC_DESKTOP_SCHEDULE": "false",
         "QT_LOGGING_RULES": "default.warning=false", **environment},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(child.stdout)
    return found


def _peer(name: str) -> dict[str, Any]:
    """What a peer prints; it may write into its home folder, so it gets one."""
    python = os.environ.get("OHLC_DESKTOP_PEERS_PYTHON") or sys.executable
    platform = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    with tempfile.TemporaryDirectory() as home:
        child = subprocess.run(
            [python, str(Path(__file__).with_name("chart_peer.py")), name, str(MILLION)], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=home, env={**os.environ, "HOME": home, "QT_QPA_PLATFORM": platform},
        )  # fmt: skip
    found: dict[str, Any] = json.loads(child.stdout) if child.returncode == 0 else {"missing": "it ended with an error"}
    return found
