"""Paint what studies have besides lines: the ground between two of them, and levels that hold for a while."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QColor, QPainter

from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.indicators import Line, Place
from ohlc_desktop.core.chart.line_look import Stroke
from ohlc_desktop.core.chart.lod import Spans
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.ui.chart.items.batch import fill_between, fill_columns, fill_rects, rows
from ohlc_desktop.ui.chart.panes.frame import Float64, Frame, bucket_edges
from ohlc_desktop.ui.widgets.theme import blended

#: Share of a line's colour in the ground beside it: of a band, and of a cloud whose colour means something.
_BAND, _CLOUD = 0.08, 0.16
#: Logical pixels of a dash or a dot of a level, and of the gap after it.
_DASHES = {Stroke.DASHED: (6.0, 4.0), Stroke.DOTTED: (2.0, 3.0)}


def paint_fills(painter: QPainter, frame: Frame) -> None:
    """The ground between the lines of studies that are drawn with the prices, each over the one before."""
    painter.setClipRect(frame.price.rect)
    for study in frame.model.studies:
        filled = study.kind.fill if study.kind.place is Place.PRICE else None
        if filled and any(line.key in filled for line in study.drawn):
            _paint_fill(painter, frame, study, filled)
    painter.setClipping(False)


def paint_level(
    painter: QPainter, frame: Frame, scale: PriceScale, spans: Spans, colour: QColor, width: float, stroke: Stroke
) -> None:
    """A line across all candles of the same value, from the edge of the first to the edge of the last one."""
    values = np.asarray(spans.leave, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return
    starts = np.flatnonzero(np.diff(known, prepend=-2) != 1)
    starts = np.union1d(starts, np.flatnonzero(np.diff(values[known], prepend=values[known[0]]) != 0))
    ends = np.append(starts[1:], len(known)) - 1
    left, right = np.floor(bucket_edges(frame.time, spans.first, spans.last))
    thick = frame.look.px(width)
    y = np.rint(np.clip(scale.pixel(values[known[starts]]), scale.top - 100, scale.bottom + 100)) - thick // 2
    x, end = np.maximum(left[known[starts]], -10.0), np.minimum(right[known[ends]], frame.look.plot_width + 10.0)
    if stroke in _DASHES:
        mark, gap = map(frame.look.px, _DASHES[stroke])
        x, y, end = _dashed(x, y, end, mark, gap)
    fill_rects(painter, colour, rows(x, y, np.maximum(end - x, 1.0), float(thick)))


def _dashed(x: Float64, y: Float64, end: Float64, mark: int, gap: int) -> tuple[Float64, Float64, Float64]:
    """Each stretch as its dashes, counted from its left."""
    counts = np.maximum(np.ceil((end - x) / (mark + gap)), 1).astype(np.int64)
    line = np.repeat(np.arange(len(x)), counts)
    number = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    begin = x[line] + number * (mark + gap)
    return begin, y[line], np.minimum(begin + mark, end[line])


def _paint_fill(painter: QPainter, frame: Frame, study: Study, keys: tuple[str, str]) -> None:
    """From one line to the other, in the tone of the higher one; it breaks where either has no value."""
    lines = {line.key: line for line in study.kind.lines}
    one, other = (frame.study_spans(study, key) for key in keys)
    if not len(one) or len(one) != len(other):
        return
    if frame.size > 1:
        _fill_columns(painter, frame, one, other, [_ground(frame, study, lines[key]) for key in keys])
        return
    x = frame.time.pixel((one.first + one.last) / 2)
    first, second = (_pixels(frame, spans) for spans in (one, other))
    known = np.flatnonzero(np.isfinite(first) & np.isfinite(second))
    for run in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        columns, upper, lower = _crossed(x[run], first[run], second[run])
        beneath = np.maximum(upper, lower)
        for key, edge in zip(keys, (upper, lower), strict=True):
            if (edge < beneath).any():
                fill_between(painter, _ground(frame, study, lines[key]), columns, edge, beneath)


def _fill_columns(painter: QPainter, frame: Frame, one: Spans, other: Spans, colours: Sequence[QColor]) -> None:
    """The same where candles are put together, a column for each bucket: a polygon with so many corners takes ten times as long."""
    left, right = np.floor(bucket_edges(frame.time, one.first, one.last))
    first, second = (np.floor(_pixels(frame, spans)) for spans in (one, other))
    top, height = np.minimum(first, second), np.abs(first - second)
    sides = zip(colours, (first < second, second < first), strict=True)
    fill_columns(painter, left, top, np.maximum(right - left, 1.0), height, *sides)


def _pixels(frame: Frame, spans: Spans) -> Float64:
    """Pixel of a line at each of its values; NaN where it has none."""
    scale = frame.price.scale
    y = scale.pixel(spans.leave.astype(np.float64))
    found: Float64 = np.minimum(np.maximum(y, scale.top), scale.bottom)
    return found


def _crossed(x: Float64, one: Float64, other: Float64) -> tuple[Float64, Float64, Float64]:
    """Two lines with a point more wherever they cross."""
    apart = one - other
    at = np.flatnonzero(apart[:-1] * apart[1:] < 0)
    if not len(at):
        return x, one, other
    part = apart[at] / (apart[at] - apart[at + 1])
    middle = one[at] + part * (one[at + 1] - one[at])
    columns = np.insert(x, at + 1, x[at] + part * (x[at + 1] - x[at]))
    return columns, np.insert(one, at + 1, middle), np.insert(other, at + 1, middle)


def _ground(frame: Frame, study: Study, line: Line) -> QColor:
    share = _CLOUD if line.tone else _BAND
    return blended(frame.line_colour(study, line.key), frame.look.colours.base, share)
