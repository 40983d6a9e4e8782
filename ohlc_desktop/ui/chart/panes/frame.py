"""One picture of a chart as data: what is visible, where its panes lie, and which price is which pixel.

Painters get a :class:`Frame` and draw; they decide nothing. Everything is in device pixels of the whole chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.axes.real_time_labels import real_time_labels
from ohlc_desktop.core.chart.axes.time_labels import TimeAxis, TimeLabel
from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.indicators import Line, LineStyle, Place
from ohlc_desktop.core.chart.line_look import LineLook
from ohlc_desktop.core.chart.lod import Bars, Spans, bucket_size, merged, merged_line, reduce, reduce_line
from ohlc_desktop.core.chart.model import ChartModel, Compared, Study
from ohlc_desktop.core.chart.options import ChartOptions, CompareScale, Scale, zone_of
from ohlc_desktop.core.chart.pane_layout.pane_heights import never_all_collapsed
from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE, VOLUME, PaneState, pairing
from ohlc_desktop.ui.chart.items.gap_splitting import split_bars, split_spans
from ohlc_desktop.ui.chart.items.look import Look
from ohlc_desktop.ui.chart.panes.date_names import chart_names
from ohlc_desktop.ui.chart.scales.pane_scales import edges, own_scale, price_scale, study_scale, volume_scale

Float64 = NDArray[np.float64]
#: Scales that do not follow what is in sight, by the name of their pane.
Fixed = Mapping[str, PriceScale]

#: From so many device pixels a candle on, bodies and wicks are told apart.
APART = 3.0
#: A pause in a bucket, in real time, that is wider than so many device pixels stays empty.
_PAUSE = 3.0


@dataclass(frozen=True, slots=True)
class Pane:
    """One strip of the chart.

    Attributes:
        name: As its :class:`PaneSlot` has it; ``number`` likewise.
        rect: Where it is drawn, without the axis.
        scale: Its prices, or values.
        study: What it holds, if it is a study's.
        open: It shows more than its legend.
    """

    name: str
    number: int
    rect: QRect
    scale: PriceScale
    study: Study | None = None
    open: bool = True


#: Before a frame has its panes.
_NOWHERE = Pane(PRICE, 0, QRect(), PriceScale(Scale.LINEAR, 0.0, 1.0, 0.0, 1.0), open=False)


@dataclass(frozen=True, slots=True)
class PaneSlot:
    """A pane that a chart has, whether there is room for it or not.

    Attributes:
        name: ``price``, ``volume`` or the label of a study. A label that comes again is followed by its number: ``RSI 14``,
            ``RSI 14 (2)``.
        number: Of the pane in ``ChartOptions.panes``.
        state: As it is remembered.
        study: What it holds, if it is a study's.
    """

    name: str
    number: int
    state: PaneState
    study: Study | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Where bars stand: int64 device pixels, ``right`` exclusive; ``middle`` of the bar (float64)."""

    left: Int64
    right: Int64
    middle: Float64


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture.

    Attributes:
        model: What is drawn.
        options: How.
        look: Size and colours.
        time: The visible stretch.
        first: First visible place; ``last`` the one after the last.
        size: Candles in a bar.
        bars: The visible bars; ``columns`` where they stand.
        panes: Those that are shown, from top to bottom.
        price: The pane of the prices, which may be one that is not shown; its ``rect`` is empty then.
        zone: In which times are written; None for the machine's own.
        times: The labels of the time axis.
        base: First visible close, from which percent count; not a number where nothing is visible.
        compared: Other instruments: their line, and the factor that makes it start where this one does.
        left_out: How many panes there is no room for.
        own_scales: Their scales, where each has one of its own; else none.
        kept: What :meth:`study_spans` found, for scales and painters ask for the same.
    """

    model: ChartModel
    options: ChartOptions
    look: Look
    time: TimeScale
    first: int
    last: int
    size: int
    bars: Bars
    columns: Columns
    panes: tuple[Pane, ...]
    price: Pane
    zone: tzinfo | None
    times: TimeAxis
    base: float = float("nan")
    compared: tuple[tuple[Compared, Spans, float], ...] = field(default=())
    left_out: int = 0
    own_scales: tuple[PriceScale, ...] = ()
    kept: dict[tuple[int, str], Spans] = field(default_factory=dict)

    def compared_line(self, number: int) -> tuple[PriceScale, Spans]:
        """What another instrument's line is drawn on, and the line on that scale."""
        _, spans, factor = self.compared[number]
        return (self.own_scales[number], spans) if self.own_scales else (self.price.scale, spans.scaled(factor))

    def compared_colour(self, number: int) -> QColor:
        """The colour of another instrument."""
        colours = self.look.colours.compared
        return colours[number % len(colours)]

    def price_text(self, price: float) -> str:
        """A price, written as the user wants prices."""
        return format_axis(self.model.series.instrument, price, precision=self.options.appearance.precision)

    def x(self, place: float) -> float:
        """Device pixel of the middle of a candle."""
        return float(self.time.pixel(place))

    def line_colour(self, study: Study, key: str) -> QColor:
        """The colour of a study's line."""
        return self.look.colours.study_line(study.lines[key])

    def time_labels(self, distance: float) -> list[tuple[float, TimeLabel]]:
        """The labels of the time axis, at least ``distance`` device pixels apart, each with its pixel."""
        time = self.time
        if not time.real:
            room = distance / 2 / time.pitch
            found = self.times.labels(time.place(0.0) - room, time.place(time.width) + room, distance / time.pitch)
            return [(float(time.pixel(label.place)), label) for label in found]
        daily = self.model.series.timeframe.daily
        middle = time.seconds / 2 if daily else 0.0
        found = real_time_labels(
            time.left - middle, time.right - middle, distance / time.per_unit, self.zone, daily, chart_names()
        )
        return [((label.place + middle - time.left) * time.per_unit, label) for label in found]

    def spans(self, values: NDArray[np.float32], pyramid: tuple[object, ...]) -> Spans:
        """The visible part of a line, one bucket beyond each edge, and merged by pixel in real time.

        A line that goes on into the future is seen there, but not in real time where candles are put together: there
        are no stamps to tell them apart by.
        """
        reach, count = self.size, len(self.model)
        if self.time.real and self.size > 1:
            values = values[:count]
        last = self.last + reach + (len(values) - count if self.last == count else 0)
        spans = reduce_line(values, pyramid, self.first - reach, last, self.size)  # type: ignore[arg-type]
        if self.time.real and self.size > 1 and len(spans):
            spans = split_spans(spans, values, self.time.stamps, _PAUSE / self.time.per_unit, self.time.seconds)
            spans = merged_line(spans, np.floor(self.time.pixel(spans.first)).astype(np.int64))
        return spans

    def study_spans(self, study: Study, key: str) -> Spans:
        """The visible part of a study's line."""
        name = id(study), key  # which lives as long as the frame's model
        if name not in self.kept:
            self.kept[name] = self.spans(study.computed.lines[key], study.pyramids[key])
        return self.kept[name]


def line_width(line: Line, look: LineLook) -> float:
    """Logical pixels of a line of a study: what the user chose, else 1.5, or 1 at the edge of a band and of a level."""
    return look.width or (1.0 if line.style in (LineStyle.BAND_EDGE, LineStyle.LEVEL) else 1.5)


def make_frame(
    model: ChartModel, options: ChartOptions, look: Look, time: TimeScale, times: TimeAxis, slots: Sequence[PaneSlot],
    rects: Sequence[QRect], fixed: Fixed,
) -> Frame:  # fmt: skip
    """Work out one picture.

    Args:
        model: What is drawn.
        options: How.
        look: Size and colours.
        time: The visible stretch; its width is the look's.
        times: The labels of the time axis, of this model's series in the zone of the options.
        slots: Its panes, of :func:`pane_slots`.
        rects: Where each of them lies, without its axis; an empty one is not shown.
        fixed: Prices and values that the user stretched, by the pane's name; all others fit what is visible.
    """
    first, last = time.visible()
    size, bars = _bars(model, time, first, last)
    base = float(model.series.candles.close[first]) if first < last else float("nan")
    frame = Frame(
        model, options, look, time, first, last, size, bars, _columns(time, bars), (), _NOWHERE, zone_of(options.zone),
        times, base,
    )  # fmt: skip
    if model.compared:
        frame = replace(frame, compared=tuple(_compared(frame, other) for other in model.compared))
    return _panes(frame, slots, rects, fixed)


def _bars(model: ChartModel, time: TimeScale, first: int, last: int) -> tuple[int, Bars]:
    size = bucket_size(1 / time.pitch)
    if time.real and last - first > 1:
        # nights and weekends take room: what is left of a pixel per candle is less than the pitch says
        size = max(size, bucket_size((last - first) / time.width) // 4)
    bars = reduce(model.shown, model.pyramid, first, last, size)
    if time.real and size > 1 and len(bars):
        bars = split_bars(bars, model.shown, _PAUSE / time.per_unit, time.seconds)
        bars = merged(bars, np.floor(time.pixel(bars.first)).astype(np.int64))
    return size, bars


def _columns(time: TimeScale, bars: Bars) -> Columns:
    left, right = bucket_edges(time, bars.first, bars.last)
    from_left = np.floor(left).astype(np.int64)
    return Columns(from_left, np.maximum(np.floor(right).astype(np.int64), from_left + 1), (left + right) / 2)


def bucket_edges(time: TimeScale, first: Int64, last: Int64) -> tuple[Float64, Float64]:
    """Left and right pixel of buckets; in real time as wide as their candles, never a block across a night without any."""
    if not time.real:
        return time.pixel(first - 0.5), time.pixel(last + 0.5)
    half = time.pitch / 2
    left, right = time.pixel(first) - half, time.pixel(last) + half
    filled = left + (last - first + 1) * time.pitch
    return left, np.where(right - filled > _PAUSE, filled, right)


def _compared(frame: Frame, other: Compared) -> tuple[Compared, Spans, float]:
    """Another instrument, and what its prices are multiplied by to start where this one does."""
    spans = frame.spans(other.closes, other.pyramid)
    for at in np.flatnonzero(np.isfinite(spans.low) & (spans.last >= frame.first)).tolist():
        places = np.arange(max(frame.first, int(spans.first[at])), int(spans.last[at]) + 1)
        closes = other.closes[places]
        known = np.flatnonzero(np.isfinite(closes) & (closes != 0))
        if len(known):  # where percent count from, or else its own first candle in sight
            start = int(known[0])
            return other, spans, float(frame.model.series.candles.close[places[start]]) / float(closes[start])
    return other, spans, float("nan")


def pane_slots(studies: Sequence[Study], options: ChartOptions) -> list[PaneSlot]:
    """The panes of a chart from top to bottom.

    Those of studies that are not computed, as they are not meant for the timeframe, are left out. A study that has been
    edited is shown as it was until it is computed anew.
    """
    below = [study for study in studies if study.kind.place is Place.OWN]
    found = pairing([state.key for state in options.panes], [PRICE, VOLUME, *(study.spec for study in below)])
    shown = [(number, at) for number, at in enumerate(found) if at is not None]
    states = never_all_collapsed([options.panes[number] for number, _ in shown])
    slots: list[PaneSlot] = []
    for (number, at), state in zip(shown, states, strict=True):
        study = below[at - 2] if at >= 2 else None
        name = study.label if study is not None else (PRICE, VOLUME)[at]
        slots.append(PaneSlot(_unlike(name, [slot.name for slot in slots]), number, state, study))
    return slots


def _unlike(name: str, others: Sequence[str]) -> str:
    """A name, followed by a number where another one has it."""
    every = chain([name], (f"{name} ({number})" for number in count(2)))
    return next(each for each in every if each not in others)


def _panes(frame: Frame, slots: Sequence[PaneSlot], rects: Sequence[QRect], fixed: Fixed) -> Frame:
    """The frame with its panes."""
    panes = [_pane(frame, slot, rect, fixed) for slot, rect in zip(slots, rects, strict=True)]
    price = next(pane for pane in panes if pane.name == PRICE)
    own = frame.options.compare_scale is CompareScale.OWN
    scales = [own_scale(frame, price.rect, other, spans) for other, spans, _ in frame.compared if own]
    shown = tuple(pane for pane in panes if not pane.rect.isEmpty())
    left_out = 0 if any(slot.state.maximised for slot in slots) else len(panes) - len(shown)
    return replace(frame, price=price, panes=shown, left_out=left_out, own_scales=tuple(scales))


def _pane(frame: Frame, slot: PaneSlot, rect: QRect, fixed: Fixed) -> Pane:
    kept = fixed.get(slot.name)
    if slot.name == PRICE:
        scale = price_scale(frame, rect, kept)
    elif kept is not None:
        scale = kept.over(*edges(rect))
    else:
        scale = study_scale(frame, slot.study, rect) if slot.study is not None else volume_scale(frame, rect)
    shown = not rect.isEmpty() and (slot.state.maximised or not slot.state.collapsed)
    return Pane(slot.name, slot.number, rect, scale, slot.study, shown)
