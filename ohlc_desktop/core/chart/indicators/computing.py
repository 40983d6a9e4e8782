"""Computes indicators, and computes them again where candles are new.

A series is worked through in chunks from its oldest candle on. Before each chunk the state is noted: a few numbers
for many thousand candles. When candles change, work resumes at the chunk that holds the first changed one; since the
borders of chunks never move, the result is the same to the last bit as if all had been computed.

The function of a plug-in is called with the whole series each time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.chart.indicators.custom import compute_whole
from ohlc_desktop.core.chart.indicators.model import Line, State
from ohlc_desktop.core.chart.indicators.registry import find_kind, refused
from ohlc_desktop.core.chart.indicators.span import Span
from ohlc_desktop.core.chart.indicators.spec import IndicatorSpec, kind_of, lines_of
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.messages import NOTHING, Message

Float32 = NDArray[np.float32]

#: Candles in a chunk: its columns in float64 (128 KB each) stay in the processor's cache, and appending a candle
#: costs no more than one chunk and the copy of what was there. All averages begin within the first one, because no
#: period is longer than ``declaring.LONGEST``.
CHUNK = 16384


@dataclass(frozen=True, slots=True)
class Computed:
    """An indicator of a series.

    Attributes:
        spec: What was computed.
        lines: float32 by key of the line, each as long as the series, or longer where it goes on into the future
            (``Line.ahead``); NaN where undefined. Not to be written to.
        carry: The state before each chunk, and after the last one; none for the kind of a plug-in.
        problem: Why nothing could be computed; all lines are undefined then.
        trace: The traceback of that, for the log; empty where there is none.
    """

    spec: IndicatorSpec
    lines: dict[str, Float32]
    carry: tuple[State, ...]
    problem: Message = NOTHING
    trace: str = ""

    def __len__(self) -> int:
        return min(map(len, self.lines.values()))


def compute(spec: IndicatorSpec, inputs: ChartSeries) -> Computed:
    """The indicator for all candles of a series.

    Whatever the function of a plug-in does, nothing is raised: the result says what went wrong. A kind that is not
    installed has no lines.
    """
    kind = find_kind(spec.kind)
    if kind is None:
        return Computed(spec, {}, (), refused().get(spec.kind, Message("This indicator is not installed.")))
    if kind.whole is not None:
        keys = [line.key for line in lines_of(spec)]
        lines, problem, trace = compute_whole(kind.whole, spec.values, keys, inputs.candles)
        return Computed(spec, lines, (), problem, trace)
    return _resumed(_nothing(spec), spec, inputs, 0)


def extend(computed: Computed, spec: IndicatorSpec, inputs: ChartSeries, unchanged: int) -> Computed:
    """What ``compute`` gives, to the last bit, made from what was computed for an earlier state of the series.

    Args:
        computed: Of the earlier state. With other parameters than ``spec`` it is of no use, and all is computed.
        unchanged: Number of candles from the oldest on that are the same now; what follows may differ or be new.
            Their trade dates must be the same as well.
    """
    if computed.spec.computation != spec.computation or not computed.carry:
        return compute(spec, inputs)
    late = max(_moved(spec, line.behind) for line in lines_of(spec))
    same = max(min(unchanged, len(computed), len(inputs)) - late, 0)
    return _resumed(computed, spec, inputs, same // CHUNK)


def cut(computed: Computed, count: int) -> dict[str, Float32]:
    """The lines as they were when there were only the oldest ``count`` candles, at least one; not for the kind of a plug-in."""
    lines = {}
    for line in lines_of(computed.spec):
        ahead, behind = (_moved(computed.spec, key) for key in (line.ahead, line.behind))
        lines[line.key] = computed.lines[line.key][: count + ahead]
        if behind:
            lines[line.key] = lines[line.key].copy()
            lines[line.key][max(count - behind, 0) :] = np.nan
    return lines


def _nothing(spec: IndicatorSpec) -> Computed:
    lines = {line.key: np.empty(0, dtype=np.float32) for line in lines_of(spec)}
    return Computed(spec, lines, (kind_of(spec).fresh,))


def _resumed(computed: Computed, spec: IndicatorSpec, inputs: ChartSeries, chunk: int) -> Computed:
    """Keeps the chunks before ``chunk`` and computes the rest."""
    step, values = kind_of(spec).step, spec.values
    assert step is not None  # a kind without one is never resumed
    kept = chunk * CHUNK
    lines = {line.key: _empty(spec, line, len(inputs)) for line in lines_of(spec)}
    for key, line in lines.items():
        line[:kept] = computed.lines[key][:kept]
    states = list(computed.carry[: chunk + 1])
    for first in range(kept, len(inputs), CHUNK):
        span = Span(inputs, first, min(first + CHUNK, len(inputs)))
        found, state = step(span, values, states[-1])
        for key, line in lines.items():
            line[first : first + len(found[key])] = found[key]
        states.append(state)
    return Computed(spec, lines, tuple(states))


def _moved(spec: IndicatorSpec, key: str) -> int:
    """By how many candles a line is drawn ahead or behind, as a parameter says; 0 without one."""
    return int(spec.values[key]) - 1 if key else 0


def _empty(spec: IndicatorSpec, line: Line, count: int) -> Float32:
    """Room for a line over so many candles, and for what of it lies in the future; of no candles there is none."""
    return np.empty(count + (_moved(spec, line.ahead) if count else 0), dtype=np.float32)
