"""Volume profiles of 500,000 candles, which are computed off the GUI thread."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from ohlc_desktop.core.chart.profile.finest import put_together
from ohlc_desktop.core.chart.profile.profiling import profiles_of, request_of
from ohlc_desktop.core.chart.profile.settings import ProfileSettings
from tests.benchmarks.chart_series import series_of

COUNT, ROUNDS = 500_000, 15
#: Trade dates for which there is room in a wide window.
DATES = 60


def profiles() -> list[str]:
    """One of all candles, and one of each trade date; beside it what nobody can do without: one sum by rows."""
    series = series_of(COUNT)
    source = put_together({"1m": series.candles}, series.instrument, None)
    candles, lines = source.all.candles, []
    for name, rows in (("24 rows", 24), ("500 rows", 500)):
        wanted = ProfileSettings(visible=True, rows=rows)
        request = request_of(series, wanted, 0, COUNT, False, False)
        visible = profiles_of(source, request).visible
        assert visible is not None
        at, weights, count = visible.rows.at(candles.low), candles.volume, visible.rows.count
        ours, floor = _times(partial(profiles_of, source, request), partial(np.bincount, at, weights, count))
        lines.append(_line(f"of {COUNT:,} candles, {name}", ours, floor))
    first = int(series.days.first[-DATES])
    request = request_of(series, ProfileSettings(sessions=True), first, COUNT, False, True)
    ours, floor = _times(partial(profiles_of, source, request), partial(np.bincount, at, weights, count))
    return [*lines, _line(f"of each of {len(request.sessions)} trade dates", ours, floor)]


def _times(ours: Callable[[], object], floor: Callable[[], object]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Medians in milliseconds by the clock and of the processor, by turns."""
    found: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    for _ in range(ROUNDS):
        for times, act in zip(found, (ours, floor), strict=True):
            began, used = time.perf_counter(), time.thread_time()
            act()
            times.append(((time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000))
    one, other = ([statistics.median(part) for part in zip(*times, strict=True)] for times in found)
    return (one[0], one[1]), (other[0], other[1])


def _line(what: str, ours: tuple[float, float], floor: tuple[float, float]) -> str:
    return (
        f"volume profile {what}: {ours[0]:.1f} ms (<= 30 ms), processor {ours[1]:.1f}; one sum by rows {floor[0]:.1f} ms,"
        f" processor {floor[1]:.1f}, ratio {ours[1] / floor[1]:.1f}"
    )
